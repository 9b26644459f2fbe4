//! What it is for: what a server's certificate says: names, who issued it, from when to when. In: DER. Out: words for
//! evidence. Never: trust: that is rustls' alone; this only reads what is shown.

use jiff::Timestamp;

use crate::observed::certificate::{any, moment};

/// A certificate as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Seen {
    /// Names and addresses that it is for.
    pub(super) names: Vec<String>,
    /// Common name of the subject.
    pub(super) subject: String,
    /// Common name of the issuer.
    pub(super) issuer: String,
    /// When its time begins and ends.
    pub(super) times: Option<(Timestamp, Timestamp)>,
}

/// One element: its tag, what it holds, and what follows it.
struct Element<'d> {
    tag: u8,
    body: &'d [u8],
    rest: &'d [u8],
}

fn element(der: &[u8]) -> Option<Element<'_>> {
    any(der).map(|(tag, body, rest)| Element { tag, body, rest })
}

fn elements(mut der: &[u8]) -> Vec<Element<'_>> {
    let mut all = Vec::new();
    while let Some(one) = element(der) {
        der = one.rest;
        all.push(one);
    }
    all
}

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 0x11];

/// Reads it; `None` when it is not of the usual form.
pub(super) fn read(der: &[u8]) -> Option<Seen> {
    let whole = element(der)?;
    let signed = element(whole.body)?;
    let mut parts = elements(signed.body);
    // The version, where it is said.
    if parts.first()?.tag == 0xa0 {
        parts.remove(0);
    }
    let [_serial, _algorithm, issuer, validity, subject, ..] = parts.as_slice() else { return None };
    let times = elements(validity.body);
    let times = match times.as_slice() {
        [from, to] => time(from).zip(time(to)),
        _ => None,
    };
    let extensions = parts.iter().find(|part| part.tag == 0xa3);
    let names =
        extensions.and_then(|part| element(part.body)).map(|list| names(list.body)).unwrap_or_default();
    Some(Seen { names, subject: common_name(subject.body), issuer: common_name(issuer.body), times })
}

fn common_name(name: &[u8]) -> String {
    for set in elements(name) {
        for pair in elements(set.body) {
            let parts = elements(pair.body);
            if let [kind, value] = parts.as_slice()
                && kind.body == COMMON_NAME
            {
                return plain(value.body);
            }
        }
    }
    String::new()
}

fn plain(text: &[u8]) -> String {
    crate::cluster::mask::plain(&String::from_utf8_lossy(text), 200)
}

fn names(extensions: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for extension in elements(extensions) {
        let parts = elements(extension.body);
        if parts.first().is_none_or(|kind| kind.body != ALTERNATIVE_NAMES) {
            continue;
        }
        let list = parts.last().and_then(|value| element(value.body));
        for name in list.map(|list| elements(list.body)).unwrap_or_default() {
            match (name.tag, name.body.len()) {
                (0x82, _) => found.push(plain(name.body)),
                (0x87, 4) => {
                    found.extend(
                        <[u8; 4]>::try_from(name.body).map(|ip| std::net::Ipv4Addr::from(ip).to_string()),
                    );
                }
                (0x87, 16) => {
                    found.extend(
                        <[u8; 16]>::try_from(name.body).map(|ip| std::net::Ipv6Addr::from(ip).to_string()),
                    );
                }
                _ => {}
            }
        }
    }
    found
}

fn time(value: &Element<'_>) -> Option<Timestamp> {
    moment(value.tag, std::str::from_utf8(value.body).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_issuer_and_times_are_read() {
        let names = ["api.example.org".to_owned(), "10.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names.to_vec()).expect("a certificate");
        let seen = read(made.cert.der()).expect("its facts");
        assert_eq!(seen.names, names);
        assert_eq!(seen.issuer, "rcgen self signed cert");
        let (from, to) = seen.times.expect("its times");
        assert!(from < to, "{from} {to}");
        assert_eq!(read(b"nothing"), None);
        for end in 0..made.cert.der().len() {
            // Whatever is cut off: no panic.
            read(made.cert.der().get(..end).expect("a part"));
        }
    }
}
