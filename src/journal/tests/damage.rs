//! What it is for: damage of every kind at every place. No panic, the break named at the right line, everything before
//! it usable. Each byte is a place to cut at; with `CHANGEOVER_LONG=1` the whole of a long file is read after each, too.

use std::{fs, path::Path};

use super::{
    reopen::{bytes, change, opened},
    *,
};
use crate::journal::read::Chain;

/// First line, two deeds with their ends, notes: forty lines.
fn forty() -> Vec<u8> {
    let disk = FaultyDisk::default();
    let mut journal = disk.journal();
    journal.append(opened(&["stop"]), at(0)).expect("a first line");
    for second in 1..=2 {
        let entry = journal.start(approval(), at(second)).expect("a start line");
        journal.end(entry, &done(), at(second)).expect("an end line");
    }
    for second in 5..40 {
        journal.append(note("Ü, “quoted”, \\ and \n"), at(second)).expect("a note");
    }
    disk.with(|state| state.bytes.clone())
}

/// Number of the line that holds a byte, from 1.
fn line_at(whole: &[u8], byte: usize) -> usize {
    whole[..byte].split(|byte| *byte == b'\n').count()
}

/// What was read is what stood there before the damage.
fn check(whole: &Journaled, bad: &[u8], line: usize, what: &str) {
    let journaled = read_text(bad);
    let damage = journaled.damage.unwrap_or_else(|| panic!("{what}: not seen"));
    assert_eq!(damage.line(), line, "{what}: {damage}");
    assert!(journaled.lines == whole.lines[..line - 1], "{what}: the lines before it");
}

/// What a journal cut at this byte is read as: how many lines, and which damage.
fn wanted(bytes: &[u8], cut: usize) -> (usize, Option<Damage>) {
    let full = line_at(bytes, cut) - 1;
    let is_end = cut == 0 || bytes[cut - 1] == b'\n';
    let lacks_end = bytes.get(cut) == Some(&b'\n');
    let damage = if is_end || lacks_end { None } else { Some(Damage::Unfinished { line: full + 1 }) };
    (full + usize::from(lacks_end), damage)
}

/// Lines are read one after the other, so the whole lines before a cut need to be read once only.
#[test]
fn a_journal_of_forty_lines_cut_at_any_byte_loses_its_last_line_at_most() {
    let bytes = forty();
    let mut chain = Chain::start();
    let mut start = 0;
    for (before, raw) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        for cut in 1..raw.len() {
            let read = chain.clone().take::<Line>(&raw[..cut]);
            let read = (before + usize::from(read.is_ok()), read.err());
            assert_eq!(read, wanted(&bytes, start + cut), "cut at {}", start + cut);
        }
        chain.take::<Line>(raw).unwrap_or_else(|damage| panic!("{damage}"));
        start += raw.len();
    }
    assert_eq!(start, bytes.len());
}

#[test]
fn a_whole_file_cut_anywhere_is_read_as_its_lines_are() {
    let bytes = forty();
    let whole = read_text(&bytes);
    assert_eq!((whole.lines.len(), &whole.damage), (40, &None));
    let long = is_long();
    let near_end = |cut: usize| bytes[cut.saturating_sub(2)..(cut + 2).min(bytes.len())].contains(&b'\n');
    for cut in (0..=bytes.len()).filter(|cut| long || near_end(*cut) || cut % 101 == 0) {
        let read = read_text(&bytes[..cut]);
        assert_eq!((read.lines.len(), read.damage), wanted(&bytes, cut), "cut at {cut}");
    }
}

fn is_long() -> bool {
    std::env::var_os("CHANGEOVER_LONG").is_some()
}

#[test]
fn after_each_cut_the_journal_goes_on_with_a_sound_chain() {
    let folder = memory();
    let path = folder.path().join("journal.jsonl");
    let whole = change(folder.path(), 6);
    let first = line_at(&whole, 0).max(whole.iter().position(|byte| *byte == b'\n').expect("a line") + 1);
    for cut in first..=whole.len() {
        fs::write(&path, &whole[..cut]).expect("written");
        let (mut journal, journaled) =
            Journal::reopen(folder.path()).unwrap_or_else(|fault| panic!("{cut}: {fault}"));
        journal.append(note("on"), at(50)).expect("a line");
        drop(journal);
        let now = read_text(&bytes(folder.path()));
        assert_eq!((now.lines.len(), now.damage), (journaled.lines.len() + 1, None), "cut at {cut}");
        assert!(now.lines[..journaled.lines.len()] == journaled.lines, "cut at {cut}");
        for aside in fs::read_dir(folder.path()).expect("a folder").flatten() {
            if aside.file_name().to_string_lossy().contains(".torn-") {
                let torn = fs::read(aside.path()).expect("put aside");
                assert!(whole[..cut].ends_with(&torn) && !torn.is_empty(), "cut at {cut}");
                fs::remove_file(aside.path()).expect("removed");
            }
        }
    }
}

/// A folder that needs no disk, where there is one.
fn memory() -> tempfile::TempDir {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() { tempfile::tempdir_in(shared) } else { tempfile::tempdir() }.expect("a folder")
}

#[test]
fn each_of_a_thousand_flipped_bits_is_seen_at_its_line() {
    let bytes = forty();
    let whole = read_text(&bytes);
    // A fixed start: the same bits each time (Knuth's MMIX generator).
    let mut seed = 0x5EED_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    for _ in 0..1_000 {
        let (byte, bit) = (next(bytes.len()), next(8));
        let mut bad = bytes.clone();
        bad[byte] ^= 1 << bit;
        check(&whole, &bad, line_at(&bytes, byte), &format!("bit {bit} of byte {byte}"));
    }
    for (byte, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
        for bit in 0..8 {
            let mut bad = bytes.clone();
            bad[byte] ^= 1 << bit;
            check(&whole, &bad, line_at(&bytes, byte), &format!("bit {bit} of the line end at {byte}"));
        }
    }
}

#[test]
fn each_sector_of_zeros_is_seen_at_the_first_line_that_it_touches() {
    let bytes = forty();
    let whole = read_text(&bytes);
    for size in [512, 4096] {
        for start in (0..bytes.len()).step_by(size) {
            let mut bad = bytes.clone();
            let end = (start + size).min(bad.len());
            bad[start..end].fill(0);
            check(&whole, &bad, line_at(&bytes, start), &format!("{size} zeros at {start}"));
        }
    }
}

#[test]
fn a_lost_last_sector_is_not_taken_for_an_unfinished_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut whole = change(folder.path(), 30);
    let from = whole.len() - 1000;
    whole[from..].fill(0);
    fs::write(folder.path().join("journal.jsonl"), whole).expect("written");
    let refused = Journal::reopen(folder.path());
    assert!(
        matches!(refused, Err(JournalError::Damaged { .. })),
        "lines that were on disk are lost: {refused:?}"
    );
}

/// A disk whose n-th call fails, once or from then on.
#[derive(Debug, Clone)]
struct NthDisk {
    inner: FaultyDisk,
    calls: Arc<Mutex<usize>>,
    fails_at: usize,
    stays: bool,
}

impl NthDisk {
    fn call(&self) -> io::Result<()> {
        let mut calls = self.calls.lock().expect("nobody panics while holding it");
        *calls += 1;
        let fails = *calls == self.fails_at || self.stays && *calls > self.fails_at;
        // Appends are the odd calls, syncs the even ones, until one has failed.
        if !fails {
            return Ok(());
        }
        Err(if calls.is_multiple_of(2) { io::Error::other("EIO") } else { io::ErrorKind::StorageFull.into() })
    }
}

impl Disk for NthDisk {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.call()?;
        self.inner.append(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.call()
    }
}

#[test]
fn after_the_nth_call_of_the_disk_failed_nothing_is_done_that_is_not_written() {
    for (fails_at, stays) in (1..=200).flat_map(|nth| [(nth, true), (nth, false)]) {
        let disk = NthDisk { inner: FaultyDisk::default(), calls: Arc::default(), fails_at, stays };
        let mut journal = Journal::on(PathBuf::from("journal.jsonl"), Box::new(disk.clone()));
        let (mut deeds, mut deeds_before_fault, mut faults) = (0, None, 0);
        let rounds = i64::try_from(fails_at / 4).expect("small") + 3;
        for second in 0..rounds {
            match journal.start(approval(), at(second)) {
                Ok(entry) => {
                    deeds += 1;
                    let is_there = disk.inner.with(|state| state.bytes.ends_with(b"\"}\n"));
                    assert!(is_there, "the start line is there");
                    faults += usize::from(journal.end(entry, &done(), at(second)).is_err());
                }
                Err(_) => faults += 1,
            }
            if faults > 0 {
                deeds_before_fault.get_or_insert(deeds);
            }
        }
        let what = format!("call {fails_at}, stays: {stays}");
        assert!(faults > 0, "{what}");
        let is_sync = fails_at % 2 == 0;
        if stays || is_sync {
            assert_eq!(deeds_before_fault, Some(deeds), "{what}: nothing is done after it");
        } else {
            assert_eq!(faults, 1, "{what}: room again, and it goes on");
        }
        if fails_at % 10 < 2 {
            assert_eq!(disk.inner.read().damage, None, "{what}");
        }
    }
}
