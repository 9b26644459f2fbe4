//! Stand-in until the branch `manifest` is merged.
pub mod diff;
