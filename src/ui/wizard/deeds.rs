//! What it is for: the buttons at the foot of a step.
//! In: the main deed and the others that the view names. Out: wishes, reasons asked first where one is needed.
//! Never: a button of its own accord.

use egui::{Align, Layout, Ui, vec2};

use crate::{
    ui::{
        UiCommand,
        memory::{SmallDialog, SmallPurpose, UiMemory},
        theme::{Palette, Type, gap},
        view::{OtherDeed, StepView, Tone},
        widgets::{ButtonKind, button, button_width, button_within, label},
    },
    words,
};

use super::unknown;

pub(super) fn draw(ui: &mut Ui, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    if let Some(blocked) = view.main.as_ref().and_then(|main| main.blocked.as_ref()).or(view.blocked.as_ref())
    {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            label(ui, blocked, Type::Small, palette.tone(Tone::Warn).0);
        });
    }
    if view.is_read_only {
        let stops = view.others.iter().filter(|other| **other == OtherDeed::StopWaiting);
        stops.for_each(|other| one(ui, other, view, memory, out));
        return;
    }
    if is_one_row(ui, view) {
        // Of its own height: a layout that takes all the height there is moves the buttons away under the pointer.
        let row = vec2(ui.available_width(), gap::CONTROL);
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Max), |ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            main_button(ui, view, out);
            ui.with_layout(Layout::left_to_right(Align::Max), |ui| others(ui, view, memory, out));
        });
    } else {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        ui.horizontal_wrapped(|ui| others(ui, view, memory, out));
        let row = vec2(ui.available_width(), gap::CONTROL);
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Min), |ui| main_button(ui, view, out));
    }
}

/// Between two buttons.
const GAP: f32 = 10.0;

/// Whether all buttons have room beside each other.
fn is_one_row(ui: &Ui, view: &StepView<'_>) -> bool {
    let open = view.unknown.iter().flat_map(unknown::names);
    let names = view.others.iter().map(name_of).chain(open);
    let names = names.chain(view.main.iter().map(|main| main.label.clone()));
    names.map(|name| button_width(ui, &name) + GAP).sum::<f32>() - GAP <= ui.available_width()
}

fn main_button(ui: &mut Ui, view: &StepView<'_>, out: &mut Vec<UiCommand>) {
    let Some(main) = &view.main else { return };
    let width = ui.available_width();
    let is_open = main.blocked.is_none();
    if button_within(ui, ButtonKind::of(main.tone), &main.label, is_open, width).clicked() {
        out.push(UiCommand::Ask(view.step.clone()));
    }
}

fn others(ui: &mut Ui, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    ui.set_min_height(gap::CONTROL);
    ui.spacing_mut().item_spacing = vec2(GAP, gap::SMALL);
    if let Some(open) = &view.unknown {
        unknown::buttons(ui, view, open, memory, out);
    }
    for other in &view.others {
        one(ui, other, view, memory, out);
    }
}

fn name_of(other: &OtherDeed) -> String {
    match other {
        OtherDeed::Skip => words::text("wizard-skip"),
        OtherDeed::GoOn | OtherDeed::Waive => words::text("wizard-go-on"),
        OtherDeed::Undo => words::text("wizard-undo-step"),
        OtherDeed::TryAgain => words::text("wizard-try-again"),
        OtherDeed::LookAgain => words::text("wizard-look-again"),
        OtherDeed::StopWaiting => words::text("wizard-stop-waiting"),
        OtherDeed::AddNote => words::text("wizard-add-note"),
        OtherDeed::Named { label, .. } => label.clone(),
    }
}

fn one(ui: &mut Ui, other: &OtherDeed, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let step = view.step.clone();
    let small = |purpose| SmallDialog::new(purpose, &view.step, &view.title);
    let is_nevertheless = matches!(other, OtherDeed::GoOn | OtherDeed::Waive);
    let kind = if is_nevertheless { ButtonKind::Warn } else { ButtonKind::Quiet };
    let may_note = *other == OtherDeed::AddNote && view.may_note;
    let is_open = view.blocked.is_none() || *other == OtherDeed::StopWaiting || may_note;
    if !button(ui, kind, &name_of(other), is_open).clicked() || !is_open {
        return;
    }
    match other {
        OtherDeed::Skip => memory.small = Some(small(SmallPurpose::Skip)),
        OtherDeed::GoOn => memory.small = Some(small(SmallPurpose::GoOn)),
        OtherDeed::Waive => memory.small = Some(small(SmallPurpose::Waive)),
        OtherDeed::AddNote => memory.small = Some(small(SmallPurpose::Note)),
        OtherDeed::Undo => out.push(UiCommand::UndoStep(step)),
        OtherDeed::TryAgain => out.push(UiCommand::TryAgain(step)),
        OtherDeed::LookAgain => out.push(UiCommand::LookAgain(step)),
        OtherDeed::StopWaiting => out.push(UiCommand::StopWaiting(step)),
        OtherDeed::Named { id, .. } => out.push(UiCommand::Named { step, id: id.clone() }),
    }
}
