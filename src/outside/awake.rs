//! What it is for: the computer does not fall asleep while a step runs (Linux: the desktop's portal, or else logind, over
//! D-Bus; macOS: its own `caffeinate`). In: a reason in words. Out: a hold, given back at once or with the program.
//! Never: a wait without end, a screen kept alight or unlocked, or a hold that outlives the program.

#[cfg(target_os = "linux")]
use std::{collections::HashMap, time::Duration};

use crate::{
    failure::{Failure, FailureKind},
    words::Sentence,
};

/// Whether this system can be kept awake by the program.
pub const CAN_KEEP_AWAKE: bool = cfg!(any(target_os = "linux", target_os = "macos"));

/// How long the desktop may take.
#[cfg(target_os = "linux")]
const PATIENCE: Duration = Duration::from_secs(3);

/// The computer is kept awake as long as this is held. Dropped, it ends too, with the connection or the program behind it;
/// [`Awake::release`] ends it at once.
#[derive(Debug)]
pub struct Awake(Hold);

#[derive(Debug)]
enum Hold {
    #[cfg(target_os = "linux")]
    Portal { bus: zbus::Connection, request: zbus::zvariant::OwnedObjectPath },
    #[cfg(target_os = "linux")]
    Logind(zbus::zvariant::OwnedFd),
    #[cfg(target_os = "macos")]
    Program(std::process::Child),
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    #[expect(dead_code, reason = "this system cannot be kept awake, so there is never a hold")]
    Never(std::convert::Infallible),
}

/// Keeps the computer awake from now on.
///
/// # Errors
/// Nobody takes the wish: no desktop and no logind, no right to ask it, or another system.
pub async fn keep_awake(reason: String) -> Result<Awake, Failure> {
    #[cfg(target_os = "linux")]
    {
        let by_portal = async { ask_portal(zbus::Connection::session().await?, &reason).await };
        let why = match soon(by_portal).await {
            Ok(hold) => return Ok(Awake(hold)),
            Err(why) => why,
        };
        let by_logind = async { ask_logind(&zbus::Connection::system().await?, &reason).await };
        soon(by_logind).await.map(Awake).map_err(|also| failure(&why).detail(also))
    }
    #[cfg(target_os = "macos")]
    {
        tracing::debug!(reason, "kept awake");
        let us = std::process::id().to_string();
        // Ends by itself when this program does.
        let begun = std::process::Command::new("/usr/bin/caffeinate").args(["-i", "-w", &us]).spawn();
        begun.map(|child| Awake(Hold::Program(child))).map_err(|fault| failure(&fault.to_string()))
    }
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    Err(failure(&format!("{}: {reason}", std::env::consts::OS)))
}

impl Awake {
    /// Lets the computer sleep again.
    pub async fn release(self) {
        match self.0 {
            #[cfg(target_os = "linux")]
            Hold::Portal { bus, request } => {
                let closed = async {
                    let face = "org.freedesktop.portal.Request";
                    let name = "org.freedesktop.portal.Desktop";
                    bus.call_method(Some(name), &request, Some(face), "Close", &()).await?;
                    Ok(())
                };
                if let Err(why) = soon(closed).await {
                    tracing::info!(why, "the hold ends with its connection");
                }
                // Whatever it answered: with its connection the desktop forgets the wish.
                if let Err(fault) = bus.close().await {
                    tracing::info!(%fault, "the connection to the desktop did not close");
                }
            }
            // Closed, it is given back.
            #[cfg(target_os = "linux")]
            Hold::Logind(handle) => drop(handle),
            #[cfg(target_os = "macos")]
            Hold::Program(mut child) => {
                if let Err(fault) = child.kill().and_then(|()| child.wait().map(drop)) {
                    tracing::info!(%fault, "caffeinate did not end");
                }
            }
            #[cfg(not(any(target_os = "linux", target_os = "macos")))]
            Hold::Never(never) => match never {},
        }
    }
}

fn failure(why: &str) -> Failure {
    Failure::new(FailureKind::World, Sentence::new("desktop-awake")).detail(why)
}

#[cfg(target_os = "linux")]
async fn soon<T>(asked: impl Future<Output = zbus::Result<T>>) -> Result<T, String> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(answer) => answer.map_err(|fault| fault.to_string()),
        Err(elapsed) => Err(elapsed.to_string()),
    }
}

/// The desktop's portal: not asleep (4). Idle (8) is not asked: it would keep the desktop from locking the screen.
#[cfg(target_os = "linux")]
async fn ask_portal(bus: zbus::Connection, reason: &str) -> zbus::Result<Hold> {
    let place = "/org/freedesktop/portal/desktop";
    let (name, face) = ("org.freedesktop.portal.Desktop", "org.freedesktop.portal.Inhibit");
    let options = HashMap::from([("reason", zbus::zvariant::Value::from(reason))]);
    let asked = ("", 4_u32, options);
    let answer = bus.call_method(Some(name), place, Some(face), "Inhibit", &asked).await?;
    let request = answer.body().deserialize()?;
    Ok(Hold::Portal { bus, request })
}

/// logind, where no desktop answers; like the portal, only against sleep.
#[cfg(target_os = "linux")]
async fn ask_logind(bus: &zbus::Connection, reason: &str) -> zbus::Result<Hold> {
    let (name, place) = ("org.freedesktop.login1", "/org/freedesktop/login1");
    let asked = ("sleep", "Changeover", reason, "block");
    let face = "org.freedesktop.login1.Manager";
    let answer = bus.call_method(Some(name), place, Some(face), "Inhibit", &asked).await?;
    Ok(Hold::Logind(answer.body().deserialize()?))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        io::Read as _,
        os::unix::net::UnixStream,
        sync::{Arc, Mutex},
    };

    use super::*;
    use crate::outside::desktop::test_bus::Bus;

    type Seen = Arc<Mutex<Vec<String>>>;

    struct Portal(Seen);

    #[zbus::interface(name = "org.freedesktop.portal.Inhibit")]
    impl Portal {
        fn inhibit(
            &self,
            window: &str,
            flags: u32,
            options: HashMap<String, zbus::zvariant::OwnedValue>,
        ) -> zbus::zvariant::OwnedObjectPath {
            assert_eq!((window, flags), ("", 4), "only sleep: the screen still locks by itself");
            let reason = options.into_values().map(|value| String::try_from(value).expect("a text"));
            self.0.lock().expect("a lock").extend(reason);
            zbus::zvariant::OwnedObjectPath::try_from("/request/1").expect("a path")
        }
    }

    struct Request(Seen);

    #[zbus::interface(name = "org.freedesktop.portal.Request")]
    impl Request {
        fn close(&self) {
            self.0.lock().expect("a lock").push("closed".to_owned());
        }
    }

    struct Logind(Mutex<Option<UnixStream>>);

    #[zbus::interface(name = "org.freedesktop.login1.Manager")]
    impl Logind {
        fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::zvariant::OwnedFd {
            assert_eq!((what, who, why, mode), ("sleep", "Changeover", "Deploy", "block"));
            let end = self.0.lock().expect("a lock").take().expect("asked once");
            zbus::zvariant::OwnedFd::from(std::os::fd::OwnedFd::from(end))
        }
    }

    #[tokio::test]
    async fn the_desktop_is_asked_and_released_at_once() {
        let Some(bus) = Bus::start() else { return };
        assert!(ask_portal(bus.connect().await, "Deploy").await.is_err(), "there is no portal");
        let (desktop, seen) = (bus.connect().await, Seen::default());
        let served = desktop.object_server();
        served.at("/org/freedesktop/portal/desktop", Portal(Arc::clone(&seen))).await.expect("is served");
        served.at("/request/1", Request(Arc::clone(&seen))).await.expect("is served");
        desktop.request_name("org.freedesktop.portal.Desktop").await.expect("a name");
        let held = Awake(ask_portal(bus.connect().await, "Deploy").await.expect("is held"));
        assert_eq!(*seen.lock().expect("a lock"), ["Deploy"]);
        held.release().await;
        assert_eq!(*seen.lock().expect("a lock"), ["Deploy", "closed"]);
    }

    #[tokio::test]
    async fn where_no_desktop_answers_logind_keeps_awake_until_its_handle_is_closed() {
        let Some(bus) = Bus::start() else { return };
        let (mut ours, theirs) = UnixStream::pair().expect("a pair");
        let system = bus.connect().await;
        let logind = Logind(Mutex::new(Some(theirs)));
        system.object_server().at("/org/freedesktop/login1", logind).await.expect("is served");
        system.request_name("org.freedesktop.login1").await.expect("a name");
        let held = Awake(ask_logind(&bus.connect().await, "Deploy").await.expect("is held"));
        ours.set_nonblocking(true).expect("set");
        assert!(ours.read(&mut [0]).is_err(), "the handle is open");
        held.release().await;
        // The sender's own copy of the handle goes when its message does.
        let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while ours.read(&mut [0]).is_err() && std::time::Instant::now() < until {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(ours.read(&mut [0]).expect("the other end is closed"), 0);
    }
}
