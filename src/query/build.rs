//! The builder: a query is told condition by condition. Names are looked up at once; the first error is kept until the
//! query is asked.

use std::ops::{Bound, RangeBounds, RangeInclusive};

use super::{
    FactVar, Given, Operand, Var,
    pattern::{Apart, Block, Compare, Condition, Over, Reach, Slot, Variable},
};
use crate::{
    error::{Error, ErrorKind},
    schema::{HasRole, KindTerm, Range, RelationTerm, RoleTerm},
    time::{AllenSet, PartialDate, Span},
    view::{TimeQuestion, View},
};

/// A question of a view in several facts: variables, and conditions that must all be met.
///
/// Conditions are told in any order; the plan is made from what the indexes count. The first error (an unknown name, a
/// variable of the wrong kind) is kept and returned when the query is asked. See the [module](crate::query) for how to ask.
#[derive(Clone, Debug)]
pub struct Query<'g> {
    pub(super) view: View<'g>,
    pub(super) variables: Vec<Variable>,
    /// The blocks that are open, the outermost first.
    open: Vec<Block>,
    error: Option<Error>,
    pub(super) facts_differ: bool,
    pub(super) products: bool,
}

impl<'g> View<'g> {
    /// A query of this view, to be told what to look for.
    #[must_use]
    pub fn query(&self) -> Query<'g> {
        Query {
            view: self.clone(),
            variables: Vec::new(),
            open: vec![Block::default()],
            error: None,
            facts_differ: false,
            products: false,
        }
    }
}

impl<'g> Query<'g> {
    /// A variable over the entities of a kind and of those under it: `q.var(State)`, `q.var("state")`. Also over the values
    /// of a type, `q.var(Date)`, or over anything, `q.var(Any)`.
    pub fn var<K: KindTerm>(&mut self, kind: K) -> Var<K::Kind> {
        let name = kind.kind_name().to_owned();
        self.named(name, kind)
    }

    /// A variable with a name for explanations and errors.
    pub fn named<K: KindTerm>(&mut self, name: impl Into<String>, kind: K) -> Var<K::Kind> {
        let range = kind.range_in(self.view.graph().schema());
        let range = self.keep(range).unwrap_or(Range::Any);
        Var::new(self.declare(&name.into(), Over::Nodes(range)))
    }

    /// There is a fact of a relation between two ends; its variable, for roles and times and to be selected.
    ///
    /// By an inverse name the ends are swapped. A symmetric fact matches both ways, one that joins a node to itself once. A
    /// date in the name asks that the fact happened within it.
    pub fn fact<R: RelationTerm>(&mut self, subject: impl Operand, relation: R, object: impl Operand) -> FactVar<R> {
        let found = self.view.graph().schema().find(relation.term());
        let (subject, object) = (subject.operand(), object.operand());
        FactVar::new(match self.keep(found) {
            Some(name) => self.add_fact(Some(name), subject, object),
            None => self.declare("unknown", Over::Facts(None)),
        })
    }

    /// There is a fact of any relation from one end to the other, as it is stored.
    pub fn any_fact(&mut self, subject: impl Operand, object: impl Operand) -> FactVar {
        FactVar::new(self.add_fact(None, subject.operand(), object.operand()))
    }

    /// Somebody or something plays a role in a fact.
    pub fn role<R, P: RoleTerm>(&mut self, fact: FactVar<R>, role: P, player: impl Operand)
    where
        R: HasRole<P>,
    {
        let schema = self.view.graph().schema();
        let over = self.variables.get(usize::from(fact.slot)).map(|variable| variable.over);
        let (Some(Over::Facts(relation)), true) = (over, self.error.is_none()) else { return };
        let found = schema.find_role(role.term()).and_then(|role| {
            let Some(relation) = relation else { return Ok((role, Range::Any)) };
            schema.ends(relation).role(role).map(|(_, range)| (role, range)).ok_or_else(|| {
                let (relation, role) = (&schema.relation_def(relation).name, &schema.role_def(role).name);
                Error::new(ErrorKind::UnknownRole, format!("{relation} has no role `{role}`"))
            })
        });
        if let Some((role, range)) = self.keep(found) {
            let place = format!("{} of {}", schema.role_def(role).name, self.name(fact.slot));
            let player = self.end(player.operand(), range, &place);
            self.add(Condition::Role { fact: fact.slot, role, player });
        }
    }

    /// One end leads to the other by so many facts of a transitive relation, one after the other: `1..` for at least one,
    /// `0..` for the node itself too, `1..=3` for three at most.
    ///
    /// Each pair of ends comes once, however many chains there are, and is as true as the best of them.
    pub fn reach<R: RelationTerm>(
        &mut self,
        from: impl Operand,
        relation: R,
        depth: impl RangeBounds<u32>,
        to: impl Operand,
    ) {
        let schema = self.view.graph().schema();
        let found = schema.find(relation.term()).and_then(|name| {
            let def = schema.relation_def(name.id());
            let why = match (def.transitive, name.date()) {
                (true, None) => return Ok(name),
                (true, Some(date)) => format!("`{}` in steps takes no date, found `{date}`", def.name),
                (false, _) => format!("`{}` is not transitive, so that its facts do not make a chain", def.name),
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
        let (from, to) = (from.operand(), to.operand());
        let (from, to) = if name.is_inverse() { (to, from) } else { (from, to) };
        let (from, to) = self.ends(Some(name.id()), from, to);
        let symmetric = schema.relation_def(name.id()).symmetric;
        self.add(Condition::Reach(Reach { relation: name.id(), symmetric, from, to, least, most }));
    }

    /// The variable is an entity of its kind, whether or not a fact joins it to anything.
    pub fn entity<K>(&mut self, var: Var<K>) {
        self.add(Condition::Entity(var.slot));
    }

    /// Two are not the same entity, value or fact.
    pub fn differ(&mut self, one: impl Operand, other: impl Operand) {
        let (one, other) = (one.operand(), other.operand());
        let one = self.side(one);
        let other = self.side(other);
        self.add(Condition::Differ(one, other));
    }

    /// One value is less than another, or more. Values of two types do not compare; dates may possibly.
    ///
    /// A text stands for a value of the other side's type.
    pub fn compare(&mut self, one: impl Operand, how: Compare, other: impl Operand) {
        let (one, other) = (one.operand(), other.operand());
        let range = |query: &Self, given: &Given| match given {
            Given::Var(slot) => query.range_of(*slot),
            _ => None,
        };
        let (left, right) = (range(self, &one), range(self, &other));
        if let (Some(one), Some(other)) = (self.value(one, right), self.value(other, left)) {
            self.add(Condition::Compare(one, how, other));
        }
    }

    /// A fact holds on a day, certainly or possibly. A month or year asks of some day of it that is not named.
    pub fn on<R>(&mut self, fact: FactVar<R>, date: impl Into<PartialDate>) {
        self.add(Condition::When { fact: fact.slot, question: TimeQuestion::On(date.into()) });
    }

    /// A fact holds on some day of a span, certainly or possibly.
    pub fn during<R>(&mut self, fact: FactVar<R>, span: impl Into<Span>) {
        self.add(Condition::When { fact: fact.slot, question: TimeQuestion::During(span.into()) });
    }

    /// One fact stands to another in one of some Allen relations: `q.stands(visit, Allen::Before, summit)`. Where their
    /// dates leave it open, the row is possible ([`When::stands`](crate::When::stands)).
    pub fn stands<R, S>(&mut self, fact: FactVar<R>, wanted: impl Into<AllenSet>, other: FactVar<S>) {
        self.add(Condition::Time { fact: fact.slot, apart: Apart::Allen(wanted.into()), other: other.slot });
    }

    /// One fact begins so many days after another: `0..=7` is within a week, `-3..=3` within three days either way. Where
    /// their dates leave it open, the row is possible ([`When::begins_after`](crate::When::begins_after)).
    pub fn begins_after<R, S>(&mut self, fact: FactVar<R>, other: FactVar<S>, days: RangeInclusive<i64>) {
        let (least, most) = days.into_inner();
        self.add(Condition::Time { fact: fact.slot, apart: Apart::Days(least, most), other: other.slot });
    }

    /// There is no match of these conditions. Variables of them alone are theirs.
    ///
    /// A row is as true as it is not so: where a match is only possible, the row is possible too.
    pub fn not(&mut self, conditions: impl FnOnce(&mut Self)) {
        let block = self.block(conditions);
        self.add(Condition::Not(block));
    }

    /// Matches of these conditions, or none: the variables of them alone may be missing, see [`maybe`](super::maybe).
    ///
    /// A row without them stands where nothing certainly matches; where something possibly does, both rows are possible.
    pub fn optional(&mut self, conditions: impl FnOnce(&mut Self)) {
        let block = self.block(conditions);
        self.add(Condition::Optional(block));
    }

    /// Matches of these conditions or of those that [`or`](Either::or) adds. What matches two of them comes twice.
    pub fn either(&mut self, conditions: impl FnOnce(&mut Self)) -> Either<'_, 'g> {
        let block = self.block(conditions);
        self.add(Condition::Either(vec![block]));
        Either(self)
    }

    /// Asks that no fact be matched twice in one row. By default it may be. What must [not](Self::not) be is of no row: its
    /// facts differ from one another, and may be those of the row.
    pub fn distinct_facts(&mut self) {
        self.facts_differ = true;
    }

    /// Allows conditions that nothing joins: every match of the ones comes with every match of the others.
    pub fn allow_product(&mut self) {
        self.products = true;
    }

    /// The view that is asked.
    #[must_use]
    pub fn view(&self) -> &View<'g> {
        &self.view
    }

    /// The pattern, or the first error.
    pub(super) fn told(&self) -> Result<&Block, Error> {
        match (&self.error, self.open.first()) {
            (None, Some(block)) => Ok(block),
            (Some(error), _) => Err(error.clone()),
            (None, None) => Err(Error::new(ErrorKind::InvalidQuery, "the query has no pattern")),
        }
    }

    pub(super) fn name(&self, slot: Slot) -> &str {
        self.variables.get(usize::from(slot)).map_or("a variable of another query", |variable| &variable.name)
    }

    fn block(&mut self, conditions: impl FnOnce(&mut Self)) -> Block {
        self.open.push(Block::default());
        conditions(self);
        self.open.pop().unwrap_or_default()
    }

    pub(super) fn add(&mut self, condition: Condition) {
        let mut known = true;
        condition.each_slot(&mut |slot| known &= usize::from(slot) < self.variables.len());
        if !known {
            let why = "a variable of another query stands in a pattern; each query has its own";
            self.keep::<()>(Err(Error::new(ErrorKind::InvalidQuery, why)));
        } else if let Some(block) = self.open.last_mut() {
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

    pub(super) fn declare(&mut self, name: &str, over: Over) -> Slot {
        let taken = |name: &str| self.variables.iter().any(|variable| variable.name == name);
        let mut own = name.to_owned();
        let mut number = 2;
        while taken(&own) {
            own = format!("{name} {number}");
            number += 1;
        }
        if self.variables.len() >= usize::from(u16::MAX) {
            let why = format!("a query has at most {} variables", u16::MAX);
            self.keep::<()>(Err(Error::new(ErrorKind::Full, why)));
            return 0;
        }
        self.variables.push(Variable { name: own, over });
        u16::try_from(self.variables.len() - 1).unwrap_or(0)
    }
}

/// Alternatives in the making; see [`Query::either`].
#[derive(Debug)]
pub struct Either<'q, 'g>(&'q mut Query<'g>);

impl<'g> Either<'_, 'g> {
    /// One more alternative.
    #[expect(clippy::return_self_not_must_use, reason = "the alternative is added already")]
    pub fn or(self, conditions: impl FnOnce(&mut Query<'g>)) -> Self {
        let block = self.0.block(conditions);
        if let Some(Condition::Either(blocks)) = self.0.open.last_mut().and_then(|block| block.conditions.last_mut()) {
            blocks.push(block);
        }
        self
    }
}
