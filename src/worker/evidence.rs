//! What it is for: reading what the procedure wants to be shown beside the question of the way back.
//! In: the plan's evidence. Out: what was seen, or why it could not be. Never: a conclusion, or a change.

use regex::Regex;

use crate::{
    cluster::{self, Cluster},
    failure::{Failure, FailureKind},
    manifest::{FieldPath, PathError, mask},
    names::ObjectName,
    observed::evidence::{Seen, SeenObject},
    procedure::Evidence,
    words::Sentence,
};

/// Reads each piece, in the order of the plan.
pub async fn read(cluster: &Cluster, wanted: &[Evidence]) -> Vec<Result<Seen, Failure>> {
    let mut all = Vec::new();
    for one in wanted {
        all.push(piece(cluster, one).await);
    }
    all
}

async fn piece(cluster: &Cluster, wanted: &Evidence) -> Result<Seen, Failure> {
    if let Some(logs) = &wanted.logs {
        let pattern = Regex::new(&logs.grep).map_err(|fault| {
            let words = Sentence::new("evidence-pattern").with("pattern", &logs.grep);
            Failure::new(FailureKind::Person, words).detail(fault.to_string())
        })?;
        let seen = cluster::evidence::logs(cluster, &logs.deployment, &pattern).await;
        return seen.map(Seen::Logs).map_err(|error| error.to_failure());
    }
    let path = wanted.show.clone().unwrap_or_default();
    let object = wanted.object.clone().unwrap_or_default();
    let unfit = || {
        let words = Sentence::new("evidence-object").with("object", &object).with("path", &path);
        Failure::new(FailureKind::Person, words)
    };
    let (kind, name) = object.split_once('/').ok_or_else(unfit)?;
    let name = ObjectName::new(name).map_err(|fault| unfit().detail(fault.to_string()))?;
    let found = cluster::evidence::object(cluster, kind, &name).await.map_err(|error| error.to_failure())?;
    let value = match (found, path.as_str()) {
        (None, _) => None,
        (Some(found), "") => Some(mask::shown(&object, "", &found)),
        (Some(found), path) => {
            let at: FieldPath = path.parse().map_err(|fault: PathError| unfit().detail(fault.to_string()))?;
            match at.resolve(&found) {
                Ok(value) => Some(mask::shown(&object, path, value)),
                Err(PathError::NotThere { .. }) => None,
                Err(fault) => return Err(unfit().detail(fault.to_string())),
            }
        }
    };
    Ok(Seen::Object(SeenObject { object, path, value }))
}
