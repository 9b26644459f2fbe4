//! What it is for: the change's append-only file: a line before each deed and a line after it.
//! In: approvals and outcomes. Out: [`OpenEntry`] (the start line is on disk), and the entries read back.
//! Never: a deed before its line is on disk, a line rewritten, or a secret.
//!
//! Each line holds the hash of the one before it and its own sum. After a crash the file is taken up again
//! ([`Journal::reopen`]); an unfinished last line is put aside, any other damage is named and ends the journal there.
//!
//! An open entry cannot be written by hand, so nothing that asks for one can act unrecorded:
//!
//! ```compile_fail,E0451
//! # use changeover::{confirm::Approval, journal::OpenEntry};
//! fn forge(approval: Approval) -> OpenEntry {
//!     OpenEntry { seq: 1, approval }
//! }
//! ```
//!
//! It comes from the journal, for an approval:
//!
//! ```
//! # use changeover::{confirm::Approval, journal::{Journal, JournalError, OpenEntry}};
//! fn write_first(journal: &mut Journal, approval: Approval, at: jiff::Timestamp) -> Result<OpenEntry, JournalError> {
//!     journal.start(approval, at)
//! }
//! ```

pub mod attached;
mod entry;
mod found;
mod owner;
mod read;
mod reopen;
mod store;
mod travel;
mod usual;

pub use attached::{Attachment, AttachmentKind};
pub use entry::{Beforehand, Entry, FORMAT, Line, Passed, Result as ChangeResult, Started};
pub use found::{Found, Listed, SkipReason, Skipped, list};
pub use owner::{Owner, boot_id, host};
pub use read::{Damage, Journaled, read, read_text};
pub(crate) use store::restrict;
pub use store::{Disk, Journal, JournalError, OpenEntry};
pub use travel::{Arrival, Luggage, SUFFIX, Stayed, TravelError, export, import};
pub use usual::usual;

#[cfg(test)]
mod tests;
