//! Programs of others that speak the protocol: `clients.py` asks with rdflib and SPARQLWrapper.

use std::process::Command;

use crate::place::Place;
use crate::served::{Served, is_left_out};

#[test]
fn standard_clients_are_answered() {
    if is_left_out("clients") {
        return;
    }
    let python = std::env::var("PAKT_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let place = Place::built();
    let served = Served::start(&place, &["--query-time", "2"]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/clients.py");
    let output = Command::new(&python).arg(script).arg(served.url("/")).output();
    let output = output.unwrap_or_else(|e| panic!("cannot run {python}: {e}; `make test` installs what this test needs"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("ModuleNotFoundError"), "{python} lacks the clients; `make test` installs them: {said}");
    assert!(output.status.success(), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "all was answered");
}
