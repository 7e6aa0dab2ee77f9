//! Variables, and the terms that a pattern takes at the ends of a fact.

use std::{fmt, hash, marker::PhantomData};

use crate::{
    model::{self, Any, FactId, Id, Term, Value},
    schema::{FoundRelation, Kind},
    time::{Day, PartialDate},
};

/// A variable of a query for nodes of a kind: entities, values of a type, or anything.
///
/// [`Query::var`](super::Query::var) makes it. It is valid only in the query that made it.
pub struct Var<K = Any> {
    pub(super) slot: u16,
    kind: PhantomData<fn() -> K>,
}

/// A variable of a query for facts of a relation. [`Query::fact`](super::Query::fact) makes it.
pub struct FactVar<R = FoundRelation> {
    pub(super) slot: u16,
    relation: PhantomData<fn() -> R>,
}

/// Selects a variable to which an optional part may give no value. In a row it is an `Option`.
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

/// A selected variable that may have no value: what [`maybe`] returns.
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

/// What a pattern takes at the ends of a fact: a variable, an id, a key, a value, or a fact.
///
/// A text is read as what the relation takes there: the key of an entity, or a value. The term is checked before the
/// query runs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a term of a pattern",
    label = "expected a variable of the query, an id, a key, a value or a fact"
)]
pub trait PatternTerm {
    #[doc(hidden)]
    fn pattern_term(self) -> Unchecked;
}

/// A term of a pattern, before it is checked against what the relation takes.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Unchecked {
    /// A variable for nodes.
    Var(u16),
    /// A variable for facts.
    FactVar(u16),
    /// An id, a key, a value or a fact.
    Term(Term),
}

impl<K> PatternTerm for Var<K> {
    fn pattern_term(self) -> Unchecked {
        Unchecked::Var(self.slot)
    }
}
impl<R> PatternTerm for FactVar<R> {
    fn pattern_term(self) -> Unchecked {
        Unchecked::FactVar(self.slot)
    }
}
impl<K: Kind> PatternTerm for Id<K> {
    fn pattern_term(self) -> Unchecked {
        Unchecked::Term(Term::Node(self.any()))
    }
}

macro_rules! terms { ($($From:ty, $given:ident => $term:expr;)*) => { $(
    impl PatternTerm for $From {
        fn pattern_term(self) -> Unchecked {
            let $given = self;
            Unchecked::Term($term)
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
