//! A way to the API server that can fall silent or be cut, for tests of what a dead network does.
//!
//! In: the server's address. Out: another address. TLS passes untouched.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
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
    is_cut: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Way {
    /// A way to this server, such as `https://127.0.0.1:6443`.
    pub fn to(server: &str) -> Self {
        let target = server.trim_start_matches("https://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = listener.local_addr().expect("an address");
        let is_silent = Arc::new(AtomicBool::new(false));
        let silent = Arc::clone(&is_silent);
        let is_cut = Arc::new(AtomicBool::new(false));
        let open = Arc::new(Mutex::new(Vec::new()));
        let (cut, kept) = (Arc::clone(&is_cut), Arc::clone(&open));
        spawn(move || {
            for client in listener.incoming().flatten() {
                if cut.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(server) = TcpStream::connect(&target) else { continue };
                let pair = (client.try_clone(), server.try_clone());
                let (Ok(back), Ok(forth)) = pair else { continue };
                kept.lock().unwrap_or_else(PoisonError::into_inner).extend(client.try_clone());
                let (one, two) = (Arc::clone(&silent), Arc::clone(&silent));
                spawn(move || pass(client, forth, &one));
                spawn(move || pass(server, back, &two));
            }
        });
        Self { at, is_silent, is_cut, open }
    }

    /// Ends every connection and takes no other, as a server that is down; or lets them come again.
    pub fn cut(&self, is_cut: bool) {
        self.is_cut.store(is_cut, Ordering::SeqCst);
        if is_cut {
            for open in self.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
                open.shutdown(Shutdown::Both).ok();
            }
        }
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
    to.shutdown(Shutdown::Both).ok();
}
