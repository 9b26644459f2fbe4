//! What it is for: what leaves the window for the system's own programs: browser, mail program, file viewer.
//! In: addresses, drafts, paths. Out: a program started by the system. Never: an address that is not http or https, or
//! a mail from practice.

use std::error::Error;

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
        self.open_outside(&mail.uri);
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

    /// Hands a path or address to the system's own program for it, and does not wait for that program. The mail program of
    /// a practice world is its own.
    pub(super) fn open_outside(&mut self, what: &str) {
        let opened: Result<(), Box<dyn Error>> = match self.practice.world() {
            Some(world) if what.starts_with("mailto:") => {
                let opened = world.open_mail(what, Timestamp::now());
                self.memory.show_mails();
                opened.map_err(Into::into)
            }
            Some(_) | None => open::that_detached(what).map_err(Into::into),
        };
        if let Err(fault) = opened {
            let words = Sentence::new("app-not-opened").with("what", what);
            let failure = Failure::new(FailureKind::World, words).hint(Sentence::new("app-not-opened-hint"));
            self.notices.fail(failure.caused_by(fault.as_ref()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::Timestamp;

    use crate::{outside::mailto, practice::mail::Mail};

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
