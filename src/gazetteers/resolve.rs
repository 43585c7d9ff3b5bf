//! Rows into entries: references by name become numbers, double entries are found.

use std::collections::HashMap;

use super::Blame;
use super::entry::{Class, Entry, EntryId, LoadError, PersonDetails};
use super::read::Row;
use crate::facts::EntityKind;

/// All that bear a canonical name, territories and organizations apart.
struct Names<'a> {
    territories: HashMap<&'a str, Vec<usize>>,
    organizations: HashMap<&'a str, Vec<usize>>,
    rows: &'a [Row],
    blame: &'a Blame<'a>,
}

/// Resolves the references of all rows, in their order. Faults are told of in `errors`; the reference stays empty then.
pub(super) fn entries(rows: Vec<Row>, blame: &Blame<'_>, errors: &mut Vec<LoadError>) -> Vec<Entry> {
    doubles(&rows, blame, errors);
    let names = Names::new(&rows, blame);
    let references: Vec<[Option<EntryId>; 3]> = rows
        .iter()
        .map(|row| {
            let jurisdiction = row.jurisdiction.as_deref().and_then(|name| names.territory(row, name, errors));
            let parent = row.parent.as_deref().and_then(|name| names.organization(row, "parent", name, errors));
            let organization = row.organization.as_deref().and_then(|name| names.organization(row, "organization", name, errors));
            [jurisdiction, parent, organization]
        })
        .collect();
    rows.into_iter().zip(references).map(|(row, references)| entry(row, references)).collect()
}

fn entry(row: Row, [jurisdiction, parent, organization]: [Option<EntryId>; 3]) -> Entry {
    let person = (row.class == Class::Person).then(|| {
        let split = row.name.rsplit_once(' ').unwrap_or(("", &row.name));
        PersonDetails {
            given: row.given.unwrap_or_else(|| split.0.to_owned()),
            family: row.family.unwrap_or_else(|| split.1.to_owned()),
            party: row.party,
            office: row.office,
            organization,
        }
    });
    Entry {
        name: row.name,
        class: row.class,
        kind: row.kind,
        aliases: row.aliases,
        acronyms: row.acronyms,
        adjectives: row.adjectives,
        demonyms: row.demonyms,
        jurisdiction,
        parent,
        wikidata: row.wikidata,
        from: row.from,
        to: row.to,
        common: row.common,
        person,
        file: row.file,
        line: row.line,
    }
}

impl<'a> Names<'a> {
    fn new(rows: &'a [Row], blame: &'a Blame<'a>) -> Self {
        let mut names = Self { territories: HashMap::new(), organizations: HashMap::new(), rows, blame };
        for (i, row) in rows.iter().enumerate() {
            let map = match row.class {
                Class::Territory => &mut names.territories,
                Class::Organization | Class::Party => &mut names.organizations,
                Class::Person => continue,
            };
            map.entry(row.name.as_str()).or_default().push(i);
        }
        names
    }

    /// The territory of that name; of several the larger sort (`Luxemburg` is the country).
    fn territory(&self, row: &Row, name: &str, errors: &mut Vec<LoadError>) -> Option<EntryId> {
        let all = self.territories.get(name).map_or(&[][..], Vec::as_slice);
        let best = all.iter().map(|&i| rank(self.rows[i].kind)).min();
        let found: Vec<usize> = all.iter().copied().filter(|&i| Some(rank(self.rows[i].kind)) == best).collect();
        self.only(row, "jurisdiction", name, "Territory", &found, errors)
    }

    fn organization(&self, row: &Row, column: &str, name: &str, errors: &mut Vec<LoadError>) -> Option<EntryId> {
        let found = self.organizations.get(name).map_or(&[][..], Vec::as_slice);
        self.only(row, column, name, "Organization", found, errors)
    }

    fn only(&self, row: &Row, column: &str, name: &str, class: &str, found: &[usize], errors: &mut Vec<LoadError>) -> Option<EntryId> {
        let mut fault = |message: String, help: String| errors.push(LoadError { file: row.file.clone(), line: row.line, message, help });
        match found {
            [i] => Some(id(*i)),
            // a file that comes with the program may name what a file that takes another's place has no more
            [] if self.blame.replaces && !self.blame.is_own(&row.file) => None,
            [] => {
                fault(format!("{column} `{name}` of `{}` is not known", row.name), self.suggestion(name, class));
                None
            }
            [first, second, ..] => {
                let place = |i: usize| format!("{}:{}", self.rows[i].file, self.rows[i].line);
                fault(
                    format!("{column} `{name}` of `{}` may be several entries: {} and {}", row.name, place(*first), place(*second)),
                    "give one of them another canonical name".to_owned(),
                );
                None
            }
        }
    }
}

impl Names<'_> {
    /// The entry whose alias or acronym it is, or the one that is spelt most like it.
    fn suggestion(&self, name: &str, class: &str) -> String {
        let is_meant = |row: &&Row| (row.class == Class::Territory) == (class == "Territory") && row.class != Class::Person;
        let called = self.rows.iter().filter(is_meant).find(|row| row.aliases.iter().chain(&row.acronyms).any(|form| form == name));
        if let Some(row) = called {
            return format!("write its canonical name: `{}`", row.name);
        }
        match crate::rules::nearest(name, self.rows.iter().filter(is_meant).map(|row| row.name.as_str())) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("write the canonical name of an entry of class {class}, or add that entry"),
        }
    }
}

/// Which territory is meant where several share a name: the largest sort.
fn rank(kind: Option<EntityKind>) -> u8 {
    match kind {
        Some(EntityKind::Country) => 0,
        Some(EntityKind::State) => 1,
        Some(EntityKind::Supranational) => 2,
        Some(EntityKind::Region) => 3,
        Some(EntityKind::District) => 4,
        Some(EntityKind::City) => 5,
        _ => 6,
    }
}

/// Two rows of the same class, kind and name are one thing with two numbers, unless each is of another territory.
///
/// To blame is the row that does not come with the program, else the later one.
fn doubles(rows: &[Row], blame: &Blame<'_>, errors: &mut Vec<LoadError>) {
    let mut seen: HashMap<(Class, Option<EntityKind>, &str), Vec<&Row>> = HashMap::new();
    let (own, built_in): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| blame.is_own(&row.file));
    for row in built_in.into_iter().chain(own) {
        let alike = seen.entry((row.class, row.kind, row.name.as_str())).or_default();
        let is_same = |other: &&&Row| other.jurisdiction == row.jurisdiction || other.jurisdiction.is_none() || row.jurisdiction.is_none();
        if let Some(first) = alike.iter().find(is_same) {
            let help = match (first.jurisdiction == row.jurisdiction, blame.is_own(&row.file) && !blame.is_own(&first.file)) {
                (false, _) => "if it is another one, say in the column `jurisdiction` of both which territory each belongs to".to_owned(),
                (true, true) => format!("it is known: leave the row out, or copy {} into your folder and change it there", first.file),
                (true, false) => "put what both say into one row".to_owned(),
            };
            let message = format!("`{}` stands twice, first in {}:{}", row.name, first.file, first.line);
            errors.push(LoadError { file: row.file.clone(), line: row.line, message, help });
        }
        alike.push(row);
    }
}

/// The number of the entry that the row `i` becomes.
///
/// # Panics
/// If there are more than 2³² rows, which no memory holds.
pub(super) fn id(i: usize) -> EntryId {
    EntryId(u32::try_from(i).expect("OK because a row takes more than a byte of memory and no machine holds 4 billion of them"))
}
