//! What it is for: the forge's page for a new issue, filled with the request. In: a remote's address, title, text.
//! Out: an address that every forge takes, shortened where it must be. Never: a login of the remote's address, or a part
//! of the request that becomes a part of the address.

use std::fmt::Write as _;

use crate::words::text;

/// Characters of the whole address, at most: GitHub refuses those that are longer than about 8 kB.
pub const ADDRESS: usize = 8_000;
/// Characters of the title, at most: as many as the forges take.
const TITLE: usize = 255;

/// The page for a new issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuePage {
    /// Its address.
    pub address: String,
    /// Whether the text did not fit: it says so at its end, and the whole belongs on the clipboard.
    pub is_shortened: bool,
}

/// The forges, by how their page is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Forge {
    /// GitHub, Gitea and Forgejo.
    Usual,
    /// GitLab.
    GitLab,
}

/// The page of the repository with that remote; `None` when it is no address of a forge (a folder of this machine).
/// `labels` and `assignees` are the template's own, and so is `template`, the file's name.
pub fn issue_page(
    remote: &str,
    (labels, assignees, template): (&[String], &[String], Option<&str>),
    title: &str,
    body: &str,
) -> Option<IssuePage> {
    let (base, host) = web(remote)?;
    let forge = if host.contains("gitlab") { Forge::GitLab } else { Forge::Usual };
    let title: String = title.chars().take(TITLE).collect();
    let mut address = match forge {
        Forge::Usual => format!("{base}/issues/new?title={}", encode(&title)),
        Forge::GitLab => format!("{base}/-/issues/new?issue%5Btitle%5D={}", encode(&title)),
    };
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            // Writing to a String cannot fail.
            write!(address, "&{name}={}", encode(value)).unwrap_or_default();
        }
    };
    match forge {
        Forge::Usual => {
            add("labels", &labels.join(","));
            add("assignees", &assignees.join(","));
            add("template", template.unwrap_or_default());
        }
        Forge::GitLab => add("issuable_template", template.unwrap_or_default()),
    }
    address.push_str(match forge {
        Forge::Usual => "&body=",
        Forge::GitLab => "&issue%5Bdescription%5D=",
    });
    let room = ADDRESS.checked_sub(address.len())?;
    let (body, is_shortened) = fitting(body, room);
    address.push_str(&body);
    Some(IssuePage { address, is_shortened })
}

/// As many whole lines, encoded, as there is room for, and the sentence that says that it is not all.
fn fitting(body: &str, room: usize) -> (String, bool) {
    let whole = encode(body);
    if whole.len() <= room {
        return (whole, false);
    }
    let end = encode(&format!("\n\n**{}**\n", text("request-shortened")));
    // A block that is open is closed: three characters and a line end, at most so many of them.
    let mut room = room.saturating_sub(end.len() + encode("        ```````\n").len());
    let (mut kept, mut fence) = (String::new(), None::<String>);
    for line in body.lines() {
        let line_encoded = encode(&format!("{line}\n"));
        let Some(left) = room.checked_sub(line_encoded.len()) else { break };
        room = left;
        kept.push_str(&line_encoded);
        let bare = line.trim_start();
        let ticks = bare.len() - bare.trim_start_matches('`').len();
        fence = match fence {
            None if ticks >= 3 => line.get(..line.len() - bare.len() + ticks).map(str::to_owned),
            Some(open) if ticks >= open.trim_start().len() => None,
            open => open,
        };
    }
    if let Some(fence) = fence {
        kept.push_str(&encode(&fence));
    }
    kept.push_str(&end);
    (kept, true)
}

/// The repository's page in the browser, and its host.
fn web(remote: &str) -> Option<(String, String)> {
    let remote = remote.trim();
    let (is_web, rest) = match remote.split_once("://") {
        Some(("https" | "http", rest)) => (true, rest.to_owned()),
        Some(("ssh" | "git" | "git+ssh", rest)) => (false, rest.to_owned()),
        Some(_) => return None,
        // `git@host:owner/name`, the way of scp.
        None => {
            let (host, path) = remote.split_once(':')?;
            // One letter is a drive of Windows.
            if host.len() < 2 || host.contains('/') {
                return None;
            }
            (false, format!("{host}/{path}"))
        }
    };
    let (authority, path) = rest.split_once('/')?;
    let host = authority.rsplit_once('@').map_or(authority, |(_login, host)| host);
    let name = host.split_once(':').map_or(host, |(name, _port)| name).to_lowercase();
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    let port = host.split_once(':').map(|(_name, port)| port).filter(|_| is_web);
    if !is_name(&name) || port.is_some_and(|port| !port.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let parts: Vec<String> = path.split('/').map(encode).collect();
    if parts.len() < 2 || parts.iter().any(|part| part.is_empty() || part == "." || part == "..") {
        return None;
    }
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Some((format!("https://{name}{port}/{}", parts.join("/")), name))
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            write!(out, "%{byte:02X}").unwrap_or_default();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(remote: &str, body: &str) -> Option<IssuePage> {
        let labels = ["change-request".to_owned()];
        issue_page(remote, (&labels, &[], Some("deploy.md")), "Deploy & more", body)
    }

    #[test]
    fn the_page_is_that_of_the_remote_and_nothing_becomes_a_part_of_its_address() {
        let wanted = "https://github.com/haiku/infrastructure/issues/new?title=Deploy%20%26%20more\
                      &labels=change-request&template=deploy.md&body=a%26labels%3Db%23%0A%40ops";
        for remote in [
            "git@github.com:haiku/infrastructure.git",
            "https://github.com/haiku/infrastructure",
            "https://user:pw@github.com/haiku/infrastructure.git/",
            "ssh://git@github.com:22/haiku/infrastructure.git",
        ] {
            let page = page(remote, "a&labels=b#\n@ops").expect("a page");
            assert_eq!(page.address, wanted, "{remote}");
            assert!(!page.is_shortened);
        }
        let gitlab = page("https://gitlab.example.org:8443/a/b/c.git", "x").expect("a page");
        assert_eq!(
            gitlab.address,
            "https://gitlab.example.org:8443/a/b/c/-/issues/new?issue%5Btitle%5D=Deploy%20%26%20more\
             &issuable_template=deploy.md&issue%5Bdescription%5D=x"
        );
        for none in [
            "/srv/git/infra",
            "file:///srv/git/infra",
            "C:/infra",
            "..",
            "",
            "https://github.com/x",
            "https://exa mple.org/a/b",
            "https://h/a/../b",
            "javascript://a/b/c",
        ] {
            assert_eq!(page(none, "x"), None, "{none}");
        }
    }

    #[test]
    fn what_is_too_long_is_shortened_at_a_line_end_and_says_so() {
        let body = format!("first\n\n```\n{}", "ä line of code\n".repeat(2_000));
        let page = page("git@github.com:a/b", &body).expect("a page");
        assert!(page.is_shortened && page.address.len() <= ADDRESS, "{}", page.address.len());
        assert!(page.address.len() > ADDRESS - 300);
        let end = encode(&format!("\n```\n\n**{}**\n", text("request-shortened")));
        assert!(page.address.ends_with(&end), "the open block is closed, then it is said");
    }
}
