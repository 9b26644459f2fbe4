//! What it is for: the practice cluster: a Kubernetes API server in this process, with what a change needs around it.
//! In: a scenario. Out: addresses, a kubeconfig, files of a sample repository. Never: an address but loopback.

pub mod place;
pub mod registry;
pub mod scenario;
pub mod script;
