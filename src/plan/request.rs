//! What it is for: the request as the ticket's form asks for it: the form's headings, configuration changes, number.
//! In: the person's text. Out: data for the request's text, the plan's added steps and the record.
//! Never: I/O, or a secret's value.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::procedure::Fill;

/// The filled-in request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Title of the ticket.
    pub title: String,
    /// Number of the ticket, digits only; empty when there is none.
    pub ticket: String,
    /// What stands under each heading, in the procedure's order.
    pub headings: Vec<Heading>,
    /// Configuration changes before the deployment.
    pub before: Vec<ConfigChange>,
    /// Configuration changes after the deployment.
    pub after: Vec<ConfigChange>,
    /// The ticket that the change was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// The ticket that a change was taken from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Its address; empty when it was pasted or read from a file.
    #[serde(default)]
    pub address: String,
    /// Who asks for the change; empty when the ticket does not say.
    #[serde(default)]
    pub asked_by: String,
}

/// One heading of request and record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// The heading.
    pub title: String,
    /// Markdown, with its parameters filled.
    pub text: Option<String>,
    /// What stands there besides the text.
    pub fill: Option<Fill>,
    /// The text holds a parameter that differs from the procedure's default.
    pub deviates: bool,
}

/// A configuration change of this one change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ConfigChange {
    /// Set a value in a manifest.
    Set {
        /// The manifest.
        file: String,
        /// `Kind/name`.
        object: String,
        /// Path inside the document.
        path: String,
        /// The new value.
        value: Value,
    },
    /// Remove a value from a manifest.
    Remove {
        /// The manifest.
        file: String,
        /// `Kind/name`.
        object: String,
        /// Path inside the document.
        path: String,
    },
    /// Apply a manifest of the repository.
    Apply {
        /// The manifest.
        file: String,
    },
    /// Something that a person does by hand.
    Human {
        /// What.
        what: String,
    },
}
