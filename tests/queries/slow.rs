//! The slow answers: nested loops over a vector of the recorded facts.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
    rc::Rc,
};

use chancery::{
    Truth, View, When, date,
    model::{Modality, Value},
    query::Compare,
};

use super::{
    seen::Seen,
    spec::{Asked, End, Place, Spec, passed},
    world::{DATES, KINDS, Node, RELATIONS, World},
};

pub type Env = BTreeMap<Place, u32>;

/// More rows than this are not worth their time.
const MOST: usize = 12_000;

/// Pairs that some steps lead from and to.
type Chains = Rc<Vec<(u32, u32, Truth)>>;

/// A fact as the view shows it.
#[derive(Clone, Debug)]
pub struct Plain {
    pub id: u32,
    pub relation: usize,
    pub ends: (u32, u32),
    /// Two players that were merged are one.
    pub players: BTreeSet<(&'static str, u32)>,
    pub when: When,
    pub truth: Truth,
}

/// The recorded facts of a graph, as a view shows them.
pub struct Facts<'w> {
    pub world: &'w World,
    pub seen: &'w Seen,
    /// The nodes by the numbers that the graph has for them: the order of rows is that of these.
    pub nodes: BTreeMap<u32, Node>,
    shown: Vec<Plain>,
    entities: Vec<u32>,
}

impl<'w> Facts<'w> {
    pub fn new(world: &'w World, seen: &'w Seen, view: &View<'_>) -> Self {
        let record = &world.record;
        let every = world.kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved();
        let found = every.all_facts().flat_map(|fact| fact.participants().collect::<Vec<_>>()).chain(every.entities());
        let nodes: BTreeMap<u32, Node> = found.map(|node| (node.id().index(), World::node_of(node))).collect();
        let numbers: BTreeMap<&Node, u32> = nodes.iter().map(|(number, node)| (node, *number)).collect();
        assert_eq!(numbers.len(), nodes.len(), "each node has one number");
        let number = |node: &Node| numbers[&record.canonical(node)];
        let plain = |(at, recorded): (usize, &super::world::Recorded)| {
            Some(Plain {
                id: u32::try_from(at).unwrap(),
                relation: recorded.relation,
                ends: (number(&recorded.subject), number(&recorded.object)),
                players: recorded.players.iter().map(|(role, node)| (*role, number(node))).collect::<BTreeSet<_>>(),
                when: recorded.when,
                truth: seen.ask(world, at)?,
            })
        };
        let facts: Vec<_> = record.facts.iter().enumerate().filter_map(plain).collect();
        // What the view shows of them, to distinguish a fault of the view from one of the query.
        let mut shown: Vec<_> = view.all_facts().map(|fact| (fact.id().index(), fact.truth())).collect();
        shown.sort_unstable();
        assert_eq!(shown, facts.iter().map(|fact| (fact.id, fact.truth)).collect::<Vec<_>>(), "{seen:?}");
        let entities = seen.entities(world).into_iter().map(|entity| number(&Node::Entity(entity))).collect();
        Self { world, seen, nodes, shown: facts, entities }
    }

    /// The facts that are shown, a line each.
    pub fn lines(&self) -> String {
        let line = |fact: &Plain| {
            let (a, b) = (&self.nodes[&fact.ends.0], &self.nodes[&fact.ends.1]);
            let (id, relation, when, truth) = (fact.id, fact.relation, fact.when, fact.truth);
            format!("{id}: {a:?} r{relation} {b:?} {when} {:?} {truth:?}\n", fact.players)
        };
        self.shown.iter().map(line).collect()
    }
}

pub struct Slow<'w> {
    asked: &'w Asked,
    of: &'w Facts<'w>,
    defs: Vec<chancery::schema::RelationDef>,
    /// The entities that stand for those which the query names.
    named: Vec<u32>,
    chains: RefCell<BTreeMap<(usize, u32, u32, bool), Chains>>,
    /// The facts around the `not` that is asked, which may be those within it.
    around: RefCell<Vec<Place>>,
    over: Cell<bool>,
}

impl<'w> Slow<'w> {
    pub fn new(asked: &'w Asked, of: &'w Facts<'w>) -> Self {
        let schema = of.world.kg.schema();
        let def = |relation: usize| schema.relation_def(schema.relation(&format!("r{relation}")).unwrap().id()).clone();
        let record = &of.world.record;
        let number = |entity| record.entities[record.stands(entity)].id.index();
        Self {
            asked,
            of,
            defs: (0..RELATIONS).map(def).collect(),
            named: (0..record.entities.len()).map(number).collect(),
            chains: RefCell::default(),
            around: RefCell::default(),
            over: Cell::new(false),
        }
    }

    /// All matches with their truth; nothing if they are too many to go through.
    pub fn answers(&self) -> Option<Vec<(Env, Truth)>> {
        let found = self.block(&self.asked.block, &Env::new());
        (!self.over.get()).then_some(found)
    }

    /// A fact by its number.
    pub fn fact(&self, number: u32) -> &Plain {
        self.of.shown.iter().find(|fact| fact.id == number).unwrap()
    }

    fn def(&self, relation: usize) -> &chancery::schema::RelationDef {
        &self.defs[relation]
    }

    fn in_range(&self, node: u32, range: &str) -> bool {
        let schema = self.of.world.kg.schema();
        match (range, &self.of.nodes[&node]) {
            ("any", _) => true,
            (_, Node::Entity(entity)) => {
                let kind = schema.kind(KINDS[self.of.world.record.entities[*entity].kind]).unwrap();
                schema.kind(range).is_ok_and(|above| schema.is_a(kind, above))
            }
            (_, Node::Value(value)) => value.value_type().name() == range,
            (_, Node::Fact(_)) => range == "statement",
        }
    }

    /// Whether an end may be this node.
    fn fits(&self, env: &Env, end: &End, node: u32) -> bool {
        match end {
            End::Var(var) => match env.get(&Place::Node(*var)) {
                Some(found) => *found == node,
                None => self.in_range(node, self.asked.nodes[*var].unwrap_or("any")),
            },
            End::Entity(entity) | End::Key(entity) => self.named[*entity] == node,
            End::Value(value) => matches!(&self.of.nodes[&node], Node::Value(found) if found == value),
            End::Fact(fact) => match self.of.nodes[&node] {
                Node::Fact(stands) => env.get(&Place::Fact(*fact)).is_some_and(|found| *found as usize == stands),
                _ => false,
            },
        }
    }

    /// Binds a variable, or sees whether it has this value.
    fn put(&self, env: &Env, end: &End, node: u32) -> Option<Env> {
        if !self.fits(env, end, node) {
            return None;
        }
        let mut env = env.clone();
        if let End::Var(var) = end {
            env.insert(Place::Node(*var), node);
        }
        Some(env)
    }

    fn block(&self, block: &[Spec], outer: &Env) -> Vec<(Env, Truth)> {
        let mut rows = vec![(outer.clone(), Truth::Yes)];
        // Whatever binds first, then what tests, then what may be missing; each in the order of the conditions.
        for round in 0..6 {
            for spec in block {
                let in_round = match spec {
                    Spec::Fact(..) => 0,
                    Spec::Role(..) => 1,
                    Spec::Entity(_) | Spec::OneOf(..) => 2,
                    Spec::Reach(..) | Spec::Either(_) => 3,
                    Spec::Optional(_) => 5,
                    _ => 4,
                };
                if in_round == round {
                    rows = rows.iter().flat_map(|(env, truth)| self.meet(spec, env, *truth)).take(MOST).collect();
                    if rows.len() == MOST {
                        self.over.set(true);
                        return Vec::new();
                    }
                }
            }
        }
        rows
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each operator")]
    fn meet(&self, spec: &Spec, env: &Env, truth: Truth) -> Vec<(Env, Truth)> {
        let fact = |number: &usize| self.fact(env[&Place::Fact(*number)]);
        let kept = |asked: Truth| if asked.is_no() { vec![] } else { vec![(env.clone(), truth & asked)] };
        match spec {
            Spec::Fact(number, related, a, b) => {
                let mut rows = Vec::new();
                for found in &self.of.shown {
                    if related.is_some_and(|(relation, _)| relation != found.relation) {
                        continue;
                    }
                    let within = self.asked.dated.get(number).map_or(Truth::Yes, |on| {
                        let on = date(DATES[*on]);
                        found.when.falls_within(on) & if on.is_qualified() { Truth::Possibly } else { Truth::Yes }
                    });
                    if within.is_no() {
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
                        if !self.fits(env, a, from) || !self.fits(env, b, to) {
                            continue;
                        }
                        if let Some(mut env) = self.put(env, a, from).and_then(|env| self.put(&env, b, to)) {
                            let again = env.iter().any(|(place, value)| {
                                matches!(place, Place::Fact(_))
                                    && *value == found.id
                                    && !self.around.borrow().contains(place)
                            });
                            if !(self.asked.distinct_facts && again) {
                                env.insert(Place::Fact(*number), found.id);
                                rows.push((env, truth & found.truth & within));
                            }
                        }
                    }
                }
                rows
            }
            Spec::Role(of, role, player) => {
                let players = fact(of).players.iter().filter(|(name, _)| name == role);
                players.filter_map(|(_, node)| Some((self.put(env, player, *node)?, truth))).collect()
            }
            Spec::Entity(var) => {
                let all = self.of.entities.iter();
                all.filter_map(|node| Some((self.put(env, &End::Var(*var), *node)?, truth))).collect()
            }
            Spec::Reach(a, relation, inverse, depth, open, b) => {
                let (a, b) = if *inverse && self.def(*relation).inverse.is_some() { (b, a) } else { (a, b) };
                let mut rows = Vec::new();
                for (from, to, found) in self.chains(*relation, depth, *open).iter() {
                    if self.fits(env, a, *from)
                        && let Some(env) = self.put(env, a, *from).and_then(|env| self.put(&env, b, *to))
                    {
                        rows.push((env, truth & *found));
                    }
                }
                rows
            }
            Spec::Differ(a, b) => kept((env[&Place::Node(*a)] != env[&Place::Node(*b)]).into()),
            Spec::EachPairOnce(a, b) => kept((env[&Place::Node(*a)] < env[&Place::Node(*b)]).into()),
            Spec::EachPairOfFactsOnce(a, b) => kept((fact(a).id < fact(b).id).into()),
            Spec::DifferFacts(a, b) => kept((fact(a).id != fact(b).id).into()),
            Spec::DifferFromNode(a, b) => {
                let node = &self.of.nodes[&env[&Place::Node(*b)]];
                kept((*node != Node::Fact(fact(a).id as usize)).into())
            }
            Spec::DifferFromFact(a, b) => kept((fact(a).id as usize != b % self.of.world.record.facts.len()).into()),
            Spec::Compare(a, how, b) => {
                let value = |var: usize| match &self.of.nodes[&env[&Place::Node(var)]] {
                    Node::Value(value) => Some(value.clone()),
                    _ => None,
                };
                let (a, b) = (
                    value(*a),
                    match b {
                        Ok(var) => value(*var),
                        Err(value) => Some(value.clone()),
                    },
                );
                kept(a.zip(b).map_or(Truth::No, |(a, b)| compared(&a, *how, &b)))
            }
            Spec::On(of, on) => kept(self.of.seen.asked(fact(of).when, |when| when.holds_on(date(DATES[*on])))),
            Spec::During(of, on) => kept(self.of.seen.asked(fact(of).when, |when| when.holds_during(date(DATES[*on])))),
            Spec::Stands(a, set, b) => kept(fact(a).when.stands(*set, fact(b).when)),
            Spec::Days(a, b, days) => kept(fact(a).when.begins_after(fact(b).when, days.clone())),
            Spec::OneOf(var, all) => {
                let nodes: BTreeSet<u32> = all.iter().map(|entity| self.named[*entity]).collect();
                nodes.into_iter().filter_map(|node| Some((self.put(env, &End::Var(*var), node)?, truth))).collect()
            }
            Spec::Filter(of, var) => kept(passed(fact(of).id, env[&Place::Node(*var)])),
            Spec::Not(inner) | Spec::Exists(inner) => {
                let before = self.around.replace(env.keys().copied().collect());
                let best = self.block(inner, env).into_iter().map(|(_, truth)| truth).max().unwrap_or(Truth::No);
                self.around.replace(before);
                kept(if matches!(spec, Spec::Not(_)) { !best } else { best })
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

    /// All pairs that a number of steps leads from and to, by trying every number of steps.
    fn chains(&self, relation: usize, depth: &RangeInclusive<u32>, open: bool) -> Chains {
        let asked = (relation, *depth.start(), *depth.end(), open);
        if let Some(found) = self.chains.borrow().get(&asked) {
            return Rc::clone(found);
        }
        let symmetric = self.def(relation).symmetric;
        let steps: Vec<(u32, u32, Truth)> = self
            .of
            .shown
            .iter()
            .filter(|fact| fact.relation == relation)
            .flat_map(|fact| {
                let (a, b) = fact.ends;
                let back = symmetric.then_some((b, a, fact.truth));
                std::iter::once((a, b, fact.truth)).chain(back)
            })
            .collect();
        let nodes: Vec<u32> = self.of.nodes.keys().copied().collect();
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
        let found = Rc::new(found.into_iter().map(|((from, to), truth)| (from, to, truth)).collect::<Vec<_>>());
        self.chains.borrow_mut().insert(asked, Rc::clone(&found));
        found
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
