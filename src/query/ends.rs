//! What stands at the ends of conditions: given as variables, ids, keys and values, looked up and checked against what may.

use super::{
    Given, Query,
    pattern::{Atom, Condition, End, Over, Side, Slot},
};
use crate::{
    error::{Error, ErrorKind},
    model::{RelationId, Term, Value},
    schema::{Range, RelationName},
    view::TimeQuestion,
};

impl Query<'_> {
    pub(super) fn add_fact(&mut self, relation: Option<RelationName>, subject: Given, object: Given) -> Slot {
        let schema = self.view.graph().schema();
        let id = relation.map(RelationName::id);
        let def = id.map(|id| schema.relation_def(id));
        let name = def.map_or_else(|| "fact".to_owned(), |def| def.name.clone());
        let fact = self.declare(&name, Over::Facts(id));
        let inverse = relation.is_some_and(RelationName::is_inverse);
        let (subject, object) = if inverse { (object, subject) } else { (subject, object) };
        let (subject, object) = self.ends(id, subject, object);
        let symmetric = def.is_some_and(|def| def.symmetric);
        self.add(Condition::Fact(Atom { fact, relation: id, symmetric, subject, object }));
        if let Some(date) = relation.and_then(RelationName::date) {
            self.add(Condition::When { fact, question: TimeQuestion::Within(date) });
        }
        fact
    }

    pub(super) fn ends(&mut self, relation: Option<RelationId>, subject: Given, object: Given) -> (End, End) {
        let schema = self.view.graph().schema();
        let (name, ranges) = relation.map_or(("a fact", (Range::Any, Range::Any)), |id| {
            let ends = schema.ends(id);
            (schema.relation_def(id).name.as_str(), (ends.subject, ends.object))
        });
        let subject = self.end(subject, ranges.0, &format!("subject of {name}"));
        let object = self.end(object, ranges.1, &format!("object of {name}"));
        (subject, object)
    }

    /// What stands at an end, checked against what may.
    pub(super) fn end(&mut self, given: Given, range: Range, place: &str) -> End {
        let kg = self.view.graph();
        match given {
            Given::Var(slot) => {
                if let Some(found) = self.range_of(slot)
                    && !kg.schema().overlap(found, range)
                {
                    let (found, wanted) = (kg.schema().range_name(found), kg.schema().range_name(range));
                    let why = format!("takes `{wanted}`, and the variable `{}` is over `{found}`", self.name(slot));
                    self.keep::<()>(Err(Error::new(ErrorKind::WrongKind, why).at(place)));
                }
                End::Var(slot)
            }
            Given::FactVar(fact) => {
                if !matches!(range, Range::Any | Range::Statement) {
                    let why = format!("takes `{}`, and `{}` is a fact", kg.schema().range_name(range), self.name(fact));
                    self.keep::<()>(Err(Error::new(ErrorKind::WrongKind, why).at(place)));
                }
                let node = self.declare(&format!("the fact {}", self.name(fact)), Over::Nodes(Range::Statement));
                self.add(Condition::Stands { fact, node });
                End::Var(node)
            }
            Given::Term(term) => {
                let found = kg.constant(term, range).map_err(|error| error.at(place));
                self.keep(found).map_or(End::Absent, |node| node.map_or(End::Absent, End::Node))
            }
        }
    }

    /// A side of an inequality.
    pub(super) fn side(&mut self, given: Given) -> End {
        match given {
            // Facts are compared as facts: their variables hold their numbers.
            Given::FactVar(slot) => End::Var(slot),
            given => self.end(given, Range::Any, "an inequality"),
        }
    }

    pub(super) fn value(&mut self, given: Given, other: Option<Range>) -> Option<Side> {
        let found = match given {
            Given::Var(slot) if matches!(self.range_of(slot), Some(Range::Value(_) | Range::Any)) => {
                Ok(Side::Var(slot))
            }
            Given::Term(Term::Value(value)) => Ok(Side::Value(value)),
            Given::Term(Term::Text(text) | Term::Key(text)) => match other {
                Some(Range::Value(of)) => Value::parse(of, &text).map(Side::Value),
                _ => Ok(Side::Value(Value::Text(text))),
            },
            Given::Var(slot) | Given::FactVar(slot) => {
                let why = format!("`{}` is not a variable over values", self.name(slot));
                Err(Error::new(ErrorKind::WrongKind, why))
            }
            Given::Term(Term::Node(_) | Term::Fact(_)) => {
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
