//! What it is for: the wizard: rail of steps, the shown step, live state, status line.
//! In: a [`WizardView`]. Out: wishes about steps. Never: a button that the view does not name.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Ui};
use jiff::Timestamp;

use crate::{
    observed::Link,
    ui::{
        UiCommand,
        memory::UiMemory,
        overlay::{Overlay, Topic},
        shortcuts::Shortcut,
        theme::{Palette, Type},
        view::{MiddleView, Tone, WizardView},
        widgets::{Follow as _, link_button, status_dot, text},
    },
    words::{self, Sentence},
};

mod decide;
mod deeds;
mod evidence;
mod finish;
mod forms;
mod holder;
mod live;
mod live_rows;
mod moves;
mod rail;
mod rail_foot;
mod step;
mod unknown;

pub(super) fn draw(
    ui: &mut Ui,
    view: &WizardView<'_>,
    now: Timestamp,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    let is_narrow = ui.available_width() < 1180.0;
    let is_new = match &view.middle {
        MiddleView::Step(shown) => memory.last_step != shown.step,
        MiddleView::Decide(_) => memory.last_step != decide::SHOWN,
        MiddleView::Finish(_) => false,
    };
    if let Some(rest) = moves::after(view, now) {
        ui.ctx().request_repaint_after(rest);
    }
    status_line(ui, view, now, memory);
    let side = |across: i8| Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(across, 0));
    let rail_width = if is_narrow { 220.0 } else { 296.0 };
    Panel::left("rail").exact_size(rail_width).resizable(false).frame(side(0)).show(ui, |ui| {
        rail_foot::draw(ui, &view.deeds, memory, out);
        ScrollArea::vertical().auto_shrink(false).following(ui, |ui| {
            rail::draw(ui, &view.rail, is_new, memory, out);
        });
    });
    let live_width = if is_narrow { 270.0 } else { 372.0 };
    Panel::right("live").exact_size(live_width).resizable(false).frame(side(0)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).following(ui, |ui| {
            Frame::new().inner_margin(Margin::symmetric(14, 14)).show(ui, |ui| {
                live::draw(ui, view.live, &view.live_scope, now);
            });
        });
    });
    CentralPanel::no_frame().show(ui, |ui| {
        if let Some(holder) = &view.holder {
            holder::draw(ui, holder, memory);
        }
        match &view.middle {
            MiddleView::Step(shown) => step::draw(ui, shown, memory, out),
            MiddleView::Decide(question) => decide::draw(ui, question, memory, out),
            MiddleView::Finish(end) => finish::draw(ui, end, memory, out),
        }
    });
}

fn status_line(ui: &mut Ui, view: &WizardView<'_>, now: Timestamp, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 0));
    Panel::bottom("status").exact_size(30.0).resizable(false).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.set_min_height(30.0);
            let help = Sentence::new("help-hint").with("key", Shortcut::Help.keys()).text();
            if link_button(ui, &help, &words::text("help-title")).clicked() {
                memory.overlay.open(ui.ctx(), Overlay::Help(Topic::of(&view.middle)));
            }
            let course = words::text("timeline-open");
            if link_button(ui, &course, &words::text("timeline-title")).clicked() {
                memory.overlay.open(ui.ctx(), Overlay::Timeline);
            }
            ui.label(text(&view.status.progress, Type::Small, palette.dim));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (tone, words) = link_words(&view.live.link, now);
                ui.spacing_mut().item_spacing.x = 6.0;
                status_dot(ui, tone, &words);
                let ink = if tone == Tone::Good { palette.dim } else { palette.tone(tone).0 };
                ui.add(egui::Label::new(text(&words, Type::Small, ink)).truncate());
                if let Some(saved) = &view.status.journal_saved {
                    ui.add_space(12.0);
                    let words = Sentence::new("wizard-journal-saved").with("time", saved.clone()).text();
                    ui.add(egui::Label::new(text(&words, Type::Small, palette.dim)).truncate());
                }
            });
        });
    });
}

/// How well the live rows can be trusted, in words.
fn link_words(link: &Link, now: Timestamp) -> (Tone, String) {
    match &link.at(now) {
        Link::Connecting => (Tone::Info, words::text("wizard-link-connecting")),
        Link::Live { heard_at } => {
            if live::is_just(*heard_at, now) {
                return (Tone::Good, words::text("wizard-link-live-now"));
            }
            let ago = live::age(Some(*heard_at), now);
            (Tone::Good, Sentence::new("wizard-link-live").with("ago", ago).text())
        }
        Link::Stale { heard_at: Some(at), failure } => {
            let sentence = Sentence::new("wizard-link-stale").with("ago", live::age(Some(*at), now));
            (Tone::Bad, sentence.with("why", failure.summary.text()).text())
        }
        Link::Stale { heard_at: None, failure } => {
            (Tone::Bad, Sentence::new("wizard-link-never").with("why", failure.summary.text()).text())
        }
    }
}
