//! What it is for: the request: description, how tested, ticket, configuration changes, and the text as it will read.
//! In: a [`DetailsView`]. Out: new values, added and removed changes. Never: the text itself (the app builds it).

use egui::{Align, Layout, Ui};

use crate::{
    ui::{
        UiCommand,
        memory::{ConfigForm, UiMemory},
        theme::{Palette, Type, gap},
        view::{ConfigRow, ConfigWhen, DetailsView, Tone},
        widgets::{
            Head, card, copy_button, disclosure, hint_under, label, link_button, nothing, rich, text, well,
        },
    },
    words,
};

use super::{config_form, details};

pub(super) fn draw(ui: &mut Ui, view: &DetailsView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let title = words::text("start-request");
    card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = 12.0;
        for field in &view.request {
            details::one(ui, field, out);
        }
        if ui.available_width() < 820.0 {
            changes(ui, ConfigWhen::Before, view, memory, out);
            changes(ui, ConfigWhen::After, view, memory, out);
        } else {
            ui.columns_const(|[left, right]| {
                changes(left, ConfigWhen::Before, view, memory, out);
                changes(right, ConfigWhen::After, view, memory, out);
            });
        }
        if memory.config_form.is_some() {
            config_form::draw(ui, &view.objects, memory, out);
        }
        preview(ui, view, memory);
    });
}

fn changes(
    ui: &mut Ui,
    when: ConfigWhen,
    view: &DetailsView,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    let (rows, title, add) = match when {
        ConfigWhen::Before => (&view.before, "start-config-before", "start-config-add-before"),
        ConfigWhen::After => (&view.after, "start-config-after", "start-config-add-after"),
    };
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = gap::TIGHT;
        ui.horizontal(|ui| {
            let kind = if rows.is_empty() { Type::Body } else { Type::BodyStrong };
            ui.label(text(
                &words::text(title),
                kind,
                if rows.is_empty() { palette.dim } else { palette.strong },
            ));
            if link_button(ui, &words::text("start-config-add"), &words::text(add)).clicked() {
                memory.config_form = Some(ConfigForm::new(when));
            }
        });
        if rows.is_empty() {
            label(ui, &words::text("start-config-none"), Type::Body, palette.faint);
        }
        for row in rows {
            one_change(ui, row, when, memory, out);
        }
    });
}

fn one_change(
    ui: &mut Ui,
    row: &ConfigRow,
    when: ConfigWhen,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    ui.push_id(row.id, |ui| {
        well(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let row = |ui: &mut Ui| {
                let what = crate::ui::rich::plain(&row.words);
                let name = |key: &str| words::Sentence::new(key).with("what", what.clone()).text();
                if link_button(ui, &words::text("start-config-remove"), &name("start-config-remove-of"))
                    .clicked()
                {
                    out.push(UiCommand::RemoveConfig(row.id));
                }
                if link_button(ui, &words::text("start-config-edit"), &name("start-config-edit-of")).clicked()
                {
                    memory.config_form = Some(ConfigForm::of(row.id, when, &row.change));
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    rich(ui, &row.words, Type::Body, palette.text);
                    if let Some(error) = &row.error {
                        hint_under(ui, Tone::Bad, error);
                    }
                });
            };
            ui.horizontal_top(|ui| ui.with_layout(Layout::right_to_left(Align::TOP), row));
        });
    });
}

fn preview(ui: &mut Ui, view: &DetailsView, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(12.0, 20.0), egui::Sense::hover());
        disclosure(ui.painter(), rect.center(), memory.preview_open, palette.dim);
        let name = words::text("start-preview");
        if link_button(ui, &name, &name).clicked() {
            memory.preview_open = !memory.preview_open;
        }
        ui.add_space(gap::SMALL);
        let has_title = without_title(&view.preview, &view.preview_title) != view.preview;
        let whole = || {
            let title = if has_title { String::new() } else { format!("{}\n\n", view.preview_title) };
            format!("{title}{}", view.preview)
        };
        copy_button(ui, memory, &words::text("start-copy-request"), whole);
    });
    if !memory.preview_open {
        return;
    }
    well(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        label(ui, &view.preview_title, Type::CardTitle, palette.strong);
        ui.add_space(gap::TIGHT);
        preview_lines(ui, without_title(&view.preview, &view.preview_title));
    });
}

/// The request's text behind its title: where the title stands above it already.
pub(super) fn without_title<'a>(markdown: &'a str, title: &str) -> &'a str {
    let (first, rest) = markdown.split_once('\n').unwrap_or((markdown, ""));
    // In Markdown some of its characters are escaped.
    let bare = |words: &str| words.replace('\\', "").trim().to_owned();
    let is_title = first.starts_with('#') && bare(first.trim_start_matches('#')) == bare(title);
    if is_title { rest.trim_start_matches('\n') } else { markdown }
}

/// The request as it will read.
pub(super) fn preview_lines(ui: &mut Ui, markdown: &str) {
    let palette = Palette::of(ui);
    let mut is_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            label(ui, line, Type::Code, palette.text);
        } else {
            markdown_line(ui, line);
        }
    }
}

fn markdown_line(ui: &mut Ui, line: &str) {
    let palette = Palette::of(ui);
    let heading = line.trim_start_matches('#');
    if heading.len() < line.len() && heading.starts_with(' ') {
        ui.add_space(gap::TIGHT);
        rich(ui, heading.trim(), Type::BodyStrong, palette.strong);
    } else if line.is_empty() {
        ui.add_space(gap::TIGHT);
    } else {
        rich(ui, line, Type::Body, palette.text);
    }
}
