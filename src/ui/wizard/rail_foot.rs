//! What it is for: what can be done with the change as a whole, at the foot of the rail: roll back, hold, stop going back,
//! take one step back at once.
//! In: the deeds that the view names. Out: wishes, reasons asked first where one is needed. Never: a deed of its own accord.

use egui::{Frame, Margin, Panel, Ui};

use crate::{
    ui::{
        UiCommand,
        memory::{SmallDialog, SmallPurpose, UiMemory},
        theme::gap,
        view::{ChangeDeed, ChangeDeedKind},
        widgets::{ButtonKind, button_filling, button_width, explained_quietly},
    },
    words,
};

pub(super) fn draw(ui: &mut Ui, deeds: &[ChangeDeed], memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    if deeds.is_empty() {
        return;
    }
    let frame = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 10, bottom: 12 });
    Panel::bottom("rail-foot").resizable(false).frame(frame).show(ui, |ui| buttons(ui, deeds, memory, out));
}

/// The buttons alone, in one row where they fit.
pub(super) fn buttons(ui: &mut Ui, deeds: &[ChangeDeed], memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let width = ui.available_width();
    let names: Vec<String> = deeds.iter().map(|deed| name_of(&deed.kind)).collect();
    let needed: f32 = names.iter().map(|name| button_width(ui, name) + gap::SMALL).sum();
    let is_one_row = needed - gap::SMALL <= width;
    let spare = width - (needed - gap::SMALL);
    let mut row = |ui: &mut Ui| {
        for (index, (deed, name)) in deeds.iter().zip(&names).enumerate() {
            // The first takes what is left of the row.
            let own = button_width(ui, name) + if index == 0 { spare } else { 0.0 };
            one(ui, deed, name, if is_one_row { own } else { width }, memory, out);
        }
    };
    ui.spacing_mut().item_spacing = egui::vec2(gap::SMALL, gap::SMALL);
    if is_one_row {
        ui.horizontal(row);
    } else {
        row(ui);
    }
}

fn name_of(kind: &ChangeDeedKind) -> String {
    words::text(match kind {
        ChangeDeedKind::TakeBack { label, .. } => return label.clone(),
        ChangeDeedKind::RollBack => "wizard-roll-back",
        ChangeDeedKind::StopGoingBack { .. } => "wizard-stop-going-back",
        ChangeDeedKind::DoRest => "wizard-do-rest",
        ChangeDeedKind::Hold | ChangeDeedKind::HoldRehearsed => "wizard-hold",
    })
}

/// The word of the glossary that explains it.
fn word_of(kind: &ChangeDeedKind) -> &'static str {
    match kind {
        ChangeDeedKind::RollBack
        | ChangeDeedKind::TakeBack { .. }
        | ChangeDeedKind::StopGoingBack { .. }
        | ChangeDeedKind::DoRest => "way back",
        ChangeDeedKind::Hold | ChangeDeedKind::HoldRehearsed => "hold",
    }
}

fn one(
    ui: &mut Ui,
    deed: &ChangeDeed,
    name: &str,
    width: f32,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let is_open = deed.blocked.is_none();
    let response = button_filling(ui, ButtonKind::Quiet, name, is_open, width);
    let clicked = response.clicked() && is_open;
    match (&deed.blocked, word_of(&deed.kind)) {
        (Some(blocked), _) => drop(response.on_hover_text(blocked)),
        (None, word) => drop(explained_quietly(response, word)),
    }
    if !clicked {
        return;
    }
    match &deed.kind {
        ChangeDeedKind::RollBack => out.push(UiCommand::RollBack),
        ChangeDeedKind::DoRest => out.push(UiCommand::DoRest),
        ChangeDeedKind::TakeBack { step, .. } => out.push(UiCommand::TakeBack(step.clone())),
        ChangeDeedKind::StopGoingBack { leaves } => {
            let small = SmallDialog::new(SmallPurpose::StopGoingBack, "", "");
            memory.small = Some(SmallDialog { lines: leaves.clone(), ..small });
        }
        ChangeDeedKind::Hold => memory.small = Some(SmallDialog::new(SmallPurpose::Hold, "", "")),
        ChangeDeedKind::HoldRehearsed => {
            memory.small = Some(SmallDialog::new(SmallPurpose::HoldRehearsed, "", ""));
        }
    }
}
