//! Two hops, triangles, and visits that are answered, of generated events and of ICEWS14.

use chancery::{Any, Day, Span, query::Query, schema::FoundRelation, view::View};

use super::{
    by_hand::{self, Columns},
    generated::{HOST, Set, VISIT, drawn, events, skewed},
    icews,
    pairs::Pairs,
    posts::Posts,
};

pub fn two_hops<'g>(view: &View<'g>, one: FoundRelation, two: FoundRelation) -> (Query<'g>, [chancery::query::Var; 2]) {
    let mut q = view.query();
    let (a, b, c) = (q.var("actor"), q.var("actor"), q.var("actor"));
    q.fact(a, one, b);
    q.fact(b, two, c);
    (q, [a, c])
}

fn triangle<'g>(view: &View<'g>, ab: FoundRelation, bc: FoundRelation, ac: FoundRelation) -> Query<'g> {
    let mut q = view.query();
    let (a, b, c) = (q.var(Any), q.var(Any), q.var(Any));
    q.fact(a, ab, b);
    q.fact(b, bc, c);
    q.fact(a, ac, c);
    q
}

/// Circles of three: a leads to b, b to c and c back to a, by whatever facts.
fn circles(view: &View<'_>) -> u64 {
    let mut q = view.query();
    let (a, b, c) = (q.var(Any), q.var(Any), q.var(Any));
    q.any_fact(a, b);
    q.any_fact(b, c);
    q.any_fact(c, a);
    q.differ(a, b);
    q.differ(b, c);
    q.differ(c, a);
    q.select((a, b, c)).distinct().count().unwrap().total()
}

pub fn answered<'g>(view: &View<'g>, visit: FoundRelation, host: FoundRelation, days: i64) -> Query<'g> {
    let mut q = view.query();
    let (guest, home) = (q.var(Any), q.var(Any));
    let visited = q.fact(guest, visit, home);
    let hosted = q.fact(home, host, guest);
    q.begins_after(hosted, visited, 0..=days);
    q
}

/// Two visits to one host, the second some days after the first.
fn followed<'g>(view: &View<'g>, visit: FoundRelation, days: i64) -> Query<'g> {
    let mut q = view.query();
    let (one, other, home) = (q.var(Any), q.var(Any), q.var(Any));
    let (first, second) = (q.fact(one, visit, home), q.fact(other, visit, home));
    q.begins_after(second, first, 1..=days);
    q
}

fn visited(query: &Query<'_>) -> u64 {
    let mut rows = 0;
    query.select(()).visit(|_| rows += 1).unwrap();
    rows
}

fn rows(pairs: &Pairs, set: &Set, [one, two]: [usize; 2], [ab, bc, ac]: [usize; 3], [visit, host]: [usize; 2]) {
    let numbers = [one, two, ab, bc, ac, visit, host].map(|relation| relation as u16);
    let columns = Columns::new(&set.events, set.actors, &numbers);
    let (view, relation, graph) = (set.kg.view(), &set.relations, &set.petgraph);
    pairs.row(
        "W4 two hops, counted",
        Some(|| by_hand::two_hop_count(graph, one as u16, two as u16)),
        || columns.two_hop_count(one, two),
        || two_hops(&view, relation[one], relation[two]).0.count().unwrap().total(),
    );
    pairs.row(
        "W4e two hops, each row visited",
        Some(|| by_hand::two_hop_rows(graph, one as u16, two as u16)),
        || columns.two_hop_rows(one, two),
        || {
            let (q, ends) = two_hops(&view, relation[one], relation[two]);
            let mut sum = 0_u64;
            let [a, c] = ends;
            q.select((a, c))
                .visit(|row| {
                    let (a, c) = row.values();
                    sum = sum.wrapping_add(u64::from(a.index() ^ c.index()));
                })
                .unwrap();
            sum
        },
    );
    pairs.row(
        "W5t typed triangle",
        Some(|| by_hand::triangles(graph, ab as u16, bc as u16, ac as u16)),
        || columns.triangles(ab, bc, ac),
        || triangle(&view, relation[ab], relation[bc], relation[ac]).count().unwrap().total(),
    );
    pairs.row(
        "W5c circles of the simple graph",
        Some(|| by_hand::circles(graph)),
        || columns.circles(),
        || circles(&view),
    );
    pairs.row(
        "W6 visits answered in 7 days",
        Some(|| by_hand::answered(graph, visit as u16, host as u16, 7)),
        || columns.answered(visit, host, 7),
        || answered(&view, relation[visit], relation[host], 7).count().unwrap().total(),
    );
    let dated = view.during(chancery::date("2014")).unwrap();
    pairs.row(
        "W4 in a view of the year",
        None::<fn() -> u64>,
        || two_hops(&view, relation[one], relation[two]).0.count().unwrap().total(),
        || two_hops(&dated, relation[one], relation[two]).0.count().unwrap().total(),
    );
    let (first, last) = (Day::new(2014, 1, 1).unwrap(), Day::new(2014, 6, 30).unwrap());
    let half = view.during(Span::new(Some(first), Some(last)).unwrap()).unwrap();
    pairs.row(
        "W4 in a view of half the year",
        None::<fn() -> u64>,
        || columns.two_hop_count_before(one, two, 181),
        || two_hops(&half, relation[one], relation[two]).0.count().unwrap().total(),
    );
    pairs.row(
        "W6 in a view of the year",
        None::<fn() -> u64>,
        || answered(&view, relation[visit], relation[host], 7).count().unwrap().total(),
        || answered(&dated, relation[visit], relation[host], 7).count().unwrap().total(),
    );
    pairs.row(
        "W5t in a view of the year",
        None::<fn() -> u64>,
        || triangle(&view, relation[ab], relation[bc], relation[ac]).count().unwrap().total(),
        || triangle(&dated, relation[ab], relation[bc], relation[ac]).count().unwrap().total(),
    );
}

pub fn generated(pairs: &Pairs, size: usize) {
    let set = Set::new(events(size), super::generated::RELATIONS);
    Pairs::head(&format!("{size} generated facts between {} actors", set.actors));
    rows(pairs, &set, [20, 30], [0, 1, 2], [VISIT, HOST]);
}

/// Events between pairs that meet as often as real ones do, and people in the same post.
pub fn often(pairs: &Pairs, size: usize) {
    let real = icews::read().map(|(events, names)| {
        let of = |name: &str| names.iter().position(|found| found == name).unwrap();
        (events, names.len(), [of("Make a visit"), of("Host a visit")])
    });
    let drawn_from = if real.is_some() { "ICEWS14" } else { "a skewed set" };
    let (real, relations, [visit, host]) =
        real.unwrap_or_else(|| (skewed(90_000), super::generated::RELATIONS, [VISIT, HOST]));
    let set = Set::new(drawn(&real, size), relations);
    Pairs::head(&format!("{size} facts with names drawn from {drawn_from}, between {} actors", set.actors));
    let columns = Columns::new(&set.events, set.actors, &[visit as u16, host as u16]);
    let (view, relation, graph) = (set.kg.view(), &set.relations, &set.petgraph);
    let petgraph = || Some(|| by_hand::answered(graph, visit as u16, host as u16, 7));
    pairs.row(
        "W6 visits answered in 7 days",
        petgraph(),
        || columns.answered(visit, host, 7),
        || answered(&view, relation[visit], relation[host], 7).count().unwrap().total(),
    );
    pairs.row(
        "W6e the same, each row visited",
        petgraph(),
        || columns.answered(visit, host, 7),
        || visited(&answered(&view, relation[visit], relation[host], 7)),
    );
    pairs.row(
        "W6s another visit in 3 days",
        Some(|| by_hand::followed(graph, visit as u16, 3)),
        || columns.followed(visit, 3),
        || followed(&view, relation[visit], 3).count().unwrap().total(),
    );
    let posts = Posts::new(size / 10);
    let columns = posts.columns();
    pairs.row(
        "W6o in one post on one day",
        Some(|| posts.shared_by_map()),
        || Posts::shared(&columns),
        || posts.query(&posts.kg.view()).count().unwrap().total(),
    );
}

pub fn icews(pairs: &Pairs) {
    let Some((events, names)) = icews::read() else {
        println!("ICEWS14: no data in {}", super::lsqb::folder().display());
        return;
    };
    let set = Set::new(events, names.len());
    let of = |name: &str| names.iter().position(|found| found == name).unwrap();
    Pairs::head(&format!("ICEWS14, {} facts between {} actors", set.events.len(), set.actors));
    let (consult, praise, state) = (of("Consult"), of("Praise or endorse"), of("Make statement"));
    rows(pairs, &set, [consult, praise], [state, consult, praise], [of("Make a visit"), of("Host a visit")]);
}
