//! Builds a query from plain values.

use std::{cell::RefCell, collections::BTreeMap};

use chancery::{
    Any, Id, Query, View, date,
    model::Value,
    query::{FactVar, PatternTerm, Unchecked, Var},
    schema::FoundRelation,
};

use super::{
    spec::{Asked, End, Spec, passed},
    world::{DATES, World},
};

/// What stands at an end, of whatever sort it is.
enum Stands {
    Var(Var<Any>),
    Entity(Id<Any>),
    Key(String),
    Fact(FactVar<FoundRelation>),
    Value(Value),
}

impl PatternTerm for Stands {
    fn pattern_term(self) -> Unchecked {
        match self {
            Self::Var(var) => var.pattern_term(),
            Self::Entity(id) => id.pattern_term(),
            Self::Key(key) => key.pattern_term(),
            Self::Fact(fact) => fact.pattern_term(),
            Self::Value(value) => value.pattern_term(),
        }
    }
}

/// A query that is being built: its variables for those of the plain one.
struct Builder<'t> {
    world: &'t World,
    asked: &'t Asked,
    nodes: &'t [Var<Any>],
    /// By their number in the order of the conditions.
    facts: RefCell<BTreeMap<usize, FactVar<FoundRelation>>>,
}

impl Asked {
    /// Builds the query. Facts are numbered in the order of the conditions.
    pub fn build<'g>(&self, world: &World, view: &View<'g>) -> (Query<'g>, Vec<Var<Any>>, Vec<FactVar<FoundRelation>>) {
        let mut query = view.query();
        query.allow_product();
        if self.distinct_facts {
            query.distinct_facts();
        }
        let mut any = |kind: Option<&'static str>| match kind {
            None => query.var(Any),
            Some(kind) => query.var(kind),
        };
        let nodes: Vec<Var<Any>> = self.nodes.iter().copied().map(&mut any).collect();
        let builder = Builder { world, asked: self, nodes: &nodes, facts: RefCell::default() };
        builder.block(&mut query, &self.block);
        let facts = builder.facts.into_inner();
        assert!(facts.keys().copied().eq(0..facts.len()));
        (query, nodes, facts.into_values().collect())
    }
}

impl Builder<'_> {
    fn fact(&self, number: usize) -> FactVar<FoundRelation> {
        *self.facts.borrow().get(&number).unwrap()
    }

    fn end(&self, end: &End) -> Stands {
        match end {
            End::Var(var) => Stands::Var(self.nodes[*var]),
            End::Entity(entity) => Stands::Entity(self.world.record.entities[*entity].id),
            End::Key(entity) => Stands::Key(format!("e{entity}")),
            End::Fact(fact) => Stands::Fact(self.fact(*fact)),
            End::Value(value) => Stands::Value(value.clone()),
        }
    }

    /// A relation by its name, or by that of its inverse if it has one.
    fn relation(&self, number: usize, inverse: bool) -> FoundRelation {
        let (kg, name) = (&self.world.kg, format!("r{number}"));
        let found = if inverse { kg.relation(&format!("{name}-of")) } else { kg.relation(&name) };
        found.or_else(|_| kg.relation(&name)).unwrap()
    }

    fn block(&self, q: &mut Query<'_>, block: &[Spec]) {
        let node = |var: &usize| self.nodes[*var];
        for spec in block {
            match spec {
                Spec::Fact(number, related, a, b) => {
                    let (a, b) = (self.end(a), self.end(b));
                    let dated = self.asked.dated.get(number).map(|on| format!("r5-in-{}", DATES[*on]));
                    let dated = dated.map(|name| self.world.kg.relation(&name).unwrap());
                    let var = match related {
                        None => q.any_fact(a, b),
                        Some((number, inverse)) => {
                            q.fact(a, dated.unwrap_or_else(|| self.relation(*number, *inverse)), b)
                        }
                    };
                    self.facts.borrow_mut().insert(*number, var);
                }
                Spec::Role(of, role, player) => q.role(self.fact(*of), *role, self.end(player)),
                Spec::Reach(a, number, inverse, depth, open, b) => {
                    let (a, b, related) = (self.end(a), self.end(b), self.relation(*number, *inverse));
                    if *open { q.reach(a, related, *depth.start().., b) } else { q.reach(a, related, depth.clone(), b) }
                }
                Spec::Entity(var) => q.entity(node(var)),
                Spec::Differ(a, b) => q.differ(node(a), node(b)),
                Spec::DifferFacts(a, b) => q.differ(self.fact(*a), self.fact(*b)),
                Spec::DifferFromNode(a, b) => q.differ(self.fact(*a), node(b)),
                // Without facts there is no match from which it could differ.
                Spec::DifferFromFact(..) if self.world.record.facts.is_empty() => {}
                Spec::DifferFromFact(a, b) => {
                    // On either side.
                    let fact = self.world.id(b % self.world.record.facts.len());
                    if b % 2 == 0 { q.differ(self.fact(*a), fact) } else { q.differ(fact, self.fact(*a)) }
                }
                Spec::EachPairOnce(a, b) => q.each_pair_once(node(a), node(b)),
                Spec::EachPairOfFactsOnce(a, b) => q.each_pair_once(self.fact(*a), self.fact(*b)),
                Spec::Compare(a, how, Ok(b)) => q.compare(node(a), *how, node(b)),
                Spec::Compare(a, how, Err(value)) => q.compare(node(a), *how, value.clone()),
                Spec::On(of, on) => q.holds_on(self.fact(*of), date(DATES[*on])),
                Spec::During(of, on) => q.holds_during(self.fact(*of), date(DATES[*on])),
                Spec::Stands(a, set, b) => q.stands(self.fact(*a), *set, self.fact(*b)),
                Spec::Days(a, b, days) => q.begins_after(self.fact(*a), self.fact(*b), days.clone()),
                Spec::OneOf(var, all) => {
                    q.one_of(node(var), all.iter().map(|entity| self.world.record.entities[*entity].id));
                }
                Spec::Filter(of, var) => {
                    q.filter((self.fact(*of), node(var)), |(fact, node)| passed(fact.id().index(), node.index()));
                }
                Spec::Exists(inner) => q.exists(|q| self.block(q, inner)),
                Spec::Not(inner) => q.not(|q| self.block(q, inner)),
                Spec::Optional(inner) => q.optional(|q| self.block(q, inner)),
                Spec::Either(inner) => {
                    let mut either = q.either(|q| self.block(q, &inner[0]));
                    for branch in &inner[1..] {
                        either = either.or(|q| self.block(q, branch));
                    }
                }
            }
        }
    }
}
