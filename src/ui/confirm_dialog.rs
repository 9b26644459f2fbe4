//! What it is for: the one dialog before every deed.
//! In: a [`DialogView`] and what was typed and ticked so far. Out: the answer, once.
//! Never: an approval by Enter when a word is asked, by a double click, or in the first moment.

use std::time::Duration;

use egui::{
    Context, CornerRadius, Event, Frame, Id, Key, Margin, Modal, Rect, ScrollArea, Stroke, Ui, UiBuilder,
    vec2,
};

use crate::{
    ui::{
        DialogAnswer, UiCommand,
        bar::target_words,
        memory::{DialogHeights, DialogMemory, UiMemory},
        rich::spelled,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{BulletMark, BulletView, Chip, DialogView, Tone, ValueChange, WayBack},
        widgets::{
            ButtonKind, Follow as _, Head, aloud, bullets, button, button_filling, button_height,
            button_width, card, chip, copy_button, diff_card, label, rich, single_line, text, well,
        },
    },
    words,
};

/// The deed's button works only after this moment: a click that was meant for what stood here before does nothing.
const ARMING_SECS: f64 = 0.6;
/// The same for a deed on a protected cluster: long enough to read where it goes.
const ARMING_PRODUCTION_SECS: f64 = 1.4;
const WIDTH: f32 = 640.0;
/// Room of the arrow between two values, and of the gaps.
const ARROW: f32 = 60.0;
/// Between the dialog and the edges of the window, where there is room.
const AROUND: f32 = 24.0;
/// A deed's button is not made narrower than this beside Cancel: it then stands below it, over the whole width.
const DEED: f32 = 200.0;
/// The least height of what is asked about, between title and buttons: where there is less, all above the buttons is scrolled.
const MIDDLE: f32 = 140.0;
/// The least height of what is scrolled above the buttons.
const LEAST: f32 = 60.0;
/// Up to so many lines an exact text is wrapped: of a command line every word must be seen before it runs.
const WRAPPED: usize = 8;

/// Between a dialog and the edges of the window: little in a small one.
pub(super) fn around(window: egui::Vec2) -> f32 {
    (window.min_elem() * 0.04).clamp(4.0, AROUND)
}

/// The frame of dialogs.
pub(super) fn modal_frame(ctx: &Context) -> Frame {
    let visuals = &ctx.global_style().visuals;
    Frame::new()
        .fill(visuals.window_fill)
        .stroke(visuals.window_stroke)
        .corner_radius(visuals.window_corner_radius)
        .shadow(visuals.window_shadow)
}

pub(super) fn draw(ctx: &Context, dialog: &DialogView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let now = ctx.input(|input| input.time);
    if memory.dialog.id != dialog.id || memory.dialog.since == 0.0 {
        memory.dialog = DialogMemory { id: dialog.id.clone(), since: now, ..DialogMemory::default() };
    }
    drop_repeated_keys(ctx);
    let veil = Palette::of_ctx(ctx).veil;
    let modal = Modal::new(Id::unique("confirm-dialog"))
        .frame(modal_frame(ctx))
        .backdrop_color(veil)
        .show(ctx, |ui| contents(ui, dialog, memory, now));
    let escaped = Shortcut::DialogClose.take(ctx);
    match modal.inner {
        _ if memory.dialog.is_sent => {}
        Pressed::Deed => {
            memory.dialog.is_sent = true;
            out.push(UiCommand::Approve(answer(dialog, &memory.dialog)));
        }
        Pressed::Cancel => out.push(UiCommand::CancelDialog),
        Pressed::Nothing if escaped => out.push(UiCommand::CancelDialog),
        Pressed::Nothing => {}
    }
}

/// A held key must not press a button: it may have been held since before the dialog opened.
pub(super) fn drop_repeated_keys(ctx: &Context) {
    ctx.input_mut(|input| {
        input
            .events
            .retain(|event| !matches!(event, Event::Key { key: Key::Enter | Key::Space, repeat: true, .. }));
    });
}

enum Pressed {
    Nothing,
    Cancel,
    Deed,
}

/// Title, what is asked about, the word to type, and the buttons, which are always in sight.
fn contents(ui: &mut Ui, dialog: &DialogView<'_>, memory: &mut UiMemory, now: f64) -> Pressed {
    let window = ui.ctx().content_rect().size();
    ui.set_width(WIDTH.min(window.x - 2.0 * around(window)));
    ui.spacing_mut().item_spacing.y = 0.0;
    // How high they are, the last frame tells.
    let known = memory.dialog.heights;
    let room = window.y - 2.0 * around(window) - known.buttons;
    let middle = room - known.title - known.typed;
    let (title, typed) = if middle >= MIDDLE {
        let title = height(ui, |ui| title_part(ui, dialog));
        let area = ScrollArea::vertical().max_height(middle).auto_shrink([false, true]);
        area.following(ui, |ui| body_part(ui, dialog, memory));
        (title, height(ui, |ui| typed_part(ui, dialog, memory)))
    } else {
        let all = ScrollArea::vertical().id_salt("all").max_height(room.max(LEAST));
        let all = all.auto_shrink([false, true]).following(ui, |ui| {
            let title = height(ui, |ui| title_part(ui, dialog));
            body_part(ui, dialog, memory);
            (title, height(ui, |ui| typed_part(ui, dialog, memory)))
        });
        all.inner
    };
    let palette = Palette::of(ui);
    let line = ui.cursor().top();
    ui.painter().hline(ui.max_rect().x_range(), line, Stroke::new(1.0, palette.line));
    let foot =
        Frame::new().inner_margin(Margin::symmetric(22, 14)).show(ui, |ui| buttons(ui, dialog, memory, now));
    let heights = DialogHeights { title, typed, buttons: foot.response.rect.height() };
    if !heights.is_like(known) {
        memory.dialog.heights = heights;
        // Not a discarded pass: a click would count twice.
        ui.ctx().request_repaint();
    }
    foot.inner
}

/// Draws it; how high it is.
fn height(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) -> f32 {
    let top = ui.cursor().top();
    draw(ui);
    ui.cursor().top() - top
}

fn title_part(ui: &mut Ui, dialog: &DialogView<'_>) {
    Frame::new().inner_margin(Margin { left: 22, right: 22, top: 20, bottom: 10 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        title(ui, dialog);
    });
}

fn body_part(ui: &mut Ui, dialog: &DialogView<'_>, memory: &mut UiMemory) {
    Frame::new().inner_margin(Margin { left: 22, right: 22, top: 0, bottom: 12 }).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        body(ui, dialog, memory);
    });
}

fn typed_part(ui: &mut Ui, dialog: &DialogView<'_>, memory: &mut UiMemory) {
    let Some(typed) = &dialog.typed else { return };
    Frame::new().inner_margin(Margin { left: 22, right: 22, top: 4, bottom: 14 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        typed_field(ui, &spelled(&typed.label), memory);
    });
}

fn title(ui: &mut Ui, dialog: &DialogView<'_>) {
    let palette = Palette::of(ui);
    let font = Type::Title.font();
    let shown = text(&spelled(&dialog.question), Type::Title, palette.strong)
        .font(egui::FontId::new(19.0, font.family));
    ui.add(egui::Label::new(shown).wrap());
    let over = format!("{} · {}", spelled(&dialog.over), words::text("dialog-on"));
    let wide = ui.painter().layout_no_wrap(over.clone(), Type::Body.font(), palette.dim).size().x;
    if wide > ui.available_width() / 2.0 {
        label(ui, &over, Type::Body, palette.dim);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            target_words(ui, &dialog.target);
        });
    } else {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(text(&over, Type::Body, palette.dim));
            target_words(ui, &dialog.target);
        });
    }
    if !dialog.target.server.is_empty() {
        label(ui, &dialog.target.server, Type::Code, palette.dim);
    }
    if dialog.target.is_production {
        let (ink, ground) = palette.tone(Tone::Bad);
        let frame = Frame::new().fill(ground).corner_radius(CornerRadius::same(gap::ROUND_SMALL));
        frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            label(ui, &words::text("dialog-production"), Type::BodyStrong, ink);
        });
    }
}

fn body(ui: &mut Ui, dialog: &DialogView<'_>, memory: &mut UiMemory) {
    if !dialog.moved.is_empty() {
        moved(ui, &dialog.moved);
    }
    spelled_bullets(ui, &dialog.facts);
    let mut more = Vec::new();
    if let Some(affected) = &dialog.affected {
        more.push(BulletView::new(BulletMark::Note, affected.clone()));
    }
    match &dialog.way_back {
        Some(WayBack::Undo(how)) => more.push(BulletView::new(BulletMark::Good, how.clone())),
        Some(WayBack::None(why)) => more.push(BulletView::new(BulletMark::Bad, why.clone())),
        None => {}
    }
    spelled_bullets(ui, &more);
    if !dialog.changes.is_empty() {
        changes(ui, &dialog.changes);
    }
    for diff in &dialog.diffs {
        diff_card(ui, diff, true, 220.0, memory);
    }
    if let Some(exact) = &dialog.exact {
        exact_text(ui, &exact.title, &exact.text, memory);
    }
    for tick in &dialog.ticks {
        ticks(ui, tick, &mut memory.dialog);
    }
}

/// Lines with marks in which names are spelled out that could be taken for others.
fn spelled_bullets(ui: &mut Ui, lines: &[BulletView]) {
    if lines.iter().all(|line| line.text.is_ascii()) {
        return bullets(ui, lines);
    }
    let lines: Vec<BulletView> =
        lines.iter().map(|line| BulletView::new(line.mark, spelled(&line.text))).collect();
    bullets(ui, &lines);
}

fn moved(ui: &mut Ui, lines: &[BulletView]) {
    let palette = Palette::of(ui);
    let (ink, ground) = palette.tone(Tone::Warn);
    Frame::new()
        .fill(ground)
        .corner_radius(CornerRadius::same(gap::ROUND_SMALL))
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 6.0;
            let said = label(ui, &words::text("dialog-moved"), Type::BodyStrong, ink);
            aloud(&said, Tone::Warn);
            spelled_bullets(ui, lines);
        });
}

fn changes(ui: &mut Ui, changes: &[ValueChange]) {
    let palette = Palette::of(ui);
    let width = |ui: &Ui, words: &str, kind: Type| {
        ui.painter().layout_no_wrap(words.to_owned(), kind.font(), egui::Color32::PLACEHOLDER).size().x
    };
    well(ui, |ui| {
        let room = ui.available_width() - ARROW;
        let fits = changes.iter().all(|change| {
            let values = width(ui, &change.before, Type::Code) + width(ui, &change.after, Type::CodeStrong);
            width(ui, &change.what, Type::Small) + values < room
        });
        if !fits {
            // One below the other, and wrapped: of what will be there, every letter is seen.
            for change in changes {
                label(ui, &spelled(&change.what), Type::Small, palette.dim);
                label(ui, &spelled(&change.before), Type::Code, palette.removed.1);
                label(ui, &format!("→ {}", spelled(&change.after)), Type::CodeStrong, palette.added.1);
            }
            return;
        }
        egui::Grid::new("changes").num_columns(4).min_col_width(0.0).spacing(vec2(12.0, 6.0)).show(
            ui,
            |ui| {
                for change in changes {
                    ui.label(text(&spelled(&change.what), Type::Small, palette.dim));
                    ui.label(text(&spelled(&change.before), Type::Code, palette.removed.1));
                    ui.label(text("→", Type::Body, palette.dim));
                    ui.label(text(&spelled(&change.after), Type::CodeStrong, palette.added.1));
                    ui.end_row();
                }
            },
        );
    });
}

fn exact_text(ui: &mut Ui, title: &str, exact: &str, memory: &mut UiMemory) {
    let head = Head { title, is_flush: true, is_small: true, ..Head::default() };
    let palette = Palette::of(ui);
    let lines: Vec<&str> = exact.lines().collect();
    card(
        ui,
        &head,
        |ui| {
            copy_button(ui, memory, &words::text("dialog-copy-exact"), || exact.to_owned());
        },
        |ui| {
            Frame::new().inner_margin(Margin::symmetric(14, 8)).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let line = |line: &str| egui::Label::new(text(&spelled(line), Type::Code, palette.text));
                if lines.len() <= WRAPPED {
                    let area = ScrollArea::vertical().id_salt("exact").max_height(140.0);
                    area.auto_shrink([false, true]).show(ui, |ui| {
                        for one in &lines {
                            ui.add(line(one).wrap());
                        }
                    });
                    return;
                }
                let area = ScrollArea::both().id_salt("exact").max_height(140.0).auto_shrink([false, true]);
                area.show_rows(ui, 18.0, lines.len(), |ui, range| {
                    for one in lines.get(range).unwrap_or_default() {
                        ui.add(line(one).extend());
                    }
                });
            });
        },
    );
}

fn ticks(ui: &mut Ui, tick: &crate::ui::view::TickView, memory: &mut DialogMemory) {
    let palette = Palette::of(ui);
    let mut is_on = memory.ticked.contains(&tick.id);
    let name = spelled(&crate::ui::rich::plain(&tick.words)).into_owned();
    ui.horizontal_top(|ui| {
        let response = ui.checkbox(&mut is_on, "").accessible_name(&name);
        let words = ui.vertical(|ui| {
            ui.add_space(2.0);
            let words = rich(ui, &spelled(&tick.words), Type::Body, palette.text);
            let words = words.interact(egui::Sense::click());
            if let Some(detail) = &tick.detail {
                rich(ui, &spelled(detail), Type::Small, palette.dim);
            }
            words
        });
        if words.inner.clicked() {
            is_on = !is_on;
        }
        if response.changed() || words.inner.clicked() {
            if is_on {
                memory.ticked.insert(tick.id.clone());
            } else {
                memory.ticked.remove(&tick.id);
            }
        }
    });
}

fn typed_field(ui: &mut Ui, name: &str, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    label(ui, name, Type::Body, palette.dim);
    let (response, changed) = single_line(ui, "typed-word", Type::Code, &memory.dialog.typed, "");
    response.accessible_name(name);
    if let Some(typed) = changed {
        memory.dialog.typed = typed;
    }
}

fn buttons(ui: &mut Ui, dialog: &DialogView<'_>, memory: &mut UiMemory, now: f64) -> Pressed {
    let deed = spelled(&dialog.deed);
    let arming = if dialog.target.is_production { ARMING_PRODUCTION_SECS } else { ARMING_SECS };
    let left = memory.dialog.since + arming - now;
    if left > 0.0 {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(left.min(arming)));
    }
    let is_filled = dialog.typed.as_ref().is_none_or(|typed| memory.dialog.typed == typed.word);
    let is_ticked =
        dialog.ticks.iter().all(|tick| !tick.is_required || memory.dialog.ticked.contains(&tick.id));
    let is_armed = left <= 0.0 && is_filled && is_ticked && !memory.dialog.is_sent;
    let (cancel_place, deed_place) = button_places(ui, &deed);
    let place = UiBuilder::new().max_rect(cancel_place).id_salt("cancel");
    let mut row = ui.new_child(place.layout(egui::Layout::right_to_left(egui::Align::Center)));
    // Drawn before the deed, which is the order of the Tab key too.
    let stay = words::text("dialog-cancel");
    let cancel = button(&mut row, ButtonKind::Quiet, &stay, !memory.dialog.is_sent);
    // The first pass only measures: a focus asked for there is lost.
    if !memory.dialog.is_focused && !ui.is_sizing_pass() {
        cancel.request_focus();
        memory.dialog.is_focused = true;
    }
    if dialog.typed.is_some() && !cancel.has_focus() {
        ui.input_mut(|input| {
            input.events.retain(|event| !matches!(event, Event::Key { key: Key::Enter, .. }));
        });
    }
    if memory.dialog.is_sent {
        chip(&mut row, &Chip::busy(words::text("dialog-sent")));
    }
    let kind = match (dialog.is_dangerous, dialog.target.is_production) {
        (true, _) => ButtonKind::Danger,
        (false, true) => ButtonKind::Warn,
        (false, false) => ButtonKind::Main,
    };
    let mut place = ui.new_child(UiBuilder::new().max_rect(deed_place).id_salt("deed"));
    let pressed = button_filling(&mut place, kind, &deed, is_armed, deed_place.width());
    match (cancel.clicked(), pressed.clicked() && is_armed) {
        (true, _) => Pressed::Cancel,
        (false, true) => Pressed::Deed,
        (false, false) => Pressed::Nothing,
    }
}

/// Where Cancel stands and where the deed: beside each other, and below where there is no room for that. The room is taken.
fn button_places(ui: &mut Ui, deed: &str) -> (Rect, Rect) {
    let beside = button_width(ui, &words::text("dialog-cancel")) + gap::CARD;
    let (wanted, all) = (button_width(ui, deed), ui.available_width());
    // A long name wraps inside the button.
    let is_below = all - beside < wanted.min(DEED);
    let width = wanted.min(if is_below { all } else { all - beside });
    let high = button_height(ui, deed, width);
    let above = if is_below { gap::CONTROL + gap::SMALL } else { 0.0 };
    let (_, rect) = ui.allocate_space(vec2(all, high + above));
    let place = Rect::from_min_max(rect.max - vec2(width, high), rect.max);
    if is_below {
        return (Rect::from_min_size(rect.min, vec2(all, gap::CONTROL)), place);
    }
    (Rect::from_min_max(rect.min, egui::pos2(place.left() - 10.0, rect.bottom())), place)
}

fn answer(dialog: &DialogView<'_>, memory: &DialogMemory) -> DialogAnswer {
    let ticked = dialog.ticks.iter().map(|tick| tick.id.clone()).filter(|id| memory.ticked.contains(id));
    DialogAnswer { id: dialog.id.clone(), typed: memory.typed.clone(), ticked: ticked.collect() }
}
