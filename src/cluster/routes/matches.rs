//! What it is for: the rules by which Traefik tells requests apart, such as `` Host(`a.example`) && PathPrefix(`/x`) ``.
//! In: a rule's text. Out: the alternatives that it allows, each with its host and path; `None` when it is not understood.
//! Never: a rule that needs more time or room than its length.

/// Alternatives that a rule may have, at most.
const MOST: usize = 64;
/// Parentheses within each other, at most.
const DEEPEST: usize = 16;

/// One way to fulfil a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Alternative {
    /// Host; empty for every host.
    pub(super) host: String,
    /// Path; empty for every path.
    pub(super) path: String,
    /// What else must hold, as written.
    pub(super) more: Vec<String>,
}

pub(super) fn read(rule: &str) -> Option<Vec<Alternative>> {
    let mut reader = Reader { rest: rule, depth: 0 };
    let found = reader.any()?;
    reader.rest.trim_start().is_empty().then_some(found)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start();
        let found = rest.strip_prefix(sign);
        self.rest = found.unwrap_or(rest);
        found.is_some()
    }

    /// `a || b`
    fn any(&mut self) -> Option<Vec<Alternative>> {
        let mut found = self.all()?;
        while self.take("||") {
            found.extend(self.all()?);
            if found.len() > MOST {
                return None;
            }
        }
        Some(found)
    }

    /// `a && b`
    fn all(&mut self) -> Option<Vec<Alternative>> {
        let mut found = self.one()?;
        while self.take("&&") {
            let next = self.one()?;
            if found.len() * next.len() > MOST {
                return None;
            }
            let both = |a: &Alternative| next.iter().map(|b| joined(a, b)).collect::<Vec<_>>();
            found = found.iter().flat_map(both).collect();
        }
        Some(found)
    }

    /// `!a`, `(a)`, `` Name(`value`, `value`) ``
    fn one(&mut self) -> Option<Vec<Alternative>> {
        let begin = self.rest.trim_start();
        if self.take("!") {
            self.depth += 1;
            let inner = if self.depth > DEEPEST { None } else { self.one() };
            self.depth -= 1;
            inner?;
            let written = begin.get(..begin.len() - self.rest.len())?;
            return Some(vec![other(written)]);
        }
        if self.take("(") {
            self.depth += 1;
            let found = if self.depth > DEEPEST { None } else { self.any() };
            self.depth -= 1;
            return found.filter(|_| self.take(")"));
        }
        let (name, values) = self.call()?;
        let written = begin.get(..begin.len() - self.rest.len())?;
        let alternatives = values.into_iter().map(|value| match name {
            "Host" | "HostHeader" => Alternative { host: value.to_lowercase(), ..Alternative::default() },
            "Path" | "PathPrefix" => Alternative { path: value.to_owned(), ..Alternative::default() },
            _ => other(written),
        });
        let mut found: Vec<Alternative> = alternatives.collect();
        found.dedup();
        (!found.is_empty()).then_some(found)
    }

    /// A name and what stands in its parentheses.
    fn call(&mut self) -> Option<(&'a str, Vec<&'a str>)> {
        let rest = self.rest.trim_start();
        let (name, after) = rest.split_at(rest.find('(')?);
        let is_name = !name.is_empty() && name.chars().all(char::is_alphanumeric);
        self.rest = after.get(1..).filter(|_| is_name)?;
        let mut values = Vec::new();
        loop {
            if self.take(")") {
                return Some((name, values));
            }
            if !values.is_empty() && !self.take(",") {
                return None;
            }
            self.rest = self.rest.trim_start();
            let quote = self.rest.chars().next().filter(|c| matches!(c, '`' | '"' | '\''))?;
            let inner = self.rest.get(1..)?;
            let end = inner.find(quote)?;
            values.push(inner.get(..end)?);
            self.rest = inner.get(end + 1..)?;
        }
    }
}

fn other(written: &str) -> Alternative {
    Alternative { more: vec![written.trim().to_owned()], ..Alternative::default() }
}

/// Both must hold. Two hosts, or two paths, at once: the second is only told.
fn joined(a: &Alternative, b: &Alternative) -> Alternative {
    let mut both = a.clone();
    both.more.extend(b.more.iter().cloned());
    for (mine, theirs) in [(&mut both.host, &b.host), (&mut both.path, &b.path)] {
        if mine.is_empty() {
            mine.clone_from(theirs);
        } else if !theirs.is_empty() {
            both.more.push(theirs.clone());
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rule: &str) -> Vec<String> {
        let one = |one: Alternative| format!("{}{} {}", one.host, one.path, one.more.join("+"));
        read(rule).expect("a rule").into_iter().map(one).map(|text| text.trim().to_owned()).collect()
    }

    #[test]
    fn hosts_and_paths_are_read_out_of_rules() {
        assert_eq!(shown("Host(`a.example`)"), ["a.example"]);
        assert_eq!(shown("Host(`A.example`) && PathPrefix(`/x`)"), ["a.example/x"]);
        assert_eq!(shown("Host(`a`, `b`) && Path(\"/y\")"), ["a/y", "b/y"]);
        assert_eq!(shown("(Host(`a`) || Host(`b`)) && PathPrefix(`/x`)"), ["a/x", "b/x"]);
        assert_eq!(shown("Host(`a`) && !PathPrefix(`/x`)"), ["a !PathPrefix(`/x`)"]);
        assert_eq!(shown("HostRegexp(`^x`) && Header(`A`, `b`)"), ["HostRegexp(`^x`)+Header(`A`, `b`)"]);
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for rule in ["", "Host(`a`", "Host(a)", "Host(`a`) Host(`b`)", "Host(`a`) &&", "()", "`x`"] {
            assert_eq!(read(rule), None, "{rule}");
        }
        assert_eq!(read(&"(".repeat(10_000)), None);
        let many = vec!["(Host(`a`) || Host(`b`))"; 20].join(" && ");
        assert_eq!(read(&many), None);
    }
}
