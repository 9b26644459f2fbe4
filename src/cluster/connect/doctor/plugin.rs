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
    end_of_name(word).is_some()
}

/// Where the first word for a secret ends (bytes).
fn end_of_name(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    ["token", "secret", "password", "passwd", "apikey", "api-key", "bearer", "authorization"]
        .iter()
        .filter_map(|part| word.find(part).map(|at| at + part.len()))
        .min()
}

/// A line without what may be a secret: what follows a word for one, and long runs of letters and digits mixed.
fn without_secrets(line: &str) -> String {
    let line = crate::cluster::mask::without_query_values(&crate::cluster::mask::without_userinfo(line));
    let line = crate::cluster::mask::plain(&line, 500);
    let mut hiding = Hiding::default();
    for (at, word) in line.split(' ').enumerate() {
        if at > 0 {
            hiding.told.push(' ');
        }
        hiding.word(word);
    }
    hiding.told
}

/// What stands between the parts of a word: lists, JSON, quoted values.
const BETWEEN: [char; 12] = [',', ';', '&', '|', '"', '\'', '{', '}', '[', ']', '(', ')'];

/// A line on its way out.
#[derive(Debug, Default)]
struct Hiding {
    told: String,
    /// A secret's name was told, and its value is to come.
    next: bool,
    /// A value was hidden in this word: what follows without a name of its own may belong to it.
    rest: bool,
    /// The quote right before the part.
    quote: Option<char>,
    /// Up to this quote all belongs to a value.
    until: Option<char>,
}

impl Hiding {
    fn word(&mut self, word: &str) {
        self.rest = false;
        for piece in word.split_inclusive(BETWEEN) {
            let part = piece.strip_suffix(BETWEEN).unwrap_or(piece);
            self.part(part);
            let Some(end) = piece.strip_prefix(part).and_then(|end| end.chars().next()) else { continue };
            self.until = self.until.filter(|until| *until != end);
            self.quote = matches!(end, '"' | '\'').then_some(end);
            self.told.push(end);
        }
    }

    fn part(&mut self, part: &str) {
        let quote = self.quote.take();
        if part.is_empty() {
            return;
        }
        if self.until.is_some() {
            self.told.push('…');
            return;
        }
        // It joins a name and its value.
        if part.chars().all(|c| matches!(c, ':' | '=' | '-' | '\\')) {
            self.told.push_str(part);
            return;
        }
        if let Some(end) = end_of_name(part) {
            self.named(part, end, quote);
        } else if self.next || (self.rest && !is_pair(part)) {
            self.hide(quote);
        } else {
            self.rest = false;
            self.told.push_str(&without_runs(part));
        }
    }

    /// A part that holds a secret's name, which ends at `end`: the value goes.
    fn named(&mut self, part: &str, end: usize, quote: Option<char>) {
        let (_, after) = part.split_at(end);
        let value = after.find([':', '=']).map_or(part.len(), |at| end + at + 1);
        let (name, value) = part.split_at(value);
        if !value.is_empty() {
            self.told.push_str(&without_runs(name));
            return self.hide(None);
        }
        // A value may hold such a word as well; a scheme (`Bearer`) is no value.
        let is_plain = name.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '_' | ':' | '='));
        if self.rest || (self.next && !is_plain) {
            let is_key = quote.is_some() && !self.next;
            self.hide(None);
            self.next = is_key;
            return;
        }
        self.told.push_str(&without_runs(name));
        self.next = !name.contains("://");
    }

    fn hide(&mut self, quote: Option<char>) {
        self.told.push('…');
        (self.next, self.rest, self.until) = (false, true, quote);
    }
}

fn is_pair(part: &str) -> bool {
    part.find([':', '=']).is_some_and(|at| at > 0 && at + 1 < part.len())
}

/// The part without long runs of letters and digits mixed; an address stays.
fn without_runs(part: &str) -> String {
    if part.contains("://") {
        return part.to_owned();
    }
    let shown = part.split_inclusive([':', '=']).map(|piece| {
        let run = piece.trim_end_matches([':', '=']);
        let bare = run.trim_matches(|c: char| !c.is_alphanumeric());
        let is_mixed = bare.chars().any(|c| c.is_ascii_digit()) && bare.chars().any(char::is_alphabetic);
        if bare.chars().count() >= WORD && is_mixed {
            format!("…{}", piece.strip_prefix(run).unwrap_or_default())
        } else {
            piece.to_owned()
        }
    });
    shown.collect()
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
            ("token=eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMyJ9 refused", "token=… refused"),
            ("client_secret=0123456789abcdef0123456789abcdef", "client_secret=…"),
            ("error:token=abc123 refused", "error:token=… refused"),
            ("user=joe,password=x1 refused", "user=joe,password=… refused"),
            ("user=joe;password=x,1;host=db", "user=joe;password=…,…;host=db"),
            ("password=\"my pass\" wrong", "password=\"… …\" wrong"),
            ("password: my-secret-1 wrong", "password: … wrong"),
            ("Authorization: Bearer abc123", "Authorization: Bearer …"),
            ("id=0123456789abcdef0123456789abcdef is gone", "id=… is gone"),
            (
                "post https://idp.example/oauth/token: unauthorized",
                "post https://idp.example/oauth/token: unauthorized",
            ),
        ] {
            assert_eq!(without_secrets(line), told);
        }
    }

    #[test]
    fn no_token_of_a_json_answer_is_told() {
        for line in [
            r#"{"access_token":"eyJhbGciOiJSUzI1NiJ9","refresh_token":"hunter2","expires_in":3600}"#,
            r#"got { "access_token" : "hunter2 eyJhbGciOiJSUzI1NiJ9" }"#,
            r#"msg="{\"id_token\":\"eyJhbGciOiJSUzI1NiJ9\"}""#,
        ] {
            let told = without_secrets(line);
            assert!(!told.contains("eyJ") && !told.contains("hunter2"), "{told}");
            assert!(told.contains("_token"), "{told}");
        }
    }
}
