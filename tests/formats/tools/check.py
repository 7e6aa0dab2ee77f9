"""Reads what tests/formats/tools/mod.rs wrote with the programs that the formats are for, and holds it against what must be there.

check.py FOLDER
"""

import contextlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

import duckdb
import igraph
import jsonschema
import networkx
import pandas
import pyoxigraph
import rdflib
from followthemoney import model

FORBIDDEN = {chr(c) for c in range(32)} - {"\t", "\n", "\r"} | {"\ufffe", "\uffff"}
CH = "https://docs.rs/chancery/rdf#"
FACTS = """SELECT id, key, subject_key, subject, relation, object_key, object, dated, starts_from, starts_by, ends_from, ends_by,
    modality, sources, quote FROM facts_current ORDER BY CAST(id AS INTEGER)"""
CLAIMS = """SELECT id, fact_id, source, said_by, disputes, inferred, confidence, quote FROM claims_with_quotes
    ORDER BY CAST(fact_id AS INTEGER), CAST(id AS INTEGER)"""


def held(text):
    """A text as XML holds it."""
    return "".join("\ufffd" if c in FORBIDDEN else c for c in text)


def check(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: found {str(found)[:300]}, wanted {str(wanted)[:300]}")


def check_rows(what, found, wanted):
    check(f"{what}: number of rows", len(found), len(wanted))
    for number, (row, expected) in enumerate(zip(found, wanted)):
        check(f"{what}: row {number}", list(row), expected)


def dossier_rows(dossier, bounds):
    """The rows of `facts_current` and of `claims_with_quotes` that a dossier makes, with the bounds of its facts."""
    names = {entity["key"]: entity["name"] for entity in dossier["entities"]}
    texts = {source["key"]: source.get("text") for source in dossier.get("sources", [])}
    numbers = {f"#{number}": number for number in range(len(dossier["facts"]))}
    numbers |= {fact["key"]: number for number, fact in enumerate(dossier["facts"]) if "key" in fact}
    gone = {numbers[change["fact"]] for change in dossier.get("retractions", []) + dossier.get("resolutions", [])}

    def end(node):
        if isinstance(node, str):
            return node, names[node]
        ((kind, value),) = node.items()
        return None, f"#{numbers[value]}" if kind == "fact" else value

    def shown(claim):
        """The words of a quote, which SQLite cuts where the text of the source has a character of number 0."""
        if "quote" not in claim:
            return None
        passages, text = [claim["quote"]] + claim["quote"].get("more", []), texts[claim["source"]]
        if text is not None:
            text = text.partition("\0")[0]
        return " … ".join(part["words"] if text is None else text[slice(*part["range"])] for part in passages)

    facts, claims = [], []
    for number, fact in enumerate(dossier["facts"]):
        sources, quotes = [], []
        for claim in fact.get("claims", []):
            sources += [claim["source"]] if claim["source"] not in sources else []
            quotes.append(shown(claim))
            inferred = claim["basis"]["inferred"] if isinstance(claim.get("basis"), dict) else None
            disputes = int(claim.get("stance") == "disputes")
            row = [number, claim["source"], claim.get("said-by", ""), disputes, inferred, claim.get("confidence"), quotes[-1]]
            claims.append([len(claims)] + row)
        modality = fact.get("modality", "actual")
        if number in gone or modality not in ("actual", "planned"):
            continue
        subject, object_ = end(fact["subject"]), end(fact["object"])
        quote = next((quote for quote in quotes if quote is not None), None)
        row = [number, fact.get("key"), *subject, fact["relation"], *object_, fact.get("when"), *bounds[number], modality]
        facts.append(row + [", ".join(sources) or None, quote])
    return facts, claims


def sqlite_extension(database):
    """Loads the extension of DuckDB that reads SQLite, and says whether there is one."""
    try:
        import duckdb_extension_sqlite_scanner as package
    except ImportError:
        try:
            database.execute("INSTALL sqlite")
            database.execute("LOAD sqlite")
        except duckdb.Error as error:
            print(f"DuckDB has no extension for SQLite here, so it reads no store: {str(error).splitlines()[0]}")
            return False
        return True
    folder = pathlib.Path(package.__file__).parent / "extensions" / f"v{duckdb.__version__}"
    database.load_extension(str(folder / "sqlite_scanner.duckdb_extension"))
    return True


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

    def csv_tables(self):
        database = duckdb.connect()
        for statement in (self.folder / "load.sql").read_text().splitlines():
            database.execute(statement.replace("read_csv('", f"read_csv('{self.folder}/"))
        return database

    def tables(self):
        database = self.csv_tables()
        one = lambda question: database.execute(question).fetchone()[0]
        check("DuckDB: facts", one("SELECT count(*) FROM facts"), self.expected["facts"])
        check("DuckDB: claims", one("SELECT count(*) FROM claims"), self.expected["claims"])
        check("DuckDB: sources", one("SELECT count(*) FROM sources"), self.expected["sources"])
        found = database.execute("SELECT key, kind, name FROM entities").fetchall()
        check("DuckDB: entities", [list(row) for row in found], self.entities)
        self.relations(row[0] for row in database.execute("SELECT relation FROM facts").fetchall())
        days = one("SELECT count(*) FROM facts WHERE \"when\" = '2026-02' AND start_earliest = DATE '2026-02-01'")
        check("DuckDB: days", days, one("SELECT count(*) FROM facts WHERE \"when\" = '2026-02'"))

    def parquet(self):
        """What DuckDB finds in the folder of Parquet files is what the dossier has, and computes of each time what the graph does."""
        database = duckdb.connect()
        for file in (self.folder / "parquet").glob("*.parquet"):
            database.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM '{file}'")
        dossier = json.loads((self.folder / "dossier.json").read_text())
        names = {entity["key"]: entity["name"] for entity in dossier["entities"]}
        numbers = {f"#{number}": number for number in range(len(dossier["facts"]))}
        numbers |= {fact["key"]: number for number, fact in enumerate(dossier["facts"]) if "key" in fact}
        retracted = {numbers[change["fact"]]: change.get("why", "") for change in dossier.get("retractions", [])}

        def end(node):
            if isinstance(node, str):
                return ["entity", node, names[node], None]
            ((kind, value),) = node.items()
            if kind == "number":
                return [kind, None, None, float(value)]
            text = {"fact": lambda: f"#{numbers[value]}", "yes-no": lambda: "yes" if value else "no"}.get(kind, lambda: value)()
            return [kind, None, text, None]

        facts, players, claims = [], [], []
        for number, fact in enumerate(dossier["facts"]):
            row = [number, fact.get("key"), *end(fact["subject"]), fact["relation"], *end(fact["object"]), fact.get("when")]
            facts.append(row + [fact.get("modality", "actual"), retracted.get(number)])
            for role, several in fact.get("roles", {}).items():
                players += [[number, role, *end(node)] for node in (several if isinstance(several, list) else [several])]
            for claim in fact.get("claims", []):
                inferred = claim["basis"]["inferred"] if isinstance(claim.get("basis"), dict) else None
                row = [number, claim["source"], claim.get("said-by"), claim.get("stance", "supports"), inferred]
                passages = [claim["quote"]] + claim["quote"].get("more", []) if "quote" in claim else []
                words = [part.get("words") for part in passages]
                quote = " … ".join(words) if words and None not in words else None
                claims.append(row + [claim.get("confidence"), quote])
        database.execute("""CREATE VIEW nodes AS
            SELECT entity_id AS node_id, entity_key, name AS shown, CAST(NULL AS DOUBLE) AS number FROM entities
            UNION ALL SELECT node_id, NULL, CASE value_type WHEN 'number' THEN NULL ELSE value_text END, value_number
                FROM value_nodes
            UNION ALL SELECT node_id, NULL, '#' || fact_id, NULL FROM facts WHERE node_id IS NOT NULL""")
        found = database.execute("""SELECT fact_id, fact_key, subject_type, s.entity_key, s.shown, s.number, relation,
            object_type, o.entity_key, o.shown, o.number, dated, modality, retracted_because
            FROM facts JOIN nodes s ON s.node_id = subject_id JOIN nodes o ON o.node_id = object_id ORDER BY fact_id""")
        check_rows("DuckDB, Parquet: facts", found.fetchall(), facts)
        found = database.execute("""SELECT fact_id, role, node_type, entity_key, shown, number
            FROM players JOIN nodes USING (node_id) ORDER BY fact_id, place""")
        check_rows("DuckDB, Parquet: players", found.fetchall(), players)
        found = database.execute("""SELECT fact_id, source_key, e.entity_key, stance, inferred, confidence, quote
            FROM claims JOIN sources USING (source_id) LEFT JOIN entities e ON entity_id = speaker_id
            ORDER BY fact_id, claim_id""")
        check_rows("DuckDB, Parquet: claims", found.fetchall(), claims)
        found = database.execute("SELECT entity_key, kind, name FROM entities WHERE entity_id = canonical_id ORDER BY entity_id")
        check_rows("DuckDB, Parquet: entities", found.fetchall(), self.entities)
        for asked in self.expected["truths"]:
            bounds = {"first": asked["first"], "last": asked["last"]}
            sure = {name: f"coalesce(sure_{name}, {name})" for name in ["earliest_start", "latest_start", "earliest_end", "latest_end"]}
            apart = "earliest_start > $last OR latest_end < $first"
            beyond = """greatest(earliest_start, $first) > latest_start OR least(latest_end, $last) < earliest_end
                OR greatest(earliest_start, $first) > least(latest_end, $last)"""
            for question, no, yes in [
                ("holds_on", apart, f"{sure['latest_start']} <= $first AND {sure['earliest_end']} >= $last"),
                ("holds_during", apart, f"{sure['latest_start']} <= $last AND {sure['earliest_end']} >= $first"),
                ("falls_within", beyond, f"{sure['earliest_start']} >= $first AND {sure['latest_end']} <= $last"),
            ]:
                truth = f"CASE WHEN {no} THEN 'no' WHEN {yes} THEN 'yes' ELSE 'possibly' END"
                found = database.execute(f"SELECT {truth} FROM facts ORDER BY fact_id", bounds).fetchall()
                check_rows(f"DuckDB, Parquet: {question}", found, [[truth] for truth in asked[question]])
        sorted_by = "relation_id, subject_id, earliest_start, fact_id"
        in_file = database.execute(f"SELECT {sorted_by} FROM facts").fetchall()
        check("DuckDB, Parquet: the order of facts", in_file, sorted(in_file))

    def store(self):
        """What programs find in the file of a store is what the dossier has."""
        path = self.path("graph.chancery")
        days = "SELECT start_earliest, start_latest, end_earliest, end_latest FROM facts"
        bounds = [[day and day.isoformat() for day in row] for row in self.csv_tables().execute(days).fetchall()]
        dossier = json.loads((self.folder / "dossier.json").read_text())
        facts, claims = dossier_rows(dossier, bounds)
        wanted = [("facts_current", FACTS, facts), ("claims_with_quotes", CLAIMS, claims)]
        with contextlib.closing(sqlite3.connect(path)) as database:
            for view, question, rows in wanted:
                check_rows(f"sqlite3 of Python, {view}", database.execute(question).fetchall(), rows)
                frame = pandas.read_sql(question, database).astype(object)
                check_rows(f"pandas, {view}", frame.where(frame.notna(), None).values.tolist(), rows)
            # The tables have all words, also those that the view cuts.
            question = """SELECT text, starts, ends FROM passages AS p JOIN claims AS c ON c.id = p.claim_id
                JOIN texts USING (source_id) ORDER BY c.fact_id, c.id, position"""
            found = [[text[starts:ends]] for text, starts, ends in database.execute(question)]
            quotes = [claim["quote"] for fact in dossier["facts"] for claim in fact.get("claims", []) if "quote" in claim]
            words = [[part["words"]] for quote in quotes for part in [quote] + quote.get("more", [])]
            check_rows("sqlite3 of Python, passages", found, words)
        database = duckdb.connect()
        if sqlite_extension(database):
            database.execute(f"ATTACH '{path}' AS store (TYPE sqlite, READ_ONLY)")
            database.execute("USE store")
            for view, question, rows in wanted:
                # It takes the columns of these views for texts.
                rows = [[cell if cell is None else str(cell) for cell in row] for row in rows]
                check_rows(f"DuckDB, {view}", database.execute(question).fetchall(), rows)
            for view, count in [("facts_as_of", len(dossier["facts"])), ("entities", len(self.entities))]:
                check(f"DuckDB, {view}", database.execute(f"SELECT count(*) FROM {view}").fetchone()[0], count)
        if shutil.which("sqlite3"):
            for view, question, rows in wanted:
                found = subprocess.run(["sqlite3", "-json", path, question], capture_output=True, check=True).stdout
                found = [list(row.values()) for row in json.loads(found or "[]")]
                # It prints texts up to a character of number 0.
                rows = [[cell.partition("\0")[0] if isinstance(cell, str) else cell for cell in row] for row in rows]
                check_rows(f"the program sqlite3, {view}", found, rows)

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
        for step in [graph.graphs, graph.tables, graph.parquet, graph.store, graph.rdf, graph.money, graph.schemas]:
            began = time.time()
            step()
            print(f"{folder.name}: {step.__name__} ok ({time.time() - began:.1f} s)", flush=True)
        if folder.name == "report":
            report(graph)


main()
