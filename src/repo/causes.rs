//! What it is for: what is behind a refusal, out of the words of git and of servers: they refuse with one word for many
//! causes. In: their words. Out: one word, by which the next step is chosen. Never: a cause that is not named ("other").

use crate::observed::causes::by_signs;

/// A cause, and what stands in the words, in lower case, where it is meant.
type Signs = (&'static str, &'static [&'static str]);

/// Why somebody was not let in.
const DOOR: &[Signs] = &[
    ("host-key", &["host key verification failed", "remote host identification has changed"]),
    ("key", &["permission denied (publickey", "sign_and_send_pubkey", "agent refused"]),
    ("single-sign-on", &["saml", "single sign-on"]),
    ("prompt", &["could not read username", "could not read password", "prompts disabled", "no askpass"]),
    ("password", &["password authentication", "authentication failed", "error: 401", "access denied"]),
    ("right", &["error: 403", "permission to ", "permission denied"]),
];
/// Why a remote was not reached.
const WAY: &[Signs] = &[
    ("name", &["could not resolve", "name or service not known", "unknown host"]),
    ("proxy", &["proxy"]),
    ("certificate", &["certificate", "ssl", "tls"]),
    ("refused", &["connection refused"]),
    ("silent", &["timed out", "no route to host"]),
    ("absent", &["not found", "does not appear to be a git", "does not exist"]),
];
/// Why a remote refused a push.
const PUSH: &[Signs] = &[
    ("large", &["gh001", "large files", "file size limit", "too large"]),
    ("secret", &["push protection", "contain secrets", "contains secrets", "secrets detected"]),
    ("signature", &["signature", "signed commit", "must be signed"]),
    ("protected", &["gh006", "gh013", "protected branch", "not allowed to push", "pull request"]),
    ("shallow", &["shallow update not allowed"]),
    ("space", &["no space left", "quota"]),
    ("hook", &["hook declined", "pre-receive hook"]),
];
/// Why git did not make a commit.
const COMMIT: &[Signs] = &[
    ("signature", &["gpg failed to sign", "error: gpg", "signing key", "signing failed"]),
    ("lock", &[".lock': file exists"]),
    ("space", &["no space left", "quota exceeded"]),
    ("rights", &["permission denied", "insufficient permission", "read-only file system"]),
    ("conflict", &["unmerged", "conflict", "could not apply"]),
    ("filter", &["git-lfs", "external filter", "clean filter", "smudge filter"]),
];
/// Why a repository cannot be opened or read.
const OPEN: &[Signs] = &[
    ("extension", &["unsupported extension", "extensions.", "repositoryformatversion"]),
    ("rights", &["permission denied"]),
    ("damaged", &["corrupt", "checksum", "invalid index", "bad signature"]),
];

/// The words without addresses: what a remote, a host or a folder is called says nothing about what is wrong.
fn without_address(words: &str, url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let is_address = |word: &&str| {
        let is_quoted = word.starts_with(['\'', '"', '/']) && word.contains(['/', '\\']);
        let is_remote = word.contains("://") || word.contains('@') && word.contains(':');
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        is_quoted || is_remote || !host.is_empty() && bare == host
    };
    words.split_whitespace().filter(|word| !is_address(word)).collect::<Vec<_>>().join(" ")
}

pub(super) fn of_door(words: &str, url: &str) -> &'static str {
    by_signs(&without_address(words, url), DOOR)
}

pub(super) fn of_way(words: &str, url: &str) -> &'static str {
    by_signs(&without_address(words, url), WAY)
}

pub(super) fn of_push(words: &str) -> &'static str {
    by_signs(&without_address(words, ""), PUSH)
}

pub(super) fn of_commit(words: &str) -> &'static str {
    by_signs(words, COMMIT)
}

pub(super) fn of_open(source: &git2::Error) -> &'static str {
    by_signs(source.message(), OPEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_remote_is_called_is_no_cause() {
        let url = "https://proxy.example/secret/tls.git";
        let way = "fatal: unable to access 'https://proxy.example/secret/tls.git/': Connection refused";
        assert_eq!(of_way(way, url), "refused");
        let ssh = "ssh: connect to host proxy.example port 22: Connection timed out";
        assert_eq!(of_way(ssh, "git@proxy.example:tls.git"), "silent");
        let folder = "fatal: '/srv/proxy.git' does not appear to be a git repository";
        assert_eq!(of_way(folder, "/srv/proxy.git"), "absent");
        let door = "fatal: Authentication failed for 'https://saml.example/x'";
        assert_eq!(of_door(door, "https://saml.example/x"), "password");
        let push = "To https://h/secret.git\n ! [remote rejected] main -> main (pre-receive hook declined)\n\
            error: failed to push some refs to 'https://h/secret.git'";
        assert_eq!(of_push(push), "hook");
    }

    #[test]
    fn a_secret_is_found_only_where_the_remote_says_so() {
        for words in [
            "remote: error: GH013: Repository rule violations found\nremote: - GITHUB PUSH PROTECTION",
            "remote: - Push cannot contain secrets",
            "remote: PUSH BLOCKED: Secrets detected in code changes",
        ] {
            assert_eq!(of_push(words), "secret", "{words}");
        }
        let rule = "remote: error: GH013: Repository rule violations found\n\
            remote: - Changes must be made through a pull request.";
        assert_eq!(of_push(rule), "protected");
        assert_eq!(of_push("remote: the secret handshake is missing"), "other");
    }
}
