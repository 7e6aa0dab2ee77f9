//! Files for the programs of others: `.ci/run` has this write three graphs in every format, and as stores, into the
//! folder that `CHANCERY_TOOLS` names, with what must be found in them, and `check.py`, `mermaid.mjs` and `ajv.mjs` read
//! them.
//! Without the folder it does nothing.

use std::{
    collections::BTreeMap,
    env, fs,
    fs::File,
    path::{Path, PathBuf},
};

use chancery::{
    KnowledgeGraph, Schema,
    dossier::Dossier,
    entity, fact,
    io::{
        Losses,
        csv::Csv,
        follow_the_money::FollowTheMoney,
        gexf::Gexf,
        graphml::GraphMl,
        json,
        json_lines::JsonLines,
        json_schema,
        mermaid::Mermaid,
        node_link::NodeLink,
        rdf::{JsonLdProfileSet, Rdf, RdfFormat, Statements},
    },
    model::slug,
    schema::{KindDef, RelationDef, Shape},
    time::{PartialDate, Truth, When},
    view::View,
};
use serde_json::json;

use crate::{graphs, outside::outside};

const BASE: &str = "https://example.org/kg/";

#[test]
fn files_for_the_programs_of_others() {
    let Some(folder) = env::var_os("CHANCERY_TOOLS").map(PathBuf::from) else {
        println!("CHANCERY_TOOLS names no folder: nothing is written");
        return;
    };
    write(&folder.join("report"), &graphs::report());
    write(&folder.join("hostile"), &graphs::hostile());
    match events() {
        Some(kg) => write(&folder.join("icews14"), &kg),
        None => println!("the events of ICEWS14 are not at hand: they are not written"),
    }
}

fn write(folder: &Path, kg: &KnowledgeGraph) {
    fs::create_dir_all(folder).unwrap();
    let view = graphs::all(kg);
    let file = |name: &str| File::create(folder.join(name)).unwrap();
    let mut losses: BTreeMap<&str, Losses> = BTreeMap::new();
    losses.insert("json-lines", JsonLines::of(&view).write_to(file("graph.jsonl")).unwrap());
    losses.insert("node-link", NodeLink::of(&view).write_to(file("graph.json")).unwrap());
    losses.insert("graphml", GraphMl::of(&view).write_to(file("graph.graphml")).unwrap());
    losses.insert("gexf", Gexf::of(&view).write_to(file("graph.gexf")).unwrap());
    losses.insert("mermaid", Mermaid::of(&view).write_to(file("graph.mmd")).unwrap());
    let ftm = FollowTheMoney::of(&view).fallback("LegalEntity").write_to(file("graph.ftm.json")).unwrap();
    losses.insert("follow-the-money", ftm);
    losses.insert("dot", view.dot().write_to(file("graph.dot")).unwrap());
    let tables = Csv::of(&view);
    let mut lost = tables.entities().write_to(file("entities.csv")).unwrap();
    lost.merge(tables.facts().write_to(file("facts.csv")).unwrap());
    lost.merge(tables.sources().write_to(file("sources.csv")).unwrap());
    lost.merge(tables.claims().write_to(file("claims.csv")).unwrap());
    losses.insert("csv", lost);
    fs::write(folder.join("load.sql"), tables.duckdb()).unwrap();
    #[cfg(feature = "parquet")]
    {
        // Of an earlier run.
        let _ = fs::remove_dir_all(folder.join("parquet"));
        let lost = chancery::io::parquet::Parquet::of(&view).write_to(folder.join("parquet")).unwrap();
        losses.insert("parquet", lost);
    }
    let rdf = |name: &str, format, statements| {
        Rdf::of(&view).base(BASE).statements(statements).syntax(format).write_to(file(name)).unwrap()
    };
    // Of a large graph every form of statements once: reading them takes longer than all else.
    let large = kg.fact_count() > 10_000;
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    for (name, format) in [
        ("reifiers.ttl", RdfFormat::Turtle),
        ("reifiers.nt", RdfFormat::NTriples),
        ("reifiers.nq", RdfFormat::NQuads),
        ("reifiers.trig", RdfFormat::TriG),
        ("reifiers.rdf", RdfFormat::RdfXml),
    ] {
        if !large || name == "reifiers.nt" {
            losses.insert(name, rdf(name, format, Statements::Reifiers));
        }
    }
    for (name, format) in [("named.trig", RdfFormat::TriG), ("named.nq", RdfFormat::NQuads), ("named.jsonld", json_ld)]
    {
        if !large || name == "named.trig" {
            losses.insert(name, rdf(name, format, Statements::NamedGraphs));
        }
    }
    for (name, format) in [
        ("classic.ttl", RdfFormat::Turtle),
        ("classic.nt", RdfFormat::NTriples),
        ("classic.rdf", RdfFormat::RdfXml),
        ("classic.n3", RdfFormat::N3),
        ("classic.jsonld", json_ld),
    ] {
        if !large || name == "classic.ttl" {
            // The default, which all programs must read.
            let lost = Rdf::of(&view).base(BASE).syntax(format).write_to(file(name)).unwrap();
            losses.insert(name, lost);
        }
    }

    let dossier = Dossier::of(&view);
    fs::write(folder.join("dossier.json"), json::Json::of(&dossier).to_string()).unwrap();
    #[cfg(feature = "sqlite")]
    {
        // Of an earlier run.
        let path = folder.join("graph.chancery");
        let _ = fs::remove_file(&path);
        drop(chancery::store::Store::import(path, kg).unwrap());
    }
    fs::write(folder.join("dossier.schema.json"), json_schema::dossier(kg.schema())).unwrap();
    fs::write(folder.join("edit.schema.json"), json_schema::edit(kg.schema())).unwrap();
    let mut relations: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in view.all_facts() {
        *relations.entry(fact.relation_name()).or_default() += 1;
    }
    let facts: Vec<_> = view
        .all_facts()
        .take(500)
        .map(|fact| json!({ "when": fact.when().to_string(), "modality": fact.modality().name(), "claims": fact.claims().count() }))
        .collect();
    let expected = json!({
        "truths": truths(&view),
        "entities": dossier.entities.iter().map(|entity| json!([entity.key, entity.kind, entity.name])).collect::<Vec<_>>(),
        "facts": dossier.facts.len(),
        "sources": dossier.sources.len(),
        "claims": dossier.facts.iter().map(|fact| fact.claims.len()).sum::<usize>(),
        "relations": relations,
        "first": facts,
        "losses": losses,
    });
    fs::write(folder.join("expected.json"), expected.to_string()).unwrap();
}

/// What the times of the facts say of a day, a month and a year, in the order of the facts.
fn truths(view: &View<'_>) -> Vec<serde_json::Value> {
    let dates = ["2026-02-10", "2014-03", "1991"].map(chancery::date);
    let of = |date: PartialDate| {
        let ask = |ask: fn(When, PartialDate) -> Truth| -> Vec<_> {
            view.all_facts().map(|fact| ask(fact.when(), date).to_string()).collect()
        };
        json!({
            "first": date.first().to_epoch_days(),
            "last": date.last().to_epoch_days(),
            "holds_on": ask(When::holds_on),
            "holds_during": ask(When::holds_during),
            "falls_within": ask(When::falls_within),
        })
    };
    dates.into_iter().map(of).collect()
}

/// The events of ICEWS14, where they lie.
fn events() -> Option<KnowledgeGraph> {
    let text = fs::read_to_string(outside("icews14/events.tsv")?).unwrap();
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("actor")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let mut names: Vec<_> = rows.iter().map(|row| slug(row[1]).unwrap()).collect();
    names.sort_unstable();
    names.dedup();
    for name in &names {
        schema.add_relation(RelationDef::new(name, Shape::Happens, "actor", "actor")).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    let mut actors = std::collections::HashMap::new();
    for row in &rows {
        let mut end = |name: &str| {
            *actors.entry(name.to_owned()).or_insert_with(|| {
                let key = slug(name).unwrap();
                let free = (1..).map(|n| if n == 1 { key.clone() } else { format!("{key}-{n}") });
                let free = free.into_iter().find(|key| kg.get_entity(key).is_none()).unwrap();
                kg.add("actor", entity(name).key(free)).unwrap()
            })
        };
        let (subject, object) = (end(row[0]), end(row[2]));
        kg.assert(fact(subject, slug(row[1]).unwrap().as_str(), object).on(row[3])).unwrap();
    }
    Some(kg)
}
