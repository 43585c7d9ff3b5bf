"""Research organizations and universities from the Research Organization Registry (ROR, CC0)."""

import re
from collections import Counter

from tables import folded, letters, only_qid, read, unique

EUROPE = set("AT BE CH CZ DK EE ES FI FR GB HU IE IT LI LT LU LV NL NO PL PT SE SI SK IL".split())
GERMAN_HEADS = re.compile(
    r"niversit|ochschule|nstitut|entrum|kademie|esellschaft|Stiftung|-stiftung|[a-zäöüß]amt\b|anstalt|Fraunhofer|Max-Planck|Helmholtz|Leibniz|klinikum|Charité|ibliothek|Museum"
)
FOREIGN_HEADS = re.compile(r"Universit|University|Università|Universidad|Universiteit|Uniwersytet|Univerzita|Universidade|ETH |École |Politec|Technolog|Hochschule|Akademie")
NOT_WANTED = re.compile(
    r"Germany|gGmbH|GmbH|\(|Augenklinik|Zahnklinik|Kinderklinik|Poliklinik|Klinik für|Standort|Department|Faculty|Fakultät|School of|College of|Hospital|verlag|Verlag|[Pp]ress\b|Campus|Library"
    r"|Biblio|Graduate|Institut für (?:Anatomie|Physik|Chemie|Pathologie)|Wasserstraßen|Krankenhaus|Foundation|University of the Third"
)
BRANDS = re.compile(r"Fraunhofer-|Max-Planck-Institut|Helmholtz-|Leibniz-")
SHORT_HEADS = [
    ("Technische Universität ", "TU "), ("Technische Hochschule ", "TH "), ("Universität ", "Uni "), ("Hochschule ", "HS "), ("Fachhochschule ", "FH "),
    ("Universitätsklinikum ", "Uniklinik "), ("Universitätsklinikum ", "Uniklinikum "), ("Pädagogische Hochschule ", "PH "),
]
# Acronyms that are words, units or things of the field before they are an institute.
NOT_ACRONYMS = set("""
ADH AMT API ARD BAG BIP BIS BRD CDU CIO CSU DAS DDR DER DIE DIN DIT EIN FDP GAU GPS GUT HSV ICT IHK IHR IML IMS INA INM IPA IST KFZ KI KMU LAN MAN MIT MTA
NOK PDF PKW QUA SPD TAG TUA TUC TUD USA VON WAR WEG WIN WWW ZDF ABI ABB ASH CAU GAU HFG HMT LMD TAB UKW UMG ALL EUF BSP LKA BKA BSI BfV BND DAI DIL EAC ERC ESI FIBRE FIT GUI HIL HSB IBA IMB IQB LUNG MPA MWS OBS RISC THA WIS
""".split())


def organizations(facts, hand_names, hand_ids, towns, countries):
    """Rows for German organizations with a German name and for universities of Europe. `hand_names` and `hand_ids` stand elsewhere already."""
    taken = {folded(name) for name in hand_names}
    rows = []
    for row in read(facts, "orgs_ror.csv"):
        if row["status"] != "active" or "company" in row["types"] or row["types"].startswith("funder;nonprofit") and "DE" != row["country"]:
            continue
        made = german(row, towns) if row["country"] == "DE" else foreign(row, countries) if row["country"] in EUROPE else None
        if made and made["wikidata"] not in hand_ids and folded(made["name"]) not in taken and not any(folded(a) in taken for a in made["aliases"]):
            rows.append(made)
    rows = drop_doubles(rows)
    return drop_shared_forms(rows, taken)


def german(row, towns):
    name = clean(row["name_de"] or row["name"])
    if row["name_de"] == "" and not re.search(r"Universität|Hochschule|Institut |Zentrum|Stiftung|Akademie|Gesellschaft", name):
        return None
    if len(name.split()) < 2 or not GERMAN_HEADS.search(name) or NOT_WANTED.search(name) or not (row["qid"] or BRANDS.search(name)):
        return None
    is_university = "education" in row["types"] and re.search(r"niversität|ochschule", name) and not re.search(r"klinik|Institut|Zentrum|Bibliothek|bibliothek", name)
    brand = next((b for b in ("Fraunhofer", "Max-Planck", "Helmholtz", "Leibniz") if name.startswith(b)), "")
    acronyms = [] if brand else [a for a in row["acronyms"].split(";") if good_acronym(a)]
    aliases = [clean(a) for a in [*row["aliases"].split(";"), row["name"]]]
    aliases = [a for a in aliases if good_alias(a) and a != name and (not BRANDS.search(name) or a.startswith(brand))]
    short = name.split(",")[0]
    if brand and re.search(r" [A-Z]{3,7}$", short):  # `... IAO`: the acronym is no part of the name
        name, aliases = re.sub(r" [A-Z]{3,7}$", "", name), [*aliases, name]
    kind = "university" if is_university else "agency" if "government" in row["types"] and re.search(r"amt\b|anstalt", name) else "research"
    return {
        "name": name, "class": "Organization", "kind": kind, "aliases": unique([*aliases, *short_forms(name)]), "acronyms": acronyms,
        "jurisdiction": towns.get(CITY_NAMES.get(row["city"], row["city"]), ""), "wikidata": only_qid([row["qid"]]),
    }


CITY_NAMES = {"Munich": "München", "Cologne": "Köln", "Hanover": "Hannover", "Nuremberg": "Nürnberg", "Brunswick": "Braunschweig", "Halle": "Halle (Saale)", "Frankfurt": "Frankfurt am Main"}


def foreign(row, countries):
    name = clean(row["name_de"] or row["name"])
    if "education" not in row["types"] or not row["qid"] or len(name.split()) < 2 or not FOREIGN_HEADS.search(name) or NOT_WANTED.search(name):
        return None
    aliases = [clean(a) for a in [row["name"], *row["aliases"].split(";")]]
    aliases = [a for a in aliases if good_alias(a) and a != name and FOREIGN_HEADS.search(a)][:4]
    return {
        "name": name, "class": "Organization", "kind": "university", "aliases": unique([*aliases, *short_forms(name)]), "jurisdiction": countries[row["country"]],
        "wikidata": only_qid([row["qid"]]),
    }


def clean(name):
    name = re.sub(r"\s+(e\. ?V\.?|\(DLR\)|gemeinnützige GmbH|gGmbH)$", "", name.replace("\u2010", "-")).strip(" ,")
    return re.sub(r" e\. ?V\.?$", "", name)


def good_acronym(acronym):
    return bool(re.fullmatch(r"[A-ZÄÖÜ]{3,8}|[A-Z][A-Za-z]{2,6}[A-Z]", acronym)) and acronym not in NOT_ACRONYMS


def good_alias(alias):
    return len(alias.split()) >= 2 and letters(alias) >= 7 and not NOT_WANTED.search(alias) and len(alias) < 110


def short_forms(name):
    found = [short + name[len(head):] for head, short in SHORT_HEADS if name.startswith(head)]
    # `Eberhard Karls Universität Tübingen` is also the Universität Tübingen; not so the Technische or the Freie Universität
    named = re.fullmatch(r"(?!Technische|Freie|Katholische|Evangelische|Medizinische|Pädagogische|Private|Brandenburgische).*[ -]Universität(?: zu)? ([A-ZÄÖÜ][\wäöüß-]+)", name)
    if named:
        found += [f"Universität {named[1]}", f"Uni {named[1]}"]
    return [f for f in found if f != name]


def drop_doubles(rows):
    """Of several records under one name only those count that have it alone; the registry has predecessors and twins."""
    count = Counter((row["name"], row["jurisdiction"]) for row in rows)
    return sorted((row for row in rows if count[(row["name"], row["jurisdiction"])] == 1), key=lambda row: (row["name"], row["jurisdiction"]))


def drop_shared_forms(rows, taken):
    """An alias or acronym that two organizations claim says nothing: neither gets it."""
    count = Counter(form for row in rows for form in {row["name"], *row["aliases"], *row.get("acronyms", [])})
    names = {row["name"] for row in rows}
    for row in rows:
        row["aliases"] = [a for a in row["aliases"] if count[a] == 1 and a not in names and folded(a) not in taken]
        row["acronyms"] = [a for a in row.get("acronyms", []) if count[a] == 1 and folded(a) not in taken]
    return rows
