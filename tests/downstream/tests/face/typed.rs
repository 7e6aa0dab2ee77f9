//! What the compiler and the schema grant across three vocabularies in two crates. Guards against a face that works only
//! inside the crate that made it.

use chancery::{
    Any, Id, IsA, Kind, Schema,
    diplomacy::{AccreditedTo, Agent, AmbassadorOf, City, Host, Hosts, Organization, Person, Place, State, Visits},
    fact,
    schema::{HasRole, KindDef, RelationDef, SchemaDef, Shape},
};
use downstream::{
    monitor::{self, CirculatesIn, Tabloid},
    press::{
        self, Capital, Circulation, Daily, Microstate, MovedTo, Newsroom, OwnedBy, Reported, Speaker, Told, Witness,
    },
};

const fn is_a<K: IsA<S>, S: Kind>() {}
const _: () = {
    is_a::<State, Agent>();
    is_a::<State, Place>();
    is_a::<Daily, Organization>();
    is_a::<Daily, Agent>();
    is_a::<Tabloid, Newsroom>();
    is_a::<Tabloid, Agent>();
    is_a::<Microstate, Agent>();
    is_a::<Microstate, Place>();
    is_a::<Microstate, Newsroom>();
    is_a::<Capital, Place>();
    is_a::<Person, Speaker>();
    is_a::<State, Speaker>();
    is_a::<Microstate, Speaker>();
    is_a::<Tabloid, Speaker>();
    // A union of the first crate takes in what this one puts under its members.
    is_a::<Tabloid, Host>();
    is_a::<Capital, Host>();
    is_a::<Speaker, Speaker>();
    is_a::<Tabloid, Any>();
};

fn same<K: IsA<S>, S: Kind>(schema: &Schema) {
    assert!(schema.is_a(schema.kind(K::NAME).unwrap(), schema.kind(S::NAME).unwrap()), "{} {}", K::NAME, S::NAME);
}

#[test]
fn the_schema_grants_what_the_compiler_grants() {
    let schema = monitor::schema();
    same::<Tabloid, Newsroom>(&schema);
    same::<Tabloid, Agent>(&schema);
    same::<Microstate, Agent>(&schema);
    same::<Microstate, Place>(&schema);
    same::<Microstate, Newsroom>(&schema);
    same::<Capital, Place>(&schema);
    same::<Person, Speaker>(&schema);
    same::<Tabloid, Speaker>(&schema);
    same::<Tabloid, Host>(&schema);
    same::<City, Host>(&schema);
    let not = |kind: &str, above: &str| !schema.is_a(schema.kind(kind).unwrap(), schema.kind(above).unwrap());
    assert!(not("newsroom", "place") && not("speaker", "person") && not("city", "speaker") && not("agent", "newsroom"));
}

#[test]
fn drafts_take_foreign_and_own_kinds_keys_and_values() {
    // Handles come from a graph; here a function stands for one, so that the drafts are checked by the compiler alone.
    fn drafts(who: Id<Person>, at: Id<Microstate>, paper: Id<Tabloid>, capital: Id<Capital>, any: Id<Any>) {
        let _ = fact(who, Visits, capital);
        let _ = fact(who, Visits, at).on("2025");
        let _ = fact(who, AmbassadorOf, at).with(AccreditedTo, at);
        let _ = fact(paper, OwnedBy, at).with(AccreditedTo, capital);
        let _ = fact(at, Hosts, "a-meeting");
        let _ = fact(at.up::<State>(), Told, who).with(Witness, at);
        let _ = fact(who, Told, "somebody").with("words", "so it is");
        let _ = fact(capital, MovedTo, capital);
        let _ = fact(paper, Circulation, 5000).since("2001");
        let _ = fact(paper, Circulation, 0.5);
        let _ = fact(paper, Reported, "fact-key");
        let _ = fact(paper, CirculatesIn, at);
        let _ = fact(any, "told", any).with(Witness, paper).with("words", "so");
        let _ = fact("a", "b", 5).with("c", true);
        let (_, _): (Id<Agent>, Id<Place>) = (at.up(), at.up());
    }
    let _ = drafts;
}

#[test]
fn a_role_may_be_played_by_another_kind_in_another_relation() {
    fn player<R: HasRole<AccreditedTo>>() -> &'static str {
        <R::Kind as Kind>::NAME
    }
    assert_eq!((player::<AmbassadorOf>(), player::<OwnedBy>()), ("state", "place"));
    assert_eq!(player::<&str>(), "any");
}

#[test]
fn loading_in_any_order_and_again_is_the_same() {
    let mut schema = press::schema();
    let before = schema.to_def();
    schema.extend(&chancery::diplomacy::VOCABULARY).unwrap();
    schema.extend(&press::VOCABULARY).unwrap();
    assert_eq!(schema.to_def(), before);
    assert_eq!(press::VOCABULARY.name(), "press");
    assert_eq!(press::VOCABULARY.bases().len(), 1);
    assert_eq!(Schema::from_def(before.clone()).unwrap().to_def(), before);
}

#[test]
fn types_bind_to_what_a_file_declares_if_it_is_no_wider() {
    // Read from data, nothing is known of types: they bind by name, and every promise is checked.
    let mut read = Schema::from_def(press::schema().to_def()).unwrap();
    for bound in [read.bound::<Told>(), read.bound::<Visits>(), read.bound::<OwnedBy>(), read.bound::<Circulation>()] {
        bound.unwrap();
    }
    assert!(read.bound::<CirculatesIn>().unwrap_err().to_string().contains("no relation `circulates-in`"));
    read.add_relation(RelationDef::new("circulates-in", Shape::Holds, "agent", "place")).unwrap();
    let error = read.bound::<CirculatesIn>().unwrap_err().to_string();
    assert!(error.contains("subject") && error.contains("`agent`") && error.contains("`newsroom`"), "{error}");
    assert!(read.extend(&monitor::VOCABULARY).unwrap_err().to_string().contains("differs in its subject"));

    let mut narrow = Schema::from_def(press::schema().to_def()).unwrap();
    narrow.add_kind(KindDef::new("weekly").under("newsroom")).unwrap();
    narrow.add_relation(RelationDef::new("circulates-in", Shape::Holds, "weekly", "state")).unwrap();
    narrow.bound::<CirculatesIn>().unwrap();

    let alien = Schema::from_def(SchemaDef::default()).unwrap().open();
    assert!(alien.bound::<Told>().is_err());
}
