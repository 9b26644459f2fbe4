//! What it is for: the wizard: rail of steps, the shown step, live state, status line.
//! In: a [`WizardView`]. Out: wishes about steps. Never: a button that the view does not name.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Ui};
use jiff::Timestamp;

use crate::{
    observed::Link,
    ui::{
        UiCommand, is_cramped,
        memory::UiMemory,
        overlay::{Overlay, Topic},
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
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

pub(in crate::ui) use live::announce_stale;

pub(super) fn draw(
    ui: &mut Ui,
    view: &WizardView<'_>,
    now: Timestamp,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    if is_cramped(ui) {
        return stacked(ui, view, now, memory, out);
    }
    let palette = Palette::of(ui);
    let is_narrow = ui.available_width() < 1180.0;
    let is_new = is_new(view, memory);
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

/// Whether another middle is shown than in the frame before.
fn is_new(view: &WizardView<'_>, memory: &UiMemory) -> bool {
    match &view.middle {
        MiddleView::Step(shown) => memory.last_step != shown.step,
        MiddleView::Decide(_) => memory.last_step != decide::SHOWN,
        MiddleView::Finish(_) => false,
    }
}

/// In a window too small for panels beside each other they stand below each other, scrolled as one page: what is to be
/// done first, then the live state, then the steps.
fn stacked(
    ui: &mut Ui,
    view: &WizardView<'_>,
    now: Timestamp,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    if let Some(rest) = moves::after(view, now) {
        ui.ctx().request_repaint_after(rest);
    }
    let mut area = ScrollArea::vertical().id_salt("stacked").auto_shrink(false);
    if is_new(view, memory) {
        area = area.vertical_scroll_offset(0.0);
    }
    CentralPanel::no_frame().show(ui, |ui| {
        area.following_page(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if let Some(holder) = &view.holder {
                holder::stacked(ui, holder, memory);
            }
            match &view.middle {
                MiddleView::Step(shown) => step::stacked(ui, shown, memory, out),
                MiddleView::Decide(question) => decide::stacked(ui, question, memory, out),
                MiddleView::Finish(end) => finish::contents(ui, end, 12, memory, out),
            }
            let side = Frame::new().fill(Palette::of(ui).panel);
            side.inner_margin(Margin::symmetric(12, 14)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                live::draw(ui, view.live, &view.live_scope, now);
            });
            side.show(ui, |ui| {
                ui.set_width(ui.available_width());
                // Not brought into sight: what is to be done is.
                rail::draw(ui, &view.rail, false, memory, out);
            });
            side.inner_margin(Margin::symmetric(12, 12)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = gap::SMALL;
                if !view.deeds.is_empty() {
                    rail_foot::buttons(ui, &view.deeds, memory, out);
                }
                ui.horizontal_wrapped(|ui| {
                    leads(ui, memory, view);
                    ui.label(text(&view.status.progress, Type::Small, Palette::of(ui).dim));
                });
                ui.horizontal_wrapped(|ui| standing(ui, view, now));
            });
        });
    });
}

fn status_line(ui: &mut Ui, view: &WizardView<'_>, now: Timestamp, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 0));
    Panel::bottom("status").exact_size(30.0).resizable(false).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.set_min_height(30.0);
            leads(ui, memory, view);
            ui.label(text(&view.status.progress, Type::Small, palette.dim));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| standing(ui, view, now));
        });
    });
}

/// What leads to help, and to the course of the change.
fn leads(ui: &mut Ui, memory: &mut UiMemory, view: &WizardView<'_>) {
    let help = Sentence::new("help-hint").with("key", Shortcut::Help.keys()).text();
    if link_button(ui, &help, &words::text("help-title")).clicked() {
        memory.overlay.open(ui.ctx(), Overlay::Help(Topic::of(&view.middle)));
    }
    let course = words::text("timeline-open");
    if link_button(ui, &course, &words::text("timeline-title")).clicked() {
        memory.overlay.open(ui.ctx(), Overlay::Timeline);
    }
}

/// How well the live rows can be trusted, and when the journal was saved.
fn standing(ui: &mut Ui, view: &WizardView<'_>, now: Timestamp) {
    let palette = Palette::of(ui);
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
