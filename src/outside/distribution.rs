//! What it is for: the requests of the OCI distribution protocol at one place, with the anonymous token flow.
//! In: a place and an image. Out: manifest, blob, tags, or a [`Problem`] that says which door was closed.
//! Never: a credential, a retry, or "missing" for what the registry only would not show.
//!
//! Written on reqwest and not with oci-client: that crate shows no `Retry-After`, hides a refused token and asks a
//! missing image twice without its error code (facts 11.1).

use std::time::Duration;

use jiff::Timestamp;
use reqwest::{
    Client, Method, Response, StatusCode, Url,
    header::{ACCEPT, CONTENT_TYPE, HeaderMap, LINK, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256, Sha512};

use crate::plan::hex;

use super::{
    image::{ImageNameError, check_digest},
    net::{NetError, body, clean},
    settings::{Limits, Place},
};

/// Without all four a registry may answer 404 for what it has (facts 11).
const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
     application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json";

const MANIFEST_LIMIT: usize = 4 << 20;
const BLOB_LIMIT: usize = 8 << 20;
const TAG_PAGES: usize = 20;

/// Where a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The token service gave no token.
    Token,
    /// The registry did not accept the request.
    Registry,
}

/// Why a place did not show the image.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The registry knows the request and has no such tag, digest or repository.
    #[error("not there ({})", code.as_deref().unwrap_or("404"))]
    Missing {
        /// The registry's code, such as `MANIFEST_UNKNOWN`.
        code: Option<String>,
    },
    /// 401 or 403: unknown or private, which cannot be told apart without a login.
    #[error("status {status} at the {}", match door { Door::Token => "token service", Door::Registry => "registry" })]
    Private {
        /// 401 or 403.
        status: u16,
        /// Who refused.
        door: Door,
        /// What it said.
        said: Option<String>,
    },
    /// 429.
    #[error("too many requests")]
    TooMany {
        /// When to ask again, if the registry said so.
        again: Option<Duration>,
        /// What it said.
        said: Option<String>,
    },
    /// 5xx, or a status that this protocol does not have.
    #[error("status {status}")]
    Server {
        /// The status.
        status: u16,
        /// What it said.
        said: Option<String>,
    },
    /// Something answers that does not speak the protocol.
    #[error("not a registry: {why}")]
    NotRegistry {
        /// What gave it away.
        why: String,
    },
    /// What was sent is not what its digest says.
    #[error("content does not match its digest {wanted}")]
    Digest {
        /// The digest asked for.
        wanted: String,
    },
    /// The settings block this registry and no mirror has it.
    #[error("blocked by the settings")]
    Blocked,
    /// A mirror's location and the image's name make no image name.
    #[error(transparent)]
    Name(#[from] ImageNameError),
    /// No answer.
    #[error(transparent)]
    Net(#[from] NetError),
}

/// A manifest as it was sent, proved by its digest.
pub(super) struct Raw {
    pub(super) digest: String,
    pub(super) bytes: Vec<u8>,
}

/// One place, asked several times with one token.
pub(super) struct Session<'a> {
    client: &'a Client,
    place: &'a Place,
    scheme: &'static str,
    limits: Limits,
    token: Option<String>,
}

#[derive(Deserialize)]
struct Token {
    token: Option<String>,
    access_token: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    errors: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct Tags {
    #[serde(default)]
    tags: Option<Vec<String>>,
}

impl<'a> Session<'a> {
    pub(super) fn new(client: &'a Client, place: &'a Place, scheme: &'static str, limits: Limits) -> Self {
        Self { client, place, scheme, limits, token: None }
    }

    /// The digest or tag that is asked for.
    pub(super) fn wanted(&self) -> &str {
        self.place.image.wanted()
    }

    /// Asks for the manifest's head, then for the manifest by the digest of its head.
    pub(super) async fn manifest(&mut self) -> Result<Raw, Problem> {
        let wanted = self.place.image.wanted();
        let head = self.send(Method::HEAD, &self.path("manifests", wanted)).await?;
        let pinned = self.place.image.digest().map(ToOwned::to_owned);
        let digest = match head.status() {
            StatusCode::OK => {
                let named = header(head.headers(), "docker-content-digest");
                pinned.or(named.and_then(|named| check_digest(&named).ok()))
            }
            // A head has no body: the question is put again for the code of the refusal.
            StatusCode::NOT_FOUND
            | StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::METHOD_NOT_ALLOWED => pinned,
            _ => return Err(self.refusal(head).await),
        };
        self.manifest_at(digest.as_deref().unwrap_or(wanted)).await
    }

    /// The manifest of that digest or tag.
    pub(super) async fn manifest_at(&mut self, wanted: &str) -> Result<Raw, Problem> {
        let mut answer = self.send(Method::GET, &self.path("manifests", wanted)).await?;
        if answer.status() != StatusCode::OK {
            return Err(self.refusal(answer).await);
        }
        let kind = header(answer.headers(), CONTENT_TYPE.as_str()).unwrap_or_default();
        let bytes = self.read(&mut answer, MANIFEST_LIMIT).await?;
        if kind.starts_with("text/html") || serde_json::from_slice::<serde_json::Value>(&bytes).is_err() {
            return Err(Problem::NotRegistry { why: format!("it sent {}", clean(&kind, 60)) });
        }
        let digest = match check_digest(wanted) {
            Ok(wanted) => prove(&bytes, wanted)?,
            Err(_tag) => format!("sha256:{}", hex(&Sha256::digest(&bytes))),
        };
        Ok(Raw { digest, bytes })
    }

    /// A blob of that digest, proved.
    pub(super) async fn blob(&mut self, digest: &str) -> Result<Vec<u8>, Problem> {
        let digest = check_digest(digest)?;
        let mut answer = self.send(Method::GET, &self.path("blobs", &digest)).await?;
        if answer.status() != StatusCode::OK {
            return Err(self.refusal(answer).await);
        }
        let bytes = self.read(&mut answer, BLOB_LIMIT).await?;
        prove(&bytes, digest)?;
        Ok(bytes)
    }

    /// All tags, in the registry's order; at most 20 pages of 1,000.
    pub(super) async fn tags(&mut self) -> Result<Vec<String>, Problem> {
        let mut tags = Vec::new();
        let mut path = format!("{}?n=1000", self.path("tags", "list"));
        for _page in 0..TAG_PAGES {
            let mut answer = self.send(Method::GET, &path).await?;
            if answer.status() != StatusCode::OK {
                return Err(self.refusal(answer).await);
            }
            let next = header(answer.headers(), LINK.as_str()).and_then(|link| next_page(&link));
            let bytes = self.read(&mut answer, MANIFEST_LIMIT).await?;
            let page: Tags = serde_json::from_slice(&bytes)
                .map_err(|_ignored| Problem::NotRegistry { why: "its tags are no JSON list".to_owned() })?;
            tags.extend(page.tags.unwrap_or_default());
            match next {
                Some(next) => path = next,
                None => break,
            }
        }
        Ok(tags)
    }

    fn path(&self, kind: &str, wanted: &str) -> String {
        format!("/v2/{}/{kind}/{wanted}", self.place.image.repository())
    }

    /// Sends one request; a challenge is answered once, by an anonymous token.
    async fn send(&mut self, method: Method, path: &str) -> Result<Response, Problem> {
        let answer = self.send_once(method.clone(), path).await?;
        if answer.status() != StatusCode::UNAUTHORIZED || self.token.is_some() {
            return Ok(answer);
        }
        let challenges = answer.headers().get_all(WWW_AUTHENTICATE);
        let bearer = challenges.iter().filter_map(|value| value.to_str().ok()).find_map(bearer);
        let Some(challenge) = bearer else { return Ok(answer) };
        self.token = Some(self.fetch_token(challenge).await?);
        self.send_once(method, path).await
    }

    async fn send_once(&self, method: Method, path: &str) -> Result<Response, Problem> {
        let url = format!("{}://{}{path}", self.scheme, self.place.image.api_host());
        let mut request = self.client.request(method, url).header(ACCEPT, MANIFESTS);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request.send().await.map_err(|error| self.net(error))
    }

    async fn fetch_token(&self, challenge: Vec<(String, String)>) -> Result<String, Problem> {
        let part = |name: &str| {
            challenge.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
        };
        let not = |why: &str| Problem::NotRegistry { why: why.to_owned() };
        let realm = part("realm").ok_or_else(|| not("its challenge names no token service"))?;
        let mut url = Url::parse(realm).map_err(|_ignored| not("its token service is no URL"))?;
        if url.scheme() != "https" && !(self.place.insecure && url.scheme() == "http") {
            return Err(not("its token service is not reached by HTTPS"));
        }
        let scope = format!("repository:{}:pull", self.place.image.repository());
        if let Some(service) = part("service") {
            url.query_pairs_mut().append_pair("service", service);
        }
        url.query_pairs_mut().append_pair("scope", part("scope").unwrap_or(&scope));
        let host = url.host_str().unwrap_or_default().to_owned();
        let net = |error| Problem::Net(NetError::new(&host, error, self.limits));
        let mut answer = self.client.get(url).send().await.map_err(net)?;
        if answer.status() != StatusCode::OK {
            let mut problem = self.refusal(answer).await;
            if let Problem::Private { door, .. } = &mut problem {
                *door = Door::Token;
            } else if matches!(problem, Problem::Missing { .. }) {
                problem = not("its token service does not exist");
            }
            return Err(problem);
        }
        let (bytes, _cut) = body(&mut answer, 1 << 20).await.map_err(net)?;
        let token: Token =
            serde_json::from_slice(&bytes).map_err(|_ignored| not("its token service sends no JSON"))?;
        token.token.or(token.access_token).ok_or_else(|| not("its token service sends no token"))
    }

    /// What a status other than 200 means.
    async fn refusal(&self, mut answer: Response) -> Problem {
        let status = answer.status();
        let again = header(answer.headers(), RETRY_AFTER.as_str());
        let speaks = answer.headers().contains_key("docker-distribution-api-version") || self.token.is_some();
        // A refusal whose body does not come is still that refusal.
        let bytes = body(&mut answer, 64 << 10).await.map(|(bytes, _cut)| bytes).unwrap_or_default();
        let first = serde_json::from_slice::<Envelope>(&bytes)
            .ok()
            .map(|envelope| envelope.errors.into_iter().next());
        let speaks = speaks || first.is_some();
        let first = first.flatten();
        let said = first.as_ref().map(|said| clean(&format!("{} {}", said.code, said.message), 300));
        match status {
            StatusCode::NOT_FOUND if speaks => {
                Problem::Missing { code: first.map(|said| clean(&said.code, 60)) }
            }
            StatusCode::NOT_FOUND => Problem::NotRegistry { why: "its 404 is a web site's".to_owned() },
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Problem::Private { status: status.as_u16(), door: Door::Registry, said }
            }
            StatusCode::TOO_MANY_REQUESTS => {
                Problem::TooMany { again: again.and_then(|text| retry_after(&text, Timestamp::now())), said }
            }
            _ if status.is_server_error() => Problem::Server { status: status.as_u16(), said },
            _ if speaks => Problem::Server { status: status.as_u16(), said },
            _ => Problem::NotRegistry { why: format!("status {}", status.as_u16()) },
        }
    }

    async fn read(&self, answer: &mut Response, limit: usize) -> Result<Vec<u8>, Problem> {
        let (bytes, cut) = body(answer, limit).await.map_err(|error| self.net(error))?;
        if cut {
            return Err(Problem::NotRegistry { why: format!("it sent more than {limit} bytes") });
        }
        Ok(bytes)
    }

    fn net(&self, error: reqwest::Error) -> Problem {
        Problem::Net(NetError::new(self.place.image.api_host(), error, self.limits))
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned)
}

fn prove(bytes: &[u8], wanted: String) -> Result<String, Problem> {
    let got = if wanted.starts_with("sha512:") {
        format!("sha512:{}", hex(&Sha512::digest(bytes)))
    } else {
        format!("sha256:{}", hex(&Sha256::digest(bytes)))
    };
    if got == wanted { Ok(wanted) } else { Err(Problem::Digest { wanted }) }
}

/// The parameters of a `Bearer` challenge (RFC 9110 11.6.1); commas inside quotes belong to the value.
fn bearer(challenge: &str) -> Option<Vec<(String, String)>> {
    let (scheme, mut rest) = challenge.trim_start().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let mut parts = Vec::new();
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.trim_matches(|c: char| c == ',' || c.is_whitespace()).to_owned();
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_once(',').unwrap_or((after, "")),
        };
        parts.push((key, value.trim().to_owned()));
        rest = after;
    }
    Some(parts)
}

/// Seconds or a date (RFC 9110 10.2.3).
pub(super) fn retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(secs) = text.trim().parse::<u64>() {
        return Some(Duration::from_secs(secs));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or_default())
}

/// The path of `</v2/…?last=x>; rel="next"`; another host is not followed.
fn next_page(link: &str) -> Option<String> {
    let (target, rest) = link.split_once('<')?.1.split_once('>')?;
    (rest.contains("rel=\"next\"") && target.starts_with("/v2/")).then(|| target.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_and_dates_read() {
        let parts =
            bearer(r#"Bearer realm="https://a.example/token",service="x", scope="repository:a/b:pull,push""#);
        let parts = parts.expect("a challenge");
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[2], ("scope".to_owned(), "repository:a/b:pull,push".to_owned()));
        assert!(bearer("Basic realm=\"x\"").is_none());
        let now: Timestamp = "2015-10-21T07:27:00Z".parse().expect("a time");
        assert_eq!(retry_after("30", now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT", now), Some(Duration::from_mins(1)));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:26:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(
            next_page("</v2/a/tags/list?last=1>; rel=\"next\"").as_deref(),
            Some("/v2/a/tags/list?last=1")
        );
        assert_eq!(next_page("<https://b.example/v2/>; rel=\"next\""), None);
    }
}
