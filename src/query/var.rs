//! Variables, and what may stand where a fact of a pattern has an end.

use std::{fmt, hash, marker::PhantomData};

use crate::{
    model::{self, Any, FactId, Id, Term, Value},
    schema::{Kind, RelationName},
    time::{Day, PartialDate},
};

/// A variable of a query over nodes of a kind: entities, values of a type, or anything.
///
/// A query gives it ([`Query::var`](super::Query::var)); in another query it means whatever that one gave the same number.
pub struct Var<K = Any> {
    pub(super) slot: u16,
    kind: PhantomData<fn() -> K>,
}

/// A variable of a query over facts of a relation; [`Query::fact`](super::Query::fact) gives it.
pub struct FactVar<R = RelationName> {
    pub(super) slot: u16,
    relation: PhantomData<fn() -> R>,
}

/// A variable that an optional part may leave without a value; in a row it is an `Option`.
///
/// ```
/// use chancery::{KnowledgeGraph, fact};
/// use chancery::diplomacy::{self, Embassy, MissionOf, State};
/// use chancery::query::maybe;
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let oman = kg.add(State, "Oman")?;
/// let view = kg.view();
/// let mut q = view.query();
/// let (state, embassy) = (q.var(State), q.var(Embassy));
/// q.entity(state);
/// q.optional(|q| {
///     q.fact(embassy, MissionOf, state);
/// });
/// let rows = q.select((state, maybe(embassy))).rows()?;
/// assert_eq!(rows.values().collect::<Vec<_>>(), [(oman, None)]);
/// # Ok::<(), chancery::Error>(())
/// ```
#[must_use]
pub const fn maybe<V>(var: V) -> Maybe<V> {
    Maybe(var)
}

/// What [`maybe`] gives.
#[derive(Clone, Copy, Debug)]
pub struct Maybe<V>(pub(super) V);

macro_rules! variables { ($($Var:ident $field:ident)*) => { $(
    impl<T> $Var<T> {
        pub(super) const fn new(slot: u16) -> Self {
            Self { slot, $field: PhantomData }
        }
    }
    impl<T> Clone for $Var<T> {
        fn clone(&self) -> Self {
            *self
        }
    }
    impl<T> Copy for $Var<T> {}
    impl<T> PartialEq for $Var<T> {
        fn eq(&self, other: &Self) -> bool {
            self.slot == other.slot
        }
    }
    impl<T> Eq for $Var<T> {}
    impl<T> hash::Hash for $Var<T> {
        fn hash<H: hash::Hasher>(&self, state: &mut H) {
            self.slot.hash(state);
        }
    }
    impl<T> fmt::Debug for $Var<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}({})", stringify!($Var), self.slot)
        }
    }
)* } }

variables! { Var kind FactVar relation }

/// What may stand at an end of a fact in a pattern: a variable, an id, a key, a value, or a fact.
///
/// A text is read as what the relation takes there: the key of an entity, or a value. Whether it can stand there is checked
/// before the query runs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a pattern",
    label = "expected a variable of the query, an id, a key, a value or a fact"
)]
pub trait Operand {
    #[doc(hidden)]
    fn operand(self) -> Given;
}

/// An operand as a pattern keeps it until it is checked.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Given {
    /// A variable over nodes.
    Var(u16),
    /// A variable over facts.
    FactVar(u16),
    /// Something fixed.
    Term(Term),
}

impl<K> Operand for Var<K> {
    fn operand(self) -> Given {
        Given::Var(self.slot)
    }
}
impl<R> Operand for FactVar<R> {
    fn operand(self) -> Given {
        Given::FactVar(self.slot)
    }
}
impl<K: Kind> Operand for Id<K> {
    fn operand(self) -> Given {
        Given::Term(Term::Node(self.index()))
    }
}

macro_rules! terms { ($($From:ty, $given:ident => $term:expr;)*) => { $(
    impl Operand for $From {
        fn operand(self) -> Given {
            let $given = self;
            Given::Term($term)
        }
    }
)* } }

terms! {
    &str, text => Term::Text(text.to_owned());
    String, text => Term::Text(text);
    &String, text => Term::Text(text.clone());
    FactId, fact => Term::Fact(fact);
    Value, value => Term::Value(value);
    PartialDate, date => Term::Value(Value::Date(date));
    Day, day => Term::Value(Value::Date(day.into()));
    i32, number => Term::Value(Value::from(i64::from(number)));
    u32, number => Term::Value(Value::from(i64::from(number)));
    i64, number => Term::Value(Value::from(number));
    model::Number, number => Term::Value(Value::Number(number));
    bool, yes => Term::Value(Value::YesNo(yes));
}
