//! One plan from counts that the indexes know: in which order the conditions of a block are met, and each how.
//!
//! Greedy: of the conditions that can be met next it takes the one that is expected to leave the fewest rows. Tests come as
//! soon as their variables are bound, optional parts last.

use super::{
    Query,
    check::{Slots, binds, bound, gives, needs, tests},
    edges::{Edges, Known, ratio},
    pattern::{Atom, Block, Condition, End, Over, Reach, Slot},
};
use crate::{model::RoleId, schema::Range};

/// How the facts of an atom are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// All facts of the relation, together those that share this end.
    All(Known),
    /// Around one known end; the other is new.
    From(Known),
    /// Between two known ends, in the list of this one: the one that changes less often.
    Between(Known),
    /// The fact itself is known.
    Known,
}

/// What is done with a node or fact that a step found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// It is the value of a variable from here on.
    New(Slot),
    /// It must be this one.
    Same(End),
}

/// A fact is found.
#[derive(Clone, Copy, Debug)]
pub(super) struct FactStep {
    pub(super) atom: Atom,
    pub(super) access: Access,
    pub(super) subject: Goal,
    pub(super) object: Goal,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Fact(FactStep),
    /// The player of a role in a known fact.
    Player {
        fact: Slot,
        role: RoleId,
        player: Goal,
    },
    /// The facts in which a known node plays a role.
    Played {
        fact: Slot,
        role: RoleId,
        player: End,
    },
    /// The fact for which a known node stands.
    Stands {
        fact: Slot,
        node: Slot,
    },
    /// The node that stands for a known fact.
    Node {
        fact: Slot,
        node: Goal,
    },
    Reach {
        reach: Reach,
        access: Access,
        from: Goal,
        to: Goal,
    },
    /// All entities.
    Entities(Slot),
    /// A known node is an entity of the view.
    Entity(Slot),
    /// A node is within a range.
    Test(Slot, Range),
    /// A fact is none of those matched before.
    Unlike(Slot, Vec<Slot>),
    /// A condition on known variables.
    Filter(Condition),
    Not(Plan),
    /// With the variables that it alone binds.
    Optional(Plan, Vec<Slot>),
    /// Each with the variables that it leaves without a value, as only others bind them.
    Either(Vec<(Plan, Vec<Slot>)>),
}

/// The steps of a block, in order, each with how many rows are expected after it.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) steps: Vec<(Step, f64)>,
}

impl Plan {
    /// How many rows are expected.
    fn rows(&self) -> f64 {
        self.steps.last().map_or(1.0, |(_, rows)| *rows)
    }
}

/// What is known where a block begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// The variables that have a value.
    pub(super) bound: Slots,
    /// The variables that will have one when the blocks around are met.
    pub(super) eventual: Slots,
    /// The variables over facts that may have a value, for facts that must differ.
    pub(super) facts: Slots,
}

/// Plans a block; nothing if something in it waits for what is not bound yet.
pub(super) fn plan(query: &Query<'_>, block: &Block, around: &Around) -> Option<Plan> {
    let mut around = around.clone();
    bound(block).iter().for_each(|slot| {
        around.eventual.insert(slot);
    });
    Planner { query, tests: tests(query, block), around, rows: 1.0, order: Vec::new(), plan: Plan::default() }
        .run(block)
}

struct Planner<'q, 'g> {
    query: &'q Query<'g>,
    tests: Vec<Option<Range>>,
    around: Around,
    rows: f64,
    /// The variables in the order in which they get their values.
    order: Vec<Slot>,
    plan: Plan,
}

impl Planner<'_, '_> {
    fn run(mut self, block: &Block) -> Option<Plan> {
        let (mut left, last): (Vec<_>, Vec<_>) =
            block.conditions.iter().partition(|condition| !matches!(condition, Condition::Optional(_)));
        while !left.is_empty() {
            left.retain(|condition| !self.take_filter(condition));
            let costs = left.iter().enumerate().filter_map(|(place, condition)| Some((self.cost(condition)?, place)));
            let Some((factor, place)) = costs.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) else { break };
            let condition = left.remove(place);
            self.rows *= factor;
            self.take(condition, &left)?;
        }
        if !left.is_empty() {
            return None;
        }
        for inner in last.iter().flat_map(|condition| condition.blocks()) {
            if !self.is_ready(inner) {
                return None;
            }
            let plan = plan(self.query, inner, &self.around)?;
            let own: Vec<_> = gives(inner).iter().filter(|slot| !self.around.bound.contains(*slot)).collect();
            self.saw(&own);
            self.push(Step::Optional(plan, own));
        }
        Some(self.plan)
    }

    /// Whether all that a block within takes from outside is bound.
    fn is_ready(&self, inner: &Block) -> bool {
        !inner.slots().iter().any(|slot| self.is_missing(*slot))
    }

    /// Whether a variable has no value yet, and will have one.
    fn is_missing(&self, slot: Slot) -> bool {
        self.around.eventual.contains(slot) && !self.around.bound.contains(slot)
    }

    fn saw(&mut self, slots: &[Slot]) {
        for slot in slots {
            let over = self.query.variables.get(usize::from(*slot)).map(|variable| variable.over);
            if matches!(over, Some(Over::Facts(_))) {
                self.around.facts.insert(*slot);
            }
        }
    }

    fn known(&self, end: End) -> bool {
        end.slot().is_none_or(|slot| self.around.bound.contains(slot))
    }

    fn push(&mut self, step: Step) {
        self.plan.steps.push((step, self.rows));
    }

    /// Takes a condition that binds nothing, once all that it needs is bound.
    fn take_filter(&mut self, condition: &Condition) -> bool {
        let step = match condition {
            Condition::Not(inner) if self.is_ready(inner) => {
                // Its facts are of no row, so they differ from one another alone; whichever facts are matched by now.
                let around = Around { facts: Slots::default(), ..self.around.clone() };
                plan(self.query, inner, &around).map(Step::Not)
            }
            Condition::Differ(..) | Condition::Compare(..) | Condition::When { .. } | Condition::Time { .. } => {
                let ready = needs(condition).into_iter().all(|slot| self.around.bound.contains(slot));
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

    /// By how much a condition multiplies the rows, or nothing if it cannot be met yet.
    fn cost(&self, condition: &Condition) -> Option<f64> {
        Some(match condition {
            Condition::Fact(atom) => self.fact_cost(atom, self.fact_access(atom)),
            Condition::Role { fact, player, .. } => {
                if self.around.bound.contains(*fact) {
                    0.8
                } else if self.known(*player) {
                    8.0
                } else {
                    return None;
                }
            }
            Condition::Stands { fact, node } => {
                if !self.around.bound.contains(*fact) && !self.around.bound.contains(*node) {
                    return None;
                }
                0.5
            }
            Condition::Reach(reach) => match (self.known(reach.from), self.known(reach.to)) {
                (true, true) => 0.5,
                (true, false) | (false, true) => 8.0,
                (false, false) if reach.least > 0 => {
                    4.0 * ratio(self.edges(Some(reach.relation), reach.symmetric).size(), 1) + 16.0
                }
                (false, false) => return None,
            },
            Condition::Entity(slot) if self.around.bound.contains(*slot) => 0.9,
            Condition::Entity(_) => ratio(self.query.view.graph().node_count(), 1) + 1.0,
            Condition::Either(blocks) => {
                // What only some of them bind, and the block too, the block binds first.
                let own = binds(condition);
                let waits = |slot: &Slot| self.is_missing(*slot) && !own.contains(slot);
                if blocks.iter().flat_map(Block::slots).any(|slot| waits(&slot)) {
                    return None;
                }
                let rows = |block| plan(self.query, block, &self.around).map(|plan| plan.rows());
                blocks.iter().map(rows).sum::<Option<f64>>()?
            }
            _ => return None,
        })
    }

    fn edges(&self, relation: Option<crate::model::RelationId>, symmetric: bool) -> Edges<'_, '_> {
        Edges::new(&self.query.view, relation, symmetric)
    }

    fn fact_access(&self, atom: &Atom) -> Access {
        if self.around.bound.contains(atom.fact) {
            return Access::Known;
        }
        self.access(atom.subject, atom.object)
    }

    fn access(&self, from: End, to: End) -> Access {
        match (self.known(from), self.known(to)) {
            (true, true) => Access::Between(self.steadier(from, to)),
            (true, false) => Access::From(Known::Subject),
            (false, true) => Access::From(Known::Object),
            (false, false) => Access::All(Known::Subject),
        }
    }

    /// Which of two known ends got its value earlier.
    fn steadier(&self, from: End, to: End) -> Known {
        let place = |end: End| end.slot().and_then(|slot| self.order.iter().position(|bound| *bound == slot));
        if place(to) < place(from) { Known::Object } else { Known::Subject }
    }

    /// What is done with what stands at an end, after another end that is bound first.
    fn goal(&self, end: End, first: Option<Slot>) -> Goal {
        match end.slot() {
            Some(slot) if !self.around.bound.contains(slot) && first != Some(slot) => Goal::New(slot),
            _ => Goal::Same(end),
        }
    }

    fn fact_cost(&self, atom: &Atom, access: Access) -> f64 {
        let edges = self.edges(atom.relation, atom.symmetric);
        match access {
            Access::Known => 0.5,
            Access::Between(_) => 0.3,
            Access::From(known) => {
                // Of something fixed the list itself is as long as it is.
                let end = if known == Known::Subject { atom.subject } else { atom.object };
                match end {
                    End::Node(node) => ratio(edges.degree(node, known), 1),
                    _ => edges.mean_degree(known),
                }
            }
            Access::All(_) => ratio(edges.size(), 1) + 1.0,
        }
    }

    fn take(&mut self, condition: &Condition, left: &[&Condition]) -> Option<()> {
        let before = self.around.bound.clone();
        match condition {
            Condition::Fact(atom) => {
                let mut access = self.fact_access(atom);
                if matches!(access, Access::All(_)) {
                    access = Access::All(grouped_by(atom, left));
                }
                let subject = self.goal(atom.subject, None);
                let object = self.goal(atom.object, atom.subject.slot());
                let (here, there) =
                    if access == Access::All(Known::Object) { (object, subject) } else { (subject, object) };
                for goal in [here, there] {
                    if let Goal::New(slot) = goal {
                        self.order.push(slot);
                    }
                }
                self.push(Step::Fact(FactStep { atom: *atom, access, subject, object }));
            }
            Condition::Role { fact, role, player } => {
                let (fact, role, player) = (*fact, *role, *player);
                self.push(if before.contains(fact) {
                    Step::Player { fact, role, player: self.goal(player, None) }
                } else {
                    Step::Played { fact, role, player }
                });
            }
            Condition::Stands { fact, node } => {
                let (fact, node) = (*fact, *node);
                self.push(if before.contains(fact) {
                    Step::Node { fact, node: self.goal(End::Var(node), None) }
                } else {
                    Step::Stands { fact, node }
                });
            }
            Condition::Reach(reach) => {
                let access = self.access(reach.from, reach.to);
                let (from, to) = (self.goal(reach.from, None), self.goal(reach.to, reach.from.slot()));
                self.push(Step::Reach { reach: *reach, access, from, to });
            }
            Condition::Entity(slot) => {
                self.push(if before.contains(*slot) { Step::Entity(*slot) } else { Step::Entities(*slot) });
            }
            Condition::Either(blocks) => {
                let all: Slots = blocks.iter().flat_map(Block::slots).filter(|slot| !before.contains(*slot)).collect();
                // What a `not` within tries is given to no row.
                let branch = |block: &Block| {
                    let own = gives(block);
                    let others = all.iter().filter(|slot| !own.contains(*slot)).collect();
                    Some((plan(self.query, block, &self.around)?, others))
                };
                let branches = blocks.iter().map(branch).collect::<Option<_>>()?;
                self.push(Step::Either(branches));
                self.saw(&blocks.iter().flat_map(|block| gives(block).iter().collect::<Vec<_>>()).collect::<Vec<_>>());
                for slot in binds(condition) {
                    self.bind(slot);
                }
                return Some(());
            }
            _ => {}
        }
        for slot in binds(condition) {
            let new = !self.around.bound.contains(slot);
            let others: Vec<_> = self.around.facts.iter().collect();
            self.bind(slot);
            self.saw(&[slot]);
            if new && self.query.facts_differ && self.around.facts.contains(slot) && !others.is_empty() {
                self.push(Step::Unlike(slot, others));
            }
        }
        Some(())
    }

    fn bind(&mut self, slot: Slot) {
        let new = self.around.bound.insert(slot);
        if new && !self.order.contains(&slot) {
            self.order.push(slot);
        }
        if new && let Some(Some(range)) = self.tests.get(usize::from(slot)).copied() {
            self.push(Step::Test(slot, range));
        }
    }
}

/// The end by which the facts of an atom are best taken together: the one that more of what is left reads from.
fn grouped_by(atom: &Atom, left: &[&Condition]) -> Known {
    let read = |end: End| {
        let named = |condition: &&&Condition| end.slot().is_some_and(|slot| binds(condition).contains(&slot));
        left.iter().filter(named).count()
    };
    if read(atom.object) > read(atom.subject) { Known::Object } else { Known::Subject }
}
