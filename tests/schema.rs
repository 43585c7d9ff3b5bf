//! The JSON Schema describes what extraction writes, and nothing else.

mod common;

use std::collections::BTreeSet;

use common::FACTS;
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../schema/document-facts.schema.json")).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

#[test]
fn it_is_a_valid_schema() {
    jsonschema::draft202012::meta::validate(&schema()).unwrap();
}

#[test]
fn what_extraction_writes_is_valid() {
    let validator = validator();
    for facts in FACTS.iter() {
        let value = serde_json::to_value(facts).unwrap();
        let faults: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new(), "{}", facts.document.file);
    }
}

/// Both must refuse the same: the schema for others, the types for `pakt load`.
#[test]
fn what_does_not_belong_is_refused() {
    let good = serde_json::to_value(&FACTS[0]).unwrap();
    type Change = fn(&mut Value);
    let wrong: [(&str, Change); 8] = [
        ("an unknown field", |v| v["extra"] = json!(1)),
        ("an unknown field of an entity", |v| v["entities"][0]["extra"] = json!(1)),
        ("an unknown field of the document", |v| v["document"]["extra"] = json!(1)),
        ("a field that is missing", |v| drop(v.as_object_mut().unwrap().remove("memberships"))),
        ("another format", |v| v["format"] = json!(2)),
        ("a checksum that is none", |v| v["document"]["sha256"] = json!("abc")),
        ("an offset below 0", |v| v["entities"][0]["mentions"][0]["begin"] = json!(-1)),
        ("an unknown class", |v| v["entities"][0]["class"] = json!("Ship")),
    ];
    let validator = validator();
    for (what, change) in wrong {
        let mut value = good.clone();
        change(&mut value);
        assert!(!validator.is_valid(&value), "the schema takes {what}");
        let read = serde_json::from_value::<pakt::facts::DocumentFacts>(value);
        assert!(read.is_err() || read.is_ok_and(|facts| facts.check().is_err()), "`pakt load` takes {what}");
    }
}

#[test]
fn the_facts_of_the_documents_use_most_of_it() {
    fn keys(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| {
                found.insert(key.clone());
                keys(value, found);
            }),
            Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    FACTS.iter().for_each(|facts| keys(&serde_json::to_value(facts).unwrap(), &mut found));
    for key in ["published", "gazetteer", "office", "party", "jurisdiction", "signatures", "topics", "based_on", "quote"] {
        assert!(found.contains(key), "no document of data/ has `{key}`: the test of validity does not reach it");
    }
}
