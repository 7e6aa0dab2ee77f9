//! All that a graph holds, as one text: two graphs with the same text are the same to the byte.

use std::fmt::Write;

use crate::{KnowledgeGraph, tables::relation_facts::RelationFacts};

/// Every table, and what is in every index, sorted. Room that is reserved and lists that are empty do not count.
pub(crate) fn snapshot(kg: &KnowledgeGraph) -> String {
    let (schema, tables) = (kg.schema(), kg.tables());
    let mut text = String::new();
    let mut put = |name: &str, of: &dyn std::fmt::Debug| writeln!(text, "{name}: {of:#?}").unwrap();
    put("schema", &schema.to_def());
    let kinds: Vec<_> = schema.kinds().map(|(kind, _)| kind).collect();
    let above = |kind| kinds.iter().filter(|above| schema.is_a(kind, **above)).count();
    put("kinds above kinds", &kinds.iter().map(|kind| above(*kind)).collect::<Vec<_>>());
    put("schema marks", &schema.marks());
    put("naming", &tables.naming);
    // petgraph's own lists are shown too, by the first and next edges of nodes and edges.
    put("nodes", &tables.log.raw_nodes());
    put("facts", &tables.log.raw_edges());
    put("strings", &tables.strings);
    put("keys", &sorted(tables.keys.numbers()));
    put("names", &sorted(tables.names.names()));
    put("values", &tables.values);
    put("value index", &sorted(tables.value_index.numbers()));
    put("outgoing", &tables.outgoing);
    put("incoming", &tables.incoming);
    put("playing", &tables.playing);
    let columns =
        |of: &RelationFacts| (of.facts().iter().collect::<Vec<_>>(), of.hidden(), of.planned(), of.with_node());
    let full =
        tables.by_relation.iter().map(columns).enumerate().filter(|(_, of)| *of != columns(&RelationFacts::default()));
    let full: Vec<_> = full.collect();
    put("by relation", &full);
    put("details", &tables.details);
    put("players", &tables.players);
    put("fact keys", &sorted(tables.fact_keys.numbers()));
    put("sources", &tables.sources);
    put("source keys", &sorted(tables.source_keys.numbers()));
    put("claims", &tables.claims);
    put("extras", &tables.extras);
    put("passages", &tables.passages);
    put("journal", &tables.journal);
    put("settled", &tables.resolved_by);
    put("merged", &tables.merged);
    text
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}
