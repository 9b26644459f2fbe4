//! Label and field selectors of lists and watches.

use serde_json::Value;

use super::{kinds::Kind, refusal::Refusal};

/// What a list or watch shows.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    labels: Vec<Requirement>,
    fields: Vec<(String, bool, String)>,
}

/// One requirement on a label.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    Exists,
    Missing,
    Greater(i64),
    Less(i64),
}

impl Selection {
    /// Reads both selectors of a request; an empty text selects all.
    ///
    /// # Errors
    /// `BadRequest` in the server's words.
    pub fn read(kind: &Kind, labels: &str, fields: &str) -> Result<Self, Refusal> {
        Ok(Self { labels: read_labels(labels)?, fields: read_fields(kind, fields)? })
    }

    /// Everything is shown.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.fields.is_empty()
    }

    /// The object is shown.
    pub fn takes(&self, object: &Value) -> bool {
        let labels = object.pointer("/metadata/labels");
        let label = |key: &str| labels.and_then(|labels| labels.get(key)).and_then(Value::as_str);
        self.labels.iter().all(|requirement| requirement.holds(label(&requirement.key)))
            && self
                .fields
                .iter()
                .all(|(path, equal, wanted)| (field_value(object, path) == *wanted) == *equal)
    }
}

/// True when the labels fulfil a `LabelSelector` object (`matchLabels`, `matchExpressions`); an empty one takes all.
pub fn matches(selector: &Value, labels: Option<&Value>) -> bool {
    let label = |key: &str| labels.and_then(|labels| labels.get(key)).and_then(Value::as_str);
    let plain = selector.get("matchLabels").and_then(Value::as_object);
    let expressions = selector.get("matchExpressions").and_then(Value::as_array);
    plain.into_iter().flatten().all(|(key, value)| label(key) == value.as_str())
        && expressions.into_iter().flatten().all(|expression| {
            let key = expression.get("key").and_then(Value::as_str).unwrap_or_default();
            let values = expression.get("values").and_then(Value::as_array);
            let values = values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            let test = match expression.get("operator").and_then(Value::as_str) {
                Some("In") => Test::In(values),
                Some("NotIn") => Test::NotIn(values),
                Some("Exists") => Test::Exists,
                Some("DoesNotExist") => Test::Missing,
                _ => return false,
            };
            Requirement { key: key.to_owned(), test }.holds(label(key))
        })
}

/// A selector (a `LabelSelector`, or the plain map of a `Service`) as text: `app=web,tier in (a,b)`.
pub(crate) fn text(selector: &Value) -> String {
    let structured = selector.get("matchLabels").is_some() || selector.get("matchExpressions").is_some();
    let plain = if structured { selector.get("matchLabels") } else { Some(selector) };
    let plain = plain.and_then(Value::as_object).into_iter().flatten();
    let mut terms: Vec<(String, String)> =
        plain.filter_map(|(key, value)| Some((key.clone(), format!("{key}={}", value.as_str()?)))).collect();
    let expressions = selector.get("matchExpressions").and_then(Value::as_array);
    for expression in expressions.into_iter().flatten() {
        let key = expression.get("key").and_then(Value::as_str).unwrap_or_default();
        let values = expression.get("values").and_then(Value::as_array);
        let mut values: Vec<&str> = values.into_iter().flatten().filter_map(Value::as_str).collect();
        values.sort_unstable();
        let values = values.join(",");
        let term = match expression.get("operator").and_then(Value::as_str) {
            Some("In") => format!("{key} in ({values})"),
            Some("NotIn") => format!("{key} notin ({values})"),
            Some("DoesNotExist") => format!("!{key}"),
            _ => key.to_owned(),
        };
        terms.push((key.to_owned(), term));
    }
    terms.sort();
    let terms: Vec<String> = terms.into_iter().map(|(_, term)| term).collect();
    terms.join(",")
}

impl Requirement {
    fn holds(&self, label: Option<&str>) -> bool {
        let number = || label.and_then(|value| value.parse::<i64>().ok());
        match &self.test {
            Test::In(values) => label.is_some_and(|label| values.iter().any(|value| value == label)),
            Test::NotIn(values) => !label.is_some_and(|label| values.iter().any(|value| value == label)),
            Test::Exists => label.is_some(),
            Test::Missing => label.is_none(),
            Test::Greater(than) => number().is_some_and(|number| number > *than),
            Test::Less(than) => number().is_some_and(|number| number < *than),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Sign(&'static str),
    End,
}

impl Token {
    fn text(&self) -> &str {
        match self {
            Self::Word(word) => word,
            Self::Sign(sign) => sign,
            Self::End => "",
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let sign =
            ["==", "!=", "=", "!", "(", ")", ",", ">", "<"].into_iter().find(|sign| rest.starts_with(sign));
        let length = if let Some(sign) = sign {
            out.push(Token::Sign(sign));
            sign.len()
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || "=!(),><".contains(c)).unwrap_or(rest.len());
            out.push(Token::Word(
                rest.chars().take(rest.get(..end).map_or(0, |word| word.chars().count())).collect(),
            ));
            end
        };
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    out.push(Token::End);
    out
}

fn read_labels(text: &str) -> Result<Vec<Requirement>, Refusal> {
    let tokens = tokens(text);
    if tokens.len() == 1 {
        return Ok(Vec::new());
    }
    let mut parser = Parser { tokens, at: 0 };
    let mut out = Vec::new();
    loop {
        let next = parser.peek();
        if !matches!(next, Token::Word(_) | Token::Sign("!")) {
            let wanted =
                if out.is_empty() { "!, identifier, or 'end of string'" } else { "identifier after ','" };
            return Err(Refusal::bad_request(format!("found '{}', expected: {wanted}", next.text())));
        }
        out.push(
            parser
                .requirement()
                .map_err(|why| Refusal::bad_request(format!("unable to parse requirement: {why}")))?,
        );
        match parser.next() {
            Token::End => return Ok(out),
            Token::Sign(",") => {}
            other @ (Token::Word(_) | Token::Sign(_)) => {
                let why = format!("found '{}', expected: ',' or 'end of string'", other.text());
                return Err(Refusal::bad_request(why));
            }
        }
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn next(&mut self) -> Token {
        let token = self.tokens.get(self.at).cloned().unwrap_or(Token::End);
        self.at += 1;
        token
    }

    fn peek(&self) -> Token {
        self.tokens.get(self.at).cloned().unwrap_or(Token::End)
    }

    fn requirement(&mut self) -> Result<Requirement, String> {
        let missing = self.peek() == Token::Sign("!");
        if missing {
            self.next();
        }
        let Token::Word(key) = self.next() else {
            let found = self.tokens.get(self.at.saturating_sub(1)).map_or("", Token::text);
            return Err(format!("found '{found}', expected: identifier"));
        };
        check_key(&key)?;
        if missing {
            return Ok(Requirement { key, test: Test::Missing });
        }
        let test = match self.peek() {
            Token::End | Token::Sign(",") => Test::Exists,
            Token::Sign(sign @ ("=" | "==" | "!=")) => {
                self.next();
                let value = self.value()?;
                check_value(&key, &value)?;
                if sign == "!=" { Test::NotIn(vec![value]) } else { Test::In(vec![value]) }
            }
            Token::Sign(sign @ (">" | "<")) => {
                self.next();
                let value = self.value()?;
                let number = value.parse().map_err(|_unread| {
                    format!(
                        "values[0]: Invalid value: {value:?}: for 'Gt', 'Lt' operators, the value must be an integer"
                    )
                })?;
                if sign == ">" { Test::Greater(number) } else { Test::Less(number) }
            }
            Token::Word(word) if word == "in" => Test::In(self.values()?),
            Token::Word(word) if word == "notin" => Test::NotIn(self.values()?),
            other @ (Token::Word(_) | Token::Sign(_)) => {
                return Err(format!("found '{}', expected: in, notin, =, ==, !=, gt, lt", other.text()));
            }
        };
        Ok(Requirement { key, test })
    }

    fn value(&mut self) -> Result<String, String> {
        match self.peek() {
            Token::End | Token::Sign(",") => Ok(String::new()),
            Token::Word(word) => {
                self.next();
                Ok(word)
            }
            Token::Sign(sign) => Err(format!("found '{sign}', expected: identifier")),
        }
    }

    fn values(&mut self) -> Result<Vec<String>, String> {
        self.next();
        let open = self.next();
        if open != Token::Sign("(") {
            return Err(format!("found '{}' expected: '('", open.text()));
        }
        let mut values = Vec::new();
        loop {
            values.push(self.value()?);
            match self.next() {
                Token::Sign(")") => break,
                Token::Sign(",") => {}
                other @ (Token::End | Token::Word(_) | Token::Sign(_)) => {
                    return Err(format!("found '{}', expected: ',' or ')'", other.text()));
                }
            }
        }
        values.sort();
        values.dedup();
        Ok(values)
    }
}

fn check_key(key: &str) -> Result<(), String> {
    match super::names::qualified_name(key).first() {
        None => Ok(()),
        Some(why) => Err(format!("<nil>: Invalid value: {key:?}: {why}")),
    }
}

fn check_value(key: &str, value: &str) -> Result<(), String> {
    match super::names::label_value(value).first() {
        None => Ok(()),
        Some(why) => Err(format!("values[0][{key}]: Invalid value: {value:?}: {why}")),
    }
}

fn read_fields(kind: &Kind, text: &str) -> Result<Vec<(String, bool, String)>, Refusal> {
    let mut out = Vec::new();
    for term in text.split(',').filter(|term| !term.is_empty()) {
        let found = ["!=", "==", "="].into_iter().find_map(|sign| {
            term.split_once(sign).map(|(path, value)| (path.to_owned(), sign != "!=", value.to_owned()))
        });
        let Some(found) = found else {
            return Err(Refusal::bad_request(format!(
                "invalid selector: '{text}'; can't understand '{term}'"
            )));
        };
        if found.2.is_empty() && found.0.is_empty() {
            continue;
        }
        check_field(kind, &found.0)?;
        out.push(found);
    }
    Ok(out)
}

fn check_field(kind: &Kind, path: &str) -> Result<(), Refusal> {
    if matches!(path, "metadata.name" | "metadata.namespace") {
        return Ok(());
    }
    let own: &[&str] = match (kind.group.as_str(), kind.resource.as_str()) {
        ("", "pods") => &[
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.podIPs",
            "status.nominatedNodeName",
        ],
        ("", "events") => &[
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        ("", "secrets") => &["type"],
        ("", "namespaces") => &["status.phase"],
        ("", "nodes") => &["spec.unschedulable"],
        ("", "services") => &["spec.clusterIP", "spec.type"],
        ("", "replicationcontrollers") => &["status.replicas"],
        ("batch", "jobs") => &["status.successful"],
        _ => {
            let why = format!(
                "\"{path}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
            );
            return Err(Refusal::bad_request(why));
        }
    };
    if own.contains(&path) {
        return Ok(());
    }
    let why = if kind.resource == "jobs" {
        format!("field label {path:?} not supported for Job")
    } else {
        format!("field label not supported: {path}")
    };
    Err(Refusal::bad_request(why))
}

fn field_value(object: &Value, path: &str) -> String {
    let pointer = match path {
        "reportingComponent" => "/reportingComponent".to_owned(),
        "source" => "/source/component".to_owned(),
        "status.successful" => "/status/succeeded".to_owned(),
        other => format!("/{}", other.replace('.', "/")),
    };
    match object.pointer(&pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        None if matches!(path, "spec.unschedulable" | "spec.hostNetwork") => "false".to_owned(),
        None if matches!(path, "status.successful" | "status.replicas") => "0".to_owned(),
        None | Some(Value::Null | Value::Array(_) | Value::Object(_)) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::practice::kinds;

    fn takes(labels: &str, object: &Value) -> bool {
        let pods = kinds::find("", "pods").expect("pods are served");
        Selection::read(pods, labels, "").expect("a selector").takes(object)
    }

    #[test]
    fn every_operator_of_label_selectors_is_known() {
        let object = json!({"metadata": {"labels": {"app": "web", "n": "5"}}});
        for selector in [
            "app=web",
            "app==web",
            "app!=db",
            "app in (db, web)",
            "app notin (db)",
            "app",
            "!tier",
            "n>4",
            "n<6",
        ] {
            assert!(takes(selector, &object), "{selector}");
        }
        for selector in
            ["app=db", "app!=web", "app in (db)", "app notin (web)", "tier", "!app", "n>5", "app=web,n=4"]
        {
            assert!(!takes(selector, &object), "{selector}");
        }
    }

    #[test]
    fn bad_selectors_are_refused_in_the_servers_words() {
        let maps = kinds::find("", "configmaps").expect("served");
        let said = |labels, fields| Selection::read(maps, labels, fields).expect_err("bad").message;
        assert_eq!(said("a in x", ""), "unable to parse requirement: found 'x' expected: '('");
        assert_eq!(said("a=b=c", ""), "found '=', expected: ',' or 'end of string'");
        assert_eq!(said("", "abc"), "invalid selector: 'abc'; can't understand 'abc'");
    }
}
