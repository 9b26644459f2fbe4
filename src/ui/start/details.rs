//! What it is for: card 4: the procedure's parameters, a field each, by type.
//! In: fields. Out: new values. Never: a check of a value (the view brings the error along).

use egui::Ui;

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{DerivedRow, DetailsView, FieldKind, FieldView, Tone},
        widgets::{
            Head, card, combo, hint_under, kept_end, label, link_button, multi_line, nothing, single_line,
            suggest, text, well,
        },
    },
    words,
};

/// Draws the card; gives back its body's natural height.
pub(super) fn draw(
    ui: &mut Ui,
    view: &DetailsView,
    least: f32,
    _memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) -> f32 {
    let palette = Palette::of(ui);
    let title = words::text("start-details");
    let head = Head { title: &title, min_body: least, ..Head::default() };
    card(ui, &head, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = 12.0;
        if view.parameters.is_empty() {
            label(ui, &words::text("start-no-parameters"), Type::Body, palette.dim);
        }
        for field in &view.parameters {
            one(ui, field, out);
        }
        derived(ui, &view.derived);
    })
    .1
}

/// The names that follow from the values, as they will be.
fn derived(ui: &mut Ui, rows: &[DerivedRow]) {
    if rows.is_empty() {
        return;
    }
    let palette = Palette::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        label(ui, &words::text("start-derived"), Type::Body, palette.dim);
        for row in rows {
            let ink = if row.is_whole { palette.strong } else { palette.faint };
            let response = kept_end(ui, &row.name, Type::Code, ink);
            response.on_hover_text(&row.label);
        }
    });
}

/// One field with its label above, and what is known about the value below.
pub(super) fn one(ui: &mut Ui, field: &FieldView, out: &mut Vec<UiCommand>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = gap::TIGHT;
        name_line(ui, field, out);
        if let Some(value) = control(ui, field) {
            out.push(UiCommand::SetField { field: field.id.clone(), value });
        }
        under(ui, field);
    });
}

/// What is wrong with the value, or else what is to be entered; and what is known about it.
fn under(ui: &mut Ui, field: &FieldView) {
    if let Some(error) = &field.error {
        return hint_under(ui, Tone::Bad, error);
    }
    let must = |pattern: &String| words::Sentence::new("start-pattern").with("pattern", pattern).text();
    let asked: Vec<String> = Some(field.help.clone())
        .filter(|help| !help.is_empty())
        .into_iter()
        .chain(field.pattern.as_ref().map(must))
        .collect();
    if !asked.is_empty() {
        label(ui, &asked.join(" · "), Type::Small, Palette::of(ui).dim);
    }
    match &field.note {
        Some(note) if note.is_busy => drop(crate::ui::widgets::chip(ui, note)),
        Some(note) => hint_under(ui, note.tone, &note.words),
        None => {}
    }
}

fn name_line(ui: &mut Ui, field: &FieldView, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(22.0);
        let kind = if field.is_changed { Type::BodyStrong } else { Type::Body };
        let ink = if field.is_changed { palette.strong } else { palette.dim };
        ui.label(text(&field.label, kind, ink));
        if !field.is_required {
            ui.label(text(&words::text("start-optional"), Type::Small, palette.faint));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(address) = &field.link {
                let open = words::text("start-open-link");
                let name =
                    words::Sentence::new("start-open-link-of").with("field", field.label.clone()).text();
                if link_button(ui, &open, &name).on_hover_text(address).clicked() {
                    out.push(UiCommand::OpenAddress(address.clone()));
                }
            }
            if let Some(proposal) = &field.proposal
                && link_button(ui, &proposal.label, &proposal.label).on_hover_text(&proposal.value).clicked()
            {
                out.push(UiCommand::SetField { field: field.id.clone(), value: proposal.value.clone() });
            }
        });
    });
}

/// The control; the new value when it changed.
fn control(ui: &mut Ui, field: &FieldView) -> Option<String> {
    match &field.kind {
        FieldKind::Line => named(field, single_line(ui, &field.id, Type::Body, &field.value, &field.hint)),
        FieldKind::Code => named(field, single_line(ui, &field.id, Type::Code, &field.value, &field.hint)),
        FieldKind::Lines => named(field, multi_line(ui, &field.id, Type::Body, &field.value, 3)),
        FieldKind::Choice(values) => named(field, choose(ui, field, values)),
        FieldKind::Suggest(choices) => {
            suggest(ui, &field.id, &field.label, (&field.value, &field.hint), choices)
        }
        FieldKind::Secret(place) => {
            let palette = Palette::of(ui);
            well(ui, |ui| label(ui, place, Type::Body, palette.dim));
            None
        }
        FieldKind::Switch => {
            let mut is_on = field.value == "true";
            let response = ui.checkbox(&mut is_on, "").accessible_name(&field.label);
            response.changed().then(|| is_on.to_string())
        }
    }
}

fn choose(ui: &mut Ui, field: &FieldView, values: &[String]) -> (egui::Response, Option<String>) {
    let options: Vec<(String, String)> = values.iter().map(|value| (value.clone(), value.clone())).collect();
    let shown = if field.value.is_empty() { words::text("start-choose") } else { field.value.clone() };
    combo(ui, &field.id, &shown, &field.value, &options)
}

fn named(field: &FieldView, (response, changed): (egui::Response, Option<String>)) -> Option<String> {
    response.accessible_name(&field.label);
    changed
}
