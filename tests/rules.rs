//! The built-in rules and names: they load, and every rule does what its examples say.

mod common;

use common::{READER, shown};

#[test]
fn every_rule_does_what_its_examples_say() {
    let faults = READER.check();
    assert!(faults.is_empty(), "{} faults\n\n{}", faults.len(), shown(&faults));
}
