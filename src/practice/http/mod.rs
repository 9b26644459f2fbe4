//! The wire: TLS on a loopback port, addresses, content types, answers.

pub(crate) mod answer;
pub(crate) mod collection;
pub(crate) mod dispatch;
pub(crate) mod logs;
pub(crate) mod query;
pub(crate) mod route;
pub(crate) mod socket;
