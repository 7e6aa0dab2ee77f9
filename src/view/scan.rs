//! How a view finds facts: a pattern selects the shortest list of the indexes, and the filter selects facts from it.

use std::{cmp::Reverse, ops::Range};

use super::{Filter, TimeQuestion, View};
use crate::{
    graph::{KnowledgeGraph, SourceSet},
    model::{FactId, RelationId, RoleId},
    schema::FoundRelation,
    tables::{FactIds, Members, NodeFacts, NodeKind},
    time::{Day, Span, Truth, When},
    view::FactRef,
};

/// The ends, players and relation that facts must have, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pattern {
    pub(crate) relation: Option<RelationId>,
    pub(crate) subject: Option<u32>,
    pub(crate) object: Option<u32>,
    pub(crate) players: Vec<(RoleId, u32)>,
    /// Ends may be swapped: the relation is symmetric.
    pub(crate) symmetric: bool,
}

impl Pattern {
    /// Whether the list that is selected for it may contain other facts.
    fn must_be_asked(&self) -> bool {
        !self.players.is_empty() || (self.relation.is_none() && self.subject.is_some() && self.object.is_some())
    }

    fn matches(&self, kg: &KnowledgeGraph, fact: FactId) -> bool {
        let (Some(record), Some((subject, object))) = (kg.tables().record(fact), kg.tables().ends(fact)) else {
            return false;
        };
        let fits = |wanted: Option<u32>, found| wanted.is_none_or(|wanted| wanted == found);
        self.relation.is_none_or(|relation| relation == record.relation)
            && (fits(self.subject, subject) && fits(self.object, object)
                || self.symmetric && fits(self.subject, object) && fits(self.object, subject))
            && self.players.iter().all(|player| kg.tables().players(fact).any(|given| given == *player))
    }
}

/// A list of an index.
#[derive(Clone, Debug)]
enum List<'g> {
    Members(Members<'g>),
    /// Two lists of one node and relation, merged: by the other end, then by fact.
    Merged(Members<'g>, Members<'g>),
    /// All facts of a node.
    Node(NodeFacts<'g>),
    Facts(FactIds<'g>),
    All(Range<u32>),
}

impl List<'_> {
    fn next(&mut self) -> Option<FactId> {
        match self {
            Self::Members(members) => members.next().map(|(_, fact)| FactId::new(fact)),
            Self::Merged(one, two) => {
                let next = match (one.peek(), two.peek()) {
                    (Some(a), Some(b)) if b < a => two.next(),
                    (Some(a), Some(b)) => {
                        // A fact that joins the node to itself is in both.
                        if a == b {
                            two.next();
                        }
                        one.next()
                    }
                    (Some(_), None) => one.next(),
                    (None, _) => two.next(),
                };
                next.map(|(_, fact)| FactId::new(fact))
            }
            Self::Node(facts) => facts.next().map(|entry| FactId::new(entry.fact)),
            Self::Facts(facts) => facts.next(),
            Self::All(range) => range.next().map(FactId::new),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Members(members) => members.len(),
            Self::Node(facts) => facts.len(),
            Self::Merged(one, two) => one.len() + two.len(),
            Self::Facts(facts) => facts.len(),
            Self::All(range) => range.len(),
        }
    }
}

/// The facts of a view that match a pattern, each with its truth.
#[derive(Clone, Debug)]
pub(crate) struct Scan<'g> {
    kg: &'g KnowledgeGraph,
    known: u32,
    without: Option<&'g SourceSet>,
    state: State<'g>,
}

/// What has to be checked of each fact of a list.
#[derive(Clone, Copy, Debug)]
enum Asks {
    /// Everything.
    All,
    /// Its modality, which says how true it is; the view has all of them.
    Modality,
    /// Nothing: the view has all of them, and all are certain.
    Nothing,
}

#[expect(clippy::large_enum_variant, reason = "a scan answers one question; a box for each costs more than it saves")]
#[derive(Clone, Debug)]
enum State<'g> {
    /// Read from the list, in its order. Without a pattern all of its facts match.
    List { list: List<'g>, pattern: Option<Pattern>, filter: Filter<'g>, asks: Asks },
    /// Found and sorted before the first one is returned.
    Ordered(std::vec::IntoIter<(FactId, Truth)>),
}

impl<'g> View<'g> {
    /// All facts that match. For a day they come in the order of [`View::on`]. Otherwise those of a node come by their other
    /// end, those of a role player by their subject, and then in the order of recording.
    pub(crate) fn scan(&self, pattern: Pattern) -> Scan<'g> {
        let kg = self.kg;
        let near = self.filter.span().and_then(|span| self.near(&pattern, span));
        if let Some(near) = near {
            return Scan {
                kg,
                known: self.filter.known,
                without: self.filter.without,
                state: State::Ordered(near.into_iter()),
            };
        }
        let (list, of) = shortest(kg, &pattern);
        let asks = match pattern.relation {
            Some(relation) if !self.filter.passes_all(kg, relation) => Asks::All,
            Some(relation) if kg.tables().planned_of(relation) > 0 => Asks::Modality,
            Some(_) => Asks::Nothing,
            None => Asks::All,
        };
        let pattern = Some(pattern).filter(Pattern::must_be_asked);
        let state = State::List { list, pattern, filter: self.filter.clone(), asks };
        let scan = Scan { kg, known: self.filter.known, without: self.filter.without, state };
        match of {
            _ if self.filter.has_time() => scan.ordered(|fact, truth| self.filter.rank(kg, fact, truth)),
            Some(node) => scan.ordered(|fact, _| {
                let (subject, object) = kg.tables().ends(fact).unwrap_or_default();
                (if subject == node { object } else { subject }, fact)
            }),
            None => scan,
        }
    }

    /// The facts of a relation, or of a relation and a node, in the order of answers. Long lists are read from the indexes by
    /// time. If the view has no condition but time, a fact with an exact day is not read itself.
    fn near(&self, pattern: &Pattern, span: Span) -> Option<Vec<(FactId, Truth)>> {
        let (kg, filter, relation) = (self.kg, &self.filter, pattern.relation?);
        let label = relation.index();
        let by_day = filter.passes_but_for_time(kg, relation);
        let mut found: Vec<Found> = Vec::new();
        let mut add = |day: Option<Day>, facts: &[u32]| {
            let facts = facts.iter().map(|fact| FactId::new(*fact));
            let Some(day) = day.filter(|_| by_day) else {
                let asked = facts.filter_map(|fact| Some((fact, filter.ask(kg, fact)?)));
                found.extend(asked.map(|(fact, truth)| (filter.rank(kg, fact, truth), truth)));
                return;
            };
            let truth = filter.ask_day(day);
            if truth >= filter.least {
                let distance = filter.distance(When::on(day.into()));
                found.extend(facts.map(|fact| ((Reverse(truth), distance, fact), truth)));
            }
        };
        let (out, into) = (kg.tables().outgoing(), kg.tables().incoming());
        let (node, lists) = match (pattern.subject, pattern.object) {
            _ if !pattern.players.is_empty() => return None,
            (None, None) => return kg.tables().each_touching(relation, span, add).then(|| in_order(found)),
            (Some(node), None) | (None, Some(node)) if pattern.symmetric => (node, [Some(out), Some(into)]),
            (Some(node), None) => (node, [Some(out), None]),
            (None, Some(node)) => (node, [Some(into), None]),
            (Some(_), Some(_)) => return None,
        };
        for lists in lists.into_iter().flatten() {
            if lists.each_touching(node, label, span, &mut add) {
                continue;
            }
            // A short list is read whole. All times are read first, so that their cache misses overlap. A fact with another
            // exact day needs no further check.
            let group = lists.group(node, label);
            let mut times = Vec::with_capacity(group.len());
            let facts = group.pieces().flat_map(|piece| piece.facts);
            times.extend(facts.filter_map(|fact| Some((*fact, kg.tables().record(FactId::new(*fact))?.when))));
            for (fact, when) in times {
                let day = when.exact_day();
                if day.is_none_or(|day| span.contains(day)) {
                    add(day, &[fact]);
                }
            }
        }
        Some(in_order(found))
    }

    /// The fact that a node stands for, if the view has it.
    pub(crate) fn own_fact(&self, node: u32) -> Option<(FactId, Truth)> {
        let Some(NodeKind::Fact(fact)) = self.kg.tables().node_kind(node) else { return None };
        Some((fact, self.filter.ask(self.kg, fact)?))
    }

    /// All facts in which a node takes part, each once.
    pub(crate) fn scan_about(&self, node: u32) -> Scan<'g> {
        let kg = self.kg;
        let mut facts: Vec<FactId> = [kg.tables().outgoing(), kg.tables().incoming(), kg.tables().playing()]
            .into_iter()
            .flat_map(|lists| lists.all(node))
            .map(|e| FactId::new(e.fact))
            .collect();
        facts.sort_unstable();
        facts.dedup();
        let mut found: Vec<_> = facts.into_iter().filter_map(|fact| Some((fact, self.filter.ask(kg, fact)?))).collect();
        if self.filter.has_time() {
            found.sort_by_cached_key(|(fact, truth)| self.filter.rank(kg, *fact, *truth));
        }
        Scan { kg, known: self.filter.known, without: self.filter.without, state: State::Ordered(found.into_iter()) }
    }
}

/// A fact that was found, with its place in the order of answers.
type Found = ((Reverse<Truth>, u64, FactId), Truth);

fn in_order(mut found: Vec<Found>) -> Vec<(FactId, Truth)> {
    found.sort_unstable_by_key(|(rank, _)| *rank);
    // A fact that joins a node to itself is in both of its lists.
    found.dedup();
    found.into_iter().map(|((_, _, fact), truth)| (fact, truth)).collect()
}

/// The shortest list that contains all facts of the pattern; and the node of the pattern, if the list is not in the order in
/// which the facts of that node are returned.
fn shortest<'g>(kg: &'g KnowledgeGraph, pattern: &Pattern) -> (List<'g>, Option<u32>) {
    let lists = |outgoing: bool| if outgoing { kg.tables().outgoing() } else { kg.tables().incoming() };
    let members = |node: u32, relation: RelationId, other: Option<u32>, outgoing: bool| {
        let group = lists(outgoing).group(node, relation.index());
        other.map_or(group, |other| group.with(other)).iter()
    };
    let at = |node: u32, other: Option<u32>, outgoing: bool| match pattern.relation {
        Some(relation) => List::Members(members(node, relation, other, outgoing)),
        None => List::Node(lists(outgoing).all(node)),
    };
    let players = pattern
        .players
        .iter()
        .map(|(role, node)| List::Members(kg.tables().playing().group(*node, role.index()).iter()));
    let player = players.min_by_key(List::len);
    let ends = match (pattern.subject, pattern.object, pattern.relation) {
        (Some(node), other, Some(relation)) | (other @ None, Some(node), Some(relation)) if pattern.symmetric => {
            let members = |outgoing| members(node, relation, other, outgoing);
            Some((List::Merged(members(true), members(false)), node))
        }
        (Some(subject), Some(object), None) => {
            let (out, into) = (at(subject, None, true), at(object, None, false));
            Some((if out.len() <= into.len() { out } else { into }, subject))
        }
        (Some(subject), object, _) => Some((at(subject, object, true), subject)),
        (None, Some(object), _) => Some((at(object, None, false), object)),
        (None, None, _) => None,
    };
    match (ends, player) {
        (Some((ends, node)), Some(player)) if player.len() < ends.len() => (player, Some(node)),
        (Some((ends, _)), _) => (ends, None),
        (None, Some(player)) => (player, None),
        (None, None) => match pattern.relation {
            Some(relation) => (List::Facts(kg.tables().facts_of(relation).iter()), None),
            // Facts are numbered in u32.
            None => (List::All(0..u32::try_from(kg.fact_count()).unwrap_or(u32::MAX)), None),
        },
    }
}

impl<'g> Scan<'g> {
    fn ordered<K: Ord>(self, key: impl Fn(FactId, Truth) -> K) -> Self {
        let (kg, known, without) = (self.kg, self.known, self.without);
        let mut found: Vec<_> = self.collect();
        found.sort_by_cached_key(|(fact, truth)| key(*fact, *truth));
        Self { kg, known, without, state: State::Ordered(found.into_iter()) }
    }

    pub(crate) fn fact_ref<R>(&self, (fact, truth): (FactId, Truth)) -> FactRef<'g, R> {
        FactRef::new(self.kg, fact, truth, self.known).without(self.without)
    }
}

impl Iterator for Scan<'_> {
    type Item = (FactId, Truth);

    fn next(&mut self) -> Option<(FactId, Truth)> {
        match &mut self.state {
            State::Ordered(found) => found.next(),
            State::List { list, pattern, filter, asks } => loop {
                let fact = list.next()?;
                if pattern.as_ref().is_some_and(|pattern| !pattern.matches(self.kg, fact)) {
                    continue;
                }
                let truth = match asks {
                    Asks::All => filter.ask(self.kg, fact),
                    Asks::Modality => self.kg.tables().record(fact).map(|record| record.modality.bound()),
                    Asks::Nothing => Some(Truth::Yes),
                };
                if let Some(truth) = truth {
                    return Some((fact, truth));
                }
            },
        }
    }
}

/// The question that the date in the name of a relation asks.
pub(super) fn dated(name: FoundRelation) -> Option<TimeQuestion> {
    name.date().map(TimeQuestion::Within)
}
