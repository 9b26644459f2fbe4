//! Times of small parts, with their spread: what stands behind the figures of the benchmark. `cargo bench --bench micro`.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use changeover::{
    logbook::{Book, Find, Head, Kind, Pattern, Search, text::drawn},
    observed::survey::{Column, Lens, Section, Tally},
};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

pub use changeover::{action, failure, journal, logbook, manifest, names, observed, record, ui, words};

#[expect(dead_code, reason = "the benchmark uses the rest of it")]
mod draw;
#[expect(dead_code, reason = "the benchmark uses the rest of it")]
mod manifests;
#[expect(dead_code, clippy::print_stderr, reason = "the benchmark uses the rest of it")]
mod table;

#[path = "../../src/ui/samples/mod.rs"]
#[expect(
    dead_code,
    clippy::indexing_slicing,
    clippy::wildcard_imports,
    reason = "the screens' tests use the rest of it"
)]
mod samples;

criterion_group!(parts, rows, frame, logs, manifest_edit);
criterion_main!(parts);

/// P2: what a screen asks of 10,000 rows.
fn rows(criterion: &mut Criterion) {
    let all = Lens { section: Section::Pods, ..Lens::default() };
    let rows = samples::cluster::survey(&all, 10_000).rows;
    let lenses = [
        ("by name", all.clone()),
        ("by restarts", Lens { by: Column::Count, ..all.clone() }),
        ("filtered", Lens { filter: "node-3 server".to_owned(), ..all }),
    ];
    let mut group = criterion.benchmark_group("10,000 rows");
    for (name, lens) in &lenses {
        group.bench_function(*name, |bench| bench.iter(|| black_box(lens.look(&rows))));
    }
    group.bench_function("counted", |bench| bench.iter(|| black_box(Tally::of(rows.iter()))));
    group.finish();
}

/// P6: both screens.
fn frame(criterion: &mut Criterion) {
    let mut screens = draw::Screens::open();
    let pages: Vec<_> = (0..8).map(|turn| draw::Page::new(10_000, turn)).collect();
    let mut next = pages.iter().cycle();
    criterion.bench_function("frame: 10,000 rows, logs, 40 steps", |bench| {
        bench.iter_custom(|times| {
            (0..times).filter_map(|_| next.next().map(|page| screens.frame(page))).sum()
        });
    });
}

/// P7: a line's way from the wire to the book, to the screen, and to a hit.
fn logs(criterion: &mut Criterion) {
    const LINES: u64 = 100_000;
    let line =
        b"2026-11-22T08:00:00Z  INFO request 4711 GET /pkg/icon/haikudepot.png answered 304 in 12 ms, cached";
    let head = Head { source: 0, at: None, kind: Kind::Line };
    let fill = |book: &Book| {
        for _ in 0..LINES / 1_000 {
            book.append((0..1_000).map(|_| (head, line.as_slice())));
        }
    };
    let mut group = criterion.benchmark_group("logs");
    group.throughput(Throughput::Elements(LINES));
    group.sample_size(20);
    group.bench_function("kept", |bench| {
        bench.iter_batched_ref(Book::default, |book| fill(book), BatchSize::PerIteration);
    });
    let book = Book::default();
    fill(&book);
    for (name, text, is_regex) in
        [("words sought", "not there", false), ("expression sought", "ERR[A-Z]+ \\d+", true)]
    {
        let find = Find { text: text.to_owned(), is_regex, has_case: false };
        let pattern = Pattern::new(&find).expect("an expression");
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let mut search = Search::new(pattern.clone());
                while !search.step(&book, Instant::now() + Duration::from_secs(1)) {}
                black_box(search.count())
            });
        });
    }
    group.throughput(Throughput::Elements(1));
    group.bench_function("one line drawn", |bench| bench.iter(|| black_box(drawn(line))));
    group.finish();
}

/// P9.
fn manifest_edit(criterion: &mut Criterion) {
    let text = manifests::manifest();
    let mut group = criterion.benchmark_group("manifest");
    group.sample_size(50);
    group.bench_function("one tag in 477 documents", |bench| bench.iter(|| manifests::once(&text)));
    group.finish();
}
