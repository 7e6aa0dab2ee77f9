//! The neighbourhood of a node, and the neighbours that two nodes have in common.

use std::{collections::BTreeMap, ops::ControlFlow};

use fixedbitset::FixedBitSet;

use super::walk::{Sense, Walk};
use crate::{
    error::Error,
    model::FactId,
    schema::EntityTerm,
    view::{FactRef, NodeRef, View},
};

/// A node that facts join to each of two other nodes.
#[derive(Clone, Debug)]
pub struct Common<'g> {
    /// The node.
    pub node: NodeRef<'g>,
    /// The facts that join it to the first of the two, in the order of recording.
    pub with_one: Vec<FactRef<'g>>,
    /// The facts that join it to the second of the two, in the order of recording.
    pub with_other: Vec<FactRef<'g>>,
}

impl<'g> View<'g> {
    /// The ego network of a node: a view of the facts among the node and all entities to which a chain of at most
    /// `radius` facts connects it. With a radius of 1, these entities are its neighbours.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Borders, State}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let names = ["Kazakhstan", "China", "Pakistan", "India"];
    /// let states: Vec<_> = names.iter().map(|name| kg.add(State, *name)).collect::<Result<_, _>>()?;
    /// for pair in states.windows(2) {
    ///     kg.assert(fact(pair[0], Borders, pair[1]))?;
    /// }
    /// let around = kg.view().ego("china", 1)?;
    /// assert_eq!((around.entities().count(), around.fact_count()), (3, 2));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have the node.
    pub fn ego(&self, node: impl EntityTerm, radius: u32) -> Result<Self, Error> {
        let walk = Walk::new(self.clone());
        let start = walk.kg().named_node(node)?;
        let mut rules = walk.rules();
        let mut reached = FixedBitSet::with_capacity(self.graph().node_count());
        reached.insert(start as usize);
        let mut nearest = vec![start];
        let mut all = nearest.clone();
        for _ in 0..radius {
            let mut further = Vec::new();
            for node in nearest {
                let _ = walk.each(&mut rules, node, Sense::Along, |_, other| {
                    if !reached.put(other as usize) && walk.passes(other) {
                        further.push(other);
                    }
                    ControlFlow::<()>::Continue(())
                });
            }
            if further.is_empty() {
                break;
            }
            all.extend(&further);
            nearest = further;
        }
        Ok(self.among_nodes(all))
    }

    /// The nodes that facts join to both of two nodes, with these facts, in the order of recording. Values are left
    /// out: see [`algo`](super).
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Met, Person, Praised, State}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (a, b) = (kg.add(Person, "A")?, kg.add(Person, "B")?);
    /// let kazakhstan = kg.add(State, "Kazakhstan")?;
    /// kg.assert(fact(a, Praised, kazakhstan).on("2025"))?;
    /// kg.assert(fact(b, Praised, kazakhstan).on("2026"))?;
    /// let common = kg.view().common_neighbors(a, b)?;
    /// assert_eq!((common.len(), common[0].node.name()), (1, Some("Kazakhstan")));
    /// assert_eq!(common[0].with_other[0].when().to_string(), "2026");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have one of them.
    pub fn common_neighbors(&self, one: impl EntityTerm, other: impl EntityTerm) -> Result<Vec<Common<'g>>, Error> {
        let walk = Walk::new(self.clone());
        let (one, other) = (walk.kg().named_node(one)?, walk.kg().named_node(other)?);
        let mut rules = walk.rules();
        let mut around = |node: u32| {
            let mut by: BTreeMap<u32, Vec<FactId>> = BTreeMap::new();
            for (fact, next) in walk.steps(&mut rules, node) {
                by.entry(next).or_default().push(fact);
            }
            by
        };
        let (of_one, mut of_other) = (around(one), around(other));
        let seen = |facts: Vec<FactId>| facts.into_iter().filter_map(|fact| self.fact(fact)).collect();
        // No node is next to itself, so neither of the two is among them.
        let both = of_one.into_iter().filter(|(node, _)| walk.passes(*node));
        let common = both.filter_map(|(node, facts)| {
            let with_other = seen(of_other.remove(&node)?);
            Some(Common { node: NodeRef::new(self.graph(), node), with_one: seen(facts), with_other })
        });
        Ok(common.collect())
    }
}
