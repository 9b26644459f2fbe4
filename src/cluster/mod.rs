//! What it is for: everything that is asked of the Kubernetes API server, one file for each concern.
//! In: a kubeconfig, and what to read or do. Out: small rows and typed errors.
//! Never: a sentence of its own, a secret in an error, or a request without a deadline.

pub mod connect;
pub mod error;
mod failing;
pub mod kubeconfig;
mod mask;
pub mod permissions;
pub mod refusal;
mod routes;
mod translate;
pub mod watch;

pub use connect::Cluster;
pub use error::ClusterError;
