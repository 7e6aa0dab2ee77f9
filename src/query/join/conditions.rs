//! Conditions on variables that have values: the tests of a plan.

use super::{
    super::pattern::{Condition, Side, Slot, Thing},
    Run, State,
};
use crate::{
    model::{FactId, Value},
    time::{Truth, When},
    view::NodeRef,
};

impl<'g> Run<'_, 'g> {
    pub(super) fn ask(&self, condition: &Condition, state: &State<'g>) -> Truth {
        let when = |fact: Slot| self.when(fact, state.get(fact));
        match condition {
            Condition::Differ(a, b) => (!self.is_same(*a, *b, state)).into(),
            Condition::Precede(a, b) => (state.get(*a) < state.get(*b)).into(),
            Condition::Compare(a, how, b) => {
                let (a, b) = (self.value(a, state), self.value(b, state));
                a.zip(b).map_or(Truth::No, |(a, b)| how.ask(a, b))
            }
            Condition::When { fact, question } => self.query.view.filter().question(*question, when(*fact)),
            Condition::Time { fact, apart, other } => apart.ask(when(*fact), when(*other)),
            _ => {
                debug_assert!(false, "only these conditions become filters");
                Truth::Yes
            }
        }
    }

    fn is_same(&self, one: Thing, other: Thing, state: &State<'g>) -> bool {
        let fact = |thing| match thing {
            Thing::Node(end) => NodeRef::new(self.kg(), state.end(end)).fact().map(FactId::index),
            Thing::FactVar(slot) => Some(state.get(slot)),
            Thing::Fact(fact) => Some(fact),
        };
        match (one, other) {
            (Thing::Node(one), Thing::Node(other)) => state.end(one) == state.end(other),
            _ => fact(one).is_some_and(|one| fact(other) == Some(one)),
        }
    }

    fn when(&self, variable: Slot, fact: u32) -> When {
        let finder = self.finders.get(usize::from(variable)).and_then(Option::as_ref);
        finder.map_or(When::UNSTATED, |finder| finder.times.of(self.kg(), finder.edges.relation, fact))
    }

    fn value<'s>(&self, side: &'s Side, state: &State<'g>) -> Option<&'s Value>
    where
        'g: 's,
    {
        match side {
            Side::Var(slot) => NodeRef::new(self.kg(), state.get(*slot)).value(),
            Side::Value(value) => Some(value),
        }
    }
}
