//! Press releases that nobody wrote, as many as wanted: for what must hold for a hundred thousand documents.
//!
//! As in real ones, a few bodies are named again and again and most seldom; persons hold an office for some years; an
//! agreement is told by up to four outlets, each in its own words and some days later; half of a text is about something
//! else. Document `n` is the same whatever the number of documents, so a larger collection begins with the smaller one.

use std::fmt::Write;

const LAENDER: [(&str, &str, &str); 16] = [
    ("Baden-Württemberg", "Stuttgart", "baden-württembergische"),
    ("Bayern", "München", "bayerische"),
    ("Berlin", "Berlin", "Berliner"),
    ("Brandenburg", "Potsdam", "brandenburgische"),
    ("Bremen", "Bremen", "Bremer"),
    ("Hamburg", "Hamburg", "Hamburger"),
    ("Hessen", "Wiesbaden", "hessische"),
    ("Mecklenburg-Vorpommern", "Schwerin", "mecklenburg-vorpommersche"),
    ("Niedersachsen", "Hannover", "niedersächsische"),
    ("Nordrhein-Westfalen", "Düsseldorf", "nordrhein-westfälische"),
    ("Rheinland-Pfalz", "Mainz", "rheinland-pfälzische"),
    ("Saarland", "Saarbrücken", "saarländische"),
    ("Sachsen", "Dresden", "sächsische"),
    ("Sachsen-Anhalt", "Magdeburg", "sachsen-anhaltische"),
    ("Schleswig-Holstein", "Kiel", "schleswig-holsteinische"),
    ("Thüringen", "Erfurt", "thüringische"),
];

const OFFICES: [&str; 6] =
    ["Innenminister", "Wirtschaftsminister", "Digitalminister", "Justizminister", "Gesundheitsminister", "Umweltminister"];

/// In the nominative and behind `mit`.
const FEDERAL: [(&str, &str); 8] = [
    ("das Bundesamt für Sicherheit in der Informationstechnik", "dem Bundesamt für Sicherheit in der Informationstechnik"),
    ("die Bundesnetzagentur", "der Bundesnetzagentur"),
    ("die Bundesagentur für Arbeit", "der Bundesagentur für Arbeit"),
    ("das Bundesamt für Logistik und Mobilität", "dem Bundesamt für Logistik und Mobilität"),
    ("das Bundeskriminalamt", "dem Bundeskriminalamt"),
    ("das Bundesamt für Bevölkerungsschutz und Katastrophenhilfe", "dem Bundesamt für Bevölkerungsschutz und Katastrophenhilfe"),
    ("der Deutsche Wetterdienst", "dem Deutschen Wetterdienst"),
    ("das Umweltbundesamt", "dem Umweltbundesamt"),
];

const TOWNS: [&str; 24] = [
    "Aachen",
    "Augsburg",
    "Bielefeld",
    "Bochum",
    "Bonn",
    "Braunschweig",
    "Chemnitz",
    "Darmstadt",
    "Dortmund",
    "Freiburg",
    "Göttingen",
    "Heidelberg",
    "Jena",
    "Karlsruhe",
    "Kassel",
    "Leipzig",
    "Lübeck",
    "Mannheim",
    "Nürnberg",
    "Osnabrück",
    "Regensburg",
    "Rostock",
    "Ulm",
    "Würzburg",
];

const COUNTRIES: [&str; 12] = [
    "Frankreich",
    "Polen",
    "Israel",
    "Japan",
    "Kanada",
    "Estland",
    "Finnland",
    "Südkorea",
    "Tschechien",
    "Österreich",
    "Dänemark",
    "Spanien",
];

const GIVEN: [&str; 24] = [
    "Anna", "Bernd", "Carla", "Daniel", "Eva", "Florian", "Gisela", "Heiko", "Ingrid", "Jan", "Katrin", "Lars", "Maria", "Nils", "Olga",
    "Peter", "Renate", "Stefan", "Tanja", "Ulrich", "Vera", "Werner", "Yvonne", "Thomas",
];

const SYLLABLES: [&str; 24] = [
    "Bren", "Dorn", "Eber", "Fehl", "Gran", "Hart", "Immel", "Karl", "Lind", "Mohr", "Nord", "Oster", "Pohl", "Quand", "Reich", "Sommer",
    "Tann", "Uhl", "Volk", "Wend", "Zell", "Aschen", "Birken", "Falken",
];

const ENDINGS: [&str; 16] = [
    "berger", "mann", "hoff", "stein", "bach", "brink", "feld", "kamp", "meier", "moser", "ner", "loh", "rath", "thal", "winkel", "hausen",
];

const TOPICS: [&str; 10] = [
    "Cybersicherheit",
    "Künstliche Intelligenz",
    "Quantentechnologie",
    "Katastrophenschutz",
    "erneuerbare Energien",
    "Halbleiter",
    "digitale Verwaltung",
    "Robotik",
    "Gesundheitsforschung",
    "Elektromobilität",
];

const KINDS: [(&str, &str); 5] = [
    ("eine", "Absichtserklärung"),
    ("eine", "Kooperationsvereinbarung"),
    ("ein", "Memorandum of Understanding"),
    ("einen", "Kooperationsvertrag"),
    ("eine", "Verwaltungsvereinbarung"),
];

const MONTHS: [&str; 12] =
    ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

/// Numbers that look random and are the same everywhere (splitmix64).
struct Chance(u64);

impl Chance {
    fn new(what: u64, n: u64) -> Self {
        Self(what.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("a number below a usize")
    }

    /// Small numbers often, large ones seldom.
    fn seldom(&mut self, n: usize) -> usize {
        let (a, b, c) = (self.below(n), self.below(n), self.below(n));
        a.min(b).min(c)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Somebody who can conclude an agreement, and who signs for it.
struct Body {
    /// As it stands in the nominative, with its article, and behind `mit`.
    name: String,
    with: String,
    /// The signatory with the office.
    person: String,
    /// The same with the body, where the office does not tell it.
    introduced: String,
}

impl Body {
    fn new(name: &str, with: &str, person: &str, office_tells: bool) -> Self {
        let introduced = if office_tells { person.to_owned() } else { format!("{person} von {with}").replace(" von dem ", " vom ") };
        Self { name: name.to_owned(), with: with.to_owned(), person: person.to_owned(), introduced }
    }
}

fn person(number: usize) -> String {
    let mut chance = Chance::new(1, number as u64);
    format!("{} {}{}{}", chance.of(&GIVEN), chance.of(&SYLLABLES), chance.of(&SYLLABLES).to_lowercase(), chance.of(&ENDINGS))
}

/// Body `number` as it was in `year`: ministers change every five years.
fn body(number: usize, year: usize) -> Body {
    let term = year / 5;
    let person = |kind: usize| person(kind * 10_000 + number * 8 + term);
    match number % 10 {
        0..=3 => {
            let (land, _, adjective) = LAENDER[number / 10 % LAENDER.len()];
            let office = OFFICES[number / 160 % OFFICES.len()];
            Body::new(land, land, &format!("der {adjective} {office} {}", person(1)), true)
        }
        4 => {
            let (name, with) = FEDERAL[number / 10 % FEDERAL.len()];
            Body::new(name, with, &format!("Präsident {}", self::person(20_000 + number / 10 % FEDERAL.len() * 8 + term)), false)
        }
        5..=6 => {
            let town = TOWNS[number / 10 % TOWNS.len()];
            Body::new(&format!("die Universität {town}"), &format!("der Universität {town}"), &format!("Rektor {}", person(3)), false)
        }
        7 => {
            let country = COUNTRIES[number / 10 % COUNTRIES.len()];
            Body::new(country, country, &format!("Botschafter {}", person(4)), false)
        }
        _ => {
            let mut chance = Chance::new(2, number as u64);
            let name = format!("{}{} GmbH", chance.of(&SYLLABLES), ["tec", "werk", "soft", "data", "bau"][chance.below(5)]);
            Body::new(&format!("die {name}"), &format!("der {name}"), &format!("Geschäftsführer {}", person(5)), false)
        }
    }
}

/// Name and text of document `n`.
pub fn document(n: usize) -> (String, String) {
    // Two documents of three tell an agreement that others tell too.
    let outlet = n % 3;
    let agreement = n / 3;
    let mut deal = Chance::new(3, agreement as u64);
    let (year, month, day) = (2008 + deal.below(17), deal.below(12), 1 + deal.below(24));
    let (left, right) = (deal.seldom(4000), deal.seldom(4000));
    let right = if right == left { left + 1 } else { right };
    let (left, right) = (body(left, year), body(right, year));
    let (article, kind) = *deal.of(&KINDS);
    let topic = *deal.of(&TOPICS);
    let town = LAENDER[deal.below(16)].1;
    let mut own = Chance::new(4, n as u64);
    let published = day + outlet + own.below(2);
    let month_name = MONTHS[month];
    let mut text = match outlet {
        0 => format!(
            "{kind} zu {topic} unterzeichnet\n\n{town}, {published}. {month_name} {year}. {} und {} haben am {day}. {month_name} {year} in {town} \
             {article} {kind} zu {topic} unterzeichnet. Für die Partner unterschrieben {} und {}.\n\n",
            capital(&left.name),
            right.name,
            left.person,
            right.person,
        ),
        1 => format!(
            "Zusammenarbeit bei {topic}\n\n{} hat mit {} {article} {kind} geschlossen. Unterschrieben haben am {day}. {month_name} {year} {} \
             und {}. Im Mittelpunkt steht {topic}.\n\n",
            capital(&left.name),
            right.with,
            left.person,
            right.person,
        ),
        _ => format!(
            "Besuch in {town}\n\nBei einem Besuch in {town} sprach {} am {published}. {month_name} {year} über {topic}. Mit {} gebe es seit {year} \
             {article} {kind}.\n\n",
            left.introduced, right.with,
        ),
    };
    for _ in 0..10 + own.below(15) {
        filler(&mut own, year, &mut text);
    }
    (format!("{year}-{:02}-{published:02}-{n:07}.txt", month + 1), text)
}

fn filler(chance: &mut Chance, year: usize, text: &mut String) {
    let number = chance.seldom(4000);
    let other = body(number, year);
    let town = *chance.of(&TOWNS);
    let percent = 2 + chance.below(90);
    // Writing to a String cannot fail.
    let _ = match chance.below(7) {
        0 => writeln!(text, "„Das ist ein guter Tag für {town}“, sagte {}.", other.introduced),
        1 => writeln!(text, "Im vergangenen Jahr stieg die Zahl der Anfragen um {percent} Prozent, teilte {} mit.", other.name),
        2 => writeln!(text, "Rund {percent} Fachleute aus Wissenschaft und Verwaltung kamen dazu in {town} zusammen."),
        3 => writeln!(text, "Auch {} hat sich zu den Ergebnissen geäußert und will sie im Herbst auswerten.", other.name),
        4 => writeln!(text, "Die Mittel von {percent} Millionen Euro sind im Haushalt {} eingeplant, weitere sollen folgen.", year + 1),
        5 => writeln!(text, "Zuvor hatte {} in {town} ein Labor für junge Unternehmen eröffnet.\n", other.introduced),
        _ => writeln!(text, "Weitere Auskünfte erteilt die Pressestelle unter der Rufnummer 0{percent}1 / 55 {percent} 0.\n"),
    };
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
