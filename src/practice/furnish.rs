//! What every fresh cluster has before anybody writes anything.

use serde_json::json;

use super::{
    api::{Api, Call},
    kinds,
    refusal::Refusal,
};

/// The manager of what the API server itself makes.
const SERVER: &str = "kube-apiserver";
/// The manager of what the controllers make.
const CONTROLLERS: &str = "kube-controller-manager";

impl Api {
    /// Makes the namespaces of a fresh cluster, each with its default account, and the API's own service.
    ///
    /// # Errors
    /// When something of it is there already.
    pub fn furnish(&self) -> Result<(), Refusal> {
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
            self.furnish_namespace(name, SERVER)?;
        }
        let service = json!({
            "metadata": {"name": "kubernetes", "labels": {"component": "apiserver", "provider": "kubernetes"}},
            "spec": {"ports": [{"name": "https", "port": 443, "targetPort": 6443}], "clusterIP": "10.96.0.1"},
        });
        self.make("services", "default", SERVER, service)?;
        // Nobody can have seen a cluster before it was there.
        self.store().forget();
        Ok(())
    }

    /// Makes a namespace with its default account.
    ///
    /// # Errors
    /// When it is there already, or its name is none.
    pub fn furnish_namespace(&self, name: &str, manager: &str) -> Result<(), Refusal> {
        self.make("namespaces", "", manager, json!({"metadata": {"name": name}}))?;
        match self.make("serviceaccounts", name, CONTROLLERS, json!({"metadata": {"name": "default"}})) {
            // Where controllers run already, theirs was quicker.
            Err(refusal) if refusal.reason == "AlreadyExists" => Ok(()),
            made => made,
        }
    }

    fn make(
        &self,
        resource: &str,
        namespace: &str,
        manager: &str,
        body: serde_json::Value,
    ) -> Result<(), Refusal> {
        let kind = kinds::find("", resource).ok_or_else(Refusal::no_such_address)?;
        self.create(&Call::new(kind, namespace, "", manager), body).map(|_made| ())
    }
}
