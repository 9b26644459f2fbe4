//! What it is for: the `Authorization` header of every request, renewed before it expires. In: a token, a token
//! file, a password or a plug-in. Out: a header marked as sensitive. Never: a token in a log or error, or a plug-in
//! other than the one that was agreed to.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};

use http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use k8s_openapi::ByteString;
use kube::config::AuthInfo;
use secrecy::ExposeSecret as _;

use crate::cluster::kubeconfig::{ExecConsent, PluginCall};

/// How often a token file is read again, as client-go does.
const FILE: SignedDuration = SignedDuration::from_secs(60);
/// How long before its end a token is renewed.
const EARLY: SignedDuration = SignedDuration::from_secs(60);
/// How often the clock is looked at; short, because a timer does not count a laptop's sleep.
const TICK: Duration = Duration::from_secs(5);

/// The current header.
pub(super) struct Credentials {
    header: RwLock<HeaderValue>,
}

/// Where a new header comes from when the old one ends.
pub(super) enum Source {
    /// It never changes.
    Fixed,
    /// A file that somebody else keeps fresh.
    File(PathBuf),
    /// The plug-in that was agreed to, with the moment at which its token ends.
    Plugin(Box<PluginCall>, ExecConsent, Timestamp),
}

/// Keeps the renewing task alive; it ends when this is dropped.
pub(super) struct Keeper {
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Credentials {
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let header = self.header.read().unwrap_or_else(PoisonError::into_inner);
        (!header.is_empty()).then(|| header.clone())
    }

    fn set(&self, header: HeaderValue) {
        *self.header.write().unwrap_or_else(PoisonError::into_inner) = header;
    }

    /// Holds `header` and renews it from `source`.
    pub(super) fn start(header: HeaderValue, source: Source) -> (Arc<Self>, Option<Keeper>) {
        let credentials = Arc::new(Self { header: RwLock::new(header) });
        let weak = Arc::downgrade(&credentials);
        let keeper = match source {
            Source::Fixed => None,
            Source::File(path) => Some(tokio::spawn(renew_from_file(weak, path))),
            Source::Plugin(call, consent, expires) => {
                Some(tokio::spawn(renew_by_plugin(weak, call, consent, expires)))
            }
        };
        (credentials, keeper.map(|task| Keeper { task }))
    }
}

async fn renew_from_file(credentials: Weak<Credentials>, path: PathBuf) {
    let mut next = Timestamp::now() + FILE;
    loop {
        tokio::time::sleep(TICK).await;
        let Some(credentials) = credentials.upgrade() else { return };
        let now = Timestamp::now();
        // Earlier than it can be: the clock was set back.
        if now < next && now >= next - FILE {
            continue;
        }
        next = now + FILE;
        // A file that went away keeps its last token, as client-go does.
        if let Ok(text) = tokio::fs::read_to_string(&path).await
            && let Some(header) = bearer(&text)
        {
            credentials.set(header);
        }
    }
}

async fn renew_by_plugin(
    credentials: Weak<Credentials>,
    call: Box<PluginCall>,
    consent: ExecConsent,
    mut expires: Timestamp,
) {
    // A token that lives shorter than `EARLY` must not make the plug-in run all the time.
    let mut not_before = Instant::now() + Duration::from_secs(10);
    loop {
        tokio::time::sleep(TICK).await;
        if credentials.strong_count() == 0 {
            return;
        }
        let now = Timestamp::now();
        if Instant::now() < not_before || now < expires - EARLY {
            continue;
        }
        not_before = Instant::now() + Duration::from_secs(30);
        match call.run(Some(&consent)).await {
            Ok(minted) => {
                let header = minted.token.as_ref().and_then(|token| bearer(token.expose_secret()));
                if let (Some(credentials), Some(header)) = (credentials.upgrade(), header) {
                    credentials.set(header);
                }
                expires = minted.expires.unwrap_or(Timestamp::MAX);
            }
            Err(error) => tracing::warn!(%error, "the credential plug-in did not renew the token"),
        }
    }
}

/// `Bearer TOKEN`; `None` when the text cannot be a header.
pub(super) fn bearer(token: &str) -> Option<HeaderValue> {
    sensitive(&format!("Bearer {}", token.trim()))
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// Header and source by what the kubeconfig's user entry holds, in kubectl's order; `Ok(None)` when it has no
/// header (certificates, nothing).
pub(super) fn of_entry(auth: &AuthInfo) -> Result<Option<(HeaderValue, Source)>, &'static str> {
    let fixed = |header: Option<HeaderValue>, problem| match header {
        Some(header) => Ok(Some((header, Source::Fixed))),
        None => Err(problem),
    };
    if let Some(token) = &auth.token
        && !token.expose_secret().is_empty()
    {
        return fixed(bearer(token.expose_secret()), "the token holds characters that no token has");
    }
    if let Some(path) = auth.token_file.as_deref() {
        let text = std::fs::read_to_string(path).map_err(|_unread| "the token file cannot be read")?;
        let header = bearer(&text).ok_or("the token file holds no token")?;
        return Ok(Some((header, Source::File(path.into()))));
    }
    if let (Some(name), Some(password)) = (&auth.username, &auth.password) {
        let pair = ByteString(format!("{name}:{}", password.expose_secret()).into_bytes());
        let text = serde_json::to_value(pair).map_err(|_unsent| "the password cannot be sent")?;
        let text = format!("Basic {}", text.as_str().unwrap_or_default());
        return fixed(sensitive(&text), "the password cannot be sent");
    }
    if let Some(provider) = &auth.auth_provider {
        let token = provider.config.get("id-token").ok_or("the sign-in entry holds no id-token")?;
        return fixed(bearer(token), "the id-token holds characters that no token has");
    }
    Ok(None)
}
