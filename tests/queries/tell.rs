//! Tells a query of plain values to the builder.

use std::{cell::RefCell, collections::BTreeMap};

use chancery::{
    Any, Query, View, date,
    query::{FactVar, Var},
    schema::RelationName,
};

use super::{
    spec::{Asked, End, Spec},
    world::{DATES, World},
};

impl Asked {
    /// Tells it to a query. Facts are found by their number in the order of the conditions.
    pub fn tell<'g>(&self, world: &World, view: &View<'g>) -> (Query<'g>, Vec<Var<Any>>, Vec<FactVar<RelationName>>) {
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
        let facts = RefCell::new(BTreeMap::new());
        tell(&mut query, world, self, &self.block, &nodes, &facts);
        let facts = facts.into_inner();
        assert!(facts.keys().copied().eq(0..facts.len()));
        (query, nodes, facts.into_values().collect())
    }
}

fn tell(
    q: &mut Query<'_>,
    world: &World,
    asked: &Asked,
    block: &[Spec],
    nodes: &[Var<Any>],
    facts: &RefCell<BTreeMap<usize, FactVar<RelationName>>>,
) {
    let relation = |number: usize, inverse: bool| {
        let name = format!("r{number}-of");
        let kg = &world.kg;
        if inverse { kg.relation(&name) } else { kg.relation(&format!("r{number}")) }
            .or_else(|_| kg.relation(&format!("r{number}")))
            .unwrap()
    };
    let fact = |number: &usize| *facts.borrow().get(number).unwrap();
    macro_rules! end {
        ($end:expr, $go:expr) => {
            match $end {
                End::Var(var) => $go(&mut *q, nodes[*var]),
                End::Entity(entity) => {
                    let end = world.record.entities[*entity].id;
                    $go(&mut *q, end)
                }
                End::Fact(number) => {
                    let end = fact(number);
                    $go(&mut *q, end)
                }
            }
        };
    }
    for spec in block {
        match spec {
            Spec::Fact(number, related, a, b) => {
                let dated = asked.dated.get(number).map(|on| format!("r5-in-{}", DATES[*on]));
                let dated = dated.map(|name| world.kg.relation(&name).unwrap());
                let var = match related {
                    None => end!(a, |q: &mut Query<'_>, a| end_any(q, a, b, nodes, world, &fact)),
                    Some((number, inverse)) => end!(a, |q: &mut Query<'_>, a| end_of(
                        q,
                        a,
                        dated.unwrap_or_else(|| relation(*number, *inverse)),
                        b,
                        nodes,
                        world,
                        &fact
                    )),
                };
                facts.borrow_mut().insert(*number, var);
            }
            Spec::Role(of, role, player) => end!(player, |q: &mut Query<'_>, player| q.role(fact(of), *role, player)),
            Spec::Reach(a, number, inverse, depth, open, b) => {
                let related = relation(*number, *inverse);
                end!(a, |q: &mut Query<'_>, a| match b {
                    End::Var(b) if *open => q.reach(a, related, *depth.start().., nodes[*b]),
                    End::Var(b) => q.reach(a, related, depth.clone(), nodes[*b]),
                    End::Entity(b) if *open => q.reach(a, related, *depth.start().., world.record.entities[*b].id),
                    End::Entity(b) => q.reach(a, related, depth.clone(), world.record.entities[*b].id),
                    End::Fact(_) => unreachable!(),
                });
            }
            Spec::Entity(var) => q.entity(nodes[*var]),
            Spec::Differ(a, b) => q.differ(nodes[*a], nodes[*b]),
            Spec::DifferFacts(a, b) => q.differ(fact(a), fact(b)),
            Spec::Compare(a, how, Ok(b)) => q.compare(nodes[*a], *how, nodes[*b]),
            Spec::Compare(a, how, Err(value)) => q.compare(nodes[*a], *how, value.clone()),
            Spec::On(of, on) => q.on(fact(of), date(DATES[*on])),
            Spec::During(of, on) => q.during(fact(of), date(DATES[*on])),
            Spec::Stands(a, set, b) => q.stands(fact(a), *set, fact(b)),
            Spec::Days(a, b, days) => q.begins_after(fact(a), fact(b), days.clone()),
            Spec::Not(inner) => q.not(|q| tell(q, world, asked, inner, nodes, facts)),
            Spec::Optional(inner) => q.optional(|q| tell(q, world, asked, inner, nodes, facts)),
            Spec::Either(inner) => {
                let mut either = q.either(|q| tell(q, world, asked, &inner[0], nodes, facts));
                for branch in &inner[1..] {
                    either = either.or(|q| tell(q, world, asked, branch, nodes, facts));
                }
            }
        }
    }
}

fn end_any(
    q: &mut Query<'_>,
    a: impl chancery::query::Operand,
    b: &End,
    nodes: &[Var<Any>],
    world: &World,
    fact: &dyn Fn(&usize) -> FactVar<RelationName>,
) -> FactVar<RelationName> {
    match b {
        End::Var(b) => q.any_fact(a, nodes[*b]),
        End::Entity(b) => q.any_fact(a, world.record.entities[*b].id),
        End::Fact(b) => q.any_fact(a, fact(b)),
    }
}

fn end_of(
    q: &mut Query<'_>,
    a: impl chancery::query::Operand,
    relation: RelationName,
    b: &End,
    nodes: &[Var<Any>],
    world: &World,
    fact: &dyn Fn(&usize) -> FactVar<RelationName>,
) -> FactVar<RelationName> {
    match b {
        End::Var(b) => q.fact(a, relation, nodes[*b]),
        End::Entity(b) => q.fact(a, relation, world.record.entities[*b].id),
        End::Fact(b) => q.fact(a, relation, fact(b)),
    }
}
