//! The JSON Schema of the facts follows from their types: this test writes it and holds the file to it.

use std::path::Path;

use serde_json::{Value, json};

use super::DocumentFacts;

const FILE: &str = "schema/document-facts.schema.json";

/// Set this variable to write the file anew after a change of the types.
const UPDATE: &str = "PAKT_UPDATE_SCHEMA";

#[test]
fn the_schema_is_that_of_the_types() {
    let generated = schemars::schema_for!(DocumentFacts).to_value();
    // What the file is comes first, its parts come last.
    let mut schema = json!({ "$schema": generated["$schema"], "$id": "https://w3id.org/pakt/schema/document-facts-1.json", "title": generated["title"] });
    for (key, value) in generated.as_object().expect("a schema is an object") {
        schema[key] = value.clone();
    }
    plain(&mut schema);
    let wanted = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "{FILE} does not describe the types; run `{UPDATE}=1 cargo test --lib schema` and look at the difference");
}

/// Descriptions are written for the documentation of the library; elsewhere its links are only brackets.
fn plain(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = text.replace("[`", "`").replace("`]", "`");
            }
            members.values_mut().for_each(plain);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}
