//! What it is for: the JSON Schema of the format, for editors; made from the mirror types.
//! In: nothing. Out: the text of `procedures/procedure.schema.json`. Never: a rule that the loader does not have.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::file::{
    API_VERSION, DecideFile, MetadataFile, ParamFile, RecordFile, SlotFile, StepFile, TargetFile,
    UndoAllFile, UndoFile, WatchFile,
};
use super::ordered::Ordered;
use crate::{action::Action, names::RepoFile};

/// The schema, pretty-printed, with a final line end.
pub fn schema_text() -> String {
    let schema = schema();
    // A `Value` can always be written: its keys are texts.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let actions = actions(&mut generator);
    part::<StepFile>(&mut generator);
    part::<UndoFile>(&mut generator);
    let properties = json!({
        "apiVersion": {"const": API_VERSION},
        "kind": {"const": "Procedure"},
        "metadata": part::<MetadataFile>(&mut generator),
        "target": part::<TargetFile>(&mut generator),
        "params": part::<Ordered<ParamFile>>(&mut generator),
        "repo": part::<Ordered<RepoFile>>(&mut generator),
        "watch": {"type": "array", "items": part::<WatchFile>(&mut generator)},
        "steps": {"type": "array", "minItems": 1,
            "items": {"anyOf": [{"$ref": "#/$defs/Step"}, part::<SlotFile>(&mut generator)]}},
        "rollback": {"type": "object", "additionalProperties": false, "required": ["decide", "plans"], "properties": {
            "decide": part::<DecideFile>(&mut generator),
            "plans": {"type": "object", "additionalProperties": {"type": "array",
                "items": {"anyOf": [{"$ref": "#/$defs/Step"}, part::<UndoAllFile>(&mut generator)]}}},
        }},
        "record": part::<RecordFile>(&mut generator),
    });
    let mut definitions: Map<String, Value> = generator.take_definitions(true);
    for (_, fields) in &actions {
        let name = fields.get("$ref").and_then(Value::as_str).and_then(|at| at.rsplit('/').next());
        if let Some(definition) = name.and_then(|name| definitions.get_mut(name)) {
            allow_placeholders(definition);
        }
    }
    let step = with_actions(definitions.remove("StepFile"), &actions);
    let mut undo = with_actions(definitions.remove("UndoFile"), &actions);
    if let Some(list) = undo.get_mut("oneOf").and_then(Value::as_array_mut) {
        list.push(json!({"required": ["none"]}));
    }
    definitions.insert("Step".to_owned(), step);
    definitions.insert("Undo".to_owned(), undo);
    if let Some(properties) = definitions.get_mut("Step").and_then(|step| step.get_mut("properties")) {
        merge(properties, [("undo".to_owned(), json!({"$ref": "#/$defs/Undo"}))]);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Changeover procedure, format procedure/v1",
        "type": "object",
        "additionalProperties": false,
        "required": ["apiVersion", "kind", "metadata", "steps"],
        "properties": properties,
        "$defs": definitions,
    })
}

fn part<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    Schema::to_value(generator.subschema_for::<T>())
}

/// Each action's key with the schema of its fields.
fn actions(generator: &mut SchemaGenerator) -> Vec<(String, Value)> {
    let whole = <Action as schemars::JsonSchema>::json_schema(generator).to_value();
    let variants = whole.get("oneOf").and_then(Value::as_array).cloned().unwrap_or_default();
    let fields = variants.iter().filter_map(|variant| variant.get("properties")?.as_object());
    fields.flatten().map(|(key, fields)| (key.clone(), fields.clone())).collect()
}

/// The schema of keys beside an action, with one key more for each action; exactly one of them is needed.
fn with_actions(beside: Option<Value>, actions: &[(String, Value)]) -> Value {
    let mut whole = beside.unwrap_or_default();
    let one: Vec<Value> = actions.iter().map(|(key, _)| json!({"required": [key]})).collect();
    if let Some(properties) = whole.get_mut("properties") {
        merge(properties, actions.iter().cloned());
    }
    merge(&mut whole, [("oneOf".to_owned(), Value::Array(one))]);
    whole
}

fn merge(object: &mut Value, more: impl IntoIterator<Item = (String, Value)>) {
    if let Some(object) = object.as_object_mut() {
        object.extend(more);
    }
}

/// A number or a truth value of an action may be written as a placeholder, which keeps its type.
fn allow_placeholders(definition: &mut Value) {
    let Some(properties) = definition.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for property in properties.values_mut() {
        let kind = property.get("type").and_then(Value::as_str).unwrap_or_default();
        if matches!(kind, "integer" | "boolean") {
            *property =
                json!({"anyOf": [property.clone(), {"type": "string", "pattern": "^\\$\\{\\{.*\\}\\}$"}]});
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_in_the_folder_is_not_stale() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/procedures/procedure.schema.json");
        let wanted = schema_text();
        if std::env::var_os("CHANGEOVER_WRITE").is_some() {
            std::fs::write(path, &wanted).expect("the folder can be written");
        }
        let found = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            found == wanted,
            "procedures/procedure.schema.json is stale; write it with: CHANGEOVER_WRITE=1 cargo test --lib schema"
        );
    }

    #[test]
    fn the_schema_knows_every_action() {
        let schema = schema();
        let step = &schema["$defs"]["Step"]["properties"];
        for key in Action::KEYS {
            assert!(step.get(key).is_some(), "{key}");
        }
        assert!(step.get("title").is_some() && step.get("undo").is_some());
        assert_eq!(schema["$defs"]["Step"]["additionalProperties"], false);
        assert_eq!(schema["$defs"]["Step"]["oneOf"].as_array().map(Vec::len), Some(Action::KEYS.len()));
    }
}
