//! A graph over a vocabulary of another crate: typed and untyped drafts mix, and what the compiler cannot see is refused
//! when it is asserted. Guards against handles that are of another kind than their type says.

use chancery::{
    Any, ErrorKind, Id, KnowledgeGraph, Schema,
    diplomacy::{AccreditedTo, Agent, AmbassadorOf, Person, Place, ReceivedBy, State, Visits},
    fact,
    schema::KindDef,
};
use downstream::press::{self, Capital, Circulation, Daily, Microstate, Newsroom, OwnedBy, Speaker, Told, Witness};

#[test]
fn typed_and_untyped_drafts_mix() {
    let mut kg = KnowledgeGraph::new(press::schema());
    let tokayev = kg.add(Person, "Tokayev").unwrap();
    let pakistan = kg.add(State, "Pakistan").unwrap();
    let monaco: Id<Microstate> = kg.add(Microstate, "Monaco").unwrap();
    let dawn: Id<Daily> = kg.add(Daily, "Dawn").unwrap();
    let astana = kg.add(Capital, "Astana").unwrap();
    let somebody: Id<Any> = kg.add("person", "Kistafin").unwrap();

    kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned()).unwrap();
    kg.assert(fact(tokayev, Visits, monaco).on("2025")).unwrap();
    kg.assert(fact(tokayev, Visits, astana).with(ReceivedBy, monaco)).unwrap();
    kg.assert(fact("tokayev", "visits", "pakistan").with("capacity", "guest").on("2024")).unwrap();
    kg.assert(fact(monaco, "visited-by", tokayev).with(ReceivedBy, dawn).on("2023")).unwrap();
    kg.assert(fact(dawn, OwnedBy, monaco).with(AccreditedTo, astana)).unwrap();
    kg.assert(fact(monaco, Told, tokayev).with(Witness, dawn)).unwrap();
    kg.assert(fact(dawn, Circulation, 5000).since("2001")).unwrap();

    let kistafin = kg.cast::<Person>(somebody).unwrap();
    kg.assert(fact(kistafin, AmbassadorOf, monaco).with(AccreditedTo, pakistan)).unwrap();

    let view = kg.view();
    let to: Vec<Id<Place>> = view.facts(Visits).from(tokayev).iter().unwrap().map(|visit| visit.object()).collect();
    assert_eq!(to.len(), 5);
    assert_eq!(to.iter().filter(|place| **place == monaco).count(), 2);
    for owned in view.facts(OwnedBy).iter().unwrap() {
        let (newsroom, owner): (Id<Newsroom>, Id<Agent>) = (owned.subject(), owned.object());
        let place: Option<Id<Place>> = owned.role(AccreditedTo);
        assert!(newsroom == dawn && owner == monaco && place.unwrap() == astana);
    }
    let teller: Vec<Id<Speaker>> = view.facts(Told).iter().unwrap().map(|told| told.subject()).collect();
    assert!(teller == [monaco.up::<Speaker>()]);
}

#[test]
fn what_the_compiler_cannot_see_is_refused_when_asserted() {
    let mut kg = KnowledgeGraph::new(press::schema());
    let tokayev = kg.add(Person, "Tokayev").unwrap();
    let pakistan = kg.add(State, "Pakistan").unwrap();
    let any = pakistan.any();
    for (refused, kind, message) in [
        (
            kg.assert(fact("pakistan", "ambassador-of", "pakistan").with("accredited-to", "pakistan")),
            ErrorKind::WrongKind,
            "subject of ambassador-of",
        ),
        (kg.assert(fact(tokayev, AmbassadorOf, pakistan)), ErrorKind::MissingRole, "accredited-to"),
        (
            kg.assert(fact(tokayev, AmbassadorOf, pakistan).with("accredited-to", tokayev)),
            ErrorKind::WrongKind,
            "accredited-to",
        ),
        (kg.assert(fact(any, "visits", any)), ErrorKind::WrongKind, "subject of visits"),
        (kg.assert(fact(any, "vists", any)), ErrorKind::UnknownRelation, "did you mean `visits`?"),
        (kg.assert(fact(tokayev, Visits, "paris")), ErrorKind::UnknownEntity, "object of visits"),
        (kg.assert(fact(tokayev, Visits, pakistan).on("")), ErrorKind::InvalidDate, "on"),
        (kg.assert(fact("dawn", Circulation, "many")), ErrorKind::UnknownEntity, "subject of circulation"),
    ] {
        let error = refused.unwrap_err();
        assert!(error.kind() == kind && error.to_string().contains(message), "{error:?}");
    }
    assert_eq!(kg.fact_count(), 0);
    assert_eq!(kg.cast::<Person>(any).unwrap_err().kind(), ErrorKind::WrongKind);
    assert!(kg.add(Speaker, "Nobody").is_err(), "a union is nobody's own kind");
}

#[test]
fn a_kind_that_is_another_here_gives_no_typed_handle() {
    let mut alien = Schema::new();
    alien.add_kind(KindDef::new("state")).unwrap();
    let mut kg = KnowledgeGraph::new(alien);
    let pakistan = kg.add("state", "Pakistan").unwrap();
    assert!(kg.cast::<State>(pakistan).is_err(), "this state is no place, and `Id<State>` goes up to `Id<Place>`");
    assert!(kg.add(State, "Kazakhstan").is_err());
}
