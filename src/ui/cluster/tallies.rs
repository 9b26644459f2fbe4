//! What it is for: each section in a number and a sentence; a click shows its rows. In: tallies. Out: another lens.
//! Never: "all well" about rows that were not seen.

use egui::{Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use jiff::Timestamp;

use super::{section_key, unkept_key};
use crate::{
    action::Mark,
    observed::{
        Link,
        survey::{Lens, Section, Survey, Tally},
    },
    ui::{
        UiCommand,
        theme::{Palette, Type, gap},
        view::Tone,
        widgets::text,
    },
    words::{self, Sentence},
};

const HEIGHT: f32 = 84.0;
/// In place of a number that nobody knows.
const UNKNOWN: &str = "–";
/// No card is narrower; in a narrow window they go on below.
const LEAST: f32 = 150.0;

pub(super) fn draw(ui: &mut Ui, survey: &Survey, lens: &Lens, now: Timestamp, out: &mut Vec<UiCommand>) {
    let is_live = matches!(survey.link.at(now), Link::Live { .. });
    let room = ui.available_width();
    let space = gap::SMALL;
    let fit = |count: u8| (room - space * f32::from(count - 1)) / f32::from(count);
    let count = [5, 3, 2].into_iter().find(|count| fit(*count) >= LEAST).unwrap_or(1);
    let width = fit(count).floor();
    // The last of a line has what is left of the room, so that its edge is the page's.
    let last = room - f32::from(count - 1) * (width + space);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space, space);
        for (section, place) in Section::ALL.into_iter().zip((1..=count).cycle()) {
            let width = if place < count { width } else { last };
            if one(ui, (survey, is_live), section, lens.section == section, width) {
                out.push(UiCommand::Look(Lens { section, ..lens.clone() }));
            }
        }
    });
}

/// A card; whether it was pressed.
fn one(
    ui: &mut Ui,
    (survey, is_live): (&Survey, bool),
    section: Section,
    is_shown: bool,
    width: f32,
) -> bool {
    let palette = Palette::of(ui);
    let title = words::text(section_key(section));
    let empty = Tally::default();
    let tally = survey.tally(section).unwrap_or(&empty);
    let number = if survey.is_unkept(section) { UNKNOWN.to_owned() } else { number(section, tally) };
    let (tone, words) = says(section, tally, survey, is_live);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    let name = format!("{title}: {number}, {words}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, &name));
    let face = if is_shown {
        palette.chosen
    } else if response.hovered() {
        palette.button_hover
    } else {
        palette.card
    };
    let edge = if is_shown { palette.chosen_edge } else { palette.line };
    let round = f32::from(gap::ROUND);
    ui.painter().rect(rect, round, face, Stroke::new(1.0, edge), StrokeKind::Inside);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, round, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    let inner = rect.shrink2(vec2(14.0, 10.0));
    let down = egui::Layout::top_down(egui::Align::LEFT);
    let mut place = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(down).id_salt(section));
    place.style_mut().interaction.selectable_labels = false;
    place.spacing_mut().item_spacing.y = 2.0;
    let mut line = |words: &str, kind: Type, ink| {
        place.add(egui::Label::new(text(words, kind, ink)).truncate().sense(Sense::hover()));
    };
    line(&title, Type::Small, palette.dim);
    line(&number, Type::Title, palette.strong);
    line(&words, Type::Small, palette.tone(tone).0);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(words).clicked()
}

/// As wanted of all; of warnings their number.
fn number(section: Section, tally: &Tally) -> String {
    match section {
        Section::Warnings => tally.all.to_string(),
        Section::Workloads | Section::Pods | Section::Jobs | Section::Routes => {
            format!("{} / {}", tally.all - tally.problems - tally.under_way, tally.all)
        }
    }
}

fn says(section: Section, tally: &Tally, survey: &Survey, is_live: bool) -> (Tone, String) {
    if let Some(first) = &tally.first {
        let tone = if first.mark == Mark::Bad { Tone::Bad } else { Tone::Warn };
        // Warnings are counted already.
        let more = if section == Section::Warnings { 0 } else { tally.problems - 1 };
        let words =
            Sentence::new("survey-first-problem").with("name", &*first.name).with("state", &*first.state);
        return (tone, words.count("more", more).text());
    }
    if survey.hidden.contains(&section) {
        return (Tone::Warn, words::text("survey-hidden"));
    }
    if survey.is_unkept(section) {
        return (Tone::Quiet, words::text(unkept_key(section)));
    }
    if survey.is_awaited() && tally.all == 0 {
        return (Tone::Quiet, words::text("survey-connecting"));
    }
    if survey.partial.contains(&section) {
        return (Tone::Quiet, Sentence::new("survey-partial").count("count", tally.all).text());
    }
    if tally.under_way > 0 {
        return (Tone::Info, Sentence::new("survey-under-way").count("count", tally.under_way).text());
    }
    if tally.all == 0 {
        return (Tone::Quiet, words::text("survey-none"));
    }
    // What rests is as wanted; a route of which nobody tells anything is not.
    if section == Section::Routes && tally.open > 0 {
        let words = Sentence::new("survey-routes-open").count("count", tally.open);
        return (Tone::Quiet, words.text());
    }
    // Of rows that may be old nothing good is said.
    let tone = if is_live { Tone::Good } else { Tone::Quiet };
    (tone, words::text("survey-all-well"))
}
