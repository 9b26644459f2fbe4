//! What it is for: lines with marks, failures with folded details.
//! In: bullets, failures. Out: labels with drawn marks. Never: a judgement.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use crate::{
    failure::Failure,
    ui::{
        theme::{Palette, Type, gap},
        view::{BulletMark, BulletView, CheckState, Tone},
    },
    words,
};

use super::{
    button::link_button,
    icon::{Glyph, disclosure, glyph},
    text::{aloud, label, rich},
};

/// The sign and tone of a mark.
fn sign_of(mark: BulletMark) -> (Glyph, Tone) {
    match mark {
        BulletMark::Change => (Glyph::Wave, Tone::Warn),
        BulletMark::Same => (Glyph::Equal, Tone::Quiet),
        BulletMark::Add => (Glyph::Plus, Tone::Good),
        BulletMark::Remove => (Glyph::Minus, Tone::Bad),
        BulletMark::Warn => (Glyph::Exclaim, Tone::Warn),
        BulletMark::Bad => (Glyph::Cross, Tone::Bad),
        BulletMark::Good => (Glyph::Check, Tone::Good),
        BulletMark::Note => (Glyph::Dot, Tone::Quiet),
    }
}

/// The sign of a check's state.
pub(in crate::ui) fn glyph_of(state: CheckState) -> Glyph {
    match state {
        CheckState::Good => Glyph::Check,
        CheckState::Warn => Glyph::Exclaim,
        CheckState::Bad => Glyph::Cross,
        CheckState::Waiting => Glyph::Dots,
        CheckState::Unknown => Glyph::Question,
    }
}

fn mark_word(mark: BulletMark) -> String {
    words::text(match mark {
        BulletMark::Change => "wizard-mark-change",
        BulletMark::Same => "wizard-mark-same",
        BulletMark::Add => "wizard-mark-add",
        BulletMark::Remove => "wizard-mark-remove",
        BulletMark::Warn => "wizard-mark-warn",
        BulletMark::Bad => "wizard-mark-bad",
        BulletMark::Good => "wizard-mark-good",
        BulletMark::Note => "wizard-mark-note",
    })
}

/// Lines with marks.
pub(in crate::ui) fn bullets(ui: &mut Ui, lines: &[BulletView]) {
    let palette = Palette::of(ui);
    for line in lines {
        let (sign, tone) = sign_of(line.mark);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let (rect, response) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, mark_word(line.mark)));
            glyph(ui.painter(), sign, rect.center(), 11.0, palette.tone(tone).0);
            ui.vertical(|ui| rich(ui, &line.text, Type::Body, palette.text));
        });
    }
}

/// What happened, what to do, and folded why.
pub(in crate::ui) fn failure(ui: &mut Ui, failure: &Failure) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let (rect, response) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, mark_word(BulletMark::Bad)));
        glyph(ui.painter(), Glyph::Cross, rect.center(), 11.0, palette.tone(Tone::Bad).0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = gap::TIGHT;
            let said = label(ui, &failure.summary.text(), Type::Body, palette.text);
            aloud(&said, Tone::Bad);
            if let Some(hint) = &failure.hint {
                label(ui, &hint.text(), Type::Small, palette.dim);
            }
            folded_details(ui, &failure.details);
        });
    });
}

/// Technical causes behind a fold.
pub(in crate::ui) fn folded_details(ui: &mut Ui, details: &[String]) {
    if details.is_empty() {
        return;
    }
    let palette = Palette::of(ui);
    let id = ui.scope_id().with(("details", details.first()));
    let mut is_open: bool = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
        disclosure(ui.painter(), rect.center(), is_open, palette.dim);
        let name = words::text("wizard-details");
        if link_button(ui, &name, &name).clicked() {
            is_open = !is_open;
            ui.data_mut(|data| data.insert_temp(id, is_open));
        }
    });
    if is_open {
        for detail in details {
            label(ui, detail, Type::Code, palette.dim);
        }
    }
}
