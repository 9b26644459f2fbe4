//! What it is for: everything that is asked of the Kubernetes API server, one file for each concern.
//! In: a kubeconfig, and what to read or do. Out: small rows and typed errors.
//! Never: a sentence of its own, a secret in an error, or a request without a deadline.

mod acting_failing;
pub mod apply;
pub mod clock;
pub mod conflicts;
pub mod connect;
pub mod copying;
pub mod delete;
pub mod drift;
pub mod error;
pub mod evidence;
pub mod exec;
mod failing;
mod fields;
pub mod fighters;
mod follow;
pub mod gone;
pub mod inspect;
pub mod job_wait;
pub mod jobs;
mod kinds;
pub mod kubeconfig;
pub mod lease;
mod log_lines;
pub mod logs;
mod mask;
mod masking;
pub mod offered;
pub mod permissions;
pub mod present;
pub mod preview;
pub mod refusal;
pub mod report;
mod resource;
pub mod retry;
mod revisions;
pub mod rollout;
pub mod route_switch;
mod routes;
pub mod scale;
mod served;
pub mod survey;
pub mod tail;
mod translate;
pub mod troubles;
pub mod upkeep;
pub mod usual;
pub mod watch;

pub use connect::Cluster;
pub use error::ClusterError;

#[cfg(test)]
mod acting_tests;
#[cfg(test)]
mod catalogue_tests;
