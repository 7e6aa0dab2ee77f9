//! Conditions that narrow what variables may have: given nodes, the existence of a match, functions of the caller.

use std::sync::Arc;

use super::{
    Query, Selectable, Var,
    join::NONE,
    pattern::{Condition, Test},
};
use crate::{model::Id, time::Truth};

impl Query<'_> {
    /// Adds the condition that the variable is one of these entities, values or facts. The condition gives the
    /// variable its values: if they are few, the query begins with them.
    ///
    /// An id that occurs twice counts once. Without any, the query has no rows.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (ann, oman, qatar) = (kg.add(Person, "Ann")?, kg.add(State, "Oman")?, kg.add(State, "Qatar")?);
    /// kg.assert(fact(ann, Visits, oman))?;
    /// kg.assert(fact(ann, Visits, qatar))?;
    /// let view = kg.view();
    /// let mut q = view.query();
    /// let (guest, host) = (q.var(Person), q.var(State));
    /// q.fact(guest, Visits, host);
    /// q.one_of(host, [qatar]);
    /// assert_eq!(q.select((guest, host)).rows()?.to_string(), "certainly: Ann, Qatar\n");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn one_of<K, J>(&mut self, var: Var<K>, nodes: impl IntoIterator<Item = Id<J>>) {
        let kg = self.view.graph();
        let mut found = Vec::new();
        for node in nodes {
            match kg.constant(crate::model::Term::Node(node.any()), crate::schema::Range::Any) {
                Ok(node) => found.extend(node),
                Err(error) => {
                    self.keep::<()>(Err(error));
                    return;
                }
            }
        }
        self.one_of_nodes(var.slot, found);
    }

    /// As [`one_of`](Self::one_of), by the numbers of nodes.
    pub(crate) fn one_of_nodes(&mut self, slot: u16, mut nodes: Vec<u32>) {
        nodes.sort_unstable();
        nodes.dedup();
        self.add(Condition::OneOf(slot, nodes.into()));
    }

    /// Adds the condition that these conditions have a match, however many. Variables that are used only in them are
    /// local to them.
    ///
    /// The row is as true as the best match of them.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (ann, oman) = (kg.add(Person, "Ann")?, kg.add(State, "Oman")?);
    /// kg.assert(fact(ann, Visits, oman).on("2025"))?;
    /// kg.assert(fact(ann, Visits, oman).on("2026"))?;
    /// let view = kg.view();
    /// let mut q = view.query();
    /// let host = q.var(State);
    /// q.entity(host);
    /// q.exists(|q| {
    ///     let guest = q.var(Person);
    ///     q.fact(guest, Visits, host);
    /// });
    /// assert_eq!(q.select(host).rows()?.to_string(), "certainly: Oman\n");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn exists(&mut self, conditions: impl FnOnce(&mut Self)) {
        let block = self.block(conditions);
        self.add(Condition::Exists(block));
    }

    /// Adds a condition that a function decides. It is called with the values of these variables, in the form in which
    /// [`select`](Self::select) gives them, as soon as all of them have one.
    ///
    /// The function must give the same answer for the same values. It is called for each row that reaches it, in an
    /// order that depends on the plan, and costs what it costs.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, Truth, fact, diplomacy::{self, Person, State, Visits}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (ann, oman) = (kg.add(Person, "Ann")?, kg.add(State, "Oman")?);
    /// kg.assert(fact(ann, Visits, oman).on("2025-03-01"))?;
    /// kg.assert(fact(ann, Visits, oman).on("2026-03-01"))?;
    /// let view = kg.view();
    /// let mut q = view.query();
    /// let guest = q.var(Person);
    /// let visit = q.fact(guest, Visits, "oman");
    /// q.filter(visit, |visit| Truth::from(visit.when().to_string().starts_with("2026")));
    /// assert_eq!(q.count()?.certain, 1);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn filter<C, F>(&mut self, vars: C, test: F)
    where
        C: Selectable + Send + Sync + 'static,
        F: for<'v> Fn(C::Values<'v>) -> Truth + Send + Sync + 'static,
    {
        let mut slots = Vec::new();
        vars.slots(&mut |slot, _| slots.push(slot));
        let asked = slots.clone();
        self.test(slots, move |view, row| {
            let mut cells = asked.iter().map(|slot| row.get(usize::from(*slot)).copied().unwrap_or(NONE));
            Ok(test(vars.read(view, &mut cells)))
        });
    }

    /// As [`filter`](Self::filter), by the numbers of the row. The function may fail, which ends the run.
    pub(crate) fn test<F>(&mut self, slots: Vec<u16>, test: F)
    where
        F: for<'v> Fn(&crate::view::View<'v>, &[u32]) -> Result<Truth, crate::error::Error> + Send + Sync + 'static,
    {
        self.add(Condition::Test(slots, Test(Arc::new(test))));
    }
}
