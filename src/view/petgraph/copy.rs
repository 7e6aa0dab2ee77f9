//! A copy of a view as a graph of petgraph.

use std::collections::HashMap;

use petgraph::graph::{DiGraph, NodeIndex};

use super::super::View;
use crate::model::{Entity, Fact};

impl View<'_> {
    /// A petgraph graph with readable weights: the entities of this view as nodes, and each of its facts between two
    /// entities as an edge. Facts that end in a value or in another fact are left out.
    ///
    /// A symmetric fact is two edges with equal weights, one from each end. Node *n* and edge *n* are number *n* of this view, if
    /// it shows entities only: nodes in the order of recording; edges as asserted, in that order, then those from the objects of
    /// symmetric facts. The weights implement `Debug`, `Clone`, `Serialize` and `Deserialize`, so petgraph's own `Dot` and serde work on
    /// the graph.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact};
    /// use chancery::diplomacy::{self, Person, State, Visits};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    ///
    /// let graph = kg.view().to_petgraph();
    /// assert_eq!((graph.node_count(), graph.edge_count()), (2, 1));
    /// let dot = format!("{}", chancery::petgraph::dot::Dot::new(&graph));
    /// assert!(dot.contains("Tokayev") && dot.contains("visits"));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn to_petgraph(&self) -> DiGraph<Entity, Fact> {
        let mut graph = DiGraph::new();
        let mut places: HashMap<u32, NodeIndex> = HashMap::new();
        for node in self.entities() {
            if let Some(entity) = node.to_entity() {
                places.insert(node.id().index(), graph.add_node(entity));
            }
        }
        let mut facts: Vec<_> = self.all_facts().collect();
        facts.sort_by_key(crate::view::FactRef::id);
        let mut turned = Vec::new();
        for fact in facts {
            let (subject, object) = fact.ends();
            if let (Some(from), Some(to)) = (places.get(&subject), places.get(&object)) {
                let edge = graph.add_edge(*from, *to, fact.to_fact());
                if from != to && self.is_symmetric(fact.relation()) {
                    turned.push((*to, *from, edge));
                }
            }
        }
        for (from, to, edge) in turned {
            if let Some(fact) = graph.edge_weight(edge).cloned() {
                graph.add_edge(from, to, fact);
            }
        }
        graph
    }
}
