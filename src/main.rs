use pakt::{extract::Reader, gazetteers::Gazetteers, rules::RuleSet, rules::cascade::Scratch};
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rules = match RuleSet::load(std::path::Path::new("rules")) {
        Ok(r) => r,
        Err(e) => {
            for d in e {
                println!("{d}");
            }
            std::process::exit(2)
        }
    };
    let reader = Reader::new(Gazetteers::builtin().map_err(|e| format!("{e:?}")).unwrap(), rules);
    if args[0] == "check" {
        let f = reader.check_examples();
        for d in &f {
            println!("{d}\n");
        }
        println!("{} faults", f.len());
        return;
    }
    let inputs: Vec<_> = args.iter().map(std::path::PathBuf::from).collect();
    let (found, skipped) = pakt::document::find_inputs(&inputs);
    for s in skipped {
        eprintln!("{} {}", s.file, s.reason);
    }
    let mut scratch = Scratch::default();
    for i in found {
        match pakt::document::read(&i) {
            Ok(d) => println!("{}", serde_json::to_string(&reader.read(&d, &mut scratch)).unwrap()),
            Err(s) => eprintln!("{} {}", s.file, s.reason),
        }
    }
}
