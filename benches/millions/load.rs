//! W1: from text with names to a graph with all its indexes.

use std::collections::HashMap;

use chancery::{
    KnowledgeGraph,
    io::{
        Column,
        csv::{Delimiter, Entities, Loader},
    },
    petgraph::graph::DiGraph,
};

use crate::{
    by_hand::{HandFact, InColumns},
    clock::{Contestant, race},
    generated::{Generated, Row},
    ours,
};

pub(crate) fn run(set: &Generated, rounds: usize) {
    let text = set.text();
    println!("W1 {} MB of text", text.len() / 1_000_000);
    let mut table = Loader::new()
        .delimiter(Delimiter::Tab)
        .unquoted()
        .columns([Column::Subject, Column::Relation, Column::Object, Column::On])
        .entities(Entities::named().add_as("actor"));
    let mut contestants: Vec<Contestant<'_>> = vec![
        ("columns, sorted", Box::new(|| columns(&text).len() as u64)),
        ("petgraph and maps of names", Box::new(|| petgraph(&text).edge_count() as u64)),
        (
            "chancery",
            Box::new(|| {
                let mut kg = KnowledgeGraph::new(ours::schema(set));
                table.load(&mut kg, text.as_bytes()).unwrap();
                kg.fact_count() as u64
            }),
        ),
    ];
    race("W1 load text, the whole", rounds, 1, &mut contestants);
}

/// The parts of a line. Nothing is checked but that they are there.
fn parts(line: &str) -> [&str; 4] {
    let mut parts = line.split('\t');
    std::array::from_fn(|_| parts.next().unwrap())
}

/// The day of a year, from a date that is taken to be right.
fn day(date: &str) -> u16 {
    let number = |from: usize, to: usize| date[from..to].parse::<u16>().unwrap();
    number(5, 7) * 31 + number(8, 10)
}

struct Names<'t>(HashMap<&'t str, u32>);

impl<'t> Names<'t> {
    fn number(&mut self, name: &'t str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap();
        *self.0.entry(name).or_insert(next)
    }
}

fn columns(text: &str) -> InColumns {
    let (mut nodes, mut relations) = (Names(HashMap::new()), Names(HashMap::new()));
    let rows: Vec<_> = text
        .lines()
        .map(|line| {
            let [subject, relation, object, date] = parts(line);
            let relation = u16::try_from(relations.number(relation)).unwrap();
            Row { subject: nodes.number(subject), relation, object: nodes.number(object), day: day(date) }
        })
        .collect();
    let count = nodes.0.len();
    InColumns::of(nodes.0.into_iter().map(|(name, node)| (name.to_owned(), node)).collect(), count, rows)
}

fn petgraph(text: &str) -> DiGraph<String, HandFact> {
    let (mut nodes, mut relations) = (HashMap::new(), Names(HashMap::new()));
    let mut graph = DiGraph::new();
    for line in text.lines() {
        let [subject, relation, object, date] = parts(line);
        let mut node = |name| *nodes.entry(name).or_insert_with(|| graph.add_node(String::from(name)));
        let (from, to) = (node(subject), node(object));
        let relation = u16::try_from(relations.number(relation)).unwrap();
        graph.add_edge(from, to, HandFact { relation, day: day(date) });
    }
    graph
}
