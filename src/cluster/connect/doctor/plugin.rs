//! What it is for: what the kubeconfig signs in with, and the run of its program with what it complained of. In: the chosen
//! context. Out: one link, and the credentials. Never: a run that was not agreed to, or what looks like a secret in what is
//! told.

use super::{Link, LinkKind};
use crate::{
    cluster::{
        connect::ConnectOptions,
        error::ClusterError,
        kubeconfig::{ContextChoice, Minted, PluginCall},
    },
    words::Sentence,
};

/// Lines of the program's complaints that are kept.
const LINES: usize = 20;
/// A word that is longer may be a token (characters).
const WORD: usize = 24;

pub(super) async fn sign_in(choice: &ContextChoice, options: &ConnectOptions) -> (Link, Option<Minted>) {
    let kind = LinkKind::SignIn;
    let Some(call) = &choice.plugin else {
        let user = choice.user.clone().unwrap_or_default();
        let key = if choice.signs_in() { "doctor-sign-in" } else { "doctor-sign-in-none" };
        return (Link::good(kind, Sentence::new(key).with("user", user)), None);
    };
    let line = Sentence::new("doctor-plugin-line").with("value", command_line(call)).text();
    if !call.is_agreed(options.consent.as_ref()) {
        let words = Sentence::new("doctor-plugin-not-agreed").with("command", &call.command);
        return (Link::bad(kind, words).resting_on([line]), None);
    }
    let (ended, complaints) = call.run_heard(options.consent.as_ref()).await;
    let complaints = complaints.lines().map(str::trim).filter(|line| !line.is_empty());
    let said = complaints
        .take(LINES)
        .map(|line| Sentence::new("doctor-plugin-said").with("value", without_secrets(line)).text());
    let evidence: Vec<String> = std::iter::once(line).chain(said).collect();
    match ended {
        Ok(minted) => {
            let words = Sentence::new("doctor-plugin").with("command", &call.command);
            (Link::good(kind, words).resting_on(evidence), Some(minted))
        }
        Err(error) => (failed(&error).resting_on(evidence), None),
    }
}

fn failed(error: &ClusterError) -> Link {
    Link::told(LinkKind::SignIn, error)
}

/// The very command line; values that follow a word for a secret are left out.
fn command_line(call: &PluginCall) -> String {
    let mut words = vec![call.command.clone()];
    let mut hides_next = false;
    for arg in &call.args {
        let is_secret = names_a_secret(arg.split('=').next().unwrap_or_default());
        words.push(match arg.split_once('=') {
            _ if hides_next => "…".to_owned(),
            Some((name, _)) if is_secret => format!("{name}=…"),
            _ => crate::words::shell::quoted(arg),
        });
        hides_next = is_secret && !arg.contains('=') && arg.starts_with('-');
    }
    words.join(" ")
}

fn names_a_secret(word: &str) -> bool {
    let word = word.to_lowercase();
    ["token", "secret", "password", "passwd", "apikey", "api-key", "bearer", "authorization"]
        .iter()
        .any(|part| word.contains(part))
}

/// A line without what may be a secret: what follows a word for one, and long words of letters and digits mixed.
fn without_secrets(line: &str) -> String {
    let line = crate::cluster::mask::without_query_values(&crate::cluster::mask::without_userinfo(line));
    let line = crate::cluster::mask::plain(&line, 500);
    let mut hides_next = false;
    let shown = line.split(' ').map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let has_value = word.find([':', '=']).is_some_and(|at| at + 1 < word.len());
        let is_name = names_a_secret(word);
        let is_mixed = bare.chars().any(|c| c.is_ascii_digit()) && bare.chars().any(char::is_alphabetic);
        let is_long = bare.chars().count() >= WORD && is_mixed && !bare.starts_with("http");
        let is_hidden = std::mem::replace(&mut hides_next, is_name && !has_value) || is_long;
        match word.split_once([':', '=']) {
            _ if is_hidden && is_name => word.to_owned(),
            _ if is_hidden => "…".to_owned(),
            Some((name, value)) if names_a_secret(name) && !value.is_empty() => format!("{name}=…"),
            _ => word.to_owned(),
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn what_may_be_a_secret_is_not_told() {
        for (line, told) in [
            ("error: session expired, run login", "error: session expired, run login"),
            ("token=abc123 is refused", "token=… is refused"),
            ("got eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMyJ9.abc from server", "got … from server"),
            ("password: hunter2 wrong", "password: … wrong"),
            (
                "get https://user:pass@idp.example/x?code=1 failed",
                "get https://…@idp.example/x?code=… failed",
            ),
        ] {
            assert_eq!(without_secrets(line), told);
        }
    }
}
