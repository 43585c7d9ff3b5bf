"""Asks an endpoint with rdflib and SPARQLWrapper, as their users would. Argument: the address of the server."""

import sys

import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

root = sys.argv[1]
ROWS = "SELECT ?p ?name { ?p a schema:Person ; schema:name ?name } ORDER BY ?name"
TRIPLES = "CONSTRUCT { ?p schema:name ?name } { ?p a schema:Person ; schema:name ?name }"
NAME = rdflib.URIRef("https://schema.org/name")


def wrapper(query, **options):
    client = SPARQLWrapper(root + "query", **options)
    client.setQuery(query)
    return client


def sparqlwrapper():
    expected = None
    for method, encoding in [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]:
        client = wrapper(ROWS)
        client.setMethod(method)
        client.setRequestMethod(encoding)
        client.setReturnFormat(JSON)
        rows = client.query().convert()["results"]["bindings"]
        names = [row["name"]["value"] for row in rows]
        assert "Stefan Krebs" in names and len(names) > 5, names
        assert expected in (None, names)
        expected = names
        client.setReturnFormat(XML)
        document = client.query().convert().toxml()
        assert all(name in document for name in names), document
        for text in (CSV, TSV):
            client.setReturnFormat(text)
            lines = client.query().convert().decode().splitlines()
            assert len(lines) == len(names) + 1, lines
        client.setQuery("ASK { ?p a schema:Person }")
        client.setReturnFormat(JSON)
        assert client.query().convert()["boolean"] is True
        client.setQuery(TRIPLES)
        for syntax in (TURTLE, N3, RDFXML, JSONLD, XML):
            client.setReturnFormat(syntax)
            graph = client.query().convert()
            if not isinstance(graph, rdflib.Graph):
                graph = rdflib.Graph().parse(data=graph, format="turtle")
            assert sorted(str(name) for name in graph.objects(None, NAME)) == sorted(names), syntax
    client = wrapper("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    client.setReturnFormat(JSON)
    client.addDefaultGraph("https://w3id.org/pakt/ontology")
    count = int(client.query().convert()["results"]["bindings"][0]["n"]["value"])
    graph = rdflib.Graph().parse(root + "store?graph=https%3A%2F%2Fw3id.org%2Fpakt%2Fontology")
    assert count == len(graph) > 300, (count, len(graph))
    try:
        wrapper("SELECT ?name {").query()
        raise AssertionError("a broken query was answered")
    except QueryBadFormed as error:
        assert "the query ends too early" in str(error), error
    try:
        wrapper("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }").query()
        raise AssertionError("a query without end was answered")
    except EndPointInternalError as error:
        assert "stopped after 2 seconds" in str(error), error


def with_rdflib():
    for method in ("GET", "POST", "POST_FORM"):
        remote = rdflib.Graph(SPARQLStore(root + "query", method=method))
        names = [str(row.name) for row in remote.query(ROWS)]
        assert "Stefan Krebs" in names, names
        assert bool(remote.query("ASK { ?p a schema:Person }"))
        constructed = remote.query(TRIPLES).graph
        assert len(constructed) == len(names), (len(constructed), names)
        person = rdflib.URIRef("https://w3id.org/pakt/id/person/stefan-krebs")
        assert str(remote.value(person, NAME)) == "Stefan Krebs"
    whole = rdflib.Graph().parse(root + "store?default", format="turtle")
    assert len(whole) == int(next(iter(remote.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))).n)
    node = rdflib.Graph().parse(root + "person/stefan-krebs")
    assert str(node.value(person, NAME)) == "Stefan Krebs", "rdflib asks for RDF where there is a page too"
    description = rdflib.Graph().parse(root + ".well-known/void")
    endpoint = rdflib.URIRef("http://rdfs.org/ns/void#sparqlEndpoint")
    assert str(next(description.objects(None, endpoint))) == root + "query"


sparqlwrapper()
with_rdflib()
print("all was answered")
