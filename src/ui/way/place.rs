//! What it is for: where the boxes of a way stand and how lines join them. In: the room, and how many branches there are.
//! Out: rectangles and lines. Never: a box beyond the room's edges, or drawing.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// From this width on the way goes from left to right, else downwards.
const ACROSS: f32 = 720.0;
/// No branch is narrower where branches stand side by side.
const COLUMN: f32 = 150.0;
/// Height of a box with a line for each of its three texts, and with two of them on one line.
pub(super) const HIGH: f32 = 60.0;
const LOW: f32 = 44.0;
/// Between boxes that a line joins; wider where a share is written.
const GAP: f32 = 20.0;
const SHARE: f32 = 48.0;
const BESIDE: f32 = 10.0;

/// What a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Name,
    Route,
    Service(usize),
    Endpoints(usize),
    Pods(usize),
}

/// A line into a box.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) to: Stop,
    pub(super) points: Vec<Pos2>,
    /// Where the share of a branch is written: the middle of its left edge.
    pub(super) share: Option<Pos2>,
}

/// Where everything stands, from the corner at the top left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) boxes: Vec<(Stop, Rect)>,
    pub(super) lines: Vec<Line>,
    pub(super) size: Vec2,
}

/// The plan for a room of that width.
pub(super) fn plan(width: f32, branches: usize) -> Plan {
    let mut plan = Plan { boxes: Vec::new(), lines: Vec::new(), size: vec2(width, 0.0) };
    if width >= ACROSS {
        plan.across(width, branches);
    } else {
        plan.down(width, branches);
    }
    let bottom = plan.boxes.iter().map(|(_, rect)| rect.bottom()).fold(0.0, f32::max);
    plan.size.y = bottom;
    plan
}

fn number(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

fn chain(branch: usize) -> [Stop; 3] {
    [Stop::Service(branch), Stop::Endpoints(branch), Stop::Pods(branch)]
}

impl Plan {
    fn across(&mut self, width: f32, branches: usize) {
        let fork = if branches > 1 { SHARE } else { GAP };
        let wide = (width - 3.0 * GAP - fork) / 5.0;
        let high = number(branches.max(1)) * (HIGH + BESIDE) - BESIDE;
        let left = |column: usize| {
            let more = if column > 1 { fork - GAP } else { 0.0 };
            number(column) * (wide + GAP) + more
        };
        let at = |column: usize, top: f32| Rect::from_min_size(pos2(left(column), top), vec2(wide, HIGH));
        let middle = (high - HIGH) / 2.0;
        let (name, route) = (at(0, middle), at(1, middle));
        self.boxes.extend([(Stop::Name, name), (Stop::Route, route)]);
        self.line(Stop::Route, vec![name.right_center(), route.left_center()], None);
        for branch in 0..branches {
            let top = number(branch) * (HIGH + BESIDE);
            let mut before = route;
            for (column, stop) in (2..).zip(chain(branch)) {
                let here = at(column, top);
                self.boxes.push((stop, here));
                let (from, to) = (before.right_center(), here.left_center());
                let bend = from.x + GAP / 2.0;
                let points = vec![from, pos2(bend, from.y), pos2(bend, to.y), to];
                let share = (column == 2 && branches > 1).then(|| to + vec2(-GAP - 16.0, -8.0));
                self.line(stop, points, share);
                before = here;
            }
        }
    }

    fn down(&mut self, width: f32, branches: usize) {
        let place = |top: f32| Rect::from_min_size(pos2(0.0, top), vec2(width, LOW));
        let name = place(0.0);
        let route = place(LOW + GAP);
        self.boxes.extend([(Stop::Name, name), (Stop::Route, route)]);
        self.line(Stop::Route, vec![name.center_bottom(), route.center_top()], None);
        let count = number(branches.max(1));
        let column = (width - BESIDE * (count - 1.0)) / count;
        let top = route.bottom() + if branches > 1 { GAP * 1.6 } else { GAP };
        if branches < 2 || column >= COLUMN {
            // A narrow box needs a line for each of its texts.
            let high = if branches > 1 { HIGH } else { LOW };
            for branch in 0..branches {
                let left = number(branch) * (column + BESIDE);
                let first = Rect::from_min_size(pos2(left, top), vec2(column, high));
                self.branch_down(branch, first, route, branches > 1);
            }
        } else {
            self.stacked(branches, width, route);
        }
    }

    /// One branch below the route.
    fn branch_down(&mut self, branch: usize, first: Rect, route: Rect, is_shared: bool) {
        let mut before = route;
        for (number_of, stop) in chain(branch).into_iter().enumerate() {
            let here = first.translate(vec2(0.0, number(number_of) * (first.height() + GAP)));
            self.boxes.push((stop, here));
            let to = here.center_top();
            let points = if number_of == 0 {
                let bend = route.bottom() + GAP / 2.0;
                vec![route.center_bottom(), pos2(route.center().x, bend), pos2(to.x, bend), to]
            } else {
                vec![before.center_bottom(), to]
            };
            let share = (number_of == 0 && is_shared).then(|| to + vec2(6.0, -9.0));
            self.line(stop, points, share);
            before = here;
        }
    }

    /// Branches one below the other, joined at the left: where there is no room side by side.
    fn stacked(&mut self, branches: usize, width: f32, route: Rect) {
        let mut top = route.bottom() + GAP;
        for branch in 0..branches {
            let mut before = route;
            for (step, stop) in chain(branch).into_iter().enumerate() {
                let here = Rect::from_min_size(pos2(SHARE, top), vec2(width - SHARE, LOW));
                self.boxes.push((stop, here));
                if step == 0 {
                    let (x, to) = (BESIDE, here.left_center());
                    let points = vec![pos2(x, route.bottom()), pos2(x, to.y), to];
                    self.line(stop, points, Some(to + vec2(-SHARE + BESIDE + 4.0, -9.0)));
                } else {
                    self.line(stop, vec![before.center_bottom(), here.center_top()], None);
                }
                before = here;
                top = here.bottom() + if step == 2 { GAP } else { BESIDE };
            }
        }
    }

    fn line(&mut self, to: Stop, points: Vec<Pos2>, share: Option<Pos2>) {
        self.lines.push(Line { to, points, share });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_box_leaves_the_room_or_covers_another() {
        for width in [220.0, 300.0, 380.0, 560.0, 719.0, 720.0, 1100.0] {
            for branches in 0..6 {
                let plan = plan(width, branches);
                assert_eq!(plan.boxes.len(), 2 + 3 * branches);
                let room = Rect::from_min_size(Pos2::ZERO, plan.size).expand(0.01);
                for (index, (stop, rect)) in plan.boxes.iter().enumerate() {
                    assert!(room.contains_rect(*rect), "{stop:?} at {width}: {rect:?}");
                    assert!(rect.width() >= 100.0, "{stop:?} at {width}: {rect:?}");
                    for (other, second) in plan.boxes.iter().skip(index + 1) {
                        assert!(!rect.shrink(0.1).intersects(*second), "{stop:?} and {other:?} at {width}");
                    }
                }
                assert!(plan.lines.iter().flat_map(|line| &line.points).all(|at| room.contains(*at)));
            }
        }
    }
}
