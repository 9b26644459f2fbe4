//! What it is for: the request of a change of which nobody knows yet where it will go and who will carry it out.
//! In: a procedure, its values, the configuration changes. Out: the request's text.
//! Never: a plan that could be carried out: what only cluster and repository know is left open, and said.

use jiff::Timestamp;

use super::request;
use crate::{
    failure::Failure,
    names::{ChangeId, CommitId, ContextName, Namespace, Server, Target},
    plan::{
        Plan, RepositoryBase, Source,
        build::{Inputs, build},
        request::Request,
    },
    procedure::{Procedure, fill::Values},
    words::text,
};

/// What a request is made from, without a cluster.
#[derive(Debug)]
pub struct Outline<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// Where it came from.
    pub source: Source,
    /// The repository, when one was read.
    pub repository: Option<RepositoryBase>,
    /// Values of all parameters but secrets.
    pub values: Values,
    /// Ticket number and configuration changes.
    pub request: Request,
}

impl Outline<'_> {
    /// The request: its title, and its text as Markdown.
    ///
    /// # Errors
    /// Every reason why there is none, such as a value that would be a secret.
    pub fn request(&self) -> Result<(String, String), Vec<Failure>> {
        let plan = self.plan()?;
        Ok((plan.header().request.title.clone(), request(plan.header(), plan.steps())))
    }

    fn plan(&self) -> Result<Plan, Vec<Failure>> {
        // Never shown, and never acted on: the plan does not leave this file.
        let namespace = Namespace::new("default").map_err(|_name| Vec::new())?;
        let server = Server { address: String::new(), ca_fingerprint: None };
        let nowhere = RepositoryBase {
            name: String::new(),
            branch: String::new(),
            base: CommitId::new(""),
            identity: String::new(),
        };
        let inputs = Inputs {
            change: ChangeId::new(""),
            source: self.source.clone(),
            target: Target { server, context: ContextName::new(""), namespace },
            repository: self.repository.clone().unwrap_or(nowhere),
            values: self.values.clone(),
            request: self.request.clone(),
            settings: Vec::new(),
            user: text("record-person-open"),
            started: Timestamp::UNIX_EPOCH,
            // The server that a procedure is pinned to is looked at when the change is started.
            is_rehearsal: true,
        };
        build(self.procedure, &inputs)
    }
}
