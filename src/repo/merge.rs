//! What it is for: taking one side's lines of a file back while another side's stay.
//! In: three states of a file as bytes. Out: the merged bytes, or that both sides changed the same lines.
//! Never: a conflict written anywhere, a program run, or a byte changed outside of the taken lines.

use git2::MergeFileInput;

use super::RepoError;

/// Three states of a file brought together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// Both sides' changes, byte by byte.
    Clean(Vec<u8>),
    /// Both sides changed the same lines, differently.
    Conflict,
}

/// What `now` is without the lines by which `written` differs from `before`: changes of others in other lines stay.
///
/// # Errors
/// libgit2 cannot compare them.
pub fn take_back(before: &[u8], written: &[u8], now: &[u8]) -> Result<Merged, RepoError> {
    // `merge_file` does not start libgit2, as everything else of git2 does; asking for a valid name starts it.
    if !git2::Reference::is_valid_name("HEAD") {
        return Ok(Merged::Conflict);
    }
    let side = |bytes| {
        let mut input = MergeFileInput::new();
        input.content(bytes);
        input
    };
    let (common, ours, theirs) = (side(written), side(now), side(before));
    let merged = git2::merge_file(&common, &ours, &theirs, None).map_err(RepoError::history)?;
    if merged.is_automergeable() {
        Ok(Merged::Clean(merged.content().to_vec()))
    } else {
        Ok(Merged::Conflict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "a: 1\r\nb: 1\r\nc: 1\r\nd: 1\r\ne: 1";

    fn taken(written: &str, now: &str) -> Merged {
        take_back(BEFORE.as_bytes(), written.as_bytes(), now.as_bytes()).expect("compared")
    }

    #[test]
    fn only_our_lines_go_back_and_line_ends_stay() {
        let written = BEFORE.replace("b: 1", "b: 2");
        assert_eq!(taken(&written, &written), Merged::Clean(BEFORE.into()));
        let now = written.replace("e: 1", "e: mine\r\nf: mine");
        assert_eq!(taken(&written, &now), Merged::Clean(BEFORE.replace("e: 1", "e: mine\r\nf: mine").into()));
        assert_eq!(taken(&written, BEFORE), Merged::Clean(BEFORE.into()), "taken back by hand already");
    }

    #[test]
    fn the_same_line_is_a_conflict() {
        let written = BEFORE.replace("b: 1", "b: 2");
        assert_eq!(taken(&written, &written.replace("b: 2", "b: 3")), Merged::Conflict);
    }
}
