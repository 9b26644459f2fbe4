//! What it is for: kinds by the names that people write: `Job`, `jobs`, `jobs.batch`, a short name, a category.
//! In: the server's discovery. Out: where objects of the kind live. Never: a name guessed, a part of a list of names
//! resolved while another is unknown, or a kind taken from a group that nobody named when the server has none.

use kube::core::discovery::v2::{APIGroupDiscoveryList, APIResourceDiscovery};

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Verb},
    resource::Resource,
};

/// Every kind that the server serves, in its own order: the core group first, preferred versions before others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kinds(Vec<Kind>);

#[derive(Debug, Clone)]
struct Kind {
    resource: Resource,
    singular: String,
    short: Vec<String>,
    categories: Vec<String>,
    verbs: Vec<String>,
}

impl Kinds {
    /// Asks the server, with two requests (servers since 1.26).
    pub(crate) async fn discover(cluster: &Cluster) -> Result<Self, ClusterError> {
        let attempt = Attempt::new(Verb::Ask, "kinds");
        let client = cluster.client();
        let core = cluster.read(&attempt, client.list_core_api_versions_aggregated()).await?;
        let groups = cluster.read(&attempt, client.list_api_groups_aggregated()).await?;
        Ok(Self::of([core, groups]))
    }

    fn of(lists: impl IntoIterator<Item = APIGroupDiscoveryList>) -> Self {
        let mut all = Vec::new();
        for group in lists.into_iter().flat_map(|list| list.items) {
            let name = group.metadata.and_then(|meta| meta.name).unwrap_or_default();
            for version in group.versions {
                let number = version.version.unwrap_or_default();
                all.extend(version.resources.into_iter().filter_map(|one| kind(&name, &number, one)));
            }
        }
        Self(all)
    }

    /// The kinds that each text names, each once; or the texts that name none.
    pub(crate) fn resolve(&self, texts: &[String]) -> Result<Vec<Resource>, Vec<String>> {
        let mut found: Vec<Resource> = Vec::new();
        let mut unknown = Vec::new();
        for text in texts {
            let named = self.named(text.trim());
            if named.is_empty() {
                unknown.push(text.clone());
            }
            for resource in named {
                if !found.iter().any(|one| one.is_same_kind(&resource)) {
                    found.push(resource);
                }
            }
        }
        if unknown.is_empty() { Ok(found) } else { Err(unknown) }
    }

    /// All kinds of a namespace whose objects can be listed and deleted, each in its preferred version.
    pub(crate) fn deletable(&self) -> Vec<Resource> {
        let mut found: Vec<Resource> = Vec::new();
        for kind in self.0.iter().filter(|kind| kind.resource.is_namespaced && kind.is_deletable()) {
            if !found.iter().any(|one| one.is_same_kind(&kind.resource)) {
                found.push(kind.resource.clone());
            }
        }
        found
    }

    fn named(&self, text: &str) -> Vec<Resource> {
        let lower = text.to_lowercase();
        let (name, group) =
            lower.split_once('.').map_or((lower.as_str(), None), |(name, group)| (name, Some(group)));
        let is_named = |kind: &&Kind| {
            let names = [&kind.resource.plural, &kind.singular];
            let is_name = names.iter().any(|one| one.as_str() == name)
                || kind.resource.kind.to_lowercase() == name
                || kind.short.iter().any(|one| one == name);
            is_name && group.is_none_or(|group| kind.is_of(group))
        };
        if let Some(kind) = self.0.iter().find(is_named) {
            return vec![kind.resource.clone()];
        }
        let in_category = |kind: &&Kind| kind.is_deletable() && kind.categories.contains(&lower);
        self.0.iter().filter(in_category).map(|kind| kind.resource.clone()).collect()
    }
}

impl Kind {
    fn is_deletable(&self) -> bool {
        ["list", "delete"].iter().all(|verb| self.verbs.iter().any(|one| one == verb))
    }

    /// `batch`, or `v1.batch` as kubectl also allows.
    fn is_of(&self, group: &str) -> bool {
        let Resource { group: own, version, .. } = &self.resource;
        group == own || group == format!("{version}.{own}")
    }
}

fn kind(group: &str, version: &str, one: APIResourceDiscovery) -> Option<Kind> {
    let kind = one.response_kind.and_then(|kind| kind.kind).filter(|kind| !kind.is_empty())?;
    let resource = Resource {
        group: group.to_owned(),
        version: version.to_owned(),
        kind,
        plural: one.resource?,
        is_namespaced: one.scope.as_deref() == Some("Namespaced"),
    };
    Some(Kind {
        resource,
        singular: one.singular_resource.unwrap_or_default(),
        short: one.short_names,
        categories: one.categories,
        verbs: one.verbs,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn resource(plural: &str, kind: &str, more: &Value) -> Value {
        let mut one = json!({"resource": plural, "responseKind": {"kind": kind}, "scope": "Namespaced",
            "singularResource": kind.to_lowercase(), "verbs": ["get", "list", "delete"]});
        for (key, value) in more.as_object().into_iter().flatten() {
            one[key] = value.clone();
        }
        one
    }

    fn group(name: &str, versions: &Value) -> Value {
        json!({"metadata": {"name": name}, "versions": versions})
    }

    pub(crate) fn kinds() -> Kinds {
        let core = json!({"items": [group("", &json!([{"version": "v1", "resources": [
            resource("pods", "Pod", &json!({"shortNames": ["po"], "categories": ["all"]})),
            resource("secrets", "Secret", &json!({})),
            resource("bindings", "Binding", &json!({"verbs": ["create"]})),
            resource("namespaces", "Namespace", &json!({"scope": "Cluster"}))]}]))]});
        let jobs = json!([{"version": "v1", "resources": [resource("jobs", "Job", &json!({"categories": ["all"]}))]},
            {"version": "v1beta1", "resources": [resource("jobs", "Job", &json!({}))]}]);
        let groups = json!({"items": [group("batch", &jobs)]});
        Kinds::of([core, groups].map(|list| serde_json::from_value(list).unwrap()))
    }

    #[test]
    fn kinds_are_found_by_every_name_that_kubectl_knows() {
        let kinds = kinds();
        for text in ["Job", "job", "jobs", "jobs.batch", "jobs.v1beta1.batch"] {
            let found = kinds.resolve(&[text.to_owned()]).unwrap();
            assert_eq!((found.len(), found[0].kind.as_str()), (1, "Job"), "{text}");
        }
        assert_eq!(kinds.resolve(&["jobs".to_owned()]).unwrap()[0].version, "v1");
        let all = kinds.resolve(&["all".to_owned(), "po".to_owned()]).unwrap();
        let all: Vec<_> = all.iter().map(|one| one.kind.as_str()).collect();
        assert_eq!(all, ["Pod", "Job"], "`all` is a category, and a kind comes once");
        let deletable = kinds.deletable();
        let deletable: Vec<_> = deletable.iter().map(|one| one.plural.as_str()).collect();
        assert_eq!(deletable, ["pods", "secrets", "jobs"]);
    }

    #[test]
    fn mistake_20_one_unknown_kind_refuses_all() {
        let texts = ["jobs", "nsp", "", "en"].map(str::to_owned);
        assert_eq!(kinds().resolve(&texts).unwrap_err(), ["nsp", "", "en"]);
    }
}
