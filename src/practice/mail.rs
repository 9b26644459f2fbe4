//! What it is for: the mail program of a practice world: it keeps what would stand open in one.
//! In: `mailto:` addresses (RFC 6068). Out: mails as a mail program shows them. Never: anything that leaves this process.

use std::{
    str::Utf8Error,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;

/// A mail that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// When.
    pub at: Timestamp,
    /// Its receivers.
    pub to: Vec<String>,
    /// Who gets a copy.
    pub cc: Vec<String>,
    /// Who gets one that the others do not see.
    pub bcc: Vec<String>,
    /// One line.
    pub subject: String,
    /// The text; its lines end with `\n`.
    pub body: String,
}

/// Why an address cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailtoError {
    /// It is for another program.
    #[error("this is no mailto address")]
    Scheme,
    /// A percent sign that two hexadecimal digits do not follow.
    #[error("`{0}` is no percent-encoded text")]
    Escape(String),
    /// What is encoded is no text.
    #[error("`{0}` is no UTF-8")]
    Text(String, #[source] Utf8Error),
}

/// The mails of a world, oldest first.
#[derive(Debug, Default)]
pub(super) struct Mails(Mutex<Vec<Mail>>);

impl Mails {
    /// Keeps the mail that the address opens.
    pub(super) fn open(&self, address: &str, at: Timestamp) -> Result<(), MailtoError> {
        let mail = Mail::read(address, at)?;
        self.all().push(mail);
        Ok(())
    }

    /// All of them.
    pub(super) fn all(&self) -> MutexGuard<'_, Vec<Mail>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mail {
    /// What a mail program shows that was handed this address.
    ///
    /// # Errors
    /// It is no `mailto:` address, or wrongly encoded.
    pub fn read(address: &str, at: Timestamp) -> Result<Self, MailtoError> {
        let (scheme, rest) = address.split_once(':').ok_or(MailtoError::Scheme)?;
        if !scheme.eq_ignore_ascii_case("mailto") {
            return Err(MailtoError::Scheme);
        }
        // A fragment means nothing in such an address.
        let rest = rest.split('#').next().unwrap_or_default();
        let (receivers, fields) = rest.split_once('?').unwrap_or((rest, ""));
        let (cc, bcc, subject, body) = (Vec::new(), Vec::new(), String::new(), String::new());
        let mut mail = Self { at, to: addresses(receivers)?, cc, bcc, subject, body };
        for field in fields.split('&') {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            match decoded(name)?.to_ascii_lowercase().as_str() {
                "to" => mail.to.extend(addresses(value)?),
                "cc" => mail.cc.extend(addresses(value)?),
                "bcc" => mail.bcc.extend(addresses(value)?),
                "subject" => mail.subject = decoded(value)?.replace(char::is_control, " "),
                "body" => mail.body = decoded(value)?.replace("\r\n", "\n").replace('\r', "\n"),
                // Any other header is not the link's to set, and mail programs leave it out.
                _ => {}
            }
        }
        Ok(mail)
    }
}

/// Addresses between commas; an encoded comma belongs to an address.
fn addresses(list: &str) -> Result<Vec<String>, MailtoError> {
    let all = list.split(',').map(|one| Ok(decoded(one)?.trim().to_owned()));
    all.filter(|one| !matches!(one, Ok(address) if address.is_empty())).collect()
}

/// The text with its bytes in place of `%41`; a plus sign is one, as this is no form.
fn decoded(text: &str) -> Result<String, MailtoError> {
    let wrong = || MailtoError::Escape(text.to_owned());
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).ok_or_else(wrong)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_no_digits| wrong())?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).map_err(|fault| MailtoError::Text(text.to_owned(), fault.utf8_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Mail {
        Mail::read(address, Timestamp::UNIX_EPOCH).expect("reads")
    }

    #[test]
    fn receivers_stand_before_the_fields_and_in_them() {
        let mail = read(
            "MailTo:a+b@example.org,%22not%2Cme%22@example.org?To=c@example.org&cc=d@example.org,e@example.org&bcc=f@example.org",
        );
        assert_eq!(mail.to, ["a+b@example.org", "\"not,me\"@example.org", "c@example.org"]);
        assert_eq!((mail.cc.len(), mail.bcc.as_slice()), (2, &["f@example.org".to_owned()][..]));
        assert!(read("mailto:?subject=x").to.is_empty());
        assert!(read("mailto:").subject.is_empty());
    }

    #[test]
    fn text_is_decoded_once_and_keeps_its_lines_and_plus_signs() {
        let mail = read(
            "mailto:a@example.org?subject=1+1%20%3D%202%20%26%2041%2541&body=Gr%C3%BC%C3%9Fe,%0D%0A%0D%0A50%20%25%0Aend",
        );
        assert_eq!(mail.subject, "1+1 = 2 & 41%41");
        assert_eq!(mail.body, "Grüße,\n\n50 %\nend");
    }

    #[test]
    fn a_subject_is_one_line_and_other_headers_cannot_be_set() {
        let mail =
            read("mailto:a@example.org?subject=x%0D%0ABcc:%20y@example.org&from=z@example.org&&X-Y=1#part");
        assert_eq!(mail.subject, "x  Bcc: y@example.org");
        assert!(mail.bcc.is_empty() && mail.body.is_empty());
    }

    #[test]
    fn what_is_no_mail_address_is_refused() {
        let refused = |address: &str| Mail::read(address, Timestamp::UNIX_EPOCH).expect_err("is refused");
        assert_eq!(refused("https://example.org/"), MailtoError::Scheme);
        assert_eq!(refused("mailto"), MailtoError::Scheme);
        for address in ["mailto:a%4", "mailto:a%+1", "mailto:?body=%zz", "mailto:?body=%aä"] {
            assert!(matches!(refused(address), MailtoError::Escape(_)), "{address}");
        }
        assert!(matches!(refused("mailto:?subject=%FF"), MailtoError::Text(..)));
    }
}
