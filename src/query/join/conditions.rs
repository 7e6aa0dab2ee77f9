//! Conditions on variables that have values: the tests of a plan.

use super::{
    super::{
        pattern::{Apart, Condition, Side, Slot, Thing},
        time_join::Moment,
    },
    Run, State,
};
use crate::{
    model::{FactId, Value},
    time::{Truth, When},
    view::NodeRef,
};

/// How true a condition is of two times. Those of exact days are compared as numbers.
fn asked(apart: Apart, one: Moment, other: Moment) -> Truth {
    match apart {
        Apart::Days(least, most) if one.day > 0 && other.day > 0 => {
            (least..=most).contains(&(i64::from(one.day) - i64::from(other.day))).into()
        }
        _ => apart.ask(one.when, other.when),
    }
}

impl<'g> Run<'_, 'g> {
    pub(super) fn ask(&self, condition: &Condition, state: &State<'g>) -> Truth {
        let moment = |fact: Slot| self.moment(fact, state.get(fact));
        match condition {
            Condition::Differ(a, b) => (!self.is_same(*a, *b, state)).into(),
            Condition::Precede(a, b) => (state.get(*a) < state.get(*b)).into(),
            Condition::Compare(a, how, b) => {
                let (a, b) = (self.value(a, state), self.value(b, state));
                a.zip(b).map_or(Truth::No, |(a, b)| how.ask(a, b))
            }
            Condition::When { fact, question } => self.query.view.filter().question(*question, moment(*fact).when),
            Condition::Time { fact, apart, other } => asked(*apart, moment(*fact), moment(*other)),
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

    /// The time of the fact that a variable has.
    pub(super) fn moment(&self, variable: Slot, fact: u32) -> Moment {
        let finder = self.finders.get(usize::from(variable)).and_then(Option::as_ref);
        let unstated = || Moment::of(When::UNSTATED);
        finder.map_or_else(unstated, |finder| finder.times.of(self.kg(), finder.edges.relation, fact))
    }

    /// The same, where the times of many facts of the variable are asked.
    pub(super) fn moment_of_many(&self, variable: Slot, fact: u32) -> Moment {
        let finder = self.finders.get(usize::from(variable)).and_then(Option::as_ref);
        match finder.and_then(|finder| Some((finder, finder.edges.relation?))) {
            Some((finder, relation)) => finder.times.of_many(self.kg(), relation)(fact),
            None => self.moment(variable, fact),
        }
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
