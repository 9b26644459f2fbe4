//! What it is for: the list of commands: typed words choose from it. In: offers. Out: the commands of the chosen one.
//! Never: a deed (see [`offers`]).

use egui::{
    Align2, Context, FontId, Frame, Id, Margin, Modal, Role, ScrollArea, Sense, Stroke, TextFormat, Ui,
    WidgetInfo, accesskit::Live, text::LayoutJob, vec2,
};

use super::{
    matching::{Hit, Query},
    offers::{self, Does, Offer},
};
use crate::{
    ui::{
        UiCommand,
        confirm_dialog::modal_frame,
        memory::UiMemory,
        rich::visible,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{Tone, View},
        widgets::{caps_width, label, paint_caps, single_line},
    },
    words::{self, Sentence},
};

const WIDTH: f32 = 640.0;
const ROW: f32 = 34.0;
/// Rows in sight.
const ROWS: f32 = 11.0;

/// An offer that fits what was typed.
struct Listed {
    offer: Offer,
    hit: Hit,
}

pub(super) fn draw(ctx: &Context, view: &View<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let window = ctx.content_rect();
    let is_dark = ctx.theme() == egui::Theme::Dark;
    let typed = memory.overlay.typed.clone();
    let mut list = listed(view, &typed, is_dark);
    move_choice(ctx, list.len(), memory);
    // At a fixed height: the field stays where it is while the list grows and shrinks.
    let top = (window.height() * 0.12).max(24.0);
    let area = Modal::default_area(Id::unique("commands")).anchor(Align2::CENTER_TOP, vec2(0.0, top));
    let modal = Modal::new(Id::unique("commands"))
        .area(area)
        .frame(modal_frame(ctx))
        .backdrop_color(Palette::of_ctx(ctx).veil)
        .show(ctx, |ui| {
            ui.set_width(WIDTH.min(window.width() - 48.0));
            contents(ui, &list, window.height() - top, memory)
        });
    if memory.overlay.typed != typed {
        // Letters and Enter may come together: what is taken is what fits all of them.
        list = listed(view, &memory.overlay.typed, is_dark);
        ctx.request_repaint();
    }
    if modal.inner.is_none() && modal.backdrop_response.clicked() {
        memory.overlay.close();
        return;
    }
    let by_key = Shortcut::CommandTake.take(ctx).then_some(memory.overlay.chosen);
    if let Some(listed) = modal.inner.or(by_key).and_then(|at| list.into_iter().nth(at)) {
        take(ctx, listed.offer, memory, out);
    }
}

/// What fits, the best first; what fits alike stays in its order.
fn listed(view: &View<'_>, typed: &str, is_dark: bool) -> Vec<Listed> {
    let query = Query::new(typed);
    let all = offers::offers(view, is_dark).into_iter().chain(offers::objects(view.survey, &query));
    let fits = |offer: Offer| {
        let hit = query.fits(&offer.label).or_else(|| {
            // A word may stand in where it belongs: "record", "step".
            let mut hit = query.fits(&format!("{} {}", offer.label, offer.detail))?;
            let own = offer.label.chars().count();
            hit.letters.retain(|at| *at < own);
            hit.rank += 20;
            Some(hit)
        })?;
        Some(Listed { offer, hit })
    };
    let mut list: Vec<Listed> = all.filter_map(fits).collect();
    list.sort_by_key(|listed| (listed.hit.rank, !listed.offer.is_open()));
    list
}

fn move_choice(ctx: &Context, all: usize, memory: &mut UiMemory) {
    let last = all.saturating_sub(1);
    let chosen = memory.overlay.chosen.min(last);
    memory.overlay.chosen = if Shortcut::CommandNext.take(ctx) {
        if chosen == last { 0 } else { chosen + 1 }
    } else if Shortcut::CommandBefore.take(ctx) {
        chosen.checked_sub(1).unwrap_or(last)
    } else {
        chosen
    };
}

/// The field, the list, what is chosen; the line that was clicked.
fn contents(ui: &mut Ui, list: &[Listed], room: f32, memory: &mut UiMemory) -> Option<usize> {
    let palette = Palette::of(ui);
    let name = words::text("commands-title");
    super::name_dialog(ui, &name);
    ui.spacing_mut().item_spacing.y = 0.0;
    let field = Frame::new().inner_margin(Margin::symmetric(12, 12)).show(ui, |ui| {
        let hint = words::text("commands-hint");
        let (response, typed) = single_line(ui, "commands", Type::Body, &memory.overlay.typed, &hint);
        let response = response.accessible_name(&name);
        if let Some(typed) = typed {
            (memory.overlay.typed, memory.overlay.chosen) = (typed, 0);
        }
        // The list is led from the field: it keeps the keyboard.
        if !ui.is_sizing_pass() && !response.has_focus() {
            response.request_focus();
        }
        response.id
    });
    let line = ui.cursor().top();
    ui.painter().hline(ui.max_rect().x_range(), line, Stroke::new(1.0, palette.line));
    let most = (ROW * ROWS).min((room - 130.0).max(ROW * 3.0));
    let mut clicked = None;
    let area = ScrollArea::vertical().id_salt("offers").max_height(most).min_scrolled_height(most);
    area.auto_shrink([false, true]).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(6, 6)).show(ui, |ui| {
            for (at, listed) in list.iter().enumerate() {
                let is_chosen = at == memory.overlay.chosen;
                let response = row(ui, listed, is_chosen, (at, list.len()));
                if is_chosen {
                    response.scroll_to_me(None);
                    let child = response.id.accesskit_id();
                    ui.ctx().accesskit_node_builder(field.inner, |node| node.set_active_descendant(child));
                }
                if response.clicked() {
                    clicked = Some(at);
                }
            }
            if list.is_empty() {
                ui.add_space(gap::SMALL);
                label(ui, &words::text("commands-none"), Type::Body, palette.dim);
                ui.add_space(gap::SMALL);
            }
        });
    });
    foot(ui, list, memory.overlay.chosen);
    clicked
}

/// What is chosen, said aloud, and the keys.
fn foot(ui: &mut Ui, list: &[Listed], chosen: usize) {
    let palette = Palette::of(ui);
    let line = ui.cursor().top();
    ui.painter().hline(ui.max_rect().x_range(), line, Stroke::new(1.0, palette.line));
    Frame::new().inner_margin(Margin::symmetric(14, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let said = list.get(chosen).map_or_else(
            || words::text("commands-none-said"),
            |listed| {
                let words = Sentence::new("commands-said").with("label", &listed.offer.label);
                words.with("at", (chosen + 1).to_string()).with("all", list.len().to_string()).text()
            },
        );
        let keys = Sentence::new("commands-keys")
            .with("before", Shortcut::CommandBefore.keys())
            .with("next", Shortcut::CommandNext.keys())
            .with("take", Shortcut::CommandTake.keys())
            .with("close", Shortcut::CommandsClose.keys());
        let response = label(ui, &keys.text(), Type::Small, palette.dim);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    });
}

/// A line of the list. It takes no focus: the field has it.
fn row(ui: &mut Ui, listed: &Listed, is_chosen: bool, (at, all): (usize, usize)) -> egui::Response {
    let palette = Palette::of(ui);
    let Listed { offer, hit } = listed;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
    let name = format!("{}: {}", offer.label, offer.detail);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, offer.is_open(), is_chosen, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(is_chosen);
        node.set_position_in_set(at);
        node.set_size_of_set(all);
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let round = f32::from(gap::ROUND_SMALL);
    if is_chosen {
        let edge = Stroke::new(1.0, palette.chosen_edge);
        ui.painter().rect(rect, round, palette.chosen, edge, egui::StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, round, palette.button_hover);
    }
    let mut inner = rect.shrink2(vec2(10.0, 0.0));
    if let Some(keys) = offer.keys {
        let caps: Vec<String> = keys.keys().split('+').map(str::to_owned).collect();
        let width = caps_width(ui, &caps);
        paint_caps(ui, egui::pos2(inner.right() - width, inner.center().y), &caps);
        inner.max.x -= width + gap::SMALL;
    }
    let ink = if offer.is_open() { palette.text } else { palette.faint };
    let words = cut(marked(&offer.label, hit, ink, palette.strong), inner.width() * 0.68);
    let words = ui.painter().layout_job(words);
    let detail_room = inner.width() - words.size().x - gap::CARD;
    let is_cut = words.elided;
    let at = Align2::LEFT_CENTER.align_size_within_rect(words.size(), inner).min;
    ui.painter().galley(at, words, ink);
    let tone = if offer.is_open() { palette.dim } else { palette.tone(Tone::Warn).0 };
    let detail = LayoutJob::simple_singleline(visible(&offer.detail).into_owned(), Type::Small.font(), tone);
    let detail = ui.painter().layout_job(cut(detail, detail_room));
    let is_cut = is_cut || detail.elided;
    let at = Align2::RIGHT_CENTER.align_size_within_rect(detail.size(), inner).min;
    ui.painter().galley(at, detail, tone);
    if is_cut { response.on_hover_text(name) } else { response }
}

/// On one line, cut where the room ends.
fn cut(mut job: LayoutJob, room: f32) -> LayoutJob {
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(24.0));
    job
}

/// The letters that were hit are heavier and underlined.
fn marked(text: &str, hit: &Hit, ink: egui::Color32, strong: egui::Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    let heavy = FontId::new(Type::Body.font().size, Type::BodyStrong.font().family);
    for (at, letter) in text.chars().enumerate() {
        let is_hit = hit.letters.binary_search(&at).is_ok();
        let format = if is_hit {
            TextFormat { underline: Stroke::new(1.0, strong), ..TextFormat::simple(heavy.clone(), strong) }
        } else {
            TextFormat::simple(Type::Body.font(), ink)
        };
        job.append(&visible(&letter.to_string()), 0.0, format);
    }
    job
}

/// Does what was chosen, and closes the list.
fn take(ctx: &Context, offer: Offer, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    match offer.does {
        Does::Nothing => return,
        Does::Commands(commands) => {
            memory.overlay.close();
            out.extend(commands);
        }
        Does::ShowChecks => {
            memory.overlay.close();
            memory.checks_open = true;
        }
        Does::Open(overlay) => memory.overlay.open(ctx, overlay),
        Does::Ask(small) => {
            memory.overlay.give_way();
            memory.small = Some(*small);
        }
        Does::Copy(text) => {
            memory.overlay.close();
            crate::ui::widgets::copy_text(ctx, &text);
        }
    }
    ctx.request_repaint();
}
