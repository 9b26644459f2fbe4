//! What it is for: the way of a request as a small picture: boxes for name, route, services, endpoints and pods, joined
//! by lines. In: a [`Way`]. Out: shapes, a name for each box for who does not see them. Never: a state by colour alone.

use egui::{
    Color32, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use super::{
    rich::{literal, visible},
    theme::{Palette, Type, gap},
    view::Tone,
    widgets::{Glyph, aloud, announce, disclosure, glyph, label, truncated},
};
use crate::{
    observed::{
        Way,
        route::{Branch, LinkState, RouteKind, WayLink},
    },
    words::{self, Sentence},
};

mod place;

use place::{Line, Stop};

/// Characters of a digest that are shown.
const DIGEST: usize = 12;

/// Everything that a box says.
struct Words {
    kind: String,
    title: String,
    state: LinkState,
    why: String,
    /// For who points at it, and who does not see it.
    whole: String,
}

/// The whole picture.
pub(super) fn picture(ui: &mut Ui, way: &Way) {
    let palette = Palette::of(ui);
    let plan = place::plan(ui.available_width(), way.branches.len());
    let id = ui.scope_id().with(("way-boxes", &way.name, way.kind.name(), &way.host, &way.path, &way.more));
    let (rect, _) = ui.allocate_exact_size(plan.size, Sense::hover());
    if ui.is_rect_visible(rect) {
        for line in &plan.lines {
            draw_line(ui, rect, line, way);
        }
    }
    for (stop, place) in &plan.boxes {
        if let Some(words) = words_of(way, *stop) {
            draw_box(ui, id.with(format!("{stop:?}")), place.translate(rect.min.to_vec2()), &words);
        }
    }
    if !way.more.is_empty() {
        let words = Sentence::new("way-more").with("more", &way.more).text();
        label(ui, &words, Type::Small, palette.dim);
    }
}

/// Says what keeps requests from a pod: for where only the picture shows it.
pub(super) fn announce_trouble(ui: &Ui, way: &Way) {
    if let Some(link) = way.trouble() {
        let salt = ("way", &way.name, way.kind.name(), &way.host, &way.path);
        announce(ui, salt, &literal(&link.words.text()), tone(link.state));
    }
}

/// What keeps requests from a pod, or is not as it should be.
fn trouble(ui: &mut Ui, way: &Way) {
    if let Some(link) = way.trouble() {
        let (ink, _) = Palette::of(ui).tone(tone(link.state));
        let said = label(ui, &link.words.text(), Type::SmallStrong, ink);
        aloud(&said, tone(link.state));
        if let Some(hint) = link.words.next_step() {
            label(ui, &hint.text(), Type::Small, Palette::of(ui).dim);
        }
    }
}

/// Small, and the whole when it is unfolded.
pub(super) fn folded(ui: &mut Ui, way: &Way) {
    let id = ui.scope_id().with(("way", &way.name, way.kind.name(), &way.host, &way.path));
    let mut is_open: bool = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    let size = vec2(ui.available_width(), 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let key = if is_open { "way-unfold" } else { "way-fold" };
    let name = Sentence::new(key).with("name", format!("{}{}", shown_host(way), way.path)).text();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let palette = Palette::of(ui);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    disclosure(ui.painter(), rect.left_center() + vec2(7.0, 0.0), is_open, palette.dim);
    let step = ((rect.width() - 44.0) / 4.0).clamp(18.0, 56.0);
    let mut before = None;
    for (number, state) in (0_u8..).zip(states(way)) {
        let at = rect.left_center() + vec2(step.mul_add(f32::from(number), 26.0), 0.0);
        let (ink, ground) = palette.tone(tone(state));
        if let Some(from) = before {
            stroke(ui, vec![from, at - vec2(8.0, 0.0)], state);
        }
        ui.painter().circle(at, 7.0, ground, Stroke::new(1.2, ink));
        glyph(ui.painter(), sign(state), at, 7.0, ink);
        before = Some(at + vec2(8.0, 0.0));
    }
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(name).clicked() {
        is_open = !is_open;
        ui.data_mut(|data| data.insert_temp(id, is_open));
    }
    if is_open {
        picture(ui, way);
    }
    trouble(ui, way);
}

/// The worst state at each place of the way.
fn states(way: &Way) -> [LinkState; 5] {
    let used = || way.branches.iter().filter(|branch| branch.is_used());
    let worst = |of: fn(&Branch) -> &WayLink| {
        let rank = |state: &LinkState| match state {
            LinkState::Fine => 0,
            LinkState::Rests => 1,
            LinkState::Wait => 2,
            LinkState::Unknown => 3,
            LinkState::Broken => 4,
        };
        used().map(|branch| of(branch).state).max_by_key(rank).unwrap_or(LinkState::Rests)
    };
    [
        way.door.state,
        way.route.state,
        worst(|branch| &branch.service),
        worst(|branch| &branch.endpoints),
        worst(|branch| &branch.pods),
    ]
}

fn tone(state: LinkState) -> Tone {
    match state {
        LinkState::Fine => Tone::Good,
        LinkState::Wait => Tone::Warn,
        LinkState::Broken => Tone::Bad,
        LinkState::Rests | LinkState::Unknown => Tone::Quiet,
    }
}

fn sign(state: LinkState) -> Glyph {
    match state {
        LinkState::Fine => Glyph::Check,
        LinkState::Wait => Glyph::Dots,
        LinkState::Broken => Glyph::Cross,
        LinkState::Rests => Glyph::Minus,
        LinkState::Unknown => Glyph::Question,
    }
}

/// The host as it is shown.
pub(super) fn shown_host(way: &Way) -> String {
    match (way.host.as_str(), way.kind) {
        ("", RouteKind::HttpRoute) => words::text("way-any-listener-host"),
        ("", _) => words::text("wizard-route-any-host"),
        (host, _) => host.to_owned(),
    }
}

fn link_of(way: &Way, stop: Stop) -> Option<&WayLink> {
    match stop {
        Stop::Name => Some(&way.door),
        Stop::Route => Some(&way.route),
        Stop::Service(branch) => way.branches.get(branch).map(|branch| &branch.service),
        Stop::Endpoints(branch) => way.branches.get(branch).map(|branch| &branch.endpoints),
        Stop::Pods(branch) => way.branches.get(branch).map(|branch| &branch.pods),
    }
}

fn words_of(way: &Way, stop: Stop) -> Option<Words> {
    let link = link_of(way, stop)?;
    let words = link.words.text();
    let named = |kind: &str, title: String| {
        let whole = Sentence::new("way-box").with("kind", kind).with("name", &title);
        let whole = whole.with("state", &words).text();
        Words { kind: kind.to_owned(), title, state: link.state, why: words.clone(), whole }
    };
    let behind = |key: &str, branch: usize, details: Vec<String>| {
        let kind = words::text(key);
        let name = way.branches.get(branch).map_or("", |branch| branch.name.as_str());
        let mut whole = Sentence::new("way-box-of").with("kind", &kind).with("name", name);
        whole =
            whole.with("state", std::iter::once(words.clone()).chain(details).collect::<Vec<_>>().join("\n"));
        Words { kind, title: words.clone(), state: link.state, why: String::new(), whole: whole.text() }
    };
    Some(match stop {
        Stop::Name => named(&words::text("way-name"), format!("{}{}", shown_host(way), way.path)),
        Stop::Route => named(way.kind.name(), way.name.clone()),
        Stop::Service(at) => way.branches.get(at).map(|branch| named(&branch.kind, branch.name.clone()))?,
        Stop::Endpoints(at) => behind("way-endpoints-title", at, Vec::new()),
        Stop::Pods(at) => {
            let branch = way.branches.get(at)?;
            let images: Vec<String> =
                branch.images().iter().map(|(image, digest, _)| short(image, *digest)).collect();
            Words { why: images.join(", "), ..behind("way-pods-title", at, pods(branch)) }
        }
    })
}

/// Images with their digests, and the pods that are not ready.
fn pods(branch: &Branch) -> Vec<String> {
    let image = |(image, digest, count): (&str, Option<&str>, usize)| {
        let image = digest.map_or_else(|| image.to_owned(), |digest| format!("{image} @ {digest}"));
        Sentence::new("way-image-pods").count("count", count).with("image", image).text()
    };
    let is_ready = |pod: &&crate::observed::route::PodGlance| pod.mark != crate::action::Mark::Good;
    let troubled = branch.glances.iter().filter(is_ready).map(|pod| format!("{}: {}", pod.name, pod.state));
    branch.images().into_iter().map(image).chain(troubled).collect()
}

/// An image without registry and path, with the beginning of its digest.
fn short(image: &str, digest: Option<&str>) -> String {
    let name = image.rsplit('/').next().unwrap_or(image);
    let name = name.split('@').next().unwrap_or(name);
    match digest.and_then(|digest| digest.split_once(':')) {
        Some((_, digits)) => format!("{name} @{}", digits.get(..DIGEST).unwrap_or(digits)),
        None => name.to_owned(),
    }
}

/// A line, whole where requests come through, else broken into dashes.
fn stroke(ui: &Ui, points: Vec<egui::Pos2>, state: LinkState) {
    let (ink, _) = Palette::of(ui).tone(tone(state));
    match state {
        LinkState::Fine | LinkState::Wait => {
            ui.painter().add(Shape::line(points, Stroke::new(1.6, ink)));
        }
        LinkState::Rests | LinkState::Unknown | LinkState::Broken => {
            ui.painter().extend(Shape::dashed_line(&points, Stroke::new(1.4, ink), 4.0, 3.0));
        }
    }
}

fn draw_line(ui: &Ui, room: Rect, line: &Line, way: &Way) {
    let palette = Palette::of(ui);
    let Some(target) = link_of(way, line.to) else { return };
    let points: Vec<egui::Pos2> = line.points.iter().map(|at| *at + room.min.to_vec2()).collect();
    let (ink, _) = palette.tone(tone(target.state));
    if let [.., from, to] = points.as_slice() {
        let along = (*to - *from).normalized();
        let aside = vec2(-along.y, along.x) * 3.5;
        let back = *to - along * 6.0;
        ui.painter().add(Shape::convex_polygon(vec![*to, back + aside, back - aside], ink, Stroke::NONE));
    }
    stroke(ui, points, target.state);
    let branch = if let Stop::Service(branch) = line.to { way.branches.get(branch) } else { None };
    if let (Some(at), Some(share)) = (line.share, branch.and_then(Branch::percent)) {
        let words = Sentence::new("way-share").with("share", share).text();
        let at = at + room.min.to_vec2();
        ui.painter().text(at, egui::Align2::LEFT_CENTER, words, Type::Tiny.font(), palette.dim);
    }
}

fn draw_box(ui: &mut Ui, id: egui::Id, rect: Rect, words: &Words) {
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words.whole));
    response.on_hover_text(visible(&words.whole));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let palette = Palette::of(ui);
    let (ink, _) = palette.tone(tone(words.state));
    let edge = match words.state {
        LinkState::Broken | LinkState::Wait => Stroke::new(1.6, ink),
        LinkState::Fine | LinkState::Rests | LinkState::Unknown => Stroke::new(1.0, palette.edge),
    };
    ui.painter().rect(rect, f32::from(gap::ROUND_SMALL), palette.well, edge, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(9.0, 6.0));
    glyph(ui.painter(), sign(words.state), inner.right_top() + vec2(-5.0, 7.0), 9.0, ink);
    let ink = if matches!(words.state, LinkState::Broken | LinkState::Wait) { ink } else { palette.dim };
    let line = |at: egui::Pos2, room: f32, words: &str, kind: Type, ink: Color32| -> f32 {
        let mut job = LayoutJob::simple_singleline(visible(words).into_owned(), kind.font(), ink);
        job.wrap = TextWrapping::truncate_at_width(room);
        let galley = ui.painter().layout_job(job);
        let width = galley.size().x;
        ui.painter().galley(at, galley, ink);
        width
    };
    let (left, top, width) = (inner.left(), inner.top(), inner.width());
    // The sign needs room at the right end of the first line.
    let first = width - 16.0;
    if rect.height() >= place::HIGH {
        line(inner.min, first, &words.kind, Type::Tiny, palette.dim);
        line(egui::pos2(left, top + 15.0), width, &words.title, Type::SmallStrong, palette.strong);
        line(egui::pos2(left, top + 32.0), width, &words.why, Type::Small, ink);
        return;
    }
    let kind = line(inner.min, first * 0.4, &words.kind, Type::Small, palette.dim);
    let after = egui::pos2(left + kind + 6.0, top);
    line(after, first - kind - 6.0, &words.title, Type::SmallStrong, palette.strong);
    line(egui::pos2(left, top + 17.0), width, &words.why, Type::Small, ink);
}

/// Host and path of the way on one line, cut where the room ends.
pub(super) fn headline(ui: &mut Ui, way: &Way) {
    let path = if way.path == "/" { "" } else { way.path.as_str() };
    let strong = Palette::of(ui).strong;
    truncated(ui, &format!("{}{path}", shown_host(way)), Type::SmallStrong, strong);
}
