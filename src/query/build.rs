//! The builder: conditions are added one by one. Names are looked up at once; the first error is kept until the query
//! is asked.

use std::{
    hash::BuildHasher,
    ops::{Bound, RangeBounds, RangeInclusive},
};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{
    FactVar, PatternTerm, Unchecked, Var,
    check::Slots,
    pattern::{Apart, Arg, Block, Compare, Condition, Depth, Over, Reach, Slot, Thing, Variable},
};
use crate::{
    error::{Error, ErrorKind},
    model::Term,
    schema::{HasRole, KindTerm, Range, RelationTerm, RoleTerm},
    time::{AllenSet, IntoDate, IntoSpan},
    view::{TimeQuestion, View},
};

/// A query has at most so many conditions.
const MOST_CONDITIONS: usize = 1_000;

/// Parts of a query are nested at most so deep.
pub(super) const MOST_NESTED: usize = 32;

/// A chain has at most so many facts at least. Up to its least number of facts, a chain may return to nodes that it
/// passed, so each fact more takes another look at all of them.
const MOST_LEAST_FACTS: u32 = 1_000;

/// A question about several facts of a view: variables, and conditions that must all be met.
///
/// The order of the conditions does not matter: the query is planned by the numbers of facts that the indexes keep. The
/// first error, such as an unknown name or a variable of the wrong kind, is kept and returned when the query runs. The
/// [module](crate::query) has a guide.
///
/// A query has at most 1,000 conditions and 65,535 variables, and its parts are nested at most 32 deep. The least
/// number of facts of a chain is at most 1,000. A row meets at most 128 conditions: of alternatives those of the
/// longest one count, and of all negations those of the longest one. Two conditions are implied and count, too: the
/// date in the name of a relation, and a fact at an end or as a player of another fact. Beyond these limits, a query is
/// refused with [`ErrorKind::Full`].
#[derive(Clone, Debug)]
pub struct Query<'g> {
    pub(super) view: View<'g>,
    /// The variables that have a value before the query runs.
    pub(super) given: Slots,
    pub(super) variables: Vec<Variable>,
    /// The variables by their names.
    names: HashTable<Slot>,
    hasher: DefaultHashBuilder,
    /// The blocks that are open, the outermost first.
    pub(super) open: Vec<Block>,
    /// How many conditions there are in all blocks.
    conditions: usize,
    pub(super) error: Option<Error>,
    pub(super) facts_differ: bool,
    pub(super) products: bool,
}

impl<'g> View<'g> {
    /// A new query of this view, without conditions.
    #[must_use]
    pub fn query(&self) -> Query<'g> {
        Query {
            view: self.clone(),
            given: Slots::default(),
            variables: Vec::new(),
            names: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            open: vec![Block::default()],
            conditions: 0,
            error: None,
            facts_differ: false,
            products: false,
        }
    }
}

impl<'g> Query<'g> {
    /// A variable for the entities of a kind and of the kinds under it, as `q.var(State)` or `q.var("state")`; for the
    /// values of a type, as `q.var(Date)`; or for anything, as `q.var(Any)`.
    pub fn var<K: KindTerm>(&mut self, kind: K) -> Var<K::Kind> {
        let name = kind.kind_name().to_owned();
        self.named(name, kind)
    }

    /// A variable as [`var`](Self::var) makes it, with a name for explanations and errors.
    pub fn named<K: KindTerm>(&mut self, name: impl Into<String>, kind: K) -> Var<K::Kind> {
        let range = kind.range_in(self.view.graph().schema());
        let range = self.keep(range).unwrap_or(Range::Any);
        Var::new(self.declare(name.into(), Over::Nodes(range)))
    }

    /// Adds the condition that there is a fact of a relation between two ends. Returns the variable of the fact, which
    /// can be given roles and times, and can be selected.
    ///
    /// An inverse name swaps the ends. A symmetric fact matches in both directions, and once if it joins a node to
    /// itself. With a date in the name, the fact must have happened within that date.
    #[expect(clippy::needless_pass_by_value, reason = "a relation is given as it is written: a type, a text, a handle")]
    pub fn fact<R: RelationTerm>(
        &mut self,
        subject: impl PatternTerm,
        relation: R,
        object: impl PatternTerm,
    ) -> FactVar<R> {
        let found = self.view.graph().schema().find(relation.term());
        let (subject, object) = (subject.pattern_term(), object.pattern_term());
        FactVar::new(match self.keep(found) {
            Some(name) => self.add_fact(Some(name), subject, object),
            None => self.declare("unknown".to_owned(), Over::Facts(None)),
        })
    }

    /// Adds the condition that there is a fact of any relation from one end to the other, in the direction in which it
    /// is stored.
    pub fn any_fact(&mut self, subject: impl PatternTerm, object: impl PatternTerm) -> FactVar {
        FactVar::new(self.add_fact(None, subject.pattern_term(), object.pattern_term()))
    }

    /// Adds the condition that `player` plays a role in a fact. If several entities play the role in one fact, each of
    /// them gives a match.
    pub fn role<R, P: RoleTerm>(&mut self, fact: FactVar<R>, role: P, player: impl PatternTerm)
    where
        R: HasRole<P>,
    {
        let schema = self.view.graph().schema();
        let over = self.variables.get(usize::from(fact.slot)).map(|variable| variable.over);
        let Some(Over::Facts(relation)) = over else {
            self.keep::<()>(Err(of_another_query()));
            return;
        };
        // After an error the relation of the fact may be unknown, and a second error would be about nothing.
        if self.error.is_some() {
            return;
        }
        let found = schema.find_role(role.term()).and_then(|role| {
            let Some(relation) = relation else { return Ok((role, Range::Any)) };
            schema.ends(relation).role(role).map(|(_, range)| (role, range)).ok_or_else(|| {
                let (relation, role) = (&schema.relation_def(relation).name, &schema.role_def(role).name);
                Error::new(ErrorKind::UnknownRole, format!("{relation} has no role `{role}`"))
            })
        });
        if let Some((role, range)) = self.keep(found) {
            let place = format!("{} of {}", schema.role_def(role).name, self.name(fact.slot));
            let player = self.arg(player.pattern_term(), range, format_args!("{place}"));
            self.add(Condition::Role { fact: fact.slot, role, player });
        }
    }

    /// Adds the condition that a chain of facts of a transitive relation leads from one end to the other. `depth` is
    /// the number of facts: `1..` is at least one, `1..=3` at most three, and `0..` includes the node itself.
    ///
    /// Each pair of ends matches once, however many chains there are, and is as true as the best of them.
    ///
    /// From one node, the time is in proportion to the facts around the nodes that are found. For each of a least
    /// number of facts, which is at most 1,000, it takes the same time again.
    #[expect(clippy::needless_pass_by_value, reason = "a relation is given as it is written: a type, a text, a handle")]
    pub fn reach<R: RelationTerm>(
        &mut self,
        from: impl PatternTerm,
        relation: R,
        depth: impl RangeBounds<u32>,
        to: impl PatternTerm,
    ) {
        let schema = self.view.graph().schema();
        let found = schema.find(relation.term()).and_then(|name| {
            let def = schema.relation_def(name.id());
            let why = match (def.transitive, name.date()) {
                (true, None) => return Ok(name),
                (true, Some(date)) => format!("a chain of `{}` takes no date, found `{date}`", def.name),
                (false, _) => format!("`{}` is not transitive, so its facts do not form a chain", def.name),
            };
            Err(Error::new(ErrorKind::InvalidQuery, why))
        });
        let Some(name) = self.keep(found) else { return };
        let least = match depth.start_bound() {
            Bound::Included(least) => *least,
            Bound::Excluded(below) => below.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let most = match depth.end_bound() {
            Bound::Included(most) => *most,
            Bound::Excluded(above) => above.saturating_sub(1),
            Bound::Unbounded => u32::MAX,
        };
        if least > most || matches!(depth.end_bound(), Bound::Excluded(0)) {
            let why = format!(
                "`{}` cannot be followed for {least} to {most} steps; expected a least number that is at most the greatest",
                schema.relation_def(name.id()).name
            );
            self.keep::<()>(Err(Error::new(ErrorKind::InvalidQuery, why)));
            return;
        }
        if least > MOST_LEAST_FACTS {
            let why = format!(
                "a chain of `{}` has at least {least} facts; the least number is at most {MOST_LEAST_FACTS}",
                schema.relation_def(name.id()).name
            );
            self.keep::<()>(Err(Error::new(ErrorKind::Full, why)));
            return;
        }
        let (from, to) = (from.pattern_term(), to.pattern_term());
        let (from, to) = if name.is_inverse() { (to, from) } else { (from, to) };
        let (from, to) = self.ends(Some(name.id()), from, to);
        let symmetric = schema.relation_def(name.id()).symmetric;
        self.add(Condition::Reach(Reach { relation: name.id(), symmetric, from, to, depth: Depth { least, most } }));
    }

    /// Adds the condition that the variable is an entity of its kind in the view, whether or not it has any facts.
    pub fn entity<K>(&mut self, var: Var<K>) {
        self.add(Condition::Entity(var.slot));
    }

    /// Adds the condition that two terms are not the same entity, value or fact. A variable for nodes may have the node
    /// of a fact as its value: it is the same as the fact.
    pub fn differ(&mut self, one: impl PatternTerm, other: impl PatternTerm) {
        let (one, other) = (one.pattern_term(), other.pattern_term());
        let differ = match (&one, &other) {
            (Unchecked::Term(Term::Value(one)), Unchecked::Term(Term::Value(other))) => one != other,
            (Unchecked::Term(Term::Fact(one)), Unchecked::Term(Term::Fact(other))) => one != other,
            _ => true,
        };
        let (one, other) = (self.thing(one), self.thing(other));
        // Two values that are not in the graph cannot be compared by their nodes.
        if !differ || (one, other) != (Thing::Node(Arg::Absent), Thing::Node(Arg::Absent)) {
            self.add(Condition::Differ(one, other));
        }
    }

    /// Adds the condition that `one` was recorded before `other`, so that each pair of two variables comes once, not
    /// once in each order. Both are variables for nodes, or both for facts. They differ, too, and count as joined.
    ///
    /// Use it if the pattern is the same with the two variables exchanged, as in "who were there together?".
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let oman = kg.add(State, "Oman")?;
    /// for name in ["Ann", "Ben"] {
    ///     let guest = kg.add(Person, name)?;
    ///     kg.assert(fact(guest, Visits, oman))?;
    /// }
    /// let view = kg.view();
    /// let mut q = view.query();
    /// let (one, other) = (q.var(Person), q.var(Person));
    /// q.fact(one, Visits, "oman");
    /// q.fact(other, Visits, "oman");
    /// q.each_pair_once(one, other);
    /// assert_eq!(q.select((one, other)).rows()?.to_string(), "certainly: Ann, Ben\n");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn each_pair_once(&mut self, one: impl PatternTerm, other: impl PatternTerm) {
        match (one.pattern_term(), other.pattern_term()) {
            (Unchecked::Var(one), Unchecked::Var(other)) | (Unchecked::FactVar(one), Unchecked::FactVar(other)) => {
                self.add(Condition::Precede(one, other));
            }
            _ => {
                let why = "`each_pair_once` takes two variables for nodes, or two for facts";
                self.keep::<()>(Err(Error::new(ErrorKind::InvalidQuery, why)));
            }
        }
    }

    /// Adds the condition that one value is less or more than another. Values of different types never meet it. For
    /// dates that overlap, the condition is possibly met.
    ///
    /// A text is read as a value of the other side's type.
    pub fn compare(&mut self, one: impl PatternTerm, how: Compare, other: impl PatternTerm) {
        let (one, other) = (one.pattern_term(), other.pattern_term());
        let range = |query: &Self, given: &Unchecked| match given {
            Unchecked::Var(slot) => query.range_of(*slot),
            _ => None,
        };
        let (left, right) = (range(self, &one), range(self, &other));
        if let (Some(one), Some(other)) = (self.value(one, right), self.value(other, left)) {
            self.add(Condition::Compare(one, how, other));
        }
    }

    /// Adds the condition that a fact holds on a day, certainly or possibly. A month or a year stands for one unknown
    /// day within it: the row is certain only if the fact holds on all of its days. [`View::on`] asks the same of all
    /// facts.
    pub fn holds_on<R>(&mut self, fact: FactVar<R>, date: impl IntoDate) {
        if let Some(date) = self.keep(date.into_date()) {
            self.add(Condition::When { fact: fact.slot, question: TimeQuestion::On(date) });
        }
    }

    /// Adds the condition that a fact holds on some day of a span, certainly or possibly. [`View::during`] asks the
    /// same of all facts.
    pub fn holds_during<R>(&mut self, fact: FactVar<R>, span: impl IntoSpan) {
        if let Some(span) = self.keep(span.into_span()) {
            self.add(Condition::When { fact: fact.slot, question: TimeQuestion::During(span) });
        }
    }

    /// Adds the condition that the times of two facts stand in one of these Allen relations, as in
    /// `q.stands(visit, Allen::Before, summit)`. Where their dates leave it open, the row is possible
    /// ([`When::stands`](crate::When::stands)).
    pub fn stands<R, S>(&mut self, fact: FactVar<R>, wanted: impl Into<AllenSet>, other: FactVar<S>) {
        self.add(Condition::Time { fact: fact.slot, apart: Apart::Allen(wanted.into()), other: other.slot });
    }

    /// Adds the condition that two facts hold on a common day. Where their dates leave it open, the row is possible.
    ///
    /// It is met by all [Allen relations](AllenSet::SHARES_A_DAY) but `Before`, `Meets`, `MetBy` and `After`.
    /// `Allen::Overlaps` is narrower: the first begins first, and ends within the second.
    pub fn share_a_day<R, S>(&mut self, fact: FactVar<R>, other: FactVar<S>) {
        self.stands(fact, AllenSet::SHARES_A_DAY, other);
    }

    /// Adds the condition that `fact` begins within a range of days after `other`: `0..=7` is within the week after it,
    /// `-3..=3` at most three days before or after it. Where their dates leave it open, the row is possible
    /// ([`When::begins_after`](crate::When::begins_after)).
    pub fn begins_after<R, S>(&mut self, fact: FactVar<R>, other: FactVar<S>, days: RangeInclusive<i64>) {
        let (least, most) = days.into_inner();
        self.add(Condition::Time { fact: fact.slot, apart: Apart::Days(least, most), other: other.slot });
    }

    /// Adds the condition that these conditions have no match. Variables that are used only in them are local to them.
    ///
    /// A certain match of them excludes the row, and a possible match makes the row possible.
    pub fn not(&mut self, conditions: impl FnOnce(&mut Self)) {
        let block = self.block(conditions);
        self.add(Condition::Not(block));
    }

    /// Adds the values that matches of these conditions give, if there are any matches. Variables that are used only in
    /// them may have no value, and are selected with [`maybe`](super::maybe).
    ///
    /// If nothing matches, there is a row without these values. If the only matches are possible ones, there is a row
    /// with the values of each and one row without, and all are possible.
    pub fn optional(&mut self, conditions: impl FnOnce(&mut Self)) {
        let block = self.block(conditions);
        self.add(Condition::Optional(block));
    }

    /// Adds the condition that these conditions match, or those that [`or`](Either::or) adds. If two of the
    /// alternatives match, there are two rows.
    pub fn either(&mut self, conditions: impl FnOnce(&mut Self)) -> Either<'_, 'g> {
        let block = self.block(conditions);
        self.add(Condition::Either(vec![block]));
        Either(self)
    }

    /// Asks that the facts of a row are all different. By default one fact may match several conditions.
    ///
    /// The facts within a [`not`](Self::not) belong to no row: they must differ from one another, but may be facts of
    /// the row.
    pub fn distinct_facts(&mut self) {
        self.facts_differ = true;
    }

    /// Allows two groups of conditions that share no variable. The rows then combine each match of one group with each
    /// match of the other.
    pub fn allow_product(&mut self) {
        self.products = true;
    }

    /// The view that the query reads.
    #[must_use]
    pub fn view(&self) -> &View<'g> {
        &self.view
    }

    /// The pattern, or the first error.
    pub(super) fn pattern(&self) -> Result<&Block, Error> {
        match (&self.error, self.open.first()) {
            (None, Some(block)) => Ok(block),
            (Some(error), _) => Err(error.clone()),
            (None, None) => Err(Error::new(ErrorKind::InvalidQuery, "the query has no pattern")),
        }
    }

    pub(super) fn name(&self, slot: Slot) -> &str {
        self.variables.get(usize::from(slot)).map_or("a variable of another query", |variable| &variable.name)
    }

    pub(super) fn block(&mut self, conditions: impl FnOnce(&mut Self)) -> Block {
        if self.open.len() > MOST_NESTED {
            let why = format!("the parts of a query are nested at most {MOST_NESTED} deep");
            self.keep::<()>(Err(Error::new(ErrorKind::Full, why)));
            // The closure may set variables of the caller. What it adds is never looked at.
            conditions(self);
            return Block::default();
        }
        self.open.push(Block::default());
        conditions(self);
        self.open.pop().unwrap_or_default()
    }

    pub(super) fn add(&mut self, condition: Condition) {
        let mut known = true;
        condition.each_slot(&mut |slot| known &= usize::from(slot) < self.variables.len());
        if !known {
            self.keep::<()>(Err(of_another_query()));
        } else if self.conditions == MOST_CONDITIONS {
            let why = format!("a query has at most {MOST_CONDITIONS} conditions, implied ones included");
            self.keep::<()>(Err(Error::new(ErrorKind::Full, why)));
        } else if let Some(block) = self.open.last_mut() {
            self.conditions += 1;
            block.conditions.push(condition);
        }
    }

    pub(super) fn keep<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.error.get_or_insert(error);
                None
            }
        }
    }

    pub(super) fn declare(&mut self, mut name: String, over: Over) -> Slot {
        if self.variables.len() >= usize::from(u16::MAX) {
            let why = format!("a query has at most {} variables", u16::MAX);
            self.keep::<()>(Err(Error::new(ErrorKind::Full, why)));
            return 0;
        }
        if let Some(same) = self.named_so(&name) {
            let mut number = self.variables.get(usize::from(same)).map_or(2, |variable| variable.next_number);
            let wanted = name;
            loop {
                name = format!("{wanted} {number}");
                number += 1;
                if self.named_so(&name).is_none() {
                    break;
                }
            }
            if let Some(variable) = self.variables.get_mut(usize::from(same)) {
                variable.next_number = number;
            }
        }
        // There are fewer variables than slots.
        let slot = u16::try_from(self.variables.len()).unwrap_or(0);
        let Self { variables, names, hasher, .. } = self;
        let hash =
            |slot: &Slot| variables.get(usize::from(*slot)).map_or(0, |variable| hasher.hash_one(&variable.name));
        names.insert_unique(hasher.hash_one(&name), slot, hash);
        self.variables.push(Variable { name, over, next_number: 2 });
        slot
    }

    /// The variable of a name.
    fn named_so(&self, name: &str) -> Option<Slot> {
        let is_it = |slot: &Slot| self.variables.get(usize::from(*slot)).is_some_and(|variable| variable.name == name);
        self.names.find(self.hasher.hash_one(name), is_it).copied()
    }
}

fn of_another_query() -> Error {
    let why = "a variable of another query is used in a pattern; expected a variable that this query made";
    Error::new(ErrorKind::InvalidQuery, why)
}

/// The alternatives that [`Query::either`] began. [`or`](Self::or) adds more.
#[derive(Debug)]
pub struct Either<'q, 'g>(&'q mut Query<'g>);

impl<'g> Either<'_, 'g> {
    /// Adds one more alternative.
    #[expect(clippy::return_self_not_must_use, reason = "the call has added the alternative")]
    pub fn or(self, conditions: impl FnOnce(&mut Query<'g>)) -> Self {
        let block = self.0.block(conditions);
        // While this borrows the query, `either` is its last condition. If it was not added, because the first
        // alternative had a variable of another query or there were too many conditions, the query has an error.
        if self.0.error.is_some() {
            return self;
        }
        if let Some(Condition::Either(blocks)) = self.0.open.last_mut().and_then(|block| block.conditions.last_mut()) {
            blocks.push(block);
        } else {
            debug_assert!(false, "`either` is the last condition");
        }
        self
    }
}
