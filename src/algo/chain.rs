//! A chain of facts: what a search for a connection returns.

use super::walk::Hop;
use crate::{
    model::FactId,
    time::Truth,
    view::{FactRef, NodeRef, View},
};

/// A chain of facts from one node to another. Each fact leads from one of its participants to another one, where the
/// next fact begins.
///
/// Its `Display` is a sentence for each fact.
#[derive(Clone, Debug)]
pub struct Chain<'g> {
    steps: Vec<Step<'g>>,
}

/// One fact of a chain. Its `Display` is a sentence: what the fact says, when it held, and the words of its source.
#[derive(Clone, Copy, Debug)]
pub struct Step<'g> {
    /// The participant that the chain comes from.
    pub from: NodeRef<'g>,
    /// The fact that joins the two participants.
    pub fact: FactRef<'g>,
    /// The participant that the chain goes to.
    pub to: NodeRef<'g>,
}

/// In which direction a chain uses a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// From its subject to its object; of a symmetric relation also from its object to its subject.
    Forward,
    /// From its object to its subject.
    Back,
    /// To or from a role player, or the node of the fact itself.
    Across,
}

impl Step<'_> {
    /// In which direction the chain uses the fact.
    #[must_use]
    pub fn way(&self) -> Way {
        let ends = (self.fact.subject_node().id(), self.fact.object_node().id());
        let symmetric = self.fact.graph().schema().relation_def(self.fact.relation()).symmetric;
        match (self.from.id(), self.to.id()) {
            at if at == ends => Way::Forward,
            (from, to) if (to, from) == ends => {
                if symmetric {
                    Way::Forward
                } else {
                    Way::Back
                }
            }
            _ => Way::Across,
        }
    }
}

impl<'g> Chain<'g> {
    pub(super) fn new(view: &View<'g>, hops: &[Hop]) -> Self {
        let kg = view.graph();
        let step = |hop: &Hop| {
            Some(Step { from: NodeRef::new(kg, hop.from), fact: view.fact(hop.fact)?, to: NodeRef::new(kg, hop.to) })
        };
        debug_assert!(hops.iter().all(|hop| view.fact(hop.fact).is_some()), "a chain is made of facts of its view");
        Self { steps: hops.iter().filter_map(step).collect() }
    }

    /// The steps in order. A chain from a node to itself has none.
    #[must_use]
    pub fn steps(&self) -> &[Step<'g>] {
        &self.steps
    }

    /// The number of its facts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether it has no facts, because it leads from a node to itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The ids of its facts in order. [`View::only`] makes a view of these facts alone, for example for a picture.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = FactId> + '_ {
        self.steps.iter().map(|step| step.fact.id())
    }

    /// The lowest truth that its facts have in the view: a chain is certain only if all of its facts are.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.steps.iter().fold(Truth::Yes, |truth, step| truth.and(step.fact.truth()))
    }
}
