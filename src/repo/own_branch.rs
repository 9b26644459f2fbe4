//! What it is for: the second way to finish, where the branch is protected: a branch of the change's own on the
//! remote, and the page on which a pull request is opened.
//! In: the change and the remote. Out: how that branch stands, and addresses. Never: a branch of somebody else's moved.

use git2::{Oid, Reference};

use super::{Cancel, Consent, RepoError, RepoPath, git::Git, remote};
use crate::{
    action::Direction,
    names::{ChangeId, CommitId},
};

/// How the change's own branch stands on the remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnBranch {
    /// It is not there.
    Absent,
    /// It is our head.
    Here,
    /// Our head contains it.
    Older,
    /// It has a commit that our head has not.
    Foreign(CommitId),
}

/// The name of the branch: `changeover/<change>`, and `-back` behind it on the way back.
pub fn own_name(change: &ChangeId, direction: Direction) -> String {
    let suffix = match direction {
        Direction::Forward => "",
        Direction::Back => "-back",
    };
    let name = format!("changeover/{change}{suffix}");
    if Reference::is_valid_name(&format!("refs/heads/{name}")) {
        return name;
    }
    let fit = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    format!("changeover/{}{suffix}", change.as_str().chars().map(fit).collect::<String>())
}

/// Whether `remote/branch` is the change's own, of either direction.
pub(super) fn is_own(name: &str, change: &ChangeId) -> bool {
    let branch = name.split_once('/').map_or(name, |(_, branch)| branch);
    [Direction::Forward, Direction::Back].iter().any(|direction| branch == own_name(change, *direction))
}

/// Asks the remote how the branch stands to our head.
///
/// # Errors
/// No upstream, no consent, or the remote does not answer.
pub fn own_branch(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    name: &str,
) -> Result<OwnBranch, RepoError> {
    let git = Git::agreed(path, consent, cancel)?;
    let repo = path.open()?;
    let mut upstream = remote::upstream_of(&repo)?;
    name.clone_into(&mut upstream.branch);
    let Some(tip) = remote::remote_head(&git, &upstream)? else { return Ok(OwnBranch::Absent) };
    let head = repo.head().and_then(|head| head.peel_to_commit()).map_err(RepoError::history)?.id();
    let there = Oid::from_str(tip.as_str()).map_err(RepoError::history)?;
    if there == head {
        Ok(OwnBranch::Here)
    } else if repo.graph_descendant_of(head, there).unwrap_or(false) {
        Ok(OwnBranch::Older)
    } else {
        Ok(OwnBranch::Foreign(tip))
    }
}

/// The page on which a pull request from `branch` into `into` is opened: the one that the server named in its answer
/// to the push, else the one that the kind of server has; `None` when neither is known.
pub fn pull_request_page(url: &str, branch: &str, into: &str, answer: &str) -> Option<String> {
    let (host, project) = address(url)?;
    let named = answer.split_whitespace().find(|word| {
        let is_page = ["http://", "https://"].iter().any(|scheme| word.starts_with(scheme));
        is_page && address(word).is_some_and(|(named, _)| named == host)
    });
    if let Some(named) = named {
        return Some(named.to_owned());
    }
    let page = format!("https://{host}/{project}");
    let kind = |names: &[&str]| names.iter().any(|name| host.contains(name));
    let (source, target) = (escaped(branch, "/"), escaped(into, "/"));
    let (in_query, into_query) = (escaped(branch, ""), escaped(into, ""));
    if kind(&["github"]) {
        Some(format!("{page}/compare/{target}...{source}?expand=1"))
    } else if kind(&["gitlab"]) {
        let fields = format!(
            "merge_request%5Bsource_branch%5D={in_query}&merge_request%5Btarget_branch%5D={into_query}"
        );
        Some(format!("{page}/-/merge_requests/new?{fields}"))
    } else if kind(&["gitea", "forgejo", "codeberg"]) {
        Some(format!("{page}/compare/{target}...{source}"))
    } else if kind(&["bitbucket.org"]) {
        Some(format!("{page}/pull-requests/new?source={in_query}&dest={into_query}"))
    } else {
        None
    }
}

/// Host and project of a remote's URL, in each of git's spellings; user, port and `.git` left out.
fn address(url: &str) -> Option<(String, String)> {
    let (authority, path) = match url.split_once("://") {
        Some((scheme, rest)) if ["https", "http", "ssh", "git+ssh"].contains(&scheme) => {
            rest.split_once('/')?
        }
        Some(_) => return None,
        None => url.split_once(':').filter(|(host, _)| !host.contains('/'))?,
    };
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_plain =
        |text: &str| !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    (is_plain(&host) && is_plain(path)).then(|| (host, path.to_owned()))
}

/// The text fit for a URL; letters, digits, `-`, `_`, `.`, `~` and the characters of `also` stay.
fn escaped(text: &str, also: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let c = char::from(byte);
        if c.is_ascii_alphanumeric() || "-_.~".contains(c) || also.contains(c) {
            out.push(c);
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_found_for_each_kind_of_server_and_spelling() {
        let page = |url: &str| pull_request_page(url, "changeover/a b", "main", "").unwrap_or_default();
        let github = "https://github.com/haiku/infra/compare/main...changeover/a%20b?expand=1";
        assert_eq!(page("git@github.com:haiku/infra.git"), github);
        assert_eq!(page("ssh://***@github.com:22/haiku/infra"), github);
        assert_eq!(page("https://***@github.com/haiku/infra.git/"), github);
        assert_eq!(
            page("https://gitlab.example.org/group/sub/infra.git"),
            "https://gitlab.example.org/group/sub/infra/-/merge_requests/new?\
             merge_request%5Bsource_branch%5D=changeover%2Fa%20b&merge_request%5Btarget_branch%5D=main"
        );
        assert_eq!(
            page("https://codeberg.org/o/r"),
            "https://codeberg.org/o/r/compare/main...changeover/a%20b"
        );
        assert_eq!(
            page("git@bitbucket.org:o/r.git"),
            "https://bitbucket.org/o/r/pull-requests/new?source=changeover%2Fa%20b&dest=main"
        );
        assert_eq!(page("https://git.example.org/o/r.git"), "");
        assert_eq!(page("/srv/git/infra.git"), "");
    }

    #[test]
    fn the_server_s_own_words_count_first_and_another_host_s_never() {
        let page = |said| pull_request_page("git@git.example.org:o/r.git", "b", "main", said);
        let said =
            "remote: Create a new pull request:\nremote:   https://git.example.org/o/r/compare/main...b";
        assert_eq!(page(said).as_deref(), Some("https://git.example.org/o/r/compare/main...b"));
        assert_eq!(page("remote: look at https://evil.example/x"), None);
    }

    #[test]
    fn a_branch_is_called_after_the_change() {
        let change = ChangeId::new("20261121T1530Z-shop-ab12");
        assert_eq!(own_name(&change, Direction::Forward), "changeover/20261121T1530Z-shop-ab12");
        assert_eq!(own_name(&change, Direction::Back), "changeover/20261121T1530Z-shop-ab12-back");
        assert_eq!(own_name(&ChangeId::new("a..b c"), Direction::Forward), "changeover/a--b-c");
        assert!(
            is_own("origin/changeover/20261121T1530Z-shop-ab12-back", &change)
                && !is_own("origin/main", &change)
        );
    }
}
