//! Stand-in until the branch `procedure` is merged: on a conflict take that branch's file.
pub mod substitute;
/// Parts of a record that come from the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// The steps with times, verdicts, evidence.
    Steps,
    /// The configuration changes of the request, or "None".
    Configuration,
    /// The rollback plan, and what was rolled back.
    Rollback,
}
