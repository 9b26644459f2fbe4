//! What it is for: the form for one change of the configuration.
//! In: the half-filled form, objects of the repository to choose from. Out: the change, when it is complete.
//! Never: a check against the manifest (the row says what is wrong).

use egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use crate::{
    ui::{
        UiCommand,
        memory::{ConfigForm, ConfigKind, UiMemory},
        theme::{Palette, Type, gap},
        view::{ConfigWhen, ManifestObject},
        widgets::{ButtonKind, button, combo, form_row, from_right, label, multi_line, single_line},
    },
    words,
};

const KINDS: [(ConfigKind, &str); 6] = [
    (ConfigKind::SetVariable, "start-kind-set-variable"),
    (ConfigKind::RemoveVariable, "start-kind-remove-variable"),
    (ConfigKind::SetValue, "start-kind-set-value"),
    (ConfigKind::RemoveValue, "start-kind-remove-value"),
    (ConfigKind::ApplyFile, "start-kind-apply-file"),
    (ConfigKind::Human, "start-kind-human"),
];

pub(super) fn draw(ui: &mut Ui, objects: &[ManifestObject], memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let Some(mut form) = memory.config_form.take() else { return };
    let palette = Palette::of(ui);
    let is_kept = Frame::new()
        .stroke(Stroke::new(1.0, palette.chosen_edge))
        .corner_radius(CornerRadius::same(gap::ROUND))
        .inner_margin(Margin::symmetric(14, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 6.0;
            let title = match form.when {
                ConfigWhen::Before => "start-config-before",
                ConfigWhen::After => "start-config-after",
            };
            label(ui, &words::text(title), Type::CardTitle, palette.strong);
            kind_row(ui, &mut form);
            fields(ui, &mut form, objects);
            buttons(ui, &form, out)
        })
        .inner;
    if is_kept {
        memory.config_form = Some(form);
    }
}

fn kind_row(ui: &mut Ui, form: &mut ConfigForm) {
    let name = words::text("start-config-kind");
    let options: Vec<(String, String)> =
        KINDS.iter().map(|(kind, key)| (format!("{kind:?}"), words::text(key))).collect();
    let chosen = format!("{:?}", form.kind);
    let shown = options.iter().find(|(kind, _)| *kind == chosen).map_or("", |(_, words)| words);
    form_row(ui, &name, |ui| {
        let (response, picked) = combo(ui, "config-kind", shown, &chosen, &options);
        response.accessible_name(&name);
        let picked = KINDS.iter().find(|(kind, _)| Some(format!("{kind:?}")) == picked);
        if let Some((kind, _)) = picked {
            form.kind = *kind;
        }
    });
}

fn fields(ui: &mut Ui, form: &mut ConfigForm, objects: &[ManifestObject]) {
    match form.kind {
        ConfigKind::SetVariable => {
            object_row(ui, form, objects);
            container_row(ui, form, objects);
            text_row(ui, "start-config-variable", &mut form.name);
            text_row(ui, "start-config-value", &mut form.value);
        }
        ConfigKind::RemoveVariable => {
            object_row(ui, form, objects);
            container_row(ui, form, objects);
            text_row(ui, "start-config-variable", &mut form.name);
        }
        ConfigKind::SetValue => {
            object_row(ui, form, objects);
            text_row(ui, "start-config-path", &mut form.name);
            text_row(ui, "start-config-value", &mut form.value);
        }
        ConfigKind::RemoveValue => {
            object_row(ui, form, objects);
            text_row(ui, "start-config-path", &mut form.name);
        }
        ConfigKind::ApplyFile => text_row(ui, "start-config-file", &mut form.at.file),
        ConfigKind::Human => {
            let name = words::text("start-config-words");
            form_row(ui, &name, |ui| {
                let (response, changed) = multi_line(ui, "config-words", Type::Body, &form.words, 2);
                response.accessible_name(&name);
                form.words = changed.unwrap_or_else(|| form.words.clone());
            });
        }
    }
}

fn text_row(ui: &mut Ui, key: &str, value: &mut String) {
    let name = words::text(key);
    form_row(ui, &name, |ui| {
        let (response, changed) = single_line(ui, key, Type::Code, value, "");
        response.accessible_name(&name);
        if let Some(changed) = changed {
            *value = changed;
        }
    });
}

fn object_row(ui: &mut Ui, form: &mut ConfigForm, objects: &[ManifestObject]) {
    if objects.is_empty() {
        text_row(ui, "start-config-file", &mut form.at.file);
        text_row(ui, "start-config-object", &mut form.at.object);
        return;
    }
    let name = words::text("start-config-object");
    let options: Vec<(String, String)> = objects
        .iter()
        .enumerate()
        .map(|(index, object)| (index.to_string(), format!("{}   {}", object.at.object, object.at.file)))
        .collect();
    let chosen = objects.iter().position(|object| object.at == form.at).map(|index| index.to_string());
    let shown = if form.at.object.is_empty() { words::text("start-choose") } else { form.at.object.clone() };
    form_row(ui, &name, |ui| {
        let (response, picked) =
            combo(ui, "config-object", &shown, chosen.as_deref().unwrap_or(""), &options);
        response.accessible_name(&name).on_hover_text(&form.at.file);
        let object =
            picked.and_then(|index| index.parse::<usize>().ok()).and_then(|index| objects.get(index));
        if let Some(object) = object {
            form.at = object.at.clone();
            form.container = object.containers.first().cloned().unwrap_or_default();
        }
    });
}

fn container_row(ui: &mut Ui, form: &mut ConfigForm, objects: &[ManifestObject]) {
    let known = objects.iter().find(|object| object.at == form.at).map(|object| &object.containers);
    match known {
        Some(containers) if containers.len() > 1 => {
            let name = words::text("start-config-container");
            let options: Vec<(String, String)> = containers.iter().map(|c| (c.clone(), c.clone())).collect();
            form_row(ui, &name, |ui| {
                let (response, picked) =
                    combo(ui, "config-container", &form.container, &form.container, &options);
                response.accessible_name(&name);
                if let Some(picked) = picked {
                    form.container = picked;
                }
            });
        }
        None if objects.is_empty() => text_row(ui, "start-config-container", &mut form.container),
        Some(_) | None => {}
    }
}

/// The buttons; whether the form stays open.
fn buttons(ui: &mut Ui, form: &ConfigForm, out: &mut Vec<UiCommand>) -> bool {
    let change = form.change();
    from_right(ui, |ui| {
        let deed = words::text(if form.row.is_some() { "start-config-change" } else { "start-config-take" });
        let is_taken = button(ui, ButtonKind::Main, &deed, change.is_some()).clicked();
        let is_left = button(ui, ButtonKind::Quiet, &words::text("start-config-leave"), true).clicked();
        let when = form.when;
        if let (true, Some(change)) = (is_taken, change) {
            out.push(match form.row {
                Some(id) => UiCommand::ReplaceConfig { id, when, change },
                None => UiCommand::AddConfig { when, change },
            });
            return false;
        }
        !is_left
    })
}
