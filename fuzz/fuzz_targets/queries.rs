//! Any bytes as a query of a small graph: nothing panics, and its rows, their count and its truth say the same.
#![no_main]

use std::sync::LazyLock;

use chancery::{
    KnowledgeGraph, Query, Truth, diplomacy, fact,
    model::Any,
    query::{FactVar, Order, Var},
};
use libfuzzer_sys::fuzz_target;

static GRAPH: LazyLock<KnowledgeGraph> = LazyLock::new(|| {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for n in 0..5 {
        kg.add("person", format!("Person {n}")).expect("a person is added");
        kg.add("state", format!("State {n}")).expect("a state is added");
    }
    for n in 0..5 {
        let (one, other) = (format!("person-{n}"), format!("person-{}", (n + 2) % 5));
        kg.assert(fact(one.as_str(), "met", other.as_str()).on("2026-02")).expect("a meeting");
        let state = format!("state-{}", n * 2 % 5);
        let visit = fact(one.as_str(), "visits", state.as_str()).on("2026-02-03");
        kg.assert(if n == 1 { visit.planned() } else { visit }).expect("a visit");
        kg.assert(fact(one.as_str(), "citizen-of", state.as_str()).since("2018")).expect("a citizen");
    }
    kg
});

struct Dice<'d>(std::slice::Iter<'d, u8>);

impl Dice<'_> {
    fn pick(&mut self, below: usize) -> Option<usize> {
        self.0.next().map(|byte| usize::from(*byte) % below)
    }
}

fn conditions(
    q: &mut Query<'_>,
    dice: &mut Dice<'_>,
    vars: &[Var<Any>],
    facts: &mut Vec<FactVar<&'static str>>,
    depth: usize,
) -> Option<()> {
    for _ in 0..=dice.pick(4)? {
        let (one, other) = (vars[dice.pick(vars.len())?], vars[dice.pick(vars.len())?]);
        let relation = ["met", "visits", "citizen-of", "part-of"][dice.pick(4)?];
        match dice.pick(12)? {
            0..=3 => facts.push(q.fact(one, relation, other)),
            4 => drop(q.any_fact(one, other)),
            5 => q.differ(one, other),
            6 => q.each_pair_once(one, other),
            7 => {
                let most = u32::try_from(dice.pick(4)?).ok()?;
                q.reach(one, relation, most / 2..=most, other);
            }
            8 if depth < 3 => q.not(|q| {
                let _ = conditions(q, dice, vars, &mut facts.clone(), depth + 1);
            }),
            9 if depth < 3 => q.optional(|q| {
                let _ = conditions(q, dice, vars, &mut facts.clone(), depth + 1);
            }),
            10 => {
                if let Some(fact) = facts.last() {
                    q.holds_on(*fact, "2026-02-03");
                }
            }
            _ => {
                if let [.., one, other] = facts[..] {
                    q.share_a_day(one, other);
                }
            }
        }
    }
    Some(())
}

fuzz_target!(|data: &[u8]| {
    let mut dice = Dice(data.iter());
    let view = GRAPH.view();
    let mut q = view.query();
    let vars: Vec<Var<Any>> = ["person", "state", "person", "agent"].map(|kind| q.var(kind)).to_vec();
    let mut facts = Vec::new();
    let _ = conditions(&mut q, &mut dice, &vars, &mut facts, 0);
    let Ok(count) = q.count() else {
        assert!(q.ask().is_err() && q.explain().is_err(), "what cannot be counted cannot be asked");
        return;
    };
    let truth = q.ask().expect("what can be counted can be asked");
    assert_eq!(truth == Truth::Yes, count.certain > 0);
    assert_eq!(truth == Truth::No, count.total() == 0);
    if count.total() > 10_000 {
        return;
    }
    let mut visited = 0;
    let bound = vars[0];
    if q.select(bound).visit(|_| visited += 1).is_ok() {
        assert_eq!(visited, count.total(), "{:?}", q.explain());
        let rows = q.select(bound).order_by(bound, Order::Descending).limit(5).rows().expect("rows in order");
        assert_eq!(rows.values().count() as u64, visited.min(5));
    }
});
