//! Resource quantities (`500m`, `1Gi`) as the server writes them back.

/// Ten to the ninth: values are counted in billionths, the finest that the server keeps.
const NANO: i128 = 1_000_000_000;

/// A quantity read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// Billionths.
    pub(crate) nanos: i128,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Binary,
    Decimal,
    Exponent,
}

/// Reads a quantity; `None` when it is none, or too large to be kept.
pub(crate) fn parse(text: &str) -> Option<Quantity> {
    let text = text.trim();
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let (form, base, exponent) = scale(suffix)?;
    let digits = format!("{whole}{fraction}");
    let mantissa: i128 = if digits.len() > 27 { return None } else { digits.parse().ok()? };
    let places = i32::try_from(fraction.len()).ok()?;
    let nanos = if base == 2 {
        let scaled = mantissa.checked_mul(NANO)?.checked_mul(1_i128.checked_shl(exponent.unsigned_abs())?)?;
        divide_up(scaled, ten_to(places)?)
    } else {
        let power = exponent.checked_add(9)?.checked_sub(places)?;
        if power >= 0 { mantissa.checked_mul(ten_to(power)?)? } else { divide_up(mantissa, ten_to(-power)?) }
    };
    Some(Quantity { nanos: if negative { -nanos } else { nanos }, form })
}

fn ten_to(power: i32) -> Option<i128> {
    10_i128.checked_pow(u32::try_from(power).ok()?)
}

fn divide_up(value: i128, by: i128) -> i128 {
    (value + by - 1) / by
}

fn scale(suffix: &str) -> Option<(Form, u8, i32)> {
    let decimal = |exponent| Some((Form::Decimal, 10, exponent));
    let binary = |exponent| Some((Form::Binary, 2, exponent));
    match suffix {
        "" => decimal(0),
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => binary(10),
        "Mi" => binary(20),
        "Gi" => binary(30),
        "Ti" => binary(40),
        "Pi" => binary(50),
        "Ei" => binary(60),
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            Some((Form::Exponent, 10, exponent))
        }
    }
}

impl Quantity {
    /// The canonical text: no fraction, the largest suffix that loses nothing.
    pub(crate) fn canonical(self) -> String {
        let whole = self.nanos % NANO == 0;
        if self.form == Form::Binary && whole && (self.nanos / NANO).abs() >= 1024 {
            return binary_text(self.nanos / NANO);
        }
        if self.nanos == 0 {
            return "0".to_owned();
        }
        let (mut number, mut exponent) = (self.nanos, -9);
        while number % 1000 == 0 && exponent < 18 {
            number /= 1000;
            exponent += 3;
        }
        let suffix = match (self.form, exponent) {
            (_, 0) => String::new(),
            (Form::Exponent, power) => format!("e{power}"),
            (_, -9) => "n".to_owned(),
            (_, -6) => "u".to_owned(),
            (_, -3) => "m".to_owned(),
            (_, 3) => "k".to_owned(),
            (_, 6) => "M".to_owned(),
            (_, 9) => "G".to_owned(),
            (_, 12) => "T".to_owned(),
            (_, 15) => "P".to_owned(),
            _ => "E".to_owned(),
        };
        format!("{number}{suffix}")
    }
}

fn binary_text(mut number: i128) -> String {
    let mut suffix = "";
    for next in ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] {
        if number % 1024 != 0 {
            break;
        }
        number /= 1024;
        suffix = next;
    }
    format!("{number}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Option<String> {
        parse(text).map(Quantity::canonical)
    }

    #[test]
    fn quantities_are_written_as_the_server_writes_them() {
        let pairs = [
            ("1.0", "1"),
            ("0.50", "500m"),
            ("1.0Gi", "1Gi"),
            ("1024Mi", "1Gi"),
            ("1.5Gi", "1536Mi"),
            ("1000m", "1"),
            ("100Ki", "100Ki"),
            ("512", "512"),
            ("2000", "2k"),
            ("0", "0"),
            ("0Ki", "0"),
            ("1e3", "1e3"),
            ("1E", "1E"),
            ("+5", "5"),
            ("-1.5", "-1500m"),
            ("0.1Ki", "102400m"),
            (".5", "500m"),
            ("5.", "5"),
            ("1023Ki", "1023Ki"),
            ("0.5Ki", "512"),
        ];
        for (text, wanted) in pairs {
            assert_eq!(canonical(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in
            ["", "x", "1x", "1 Gi", "--1", "1.2.3", "1GiB", ".", "1e", "99999999999999999999999999999"]
        {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
