//! What it is for: whole records of a small change, as a person reads them. Never: a journal that could not be real.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Standing as HowItStands, *};
use crate::{
    action::{Confirm, Direction, Effect, Ending, Evidence, Mark, Outcome},
    failure::{Failure, FailureKind},
    journal::{Attachment, ChangeResult, Entry, Started},
    manifest::diff::Diff,
    names::{ChangeId, CommitId, ContextName, Digest, Namespace, ProcedureId, Server, Stamp, StepId, Target},
    plan::{
        Param, RailEntry, RepositoryBase, Source, Standing, WayBack,
        preview::{Preview, Question, ShownDiff},
        request::Request,
    },
    procedure::substitute::Filled,
};

fn at(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_795_000_000 + second).expect("a time")
}

fn by(second: i64) -> Stamp {
    Stamp { at: at(second), who: "alice_w".to_owned() }
}

fn heading(title: &str, text: Option<&str>, fill: Option<Fill>, deviates: bool) -> Heading {
    Heading { title: title.to_owned(), text: text.map(ToOwned::to_owned), fill, deviates }
}

fn ticket() -> Request {
    Request {
        title: "[Change Request] Deploy the shop 1.4.2".to_owned(),
        ticket: "17".to_owned(),
        headings: vec![
            heading("Description", Some("Update the shop to version 1.4.2"), None, false),
            heading("How has the change been tested", Some(" * Build: https://example.org/b/1"), None, true),
            heading("Steps to implement the change", None, Some(Fill::Steps), false),
            heading("Configuration Changes", None, Some(Fill::Configuration), false),
            heading("Rollback Plan", None, Some(Fill::Rollback), false),
        ],
        before: vec![ConfigChange::Set {
            file: "shop.yml".to_owned(),
            object: "Deployment/shop".to_owned(),
            path: "spec.replicas".to_owned(),
            value: Value::from(3),
        }],
        after: Vec::new(),
        origin: None,
    }
}

fn header() -> Header {
    let param = |name: &str, value: &str, deviates| Param {
        name: name.to_owned(),
        title: name.to_owned(),
        value: value.to_owned(),
        deviates,
    };
    let rail = |number, title: &str| RailEntry { number, section: String::new(), title: title.to_owned() };
    Header {
        procedure: ProcedureId::new("shop"),
        title: "Deploy the shop 1.4.2".to_owned(),
        source: Source {
            file: "shop.procedure.yaml".to_owned(),
            digest: Digest::new("ab12"),
            standing: Standing::NotUpstream,
        },
        target: Target {
            server: Server {
                address: "https://203.0.113.7:6443".to_owned(),
                ca_fingerprint: Some("cd34".to_owned()),
            },
            context: ContextName::new("prod"),
            namespace: Namespace::new("shop").expect("a namespace"),
        },
        repository: RepositoryBase {
            name: "infra".to_owned(),
            branch: "main".to_owned(),
            base: CommitId::new("0123abc"),
            identity: "Alice <alice@example.org>".to_owned(),
        },
        params: vec![param("Version", "1.4.2", false), param("Announce to", "ops", true)],
        request: ticket(),
        rail: vec![
            rail(1, "Stop and back up"),
            rail(2, "Configuration before"),
            rail(3, "After"),
            rail(4, "Push"),
        ],
        watch: Vec::new(),
        rollback: vec!["Did a migration run?".to_owned(), "yes: Stop → Restore".to_owned()],
        settings: vec!["Registry mirrors of registries.conf".to_owned()],
        files: Vec::new(),
    }
}

fn step(id: &str, title: &str, number: usize, added: bool) -> PlannedStep {
    PlannedStep {
        id: StepId::new(id),
        title: title.to_owned(),
        what: format!("{title} now."),
        why: String::new(),
        section: String::new(),
        number,
        key: "manual".to_owned(),
        action: Filled::closed(json!({"manual": {"ask": "Is it *good*?"}})),
        effect: Effect::Read,
        claimed: false,
        confirm: Confirm::Click,
        requires: Vec::new(),
        capture: BTreeMap::new(),
        expect: Vec::new(),
        equals: None,
        conditions: Vec::new(),
        undo: WayBack::NotNeeded,
        direction: Direction::Forward,
        undoes: None,
        probe: None,
        second_person: false,
        later: false,
        added,
    }
}

fn planned() -> Vec<PlannedStep> {
    vec![
        step("stop", "Stop", 1, false),
        step("backup", "Back up", 1, false),
        step("replicas", "Set replicas", 2, true),
        step("push", "Push", 4, false),
    ]
}

fn started(step: &str, attempt: u32) -> Started {
    let line = |kind: &str, old: Option<u32>, new: Option<u32>, text: &str| json!({"kind": kind, "old_line": old, "new_line": new, "text": text, "words": []});
    let lines = [
        line("same", Some(1), Some(1), "spec:"),
        line("removed", Some(2), None, "  replicas: 2"),
        line("added", None, Some(2), "  replicas: 0"),
    ];
    let hunk = json!({"header": "Deployment shop · spec", "lines": lines});
    let diff: Diff =
        serde_json::from_value(json!({"hunks": [hunk], "added": 1, "removed": 1})).expect("a difference");
    let question = Question {
        id: "sure".to_owned(),
        ask: crate::words::Sentence::new("record-note").with("text", "sure?"),
        choices: vec![("y".to_owned(), crate::words::Sentence::new("record-done"))],
        must_tick: false,
    };
    let action = serde_json::from_value(json!({"manual": {"ask": "Fine?"}})).expect("an action");
    Started {
        step: StepId::new(step),
        attempt,
        direction: Direction::Forward,
        action,
        effect: Effect::Read,
        plan: Digest::new("ef56"),
        proposal: Digest::new("0"),
        preview: Preview {
            diffs: vec![ShownDiff { title: "deployments/shop.yml".to_owned(), diff }],
            command: "kubectl scale deploy shop --replicas=0".to_owned(),
            questions: vec![question],
            ..Preview::default()
        },
        by: by(0),
        reason: None,
        answers: BTreeMap::from([("sure".to_owned(), "y".to_owned())]),
        text: None,
        beforehand: None,
    }
}

fn outcome(ending: Ending, outputs: &[(&str, &str)]) -> Outcome {
    Outcome {
        ending,
        outputs: outputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        evidence: vec![Evidence {
            at: at(3),
            mark: Mark::Good,
            what: crate::words::Sentence::new("record-note").with("text", "0 <b>pods</b>"),
        }],
    }
}

fn lines(entries: Vec<Entry>) -> Vec<Line> {
    let line = |(index, entry)| Line {
        seq: index as u64 + 1,
        at: at(i64::try_from(index).expect("few lines") * 2),
        mono_ms: 0,
        prev: String::new(),
        entry,
    };
    entries.into_iter().enumerate().map(line).collect()
}

fn opened() -> Entry {
    Entry::Opened {
        way_back: None,
        format: 1,
        app: "0.1.0".to_owned(),
        change: ChangeId::new("20261118-shop-x"),
        plan: Digest::new("ef56"),
        header: header(),
        steps: planned(),
        by: by(0),
        passed: Vec::new(),
    }
}

fn whole() -> Vec<Line> {
    let failure =
        Failure::new(FailureKind::World, crate::words::Sentence::new("record-failed")).detail("exit code 1");
    let log: Vec<String> = (1..=100).map(|number| format!("line {number}")).collect();
    let log = log.join("\n");
    lines(vec![
        opened(),
        Entry::Started(started("stop", 1)),
        Entry::Ended { of: 2, outcome: outcome(Ending::Done, &[("replicas", "2")]) },
        Entry::Started(Started { reason: Some("the first one was lost".to_owned()), ..started("backup", 2) }),
        Entry::Ended {
            of: 4,
            outcome: outcome(Ending::Failed { failure }, &[("log", &log), ("log-file", "logs/backup.log")]),
        },
        Entry::Forced { step: StepId::new("backup"), reason: "backed up by hand".to_owned(), by: by(9) },
        Entry::Skipped { step: StepId::new("replicas"), reason: "done before".to_owned(), by: by(10) },
        Entry::Noted { step: StepId::new("stop"), text: "# quiet".to_owned(), files: Vec::new(), by: by(11) },
        Entry::Started(Started {
            preview: Preview::default(),
            answers: BTreeMap::new(),
            text: Some("Deploy 1.4.2\n\nCloses #17".to_owned()),
            ..started("push", 1)
        }),
        Entry::Ended { of: 9, outcome: outcome(Ending::Done, &[("commit", "9f8e7d6")]) },
        Entry::Finished { result: ChangeResult::Completed, by: by(20) },
    ])
}

#[test]
fn a_record_tells_the_whole_change_under_the_procedures_headings() {
    let shown = markdown(&whole());
    if std::env::var_os("SHOW").is_some() {
        println!("{shown}");
    }
    assert_eq!(shown, include_str!("record.expected.md"));
}

#[test]
fn the_course_has_a_row_for_each_step_and_tells_waits_and_points() {
    let usual = crate::observed::usual::Usual::of([std::time::Duration::from_secs(40)]).expect("a time");
    let known = BTreeMap::from([(StepId::new("backup"), usual)]);
    let course = Timeline::of(&whole(), &known).expect("a beginning");
    assert_eq!((course.from, course.until, course.is_open), (at(0), at(20), false));
    let titles: Vec<&str> = course.rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles[1..], ["Stop", "Back up", "Set replicas", "Push"]);
    let spans = |row: usize| -> Vec<(i64, i64, SpanKind, u32)> {
        let secs = |time: jiff::Timestamp| time.as_second() - at(0).as_second();
        let of = |span: &TimeSpan| (secs(span.from), secs(span.until), span.kind, span.attempt);
        course.rows[row].spans.iter().map(of).collect()
    };
    assert_eq!(spans(0), [(8, 16, SpanKind::Waits, 0)], "the two seconds in between are nobody's wait");
    assert_eq!(spans(1), [(2, 4, SpanKind::Done, 1)]);
    assert_eq!(spans(2), [(6, 8, SpanKind::Failed, 2)]);
    assert_eq!(spans(3), []);
    assert_eq!(course.rows[2].usual, Some(std::time::Duration::from_secs(40)));
    assert_eq!(course.rows[2].took(), Some(std::time::Duration::from_secs(2)));
    let points: Vec<usize> = course.rows.iter().map(|row| row.points.len()).collect();
    assert_eq!(points, [1, 1, 1, 1, 0], "the end, a note, gone on, left out");
    assert!(course.rows[3].points[0].is_deviation && !course.rows[1].points[0].is_deviation);

    let mut held: Vec<Entry> = whole()[..4].iter().map(|line| line.entry.clone()).collect();
    held.push(Entry::Held { reason: "lunch".to_owned(), by: by(8) });
    held.push(Entry::Resumed { by: by(10), host: "h".to_owned(), app: "0".to_owned() });
    let open = Timeline::of(&lines(held), &BTreeMap::new()).expect("a beginning");
    assert!(open.is_open);
    assert_eq!(open.rows[2].spans[0].kind, SpanKind::Unknown, "its program ended meanwhile");
    let running = Timeline::of(&whole()[..4], &BTreeMap::new()).expect("a beginning");
    assert_eq!(running.rows[2].spans[0].kind, SpanKind::Runs);
    assert_eq!(Timeline::of(&whole()[1..], &BTreeMap::new()), None);
}

#[test]
fn a_request_tells_what_will_be_done_with_its_values() {
    let shown = request(&header(), &planned());
    if std::env::var_os("SHOW").is_some() {
        println!("{shown}");
    }
    assert_eq!(shown, include_str!("request.expected.md"));
}

#[test]
fn whatever_deviates_is_bold_and_an_end_that_is_missing_is_said() {
    let shown = markdown(&whole());
    for bold in [
        "**Announce to: `ops`**",
        "**Deviation: the first one was lost**",
        "**Gone on although it failed: backed up by hand**",
        "**Skipped: done before**",
        "**Set replicas (added)**",
        "**not on the upstream's default branch**",
        "**Build: https://example.org/b/1**",
        "**shop.yml, Deployment/shop: set spec.replicas to 3**",
    ] {
        assert!(shown.contains(bold), "{bold} is not in\n{shown}");
    }
    let mut cut = whole();
    cut.truncate(2);
    let shown = markdown(&cut);
    assert!(shown.contains("**Under way, or its end is not written yet**"), "{shown}");
    assert!(shown.contains("Result: **Not ended yet**") && shown.contains("**Not carried out**"), "{shown}");
    let running = deviations(&cut).len();
    let unknown = text("record-fact-unknown");
    assert!(!shown.contains(&unknown), "what may run now is no deviation yet: {shown}");
    let mut left: Vec<Entry> = cut.iter().map(|line| line.entry.clone()).collect();
    let (host, app) = ("other".to_owned(), "0.1.0".to_owned());
    left.push(Entry::Resumed { by: by(30), host, app });
    let left = lines(left);
    let shown = markdown(&left);
    assert!(shown.contains("**Begun, and its end is not in the journal**"), "{shown}");
    assert!(shown.contains(&unknown) && deviations(&left).len() == running + 1, "{shown}");
    assert!(markdown(&cut[1..]).starts_with("This journal has no beginning"));
}

#[test]
fn nothing_is_printed_without_words_and_none_means_none() {
    let mut bare = header();
    bare.request = Request::default();
    bare.rollback = Vec::new();
    bare.source.standing = Standing::Uncommitted;
    bare.target.server.ca_fingerprint = None;
    let mut both = request(&bare, &[]);
    both.push_str(&markdown(&whole()));
    assert!(!both.contains('⟨') && !both.contains("{ $"), "{both}");
    assert!(both.contains("### Configuration Changes\n\nNone\n"), "{both}");
    let mut back = whole();
    back.insert(10, back[1].clone());
    if let Entry::Started(started) = &mut back[10].entry {
        started.direction = Direction::Back;
    }
    assert!(markdown(&back).contains("**Rolled back: "));
}

#[test]
fn a_clock_that_was_set_back_is_said_and_lengths_are_the_programs_own() {
    let mut all = whole();
    for (index, line) in all.iter_mut().enumerate() {
        // Half an hour from line to line; between the backup's two lines the clock goes back by six hours, and behind
        // them the program is started anew.
        let counted = u64::try_from(index).expect("few lines") * 1_800_000;
        line.mono_ms = if index > 4 { counted - 5 * 1_800_000 + 1_000 } else { counted };
        let back = if index > 3 { 6 * 3600 } else { 0 };
        line.at = at(i64::try_from(index).expect("few lines") * 1800 - back);
    }
    let shown = markdown(&all);
    assert!(shown.contains("set back by 5h30m meanwhile"), "{shown}");
    assert!(shown.contains("| Took | 4h30m1s |") || shown.contains("Took: 4h30m1s"), "{shown}");
    assert_eq!(shown.matches("(30m)").count(), 3, "each try took as long as it was counted: {shown}");
    assert!(!shown.contains("(0s)"), "{shown}");
    assert!(!markdown(&whole()).contains("set back"));
}

/// A change whose texts are as bad as texts can be.
fn hostile() -> Vec<Line> {
    let mut all = whole();
    if let Entry::Opened { header, by, .. } = &mut all[0].entry {
        by.who = "@ops <b>\u{202e}-->*alice*".to_owned();
        header.title = "T --> <!-- ---> end".to_owned();
        header.request.title = String::new();
        header.params[0].value = "jdbc:postgresql://shop:hunter2@db/shop".to_owned();
    }
    all
}

#[test]
fn what_a_file_says_at_a_glance_is_read_back_and_cannot_end_its_comment() {
    let shown = document(&whole());
    assert!(shown.starts_with(&markdown(&whole())));
    let brief = Brief::read(&shown).expect("a brief");
    assert_eq!((brief.change.as_str(), brief.by.as_str()), ("20261118-shop-x", "alice_w"));
    assert_eq!((brief.title.as_str(), brief.ticket.as_str()), ("Deploy the shop 1.4.2", "17"));
    assert_eq!((brief.result, brief.deviations), (Some(ChangeResult::Completed), 7));
    assert_eq!((brief.started, brief.last), (at(0), at(20)));
    assert_eq!(
        brief.values,
        [("Version", "1.4.2"), ("Announce to", "ops")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    let shown = document(&hostile());
    let comment = shown.lines().last().expect("a comment");
    assert_eq!((comment.matches("--").count(), comment.matches('>').count()), (2, 1), "{comment}");
    assert_eq!(Brief::read(&shown).expect("a brief").title, "T --> <!-- ---> end");
    assert_eq!(Brief::read("# Mine\n\n<!-- changeover-record {} -->\n"), None);
    assert_eq!(brief::without(&document(&whole())), markdown(&whole()));
}

#[test]
fn no_secret_and_no_living_sign_of_anybody_is_in_a_record() {
    for shown in [document(&hostile()), comment(&hostile())] {
        assert!(
            !shown.contains("hunter2") && shown.contains("jdbc:postgresql://shop:••••@db/shop"),
            "{shown}"
        );
        assert!(shown.contains("@<!-- -->ops \\<b>"), "{shown}");
        assert!(!shown.contains('\u{202e}') && shown.contains("\\*alice\\*"), "{shown}");
    }
}

#[test]
fn a_comment_leaves_out_what_does_not_fit_and_says_so() {
    assert_eq!(comment(&whole()), markdown(&whole()));
    let mut long = whole();
    let many: Vec<Line> = (0..400).flat_map(|_| whole()[1..3].to_vec()).collect();
    long.splice(1..1, many);
    for (index, line) in long.iter_mut().enumerate() {
        line.seq = index as u64 + 1;
        if let Entry::Ended { of, .. } = &mut line.entry {
            *of = index as u64;
        }
    }
    let shown = comment(&long);
    assert!(shown.chars().count() < 61_000, "{}", shown.chars().count());
    assert!(shown.contains("lines are left out here") && !shown.contains("```"), "no block is left");
    assert!(shown.contains("Gone on although it failed: backed up by hand"), "deviations stay");
    let file = format!("# Mine\n\n```\n{}```\n", "line of a log\n".repeat(10_000));
    let shown = comment_of(&file);
    assert!(shown.chars().count() < 61_000 && shown.matches("```").count() == 2, "the block is ended");
    assert!(shown.trim_end().ends_with("**"), "and it is said that there is more");
}

#[test]
fn what_went_otherwise_is_listed_and_a_change_by_the_book_has_nothing() {
    let mut all = whole();
    all.truncate(1);
    if let Entry::Opened { header, steps, .. } = &mut all[0].entry {
        header.source.standing = Standing::Shipped;
        header.params.retain(|param| !param.deviates);
        steps.retain(|step| !step.added);
    }
    assert_eq!(deviations(&all), []);
    assert!(markdown(&all).contains("Deviations: none") && !markdown(&all).contains("### Deviations"));
    assert_eq!(deviations(&[]), []);
    let person = by(1);
    let more = [
        Entry::Waived { step: StepId::new("push"), reason: "night".to_owned(), by: person.clone() },
        Entry::WentBack {
            answer: Some("yes".to_owned()),
            steps: planned(),
            reason: None,
            by: person.clone(),
        },
        Entry::LeftWayBack { reason: "enough".to_owned(), by: person.clone() },
        Entry::Held { reason: "lunch".to_owned(), by: person.clone() },
        Entry::Finished { result: ChangeResult::Abandoned, by: person },
    ];
    let opened = all.remove(0).entry;
    let told: Vec<String> = deviations(&lines(std::iter::once(opened).chain(more).collect()))
        .iter()
        .map(Deviation::text)
        .collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told[0].starts_with("“Push” was done although") && told[3] == "The change was left before its end"
    );
}

#[test]
fn a_check_that_was_gone_past_stands_in_bold_in_record_and_request() {
    let said = Passed {
        check: crate::words::Sentence::new("ready-topic-rivals"),
        found: vec![crate::words::Sentence::new("fight-terraform")],
        reason: "*paused* by @ops".to_owned(),
    };
    let mut all = whole();
    if let Entry::Opened { passed, .. } = &mut all[0].entry {
        passed.push(said.clone());
    }
    let listed = deviations(&all);
    assert!(listed.iter().any(|one| one.step.is_none() && one.text().contains("Will nobody undo it?")));
    let shown = markdown(&all);
    assert!(shown.contains("Started although a check spoke against it"), "{shown}");
    let asked = passed(&[said]);
    assert!(asked.contains("### Checks gone past") && asked.contains("**Started although"), "{asked}");
    assert!(!asked.contains("*paused* by") && !asked.contains(" @ops"), "no markup, nobody called: {asked}");
    assert_eq!(passed(&[]), "");
    // A journal without any has no word about it: older programs read it as before.
    let plain = serde_json::to_string(&whole()[0]).expect("a line");
    assert!(!plain.contains("\"passed\""));
}

fn past(change: &str, second: i64, result: Option<ChangeResult>, who: &str) -> Past {
    let mut brief = Brief::read(&document(&whole())).expect("a brief");
    brief.change = change.to_owned();
    (brief.last, brief.result, brief.by) = (at(second), result, who.to_owned());
    Past::recorded(crate::names::RepoFile::new(format!("changes/{change}.md")).expect("a file"), brief)
}

#[test]
fn rows_are_ordered_joined_sought_and_filtered() {
    let own = |change: &str, second: i64, result: Option<ChangeResult>| {
        let mut past = past(change, second, result, "alice");
        past.place = Place::Here(std::path::PathBuf::from(change));
        past.key = change.to_owned();
        past
    };
    let done = Some(ChangeResult::Completed);
    let here = vec![own("a", 10, done), own("b", 5, None), own("c", 30, Some(ChangeResult::RolledBack))];
    let recorded = vec![past("a", 10, done, "alice"), past("d", 20, None, "bob")];
    let rows = newest_first(here, recorded);
    let order: Vec<&str> = rows.iter().map(|row| row.change.as_str()).collect();
    assert_eq!(order, ["b", "c", "d", "a"], "unfinished ones of this machine first, a change once");
    assert_eq!(rows[3].shared.as_ref().map(crate::names::RepoFile::as_str), Some("changes/a.md"));
    let sought = |words: &str| {
        let filter = Filter { words: words.to_owned(), ..Filter::default() };
        look(&rows, &filter).len()
    };
    for (words, found) in [
        ("", 4),
        ("SHOP deploy", 4),
        ("bob", 1),
        ("1.4.2", 4),
        ("#17", 4),
        ("203.0.113.7", 4),
        ("changes/d.md", 1),
        ("prod nowhere", 0),
    ] {
        assert_eq!(sought(words), found, "{words}");
    }
    let all = Filter::default();
    assert!(all.is_empty() && !Filter { by: "bob".to_owned(), ..all.clone() }.is_empty());
    let by = |filter: Filter| look(&rows, &filter);
    assert_eq!(by(Filter { by: "bob".to_owned(), ..all.clone() }), [2]);
    assert_eq!(by(Filter { standing: Some(HowItStands::Open), ..all.clone() }), [0, 2]);
    assert_eq!(by(Filter { procedure: "other".to_owned(), ..all.clone() }), Vec::<usize>::new());
    assert_eq!(by(Filter { server: "https://203.0.113.7:6443".to_owned(), ..all }), [0, 1, 2, 3]);
    let offered = choices(&rows);
    assert_eq!(offered.people, ["alice", "bob"]);
    assert_eq!(offered.standings, [HowItStands::Open, HowItStands::Completed, HowItStands::RolledBack]);
    assert_eq!(offered.clusters, [("https://203.0.113.7:6443".to_owned(), "prod".to_owned())]);
}

#[test]
fn what_a_file_says_at_a_glance_is_shown_in_one_line_with_nothing_invisible() {
    let mut brief = Brief::read(&document(&whole())).expect("a brief");
    (brief.title, brief.by) = ("a\n\u{1b}[2Jb".to_owned(), "x\u{202e}y".to_owned());
    brief.context = "c".repeat(10_000);
    let file = crate::names::RepoFile::new("changes/one.md").expect("a file");
    let past = Past::recorded(file, brief);
    assert_eq!((past.title.as_str(), past.by.as_str()), ("a ␛[2Jb", "x\\u{202e}y"));
    assert_eq!(past.context, format!("{}…", "c".repeat(300)));
}

#[test]
fn a_text_of_others_is_listed_by_its_heading_or_name() {
    let file = || crate::names::RepoFile::new("changes/notes.md").expect("a file");
    let titled = Past::foreign(file(), "\n## The move\n\ntext", Some(at(1)));
    assert_eq!((titled.title.as_str(), titled.standing), ("The move", HowItStands::Untold));
    assert_eq!(Past::foreign(file(), "text", None).title, "notes.md");
    assert!(titled.trouble.is_some());
}

/// The journal of the small change, in whose note two files were added and in another one more.
fn with_files() -> Vec<Line> {
    let file = |name: &str, bytes: &[u8]| Attachment::of(name, bytes).expect("taken");
    let picture = file("the [shot] of @ops.png", b"\x89PNG\r\n\x1a\nrest");
    let log = file("app\n*.log", b"all is well");
    let elsewhere = Attachment { file: "../../x.png".to_owned(), ..picture.clone() };
    let noted = |text: &str, files: Vec<Attachment>| Entry::Noted {
        step: StepId::new("stop"),
        text: text.to_owned(),
        files,
        by: by(12),
    };
    let mut entries: Vec<Entry> = whole().into_iter().map(|line| line.entry).collect();
    let end = entries.pop().expect("an end");
    entries.push(noted("seen", vec![picture, log.clone()]));
    entries.push(noted("", vec![log, elsewhere]));
    entries.push(end);
    lines(entries)
}

#[test]
fn files_of_notes_are_named_with_their_hashes_and_shown_where_they_lie_beside() {
    let lines = with_files();
    let files = files(&lines);
    assert_eq!(files.len(), 3, "each once: {files:?}");
    let (shown, document) = (markdown(&lines), document(&lines));
    for file in files.iter().take(2) {
        assert!(shown.contains(&format!("]({})", file.file)) && shown.contains(&file.sha256), "{shown}");
    }
    assert!(shown.contains("![the (shot) of @<!-- -->ops.png](evidence/the-shot-of-ops-"), "{shown}");
    assert!(shown.contains("PNG picture · 12 B · SHA-256 `"), "{shown}");
    assert!(shown.contains("2 files were added"), "{shown}");
    assert!(!shown.contains("](../"), "a place elsewhere is no link: {shown}");
    assert!(!shown.contains("Files to attach"), "{shown}");
    assert_eq!(Brief::read(&document).expect("a brief").files, files);
    let said = comment(&lines);
    assert!(
        said.contains("Files to attach to this ticket by hand") && !said.contains("](evidence/"),
        "{said}"
    );
    for file in files.iter().take(2) {
        assert!(said.contains(&format!("`{}`", file.file)), "{said}");
    }
    assert!(!comment_of(&document).contains("!["), "{}", comment_of(&document));
    let code = "```\n![a](evidence/a.png)\n```\n\n![b](evidence/b.png)\n\nend\n";
    assert_eq!(comment_of(code).matches("![").count(), 1, "what stands in code stays");
}
