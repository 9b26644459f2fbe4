//! Stand-in until the branch `manifest` is merged: on a conflict take that branch's file.
use serde::{Deserialize, Serialize};
/// Stand-in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Diff {
    /// Stand-in.
    pub hunks: Vec<Hunk>,
}
/// Stand-in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Hunk {
    /// Stand-in.
    pub header: String,
    /// Stand-in.
    pub lines: Vec<DiffLine>,
}
/// Stand-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DiffLine {
    /// Stand-in.
    pub kind: LineKind,
    /// Stand-in.
    pub text: String,
}
/// Stand-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// Stand-in.
    Same,
    /// Stand-in.
    Removed,
    /// Stand-in.
    Added,
}
