//! The rules are compiled into the program by a macro that the compiler does not see through: a changed file under
//! `rules/` must build the program anew.

fn main() {
    println!("cargo:rerun-if-changed=rules");
}
