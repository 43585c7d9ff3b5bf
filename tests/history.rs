//! However a store came to hold its documents, its graph is that of one clean run over them: after any sequence of documents
//! added, changed, moved and removed, and of other names to read them with.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use common::{READER, nquads};
use pakt::document::{self, Limits};
use pakt::extract::Reader;
use pakt::gazetteers::Gazetteers;
use pakt::graph::Base;
use pakt::pipeline::{self, Arrivals, Intake};
use pakt::rules::RuleSet;
use pakt::store::Store;
use proptest::prelude::*;

/// Texts that name the same people and agreements, so that one more or less of them changes what the others mean.
const TEXTS: [&str; 12] = [
    "Bayern und Sachsen haben am 4. Mai 2021 in Hof eine Absichtserklärung zur Quantentechnologie unterzeichnet. Für Bayern unterschrieb \
     Digitalministerin Petra Quast (CSU).",
    "Sachsen und Bayern arbeiten bei der Quantentechnologie zusammen. Die Absichtserklärung haben beide Länder am 4. Mai 2021 unterzeichnet.",
    "Petra Quast (SPD), Bürgermeisterin von Lübeck, hat mit der Universität Rostock einen Kooperationsvertrag geschlossen.",
    "Die bayerische Digitalministerin Petra Quast besuchte das Blaulichtinstitut (BLI) in Hof.",
    "Das BLI und Bayern haben am 7. Juni 2022 eine Kooperationsvereinbarung zur Robotik geschlossen.",
    "Der Verein Brückenbau Innovation (BLI) und das Saarland unterzeichneten ein Memorandum of Understanding.",
    "Innenminister Horst Adler unterzeichnete für Hessen eine Verwaltungsvereinbarung mit dem Bundesamt für Sicherheit in der \
     Informationstechnik.",
    "Das BSI und Hessen haben eine Verwaltungsvereinbarung geschlossen. Innenminister Horst Adler sprach von einem guten Tag.",
    "Innenminister Horst Adler (CDU) empfing in Kiel Gäste aus Dänemark. Schleswig-Holstein und Dänemark planen ein Abkommen.",
    "Die Absichtserklärung zwischen Bayern und Sachsen von 2021 wird verlängert, teilte Petra Quast mit.",
    "Bayern und Sachsen haben am 4. Mai 2023 eine Absichtserklärung zur Quantentechnologie unterzeichnet.",
    "\u{0}\u{1}\u{2}\u{0}",
];

/// Names that are not in the gazetteers of the program, so that reading with them says something else.
static OTHER: LazyLock<Reader> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let list = "name,class,kind,acronyms,jurisdiction\nBlaulichtinstitut,Organization,research,BLI,Bayern\n";
    fs::write(folder.path().join("own.csv"), list).unwrap();
    let gazetteers = Gazetteers::load(Some(folder.path())).unwrap_or_else(|faults| panic!("{}", common::shown(&faults)));
    Reader::new(gazetteers, RuleSet::builtin().unwrap_or_else(|faults| panic!("{}", common::shown(&faults))))
});

/// What `pakt build FOLDER` does.
fn build(store: &mut Store, folder: &Path, reader: &Reader) -> Arrivals {
    let (inputs, _) = document::find_inputs(&[folder.to_owned()]);
    let limits = Limits::default();
    let mut intake = Intake::new(store, reader, &limits, &()).unwrap();
    intake.take(&inputs).unwrap();
    intake.withdraw(&[folder.to_owned()], &[]).unwrap();
    intake.read_again().unwrap();
    let (arrivals, _) = intake.finish();
    pipeline::refresh(store).unwrap();
    arrivals
}

fn clean(folder: &Path, reader: &Reader) -> Vec<String> {
    let mut store = Store::in_memory(Base::default()).unwrap();
    build(&mut store, folder, reader);
    nquads(&store)
}

#[derive(Debug, Clone)]
enum Step {
    /// A file gets this text.
    Write(usize, usize),
    Delete(usize),
    Rename(usize, usize),
    /// The folder is built, with the other names or not.
    Build(bool),
    /// A document is taken out of the store and out of its folder.
    Remove(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let file = 0..NAMES.len();
    prop_oneof![
        4 => (file.clone(), 0..TEXTS.len()).prop_map(|(file, text)| Step::Write(file, text)),
        1 => file.clone().prop_map(Step::Delete),
        1 => (file.clone(), file.clone()).prop_map(|(from, to)| Step::Rename(from, to)),
        2 => any::<bool>().prop_map(Step::Build),
        1 => file.prop_map(Step::Remove),
    ]
}

/// Some with a date, which says when the document was published.
const NAMES: [&str; 7] = ["2021-05-05-a.txt", "2022-06-08-b.txt", "c.txt", "d.txt", "sub/2023-05-05-e.txt", "sub/f.txt", "g.html"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_history_ends_like_a_clean_run(steps in prop::collection::vec(step(), 1..24), last in any::<bool>()) {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("news");
        fs::create_dir_all(folder.join("sub")).unwrap();
        let mut store = Store::in_memory(Base::default()).unwrap();
        let path = |name: usize| folder.join(NAMES[name]);
        for step in &steps {
            match *step {
                Step::Write(name, text) => fs::write(path(name), TEXTS[text]).unwrap(),
                Step::Delete(name) => drop(fs::remove_file(path(name))),
                Step::Rename(from, to) => drop(fs::rename(path(from), path(to))),
                Step::Build(other) => drop(build(&mut store, &folder, if other { &OTHER } else { &READER })),
                Step::Remove(name) => {
                    let (found, _) = pipeline::find_documents(&store, &[path(name)]).unwrap();
                    pipeline::remove(&mut store, &found).unwrap();
                    pipeline::refresh(&mut store).unwrap();
                    drop(fs::remove_file(path(name)));
                }
            }
        }
        // What is left of a folder without documents is left alone, see below.
        fs::write(folder.join("one.txt"), TEXTS[0]).unwrap();
        let reader = if last { &*OTHER } else { &*READER };
        build(&mut store, &folder, reader);
        prop_assert_eq!(nquads(&store), clean(&folder, reader));
    }
}

struct Place {
    _temporary: tempfile::TempDir,
    folder: PathBuf,
    store: Store,
}

impl Place {
    fn with(files: &[(&str, usize)]) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("news");
        fs::create_dir_all(folder.join("sub")).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), TEXTS[*text]).unwrap();
        }
        let mut store = Store::in_memory(Base::default()).unwrap();
        build(&mut store, &folder, &READER);
        Self { _temporary: temporary, folder, store }
    }

    fn build(&mut self, reader: &Reader) -> Arrivals {
        build(&mut self.store, &self.folder, reader)
    }

    /// The files that the graph knows, without the folder.
    fn files(&self) -> Vec<String> {
        let folder = format!("{}/", self.folder.display());
        let rows = common::rows(&self.store, "SELECT ?file { ?d pakt:file ?file } ORDER BY ?file");
        rows.into_iter().map(|row| row[0].replace(&folder, "")).collect()
    }
}

#[test]
fn a_build_says_what_it_did() {
    let mut place = Place::with(&[("a.txt", 0), ("b.txt", 2), ("c.txt", 4)]);
    assert_eq!(place.build(&READER), Arrivals { unchanged: 3, ..Arrivals::default() });
    assert_eq!(pipeline::refresh(&mut place.store).unwrap().resolving, std::time::Duration::ZERO, "nothing has changed");
    fs::write(place.folder.join("a.txt"), TEXTS[1]).unwrap();
    fs::remove_file(place.folder.join("b.txt")).unwrap();
    fs::write(place.folder.join("d.txt"), TEXTS[6]).unwrap();
    assert_eq!(place.build(&READER), Arrivals { new: 1, changed: 1, unchanged: 1, gone: 1, ..Arrivals::default() });
    assert_eq!(place.files(), ["a.txt", "c.txt", "d.txt"]);
    // The names change what is read in one of three; all were read to know that.
    let arrivals = place.build(&OTHER);
    assert_eq!((arrivals.read_again + arrivals.unchanged, arrivals.read_again > 0), (3, true), "{arrivals:?}");
    // A file that holds no document any more is as good as gone.
    fs::write(place.folder.join("a.txt"), TEXTS[11]).unwrap();
    assert_eq!(place.build(&OTHER).gone, 1);
    assert_eq!(place.files(), ["c.txt", "d.txt"]);
}

#[test]
fn other_folders_are_left_alone_but_read_with_the_same_names() {
    let mut place = Place::with(&[("a.txt", 0)]);
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("x.txt"), TEXTS[4]).unwrap();
    build(&mut place.store, other.path(), &READER);
    let arrivals = place.build(&OTHER);
    assert_eq!((arrivals.gone, arrivals.read_again), (0, 1), "the other folder's document is read again from the store");
    fs::remove_file(other.path().join("x.txt")).unwrap();
    let known = common::rows(&place.store, "SELECT ?o { ?o pakt:gazetteerEntry ?e FILTER(CONTAINS(?e, 'Blaulicht')) }");
    assert_eq!(known.len(), 1);
    // Its file is gone, but nobody has looked into its folder.
    assert_eq!(place.build(&OTHER).gone, 0);
}

#[test]
fn a_folder_without_documents_withdraws_nothing() {
    let mut place = Place::with(&[("a.txt", 0), ("b.txt", 2)]);
    fs::remove_file(place.folder.join("a.txt")).unwrap();
    fs::remove_file(place.folder.join("b.txt")).unwrap();
    assert_eq!(place.build(&READER).gone, 0);
    assert_eq!(place.files(), ["a.txt", "b.txt"]);
}

#[test]
fn a_moved_folder_takes_its_documents_along() {
    let mut place = Place::with(&[("a.txt", 0), ("b.txt", 2)]);
    let moved = place.folder.with_file_name("elsewhere");
    fs::rename(&place.folder, &moved).unwrap();
    place.folder = moved;
    let arrivals = place.build(&READER);
    assert_eq!((arrivals.new, arrivals.gone), (2, 0), "by its new path each document is another one");
    let old = place.folder.with_file_name("news");
    let (found, unknown) = pipeline::find_documents(&place.store, &[old, PathBuf::from("nothing")]).unwrap();
    assert_eq!((found.len(), unknown), (2, vec![PathBuf::from("nothing")]));
    pipeline::remove(&mut place.store, &found).unwrap();
    pipeline::refresh(&mut place.store).unwrap();
    assert_eq!(nquads(&place.store), clean(&place.folder, &READER));
}

/// One text in two files is one document; the first date of the two is when it was published.
#[test]
fn the_same_text_twice_is_one_document_with_two_files() {
    let mut place = Place::with(&[("2022-06-08-b.txt", 4), ("2022-06-09-copy.txt", 4)]);
    let rows = common::rows(
        &place.store,
        "SELECT (COUNT(DISTINCT ?d) AS ?n) (COUNT(?f) AS ?m) (MIN(?p) AS ?p1) (MAX(?p) AS ?p2) { ?d pakt:file ?f ; schema:datePublished ?p }",
    );
    assert_eq!(rows, [["1", "2", "2022-06-08", "2022-06-08"]]);
    fs::remove_file(place.folder.join("2022-06-08-b.txt")).unwrap();
    place.build(&READER);
    let rows = common::rows(&place.store, "SELECT ?p { ?d schema:datePublished ?p }");
    assert_eq!(rows, [["2022-06-09"]]);
}

/// Two of a name were one because a third document said so; without it they are two again.
#[test]
fn a_merge_goes_with_the_document_that_it_rested_on() {
    let mut place = Place::with(&[("a.txt", 0), ("b.txt", 1), ("c.txt", 9)]);
    let reasons =
        |place: &Place| common::rows(&place.store, "SELECT ?m { ?m a pakt:Merge ; pakt:mergedInto ?a . ?a a pakt:Agreement }").len();
    let agreements = |place: &Place| common::rows(&place.store, "SELECT DISTINCT ?a { ?a a pakt:Agreement }").len();
    let before = (agreements(&place), reasons(&place));
    assert!(before.1 > 0, "{before:?}");
    let (found, _) = pipeline::find_documents(&place.store, &[place.folder.join("a.txt")]).unwrap();
    pipeline::remove(&mut place.store, &found).unwrap();
    pipeline::refresh(&mut place.store).unwrap();
    assert!(reasons(&place) < before.1);
    fs::remove_file(place.folder.join("a.txt")).unwrap();
    assert_eq!(nquads(&place.store), clean(&place.folder, &READER));
}

/// A document that has nothing to do with the others changes the IRI of nobody.
#[test]
fn unrelated_documents_change_no_iri() {
    let mut place = Place::with(&[("a.txt", 0), ("b.txt", 2), ("c.txt", 4), ("d.txt", 6)]);
    let graphs = |place: &Place| -> BTreeMap<String, Vec<String>> {
        let mut graphs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for quad in nquads(&place.store) {
            let (_, graph) = quad.trim_end_matches(" .").rsplit_once(' ').unwrap();
            graphs.entry(graph.to_owned()).or_default().push(quad);
        }
        graphs
    };
    let before = graphs(&place);
    fs::write(place.folder.join("e.txt"), TEXTS[8].replace("Horst Adler", "Wim Brandt")).unwrap();
    assert_eq!(place.build(&READER).new, 1);
    let after = graphs(&place);
    let documents = before.keys().filter(|graph| graph.contains("/document/"));
    assert!(documents.clone().count() == 4 && documents.clone().all(|graph| before[graph] == after[graph]));
}
