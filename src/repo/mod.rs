//! What it is for: the infrastructure repository: looking at it, writing one file, committing exactly the touched
//! files, fetching, pushing and rebasing one commit.
//! In: a [`RepoPath`] value, which crosses threads. Out: plain data, or a [`RepoError`].
//! Never: a program run while reading (git2 reads; it runs neither hooks nor filters), a forced push, an edit of the
//! person lost, or the `git` program run before the programs that the repository's configuration names were agreed to.
//!
//! Everything here blocks; `worker` calls it on a blocking thread. What changes the repository takes `&OpenEntry`;
//! [`remote::fetch`] does not, because it changes neither branch nor file and is needed before anything is approved;
//! [`records::put_record`] does not, because a record is written when a change's journal may be closed.

mod causes;
pub mod commit;
pub mod copy;
mod error;
pub mod git;
pub mod head_files;
pub mod history;
pub mod landed;
pub mod make_revert;
pub mod merge;
pub mod open;
pub mod own_branch;
mod place;
pub mod programs;
pub mod push;
pub mod read;
pub mod rebase;
pub mod records;
pub mod remote;
pub mod revert;
mod said;
pub mod sample;
pub mod state;
mod survey;
pub mod versions;
pub mod write;

pub use commit::{CommitFile, Committed, Surprise, commit, full_message};
pub use copy::{Copy, copy, push_goes_to};
pub use error::RepoError;
pub use git::{Cancel, Deed};
pub use head_files::{HeadFile, HeadFiles, head_files};
pub use history::{CommitBrief, Since, change_commit, last_touch, which_commit_has};
pub use landed::landed;
pub use make_revert::{revert, revert_message, undo_commit};
pub use merge::{Merged, take_back};
pub use open::RepoPath;
pub use own_branch::{OwnBranch, own_branch, own_name, pull_request_page};
pub use programs::{Consent, NamedBy, NamedProgram, ProgramKind, Programs};
pub use push::{Pushed, Verified, push, push_own};
pub use read::{AtBranch, Content, Standing, content_at, read_file, standing};
pub use rebase::{Rebased, rebase};
pub use records::{Put, RECORDS, RecordFile, each_record, put_record};
pub use remote::{Comparison, IncomingCommit, compare, fetch};
pub use revert::{
    Edits, Found, Revert, RevertConflict, RevertFile, are_of_change, change_revert, is_in_history,
    look_revert,
};
pub use state::{ChangedFile, Edit, Head, Identity, Operation, RepoState, Upstream, look};
pub use versions::{Version, checked_out_at, versions};
pub use write::{remove_file, write_file};

#[cfg(test)]
#[path = "../../tests/it/support/temp_repo.rs"]
#[expect(unreachable_pub, reason = "the file is shared with the integration tests")]
mod temp_repo;
#[cfg(test)]
mod tests;
