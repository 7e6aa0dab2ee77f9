//! Guards queries in openCypher: a plain query as a text, beside the same query of the builder and nested loops.

mod blocks;
mod write;

use std::collections::BTreeMap;

use chancery::{FactRef, NodeRef, Truth, View, cypher::Cell, model::Value};
use proptest::prelude::*;

use self::write::{Writer, Written};
use super::{
    seen::Seen,
    slow::{Env, Facts, Slow},
    spec::{Asked, End, Place, Spec},
    world::{Node, Tape, World},
};

/// A cell of a row, by what was recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Plain {
    Missing,
    Node(Node),
}

type Row = (Truth, Vec<Plain>);

fn of_node(node: NodeRef<'_>) -> Plain {
    Plain::Node(World::node_of(node))
}

fn of_fact(fact: FactRef<'_>) -> Plain {
    Plain::Node(Node::Fact(fact.id().index() as usize))
}

fn of_cell(cell: Cell<'_>) -> Plain {
    match cell {
        Cell::Null => Plain::Missing,
        Cell::Node(node) => of_node(node),
        Cell::Fact(fact) => of_fact(fact),
        Cell::Integer(number) => Plain::Node(Node::Value(Value::from(number))),
        Cell::Text(text) => Plain::Node(Node::Value(Value::Text(text))),
        Cell::Date(date) => Plain::Node(Node::Value(Value::from(date))),
        other => panic!("{other:?}"),
    }
}

/// The cells of a match, by the columns of a text.
fn of_env(of: &Facts<'_>, env: &Env, columns: &[Vec<Place>]) -> Vec<Plain> {
    let cell = |places: &Vec<Place>| {
        let found = places.iter().find_map(|place| Some((place, *env.get(place)?)));
        found.map_or(Plain::Missing, |(place, number)| {
            Plain::Node(match place {
                Place::Node(_) => of.nodes[&number].clone(),
                Place::Fact(_) => Node::Fact(number as usize),
            })
        })
    };
    columns.iter().map(cell).collect()
}

/// What the builder answers, in the columns of a text.
fn built(of: &Facts<'_>, view: &View<'_>, asked: &Asked, columns: &[Vec<Place>]) -> Result<Vec<Row>, String> {
    let (query, nodes, facts) = asked.build(of.world, view);
    query.explain().map_err(|error| error.to_string())?;
    let shown = |place: &Place| asked.shown().contains(place);
    let (mut vars, mut fact_vars) = (Vec::new(), Vec::new());
    for place in columns.iter().flatten().filter(|place| shown(place)) {
        match place {
            Place::Node(var) => vars.push((*place, chancery::query::maybe(nodes[*var]))),
            Place::Fact(fact) => fact_vars.push((*place, chancery::query::maybe(facts[*fact]))),
        }
    }
    let selected = (
        vars.iter().map(|(_, var)| *var).collect::<Vec<_>>(),
        fact_vars.iter().map(|(_, var)| *var).collect::<Vec<_>>(),
    );
    let rows = query.select(selected).limit(20_000).rows().map_err(|error| error.to_string())?;
    let row = |row: chancery::query::Row<'_, '_, _>| {
        let (nodes, facts): (Vec<Option<chancery::Id>>, Vec<Option<FactRef<'_>>>) = row.values();
        let mut env = Env::new();
        env.extend(vars.iter().zip(nodes).filter_map(|((place, _), id)| Some((*place, id?.index()))));
        env.extend(fact_vars.iter().zip(facts).filter_map(|((place, _), fact)| Some((*place, fact?.id().index()))));
        (row.truth(), of_env(of, &env, columns))
    };
    let mut rows: Vec<Row> = rows.iter().map(row).collect();
    rows.sort();
    Ok(rows)
}

/// What became of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Done {
    /// It has no text.
    NoText,
    /// The builder refuses it.
    Invalid,
    Large,
    Compared {
        rows: bool,
    },
}

/// Compares a text with the builder and with nested loops.
fn compare(of: &Facts<'_>, view: &View<'_>, asked: &Asked, style: usize) -> Done {
    let Some(Written { rows: text, count, columns }) = Writer::new(asked, of.world, style).write() else {
        return Done::NoText;
    };
    let Ok(built) = built(of, view, asked, &columns) else { return Done::Invalid };
    let least = of.seen.least();
    let Some(answers) = Slow::new(asked, of).answers() else { return Done::Large };
    let answers = answers.into_iter().filter(|(_, truth)| truth.is_no() || *truth >= least);
    let mut wanted: Vec<Row> = answers.map(|(env, truth)| (truth, of_env(of, &env, &columns))).collect();
    wanted.sort();

    let context = || {
        let Asked { nodes, block, distinct_facts, dated, .. } = asked;
        format!("{text}\n{block:?}\n{nodes:?}, distinct: {distinct_facts}, {dated:?}\n{:?}\n{}", of.seen, of.lines())
    };
    let statement = view.cypher(&text).unwrap_or_else(|error| panic!("{error}: {}", context()));
    let rows = statement.rows().unwrap_or_else(|error| panic!("{error}: {}", context()));
    let cells = |row: chancery::cypher::Row<'_, '_>| row.cells().take(columns.len()).map(of_cell).collect();
    let mut found: Vec<Row> = rows.iter().map(|row| (row.truth(), cells(row))).collect();
    found.sort();
    let same = |found: &[Row], wanted: &[Row], what: &str| {
        let less = |a: &[Row], b: &[Row]| a.iter().filter(|row| !b.contains(row)).take(5).cloned().collect::<Vec<_>>();
        assert!(
            found == wanted,
            "{what}: {} rows for {}; too many {:?}, too few {:?}\n{}\n{}",
            found.len(),
            wanted.len(),
            less(found, wanted),
            less(wanted, found),
            context(),
            statement.explain().unwrap_or_else(|error| error.to_string())
        );
    };
    same(&built, &wanted, "the builder");
    same(&found, &wanted, "the text");
    if let Some(count) = count {
        let found = view.cypher(&count).unwrap().rows().unwrap();
        let found: Vec<_> =
            found.iter().map(|row| (row.cells().map(|cell| cell.to_string()).collect(), row.truth())).collect();
        assert_eq!(found, counts(&wanted), "{count}\n{}", context());
    }
    Done::Compared { rows: !wanted.is_empty() }
}

/// The rows of `count(*)`: the number of the certain rows, that of these and the possible ones, and that of all.
fn counts(rows: &[Row]) -> Vec<(Vec<String>, Truth)> {
    let mut all = Vec::new();
    for truth in [Truth::Yes, Truth::Possibly, Truth::No] {
        if truth.is_yes() || rows.iter().any(|row| row.0 == truth) {
            all.push((vec![rows.iter().filter(|row| row.0 >= truth).count().to_string()], truth));
        }
    }
    all
}

/// Adds a fact of one of several relations, which is one relationship in a text.
fn add_alternative(asked: &mut Asked, tape: &mut Tape<'_>) {
    let (a, b) = (End::Var(tape.next(4)), End::Var(tape.next(4)));
    let mut branches = Vec::new();
    for relation in [0, 1, 2, 3, 5] {
        if tape.one_in(2) {
            continue;
        }
        branches.push(vec![Spec::Fact(asked.facts, Some((relation, tape.one_in(3))), a.clone(), b.clone())]);
        asked.facts += 1;
    }
    if branches.len() > 1 {
        asked.block.push(Spec::Either(branches));
    } else {
        asked.facts -= branches.len();
    }
}

/// Makes a graph and asks it queries until one has rows. Returns what became of each.
fn tried(number: u64) -> Vec<Done> {
    let mut tape = Tape::seeded(number);
    let size = 30 + tape.next(80);
    let world = World::of(&mut tape, size);
    let seen = Seen::of(&mut tape);
    let view = seen.view(&world);
    let of = Facts::new(&world, &seen, &view);
    let mut done = Vec::new();
    while done.len() < 10 && !done.contains(&Done::Compared { rows: true }) {
        let mut asked = Asked::of(&mut tape);
        if tape.one_in(4) {
            add_alternative(&mut asked, &mut tape);
        }
        done.push(compare(&of, &view, &asked, tape.next(64)));
    }
    done
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..ProptestConfig::with_cases(1000) })]

    /// A text has the rows of the query that it says, with their truths, and counts them.
    #[test]
    fn a_text_answers_as_the_builder_does(seed: u64) {
        tried(seed);
    }
}

/// Most queries have a text, and many texts have rows.
#[test]
fn most_queries_have_a_text() {
    let mut all = BTreeMap::new();
    for seed in 0..300 {
        for done in tried(seed) {
            *all.entry(done).or_insert(0) += 1;
        }
    }
    println!("{all:?}");
    let compared = |rows| all.get(&Done::Compared { rows }).copied().unwrap_or(0);
    assert!(compared(true) > 200 && compared(false) > 200 && all[&Done::NoText] < 600, "{all:?}");
}
