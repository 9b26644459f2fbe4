//! What it is for: what a person should know about a processed template.
//! In: names and places. Out: one sentence each, and whether it needs its own agreement. Never: the value of a secret.

use crate::words::Sentence;

/// One thing to be said about a template or its result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// A key that the format does not have: without effect, perhaps misspelt.
    UnknownField {
        /// Where it stands, such as `parameters[0].defualt`.
        field: String,
    },
    /// A value given with a bracket too many or too few: most likely the rest of a reference.
    StrayBrace {
        /// The parameter.
        parameter: String,
        /// Its value, dots for a secret.
        value: String,
    },
    /// A value that holds what looks like a reference of a shell or a template, which nothing will fill in.
    DollarInValue {
        /// The parameter.
        parameter: String,
        /// Its value, dots for a secret.
        value: String,
    },
    /// Given, and nothing in the template refers to it.
    Unused {
        /// The parameter.
        parameter: String,
    },
    /// Referred to, optional, and without a value: empty text is put in.
    Empty {
        /// The parameter.
        parameter: String,
    },
    /// A reference that no parameter has; it stays as it stands.
    UnknownReference {
        /// The name between the brackets.
        name: String,
        /// `Kind/name` of the object that it stands in.
        object: String,
    },
    /// `${{…}}` inside other text, which is never filled in.
    InnerReference {
        /// The name between the brackets.
        name: String,
        /// `Kind/name` of the object that it stands in.
        object: String,
    },
    /// Text made up for this change.
    Generated {
        /// The parameter.
        parameter: String,
    },
    /// A namespace written into the template: not taken, the change's own holds.
    NamespaceDropped {
        /// `Kind/name`.
        object: String,
        /// The namespace.
        namespace: String,
    },
    /// An OpenShift kind in plain `v1`, moved to its group.
    Moved {
        /// `Kind/name`.
        object: String,
        /// `apiVersion` that is used now.
        api_version: String,
    },
    /// A label of the object that the template's own label replaces.
    LabelReplaced {
        /// `Kind/name`.
        object: String,
        /// The label's key.
        label: String,
    },
    /// What only the server writes was left out of the object.
    LeftOut {
        /// `Kind/name`.
        object: String,
        /// The fields.
        fields: Vec<String>,
    },
}

impl Note {
    /// Whether a person must agree to this by itself: the value is most likely not what was meant.
    pub fn needs_agreement(&self) -> bool {
        self.asks_about().is_some()
    }

    /// The parameter whose value must be agreed to; `None` when no agreement is asked.
    pub fn asks_about(&self) -> Option<&str> {
        let parameter = match self {
            Self::StrayBrace { parameter, .. } | Self::DollarInValue { parameter, .. } => parameter,
            Self::UnknownField { .. }
            | Self::UnknownReference { .. }
            | Self::InnerReference { .. }
            | Self::Unused { .. }
            | Self::Empty { .. }
            | Self::Generated { .. }
            | Self::NamespaceDropped { .. }
            | Self::Moved { .. }
            | Self::LabelReplaced { .. }
            | Self::LeftOut { .. } => return None,
        };
        Some(parameter)
    }

    /// Whether it is worth a warning even where no agreement is asked.
    pub fn is_warning(&self) -> bool {
        match self {
            Self::StrayBrace { .. }
            | Self::DollarInValue { .. }
            | Self::UnknownField { .. }
            | Self::UnknownReference { .. }
            | Self::InnerReference { .. }
            | Self::Unused { .. }
            | Self::Empty { .. } => true,
            Self::Generated { .. }
            | Self::NamespaceDropped { .. }
            | Self::Moved { .. }
            | Self::LabelReplaced { .. }
            | Self::LeftOut { .. } => false,
        }
    }

    /// The sentence for a screen or a record.
    pub fn words(&self) -> Sentence {
        match self {
            Self::UnknownField { field } => Sentence::new("template-unknown-field").with("field", field),
            Self::StrayBrace { parameter, value } => {
                Sentence::new("template-stray-brace").with("parameter", parameter).with("value", value)
            }
            Self::DollarInValue { parameter, value } => {
                Sentence::new("template-dollar").with("parameter", parameter).with("value", value)
            }
            Self::Unused { parameter } => Sentence::new("template-unused").with("parameter", parameter),
            Self::Empty { parameter } => Sentence::new("template-empty").with("parameter", parameter),
            Self::UnknownReference { name, object } => {
                Sentence::new("template-unknown-reference").with("name", name).with("object", object)
            }
            Self::InnerReference { name, object } => {
                Sentence::new("template-inner-reference").with("name", name).with("object", object)
            }
            Self::Generated { parameter } => Sentence::new("template-generated").with("parameter", parameter),
            Self::NamespaceDropped { object, namespace } => Sentence::new("template-namespace-dropped")
                .with("object", object)
                .with("namespace", namespace),
            Self::Moved { object, api_version } => {
                Sentence::new("template-moved").with("object", object).with("version", api_version)
            }
            Self::LabelReplaced { object, label } => {
                Sentence::new("template-label-replaced").with("object", object).with("label", label)
            }
            Self::LeftOut { object, fields } => {
                Sentence::new("template-left-out").with("object", object).with("fields", fields.join(", "))
            }
        }
    }
}

/// Whether the curly brackets of a text do not pair.
pub(super) fn has_stray_brace(text: &str) -> bool {
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => return true,
            '}' => open -= 1,
            _ => {}
        }
    }
    open > 0
}

/// Whether a text holds `$NAME`, `${…` or `$(…`: a variable that a shell would have filled in.
pub(super) fn has_dollar(text: &str) -> bool {
    let next = |at: usize| text.get(at + 1..).and_then(|rest| rest.chars().next());
    text.match_indices('$')
        .any(|(at, _)| next(at).is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '{' | '(' | '_')))
}
