//! What it is for: finding words in lines that stand on a page: a difference, an output. In: the lines, piece by piece.
//! Out: which of them match, where in a line, and the one to go to. Never: a search anew while nothing changed.

use std::{fmt::Debug, ops::Range};

use egui::{Color32, FontId, Id, TextFormat, Ui, text::LayoutJob, vec2};

use super::{button::link_button, field::single_line, text::text};
use crate::{
    logbook::{Find, Pattern},
    ui::{
        rich::visible,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::Tone,
    },
    words::{self, Sentence},
};

/// What is sought on a page, and what was found; `P` names a line.
#[derive(Debug, Clone)]
pub(in crate::ui) struct Seek<P> {
    is_open: bool,
    wants_focus: bool,
    text: String,
    pattern: Option<Pattern>,
    hits: Vec<P>,
    /// Which of the hits was gone to.
    at: Option<usize>,
    /// What the hits were found in.
    of: Option<u64>,
}

impl<P> Default for Seek<P> {
    fn default() -> Self {
        Self {
            is_open: false,
            wants_focus: false,
            text: String::new(),
            pattern: None,
            hits: Vec::new(),
            at: None,
            of: None,
        }
    }
}

impl<P: Copy + PartialEq + Debug> Seek<P> {
    /// The words that open the field; a second press closes it. Control and F do the same for what is drawn first.
    pub(in crate::ui) fn switch(&mut self, ui: &mut Ui, of: &str) {
        let words = words::text("seek-open");
        let name = Sentence::new("seek-open-name").with("what", of).text();
        let response = link_button(ui, &words, &name).on_hover_text(Shortcut::TextFind.beside(&name));
        let is_free = ui.memory(|memory| memory.is_above_modal_layer(ui.layer_id()));
        if response.clicked() && self.is_open {
            self.close();
        } else if response.clicked() || (is_free && Shortcut::TextFind.take(ui.ctx())) {
            (self.is_open, self.wants_focus) = (true, true);
        }
    }

    /// Whether the field is shown.
    pub(in crate::ui) fn is_open(&self) -> bool {
        self.is_open
    }

    fn close(&mut self) {
        *self = Self::default();
    }

    /// The field with how many were found; the line to go to, when one is to be gone to.
    pub(in crate::ui) fn bar(&mut self, ui: &mut Ui, id: Id, of: &str) -> Option<P> {
        let palette = Palette::of(ui);
        let name = Sentence::new("seek-open-name").with("what", of).text();
        let mut goes = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap::SMALL;
            let width = (ui.available_width() * 0.45).clamp(120.0, 320.0);
            let (response, typed) = ui
                .allocate_ui(vec2(width, gap::CONTROL), |ui| {
                    ui.set_width(width);
                    single_line(ui, ("seek", id), Type::Code, &self.text, &words::text("seek-hint"))
                })
                .inner;
            let response = response.accessible_name(&name);
            if self.wants_focus && !ui.is_sizing_pass() {
                response.request_focus();
                self.wants_focus = false;
            }
            if let Some(typed) = typed {
                self.sought(typed);
            }
            let is_by_key = response.lost_focus() && Shortcut::FindNext.is_pressed(ui.ctx());
            if is_by_key {
                response.request_focus();
                goes = self.step(!Shortcut::FindBefore.is_pressed(ui.ctx()));
            } else if response.lost_focus() && Shortcut::FieldLeave.is_pressed(ui.ctx()) {
                self.close();
            }
            if !self.text.is_empty() {
                ui.label(text(&self.count(), Type::Small, palette.dim));
                let has_hits = !self.hits.is_empty();
                for (key, is_on) in [("logs-back", false), ("logs-next", true)] {
                    let words = words::text(key);
                    let pressed = ui.add_enabled_ui(has_hits, |ui| link_button(ui, &words, &words).clicked());
                    if pressed.inner && has_hits {
                        goes = self.step(is_on);
                    }
                }
            }
        });
        goes
    }

    fn sought(&mut self, text: String) {
        let find = Find { text, ..Find::default() };
        self.pattern = if find.text.is_empty() { None } else { Pattern::new(&find).ok() };
        self.text = find.text;
        (self.of, self.at) = (None, None);
        self.hits.clear();
    }

    /// How many, and which of them was gone to.
    fn count(&self) -> String {
        let place = self.at.map_or(0, |at| at + 1);
        let key = match (self.hits.len(), place) {
            (0, _) => "logs-found-none",
            (_, 0) => "logs-found",
            (_, _) => "logs-found-at",
        };
        Sentence::new(key).count("count", self.hits.len()).count("place", place).text()
    }

    fn step(&mut self, is_on: bool) -> Option<P> {
        let all = self.hits.len();
        let last = all.checked_sub(1)?;
        let next = match (self.at, is_on) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) if at >= last => 0,
            (Some(at), true) => at + 1,
            (Some(at), false) => at.checked_sub(1).unwrap_or(last),
        };
        self.at = Some(next);
        self.hits.get(next).copied()
    }

    /// Seeks in these lines, when they (`of`) or the words are others than before.
    pub(in crate::ui) fn look<L: AsRef<str>>(&mut self, of: u64, lines: impl Iterator<Item = (P, L)>) {
        let Some(pattern) = self.pattern.as_ref().filter(|_| self.of != Some(of)) else { return };
        let was = self.at.and_then(|at| self.hits.get(at)).copied();
        let found = lines.filter(|(_, line)| !pattern.places(line.as_ref()).is_empty());
        self.hits = found.map(|(place, _)| place).collect();
        self.at = was.and_then(|was| self.hits.iter().position(|hit| *hit == was));
        self.of = Some(of);
    }

    /// All lines that were found.
    pub(in crate::ui) fn hits(&self) -> &[P] {
        &self.hits
    }

    /// Whether this line was gone to.
    pub(in crate::ui) fn is_at(&self, place: P) -> bool {
        self.at.and_then(|at| self.hits.get(at)) == Some(&place)
    }

    /// Where in a line it stands.
    pub(in crate::ui) fn places(&self, line: &str) -> Vec<Range<usize>> {
        self.pattern.as_ref().map(|pattern| pattern.places(line)).unwrap_or_default()
    }
}

/// A line in one colour, with parts that stand out (a ground for each) and places that were found.
pub(in crate::ui) fn marked(
    palette: &Palette,
    line: &str,
    (font, ink): (FontId, Color32),
    (words, ground): (&[Range<usize>], Color32),
    hits: &[Range<usize>],
) -> LayoutJob {
    let mut cuts: Vec<usize> = vec![line.len()];
    cuts.extend(words.iter().chain(hits).flat_map(|range| [range.start, range.end]));
    cuts.retain(|cut| line.is_char_boundary(*cut));
    cuts.sort_unstable();
    let (hit_ink, hit_ground) = palette.tone(Tone::Warn);
    let mut job = LayoutJob::default();
    let mut start = 0;
    for cut in cuts {
        let Some(part) = line.get(start..cut).filter(|part| !part.is_empty()) else { continue };
        let has = |ranges: &[Range<usize>]| ranges.iter().any(|range| range.contains(&start));
        let (ink, background) = match (has(hits), has(words)) {
            (true, _) => (hit_ink, hit_ground),
            (false, true) => (ink, ground),
            (false, false) => (ink, Color32::TRANSPARENT),
        };
        let format = TextFormat { background, ..TextFormat::simple(font.clone(), ink) };
        job.append(&visible(part), 0.0, format);
        start = cut;
    }
    job
}

#[cfg(test)]
mod tests {
    use std::iter::once;

    use super::*;

    const LINES: [&str; 4] = ["replicas: 1", "image: web", "", "Image: Web 2"];

    fn sought(text: &str) -> Seek<usize> {
        let mut seek = Seek::default();
        seek.sought(text.to_owned());
        seek.look(1, LINES.into_iter().enumerate());
        seek
    }

    #[test]
    fn one_goes_from_hit_to_hit_and_round() {
        let mut seek = sought("image");
        assert_eq!(seek.count(), "2 lines");
        assert_eq!([seek.step(true), seek.step(true), seek.step(true)], [Some(1), Some(3), Some(1)]);
        assert_eq!(seek.step(false), Some(3));
        assert_eq!(seek.count(), "2 of 2 lines");
        assert!(seek.is_at(3) && !seek.is_at(1));
        assert_eq!(seek.places("an image, an Image"), [3..8, 13..18]);
        let mut none = sought("absent");
        assert_eq!((none.step(true), none.count()), (None, "not found".to_owned()));
    }

    #[test]
    fn lines_that_come_do_not_lose_the_place() {
        let mut seek = sought("image");
        seek.step(false);
        seek.look(1, std::iter::empty::<(usize, &str)>());
        assert!(seek.is_at(3), "the same lines are not read again");
        seek.look(2, LINES.into_iter().chain(["image 3"]).enumerate());
        assert!(seek.is_at(3));
        assert_eq!(seek.count(), "2 of 3 lines");
        seek.look(3, std::iter::empty::<(usize, &str)>());
        assert_eq!(seek.count(), "not found");
    }

    #[test]
    fn a_line_is_cut_where_its_marks_begin_and_end() {
        let palette = Palette::of_ctx(&egui::Context::default());
        let (words, hits): (Vec<_>, Vec<_>) = (once(7..10).collect(), once(8..12).collect());
        let font = FontId::monospace(12.0);
        let job = marked(
            palette,
            "image: web:1\u{202e}",
            (font, Color32::PLACEHOLDER),
            (&words, Color32::PLACEHOLDER),
            &hits,
        );
        assert_eq!(job.text, "image: web:1‹U+202E›");
        assert_eq!(job.sections.len(), 4);
    }
}
