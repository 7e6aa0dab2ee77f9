//! How two nodes are connected: the shortest chain of facts between them.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use super::View;
use crate::{
    graph::{FactRef, NodeRef},
    model::{FactId, Id},
    schema::{Kind, RelationName},
    time::Truth,
};

/// Facts that lead from one node to another, each by two of its participants.
#[derive(Clone, Debug)]
pub struct Chain<'g> {
    steps: Vec<Step<'g>>,
}

/// One fact of a chain.
#[derive(Clone, Copy, Debug)]
pub struct Step<'g> {
    /// Where the chain comes from.
    pub from: NodeRef<'g>,
    /// The fact in which both have a part.
    pub fact: FactRef<'g>,
    /// Where the chain goes on.
    pub to: NodeRef<'g>,
}

impl<'g> Chain<'g> {
    /// The steps, from the one node to the other. None where they are the same node.
    #[must_use]
    pub fn steps(&self) -> &[Step<'g>] {
        &self.steps
    }
}

/// A line a step: the fact.
impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| writeln!(f, "{}", step.fact))
    }
}

impl<'g> View<'g> {
    /// The shortest chain of facts between two nodes, whichever way the facts lead, or nothing if no chain does.
    ///
    /// All participants of a fact are next to each other: subject, object, role players, and the fact itself where another
    /// fact is about it. Chains do not lead through values: two visits are not connected because both were official. Of
    /// equally short chains it is the one whose first fact was recorded first, then the second, and so on.
    ///
    /// Takes time in the number of facts that are nearer than the end.
    #[must_use]
    pub fn connection(&self, from: Id<impl Kind>, to: Id<impl Kind>) -> Option<Chain<'g>> {
        let kg = self.graph();
        let (start, goal) = (kg.canonical(from).index(), kg.canonical(to).index());
        kg.node(from.any())?;
        kg.node(to.any())?;
        let mut reached: HashMap<u32, (u32, FactId, Truth)> = HashMap::new();
        // The nodes so many facts away: those that the same chain of facts reaches are together, in the order of chains.
        let mut nearest = vec![vec![start]];
        while start != goal && !nearest.is_empty() && !reached.contains_key(&goal) {
            let mut further = Vec::new();
            for together in nearest {
                for (fact, from) in self.facts_from(&together) {
                    let mut next = Vec::new();
                    for (node, truth) in from {
                        let fact_ref = self.fact_ref::<RelationName>(fact, truth);
                        let itself = kg.detail(fact).and_then(|detail| detail.node);
                        for other in fact_ref.participants().map(|node| node.id().index()).chain(itself) {
                            let passable = other == goal || kg.value_of(other).is_none();
                            if other != start && passable && !reached.contains_key(&other) {
                                reached.insert(other, (node, fact, truth));
                                next.push(other);
                            }
                        }
                    }
                    further.push(next);
                }
            }
            further.retain(|next| !next.is_empty());
            nearest = further;
        }
        let mut steps = Vec::new();
        let mut at = goal;
        while at != start {
            let (before, fact, truth) = *reached.get(&at)?;
            let fact = self.fact_ref(fact, truth);
            steps.push(Step { from: NodeRef::new(kg, before), fact, to: NodeRef::new(kg, at) });
            at = before;
        }
        steps.reverse();
        Some(Chain { steps })
    }

    /// The facts in which any of these nodes has a part, in the order of recording, each with the nodes.
    fn facts_from(&self, nodes: &[u32]) -> BTreeMap<FactId, Vec<(u32, Truth)>> {
        let kg = self.graph();
        let mut facts: BTreeMap<FactId, Vec<(u32, Truth)>> = BTreeMap::new();
        for &node in nodes {
            let own = NodeRef::new(kg, node).fact().and_then(|fact| Some((fact, self.filter().ask(kg, fact)?)));
            for (fact, truth) in own.into_iter().chain(self.scan_about(node)) {
                facts.entry(fact).or_default().push((node, truth));
            }
        }
        facts
    }
}
