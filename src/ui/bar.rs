//! What it is for: the strip at the top: what is being done, where deeds go, which repository, who.
//! In: a [`BarView`]. Out: the wish for another page, or for light or dark. Never: anything else that can be clicked.

use egui::{
    Align, Align2, Color32, CornerRadius, Frame, Layout, Margin, Panel, Rect, Role, ScrollArea, Sense,
    Stroke, Ui, UiBuilder, WidgetInfo, vec2,
};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        overlay::Overlay,
        shortcuts::Shortcut,
        theme::{Appearance, Palette, Type, gap},
        view::{BarView, Chip, Page, RepositoryBadge, TargetView, Tone},
        widgets::{chip, link_button, tab, text},
    },
    words,
};

const HEIGHT: f32 = 50.0;
/// In less room the strip is one row that is scrolled, the target first.
const NARROW: f32 = 900.0;
/// From this width on all of it is said.
const WIDE: f32 = 1180.0;
/// How wide the title may be there.
const TITLE: f32 = 240.0;
/// So much of the title stays, however little room there is.
const LEAST: f32 = 32.0;

pub(super) fn draw(ui: &mut Ui, bar: &BarView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 0));
    Panel::top("bar").exact_size(HEIGHT).resizable(false).frame(frame).show(ui, |ui| {
        if ui.available_width() < NARROW {
            return strip(ui, bar, memory, out);
        }
        let rect = ui.available_rect_before_wrap();
        let is_narrow = rect.width() < WIDE;
        let id = ui.scope_id().with(("widths", contents(bar), is_narrow));
        let known: Option<(f32, f32)> = ui.data(|data| data.get_temp(id));
        if known.is_some_and(|(left, right)| left + right > rect.width()) {
            return strip(ui, bar, memory, out);
        }
        // Drawn as one reads, which is the order of Tab too: how wide the right side is, the last pass tells.
        let split = rect.right() - known.map_or(0.0, |(_, right)| right);
        let left = Rect::from_min_max(rect.min, egui::pos2(split - 12.0, rect.bottom()));
        let builder = UiBuilder::new().max_rect(left).layout(Layout::left_to_right(Align::Center));
        let mut left = ui.new_child(builder.id_salt("left"));
        left.spacing_mut().item_spacing.x = 12.0;
        // Where room is short, the title has it.
        if !is_narrow || bar.title.is_none() {
            tile(&mut left);
        }
        let least = left_side(&mut left, bar, None, out) + 12.0;
        let room = Rect::from_min_size(egui::pos2(split, rect.top()), vec2(2000.0, rect.height()));
        let builder = UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center));
        let mut right = ui.new_child(builder.id_salt("right"));
        right.spacing_mut().item_spacing.x = 10.0;
        target(&mut right, bar);
        right_side(&mut right, bar, is_narrow, memory, out);
        let now = (least, right.min_rect().width());
        if known.is_none_or(|(left, right)| (left - now.0).abs() > 0.5 || (right - now.1).abs() > 0.5) {
            ui.data_mut(|data| data.insert_temp(id, now));
            ui.ctx().request_discard("the strip's sides have new widths");
            // The boxes learn their widths in the same way, a pass earlier.
            ui.ctx().request_repaint();
        }
    });
    if bar.is_rolling_back {
        let (ink, _) = palette.tone(Tone::Warn);
        let line = Frame::new().fill(ink);
        Panel::top("bar-back")
            .exact_size(3.0)
            .resizable(false)
            .show_separator_line(false)
            .frame(line)
            .show(ui, |_| {});
    }
}

/// What the widths depend on.
fn contents(bar: &BarView) -> impl std::hash::Hash + std::fmt::Debug + '_ {
    let target = bar.target.as_ref().map(|target| (&target.context, &target.namespace, target.is_production));
    let repository = bar.repository.as_ref().map(|repository| (&repository.name, &repository.detail));
    let state = bar.state.as_ref().map(|state| &state.words);
    (target, repository, state, &bar.who, bar.title.is_some(), bar.is_read_only, bar.is_rolling_back)
}

/// All of it in one row that is scrolled.
fn strip(ui: &mut Ui, bar: &BarView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_height(HEIGHT);
            ui.spacing_mut().item_spacing.x = 12.0;
            tile(ui);
            target(ui, bar);
            left_side(ui, bar, Some(TITLE), out);
            right_side(ui, bar, true, memory, out);
        });
    });
}

/// Pages, title, state; how much room they need at least. In a row that is scrolled the title has a width of its own.
fn left_side(ui: &mut Ui, bar: &BarView, room: Option<f32>, out: &mut Vec<UiCommand>) -> f32 {
    let palette = Palette::of(ui);
    pages(ui, bar.page, out);
    ui.add_space(8.0);
    let pages = ui.min_rect().width();
    let Some(title) = &bar.title else { return pages };
    let back = bar.is_rolling_back.then(|| Chip::new(Tone::Warn, words::text("wizard-rolling-back")));
    let chips: Vec<&Chip> = bar.state.iter().chain(&back).collect();
    let reserved: f32 = chips.iter().map(|one| crate::ui::widgets::chip_size(ui, one).x + 16.0).sum();
    let room = room.unwrap_or_else(|| (ui.available_width() - reserved).max(LEAST));
    short(ui, title, Type::BodyStrong, palette.strong, room);
    for one in chips {
        chip(ui, one);
    }
    pages + LEAST + 12.0 + reserved
}

/// The pages of the window, the one that is shown marked.
fn pages(ui: &mut Ui, shown: Page, out: &mut Vec<UiCommand>) {
    ui.spacing_mut().item_spacing.x = 4.0;
    for (page, key, keys) in [
        (Page::Change, "page-change", Shortcut::Change),
        (Page::Cluster, "page-cluster", Shortcut::Cluster),
        (Page::History, "page-history", Shortcut::History),
        (Page::Settings, "page-settings", Shortcut::Settings),
    ] {
        let (words, name) = (words::text(key), words::text(&format!("{key}-name")));
        let response = tab(ui, &words, &name, page == shown).on_hover_text(keys.beside(&words));
        if response.clicked() && page != shown {
            out.push(UiCommand::ShowPage(page));
        }
    }
    ui.spacing_mut().item_spacing.x = 12.0;
}

/// The program's mark.
fn tile(ui: &mut Ui) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words::text("start-app-name")));
    let (top, bottom) = (palette.accent, palette.tone(Tone::Good).0);
    let mut mesh = egui::Mesh::default();
    let inner = rect.shrink(3.0);
    ui.painter().rect_filled(rect, 6.0, mix(top, bottom));
    for (at, ink) in [
        (inner.left_top(), top),
        (inner.right_top(), mix(top, bottom)),
        (inner.left_bottom(), mix(top, bottom)),
        (inner.right_bottom(), bottom),
    ] {
        mesh.colored_vertex(at, ink);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(1, 2, 3);
    ui.painter().add(mesh);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, "C", Type::CardTitle.font(), palette.on_accent);
}

fn mix(a: Color32, b: Color32) -> Color32 {
    a.lerp_to_gamma(b, 0.5)
}

fn right_side(ui: &mut Ui, bar: &BarView, is_narrow: bool, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    if let Some(repository) = &bar.repository {
        boxed(ui, "repository", palette.line, |ui| repository_words(ui, repository, is_narrow));
    }
    if let Some(who) = bar.who.as_ref().filter(|_| !is_narrow || bar.target.is_none()) {
        boxed(ui, "who", palette.line, |ui| {
            short(ui, who, Type::Small, palette.text, 180.0);
        });
    }
    if bar.is_read_only {
        chip(ui, &Chip::new(Tone::Warn, words::text("read-only")))
            .on_hover_text(words::text("read-only-about"));
    }
    let is_dark = ui.visuals().dark_mode;
    let (key, other) = if is_dark {
        ("start-appearance-light", Appearance::Light)
    } else {
        ("start-appearance-dark", Appearance::Dark)
    };
    let name = words::text(key);
    if link_button(ui, &name, &name).clicked() {
        out.push(UiCommand::ChooseAppearance(other));
    }
    called(ui, memory);
}

/// Where deeds go.
fn target(ui: &mut Ui, bar: &BarView) {
    let palette = Palette::of(ui);
    if let Some(target) = &bar.target {
        let edge =
            if target.is_production { palette.tone(Tone::Bad).0.gamma_multiply(0.5) } else { palette.line };
        boxed(ui, "target", edge, |ui| target_words(ui, target));
    }
}

/// What the keys call too, for the pointer: the shortcuts (which tell the rest), and the commands.
fn called(ui: &mut Ui, memory: &mut UiMemory) {
    for (key, keys, overlay) in
        [("commands", Shortcut::Commands, Overlay::Commands), ("keys", Shortcut::Keys, Overlay::Keys)]
    {
        let (words, name) = (words::text(&format!("{key}-button")), words::text(&format!("{key}-title")));
        if link_button(ui, &words, &name).on_hover_text(keys.beside(&name)).clicked() {
            memory.overlay.open(ui.ctx(), overlay);
        }
    }
}

/// A box as wide as its words: the width of the last pass places it;
/// when it was another one, this pass is drawn again.
fn boxed(ui: &mut Ui, name: &'static str, edge: Color32, words: impl FnOnce(&mut Ui)) {
    const HIGH: f32 = 30.0;
    const SIDE: f32 = 11.0;
    let id = ui.scope_id().with(name);
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
    let (rect, _) = ui.allocate_exact_size(vec2(known + 2.0 * SIDE, HIGH), Sense::hover());
    let face = Palette::of(ui).card;
    let round = CornerRadius::same(gap::ROUND_SMALL);
    ui.painter().rect(rect, round, face, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let room = Rect::from_min_size(rect.min + vec2(SIDE, 0.0), vec2(900.0, HIGH));
    let builder = UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center));
    let mut inner = ui.new_child(builder.id_salt(name));
    inner.spacing_mut().item_spacing.x = 6.0;
    words(&mut inner);
    let width = inner.min_rect().width();
    if (width - known).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.ctx().request_discard("the strip's boxes have new widths");
    }
}

fn repository_words(ui: &mut Ui, repository: &RepositoryBadge, is_narrow: bool) {
    let palette = Palette::of(ui);
    let (rect, sign) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
    branch_sign(ui, rect, palette.dim);
    if is_narrow {
        let whole = format!("{} · {}", repository.name, repository.detail);
        sign.widget_info(|| WidgetInfo::labeled(Role::Label, true, &whole));
        let _shown = sign.on_hover_text(whole);
        return;
    }
    short(ui, &repository.name, Type::SmallStrong, palette.strong, 150.0);
    short(ui, &repository.detail, Type::Small, palette.dim, 220.0);
}

/// Two commits and a way that branches off.
fn branch_sign(ui: &Ui, rect: Rect, ink: Color32) {
    let at = rect.center();
    let stroke = Stroke::new(1.3, ink);
    let painter = ui.painter();
    painter.line_segment([at + vec2(-3.0, -3.5), at + vec2(-3.0, 3.5)], stroke);
    painter.circle_stroke(at + vec2(-3.0, -5.0), 1.8, stroke);
    painter.circle_stroke(at + vec2(-3.0, 5.0), 1.8, stroke);
    painter.circle_stroke(at + vec2(4.0, -3.0), 1.8, stroke);
    painter.line_segment([at + vec2(-3.0, 2.0), at + vec2(3.4, -1.4)], stroke);
}

/// Context, namespace and the word for a protected target.
pub(super) fn target_words(ui: &mut Ui, target: &TargetView) {
    let palette = Palette::of(ui);
    short(ui, &target.context, Type::SmallStrong, palette.strong, 200.0).on_hover_text(&target.server);
    short(ui, &format!("/ {}", target.namespace), Type::Small, palette.dim, 140.0);
    if target.is_production {
        chip(ui, &Chip::new(Tone::Bad, words::text("wizard-production")));
    }
}

fn short(ui: &mut Ui, words: &str, kind: Type, ink: Color32, most: f32) -> egui::Response {
    let full = ui.painter().layout_no_wrap(words.to_owned(), kind.font(), ink).size().x;
    ui.scope(|ui| {
        ui.set_max_width(full.min(most) + 1.0);
        ui.add(egui::Label::new(text(words, kind, ink)).truncate())
    })
    .inner
}
