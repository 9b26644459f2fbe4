//! What it is for: the world beside cluster and repository: image registries, web sites, a mail program's address, the
//! desktop around the window.
//! In: an image's name, a site's URL, [`OutsideSettings`]. Out: what was found, or an error that names its cause.
//! Never: a change of anything outside, a credential, or an unbounded wait or body.

pub mod awake;
pub mod desktop;
mod distribution;
mod failure;
mod http;
mod image;
mod issue;
mod mail;
mod net;
pub mod picture;
mod registry;
mod settings;
pub mod versions;

pub use distribution::{Door, Problem};
pub use http::{SiteAnswer, SiteAsk, SiteAskError, SiteError, SiteProblem, SiteTry};
pub use image::{ImageNameError, ImageRef};
pub use issue::Issue;
pub use mail::{Mailto, SAFE_LENGTH, mailto};
pub use net::NetError;
pub use registry::{Found, ImageError, Via};
pub use settings::{ExtraCa, Limits, Mirror, OutsideSettings, Place, PullFrom, RegistryEntry, SettingsError};

/// Clients with the settings they were made from. One for a change; cheap to clone.
#[derive(Debug, Clone)]
pub struct Outside {
    settings: OutsideSettings,
    clients: net::Clients,
}

impl Outside {
    /// Makes the clients; reads the system's CAs, so call it off the UI thread. A rustls provider must be installed.
    ///
    /// # Errors
    /// An extra CA that cannot be used, or a system without any CA.
    pub fn new(settings: OutsideSettings) -> Result<Self, SettingsError> {
        let clients = net::Clients::new(&settings)?;
        Ok(Self { settings, clients })
    }

    /// What the clients were made from.
    pub fn settings(&self) -> &OutsideSettings {
        &self.settings
    }
}

/// Also used by the tests of the whole program, from where it is.
#[cfg(test)]
#[path = "../../tests/it/support/registry.rs"]
pub mod test_registry;
#[cfg(test)]
mod tests;
