//! What the real API server's `OpenAPI` document and Go types say about the served kinds.
//!
//! In: `assets/practice/schema.json`, fetched from the real server by a test. Out: resources with their verbs and table
//! columns, and the shape of every field: its type, how lists merge, and whether the server writes it when it is empty.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use serde_json::{Map, Value};

use super::kinds::Kind;

/// The asset as text; also the source of `/openapi/v3`.
const TEXT: &str = include_str!("../../assets/practice/schema.json");

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::read(TEXT));

/// The schema that this program was built with.
pub(crate) fn schema() -> &'static Schema {
    &SCHEMA
}

/// All that is known of the served kinds.
#[derive(Debug)]
pub(crate) struct Schema {
    /// What `/version` answers.
    pub(crate) version: Value,
    /// The served resources, in the order of the real server's discovery.
    pub(crate) kinds: Vec<Kind>,
    /// The schemas by their `OpenAPI` name, as the asset has them.
    pub(crate) raw: Map<String, Value>,
    structs: HashMap<String, Struct>,
}

/// A type with named fields.
#[derive(Debug)]
pub(crate) struct Struct {
    /// `OpenAPI` name, such as `io.k8s.api.core.v1.Pod`.
    pub(crate) name: String,
    pub(crate) fields: BTreeMap<String, Field>,
    /// Owned as a whole by server-side apply.
    pub(crate) atomic: bool,
}

/// A field of a [`Struct`].
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) shape: Shape,
    pub(crate) left_out: LeftOut,
    /// A pointer in Go: zero is a value, absence is another.
    pub(crate) pointer: bool,
    /// Strategic merge drops the keys that the patch does not name.
    pub(crate) retain_keys: bool,
    /// Where protobuf has it; more than one number when Go embeds the struct.
    pub(crate) number: Vec<u32>,
    /// What a missing key of a list map counts as.
    pub(crate) default: Option<Value>,
}

/// When the server does not write a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeftOut {
    Never,
    /// Go's `omitempty`, which knows no empty struct.
    Empty,
    /// Go's `omitzero`.
    Zero,
}

/// What a value looks like.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// A [`Struct`], by its `OpenAPI` name.
    Object(String),
    Map {
        item: Box<Shape>,
        atomic: bool,
    },
    List(Box<List>),
    Text,
    /// Base64.
    Bytes,
    Int32,
    Int64,
    Number,
    Boolean,
    Quantity,
    Time,
    MicroTime,
    Duration,
    IntOrString,
    /// Anything, owned as a whole.
    Free,
}

/// How a list merges.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) item: Shape,
    pub(crate) merging: Merging,
    /// The key of a strategic merge patch, when the list merges there.
    pub(crate) patch_key: Option<String>,
    /// Strategic merge unites the elements.
    pub(crate) patch_merge: bool,
    /// Strategic merge drops the keys of an element that the patch does not name.
    pub(crate) retain_keys: bool,
}

/// How server-side apply sees a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Merging {
    Atomic,
    Set,
    /// By these key fields.
    ByKeys(Vec<String>),
}

impl Schema {
    fn read(text: &str) -> Self {
        let mut root: Value = serde_json::from_str(text).unwrap_or_default();
        let take = |root: &mut Value, key: &str| root.get_mut(key).map(Value::take).unwrap_or_default();
        let version = take(&mut root, "version");
        let Value::Object(raw) = take(&mut root, "types") else { return Self::empty() };
        let resources = take(&mut root, "resources");
        let kinds = resources.as_array().into_iter().flatten().filter_map(Kind::read).collect();
        let structs = raw
            .iter()
            .filter(|(_, schema)| schema.get("properties").is_some())
            .map(|(name, schema)| (name.clone(), read_struct(name, schema, &raw)))
            .collect();
        Self { version, kinds, raw, structs }
    }

    fn empty() -> Self {
        Self { version: Value::Null, kinds: Vec::new(), raw: Map::new(), structs: HashMap::new() }
    }

    /// The struct of this `OpenAPI` name.
    pub(crate) fn find(&self, name: &str) -> Option<&Struct> {
        self.structs.get(name)
    }
}

impl Struct {
    /// The Go name, such as `Pod`.
    pub(crate) fn short_name(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }
}

impl Shape {
    /// The struct behind the shape.
    pub(crate) fn fields(&self) -> Option<&'static Struct> {
        if let Self::Object(name) = self { schema().find(name) } else { None }
    }
}

fn text<'a>(schema: &'a Value, key: &str) -> &'a str {
    schema.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The protobuf numbers behind the letters of `x-go`.
fn numbers(go: &str) -> Vec<u32> {
    let digits = go.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    digits.split('.').filter_map(|number| number.parse().ok()).collect()
}

fn read_struct(name: &str, schema: &Value, raw: &Map<String, Value>) -> Struct {
    let properties = schema.get("properties").and_then(Value::as_object);
    let fields = properties
        .into_iter()
        .flatten()
        .map(|(field, property)| {
            let go = text(property, "x-go");
            let strategy = text(property, "x-kubernetes-patch-strategy");
            let field_schema = Field {
                shape: read_shape(property, raw),
                left_out: match go.chars().next() {
                    Some('k') => LeftOut::Never,
                    _ if go.contains('z') => LeftOut::Zero,
                    _ => LeftOut::Empty,
                },
                pointer: go.contains('p'),
                retain_keys: strategy.contains("retainKeys"),
                number: numbers(go),
                default: property.get("default").cloned(),
            };
            (field.clone(), field_schema)
        })
        .collect();
    Struct { name: name.to_owned(), fields, atomic: text(schema, "x-kubernetes-map-type") == "atomic" }
}

fn read_shape(schema: &Value, raw: &Map<String, Value>) -> Shape {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return named_shape(name, schema, raw);
    }
    match (text(schema, "type"), text(schema, "format")) {
        ("string", "byte") => Shape::Bytes,
        ("string", _) => Shape::Text,
        ("integer", "int32") => Shape::Int32,
        ("integer", _) => Shape::Int64,
        ("number", _) => Shape::Number,
        ("boolean", _) => Shape::Boolean,
        ("array", _) => Shape::List(Box::new(read_list(schema, raw))),
        ("object", _) => match schema.get("additionalProperties") {
            Some(item) => Shape::Map {
                item: Box::new(read_shape(item, raw)),
                atomic: text(schema, "x-kubernetes-map-type") == "atomic",
            },
            None => Shape::Free,
        },
        _ => Shape::Free,
    }
}

fn named_shape(name: &str, site: &Value, raw: &Map<String, Value>) -> Shape {
    match name.rsplit('.').next().unwrap_or_default() {
        "Quantity" => Shape::Quantity,
        "Time" => Shape::Time,
        "MicroTime" => Shape::MicroTime,
        "Duration" => Shape::Duration,
        "IntOrString" => Shape::IntOrString,
        _ => {
            let target = raw.get(name);
            let structured = target.is_some_and(|schema| schema.get("properties").is_some());
            // A field may call its struct atomic where the struct itself does not.
            if !structured || text(site, "x-kubernetes-map-type") == "atomic" && !is_atomic(target) {
                return Shape::Free;
            }
            Shape::Object(name.to_owned())
        }
    }
}

fn is_atomic(schema: Option<&Value>) -> bool {
    schema.is_some_and(|schema| text(schema, "x-kubernetes-map-type") == "atomic")
}

fn read_list(schema: &Value, raw: &Map<String, Value>) -> List {
    let keys = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
    let keys = keys.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let merging = match text(schema, "x-kubernetes-list-type") {
        "map" => Merging::ByKeys(keys),
        "set" => Merging::Set,
        _ => Merging::Atomic,
    };
    let strategy = text(schema, "x-kubernetes-patch-strategy");
    List {
        item: schema.get("items").map_or(Shape::Free, |items| read_shape(items, raw)),
        merging,
        patch_key: schema.get("x-kubernetes-patch-merge-key").and_then(Value::as_str).map(str::to_owned),
        patch_merge: strategy.contains("merge"),
        retain_keys: strategy.contains("retainKeys"),
    }
}
