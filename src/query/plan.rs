//! The plan: in which order the conditions of a block are met, and by which access to the facts.
//!
//! It is greedy. Of the conditions that can be met next, it takes the one that is expected to leave the fewest rows;
//! the estimates come from counts that the indexes have at hand. Tests come as soon as their variables are bound, and
//! optional parts last.

pub(super) use super::steps::{Access, FactStep, Plan, Step, Target};
use super::{
    Query,
    check::{Slots, binds, bound, gives, needs, tests},
    edges::{Edges, FactEnd, ratio},
    pattern::{Arg, Atom, Block, Condition, Over, Slot},
    time_join::TimeJoin,
    unmet::{Unmet, has_start},
};
use crate::{model::RoleId, schema::Range};

/// What is known at the place where a block begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// The variables that have a value.
    pub(super) bound: Slots,
    /// The variables that will have a value when the enclosing blocks are met.
    pub(super) eventual: Slots,
    /// The variables for facts that may have a value, where all facts must differ.
    pub(super) facts: Slots,
}

/// How far inner blocks are planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ahead {
    /// To the end: the plan will run.
    Whole,
    /// Only so many levels down, to estimate how many rows there are.
    Levels(u8),
}

/// To estimate the rows of alternatives, they are planned with so many levels of inner blocks. With all levels, each
/// level would be planned again for each estimate of the level above it.
const ESTIMATED: Ahead = Ahead::Levels(2);

impl Ahead {
    /// How far the blocks within an inner block are planned. `None` if it is not planned itself.
    const fn within(self) -> Option<Self> {
        match self {
            Self::Whole => Some(Self::Whole),
            Self::Levels(0) => None,
            Self::Levels(levels) => Some(Self::Levels(levels - 1)),
        }
    }
}

/// Plans a block. `None` if a condition needs a variable that cannot be bound before it.
pub(super) fn plan(query: &Query<'_>, block: &Block, scope: &Scope) -> Option<Plan> {
    plan_ahead(query, block, scope, Ahead::Whole)
}

fn plan_ahead(query: &Query<'_>, block: &Block, scope: &Scope, ahead: Ahead) -> Option<Plan> {
    let mut scope = scope.clone();
    bound(block).iter().for_each(|slot| {
        scope.eventual.insert(slot);
    });
    let tests = tests(query, block);
    Planner { query, ahead, tests, scope, rows: 1.0, order: Vec::new(), plan: Plan::default() }.run(block)
}

/// A condition that is still to be met.
struct Pending<'b> {
    condition: &'b Condition,
    /// The variables that it uses, also those within its inner blocks, in order.
    slots: Vec<Slot>,
    /// The variables to which it gives a value.
    binds: Vec<Slot>,
    /// Its cost, or `None` if it cannot be met yet. It changes only when one of its variables gets a value.
    cost: Option<f64>,
    /// Whether one did since the cost was computed.
    is_stale: bool,
    /// What cannot be met yet of each alternative, if the condition has any and will be planned to the end.
    unmet: Vec<Unmet<'b>>,
}

impl<'b> Pending<'b> {
    fn of(condition: &'b Condition, eventual: &Slots, ahead: Ahead) -> Self {
        let mut slots = Vec::new();
        condition.each_slot(&mut |slot| slots.push(slot));
        slots.sort_unstable();
        slots.dedup();
        let unmet = match condition {
            Condition::Either(blocks) if ahead == Ahead::Whole => {
                blocks.iter().map(|block| Unmet::of(block, eventual)).collect()
            }
            _ => Vec::new(),
        };
        Self { condition, slots, binds: binds(condition), cost: None, is_stale: true, unmet }
    }
}

struct Planner<'q, 'g> {
    query: &'q Query<'g>,
    ahead: Ahead,
    tests: Vec<Option<Range>>,
    scope: Scope,
    rows: f64,
    /// The variables in the order in which they get their values.
    order: Vec<Slot>,
    plan: Plan,
}

impl Planner<'_, '_> {
    fn run(mut self, block: &Block) -> Option<Plan> {
        let is_optional = |condition: &&Condition| matches!(condition, Condition::Optional(_));
        let first = block.conditions.iter().filter(|condition| !is_optional(condition));
        let mut left: Vec<_> =
            first.map(|condition| Pending::of(condition, &self.scope.eventual, self.ahead)).collect();
        while !left.is_empty() {
            left.retain(|pending| !pending.is_stale || !self.take_filter(pending));
            for pending in left.iter_mut().filter(|pending| pending.is_stale) {
                pending.cost = self.cost(pending);
                pending.is_stale = false;
            }
            let costs = left.iter().enumerate().filter_map(|(place, pending)| Some((pending.cost?, place)));
            let Some((factor, place)) = costs.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) else { break };
            let pending = left.remove(place);
            self.rows *= factor;
            let before = self.order.len();
            let time = self.time_join(&pending, &left).map(|(join, place)| (join, left.remove(place).condition));
            self.take(&pending, &left, time)?;
            let new = self.order.get(before..).unwrap_or_default();
            for pending in &mut left {
                pending.is_stale = new.iter().any(|slot| pending.slots.binary_search(slot).is_ok());
            }
        }
        if !left.is_empty() {
            return None;
        }
        for inner in block.conditions.iter().filter(is_optional).flat_map(Condition::blocks) {
            if inner.slots().iter().any(|slot| self.is_missing(*slot)) {
                return None;
            }
            let plan = self.inner(inner, &self.scope)?;
            let own: Vec<_> = gives(inner).iter().filter(|slot| !self.scope.bound.contains(*slot)).collect();
            self.saw(&own);
            self.push(Step::Optional(plan, own));
        }
        Some(self.plan)
    }

    /// Plans an inner block as far as it is needed.
    fn inner(&self, inner: &Block, scope: &Scope) -> Option<Plan> {
        match self.ahead.within() {
            Some(ahead) => plan_ahead(self.query, inner, scope, ahead),
            None => Some(Plan::default()),
        }
    }

    /// Whether a variable has no value yet but will have one.
    fn is_missing(&self, slot: Slot) -> bool {
        self.scope.eventual.contains(slot) && !self.scope.bound.contains(slot)
    }

    fn saw(&mut self, slots: &[Slot]) {
        for slot in slots {
            let over = self.query.variables.get(usize::from(*slot)).map(|variable| variable.over);
            if matches!(over, Some(Over::Facts(_))) {
                self.scope.facts.insert(*slot);
            }
        }
    }

    fn known(&self, end: Arg) -> bool {
        end.slot().is_none_or(|slot| self.scope.bound.contains(slot))
    }

    fn push(&mut self, step: Step) {
        self.plan.steps.push((step, self.rows));
    }

    /// Adds a condition that binds nothing, if all that it needs is bound. Whether it was added.
    fn take_filter(&mut self, pending: &Pending<'_>) -> bool {
        let step = match pending.condition {
            Condition::Not(inner) | Condition::Exists(inner)
                if !pending.slots.iter().any(|slot| self.is_missing(*slot)) =>
            {
                // Its facts belong to no row: they must differ from one another, but not from the facts of the row.
                let scope = Scope { facts: Slots::default(), ..self.scope.clone() };
                let step = if matches!(pending.condition, Condition::Not(_)) { Step::Not } else { Step::Exists };
                self.inner(inner, &scope).map(step)
            }
            condition @ (Condition::Differ(..)
            | Condition::Precede(..)
            | Condition::Compare(..)
            | Condition::When { .. }
            | Condition::Time { .. }
            | Condition::Test(..)) => {
                let ready = needs(condition).into_iter().all(|slot| self.scope.bound.contains(slot));
                ready.then(|| Step::Filter(condition.clone()))
            }
            _ => None,
        };
        step.map(|step| {
            self.rows *= 0.5;
            self.push(step);
        })
        .is_some()
    }

    /// Adds a condition whose variables have a value.
    fn filter(&mut self, condition: &Condition) {
        self.rows *= 0.5;
        self.push(Step::Filter(condition.clone()));
    }

    /// The expected number of rows after a condition for each row before it. `None` if it cannot be met yet.
    fn cost(&self, pending: &mut Pending<'_>) -> Option<f64> {
        if !has_start(pending.condition, &self.scope.bound) {
            return None;
        }
        Some(match pending.condition {
            Condition::Fact(atom) => self.fact_cost(atom, self.fact_access(atom)),
            Condition::Role { fact, role, player } => {
                if self.scope.bound.contains(*fact) {
                    0.8
                } else {
                    self.played_cost(*role, *player)
                }
            }
            Condition::NodeOf { .. } => 0.5,
            Condition::Reach(reach) => match (self.known(reach.from), self.known(reach.to)) {
                (true, true) => 0.5,
                (true, false) | (false, true) => 8.0,
                (false, false) => 4.0 * ratio(self.edges(Some(reach.relation), reach.symmetric).size(), 1) + 16.0,
            },
            Condition::Entity(slot) if self.scope.bound.contains(*slot) => 0.9,
            Condition::Entity(_) => ratio(self.query.view.graph().node_count(), 1) + 1.0,
            Condition::OneOf(slot, _) if self.scope.bound.contains(*slot) => 0.4,
            Condition::OneOf(_, nodes) => ratio(nodes.len(), 1),
            Condition::Either(blocks) => {
                // A variable that only some alternatives bind and the block binds too is bound by the block first.
                let waits = |slot: &Slot| self.is_missing(*slot) && !pending.binds.contains(slot);
                if pending.slots.iter().any(waits)
                    || !pending.unmet.iter_mut().all(|block| block.can_be_met(&self.scope.bound))
                {
                    return None;
                }
                let ahead = if self.ahead == Ahead::Whole { Some(ESTIMATED) } else { self.ahead.within() };
                match ahead {
                    Some(ahead) => {
                        let plan = |block| plan_ahead(self.query, block, &self.scope, ahead);
                        blocks.iter().map(|block| plan(block).map(|plan| plan.rows())).sum::<Option<f64>>()?
                    }
                    // One row each.
                    None => ratio(blocks.len(), 1),
                }
            }
            _ => return None,
        })
    }

    fn edges(&self, relation: Option<crate::model::RelationId>, symmetric: bool) -> Edges<'_, '_> {
        Edges::new(&self.query.view, relation, symmetric)
    }

    fn fact_access(&self, atom: &Atom) -> Access {
        if self.scope.bound.contains(atom.fact) {
            return Access::Fact;
        }
        self.access(atom.subject, atom.object)
    }

    fn access(&self, from: Arg, to: Arg) -> Access {
        match (self.known(from), self.known(to)) {
            (true, true) => Access::Between(self.steadier(from, to)),
            (true, false) => Access::From(FactEnd::Subject),
            (false, true) => Access::From(FactEnd::Object),
            (false, false) => Access::All(FactEnd::Subject),
        }
    }

    /// Which of two known ends got its value earlier.
    fn steadier(&self, from: Arg, to: Arg) -> FactEnd {
        let place = |end: Arg| end.slot().and_then(|slot| self.order.iter().position(|bound| *bound == slot));
        if place(to) < place(from) { FactEnd::Object } else { FactEnd::Subject }
    }

    /// What is done with the value at an end. `first` is a variable that is bound just before it.
    fn target(&self, end: Arg, first: Option<Slot>) -> Target {
        match end.slot() {
            Some(slot) if !self.scope.bound.contains(slot) && first != Some(slot) => Target::Bind(slot),
            _ => Target::Equal(end),
        }
    }

    fn fact_cost(&self, atom: &Atom, access: Access) -> f64 {
        let edges = self.edges(atom.relation, atom.symmetric);
        match access {
            Access::Fact => 0.5,
            Access::Between(_) => 0.3,
            Access::From(known) => {
                // The degree of a given node is known exactly.
                let end = if known == FactEnd::Subject { atom.subject } else { atom.object };
                match end {
                    Arg::Node(node) => ratio(edges.degree(node, known), 1),
                    _ => edges.mean_degree(known),
                }
            }
            Access::All(_) => ratio(edges.size(), 1) + 1.0,
        }
    }

    /// In how many facts of any relation a known node plays a role: exactly for a given node, else the mean of all
    /// players.
    fn played_cost(&self, role: RoleId, player: Arg) -> f64 {
        let playing = self.query.view.graph().tables().playing();
        match player {
            Arg::Node(node) => ratio(playing.group(node, role.index()).len(), 1),
            Arg::Absent => 0.0,
            Arg::Var(_) => {
                let players = playing.directory(role.index());
                ratio(players.facts(), players.len())
            }
        }
    }

    /// How the time of a fact that is looked for next relates to that of a known fact, and the place of the condition
    /// that says so. Among several, the one that bounds the time on both sides.
    fn time_join(&self, pending: &Pending<'_>, left: &[Pending<'_>]) -> Option<(TimeJoin, usize)> {
        let Condition::Fact(atom) = pending.condition else { return None };
        let access = self.fact_access(atom);
        if atom.relation.is_none() || !matches!(access, Access::From(_) | Access::Between(_)) {
            return None;
        }
        let of = |(place, other): (usize, &Pending<'_>)| {
            Some((TimeJoin::of(other.condition, atom.fact, |slot| self.scope.bound.contains(slot))?, place))
        };
        left.iter().enumerate().filter_map(of).min_by_key(|(join, place)| (!join.is_narrow(), *place))
    }

    fn take(
        &mut self,
        pending: &Pending<'_>,
        left: &[Pending<'_>],
        time: Option<(TimeJoin, &Condition)>,
    ) -> Option<()> {
        match pending.condition {
            Condition::Fact(atom) => {
                let mut access = self.fact_access(atom);
                if matches!(access, Access::All(_)) {
                    access = Access::All(grouped_by(atom, left));
                }
                let subject = self.target(atom.subject, None);
                let object = self.target(atom.object, atom.subject.slot());
                let (here, there) =
                    if access == Access::All(FactEnd::Object) { (object, subject) } else { (subject, object) };
                for target in [here, there] {
                    if let Target::Bind(slot) = target {
                        self.order.push(slot);
                    }
                }
                let join = time.map(|(join, _)| join);
                self.push(Step::Fact(FactStep { atom: *atom, access, subject, object, time: join }));
                if let Some((_, condition)) = time {
                    self.filter(condition);
                }
            }
            Condition::Role { fact, role, player } => {
                let (fact, role, player) = (*fact, *role, *player);
                self.push(if self.scope.bound.contains(fact) {
                    Step::Player { fact, role, player: self.target(player, None) }
                } else {
                    Step::Played { fact, role, player }
                });
            }
            Condition::NodeOf { fact, node } => {
                let (fact, node) = (*fact, *node);
                self.push(if self.scope.bound.contains(fact) {
                    Step::Node { fact, node: self.target(Arg::Var(node), None) }
                } else {
                    Step::NodeOf { fact, node }
                });
            }
            Condition::Reach(reach) => {
                let access = self.access(reach.from, reach.to);
                let (from, to) = (self.target(reach.from, None), self.target(reach.to, reach.from.slot()));
                self.push(Step::Reach { reach: *reach, access, from, to });
            }
            Condition::Entity(slot) => {
                let is_bound = self.scope.bound.contains(*slot);
                self.push(if is_bound { Step::Entity(*slot) } else { Step::Entities(*slot) });
            }
            Condition::OneOf(slot, nodes) => {
                let node = self.target(Arg::Var(*slot), None);
                self.push(Step::OneOf { nodes: nodes.clone(), node });
            }
            Condition::Either(blocks) => {
                let new: Vec<Slot> =
                    pending.slots.iter().copied().filter(|slot| !self.scope.bound.contains(*slot)).collect();
                // A variable that only a `not` of the alternative uses has no value in a row.
                let branch = |block: &Block| {
                    let own = gives(block);
                    let others = new.iter().copied().filter(|slot| !own.contains(*slot)).collect();
                    Some((plan(self.query, block, &self.scope)?, others))
                };
                // Their rows have been estimated with the cost.
                let planned: &[Block] = if self.ahead == Ahead::Whole { blocks } else { &[] };
                let branches = planned.iter().map(branch).collect::<Option<_>>()?;
                self.push(Step::Either(branches));
                self.saw(&blocks.iter().flat_map(|block| gives(block).iter().collect::<Vec<_>>()).collect::<Vec<_>>());
                for slot in &pending.binds {
                    self.bind(*slot);
                }
                return Some(());
            }
            _ => {}
        }
        for slot in pending.binds.iter().copied() {
            let new = !self.scope.bound.contains(slot);
            self.bind(slot);
            let others: Vec<_> = if self.query.facts_differ { self.scope.facts.iter().collect() } else { Vec::new() };
            self.saw(&[slot]);
            if new && self.scope.facts.contains(slot) && !others.is_empty() {
                self.push(Step::Unlike(slot, others));
            }
        }
        Some(())
    }

    fn bind(&mut self, slot: Slot) {
        let new = self.scope.bound.insert(slot);
        if new && !self.order.contains(&slot) {
            self.order.push(slot);
        }
        if new && let Some(Some(range)) = self.tests.get(usize::from(slot)).copied() {
            self.push(Step::Test(slot, range));
        }
    }
}

/// The end by which the facts of an atom are best grouped: the one that more of the remaining conditions use.
fn grouped_by(atom: &Atom, left: &[Pending<'_>]) -> FactEnd {
    let read = |end: Arg| {
        let named = |pending: &&Pending<'_>| end.slot().is_some_and(|slot| pending.binds.contains(&slot));
        left.iter().filter(named).count()
    };
    if read(atom.object) > read(atom.subject) { FactEnd::Object } else { FactEnd::Subject }
}
