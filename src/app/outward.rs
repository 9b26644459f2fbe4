//! What it is for: what leaves the window for the system's own programs: browser, mail program, file viewer.
//! In: addresses, drafts, paths. Out: a program started by the system. Never: an address that is not http or https, or
//! a mail from practice.

use std::{
    error::Error,
    path::Path,
    process::{Command, Stdio},
};

use jiff::Timestamp;

use super::App;
use crate::{
    failure::{Failure, FailureKind},
    words::{Sentence, text},
};

impl App {
    /// Only http and https leave the program: an address may come from a procedure or an image's label.
    pub(super) fn open_address(&mut self, address: &str) {
        if address.starts_with("https://") || address.starts_with("http://") {
            self.open_outside(address);
        } else {
            self.notices.say(Sentence::new("app-address-refused").with("address", address).text());
        }
    }

    pub(super) fn open_mail(&mut self, step: &str) {
        let Some(change) = &self.change else { return };
        let Some(draft) = change.draft(&crate::names::StepId::new(step)) else { return };
        let to: Vec<String> =
            draft.to.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect();
        let mail =
            crate::outside::mailto(&to, &draft.subject, &draft.body, &std::collections::BTreeMap::new());
        if !mail.left_out.is_empty() {
            let words = Sentence::new("app-mail-left-out").with("names", mail.left_out.join(", "));
            self.notices.say(words.text());
        }
        if !mail.fits {
            self.notices.say(text("app-mail-long"));
        }
        self.open_with(&self.settings.mail.clone(), &mail.uri);
    }

    /// Asks a site that a route of the cluster names.
    pub(super) fn ask_site(&mut self, url: String) {
        let outside = self.start.outside.value();
        match (outside.last().cloned(), outside.failure().cloned()) {
            (Some(outside), _) => self.cluster_page.ask_site(url, outside, &self.worker),
            (None, Some(failure)) => self.notices.fail(failure),
            // Read in the first moments of the program.
            (None, None) => self.notices.say(text("way-ask-soon")),
        }
    }

    /// Opens a file with the person's editor, or else with the system's program for it.
    pub(super) fn open_file(&mut self, path: &str) {
        self.open_with(&self.settings.editor.clone(), path);
    }

    /// Opens a folder of the program with the system's file manager; it is made when nothing was kept in it yet.
    pub(super) fn open_folder(&mut self, folder: &str) {
        let folder = folder.to_owned();
        self.worker.ask_blocking(&mut self.settings_page.made, move || {
            match std::fs::create_dir_all(&folder) {
                Ok(()) => Ok(folder),
                Err(fault) => Err(not_opened(&folder, &fault)),
            }
        });
    }

    /// The folder that was to be opened is there by now, or cannot be made.
    pub(super) fn open_made(&mut self) {
        if let Some(failure) = self.settings_page.made.value().failure().cloned() {
            self.notices.fail(failure);
            self.settings_page.made.clear();
        }
        if let Some(folder) = self.settings_page.made.take() {
            self.open_outside(&folder);
        }
    }

    /// Hands something to the program that the person named; to the system's own where they named none, and in a practice
    /// world, which has its own mail program.
    fn open_with(&mut self, program: &str, what: &str) {
        let is_practised = self.practice.world().is_some() && what.starts_with("mailto:");
        if program.is_empty() || is_practised {
            return self.open_outside(what);
        }
        let (program, what) = (program.to_owned(), what.to_owned());
        self.worker.ask_blocking(&mut self.settings_page.opened, move || {
            begin(&program, &what).map_err(|fault| not_begun(&program, &fault))
        });
    }

    /// Hands a path or address to the system's own program for it, and does not wait for that program. The mail program of
    /// a practice world is its own.
    pub(super) fn open_outside(&mut self, what: &str) {
        if let Some(world) = self.practice.world().filter(|_| what.starts_with("mailto:")) {
            let opened = world.open_mail(what, Timestamp::now());
            self.memory.show_mails();
            if let Err(fault) = opened {
                self.notices.fail(not_opened(what, &fault));
            }
            return;
        }
        // Not on the frame: a program on a folder of the network may begin late.
        let what = what.to_owned();
        self.worker.ask_blocking(&mut self.settings_page.opened, move || {
            open::that_detached(&what).map_err(|fault| not_opened(&what, &fault))
        });
    }
}

/// Names the program and no more: what it was to open may be a draft with all its text.
fn not_begun(program: &str, fault: &std::io::Error) -> Failure {
    let program = parts(program).into_iter().next().unwrap_or_default();
    let words = Sentence::new("app-not-begun").with("program", program);
    let failure = Failure::new(FailureKind::World, words).hint(Sentence::new("app-not-begun-hint"));
    failure.caused_by(fault)
}

/// Of a draft neither its address nor the fault is shown: both may hold all its text.
fn not_opened(what: &str, fault: &(dyn Error + 'static)) -> Failure {
    if what.starts_with("mailto:") {
        let failure = Failure::new(FailureKind::World, Sentence::new("app-no-mail-program"));
        return failure.hint(Sentence::new("app-no-mail-program-hint"));
    }
    let words = Sentence::new("app-not-opened").with("what", what);
    let failure = Failure::new(FailureKind::World, words).hint(Sentence::new("app-not-opened-hint"));
    failure.caused_by(fault)
}

/// A program and its arguments as the settings have them: words, between `"` also with spaces.
fn parts(program: &str) -> Vec<String> {
    let (mut parts, mut part, mut is_quoted) = (Vec::new(), None, false);
    for c in program.chars() {
        match c {
            '"' => {
                is_quoted = !is_quoted;
                part.get_or_insert_with(String::new);
            }
            c if c.is_whitespace() && !is_quoted => parts.extend(part.take()),
            c => part.get_or_insert_with(String::new).push(c),
        }
    }
    parts.extend(part);
    parts
}

/// Whether the program that the settings name is there.
pub(super) fn is_there(program: &str) -> bool {
    let Some(name) = parts(program).into_iter().next() else { return false };
    if Path::new(&name).components().count() > 1 {
        return Path::new(&name).is_file();
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let endings = if cfg!(windows) { &["", ".exe", ".cmd", ".bat"][..] } else { &[""] };
    std::env::split_paths(&folders)
        .any(|folder| endings.iter().any(|ending| folder.join(format!("{name}{ending}")).is_file()))
}

/// Starts a program with one more argument, and does not wait for it: a thread of its own takes its end.
fn begin(program: &str, what: &str) -> std::io::Result<()> {
    let parts = parts(program);
    let (name, arguments) = parts.split_first().ok_or(std::io::ErrorKind::NotFound)?;
    let mut command = Command::new(name);
    command.args(arguments).arg(what).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let waiting = std::thread::Builder::new().name("opened".to_owned()).spawn(move || child.wait());
    waiting.map(drop)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::Timestamp;

    use super::{begin, is_there, not_begun, not_opened, parts};
    use crate::{outside::mailto, practice::mail::Mail};

    #[test]
    fn a_draft_that_is_not_opened_shows_nothing_of_its_text() {
        let draft = "mailto:a@example.org?subject=Depot&body=Hello";
        let fault = std::io::Error::other(format!("Launcher \"xdg-open\" \"{draft}\" failed"));
        let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
        for failure in [not_opened(draft, &fault), not_begun("mailer --new", &gone)] {
            let shown = format!("{failure:?} {}", failure.summary.text());
            assert!(!shown.contains("Hello") && !shown.contains('⟨'), "{shown}");
        }
        assert!(not_begun("mailer --new", &gone).summary.text().contains("mailer"));
        assert!(not_opened("/a/record.md", &fault).summary.text().contains("/a/record.md"));
    }

    #[test]
    fn a_program_is_named_with_its_arguments() {
        assert_eq!(parts("kate -n"), ["kate", "-n"]);
        assert_eq!(
            parts(r#" "/opt/my editor/bin/e"  --title "a b" "" "#),
            ["/opt/my editor/bin/e", "--title", "a b", ""]
        );
        assert!(parts("  ").is_empty());
    }

    #[test]
    #[cfg(unix)]
    fn a_program_that_is_there_is_begun_with_what_it_is_to_open() {
        let folder = tempfile::tempdir().expect("a folder");
        let opened = folder.path().join("opened");
        assert!(is_there("touch") && is_there("/bin/sh -c"));
        assert!(!is_there("no-such-program-here") && !is_there("/no/such/program") && !is_there(""));
        begin("touch", &opened.display().to_string()).expect("begins");
        let until = std::time::Instant::now() + std::time::Duration::from_mins(1);
        while !opened.exists() && std::time::Instant::now() < until {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(opened.exists());
        assert!(begin("no-such-program-here", "a").is_err());
    }

    #[test]
    fn what_was_drafted_arrives_whole() {
        let to = ["a+b@example.org".to_owned(), "list@example.org".to_owned()];
        let (subject, body) =
            ("Depot 1.0.200 & more: 100 %", "Hello,\n\nhttps://depot.example/?a=b&c#d\nGrüße");
        let address = mailto(&to, subject, body, &BTreeMap::new());
        let mail = Mail::read(&address.uri, Timestamp::UNIX_EPOCH).expect("reads");
        assert_eq!((mail.to.as_slice(), mail.subject.as_str(), mail.body.as_str()), (&to[..], subject, body));
    }
}
