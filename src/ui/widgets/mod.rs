//! What it is for: the few building blocks that all screens share: text, buttons, cards, chips, marks, lists, fields.
//! In: data and a `Ui`. Out: pixels, names for the accessibility tree, responses. Never: a word of its own beside `words`.

mod button;
mod card;
mod copy;
mod diff;
mod field;
mod follow;
mod icon;
mod keycap;
mod list;
mod log;
mod reading;
mod seek;
mod suggest;
mod term;
mod text;

pub(super) use button::{
    ButtonKind, button, button_filling, button_height, button_width, button_within, link_button,
    link_button_cut, link_button_in, tab,
};
pub(super) use card::{Head, card, nothing, pair, well};
pub(super) use copy::{copy_button, copy_button_saying, copy_text};
pub(super) use diff::{diff_card, diff_lines};
pub(super) use field::{
    combo, committed_field, committed_lines, form_row, form_row_explained, hint_under, multi_line,
    single_line,
};
pub(super) use follow::Follow;
pub(super) use icon::{Glyph, disclosure, glyph, spinner, state_mark, state_tone, state_word, status_dot};
pub(super) use keycap::{caps_width, key_caps, paint_caps};
pub(super) use list::{bullets, failure, folded_details, glyph_of};
pub(super) use log::output_card;
pub(super) use seek::{Seek, marked};
pub(super) use suggest::suggest;
pub(super) use term::explained_quietly;
pub(super) use text::{
    aloud, announce, chip, chip_size, from_right, kept_end, label, pressable_end, rich, rich_found, text,
    truncated,
};
