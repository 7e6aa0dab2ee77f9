//! Who is who: the entities of a view with their names, identifiers and states.

use super::{builder::BriefingBuilder, first::first, items::Counted, sections::described};
use crate::{
    model::{Id, Modality},
    schema::{
        Shape,
        base::{AlsoKnownAs, IdentifiedBy},
    },
    view::{FactRef, NodeRef, stated_days},
};

impl<'g> BriefingBuilder<'g> {
    /// Adds the entities of the view in the order of recording, each with its kind and key, and with the facts that say
    /// what it is: its further names, its identifiers, and the states of which it is the subject, such as an office.
    ///
    /// If there are too many entities, those with the most facts stay. If there are too many facts, each entity keeps an
    /// equal number of them, as far as it has so many.
    pub fn who_is_who(&mut self) -> &mut Self {
        let (entities, more) = self.chosen();
        let each: Vec<_> = entities.iter().map(|entity| self.states(*entity)).collect();
        let lengths: Vec<_> = each.iter().map(|(facts, _)| facts.len()).collect();
        let share = share(self.most, &lengths);
        self.section("Who is who");
        let none = entities.is_empty();
        for (entity, (facts, rest)) in entities.into_iter().zip(each) {
            self.heading_of(described(entity), entity);
            let left = rest + facts.len().saturating_sub(share);
            for fact in facts.into_iter().take(share) {
                self.fact(fact);
            }
            self.left_out(left, Counted::Facts);
        }
        if none && more == 0 { self.line("There are no entities.") } else { self.left_out(more, Counted::Entities) }
    }

    /// The entities that are shown, and how many are not.
    fn chosen(&self) -> (Vec<NodeRef<'g>>, usize) {
        let entities = || self.view.entities().map(|entity| (entity.id(), entity));
        let (chosen, more) = first(self.most, entities());
        if more == 0 {
            return (chosen, 0);
        }
        let mut facts = vec![0_u32; self.view.graph().node_count()];
        for fact in self.view.all_facts() {
            for node in fact.participants() {
                if let Some(count) = facts.get_mut(node.id().index() as usize) {
                    *count = count.saturating_add(1);
                }
            }
        }
        let by_count = |id: Id| std::cmp::Reverse(facts.get(id.index() as usize).copied().unwrap_or_default());
        let (mut chosen, more) = first(self.most, entities().map(|(id, entity)| ((by_count(id), id), entity)));
        chosen.sort_by_key(NodeRef::id);
        (chosen, more)
    }

    /// The facts that say what an entity is, the first of them, and how many more there are.
    fn states(&self, entity: NodeRef<'g>) -> (Vec<FactRef<'g>>, usize) {
        // An entity of the view is in its graph.
        let about = self.view.about(entity.id()).into_iter().flatten();
        let states = about.filter(|fact| {
            let shape = fact.graph().schema().relation_def(fact.relation()).shape;
            fact.subject_node().id() == entity.id() && shape != Shape::Happens && fact.modality() == Modality::Actual
        });
        first(self.most, states.map(|fact| (rank(fact), fact)))
    }
}

/// Where a fact stands among those of an entity: first its names and identifiers, then what holds, then what happened,
/// each in the order of time.
pub(super) fn rank(fact: FactRef<'_>) -> impl Ord {
    let (schema, relation) = (fact.graph().schema(), fact.relation());
    let names = [schema.bind::<AlsoKnownAs>(), schema.bind::<IdentifiedBy>()];
    let happens = schema.relation_def(relation).shape == Shape::Happens;
    (!names.contains(&Some(relation)), happens, stated_days(fact.when()), fact.id())
}

/// The largest number such that lists, each cut to it, have at most so many items together; at least 1, unless none are
/// wanted.
fn share(most: usize, lengths: &[usize]) -> usize {
    let total = |share: usize| lengths.iter().fold(0_usize, |sum, length| sum.saturating_add(share.min(*length)));
    let longest = lengths.iter().copied().max().unwrap_or_default();
    let (mut enough, mut over) = (0, longest + 1);
    while over - enough > 1 {
        let middle = enough + (over - enough) / 2;
        if total(middle) <= most {
            enough = middle;
        } else {
            over = middle;
        }
    }
    enough.max(most.min(1))
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_the_largest_that_fits() {
        for (most, lengths, wanted) in [
            (10, vec![3, 3, 3], 3),
            (10, vec![1, 20, 1], 8),
            (10, vec![20, 20], 5),
            (10, vec![], 0),
            (2, vec![4, 4, 4], 1),
            (0, vec![4], 0),
        ] {
            let found = share(most, &lengths);
            assert_eq!(found.min(lengths.iter().copied().max().unwrap_or_default()), wanted, "{most} {lengths:?}");
        }
    }
}
