//! What it is for: every colour, text size, distance and font of the program: dark, light and with high contrast.
//! In: which appearance. Out: a `Palette` for drawing, and egui's own style set to match.
//! Never: a colour named anywhere else.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle,
    Theme, vec2,
};

use super::view::Tone;

#[cfg(test)]
mod contrast;
mod palettes;

use palettes::{CONTRAST, DARK, LIGHT};

/// Light, dark, or as different as colours can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Appearance {
    /// Light text on dark.
    #[default]
    Dark,
    /// Dark text on light.
    Light,
    /// White on black with lines that are seen.
    HighContrast,
}

impl Appearance {
    fn palette(self) -> &'static Palette {
        match self {
            Self::Dark => &DARK,
            Self::Light => &LIGHT,
            Self::HighContrast => &CONTRAST,
        }
    }
}

/// The colours of one appearance, by what they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Palette {
    /// Behind everything.
    pub(super) ground: Color32,
    /// Strips and side panels.
    pub(super) panel: Color32,
    /// Cards and dialogs.
    pub(super) card: Color32,
    /// Text fields and code.
    pub(super) well: Color32,
    /// A quiet button's face, and the same under the pointer.
    pub(super) button: Color32,
    pub(super) button_hover: Color32,
    /// Lines between things.
    pub(super) line: Color32,
    /// Outlines of things that can be used.
    pub(super) edge: Color32,
    /// What is read first.
    pub(super) strong: Color32,
    /// Running text.
    pub(super) text: Color32,
    /// Labels and side remarks.
    pub(super) dim: Color32,
    /// Hints and what is not its turn yet.
    pub(super) faint: Color32,
    /// The deed's button, and the same under the pointer; text upon it.
    pub(super) accent: Color32,
    pub(super) accent_hover: Color32,
    pub(super) on_accent: Color32,
    /// The chosen row.
    pub(super) chosen: Color32,
    pub(super) chosen_edge: Color32,
    /// Foreground and background of each tone.
    good: (Color32, Color32),
    warn: (Color32, Color32),
    bad: (Color32, Color32),
    info: (Color32, Color32),
    quiet: (Color32, Color32),
    /// Lines of a difference: background and text.
    pub(super) added: (Color32, Color32),
    pub(super) removed: (Color32, Color32),
    /// Behind the words of such a line that changed.
    pub(super) added_words: Color32,
    pub(super) removed_words: Color32,
    /// What tells things of one kind apart, such as pods, and colours that others ask for: red, green, yellow, blue,
    /// magenta, cyan.
    pub(super) hues: [Color32; 6],
    /// Behind a dialog.
    pub(super) veil: Color32,
    /// Shadow of dialogs and lists.
    shadow: Color32,
}

/// How long something that opens takes, where things move.
const ANIMATION_SECS: f32 = 0.08;

/// Distances, in points: multiples of four, mostly of eight.
pub(super) mod gap {
    /// Between a mark and its words.
    pub(in crate::ui) const TIGHT: f32 = 4.0;
    /// Between things that belong together.
    pub(in crate::ui) const SMALL: f32 = 8.0;
    /// Between cards.
    pub(in crate::ui) const CARD: f32 = 16.0;
    /// Around a screen.
    pub(in crate::ui) const WIDE: f32 = 24.0;
    /// Height of a button and a text field.
    pub(in crate::ui) const CONTROL: f32 = 34.0;
    /// Corners of cards and dialogs.
    pub(in crate::ui) const ROUND: u8 = 10;
    /// Corners of buttons and fields.
    pub(in crate::ui) const ROUND_SMALL: u8 = 8;
}

/// Text sizes and weights, by what they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// A screen's title.
    Display,
    /// A step's and a dialog's title.
    Title,
    /// A card's title.
    CardTitle,
    /// Running text.
    Body,
    /// Running text that stands out.
    BodyStrong,
    /// Labels and side remarks.
    Small,
    /// Small text that stands out: chips, numbers.
    SmallStrong,
    /// Section titles in capitals, table heads.
    Tiny,
    /// Code.
    Code,
    /// Code that stands out.
    CodeStrong,
}

impl Type {
    /// The font.
    pub(super) fn font(self) -> FontId {
        match self {
            Self::Display => FontId::new(27.0, family("bold")),
            Self::Title => FontId::new(21.0, family("bold")),
            Self::CardTitle => FontId::new(13.5, family("semibold")),
            Self::Body => FontId::new(14.0, FontFamily::Proportional),
            Self::BodyStrong => FontId::new(14.0, family("semibold")),
            Self::Small => FontId::new(12.5, FontFamily::Proportional),
            Self::SmallStrong => FontId::new(12.0, family("semibold")),
            Self::Tiny => FontId::new(11.0, family("medium")),
            Self::Code => FontId::new(12.0, FontFamily::Monospace),
            Self::CodeStrong => FontId::new(12.0, family("mono-bold")),
        }
    }
}

fn family(name: &str) -> FontFamily {
    FontFamily::Name(name.into())
}

impl Palette {
    /// The palette of the appearance that `ui` is drawn in.
    pub(super) fn of(ui: &egui::Ui) -> &'static Self {
        Self::drawn_with(ui.visuals())
    }

    /// The palette of the appearance that the window is drawn in.
    pub(super) fn of_ctx(ctx: &egui::Context) -> &'static Self {
        Self::drawn_with(&ctx.global_style().visuals)
    }

    /// egui knows dark and light only: high contrast is a dark one that its ground gives away.
    fn drawn_with(visuals: &egui::Visuals) -> &'static Self {
        match (visuals.dark_mode, visuals.panel_fill == CONTRAST.ground) {
            (true, true) => &CONTRAST,
            (true, false) => &DARK,
            (false, _) => &LIGHT,
        }
    }

    /// Foreground and background of a tone.
    pub(super) fn tone(&self, tone: Tone) -> (Color32, Color32) {
        match tone {
            Tone::Good => self.good,
            Tone::Warn => self.warn,
            Tone::Bad => self.bad,
            Tone::Info => self.info,
            Tone::Quiet => self.quiet,
        }
    }
}

/// Sets fonts and styles. Once, before the first frame.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Light, style(&LIGHT, egui::Visuals::light()));
    ctx.set_style_of(Theme::Dark, style(&DARK, egui::Visuals::dark()));
    // The size is a setting, remembered: the program obeys the keys itself.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

/// Switches to an appearance; it is drawn from the next frame on.
pub fn apply(ctx: &egui::Context, appearance: Appearance) {
    let (theme, visuals) = match appearance {
        Appearance::Dark | Appearance::HighContrast => (Theme::Dark, egui::Visuals::dark()),
        Appearance::Light => (Theme::Light, egui::Visuals::light()),
    };
    let is_still = is_still(&ctx.style_of(theme));
    ctx.set_style_of(theme, style(appearance.palette(), visuals));
    ctx.set_theme(theme);
    animate(ctx, !is_still);
}

/// Lets things move on the screen, or only change.
pub fn animate(ctx: &egui::Context, is_on: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if is_on { ANIMATION_SECS } else { 0.0 };
        style.scroll_animation = if is_on {
            egui::style::ScrollAnimation::default()
        } else {
            egui::style::ScrollAnimation::none()
        };
    });
}

/// Whether nothing moves by itself.
pub(super) fn is_still(style: &egui::Style) -> bool {
    style.animation_time <= 0.0
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 6] = [
        ("inter", include_bytes!("../../assets/fonts/Inter-Regular.otf")),
        ("inter-medium", include_bytes!("../../assets/fonts/Inter-Medium.otf")),
        ("inter-semibold", include_bytes!("../../assets/fonts/Inter-SemiBold.otf")),
        ("inter-bold", include_bytes!("../../assets/fonts/Inter-Bold.otf")),
        ("mono", include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf")),
        ("mono-bold", include_bytes!("../../assets/fonts/JetBrainsMono-Bold.ttf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let chains = [
        (FontFamily::Proportional, "inter"),
        (family("medium"), "inter-medium"),
        (family("semibold"), "inter-semibold"),
        (family("bold"), "inter-bold"),
        (FontFamily::Monospace, "mono"),
        (family("mono-bold"), "mono-bold"),
    ];
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (family, first) in chains {
        let mut chain = vec![first.to_owned(), "inter".to_owned()];
        chain.extend(fallback.iter().cloned());
        chain.dedup();
        fonts.families.insert(family, chain);
    }
    fonts
}

fn style(palette: &Palette, mut visuals: egui::Visuals) -> egui::Style {
    set_visuals(palette, &mut visuals);
    let mut style = egui::Style { visuals, ..egui::Style::default() };
    style.text_styles = [
        (TextStyle::Heading, Type::Title.font()),
        (TextStyle::Body, Type::Body.font()),
        (TextStyle::Monospace, Type::Code.font()),
        (TextStyle::Button, Type::BodyStrong.font()),
        (TextStyle::Small, Type::Small.font()),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(gap::SMALL, gap::SMALL);
    spacing.button_padding = vec2(12.0, 7.0);
    spacing.interact_size = vec2(40.0, gap::CONTROL - 6.0);
    spacing.window_margin = Margin::same(0);
    spacing.menu_margin = Margin::same(6);
    spacing.combo_width = 120.0;
    spacing.icon_width = 18.0;
    spacing.icon_width_inner = 11.0;
    spacing.icon_spacing = 8.0;
    spacing.tooltip_width = 420.0;
    spacing.scroll.bar_width = 8.0;
    spacing.scroll.floating_allocated_width = 0.0;
    style.animation_time = ANIMATION_SECS;
    style.interaction.tooltip_delay = 0.35;
    style.interaction.selectable_labels = true;
    style.url_in_tooltip = true;
    style
}

fn set_visuals(palette: &Palette, visuals: &mut egui::Visuals) {
    visuals.panel_fill = palette.ground;
    visuals.window_fill = palette.card;
    visuals.window_stroke = Stroke::new(1.0, palette.edge);
    visuals.window_corner_radius = CornerRadius::same(gap::ROUND + 4);
    visuals.menu_corner_radius = CornerRadius::same(gap::ROUND);
    visuals.window_shadow = Shadow { offset: [0, 16], blur: 48, spread: 0, color: palette.shadow };
    visuals.popup_shadow = Shadow { offset: [0, 6], blur: 20, spread: 0, color: palette.shadow };
    visuals.extreme_bg_color = palette.well;
    visuals.text_edit_bg_color = Some(palette.well);
    visuals.faint_bg_color = palette.button_hover;
    visuals.code_bg_color = palette.well;
    visuals.weak_text_color = Some(palette.dim);
    visuals.hyperlink_color = palette.info.0;
    visuals.warn_fg_color = palette.warn.0;
    visuals.error_fg_color = palette.bad.0;
    visuals.selection.bg_fill = palette.info.1;
    visuals.selection.stroke = Stroke::new(1.0, palette.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    visuals.disabled_alpha = 0.5;
    let widgets = &mut visuals.widgets;
    for (widget, face, edge, ink) in [
        (&mut widgets.noninteractive, palette.card, palette.line, palette.text),
        (&mut widgets.inactive, palette.button, palette.edge, palette.text),
        (&mut widgets.hovered, palette.button_hover, palette.edge, palette.strong),
        (&mut widgets.active, palette.button_hover, palette.accent, palette.strong),
        (&mut widgets.open, palette.button_hover, palette.edge, palette.strong),
    ] {
        widget.bg_fill = face;
        widget.weak_bg_fill = face;
        widget.bg_stroke = Stroke::new(1.0, edge);
        widget.fg_stroke = Stroke::new(1.0, ink);
        widget.corner_radius = CornerRadius::same(gap::ROUND_SMALL);
        widget.expansion = 0.0;
    }
    widgets.active.bg_stroke = Stroke::new(1.5, palette.accent);
}
