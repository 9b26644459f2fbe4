//! What it is for: card 2: folder, branch, newest commit, author, consent to programs that the repository names.
//! In: a [`RepositoryCard`]. Out: choices. Never: git.

use egui::Ui;

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::RepositoryCard,
        widgets::{
            ButtonKind, Head, button, card, committed_field, failure, form_row, label, link_button, nothing,
            truncated,
        },
    },
    words,
};

/// Draws the card; gives back its body's natural height.
pub(super) fn draw(
    ui: &mut Ui,
    view: &RepositoryCard,
    least: f32,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) -> f32 {
    let palette = Palette::of(ui);
    let title = words::text("start-repository");
    let head = Head {
        title: &title,
        word: "repository",
        far: view.chip.as_ref(),
        min_body: least,
        ..Head::default()
    };
    let body = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = words::text("start-folder");
        form_row(ui, &name, |ui| {
            let (response, path) = committed_field(ui, memory, "repository", &view.folder);
            response.accessible_name(&name).on_hover_text(&view.folder);
            out.extend(path.map(UiCommand::SetRepository));
        });
        let facts = [
            ("start-branch", &view.branch, Type::BodyStrong),
            ("start-last-commit", &view.last_commit, Type::Body),
            ("start-author", &view.author, Type::Body),
        ];
        for (key, value, kind) in facts {
            form_row(ui, &words::text(key), |ui| match value {
                Some(value) => truncated(ui, value, kind, palette.strong),
                None => label(ui, "–", Type::Body, palette.faint),
            });
        }
        if let Some(what) = &view.failure {
            failure(ui, what);
        }
        if let Some(asked) = &view.consent
            && super::cluster::consent(ui, asked)
        {
            out.push(UiCommand::AllowRepositoryPrograms);
        }
        ui.add_space(gap::TIGHT);
        ui.horizontal(|ui| {
            if button(ui, ButtonKind::Quiet, &words::text("start-open-folder"), true).clicked() {
                out.push(UiCommand::PickRepository);
            }
            let again = words::text("start-reread");
            if !view.folder.is_empty() && link_button(ui, &again, &again).clicked() {
                out.push(UiCommand::RereadRepository);
            }
        });
    };
    card(ui, &head, nothing, body).1
}
