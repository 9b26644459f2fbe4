//! What it is for: the history in many states. Out: plain data. Never: compiled into the program.

use std::path::PathBuf;

use crate::{
    journal::ChangeResult,
    names::RepoFile,
    record::{self, Brief, Choices, Filter, Past, Place, Says},
    ui::{
        markup::Document,
        view::{HistoryView, Page, RecordView, SharedView, UnreadRow},
    },
    words::Sentence,
};

use super::{ago, s};

/// Everything that a view of the history borrows.
pub(crate) struct History {
    pub(crate) rows: Vec<Past>,
    pub(crate) shown: Vec<usize>,
    pub(crate) filter: Filter,
    pub(crate) choices: Choices,
    pub(crate) document: Document,
    pub(crate) timeline: crate::record::Timeline,
}

fn brief(number: i64, result: Option<ChangeResult>) -> Brief {
    let people =
        ["ada@example.org", "grace", "system:serviceaccount:operations:changeover-runner-of-the-night"];
    let at = usize::try_from(number).unwrap_or(0);
    let procedure = if number % 3 == 1 { "flyway-migration" } else { "depot-deploy" };
    let context = if number % 4 == 3 { "staging" } else { "do-ams3-web" };
    Brief {
        language: String::new(),
        form: 1,
        app: s("0.1.0"),
        change: format!("2026-11-{number:04}-{procedure}"),
        procedure: s(procedure),
        title: format!("Deploy the depot server 1.0.{}", 200 - number.min(190)),
        ticket: if number % 2 == 0 { number.to_string() } else { String::new() },
        ticket_address: if number % 2 == 0 {
            format!("https://github.com/example/infrastructure/issues/{number}")
        } else {
            String::new()
        },
        asked_by: if number % 2 == 0 { s("linus") } else { String::new() },
        server: format!("https://{context}.example.org:6443"),
        context: s(context),
        namespace: s("default"),
        by: s(people.get(at % 3).copied().unwrap_or("ada")),
        started: ago(number * 90_000 + 3_000),
        last: ago(number * 90_000 + 400),
        result,
        values: vec![(s("Version"), format!("1.0.{}", 200 - number.min(190)))],
        deviations: 0,
        files: Vec::new(),
    }
}

fn file(name: &str) -> RepoFile {
    RepoFile::new(format!("changes/{name}.md")).expect("a file")
}

/// A change of this machine.
fn here(number: i64, result: Option<ChangeResult>) -> Past {
    let brief = brief(number, result);
    let folder = brief.change.clone();
    let mut past = Past::recorded(file(&folder), brief);
    past.place = Place::Here(PathBuf::from(format!("/home/ada/.local/share/changeover/changes/{folder}")));
    past.key = folder;
    past.stands = result.is_none().then(|| {
        let stands =
            "held · step 5 of 12: Bring the new version to the cluster, and wait until all pods run it";
        Sentence::new("history-stands").with("stands", stands)
    });
    past.can_go_on = result.is_none();
    past
}

fn by_number(number: i64) -> Past {
    let result = match number % 7 {
        3 => ChangeResult::RolledBack,
        5 => ChangeResult::Abandoned,
        _ => ChangeResult::Completed,
    };
    if number % 5 == 2 {
        Past::recorded(file(&format!("2026-{number:04}")), brief(number, Some(result)))
    } else {
        here(number, Some(result))
    }
}

impl History {
    /// Of so many changes; from six on, some are odd.
    pub(crate) fn of(many: i64) -> Self {
        let mut rows: Vec<Past> = (2..=many).map(by_number).collect();
        if many > 0 {
            rows.push(here(1, None));
        }
        if many > 5 {
            let mut newer = here(4, Some(ChangeResult::Completed));
            newer.trouble = Some(Sentence::new("history-newer-format"));
            let mut damaged = here(6, None);
            damaged.trouble = Some(Sentence::new("begun-damage").with("line", "14"));
            (damaged.is_damaged, damaged.can_go_on) = (true, false);
            rows.retain(|row| row.change != newer.change && row.change != damaged.change);
            let text =
                "# Notes of the move to the new data centre, in which everything took a little longer\n";
            rows.extend([newer, damaged, Past::foreign(file("notes"), text, Some(ago(700_000)))]);
        }
        let rows = record::newest_first(rows, Vec::new());
        Self {
            shown: (0..rows.len()).collect(),
            choices: record::choices(&rows),
            filter: Filter::default(),
            timeline: super::timeline(),
            document: Document::read(include_str!("../../record/record.expected.md")),
            rows,
        }
    }

    /// The same through a filter.
    pub(crate) fn through(mut self, filter: Filter) -> Self {
        self.shown = record::look(&self.rows, &filter);
        self.filter = filter;
        self
    }

    /// The page.
    pub(crate) fn page(&self) -> HistoryView<'_> {
        let unread = |name: &str, folder: bool, why: Sentence| UnreadRow {
            name: s(name),
            folder: folder.then(|| format!("/home/ada/.local/share/changeover/changes/{name}")),
            why: why.text(),
        };
        let mut view = HistoryView {
            rows: &self.rows,
            shown: &self.shown,
            filter: &self.filter,
            choices: &self.choices,
            unread: Vec::new(),
            is_loading: false,
            failure: None,
            from: crate::words::text("history-from"),
            before: Page::Cluster,
            under_way: None,
            open: None,
        };
        if self.rows.len() > 5 {
            view.unread = vec![
                unread(
                    "2026-10-02T0801Z-depot-deploy-77aa",
                    true,
                    Sentence::new("history-newer").with("app", "3.0.0"),
                ),
                unread(
                    "changes/large.md",
                    false,
                    Sentence::new("repository-file-read").with("file", "changes/large.md"),
                ),
            ];
        }
        view
    }

    /// One record closely; `at` is its position.
    pub(crate) fn record(&self, at: usize) -> HistoryView<'_> {
        let Some(past) = self.rows.get(at) else { return self.page() };
        let open = RecordView {
            past,
            is_loading: false,
            failure: None,
            document: Some(&self.document),
            timeline: Some(&self.timeline),
            comment: "## The record as a comment",
            damage: None,
            files: Vec::new(),
            shared: None,
            can_put: matches!(past.place, Place::Here(_)),
            can_resume: past.can_go_on,
            is_writing: false,
        };
        HistoryView { open: Some(Box::new(open)), ..self.page() }
    }

    /// The same when the repository has it, and no commit.
    pub(crate) fn record_shared(&self, at: usize) -> HistoryView<'_> {
        let mut view = self.record(at);
        if let Some(open) = &mut view.open {
            open.shared = Some(SharedView {
                file: "changes/2026-11-0002-depot-deploy.md",
                is_committed: false,
                says: Says::Same,
                git: s("git add -- changes/2026-11-0002-depot-deploy.md && git commit"),
            });
        }
        view
    }
}
