//! What it is for: the desktop around the window: which colours it wishes, and its notifications (Linux, over D-Bus).
//! In: a question, or two lines of words. Out: the desktop's answer. Never: a wait without end, or a desktop that must be
//! there: without one every question fails at once.

#[cfg(target_os = "linux")]
use std::{collections::HashMap, time::Duration};

use crate::{
    failure::{Failure, FailureKind},
    words::Sentence,
};

/// Whether this system's notifications are known to the program.
pub const CAN_NOTIFY: bool = cfg!(target_os = "linux");

/// How long the desktop may take.
#[cfg(target_os = "linux")]
const PATIENCE: Duration = Duration::from_secs(3);

/// What the desktop wishes for colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Light text on dark.
    Dark,
    /// Dark text on light.
    Light,
    /// As different as can be.
    HighContrast,
    /// Nothing.
    None,
}

/// Asks for the desktop's colours.
///
/// # Errors
/// No desktop that answers (another system, no session bus, no settings portal).
pub async fn wish() -> Result<Wish, Failure> {
    #[cfg(target_os = "linux")]
    {
        let asked = async { wish_on(&zbus::Connection::session().await?).await };
        soon(asked).await.map_err(|why| failure("desktop-colours", why))
    }
    #[cfg(not(target_os = "linux"))]
    Err(failure("desktop-colours", std::env::consts::OS.to_owned()))
}

/// Shows a notification.
///
/// # Errors
/// No desktop that takes it.
pub async fn notify(title: String, body: String) -> Result<(), Failure> {
    #[cfg(target_os = "linux")]
    {
        let shown = async { notify_on(&zbus::Connection::session().await?, &title, &body).await };
        soon(shown).await.map_err(|why| failure("desktop-notification", why))
    }
    #[cfg(not(target_os = "linux"))]
    Err(failure("desktop-notification", format!("{}: {title}: {body}", std::env::consts::OS)))
}

fn failure(key: &str, why: String) -> Failure {
    Failure::new(FailureKind::World, Sentence::new(key)).detail(why)
}

#[cfg(target_os = "linux")]
async fn soon<T>(asked: impl Future<Output = zbus::Result<T>>) -> Result<T, String> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(answer) => answer.map_err(|fault| fault.to_string()),
        Err(elapsed) => Err(elapsed.to_string()),
    }
}

/// The settings portal; a desktop that does not know the key wishes nothing.
#[cfg(target_os = "linux")]
async fn wish_on(bus: &zbus::Connection) -> zbus::Result<Wish> {
    let scheme = read(bus, "color-scheme").await?;
    // Younger than the other one: not every portal knows it.
    let contrast = read(bus, "contrast").await.unwrap_or_default();
    Ok(match (contrast, scheme) {
        (1, _) => Wish::HighContrast,
        (_, 1) => Wish::Dark,
        (_, 2) => Wish::Light,
        _ => Wish::None,
    })
}

#[cfg(target_os = "linux")]
async fn read(bus: &zbus::Connection, key: &str) -> zbus::Result<u32> {
    let place = "/org/freedesktop/portal/desktop";
    let (name, settings) = ("org.freedesktop.portal.Desktop", "org.freedesktop.portal.Settings");
    let asked = ("org.freedesktop.appearance", key);
    let answer = bus.call_method(Some(name), place, Some(settings), "ReadOne", &asked).await?;
    let value: zbus::zvariant::OwnedValue = answer.body().deserialize()?;
    u32::try_from(value).map_err(Into::into)
}

#[cfg(target_os = "linux")]
async fn notify_on(bus: &zbus::Connection, title: &str, body: &str) -> zbus::Result<()> {
    let place = "/org/freedesktop/Notifications";
    let name = "org.freedesktop.Notifications";
    let hints: HashMap<&str, zbus::zvariant::Value<'_>> =
        HashMap::from([("desktop-entry", zbus::zvariant::Value::from("changeover"))]);
    let actions: [&str; 0] = [];
    // In the body `<` and `&` would begin markup.
    let body = body.replace('&', "&amp;").replace('<', "&lt;");
    let usual_time = -1_i32;
    let shown = ("Changeover", 0_u32, "changeover", title, body.as_str(), &actions[..], hints, usual_time);
    bus.call_method(Some(name), place, Some(name), "Notify", &shown).await?;
    Ok(())
}

/// A session bus for tests.
#[cfg(all(test, target_os = "linux"))]
pub(super) mod test_bus {
    use std::{
        io::{BufRead as _, BufReader},
        process::{Child, Command, Stdio},
    };

    /// A bus that everybody may use, at an address in a folder of its own.
    const CONFIG: &str = r#"<busconfig><type>session</type><listen>unix:dir=FOLDER</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"#;

    /// A bus of its own; ends with the value.
    pub(in crate::outside) struct Bus {
        daemon: Child,
        /// The folder with its configuration.
        _place: tempfile::TempDir,
        address: String,
    }

    impl Bus {
        /// `None` where no `dbus-daemon` is installed.
        pub(in crate::outside) fn start() -> Option<Self> {
            // Without the machine's services: none of them is started because a test asks for its name.
            let place = tempfile::tempdir().expect("a folder");
            let config = place.path().join("bus.conf");
            let words = CONFIG.replace("FOLDER", &place.path().display().to_string());
            std::fs::write(&config, words).expect("is written");
            let mut daemon = Command::new("dbus-daemon")
                .arg("--config-file")
                .arg(&config)
                .args(["--nofork", "--print-address=1"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .ok()?;
            let mut address = String::new();
            let told = daemon.stdout.take().expect("a pipe");
            BufReader::new(told).read_line(&mut address).expect("an address");
            Some(Self { daemon, _place: place, address: address.trim().to_owned() })
        }

        pub(in crate::outside) async fn connect(&self) -> zbus::Connection {
            let builder = zbus::connection::Builder::address(self.address.as_str()).expect("an address");
            builder.build().await.expect("connects")
        }
    }

    impl Drop for Bus {
        fn drop(&mut self) {
            self.daemon.kill().expect("ends");
            self.daemon.wait().expect("ended");
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::{test_bus::Bus, *};

    struct Portal(u32, u32);

    #[zbus::interface(name = "org.freedesktop.portal.Settings")]
    impl Portal {
        fn read_one(&self, space: &str, key: &str) -> zbus::fdo::Result<zbus::zvariant::OwnedValue> {
            match (space, key) {
                ("org.freedesktop.appearance", "color-scheme") => Ok(self.0.into()),
                ("org.freedesktop.appearance", "contrast") if self.1 < 2 => Ok(self.1.into()),
                _ => Err(zbus::fdo::Error::Failed("no such key".to_owned())),
            }
        }
    }

    type Shown = Arc<Mutex<Vec<(String, String)>>>;

    struct Notifications(Shown);

    #[zbus::interface(name = "org.freedesktop.Notifications")]
    impl Notifications {
        #[expect(clippy::too_many_arguments, reason = "as the desktop has it")]
        fn notify(
            &self,
            app: &str,
            replaces: u32,
            icon: &str,
            title: &str,
            body: &str,
            actions: Vec<String>,
            hints: HashMap<String, zbus::zvariant::OwnedValue>,
            time: i32,
        ) -> u32 {
            assert_eq!((app, replaces, icon, time), ("Changeover", 0, "changeover", -1));
            assert!(actions.is_empty());
            drop(actions);
            assert!(hints.into_keys().eq(["desktop-entry"]));
            self.0.lock().expect("a lock").push((title.to_owned(), body.to_owned()));
            1
        }
    }

    #[tokio::test]
    async fn the_desktops_colours_are_followed_and_high_contrast_before_them() {
        let Some(bus) = Bus::start() else { return };
        let ours = bus.connect().await;
        assert!(wish_on(&ours).await.is_err(), "there is no portal");
        for (scheme, contrast, wished) in [
            (0, 0, Wish::None),
            (1, 0, Wish::Dark),
            (2, 0, Wish::Light),
            (2, 1, Wish::HighContrast),
            (2, 2, Wish::Light),
            (9, 0, Wish::None),
        ] {
            let portal = bus.connect().await;
            let served = portal.object_server();
            served.at("/org/freedesktop/portal/desktop", Portal(scheme, contrast)).await.expect("is served");
            portal.request_name("org.freedesktop.portal.Desktop").await.expect("a name");
            assert_eq!(wish_on(&ours).await.expect("an answer"), wished, "{scheme} {contrast}");
            portal.release_name("org.freedesktop.portal.Desktop").await.expect("given back");
        }
    }

    #[tokio::test]
    async fn a_notification_arrives_as_it_was_written() {
        let Some(bus) = Bus::start() else { return };
        let ours = bus.connect().await;
        assert!(notify_on(&ours, "a", "b").await.is_err(), "nobody takes it");
        let (desktop, shown) = (bus.connect().await, Shown::default());
        let served = desktop.object_server();
        served
            .at("/org/freedesktop/Notifications", Notifications(Arc::clone(&shown)))
            .await
            .expect("is served");
        desktop.request_name("org.freedesktop.Notifications").await.expect("a name");
        notify_on(&ours, "Deploy", "It is your turn: a < b & c").await.expect("is shown");
        let taken = shown.lock().expect("a lock").clone();
        assert_eq!(taken, [("Deploy".to_owned(), "It is your turn: a &lt; b &amp; c".to_owned())]);
    }
}
