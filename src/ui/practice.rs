//! What it is for: the band that says that nothing here is real, and the panel of what can go wrong.
//! In: a [`PracticeView`]. Out: pace, switches, the wish to leave. Never: hidden while a practice world is there.

use egui::{
    Align, Align2, Area, Checkbox, CornerRadius, Frame, Id, Layout, Margin, Order, Panel, ScrollArea, Stroke,
    Ui, vec2,
};

use super::{mails, rehearsal};
use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{PracticeView, Tone, TroubleView},
        widgets::{ButtonKind, Follow as _, button, copy_button, label, link_button, text},
    },
    words::{self, Sentence},
};

/// What can be chosen for the speed of time.
const PACES: [u32; 3] = [1, 4, 16];
/// Height of the strip and the band above the panel.
pub(super) const ABOVE: f32 = 96.0;
/// Height of the strip below it, with the panel's own edges.
pub(super) const BELOW: f32 = 64.0;
/// It covers the live state in a window of ordinary width, and none of the step.
pub(super) const WIDTH: f32 = 344.0;
/// Height of a line that can be pressed: all troubles stand in a window of ordinary height without scrolling.
const ROW: f32 = 20.0;
/// Width of a tick box with its gap, so that all words begin at one line.
const INDENT: i8 = 26;

pub(super) fn draw(ui: &mut Ui, view: &PracticeView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let (_, ground) = palette.tone(Tone::Info);
    let frame = Frame::new().fill(ground).inner_margin(Margin::symmetric(16, 6));
    Panel::top("practice").resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            if !view.is_starting {
                controls(ui, view, memory, out);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let (title, says) = says(view);
                label(ui, &title, Type::BodyStrong, palette.tone(Tone::Info).0);
                ui.add(egui::Label::new(text(&says, Type::Small, palette.text)).truncate());
            });
        });
    });
    if view.is_starting {
        return;
    }
    match &view.rehearsal {
        _ if memory.mails_open && !view.mails.is_empty() => mails::draw(ui, view, memory),
        Some(rehearsal) if memory.report_open => rehearsal::draw(ui, view, rehearsal, memory),
        None if memory.troubles_open => panel(ui, view, memory, out),
        Some(_) | None => {}
    }
}

/// Title and words of the band.
fn says(view: &PracticeView) -> (String, String) {
    match (&view.rehearsal, view.is_starting) {
        (None, true) => (words::text("practice-title"), words::text("practice-starting")),
        (None, false) => (words::text("practice-title"), words::text("practice-words")),
        (Some(rehearsal), is_starting) => {
            let says = match &rehearsal.now {
                Some(now) => now.clone(),
                None if is_starting => words::text("rehearse-starting"),
                None => Sentence::new("rehearse-words").with("title", &rehearsal.of).text(),
            };
            (words::text("rehearse-title"), says)
        }
    }
}

/// From the right: leaving, troubles, mails, pace.
fn controls(ui: &mut Ui, view: &PracticeView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let leave = words::text(match &view.rehearsal {
        Some(rehearsal) if rehearsal.is_held => "rehearse-leave-held",
        Some(_) => "rehearse-leave",
        None => "practice-leave",
    });
    ui.add_enabled_ui(!view.is_busy, |ui| {
        let response = link_button(ui, &leave, &leave);
        if response.clicked() {
            out.push(UiCommand::LeavePractice);
        }
        response.on_disabled_hover_text(words::text("practice-busy"));
    });
    match &view.rehearsal {
        Some(rehearsal) => rehearsal::controls(ui, rehearsal, memory, out),
        None => troubles(ui, view, memory),
    }
    mails::control(ui, view, memory);
    // Filled from the right, so the slowest comes last.
    for pace in PACES.into_iter().rev() {
        let name = Sentence::new("practice-pace-name").count("pace", pace as usize).text();
        let shown = Sentence::new("practice-pace").count("pace", pace as usize).text();
        let response =
            ui.selectable_label(view.pace == pace, text(&shown, Type::Small, Palette::of(ui).text));
        let is_chosen = view.pace == pace;
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, true, is_chosen, &name));
        if response.clicked() && !is_chosen {
            out.push(UiCommand::ChoosePace(pace));
        }
    }
}

/// The button that lists what can go wrong.
fn troubles(ui: &mut Ui, view: &PracticeView, memory: &mut UiMemory) {
    let on = view.troubles.iter().filter(|one| one.is_on).count();
    let name = if on == 0 {
        words::text("practice-trouble")
    } else {
        Sentence::new("practice-trouble-on").count("count", on).text()
    };
    let kind = if on == 0 { ButtonKind::Quiet } else { ButtonKind::Warn };
    if button(ui, kind, &name, true).clicked() {
        memory.troubles_open = memory.toggled(memory.troubles_open);
    }
}

/// What hangs from the band at the right, so wide.
pub(super) fn hanging(ui: &Ui, name: &str, width: f32, contents: impl FnOnce(&mut Ui)) {
    let palette = Palette::of(ui);
    Area::new(Id::unique(name)).order(Order::Foreground).anchor(Align2::RIGHT_TOP, vec2(-16.0, ABOVE)).show(
        ui.ctx(),
        |ui| {
            Frame::new()
                .fill(palette.card)
                .stroke(Stroke::new(1.0, palette.line))
                .corner_radius(CornerRadius::same(gap::ROUND))
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(Margin::symmetric(16, 12))
                .show(ui, |ui| {
                    ui.set_width(width);
                    contents(ui);
                });
        },
    );
}

/// Its title, with what closes it and what else stands at the right. Returns whether it stays open.
pub(super) fn head(ui: &mut Ui, title: &str, beside: impl FnOnce(&mut Ui)) -> bool {
    let palette = Palette::of(ui);
    let close = words::text("practice-trouble-close");
    let mut is_closed = false;
    ui.horizontal(|ui| {
        label(ui, &words::text(title), Type::CardTitle, palette.strong);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            is_closed = link_button(ui, &close, &close).clicked();
            beside(ui);
        });
    });
    !is_closed
}

fn panel(ui: &Ui, view: &PracticeView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let room = ui.ctx().content_rect().height() - ABOVE - BELOW;
    hanging(ui, "troubles", WIDTH, |ui| {
        // Else the room of its first frame would be all that it ever gets.
        ui.set_max_height(room);
        memory.troubles_open = head(ui, "practice-trouble-title", |_nothing| ());
        ScrollArea::vertical().auto_shrink([false, true]).following(ui, |ui| {
            ui.spacing_mut().interact_size.y = ROW;
            ui.spacing_mut().item_spacing.y = gap::TIGHT;
            for trouble in &view.troubles {
                ui.push_id(&trouble.id, |ui| one(ui, trouble, out));
            }
            kubectl(ui, view, memory);
        });
    });
}

fn one(ui: &mut Ui, trouble: &TroubleView, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    if trouble.is_once {
        ui.horizontal(|ui| {
            ui.add_space(f32::from(INDENT));
            label(ui, &trouble.title, Type::Body, palette.text);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (shown, name) = if trouble.has_happened {
                    ("practice-do-again", "practice-do-again-name")
                } else {
                    ("practice-do", "practice-do-name")
                };
                let name = Sentence::new(name).with("what", trouble.title.clone()).text();
                if link_button(ui, &words::text(shown), &name).clicked() {
                    out.push(UiCommand::SwitchTrouble { id: trouble.id.clone(), on: true });
                }
            });
        });
    } else {
        let mut is_on = trouble.is_on;
        if ui.add(Checkbox::new(&mut is_on, text(&trouble.title, Type::Body, palette.text))).changed() {
            out.push(UiCommand::SwitchTrouble { id: trouble.id.clone(), on: is_on });
        }
    }
    let under = Margin { left: INDENT, bottom: 3, ..Margin::ZERO };
    Frame::new().inner_margin(under).show(ui, |ui| label(ui, &trouble.help, Type::Small, palette.dim));
}

/// How to look at the practice cluster from a shell.
pub(super) fn kubectl(ui: &mut Ui, view: &PracticeView, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let line = format!("kubectl --kubeconfig {} get pods -w", view.kubeconfig);
    ui.separator();
    label(ui, &words::text("practice-kubectl"), Type::Small, palette.dim);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            copy_button(ui, memory, &words::text("practice-kubectl-copy"), || line.clone());
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.add(egui::Label::new(text(&line, Type::Code, palette.text)).wrap());
            });
        });
    });
}
