//! What it is for: one line of a log laid out: time, pod and container, text in its colours, what is sought marked.
//! In: a line. Out: text in place, kept by egui from frame to frame. Never: more of a line than can be read.

use std::{collections::BTreeMap, sync::Arc};

use egui::{Color32, Galley, TextFormat, Ui, text::LayoutJob};

use crate::{
    logbook::{
        Kind,
        seen::{Seen, Shown, SourceName},
        text::{Ink, Look},
    },
    ui::theme::{Palette, Type},
    ui::view::Tone,
};

/// Characters of a line that are drawn; a copy and a file have them all.
const LONGEST: usize = 2_000;

/// How lines are laid out.
pub(super) struct Style {
    palette: &'static Palette,
    has_times: bool,
    /// In front of each line of a source: its words and colour.
    names: Vec<(String, Color32)>,
    /// Width at which lines are broken.
    width: f32,
}

impl Style {
    pub(super) fn of(ui: &Ui, seen: &Seen, has_times: bool, width: f32) -> Self {
        let palette = Palette::of(ui);
        Self { palette, has_times, names: names(&seen.standing.sources, palette), width }
    }

    /// Lays a line out.
    pub(super) fn galley(&self, ui: &Ui, line: &Shown) -> Arc<Galley> {
        let mut job = LayoutJob::default();
        job.wrap.max_width = self.width;
        job.wrap.break_anywhere = true;
        let format = |ink: Color32| TextFormat::simple(Type::Code.font(), ink);
        if line.kind == Kind::Note {
            let words = format!("── {}", line.drawn.text);
            job.append(&words, 0.0, format(self.palette.tone(Tone::Info).0));
            return ui.painter().layout_job(job);
        }
        if self.has_times && line.kind == Kind::Line {
            let at = line.at.map(|at| at.strftime("%m-%d %H:%M:%S%.3f ").to_string()).unwrap_or_default();
            job.append(&at, 0.0, format(self.palette.faint));
        }
        if let Some((name, ink)) = self.names.get(usize::from(line.source)) {
            job.append(name, 0.0, format(*ink));
        }
        if line.kind == Kind::More {
            job.append("↳ ", 0.0, format(self.palette.faint));
        }
        self.text(&mut job, line);
        ui.painter().layout_job(job)
    }

    fn text(&self, job: &mut LayoutJob, line: &Shown) {
        let text = line.drawn.text.as_str();
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
        let plain = [(text.len(), Look::default())];
        let looks = if line.drawn.looks.is_empty() { &plain[..] } else { &line.drawn.looks };
        // Where a look or a hit begins or ends.
        let mut cuts: Vec<usize> = looks.iter().map(|(end, _)| *end).collect();
        cuts.extend(line.hits.iter().flat_map(|hit| [hit.start, hit.end]));
        cuts.retain(|cut| *cut < end);
        cuts.push(end);
        cuts.sort_unstable();
        let mut start = 0;
        for cut in cuts {
            let Some(part) = text.get(start..cut).filter(|part| !part.is_empty()) else { continue };
            let look = looks.iter().find(|(end, _)| start < *end).map(|(_, look)| *look).unwrap_or_default();
            let is_hit = line.hits.iter().any(|hit| hit.contains(&start));
            job.append(part, 0.0, self.format(look, is_hit));
            start = cut;
        }
        if end < text.len() || line.is_cut {
            job.append(" …", 0.0, self.format(Look { ink: Ink::Gray, is_bold: false }, false));
        }
    }

    fn format(&self, look: Look, is_hit: bool) -> TextFormat {
        let [red, green, yellow, blue, magenta, cyan] = self.palette.hues;
        let ink = match look.ink {
            Ink::Plain => self.palette.text,
            Ink::Red => red,
            Ink::Green => green,
            Ink::Yellow => yellow,
            Ink::Blue => blue,
            Ink::Magenta => magenta,
            Ink::Cyan => cyan,
            Ink::Gray => self.palette.dim,
        };
        let font = if look.is_bold { Type::CodeStrong } else { Type::Code }.font();
        let (marked, ground) = self.palette.tone(Tone::Warn);
        if is_hit {
            return TextFormat { background: ground, ..TextFormat::simple(font, marked) };
        }
        TextFormat::simple(font, ink)
    }
}

/// What stands in front of the lines of each source, all of one width; nothing when there is one source alone.
fn names(sources: &[SourceName], palette: &Palette) -> Vec<(String, Color32)> {
    if sources.len() < 2 {
        return Vec::new();
    }
    let mut pods: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources {
        let next = pods.len();
        pods.entry(&source.pod).or_insert(next);
    }
    let is_one_container =
        sources.iter().all(|one| Some(&one.container) == sources.first().map(|one| &one.container));
    let start = shared(pods.keys().copied());
    let name = |source: &SourceName| {
        let pod = source.pod.get(start..).unwrap_or(&source.pod);
        match (pods.len(), is_one_container) {
            (1, _) => source.container.clone(),
            (_, true) => pod.to_owned(),
            (_, false) => format!("{pod}/{}", source.container),
        }
    };
    let all: Vec<String> = sources.iter().map(name).collect();
    let width = all.iter().map(String::len).max().unwrap_or(0).min(40);
    let [red, green, yellow, blue, magenta, cyan] = palette.hues;
    // Red comes last: it looks like an error.
    let hues = [blue, yellow, cyan, magenta, green, red];
    let ink = |index: usize| hues.get(index % hues.len()).copied().unwrap_or(palette.dim);
    let hue = |(index, source): (usize, &SourceName)| match pods.get(source.pod.as_str()) {
        Some(pod) if pods.len() > 1 => ink(*pod),
        Some(_) | None => ink(index),
    };
    all.iter()
        .zip(sources.iter().enumerate().map(hue))
        .map(|(name, ink)| (format!("{name:<width$} "), ink))
        .collect()
}

/// How many bytes all names share at their beginning, up to a `-`.
fn shared<'a>(mut names: impl Iterator<Item = &'a str>) -> usize {
    let Some(first) = names.next() else { return 0 };
    let length = names.fold(first.len(), |length, name| {
        first.bytes().zip(name.bytes()).take(length).take_while(|(a, b)| a == b).count()
    });
    if length == first.len() {
        return 0;
    }
    first.get(..length).and_then(|start| start.rfind('-')).map_or(0, |dash| dash + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pods_have_in_common_is_left_out() {
        assert_eq!(shared(["web-5c9-abc", "web-5c9-xyz"].into_iter()), "web-5c9-".len());
        assert_eq!(shared(["web-0", "web-1"].into_iter()), "web-".len());
        assert_eq!(shared(["web", "db"].into_iter()), 0);
        assert_eq!(shared(["web-0"].into_iter()), 0);
    }
}
