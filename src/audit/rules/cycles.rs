//! Cycles of facts of acyclic relations.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::Modality,
    time::{Limit, When},
    view::FactRef,
};

const CYCLE: Code = Code::new("cycle", Severity::Error, "facts of an acyclic relation form a cycle");

/// The facts of a relation with the flag `acyclic` form no cycle at any one time. Facts that held at different times
/// form no cycle. A finding is an error if no fact is dated, or all certainly hold on a common day, and a warning if
/// they possibly do.
///
/// Of each connected group of cycles one cycle is reported: fix it and audit again. Takes time in the number
/// of facts, multiplied within a group by the number of days on which its facts can begin.
pub(super) struct Cycles;

#[derive(Clone, Copy)]
struct Edge<'g> {
    fact: FactRef<'g>,
    from: u32,
    to: u32,
}

impl Rule for Cycles {
    fn codes(&self) -> &[Code] {
        &[CYCLE]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let schema = audit.graph().schema();
        for (relation, _) in schema.relations().filter(|(_, def)| def.acyclic) {
            let facts = audit.view().facts(schema.name_of(relation)).found().filter(|fact| fact.truth().is_possible());
            let edges = facts.map(|fact| {
                let (from, to) = fact.ends();
                Edge { fact, from, to }
            });
            for knot in knots(trim(edges.collect())) {
                if let Some(cycle) = cycle_at_a_time(&knot) {
                    report_cycle(audit, &cycle, report)?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// Only what may be in a cycle: each edge begins where another ends, and ends where another begins.
fn trim(edges: Vec<Edge<'_>>) -> Vec<Edge<'_>> {
    let (mut out, mut into): (BTreeMap<u32, Vec<usize>>, BTreeMap<u32, Vec<usize>>) = Default::default();
    for (at, edge) in edges.iter().enumerate() {
        out.entry(edge.from).or_default().push(at);
        into.entry(edge.to).or_default().push(at);
    }
    let count = |lists: &BTreeMap<u32, Vec<usize>>, node: u32| lists.get(&node).map_or(0, Vec::len);
    let nodes: BTreeSet<u32> = out.keys().chain(into.keys()).copied().collect();
    let mut left: BTreeMap<u32, [usize; 2]> =
        nodes.into_iter().map(|node| (node, [count(&out, node), count(&into, node)])).collect();
    let mut open: Vec<u32> = left.iter().filter(|(_, counts)| counts.contains(&0)).map(|(node, _)| *node).collect();
    let mut gone = vec![false; edges.len()];
    while let Some(node) = open.pop() {
        let lists = [out.get(&node), into.get(&node)].into_iter().flatten().flatten();
        for &at in lists {
            let (Some(edge), Some(gone)) = (edges.get(at), gone.get_mut(at)) else { continue };
            if std::mem::replace(gone, true) {
                continue;
            }
            for (node, side) in [(edge.from, 0), (edge.to, 1)] {
                if let Some(count) = left.get_mut(&node).and_then(|counts| counts.get_mut(side)) {
                    *count -= 1;
                    if *count == 0 {
                        open.push(node);
                    }
                }
            }
        }
    }
    edges.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(edge, _)| edge).collect()
}

/// Who stands for a node.
fn root(parent: &mut BTreeMap<u32, u32>, node: u32) -> u32 {
    let mut at = node;
    while let Some(next) = parent.get(&at).copied().filter(|next| *next != at) {
        // Path halving: the next look-up is shorter.
        let after = parent.get(&next).copied().unwrap_or(next);
        parent.insert(at, after);
        at = after;
    }
    at
}

/// The edges in connected groups, in the order of their first facts.
fn knots(edges: Vec<Edge<'_>>) -> Vec<Vec<Edge<'_>>> {
    let mut parent: BTreeMap<u32, u32> = BTreeMap::new();
    for edge in &edges {
        let (one, other) = (root(&mut parent, edge.from), root(&mut parent, edge.to));
        parent.insert(one.max(other), one.min(other));
    }
    let mut knots: BTreeMap<u32, Vec<Edge<'_>>> = BTreeMap::new();
    for edge in edges {
        knots.entry(root(&mut parent, edge.from)).or_default().push(edge);
    }
    let mut knots: Vec<_> = knots.into_values().collect();
    knots.sort_by_key(|knot| knot.first().map(|edge| edge.fact.id()));
    knots
}

/// A cycle of facts that may all hold on one day. If there is one, they do so on the first day of one of them.
fn cycle_at_a_time<'g>(knot: &[Edge<'g>]) -> Option<Vec<Edge<'g>>> {
    let days: BTreeSet<Limit> = knot.iter().map(|edge| edge.fact.when().earliest_start()).collect();
    days.into_iter().find_map(|day| {
        let then = |edge: &&Edge<'_>| {
            let when = edge.fact.when();
            when.earliest_start() <= day && day <= when.latest_end()
        };
        walk(&trim(knot.iter().filter(then).copied().collect()))
    })
}

/// Some cycle of edges of which each leads on, from the node with the lowest number that can be reached.
fn walk<'g>(edges: &[Edge<'g>]) -> Option<Vec<Edge<'g>>> {
    let mut next: BTreeMap<u32, Edge<'g>> = BTreeMap::new();
    for edge in edges.iter().rev() {
        next.insert(edge.from, *edge);
    }
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    let mut path: Vec<Edge<'g>> = Vec::new();
    let mut at = *next.keys().next()?;
    loop {
        if let Some(begins) = seen.insert(at, path.len()) {
            return path.get(begins..).map(<[_]>::to_vec);
        }
        let edge = next.get(&at)?;
        path.push(*edge);
        at = edge.to;
    }
}

fn report_cycle(audit: &Context<'_>, cycle: &[Edge<'_>], report: Report<'_>) -> ControlFlow<()> {
    let kg = audit.graph();
    // Reported at the fact that closed it: the one recorded last.
    let Some((last, edge)) = cycle.iter().enumerate().max_by_key(|(_, edge)| edge.fact.id()) else {
        return ControlFlow::Continue(());
    };
    let name = |node: crate::view::NodeRef<'_>| node.key().map_or_else(|| node.to_string(), str::to_owned);
    let (before, after) = cycle.split_at(last);
    let chain: Vec<_> =
        after.iter().chain(before).map(|edge| format!("`{}`", name(edge.fact.subject_node()))).collect();
    let back = name(edge.fact.subject_node());
    let why = format!("closes a cycle: {}, `{back}`", chain.join(", "));
    let whens: Vec<When> = cycle.iter().map(|edge| edge.fact.when()).collect();
    let undated = whens.iter().all(|when| when.is_unstated());
    let starts = whens.iter().map(|when| when.certain_bounds().0).max();
    let ends = whens.iter().map(|when| when.certain_bounds().1).min();
    let actual = cycle.iter().all(|edge| edge.fact.modality() == Modality::Actual);
    let certain = actual && (undated || starts <= ends);
    let finding = Finding::new(CYCLE, FoundIn::fact(kg, &edge.fact), why);
    report(if certain { finding } else { finding.with_severity(Severity::Warning) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn what_lies_within_another_does_not_contain_it() {
        let findings = |text: &str| found(text, "cycle");
        assert_eq!(findings("n located-in m"), [] as [&str; 0]);
        assert_eq!(
            findings("n located-in m\nm located-in n"),
            ["error [cycle] fact #1: closes a cycle: `m`, `n`, `m`"]
        );
        assert_eq!(findings("n located-in n"), ["error [cycle] fact #0: closes a cycle: `n`, `n`"]);
        let three = "n located-in m\nm located-in c\nc located-in n\nc located-in d";
        assert_eq!(findings(three), ["error [cycle] fact #2: closes a cycle: `c`, `n`, `m`, `c`"]);
        // Two paths to the same place, and two relations, are not a cycle.
        assert_eq!(findings("n located-in m\nm located-in d\nn located-in c\nc located-in d"), [] as [&str; 0]);
        assert_eq!(findings("n located-in m\nm part-of n"), [] as [&str; 0]);
        assert_eq!(findings("n borders m\nm borders n"), [] as [&str; 0]);
        // One finding for each knot.
        assert_eq!(findings("n located-in m\nm located-in n\nc located-in d\nd located-in c").len(), 2);
    }

    #[test]
    fn what_held_at_different_times_is_no_cycle() {
        let findings = |text: &str| found(text, "cycle");
        let early = "n located-in m between 1900/1950\n";
        assert_eq!(findings(&format!("{early}m located-in n between 1960/2000")), [] as [&str; 0]);
        assert!(findings(&format!("{early}m located-in n between 1940/2000"))[0].starts_with("error"));
        assert!(findings(&format!("{early}m located-in n since 1950"))[0].starts_with("warning"));
        assert!(findings(&format!("{early}m located-in n as-of 1930-01-01"))[0].starts_with("error"));
        assert!(findings("n located-in m as-of 1930\nm located-in n as-of 1940")[0].starts_with("warning"));
        assert!(findings("n located-in m\nm located-in n planned")[0].starts_with("warning"));
        // The third holds with either of the others, and never with both.
        let never =
            "n located-in m between 1900/1910\nm located-in c between 1920/1930\nc located-in n between 1900/1930";
        assert_eq!(findings(never), [] as [&str; 0]);
    }

    /// Deep and wide enough to overflow a stack or to take too long.
    #[test]
    fn a_long_chain_is_walked() {
        let mut kg = crate::graph::KnowledgeGraph::new(crate::diplomacy::schema());
        let states: Vec<_> = (0..20_000).map(|n| kg.add("state", format!("s{n}")).unwrap()).collect();
        for pair in states.windows(2) {
            kg.assert(crate::draft::fact(pair[0], "located-in", pair[1])).unwrap();
        }
        let audit = crate::audit::Audit::empty().with(super::Cycles);
        assert!(audit.all(&kg.view()).is_empty());
        kg.assert(crate::draft::fact(states[19_999], "located-in", states[0])).unwrap();
        assert_eq!(audit.all(&kg.view()).len(), 1);
    }
}
