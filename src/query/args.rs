//! The arguments of conditions: terms that are looked up and checked against what the relation or role takes.

use std::fmt;

use super::{
    Query, Unchecked,
    pattern::{Arg, Atom, Condition, Over, Side, Slot, Thing},
};
use crate::{
    error::{Error, ErrorKind},
    model::{RelationId, Term, Value},
    schema::{FoundRelation, Range},
    view::TimeQuestion,
};

impl Query<'_> {
    pub(super) fn add_fact(&mut self, relation: Option<FoundRelation>, subject: Unchecked, object: Unchecked) -> Slot {
        let schema = self.view.graph().schema();
        let id = relation.map(FoundRelation::id);
        let def = id.map(|id| schema.relation_def(id));
        let name = def.map_or_else(|| "fact".to_owned(), |def| def.name.clone());
        let fact = self.declare(name, Over::Facts(id));
        let inverse = relation.is_some_and(FoundRelation::is_inverse);
        let (subject, object) = if inverse { (object, subject) } else { (subject, object) };
        let (subject, object) = self.ends(id, subject, object);
        let symmetric = def.is_some_and(|def| def.symmetric);
        self.add(Condition::Fact(Atom { fact, relation: id, symmetric, subject, object }));
        if let Some(date) = relation.and_then(FoundRelation::date) {
            self.add(Condition::When { fact, question: TimeQuestion::Within(date) });
        }
        fact
    }

    pub(super) fn ends(&mut self, relation: Option<RelationId>, subject: Unchecked, object: Unchecked) -> (Arg, Arg) {
        let schema = self.view.graph().schema();
        let (name, ranges) = relation.map_or(("a fact", (Range::Any, Range::Any)), |id| {
            let ends = schema.ends(id);
            (schema.relation_def(id).name.as_str(), (ends.subject, ends.object))
        });
        let subject = self.arg(subject, ranges.0, format_args!("subject of {name}"));
        let object = self.arg(object, ranges.1, format_args!("object of {name}"));
        (subject, object)
    }

    /// The argument at a place, checked against the range of the place.
    pub(super) fn arg(&mut self, given: Unchecked, range: Range, place: fmt::Arguments<'_>) -> Arg {
        let kg = self.view.graph();
        match given {
            Unchecked::Var(slot) => {
                if let Some(found) = self.range_of(slot)
                    && !kg.schema().overlap(found, range)
                {
                    let (found, wanted) = (kg.schema().range_name(found), kg.schema().range_name(range));
                    let why = format!("takes `{wanted}`, and the variable `{}` is for `{found}`", self.name(slot));
                    self.keep::<()>(Err(Error::new(ErrorKind::WrongKind, why).at(place)));
                }
                Arg::Var(slot)
            }
            Unchecked::FactVar(fact) => {
                if !matches!(range, Range::Any | Range::Statement) {
                    let why = format!("takes `{}`, and `{}` is a fact", kg.schema().range_name(range), self.name(fact));
                    self.keep::<()>(Err(Error::new(ErrorKind::WrongKind, why).at(place)));
                }
                let node = self.declare(format!("the fact {}", self.name(fact)), Over::Nodes(Range::Statement));
                self.add(Condition::NodeOf { fact, node });
                Arg::Var(node)
            }
            Unchecked::Term(term) => {
                let found = kg.constant(term, range).map_err(|error| error.at(place));
                self.keep(found).map_or(Arg::Absent, |node| node.map_or(Arg::Absent, Arg::Node))
            }
        }
    }

    /// One side of an inequality.
    pub(super) fn thing(&mut self, given: Unchecked) -> Thing {
        let fact = match given {
            Unchecked::FactVar(slot) => return Thing::FactVar(slot),
            Unchecked::Term(Term::Fact(fact)) => Some(fact),
            _ => None,
        };
        let node = self.arg(given, Range::Any, format_args!("an inequality"));
        match (node, fact) {
            // Nothing is about the fact, so it has no node.
            (Arg::Absent, Some(fact)) => Thing::Fact(fact.index()),
            _ => Thing::Node(node),
        }
    }

    pub(super) fn value(&mut self, given: Unchecked, other: Option<Range>) -> Option<Side> {
        let found = match given {
            Unchecked::Var(slot) if matches!(self.range_of(slot), Some(Range::Value(_) | Range::Any)) => {
                Ok(Side::Var(slot))
            }
            Unchecked::Term(Term::Value(value)) => Ok(Side::Value(value)),
            Unchecked::Term(Term::Text(text) | Term::Key(text)) => match other {
                Some(Range::Value(of)) => Value::parse(of, &text).map(Side::Value),
                _ => Ok(Side::Value(Value::Text(text))),
            },
            Unchecked::Var(slot) | Unchecked::FactVar(slot) => {
                let why = format!("`{}` is not a variable over values", self.name(slot));
                Err(Error::new(ErrorKind::WrongKind, why))
            }
            Unchecked::Term(Term::Node(_) | Term::Fact(_)) => {
                Err(Error::new(ErrorKind::WrongKind, "an id cannot be compared; expected a value"))
            }
        };
        self.keep(found.map_err(|error| error.at("a comparison")))
    }

    pub(super) fn range_of(&self, slot: Slot) -> Option<Range> {
        match self.variables.get(usize::from(slot))?.over {
            Over::Nodes(range) => Some(range),
            Over::Facts(_) => None,
        }
    }
}
