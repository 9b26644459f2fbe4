//! What it is for: the steps of a change that has not run: what will be done, with every value filled in.
//! In: rail and planned steps. Out: a numbered list. Never: an added step that is not bold.

use super::page::{Page, bold, escape};
use crate::{
    plan::{Header, PlannedStep, RailEntry},
    words::{Sentence, text},
};

/// The numbered list of steps.
pub(super) fn steps(page: &mut Page, header: &Header, planned: &[PlannedStep]) {
    for entry in &header.rail {
        let own: Vec<&PlannedStep> = planned.iter().filter(|step| step.number == entry.number).collect();
        begin(page, entry);
        if own.is_empty() {
            page.line(&text("record-none"));
        }
        for step in &own {
            let title = if own.len() > 1 || step.added || step.title != entry.title {
                title(step)
            } else {
                String::new()
            };
            if !title.is_empty() {
                page.line(&title);
                page.gap();
            }
            if !step.what.is_empty() {
                page.line(&if step.added { bold(&step.what) } else { escape(&step.what) });
            }
            let yaml = serde_yaml::to_string(&step.action.value).unwrap_or_default();
            page.block("yaml", yaml.trim_end());
        }
        end(page);
    }
}

/// A numbered entry; what follows belongs to it until [`end`].
pub(super) fn begin(page: &mut Page, entry: &RailEntry) {
    page.line(&format!("{}. {}", entry.number, escape(&entry.title)));
    page.inward(4);
    page.gap();
}

/// The end of a numbered entry.
pub(super) fn end(page: &mut Page) {
    page.out(4);
    page.gap();
}

/// A step's own title, within an entry that has several; bold when the step is added.
pub(super) fn title(step: &PlannedStep) -> String {
    if step.added {
        bold(&Sentence::new("record-added").with("title", step.title.clone()).text())
    } else {
        format!("*{}*", escape(step.title.trim()))
    }
}

/// What stands in place of a block that is left out.
pub(super) fn left_out(lines: usize) -> String {
    format!("*{}*", escape(&Sentence::new("record-left-out").count("lines", lines).text()))
}

/// What stands in place of lines left out.
pub(super) fn cut(lines: usize) -> String {
    Sentence::new("record-cut").count("lines", lines).text()
}
