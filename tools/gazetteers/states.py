"""The German Länder and the bodies that every Land has, with the patterns that texts name them by."""

from tables import read, unique

# Land -> (head of a genitive attribute, short forms that texts use, adjectives of the capital)
LAND = {
    "Schleswig-Holstein": ("des Landes", [], ["Kieler"]),
    "Hamburg": ("der Freien und Hansestadt", [], ["Hamburger"]),
    "Niedersachsen": ("des Landes", [], ["Hannoveraner", "hannoversch"]),
    "Bremen": ("der Freien Hansestadt", [], ["Bremer"]),
    "Nordrhein-Westfalen": ("des Landes", ["NRW"], ["Düsseldorfer"]),
    "Hessen": ("des Landes", [], ["Wiesbadener"]),
    "Rheinland-Pfalz": ("des Landes", [], ["Mainzer"]),
    "Baden-Württemberg": ("des Landes", [], ["Stuttgarter"]),
    "Bayern": ("des Freistaats", [], ["Münchner", "Münchener"]),
    "Saarland": ("des", [], ["Saarbrücker"]),
    "Berlin": ("des Landes", [], ["Berliner"]),
    "Brandenburg": ("des Landes", [], ["Potsdamer"]),
    "Mecklenburg-Vorpommern": ("des Landes", [], ["Schweriner"]),
    "Sachsen": ("des Freistaats", [], ["Dresdner", "Dresdener"]),
    "Sachsen-Anhalt": ("des Landes", [], ["Magdeburger"]),
    "Thüringen": ("des Freistaats", [], ["Erfurter"]),
}
CITY_STATES = ("Berlin", "Hamburg", "Bremen")
ACRONYMS = {"Nordrhein-Westfalen": ["NRW"], "Rheinland-Pfalz": ["RLP"]}
ALIASES = {
    "Hamburg": ["Hansestadt Hamburg", "Stadt Hamburg"],
    "Bremen": ["Land Bremen", "Hansestadt Bremen", "Stadt Bremen"],
    "Berlin": ["Stadt Berlin", "Bundeshauptstadt Berlin", "Bundesland Berlin"],
    "Saarland": ["Bundesland Saarland"],
    "Baden-Württemberg": ["Ländle", "BaWü"],
    "Mecklenburg-Vorpommern": ["Meck-Pomm"],
}
ADJECTIVES = {  # beside those of the fact table
    "Baden-Württemberg": ["baden-württembergisch"],
    "Bremen": ["bremisch", "Bremer"],
    "Hamburg": ["hamburgisch", "Hamburger"],
    "Thüringen": ["thüringisch", "Thüringer"],
    "Sachsen-Anhalt": ["sachsen-anhaltinisch", "sachsen-anhaltisch", "sachsen-anhalter"],
    "Nordrhein-Westfalen": ["nordrhein-westfälisch"],
    "Brandenburg": ["brandenburgisch", "Brandenburger"],
}
PORTFOLIOS = [
    "Innen", "Finanz", "Wirtschafts", "Digital", "Wissenschafts", "Justiz", "Kultus", "Sozial", "Umwelt", "Verkehrs", "Gesundheits",
    "Bildungs", "Landwirtschafts", "Europa",
]
# Ministries that stand in state_bodies.csv under another name.
ELSEWHERE = {
    ("Digital", "Bayern"), ("Verkehrs", "Bayern"), ("Digital", "Hessen"), ("Digital", "Thüringen"), ("Finanz", "Mecklenburg-Vorpommern"),
}
# Official names, by Land and portfolio, where they are well known.
OFFICIAL = {
    ("Innen", "Baden-Württemberg"): [
        "Ministerium des Inneren, für Digitalisierung und Kommunen Baden-Württemberg",
        "Ministerium des Inneren, für Digitalisierung und Kommunen",
        "Ministerium für Inneres, Digitalisierung und Migration Baden-Württemberg",
    ],
    ("Wissenschafts", "Baden-Württemberg"): ["Ministerium für Wissenschaft, Forschung und Kunst Baden-Württemberg"],
    ("Wirtschafts", "Baden-Württemberg"): ["Ministerium für Wirtschaft, Arbeit und Tourismus Baden-Württemberg"],
    ("Verkehrs", "Baden-Württemberg"): ["Ministerium für Verkehr Baden-Württemberg"],
    ("Finanz", "Baden-Württemberg"): ["Ministerium für Finanzen Baden-Württemberg"],
    ("Innen", "Bayern"): ["Bayerisches Staatsministerium des Innern, für Sport und Integration", "Bayerisches Staatsministerium des Innern"],
    ("Finanz", "Bayern"): ["Bayerisches Staatsministerium der Finanzen und für Heimat"],
    ("Wirtschafts", "Bayern"): ["Bayerisches Staatsministerium für Wirtschaft, Landesentwicklung und Energie"],
    ("Wissenschafts", "Bayern"): ["Bayerisches Staatsministerium für Wissenschaft und Kunst"],
    ("Kultus", "Bayern"): ["Bayerisches Staatsministerium für Unterricht und Kultus"],
    ("Umwelt", "Bayern"): ["Bayerisches Staatsministerium für Umwelt und Verbraucherschutz"],
    ("Justiz", "Bayern"): ["Bayerisches Staatsministerium der Justiz"],
    ("Innen", "Brandenburg"): ["Ministerium des Innern und für Kommunales des Landes Brandenburg", "Ministerium des Innern und für Kommunales"],
    ("Innen", "Hessen"): ["Hessisches Ministerium des Innern, für Sicherheit und Heimatschutz", "Hessisches Ministerium des Innern und für Sport"],
    ("Finanz", "Hessen"): ["Hessisches Ministerium der Finanzen"],
    ("Wirtschafts", "Hessen"): ["Hessisches Ministerium für Wirtschaft, Energie, Verkehr, Wohnen und ländlichen Raum"],
    ("Innen", "Mecklenburg-Vorpommern"): ["Ministerium für Inneres und Europa Mecklenburg-Vorpommern"],
    ("Innen", "Niedersachsen"): ["Niedersächsisches Ministerium für Inneres und Sport"],
    ("Wirtschafts", "Niedersachsen"): ["Niedersächsisches Ministerium für Wirtschaft, Verkehr, Bauen und Digitalisierung"],
    ("Finanz", "Niedersachsen"): ["Niedersächsisches Finanzministerium"],
    ("Innen", "Nordrhein-Westfalen"): ["Ministerium des Innern des Landes Nordrhein-Westfalen"],
    ("Finanz", "Nordrhein-Westfalen"): ["Ministerium der Finanzen des Landes Nordrhein-Westfalen"],
    ("Wirtschafts", "Nordrhein-Westfalen"): ["Ministerium für Wirtschaft, Industrie, Klimaschutz und Energie des Landes Nordrhein-Westfalen"],
    ("Digital", "Nordrhein-Westfalen"): [
        "Ministerium für Heimat, Kommunales, Bau und Digitalisierung des Landes Nordrhein-Westfalen",
        "Ministerium für Heimat, Kommunales, Bau und Digitalisierung",
    ],
    ("Innen", "Rheinland-Pfalz"): ["Ministerium des Innern und für Sport Rheinland-Pfalz", "Ministerium des Innern und für Sport"],
    ("Digital", "Rheinland-Pfalz"): ["Ministerium für Arbeit, Soziales, Transformation und Digitalisierung"],
    ("Wirtschafts", "Rheinland-Pfalz"): ["Ministerium für Wirtschaft, Verkehr, Landwirtschaft und Weinbau"],
    ("Innen", "Saarland"): ["Ministerium für Inneres, Bauen und Sport", "Ministerium für Inneres, Bauen und Sport des Saarlandes"],
    ("Wirtschafts", "Saarland"): ["Ministerium für Wirtschaft, Innovation, Digitales und Energie"],
    ("Innen", "Sachsen"): ["Sächsisches Staatsministerium des Innern"],
    ("Finanz", "Sachsen"): ["Sächsisches Staatsministerium der Finanzen"],
    ("Wirtschafts", "Sachsen"): ["Sächsisches Staatsministerium für Wirtschaft, Arbeit, Energie und Klimaschutz", "Sächsisches Staatsministerium für Wirtschaft, Arbeit und Verkehr"],
    ("Innen", "Sachsen-Anhalt"): ["Ministerium für Inneres und Sport des Landes Sachsen-Anhalt"],
    ("Digital", "Sachsen-Anhalt"): ["Ministerium für Infrastruktur und Digitales des Landes Sachsen-Anhalt", "Ministerium für Infrastruktur und Digitales"],
    ("Innen", "Schleswig-Holstein"): ["Ministerium für Inneres, Kommunales, Wohnen und Sport"],
    ("Digital", "Schleswig-Holstein"): ["Ministerium für Energiewende, Landwirtschaft, Umwelt, Natur und Digitalisierung"],
    ("Innen", "Thüringen"): ["Thüringer Ministerium für Inneres, Kommunales und Landesentwicklung", "Thüringer Ministerium für Inneres und Kommunales"],
    ("Finanz", "Thüringen"): ["Thüringer Finanzministerium"],
    ("Wirtschafts", "Thüringen"): ["Thüringer Ministerium für Wirtschaft, Landwirtschaft und Ländlichen Raum", "Thüringer Ministerium für Wirtschaft, Wissenschaft und Digitale Gesellschaft"],
}


def states(facts):
    """The 16 Länder as territories."""
    rows = []
    for land in read(facts, "laender_de.csv"):
        name = land["name"]
        aliases = [land["official"], *ALIASES.get(name, [])]
        if name not in CITY_STATES and name != "Saarland":
            aliases += [f"Land {name}", f"Bundesland {name}"]
        rows.append({
            "name": name, "class": "Territory", "kind": "state", "aliases": [a for a in unique(aliases) if a != name],
            "acronyms": ACRONYMS.get(name, []), "adjectives": adjectives(land), "demonyms": [land["demonym_m"]],
            "jurisdiction": "Deutschland", "wikidata": land["qid"],
        })
    return rows


def adjectives(land):
    return unique([*land["adjective"].split(";"), *ADJECTIVES.get(land["name"], [])])


class Patterns:
    """Names of the bodies of one Land."""

    def __init__(self, land):
        self.land = land["name"]
        self.capital = land["capital"]
        self.genitive, self.short, self.capital_adjectives = LAND[self.land]
        if self.land in ("Hamburg", "Bremen", "Berlin"):
            self.capital_adjectives = []
        self.adjectives = adjectives(land)

    def of_land(self, noun):
        """`Staatskanzlei des Landes Hessen`, `Staatskanzlei Hessens`"""
        found = [f"{noun} {self.genitive} {self.land}{'es' if self.land == 'Saarland' else ''}", f"{noun} von {self.land}"]
        if self.genitive == "des Freistaats":
            found += [f"{noun} des Freistaates {self.land}", f"{noun} des Landes {self.land}"]
        if not self.land.endswith("s") and self.land != "Saarland":
            found.append(f"{noun} {self.land}s")
        return found + [f"{noun} {short}" for short in self.short] + [f"{short}-{noun}" for short in self.short]

    def with_adjective(self, noun, ending):
        """`hessisches Innenministerium`, as a name also `Hessisches Innenministerium`"""
        found = []
        for adjective in self.adjectives:
            if adjective[0].isupper():
                found.append(f"{adjective} {noun}")
            else:
                found += [f"{adjective}{ending} {noun}", f"{adjective[0].upper()}{adjective[1:]}{ending} {noun}"]
        return found

    def of_capital(self, noun):
        """`Innenministerium in Stuttgart`, `Stuttgarter Innenministerium`; not where the capital is the Land."""
        if not self.capital_adjectives:
            return []
        ending = {"kanzlei": "e", "regierung": "e", "tag": "er"}.get(next((e for e in ("kanzlei", "regierung", "tag") if noun.endswith(e)), ""), "es")
        declined = [a if a[0].isupper() else f"{a}{ending}" for a in self.capital_adjectives]
        return [f"{noun} in {self.capital}", f"{noun} {self.capital}", *(f"{a} {noun}" for a in declined)]

    def all(self, noun, ending):
        return [f"{noun} {self.land}", *self.with_adjective(noun, ending), *self.of_land(noun), *self.of_capital(noun)]


def patterns(facts):
    """Governments, parliaments, chancelleries, ministries, police and statistical offices of all Länder."""
    rows = []
    for land in read(facts, "laender_de.csv"):
        p = Patterns(land)

        def body(name, kind, aliases):
            rows.append({
                "name": name, "class": "Organization", "kind": kind, "aliases": [a for a in unique(aliases) if a != name],
                "jurisdiction": p.land,
            })

        body(*government(p))
        body(land["parliament"], "parliament", parliament(p))
        body(*chancellery(p))
        if p.land not in CITY_STATES:
            for portfolio in PORTFOLIOS:
                if (portfolio, p.land) not in ELSEWHERE:
                    noun = f"{portfolio}ministerium"
                    body(f"{noun} {p.land}", "ministry", [*p.all(noun, "es"), *OFFICIAL.get((portfolio, p.land), [])])
        noun = "Landeskriminalamt"
        aliases = [f"{noun} {p.land}", *p.with_adjective(noun, "es"), f"LKA {p.land}", f"{p.land}-LKA", *(f"LKA {s}" for s in p.short)]
        body(f"{noun} {p.land}", "agency", aliases)
        noun = "Statistisches Landesamt"
        if p.land not in ("Berlin", "Brandenburg", "Hamburg", "Schleswig-Holstein", "Nordrhein-Westfalen"):
            body(f"{noun} {p.land}", "agency", [f"{noun} {p.genitive} {p.land}", *p.with_adjective("Landesamt für Statistik", "es")])
        noun = "Rechnungshof"
        body(f"{noun} {p.land}", "agency", [*p.with_adjective(noun, "er"), *p.with_adjective("Landesrechnungshof", "er"), f"Landesrechnungshof {p.land}", *p.of_land(noun)])
    return rows


def government(p):
    if p.land in CITY_STATES:
        name = {"Berlin": "Senat von Berlin", "Hamburg": "Senat der Freien und Hansestadt Hamburg", "Bremen": "Senat der Freien Hansestadt Bremen"}[p.land]
        aliases = [f"Senat {p.land}", f"Senat des Landes {p.land}", *p.with_adjective("Senat", "er"), *p.with_adjective("Landesregierung", "e")]
        return name, "government", aliases
    nouns = ["Landesregierung"]
    name = f"Landesregierung {p.land}"
    if p.land in ("Bayern", "Sachsen"):
        name = {"Bayern": "Bayerische Staatsregierung", "Sachsen": "Sächsische Staatsregierung"}[p.land]
        nouns = ["Staatsregierung", "Landesregierung"]
    aliases = [form for noun in nouns for form in p.all(noun, "e")]
    aliases += [*p.with_adjective("Ministerrat", "er"), *p.with_adjective("Kabinett", "es"), *p.with_adjective("Regierung", "e"), *p.with_adjective("Landeskabinett", "es")]
    return name, "government", aliases + [f"Landeskabinett {p.land}", f"Regierung von {p.land}", f"Kabinett von {p.land}"]


def parliament(p):
    if p.land == "Berlin":
        return ["Abgeordnetenhaus Berlin", "Berliner Abgeordnetenhaus"]
    if p.land in CITY_STATES:
        return [*p.with_adjective("Bürgerschaft", "e"), f"Bürgerschaft der {p.genitive[4:]} {p.land}", f"Bürgerschaft {p.land}"]
    return p.all("Landtag", "er")


def chancellery(p):
    if p.land in CITY_STATES:
        noun = "Senatskanzlei"
        aliases = [*p.with_adjective(noun, "e"), *p.of_land(noun)]
        return f"{noun} {p.land}", "ministry", aliases
    return f"Staatskanzlei {p.land}", "ministry", p.all("Staatskanzlei", "e")
