//! Asks a query in every way there is, beside the slow answers.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BTreeSet},
};

use chancery::{
    Any, FactRef, Id, Query, Truth, View,
    query::{Count, FactVar, Maybe, Order, Var, maybe},
    schema::FoundRelation,
};

use super::{
    seen::Seen,
    slow::{Env, Facts, Slow},
    spec::{Asked, Place},
    world::{Node, World},
};

/// Per row the truth, the nodes and the facts; what is missing is the largest number.
type Cells = (Truth, Vec<u32>, Vec<u32>);
pub type Found = Vec<Cells>;

/// The columns of a query: variables that a row can have, with what the slow answers call them.
struct Shown {
    nodes: Vec<(Place, Maybe<Var<Any>>)>,
    facts: Vec<(Place, Maybe<FactVar<FoundRelation>>)>,
}

type Columns = (Vec<Maybe<Var<Any>>>, Vec<Maybe<FactVar<FoundRelation>>>);

impl Shown {
    fn new(asked: &Asked, nodes: &[Var<Any>], facts: &[FactVar<FoundRelation>]) -> Self {
        let used = asked.shown();
        let nodes = nodes.iter().enumerate().map(|(n, var)| (Place::Node(n), maybe(*var)));
        let facts = facts.iter().enumerate().map(|(n, var)| (Place::Fact(n), maybe(*var)));
        Self {
            nodes: nodes.filter(|(place, _)| used.contains(place)).collect(),
            facts: facts.filter(|(place, _)| used.contains(place)).collect(),
        }
    }

    fn columns(&self) -> Columns {
        (self.nodes.iter().map(|(_, var)| *var).collect(), self.facts.iter().map(|(_, var)| *var).collect())
    }

    fn cells(&self, env: &Env, truth: Truth) -> Cells {
        let cell = |place: &Place| env.get(place).copied().unwrap_or(u32::MAX);
        let nodes = self.nodes.iter().map(|(place, _)| cell(place)).collect();
        (truth, nodes, self.facts.iter().map(|(place, _)| cell(place)).collect())
    }
}

fn read(truth: Truth, (nodes, facts): (Vec<Option<Id<Any>>>, Vec<Option<FactRef<'_>>>)) -> Cells {
    let nodes = nodes.iter().map(|id| id.map_or(u32::MAX, Id::index)).collect();
    (truth, nodes, facts.iter().map(|fact| fact.map_or(u32::MAX, |fact| fact.id().index())).collect())
}

/// Certain ones first, then as recorded; what is missing last.
fn in_order(mut found: Found) -> Found {
    found.sort_by(|a, b| (Reverse(a.0), &a.1, &a.2).cmp(&(Reverse(b.0), &b.1, &b.2)));
    found
}

fn counted<'a>(rows: impl IntoIterator<Item = &'a Truth>) -> (u64, u64, u64) {
    rows.into_iter().fold((0, 0, 0), |(certain, possible, denied), truth| match truth {
        Truth::Yes => (certain + 1, possible, denied),
        Truth::Possibly => (certain, possible + 1, denied),
        Truth::No => (certain, possible, denied + 1),
    })
}

const fn numbers(count: Count) -> (u64, u64, u64) {
    (count.certain, count.possible, count.denied)
}

/// What a query answers first, in the order of its plan; why it is refused, if it is.
pub fn found(world: &World, seen: &Seen, asked: &Asked) -> Result<Found, String> {
    let (query, nodes, facts) = asked.build(world, &seen.view(world));
    let shown = Shown::new(asked, &nodes, &facts);
    let mut found = Found::new();
    let visited = query.select(shown.columns()).limit(3_000).visit(|row| found.push(read(row.truth(), row.values())));
    visited.map(|()| found).map_err(|refused| refused.to_string())
}

/// Why a query was not compared.
#[derive(Debug)]
pub enum Skipped {
    /// The query is not valid, for this reason.
    Invalid(String),
    /// The nested loops have too many rows.
    Large,
}

/// Compares all answers with those of nested loops. Returns the number of rows.
pub fn compare(of: &Facts<'_>, view: &View<'_>, asked: &Asked) -> Result<usize, Skipped> {
    let (query, nodes, facts) = asked.build(of.world, view);
    let shown = Shown::new(asked, &nodes, &facts);
    // An error comes before anything runs.
    query.explain().map_err(|error| Skipped::Invalid(error.to_string()))?;
    let slow = Slow::new(asked, of);
    let least = of.seen.least();
    let rows = slow.answers().ok_or(Skipped::Large)?.into_iter().filter(|(_, truth)| truth.is_no() || *truth >= least);
    let wanted = in_order(rows.map(|(env, truth)| shown.cells(&env, truth)).collect());

    let rows = query.select(shown.columns()).rows().unwrap();
    let found: Found = rows.iter().map(|row| read(row.truth(), row.values())).collect();
    let context = || {
        let shown =
            format!("{:?}, facts distinct: {}\n{:?}\n{:?}", asked.nodes, asked.distinct_facts, asked.dated, of.seen);
        format!("{:?}\n{shown}\n{}", asked.block, of.lines())
    };
    same(&found, &wanted, "rows", &context);
    let all = counted(wanted.iter().map(|(truth, ..)| truth));
    assert_eq!(numbers(query.count().unwrap()), all, "count of {}", context());
    assert_eq!(numbers(rows.count()), all);
    assert_eq!(query.ask().unwrap(), wanted.iter().map(|(truth, ..)| *truth).max().unwrap_or(Truth::No));

    let mut visited = Found::new();
    query.select(shown.columns()).visit(|row| visited.push(read(row.truth(), row.values()))).unwrap();
    same(&in_order(visited), &wanted, "visited", &context);
    limited(&query, &shown, &wanted);
    distinct(&query, &shown, &wanted, &context);
    for at in 0..shown.nodes.len().min(2) {
        grouped(&query, &shown, at, &wanted, &context);
    }
    ordered(&query, &shown, &slow, of, &wanted);
    Ok(wanted.len())
}

fn same(found: &Found, wanted: &Found, what: &str, context: &dyn Fn() -> String) {
    if found != wanted {
        let less = |a: &Found, b: &Found| a.iter().filter(|row| !b.contains(row)).take(5).cloned().collect::<Vec<_>>();
        let (more, fewer) = (less(found, wanted), less(wanted, found));
        panic!("{what}: {} for {}, too many {more:?}, too few {fewer:?}\n{}", found.len(), wanted.len(), context());
    }
}

fn limited(query: &Query<'_>, shown: &Shown, wanted: &Found) {
    let limited = query.select(shown.columns()).limit(3).rows().unwrap();
    let found: Found = limited.iter().map(|row| read(row.truth(), row.values())).collect();
    assert_eq!(found, wanted[..wanted.len().min(3)]);
    for limit in [0, 2] {
        let mut visited = 0;
        query.select(()).limit(limit).visit(|_| visited += 1).unwrap();
        assert_eq!(visited, wanted.len().min(limit));
        assert_eq!(query.select(()).limit(limit).count().unwrap().total(), wanted.len().min(limit) as u64);
    }
}

/// Each combination of nodes once, and each of facts.
fn distinct(query: &Query<'_>, shown: &Shown, wanted: &Found, context: &dyn Fn() -> String) {
    let (nodes, facts) = shown.columns();
    let best = |part: fn(&Cells) -> &Vec<u32>| {
        let mut best: BTreeMap<&[u32], Truth> = BTreeMap::new();
        for row in wanted {
            let found = best.entry(part(row)).or_insert(row.0);
            *found = *found | row.0;
        }
        counted(best.values())
    };
    let different = best(|row| &row.1);
    let count = query.select(nodes.clone()).distinct().count().unwrap();
    assert_eq!(numbers(count), different, "different nodes of {}", context());
    let few = query.select(nodes.clone()).distinct().limit(2).count().unwrap();
    assert_eq!(few.total(), (different.0 + different.1 + different.2).min(2));
    let all = counted(wanted.iter().map(|(truth, ..)| truth));
    assert_eq!(numbers(query.select(nodes).count().unwrap()), all, "matches by nodes of {}", context());
    let count = query.select(facts).distinct().count().unwrap();
    assert_eq!(numbers(count), best(|row| &row.2), "different facts of {}", context());
    for at in 0..shown.facts.len().min(2) {
        let mut best: BTreeMap<u32, Truth> = BTreeMap::new();
        for (truth, _, facts) in wanted {
            let found = best.entry(facts[at]).or_insert(*truth);
            *found = *found | *truth;
        }
        let count = query.select(shown.facts[at].1).distinct().count().unwrap();
        assert_eq!(numbers(count), counted(best.values()), "different facts of one variable of {}", context());
    }
}

/// Of one variable alone: each value once, how often, and with how many of another.
fn grouped(query: &Query<'_>, shown: &Shown, at: usize, wanted: &Found, context: &dyn Fn() -> String) {
    let var = shown.nodes[at].1;
    let number = |id: Option<Id<Any>>| id.map_or(u32::MAX, Id::index);
    let mut once: BTreeMap<u32, Vec<Truth>> = BTreeMap::new();
    for (truth, nodes, _) in wanted {
        once.entry(nodes[at]).or_default().push(*truth);
    }
    let distinct = query.select(var).distinct().rows().unwrap();
    let mut visited = Vec::new();
    query.select(var).distinct().visit(|row| visited.push((number(row.values()), row.truth()))).unwrap();
    assert_eq!(visited, distinct.iter().map(|row| (number(row.values()), row.truth())).collect::<Vec<_>>());
    let mut actual: Vec<_> = distinct.iter().map(|row| (number(row.values()), row.truth())).collect();
    actual.sort_unstable();
    let best: Vec<_> = once.iter().map(|(node, truths)| (*node, truths.iter().copied().max().unwrap())).collect();
    assert_eq!(actual, best, "values of {}", context());
    let count = query.select(var).distinct().count().unwrap();
    assert_eq!(numbers(count), counted(best.iter().map(|(_, truth)| truth)), "different values of {}", context());

    let counts = query.select(var).groups().unwrap();
    let actual: Vec<_> = counts.values().map(|(id, count)| (number(id), numbers(count))).collect();
    let truths: Vec<_> = counts.iter().map(|(row, _)| (number(row.values()), row.truth())).collect();
    assert_eq!((counts.len(), truths), (best.len(), best), "truth of groups of {}", context());
    let expected: Vec<_> = once.iter().map(|(node, truths)| (*node, counted(truths))).collect();
    assert_eq!(actual, expected, "matches by value of {}", context());
    let largest: Vec<_> =
        counts.largest_first().values().map(|(id, count)| (Reverse(count.total()), number(id))).collect();
    assert!(largest.is_sorted());

    // With how many different values of the last variable each comes.
    let last = shown.nodes.len() - 1;
    let mut pairs: BTreeMap<(u32, u32), Truth> = BTreeMap::new();
    for (truth, nodes, _) in wanted {
        let found = pairs.entry((nodes[at], nodes[last])).or_insert(*truth);
        *found = *found | *truth;
    }
    let groups: BTreeSet<u32> = pairs.keys().map(|(node, _)| *node).collect();
    let of = |group: u32| pairs.iter().filter(move |((node, other), _)| *node == group && *other != u32::MAX);
    let expected: Vec<_> =
        groups.into_iter().map(|group| (group, counted(of(group).map(|(_, truth)| truth)))).collect();
    let counts = query.select(var).groups_counting(shown.nodes[last].1).unwrap();
    let actual: Vec<_> = counts.values().map(|(id, count)| (number(id), numbers(count))).collect();
    assert_eq!(actual, expected, "values by value of {}", context());
}

/// By the first node, downwards, then by the first fact, and the other way round: entities by name, values by size,
/// facts by time, what is missing last whichever way. Facts of one time are tied.
fn ordered(query: &Query<'_>, shown: &Shown, slow: &Slow<'_>, of: &Facts<'_>, wanted: &Found) {
    let (Some((_, node)), Some((_, fact))) = (shown.nodes.first(), shown.facts.first()) else { return };
    let missing = |a: u32, b: u32| (a == u32::MAX).cmp(&(b == u32::MAX));
    let nodes = |a: u32, b: u32| match (of.nodes.get(&a), of.nodes.get(&b)) {
        (Some(Node::Entity(x)), Some(Node::Entity(y))) => {
            let name = |entity: usize| (&of.world.record.entities[entity].name, format!("e{entity}"));
            name(*y).cmp(&name(*x))
        }
        (Some(Node::Value(x)), Some(Node::Value(y))) => y.cmp(x),
        (Some(Node::Fact(x)), Some(Node::Fact(y))) => {
            let when = |fact: usize| of.world.record.facts[fact].when;
            when(*y).cmp(&when(*x))
        }
        (Some(x), Some(y)) => {
            // Entities, then facts, then values; downwards the other way.
            let place = |node: &Node| match node {
                Node::Entity(_) => 0,
                Node::Fact(_) => 1,
                Node::Value(_) => 2,
            };
            place(y).cmp(&place(x))
        }
        _ => missing(a, b),
    };
    let facts = |a: u32, b: u32| match (a, b) {
        (u32::MAX, _) | (_, u32::MAX) => missing(a, b),
        _ => slow.fact(a).when.cmp(&slow.fact(b).when),
    };
    let by_node = |a: &Cells, b: &Cells| -> Ordering { nodes(a.1[0], b.1[0]) };
    let by_fact = |a: &Cells, b: &Cells| -> Ordering { facts(a.2[0], b.2[0]) };
    let select = || query.select(shown.columns());
    for node_first in [true, false] {
        let mut wanted = wanted.clone();
        // The sort is stable, so what is equal stays as it was.
        wanted.sort_by(
            |a, b| if node_first { by_node(a, b).then(by_fact(a, b)) } else { by_fact(a, b).then(by_node(a, b)) },
        );
        let selected = if node_first {
            select().order_by(*node, Order::Descending).order_by(*fact, Order::Ascending)
        } else {
            select().order_by(*fact, Order::Ascending).order_by(*node, Order::Descending)
        };
        let mut visited = Found::new();
        selected.clone().visit(|row| visited.push(read(row.truth(), row.values()))).unwrap();
        let rows = selected.rows().unwrap();
        let found: Found = rows.iter().map(|row| read(row.truth(), row.values())).collect();
        assert_eq!(found, wanted, "in order");
        assert_eq!(visited, wanted, "visited in order");
    }
}
