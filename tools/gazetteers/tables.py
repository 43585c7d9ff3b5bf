"""Reading fact tables, writing gazetteer files, and what several generators share."""

import csv
import re
import unicodedata
from pathlib import Path

COLUMNS = [
    "name", "class", "kind", "aliases", "acronyms", "adjectives", "demonyms", "jurisdiction", "parent", "wikidata",
    "from", "to", "flags", "given", "family", "party", "office", "organization",
]


def read(folder, name):
    """The rows of a fact table; white space at the ends of cells (line ends, too) goes."""
    with open(Path(folder) / name, encoding="utf-8", newline="") as file:
        return [{key: (value or "").replace("\u00ad", "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def read_gazetteer(path):
    """The comments, the columns and the rows of a gazetteer file."""
    lines = Path(path).read_text(encoding="utf-8").splitlines(keepends=True)
    comments = [line for line in lines if line.startswith("#")]
    reader = csv.DictReader(line for line in lines if not line.startswith("#"))
    return comments, reader.fieldnames, list(reader)


def write(path, comments, rows, columns=None):
    """Writes rows of dictionaries; lists become cells with semicolons. Columns that no row fills are left out."""
    rows = [{key: cell(value) for key, value in row.items()} for row in rows]
    if columns is None:
        columns = [c for c in COLUMNS if c == "name" or any(row.get(c) for row in rows)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        for line in comments:
            file.write(line if line.endswith("\n") else f"# {line}\n")
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def cell(value):
    return value if isinstance(value, str) else ";".join(unique(value))


def unique(values):
    """Without doubles and empty values, order kept."""
    return list(dict.fromkeys(v.strip() for v in values if v and v.strip()))


def letters(text):
    return sum(c.isalnum() for c in text)


def folded(text):
    """For look-ups that should not depend on spelling: no accents, no case, plain apostrophes and hyphens."""
    text = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("’", "'"))
    return re.sub(r"[\s‐-–—-]+", " ", "".join(c for c in text if not unicodedata.combining(c))).lower().strip()


def only_qid(candidates):
    """The id if all candidates agree on one."""
    ids = sorted({c for c in candidates if re.fullmatch(r"Q[1-9]\d*", c)})
    return ids[0] if len(ids) == 1 else ""
