//! What it is for: what is chosen and filled in on the start page, looked up in what was answered. In: the page's state.
//! Out: the procedure, the context, the values. Never: a question, or a choice of its own.

use super::{Start, agreement};
use crate::{
    cluster::kubeconfig::ContextChoice,
    failure::Failure,
    procedure::{
        Procedure,
        fill::{FieldProblem, Values, fill},
    },
    repo::Consent,
    worker::reads::Listed,
};

impl Start {
    /// The chosen procedure.
    pub(in crate::app) fn procedure(&self) -> Option<&Procedure> {
        self.listed().and_then(|listed| listed.loaded.procedure.as_ref())
    }

    pub(in crate::app) fn listed(&self) -> Option<&Listed> {
        let all = self.procedures.value().last()?;
        all.iter().find(|listed| listed.id() == self.form.procedure)
    }

    /// The chosen context with all that connecting needs; `None` before the kubeconfig is read.
    pub(in crate::app) fn choice(&self) -> Option<&Result<ContextChoice, Failure>> {
        self.choice.as_ref()
    }

    /// Whether the programs that the repository's configuration names were agreed to, or there are none.
    pub(in crate::app) fn consent(&self) -> Option<Consent> {
        let seen = self.repo.value().last()?;
        let is_agreed = seen.state.programs.is_plain() || self.agreed.contains(&agreement(seen));
        is_agreed.then(|| Consent::given(&seen.state))
    }

    /// The parameters as they would be filled now.
    pub(in crate::app) fn filled(&self) -> Option<Result<Values, Vec<FieldProblem>>> {
        Some(fill(self.procedure()?, &self.form.values))
    }

    /// What was said against a field goes as soon as it holds no more; what is newly wrong is said when typing rests.
    pub(super) fn mend_fields(&mut self) {
        if !self.fields.is_empty()
            && let Some(filled) = self.filled()
        {
            let still = filled.err().unwrap_or_default();
            self.fields.retain(|problem| still.contains(problem));
        }
    }

    /// Whether something was typed or chosen that the plan does not hold yet.
    pub(in crate::app) fn is_touched(&self) -> bool {
        self.is_touched
    }
}
