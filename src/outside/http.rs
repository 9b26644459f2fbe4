//! What it is for: does a site answer as it should, asked again until it does.
//! In: a URL, the wanted status, perhaps a pattern. Out: [`SiteAnswer`], each try on its way, or a [`SiteError`].
//! Never: another method than GET, a password in a URL, more than 1 MB of a body, or a redirect that is not said.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use regex::Regex;
use reqwest::{Response, Url, header::LOCATION, tls::TlsInfo};

use crate::{
    action::HttpCheck,
    failure::Failure,
    observed::{certificate::valid_until, route::SiteSeen},
};

use super::{
    Outside,
    net::{NetError, body, clean},
};

const BODY_LIMIT: usize = 1_000_000;
const REDIRECTS: usize = 10;

/// What is asked of a site.
#[derive(Debug, Clone)]
pub struct SiteAsk {
    url: Url,
    /// `None`: whatever comes, and no redirect is followed.
    status: Option<u16>,
    body: Option<Regex>,
    tries: u32,
    every: Duration,
}

/// Why a question cannot be put at all.
#[derive(Debug, thiserror::Error)]
pub enum SiteAskError {
    /// Not a whole `http` or `https` URL.
    #[error("`{url}` is not an http or https URL: {why}")]
    Url {
        /// The text as given.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// The URL holds a user name or password, which journal and record would keep.
    #[error("the URL of {host} holds a user name or password")]
    Login {
        /// Its host.
        host: String,
    },
    /// The pattern is no regular expression.
    #[error("`{pattern}` is not a regular expression")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        source: Box<regex::Error>,
    },
}

/// Why one try was not good.
#[derive(Debug, thiserror::Error)]
pub enum SiteProblem {
    /// Another status than the wanted one.
    #[error("{url} answered with status {status}, not {wanted}")]
    Status {
        /// The URL after redirects.
        url: String,
        /// The status that came.
        status: u16,
        /// The wanted status.
        wanted: u16,
    },
    /// The status is right, the pattern is not in the body.
    #[error("{url} answered without a match for `{pattern}`")]
    Body {
        /// The URL after redirects.
        url: String,
        /// The pattern.
        pattern: String,
        /// The body was longer than 1 MB, and only its beginning was searched.
        cut: bool,
    },
    /// More than ten redirects, or one to something that is no http or https URL.
    #[error("{url} leads nowhere: {why}")]
    Redirect {
        /// The last URL asked.
        url: String,
        /// What is wrong with its redirect.
        why: String,
    },
    /// No answer.
    #[error(transparent)]
    Net(#[from] NetError),
}

/// What a site answered when all was as wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAnswer {
    /// The status.
    pub status: u16,
    /// From the request until the answer's head, redirects included.
    pub first_byte: Duration,
    /// URLs passed through after the first, the last one being the one that answered.
    pub redirects: Vec<String>,
    /// Bytes of the body read (at most 1 MB; 0 when no pattern was given).
    pub bytes: usize,
    /// Until when the certificate is valid; `None` for plain http.
    pub certificate_until: Option<Timestamp>,
    /// A CA that was trusted beside the system's.
    pub extra_ca: Option<PathBuf>,
}

/// One try, told as it ends.
#[derive(Debug)]
pub struct SiteTry<'a> {
    /// From 1.
    pub number: u32,
    /// Tries that may be made.
    pub of: u32,
    /// When it ended, in UTC.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// How it ended.
    pub result: &'a Result<SiteAnswer, SiteProblem>,
    /// Pause before the next try; `None` when there is none.
    pub next_in: Option<Duration>,
}

/// No try was good.
#[derive(Debug, thiserror::Error)]
#[error("{tries} tries: {last}")]
pub struct SiteError {
    /// Tries made.
    pub tries: u32,
    /// Why the last one was not good.
    #[source]
    pub last: SiteProblem,
}

impl SiteAsk {
    /// Checks the question. `url` is the action's own, or the one that was made of its route and path.
    ///
    /// # Errors
    /// A URL or pattern that cannot be used.
    pub fn new(check: &HttpCheck, url: &str) -> Result<Self, SiteAskError> {
        let once = Self::once(url)?;
        let body = match &check.body {
            Some(pattern) => Some(Regex::new(pattern).map_err(|source| SiteAskError::Pattern {
                pattern: clean(pattern, 200),
                source: Box::new(source),
            })?),
            None => None,
        };
        let tries = check.retries.saturating_add(1);
        Ok(Self { body, tries, every: check.every.duration(), status: Some(check.status), ..once })
    }

    /// A single question, to which every answer is good: for looking only.
    ///
    /// # Errors
    /// A URL that cannot be used.
    pub fn once(url: &str) -> Result<Self, SiteAskError> {
        let wrong = |why: &str| SiteAskError::Url { url: clean(url, 200), why: why.to_owned() };
        let url = Url::parse(url).map_err(|error| wrong(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SiteAskError::Login { host: clean(url.host_str().unwrap_or_default(), 200) });
        }
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(wrong("only http and https are asked"));
        }
        Ok(Self { url, status: None, body: None, tries: 1, every: Duration::ZERO })
    }
}

impl Outside {
    /// Asks until the answer is as wanted or the tries are used up; `told` hears of each try as it ends.
    /// Cancelled at any point by dropping the future. Proxies come from the environment.
    ///
    /// # Errors
    /// The number of tries and why the last one was not good.
    pub async fn check_site(
        &self,
        ask: &SiteAsk,
        mut told: impl FnMut(SiteTry<'_>) + Send,
    ) -> Result<SiteAnswer, SiteError> {
        let mut number = 1;
        loop {
            let begun = Instant::now();
            let result = self.try_site(ask).await;
            let next_in = (result.is_err() && number < ask.tries).then_some(ask.every);
            let took = begun.elapsed();
            told(SiteTry { number, of: ask.tries, at: Timestamp::now(), took, result: &result, next_in });
            match (result, next_in) {
                (Ok(answer), _) => return Ok(answer),
                (Err(last), None) => return Err(SiteError { tries: number, last }),
                (Err(_), Some(pause)) => tokio::time::sleep(pause).await,
            }
            number = number.saturating_add(1);
        }
    }

    /// Asks once and takes what comes, without following a redirect.
    ///
    /// # Errors
    /// A URL that cannot be used, or no answer.
    pub async fn see_site(&self, url: &str) -> Result<SiteSeen, Failure> {
        let ask = SiteAsk::once(url).map_err(|error| error.to_failure())?;
        let answer = self.check_site(&ask, |_| {}).await.map_err(|error| error.last.to_failure())?;
        Ok(SiteSeen {
            status: answer.status,
            took: answer.first_byte,
            certificate_until: answer.certificate_until,
        })
    }

    async fn try_site(&self, ask: &SiteAsk) -> Result<SiteAnswer, SiteProblem> {
        let whole = self.settings.limits.whole;
        match tokio::time::timeout(whole, self.try_site_unbounded(ask)).await {
            Ok(answer) => answer,
            Err(_elapsed) => Err(NetError::Timeout { host: host(&ask.url).to_owned(), after: whole }.into()),
        }
    }

    async fn try_site_unbounded(&self, ask: &SiteAsk) -> Result<SiteAnswer, SiteProblem> {
        let begun = Instant::now();
        let mut url = ask.url.clone();
        let mut redirects = Vec::new();
        loop {
            let sent = self.clients.site.get(url.clone()).send().await;
            let mut answer = sent.map_err(|error| self.net(&url, error))?;
            let first_byte = begun.elapsed();
            if ask.status.is_some_and(|wanted| answer.status().as_u16() != wanted)
                && answer.status().is_redirection()
                && let Some(next) = next_hop(&answer, &url)?
            {
                redirects.push(clean(next.as_str(), 300));
                if redirects.len() > REDIRECTS {
                    let why = format!("more than {REDIRECTS} redirects");
                    return Err(SiteProblem::Redirect { url: shown(&url), why });
                }
                url = next;
                continue;
            }
            let bytes = self.judge(ask, &url, &mut answer).await?;
            return Ok(SiteAnswer {
                status: answer.status().as_u16(),
                first_byte,
                redirects,
                bytes,
                certificate_until: certificate(&answer),
                extra_ca: self
                    .settings
                    .extra_ca
                    .as_ref()
                    .filter(|_| url.scheme() == "https")
                    .map(|ca| ca.file.clone()),
            });
        }
    }

    /// Status first, then the body; the number of bytes read.
    async fn judge(&self, ask: &SiteAsk, url: &Url, answer: &mut Response) -> Result<usize, SiteProblem> {
        let status = answer.status().as_u16();
        if let Some(wanted) = ask.status.filter(|wanted| *wanted != status) {
            return Err(SiteProblem::Status { url: shown(url), status, wanted });
        }
        let Some(pattern) = &ask.body else { return Ok(0) };
        let (bytes, cut) = body(answer, BODY_LIMIT).await.map_err(|error| self.net(url, error))?;
        if pattern.is_match(&String::from_utf8_lossy(&bytes)) {
            Ok(bytes.len())
        } else {
            Err(SiteProblem::Body { url: shown(url), pattern: pattern.as_str().to_owned(), cut })
        }
    }

    fn net(&self, url: &Url, error: reqwest::Error) -> NetError {
        NetError::new(host(url), error, self.settings.limits)
    }
}

/// The target of a redirect; `None` for a 3xx without one, which is judged by its status.
fn next_hop(answer: &Response, url: &Url) -> Result<Option<Url>, SiteProblem> {
    let Some(target) = answer.headers().get(LOCATION) else { return Ok(None) };
    let wrong = |why: &str| SiteProblem::Redirect { url: shown(url), why: why.to_owned() };
    let target = target.to_str().map_err(|_ignored| wrong("its redirect is no text"))?;
    let next = url.join(target).map_err(|_ignored| wrong("its redirect is no URL"))?;
    if !matches!(next.scheme(), "http" | "https") || !next.username().is_empty() || next.password().is_some()
    {
        return Err(wrong("its redirect is no plain http or https URL"));
    }
    Ok(Some(next))
}

fn certificate(answer: &Response) -> Option<Timestamp> {
    answer.extensions().get::<TlsInfo>()?.peer_certificate().and_then(valid_until)
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

fn shown(url: &Url) -> String {
    clean(url.as_str(), 300)
}
