//! What it is for: text fields and lists to choose from, each with its label and a name in the accessibility tree.
//! In: the value. Out: the new value when it changed. Never: keeping a value beside the app's, except half-typed text.

use egui::{Align, ComboBox, Id, Layout, Margin, Response, TextEdit, Ui, vec2};

use crate::{
    ui::{
        memory::UiMemory,
        rich::visible,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{Setting, Tone},
    },
    words::Sentence,
};

use super::{
    term::explained,
    text::{label, text},
};

/// Width of the labels at the left of a form.
const LABELS: f32 = 104.0;

/// A label at the left and a control that fills the rest.
pub(in crate::ui) fn form_row<R>(ui: &mut Ui, name: &str, control: impl FnOnce(&mut Ui) -> R) -> R {
    form_row_explained(ui, name, "", control)
}

/// The same with a label that a word of the glossary explains.
pub(in crate::ui) fn form_row_explained<R>(
    ui: &mut Ui,
    name: &str,
    word: &str,
    control: impl FnOnce(&mut Ui) -> R,
) -> R {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        ui.allocate_ui_with_layout(vec2(LABELS, 30.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(LABELS);
            let label = ui.add(egui::Label::new(text(name, Type::Small, palette.dim)).truncate());
            explained(ui, label, word)
        });
        control(ui)
    })
    .inner
}

/// Characters of a line, at most: as many as a path may have. More would hold every frame up.
const LINE: usize = 4_096;
/// Characters of a text, at most: as many as the forges take in a description.
const LINES: usize = 65_536;

/// A field that is full says so while it is written in: what was pasted beyond its end is not in it.
fn say_full(response: &Response, text: &str, most: usize) {
    // Bytes first: they cost nothing to count.
    if response.has_focus() && text.len() >= most && text.chars().count() >= most {
        response.show_tooltip_text(Sentence::new("field-full").count("most", most).text());
    }
}

/// One line of text; the new value when it changed.
pub(in crate::ui) fn single_line(
    ui: &mut Ui,
    key: impl std::hash::Hash + std::fmt::Debug,
    style: Type,
    value: &str,
    hint: &str,
) -> (Response, Option<String>) {
    let mut buffer = value.to_owned();
    let response = show_line(ui, Id::unique(("field", key)), style, &mut buffer, hint);
    let changed = (response.changed() && buffer != value).then_some(buffer);
    (response, changed)
}

fn show_line(ui: &mut Ui, id: Id, style: Type, buffer: &mut String, hint: &str) -> Response {
    let palette = Palette::of(ui);
    let hint = text(hint, Type::Small, palette.faint);
    let response = ui.add(
        TextEdit::singleline(buffer)
            .id(id)
            .char_limit(LINE)
            .font(style.font())
            .hint_text(hint)
            .margin(Margin::symmetric(10, 6))
            .align(egui::Align2::LEFT_CENTER)
            .min_size(vec2(0.0, gap::CONTROL - 4.0))
            .desired_width(f32::INFINITY),
    );
    say_full(&response, buffer, LINE);
    response
}

/// One line that is taken over at Enter or when the focus leaves, not letter by letter: paths.
pub(in crate::ui) fn committed_field(
    ui: &mut Ui,
    memory: &mut UiMemory,
    key: &'static str,
    value: &str,
) -> (Response, Option<String>) {
    let mut buffer = memory.drafts.get(key).cloned().unwrap_or_else(|| value.to_owned());
    let response = show_line(ui, Id::unique(("field", key)), Type::Code, &mut buffer, "");
    if response.changed() {
        memory.drafts.insert(key, buffer);
    }
    let draft = left(ui, memory, &response, key, value);
    (response, draft)
}

/// What was typed in a field that has not the focus any more. Also when the moment was not seen in which it lost it, since
/// another page was drawn then: else what stands in the field would not be what counts.
fn left(
    ui: &Ui,
    memory: &mut UiMemory,
    response: &Response,
    key: &'static str,
    value: &str,
) -> Option<String> {
    // Not `Response::has_focus`: the field keeps what is typed while another program's window is in front.
    if ui.memory(|memory| memory.has_focus(response.id)) {
        return None;
    }
    let is_given_up = response.lost_focus() && Shortcut::FieldLeave.is_pressed(ui.ctx());
    // What decides where a change is made is not taken over half typed because another page was looked at: one goes on
    // typing where one was.
    let is_setting = Setting::TYPED.iter().any(|setting| setting.key() == key);
    if !is_setting && !response.lost_focus() && memory.drafts.contains_key(key) {
        response.request_focus();
        return None;
    }
    memory.drafts.remove(key).filter(|draft| !is_given_up && draft != value)
}

/// Several lines that are taken over when the focus leaves.
pub(in crate::ui) fn committed_lines(
    ui: &mut Ui,
    memory: &mut UiMemory,
    key: &'static str,
    value: &str,
    rows: usize,
) -> (Response, Option<String>) {
    let shown = memory.drafts.get(key).cloned().unwrap_or_else(|| value.to_owned());
    let (response, changed) = multi_line(ui, key, Type::Code, &shown, rows);
    if let Some(changed) = changed {
        memory.drafts.insert(key, changed);
    }
    let draft = left(ui, memory, &response, key, value);
    (response, draft)
}

/// Several lines of text; the new value when it changed.
pub(in crate::ui) fn multi_line(
    ui: &mut Ui,
    key: impl std::hash::Hash + std::fmt::Debug,
    style: Type,
    value: &str,
    rows: usize,
) -> (Response, Option<String>) {
    let mut buffer = value.to_owned();
    let response = ui.add(
        TextEdit::multiline(&mut buffer)
            .id(Id::unique(("lines", key)))
            .char_limit(LINES)
            .font(style.font())
            .margin(Margin::symmetric(10, 8))
            .desired_rows(rows)
            .desired_width(f32::INFINITY),
    );
    say_full(&response, &buffer, LINES);
    let changed = (response.changed() && buffer != value).then_some(buffer);
    (response, changed)
}

/// How long letters that are typed over a list belong together, in seconds.
const TOGETHER: f64 = 1.0;

/// The option that begins with what is being typed over an open list, or else holds it; `None` when nothing was typed now.
#[expect(clippy::wildcard_enum_match_arm, reason = "only letters are sought by")]
fn typed_ahead(ui: &Ui, options: &[(String, String)]) -> Option<usize> {
    let (letters, now) = ui.input(|input| {
        let letters = input.events.iter().filter_map(|event| match event {
            egui::Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        (letters.collect::<String>(), input.time)
    });
    let id = ui.scope_id().with("typed ahead");
    let (mut typed, at): (String, f64) = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if now - at > TOGETHER {
        typed.clear();
    }
    // A space at the beginning presses the option that has the keyboard.
    if letters.is_empty() || (typed.is_empty() && letters.trim().is_empty()) {
        return None;
    }
    typed.push_str(&letters.to_lowercase());
    let place =
        |fits: &dyn Fn(&str) -> bool| options.iter().position(|(_, words)| fits(&words.to_lowercase()));
    let found = place(&|words| words.starts_with(&typed)).or_else(|| place(&|words| words.contains(&typed)));
    ui.data_mut(|data| data.insert_temp(id, (typed, now)));
    found
}

/// A list to choose from; letters lead to the option that begins with them. Out: the new choice. Options are (value, words).
pub(in crate::ui) fn combo(
    ui: &mut Ui,
    key: impl std::hash::Hash + std::fmt::Debug,
    shown: &str,
    chosen: &str,
    options: &[(String, String)],
) -> (Response, Option<String>) {
    /// What stands around the words, with the sign that a list hangs below.
    const AROUND: f32 = 50.0;
    let palette = Palette::of(ui);
    let mut picked = None;
    let width = ui.available_width();
    let response = ComboBox::from_id_salt(("combo", key))
        .width(width)
        .truncate()
        .selected_text(text(shown, Type::BodyStrong, palette.strong))
        .show_ui(ui, |ui| {
            let sought = typed_ahead(ui, options);
            for (at, (value, words)) in options.iter().enumerate() {
                let row = ui.selectable_label(value == chosen, visible(words).into_owned());
                if sought == Some(at) {
                    row.request_focus();
                    row.scroll_to_me(None);
                }
                if row.clicked() {
                    picked = Some(value.clone());
                }
            }
        })
        .response;
    let words = visible(shown).into_owned();
    let full = ui.painter().layout_no_wrap(words.clone(), Type::BodyStrong.font(), palette.strong).size().x;
    let is_cut = full > response.rect.width() - AROUND;
    let response = if is_cut { response.on_hover_text(words) } else { response };
    (response, picked.filter(|value| value != chosen))
}

/// A line under a field.
pub(in crate::ui) fn hint_under(ui: &mut Ui, tone: Tone, words: &str) {
    let ink = Palette::of(ui).tone(tone).0;
    label(ui, words, Type::Small, ink);
}
