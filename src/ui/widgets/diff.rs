//! What it is for: a unified difference, line by line; only the lines in sight are drawn.
//! In: a [`DiffView`]. Out: coloured lines with their signs. Never: wrapping, which would hide what is an own line.

use egui::{Align2, FontId, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::{
    rich::visible,
    theme::{Palette, Type},
    view::{DiffKind, DiffLine, DiffView},
};

const ROW: f32 = 19.0;

enum Row<'a> {
    Header(&'a str),
    Line(&'a DiffLine),
}

/// The lines of a difference in a scroll area not higher than `max_height`.
pub(in crate::ui) fn diff_lines(ui: &mut Ui, diff: &DiffView, max_height: f32) {
    let rows: Vec<Row<'_>> = diff
        .hunks
        .iter()
        .flat_map(|hunk| {
            let header = (!hunk.header.is_empty()).then_some(Row::Header(&hunk.header));
            header.into_iter().chain(hunk.lines.iter().map(Row::Line))
        })
        .collect();
    let font = Type::Code.font();
    let glyph =
        ui.painter().layout_no_wrap("0".to_owned(), font.clone(), egui::Color32::PLACEHOLDER).size().x;
    let longest = rows.iter().map(|row| row.text().chars().count()).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "a width in pixels")]
    let width = longest as f32 * glyph + 48.0;
    ui.push_id(("diff", &diff.title), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::both().max_height(max_height).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            rows.len(),
            |ui, range| {
                for row in rows.get(range).unwrap_or_default() {
                    draw_row(ui, row, width, &font);
                }
            },
        );
    });
}

impl Row<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Header(header) => header,
            Self::Line(line) => &line.text,
        }
    }
}

fn draw_row(ui: &mut Ui, row: &Row<'_>, width: f32, font: &FontId) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width.max(ui.available_width()), ROW), Sense::hover());
    let (sign, ink, ground) = match row {
        Row::Header(_) => ("", palette.faint, None),
        Row::Line(line) => match line.kind {
            DiffKind::Same => (" ", palette.dim, None),
            DiffKind::Removed => ("−", palette.removed.1, Some(palette.removed.0)),
            DiffKind::Added => ("+", palette.added.1, Some(palette.added.0)),
        },
    };
    let text = match row {
        Row::Header(header) => format!("@@ {} @@", visible(header)),
        Row::Line(line) => visible(&line.text).into_owned(),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{sign}{text}")));
    if let Some(ground) = ground {
        let band =
            Rect::from_x_y_ranges(rect.left()..=rect.right().max(ui.clip_rect().right()), rect.y_range());
        ui.painter().rect_filled(band, 0.0, ground);
    }
    let y = rect.center().y;
    ui.painter().text(pos2(rect.left() + 14.0, y), Align2::LEFT_CENTER, sign, font.clone(), ink);
    let x = rect.left() + if matches!(row, Row::Header(_)) { 14.0 } else { 30.0 };
    ui.painter().text(pos2(x, y), Align2::LEFT_CENTER, text, font.clone(), ink);
}
