//! What it is for: which pods a workload means. In: a label selector as text. Out: yes or no for a pod's labels.
//! Never: "all pods" for a selector that is empty or cannot be read.

/// A label selector in kubectl's notation: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    requirements: Vec<Requirement>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Requirement {
    In(String, Vec<String>),
    NotIn(String, Vec<String>),
    Exists(String),
    Absent(String),
}

impl Selector {
    /// Reads the notation; `None` when it is empty or not understood.
    pub fn parse(text: &str) -> Option<Self> {
        let parts = split(text);
        let requirements: Option<Vec<_>> = parts.iter().map(|part| requirement(part.trim())).collect();
        requirements.filter(|list| !list.is_empty()).map(|requirements| Self { requirements })
    }

    /// Whether all requirements hold.
    pub fn matches(&self, labels: &[(String, String)]) -> bool {
        let value = |key: &str| labels.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        self.requirements.iter().all(|requirement| match requirement {
            Requirement::In(key, values) => value(key).is_some_and(|value| values.contains(value)),
            Requirement::NotIn(key, values) => value(key).is_none_or(|value| !values.contains(value)),
            Requirement::Exists(key) => value(key).is_some(),
            Requirement::Absent(key) => value(key).is_none(),
        })
    }
}

/// Parts between commas that stand outside parentheses.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..).filter(|rest| !rest.trim().is_empty()));
    parts
}

fn requirement(part: &str) -> Option<Requirement> {
    let key = |text: &str| Some(text.trim().to_owned()).filter(|key| !key.is_empty() && !key.contains(' '));
    let set = |text: &str| -> Option<Vec<String>> {
        let inner = text.trim().strip_prefix('(')?.strip_suffix(')')?;
        Some(inner.split(',').map(|value| value.trim().to_owned()).collect())
    };
    if let Some((name, values)) = part.split_once(" notin ") {
        return Some(Requirement::NotIn(key(name)?, set(values)?));
    }
    if let Some((name, values)) = part.split_once(" in ") {
        return Some(Requirement::In(key(name)?, set(values)?));
    }
    if let Some((name, value)) = part.split_once("!=") {
        return Some(Requirement::NotIn(key(name)?, vec![value.trim().to_owned()]));
    }
    if let Some((name, value)) = part.split_once('=') {
        let value = value.strip_prefix('=').unwrap_or(value);
        return Some(Requirement::In(key(name)?, vec![value.trim().to_owned()]));
    }
    if let Some(name) = part.strip_prefix('!') {
        return Some(Requirement::Absent(key(name)?));
    }
    Some(Requirement::Exists(key(part)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kubectl_notation_is_understood() {
        let labels = [("app".to_owned(), "web".to_owned()), ("tier".to_owned(), "a".to_owned())];
        let yes =
            ["app=web", "app==web,tier in (a, b)", "tier", "!x", "x!=y", "x notin (y)", "app=web,tier=a"];
        for text in yes {
            assert!(Selector::parse(text).unwrap().matches(&labels), "{text}");
        }
        for text in ["app=we", "tier in (b,c)", "!app", "app!=web", "x=", "app=web,x"] {
            assert!(!Selector::parse(text).unwrap().matches(&labels), "{text}");
        }
        for text in ["", " ", "=x", "a b", "a in b"] {
            assert_eq!(Selector::parse(text), None, "{text}");
        }
    }
}
