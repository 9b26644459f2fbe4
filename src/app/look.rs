//! What it is for: how the window looks: colours, size, whether things move; as the settings say, from the next frame on.
//! In: settings, the desktop's wish. Out: egui's styles and zoom. Never: a picture more than a change needs.

use eframe::egui;
use jiff::Timestamp;

use super::{App, window};
use crate::{
    outside::desktop::{self, Wish},
    ui::{
        self,
        theme::Appearance,
        view::{Page, Resize},
    },
    words::Language,
    worker::Pending,
};

/// How large everything can be, in percent.
pub(super) const SIZES: [u16; 10] = [75, 90, 100, 110, 125, 150, 175, 200, 250, 300];
/// How large everything is where nobody says otherwise.
const USUAL: u16 = 100;

/// The look's state.
#[derive(Debug, Default)]
pub(super) struct Look {
    asked: Pending<Wish>,
    /// What the desktop wished when it was asked last.
    wish: Option<Wish>,
    had_focus: bool,
    /// What is drawn now.
    shown: Option<(Appearance, bool, u16)>,
}

/// The language that is named, by the command line or else by the settings; the system's where neither names one.
pub(super) fn spoken(by_argument: Option<&str>, by_settings: &str) -> Language {
    Language::of(by_argument.unwrap_or(by_settings)).unwrap_or_else(Language::of_system)
}

/// The nearest size that there is.
pub(super) fn size(percent: u16) -> u16 {
    SIZES.into_iter().min_by_key(|one| one.abs_diff(percent)).unwrap_or(USUAL)
}

/// The next size; the same at the end.
pub(super) fn resized(percent: u16, resize: Resize) -> u16 {
    let now = size(percent);
    let at = |step: isize| {
        let here = SIZES.iter().position(|one| *one == now)?;
        SIZES.get(here.checked_add_signed(step)?).copied()
    };
    match resize {
        Resize::Smaller => at(-1).unwrap_or(now),
        Resize::Larger => at(1).unwrap_or(now),
        Resize::Usual => USUAL,
    }
}

impl App {
    /// Colours that are named, by the command line or else by the settings.
    fn named_theme(&self) -> &str {
        self.args.theme.as_deref().unwrap_or(&self.settings.theme)
    }

    fn follows_system(&self) -> bool {
        !matches!(self.named_theme(), "dark" | "light" | "contrast")
    }

    /// The colours to be drawn.
    fn appearance(&self, egui_ctx: &egui::Context) -> Appearance {
        match self.named_theme() {
            "dark" => Appearance::Dark,
            "light" => Appearance::Light,
            "contrast" => Appearance::HighContrast,
            _ => self.system_appearance(egui_ctx),
        }
    }

    /// The desktop's colours; on Linux only the desktop itself tells them, elsewhere the window's own system.
    fn system_appearance(&self, egui_ctx: &egui::Context) -> Appearance {
        match self.look.wish {
            Some(Wish::HighContrast) => Appearance::HighContrast,
            Some(Wish::Light) => Appearance::Light,
            Some(Wish::Dark) => Appearance::Dark,
            Some(Wish::None) | None => match egui_ctx.system_theme() {
                Some(egui::Theme::Light) => Appearance::Light,
                Some(egui::Theme::Dark) | None => Appearance::Dark,
            },
        }
    }

    /// To be called each frame: draws what the settings say from now on, and asks the desktop where they follow it:
    /// at the start, and when the person comes back to the window.
    pub(super) fn poll_look(&mut self, egui_ctx: &egui::Context, at: Timestamp) {
        let has_focus = egui_ctx.input(|input| input.focused);
        let comes_back = has_focus && !self.look.had_focus;
        self.look.had_focus = has_focus;
        let is_new = self.look.shown.is_none();
        if self.follows_system() && (comes_back || is_new) && !self.look.asked.value().is_loading() {
            self.worker.ask(&mut self.look.asked, desktop::wish());
        }
        if self.look.asked.poll(at) {
            if let Some(failure) = self.look.asked.value().failure() {
                tracing::debug!(?failure.details, "the desktop does not say which colours it wishes");
            }
            self.look.wish = self.look.asked.value().last().copied();
        }
        let wanted = (self.appearance(egui_ctx), self.settings.animations, size(self.settings.size));
        if self.look.shown == Some(wanted) {
            return;
        }
        let (appearance, animations, percent) = wanted;
        ui::theme::apply(egui_ctx, appearance);
        ui::theme::animate(egui_ctx, animations);
        egui_ctx.set_zoom_factor(f32::from(percent) / 100.0);
        self.look.shown = Some(wanted);
        egui_ctx.request_repaint();
    }

    /// Notes where the person is, for the next start; it is written with the next setting and at the end.
    pub(super) fn remember_window(&mut self, egui_ctx: &egui::Context) {
        if self.window.is_kept() {
            self.remember_place(egui_ctx);
        }
        self.settings.side_by_side = self.memory.lies_side_by_side();
        if self.settings.columns != *self.memory.columns() {
            self.settings.columns.clone_from(self.memory.columns());
        }
        let shown = self.shown_page();
        let page = if shown == Page::Settings { self.settings_page.back() } else { shown };
        page.name().unwrap_or_default().clone_into(&mut self.settings.page);
    }
}

impl App {
    /// Where the window stands and how large it is; a minimized one stands nowhere.
    fn remember_place(&mut self, egui_ctx: &egui::Context) {
        let (is_maximized, is_minimized, outer) = egui_ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.maximized.unwrap_or(false), viewport.minimized.unwrap_or(false), viewport.outer_rect)
        });
        self.settings.is_maximized = is_maximized;
        if is_maximized || is_minimized {
            return;
        }
        let zoom = egui_ctx.zoom_factor();
        let size = egui_ctx.content_rect().size() * zoom;
        self.settings.window = Some([points(size.x), points(size.y)]);
        self.settings.position = outer.map(|outer| window::whole(outer.min * zoom));
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a screen has")]
fn points(length: f32) -> u16 {
    length.round().clamp(1.0, 16_000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_names_the_language_before_the_settings_do() {
        assert_eq!(spoken(Some("de"), "en"), Language::German);
        assert_eq!(spoken(None, "de"), Language::German);
        assert_eq!(spoken(Some("en"), "de"), Language::English);
        assert_eq!(spoken(None, "system"), Language::of_system());
    }

    #[test]
    fn sizes_go_up_and_down_and_end() {
        let mut seen = vec![75];
        let mut now = 75;
        while resized(now, Resize::Larger) != now {
            now = resized(now, Resize::Larger);
            seen.push(now);
        }
        assert_eq!(seen, SIZES);
        assert_eq!(resized(75, Resize::Smaller), 75);
        assert_eq!(resized(300, Resize::Smaller), 250);
        assert_eq!(resized(300, Resize::Usual), 100);
        assert_eq!((size(0), size(101), size(9_000)), (75, 100, 300), "a file may say anything");
    }
}
