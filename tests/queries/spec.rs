//! A query as plain values, told to the builder, and answered by nested loops over a vector of facts.

use std::{cell::RefCell, collections::BTreeMap, ops::RangeInclusive};

use chancery::{
    Allen, AllenSet, Any, Query, Truth, View, When, date,
    model::{FactId, Value},
    query::{Compare, FactVar, Var},
    schema::RelationName,
};

use super::world::{DATES, TEXTS, Tape, World};

#[derive(Clone, Debug, PartialEq)]
pub enum End {
    Var(usize),
    Entity(usize),
    Fact(usize),
}

#[derive(Clone, Debug)]
pub enum Spec {
    /// Fact variable; relation and whether by its inverse name, or any relation; ends.
    Fact(usize, Option<(usize, bool)>, End, End),
    Role(usize, &'static str, End),
    Reach(End, usize, bool, RangeInclusive<u32>, bool, End),
    Entity(usize),
    Differ(usize, usize),
    DifferFacts(usize, usize),
    Compare(usize, Compare, Result<usize, Value>),
    On(usize, usize),
    During(usize, usize),
    Stands(usize, AllenSet, usize),
    Days(usize, usize, RangeInclusive<i64>),
    Not(Vec<Spec>),
    Optional(Vec<Spec>),
    Either(Vec<Vec<Spec>>),
}

pub struct Asked {
    pub nodes: Vec<Option<&'static str>>,
    pub facts: usize,
    pub block: Vec<Spec>,
    pub distinct_facts: bool,
}

impl Asked {
    pub fn of(tape: &mut Tape<'_>) -> Self {
        let kinds = [
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            Some("any"),
            Some("k0"),
            Some("k1"),
            Some("number"),
            Some("date"),
        ];
        let mut asked = Self {
            nodes: (0..6).map(|_| tape.pick(&kinds)).collect(),
            facts: 0,
            block: Vec::new(),
            distinct_facts: tape.one_in(4),
        };
        asked.block = asked.some(tape, 0, &[]);
        asked
    }

    fn some(&mut self, tape: &mut Tape<'_>, depth: usize, outer: &[usize]) -> Vec<Spec> {
        let mut block = Vec::new();
        let mut facts = outer.to_vec();
        for _ in 0..=tape.pick(&[0, 1, 1, if depth == 0 { 2 } else { 0 }]) {
            let end = |tape: &mut Tape<'_>, facts: &[usize]| match tape.next(10) {
                0 if tape.one_in(2) => End::Entity(tape.next(6)),
                1 if !facts.is_empty() => End::Fact(tape.pick(facts)),
                _ => End::Var(tape.next(if depth == 0 { 4 } else { 6 })),
            };
            match tape.next(9) {
                0 => {
                    let (a, b) = (end(tape, &[]), end(tape, &[]));
                    let least = u32::try_from(tape.next(3)).unwrap();
                    let most = least + u32::try_from(tape.next(3)).unwrap();
                    block.push(Spec::Reach(a, tape.next(3), tape.one_in(3), least..=most, tape.one_in(2), b));
                }
                1 if depth > 0 => block.push(Spec::Entity(tape.next(6))),
                _ => {
                    let fact = self.facts;
                    self.facts += 1;
                    let relation = (!tape.one_in(4)).then(|| (tape.pick(&[0, 1, 2, 2, 3, 4, 5, 5]), tape.one_in(4)));
                    let (a, mut b) = (end(tape, &[]), end(tape, &facts));
                    if a == b && !tape.one_in(8) {
                        b = end(tape, &facts);
                    }
                    block.push(Spec::Fact(fact, relation, a, b));
                    facts.push(fact);
                    if tape.one_in(6) {
                        block.push(Spec::Role(fact, tape.pick(&["by", "for"]), end(tape, &[])));
                    }
                }
            }
        }
        for _ in 0..tape.next(3) {
            let fact = |tape: &mut Tape<'_>| if facts.is_empty() { 0 } else { tape.pick(&facts) };
            let var = |tape: &mut Tape<'_>| tape.next(if depth == 0 { 4 } else { 6 });
            if facts.is_empty() {
                break;
            }
            block.push(match tape.next(12) {
                0 => Spec::Differ(var(tape), var(tape)),
                1 => Spec::DifferFacts(fact(tape), fact(tape)),
                2 => {
                    let how = tape.pick(&[Compare::Less, Compare::AtMost, Compare::Greater, Compare::AtLeast]);
                    let other = match tape.next(4) {
                        0 => Err(Value::from(1)),
                        1 => Err(Value::Text(tape.pick(&TEXTS).into())),
                        2 => Err(Value::from(date(tape.pick(&DATES)))),
                        _ => Ok(var(tape)),
                    };
                    Spec::Compare(var(tape), how, other)
                }
                3 => Spec::On(fact(tape), tape.next(DATES.len())),
                4 => Spec::During(fact(tape), tape.next(DATES.len())),
                5 => Spec::Stands(
                    fact(tape),
                    tape.pick(&[AllenSet::from(Allen::Before), Allen::Equals.into(), !AllenSet::from(Allen::After)]),
                    fact(tape),
                ),
                6 => Spec::Days(fact(tape), fact(tape), tape.pick(&[0..=7, -2..=2, 1..=10])),
                7 | 8 if depth < 2 => Spec::Not(self.some(tape, depth + 1, &facts)),
                9 | 10 if depth < 2 => Spec::Optional(self.some(tape, depth + 1, &facts)),
                _ if depth < 2 => {
                    Spec::Either((0..=1 + tape.next(2)).map(|_| self.some(tape, depth + 1, &facts)).collect())
                }
                _ => Spec::Differ(var(tape), var(tape)),
            });
        }
        block
    }

    /// The variables that a row can have: those not of a `not` alone.
    pub fn shown(&self) -> Vec<Place> {
        fn of(block: &[Spec], shown: &mut Vec<Place>) {
            let end = |end: &End, shown: &mut Vec<Place>| {
                if let End::Var(var) = end {
                    shown.push(Place::Node(*var));
                }
            };
            for spec in block {
                match spec {
                    Spec::Fact(fact, _, a, b) => {
                        shown.push(Place::Fact(*fact));
                        end(a, shown);
                        end(b, shown);
                    }
                    Spec::Role(_, _, a) => end(a, shown),
                    Spec::Reach(a, .., b) => {
                        end(a, shown);
                        end(b, shown);
                    }
                    Spec::Entity(var) => shown.push(Place::Node(*var)),
                    Spec::Optional(block) => of(block, shown),
                    Spec::Either(blocks) => blocks.iter().for_each(|block| of(block, shown)),
                    _ => {}
                }
            }
        }
        let mut shown = Vec::new();
        of(&self.block, &mut shown);
        shown
    }

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
        tell(&mut query, world, &self.block, &nodes, &facts);
        let facts = facts.into_inner();
        assert!(facts.keys().copied().eq(0..facts.len()));
        (query, nodes, facts.into_values().collect())
    }
}

fn tell(
    q: &mut Query<'_>,
    world: &World,
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
                    let end = world.entities[*entity];
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
                let var = match related {
                    None => end!(a, |q: &mut Query<'_>, a| end_any(q, a, b, nodes, world, &fact)),
                    Some((number, inverse)) => end!(a, |q: &mut Query<'_>, a| end_of(
                        q,
                        a,
                        relation(*number, *inverse),
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
                    End::Entity(b) if *open => q.reach(a, related, *depth.start().., world.entities[*b]),
                    End::Entity(b) => q.reach(a, related, depth.clone(), world.entities[*b]),
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
            Spec::Not(inner) => q.not(|q| tell(q, world, inner, nodes, facts)),
            Spec::Optional(inner) => q.optional(|q| tell(q, world, inner, nodes, facts)),
            Spec::Either(inner) => {
                let mut either = q.either(|q| tell(q, world, &inner[0], nodes, facts));
                for branch in &inner[1..] {
                    either = either.or(|q| tell(q, world, branch, nodes, facts));
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
        End::Entity(b) => q.any_fact(a, world.entities[*b]),
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
        End::Entity(b) => q.fact(a, relation, world.entities[*b]),
        End::Fact(b) => q.fact(a, relation, fact(b)),
    }
}

/// A fact as the view shows it.
#[derive(Clone, Debug)]
pub struct Plain {
    pub id: FactId,
    pub relation: usize,
    pub ends: (u32, u32),
    pub players: Vec<(String, u32)>,
    pub when: When,
    pub truth: Truth,
}

/// The value of a node variable, or of a fact variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Node(usize),
    Fact(usize),
}

pub type Env = BTreeMap<Place, u32>;

pub struct Slow<'w, 'g> {
    pub asked: &'w Asked,
    pub world: &'w World,
    pub view: View<'g>,
    pub facts: Vec<Plain>,
    /// Whether the view takes sightings to hold for a week.
    pub assumes: bool,
}

impl<'w, 'g> Slow<'w, 'g> {
    pub fn new(asked: &'w Asked, world: &'w World, view: &View<'g>, assumes: bool) -> Self {
        let schema = world.kg.schema();
        let plain = |fact: chancery::FactRef<'g>| Plain {
            id: fact.id(),
            relation: fact.relation_name()[1..].parse().unwrap_or(99),
            ends: (fact.from().id().index(), fact.to().id().index()),
            players: fact
                .players()
                .map(|(role, node)| (schema.role_def(role).name.clone(), node.id().index()))
                .collect(),
            when: fact.when(),
            truth: fact.truth(),
        };
        Self { asked, world, view: view.clone(), facts: view.all_facts().map(plain).collect(), assumes }
    }

    /// All matches with their truth.
    pub fn answers(&self) -> Vec<(Env, Truth)> {
        self.block(&self.asked.block, &Env::new())
    }

    fn def(&self, relation: usize) -> &chancery::schema::RelationDef {
        let schema = self.world.kg.schema();
        schema.relation_def(schema.relation(&format!("r{relation}")).unwrap().id())
    }

    fn in_range(&self, node: u32, range: &str) -> bool {
        let kg = &self.world.kg;
        let node = self.node(node);
        match (range, node.kind(), node.value()) {
            ("any", ..) => true,
            (_, Some(kind), _) => kg.schema().kind(range).is_ok_and(|above| kg.schema().is_a(kind, above)),
            (_, _, Some(value)) => value.value_type().name() == range,
            _ => range == "statement",
        }
    }

    fn node(&self, index: u32) -> chancery::NodeRef<'_> {
        // The first node that has the number, by going through the ends of all facts and all entities.
        let kg = &self.world.kg;
        let every = kg.view().modalities(chancery::model::Modality::ALL).with_retracted().with_resolved();
        let mut all =
            every.all_facts().flat_map(|fact| fact.participants().collect::<Vec<_>>()).chain(every.entities());
        all.find(|node| node.id().index() == index).unwrap()
    }

    /// Binds a variable, or sees whether it has this value.
    fn put(&self, env: &Env, end: &End, node: u32) -> Option<Env> {
        let mut env = env.clone();
        match end {
            End::Var(var) => {
                if !self.in_range(node, self.asked.nodes[*var].unwrap_or("any")) {
                    return None;
                }
                let found = *env.entry(Place::Node(*var)).or_insert(node);
                (found == node).then_some(env)
            }
            End::Entity(entity) => (self.world.entities[*entity].index() == node).then_some(env),
            End::Fact(fact) => {
                let stands = self.node(node).fact()?.index();
                (env.get(&Place::Fact(*fact)) == Some(&stands)).then_some(env)
            }
        }
    }

    fn block(&self, block: &[Spec], outer: &Env) -> Vec<(Env, Truth)> {
        let mut rows = vec![(outer.clone(), Truth::Yes)];
        // Whatever binds first, then what tests, then what may be missing; each in the order of the conditions.
        for round in 0..6 {
            for spec in block {
                let in_round = match spec {
                    Spec::Fact(..) => 0,
                    Spec::Role(..) => 1,
                    Spec::Entity(_) => 2,
                    Spec::Reach(..) | Spec::Either(_) => 3,
                    Spec::Optional(_) => 5,
                    _ => 4,
                };
                if in_round == round {
                    rows = rows.into_iter().flat_map(|(env, truth)| self.meet(spec, &env, truth)).collect();
                }
            }
        }
        rows
    }

    fn meet(&self, spec: &Spec, env: &Env, truth: Truth) -> Vec<(Env, Truth)> {
        let fact =
            |number: &usize| self.facts.iter().find(|fact| fact.id.index() == env[&Place::Fact(*number)]).unwrap();
        let kept = |asked: Truth| if asked.is_no() { vec![] } else { vec![(env.clone(), truth & asked)] };
        match spec {
            Spec::Fact(number, related, a, b) => {
                let mut rows = Vec::new();
                for found in &self.facts {
                    if related.is_some_and(|(relation, _)| relation != found.relation) {
                        continue;
                    }
                    let symmetric = related.is_some() && self.def(found.relation).symmetric;
                    let inverse =
                        related.is_some_and(|(relation, inverse)| inverse && self.def(relation).inverse.is_some());
                    let (a, b) = if inverse { (b, a) } else { (a, b) };
                    let ways = if symmetric && found.ends.0 != found.ends.1 {
                        vec![found.ends, (found.ends.1, found.ends.0)]
                    } else {
                        vec![found.ends]
                    };
                    for (from, to) in ways {
                        if let Some(mut env) = self.put(env, a, from).and_then(|env| self.put(&env, b, to)) {
                            let again = env
                                .iter()
                                .any(|(place, value)| matches!(place, Place::Fact(_)) && *value == found.id.index());
                            if !(self.asked.distinct_facts && again) {
                                env.insert(Place::Fact(*number), found.id.index());
                                rows.push((env, truth & found.truth));
                            }
                        }
                    }
                }
                rows
            }
            Spec::Role(of, role, player) => {
                let found = fact(of).players.iter().find(|(name, _)| name == role).map(|(_, node)| *node);
                found.and_then(|node| self.put(env, player, node)).map(|env| (env, truth)).into_iter().collect()
            }
            Spec::Entity(var) => {
                let all = self.view.entities().map(|node| node.id().index());
                all.filter_map(|node| Some((self.put(env, &End::Var(*var), node)?, truth))).collect()
            }
            Spec::Reach(a, relation, inverse, depth, open, b) => {
                let (a, b) = if *inverse && self.def(*relation).inverse.is_some() { (b, a) } else { (a, b) };
                let mut rows = Vec::new();
                for (from, to, found) in self.chains(*relation, depth, *open) {
                    if let Some(env) = self.put(env, a, from).and_then(|env| self.put(&env, b, to)) {
                        rows.push((env, truth & found));
                    }
                }
                rows
            }
            Spec::Differ(a, b) => kept((env[&Place::Node(*a)] != env[&Place::Node(*b)]).into()),
            Spec::DifferFacts(a, b) => kept((fact(a).id != fact(b).id).into()),
            Spec::Compare(a, how, b) => {
                let value = |var: usize| self.node(env[&Place::Node(var)]).value().cloned();
                let (a, b) = (
                    value(*a),
                    match b {
                        Ok(var) => value(*var),
                        Err(value) => Some(value.clone()),
                    },
                );
                kept(a.zip(b).map_or(Truth::No, |(a, b)| compared(&a, *how, &b)))
            }
            Spec::On(of, on) => kept(self.asked_when(fact(of).when, |when| when.holds_on(date(DATES[*on])))),
            Spec::During(of, on) => kept(self.asked_when(fact(of).when, |when| when.holds_during(date(DATES[*on])))),
            Spec::Stands(a, set, b) => kept(fact(a).when.stands(*set, fact(b).when)),
            Spec::Days(a, b, days) => kept(fact(a).when.begins_after(fact(b).when, days.clone())),
            Spec::Not(inner) => {
                let best = self.block(inner, env).into_iter().map(|(_, truth)| truth).max().unwrap_or(Truth::No);
                kept(!best)
            }
            Spec::Optional(inner) => {
                let found = self.block(inner, env);
                let best = found.iter().map(|(_, truth)| *truth).max().unwrap_or(Truth::No);
                let mut rows: Vec<_> = found.into_iter().map(|(env, found)| (env, truth & found)).collect();
                if !best.is_yes() {
                    rows.push((env.clone(), truth & !best));
                }
                rows
            }
            Spec::Either(branches) => branches
                .iter()
                .flat_map(|branch| self.block(branch, env))
                .map(|(env, found)| (env, truth & found))
                .collect(),
        }
    }

    /// A view that assumes how long sightings hold asks so too.
    fn asked_when(&self, when: When, ask: impl Fn(When) -> Truth) -> Truth {
        if self.assumes { ask(when) | ask(when.assume_holds_for(7)) } else { ask(when) }
    }

    /// All pairs that a number of steps leads from and to, by trying every number of steps.
    fn chains(&self, relation: usize, depth: &RangeInclusive<u32>, open: bool) -> Vec<(u32, u32, Truth)> {
        let symmetric = self.def(relation).symmetric;
        let steps: Vec<(u32, u32, Truth)> = self
            .facts
            .iter()
            .filter(|fact| fact.relation == relation)
            .flat_map(|fact| {
                let (a, b) = fact.ends;
                let back = symmetric.then_some((b, a, fact.truth));
                std::iter::once((a, b, fact.truth)).chain(back)
            })
            .collect();
        let every = self.world.kg.view();
        let nodes: Vec<u32> = (0..u32::try_from(every.graph().node_count()).unwrap()).collect();
        let most = if open { depth.start() + u32::try_from(nodes.len()).unwrap() + 1 } else { *depth.end() };
        let mut at: BTreeMap<(u32, u32), Truth> = nodes.iter().map(|node| ((*node, *node), Truth::Yes)).collect();
        let mut found: BTreeMap<(u32, u32), Truth> = BTreeMap::new();
        for step in 0..=most {
            if step >= *depth.start() {
                for (pair, truth) in &at {
                    let best = found.entry(*pair).or_insert(*truth);
                    *best = *best | *truth;
                }
            }
            let mut next = BTreeMap::new();
            for ((from, to), truth) in &at {
                for (a, b, step) in steps.iter().filter(|(a, ..)| a == to) {
                    let _ = a;
                    let best = next.entry((*from, *b)).or_insert(*truth & *step);
                    *best = *best | (*truth & *step);
                }
            }
            at = next;
        }
        found.into_iter().map(|((from, to), truth)| (from, to, truth)).collect()
    }
}

fn compared(a: &Value, how: Compare, b: &Value) -> Truth {
    if std::mem::discriminant(a) != std::mem::discriminant(b) {
        return Truth::No;
    }
    if let (Value::Date(x), Value::Date(y)) = (a, b) {
        // By trying every pair of days near enough.
        let (xs, ys) = ([x.first(), x.last()], [y.first(), y.last()]);
        let mut all = true;
        let mut any = false;
        for (a, b) in xs.into_iter().flat_map(|a| ys.into_iter().map(move |b| (a, b))) {
            let met = match how {
                Compare::Less => a < b,
                Compare::AtMost => a <= b,
                Compare::Greater => a > b,
                Compare::AtLeast => a >= b,
            };
            all &= met;
            any |= met;
        }
        return if all && !x.is_qualified() && !y.is_qualified() {
            Truth::Yes
        } else {
            Truth::No | if any { Truth::Possibly } else { Truth::No }
        };
    }
    match how {
        Compare::Less => a < b,
        Compare::AtMost => a <= b,
        Compare::Greater => a > b,
        Compare::AtLeast => a >= b,
    }
    .into()
}
