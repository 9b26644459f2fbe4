//! Changeover carries out a written change on a Kubernetes or OpenShift cluster from a window.
//!
//! ```text
//! procedures/*.yaml → procedure → plan → confirm → run → worker → journal
//!                                                        │  ├─ cluster   (kube)
//!    live objects → observed ───────────────→ ui         │  ├─ repo      (git2, the git program)
//!                                                        │  └─ outside   (registry, HTTP)
//! ```
//!
//! Nothing is done that was not planned, shown, approved and written down first. The UI only reads data and returns
//! commands. Only `worker` touches the world. A module imports only modules that stand above it in the list below.

pub mod names;
pub mod words;
pub mod failure;
pub mod fault;
pub mod fetched;
pub mod action;
pub mod observed;
pub mod logbook;
pub mod manifest;
pub mod procedure;
pub mod plan;
pub mod confirm;
pub mod journal;
pub mod run;
pub mod record;
pub mod cluster;
pub mod repo;
pub mod outside;
pub mod practice;
pub mod worker;
pub mod ui;
pub mod app;
