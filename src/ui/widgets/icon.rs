//! What it is for: the small drawn marks. Each state differs in shape, word and colour.
//! In: a state and a place. Out: shapes. Never: a glyph that a font may lack.

use egui::{
    Align2, Color32, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    ui::{
        theme::{Palette, Type, is_still},
        view::{StepState, Tone},
    },
    words,
};

/// A drawn sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Glyph {
    /// ✓
    Check,
    /// ✗
    Cross,
    /// !
    Exclaim,
    /// ?
    Question,
    /// ~
    Wave,
    /// =
    Equal,
    /// +
    Plus,
    /// −
    Minus,
    /// ·
    Dot,
    /// …
    Dots,
    /// ‖
    Pause,
    /// ↶
    Back,
    /// A padlock.
    Lock,
}

/// Draws a sign into a square of side `size` around `at`.
pub(in crate::ui) fn glyph(painter: &Painter, sign: Glyph, at: Pos2, size: f32, ink: Color32) {
    let stroke = Stroke::new((size * 0.15).max(1.3), ink);
    let p = |x: f32, y: f32| pos2(at.x + x * size, at.y + y * size);
    let line = |a: Pos2, b: Pos2| {
        painter.line_segment([a, b], stroke);
    };
    match sign {
        Glyph::Check => {
            painter.add(Shape::line(vec![p(-0.4, 0.02), p(-0.1, 0.3), p(0.42, -0.3)], stroke));
        }
        Glyph::Cross => {
            line(p(-0.32, -0.32), p(0.32, 0.32));
            line(p(-0.32, 0.32), p(0.32, -0.32));
        }
        Glyph::Exclaim => {
            line(p(0.0, -0.42), p(0.0, 0.12));
            painter.circle_filled(p(0.0, 0.38), size * 0.1, ink);
        }
        Glyph::Wave => {
            let wave = [(-0.42, 0.1), (-0.28, -0.1), (-0.12, -0.08), (0.12, 0.1), (0.28, 0.1), (0.42, -0.1)];
            painter.add(Shape::line(wave.into_iter().map(|(x, y)| p(x, y)).collect(), stroke));
        }
        Glyph::Equal => {
            line(p(-0.36, -0.14), p(0.36, -0.14));
            line(p(-0.36, 0.16), p(0.36, 0.16));
        }
        Glyph::Plus => {
            line(p(-0.36, 0.0), p(0.36, 0.0));
            line(p(0.0, -0.36), p(0.0, 0.36));
        }
        Glyph::Minus => line(p(-0.36, 0.0), p(0.36, 0.0)),
        Glyph::Dot => {
            painter.circle_filled(at, size * 0.14, ink);
        }
        Glyph::Dots => {
            for x in [-0.34, 0.0, 0.34] {
                painter.circle_filled(p(x, 0.0), size * 0.11, ink);
            }
        }
        Glyph::Pause => {
            line(p(-0.16, -0.3), p(-0.16, 0.3));
            line(p(0.16, -0.3), p(0.16, 0.3));
        }
        Glyph::Question => question(painter, at, size, stroke),
        Glyph::Lock => lock(painter, at, size, stroke),
        Glyph::Back => back(painter, at, size, stroke),
    }
}

/// A question mark.
fn question(painter: &Painter, at: Pos2, size: f32, stroke: Stroke) {
    let p = |x: f32, y: f32| pos2(at.x + x * size, at.y + y * size);
    let curve = [
        (-0.24, -0.22),
        (-0.18, -0.38),
        (0.0, -0.45),
        (0.18, -0.38),
        (0.24, -0.22),
        (0.14, -0.06),
        (0.0, 0.02),
        (0.0, 0.16),
    ];
    painter.add(Shape::line(curve.into_iter().map(|(x, y)| p(x, y)).collect(), stroke));
    painter.circle_filled(p(0.0, 0.4), size * 0.1, stroke.color);
}

/// A padlock.
fn lock(painter: &Painter, at: Pos2, size: f32, stroke: Stroke) {
    let p = |x: f32, y: f32| pos2(at.x + x * size, at.y + y * size);
    let body = Rect::from_min_max(p(-0.34, -0.06), p(0.34, 0.46));
    painter.rect_filled(body, size * 0.08, stroke.color);
    let bow = [(-0.2, -0.06), (-0.2, -0.26), (-0.12, -0.42), (0.12, -0.42), (0.2, -0.26), (0.2, -0.06)];
    painter.add(Shape::line(bow.into_iter().map(|(x, y)| p(x, y)).collect(), stroke));
}

/// An arrow that turns back.
fn back(painter: &Painter, at: Pos2, size: f32, stroke: Stroke) {
    let p = |x: f32, y: f32| pos2(at.x + x * size, at.y + y * size);
    let curve =
        [(-0.36, -0.12), (0.1, -0.12), (0.28, -0.06), (0.36, 0.1), (0.28, 0.26), (0.1, 0.34), (-0.14, 0.34)];
    painter.add(Shape::line(curve.into_iter().map(|(x, y)| p(x, y)).collect(), stroke));
    painter.add(Shape::line(vec![p(-0.12, -0.38), p(-0.38, -0.12), p(-0.12, 0.14)], stroke));
}

/// How often a turning mark moves. Each picture of the window costs 20 ms of a core where no graphics card helps: four
/// a second look like a clock's hand, and leave the machine to what is waited for.
const STEP: std::time::Duration = std::time::Duration::from_millis(250);
/// How many steps make a whole turn.
const STEPS: f64 = 12.0;

/// A turning mark. Asks for the next picture itself, slowly: the window sleeps otherwise. It stands where nothing is to
/// move: that it is an open ring says enough.
pub(in crate::ui) fn spinner(ui: &Ui, at: Pos2, radius: f32, ink: Color32) {
    let is_still = is_still(ui.style());
    if !is_still {
        ui.ctx().request_repaint_after(STEP);
    }
    let time = if is_still { 0.0 } else { ui.input(|input| input.time) };
    let turn = (time / STEP.as_secs_f64()).floor() * std::f64::consts::TAU / STEPS;
    let points = (0..=14u8).map(|i| {
        #[expect(clippy::cast_possible_truncation, reason = "an angle: the last bits do not show")]
        let angle = turn.rem_euclid(std::f64::consts::TAU) as f32 + f32::from(i) * 0.3;
        at + radius * vec2(angle.cos(), angle.sin())
    });
    ui.painter().add(Shape::line(points.collect(), Stroke::new(1.6, ink)));
}

/// A round dot with a name for those who do not see its colour.
pub(in crate::ui) fn status_dot(ui: &mut Ui, tone: Tone, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(10.0, 16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    ui.painter().circle_filled(rect.center(), 4.0, Palette::of(ui).tone(tone).0);
    response
}

/// A small triangle: right when closed, down when open.
pub(in crate::ui) fn disclosure(painter: &Painter, at: Pos2, is_open: bool, ink: Color32) {
    let points = if is_open {
        vec![at + vec2(-4.0, -2.0), at + vec2(0.0, 2.5), at + vec2(4.0, -2.0)]
    } else {
        vec![at + vec2(-2.0, -4.0), at + vec2(2.5, 0.0), at + vec2(-2.0, 4.0)]
    };
    painter.add(Shape::line(points, Stroke::new(1.6, ink)));
}

/// The word of a step's state.
pub(in crate::ui) fn state_word(state: StepState) -> String {
    words::text(match state {
        StepState::Waiting => "wizard-state-waiting",
        StepState::Looking => "wizard-state-looking",
        StepState::Blocked => "wizard-state-blocked",
        StepState::Ready => "wizard-state-ready",
        StepState::Running => "wizard-state-running",
        StepState::Late => "wizard-state-late",
        StepState::Done => "wizard-state-done",
        StepState::Deviation => "wizard-state-deviation",
        StepState::Skipped => "wizard-state-skipped",
        StepState::Failed => "wizard-state-failed",
        StepState::Stopped => "wizard-state-stopped",
        StepState::Unknown => "wizard-state-unknown",
        StepState::Undone => "wizard-state-undone",
    })
}

/// The tone of a step's state.
pub(in crate::ui) fn state_tone(state: StepState) -> Tone {
    match state {
        StepState::Waiting | StepState::Skipped | StepState::Undone => Tone::Quiet,
        StepState::Looking | StepState::Ready | StepState::Running => Tone::Info,
        StepState::Late | StepState::Deviation | StepState::Unknown | StepState::Stopped => Tone::Warn,
        StepState::Done => Tone::Good,
        StepState::Failed | StepState::Blocked => Tone::Bad,
    }
}

/// The round mark of a step: a number, a sign, or a turning line, each state with its own shape.
pub(in crate::ui) fn state_mark(ui: &Ui, rect: Rect, state: StepState, number: &str) {
    let palette = Palette::of(ui);
    let (ink, ground) = palette.tone(state_tone(state));
    let (at, radius) = (rect.center(), rect.width().min(rect.height()) / 2.0);
    let painter = ui.painter();
    let number_in = |ink: Color32| {
        let font = if number.len() > 1 { Type::Tiny } else { Type::SmallStrong };
        painter.text(at, Align2::CENTER_CENTER, number, font.font(), ink);
    };
    let sign = match state {
        StepState::Done => Some(Glyph::Check),
        StepState::Failed => Some(Glyph::Cross),
        StepState::Deviation | StepState::Blocked => Some(Glyph::Exclaim),
        StepState::Skipped => Some(Glyph::Minus),
        StepState::Unknown => Some(Glyph::Question),
        StepState::Stopped => Some(Glyph::Pause),
        StepState::Undone => Some(Glyph::Back),
        StepState::Waiting | StepState::Looking | StepState::Ready | StepState::Running | StepState::Late => {
            None
        }
    };
    match state {
        StepState::Waiting => {
            painter.circle_stroke(at, radius - 0.75, Stroke::new(1.2, palette.edge));
            number_in(palette.dim);
        }
        StepState::Skipped => dashed_circle(painter, at, radius - 0.75, palette.faint),
        StepState::Running | StepState::Late | StepState::Looking => {
            painter.circle_stroke(at, radius - 1.0, Stroke::new(1.5, ground));
            spinner(ui, at, radius - 1.0, ink);
            number_in(ink);
        }
        StepState::Ready => {
            painter.circle(at, radius - 0.75, ground, Stroke::new(1.6, ink));
            number_in(ink);
        }
        StepState::Done
        | StepState::Failed
        | StepState::Deviation
        | StepState::Blocked
        | StepState::Unknown
        | StepState::Undone
        | StepState::Stopped => {
            painter.circle(at, radius - 0.75, ground, Stroke::new(1.4, ink));
        }
    }
    if let Some(sign) = sign {
        glyph(painter, sign, at, radius * 0.95, if state == StepState::Skipped { palette.dim } else { ink });
    }
}

fn dashed_circle(painter: &Painter, at: Pos2, radius: f32, ink: Color32) {
    let points: Vec<Pos2> = (0..=48u8)
        .map(|i| {
            let angle = f32::from(i) * std::f32::consts::TAU / 48.0;
            at + radius * vec2(angle.cos(), angle.sin())
        })
        .collect();
    painter.extend(Shape::dashed_line(&points, Stroke::new(1.2, ink), 3.2, 2.6));
}
