//! What it is for: Kubernetes quantities, which the server writes back in another form (`1.0` as `1`, `0.50` as `500m`).
//! In: text. Out: an exact number in billionths. Never: a rounded number.

/// Exact value in billionths (the API's smallest unit is the nano); `None` when it is no quantity or too large.
pub(crate) fn nanos(text: &str) -> Option<i128> {
    let split =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(text.len());
    let (number, suffix) = (text.get(..split)?, text.get(split..)?);
    let (negative, number) = match number.as_bytes().first()? {
        b'-' => (true, number.get(1..)?),
        b'+' => (false, number.get(1..)?),
        _ => (false, number),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let (ten, two) = factor(suffix)?;
    let fraction = fraction.trim_end_matches('0');
    let mantissa: i128 = format!("0{whole}{fraction}").parse().ok()?;
    let mantissa = mantissa.checked_mul(1_i128.checked_shl(two)?)?;
    let scale = ten + 9 - i32::try_from(fraction.len()).ok()?;
    let power = 10_i128.checked_pow(scale.unsigned_abs())?;
    let value = if scale >= 0 {
        mantissa.checked_mul(power)?
    } else if mantissa % power == 0 {
        mantissa / power
    } else {
        return None;
    };
    Some(if negative { -value } else { value })
}

/// Powers of ten and of two that a suffix stands for.
fn factor(suffix: &str) -> Option<(i32, u32)> {
    Some(match suffix {
        "n" => (-9, 0),
        "u" => (-6, 0),
        "m" => (-3, 0),
        "" => (0, 0),
        "k" => (3, 0),
        "M" => (6, 0),
        "G" => (9, 0),
        "T" => (12, 0),
        "P" => (15, 0),
        "E" => (18, 0),
        "Ki" => (0, 10),
        "Mi" => (0, 20),
        "Gi" => (0, 30),
        "Ti" => (0, 40),
        "Pi" => (0, 50),
        "Ei" => (0, 60),
        exponent => {
            let power: i32 = exponent.strip_prefix(['e', 'E'])?.parse().ok()?;
            ((-30..=30).contains(&power).then_some(power)?, 0)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistake_3_quantities_are_equal_however_they_are_written() {
        for (one, other) in [
            ("1.0", "1"),
            ("0.50", "500m"),
            ("1.0Gi", "1Gi"),
            ("1Gi", "1024Mi"),
            ("0.5Gi", "512Mi"),
            ("1e3", "1k"),
            ("1000m", "1"),
            (".5", "500m"),
            ("-1", "-1000m"),
            ("2E", "2e18"),
            ("100u", "0.1m"),
        ] {
            assert!(nanos(one).is_some() && nanos(one) == nanos(other), "{one} {other}");
        }
        for (one, other) in [("1G", "1Gi"), ("1", "1m"), ("750Mi", "750M")] {
            assert_ne!(nanos(one), nanos(other));
        }
        for none in ["", "x", "1.2.3", "1x", "Gi", "1e", "1e99", "--1", "1.4.2"] {
            assert_eq!(nanos(none), None, "{none}");
        }
    }
}
