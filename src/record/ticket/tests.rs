//! What it is for: the shipped procedure's tickets, both ways. Never: a ticket of a real person.

use std::collections::BTreeSet;

use super::*;
use crate::{
    plan::{Source, Standing, request::Request},
    procedure::{fill::fill, load},
    record::Outline,
};

const TEMPLATE: &str = include_str!("../../../tests/fixtures/tickets/haikudepot-template.md");

fn procedure() -> Procedure {
    let shipped = load::shipped().into_iter();
    let mut all = shipped.filter_map(|loaded| loaded.procedure);
    all.find(|procedure| procedure.id().as_str() == "haikudepot-deploy").expect("the shipped procedure")
}

fn pasted(body: &str) -> Ticket {
    Ticket { body: body.to_owned(), ..Ticket::default() }
}

fn written(
    values: &BTreeMap<String, String>,
    before: &[ConfigChange],
    after: &[ConfigChange],
) -> (String, String) {
    let procedure = procedure();
    let values = fill(&procedure, values).expect("values that fit");
    let outline = Outline {
        procedure: &procedure,
        source: Source {
            file: "haikudepot-deploy.procedure.yaml".to_owned(),
            digest: procedure.digest().clone(),
            standing: Standing::Shipped,
        },
        repository: None,
        request: Request {
            ticket: values.text("ticket"),
            before: before.to_vec(),
            after: after.to_vec(),
            ..Request::default()
        },
        values,
    };
    outline.request().expect("a request")
}

fn map(values: &[(&str, &str)]) -> BTreeMap<String, String> {
    values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The filled values are what they were, whichever of them were typed and which are the procedure's defaults.
fn same_values(asks: &Asks, typed: &BTreeMap<String, String>) {
    let procedure = procedure();
    let read = fill(&procedure, &asks.values).unwrap_or_else(|why| panic!("{why:?}\n{:#?}", asks.lines));
    assert_eq!(read, fill(&procedure, typed).expect("values that fit"), "{:#?}", asks.lines);
}

fn unknown(asks: &Asks) -> Vec<&str> {
    let lines = asks.lines.iter().filter(|line| line.what == Understood::Unknown);
    lines.map(|line| line.text.as_str()).collect()
}

fn set(file: &str, object: &str, path: &str, value: serde_json::Value) -> ConfigChange {
    ConfigChange::Set { file: file.to_owned(), object: object.to_owned(), path: path.to_owned(), value }
}

fn plain_values() -> BTreeMap<String, String> {
    map(&[
        ("version", "1.0.200"),
        ("testedBuild", "https://github.com/haiku/haikudepotserver/actions/runs/1"),
    ])
}

#[test]
fn a_request_is_read_back_as_it_was_written() {
    let manifest = "deployments/haikudepotserver.yml";
    let before = [
        set(manifest, "Deployment/haikudepotserver", "spec.replicas", 2.into()),
        set(
            manifest,
            "Deployment/haikudepotserver",
            "spec.template.spec.containers[name=app].env[name=A].value",
            "2".into(),
        ),
        ConfigChange::Apply { file: "deployments/other/x_y.yml".to_owned() },
    ];
    let after = [
        ConfigChange::Remove {
            file: manifest.to_owned(),
            object: "Deployment/a".to_owned(),
            path: "spec.a[0]".to_owned(),
        },
        ConfigChange::Human { what: "tell *the* mirror, @ops: #1 [x](y) <b>".to_owned() },
    ];
    let mut values = plain_values();
    values.insert("ticket".to_owned(), "17".to_owned());
    values.insert("announceTo".to_owned(), "`ops`@example.org".to_owned());
    values.insert("howTested".to_owned(), "By hand.\nAnd by @ann".to_owned());
    let (title, body) = written(&values, &before, &after);
    for ticket in [
        Ticket { title, body: body.clone(), ..Ticket::default() },
        pasted(&body),
        pasted(&body.replace('\n', "\r\n")),
    ] {
        assert_eq!(candidates(&ticket, [&procedure()]), ["haikudepot-deploy"]);
        let asks = read(&ticket, &procedure());
        same_values(&asks, &values);
        assert_eq!((asks.before.as_slice(), asks.after.as_slice()), (&before[..], &after[..]), "{body}");
        assert!(unknown(&asks).is_empty(), "{:?}", unknown(&asks));
        let misfits = asks.count(|what| matches!(what, Understood::Misfit { .. }));
        assert_eq!(misfits, 0, "{:#?}", asks.lines);
    }
}

#[test]
fn the_projects_own_template_filled_by_hand_is_understood() {
    let body = TEMPLATE
        .replace("1.0.X", "1.0.200")
        .replace("version (VERSION)\n", "version 1.0.200\n")
        .replace(
            "_Please link to the build of the image_",
            "[build](https://github.com/haiku/x/actions/runs/7)",
        )
        .replace(
            "\nNone\n",
            "\nPre-deploy:\n* set `LEVEL` to debug\n- post-deploy: clear the cache\n* something\n",
        )
        .replace("GitHub.\n10.", "GitHub, *to the branch staging*.\n10.");
    let ticket = Ticket { author: "ann".to_owned(), number: "12".to_owned(), ..pasted(&body) };
    assert_eq!(candidates(&ticket, [&procedure()]), ["haikudepot-deploy"]);
    let asks = read(&ticket, &procedure());
    let wanted = map(&[
        ("version", "1.0.200"),
        ("testedBuild", "https://github.com/haiku/x/actions/runs/7"),
        ("ticket", "12"),
        ("howTested", "Dev-tested by the HaikuDepot dev."),
    ]);
    same_values(&asks, &wanted);
    assert_eq!(asks.origin.asked_by, "ann");
    let human = |what: &str| ConfigChange::Human { what: what.to_owned() };
    // What stands below a heading of one time is of that time, unless its line says another.
    assert_eq!(asks.before, [human("set `LEVEL` to debug"), human("something")]);
    let step = Sentence::new("ticket-deviation").with("number", "9");
    let step = step.with(
        "text",
        "Commit and push the updated deployment configuration to GitHub, *to the branch staging*.",
    );
    assert_eq!(asks.after, [human("clear the cache"), human(&step.text())]);
    assert!(unknown(&asks).is_empty(), "{:?}", unknown(&asks));
}

#[test]
fn the_template_left_as_it_is_fills_nothing_and_says_so() {
    let asks = read(&pasted(TEMPLATE), &procedure());
    let filled: Vec<&str> = asks.values.keys().map(String::as_str).collect();
    assert_eq!(filled, ["howTested"]);
    assert!(asks.before.is_empty() && asks.after.is_empty());
    assert!(asks.count(|what| matches!(what, Understood::Misfit { .. })) >= 2, "{:#?}", asks.lines);
}

#[test]
fn two_places_that_disagree_fill_nothing() {
    let asks = read(
        &pasted("## [Change Request] Deploy HaikuDepot version 1.0.201\n\n- Version: `1.0.200`\n"),
        &procedure(),
    );
    assert!(!asks.values.contains_key("version"));
    let why =
        |what: &Understood| matches!(what, Understood::Misfit { why, .. } if why.key == "ticket-disagrees");
    assert_eq!(asks.count(why), 2, "{:#?}", asks.lines);
}

#[test]
fn nothing_is_dropped_and_what_does_not_fit_has_its_place() {
    let body = "Hello,\nplease do this soon.\n\n- [x] Version: 2.0\n- Secret sauce: yes\n\n### Something else\nfoo\n";
    let asks = read(&pasted(body), &procedure());
    let numbers: Vec<usize> = asks.lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, [1, 2, 4, 5, 7, 8]);
    assert!(matches!(&asks.lines[2].what, Understood::Misfit { of, .. } if of == "Version"));
    assert_eq!(
        unknown(&asks),
        ["Hello,", "please do this soon.", "- Secret sauce: yes", "Something else", "foo"]
    );
    assert!(candidates(&pasted(body), [&procedure()]).is_empty());
}

#[test]
fn comments_of_the_template_are_no_lines_and_code_is_no_comment() {
    let body = "<!-- hint\nof two lines -->\n`<!-- shown -->`\n```\n<!-- code -->\n```\n- Version: 1.0.9 <!-- x -->\n<!-- open";
    let asks = read(&pasted(body), &procedure());
    assert_eq!(asks.values.get("version").map(String::as_str), Some("1.0.9"));
    assert_eq!(unknown(&asks), ["`<!-- shown -->`", "<!-- code -->", "<!-- open"]);
}

/// A small generator: tests need no more, and are the same every day.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("small") % below.max(1)
    }

    fn text(&mut self, is_long: bool) -> String {
        const PARTS: &[&str] = &[
            "word", " ", "*", "**", "_", "`", "``", "\\", "<!--", "-->", "@ann", "#", "- ", "1. ", "[x] ",
            "](y)", "&lt;", ": ", "· ", "ß漢", "|", "~~~", "```", "> ", "–", "None", "'", "\"", "{a: b}",
            "set ", " to ", ", ", "/",
        ];
        let mut text = String::from("x");
        for _ in 0..self.roll(12) {
            text.push_str(PARTS[self.roll(PARTS.len())]);
            if is_long && self.roll(4) == 0 {
                text.push('\n');
            }
        }
        text.push('x');
        text
    }
}

#[test]
fn whatever_is_asked_for_is_read_back() {
    let mut dice = Dice(7);
    for turn in 0..60 {
        let mut values = plain_values();
        values.insert("version".to_owned(), format!("1.0.{turn}"));
        values.insert("announceTo".to_owned(), dice.text(false));
        values.insert("howTested".to_owned(), dice.text(true));
        if turn % 2 == 0 {
            values.insert("description".to_owned(), dice.text(true));
        }
        let before = [
            set(
                "a/b.yml",
                "Deployment/web",
                "spec.template.spec.containers[name=w].env[name=A].value",
                dice.text(true).into(),
            ),
            ConfigChange::Human { what: dice.text(false) },
        ];
        let (title, body) = written(&values, &before, &[]);
        let asks = read(&Ticket { title, body: body.clone(), ..Ticket::default() }, &procedure());
        same_values(&asks, &values);
        assert_eq!(asks.before, before, "{body}");
        assert!(asks.after.is_empty());
    }
}

#[test]
fn any_text_is_read_without_a_panic_and_in_time() {
    let (_, body) = written(&plain_values(), &[], &[]);
    let procedure = procedure();
    let mut dice = Dice(11);
    let sources = [body.as_str(), TEMPLATE];
    for turn in 0..80 {
        let source: Vec<char> = sources[turn % 2].chars().collect();
        let mut text = String::new();
        for _ in 0..6 {
            let from = dice.roll(source.len());
            let length = dice.roll(200);
            text.extend(source.iter().skip(from).take(length));
            text.push_str(&dice.text(true));
        }
        let asks = read(&pasted(&text), &procedure);
        let numbers: BTreeSet<usize> = asks.lines.iter().map(|line| line.number).collect();
        let last = text.lines().count() + 1;
        assert!(numbers.iter().all(|number| *number <= last));
    }
    for piece in
        ["`", "<!--", "*a", "Version: 1\n", "### Description\n", "- *x*\n", "`a``b\n", "\\", "#", "a:b\n"]
    {
        let long = piece.repeat(LARGEST / 4 / piece.len());
        drop(read(&pasted(&long), &procedure));
    }
}
