//! What it is for: the second way to finish, where the branch is protected: our commits on a branch of the change's
//! own, a pull request, and the change open until the branch itself has them.
//! In: what would go out. Out: where the pull request is opened, and whether it was merged. Never: "done" before that.

use super::{Context, Seen};
use crate::{
    action::{Direction, Ending, Mark, Outcome},
    failure::Failure,
    journal::OpenEntry,
    names::CommitId,
    plan::preview::{Preview, Question, Sign},
    repo::{self, Cancel, Comparison, OwnBranch, Upstream},
    words::Sentence,
    worker::session::Session,
};

/// Question: to the branch itself, or to one of the change's own.
pub(super) const WHERE: &str = "where";
const BRANCH: &str = "branch";
const OWN: &str = "own";
/// In `seen`: our commits are on the change's own branch already.
const PUSHED: &str = "own-branch";

/// The upstream has everything under another id: a squash or a rebase merged it. `None` when it has not.
pub(super) fn landed(session: &Session, beside: &Comparison, preview: &mut Preview) -> Result<bool, Failure> {
    let by =
        repo::landed(&session.repo, beside, session.plan.change()).map_err(|error| error.to_failure())?;
    let Some(by) = by else { return Ok(false) };
    let words = Sentence::new("act-push-landed").with("upstream", named(&beside.upstream));
    preview.nothing_to_do =
        Some(words.with("commit", by.id.short()).with("summary", &by.summary).with("author", &by.author));
    preview.outputs.insert("commit".to_owned(), by.id.to_string());
    let words = Sentence::new("act-push-landed-here").with("upstream", named(&beside.upstream));
    preview.facts.clear();
    preview.questions.clear();
    preview.blocked = None;
    *preview = std::mem::take(preview).fact(Sign::Same, words);
    Ok(true)
}

/// Offers the change's own branch, or says that it waits for its pull request.
pub(super) fn offered(
    session: &Session,
    direction: Direction,
    beside: &Comparison,
    mut preview: Preview,
) -> Result<Preview, Failure> {
    let name = repo::own_name(session.plan.change(), direction);
    let upstream = named(&beside.upstream);
    let asked = repo::own_branch(&session.repo, &session.consent, &Cancel::default(), &name);
    let choice = |id: &str, key: &str| {
        let words = Sentence::new(key).with("upstream", &upstream).with("branch", &name);
        (id.to_owned(), words)
    };
    let choices = match asked.map_err(|error| error.to_failure())? {
        OwnBranch::Absent | OwnBranch::Older => {
            vec![choice(BRANCH, "act-push-where-branch"), choice(OWN, "act-push-where-own")]
        }
        OwnBranch::Foreign(tip) => {
            let words = Sentence::new("act-push-own-taken").with("branch", &name).with("commit", tip.short());
            return Ok(preview.fact(Sign::Warning, words));
        }
        OwnBranch::Here => {
            preview.blocked = None;
            preview.questions.clear();
            preview.seen.insert(PUSHED.to_owned(), name.clone());
            let words = Sentence::new("act-push-waits").with("branch", &name).with("upstream", &upstream);
            preview = preview.fact(Sign::Warning, words);
            if let Some(page) = page(&beside.upstream, &name, "") {
                preview = preview.fact(Sign::Same, Sentence::new("act-push-page").with("page", page));
            }
            preview.only_looks = Some((WHERE.to_owned(), OWN.to_owned()));
            let mut choices = vec![choice(OWN, "act-push-where-look")];
            if beside.incoming.is_empty() {
                choices.push(choice(BRANCH, "act-push-where-branch"));
            }
            choices
        }
    };
    let ask = Sentence::new("act-push-where");
    preview.questions.push(Question { id: WHERE.to_owned(), ask, choices, must_tick: false });
    Ok(preview)
}

/// Whether the person chose the change's own branch.
pub(super) fn is_chosen(entry: &OpenEntry) -> bool {
    entry.approval().choice(WHERE) == Some(OWN)
}

/// Sends our commits to the change's own branch, unless they are there; then looks whether the branch itself has them.
pub(super) fn perform(
    context: &Context,
    entry: &OpenEntry,
    mut seen: Seen,
    outgoing: &[CommitId],
) -> Outcome {
    let session = &context.session;
    let proposal = entry.approval().proposal();
    let name = repo::own_name(session.plan.change(), proposal.direction());
    let mut answer = String::new();
    if !proposal.preview().seen.contains_key(PUSHED) {
        let cancel = Cancel::default();
        let pushed = repo::push_own(entry, &session.repo, &session.consent, &cancel, &name, outgoing);
        match pushed {
            Ok(pushed) => {
                let words = Sentence::new("act-push-done").with("commit", pushed.commit.as_str());
                seen.note(Mark::Good, words.with("branch", format!("{}/{}", pushed.remote, pushed.branch)));
                answer = pushed.words;
            }
            Err(error) => return seen.failed(error.to_failure()),
        }
    }
    if !answer.is_empty() {
        seen.note(Mark::Note, Sentence::new("act-push-words").with("words", &answer));
    }
    match merged(session, &mut seen) {
        Ok(None) => seen.done(),
        Ok(Some(upstream)) => {
            let words =
                Sentence::new("act-push-open").with("branch", &name).with("upstream", named(&upstream));
            seen.note(Mark::Warning, words);
            match page(&upstream, &name, &answer) {
                Some(page) => {
                    seen.note(Mark::Note, Sentence::new("act-push-page").with("page", &page));
                    seen.output("pull_request", page);
                }
                None => seen.note(Mark::Note, Sentence::new("act-push-no-page").with("branch", &name)),
            }
            seen.output("branch", name);
            if let Some(commit) = outgoing.first() {
                seen.output("commit", commit.as_str());
            }
            seen.end(Ending::Cancelled)
        }
        Err(failure) => seen.failed(failure),
    }
}

/// `None` when the upstream has everything; else the upstream.
fn merged(session: &Session, seen: &mut Seen) -> Result<Option<Upstream>, Failure> {
    let files = &session.plan.header().files;
    let beside = repo::fetch(&session.repo, &session.consent, &Cancel::default(), files)
        .map_err(|error| error.to_failure())?;
    let mut preview = Preview::default();
    if beside.outgoing.is_empty() {
        let words = Sentence::new("act-push-has-it").with("upstream", named(&beside.upstream));
        seen.note(Mark::Good, words);
        seen.output("commit", beside.head.as_str());
        return Ok(None);
    }
    if landed(session, &beside, &mut preview)? {
        if let Some(words) = preview.nothing_to_do {
            seen.note(Mark::Good, words);
        }
        seen.outputs.extend(preview.outputs);
        return Ok(None);
    }
    Ok(Some(beside.upstream))
}

fn named(upstream: &Upstream) -> String {
    format!("{}/{}", upstream.remote, upstream.branch)
}

fn page(upstream: &Upstream, name: &str, answer: &str) -> Option<String> {
    let url = upstream.push_url.as_ref().unwrap_or(&upstream.url);
    repo::pull_request_page(url, name, &upstream.branch, answer)
}
