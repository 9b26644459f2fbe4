//! What it is for: what may be wrong with a page, told by its shapes, its controls and its accessibility tree: cut words,
//! things upon each other, what cannot be reached, names that are missing. Out: faults in words; none when all is well.
//! Never: compiled into the program.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some shapes and roles are looked at")]

use std::collections::{BTreeMap, BTreeSet};

use egui::{
    Event, Key, Pos2, Rect, Shape, WidgetRect,
    accesskit::{Action, NodeId, Role},
    epaint::TextShape,
    vec2,
};
use egui_kittest::kittest::NodeT as _;

use super::{
    pages,
    picture::{Look, Stage},
};
use crate::ui::theme::Appearance;

/// In which windows every page is checked: the smallest, enlarged to 300 %, and made small.
pub(crate) const LOOKS: [Look; 3] = [
    Look::new(Appearance::Light, [1024.0, 640.0], 1.0),
    Look::new(Appearance::Light, [1024.0, 640.0], 3.0),
    Look::new(Appearance::Light, [1024.0, 640.0], 0.75),
];

/// So many points nobody sees.
const UNSEEN: f32 = 2.5;

/// What egui makes by itself, without a name, for the pointer: bars.
const EGUIS: [Role; 4] = [Role::TextRun, Role::ScrollBar, Role::GenericContainer, Role::Unknown];

/// A text as it stands on the screen.
#[derive(Debug, Clone)]
struct Text {
    words: String,
    rect: Rect,
    clip: Rect,
    is_elided: bool,
    order: usize,
}

impl Text {
    fn seen(&self) -> Rect {
        self.rect.intersect(self.clip)
    }

    fn is_seen(&self) -> bool {
        let seen = self.seen();
        seen.width() > UNSEEN && seen.height() > UNSEEN
    }

    fn short(&self) -> String {
        self.words.chars().take(48).collect()
    }
}

/// A control: its name, what it is, where it is.
#[derive(Debug, Clone)]
struct Control {
    node: NodeId,
    name: String,
    role: Role,
    rect: Rect,
    /// What of it can be pressed.
    seen: Rect,
    layer: egui::LayerId,
}

/// Everything that is wrong with a page.
pub(crate) fn faults(name: &str, look: Look) -> Vec<String> {
    let mut stage = Stage::of(pages::page(name), look);
    let mut faults = nameless(&stage);
    faults.extend(upon_each_other(&stage));
    faults.extend(cut(&mut stage));
    faults.extend(out_of_reach(&mut stage));
    faults.extend(without_the_rest(&mut stage));
    faults
}

/// Controls without a name on a page, and choices that do not say whether they are chosen.
pub(crate) fn without_names(name: &str, look: Look) -> Vec<String> {
    nameless(&Stage::of(pages::page(name), look))
}

fn window(stage: &Stage) -> Rect {
    stage.harness.ctx.content_rect()
}

fn texts(stage: &Stage) -> Vec<Text> {
    fn gather(shape: &Shape, clip: Rect, order: usize, out: &mut Vec<Text>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, order, out)),
            Shape::Text(text) if !text.galley.job.text.trim().is_empty() => out.push(one(text, clip, order)),
            _ => {}
        }
    }
    fn one(text: &TextShape, clip: Rect, order: usize) -> Text {
        let (rect, words) = (text.visual_bounding_rect(), text.galley.job.text.clone());
        Text { words, rect, clip, is_elided: text.galley.elided, order }
    }
    let window = window(stage);
    let mut out = Vec::new();
    for (order, clipped) in stage.harness.output().shapes.iter().enumerate() {
        gather(&clipped.shape, clipped.clip_rect.intersect(window), order, &mut out);
    }
    // Below the veil of a dialog nothing is read.
    let veil =
        grounds(stage).into_iter().filter(|(_, ground)| ground.contains_rect(window)).map(|(order, _)| order);
    let veil = veil.filter(|_| stage.harness.ctx.memory(|memory| memory.top_modal_layer().is_some())).max();
    out.retain(|text| veil.is_none_or(|veil| text.order > veil));
    out
}

fn controls(stage: &Stage) -> Vec<Control> {
    let by_node: BTreeMap<NodeId, WidgetRect> = stage.harness.ctx.viewport(|viewport| {
        let layers = viewport.prev_pass.widgets.layers();
        layers.flat_map(|(_, widgets)| widgets).map(|one| (one.id.accesskit_id(), *one)).collect()
    });
    let window = window(stage);
    let modal = stage.harness.ctx.memory(egui::Memory::top_modal_layer);
    let nodes = stage.harness.root().children_recursive();
    let controls = nodes.filter_map(|node| {
        let node = node.accesskit_node();
        let (id, _) = node.locate();
        let widget = by_node.get(&id).filter(|_| egui::accessibility::is_input(node.role()))?;
        if modal.is_some_and(|modal| modal != widget.layer_id) {
            return None;
        }
        Some(Control {
            node: id,
            name: node.label().unwrap_or_default(),
            role: node.role(),
            rect: widget.rect,
            seen: widget.interact_rect.intersect(window),
            layer: widget.layer_id,
        })
    });
    controls.collect()
}

/// Controls without a name, and choices that do not say whether they are chosen.
fn nameless(stage: &Stage) -> Vec<String> {
    let mut faults: Vec<String> =
        stage.harness.unnamed_widgets().into_iter().map(|one| format!("nameless: {one}")).collect();
    for node in stage.harness.root().children_recursive() {
        let node = node.accesskit_node();
        let data = node.data();
        let is_pressed = data.supports_action(Action::Click) && !EGUIS.contains(&node.role());
        // An empty line of a text that can be marked.
        let is_empty =
            node.role() == Role::Label && node.raw_bounds().is_some_and(|place| place.x0 >= place.x1);
        let name = node.label().or_else(|| node.value()).unwrap_or_default();
        if is_pressed && !is_empty && name.trim().is_empty() && !egui::accessibility::is_input(node.role()) {
            faults.push(format!("can be pressed, has no name: {:?} at {:?}", node.role(), node.raw_bounds()));
        }
        let says = match node.role() {
            Role::CheckBox | Role::Switch | Role::RadioButton => {
                node.toggled().is_some() || node.is_selected().is_some()
            }
            Role::Tab | Role::ListBoxOption => node.is_selected().is_some() || node.toggled().is_some(),
            _ => true,
        };
        if !says {
            faults.push(format!("does not say whether it is chosen: {:?} “{name}”", node.role()));
        }
    }
    faults
}

/// Texts upon texts that nothing was painted between, and controls that cover a part of each other.
fn upon_each_other(stage: &Stage) -> Vec<String> {
    let mut faults = Vec::new();
    let texts: Vec<Text> = texts(stage).into_iter().filter(Text::is_seen).collect();
    let grounds = grounds(stage);
    for (at, lower) in texts.iter().enumerate() {
        for upper in texts.iter().skip(at + 1) {
            let both = lower.seen().intersect(upper.seen());
            let is_same = lower.words == upper.words && lower.rect == upper.rect;
            if both.width() < UNSEEN || both.height() < UNSEEN || is_same {
                continue;
            }
            let between = grounds.iter().filter(|(order, _)| (lower.order + 1..upper.order).contains(order));
            let is_covered = between.into_iter().any(|(_, ground)| ground.expand(1.0).contains_rect(both));
            if !is_covered {
                faults.push(format!("“{}” stands upon “{}” at {both:?}", upper.short(), lower.short()));
            }
        }
    }
    let mut controls = controls(stage);
    // The edge of a column lies upon the rows beside it.
    controls.retain(|one| one.role != Role::Splitter && one.name != "Resize panel");
    for (at, one) in controls.iter().enumerate() {
        for two in controls.iter().skip(at + 1).filter(|two| two.layer == one.layer) {
            let both = one.seen.intersect(two.seen);
            let is_within =
                one.rect.expand(1.5).contains_rect(two.rect) || two.rect.expand(1.5).contains_rect(one.rect);
            if both.width() > UNSEEN && both.height() > UNSEEN && !is_within {
                faults.push(format!("“{}” and “{}” cover each other at {both:?}", one.name, two.name));
            }
        }
    }
    faults
}

/// What is filled, and when it is painted.
fn grounds(stage: &Stage) -> Vec<(usize, Rect)> {
    fn gather(shape: &Shape, clip: Rect, order: usize, out: &mut Vec<(usize, Rect)>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, order, out)),
            Shape::Rect(rect) if rect.fill.a() > 40 => out.push((order, rect.rect.intersect(clip))),
            _ => {}
        }
    }
    let mut out = Vec::new();
    for (order, clipped) in stage.harness.output().shapes.iter().enumerate() {
        gather(&clipped.shape, clipped.clip_rect, order, &mut out);
    }
    out
}

/// Where one types: what is there moves with the cursor, and what is asked for is the field's name too.
fn fields(stage: &Stage) -> Vec<Rect> {
    let fields = controls(stage).into_iter();
    let fields = fields.filter(|one| matches!(one.role, Role::TextInput | Role::MultilineTextInput));
    fields.map(|one| one.rect.expand(2.0)).collect()
}

/// Texts that are cut at an edge, without a sign of it, and that do not move when one scrolls there.
fn cut(stage: &mut Stage) -> Vec<String> {
    let fields = fields(stage);
    let before: Vec<Text> = texts(stage).into_iter().filter(Text::is_seen).collect();
    let mut faults = Vec::new();
    let mut known = BTreeSet::new();
    for text in &before {
        let over = [text.clip.left() - text.rect.left(), text.rect.right() - text.clip.right()];
        let across = over.into_iter().fold(0.0, f32::max) > UNSEEN;
        let over = [text.clip.top() - text.rect.top(), text.rect.bottom() - text.clip.bottom()];
        let down = over.into_iter().fold(0.0, f32::max) > UNSEEN;
        if !(across || down) || fields.iter().any(|field| field.contains(text.seen().center())) {
            continue;
        }
        for (is_across, is_over) in [(true, across), (false, down)] {
            let place = format!("{:?} {is_across}", text.clip);
            if !is_over || !known.insert(place) {
                continue;
            }
            if !moves(stage, text, is_across) {
                faults.push(format!(
                    "cut {}: “{}” at {:?}",
                    if is_across { "across" } else { "down" },
                    text.short(),
                    text.rect
                ));
            }
        }
    }
    faults
}

/// Whether a text moves when the wheel is turned over it.
fn moves(stage: &mut Stage, text: &Text, is_across: bool) -> bool {
    let place = text.seen().center();
    stage.harness.hover_at(place);
    stage.harness.run_steps(1);
    let before = places(stage, &text.words);
    for way in [-60.0, 120.0] {
        turn(stage, if is_across { vec2(way, 0.0) } else { vec2(0.0, way) });
        if places(stage, &text.words) != before {
            return true;
        }
    }
    false
}

/// Whether a control that is cut moves when the wheel is turned where it is cut.
fn rolls(stage: &mut Stage, one: &Control) -> bool {
    let window = window(stage).shrink(8.0);
    // What is above the part that is seen of its area is cut there; else it is cut below.
    let is_above = one.seen.min.y > one.rect.max.y;
    let cut = if is_above { one.seen.min.y + 8.0 } else { one.seen.max.y.min(one.rect.max.y) - 8.0 };
    let edge = egui::pos2(one.rect.center().x, cut);
    let edge = window.clamp(edge);
    let before = one.rect.min;
    stage.harness.hover_at(edge);
    stage.harness.run_steps(1);
    for way in [vec2(0.0, -60.0), vec2(0.0, 120.0), vec2(-60.0, 0.0), vec2(120.0, 0.0)] {
        turn(stage, way);
        let now = controls(stage).into_iter().find(|now| now.node == one.node);
        if now.is_none_or(|now| now.rect.min != before) {
            return true;
        }
    }
    false
}

/// Turns the wheel where the pointer is.
fn turn(stage: &mut Stage, delta: egui::Vec2) {
    stage.harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta,
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Unknown,
    });
    stage.harness.run_steps(4);
}

fn places(stage: &Stage, words: &str) -> Vec<Pos2> {
    texts(stage).into_iter().filter(|text| text.words == words).map(|text| text.rect.min).collect()
}

/// Controls that do not come into sight when they are asked to.
fn out_of_reach(stage: &mut Stage) -> Vec<String> {
    let is_whole = |one: &Control, window: Rect| {
        let needed = vec2(one.rect.width().min(window.width() * 0.4), one.rect.height().min(16.0));
        one.seen.width() + UNSEEN >= needed.x && one.seen.height() + UNSEEN >= needed.y
    };
    let window = window(stage);
    let hidden: Vec<Control> =
        controls(stage).into_iter().filter(|one| !is_whole(one, window) && !one.rect.any_nan()).collect();
    // Of many, some: the ends and those between them.
    let step = hidden.len().div_ceil(3).max(1);
    let mut faults = Vec::new();
    for one in hidden.iter().step_by(step).chain(hidden.last()) {
        stage.harness.event(Event::AccessKitActionRequest(egui::accesskit::ActionRequest {
            action: Action::ScrollIntoView,
            target_tree: egui::accesskit::TreeId::ROOT,
            target_node: one.node,
            data: None,
        }));
        stage.harness.run_steps(3);
        let now = controls(stage).into_iter().find(|now| now.node == one.node);
        // A row of a table comes by the wheel: the table draws it only then.
        if let Some(now) = now.filter(|now| !is_whole(now, window) && !rolls(stage, now)) {
            faults.push(format!(
                "out of reach: {:?} “{}” at {:?}, seen {:?}",
                now.role, now.name, now.rect, now.seen
            ));
        }
    }
    faults
}

/// Texts that end in `…` (or begin with it) and do not show their rest under the pointer.
fn without_the_rest(stage: &mut Stage) -> Vec<String> {
    const AT_MOST: usize = 4;
    let mut known = BTreeSet::new();
    let fields = fields(stage);
    let short: Vec<Text> = texts(stage)
        .into_iter()
        .filter(|text| !fields.iter().any(|field| field.contains(text.seen().center())))
        .filter(|text| (text.is_elided || text.words.starts_with('…')) && text.is_seen())
        // What lies half behind an edge comes by scrolling, and what lies over the edge would be asked.
        .filter(|text| text.seen().height() + UNSEEN >= text.rect.height())
        .filter(|text| known.insert(text.words.clone()))
        .take(AT_MOST)
        .collect();
    let mut faults = Vec::new();
    for text in short {
        let whole = text.words.trim_start_matches('…').trim();
        stage.harness.hover_at(text.seen().center());
        stage.harness.run_steps(4);
        // The same in full, or longer words that begin like it.
        let first = whole.split_whitespace().next().unwrap_or(whole);
        let is_said = texts(stage).iter().any(|other| {
            let is_longer = other.words.len() > whole.len();
            let is_same = text.is_elided && other.words.contains(whole);
            !other.is_elided && (is_same || is_longer && other.words.contains(first))
        });
        if !is_said {
            faults.push(format!("the rest cannot be had: “{}” at {:?}", text.short(), text.rect));
        }
    }
    stage.harness.remove_cursor();
    faults
}

/// Where the keyboard goes with Tab: what comes next stands to the left on the same line, or above.
pub(crate) fn out_of_order(name: &str, look: Look) -> Vec<String> {
    const MOST: usize = 60;
    let mut stage = Stage::of(pages::page(name), look);
    let mut faults = Vec::new();
    let mut before: Option<Control> = None;
    let mut been = BTreeSet::new();
    for _ in 0..MOST {
        stage.harness.key_press(Key::Tab);
        stage.harness.run_steps(2);
        let Some(id) = stage.harness.ctx.memory(egui::Memory::focused) else { break };
        let Some(now) = controls(&stage).into_iter().find(|one| one.node == id.accesskit_id()) else {
            continue;
        };
        if !been.insert(now.node) {
            break;
        }
        // After the last comes the first: where a dialog begins is not at its top.
        if before.is_some() && controls(&stage).first().is_some_and(|first| first.node == now.node) {
            before = None;
        }
        // Where it stands now: the page may have been scrolled to what has the keyboard.
        let before_now =
            before.and_then(|before| controls(&stage).into_iter().find(|one| one.node == before.node));
        if let Some(before) = before_now.filter(|before| before.layer == now.layer) {
            let (old, new) = (before.rect, now.rect);
            let shared = old.bottom().min(new.bottom()) - old.top().max(new.top());
            let is_line = shared > 0.5 * old.height().min(new.height());
            let is_left = is_line && new.right() <= old.left() + 1.0 && old.left() - new.right() < 120.0;
            let is_column = old.left().max(new.left()) < old.right().min(new.right());
            let is_above = is_column && new.bottom() <= old.top() + 1.0 && old.top() - new.bottom() < 120.0;
            if is_left || is_above {
                let side = if is_above { "above" } else { "left" };
                faults.push(format!(
                    "{side}: after “{}” comes “{}”, which stands before it",
                    before.name, now.name
                ));
            }
        }
        before = Some(now);
    }
    faults
}
