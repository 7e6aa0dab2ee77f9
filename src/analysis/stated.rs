//! What a record says about a question: a value, that there is none, that there is one unknown, or nothing.

use std::fmt;

use crate::{
    error::Error,
    model::{FactId, Value},
    schema::{
        FoundRelation, HasRole, RelationTerm, RoleTerm, base,
        gaps::{END, START},
    },
    time::{Bound, PartialDate, Truth},
    view::{Answer, FactRef, Facts, NodeRef, Pattern, View, role_of},
};

/// What a record says about a question: a value, or why there is no value.
///
/// A fact of [`KnownNone`](base::KnownNone) says that there is none. A fact of [`SomeUnknown`](base::SomeUnknown) says
/// that there is one, and does not name it. Like all facts, these have a time and sources.
///
/// ```
/// use chancery::{KnowledgeGraph, fact};
/// use chancery::diplomacy::{self, AmbassadorOf, HeadOfState, ForeignMinisterOf, State};
/// use chancery::analysis::Stated;
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let norvia = kg.add(State, "Norvia")?;
/// kg.assert(fact(norvia, "known-none", "has-ambassador").as_of("2031-03-04"))?;
/// kg.assert(fact(norvia, "some-unknown", "has-head-of-state").as_of("2031-03-04"))?;
/// assert!(kg.assert(fact(norvia, "known-none", "has-ambasador")).is_err());
///
/// let view = kg.view().on("2031-03-04")?;
/// assert!(matches!(view.facts(AmbassadorOf).to(norvia).stated()?, Stated::KnownNone(_)));
/// assert!(matches!(view.facts(HeadOfState).to(norvia).stated()?, Stated::SomeUnknown(_)));
/// assert!(matches!(view.facts(ForeignMinisterOf).to(norvia).stated()?, Stated::NotStated));
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
pub enum Stated<'g, T> {
    /// The record states this value.
    Value(T),
    /// There is none. A fact says so, or the time of the fact itself does: `1991/..` says that there is no end.
    KnownNone(Option<FactRef<'g>>),
    /// There is one, and the fact that says so does not name it.
    SomeUnknown(FactRef<'g>),
    /// The record says nothing about it.
    NotStated,
}

impl<'g, T> Stated<'g, T> {
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Stated<'g, U> {
        match self {
            Self::Value(value) => Stated::Value(change(value)),
            Self::KnownNone(by) => Stated::KnownNone(by),
            Self::SomeUnknown(by) => Stated::SomeUnknown(by),
            Self::NotStated => Stated::NotStated,
        }
    }

    /// The value, if one is stated.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the record says nothing about it.
    #[must_use]
    pub const fn is_not_stated(&self) -> bool {
        matches!(self, Self::NotStated)
    }
}

/// The value, or `none`, `some, unknown` or `not stated`.
impl<T: fmt::Display> fmt::Display for Stated<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::KnownNone(_) => f.write_str("none"),
            Self::SomeUnknown(_) => f.write_str("some, unknown"),
            Self::NotStated => f.write_str("not stated"),
        }
    }
}

impl<'g, R: RelationTerm> Facts<'g, R> {
    /// What the record says: these facts, that there is none, that there is one unknown, or nothing.
    ///
    /// A certain answer takes precedence over a possible one: for example, a certain *none* on the day of the view over
    /// an observation on another day. *None* and *unknown* are found only if the question gives one end. If that end is
    /// the object, the relation must have an inverse name. If the question also gives role players, only *none* is
    /// found: that there is some ambassador says nothing of one accredited to Pakistan.
    ///
    /// # Errors
    /// The first error of the question, as for [`iter`](Facts::iter).
    pub fn stated(&self) -> Result<Stated<'g, Answer<'g, R>>, Error> {
        let answer = self.answer()?;
        let Some((of, name)) = self.asked() else { return Ok(or_not_stated(answer)) };
        if !answer.certain().is_empty() {
            return Ok(Stated::Value(answer));
        }
        let mut gaps = self.view().gaps(of, &name);
        if self.has_players() {
            gaps.unknown = None;
        }
        Ok(match gaps.none {
            Some(none) if none.truth().is_yes() => Stated::KnownNone(Some(none)),
            _ if !answer.possible().is_empty() => Stated::Value(answer),
            _ => gaps.stated(),
        })
    }
}

fn or_not_stated<R>(answer: Answer<'_, R>) -> Stated<'_, Answer<'_, R>> {
    if answer.is_empty() { Stated::NotStated } else { Stated::Value(answer) }
}

impl<'g> View<'g> {
    /// What the record says about the players of a role in a fact: all of them, in the order of recording.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, AccreditedTo, AmbassadorOf}, analysis::Stated};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let marsk = kg.add(diplomacy::Person, "Marsk")?;
    /// # let (norvia, caldera) = (kg.add(diplomacy::State, "Norvia")?, kg.add(diplomacy::State, "Caldera")?);
    /// let post = kg.assert(fact(marsk, AmbassadorOf, norvia).with(AccreditedTo, caldera))?;
    /// let post = kg.fact_ref(post).unwrap();
    /// let states = kg.view().stated_role(post, "accredited-to")?.value().unwrap_or_default();
    /// assert_eq!(states.iter().map(|state| state.id()).collect::<Vec<_>>(), [caldera]);
    /// assert!(kg.view().stated_role(post, "acredited-to").is_err());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownRole`](crate::ErrorKind::UnknownRole) if the schema does not have the role, or the relation of the fact
    /// does not take it.
    pub fn stated_role<R: RelationTerm + HasRole<P>, P: RoleTerm>(
        &self,
        fact: FactRef<'g, R>,
        role: P,
    ) -> Result<Stated<'g, Vec<NodeRef<'g>>>, Error> {
        let schema = self.graph().schema();
        let role = role_of(schema, fact.relation(), role.term())?;
        let players: Vec<_> = fact.players().filter(|(played, _)| *played == role).map(|(_, player)| player).collect();
        if players.is_empty() {
            return Ok(self.gap_of(fact.id(), &schema.role_def(role).name));
        }
        Ok(Stated::Value(players))
    }

    /// What the record says about the start of a fact: a date, that it had none, that it began on some unknown day, or
    /// nothing.
    #[must_use]
    pub fn stated_start<R>(&self, fact: FactRef<'g, R>) -> Stated<'g, PartialDate> {
        self.stated_bound(fact.id(), fact.when().start(), START)
    }

    /// What the record says about the end of a fact. The time `since 1991` says nothing about it, and `1991/..` says
    /// that there is none. An end on or after a date states none either. A fact such as `^term some-unknown "end"` says
    /// that it ended on some unknown day.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, HeadOfState}, analysis::Stated};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (marsk, norvia) = (kg.add(diplomacy::Person, "Marsk")?, kg.add(diplomacy::State, "Norvia")?);
    /// let term = kg.assert(fact(marsk, HeadOfState, norvia).since("2029"))?;
    /// let term_of = |kg: &KnowledgeGraph| kg.view().stated_end(kg.fact_ref(term).unwrap()).to_string();
    /// assert_eq!(term_of(&kg), "not stated");
    /// kg.assert(fact(term, "some-unknown", "end"))?;
    /// assert_eq!(term_of(&kg), "some, unknown");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn stated_end<R>(&self, fact: FactRef<'g, R>) -> Stated<'g, PartialDate> {
        self.stated_bound(fact.id(), fact.when().end(), END)
    }

    pub(crate) fn stated_bound(&self, fact: FactId, bound: Bound, named: &str) -> Stated<'g, PartialDate> {
        match bound {
            Bound::Date(date) => Stated::Value(date),
            Bound::Open => Stated::KnownNone(None),
            // A bound says how far, but states no date.
            Bound::Unknown | Bound::OnOrBefore(_) | Bound::OnOrAfter(_) => self.gap_of(fact, named),
        }
    }

    /// What facts say about something that a fact does not state.
    pub(crate) fn gap_of<T>(&self, fact: FactId, named: &str) -> Stated<'g, T> {
        let node = self.graph().tables().own_node(fact);
        node.map_or(Stated::NotStated, |node| self.gap_at(node, named))
    }

    pub(crate) fn gap_at<T>(&self, of: u32, named: &str) -> Stated<'g, T> {
        self.gaps(of, named).stated()
    }

    /// The most certain facts that say that a node has none, and some unknown, of what a text names.
    fn gaps(&self, node: u32, named: &str) -> Gaps<'g> {
        let kg = self.graph();
        let Some(text) = kg.get_value(&Value::Text(named.to_owned())) else { return Gaps::default() };
        let find = |relation: Option<FoundRelation>| {
            let pattern = Pattern {
                relation: Some(relation?.id()),
                subject: Some(node),
                object: Some(text.index()),
                ..Pattern::default()
            };
            let said = self.scan(pattern).filter(|(_, truth)| truth.is_possible());
            let best = said.min_by_key(|(fact, truth)| (std::cmp::Reverse(*truth), *fact));
            best.map(|(fact, truth): (FactId, Truth)| self.fact_ref(fact, truth))
        };
        let schema = kg.schema();
        Gaps { none: find(base::KnownNone.find(schema).ok()), unknown: find(base::SomeUnknown.find(schema).ok()) }
    }
}

/// The most certain facts that say that there is none, and that there is one which is not known.
#[derive(Default)]
struct Gaps<'g> {
    none: Option<FactRef<'g>>,
    unknown: Option<FactRef<'g>>,
}

impl<'g> Gaps<'g> {
    /// What the more certain of the two says; *none* if both are equally certain.
    fn stated<T>(self) -> Stated<'g, T> {
        match (self.none, self.unknown) {
            (Some(none), Some(unknown)) if none.truth() < unknown.truth() => Stated::SomeUnknown(unknown),
            (Some(none), _) => Stated::KnownNone(Some(none)),
            (None, Some(unknown)) => Stated::SomeUnknown(unknown),
            (None, None) => Stated::NotStated,
        }
    }
}
