//! Stand-in until the branch `manifest` is merged.
use serde::{Deserialize, Serialize};
/// Stand-in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Diff {}
