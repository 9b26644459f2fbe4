//! What it is for: the generator `expression`: text with classes of characters, each as often as it says.
//! In: an expression such as `user-[a-z0-9]{8}`, random bytes. Out: a text that fits it.
//! Never: a number of its own making for chance, or a class read otherwise than it looks.

/// Fills the bytes with random ones from the system; `false` when it has none.
pub type Random<'r> = dyn FnMut(&mut [u8]) -> bool + 'r;

/// Why an expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// Something else than ranges (`a-z`) and `\w`, `\d`, `\a`, `\A` in a class.
    #[error("`{class}` is no class of ranges (a-z) and of \\w, \\d, \\a, \\A")]
    #[expect(missing_docs, reason = "the class as written")]
    Class { class: String },
    /// A range whose end stands before its beginning.
    #[error("`{range}` runs backwards; the order is a to z, A to Z, 0 to 9")]
    #[expect(missing_docs, reason = "the range as written")]
    Range { range: String },
    /// A count outside the limits.
    #[error("`{{{count}}}`: a count is 1 to 255")]
    #[expect(missing_docs, reason = "the count as written")]
    Count { count: String },
    /// The system gave no random bytes.
    #[error("this machine gave no random numbers")]
    NoRandom,
}

/// The order in which ranges are counted.
const LETTERS_AND_DIGITS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const DIGITS: &str = "0123456789";
const SYMBOLS: &str = "~!@#$%^&*()-_+={}[]\\|<,>.?/\"';:`";
/// Bytes drawn for one character before a source is given up that gives the same for ever.
const DRAWS: usize = 1000;
/// Most characters of one class.
const MOST: u8 = 255;

/// An expression, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Class { alphabet: Vec<char>, count: u8 },
}

impl Expression {
    /// Takes an expression apart. A class without a count, and brackets around anything but letters, digits, `-` and
    /// `\`, are plain text, as in `oc`.
    ///
    /// # Errors
    /// See [`ExpressionError`].
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let mut parts = Vec::new();
        let (mut plain, mut rest) = (String::new(), text);
        while let Some(at) = rest.find('[') {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some((class, count, after)) = counted_class(from) {
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                }
                parts.push(Part::Class { alphabet: alphabet(class)?, count: number(count)? });
                rest = after;
            } else {
                plain.push('[');
                rest = from.get(1..).unwrap_or_default();
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self { parts })
    }

    /// A text that fits, each character as likely as any other of its class.
    ///
    /// # Errors
    /// No random bytes could be had.
    pub fn generate(&self, random: &mut Random<'_>) -> Result<String, ExpressionError> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Class { alphabet, count } => {
                    for _ in 0..*count {
                        out.push(pick(alphabet, random)?);
                    }
                }
            }
        }
        Ok(out)
    }
}

/// `[class]{count}` at the beginning: class, count, and what follows.
fn counted_class(text: &str) -> Option<(&str, &str, &str)> {
    let (class, rest) = text.strip_prefix('[')?.split_once(']')?;
    let in_class = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '\\');
    let (count, after) = rest.strip_prefix('{')?.split_once('}')?;
    let fits = !class.is_empty()
        && class.chars().all(in_class)
        && !count.is_empty()
        && count.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some((class, count, after))
}

fn number(count: &str) -> Result<u8, ExpressionError> {
    let fine = count.parse::<u8>().ok().filter(|count| (1..=MOST).contains(count));
    fine.ok_or_else(|| ExpressionError::Count { count: count.to_owned() })
}

fn alphabet(class: &str) -> Result<Vec<char>, ExpressionError> {
    let unfit = || ExpressionError::Class { class: format!("[{class}]") };
    let mut letters: Vec<char> = Vec::new();
    let mut chars = class.chars();
    while let Some(first) = chars.next() {
        if first == '\\' {
            match chars.next() {
                Some('w') => letters.extend(LETTERS_AND_DIGITS.chars().chain(['_'])),
                Some('d') => letters.extend(DIGITS.chars()),
                Some('a') => letters.extend(LETTERS_AND_DIGITS.chars()),
                Some('A') => letters.extend(SYMBOLS.chars()),
                Some(_) | None => return Err(unfit()),
            }
            continue;
        }
        let (Some('-'), Some(last)) = (chars.next(), chars.next()) else { return Err(unfit()) };
        let place = |c: char| LETTERS_AND_DIGITS.find(c).ok_or_else(unfit);
        let (from, to) = (place(first)?, place(last)?);
        let range = LETTERS_AND_DIGITS.get(from..=to);
        let range = range.filter(|_| from <= to);
        letters.extend(
            range.ok_or_else(|| ExpressionError::Range { range: format!("{first}-{last}") })?.chars(),
        );
    }
    letters.sort_unstable();
    letters.dedup();
    Ok(letters)
}

/// Bytes that would make some characters likelier than others are thrown away.
fn pick(alphabet: &[char], random: &mut Random<'_>) -> Result<char, ExpressionError> {
    let size = alphabet.len();
    if size == 0 {
        return Err(ExpressionError::NoRandom);
    }
    let fair = 256 - 256 % size;
    for _ in 0..DRAWS {
        let mut byte = [0_u8; 1];
        if !random(&mut byte) {
            return Err(ExpressionError::NoRandom);
        }
        let drawn = byte.first().copied().map(usize::from).unwrap_or_default();
        if drawn < fair {
            return alphabet.get(drawn % size).copied().ok_or(ExpressionError::NoRandom);
        }
    }
    Err(ExpressionError::NoRandom)
}
