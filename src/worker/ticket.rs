//! What it is for: a ticket from a file or a forge, and what it asks for. In: a path, an address, procedures. Out: the
//! ticket; the procedures that fit it; its lines. Never: a file without end, or a word of it as a deed.

use std::{fs, path::Path};

use crate::{
    failure::{Failure, FailureKind},
    outside::Outside,
    record::ticket::{self, Asks, LARGEST, Ticket},
    words::Sentence,
};

use super::reads::Listed;

/// What was found in a ticket.
#[derive(Debug, Clone, PartialEq)]
pub enum Looked {
    /// It is not clear which procedure is asked for: these fit alike, or none does.
    Unclear {
        /// Identifiers.
        fit: Vec<String>,
    },
    /// What it asks for.
    Asks {
        /// The procedure's identifier.
        procedure: String,
        /// Line by line.
        asks: Box<Asks>,
    },
}

/// Reads a ticket's file.
///
/// # Errors
/// It cannot be read, is no text, or is larger than 1 MB.
pub fn from_file(path: &Path) -> Result<Ticket, Failure> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let refused = |key: &str| {
        let words = Sentence::new(key).with("name", name.clone());
        let hint = words.next_step();
        Failure { hint, ..Failure::new(FailureKind::Person, words) }
    };
    let facts = fs::metadata(path).map_err(|fault| refused("dropped-unreadable").caused_by(&fault))?;
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    if !facts.is_file() || facts.len() > most {
        return Err(refused("ticket-file-large"));
    }
    let bytes = fs::read(path).map_err(|fault| refused("dropped-unreadable").caused_by(&fault))?;
    let body = String::from_utf8(bytes).map_err(|_bytes| refused("ticket-file-no-text"))?;
    Ok(Ticket { body, ..Ticket::default() })
}

/// Asks a forge for a ticket.
///
/// # Errors
/// As [`Outside::issue`] has them.
pub async fn fetched(outside: Outside, address: String) -> Result<Ticket, Failure> {
    let issue = outside.issue(&address).await?;
    Ok(Ticket {
        title: issue.title,
        body: issue.body,
        address: issue.address,
        number: issue.number,
        author: issue.author,
    })
}

/// Reads it as a request for that procedure, or for the one that fits.
pub fn look(ticket: &Ticket, listed: &[Listed], procedure: Option<&str>) -> Looked {
    let all = || listed.iter().filter_map(|listed| listed.loaded.procedure.as_ref());
    let chosen =
        procedure.map(str::to_owned).map_or_else(|| ticket::candidates(ticket, all()), |id| vec![id]);
    let only = if let [only] = chosen.as_slice() { Some(only) } else { None };
    let found = only.and_then(|id| all().find(|one| one.id().as_str() == id));
    match found {
        Some(procedure) => Looked::Asks {
            procedure: procedure.id().to_string(),
            asks: Box::new(ticket::read(ticket, procedure)),
        },
        None => Looked::Unclear { fit: chosen },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_bounded_and_is_text() {
        let place = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            let path = place.path().join(name);
            fs::write(&path, bytes).expect("written");
            path
        };
        let good = write("a.md", b"### Description\r\n");
        assert_eq!(from_file(&good).expect("a ticket").body, "### Description\r\n");
        for (path, key) in [
            (write("b.md", &[0xff, 0xfe]), "ticket-file-no-text"),
            (write("c.md", &vec![b'a'; LARGEST + 1]), "ticket-file-large"),
            (place.path().join("gone"), "dropped-unreadable"),
            (place.path().to_owned(), "ticket-file-large"),
        ] {
            assert_eq!(from_file(&path).expect_err("refused").summary.key, key);
        }
    }

    #[test]
    fn a_procedure_is_found_or_asked_for() {
        let listed = crate::worker::reads::procedures(None);
        let ticket = |title: &str| Ticket { title: title.to_owned(), ..Ticket::default() };
        let clear = look(&ticket("[Change Request] Deploy HaikuDepot version 1.0.200"), &listed, None);
        assert!(matches!(clear, Looked::Asks { procedure, .. } if procedure == "haikudepot-deploy"));
        let none = look(&ticket("Lunch"), &listed, None);
        assert_eq!(none, Looked::Unclear { fit: Vec::new() });
        let chosen = look(&ticket("Lunch"), &listed, Some("haikudepot-deploy"));
        assert!(matches!(chosen, Looked::Asks { asks, .. } if asks.values.is_empty()));
    }
}
