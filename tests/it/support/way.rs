//! A way to the API server that can fall silent, for tests of what a dead network does.
//!
//! In: the server's address. Out: another address. TLS passes untouched.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A way to the API server that can fall silent: connections stay open, and nothing passes.
#[derive(Debug)]
pub struct Way {
    /// Where it listens.
    pub at: SocketAddr,
    is_silent: Arc<AtomicBool>,
}

impl Way {
    /// A way to this server, such as `https://127.0.0.1:6443`.
    pub fn to(server: &str) -> Self {
        let target = server.trim_start_matches("https://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = listener.local_addr().expect("an address");
        let is_silent = Arc::new(AtomicBool::new(false));
        let silent = Arc::clone(&is_silent);
        spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&target) else { continue };
                let pair = (client.try_clone(), server.try_clone());
                let (Ok(back), Ok(forth)) = pair else { continue };
                let (one, two) = (Arc::clone(&silent), Arc::clone(&silent));
                spawn(move || pass(client, forth, &one));
                spawn(move || pass(server, back, &two));
            }
        });
        Self { at, is_silent }
    }

    /// Stops everything that passes, or lets it go on.
    pub fn silence(&self, is_silent: bool) {
        self.is_silent.store(is_silent, Ordering::Relaxed);
    }
}

/// Runs this on a thread of its own, to which nobody comes back.
pub fn spawn(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().name("way".to_owned()).spawn(work).expect("a thread");
}

/// Passes bytes on until one side ends.
pub fn pass(mut from: TcpStream, mut to: TcpStream, is_silent: &AtomicBool) {
    let mut buffer = [0_u8; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        while is_silent.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let Some(bytes) = buffer.get(..count) else { break };
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    to.shutdown(std::net::Shutdown::Both).ok();
}
