#!/usr/bin/env bash
# Reads an export with another program: rdflib must parse the Turtle, the TriG, the N-Quads and the JSON-LD, find the
# same statements in all of them and no blank node. Needs Python 3 with venv; fetches rdflib from the package registry.
# Usage: scripts/check-export.sh [STORE]     (default: pakt-store, as `make run` leaves it)
set -euo pipefail
cd "$(dirname "$0")/.."
store=${1:-pakt-store}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for format in ttl trig nq jsonld; do
    ./pakt export --store "$store" -o "$work/graph.$format"
done
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet rdflib
"$work/venv/bin/python" - "$work" <<'PYTHON'
import sys

import rdflib

work = sys.argv[1]
plain = set(rdflib.Graph().parse(f"{work}/graph.ttl", format="turtle"))
print(f"Turtle: {len(plain)} statements")
for name, kind in (("trig", "trig"), ("nq", "nquads"), ("jsonld", "json-ld")):
    graph = rdflib.ConjunctiveGraph()
    graph.parse(f"{work}/graph.{name}", format=kind)
    statements = {(s, p, o) for s, p, o, _ in graph.quads()}
    print(f"{kind}: {len(statements)} statements in {len(list(graph.contexts()))} graphs")
    if statements != plain:
        sys.exit(f"{kind} says something else than Turtle: {list(statements ^ plain)[:3]}")
blank = [t for t in plain if any(isinstance(x, rdflib.BNode) for x in t)]
if blank:
    sys.exit(f"blank nodes: {blank[:3]}")
print("no blank nodes; all formats say the same")
PYTHON
