//! The benchmark: `cargo bench` measures everything, `cargo bench -- p2 p9` these figures.
//!
//! All tools are asked against the same real control plane (`tests/control-plane/`) in one run. What comes out is a table
//! in Markdown: figure, bound, measured, the same by another tool, ratio; with machine and versions. A bound that is missed
//! is said with by how much. Nothing here is a test: nothing fails because a machine is slow.

#![expect(unreachable_pub, reason = "one program; nothing outside of it could reach anything")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a table is printed, and what is under way")]

mod draw;
mod frames;
mod lists;
mod logs;
mod machine;
mod manifests;
mod objects;
mod others;
mod pixels;
mod process;
mod table;
mod windows;

#[path = "../../src/ui/samples/mod.rs"]
#[expect(
    dead_code,
    clippy::indexing_slicing,
    clippy::wildcard_imports,
    reason = "the screens' tests use the rest of it"
)]
mod samples;

#[path = "../it/support/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod support;

pub use changeover::{action, failure, journal, logbook, manifest, names, observed, record, ui, words};
use support::control_plane::ControlPlane;
use table::Table;

/// A figure: its name, and what measures it.
type Figure = (&'static str, fn(&mut Table));

const FIGURES: [Figure; 10] = [
    ("p9", manifests::p9),
    ("p6", frames::p6),
    ("p1", windows::p1),
    ("p5", windows::p5),
    ("p8", objects::p8),
    ("p3", windows::p3),
    ("p7", logs::p7),
    ("p2", lists::p2),
    ("p4", windows::p4),
    ("p10", lists::p10),
];

/// A process of its own that is measured: its name, and what it does with its arguments.
type Child = (&'static str, fn(&[String]));

/// What a process of its own does, by its first argument.
const CHILDREN: [Child; 3] =
    [("child", lists::child), ("child-again", lists::child_again), ("child-logs", logs::child)];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    // A process of its own measures its own memory.
    if let Some((first, rest)) = arguments.split_first()
        && let Some((_, child)) = CHILDREN.iter().find(|(name, _)| name == first)
    {
        return child(rest);
    }
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut table = Table::default();
    let pace = machine::pace();
    for (name, measure) in FIGURES {
        // 50,000 pods take a quarter of an hour and much memory: only when they are asked for.
        let is_wanted =
            if arguments.is_empty() { name != "p10" } else { arguments.iter().any(|one| one == name) };
        if is_wanted {
            eprintln!("== {name} ==");
            measure(&mut table);
        }
    }
    println!("{}\n\n{table}", machine::told(pace));
    ControlPlane::stop_shared();
}
