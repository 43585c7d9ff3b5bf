"""Public office holders and given names, from the tables of politicians."""

import re
from collections import Counter, defaultdict

from tables import folded, only_qid, read

PARTIES = {"Grüne": "GRÜNE", "Bündnis 90/Die Grünen": "GRÜNE", "BÜNDNIS 90/DIE GRÜNEN": "GRÜNE", "Die Linke": "LINKE", "DIE LINKE.": "LINKE", "DIE LINKE": "LINKE", "Freie Wähler": "FW"}
KNOWN_PARTIES = {"CDU", "CSU", "SPD", "FDP", "GRÜNE", "LINKE", "AfD", "FW", "SSW", "BSW"}
OFFICES = {"Bundesminister": "Bundesminister", "Staatssekretär": "Staatssekretär", "Landesminister": ""}
RECENT_TERMS = {"19", "20", "21"}


def qids_by_name(facts):
    """All ids that persons of a name have in the tables: more than one means homonyms."""
    found = defaultdict(set)
    for table in ("politicians_de.csv", "politicians_int.csv", "officeholders_de.csv"):
        for row in read(facts, table):
            for name in [row["name"], *row.get("aliases", "").split(";")]:
                found[folded(name)].add(row["qid"] or f"unknown:{row['name']}:{row.get('body', '')}")
    return found


def office_holders(facts, taken):
    """Members of governments of the Bund and the Länder, and members of the Bundestag of the last terms."""
    ids = qids_by_name(facts)
    by_name = defaultdict(list)
    for row in read(facts, "politicians_de.csv"):
        in_office = row["role"] in OFFICES
        if in_office or row["role"] == "MdB" and RECENT_TERMS & set(re.findall(r"\d+", row["terms"])):
            by_name[row["name"]].append(row)
    rows = []
    for name, group in sorted(by_name.items()):
        qids = {q for q in ids[folded(name)] if q.startswith("Q")}
        governing = [row for row in group if row["role"] in OFFICES]
        if name in taken or len(name.split()) < 2 or re.search(r"[(),\d]", name) or len(qids) > 1 and not governing:
            continue
        rows.append(person(name, group, governing, only_qid(qids)))
    return one_row_a_person(rows)


def one_row_a_person(rows):
    """The tables spell some names in two ways: the second spelling becomes an alias."""
    first = {}
    for row in rows:
        if row["wikidata"] in first:
            first[row["wikidata"]]["aliases"] = [row["name"]]
        elif row["wikidata"]:
            first[row["wikidata"]] = row
    return [row for row in rows if not row["wikidata"] or first[row["wikidata"]] is row]


def person(name, group, governing, qid):
    parties = {PARTIES.get(row["party"], row["party"]) for row in group} & KNOWN_PARTIES
    bodies = {organization(row["body"]) for row in governing} or {"Deutscher Bundestag"}
    offices = {OFFICES[row["role"]] for row in governing}
    given = next((row["given"] for row in group if row["given"]), name.rsplit(" ", 1)[0])
    family = next((row["family"] for row in group if row["family"]), name.rsplit(" ", 1)[1])
    return {
        "name": name, "class": "Person", "wikidata": qid, "given": given, "family": family, "party": parties.pop() if len(parties) == 1 else "",
        "office": offices.pop() if len(offices) == 1 else "", "organization": bodies.pop() if len(bodies) == 1 else "",
    }


def organization(body):
    return {"Landesregierung Bayern": "Bayerische Staatsregierung", "Landesregierung Sachsen": "Sächsische Staatsregierung"}.get(body, body)


def given_names(facts, extra):
    """Given names that politicians bear, with the gender most bearers have; `extra` names come first."""
    gender = defaultdict(Counter)
    bearers = Counter()
    for table in ("politicians_de.csv", "politicians_int.csv"):
        seen = set()
        for row in read(facts, table):
            if (row["name"], row["qid"]) in seen:
                continue
            seen.add((row["name"], row["qid"]))
            for name in firsts(row):
                bearers[name] += 1
                if row["gender"] in ("m", "f"):
                    gender[name][row["gender"]] += 1
    names = {name: usual(gender[name]) for name, n in bearers.items() if n >= 2 or gender[name]}
    names.update(extra)
    return [{"name": name, "gender": names[name]} for name in sorted(names)]


def firsts(row):
    """The given names of a person, each; of foreign politicians the first word only, for some put the surname first."""
    words = row["given"].split() if row.get("given") else row["name"].split()[:1]
    if not row.get("given") and (len(row["name"].split()) < 2 or row.get("country") in ("JP", "KR", "CN", "HU", "VN", "TW", "KH")):
        return []
    return [w for w in words if re.fullmatch(r"[A-ZÄÖÜÉÈÁÓÍŠŽČĆÇŁİ][a-zäöüßéèêëáàâãåæíìîïóòôõøúùûçčćšžłńñğışýřěő'’]{2,}(?:-[A-ZÄÖÜÉ][a-zäöüßéèáíóúçčšž]+)*", w)]


def usual(counter):
    """`m` or `f` if nine of ten bearers are, else `mf`; empty if nobody's is known."""
    total = sum(counter.values())
    if not total:
        return ""
    most, n = max(sorted(counter.items()), key=lambda item: item[1])
    return most if n * 10 >= total * 9 else "mf"
