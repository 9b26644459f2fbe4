//! What it is for: what the person fills in at a step: a question's answer, the announcement, the commit message.
//! In: a [`StepForm`]. Out: answers and new texts. Never: sending anything.

use egui::Ui;

use crate::{
    ui::{
        AnnouncementPart, UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{AnnouncementView, CommitView, QuestionView, StepForm, StepView},
        widgets::{
            ButtonKind, Head, button, card, copy_button, form_row, label, link_button, multi_line, nothing,
            rich, single_line,
        },
    },
    words,
};

pub(super) fn draw(ui: &mut Ui, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    match &view.form {
        StepForm::None => {}
        StepForm::Question(question) => ask(ui, view, question, out),
        StepForm::Announcement(draft) => announcement(ui, &view.step, draft, memory, out),
        StepForm::CommitMessage(commit) => commit_message(ui, &view.step, commit, out),
    }
}

fn ask(ui: &mut Ui, step: &StepView<'_>, view: &QuestionView, out: &mut Vec<UiCommand>) {
    let is_open = step.blocked.is_none();
    let palette = Palette::of(ui);
    let title = words::text("wizard-question");
    card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| {
        rich(ui, &view.question, Type::Body, palette.text);
        ui.add_space(gap::TIGHT);
        if let Some(given) = &view.given {
            let answer = view.answers.iter().find(|answer| answer.id == *given);
            let given = answer.map_or(given, |answer| &answer.label);
            let words = words::Sentence::new("wizard-answered").with("answer", given.clone());
            label(ui, &words.text(), Type::BodyStrong, palette.strong);
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            for answer in &view.answers {
                if button(ui, ButtonKind::of(answer.tone), &answer.label, is_open).clicked() && is_open {
                    out.push(UiCommand::Answer { step: step.step.clone(), answer: answer.id.clone() });
                }
            }
        });
    });
}

fn announcement(
    ui: &mut Ui,
    step: &str,
    view: &AnnouncementView,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let title = words::text("wizard-announcement");
    let copy = |ui: &mut Ui| {
        copy_button(ui, memory, &words::text("wizard-copy-announcement"), || view.body.clone());
        let open = words::text("wizard-open-mail");
        if link_button(ui, &open, &open).clicked() {
            out.push(UiCommand::OpenMail(step.to_owned()));
        }
    };
    let mut edits = Vec::new();
    card(ui, &Head { title: &title, ..Head::default() }, copy, |ui| {
        ui.add_enabled_ui(view.is_open, |ui| {
            let lines = [
                (AnnouncementPart::To, "wizard-announcement-to", &view.to),
                (AnnouncementPart::Subject, "wizard-announcement-subject", &view.subject),
            ];
            for (part, key, value) in lines {
                let name = words::text(key);
                form_row(ui, &name, |ui| {
                    let (response, changed) = single_line(ui, (step, key), Type::Body, value, "");
                    response.accessible_name(&name);
                    edits.extend(changed.map(|text| (part, text)));
                });
            }
            let rows = view.body.lines().count().clamp(6, 18);
            let (response, changed) = multi_line(ui, (step, "body"), Type::Body, &view.body, rows);
            response.accessible_name(words::text("wizard-announcement-body"));
            edits.extend(changed.map(|text| (AnnouncementPart::Body, text)));
        });
    });
    out.extend(edits.into_iter().map(|(part, text)| UiCommand::EditAnnouncement {
        step: step.to_owned(),
        part,
        text,
    }));
}

fn commit_message(ui: &mut Ui, step: &str, view: &CommitView, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let title = words::text("wizard-commit-message");
    card(ui, &Head { title: &title, note: &view.author, ..Head::default() }, nothing, |ui| {
        ui.add_enabled_ui(view.is_open, |ui| {
            let rows = view.message.lines().count().clamp(3, 12);
            let (response, changed) = multi_line(ui, (step, "message"), Type::Code, &view.message, rows);
            response.accessible_name(&title);
            out.extend(changed.map(|text| UiCommand::EditCommitMessage { step: step.to_owned(), text }));
        });
        label(ui, &words::text("wizard-commit-files"), Type::Small, palette.dim);
        for file in &view.files {
            label(ui, file, Type::Code, palette.text);
        }
    });
}
