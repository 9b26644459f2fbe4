//! The practice cluster: a Kubernetes API server in this process, written without anything of `cluster`.
//!
//! ```text
//! kubectl, kube ─ TLS ─ http ─┐
//!                             ├─ api ─ decode · defaults · apply · strategy · validate ─ store
//! controllers, kubelet ───────┘
//! ```
//!
//! It tells what the real server tells: its answers were measured on one, and a suite compares both.

mod admission;
mod api;
mod apply;
mod base64;
mod certs;
mod controllers;
pub mod copied;
mod cron;
mod decode;
mod defaults;
mod delete;
mod discovery;
mod eviction;
mod engine;
#[cfg(test)]
mod engine_tests;
mod facts;
mod faults;
mod furnish;
mod http;
mod kubelet;
pub mod kinds;
mod list;
pub mod mail;
mod meta;
mod names;
mod node;
mod openapi;
mod patching;
pub mod place;
mod proto;
mod quantity;
mod read;
mod refusal;
pub mod registry;
mod reviews;
mod scale;
pub mod scenario;
mod schema;
pub mod script;
mod selectors;
mod server;
mod store;
mod strategic;
mod strategy;
mod table;
#[cfg(test)]
mod tests;
mod validate;
mod watching;
mod web;
pub mod world;
mod write;

pub use api::{Api, Call, Outcome, Validation};
pub use certs::CertificateError;
pub use delete::DeleteOptions;
pub use engine::{Engine, settle};
pub use facts::{Facts, Truth};
pub use faults::{Denied, Faults};
pub use kubelet::{ExecOptions, Kubelet, LogOptions, NoKubelet, Running, Told};
pub use list::{ListOptions, Page};
pub use patching::PatchKind;
pub use refusal::{Cause, Refusal};
pub use selectors::{Selection, matches};
pub use server::{Server, StartError};
pub use store::{Change, Key, Listing, Store, TooOld, What};
pub use watching::{Event, Watch};
pub use world::{World, WorldError};
