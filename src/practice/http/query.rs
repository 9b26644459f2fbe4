//! The query of a request.

use crate::practice::{
    api::Validation,
    kinds::Kind,
    list::ListOptions,
    refusal::{Cause, Refusal},
    selectors::Selection,
};
use serde_json::json;

/// The parameters of a request, decoded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the part behind the question mark.
    pub(crate) fn read(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(&key.replace('+', " ")), decode(&value.replace('+', " ")))
        });
        Self(pairs.collect())
    }

    /// The first value of this name; empty when there is none.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.all(key).next().unwrap_or_default()
    }

    /// All values of this name.
    pub(crate) fn all<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let key = key.to_owned();
        self.0.iter().filter(move |(name, _)| *name == key).map(|(_, value)| value.as_str())
    }

    /// The value is a yes. An empty value counts as one, as in Go's conversion.
    pub(crate) fn is_on(&self, key: &str) -> bool {
        self.0.iter().any(|(name, value)| name == key && !matches!(value.as_str(), "false" | "0"))
    }

    /// A number that may be missing.
    ///
    /// # Errors
    /// `BadRequest` in Go's words.
    pub(crate) fn number(&self, key: &str) -> Result<Option<i64>, Refusal> {
        let text = self.get(key);
        if text.is_empty() {
            return Ok(None);
        }
        let bad = || Refusal::bad_request(format!("strconv.ParseInt: parsing {text:?}: invalid syntax"));
        text.parse().map(Some).map_err(|_unread| bad())
    }

    /// What a list or watch asks for.
    ///
    /// # Errors
    /// `BadRequest` for selectors and numbers that are none.
    pub(crate) fn list_options(&self, kind: &Kind) -> Result<ListOptions, Refusal> {
        let limit = self.number("limit")?.unwrap_or_default();
        let initial = self.0.iter().any(|(name, _)| name == "sendInitialEvents");
        Ok(ListOptions {
            selection: Selection::read(kind, self.get("labelSelector"), self.get("fieldSelector"))?,
            limit: usize::try_from(limit).unwrap_or_default(),
            page: self.get("continue").to_owned(),
            revision: self.get("resourceVersion").to_owned(),
            revision_match: self.get("resourceVersionMatch").to_owned(),
            initial_events: initial.then(|| self.is_on("sendInitialEvents")),
            bookmarks: self.is_on("allowWatchBookmarks"),
            timeout: self
                .number("timeoutSeconds")?
                .and_then(|seconds| u64::try_from(seconds).ok())
                .filter(|s| *s > 0),
        })
    }

    /// The request only asks what would happen. `options` is the name of the request's options in messages.
    ///
    /// # Errors
    /// `Invalid` for another value than `All`.
    pub(crate) fn dry_run(&self, options: &str) -> Result<bool, Refusal> {
        let said: Vec<&str> = self.all("dryRun").collect();
        if said.iter().all(|value| *value == "All") {
            return Ok(!said.is_empty());
        }
        let cause = Cause::unsupported("dryRun", &json!(said), &["All"]);
        Err(Refusal::invalid("meta.k8s.io", options, "", &[cause]))
    }

    /// What to do about unknown fields.
    ///
    /// # Errors
    /// `Invalid` for a value that is none.
    pub(crate) fn validation(&self, options: &str) -> Result<Validation, Refusal> {
        match self.get("fieldValidation") {
            "" | "Warn" => Ok(Validation::Warn),
            "Ignore" => Ok(Validation::Ignore),
            "Strict" => Ok(Validation::Strict),
            other => {
                let allowed = ["", "Ignore", "Strict", "Warn"];
                let cause = Cause::unsupported("fieldValidation", &json!(other), &allowed);
                Err(Refusal::invalid("meta.k8s.io", options, "", &[cause]))
            }
        }
    }

    /// The manager of written fields: as said, else the program's name.
    ///
    /// # Errors
    /// `Invalid` for a name that is too long or cannot be printed.
    pub(crate) fn manager(&self, options: &str, agent: &str) -> Result<String, Refusal> {
        let said = self.get("fieldManager");
        let refuse = |cause| Err(Refusal::invalid("meta.k8s.io", options, "", &[cause]));
        if said.len() > 128 {
            return refuse(Cause::too_long("fieldManager", 128));
        }
        if let Some((at, bad)) = said.char_indices().find(|(_, c)| c.is_control()) {
            let why = format!("invalid character U+{:04X} (at position {at})", u32::from(bad));
            return refuse(Cause::invalid("fieldManager", &json!(said), &why));
        }
        if !said.is_empty() {
            return Ok(said.to_owned());
        }
        let program = agent.split('/').next().unwrap_or_default();
        Ok(program.chars().filter(|c| !c.is_control()).take(128).collect())
    }
}

/// Undoes percent signs; what is no UTF-8 is replaced.
pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(decoded) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(decoded);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
