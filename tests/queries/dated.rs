//! Guards queries in views of days over relations large enough that days are decided without reading facts: beside
//! nested loops over a vector, with facts of exact days alone and with all sorts among them, loaded at once and
//! asserted one by one.

use chancery::{
    Any, Day, Id, KnowledgeGraph, Span, Truth, View, When, date, fact,
    query::{Query, Var},
    schema::{FoundRelation, KindDef, RelationDef, Schema, Shape},
};

const ACTORS: usize = 40;
/// Far more than are read whole.
const FACTS: usize = 900;
const RELATIONS: [&str; 4] = ["visits", "hosts", "meets", "knows"];

/// The next of a row of numbers that look like chance.
fn dice(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap() % below
}

#[derive(Clone, Debug)]
struct Recorded {
    relation: usize,
    ends: [usize; 2],
    when: When,
    planned: bool,
    retracted: bool,
}

struct World {
    kg: KnowledgeGraph,
    recorded: Vec<Recorded>,
}

impl World {
    /// With facts of exact days in one year alone, or with all sorts of them.
    fn new(seed: &mut u64, exact: bool) -> Self {
        let mut schema = Schema::new();
        schema.add_kind(KindDef::new("actor")).unwrap();
        for name in RELATIONS {
            let def = RelationDef::new(name, Shape::Either, "actor", "actor");
            schema.add_relation(if name == "knows" { def.symmetric() } else { def }).unwrap();
        }
        let mut kg = KnowledgeGraph::new(schema);
        let ids: Vec<Id<Any>> = (0..ACTORS).map(|n| kg.add("actor", format!("Actor {n}")).unwrap()).collect();
        let first = Day::new(2014, 1, 1).unwrap();
        let mut recorded: Vec<Recorded> = (0..FACTS * RELATIONS.len())
            .map(|_| {
                let day = first.checked_add_days(i64::try_from(dice(seed, 365)).unwrap()).unwrap();
                let when = match dice(seed, 20) {
                    0 if !exact => ["2014-05", "2014-05-10?", "2014-05-10/2014-05-10", "2014-04/", "2013"]
                        [dice(seed, 5)]
                    .parse()
                    .unwrap(),
                    1 if !exact => When::UNSTATED,
                    2 if !exact => When::as_of(day.into()),
                    _ => When::on(day.into()),
                };
                // Few are often, so that some have long lists.
                let mut actor = || dice(seed, ACTORS).min(dice(seed, ACTORS));
                let ends = [actor(), actor()];
                let relation = dice(seed, RELATIONS.len());
                let planned = !exact && relation == 1 && dice(seed, 12) == 0;
                Recorded { relation, ends, when, planned, retracted: false }
            })
            .collect();
        let relations = RELATIONS.map(|name| kg.relation(name).unwrap());
        let draft = |recorded: &Recorded| {
            let [subject, object] = recorded.ends.map(|end| ids[end]);
            let draft = fact(subject, relations[recorded.relation], object).when(recorded.when);
            if recorded.planned { draft.planned() } else { draft }
        };
        let (loaded, asserted) = recorded.split_at(recorded.len() * 9 / 10);
        let mut facts =
            kg.bulk(|bulk| loaded.iter().map(|recorded| bulk.assert(draft(recorded))).collect::<Result<Vec<_>, _>>());
        for recorded in asserted {
            let fact = kg.assert(draft(recorded)).unwrap();
            facts.as_mut().unwrap().push(fact);
        }
        for (fact, recorded) in facts.unwrap().into_iter().zip(&mut recorded) {
            if !exact && recorded.relation == 2 && dice(seed, 30) == 0 {
                kg.retract(fact, "by chance").unwrap();
                recorded.retracted = true;
            }
        }
        kg.validate().unwrap();
        Self { kg, recorded }
    }

    fn relation(&self, at: usize) -> FoundRelation {
        self.kg.relation(RELATIONS[at]).unwrap()
    }

    /// The facts of a relation that a view shows, from both ends if it is symmetric.
    fn shown(&self, relation: usize, asked: &dyn Fn(When) -> Truth) -> Vec<([usize; 2], When, Truth)> {
        let mut shown = Vec::new();
        for recorded in self.recorded.iter().filter(|recorded| recorded.relation == relation && !recorded.retracted) {
            let truth = asked(recorded.when) & if recorded.planned { Truth::Possibly } else { Truth::Yes };
            if truth != Truth::No {
                let [a, b] = recorded.ends;
                shown.push(([a, b], recorded.when, truth));
                if relation == 3 && a != b {
                    shown.push(([b, a], recorded.when, truth));
                }
            }
        }
        shown
    }
}

/// Certain and possible.
fn add(count: &mut (u64, u64), truth: Truth) {
    match truth {
        Truth::Yes => count.0 += 1,
        Truth::Possibly => count.1 += 1,
        Truth::No => {}
    }
}

fn compare(query: &Query<'_>, wanted: (u64, u64), of: &str) {
    let count = query.count().unwrap();
    assert_eq!((count.certain, count.possible, count.denied), (wanted.0, wanted.1, 0), "{of}, counted");
    let mut visited = (0, 0);
    query.select(()).visit(|row| add(&mut visited, row.truth())).unwrap();
    assert_eq!(visited, wanted, "{of}, visited");
}

fn actors(q: &mut Query<'_>) -> [Var; 3] {
    [(); 3].map(|()| q.var(Any))
}

/// Two hops, a triangle, and facts that follow others within days.
fn ask(world: &World, view: &View<'_>, asked: &dyn Fn(When) -> Truth, of: &str) {
    let shown: Vec<_> = (0..RELATIONS.len()).map(|relation| world.shown(relation, asked)).collect();
    for (one, two) in [(0, 1), (2, 3), (3, 3)] {
        let mut q = view.query();
        let [a, b, c] = actors(&mut q);
        q.fact(a, world.relation(one), b);
        q.fact(b, world.relation(two), c);
        let mut wanted = (0, 0);
        for ([_, b], _, first) in &shown[one] {
            for (_, _, second) in shown[two].iter().filter(|([from, _], ..)| from == b) {
                add(&mut wanted, *first & *second);
            }
        }
        compare(&q, wanted, &format!("{of}, {one} and {two}"));
    }
    let mut q = view.query();
    let [a, b, c] = actors(&mut q);
    q.fact(a, world.relation(0), b);
    q.fact(b, world.relation(1), c);
    q.fact(a, world.relation(2), c);
    let mut far: Vec<Vec<Truth>> = vec![Vec::new(); ACTORS * ACTORS];
    for ([a, c], _, truth) in &shown[2] {
        far[a * ACTORS + c].push(*truth);
    }
    let mut wanted = (0, 0);
    for ([a, b], _, first) in &shown[0] {
        for ([_, c], _, second) in shown[1].iter().filter(|([from, _], ..)| from == b) {
            far[a * ACTORS + c].iter().for_each(|third| add(&mut wanted, *first & *second & *third));
        }
    }
    compare(&q, wanted, &format!("{of}, triangle"));

    let mut q = view.query();
    let [a, b, _] = actors(&mut q);
    let visit = q.fact(a, world.relation(0), b);
    let hosting = q.fact(b, world.relation(1), a);
    q.begins_after(hosting, visit, 0..=7);
    let mut wanted = (0, 0);
    for ([a, b], visited, first) in &shown[0] {
        for (_, hosted, second) in shown[1].iter().filter(|(ends, ..)| ends == &[*b, *a]) {
            add(&mut wanted, *first & *second & hosted.begins_after(*visited, 0..=7));
        }
    }
    compare(&q, wanted, &format!("{of}, answered"));
}

#[test]
fn views_of_days_answer_as_nested_loops_do() {
    let mut seed = 1648;
    for exact in [true, false] {
        let world = World::new(&mut seed, exact);
        let view = world.kg.view();
        let day = |month, day| Some(Day::new(2014, month, day).unwrap());
        let half = Span::new(day(1, 1), day(6, 30)).unwrap();
        ask(&world, &view, &|_| Truth::Yes, "all");
        ask(&world, &view.during("2014").unwrap(), &|when| when.holds_during(date("2014")), "the year");
        ask(&world, &view.during(half).unwrap(), &|when| when.holds_during(half), "half of it");
        ask(&world, &view.on("2014-05-10").unwrap(), &|when| when.holds_on(date("2014-05-10")), "a day");
        let both = |when: When| when.holds_during(half) & when.holds_on(date("2014-05"));
        ask(&world, &view.during(half).unwrap().on("2014-05").unwrap(), &both, "a month of half");
        let sure = |when: When| if when.holds_during(half).is_yes() { Truth::Yes } else { Truth::No };
        let certain = world.kg.view().during(half).unwrap().certain();
        if exact {
            ask(&world, &certain, &sure, "half of it for certain");
        }
    }
}
