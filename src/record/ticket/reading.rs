//! What it is for: a ticket read as a request for one procedure. In: rows, the procedure's sentences. Out: [`Asks`].
//! Never: a decision between two places that disagree, or a row without a word of what became of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Asks, Line, MOST, Ticket, Understood, When, config,
    marks::{Facts, agree, all_rows, emphasised, joined, step_number},
    sheet::{Row, Section, Sheet, is_hint, item, kernel, plain, unmarked},
    titles,
    values::{self, Pattern, Said},
};
use crate::{
    plan::{
        Source, Standing,
        request::{ConfigChange, Request},
    },
    procedure::{
        Fill, Procedure, RailHolds, SlotPlace,
        fill::{fill, fill_so_far},
    },
    record::Outline,
    words::Sentence,
};

/// The ticket, and what was understood of it so far.
pub(super) struct Reading<'a> {
    ticket: &'a Ticket,
    procedure: &'a Procedure,
    sheet: Sheet,
    said: Vec<Said>,
    /// Rows whose content was understood.
    taken: BTreeSet<usize>,
    lines: Vec<Line>,
    changes: Vec<(When, ConfigChange)>,
    /// Every line by its number.
    all: BTreeMap<usize, String>,
    asks: Asks,
}

impl<'a> Reading<'a> {
    pub(super) fn new(ticket: &'a Ticket, procedure: &'a Procedure) -> Self {
        let sheet = Sheet::read(&ticket.body);
        let sheet = joined(sheet, procedure);
        let (asks, changes, lines) = (Asks::default(), Vec::new(), Vec::new());
        let all = all_rows(&sheet);
        Self { ticket, procedure, sheet, said: Vec::new(), taken: BTreeSet::new(), lines, changes, all, asks }
    }

    pub(super) fn finish(mut self) -> Asks {
        self.title();
        self.facts();
        self.headings();
        self.settle();
        self.steps();
        self.rest();
        let mut asks = self.asks;
        for (when, change) in self.changes {
            match when {
                When::Before => asks.before.push(change),
                When::After => asks.after.push(change),
            }
        }
        self.lines.sort_by_key(|line| line.number);
        asks.lines = self.lines;
        asks
    }

    fn title(&mut self) {
        let format = self.procedure.change().title_format.as_deref().unwrap_or(self.procedure.title());
        let format = Pattern::new(format);
        let titles = titles(self.ticket, &self.sheet);
        for (number, title) in &titles {
            let Some(values) = format.read(title) else { continue };
            for (name, value) in values {
                self.said.push(Said::new(&name, &values::bare(&value), *number));
            }
            if *number > 0 {
                self.taken.insert(*number);
            }
            if self.asks.title.is_empty() {
                self.asks.title.clone_from(title);
            }
        }
        if self.asks.title.is_empty() {
            self.asks.title = titles.into_iter().next().map(|(_, title)| title).unwrap_or_default();
        }
    }

    /// The list of facts and values at the top, and who asks.
    fn facts(&mut self) {
        self.asks.origin.address.clone_from(&self.ticket.address);
        self.asks.origin.asked_by = self.ticket.author.trim().to_owned();
        if !self.ticket.number.is_empty() {
            self.number(&self.ticket.number.clone(), 0);
        }
        let known = |section: &&Section| self.known(&section.title).is_none();
        let rows: Vec<Row> = std::iter::once(&self.sheet.lead)
            .chain(self.sheet.sections.iter().filter(known).take(2))
            .flat_map(|section| section.rows.clone())
            .collect();
        self.taken.extend(values::listed(self.procedure, &rows, &mut self.said));
        let facts = Facts::new();
        for row in rows.iter().filter(|row| !row.is_code) {
            self.fact(row, &facts);
        }
    }

    fn fact(&mut self, row: &Row, facts: &Facts) {
        if self.taken.contains(&row.number) {
            return;
        }
        let Some((name, value)) = item(&row.text).split_once(':') else { return };
        let name = unmarked(name.trim()).0.to_lowercase();
        let value = plain(value.trim().trim_start_matches("**").trim());
        if facts.asked_by.contains(&name) {
            if self.asks.origin.asked_by.is_empty() {
                self.asks.origin.asked_by = value;
            }
        } else if name == facts.ticket {
            self.number(value.trim_start_matches('#'), row.number);
        } else if name == facts.address {
            if self.asks.origin.address.is_empty() && value.starts_with("https://") {
                self.asks.origin.address = value;
            }
        } else if !facts.others.contains(&name) {
            return;
        }
        self.taken.insert(row.number);
    }

    fn number(&mut self, number: &str, row: usize) {
        if self.procedure.param("ticket").is_some() {
            self.said.push(Said::new("ticket", number.trim(), row));
        }
    }

    /// The procedure's heading of that name.
    fn known(&self, title: &str) -> Option<&'a crate::procedure::Heading> {
        self.procedure.headings().iter().find(|heading| values::same(&heading.heading, title))
    }

    /// What stands below the procedure's headings, but for the steps.
    fn headings(&mut self) {
        let sections = self.sheet.sections.clone();
        let own = self.procedure.headings().iter();
        let own: Vec<_> =
            own.map(|own| own.text.as_deref().map(values::patterns).unwrap_or_default()).collect();
        for section in &sections {
            let is_own = values::by_heading(self.procedure, section, &mut self.said);
            let heading = self.known(&section.title);
            if is_own || heading.is_some() {
                self.taken.insert(section.number);
            }
            if is_own {
                self.taken.extend(section.rows.iter().map(|row| row.number));
            }
            let Some(heading) = heading else { continue };
            let at = self.procedure.headings().iter().position(|own| own == heading);
            if let Some(patterns) = at.and_then(|at| own.get(at)).filter(|patterns| !patterns.is_empty()) {
                self.taken.extend(values::in_section(patterns, section, &mut self.said));
            }
            if heading.fill == Some(Fill::Configuration) {
                let found = config::read(&section.rows, &mut self.lines);
                self.taken.extend(section.rows.iter().map(|row| row.number));
                for (when, change, number) in found {
                    self.add(when, change, number);
                }
            }
        }
    }

    /// A change goes where the procedure has a place for it.
    fn add(&mut self, when: When, change: ConfigChange, number: usize) {
        if self.place(when).is_some() {
            self.changes.push((when, change));
            return;
        }
        let why = Sentence::new("ticket-no-place");
        for line in self.lines.iter_mut().filter(|line| line.number == number) {
            line.what = Understood::Misfit { of: String::new(), why: why.clone() };
        }
    }

    /// The number of the procedure's entry for such changes.
    fn place(&self, when: When) -> Option<usize> {
        let wanted = match when {
            When::Before => SlotPlace::PreDeploy,
            When::After => SlotPlace::PostDeploy,
        };
        let rail = self.procedure.rail();
        rail.iter()
            .find(|line| matches!(&line.holds, RailHolds::Slot(place) if *place == wanted))
            .map(|line| line.number)
    }

    /// Decides for each parameter between what the places say of it.
    fn settle(&mut self) {
        self.take_defaults();
        let procedure = self.procedure;
        for param in procedure.params() {
            let all: Vec<Said> = self.said.iter().filter(|said| said.param == param.name).cloned().collect();
            let mut good: Vec<&Said> = Vec::new();
            for said in &all {
                match self.fault(&param.name, &said.value) {
                    None => good.push(said),
                    Some(why) => self.line(said, Understood::Misfit { of: param.title.clone(), why }),
                }
            }
            let Some(first) = good.first() else { continue };
            let alike = |said: &&Said| agree(said, first);
            if !good.iter().all(alike) {
                for said in &good {
                    let why = Sentence::new("ticket-disagrees");
                    self.line(said, Understood::Misfit { of: param.title.clone(), why });
                }
                continue;
            }
            let best = good.iter().find(|said| said.is_exact).unwrap_or(first);
            self.asks.values.insert(param.name.clone(), best.value.clone());
            for said in &good {
                let (of, value) = (param.title.clone(), best.value.clone());
                self.line(said, Understood::Filled { of, value, deviates: false });
            }
        }
        self.mark_deviations();
    }

    /// A value that is the default of its parameter with others in it tells those; left as in the template it tells nothing.
    fn take_defaults(&mut self) {
        let mut more = Vec::new();
        let mut untouched = Vec::new();
        for (index, said) in self.said.iter().enumerate() {
            let default = self.procedure.param(&said.param).and_then(|param| param.default.as_ref());
            let Some(default) = default.and_then(serde_json::Value::as_str) else { continue };
            let Some(values) = Pattern::new(default).read(&said.value) else { continue };
            let found: Vec<Said> = values
                .iter()
                .map(|(name, value)| Said::new(name, &values::bare(value), said.number))
                .collect();
            if found.iter().all(|one| self.fault(&one.param, &one.value).is_some()) {
                untouched.push(index);
            } else {
                more.extend(found);
            }
        }
        for index in untouched.into_iter().rev() {
            let said = self.said.remove(index);
            let of = self.procedure.param(&said.param).map(|param| param.title.clone()).unwrap_or_default();
            self.line(&said, Understood::Misfit { of, why: Sentence::new("ticket-untouched") });
        }
        self.said.extend(more);
    }

    /// Why a value does not fit.
    fn fault(&self, param: &str, value: &str) -> Option<Sentence> {
        if value.contains("••••@") {
            return Some(Sentence::new("ticket-covered"));
        }
        let typed = BTreeMap::from([(param.to_owned(), value.to_owned())]);
        let problems = fill(self.procedure, &typed).err().unwrap_or_default();
        problems.into_iter().find(|problem| problem.param == param).map(|problem| problem.sentence)
    }

    fn mark_deviations(&mut self) {
        let filled = fill_so_far(self.procedure, &self.asks.values);
        let deviates: BTreeSet<&str> = self
            .procedure
            .params()
            .iter()
            .filter(|param| filled.all().iter().any(|value| value.name == param.name && value.deviates))
            .map(|param| param.title.as_str())
            .collect();
        for line in &mut self.lines {
            if let Understood::Filled { of, deviates: is, .. } = &mut line.what {
                *is = deviates.contains(of.as_str());
            }
        }
    }

    fn line(&mut self, said: &Said, what: Understood) {
        let text = match said.number {
            0 => said.value.clone(),
            number => self.all.get(&number).unwrap_or(&said.value).clone(),
        };
        self.taken.insert(said.number);
        self.lines.push(Line { number: said.number, text, what });
    }

    /// The request as this program would write it for what was understood: what stands there needs no explanation.
    fn expected(&self) -> BTreeSet<String> {
        let of = |wanted: When| -> Vec<ConfigChange> {
            self.changes
                .iter()
                .filter(|(when, _)| *when == wanted)
                .map(|(_, change)| change.clone())
                .collect()
        };
        let outline = Outline {
            procedure: self.procedure,
            source: Source {
                file: format!("{}.procedure.yaml", self.procedure.id()),
                digest: self.procedure.digest().clone(),
                standing: Standing::Shipped,
            },
            repository: None,
            values: fill_so_far(self.procedure, &self.asks.values),
            request: Request { before: of(When::Before), after: of(When::After), ..Request::default() },
        };
        let written = outline.request().map(|(_, text)| text).unwrap_or_default();
        let rows = all_rows(&Sheet::read(&written)).into_values();
        rows.map(|line| kernel(&line)).filter(|line| !line.is_empty()).collect()
    }

    /// Deviations that a person marked among the steps.
    fn steps(&mut self) {
        let expected = self.expected();
        let sections = self.sheet.sections.clone();
        for section in &sections {
            let fills = self.known(&section.title).and_then(|heading| heading.fill);
            if !matches!(fills, Some(Fill::Steps | Fill::Rollback)) {
                continue;
            }
            let mut step = 0;
            for row in &section.rows {
                step = step_number(row).unwrap_or(step);
                let is_plain = row.is_code || expected.contains(&kernel(&row.text));
                let marked =
                    if is_plain || is_hint(row.text.trim()) { Vec::new() } else { emphasised(&row.text) };
                if row.text.trim().is_empty() || self.taken.contains(&row.number) {
                    continue;
                }
                self.taken.insert(row.number);
                let what = match (marked.is_empty(), fills) {
                    (true, _) => Understood::Told,
                    (false, Some(Fill::Steps)) => self.deviation(step, &plain(item(&row.text))),
                    (false, _) => Understood::Unknown,
                };
                self.lines.push(Line { number: row.number, text: row.text.clone(), what });
            }
        }
    }

    fn deviation(&mut self, step: usize, said: &str) -> Understood {
        let (before, after) = (self.place(When::Before), self.place(When::After));
        let when = match (before, after) {
            (Some(at), _) if step <= at => When::Before,
            (_, Some(_)) => When::After,
            (Some(_), None) => When::Before,
            (None, None) => {
                return Understood::Misfit { of: String::new(), why: Sentence::new("ticket-no-place") };
            }
        };
        if self.changes.len() >= MOST {
            return Understood::Unknown;
        }
        let said = said.replace("**", "");
        let words =
            Sentence::new("ticket-deviation").with("number", step.to_string()).with("text", said.trim());
        self.changes.push((when, ConfigChange::Human { what: words.text() }));
        Understood::Deviation { when, words }
    }

    /// Every other line that is not empty.
    fn rest(&mut self) {
        let expected = self.expected();
        let listed: BTreeSet<usize> = self.lines.iter().map(|line| line.number).collect();
        for (number, text) in std::mem::take(&mut self.all) {
            if text.trim().is_empty() || listed.contains(&number) {
                continue;
            }
            let bare = text.trim();
            let is_sign = bare.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '`' | '~' | ' '));
            let is_told =
                self.taken.contains(&number) || is_sign || is_hint(bare) || expected.contains(&kernel(bare));
            let what = if is_told { Understood::Told } else { Understood::Unknown };
            self.lines.push(Line { number, text, what });
        }
    }
}
