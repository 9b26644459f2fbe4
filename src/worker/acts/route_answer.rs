//! What it is for: what a route's host answers once the route leads elsewhere. In: the way of the route, what the procedure
//! wants. Out: the answer as evidence, or why it is not the wanted one. Never: an answer taken for that of the new pods
//! when the procedure does not say how they are known, or a failure because a host cannot be reached from here.

use std::time::Duration;

use super::{Context, Seen, http};
use crate::{
    action::{HttpCheck, Mark, RouteAnswer, RouteSwitch, Span},
    failure::{Failure, FailureKind},
    observed::route::Way,
    outside::{SiteAsk, SiteTry},
    words::Sentence,
};

/// Between two questions.
const EVERY: u64 = 1;
/// How long a look that decides nothing may take.
const GLANCE: Duration = Duration::from_secs(5);

/// The address that will be asked; `None` where the host is no single name.
pub(super) fn asked(action: &RouteSwitch, way: &Way) -> Option<String> {
    let url = way.url()?;
    let path = action.answer.as_ref().and_then(|answer| answer.path.as_deref());
    Some(match path {
        Some(path) => with_path(&url, path),
        None => url,
    })
}

/// Why the wanted answer can never be had: there is no single host to ask.
pub(super) fn unaskable(action: &RouteSwitch, way: &Way) -> Option<Failure> {
    (action.answer.is_some() && asked(action, way).is_none()).then(|| {
        let hint = Sentence::new("act-route-no-host-hint");
        Failure::new(FailureKind::World, no_host(action)).hint(hint)
    })
}

fn no_host(action: &RouteSwitch) -> Sentence {
    Sentence::new("act-route-no-host").with("route", action.route.as_str())
}

/// The same host with another path.
fn with_path(url: &str, path: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
    let path = path.trim_start_matches('/');
    format!("{}/{path}", url.get(..end).unwrap_or(url))
}

/// Asks until the answer is the wanted one. Without a wanted one it is looked at once, as far as the host can be reached.
pub(super) async fn ask(
    context: &Context,
    action: &RouteSwitch,
    way: &Way,
    seen: &mut Seen,
) -> Result<(), Failure> {
    if let Some(failure) = unaskable(action, way) {
        return Err(failure);
    }
    match (&action.answer, asked(action, way)) {
        (Some(answer), Some(url)) => return wanted(context, answer, url, seen).await,
        (None, Some(url)) => glance(context, &url, seen).await,
        (_, None) => seen.note(Mark::Note, no_host(action)),
    }
    Ok(())
}

async fn wanted(
    context: &Context,
    answer: &RouteAnswer,
    url: String,
    seen: &mut Seen,
) -> Result<(), Failure> {
    let within = answer.within.duration().as_secs();
    let check = HttpCheck {
        url: Some(url.clone()),
        route: None,
        path: None,
        status: answer.status,
        body: answer.body.clone(),
        retries: u32::try_from(within / EVERY).unwrap_or(u32::MAX),
        every: Span::from_secs(EVERY),
    };
    let ask = SiteAsk::new(&check, &url).map_err(|error| error.to_failure())?;
    let told = |one: SiteTry<'_>| context.reporter.try_state(http::try_words(&one));
    match context.session.outside.check_site(&ask, told).await {
        Ok(site) => {
            http::note_site(seen, &site, &url);
            if answer.body.is_none() {
                seen.note(Mark::Note, Sentence::new("act-route-which"));
            }
            Ok(())
        }
        Err(error) => Err(error.to_failure().hint(Sentence::new("act-route-answer-hint"))),
    }
}

/// One look, which decides nothing: nobody said what is right for this host.
async fn glance(context: &Context, url: &str, seen: &mut Seen) {
    let looked = tokio::time::timeout(GLANCE, context.session.outside.see_site(url)).await;
    let words = |key: &str| Sentence::new(key).with("url", url);
    match looked {
        Ok(Ok(site)) => {
            // What a router says by itself when it has nobody to ask.
            let is_poor = (500..=599).contains(&site.status);
            let mark = if is_poor { Mark::Warning } else { Mark::Note };
            seen.note(mark, words("act-route-answer").with("status", site.status.to_string()));
        }
        Ok(Err(failure)) => {
            seen.note(Mark::Note, words("act-route-unasked").with("why", failure.summary.text()));
        }
        Err(_late) => {
            let why = crate::words::text("act-route-late");
            seen.note(Mark::Note, words("act-route-unasked").with("why", why));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_path_stays_on_the_host() {
        assert_eq!(with_path("https://shop.example/api", "/v1/ehlo"), "https://shop.example/v1/ehlo");
        assert_eq!(with_path("http://shop.example", "v1"), "http://shop.example/v1");
        assert_eq!(with_path("https://shop.example/", ""), "https://shop.example/");
    }
}
