//! What it is for: telling whether rows of an earlier time are those of this server and this user.
//! In: a context with all that connecting needs. Out: a hash. Never: a secret in it, not even as a hash.

use super::ContextChoice;
use crate::{
    cluster::mask,
    names::Digest,
    plan::{digest_of, hex},
};

impl ContextChoice {
    /// What tells this server, the way to it and this user from all others before anything was asked.
    ///
    /// It is another one as soon as the kubeconfig names another address, authority, proxy or user, or the same user with
    /// another certificate. A token is no part of it, for it is a secret: who the user is to the server is to be compared
    /// when it has answered.
    pub fn identity(&self) -> Digest {
        let (cluster, auth) = (&self.cluster, &self.auth);
        let proxy = self.proxy.as_ref().map(|proxy| mask::without_userinfo(&proxy.to_string()));
        let way = (proxy, cluster.insecure_skip_tls_verify == Some(true), &cluster.tls_server_name);
        // A path may be no text, and what cannot be written down has no hash of its own.
        let user_file = self.user_file.as_ref().map(|file| hex(file.as_os_str().as_encoded_bytes()));
        let entry = (&self.user, user_file, self.plugin.as_ref().map(|call| &call.digest));
        let certificate = (&auth.client_certificate, &auth.client_certificate_data, &auth.token_file);
        let acting = (&auth.username, &auth.impersonate, &auth.impersonate_uid, &auth.impersonate_groups);
        digest_of(&(&self.server, way, entry, certificate, acting))
    }
}
