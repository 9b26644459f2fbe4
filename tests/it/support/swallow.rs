//! A way to the API server on which packets can be lost without a word, as behind a firewall that forgot a connection, a
//! cable that was pulled, or a laptop that changed its network.
//!
//! In: the server's address. Out: another address. While it swallows, every connection stays open and nothing passes, new
//! ones too; afterwards new connections pass, and those from before stay dead.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
};

use super::way::spawn;

/// The way.
#[derive(Debug)]
pub struct Swallow {
    /// Where it listens.
    pub at: SocketAddr,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    swallows: AtomicBool,
    /// Connections of an earlier number are dead.
    number: AtomicU64,
    taken: AtomicUsize,
    /// The ends of dead connections: kept, because whoever closes them tells the other side.
    kept: Mutex<Vec<TcpStream>>,
}

impl Swallow {
    /// A way to this server, such as `https://127.0.0.1:6443`.
    pub fn to(server: &str) -> Self {
        let target = server.trim_start_matches("https://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = listener.local_addr().expect("an address");
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        spawn(move || {
            for client in listener.incoming().flatten() {
                shared.taken.fetch_add(1, Ordering::SeqCst);
                if shared.swallows.load(Ordering::SeqCst) {
                    shared.keep([client]);
                } else if let Ok(server) = TcpStream::connect(&target) {
                    shared.join(&client, &server);
                }
            }
        });
        Self { at, state }
    }

    /// Loses everything from now on, or lets new connections pass.
    pub fn swallow(&self, swallows: bool) {
        self.state.number.fetch_add(1, Ordering::SeqCst);
        self.state.swallows.store(swallows, Ordering::SeqCst);
    }

    /// Connections that were asked for so far.
    pub fn taken(&self) -> usize {
        self.state.taken.load(Ordering::SeqCst)
    }

    /// The same kubeconfig, on this way.
    pub fn kubeconfig(&self, file: &Path, server: &str) -> PathBuf {
        let text = std::fs::read_to_string(file).expect("a kubeconfig");
        assert!(text.contains(server), "{text}");
        let led = file.with_extension("swallow");
        std::fs::write(&led, text.replace(server, &format!("https://{}", self.at))).expect("a kubeconfig");
        led
    }
}

impl State {
    fn join(self: &Arc<Self>, client: &TcpStream, server: &TcpStream) {
        let number = self.number.load(Ordering::SeqCst);
        for (from, to) in [(client, server), (server, client)] {
            let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) else { continue };
            let state = Arc::clone(self);
            spawn(move || state.pass(from, to, number));
        }
    }

    fn keep<const N: usize>(&self, ends: [TcpStream; N]) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).extend(ends);
    }

    fn pass(&self, mut from: TcpStream, mut to: TcpStream, number: u64) {
        let mut buffer = [0_u8; 16 << 10];
        loop {
            let read = from.read(&mut buffer).unwrap_or(0);
            if self.number.load(Ordering::SeqCst) != number {
                // The end of a connection is a packet too.
                return self.keep([from, to]);
            }
            let Some(bytes @ [_, ..]) = buffer.get(..read) else { break };
            if to.write_all(bytes).is_err() {
                break;
            }
        }
        to.shutdown(Shutdown::Both).ok();
    }
}
