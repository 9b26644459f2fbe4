//! What it is for: `image.check`: every image asked of its registry by tag.
//! In: image references. Out: digest and age of each, or why it is not known. Never: one missing image hiding another.

use futures::future::join_all;
use jiff::Timestamp;

use super::{Context, Seen};
use crate::{
    action::{Ending, ImageCheck, Mark, Outcome},
    failure::{Failure, FailureKind},
    plan::preview::{Preview, Sign},
    words::Sentence,
};

/// What will be asked.
pub(super) fn look(check: &ImageCheck, settings: &[String]) -> Preview {
    let mut preview = Preview::default();
    for setting in settings {
        preview = preview.fact(Sign::Warning, Sentence::new("act-setting").with("setting", setting));
    }
    for image in &check.images {
        preview = preview.fact(Sign::Same, Sentence::new("act-image-ask").with("image", image));
    }
    let lines: Vec<String> =
        check.images.iter().map(|image| format!("docker manifest inspect {image}")).collect();
    preview.command = lines.join(" && ");
    preview
}

/// Asks for all images at once.
pub(super) async fn perform(context: &Context, check: &ImageCheck) -> Outcome {
    let outside = &context.session.outside;
    let all = join_all(check.images.iter().map(|image| outside.check_image(image)));
    let mut seen = Seen::default();
    let Some(answers) = context.until_stopped(all).await else { return seen.end(Ending::Cancelled) };
    let mut failures: Vec<Failure> = Vec::new();
    for (image, answer) in check.images.iter().zip(answers) {
        match answer {
            Ok(found) => {
                let mut sentences = found.sentences(Timestamp::now()).into_iter();
                if let Some(first) = sentences.next() {
                    seen.note(Mark::Good, first);
                }
                sentences.for_each(|sentence| seen.note(Mark::Note, sentence));
                seen.output(image, found.digest);
            }
            Err(error) => {
                let failure = error.to_failure();
                seen.note(Mark::Bad, failure.summary.clone());
                failures.push(failure);
            }
        }
    }
    match failures.len() {
        0 => seen.done(),
        1 => match failures.pop() {
            Some(failure) => seen.failed(failure),
            None => seen.done(),
        },
        count => {
            let words = Sentence::new("act-images-missing").count("count", count);
            let mut failure = Failure::new(FailureKind::World, words);
            failure.hint = failures.first().and_then(|first| first.hint.clone());
            for one in failures {
                failure = failure.detail(one.summary.text());
                failure.details.extend(one.details);
            }
            seen.failed(failure)
        }
    }
}
