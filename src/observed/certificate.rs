//! What it is for: until when a site's certificate is valid. In: the certificate (DER or PEM). Out: its last moment.
//! Never: a judgement about trust (rustls did that), or a panic on bytes that are no certificate.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The same of the first certificate of a PEM text: the site's own.
pub(crate) fn valid_until_pem(pem: &str) -> Option<Timestamp> {
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).ok()?;
    valid_until(&certificate)
}

/// `notAfter` of an X.509 certificate (RFC 5280 4.1.2.5); `None` when the bytes are none.
pub(crate) fn valid_until(certificate: &[u8]) -> Option<Timestamp> {
    let (certificate, _) = field(certificate, SEQUENCE)?;
    let (mut rest, _) = field(certificate, SEQUENCE)?;
    if let Some((_, after)) = field(rest, VERSION) {
        rest = after;
    }
    // Serial number, signature algorithm, issuer.
    for _skipped in 0..3 {
        rest = any(rest)?.2;
    }
    let (validity, _) = field(rest, SEQUENCE)?;
    let (_, _, not_after) = any(validity)?;
    let (tag, text, _) = any(not_after)?;
    moment(tag, std::str::from_utf8(text).ok()?)
}

fn field(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    any(bytes).filter(|(found, _, _)| *found == tag).map(|(_, content, rest)| (content, rest))
}

/// Tag, content and what follows of the first element of DER (X.690); `None` when the bytes are none.
pub(crate) fn any(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if digits.len() > 4 {
            return None;
        }
        (digits.iter().fold(0, |sum, digit| (sum << 8) | usize::from(*digit)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// A `UTCTime` or `GeneralizedTime` (RFC 5280 4.1.2.5): with seconds, in UTC, and nothing else.
pub(crate) fn moment(tag: u8, text: &str) -> Option<Timestamp> {
    let digits = text.strip_suffix('Z').filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let (year, rest) = match tag {
        UTC_TIME => {
            let short: i16 = digits.get(..2)?.parse().ok()?;
            (if short < 50 { 2000 + short } else { 1900 + short }, digits.get(2..)?)
        }
        GENERALIZED_TIME => (digits.get(..4)?.parse().ok()?, digits.get(4..)?),
        _ => return None,
    };
    if rest.len() != 10 {
        return None;
    }
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let moment = DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0).ok()?;
    TimeZone::UTC.to_timestamp(moment).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_moment_is_read_and_rubbish_is_not() {
        let mut params = rcgen::CertificateParams::new(vec!["a.example".to_owned()]).expect("a name");
        params.not_after = rcgen::date_time_ymd(2031, 2, 3);
        let key = rcgen::KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        let until = valid_until(certificate.der()).expect("a moment");
        assert_eq!(until.to_string(), "2031-02-03T00:00:00Z");
        assert_eq!(valid_until_pem(&certificate.pem()), Some(until));
        assert_eq!(valid_until_pem(&key.serialize_pem()), None);
        for length in 0..certificate.der().len() {
            let _cut = valid_until(&certificate.der()[..length]);
        }
        assert_eq!(valid_until(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
    }
}
