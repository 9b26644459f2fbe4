//! What it is for: a text without what may be a secret. In: text, values known to be secret. Out: the same with dots in
//! their place. Never: what only looks harmless; too much is taken away rather than too little.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::manifest::mask::DOTS;

/// Shorter values would take ordinary words away.
const LEAST: usize = 4;

/// What stands around a secret, and the secret: the groups are kept.
static RULES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let name = r"[\w.-]*(?:pass|pwd|secret|token|key|cred|dsn|private|salt|authorization)[\w.-]*";
    let rules = [
        // Keys and certificates, also those that were cut.
        r"()(?s:-----BEGIN [A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|\z))".to_owned(),
        // Who signs in, in an address.
        r"(://)[^/\s]+(@)".to_owned(),
        r"(?i)(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]+".to_owned(),
        // Tokens that say by themselves what they are.
        r"()\b(?:eyJ|gh[pousr]_|glpat-|xox[abp]-|sha256~)[A-Za-z0-9._-]{8,}".to_owned(),
        // A block of YAML, a quoted text, the rest of a line, a part of an address, an argument.
        format!(r#"(?i)(\b{name}["']?:\s*)[|>][^\n]*(?:\n[ \t]+[^\n]*)+"#),
        format!(r#"(?i)(\b{name}["']?\s*[:=]\s*)(?:"(?:\\.|[^"\\])*"|'[^']*')"#),
        format!(r#"(?i)(\b{name}["']?:\s+)[^\n]+"#),
        format!(r#"(?i)(\b{name}["']?\s*[:=]\s*)[^\s&]+"#),
        format!(r#"(?i)(--?{name}\s+)(?:"(?:\\.|[^"\\])*"|'[^']*'|\S+)"#),
    ];
    rules.iter().filter_map(|rule| Regex::new(rule).ok()).collect()
});

/// Encoded bytes with either alphabet of base64. Names and paths have dots and hyphens, and are rarely as long between them.
static LONG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9+=_~]{32,}|[A-Za-z0-9+/]{40,}={0,2}").ok());

/// The text without secrets.
pub(super) fn scrub(text: &str, known: &[String]) -> String {
    let mut text = text.to_owned();
    for secret in known.iter().filter(|secret| secret.len() >= LEAST) {
        text = text.replace(secret.as_str(), DOTS);
    }
    for rule in RULES.iter() {
        let group = |found: &Captures<'_>, at| found.get(at).map_or("", |kept| kept.as_str()).to_owned();
        let kept = |found: &Captures<'_>| format!("{}{DOTS}{}", group(found, 1), group(found, 2));
        text = rule.replace_all(&text, kept).into_owned();
    }
    if let Some(long) = LONG.as_ref() {
        text = long.replace_all(&text, |found: &Captures<'_>| without_encoded(found)).into_owned();
    }
    match std::env::home_dir().map(|home| home.display().to_string()).filter(|home| home.len() >= LEAST) {
        Some(home) => text.replace(&home, "~"),
        None => text,
    }
}

/// Letters of both cases and digits in one long word: encoded bytes, which nobody needs to read. Digests and names of
/// objects are in lower case.
fn without_encoded(found: &Captures<'_>) -> String {
    let word = found.get(0).map_or("", |word| word.as_str());
    let has = |test: fn(&char) -> bool| word.chars().any(|letter| test(&letter));
    let is_encoded =
        has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase) && has(char::is_ascii_digit);
    if is_encoded { DOTS.to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helps_stays() {
        for line in [
            "connect to https://k8s.example.org:6443: operation timed out after 5 s",
            "pods \"depot-7d9c-x2kfp\" is forbidden: User \"ada\" cannot get resource",
            "sha256:3f2a8c1d3f2a8c1d3f2a8c1d3f2a8c1d3f2a8c1d3f2a8c1d3f2a8c1d3f2a8c1d",
            "2026-11-21T102503Z-depot-deploy-1f3a",
            "/srv/Repositories/infra-2026/deployments/Depot/base.yaml",
        ] {
            assert_eq!(scrub(line, &[]), line);
        }
    }

    #[test]
    fn what_may_be_a_secret_goes() {
        for (line, wanted) in [
            ("https://u:p@h/x", "https://••••@h/x"),
            ("token: abc next", "token: ••••"),
            ("password: |\n  hunter2\n  more\nname: x", "password: ••••\nname: x"),
            (r#"{"password":"ab\"tail","name":"x"}"#, r#"{"password":••••"#),
            ("--password 'two words' --wait", "--password •••• --wait"),
            ("https://u:p@ss@host/x", "https://••••@host/x"),
            ("sha256~AbCd3fGh1jKlMn0pQrStUvWxYz_1234567890abc", "••••"),
            ("DB_PASSWORD='a b' c", "DB_PASSWORD=•••• c"),
            ("?access_token=abc&x=1", "?access_token=••••&x=1"),
            ("--token abc --wait", "--token •••• --wait"),
            ("-----BEGIN KEY-----\nab", "••••"),
        ] {
            assert_eq!(scrub(line, &[]), wanted);
        }
        assert_eq!(scrub("value hunter22 there", &["hunter22".to_owned()]), "value •••• there");
    }
}
