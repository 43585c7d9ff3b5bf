//! The graph is a function of the set of documents: no order, no number of threads, no history shows in it.

mod common;

use common::{FACTS, inputs, nquads, read, store};
use pakt::facts::DocumentFacts;
use pakt::graph::Base;
use pakt::pipeline;
use pakt::store::Store;

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
fn neither_order_nor_threads_show() {
    let forth = inputs();
    let back: Vec<_> = forth.iter().rev().cloned().collect();
    let one = nquads(&store(on_threads(1, || read(&forth))));
    assert!(one.len() > 500);
    assert!(one == nquads(&store(on_threads(2, || read(&forth)))), "two threads");
    assert!(one == nquads(&store(on_threads(2, || read(&back)))), "another order");
}

#[test]
fn history_does_not_show() {
    let whole = nquads(&store(FACTS.clone()));
    let mut grown = Store::in_memory(Base::default()).unwrap();
    for facts in FACTS.iter().rev() {
        pipeline::update(&mut grown, std::slice::from_ref(facts)).unwrap();
    }
    assert!(whole == nquads(&grown), "one document after the other");

    let mut changed = Store::in_memory(Base::default()).unwrap();
    let mut other: Vec<DocumentFacts> = FACTS.clone();
    for (one, next) in other.iter_mut().zip(FACTS.iter().cycle().skip(1)) {
        *one = DocumentFacts {
            document: pakt::facts::DocumentInfo { file: one.document.file.clone(), ..next.document.clone() },
            ..next.clone()
        };
    }
    pipeline::update(&mut changed, &other).unwrap();
    assert!(whole != nquads(&changed));
    pipeline::update(&mut changed, &FACTS).unwrap();
    assert!(whole == nquads(&changed), "after other documents of the same paths");
}

#[test]
fn facts_come_back_as_they_went() {
    for facts in FACTS.iter() {
        let line = serde_json::to_string(facts).unwrap();
        assert_eq!(serde_json::from_str::<DocumentFacts>(&line).unwrap(), *facts);
    }
}

#[test]
fn no_node_is_blank() {
    let graph = nquads(&store(FACTS.clone()));
    let blank = graph.iter().find(|line| line.starts_with("_:") || line.contains(" _:"));
    assert_eq!(blank, None);
}
