//! Tables: the cells that `kubectl get` prints.

use serde_json::{Value, json};

use super::{kinds::Kind, meta};

/// One row. `include` says how much of the object goes with it: `None`, `Object`, or its metadata.
pub(crate) fn row(kind: &Kind, object: &Value, include: &str) -> Value {
    let cells = cells(kind, object);
    let shown = match include {
        "Object" => Some(object.clone()),
        "None" => None,
        _ => Some(super::http::answer::metadata_only(object)),
    };
    let mut row = json!({"cells": cells});
    if let (Some(map), Some(shown)) = (row.as_object_mut(), shown) {
        map.insert("object".to_owned(), shown);
    }
    row
}

/// A table of rows; with the columns when a kind is given.
pub(crate) fn of(kind: Option<&Kind>, rows: Vec<Value>, metadata: &Value) -> Value {
    let columns: Vec<Value> = kind
        .into_iter()
        .flat_map(|kind| &kind.columns)
        .map(|column| {
            json!({
                "name": column.name, "type": column.kind, "format": column.format, "description": "",
                "priority": column.priority,
            })
        })
        .collect();
    let columns = if kind.is_some() { json!(columns) } else { Value::Null };
    json!({
        "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata, "columnDefinitions": columns,
        "rows": rows,
    })
}

fn cells(kind: &Kind, object: &Value) -> Vec<Value> {
    kind.columns
        .iter()
        .map(|column| match column.name.as_str() {
            "Name" => json!(meta::text(object, "name")),
            _ => json!(""),
        })
        .collect()
}
