//! Guards against rows that come in another order than the one asked for, and against chains that begin nowhere.

use chancery::{
    Any, KnowledgeGraph,
    diplomacy::{self, Highlighted, Meeting, Person, State, Visits},
    entity, fact,
    query::Order::{self, Ascending as Up, Descending as Down},
    schema::{KindDef, RelationDef, Schema, Shape},
};

/// Visits of people to Oman in the order of recording: Cid, Ben and Ann in 2020, Ann before that, and Ann planned in
/// 2020.
fn visits() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for name in ["Cid", "Ben", "Ann"] {
        kg.add(Person, name).unwrap();
    }
    kg.add(State, "Oman").unwrap();
    for (guest, when) in [("cid", "2020"), ("ben", "2020"), ("ann", "2020"), ("ann", "2019")] {
        kg.assert(fact(guest, Visits, "oman").on(when)).unwrap();
    }
    kg.assert(fact("ann", Visits, "oman").on("2020").planned()).unwrap();
    kg
}

/// Facts of one time are equal for an order by them: a second order decides, then the truth of the rows, and only then
/// the order of recording.
#[test]
fn a_second_order_decides_the_ties_of_the_first() {
    let kg = visits();
    let view = kg.view();
    let mut q = view.query();
    let guest = q.var(Person);
    let visit = q.fact(guest, Visits, "oman");
    let rows = |orders: &[Order]| {
        let mut selected = q.select((guest, visit)).order_by(visit, orders[0]);
        if let Some(second) = orders.get(1) {
            selected = selected.order_by(guest, *second);
        }
        let rows = selected.clone().rows().unwrap();
        let mut visited = Vec::new();
        selected.clone().visit(|row| visited.push((row.values().0, row.values().1.id()))).unwrap();
        assert_eq!(visited, rows.values().map(|(guest, visit)| (guest, visit.id())).collect::<Vec<_>>());
        let groups = selected.groups().unwrap();
        assert_eq!(groups.len(), visited.len());
        let names = rows.iter().map(|row| {
            let name = kg.node_ref(row.values().0).and_then(|node| node.name()).unwrap();
            format!("{name} {}{}", row.values().1.when(), if row.truth().is_yes() { "" } else { "?" })
        });
        names.collect::<Vec<_>>()
    };
    assert_eq!(rows(&[Up]), ["Ann 2019", "Cid 2020", "Ben 2020", "Ann 2020", "Ann 2020?"]);
    assert_eq!(rows(&[Down]), ["Cid 2020", "Ben 2020", "Ann 2020", "Ann 2020?", "Ann 2019"]);
    assert_eq!(rows(&[Up, Up]), ["Ann 2019", "Ann 2020", "Ann 2020?", "Ben 2020", "Cid 2020"]);
    assert_eq!(rows(&[Up, Down]), ["Ann 2019", "Cid 2020", "Ben 2020", "Ann 2020", "Ann 2020?"]);
    assert_eq!(rows(&[Down, Up]), ["Ann 2020", "Ann 2020?", "Ben 2020", "Cid 2020", "Ann 2019"]);
    let limited = q.select((guest, visit)).order_by(visit, Down).order_by(guest, Up).limit(2).rows().unwrap();
    assert_eq!(limited.len(), 2);
    assert!(limited.values().all(|(guest, _)| guest.index() == 2));
}

/// Nodes that stand for facts are ordered as facts, and two people of one name are not mixed.
#[test]
fn nodes_are_ordered_by_what_they_stand_for() {
    let mut kg = visits();
    kg.add(Meeting, "Talks").unwrap();
    let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.id()).take(4).collect();
    for visit in facts {
        kg.assert(fact("ann", Highlighted, visit)).unwrap();
    }
    let view = kg.view();
    let mut q = view.query();
    let (guest, what) = (q.var(Person), q.var(Any));
    q.fact("ann", Highlighted, what);
    let visit = q.fact(guest, Visits, "oman");
    q.differ(guest, what);
    q.fact("ann", Highlighted, visit);
    q.allow_product();
    let rows =
        q.select((what, guest, visit)).distinct().order_by(what, Order::Ascending).order_by(guest, Order::Ascending);
    let found: Vec<_> = rows.rows().unwrap().iter().map(|row| row.values().1.index()).take(4).collect();
    // Of the earliest visit, the rows of all guests; Ann has two.
    assert_eq!(found, [2, 2, 1, 0]);

    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add(State, "Oman").unwrap();
    for (key, when) in [("b", "2020"), ("a", "2021"), ("b", "2022"), ("a", "2019")] {
        if kg.entity(key).is_err() {
            kg.add(Person, entity("John Smith").key(key)).unwrap();
        }
        kg.assert(fact(key, Visits, "oman").on(when)).unwrap();
    }
    let view = kg.view();
    let mut q = view.query();
    let guest = q.var(Person);
    let visit = q.fact(guest, Visits, "oman");
    let rows = q.select((guest, visit)).order_by(guest, Order::Ascending).order_by(visit, Order::Ascending).rows();
    let found: Vec<_> = rows.unwrap().values().map(|(_, visit)| visit.when().to_string()).collect();
    assert_eq!(found, ["2019", "2021", "2020", "2022"]);
}

/// A chain of no facts ends where it begins: if that is a value or a fact that is not a node of the graph, there is no
/// row.
#[test]
fn a_chain_from_what_the_graph_does_not_have_leads_nowhere() {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    schema.add_relation(RelationDef::new("leads-to", Shape::Either, "any", "any").transitive()).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    let (a, b) = (kg.add("thing", "A").unwrap(), kg.add("thing", "B").unwrap());
    let link = kg.assert(fact(a, "leads-to", b)).unwrap();
    let view = kg.view();
    for backwards in [false, true] {
        for least in [0, 1] {
            let mut q = view.query();
            let end = q.var(Any);
            if backwards {
                q.reach(end, "leads-to", least.., link);
            } else {
                q.reach(link, "leads-to", least.., end);
            }
            let rows = q.select(end).rows().unwrap();
            assert_eq!((rows.len(), q.count().unwrap().total(), q.ask().unwrap().is_no()), (0, 0, true));
        }
        // In an optional part, the rows stay without a value.
        let mut q = view.query();
        let (thing, end) = (q.var("thing"), q.var(Any));
        q.entity(thing);
        q.optional(|q| {
            q.reach(5, "leads-to", 0.., end);
            q.differ(thing, end);
        });
        let rows = q.select((thing, chancery::query::maybe(end))).rows().unwrap();
        assert_eq!(rows.to_string(), "certainly: A, -\ncertainly: B, -\n");
    }
    // Two values that the graph does not have differ unless they are one.
    for (one, other, wanted) in [(5, 6, 2), (5, 5, 0)] {
        let mut q = view.query();
        let thing = q.var("thing");
        q.entity(thing);
        q.differ(one, other);
        assert_eq!(q.count().unwrap().total(), wanted);
    }
}

/// Any number of facts that is at least so large, however large that is, and with a greatest number or without.
#[test]
fn chains_of_at_least_many_facts_lead_round_a_circle() {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    schema.add_relation(RelationDef::new("leads-to", Shape::Either, "thing", "thing").transitive()).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    let ids: Vec<_> = (0..6).map(|n| kg.add("thing", entity("Thing").key(format!("n{n}"))).unwrap()).collect();
    // Two steps into a circle of three, from which one leads out.
    for (a, b) in [(0, 1), (1, 2), (2, 3), (3, 4), (4, 2), (4, 5)] {
        kg.assert(fact(ids[a], "leads-to", ids[b])).unwrap();
    }
    let view = kg.view();
    let found = |start: usize, depth: (u32, u32)| -> Vec<u32> {
        let mut q = view.query();
        let end = q.var("thing");
        q.reach(ids[start], "leads-to", depth.0..=depth.1, end);
        q.select(end).rows().unwrap().values().map(chancery::Id::index).collect()
    };
    for least in [3, 4, 999, 1_000] {
        assert_eq!(found(0, (least, u32::MAX)), [2, 3, 4, 5], "at least {least}");
        assert!(found(5, (least, u32::MAX)).is_empty(), "at least {least}");
    }
    assert_eq!((found(0, (2, 2)), found(0, (2, 3))), (vec![2], vec![2, 3]));
    // Five, and three times any number more.
    for least in [5, 302, 998] {
        assert_eq!((found(0, (least, least)), found(0, (least, least + 1))), (vec![2, 5], vec![2, 3, 5]), "{least}");
    }
}
