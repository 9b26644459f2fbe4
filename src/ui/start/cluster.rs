//! What it is for: card 1: kubeconfig, context, namespace, who the cluster says that one is, consent to a log-in program.
//! In: a [`ClusterCard`]. Out: choices. Never: a connection.

use egui::Ui;

use super::doctor;
use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{ClusterCard, ConsentView, Tone},
        widgets::{
            ButtonKind, Head, button, card, chip, combo, committed_field, failure, form_row,
            form_row_explained, label, link_button, nothing, rich, truncated, well,
        },
    },
    words,
};

/// Draws the card; gives back its body's natural height.
pub(super) fn draw(
    ui: &mut Ui,
    view: &ClusterCard,
    least: f32,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) -> f32 {
    let palette = Palette::of(ui);
    let title = words::text("start-cluster");
    let head = Head { title: &title, far: view.chip.as_ref(), min_body: least, ..Head::default() };
    let body = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = words::text("start-kubeconfig");
        form_row_explained(ui, &name, "kubeconfig", |ui| {
            let (response, path) = committed_field(ui, memory, "kubeconfig", &view.kubeconfig);
            response.accessible_name(&name).on_hover_text(&view.kubeconfig);
            out.extend(path.map(UiCommand::SetKubeconfig));
        });
        context(ui, view, out);
        namespace(ui, view, memory, out);
        form_row(ui, &words::text("start-who"), |ui| match &view.who {
            Some(who) => truncated(ui, who, Type::BodyStrong, palette.strong),
            None => label(ui, &words::text("start-who-unknown"), Type::Small, palette.faint),
        });
        if let Some(what) = &view.failure {
            failure(ui, what);
        }
        doctor::draw(ui, &view.doctor, memory, out);
        if let Some(asked) = &view.consent
            && consent(ui, asked)
        {
            out.push(UiCommand::AllowLoginProgram);
        }
        ui.add_space(gap::TIGHT);
        ui.horizontal(|ui| {
            if button(ui, ButtonKind::Quiet, &words::text("start-open-file"), true).clicked() {
                out.push(UiCommand::PickKubeconfig);
            }
            let again = words::text("start-reconnect");
            if view.context.is_some() && view.consent.is_none() && link_button(ui, &again, &again).clicked() {
                out.push(UiCommand::Reconnect);
            }
        });
    };
    card(ui, &head, nothing, body).1
}

fn context(ui: &mut Ui, view: &ClusterCard, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let name = words::text("start-context");
    let chosen = view.contexts.iter().find(|choice| Some(&choice.name) == view.context.as_ref());
    form_row_explained(ui, &name, "context", |ui| {
        if view.contexts.is_empty() {
            let key = if view.kubeconfig.is_empty() { "start-no-kubeconfig" } else { "start-no-context" };
            label(ui, &words::text(key), Type::Small, palette.faint);
            return;
        }
        let shown = chosen.map_or_else(|| words::text("start-choose"), |choice| choice.name.clone());
        let options: Vec<(String, String)> = view
            .contexts
            .iter()
            .map(|choice| (choice.name.clone(), format!("{}   {}", choice.name, choice.server)))
            .collect();
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        let production = crate::ui::view::Chip::new(Tone::Bad, words::text("wizard-production"));
        let reserved = if chosen.is_some_and(|choice| choice.is_production) {
            crate::ui::widgets::chip_size(ui, &production).x + gap::SMALL
        } else {
            0.0
        };
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - reserved);
            let (response, picked) =
                combo(ui, "context", &shown, view.context.as_deref().unwrap_or(""), &options);
            response.accessible_name(&name);
            out.extend(picked.map(UiCommand::SetContext));
        });
        if reserved > 0.0 {
            chip(ui, &production);
        }
    });
    if let Some(chosen) = chosen {
        form_row(ui, &words::text("start-server"), |ui| {
            truncated(ui, &chosen.server, Type::Code, palette.dim)
        });
    }
}

fn namespace(ui: &mut Ui, view: &ClusterCard, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let name = words::text("start-namespace");
    form_row_explained(ui, &name, "namespace", |ui| {
        if view.namespaces.is_empty() {
            let (response, typed) = committed_field(ui, memory, "namespace", &view.namespace);
            response.accessible_name(&name);
            out.extend(typed.map(UiCommand::SetNamespace));
            return;
        }
        let mut options: Vec<(String, String)> =
            view.namespaces.iter().map(|namespace| (namespace.clone(), namespace.clone())).collect();
        if !view.namespaces.contains(&view.namespace) && !view.namespace.is_empty() {
            options.insert(0, (view.namespace.clone(), view.namespace.clone()));
        }
        let (response, picked) = combo(ui, "namespace", &view.namespace, &view.namespace, &options);
        response.accessible_name(&name);
        out.extend(picked.map(UiCommand::SetNamespace));
    });
}

/// Programs that would run, and the button that agrees; whether it was pressed.
pub(super) fn consent(ui: &mut Ui, view: &ConsentView) -> bool {
    let palette = Palette::of(ui);
    let (ink, _) = palette.tone(Tone::Warn);
    egui::Frame::new()
        .stroke(egui::Stroke::new(1.0, ink.gamma_multiply(0.6)))
        .corner_radius(egui::CornerRadius::same(gap::ROUND_SMALL))
        .inner_margin(egui::Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 6.0;
            rich(ui, &view.words, Type::Body, palette.text);
            for program in &view.programs {
                well(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    label(ui, &program.command, Type::CodeStrong, palette.strong);
                    if !program.origin.is_empty() {
                        label(ui, &program.origin, Type::Small, palette.dim);
                    }
                });
            }
            button(ui, ButtonKind::Warn, &view.button, true).clicked()
        })
        .inner
}
