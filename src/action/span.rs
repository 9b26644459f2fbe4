//! What it is for: lengths of time and sizes as procedures write them. In: `15m`, `50 MiB`. Out: seconds, bytes.
//! Never: a bare number whose unit must be guessed.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A length of time, written `90s`, `15m`, `2h` or joined (`1h30m`). Whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Span {
    secs: u64,
}

impl Span {
    /// A span of whole seconds.
    pub const fn from_secs(secs: u64) -> Self {
        Self { secs }
    }
    /// Whole seconds.
    pub const fn secs(self) -> u64 {
        self.secs
    }
    /// The same for the standard library.
    pub const fn duration(self) -> std::time::Duration {
        std::time::Duration::from_secs(self.secs)
    }
}

impl TryFrom<String> for Span {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let mut secs: u64 = 0;
        let mut digits = String::new();
        for c in text.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let unit = match c {
                's' => 1,
                'm' => 60,
                'h' => 3600,
                _ => return Err(format!("`{text}` is not a time such as 90s, 15m or 2h")),
            };
            let part = digits
                .parse::<u64>()
                .ok()
                .and_then(|number| number.checked_mul(unit))
                .and_then(|part| secs.checked_add(part));
            secs = part.ok_or_else(|| format!("`{text}` is not a time such as 90s, 15m or 2h"))?;
            digits.clear();
        }
        if text.is_empty() || !digits.is_empty() {
            return Err(format!("`{text}` has no unit: write 90s, 15m or 2h"));
        }
        Ok(Self { secs })
    }
}

impl From<Span> for String {
    fn from(span: Span) -> String {
        span.to_string()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, secs) = (self.secs / 3600, self.secs / 60 % 60, self.secs % 60);
        if hours > 0 {
            write!(f, "{hours}h")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}m")?;
        }
        if secs > 0 || self.secs == 0 {
            write!(f, "{secs}s")?;
        }
        Ok(())
    }
}

/// A number of bytes, written `50 MiB`, `245.32 MiB`, `3 GB` or `0 B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct ByteSize {
    bytes: u64,
}

impl ByteSize {
    /// That many bytes.
    pub const fn from_bytes(bytes: u64) -> Self {
        Self { bytes }
    }
    /// Bytes.
    pub const fn bytes(self) -> u64 {
        self.bytes
    }
}

impl TryFrom<String> for ByteSize {
    type Error = String;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "sizes in logs are rounded to two decimals anyway, and negative ones are refused"
    )]
    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a size such as 50 MiB");
        let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).ok_or_else(wrong)?;
        let (number, unit) = text.split_at(split);
        let factor: u64 = match unit.trim() {
            "B" => 1,
            "kB" | "KB" => 1_000,
            "KiB" => 1 << 10,
            "MB" => 1_000_000,
            "MiB" => 1 << 20,
            "GB" => 1_000_000_000,
            "GiB" => 1 << 30,
            "TB" => 1_000_000_000_000,
            "TiB" => 1 << 40,
            _ => return Err(wrong()),
        };
        let number: f64 = number.parse().map_err(|_ignored| wrong())?;
        Ok(Self { bytes: (number * factor as f64).round() as u64 })
    }
}

impl From<ByteSize> for String {
    fn from(size: ByteSize) -> String {
        size.to_string()
    }
}

impl fmt::Display for ByteSize {
    #[expect(clippy::cast_precision_loss, reason = "shown with two decimals")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [("TiB", 1_u64 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
        for (unit, factor) in units {
            if self.bytes >= factor {
                let shown = format!("{:.2}", self.bytes as f64 / factor as f64);
                let shown = shown.trim_end_matches('0').trim_end_matches('.');
                return write!(f, "{shown} {unit}");
            }
        }
        write!(f, "{} B", self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_and_print() {
        for (text, secs) in [("120s", 120), ("15m", 900), ("2h", 7200), ("1h30m", 5400)] {
            let span = Span::try_from(text.to_owned()).expect(text);
            assert_eq!(span.secs(), secs);
        }
        assert_eq!(Span::from_secs(5400).to_string(), "1h30m");
        for bad in ["", "5", "5d", "m", "99999999999999999999h"] {
            assert!(Span::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn sizes_read_and_print() {
        let size = ByteSize::try_from("245.32 MiB".to_owned()).expect("a size");
        assert_eq!(size.to_string(), "245.32 MiB");
        assert!(size > ByteSize::try_from("50 MiB".to_owned()).expect("a size"));
        assert_eq!(ByteSize::from_bytes(12).to_string(), "12 B");
        assert!(ByteSize::try_from("many".to_owned()).is_err());
    }
}
