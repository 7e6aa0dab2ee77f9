//! Chains by going through everything: which facts join which nodes, and all ways there are.

use std::collections::{BTreeMap, BTreeSet};

use chancery::{
    Any, Id, PartialDate, When,
    algo::Chain,
    time::{Bound, Limit, WhenParts},
};

use crate::twin::{Node, RELATIONS, Twin, slow::Slow};

pub(crate) type Hop = (Node, usize, Node);

/// All nodes of the graph by what the twin calls them.
pub(crate) fn ids(twin: &Twin) -> BTreeMap<Node, Id<Any>> {
    let all = twin.kg.view().with_modalities(chancery::model::Modality::ALL).with_retracted().with_resolved();
    let entities = all.entities().collect::<Vec<_>>();
    let nodes = all.all_facts().flat_map(|fact| fact.participants().collect::<Vec<_>>()).chain(entities);
    nodes.map(|node| (Twin::node(node), node.id())).collect()
}

/// By which of its names a relation of a mask is given: its own, its inverse one.
pub(crate) fn named(mask: u8, relation: usize) -> (bool, bool) {
    let (_, inverse, ..) = RELATIONS[relation];
    match (usize::from(mask >> 6) + relation) % 4 {
        2 if inverse.is_some() => (false, true),
        3 if inverse.is_some() => (true, true),
        _ => (true, false),
    }
}

/// Every hop that a fact of the view allows. Where facts keep their direction, those that begin at a start of the fact, by the
/// names of the relations in the mask.
pub(crate) fn hops(twin: &Twin, slow: &Slow, directed: bool, by: Option<u8>) -> BTreeSet<Hop> {
    let noted = |fact: usize| twin.facts.iter().any(|other| other.has(&Node::Fact(fact)) && slow.known(other.stamp));
    let mut hops = BTreeSet::new();
    for (number, _) in slow.facts(twin) {
        let fact = &twin.facts[number];
        let mut parts: Vec<Node> = vec![fact.subject.clone(), fact.object.clone()];
        parts.extend(fact.roles.values().cloned());
        parts.extend(noted(number).then_some(Node::Fact(number)));
        let (own, inverse) = by.map_or((true, false), |mask| named(mask, fact.relation));
        let starts = |node: &&Node| {
            !directed
                || (own || fact.symmetric()) && **node == fact.subject
                || (inverse || fact.symmetric()) && **node == fact.object
        };
        for a in parts.iter().filter(starts) {
            hops.extend(parts.iter().filter(|b| *b != a).map(|b| (a.clone(), number, b.clone())));
        }
    }
    hops
}

/// How many facts a node has, whatever a view says of them.
pub(crate) fn degree(twin: &Twin, node: &Node) -> usize {
    let of = |fact: &crate::twin::PlainFact| {
        usize::from(fact.subject == *node)
            + usize::from(fact.object == *node)
            + fact.roles.values().filter(|player| *player == node).count()
    };
    twin.facts.iter().map(of).sum()
}

/// All chains of at most so many facts, the shorter first, then by their facts.
pub(crate) fn all(
    hops: &BTreeSet<Hop>,
    from: &Node,
    to: &Node,
    within: usize,
    passes: &dyn Fn(&Node) -> bool,
) -> Vec<Vec<Hop>> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<Hop>> = vec![vec![]];
    while let Some(chain) = open.pop() {
        let here = chain.last().map_or(from, |(.., to)| to);
        if here == to {
            found.push(chain);
            continue;
        }
        if chain.len() == within || here != from && !passes(here) {
            continue;
        }
        for hop in hops.iter().filter(|(start, ..)| start == here) {
            let again = hop.2 == *from || chain.iter().any(|(_, fact, to)| *to == hop.2 || *fact == hop.1);
            if !again {
                open.push(chain.iter().cloned().chain([hop.clone()]).collect());
            }
        }
    }
    found.sort_by_key(|chain| (chain.len(), chain.clone()));
    found
}

/// A chain as the twin shows it.
pub(crate) fn hops_of(chain: &Chain<'_>) -> Vec<Hop> {
    let hop =
        |step: &chancery::algo::Step<'_>| (Twin::node(step.from), step.fact.id().index() as usize, Twin::node(step.to));
    chain.steps().iter().map(hop).collect()
}

/// Every span that a fact may have had, of those that begin and end at these limits.
pub(crate) fn spans(when: When, limits: &BTreeSet<Limit>, sure: bool) -> Vec<(Limit, Limit)> {
    let known = |date: PartialDate| !(sure && date.is_qualified());
    let at = |limit: Limit, date: PartialDate| {
        !known(date) || Limit::Day(date.first()) <= limit && limit <= Limit::Day(date.last())
    };
    let admits = |start: Limit, end: Limit| match when.parts() {
        WhenParts::Unstated => true,
        WhenParts::On(date) => at(start, date) && at(end, date),
        WhenParts::OnOrBefore(date) => !known(date) || end <= Limit::Day(date.last()),
        WhenParts::OnOrAfter(date) => !known(date) || Limit::Day(date.first()) <= start,
        WhenParts::OnOneOf(first, last) => {
            (!known(first) || Limit::Day(first.first()) <= start) && (!known(last) || end <= Limit::Day(last.last()))
        }
        WhenParts::AsOf(date) => !known(date) || start <= Limit::Day(date.last()) && end >= Limit::Day(date.first()),
        WhenParts::Between(from, until) => {
            let fits = |limit, bound, open| match bound {
                Bound::Date(date) => at(limit, date),
                Bound::OnOrBefore(date) => !known(date) || limit <= Limit::Day(date.last()),
                Bound::OnOrAfter(date) => !known(date) || Limit::Day(date.first()) <= limit,
                Bound::Open => limit == open,
                Bound::Unknown => true,
            };
            // What still held on a date had begun by then.
            let begun = match (from, until) {
                (Bound::Date(_), Bound::OnOrAfter(seen)) => !known(seen) || start <= Limit::Day(seen.last()),
                _ => true,
            };
            begun && fits(start, from, Limit::Past) && fits(end, until, Limit::Future)
        }
    };
    let pairs = limits.iter().flat_map(|start| limits.iter().map(move |end| (*start, *end)));
    pairs.filter(|(start, end)| start <= end && admits(*start, *end)).collect()
}

/// The limits that matter to some facts: the ends of their dates, and beyond all.
pub(crate) fn limits(whens: &[When]) -> BTreeSet<Limit> {
    let mut limits = BTreeSet::from([Limit::Past, Limit::Future]);
    let mut add = |date: PartialDate| limits.extend([date.first(), date.last()].map(Limit::Day));
    for when in whens {
        let (one, other) = when.parts().dates();
        one.into_iter().chain(other).for_each(&mut add);
    }
    limits
}

/// When one arrives by facts that had these spans, if each can be gone by in turn on some day of its span.
fn arrives(after: Limit, spans: &[(Limit, Limit)]) -> Option<Limit> {
    spans.iter().try_fold(after, |day, (start, end)| Some(day.max(*start)).filter(|day| day <= end))
}

/// When a chain arrives in each world: in all of them, or in some. The latest if it must in all, else the earliest.
pub(crate) fn arrival(whens: &[When], after: Limit, certain: bool) -> Option<Limit> {
    let mut limits = limits(whens);
    limits.insert(after);
    let each: Vec<_> = whens.iter().map(|when| spans(*when, &limits, certain)).collect();
    let mut worlds: Vec<Vec<(Limit, Limit)>> = vec![vec![]];
    for spans in each {
        worlds = worlds
            .iter()
            .flat_map(|world| spans.iter().map(|span| world.iter().copied().chain([*span]).collect()))
            .collect();
    }
    let mut arrivals = worlds.iter().map(|world| arrives(after, world));
    if certain {
        arrivals.try_fold(Limit::Past, |latest, arrival| Some(latest.max(arrival?)))
    } else {
        arrivals.flatten().min()
    }
}
