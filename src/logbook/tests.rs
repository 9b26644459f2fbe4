//! Tests of the book: what goes in comes out by its number, wherever it lies; finding agrees with looking at each line.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{
    merge::{Batch, Merge},
    text::{Ink, drawn},
    *,
};

fn find(text: &str, is_regex: bool, has_case: bool) -> Find {
    Find { text: text.to_owned(), is_regex, has_case }
}

fn later() -> Instant {
    Instant::now() + Duration::from_mins(5)
}

/// A book with so little memory that nearly all of it lies in the file.
fn spilling(lines: impl Iterator<Item = String>) -> Book {
    let book = Book::bounded(200_000, IN_FILE);
    for line in lines {
        book.append([(Head::default(), line.as_bytes())]);
    }
    book
}

fn search(book: &Book, find: &Find) -> Search {
    let mut search = Search::new(Pattern::new(find).expect("an expression"));
    assert!(search.step(book, later()));
    search
}

#[test]
fn any_window_comes_back_from_memory_and_from_the_file() {
    let book = spilling((0..50_000).map(|number| format!("line {number} of the log")));
    assert!(book.held() < 400_000, "{}", book.held());
    for first in [0, 1, 2_000, 25_123, 49_990, 49_999, 50_000, 60_000] {
        let lines = book.read(first, 20);
        let wanted: Vec<u64> = (first..50_000.min(first + 20)).collect();
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), wanted);
        for line in &lines {
            assert_eq!(line.bytes, format!("line {} of the log", line.number).into_bytes());
        }
    }
    assert_eq!(book.read(0, 50_000).len(), 50_000);
}

#[test]
fn what_is_known_of_a_line_comes_back_with_it() {
    let book = Book::default();
    let at = "2026-11-21T08:00:00.123456789Z".parse().expect("a time");
    let heads = [
        Head { source: 0, at: Some(at), kind: Kind::Line },
        Head { source: 65_535, at: None, kind: Kind::Note },
        Head { source: 7, at: Some(at), kind: Kind::More },
    ];
    book.append(heads.iter().map(|head| (*head, b"\xff\xfe not text \xc3".as_slice())));
    let lines = book.read(0, 10);
    assert_eq!(lines.iter().map(|line| line.head).collect::<Vec<_>>(), heads);
    assert_eq!(lines.first().map(|line| line.bytes.as_slice()), Some(b"\xff\xfe not text \xc3".as_slice()));
}

#[test]
fn a_line_without_end_is_cut_for_the_screen_and_kept_whole() {
    let book = Book::default();
    let long = "ä".repeat(LONGEST / 2);
    let more = Head { kind: Kind::More, ..Head::default() };
    book.append([(Head::default(), long.as_bytes()), (more, b"the end"), (Head::default(), b"next")]);
    let lines = book.read(0, 10);
    let first = lines.first().expect("a line");
    assert!(first.is_cut && first.bytes.len() <= SHOWN);
    assert!(std::str::from_utf8(&first.bytes).is_ok(), "cut between characters");
    let mut saved = Vec::new();
    write_lines(&book, 0..10, |_| String::new(), &mut saved).expect("written");
    assert_eq!(String::from_utf8(saved).expect("text"), format!("{long}the end\nnext\n"));
}

#[test]
fn where_the_disk_takes_no_more_lines_are_counted_as_lost() {
    let book = Book::bounded(200_000, 300_000);
    for number in 0..50_000 {
        book.append([(Head::default(), format!("line {number}").as_bytes())]);
    }
    let amount = book.amount();
    assert!(amount.lines == 50_000 && amount.lost > 10_000, "{amount:?}");
    let left = book.read(0, 50_000);
    assert_eq!(left.len() as u64, amount.lines - amount.lost);
    assert_eq!(left.last().map(|line| line.number), Some(49_999));
    let found = search(&book, &find("line", false, true));
    assert_eq!(found.count(), left.len() as u64);
}

/// Where a way leads; each step of it is a piece of its own.
fn go(search: &Search, book: &Book, from: u64, is_back: bool) -> Option<u64> {
    let mut way = Journey::new(book, from, is_back);
    loop {
        if let Some(line) = search.go(book, &mut way, Instant::now()) {
            return line;
        }
    }
}

#[test]
fn hits_are_counted_and_gone_through_in_both_ways() {
    let is_hit = |number: u64| number.is_multiple_of(777);
    let line = |number| {
        if is_hit(number) {
            format!("\u{1b}[31mErr\u{1b}[0mor {number}")
        } else {
            format!("all is well {number}")
        }
    };
    let book = spilling((0..20_000).map(line));
    let search = search(&book, &find("error", false, false));
    let hits: Vec<u64> = (0..20_000).filter(|number| is_hit(*number)).collect();
    assert_eq!(search.count(), hits.len() as u64);
    assert_eq!(go(&search, &book, 1, false), Some(777));
    assert_eq!(go(&search, &book, 777, false), Some(777));
    assert_eq!(go(&search, &book, 776, true), Some(0));
    assert_eq!(go(&search, &book, 19_999, false), Some(0), "from the beginning again");
    assert_eq!(search.ordinal(&book, 777), 2);
    let mut at = go(&search, &book, 0, false).expect("a hit");
    for wanted in hits.iter().skip(1) {
        at = go(&search, &book, at + 1, false).expect("a hit");
        assert_eq!(at, *wanted);
    }
    assert_eq!(go(&search, &book, 0, true), Some(0));
}

#[test]
fn lines_that_come_later_are_found_too() {
    let book = Book::default();
    let mut search = Search::new(Pattern::new(&find("x", false, true)).expect("an expression"));
    for round in 1..=20_000_u64 {
        book.append([(Head::default(), b"x".as_slice()), (Head::default(), b"-")]);
        if round.is_multiple_of(999) {
            assert!(search.step(&book, later()));
            assert_eq!(search.count(), round);
        }
    }
}

#[test]
fn an_expression_never_spans_two_lines_and_a_wrong_one_is_told() {
    let book = Book::default();
    book.append(["foo", "bar", "", "foo bar", "bar"].map(|line| (Head::default(), line.as_bytes())));
    let count = |text: &str| search(&book, &find(text, true, true)).count();
    assert_eq!(count(r"foo\s+bar"), 1);
    assert_eq!(count(r"^bar$"), 2);
    assert_eq!(count(r"\Abar\z"), 2);
    assert_eq!(count(r"(?s)o.b"), 1);
    assert_eq!(count(r"^$"), 1);
    assert_eq!(count(r"foo[^x]bar"), 1);
    assert_eq!(count(r"r[\n-z]*f"), 0);
    let problem = Pattern::new(&find("(", true, true)).expect_err("no expression");
    assert!(problem.contains("unclosed"), "{problem}");
}

proptest! {
    #[test]
    fn finding_agrees_with_looking_at_each_line(
        lines in prop::collection::vec("[ab \t\r]{0,6}", 0..60),
        text in r"[ab.]{1,2}|a\+|\^a|b\$|a\\s*b|\\s|\[\^a\]b|b\[\^x\]\*a|\\W",
        is_regex: bool,
    ) {
        let book = Book::default();
        book.append(lines.iter().map(|line| (Head::default(), line.as_bytes())));
        let find = find(&text, is_regex, true);
        let pattern = Pattern::new(&find).expect("an expression");
        let alone = regex::Regex::new(&if is_regex { text.clone() } else { regex::escape(&text) }).expect("one");
        let wanted = lines.iter().filter(|line| alone.is_match(&text::plain(line.as_bytes()))).count();
        let mut search = Search::new(pattern);
        search.step(&book, later());
        prop_assert_eq!(search.count(), wanted as u64);
    }
}

#[test]
fn lines_that_look_like_errors_are_known() {
    let errors = [
        "2026-11-21 ERROR cannot connect",
        "E1121 08:00:00.000000       1 reflector.go:1] failed",
        r#"{"level":"error","msg":"x"}"#,
        r#"{"level":50,"msg":"x"}"#,
        "time=x level=fatal msg=y",
        "pg_dump: error: connection refused",
        "panic: runtime error",
        "java.io.IOException: closed",
        "Traceback (most recent call last):",
        "\tat org.example.Main.run(Main.java:17)",
        "thread 'main' (12) panicked at src/main.rs:1:1:",
        "\u{1b}[31mERROR\u{1b}[0m x",
    ];
    let fine = [
        "0 errors, 0 warnings",
        "error=nil",
        "I1121 08:00:00.000000       1 main.go:1] started",
        r#"{"level":"info","msg":"no error"}"#,
        "level=info err=<nil>",
        "terrors: none",
        "meeting at noon (today)",
    ];
    for (line, is_error) in
        errors.iter().map(|line| (line, true)).chain(fine.iter().map(|line| (line, false)))
    {
        let book = Book::default();
        book.append([(Head::default(), line.as_bytes())]);
        let mut search = first_error().expect("the expression");
        search.step(&book, later());
        assert_eq!(search.count() == 1, is_error, "{line}");
    }
}

#[test]
fn colours_are_told_and_nothing_steers_the_screen() {
    let line = drawn(b"\x1b[1;31mred\x1b[0m \x1b[38;5;46mgreen\x1b[39m \x1b[38;2;250;200;10myellow\x1b[m.");
    assert_eq!(line.text, "red green yellow.");
    let inks: Vec<(usize, Ink, bool)> =
        line.looks.iter().map(|(end, look)| (*end, look.ink, look.is_bold)).collect();
    let wanted = [
        (3, Ink::Red, true),
        (4, Ink::Plain, false),
        (9, Ink::Green, false),
        (10, Ink::Plain, false),
        (16, Ink::Yellow, false),
        (17, Ink::Plain, false),
    ];
    assert_eq!(inks, wanted);
    let line = drawn("10%\r100% \u{202e}\u{1b}]0;title\u{7}\u{1b}[48;5;1m.".as_bytes());
    assert_eq!((line.text.as_str(), line.looks.len()), ("100% .", 0));
}

fn batch(source: Source, seconds: impl IntoIterator<Item = i64>) -> Batch {
    let mut batch = Batch::of(source);
    for second in seconds {
        let at = Timestamp::from_second(second).ok();
        batch.push(Head { at, ..Head::default() }, format!("{source}-{second}").as_bytes());
    }
    batch
}

fn texts(book: &Book) -> Vec<String> {
    book.read(0, 100).iter().map(|line| String::from_utf8_lossy(&line.bytes).into_owned()).collect()
}

#[test]
fn what_many_containers_wrote_stands_in_the_order_of_time() {
    let (book, mut merge, now) = (Book::default(), Merge::default(), Instant::now());
    merge.begin(0, now);
    merge.begin(1, now);
    merge.open(0, now);
    merge.open(1, now);
    merge.take(batch(0, [1, 3, 5]), now);
    assert!(merge.pour(&book, now).is_some(), "the other may be older");
    assert_eq!(book.amount().lines, 0);
    merge.take(batch(1, [2, 4, 6, 7]), now);
    assert!(merge.pour(&book, now).is_some());
    assert_eq!(texts(&book), ["0-1", "1-2", "0-3", "1-4", "0-5"]);
    // Who is quiet is not waited for.
    let then = now + Duration::from_secs(1);
    assert!(merge.pour(&book, then).is_none());
    assert_eq!(texts(&book).len(), 7);
    merge.take(batch(0, [6]), then);
    merge.end(1);
    assert!(merge.pour(&book, then).is_none());
    assert_eq!(texts(&book).last().map(String::as_str), Some("0-6"), "late, but there");
}

/// One gigabyte; `CHANGEOVER_LONG=1`, best in a release build.
#[test]
fn a_gigabyte_is_kept_whole_in_little_memory() {
    if std::env::var_os("CHANGEOVER_LONG").is_none() {
        return;
    }
    let book = Book::default();
    let (count, began) = (10_000_000_u64, Instant::now());
    let line = |number: u64| format!("{number:010} {:0>88}", number.wrapping_mul(2_654_435_761));
    for number in 0..count {
        book.append([(Head::default(), line(number).as_bytes())]);
    }
    println!("written in {:?}, {} bytes in memory", began.elapsed(), book.held());
    assert!(book.held() < 64 << 20, "{}", book.held());
    let began = Instant::now();
    assert_eq!(book.read(count - 100, 100).len(), 100);
    println!("the end after {:?}", began.elapsed());
    let began = Instant::now();
    let mut search = Search::new(Pattern::new(&find("0009999999", false, false)).expect("one"));
    assert_eq!(go(&search, &book, 0, false), Some(9_999_999));
    println!("the last line found after {:?}", began.elapsed());
    let began = Instant::now();
    assert!(search.step(&book, Instant::now() + Duration::from_hours(1)));
    println!("all counted after {:?}", began.elapsed());
    let mut at = 0;
    while at < count {
        let lines = book.read(at, 10_000);
        assert!(lines.iter().zip(at..).all(|(one, number)| one.bytes == line(number).into_bytes()), "{at}");
        at += lines.len() as u64;
    }
}
