//! Where the practice cluster is knowingly not like Kubernetes. This list may only shrink.

/// The script, the place that differs (the number of the step, then the place in its answer; everything below it
/// counts), and the reason. A difference that is listed and has vanished makes its trial fail.
pub const DIFFERENCES: &[(&str, &str, &str)] = &[];
