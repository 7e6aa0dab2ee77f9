//! Roles with several players: recorded, found, merged, undone, resolved and written.

use chancery::{
    Entity, ErrorKind, Fact, KnowledgeGraph, Schema,
    diff::diff,
    dossier::Archive,
    fact,
    io::json,
    model::{FactId, Node, RolePlayers},
    vocabulary,
};

use crate::observe::refused;

vocabulary! {
    name: "commissions";
    kinds { Person "person"; State "state"; }
    relations {
        event Commissioned "commissioned": Person => Person {
            required_many To: State, optional Through: Person, optional_many Beside: Person,
        };
    }
    roles { To "to"; Through "through"; Beside "beside"; }
}

fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(schema());
    for name in ["A", "B", "C"] {
        kg.add(Person, name).unwrap();
    }
    for name in ["X", "Y", "Z"] {
        kg.add(State, name).unwrap();
    }
    kg
}

fn commission(kg: &mut KnowledgeGraph) -> FactId {
    let fact = fact("a", Commissioned, "b").with(To, "x").with(Through, "c").with(To, "y").on("1900");
    let id = kg.assert(fact).unwrap();
    assert_eq!(kg.validate(), Ok(()));
    id
}

#[test]
fn each_player_finds_the_fact_and_the_fact_lists_all() {
    let mut kg = graph();
    let id = commission(&mut kg);
    let line = kg.fact_ref(id).unwrap().to_string();
    assert_eq!(line, "a commissioned b to [x y] through c on 1900");
    assert_eq!(line.parse::<Fact>().unwrap(), kg.fact_ref(id).unwrap().to_fact());
    for (state, found) in [("x", 1), ("y", 1), ("z", 0)] {
        assert_eq!(kg.view().facts(Commissioned).with(To, state).count().unwrap(), found, "{state}");
    }
    assert_eq!(kg.view().facts(Commissioned).with(To, "x").with(To, "y").count().unwrap(), 1);
    let first = kg.view().facts(Commissioned).first().unwrap().unwrap();
    let (x, y) = (kg.entity("x").unwrap(), kg.entity("y").unwrap());
    assert!(first.role(To).is_some_and(|state| state == x));
    assert_eq!(first.role_players(To).map(chancery::Id::any).collect::<Vec<_>>(), [x, y]);
    assert_eq!(first.role_players(Beside).count(), 0);
}

#[test]
fn a_query_has_a_row_for_each_player() {
    let mut kg = graph();
    commission(&mut kg);
    let view = kg.view();
    let mut q = view.query();
    let (who, whom, state) = (q.var(Person), q.var(Person), q.var(State));
    let sent = q.fact(who, Commissioned, whom);
    q.role(sent, To, state);
    assert_eq!(q.select((whom, state)).rows().unwrap().count().certain, 2);
    assert_eq!(q.select(state).count().unwrap().certain, 2);
    let mut q = view.query();
    let (who, whom) = (q.var(Person), q.var(Person));
    let sent = q.fact(who, Commissioned, whom);
    q.role(sent, To, "y");
    assert_eq!(q.select(whom).count().unwrap().certain, 1);
}

#[test]
fn a_role_has_several_players_only_where_the_vocabulary_says_so() {
    let mut kg = graph();
    let error = |kg: &mut KnowledgeGraph, draft| kg.assert::<Commissioned>(draft).unwrap_err();
    let draft = || fact("a", Commissioned, "b");
    let two = error(&mut kg, draft().with(To, "x").with(Through, "c").with(Through, "b"));
    assert_eq!(two.kind(), ErrorKind::DuplicateRole);
    assert!(two.to_string().contains("one player in each fact"), "{two}");
    let same = error(&mut kg, draft().with(To, "x").with(To, "x"));
    assert_eq!(same.kind(), ErrorKind::DuplicateRole);
    assert_eq!(error(&mut kg, draft().with(Beside, "a").with(Beside, "b")).kind(), ErrorKind::MissingRole);
    assert_eq!(kg.fact_count(), 0);
}

#[test]
fn the_order_of_players_does_not_make_another_fact() {
    let mut kg = graph();
    let id = commission(&mut kg);
    let again = fact("a", Commissioned, "b").with(To, "y").with(To, "x").with(Through, "c").on("1900");
    assert_eq!(kg.assert_once(again.clone()).unwrap(), id);
    let mut other = graph();
    other.assert(again).unwrap();
    assert!(diff(&kg.view(), &other.view()).is_empty());
    let fewer = fact("a", Commissioned, "b").with(To, "x").with(Through, "c").on("1900");
    assert_ne!(kg.assert_once(fewer).unwrap(), id);
}

#[test]
fn merged_players_of_one_role_are_one_until_they_are_parted() {
    let mut kg = graph();
    let id = commission(&mut kg);
    let (x, y) = (kg.entity("x").unwrap(), kg.entity("y").unwrap());
    kg.merge(x, y, "one state").unwrap();
    assert_eq!(kg.validate(), Ok(()));
    assert_eq!(kg.fact_ref(id).unwrap().players().count(), 2);
    assert_eq!(kg.view().facts(Commissioned).with(To, "y").count().unwrap(), 1);
    kg.unmerge(x, y, "two after all").unwrap();
    assert_eq!(kg.validate(), Ok(()));
    assert_eq!(kg.fact_ref(id).unwrap().players().count(), 3);
}

#[test]
fn a_fact_whose_players_were_merged_since_can_be_drafted_again() {
    let mut kg = graph();
    let plan =
        kg.assert(fact("a", Commissioned, "b").with(To, "x").with(Through, "c").with(To, "y").planned()).unwrap();
    kg.merge("x", "y", "").unwrap();
    let again = kg.fact_ref(plan).unwrap().again();
    let seen = kg.assert(again.on("1899")).unwrap();
    assert_eq!(kg.fact_ref(seen).unwrap().role_players(To).count(), 1);
    let done = kg.confirm(plan, kg.again(plan).unwrap().on("1900")).unwrap();
    assert_eq!(kg.fact_ref(done).unwrap().to_string(), "a commissioned b to y through c on 1900");
    kg.unmerge("x", "y", "").unwrap();
    assert_eq!((kg.fact_ref(plan).unwrap().role_players(To).count(), kg.validate()), (2, Ok(())));
}

#[test]
fn a_fact_of_many_thousand_players_is_recorded_or_refused_in_a_moment() {
    let mut kg = KnowledgeGraph::new(schema());
    for name in ["A", "B", "C"] {
        kg.add(Person, name).unwrap();
    }
    let states: Vec<_> = (0..65_536).map(|n| kg.add(State, format!("s {n}")).unwrap()).collect();
    let draft = |count: usize| {
        states.iter().take(count).fold(fact("a", Commissioned, "b"), |draft, state| draft.with(To, *state))
    };
    refused(&mut kg, ErrorKind::Full, &["65536 role players", "at most 65535"], |kg| kg.assert(draft(65_536)));
    let twice = draft(65_534).with(To, states[7]);
    refused(&mut kg, ErrorKind::DuplicateRole, &["one player is given twice"], |kg| kg.assert(twice));
    let id = kg.assert(draft(65_535)).unwrap();
    assert_eq!(kg.fact_ref(id).unwrap().role_players(To).count(), 65_535);
    // The same in plain values: one role with many players, and many roles.
    let list: Vec<_> = (0..100_000).map(|n| format!("\"s-{n}\"")).collect();
    let several = format!(r#"{{"subject":"a","relation":"r","object":"b","roles":{{"to":[{}]}}}}"#, list.join(","));
    assert_eq!(serde_json::from_str::<Fact>(&several).unwrap().roles.all("to").count(), 100_000);
    let list: Vec<_> = (0..100_000).map(|n| format!("\"r{n}\":\"a\"")).collect();
    let roles = format!(r#"{{"subject":"a","relation":"r","object":"b","roles":{{{}}}}}"#, list.join(","));
    let read: Fact = serde_json::from_str(&roles).unwrap();
    assert_eq!(read.roles.len(), 100_000);
    assert_eq!(read.roles.clone().into_iter().collect::<RolePlayers>(), read.roles);
}

#[test]
fn undo_takes_all_players_off_the_lists() {
    let mut kg = graph();
    let undone: Result<(), ()> = kg.atomically(|kg| {
        commission(kg);
        Err(())
    });
    assert!(undone.is_err());
    assert_eq!(kg.validate(), Ok(()));
    assert_eq!(kg.view().facts(Commissioned).with(To, "x").count().unwrap(), 0);
    let rows = [("x", "y"), ("y", "z")];
    kg.assert_all(rows.map(|(one, other)| fact("a", Commissioned, "b").with(To, one).with(To, other))).unwrap();
    assert_eq!(kg.validate(), Ok(()));
    assert_eq!(kg.view().facts(Commissioned).with(To, "y").count().unwrap(), 2);
}

#[test]
fn players_pass_through_json_history_and_a_purge() {
    let mut kg = graph();
    commission(&mut kg);
    let text = json::Json::of(&Archive::of(&kg)).to_string();
    let again = json::Reader::new(&Schema::new()).read_graph(text.as_bytes()).unwrap();
    assert_eq!(json::Json::of(&Archive::of(&again)).to_string(), text);
    assert_eq!(again.validate(), Ok(()));
    let z = kg.entity("z").unwrap();
    kg.purge(z, "asked for").unwrap();
    assert_eq!(kg.validate(), Ok(()));
    assert_eq!(kg.view().facts(Commissioned).with(To, "y").count().unwrap(), 1);
    let y = kg.entity("y").unwrap();
    kg.purge(y, "asked for").unwrap();
    assert_eq!((kg.validate(), kg.view().fact_count()), (Ok(()), 0));
}

#[test]
fn an_edge_leads_to_each_player() {
    let mut kg = graph();
    commission(&mut kg);
    let view = kg.view().with_roles();
    assert_eq!(petgraph::visit::EdgeCount::edge_count(&view), 4);
    assert_eq!(view.freeze().edge_count(), 4);
}

#[test]
fn plain_facts_name_several_players() {
    let mut kg = KnowledgeGraph::new(schema());
    for (key, kind) in [("a", "person"), ("b", "person"), ("x", "state"), ("y", "state")] {
        kg.add_entity(&Entity::new(key, kind, key)).unwrap();
    }
    let mut plain = Fact::new("a", "commissioned", "b");
    plain.roles.extend(["x", "y"].map(|state| ("to", Node::Entity(state.into()))));
    let id = kg.add_fact(&plain).unwrap();
    assert_eq!(kg.fact_ref(id).unwrap().to_fact(), plain);
    assert!(!kg.add_fact_once(&plain, |_| true).unwrap().is_new);
}

#[cfg(feature = "graphml")]
#[test]
fn graph_formats_have_a_list_in_the_column_of_the_role() {
    use chancery::io::{
        Import,
        graphml::{self, GraphMl},
    };
    let mut kg = graph();
    let id = commission(&mut kg);
    let line = kg.fact_ref(id).unwrap().to_string();
    let text = GraphMl::of(&kg.view()).to_string();
    assert!(text.contains("[x y]"), "{text}");
    let mut again = KnowledgeGraph::new(schema());
    let edits = graphml::Reader::new(again.schema()).read(text.as_bytes()).unwrap();
    Import::new().apply_all(&mut again, edits).unwrap();
    assert_eq!(again.view().facts(Commissioned).first().unwrap().unwrap().to_string(), line);
}
