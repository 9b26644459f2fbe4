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
        rich::{spelled, visible},
        shortcuts::Shortcut,
        theme::{Appearance, Palette, Type, gap},
        view::{BarView, Chip, Page, RepositoryBadge, TargetView, Tone},
        widgets::{chip, link_button, status_dot, tab, text},
    },
    words,
};

const HEIGHT: f32 = 50.0;
/// In less room the strip is one row that is scrolled, the target first.
const NARROW: f32 = 900.0;
/// From this width on all of it is said.
const WIDE: f32 = 1180.0;
/// How wide the title may be in a row that is scrolled.
const TITLE: f32 = 240.0;
/// As much of the title is shown before anything else.
const MOST: f32 = 320.0;
/// So much of the title stays, however little room there is.
const LEAST: f32 = 120.0;

/// How much of the strip is said. What is less important than the title gives way to it, one thing after another, and is
/// then said under the pointer, to who does not see, and by the list of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Says {
    /// All of it.
    All,
    /// The repository by its sign; who one is only where there is no target.
    Less,
    /// And the state by a dot, and no button for light or dark.
    Little,
    /// And the target short.
    Least,
}

impl Says {
    fn less(self) -> Option<Self> {
        match self {
            Self::All => Some(Self::Less),
            Self::Less => Some(Self::Little),
            Self::Little => Some(Self::Least),
            Self::Least => None,
        }
    }

    /// Whether the state and the switch for light or dark are short.
    fn is_little(self) -> bool {
        matches!(self, Self::Little | Self::Least)
    }
}

pub(super) fn draw(ui: &mut Ui, bar: &BarView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 0));
    Panel::top("bar").exact_size(HEIGHT).resizable(false).frame(frame).show(ui, |ui| {
        if ui.available_width() < NARROW {
            return strip(ui, bar, memory, out);
        }
        match fitting(ui, bar) {
            Some(says) => sides(ui, bar, says, memory, out),
            None => strip(ui, bar, memory, out),
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

/// How wide the sides of the strip were when they were drawn so: what is left of the title at least and at best, and the
/// right side.
#[derive(Debug, Clone, Copy)]
struct Widths {
    least: f32,
    best: f32,
    right: f32,
}

/// Where the widths of the sides are kept.
fn key(ui: &Ui, bar: &BarView, says: Says) -> egui::Id {
    ui.scope_id().with(("widths", contents(bar), says))
}

/// How much can be said; `None` where even the least does not fit. What was not drawn so yet is tried.
fn fitting(ui: &Ui, bar: &BarView) -> Option<Says> {
    let room = ui.available_width();
    let mut says = if room < WIDE { Says::Less } else { Says::All };
    loop {
        let id = key(ui, bar, says);
        let known: Option<Widths> = ui.data(|data| data.get_temp(id));
        let Some(widths) = known else { return Some(says) };
        if widths.best + widths.right <= room {
            return Some(says);
        }
        let Some(less) = says.less() else {
            return (widths.least + widths.right <= room).then_some(says);
        };
        says = less;
    }
}

/// The two sides, the title in the room between them.
fn sides(ui: &mut Ui, bar: &BarView, says: Says, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let rect = ui.available_rect_before_wrap();
    let id = key(ui, bar, says);
    let known: Option<Widths> = ui.data(|data| data.get_temp(id));
    // Drawn as one reads, which is the order of Tab too: how wide the right side is, the last pass tells.
    let split = rect.right() - known.map_or(0.0, |known| known.right);
    let left = Rect::from_min_max(rect.min, egui::pos2(split - 12.0, rect.bottom()));
    let builder = UiBuilder::new().max_rect(left).layout(Layout::left_to_right(Align::Center));
    let mut left = ui.new_child(builder.id_salt("left"));
    left.spacing_mut().item_spacing.x = 12.0;
    // Where room is short, the title has it.
    if says == Says::All || bar.title.is_none() {
        tile(&mut left);
    }
    let (least, best) = left_side(&mut left, bar, says, None, out);
    let room = Rect::from_min_size(egui::pos2(split, rect.top()), vec2(2000.0, rect.height()));
    let builder = UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center));
    let mut right = ui.new_child(builder.id_salt(("right", says)));
    right.spacing_mut().item_spacing.x = 10.0;
    target(&mut right, bar, says);
    right_side(&mut right, bar, says, memory, out);
    let now = Widths { least: least + 12.0, best: best + 12.0, right: right.min_rect().width() };
    let is_like = |known: Widths| {
        let all = [(known.least, now.least), (known.best, now.best), (known.right, now.right)];
        all.iter().all(|(was, is)| (was - is).abs() < 0.5)
    };
    if !known.is_some_and(is_like) {
        ui.data_mut(|data| data.insert_temp(id, now));
        ui.ctx().request_discard("the strip's sides have new widths");
        // The boxes learn their widths in the same way, a pass earlier.
        ui.ctx().request_repaint();
    }
}

/// What the widths depend on.
fn contents(bar: &BarView) -> impl std::hash::Hash + std::fmt::Debug + '_ {
    let target = bar.target.as_ref().map(|target| (&target.context, &target.namespace, target.is_production));
    let repository = bar.repository.as_ref().map(|repository| (&repository.name, &repository.detail));
    let state = bar.state.as_ref().map(|state| &state.words);
    (target, repository, state, &bar.who, &bar.title, bar.is_read_only, bar.is_rolling_back)
}

/// All of it in one row that is scrolled.
fn strip(ui: &mut Ui, bar: &BarView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_height(HEIGHT);
            ui.spacing_mut().item_spacing.x = 12.0;
            tile(ui);
            target(ui, bar, Says::Less);
            left_side(ui, bar, Says::Less, Some(TITLE), out);
            right_side(ui, bar, Says::Less, memory, out);
        });
    });
}

/// Pages, title, state; how much room they need with the least and with the best title. In a row that is scrolled the
/// title has a width of its own.
fn left_side(
    ui: &mut Ui,
    bar: &BarView,
    says: Says,
    room: Option<f32>,
    out: &mut Vec<UiCommand>,
) -> (f32, f32) {
    /// Of a dot, with what stands between it and the title.
    const DOT: f32 = 22.0;
    let palette = Palette::of(ui);
    pages(ui, bar.page, out);
    ui.add_space(8.0);
    let pages = ui.min_rect().width();
    let Some(title) = &bar.title else { return (pages, pages) };
    let back = bar.is_rolling_back.then(|| Chip::new(Tone::Warn, words::text("wizard-rolling-back")));
    let width = |one: &Chip| crate::ui::widgets::chip_size(ui, one).x + 16.0;
    let state = bar.state.as_ref().map_or(0.0, |one| if says.is_little() { DOT } else { width(one) });
    let reserved = state + back.as_ref().map_or(0.0, width);
    let wanted =
        ui.painter().layout_no_wrap(visible(title).into_owned(), Type::BodyStrong.font(), palette.strong);
    let wanted = wanted.size().x + 2.0;
    let room = room.unwrap_or_else(|| (ui.available_width() - reserved).max(LEAST));
    short(ui, title, Type::BodyStrong, palette.strong, room);
    match &bar.state {
        Some(one) if says.is_little() => drop(status_dot(ui, one.tone, &one.words).on_hover_text(&one.words)),
        Some(one) => drop(chip(ui, one)),
        None => {}
    }
    if let Some(back) = &back {
        chip(ui, back);
    }
    let others = pages + 12.0 + reserved;
    (others + wanted.min(LEAST), others + wanted.min(MOST))
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

fn right_side(ui: &mut Ui, bar: &BarView, says: Says, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let is_narrow = says != Says::All;
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
    if !says.is_little() {
        light_or_dark(ui, out);
    }
    called(ui, memory);
}

fn light_or_dark(ui: &mut Ui, out: &mut Vec<UiCommand>) {
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
}

/// Where deeds go.
fn target(ui: &mut Ui, bar: &BarView, says: Says) {
    let palette = Palette::of(ui);
    if let Some(target) = &bar.target {
        let edge =
            if target.is_production { palette.tone(Tone::Bad).0.gamma_multiply(0.5) } else { palette.line };
        let most = if says == Says::Least { (110.0, 80.0) } else { (200.0, 140.0) };
        boxed(ui, "target", edge, |ui| target_words_within(ui, target, most));
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
    target_words_within(ui, target, (200.0, 140.0));
}

/// The same, context and namespace no wider than this.
fn target_words_within(ui: &mut Ui, target: &TargetView, (context, namespace): (f32, f32)) {
    let palette = Palette::of(ui);
    short(ui, &spelled(&target.context), Type::SmallStrong, palette.strong, context)
        .on_hover_text(&target.server);
    short(ui, &spelled(&format!("/ {}", target.namespace)), Type::Small, palette.dim, namespace);
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
