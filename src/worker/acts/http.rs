//! What it is for: `http.check`: a URL asked until it answers as wanted.
//! In: the check. Out: status, time and certificate, or why not. Never: a login in a URL, a body in the journal.

use jiff::Timestamp;

use super::{Context, Seen};
use crate::{
    action::{Ending, HttpCheck, Mark, Outcome},
    failure::{Failure, FailureKind},
    outside::{SiteAnswer, SiteAsk, SiteTry},
    plan::preview::{Preview, Sign},
    words::Sentence,
};

/// What will be asked.
///
/// # Errors
/// A check without a URL, or with one that cannot be asked.
pub(super) fn look(check: &HttpCheck, settings: &[String]) -> Result<Preview, Failure> {
    let url = url(check)?;
    SiteAsk::new(check, url).map_err(|error| error.to_failure())?;
    let ask = Sentence::new("act-http-ask").with("url", url).with("status", check.status.to_string());
    let tries = Sentence::new("act-http-tries")
        .count("count", check.retries.saturating_add(1))
        .with("every", check.every.to_string());
    let mut preview = Preview::default().fact(Sign::Same, ask).fact(Sign::Same, tries);
    for setting in settings {
        preview = preview.fact(Sign::Warning, Sentence::new("act-setting").with("setting", setting));
    }
    preview.command = format!("curl -sS -o /dev/null -w '%{{http_code}}' {url}");
    Ok(preview)
}

/// One try in words: its number, and what came.
pub(super) fn try_words(one: &SiteTry<'_>) -> Sentence {
    let answer = match one.result {
        Ok(answer) => answer.status.to_string(),
        Err(problem) => problem.to_failure().summary.text(),
    };
    Sentence::new("act-http-try")
        .with("number", one.number.to_string())
        .with("of", one.of.to_string())
        .with("answer", answer)
}

/// What a site that answered as wanted says of itself; its status first, as what speaks for it.
pub(super) fn note_site(seen: &mut Seen, site: &SiteAnswer, url: &str) {
    let mut sentences = site.sentences(url, Timestamp::now()).into_iter();
    if let Some(first) = sentences.next() {
        seen.note(Mark::Good, first);
    }
    sentences.for_each(|sentence| seen.note(Mark::Note, sentence));
}

/// Asks until the answer is as wanted, the tries are used up, or the person stops waiting.
pub(super) async fn perform(context: &Context, check: &HttpCheck) -> Outcome {
    let mut seen = Seen::default();
    let ask = match url(check).and_then(|url| SiteAsk::new(check, url).map_err(|error| error.to_failure())) {
        Ok(ask) => ask,
        Err(failure) => return seen.failed(failure),
    };
    let mut in_vain = Vec::new();
    let told = |one: SiteTry<'_>| {
        let words = try_words(&one);
        if one.result.is_err() {
            in_vain.push(words.clone());
        }
        context.reporter.try_state(words);
    };
    let asked = context.until_stopped(context.session.outside.check_site(&ask, told)).await;
    for words in in_vain {
        seen.note(Mark::Note, words);
    }
    match asked {
        None => seen.end(Ending::Cancelled),
        Some(Ok(answer)) => {
            note_site(&mut seen, &answer, check.url.as_deref().unwrap_or_default());
            seen.output("status", answer.status.to_string());
            seen.done()
        }
        Some(Err(error)) => seen.failed(error.to_failure()),
    }
}

fn url(check: &HttpCheck) -> Result<&str, Failure> {
    let none = || Failure::new(FailureKind::Person, Sentence::new("act-http-no-url"));
    check.url.as_deref().ok_or_else(none)
}
