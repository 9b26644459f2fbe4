//! What it is for: what is behind a refusal, out of the words of git and of servers: they refuse with one word for many
//! causes. In: their words. Out: one word, by which the next step is chosen. Never: a cause that is not named ("other").

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
    ("secret", &["push protection", "secret"]),
    ("signature", &["signature", "signed commit", "must be signed"]),
    ("protected", &["gh006", "gh013", "protected branch", "not allowed to push"]),
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

fn by_signs(table: &[Signs], words: &str) -> String {
    let words = words.to_lowercase();
    let found = table.iter().find(|(_, signs)| signs.iter().any(|sign| words.contains(sign)));
    found.map_or("other", |(cause, _)| cause).to_owned()
}

pub(super) fn of_door(words: &str) -> String {
    by_signs(DOOR, words)
}

pub(super) fn of_way(words: &str) -> String {
    by_signs(WAY, words)
}

pub(super) fn of_push(words: &str) -> String {
    by_signs(PUSH, words)
}

pub(super) fn of_commit(words: &str) -> String {
    by_signs(COMMIT, words)
}

pub(super) fn of_open(source: &git2::Error) -> String {
    by_signs(OPEN, source.message())
}
