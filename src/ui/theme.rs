//! What it is for: every colour, text size, distance and font of the program, dark and light.
//! In: which appearance. Out: a `Palette` for drawing, and egui's own style set to match.
//! Never: a colour named anywhere else.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle,
    Theme, vec2,
};

use super::view::Tone;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Appearance {
    /// Light text on dark.
    #[default]
    Dark,
    /// Dark text on light.
    Light,
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
    /// What tells things of one kind apart, such as pods, and colours that others ask for: red, green, yellow, blue,
    /// magenta, cyan.
    pub(super) hues: [Color32; 6],
    /// Behind a dialog.
    pub(super) veil: Color32,
    /// Shadow of dialogs and lists.
    shadow: Color32,
}

const DARK: Palette = Palette {
    ground: Color32::from_rgb(15, 19, 24),
    panel: Color32::from_rgb(21, 26, 33),
    card: Color32::from_rgb(27, 34, 43),
    well: Color32::from_rgb(14, 19, 26),
    button: Color32::from_rgb(27, 34, 43),
    button_hover: Color32::from_rgb(39, 48, 60),
    line: Color32::from_rgb(41, 50, 61),
    edge: Color32::from_rgb(54, 65, 79),
    strong: Color32::from_rgb(240, 244, 249),
    text: Color32::from_rgb(222, 229, 237),
    dim: Color32::from_rgb(150, 163, 178),
    faint: Color32::from_rgb(128, 141, 156),
    accent: Color32::from_rgb(76, 157, 255),
    accent_hover: Color32::from_rgb(112, 178, 255),
    on_accent: Color32::from_rgb(8, 20, 36),
    chosen: Color32::from_rgb(27, 41, 60),
    chosen_edge: Color32::from_rgb(48, 84, 130),
    good: (Color32::from_rgb(61, 214, 140), Color32::from_rgb(26, 58, 48)),
    warn: (Color32::from_rgb(240, 184, 73), Color32::from_rgb(62, 51, 28)),
    bad: (Color32::from_rgb(255, 115, 115), Color32::from_rgb(70, 36, 41)),
    info: (Color32::from_rgb(102, 172, 255), Color32::from_rgb(28, 49, 78)),
    quiet: (Color32::from_rgb(160, 172, 187), Color32::from_rgb(41, 50, 62)),
    added: (Color32::from_rgb(29, 56, 53), Color32::from_rgb(170, 240, 205)),
    removed: (Color32::from_rgb(60, 42, 50), Color32::from_rgb(255, 196, 196)),
    hues: [
        Color32::from_rgb(255, 115, 115),
        Color32::from_rgb(61, 214, 140),
        Color32::from_rgb(240, 184, 73),
        Color32::from_rgb(102, 172, 255),
        Color32::from_rgb(214, 140, 255),
        Color32::from_rgb(86, 207, 225),
    ],
    veil: Color32::from_black_alpha(150),
    shadow: Color32::from_black_alpha(120),
};

const LIGHT: Palette = Palette {
    ground: Color32::from_rgb(244, 246, 249),
    panel: Color32::from_rgb(255, 255, 255),
    card: Color32::from_rgb(255, 255, 255),
    well: Color32::from_rgb(247, 249, 252),
    button: Color32::from_rgb(255, 255, 255),
    button_hover: Color32::from_rgb(237, 242, 248),
    line: Color32::from_rgb(225, 230, 237),
    edge: Color32::from_rgb(196, 205, 216),
    strong: Color32::from_rgb(16, 24, 35),
    text: Color32::from_rgb(32, 42, 55),
    dim: Color32::from_rgb(82, 95, 112),
    faint: Color32::from_rgb(96, 109, 126),
    accent: Color32::from_rgb(22, 99, 214),
    accent_hover: Color32::from_rgb(14, 82, 184),
    on_accent: Color32::from_rgb(255, 255, 255),
    chosen: Color32::from_rgb(230, 240, 254),
    chosen_edge: Color32::from_rgb(150, 190, 243),
    good: (Color32::from_rgb(10, 112, 67), Color32::from_rgb(217, 243, 229)),
    warn: (Color32::from_rgb(138, 83, 0), Color32::from_rgb(253, 238, 207)),
    bad: (Color32::from_rgb(186, 28, 36), Color32::from_rgb(253, 226, 226)),
    info: (Color32::from_rgb(20, 86, 187), Color32::from_rgb(221, 234, 253)),
    quiet: (Color32::from_rgb(82, 95, 112), Color32::from_rgb(233, 237, 243)),
    added: (Color32::from_rgb(223, 246, 232), Color32::from_rgb(10, 84, 52)),
    removed: (Color32::from_rgb(253, 230, 230), Color32::from_rgb(140, 24, 30)),
    hues: [
        Color32::from_rgb(186, 28, 36),
        Color32::from_rgb(10, 112, 67),
        Color32::from_rgb(138, 83, 0),
        Color32::from_rgb(20, 86, 187),
        Color32::from_rgb(140, 40, 170),
        Color32::from_rgb(0, 105, 125),
    ],
    veil: Color32::from_black_alpha(96),
    shadow: Color32::from_black_alpha(48),
};

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
        if ui.visuals().dark_mode { &DARK } else { &LIGHT }
    }

    /// The palette of the appearance that the window is drawn in.
    pub(super) fn of_ctx(ctx: &egui::Context) -> &'static Self {
        if ctx.theme() == Theme::Dark { &DARK } else { &LIGHT }
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

/// Sets fonts and both styles. Once, before the first frame.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Dark, style(&DARK, egui::Visuals::dark()));
    ctx.set_style_of(Theme::Light, style(&LIGHT, egui::Visuals::light()));
}

/// Switches to light or dark.
pub fn apply(ctx: &egui::Context, appearance: Appearance) {
    ctx.set_theme(match appearance {
        Appearance::Dark => Theme::Dark,
        Appearance::Light => Theme::Light,
    });
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
    style.animation_time = 0.08;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two opaque colours (WCAG 2, 1.4.3).
    fn contrast(a: Color32, b: Color32) -> f32 {
        let light = |color: Color32| {
            let [r, g, b, _] = egui::Rgba::from(color).to_array();
            0.2126f32.mul_add(r, 0.7152f32.mul_add(g, 0.0722 * b)) + 0.05
        };
        let (a, b) = (light(a), light(b));
        a.max(b) / a.min(b)
    }

    #[test]
    fn every_text_colour_can_be_read_on_every_ground() {
        for palette in [&DARK, &LIGHT] {
            for ground in [palette.ground, palette.panel, palette.card, palette.well] {
                for ink in
                    [palette.strong, palette.text, palette.dim, palette.faint].iter().chain(&palette.hues)
                {
                    let ink = *ink;
                    assert!(contrast(ink, ground) >= 4.5, "{ink:?} on {ground:?}: {}", contrast(ink, ground));
                }
            }
            for tone in [Tone::Good, Tone::Warn, Tone::Bad, Tone::Info, Tone::Quiet] {
                let (ink, ground) = palette.tone(tone);
                assert!(contrast(ink, ground) >= 4.5, "{tone:?}: {}", contrast(ink, ground));
                assert!(contrast(ink, palette.card) >= 4.5, "{tone:?} on a card");
            }
            for (ground, ink) in [palette.added, palette.removed, (palette.accent, palette.on_accent)] {
                assert!(contrast(ink, ground) >= 4.5, "{ink:?} on {ground:?}");
            }
        }
    }
}
