"""Reads what tests/tools/main.rs wrote with the programs that the formats are for, and holds it against what must be there.

check.py FOLDER
"""

import json
import pathlib
import sys
import time

import duckdb
import igraph
import jsonschema
import networkx
import pyoxigraph
import rdflib
from followthemoney import model

FORBIDDEN = {chr(c) for c in range(32)} - {"\t", "\n", "\r"} | {"\ufffe", "\uffff"}
CH = "https://docs.rs/chancery/rdf#"


def held(text):
    """A text as XML holds it."""
    return "".join("\ufffd" if c in FORBIDDEN else c for c in text)


def check(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: found {str(found)[:300]}, wanted {str(wanted)[:300]}")


class Graph:
    def __init__(self, folder):
        self.folder = folder
        self.expected = json.loads((folder / "expected.json").read_text())
        self.entities = self.expected["entities"]
        self.small = self.expected["facts"] < 10_000

    def path(self, name):
        return str(self.folder / name)

    def relations(self, edges):
        counts = {}
        for relation in edges:
            counts[relation] = counts.get(relation, 0) + 1
        check("relations", counts, self.expected["relations"])

    def networkx(self, name, graph, xml):
        check(f"{name}: type", type(graph), networkx.MultiDiGraph)
        check(f"{name}: edges", graph.number_of_edges(), self.expected["facts"])
        edges = [data for *_, data in graph.edges(data=True)]
        self.relations(data["relation"] for data in edges)
        for key, kind, text in self.entities:
            node = graph.nodes[key]
            wanted = {"type": "entity", "kind": kind, "name": held(text) if xml else text}
            check(f"{name}: {key}", {part: node[part] for part in wanted}, wanted)
        by_id = {data.get("id") or key: data for _, _, key, data in graph.edges(keys=True, data=True)}
        for place, fact in enumerate(self.expected["first"]):
            data = by_id.get(f"#{place}")
            if data is None:
                continue  # it has a key
            check(f"{name}: when of #{place}", data.get("when", "unstated"), fact["when"])
            check(f"{name}: modality of #{place}", data["modality"], fact["modality"])
            if xml and fact["claims"]:
                check(f"{name}: claims of #{place}", int(data["claim_count"]), fact["claims"])

    def graphs(self):
        self.networkx("NetworkX, GraphML", networkx.read_graphml(self.path("graph.graphml"), force_multigraph=True), True)
        if self.small:
            # Without parallel edges it makes a simple graph of it.
            graph = networkx.MultiDiGraph(networkx.read_gexf(self.path("graph.gexf"), version="1.3"))
            self.networkx("NetworkX, GEXF", graph, True)
        data = json.loads((self.folder / "graph.json").read_text())
        self.networkx("NetworkX, node-link", networkx.node_link_graph(data, edges="links"), False)
        graph = igraph.Graph.Read_GraphML(self.path("graph.graphml"))
        check("igraph: edges", graph.ecount(), self.expected["facts"])
        check("igraph: directed", graph.is_directed(), True)
        self.relations(graph.es["relation"])
        names = dict(zip(graph.vs["id"], graph.vs["name"]))
        for key, _, text in self.entities:
            check(f"igraph: {key}", names[key], held(text))

    def tables(self):
        database = duckdb.connect()
        for statement in (self.folder / "load.sql").read_text().splitlines():
            database.execute(statement.replace("read_csv('", f"read_csv('{self.folder}/"))
        one = lambda question: database.execute(question).fetchone()[0]
        check("DuckDB: facts", one("SELECT count(*) FROM facts"), self.expected["facts"])
        check("DuckDB: claims", one("SELECT count(*) FROM claims"), self.expected["claims"])
        check("DuckDB: sources", one("SELECT count(*) FROM sources"), self.expected["sources"])
        found = database.execute("SELECT key, kind, name FROM entities").fetchall()
        check("DuckDB: entities", [list(row) for row in found], self.entities)
        self.relations(row[0] for row in database.execute("SELECT relation FROM facts").fetchall())
        days = one("SELECT count(*) FROM facts WHERE \"when\" = '2026-02' AND start_earliest = DATE '2026-02-01'")
        check("DuckDB: days", days, one("SELECT count(*) FROM facts WHERE \"when\" = '2026-02'"))

    def rdf(self):
        parse = {
            ".ttl": pyoxigraph.RdfFormat.TURTLE,
            ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
            ".nq": pyoxigraph.RdfFormat.N_QUADS,
            ".trig": pyoxigraph.RdfFormat.TRIG,
            ".rdf": pyoxigraph.RdfFormat.RDF_XML,
            ".n3": pyoxigraph.RdfFormat.N3,
            ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
        }
        facts = f"SELECT (COUNT(DISTINCT ?f) AS ?n) WHERE {{ ?f a <{CH}Fact> }}"
        names = sorted(path.name for path in self.folder.iterdir() if path.name.startswith(("reifiers.", "named.", "classic.")))
        if not self.small:
            names = ["reifiers.nt", "named.trig", "classic.ttl"]
        for name in names:
            store = pyoxigraph.Store()
            store.bulk_load(path=self.path(name), format=parse[pathlib.Path(name).suffix])
            found = int(next(iter(store.query(facts)))["n"].value)
            check(f"pyoxigraph, {name}", found, self.expected["facts"])
            # rdflib knows RDF 1.0 alone.
            if self.small and not name.startswith("reifiers."):
                dataset = rdflib.Dataset(default_union=True)
                dataset.parse(self.path(name), format={".rdf": "xml", ".jsonld": "json-ld", ".nq": "nquads"}.get(pathlib.Path(name).suffix))
                found = int(next(iter(dataset.query(facts)))[0])
                check(f"rdflib, {name}", found, self.expected["facts"])

    def money(self):
        with open(self.path("graph.ftm.json"), encoding="utf-8") as lines:
            for count, line in enumerate(lines):
                if count == 3000:
                    break
                data = json.loads(line)
                proxy = model.get_proxy(data, cleaned=False)
                problems = proxy.schema.validate(data)
                check(f"followthemoney, {data['id']}", problems, None)
                for name in data["properties"]:
                    check(f"followthemoney, {data['id']}: {name}", name in proxy.schema.properties, True)

    def schemas(self):
        if not self.small:
            return
        validator = lambda name: jsonschema.Draft202012Validator(json.loads((self.folder / name).read_text()))
        dossier = validator("dossier.schema.json")
        dossier.check_schema(dossier.schema)
        dossier.validate(json.loads((self.folder / "dossier.json").read_text()))
        edit = validator("edit.schema.json")
        edit.check_schema(edit.schema)
        for line in (self.folder / "graph.jsonl").read_text().strip("\n").split("\n"):
            edit.validate(json.loads(line))
        wrong = json.loads((self.folder / "dossier.json").read_text())
        wrong["facts"][0]["relation"] = "no-such-relation"
        check("JSON Schema: a relation that there is not", dossier.is_valid(wrong), False)


def report(graph):
    """A fact is found with its date and quote."""
    store = pyoxigraph.Store()
    store.bulk_load(path=graph.path("reifiers.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    question = f"""
        PREFIX ch: <{CH}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX r: <https://example.org/kg/relation/> PREFIX e: <https://example.org/kg/entity/>
        SELECT ?when ?quote WHERE {{
            ?fact rdf:reifies <<( e:tokayev r:visits e:pakistan )>> ; ch:on ?when ; ch:claim/ch:quote ?quote .
        }}"""
    found = list(store.query(question))
    check("SPARQL: visits", len(found), 1)
    check("SPARQL: date", str(found[0]["when"]), '"2026-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>')
    check("SPARQL: quote", "first official visit" in found[0]["quote"].value, True)
    asked = "ASK { <https://example.org/kg/entity/tokayev> <https://example.org/kg/relation/visits> ?x }"
    check("SPARQL: a planned visit is not asserted", bool(store.query(asked)), False)


def main():
    for folder in sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.is_dir()):
        graph = Graph(folder)
        for step in [graph.graphs, graph.tables, graph.rdf, graph.money, graph.schemas]:
            began = time.time()
            step()
            print(f"{folder.name}: {step.__name__} ok ({time.time() - began:.1f} s)", flush=True)
        if folder.name == "report":
            report(graph)


main()
