//! kubectl as a client of both servers.
//!
//! In: a line of arguments. Out: exit code, standard output (as data, where it is JSON or YAML) and errors.

use std::{process::Stdio, time::Duration};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
};

/// Runs it; after `limit` it is ended, which is no failure, after `patience` it has hung.
pub async fn run(
    mut command: Command,
    line: &str,
    input: &str,
    limit: Option<Duration>,
    patience: Duration,
) -> Value {
    let arguments = words(line);
    command.args(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("kubectl starts");
    let (mut stdin, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    if let Some(mut stdin) = stdin.take() {
        // A command that wants no input may have ended already.
        drop(stdin.write_all(input.as_bytes()).await);
    }
    let out = tokio::spawn(read(out));
    let err = tokio::spawn(read(err));
    let ended = tokio::time::timeout(limit.unwrap_or(patience), child.wait()).await;
    let exit = match ended {
        Ok(status) => json!(status.expect("kubectl ends").code()),
        Err(_) => {
            child.kill().await.expect("kubectl is ended");
            json!(if limit.is_some() { "ended by the test" } else { "hung" })
        }
    };
    let out = out.await.expect("what kubectl said");
    let err = err.await.expect("what kubectl said");
    json!({"exit": exit, "stdout": data(&arguments, &out), "stderr": lines(&err)})
}

async fn read<R: tokio::io::AsyncRead + Unpin>(from: Option<R>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut from) = from {
        // What came before the end is enough.
        drop(from.read_to_end(&mut bytes).await);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Lines, or what the lines mean when they are JSON or YAML by an argument.
fn data(arguments: &[String], text: &str) -> Value {
    let is = |form: &str| arguments.iter().any(|one| one == form || one.strip_prefix("-o") == Some(form));
    let parsed = if is("json") {
        serde_json::from_str(text).ok()
    } else if is("yaml") {
        serde_yaml::from_str(text).ok()
    } else {
        None
    };
    parsed.unwrap_or_else(|| lines(text))
}

fn lines(text: &str) -> Value {
    text.lines().map(str::to_owned).collect()
}

/// The words of a command line, with quotes as in a shell.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
