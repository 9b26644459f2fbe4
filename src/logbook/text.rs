//! What it is for: a line as it may be drawn: escape sequences gone or turned into colours, `\r` and backspace carried
//! out, control, bidi and invisible characters taken away. In: bytes as a container wrote them. Out: text and colours.
//! Never: a character that steers a screen or a terminal.

use std::borrow::Cow;

/// A colour that a line asked for; which one the screen takes depends on its theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ink {
    /// The line's own.
    #[default]
    Plain,
    /// Red.
    Red,
    /// Green.
    Green,
    /// Yellow, orange.
    Yellow,
    /// Blue.
    Blue,
    /// Magenta, purple.
    Magenta,
    /// Cyan.
    Cyan,
    /// Grey.
    Gray,
}

/// How a part of a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Its colour.
    pub ink: Ink,
    /// Whether it stands out.
    pub is_bold: bool,
}

/// A line as it may be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// The text.
    pub text: String,
    /// Where in the text (in bytes) each part ends, and its look. Empty when all of it is plain.
    pub looks: Vec<(usize, Look)>,
}

/// The line with its colours.
pub fn drawn(bytes: &[u8]) -> Drawn {
    let text = String::from_utf8_lossy(bytes);
    if !text.chars().any(needs_care) {
        return Drawn { text: text.into_owned(), looks: Vec::new() };
    }
    let mut drawn = Drawn::default();
    let mut is_coloured = false;
    for (c, look) in played(&text) {
        is_coloured |= look != Look::default();
        if let Some((_, last)) = drawn.looks.last()
            && *last == look
        {
            drawn.looks.pop();
        }
        drawn.text.push(c);
        drawn.looks.push((drawn.text.len(), look));
    }
    if !is_coloured {
        drawn.looks.clear();
    }
    drawn
}

/// The line without colours.
pub fn plain(bytes: &[u8]) -> String {
    plain_text(bytes).into_owned()
}

/// The same without a copy where none is needed.
pub(super) fn plain_text(bytes: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(bytes);
    if text.chars().any(needs_care) {
        return Cow::Owned(played(&text).into_iter().map(|(c, _)| c).collect());
    }
    text
}

/// Carries out what the line asks for.
fn played(text: &str) -> Vec<(char, Look)> {
    let mut line: Vec<(char, Look)> = Vec::with_capacity(text.len());
    let mut column = 0_usize;
    let mut look = Look::default();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => escape(&mut chars, &mut look),
            '\u{9b}' => sequence(&mut chars, &mut look),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut chars),
            '\r' => column = 0,
            '\u{8}' => column = column.saturating_sub(1),
            c if needs_care(c) => {}
            // After a carriage return the line starts again: what was there goes.
            c => {
                line.truncate(column);
                line.push((c, look));
                column = line.len();
            }
        }
    }
    line
}

/// Characters that are not simply drawn.
fn needs_care(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn escape(chars: &mut std::str::Chars<'_>, look: &mut Look) {
    match chars.next() {
        Some('[') => sequence(chars, look),
        Some(']' | 'P' | 'X' | '^' | '_') => skip_string(chars),
        Some(' '..='/') => {
            chars.find(|c| !(' '..='/').contains(c));
        }
        Some(_) | None => {}
    }
}

/// A control sequence: of all only colours count.
fn sequence(chars: &mut std::str::Chars<'_>, look: &mut Look) {
    let rest = chars.as_str();
    let is_final = |c: &char| ('\u{40}'..='\u{7e}').contains(c);
    if chars.find(is_final) == Some('m') {
        let length = rest.len() - chars.as_str().len() - 1;
        *look = coloured(*look, rest.get(..length).unwrap_or_default());
    }
}

fn skip_string(chars: &mut std::str::Chars<'_>) {
    let mut before = ' ';
    chars.find(|c| {
        let ends = matches!(*c, '\u{7}' | '\u{9c}') || (before == '\u{1b}' && *c == '\\');
        before = *c;
        ends
    });
}

/// The look after a sequence of colours such as `1;31`.
fn coloured(mut look: Look, parameters: &str) -> Look {
    let mut numbers = parameters.split([';', ':']).map(|number| number.parse::<u16>().unwrap_or(0));
    while let Some(number) = numbers.next() {
        match number {
            0 => look = Look::default(),
            1 => look.is_bold = true,
            2 | 90 => look.ink = Ink::Gray,
            22 => look.is_bold = false,
            31 | 91 => look.ink = Ink::Red,
            32 | 92 => look.ink = Ink::Green,
            33 | 93 => look.ink = Ink::Yellow,
            34 | 94 => look.ink = Ink::Blue,
            35 | 95 => look.ink = Ink::Magenta,
            36 | 96 => look.ink = Ink::Cyan,
            30 | 37 | 39 | 97 => look.ink = Ink::Plain,
            38 => look.ink = many(&mut numbers),
            // A background is not drawn, but its numbers are not colours of the text.
            48 => {
                many(&mut numbers);
            }
            _ => {}
        }
    }
    look
}

/// One of 256 or of all colours, as the nearest that can be read in every theme.
fn many(numbers: &mut impl Iterator<Item = u16>) -> Ink {
    match numbers.next() {
        Some(5) => match numbers.next().unwrap_or(0) {
            1 | 9 => Ink::Red,
            2 | 10 => Ink::Green,
            3 | 11 => Ink::Yellow,
            4 | 12 => Ink::Blue,
            5 | 13 => Ink::Magenta,
            6 | 14 => Ink::Cyan,
            8 | 232..=250 => Ink::Gray,
            cube @ 16..=231 => nearest((cube - 16) / 36 * 51, (cube - 16) / 6 % 6 * 51, (cube - 16) % 6 * 51),
            _ => Ink::Plain,
        },
        Some(2) => {
            let mut next = || numbers.next().unwrap_or(0);
            let (red, green, blue) = (next(), next(), next());
            nearest(red, green, blue)
        }
        Some(_) | None => Ink::Plain,
    }
}

fn nearest(red: u16, green: u16, blue: u16) -> Ink {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    if most - least < 40 {
        return if (70..=170).contains(&most) { Ink::Gray } else { Ink::Plain };
    }
    let middle = least + (most - least) / 2;
    match (red > middle, green > middle, blue > middle) {
        (true, true, false) => Ink::Yellow,
        (true, false, true) => Ink::Magenta,
        (false, true, true) => Ink::Cyan,
        (true, _, _) => Ink::Red,
        (_, true, _) => Ink::Green,
        (_, _, _) => Ink::Blue,
    }
}
