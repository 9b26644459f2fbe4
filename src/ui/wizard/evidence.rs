//! What it is for: one piece of evidence: the lines of a log with those that count marked, or what was seen otherwise.
//! In: an [`EvidenceView`]. Out: a card. Never: a colour alone for what a line means.

use egui::{
    Color32, Frame, Margin, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, text::LayoutJob, vec2,
};

use crate::{
    ui::{
        rich::visible,
        theme::{Palette, Type},
        view::{Chip, EvidenceBody, EvidenceLine, EvidenceView, Tone},
        widgets::{Glyph, Head, bullets, card, failure, glyph, label, nothing},
    },
    words::{self, Sentence},
};

/// A line longer than this is cut on screen.
const SHOWN_CHARS: usize = 2_000;
/// The card's lines are never higher than this.
const HIGHEST: f32 = 240.0;

pub(super) fn card_of(ui: &mut Ui, view: &EvidenceView) {
    let busy = Chip::busy(words::text("wizard-evidence-loading"));
    let near = match &view.body {
        EvidenceBody::Loading => Some(&busy),
        EvidenceBody::Failed(_) | EvidenceBody::Lines { .. } | EvidenceBody::Facts(_) => view.chip.as_ref(),
    };
    let has_lines = matches!(&view.body, EvidenceBody::Lines { lines, .. } if !lines.is_empty());
    let head = Head { title: &view.title, near, is_flush: has_lines, is_small: true, ..Head::default() };
    let palette = Palette::of(ui);
    card(ui, &head, nothing, |ui| match &view.body {
        EvidenceBody::Loading => {
            label(ui, &words::text("wizard-evidence-waiting"), Type::Small, palette.dim);
        }
        EvidenceBody::Failed(what) => failure(ui, what),
        EvidenceBody::Facts(lines) => bullets(ui, lines),
        EvidenceBody::Lines { lines, pattern, .. } if lines.is_empty() => {
            let words = if pattern.is_empty() {
                words::text("wizard-evidence-empty")
            } else {
                Sentence::new("wizard-evidence-no-match").with("pattern", pattern.clone()).text()
            };
            label(ui, &words, Type::Body, palette.dim);
        }
        EvidenceBody::Lines { lines, left_out, .. } => log(ui, &view.title, lines, *left_out),
    });
}

fn log(ui: &mut Ui, title: &str, lines: &[EvidenceLine], left_out: usize) {
    let palette = Palette::of(ui);
    Frame::new().inner_margin(Margin::symmetric(0, 8)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if left_out > 0 {
            let words = Sentence::new("wizard-evidence-left-out").count("count", left_out).text();
            Frame::new().inner_margin(Margin { left: 34, right: 14, top: 0, bottom: 4 }).show(ui, |ui| {
                label(ui, &words, Type::Small, palette.faint);
            });
        }
        let area = ScrollArea::vertical()
            .id_salt(("evidence", title))
            .min_scrolled_height(HIGHEST)
            .max_height(HIGHEST);
        area.auto_shrink([false, true]).show(ui, |ui| {
            let widest = lines.iter().map(|line| line.time.chars().count()).max().unwrap_or(0);
            for line in lines {
                one(ui, line, widest);
            }
        });
    });
}

/// One line; what does not fit goes on below, beside the time.
fn one(ui: &mut Ui, line: &EvidenceLine, time_chars: usize) {
    let palette = Palette::of(ui);
    let font = Type::Code.font();
    let (sign, ink, ground) = match line.tone {
        Tone::Bad => (Some((Glyph::Cross, Tone::Bad)), palette.removed.1, Some(palette.removed.0)),
        Tone::Warn => (Some((Glyph::Exclaim, Tone::Warn)), palette.strong, Some(palette.tone(Tone::Warn).1)),
        Tone::Good => (Some((Glyph::Check, Tone::Good)), palette.added.1, Some(palette.added.0)),
        Tone::Info | Tone::Quiet => (None, palette.dim, None),
    };
    let digit = ui.painter().layout_no_wrap("0".to_owned(), font.clone(), Color32::PLACEHOLDER).size().x;
    #[expect(clippy::cast_precision_loss, reason = "a width in pixels")]
    let beside = if time_chars == 0 { 0.0 } else { time_chars as f32 * digit + 14.0 };
    let shown: String = line.text.chars().take(SHOWN_CHARS).collect();
    let room = (ui.available_width() - 34.0 - beside - 14.0).max(80.0);
    let mut job = LayoutJob::simple(visible(&shown).into_owned(), font.clone(), ink, room);
    job.wrap.break_anywhere = true;
    let galley = ui.painter().layout_job(job);
    let height = galley.size().y.max(15.0) + 4.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let mark = match line.tone {
        Tone::Bad => words::text("wizard-evidence-bad"),
        Tone::Warn | Tone::Good => words::text("wizard-evidence-match"),
        Tone::Info | Tone::Quiet => String::new(),
    };
    let name = [mark.as_str(), &line.time, &shown].join(" ");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name.trim()));
    if let Some(ground) = ground {
        ui.painter().rect_filled(Rect::from_x_y_ranges(rect.x_range(), rect.y_range()), 0.0, ground);
    }
    let first = rect.top() + 2.0 + 7.5;
    if let Some((sign, tone)) = sign {
        glyph(ui.painter(), sign, pos2(rect.left() + 18.0, first), 9.0, palette.tone(tone).0);
    }
    let at = pos2(rect.left() + 34.0, rect.top() + 2.0);
    let time_ink = if ground.is_some() { ink } else { palette.faint };
    ui.painter().text(at, egui::Align2::LEFT_TOP, visible(&line.time), font, time_ink);
    ui.painter().galley(at + vec2(beside, 0.0), galley, ink);
}
