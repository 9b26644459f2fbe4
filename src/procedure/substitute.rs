//! Stand-in until the branch `procedure` is merged: on a conflict take that branch's file.
/// Values after a first filling.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Filled {
    /// The values.
    pub value: serde_json::Value,
    /// JSON pointers of the texts that still hold placeholders.
    pub open: Vec<String>,
}
