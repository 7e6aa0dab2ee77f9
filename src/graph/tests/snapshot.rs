//! All that a graph holds, as one text: two graphs with the same text are the same to the byte.

use std::fmt::Write;

use crate::graph::{KnowledgeGraph, relation_facts::RelationFacts};

/// Every table, and what is in every index, sorted. Room that is reserved and lists that are empty do not count.
pub(super) fn snapshot(kg: &KnowledgeGraph) -> String {
    let mut text = String::new();
    let mut put = |name: &str, of: &dyn std::fmt::Debug| writeln!(text, "{name}: {of:#?}").unwrap();
    put("schema", &kg.schema.to_def());
    let kinds: Vec<_> = kg.schema.kinds().map(|(kind, _)| kind).collect();
    let above = |kind| kinds.iter().filter(|above| kg.schema.is_a(kind, **above)).count();
    put("kinds above kinds", &kinds.iter().map(|kind| above(*kind)).collect::<Vec<_>>());
    put("schema marks", &kg.schema.marks());
    put("naming", &kg.naming);
    // petgraph's own lists are told too, by the first and next edges of nodes and edges.
    put("nodes", &kg.log.raw_nodes());
    put("facts", &kg.log.raw_edges());
    put("strings", &kg.arena);
    put("keys", &sorted(kg.keys.numbers()));
    put("names", &sorted(kg.folded.names()));
    put("values", &kg.values);
    put("value index", &sorted(kg.value_index.numbers()));
    put("outgoing", &kg.outgoing);
    put("incoming", &kg.incoming);
    put("playing", &kg.playing);
    let told = |of: &RelationFacts| (of.facts().iter().collect::<Vec<_>>(), of.hidden(), of.planned());
    let full = kg.by_relation.iter().map(told).enumerate().filter(|(_, of)| *of != told(&RelationFacts::default()));
    let full: Vec<_> = full.collect();
    put("by relation", &full);
    put("details", &kg.details);
    put("players", &kg.players);
    put("fact keys", &sorted(kg.fact_keys.numbers()));
    put("sources", &kg.sources);
    put("source keys", &sorted(kg.source_keys.numbers()));
    put("claims", &kg.claims);
    put("extras", &kg.extras);
    put("journal", &kg.journal);
    put("settled", &kg.settled);
    put("merged", &kg.merged);
    text
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}
