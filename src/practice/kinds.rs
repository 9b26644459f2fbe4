//! The resources that the practice cluster serves, as the real API server's discovery names them.

use std::cmp::Ordering;

use serde_json::Value;

use super::schema::{Struct, schema};

/// A served resource, such as `deployments.apps`.
#[derive(Debug)]
pub struct Kind {
    /// API group; empty for core.
    pub group: String,
    pub version: String,
    /// Plural name, such as `deployments`.
    pub resource: String,
    /// Such as `Deployment`.
    pub kind: String,
    pub singular: String,
    pub namespaced: bool,
    pub verbs: Vec<String>,
    pub short_names: Vec<String>,
    pub categories: Vec<String>,
    pub subresources: Vec<Subresource>,
    /// Columns of its table.
    pub columns: Vec<Column>,
    /// `OpenAPI` name of its type.
    pub(crate) type_name: String,
}

/// A part of an object that is served at an address of its own.
#[derive(Debug)]
pub struct Subresource {
    pub name: String,
    pub group: String,
    pub version: String,
    pub kind: String,
    pub verbs: Vec<String>,
}

/// A column of a server-made table.
#[derive(Debug)]
pub struct Column {
    pub name: String,
    pub kind: String,
    pub format: String,
    /// 0 is always shown, more only in wide output.
    pub priority: i64,
}

impl Kind {
    /// Reads one resource of the asset.
    pub(crate) fn read(entry: &Value) -> Option<Self> {
        let subresources = entry.get("subresources").and_then(Value::as_array);
        let columns = entry.get("columns").and_then(Value::as_array);
        Some(Self {
            group: text(entry, "group")?,
            version: text(entry, "version")?,
            resource: text(entry, "resource")?,
            kind: text(entry, "kind")?,
            singular: text(entry, "singular")?,
            namespaced: entry.get("namespaced")?.as_bool()?,
            verbs: texts(entry, "verbs"),
            short_names: texts(entry, "shortNames"),
            categories: texts(entry, "categories"),
            subresources: subresources.into_iter().flatten().filter_map(Subresource::read).collect(),
            columns: columns.into_iter().flatten().filter_map(Column::read).collect(),
            type_name: text(entry, "type")?,
        })
    }

    /// `apps/v1`, or `v1` for core.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.clone() } else { format!("{}/{}", self.group, self.version) }
    }

    /// `deployments.apps`, or `pods` for core: how messages name the resource.
    pub fn qualified(&self) -> String {
        if self.group.is_empty() {
            self.resource.clone()
        } else {
            format!("{}.{}", self.resource, self.group)
        }
    }

    /// The fields of its objects.
    pub(crate) fn fields(&self) -> Option<&'static Struct> {
        schema().find(&self.type_name)
    }

    /// Objects are kept (as opposed to a review, which is only answered).
    pub fn is_stored(&self) -> bool {
        self.verbs.iter().any(|verb| verb == "list")
    }

    /// The subresource of this name.
    pub fn subresource(&self, name: &str) -> Option<&Subresource> {
        self.subresources.iter().find(|sub| sub.name == name)
    }

    fn identity(&self) -> (&str, &str) {
        (&self.group, &self.resource)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Kind {}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.identity().cmp(&other.identity())
    }
}

impl Subresource {
    fn read(entry: &Value) -> Option<Self> {
        Some(Self {
            name: text(entry, "name")?,
            group: text(entry, "group")?,
            version: text(entry, "version")?,
            kind: text(entry, "kind")?,
            verbs: texts(entry, "verbs"),
        })
    }
}

impl Column {
    fn read(entry: &Value) -> Option<Self> {
        let cell = |at: usize| entry.get(at).and_then(Value::as_str).map(str::to_owned);
        let priority = entry.get(3).and_then(Value::as_i64)?;
        Some(Self { name: cell(0)?, kind: cell(1)?, format: cell(2)?, priority })
    }
}

/// All served resources.
pub fn all() -> &'static [Kind] {
    &schema().kinds
}

/// The resource by its group and plural name, whatever the version.
pub fn find(group: &str, resource: &str) -> Option<&'static Kind> {
    all().iter().find(|kind| kind.group == group && kind.resource == resource)
}

/// The resource whose objects say this `apiVersion` and `kind`.
pub fn of_object(api_version: &str, name: &str) -> Option<&'static Kind> {
    all().iter().find(|kind| kind.kind == name && kind.api_version() == api_version)
}

fn text(entry: &Value, key: &str) -> Option<String> {
    entry.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn texts(entry: &Value, key: &str) -> Vec<String> {
    let list = entry.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
