//! Commands in containers and forwarded ports, over WebSocket.

use futures::{
    SinkExt as _, StreamExt as _,
    stream::{SplitSink, SplitStream},
};
use http_body_util::{BodyExt as _, Empty};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{
        CONNECTION, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, UPGRADE,
    },
    upgrade::Upgraded,
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::mpsc,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role, frame::coding::CloseCode},
    },
};

use super::{
    answer::Body,
    dispatch::Shared,
    logs::{container, is_assigned},
    query::Query,
    route::Target,
};
use crate::practice::{
    api::Call,
    kubelet::{ExecOptions, Kubelet, Running, Told},
    refusal::Refusal,
};
use std::{sync::Arc, time::Duration};

type Socket = WebSocketStream<TokioIo<Upgraded>>;

const STDIN: u8 = 0;
const STDOUT: u8 = 1;
const STDERR: u8 = 2;
const STATUS: u8 = 3;
/// The client will send no more on the channel named by the next byte (version 5).
const CLOSE: u8 = 255;
/// How long a client may take to close its side.
const FAREWELL: Duration = Duration::from_secs(5);
/// Bytes taken from a forwarded connection at a time.
const PIECE: usize = 16 * 1024;

/// Answers an upgrade to `exec` or `portforward`.
pub(crate) fn open(
    shared: &Shared,
    target: &Target,
    query: &Query,
    request: Request<Incoming>,
) -> Result<Response<Body>, Refusal> {
    let pod = shared.api.get(&Call::new(target.kind, &target.namespace, &target.name, ""))?;
    if !is_assigned(&pod) {
        return Err(Refusal::bad_request(format!("pod {} does not have a host assigned", target.name)));
    }
    if target.subresource == "exec" {
        let options = exec_options(&pod, query)?;
        let response = switch(&request, &["v5.channel.k8s.io", "v4.channel.k8s.io"])?;
        // The connection stands when the node is asked: what it refuses is told on it.
        let running = shared.kubelet.exec(&pod, &options);
        carry(shared, async move {
            let Some(socket) = upgraded(request).await else { return };
            match running {
                Ok(running) => run(socket, running, &options).await,
                Err(refusal) => refuse(socket, &refusal).await,
            }
        });
        return Ok(response);
    }
    let ports: Vec<u16> =
        query.all("ports").flat_map(|list| list.split(',')).filter_map(|port| port.parse().ok()).collect();
    let [port] = ports.as_slice() else {
        let why = if ports.is_empty() {
            "query parameter \"port\" is required"
        } else {
            "practice forwards one port for each request"
        };
        return Err(Refusal::bad_request(why));
    };
    let response = switch(&request, &["v4.channel.k8s.io", "portforward.k8s.io"])?;
    let (kubelet, port) = (Arc::clone(&shared.kubelet), *port);
    carry(shared, async move {
        if let Some(socket) = upgraded(request).await {
            forward(socket, &*kubelet, &pod, port).await;
        }
    });
    Ok(response)
}

/// Runs a task beside its connection, which has been given away to it, until the connections are cut.
fn carry(shared: &Shared, task: impl Future<Output = ()> + Send + 'static) {
    let cut = shared.clone().cut();
    tokio::spawn(async move {
        tokio::select! {
            () = task => {}
            () = cut => {}
        }
    });
}

fn exec_options(pod: &Value, query: &Query) -> Result<ExecOptions, Refusal> {
    let command: Vec<String> = query.all("command").map(str::to_owned).collect();
    if command.is_empty() {
        return Err(Refusal::bad_request("you must specify at least 1 command for the container"));
    }
    let options = ExecOptions {
        container: container(pod, query.get("container"))?,
        command,
        stdin: query.is_on("stdin"),
        tty: query.is_on("tty"),
    };
    if !["stdin", "stdout", "stderr"].iter().any(|stream| query.is_on(stream)) {
        return Err(Refusal::bad_request("you must specify at least 1 of stdin, stdout, stderr"));
    }
    Ok(options)
}

/// The answer that switches to WebSocket, with the first protocol that both sides know.
fn switch(request: &Request<Incoming>, known: &[&str]) -> Result<Response<Body>, Refusal> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let wanted = header(SEC_WEBSOCKET_PROTOCOL);
    let protocol = wanted.split(',').map(str::trim).find(|protocol| known.contains(protocol));
    let key = header(SEC_WEBSOCKET_KEY);
    if !header(UPGRADE).eq_ignore_ascii_case("websocket")
        || key.is_empty()
        || (protocol.is_none() && !wanted.is_empty())
    {
        return Err(Refusal::bad_request("Upgrade request required"));
    }
    let mut response = Response::new(Empty::new().boxed_unsync());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    if let Ok(accepted) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accepted);
    }
    if let Some(Ok(protocol)) = protocol.map(HeaderValue::from_str) {
        headers.insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    Ok(response)
}

async fn upgraded(request: Request<Incoming>) -> Option<Socket> {
    let upgraded = hyper::upgrade::on(request).await.ok()?;
    Some(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await)
}

fn framed(channel: u8, bytes: &[u8]) -> Message {
    let mut frame = Vec::with_capacity(bytes.len() + 1);
    frame.push(channel);
    frame.extend_from_slice(bytes);
    Message::binary(frame)
}

/// Carries a command's streams until it ends or the client goes. The two directions must not wait for each other: a
/// command that writes back what it reads would stop both.
async fn run(socket: Socket, running: Running, options: &ExecOptions) {
    let (mut out, mut from) = socket.split();
    let Running { stdin, mut told } = running;
    // Without input of the client's, the command's input is at its end from the beginning.
    let reading = feed(&mut from, options.stdin.then_some(stdin));
    let writing = async {
        while let Some(piece) = told.recv().await {
            let (message, last) = match piece {
                Told::Out(bytes) => (framed(STDOUT, &bytes), false),
                Told::Err(bytes) => (framed(if options.tty { STDOUT } else { STDERR }, &bytes), false),
                Told::Ended(code) => (framed(STATUS, ended(code).to_string().as_bytes()), true),
                Told::Failed(why) => (framed(STATUS, failed(&why).to_string().as_bytes()), true),
            };
            if out.send(message).await.is_err() || last {
                return;
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = writing => {}
    }
    farewell(&mut out).await;
    // What the client still sends is taken, so that the end of the connection does not destroy what it has not read yet.
    let rest = async { while let Some(Ok(_ignored)) = from.next().await {} };
    drop(tokio::time::timeout(FAREWELL, rest).await);
}

/// Tells why a command was not started.
async fn refuse(mut socket: Socket, refusal: &Refusal) {
    let why = failed(&refusal.message).to_string();
    if socket.send(framed(STATUS, why.as_bytes())).await.is_ok() {
        let (mut out, _) = socket.split();
        farewell(&mut out).await;
    }
}

/// Passes the client's input on; ends when the client goes.
async fn feed(from: &mut SplitStream<Socket>, mut stdin: Option<mpsc::Sender<Bytes>>) {
    while let Some(Ok(message)) = from.next().await {
        let data = match message {
            Message::Binary(data) => data,
            Message::Close(_) => return,
            Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
        };
        match data.split_first() {
            Some((&CLOSE, [STDIN])) => stdin = None,
            Some((&STDIN, bytes)) if !bytes.is_empty() => {
                if let Some(open) = &stdin
                    && open.send(Bytes::copy_from_slice(bytes)).await.is_err()
                {
                    stdin = None;
                }
            }
            _ => {}
        }
    }
}

/// Closes a socket as an ordinary end: kubectl takes a close without a code for a failure.
async fn farewell(out: &mut SplitSink<Socket, Message>) {
    let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
    if let Err(error) = out.send(Message::Close(Some(frame))).await {
        tracing::debug!(%error, "a stream ended without a farewell");
    }
}

fn ended(code: i32) -> Value {
    if code == 0 {
        return json!({"metadata": {}, "status": "Success"});
    }
    json!({
        "metadata": {},
        "status": "Failure",
        "message": format!("command terminated with non-zero exit code: exit status {code}"),
        "reason": "NonZeroExitCode",
        "details": {"causes": [{"reason": "ExitCode", "message": code.to_string()}]},
    })
}

fn failed(why: &str) -> Value {
    json!({
        "metadata": {},
        "status": "Failure",
        "message": format!("Internal error occurred: {why}"),
        "reason": "InternalError",
        "details": {"causes": [{"message": why}]},
        "code": 500,
    })
}

/// Carries one forwarded connection: channel 0 its bytes, channel 1 what went wrong.
async fn forward(socket: Socket, kubelet: &dyn Kubelet, pod: &Value, port: u16) {
    let (mut out, mut from) = socket.split();
    for channel in [0, 1] {
        if out.send(framed(channel, &port.to_le_bytes())).await.is_err() {
            return;
        }
    }
    let stream = match kubelet.forward(pod, port) {
        Ok(stream) => stream,
        Err(why) => {
            if out.send(framed(1, why.as_bytes())).await.is_ok() {
                farewell(&mut out).await;
            }
            return;
        }
    };
    let (mut read, mut write) = tokio::io::split(stream);
    // As with a command, neither direction may wait for the other.
    let to_pod = async {
        while let Some(Ok(message)) = from.next().await {
            match message {
                Message::Binary(data) => {
                    if let Some((&0, bytes)) = data.split_first()
                        && write.write_all(bytes).await.is_err()
                    {
                        return;
                    }
                }
                Message::Close(_) => return,
                Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    };
    let from_pod = async {
        let mut buffer = vec![0; PIECE];
        while let Ok(count) = read.read(&mut buffer).await {
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() || out.send(framed(0, piece)).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = to_pod => {}
        () = from_pod => {}
    }
    farewell(&mut out).await;
}
