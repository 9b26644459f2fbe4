//! kubectl as a client of both servers.
//!
//! In: a line of arguments. Out: exit code, standard output (as data, where it is JSON or YAML) and errors.

use std::{
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
};

/// When a command is ended that does not end by itself.
#[derive(Debug, Clone, Copy)]
pub struct End {
    /// After this time, which is no failure.
    pub limit: Option<Duration>,
    /// When it has said so many lines.
    pub lines: Option<usize>,
    /// After this time it has hung.
    pub patience: Duration,
}

/// Runs it to its end.
pub async fn run(mut command: Command, line: &str, input: &str, end: End) -> Value {
    let arguments = words(line);
    command.args(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("kubectl starts");
    let (mut stdin, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    if let Some(mut stdin) = stdin.take() {
        // A command that wants no input may have ended already.
        drop(stdin.write_all(input.as_bytes()).await);
    }
    let said = Arc::new(Mutex::new(Vec::new()));
    let out = tokio::spawn(read(out, Arc::clone(&said)));
    let err = tokio::spawn(read(err, Arc::default()));
    let is_bounded = end.limit.is_some() || end.lines.is_some();
    let enough = tokio::time::timeout(end.limit.unwrap_or(end.patience), enough(&said, end.lines));
    let exit = tokio::select! {
        status = child.wait() => json!(status.expect("kubectl ends").code()),
        _ = enough => {
            child.kill().await.expect("kubectl is ended");
            json!(if is_bounded { "ended by the test" } else { "hung" })
        }
    };
    let out = out.await.expect("what kubectl said");
    let err = err.await.expect("what kubectl said");
    json!({"exit": exit, "stdout": data(&arguments, &out), "stderr": lines(&err)})
}

/// Ends when there are so many lines, and a moment later, when one too many would have come.
async fn enough(said: &Mutex<Vec<u8>>, wanted: Option<usize>) {
    let count = || {
        let said = said.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&said).matches('\n').count()
    };
    while wanted.is_none_or(|wanted| count() < wanted) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
}

async fn read<R: tokio::io::AsyncRead + Unpin>(from: Option<R>, said: Arc<Mutex<Vec<u8>>>) -> String {
    let mut piece = [0; 8 << 10];
    if let Some(mut from) = from {
        while let Ok(count @ 1..) = from.read(&mut piece).await {
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            said.extend_from_slice(piece.get(..count).unwrap_or_default());
        }
    }
    let said = said.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&said).into_owned()
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
