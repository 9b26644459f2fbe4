//! What it is for: the request as the ticket's form asks for it: what, how tested, configuration changes, number.
//! In: the person's text. Out: data for the request's text, the plan's added steps and the record.
//! Never: I/O, or a secret's value.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The filled-in request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What is done and why.
    pub description: String,
    /// How the change was tested.
    pub tested: String,
    /// Number of the ticket, digits only; empty when there is none.
    pub ticket: String,
    /// Configuration changes before the deployment.
    pub before: Vec<ConfigChange>,
    /// Configuration changes after the deployment.
    pub after: Vec<ConfigChange>,
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
