//! One CSV file into rows, with every fault that can be seen without looking at other rows.

use super::entry::{Class, Gender, LoadError};
use crate::facts::EntityKind;
use csv::StringRecord;

/// Files whose names begin so list given names; every other file holds entries.
pub(super) const GIVEN_NAMES: &str = "given_names";

const COLUMNS: &[&str] = &[
    "name",
    "class",
    "kind",
    "aliases",
    "acronyms",
    "adjectives",
    "demonyms",
    "jurisdiction",
    "parent",
    "wikidata",
    "from",
    "to",
    "flags",
    "given",
    "family",
    "party",
    "office",
    "organization",
];

const PERSON_COLUMNS: &[&str] = &["given", "family", "party", "office", "organization"];

/// Kinds as the files spell them. A test holds that none is missing.
pub(super) const KINDS: &[(&str, EntityKind)] = &[
    ("country", EntityKind::Country),
    ("state", EntityKind::State),
    ("city", EntityKind::City),
    ("district", EntityKind::District),
    ("region", EntityKind::Region),
    ("supranational", EntityKind::Supranational),
    ("other-place", EntityKind::OtherPlace),
    ("ministry", EntityKind::Ministry),
    ("agency", EntityKind::Agency),
    ("government", EntityKind::Government),
    ("parliament", EntityKind::Parliament),
    ("research", EntityKind::Research),
    ("university", EntityKind::University),
    ("company", EntityKind::Company),
    ("association", EntityKind::Association),
    ("municipality", EntityKind::Municipality),
    ("international", EntityKind::International),
    ("court", EntityKind::Court),
    ("other-organization", EntityKind::OtherOrganization),
    ("party", EntityKind::Party),
];

/// A row as it stands: checked by itself, references still names.
#[derive(Debug)]
pub(super) struct Row {
    pub file: String,
    pub line: u64,
    pub name: String,
    pub class: Class,
    pub kind: Option<EntityKind>,
    pub aliases: Vec<String>,
    pub acronyms: Vec<String>,
    pub adjectives: Vec<String>,
    pub demonyms: Vec<String>,
    pub jurisdiction: Option<String>,
    pub parent: Option<String>,
    pub wikidata: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub common: bool,
    pub given: Option<String>,
    pub family: Option<String>,
    pub party: Option<String>,
    pub office: Option<String>,
    pub organization: Option<String>,
}

/// Collects the faults of one file.
struct Faults<'a> {
    file: &'a str,
    found: &'a mut Vec<LoadError>,
}

impl Faults<'_> {
    fn add(&mut self, line: u64, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(LoadError { file: self.file.to_owned(), line, message: message.into(), help: help.into() });
    }
}

/// Reads a file of entries. Faulty rows are left out and told of in `errors`; the others are returned.
pub(super) fn entries(file: &str, text: &str, errors: &mut Vec<LoadError>) -> Vec<Row> {
    let mut faults = Faults { file, found: errors };
    let mut rows = Vec::new();
    each_record(text, COLUMNS, &mut faults, |line, cells, faults| {
        let before = faults.found.len();
        let row = row(file, line, cells, faults);
        if faults.found.len() == before {
            rows.extend(row);
        }
    });
    rows
}

/// Reads the list of given names.
pub(super) fn given_names(file: &str, text: &str, errors: &mut Vec<LoadError>) -> Vec<(String, Gender)> {
    let mut faults = Faults { file, found: errors };
    let mut names = Vec::new();
    each_record(text, &["name", "gender"], &mut faults, |line, cells, faults| {
        let gender = match cells.get("gender") {
            "f" => Gender::Female,
            "m" => Gender::Male,
            "mf" => Gender::Either,
            "" => Gender::Unknown,
            other => {
                return faults.add(line, format!("unknown gender `{other}` in column `gender`"), "write f, m, mf, or leave the cell empty");
            }
        };
        match cells.get("name") {
            "" => faults.add(line, "the row has no name", "fill in the column `name` or delete the row"),
            name => names.push((name.to_owned(), gender)),
        }
    });
    names
}

/// The cells of a record by the name of their column.
struct Cells<'a> {
    header: &'a [String],
    record: &'a StringRecord,
}

impl<'a> Cells<'a> {
    fn get(&self, column: &str) -> &'a str {
        let at = self.header.iter().position(|c| c == column);
        at.and_then(|i| self.record.get(i)).unwrap_or("").trim()
    }

    fn optional(&self, column: &str) -> Option<String> {
        Some(self.get(column)).filter(|v| !v.is_empty()).map(str::to_owned)
    }

    fn list(&self, column: &str) -> Vec<String> {
        self.get(column).split(';').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect()
    }
}

fn each_record(text: &str, known: &[&str], faults: &mut Faults<'_>, mut each: impl FnMut(u64, &Cells<'_>, &mut Faults<'_>)) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).has_headers(false).from_reader(text.as_bytes());
    let mut header: Option<Vec<String>> = None;
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = line_of(text, record.position());
                match &header {
                    // under a wrong header every row would look wrong
                    None => match self::header(line, &record, known, faults) {
                        Some(columns) => header = Some(columns),
                        None => return,
                    },
                    Some(header) => each(line, &Cells { header, record: &record }, faults),
                }
            }
            Err(error) => broken_record(line_of(text, error.position()), &error, faults),
        }
    }
    if header.is_none() {
        faults.add(0, "the file has no header", format!("begin it with a line that names the columns, of {}", known.join(",")));
    }
}

/// The columns, if they are right.
fn header(line: u64, record: &StringRecord, known: &[&str], faults: &mut Faults<'_>) -> Option<Vec<String>> {
    let before = faults.found.len();
    let columns: Vec<String> = record.iter().map(|c| c.trim().to_owned()).collect();
    if columns.len() == 1 && columns[0].contains([';', '\t']) {
        faults.add(line, "the header is one cell", "separate the cells by commas; semicolons separate the parts of a list within a cell");
        return None;
    }
    for (i, column) in columns.iter().enumerate() {
        if !known.contains(&column.as_str()) {
            faults.add(line, format!("unknown column `{column}`"), suggestion(column, known, "the columns are"));
        } else if columns[..i].contains(column) {
            faults.add(line, format!("column `{column}` stands twice"), "delete one of them");
        }
    }
    if !columns.iter().any(|c| c == "name") {
        faults.add(line, "there is no column `name`", "every file needs one");
    }
    (faults.found.len() == before).then_some(columns)
}

/// The known word that is meant, or all of them.
fn suggestion(word: &str, known: &[&str], they_are: &str) -> String {
    match crate::rules::nearest(word, known.iter().copied()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("{they_are} {}", known.join(", ")),
    }
}

/// The line that a record begins in. The reader's position lies before the comments and empty lines that it skips.
fn line_of(text: &str, position: Option<&csv::Position>) -> u64 {
    let Some(position) = position else { return 0 };
    let rest = usize::try_from(position.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or("");
    position.line() + rest.lines().take_while(|line| line.is_empty() || line.starts_with('#')).count() as u64
}

fn broken_record(line: u64, error: &csv::Error, faults: &mut Faults<'_>) {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => faults.add(
            line,
            format!("expected {expected_len} cells as in the header, but found {len}"),
            "put a cell that holds a comma in double quotes; lists within a cell are separated by semicolons",
        ),
        _ => faults.add(line, error.to_string(), "write the file as UTF-8 CSV with commas and double quotes"),
    }
}

fn row(file: &str, line: u64, cells: &Cells<'_>, faults: &mut Faults<'_>) -> Option<Row> {
    let name = cells.get("name").to_owned();
    if name.is_empty() {
        faults.add(line, "the row has no name", "fill in the column `name` or delete the row");
    }
    let class = class(line, cells.get("class"), faults)?;
    let kind = kind(line, class, cells.get("kind"), faults);
    if class != Class::Person
        && let Some(column) = PERSON_COLUMNS.iter().find(|c| !cells.get(c).is_empty())
    {
        faults.add(line, format!("column `{column}` is for persons, but `{name}` is of class {}", class.name()), "empty the cell");
    }
    let row = Row {
        file: file.to_owned(),
        line,
        class,
        kind,
        aliases: cells.list("aliases"),
        acronyms: cells.list("acronyms"),
        adjectives: cells.list("adjectives"),
        demonyms: cells.list("demonyms"),
        jurisdiction: cells.optional("jurisdiction"),
        parent: cells.optional("parent"),
        wikidata: wikidata(line, cells, faults),
        from: date(line, "from", cells, faults),
        to: date(line, "to", cells, faults),
        common: flags(line, cells, faults),
        given: cells.optional("given"),
        family: cells.optional("family"),
        party: cells.optional("party"),
        office: cells.optional("office"),
        organization: cells.optional("organization"),
        name,
    };
    // a year and a day in it are no contradiction: what both say is compared
    if let (Some(from), Some(to)) = (&row.from, &row.to)
        && from.chars().zip(to.chars()).find(|(a, b)| a != b).is_some_and(|(a, b)| a > b)
    {
        faults.add(line, format!("column `from` ({from}) is after column `to` ({to})"), "write the first and the last day under this name");
    }
    short_forms(&row, faults);
    if class == Class::Party && row.acronyms.is_empty() {
        faults.add(
            line,
            format!("party `{}` has nothing in column `acronyms`", row.name),
            "the first acronym is what is written after a member's name",
        );
    }
    Some(row)
}

fn class(line: u64, value: &str, faults: &mut Faults<'_>) -> Option<Class> {
    let found = Class::ALL.iter().find(|(name, _)| *name == value).map(|&(_, class)| class);
    if found.is_none() {
        let known = Class::ALL.map(|(name, _)| name);
        match value {
            "" => faults.add(line, "the row has no class", format!("write one in the column `class`: {}", known.join(", "))),
            _ => faults.add(line, format!("unknown class `{value}` in column `class`"), suggestion(value, &known, "the classes are")),
        }
    }
    found
}

fn kind(line: u64, class: Class, value: &str, faults: &mut Faults<'_>) -> Option<EntityKind> {
    let names: Vec<&str> = KINDS.iter().filter(|(_, kind)| class.allows(*kind)).map(|(name, _)| *name).collect();
    if value.is_empty() {
        match class {
            Class::Person => return None,
            Class::Party => return Some(EntityKind::Party),
            Class::Territory | Class::Organization => {
                faults.add(line, "the row has no kind", format!("write one in the column `kind`: {}", names.join(", ")));
                return None;
            }
        }
    }
    match KINDS.iter().find(|(name, _)| *name == value) {
        Some((_, kind)) if class.allows(*kind) => Some(*kind),
        Some(_) => {
            let kinds = if names.is_empty() { "it has none".to_owned() } else { format!("its kinds are {}", names.join(", ")) };
            faults.add(line, format!("kind `{value}` in column `kind` does not go with class {}", class.name()), kinds);
            None
        }
        None => {
            faults.add(line, format!("unknown kind `{value}` in column `kind`"), suggestion(value, &names, "the kinds of this class are"));
            None
        }
    }
}

fn wikidata(line: u64, cells: &Cells<'_>, faults: &mut Faults<'_>) -> Option<String> {
    let id = cells.optional("wikidata")?;
    let digits = id.strip_prefix('Q').unwrap_or("");
    if digits.is_empty() || digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        faults.add(line, format!("`{id}` in column `wikidata` is no Wikidata id"), "write it as in Q64, or leave the cell empty");
    }
    Some(id)
}

fn date(line: u64, column: &str, cells: &Cells<'_>, faults: &mut Faults<'_>) -> Option<String> {
    let value = cells.optional(column)?;
    let shape: String = value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let day = value.parse::<jiff::civil::Date>().is_ok();
    if !(shape == "0000" || shape == "0000-00-00" && day) {
        faults.add(line, format!("`{value}` in column `{column}` is no date"), "write a year (2021) or a day (2021-12-08)");
    }
    Some(value)
}

/// Whether the row is marked as `common`, the only flag so far.
fn flags(line: u64, cells: &Cells<'_>, faults: &mut Faults<'_>) -> bool {
    let flags = cells.list("flags");
    for flag in flags.iter().filter(|f| *f != "common") {
        faults.add(
            line,
            format!("unknown flag `{flag}` in column `flags`"),
            "the only flag is `common`: the form is also an ordinary word or surname",
        );
    }
    !flags.is_empty()
}

/// Forms of one letter stand for anything; of two letters only acronyms in capitals say something (`EU`).
fn short_forms(row: &Row, faults: &mut Faults<'_>) {
    let names = std::iter::once(&row.name).chain(&row.aliases).map(|form| (form, false));
    for (form, acronym) in names.chain(row.acronyms.iter().map(|form| (form, true))) {
        let letters = form.chars().filter(|c| !c.is_whitespace() && *c != '.').count();
        let fits = letters > 2 || letters == 2 && acronym && form.chars().all(char::is_uppercase);
        if !fits && !form.is_empty() {
            faults.add(
                row.line,
                format!("`{form}` is too short to stand for anything"),
                "leave it out; of two letters only acronyms in capitals",
            );
        }
    }
}
