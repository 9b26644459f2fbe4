//! What it is for: the cluster page: what runs, what is wrong, and one object closely. Nothing on it acts.
//! In: a [`ClusterView`]. Out: wishes to see something else. Never: a deed, or work for rows that are not in sight.

use egui::{CentralPanel, Frame, Margin, Panel, Ui};
use jiff::Timestamp;

use crate::{
    observed::{
        Link,
        survey::{Lens, Section},
    },
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{ClusterView, Tone},
        widgets::{combo, failure, label, single_line, tab},
        wizard::announce_stale,
    },
    words::{self, Sentence},
};

mod detail;
mod drift;
mod fighters;
mod logs;
mod route;
mod table;
mod tallies;

pub(in crate::ui) use detail::part_key;
pub(super) use logs::LogMemory;

/// From this width on the chosen object stands beside the rows, else below them.
const WIDE: f32 = 1100.0;
/// How faint rows are that are not those of now: they may be all that there is, and must be read.
const OLD: f32 = 0.7;

pub(super) fn draw(
    ui: &mut Ui,
    view: &ClusterView<'_>,
    now: Timestamp,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    if view.drift.is_shown && view.nothing.is_none() {
        return drift::draw(ui, view, now, memory, out);
    }
    if let Some(chosen) = &view.chosen {
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin::same(0));
        if memory.log.is_large && chosen.log.is_some() {
            CentralPanel::no_frame().frame(frame).show(ui, |ui| detail::draw(ui, chosen, now, memory, out));
            return;
        }
        let is_wide = ui.available_width() >= WIDE;
        let (width, height) = (ui.available_width(), ui.available_height());
        let panel = if is_wide {
            Panel::right("cluster-detail")
                .default_size((width * 0.4).clamp(380.0, 640.0))
                .size_range(320.0..=width * 0.7)
        } else {
            Panel::bottom("cluster-detail-below").default_size(height * 0.45).size_range(180.0..=height * 0.7)
        };
        panel.resizable(true).frame(frame).show(ui, |ui| detail::draw(ui, chosen, now, memory, out));
    }
    let frame = Frame::new().inner_margin(Margin::symmetric(24, 16));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        if let Some(why) = &view.nothing {
            empty(ui, why, view);
            return;
        }
        drift::switch(ui, view, out);
        tools(ui, view, out);
        standing(ui, view, now);
        if view.survey.is_old() {
            ui.multiply_opacity(OLD);
        }
        tallies::draw(ui, view.survey, view.lens, now, out);
        ui.add_space(gap::TIGHT);
        table::draw(ui, view, now, &mut memory.columns, out);
    });
}

/// No connection: why, and where to make one.
fn empty(ui: &mut Ui, why: &str, view: &ClusterView<'_>) {
    let palette = Palette::of(ui);
    ui.add_space(gap::WIDE);
    label(ui, &words::text("survey-title"), Type::Title, palette.strong);
    label(ui, why, Type::Body, palette.text);
    if let Some(why) = view.failure {
        failure(ui, why);
    }
}

/// Namespace, filter, and whether only problems are shown.
fn tools(ui: &mut Ui, view: &ClusterView<'_>, out: &mut Vec<UiCommand>) {
    let lens = view.lens;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        namespace(ui, view, out);
        let only = words::text("survey-only-problems");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if tab(ui, &only, &only, lens.only_problems).clicked() {
                out.push(UiCommand::Look(Lens { only_problems: !lens.only_problems, ..lens.clone() }));
            }
            let hint = words::text("survey-filter-hint");
            let (response, filter) = single_line(ui, "survey-filter", Type::Body, &lens.filter, &hint);
            response.widget_info(|| {
                let mut info = egui::WidgetInfo::text_edit(true, &lens.filter, &lens.filter, &hint);
                info.label = Some(words::text("survey-filter"));
                info
            });
            if let Some(filter) = filter {
                out.push(UiCommand::Look(Lens { filter, ..lens.clone() }));
            }
        });
    });
}

/// The choice of the namespace.
fn namespace(ui: &mut Ui, view: &ClusterView<'_>, out: &mut Vec<UiCommand>) {
    let all = words::text("survey-all-namespaces");
    let shown = if view.scope.is_empty() { all.as_str() } else { view.scope };
    let mut options = vec![(String::new(), all.clone())];
    options.extend(view.namespaces.iter().map(|name| (name.clone(), name.clone())));
    if !view.scope.is_empty() && !view.namespaces.iter().any(|name| name == view.scope) {
        options.push((view.scope.to_owned(), view.scope.to_owned()));
    }
    let width = (ui.available_width() * 0.25).clamp(140.0, 240.0);
    let chosen = ui
        .allocate_ui(egui::vec2(width, gap::CONTROL), |ui| {
            let (response, chosen) = combo(ui, "survey-namespace", shown, view.scope, &options);
            response.widget_info(|| {
                let name = words::text("survey-namespace");
                egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {shown}"))
            });
            chosen
        })
        .inner;
    if let Some(namespace) = chosen {
        out.push(UiCommand::ShowNamespace(namespace));
    }
}

/// How old the rows are, when they are not those of now, and what cannot be seen.
fn standing(ui: &mut Ui, view: &ClusterView<'_>, now: Timestamp) {
    let survey = view.survey;
    let palette = Palette::of(ui);
    match (&survey.link.at(now), survey.recalled) {
        (Link::Live { .. }, _) => {}
        (Link::Connecting, None) => {
            label(ui, &words::text("survey-connecting"), Type::Small, palette.dim);
        }
        (Link::Connecting, Some(at)) => {
            band(ui, Tone::Warn, &since("last-known-connecting", at, now), "");
        }
        (Link::Stale { heard_at, failure }, _) => {
            let words = match heard_at {
                Some(at) => since("wizard-stale", *at, now),
                None => words::text("wizard-never-live"),
            };
            // With its next step it stands below.
            let why = view.failure.map_or_else(|| failure.summary.text(), |_| String::new());
            band(ui, Tone::Bad, &words, &why);
            // Two voices at once are none.
            if view.failure.is_none() {
                announce_stale(ui, &failure.summary.text());
            }
        }
    }
    if let Some(why) = view.failure {
        failure(ui, why);
    }
    for why in &survey.unseen {
        label(ui, &why.summary.text(), Type::Small, palette.tone(Tone::Warn).0);
    }
}

/// A sentence with how long ago a moment is.
fn since(key: &str, at: Timestamp, now: Timestamp) -> String {
    let ago = now.duration_since(at).as_secs().max(0);
    Sentence::new(key).with("ago", words::age::human(ago)).text()
}

/// A strip above the rows that are not those of now: how old they are, and why.
fn band(ui: &mut Ui, tone: Tone, words: &str, why: &str) {
    ui.ctx().request_repaint_after(std::time::Duration::from_secs(1));
    let (ink, ground) = Palette::of(ui).tone(tone);
    let round = egui::CornerRadius::same(gap::ROUND_SMALL);
    Frame::new().fill(ground).corner_radius(round).inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        label(ui, words, Type::SmallStrong, ink);
        if !why.is_empty() {
            label(ui, why, Type::Small, ink);
        }
    });
}

/// The words for a section.
pub(super) fn section_key(section: Section) -> &'static str {
    match section {
        Section::Workloads => "survey-workloads",
        Section::Pods => "survey-pods",
        Section::Jobs => "survey-jobs",
        Section::Routes => "survey-routes",
        Section::Warnings => "survey-warnings",
    }
}

/// The words for a section of which nothing is known at the earlier time that is shown.
fn unkept_key(section: Section) -> &'static str {
    match section {
        Section::Warnings => "last-known-no-warnings",
        Section::Workloads | Section::Pods | Section::Jobs | Section::Routes => "last-known-unkept",
    }
}
