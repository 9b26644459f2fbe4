//! What it is for: whether a cluster is production: what the person named, and what a name says by itself.
//! In: context, namespace and address, the person's patterns. Out: yes or no. Never: a "no" that is more than a guess:
//! it only leaves colour and graver dialogs out, and permits nothing.

use crate::names::Target;

/// Words of a name that say production.
const WORDS: [&str; 4] = ["prod", "production", "prd", "live"];
/// A word before one of them that takes it back: `non-prod`, `pre-production`. Not `no`, which is Norway too: graver dialogs
/// too often do less harm than too seldom.
const NOT: [&str; 3] = ["non", "not", "pre"];

/// Whether deeds on this target are to be taken gravely.
pub(super) fn is_production(target: &Target, patterns: &str) -> bool {
    let (context, server) = (target.context.as_str(), &target.server.address);
    named(context, patterns).unwrap_or_else(|| says_it(target.namespace.as_str()) || either(context, server))
}

/// The same of a context of which nothing else is known.
pub(super) fn is_production_context(context: &str, server: &str, patterns: &str) -> bool {
    named(context, patterns).unwrap_or_else(|| either(context, server))
}

/// Whether the context's name says it, or the name of the server's machine.
fn either(context: &str, server: &str) -> bool {
    let host = server.split("://").last().unwrap_or_default();
    says_it(context) || host.split(['/', ':']).next().is_some_and(says_it)
}

/// What the person's patterns say of a context; `None` when none of them fits. A line with `!` takes a context out.
fn named(context: &str, patterns: &str) -> Option<bool> {
    let lines = patterns.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty());
    let (out, within): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with('!'));
    let fits = |pattern: &str| {
        let (pattern, name) = (pattern.to_lowercase(), context.to_lowercase());
        matches(&pattern.chars().collect::<Vec<_>>(), &name.chars().collect::<Vec<_>>())
    };
    if out.iter().any(|line| fits(line.trim_start_matches('!').trim())) {
        return Some(false);
    }
    within.iter().any(|line| fits(line)).then_some(true)
}

/// Whether a name fits a pattern in which `*` stands for any characters.
fn matches(pattern: &[char], name: &[char]) -> bool {
    // Where to go on after the last `*`, when what follows it does not fit: one character further.
    let (mut at, mut seen, mut again) = (0, 0, None);
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                again = Some((at + 1, seen));
                at += 1;
            }
            Some(one) if name.get(seen) == Some(one) => {
                at += 1;
                seen += 1;
            }
            Some(_) | None => {
                let Some((after, from)) = again else { return false };
                again = Some((after, from + 1));
                (at, seen) = (after, from + 1);
            }
        }
    }
    pattern.iter().skip(at).all(|one| *one == '*')
}

/// Whether one of a name's words says production: `prod-eu1`, `depot_production`, `prod01.example.org`.
fn says_it(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut before = "";
    for word in name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        if WORDS.contains(&bare) && !NOT.contains(&before) {
            return true;
        }
        before = word;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_production_by_a_word_of_its_own() {
        for name in ["eu-no-prod", "no-prod-1", "no-live"] {
            assert!(says_it(name), "Norway: {name}");
        }
        for name in
            ["prod", "prod-eu1", "eu1-PROD", "depot_production", "prod01.example.org", "a/live/b", "prd2"]
        {
            assert!(says_it(name), "{name}");
        }
        for name in
            ["product", "nonprod", "non-prod", "pre-production", "preprod", "olive", "test", "", "delivery"]
        {
            assert!(!says_it(name), "{name}");
        }
    }

    #[test]
    fn what_the_person_named_counts_and_what_they_took_out_does_not() {
        let is = |context: &str, patterns: &str| {
            is_production_context(context, "https://k8s.example:6443", patterns)
        };
        assert!(is("web", "shop\nweb"));
        assert!(is("Web-EU", " web-* , other"));
        assert!(is("a-web-b-web", "*web"));
        assert!(!is("web-b", "*web"));
        assert!(!is("web", ""));
        assert!(!is("live-demo", "!live-demo"));
        assert!(is("live-demo", "!other*"));
        assert!(!is("web-test", "web*\n!*-test"));
        assert!(is_production_context("a", "https://api.prod.example:6443", ""));
    }

    #[test]
    fn a_pattern_of_many_stars_ends() {
        let pattern: Vec<char> = "*a".repeat(40).chars().collect();
        let name = vec!['a'; 4_000];
        assert!(matches(&pattern, &name));
        assert!(!matches(&[pattern.as_slice(), &['b']].concat(), &name));
    }
}
