//! Guards patterns of queries against nested loops over vectors: random graphs with facts that are only possible, and random
//! queries with chains, optional clauses, conditions and patterns in conditions.

mod ask;
mod naive;

use chancery::{Truth, cypher::Cell, model::Modality};
use proptest::prelude::*;

use self::{
    ask::{Asked, Tape, model},
    naive::{Answer, answer},
};
use crate::tck::{graph::Built, names::Names, run::value, value::Value};

/// Compares one query of one graph. Returns the number of rows, or nothing if there are too many.
fn once(bytes: &[u8]) -> Option<usize> {
    let mut tape = Tape(bytes);
    let (model, asked) = {
        let asked = Asked::of(&mut tape);
        (model(&mut tape), asked)
    };
    let Answer::Rows(mut expected) = answer(&model, &asked) else { return None };
    let text = asked.to_string();
    let built = Built::new(model, &Names::of(&text)).unwrap();
    let view = built.kg.view().with_modalities([Modality::Actual, Modality::Planned]);
    let rows = view.cypher(&text).and_then(|statement| statement.rows());
    let rows = rows.unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut found: Vec<(Vec<Value>, Truth)> = Vec::new();
    for row in rows.iter() {
        found.push((row.cells().map(|cell: Cell<'_>| value(&built, &cell)).collect(), row.truth()));
    }
    let sorted = |rows: &mut Vec<(Vec<Value>, Truth)>| rows.sort_by_key(|row| format!("{row:?}"));
    sorted(&mut expected);
    sorted(&mut found);
    let count = found.len();
    assert!(found == expected, "{text}\nfound    {found:?}\nexpected {expected:?}\n{:#?}", built.model);
    Some(count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_query_answers_as_nested_loops_do(bytes in prop::collection::vec(any::<u8>(), 0..240)) {
        once(&bytes);
    }
}

/// The queries of the test above are worth asking: most are compared, and many have rows.
#[test]
fn most_random_queries_have_rows() {
    let mut seed = 1991_u64;
    let mut byte = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from((seed >> 33) & 255).unwrap()
    };
    let cases = 400;
    let (mut compared, mut with_rows) = (0, 0);
    for _ in 0..cases {
        let bytes: Vec<u8> = (0..240).map(|_| byte()).collect();
        if let Some(rows) = once(&bytes) {
            compared += 1;
            with_rows += usize::from(rows > 0);
        }
    }
    println!("{compared} of {cases} are compared, and {with_rows} have rows");
    assert!(compared * 10 > cases * 8 && with_rows * 10 > cases * 3, "{compared}, {with_rows} with rows");
}
