//! What it is for: the text of an issue that everybody may read. In: its address. Out: title, text, author.
//! Never: a credential, a redirect to another host, plain http, more than 1 MB, or more than 10 s.

use std::time::Duration;

use reqwest::{
    StatusCode, Url,
    header::{HeaderMap, LOCATION, RETRY_AFTER},
};
use serde_json::Value;

use super::{
    Outside,
    failure::net_failure,
    net::{NetError, body, clean},
};
use crate::{
    failure::{Failure, FailureKind},
    words::Sentence,
};

const BODY_LIMIT: usize = 1_000_000;
const PATIENCE: Duration = Duration::from_secs(10);
const REDIRECTS: usize = 3;

/// An issue, as its forge has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Its title.
    pub title: String,
    /// Its text as Markdown.
    pub body: String,
    /// Its author's name at the forge; empty when it is not told.
    pub author: String,
    /// Its number.
    pub number: String,
    /// Its page in the browser, as it was given.
    pub address: String,
}

/// Where an issue is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    api: Url,
    number: String,
    page: String,
}

/// Why an issue was not read.
#[derive(Debug, thiserror::Error)]
enum IssueError {
    #[error("not the address of an issue")]
    Address,
    #[error("{host} answered with status {status}")]
    Status { host: String, status: u16 },
    #[error("{host} answered with status {status}: it was asked too often from here")]
    TooMany { host: String, status: u16 },
    #[error("{host} leads elsewhere")]
    Elsewhere { host: String },
    #[error("the answer is longer than 1 MB")]
    Long,
    #[error("the answer is no issue")]
    Format,
    #[error(transparent)]
    Net(#[from] NetError),
}

impl IssueError {
    fn to_failure(&self) -> Failure {
        let (key, host) = match self {
            Self::Net(error) => return net_failure(error).hint(Sentence::new("issue-paste")),
            Self::Address => ("issue-address", ""),
            Self::TooMany { host, .. } => ("issue-too-many", host.as_str()),
            Self::Status { host, status: 401 | 403 | 404 | 410 } => ("issue-private", host.as_str()),
            Self::Status { host, .. } => ("issue-status", host.as_str()),
            Self::Elsewhere { host } => ("issue-elsewhere", host.as_str()),
            Self::Long => ("issue-long", ""),
            Self::Format => ("issue-format", ""),
        };
        let kind = if matches!(self, Self::Address) { FailureKind::Person } else { FailureKind::World };
        let failure = Failure::new(kind, Sentence::new(key).with("host", host));
        let hint = if matches!(self, Self::Address) { "issue-address-hint" } else { "issue-paste" };
        failure.hint(Sentence::new(hint)).caused_by(self)
    }
}

impl Outside {
    /// Asks GitHub, GitLab, Gitea or Forgejo for an issue, as anybody may.
    ///
    /// # Errors
    /// No address of an issue; one that not everybody may read; no answer.
    pub async fn issue(&self, address: &str) -> Result<Issue, Failure> {
        let asked = asked(address).ok_or_else(|| IssueError::Address.to_failure())?;
        self.ask_issue(asked).await.map_err(|error| error.to_failure())
    }

    async fn ask_issue(&self, asked: Asked) -> Result<Issue, IssueError> {
        let host = asked.api.host_str().unwrap_or_default().to_owned();
        let answer = tokio::time::timeout(PATIENCE, self.issue_answer(&asked.api, &host)).await;
        let bytes = answer.map_err(|_elapsed| NetError::Timeout { host, after: PATIENCE })??;
        let value: Value = serde_json::from_slice(&bytes).map_err(|_why| IssueError::Format)?;
        read(&value, asked).ok_or(IssueError::Format)
    }

    async fn issue_answer(&self, api: &Url, host: &str) -> Result<Vec<u8>, IssueError> {
        let net = |error| NetError::new(host, error, self.settings.limits);
        let mut url = api.clone();
        for _ in 0..=REDIRECTS {
            let sent = self.clients.site.get(url.clone()).header("accept", "application/json").send().await;
            let mut answer = sent.map_err(net)?;
            let status = answer.status();
            if status.is_redirection() {
                let target = answer.headers().get(LOCATION).and_then(|target| target.to_str().ok());
                let onward = target.and_then(|target| url.join(target).ok());
                // A repository that was renamed has another address at the same host.
                let same = |onward: &Url| onward.origin() == api.origin() && onward.username().is_empty();
                url = onward.filter(same).ok_or_else(|| IssueError::Elsewhere { host: host.to_owned() })?;
                continue;
            }
            if !status.is_success() {
                let (is_spent, host) = (is_spent(status, answer.headers()), host.to_owned());
                let status = status.as_u16();
                return Err(if is_spent {
                    IssueError::TooMany { host, status }
                } else {
                    IssueError::Status { host, status }
                });
            }
            let (bytes, is_cut) = body(&mut answer, BODY_LIMIT).await.map_err(net)?;
            return if is_cut { Err(IssueError::Long) } else { Ok(bytes) };
        }
        Err(IssueError::Elsewhere { host: host.to_owned() })
    }
}

/// Whether a forge refuses because this network asked too often: GitHub says so with 403, too, which is else the status
/// of what not everybody may read.
fn is_spent(status: StatusCode, headers: &HeaderMap) -> bool {
    let none_remains = || {
        ["x-ratelimit-remaining", "ratelimit-remaining"]
            .iter()
            .filter_map(|name| headers.get(*name))
            .any(|value| value.as_bytes().trim_ascii() == b"0")
    };
    status == StatusCode::TOO_MANY_REQUESTS
        || (status == StatusCode::FORBIDDEN && (headers.contains_key(RETRY_AFTER) || none_remains()))
}

/// The forge's question for an issue's address: `…/issues/7`, GitLab's `…/-/issues/7` and `…/-/work_items/7`.
fn asked(address: &str) -> Option<Asked> {
    let page = Url::parse(address.trim()).ok().filter(|url| url.scheme() == "https" && url.has_host())?;
    if !page.username().is_empty() || page.password().is_some() {
        return None;
    }
    let parts: Vec<&str> = page.path_segments()?.filter(|part| !part.is_empty()).collect();
    let at = parts.iter().rposition(|part| matches!(*part, "issues" | "work_items"))?;
    let number = parts.get(at + 1).filter(|number| is_number(number))?;
    let before = parts.get(..at)?;
    let host = page.host_str()?;
    let origin = page.origin().ascii_serialization();
    let api = if let Some((&"-", project)) = before.split_last() {
        format!("{origin}/api/v4/projects/{}/issues/{number}", project.join("%2F"))
    } else {
        let [owner, name] = before else { return None };
        match host {
            "github.com" | "www.github.com" => {
                format!("https://api.github.com/repos/{owner}/{name}/issues/{number}")
            }
            host if host.starts_with("github.") => {
                format!("{origin}/api/v3/repos/{owner}/{name}/issues/{number}")
            }
            _ => format!("{origin}/api/v1/repos/{owner}/{name}/issues/{number}"),
        }
    };
    let mut shown = page.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    Some(Asked { api: Url::parse(&api).ok()?, number: (*number).to_owned(), page: shown.to_string() })
}

fn is_number(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
}

fn read(value: &Value, asked: Asked) -> Option<Issue> {
    let text = |pointers: &[&str]| {
        let found = pointers.iter().find_map(|pointer| value.pointer(pointer).and_then(Value::as_str));
        found.unwrap_or_default().to_owned()
    };
    let title = value.get("title")?.as_str()?;
    Some(Issue {
        title: clean(title, 500),
        body: text(&["/body", "/description"]),
        author: clean(&text(&["/user/login", "/author/username"]), 100),
        number: asked.number,
        address: asked.page,
    })
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
    };

    use super::*;
    use crate::outside::OutsideSettings;

    fn api(address: &str) -> Option<String> {
        asked(address).map(|asked| asked.api.to_string())
    }

    #[test]
    fn each_forge_is_asked_in_its_own_way_and_nothing_else_is_asked() {
        for (address, wanted) in [
            ("https://github.com/a/b/issues/7#issuecomment-1", "https://api.github.com/repos/a/b/issues/7"),
            (
                "https://github.example.org/a/b/issues/7",
                "https://github.example.org/api/v3/repos/a/b/issues/7",
            ),
            ("https://codeberg.org/a/b/issues/7/", "https://codeberg.org/api/v1/repos/a/b/issues/7"),
            ("https://gitlab.com/a/b/c/-/issues/7", "https://gitlab.com/api/v4/projects/a%2Fb%2Fc/issues/7"),
            (
                "https://gitlab.x:8443/a/b/-/work_items/7",
                "https://gitlab.x:8443/api/v4/projects/a%2Fb/issues/7",
            ),
        ] {
            assert_eq!(api(address).as_deref(), Some(wanted), "{address}");
        }
        for none in [
            "http://github.com/a/b/issues/7",
            "https://github.com/a/b/pull/7",
            "https://github.com/a/b/issues/new",
            "https://u:p@github.com/a/b/issues/7",
            "https://github.com/issues/7",
            "file:///a/b/issues/7",
            "ann",
        ] {
            assert_eq!(api(none), None, "{none}");
        }
    }

    /// A server that gives one answer to each connection; returns its address and what it was asked.
    fn server(answers: Vec<String>) -> (Url, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/issue", listener.local_addr().expect("an address"));
        let answering = std::thread::Builder::new().name("forge".to_owned()).spawn(move || {
            let mut seen = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().expect("a connection");
                let mut read = [0_u8; 4096];
                let length = stream.read(&mut read).expect("a question");
                seen.push(String::from_utf8_lossy(&read[..length]).into_owned());
                stream.write_all(answer.as_bytes()).ok();
            }
            seen
        });
        (Url::parse(&address).expect("an address"), answering.expect("a thread"))
    }

    async fn ask(answers: Vec<String>) -> (Result<Issue, IssueError>, Vec<String>) {
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let outside = Outside::new(OutsideSettings::default()).expect("clients");
        let (api, seen) = server(answers);
        let asked =
            Asked { api, number: "7".to_owned(), page: "https://forge.example/a/b/issues/7".to_owned() };
        let issue = outside.ask_issue(asked).await;
        (issue, seen.join().expect("ended"))
    }

    fn ok(body: &str) -> String {
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn an_issue_is_read_without_a_credential() {
        let github = r#"{"title":"Deploy\u202e 1","body":"a\r\nb","user":{"login":"ann"},"number":9}"#;
        let moved =
            "HTTP/1.1 301 Moved\r\nlocation: /moved\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        let (issue, seen) = ask(vec![moved.to_owned(), ok(github)]).await;
        let issue = issue.expect("an issue");
        assert_eq!((issue.title.as_str(), issue.body.as_str()), ("Deploy  1", "a\r\nb"));
        assert_eq!((issue.author.as_str(), issue.number.as_str()), ("ann", "7"));
        assert!(seen[1].starts_with("GET /moved"));
        assert!(seen.iter().all(|seen| !seen.to_lowercase().contains("authorization")));
        let gitlab = r#"{"title":"t","description":"d","author":{"username":"bea"}}"#;
        let issue = ask(vec![ok(gitlab)]).await.0.expect("an issue");
        assert_eq!((issue.body.as_str(), issue.author.as_str()), ("d", "bea"));
    }

    #[tokio::test]
    async fn what_is_private_long_or_elsewhere_says_what_to_do_instead() {
        let status =
            |line: &str| format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let elsewhere = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        for (answer, key) in [
            (status("404 Not Found"), "issue-private"),
            (status("403 Forbidden"), "issue-private"),
            (status("403 Forbidden\r\nx-ratelimit-remaining: 12"), "issue-private"),
            (status("403 rate limit exceeded\r\nx-ratelimit-remaining: 0"), "issue-too-many"),
            (status("403 Forbidden\r\nretry-after: 60"), "issue-too-many"),
            (status("429 Too Many Requests"), "issue-too-many"),
            (status("500 Oh"), "issue-status"),
            (elsewhere.to_owned(), "issue-elsewhere"),
            (ok("[]"), "issue-format"),
            (ok(&"x".repeat(BODY_LIMIT + 1)), "issue-long"),
        ] {
            let failure = ask(vec![answer]).await.0.expect_err("refused").to_failure();
            assert_eq!(failure.summary.key, key);
            assert!(failure.hint.is_some(), "{key}");
        }
    }
}
