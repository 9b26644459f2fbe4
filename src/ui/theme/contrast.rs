//! Whether everything can be told apart: each pair of colours that the screens put together, in each appearance, by
//! WCAG 2 (1.4.3 text 4.5:1, 1.4.11 signs and the edges of controls 3:1; with high contrast 7:1 and 4.5:1).

use super::*;

const ALL: [Appearance; 3] = [Appearance::Dark, Appearance::Light, Appearance::HighContrast];
const TONES: [Tone; 5] = [Tone::Good, Tone::Warn, Tone::Bad, Tone::Info, Tone::Quiet];

/// Contrast of two opaque colours.
fn contrast(a: Color32, b: Color32) -> f32 {
    let light = |color: Color32| {
        let [r, g, b, _] = egui::Rgba::from(color).to_array();
        0.2126f32.mul_add(r, 0.7152f32.mul_add(g, 0.0722 * b)) + 0.05
    };
    let (a, b) = (light(a), light(b));
    a.max(b) / a.min(b)
}

/// A colour that is partly seen through, upon another.
fn upon(face: Color32, part: f32, ground: Color32) -> Color32 {
    ground.blend(face.gamma_multiply(part))
}

type Named = (String, Color32);

fn named(names: &[(&str, Color32)]) -> Vec<Named> {
    names.iter().map(|(name, color)| ((*name).to_owned(), *color)).collect()
}

/// What lies behind words: the surfaces, rows that are chosen or under the pointer, boxes in a tone.
fn grounds(palette: &Palette) -> Vec<Named> {
    let mut all = named(&[
        ("ground", palette.ground),
        ("panel", palette.panel),
        ("card", palette.card),
        ("well", palette.well),
        ("button", palette.button),
        ("button under the pointer", palette.button_hover),
        ("chosen row", palette.chosen),
        ("row under the pointer", upon(palette.button_hover, 0.5, palette.panel)),
        ("procedure under the pointer", upon(palette.button_hover, 0.6, palette.card)),
        ("selected words", palette.info.1),
    ]);
    let boxes =
        TONES.map(|tone| (format!("box of {tone:?}"), upon(palette.tone(tone).1, 0.45, palette.ground)));
    all.extend(boxes);
    all
}

/// What is written on any of them.
fn inks(palette: &Palette) -> Vec<Named> {
    let mut all = named(&[
        ("strong", palette.strong),
        ("text", palette.text),
        ("dim", palette.dim),
        ("faint", palette.faint),
    ]);
    all.extend(TONES.map(|tone| (format!("{tone:?}"), palette.tone(tone).0)));
    all
}

/// Every pair of words and what lies behind them.
fn texts(palette: &Palette) -> Vec<(Named, Named)> {
    let mut pairs = Vec::new();
    let mut every = |inks: &[Named], grounds: &[Named]| {
        for ink in inks {
            pairs.extend(grounds.iter().map(|ground| (ink.clone(), ground.clone())));
        }
    };
    every(&inks(palette), &grounds(palette));
    let hues: Vec<Named> = palette.hues.iter().map(|hue| ("hue".to_owned(), *hue)).collect();
    let logs = [
        ("ground", palette.ground),
        ("card", palette.card),
        ("well", palette.well),
        ("chosen", palette.chosen),
    ];
    every(&hues, &named(&logs));
    for tone in TONES {
        let (ink, ground) = palette.tone(tone);
        let written =
            [("strong", palette.strong), ("text", palette.text), ("dim", palette.dim), ("tone", ink)];
        every(&named(&written), &[(format!("tone {tone:?}"), ground)]);
    }
    let words = [palette.added_words, palette.removed_words];
    for ((ground, ink), words) in [palette.added, palette.removed].into_iter().zip(words) {
        let grounds = [
            ("line", ground),
            ("changed words", words),
            ("well", palette.well),
            ("card", palette.card),
            ("selected", palette.info.1),
        ];
        every(&named(&[("changed line", ink)]), &named(&grounds));
    }
    let (bad, _) = palette.tone(Tone::Bad);
    let faces = [
        (palette.on_accent, palette.accent),
        (palette.on_accent, palette.accent_hover),
        (palette.card, bad),
        (palette.card, upon(bad, 0.85, palette.card)),
        (palette.accent, palette.info.1),
    ];
    for (ink, face) in faces {
        every(&named(&[("button's words", ink)]), &named(&[("face", face)]));
    }
    pairs
}

/// Every pair of a sign or the edge of a control and what lies beside it.
fn signs(palette: &Palette) -> Vec<(Named, Named)> {
    let mut pairs = Vec::new();
    let edges = named(&[
        ("edge", palette.edge),
        ("edge of what is chosen", palette.chosen_edge),
        ("focus", palette.accent),
        ("sign", palette.dim),
        ("edge to be careful with", palette.tone(Tone::Warn).0),
        ("edge of what is dangerous", palette.tone(Tone::Bad).0),
    ]);
    for edge in edges {
        pairs.extend(grounds(palette).into_iter().take(7).map(|ground| (edge.clone(), ground)));
    }
    pairs
}

fn missed(pairs: Vec<(Named, Named)>, least: f32, appearance: Appearance) -> Vec<String> {
    let too_low = pairs.into_iter().filter(|((_, ink), (_, ground))| contrast(*ink, *ground) < least);
    too_low
        .map(|((name, ink), (on, ground))| {
            format!("{appearance:?}: {name} on {on} {:.2}, not {least}", contrast(ink, ground))
        })
        .collect()
}

#[test]
fn every_word_can_be_read_where_it_stands() {
    let missed: Vec<String> = ALL
        .into_iter()
        .flat_map(|one| {
            let least = if one == Appearance::HighContrast { 7.0 } else { 4.5 };
            missed(texts(one.palette()), least, one)
        })
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_sign_and_the_edge_of_every_control_can_be_seen() {
    let missed: Vec<String> = ALL
        .into_iter()
        .flat_map(|one| {
            let least = if one == Appearance::HighContrast { 4.5 } else { 3.0 };
            missed(signs(one.palette()), least, one)
        })
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_is_drawn_by_egui_itself_has_the_colours_of_the_appearance() {
    for one in ALL {
        let ctx = egui::Context::default();
        install(&ctx);
        apply(&ctx, one);
        let visuals = &ctx.global_style().visuals;
        assert_eq!(Palette::of_ctx(&ctx), one.palette(), "{one:?}");
        let widgets = &visuals.widgets;
        for widget in [&widgets.inactive, &widgets.hovered, &widgets.active, &widgets.open] {
            assert!(contrast(widget.fg_stroke.color, widget.bg_fill) >= 4.5, "{one:?}");
            assert!(contrast(widget.bg_stroke.color, visuals.window_fill) >= 3.0, "{one:?}");
        }
    }
}

#[test]
fn things_move_only_where_they_may_and_stay_so_in_another_appearance() {
    let ctx = egui::Context::default();
    install(&ctx);
    assert!(!is_still(&ctx.global_style()));
    animate(&ctx, false);
    for one in ALL {
        apply(&ctx, one);
        assert!(is_still(&ctx.global_style()), "{one:?}");
    }
    animate(&ctx, true);
    assert!(!is_still(&ctx.global_style()));
}
