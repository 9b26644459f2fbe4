//! What it is for: kube's client with our settings. In: the chosen context. Out: a client and what renews its
//! credentials. Never: kube's own plug-in runs (up to three per client, without limit), its retries, or
//! `Config::infer`.

use std::sync::Arc;

use kube::client::{ClientBuilder, ConfigExt as _};
use kube::config::AuthInfo;
use kube::{Client, Config};
use secrecy::{ExposeSecret as _, SecretString};

use super::credentials::{self, Credentials, Keeper, Source};
use super::layer::BesidesLayer;
use super::wire::wire;
use super::{ConnectOptions, REACH, USER_AGENT};
use crate::cluster::error::ClusterError;
use crate::cluster::kubeconfig::{ContextChoice, Minted, ca_bundle, pem_certificates};
use crate::names::Namespace;

pub(super) async fn client(
    choice: &ContextChoice,
    namespace: &Namespace,
    options: &ConnectOptions,
    minted: Option<Minted>,
) -> Result<(Client, Option<Keeper>), ClusterError> {
    let failed = |message: String| ClusterError::SetUp { server: choice.server.address.clone(), message };
    let (choice, namespace, options) = (choice.clone(), namespace.clone(), options.clone());
    // Certificates, keys and tokens are read from files here, so not on a thread that others wait for.
    let built = tokio::task::spawn_blocking(move || build(&choice, &namespace, &options, minted)).await;
    match built {
        Ok(built) => built.map_err(failed),
        Err(_) => Err(failed("setting up stopped".to_owned())),
    }
}

/// How the server's certificate is checked: the authorities of the kubeconfig and of the settings; no certificate of ours.
pub(super) async fn trust(
    choice: &ContextChoice,
    options: &ConnectOptions,
) -> Result<rustls::ClientConfig, ClusterError> {
    let failed = |message: String| ClusterError::SetUp { server: choice.server.address.clone(), message };
    let (choice, options) = (choice.clone(), options.clone());
    let built = tokio::task::spawn_blocking(move || {
        provide();
        let namespace = Namespace::new("default").map_err(|error| error.to_string())?;
        let mut config = config(&choice, &namespace)?;
        config.root_cert = roots(&choice, &options)?;
        config.rustls_client_config().map_err(|error| set_up_message(&error))
    });
    match built.await {
        Ok(built) => built.map_err(failed),
        Err(_) => Err(failed("setting up stopped".to_owned())),
    }
}

/// Chooses how TLS is computed, where nothing has chosen it.
fn provide() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Somebody else may have been quicker: then there is one, which is all that is wanted.
        rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
    }
}

fn build(
    choice: &ContextChoice,
    namespace: &Namespace,
    options: &ConnectOptions,
    minted: Option<Minted>,
) -> Result<(Client, Option<Keeper>), String> {
    provide();
    let mut config = config(choice, namespace)?;
    config.root_cert = roots(choice, options)?;
    config.auth_info = identity(&choice.auth, minted.as_ref())?;
    let header = header(choice, options, minted)?;
    let (credentials, keeper) = match header {
        Some((header, source)) => {
            let (credentials, keeper) = Credentials::start(header, source);
            (Some(credentials), keeper)
        }
        None => (None, None),
    };
    let layer = BesidesLayer { credentials: credentials as Option<Arc<Credentials>> };
    let wire = wire(&config).map_err(|error| set_up_message(&error))?;
    let client = ClientBuilder::new(wire, config.default_namespace).with_layer(&layer).build();
    Ok((client, keeper))
}

fn config(choice: &ContextChoice, namespace: &Namespace) -> Result<Config, String> {
    let address =
        choice.server.address.parse().map_err(|_unparsed| "the address cannot be used".to_owned())?;
    let mut config = Config::new(address);
    namespace.as_str().clone_into(&mut config.default_namespace);
    config.connect_timeout = Some(REACH);
    config.default_retry = false;
    config.accept_invalid_certs = choice.cluster.insecure_skip_tls_verify == Some(true);
    config.tls_server_name = choice.cluster.tls_server_name.clone().filter(|name| !name.is_empty());
    config.proxy_url.clone_from(&choice.proxy);
    config.headers = vec![(http::header::USER_AGENT, http::HeaderValue::from_static(USER_AGENT))];
    Ok(config)
}

/// The kubeconfig's authorities and the settings' extra ones; the system's when the kubeconfig names none.
fn roots(choice: &ContextChoice, options: &ConnectOptions) -> Result<Option<Vec<Vec<u8>>>, String> {
    let own = match ca_bundle(&choice.cluster)? {
        Some(pem) => Some(pem_certificates(&pem)?),
        None => None,
    };
    let Some(path) = &options.extra_ca else { return Ok(own) };
    let named = |problem: String| format!("extra CA file {}: {problem}", path.display());
    let pem = std::fs::read(path).map_err(|error| named(error.kind().to_string()))?;
    let extra = pem_certificates(&pem).map_err(named)?;
    if extra.is_empty() {
        return Err(named("it holds no certificate".to_owned()));
    }
    let mut all = own.unwrap_or_else(|| {
        let system = rustls_native_certs::load_native_certs();
        system.certs.into_iter().map(|der| der.to_vec()).collect()
    });
    all.extend(extra);
    Ok(Some(all))
}

/// Client certificate and impersonation only: headers are ours, and kube must find no plug-in to run.
fn identity(auth: &AuthInfo, minted: Option<&Minted>) -> Result<AuthInfo, String> {
    let mut kept = AuthInfo {
        client_certificate: auth.client_certificate.clone(),
        client_certificate_data: auth.client_certificate_data.clone().filter(|text| !text.is_empty()),
        client_key: auth.client_key.clone(),
        client_key_data: auth.client_key_data.clone().filter(|text| !text.expose_secret().is_empty()),
        impersonate: auth.impersonate.clone(),
        impersonate_uid: auth.impersonate_uid.clone(),
        impersonate_groups: auth.impersonate_groups.clone(),
        impersonate_user_extra: auth.impersonate_user_extra.clone(),
        ..AuthInfo::default()
    };
    if let Some((certificate, key)) = minted.and_then(|minted| minted.identity.as_ref()) {
        kept.client_certificate_data = Some(base64(certificate)?);
        kept.client_key_data = Some(SecretString::from(base64(key.expose_secret())?));
    }
    Ok(kept)
}

fn header(
    choice: &ContextChoice,
    options: &ConnectOptions,
    minted: Option<Minted>,
) -> Result<Option<(http::HeaderValue, Source)>, String> {
    if let Some(own) = credentials::of_entry(&choice.auth).map_err(ToOwned::to_owned)? {
        return Ok(Some(own));
    }
    let Some(Minted { token: Some(token), expires, .. }) = minted else { return Ok(None) };
    let header = credentials::bearer(token.expose_secret());
    let header = header.ok_or("the plug-in's token holds characters that no token has")?;
    let source = match (&choice.plugin, &options.consent, expires) {
        (Some(call), Some(consent), Some(expires)) => {
            Source::Plugin(Box::new(call.clone()), consent.clone(), expires)
        }
        (_, _, _) => Source::Fixed,
    };
    Ok(Some((header, source)))
}

fn base64(text: &str) -> Result<String, String> {
    let value = serde_json::to_value(k8s_openapi::ByteString(text.as_bytes().to_vec()));
    value
        .ok()
        .and_then(|value| value.as_str().map(ToOwned::to_owned))
        .ok_or_else(|| "the plug-in's certificate cannot be used".to_owned())
}

/// kube's words for what it could not use, without the texts that may hold a key or a password.
fn set_up_message(error: &kube::Error) -> String {
    use super::super::refusal::{Nature, Refusal};
    Refusal::from_kube(error, Nature::Read, None).message().to_owned()
}
