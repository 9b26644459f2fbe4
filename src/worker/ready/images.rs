//! What it is for: whether the images are there. In: the plan's checks of images. Out: one line for each image. Never: a
//! registry that could not be asked taken for one that has no such image.

use super::{Check, Topic};
use crate::{
    action::Action,
    outside::{ImageError, Problem},
    plan::PlannedStep,
    words::Sentence,
    worker::session::Session,
};

/// Characters of a digest that tell images apart at a glance: `sha256:` and twelve digits.
const SHORT_DIGEST: usize = 19;

pub(super) async fn checks(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let mut wanted: Vec<&String> = Vec::new();
    for (_, action) in actions {
        if let Action::ImageCheck(check) = action {
            wanted.extend(&check.images);
        }
    }
    let mut checks = Vec::new();
    for image in wanted {
        match session.outside.check_image(image).await {
            Ok(found) => {
                let digest: String = found.digest.chars().take(SHORT_DIGEST).chain(['…']).collect();
                let key = if found.created.is_some() { "ready-image-built" } else { "ready-image" };
                let at =
                    found.created.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
                let words = Sentence::new(key).with("image", image).with("digest", digest).with("at", at);
                checks.push(
                    Check::good(Topic::Images, words).resting_on([format!("{image} {}", found.digest)]),
                );
            }
            Err(error) => {
                let may_pass = is_unasked(&error);
                checks.push(Check { may_pass, ..Check::bad(Topic::Images, error.to_failure()) });
            }
        }
    }
    checks
}

/// Whether the registry did not say that there is no such image: the cluster may reach it although this computer does not.
fn is_unasked(error: &ImageError) -> bool {
    match &error.problem {
        Problem::Missing { .. } | Problem::Digest { .. } | Problem::Name(_) => false,
        Problem::Private { .. }
        | Problem::TooMany { .. }
        | Problem::Server { .. }
        | Problem::NotRegistry { .. }
        | Problem::Blocked
        | Problem::Net(_) => true,
    }
}
