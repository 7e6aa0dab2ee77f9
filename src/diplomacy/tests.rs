use super::*;
use crate::{
    KnowledgeGraph, fact,
    model::Id,
    schema::{IsA, Kind, Range, Schema, Shape},
};

#[test]
fn the_vocabulary_does_not_contradict_itself() {
    let schema = Schema::of(&VOCABULARY).unwrap();
    assert!(!schema.is_open());
    for (_, def) in schema.kinds() {
        assert!(def.parents.is_empty() || def.members.is_empty(), "{}", def.name);
    }
    for (id, def) in schema.relations() {
        assert!(!def.about.is_empty(), "{} says what it means", def.name);
        assert_ne!(def.shape, Shape::Either);
        assert_eq!(schema.relation(&def.name).unwrap().id(), id);
    }
    for (_, def) in schema.roles() {
        assert!(!def.about.is_empty(), "{} says what it means", def.name);
        let used = schema.relations().any(|(_, relation)| relation.roles.iter().any(|role| role.role == def.name));
        assert!(used, "{} is a role of some relation", def.name);
    }
}

#[test]
fn the_four_names_of_the_founding_report_mean_what_it_says() {
    let schema = schema();
    let range = |name: &str| schema.range(name).unwrap();
    let ends = |name: &str| {
        let ends = schema.ends(schema.relation(name).unwrap().id());
        (ends.shape, ends.subject, ends.object)
    };
    assert_eq!(ends("visits"), (Shape::Happens, range("person"), range("place")));
    assert_eq!(ends("hosts"), (Shape::Happens, range("host"), range("event")));
    assert_eq!(ends("ambassador-of"), (Shape::Holds, range("person"), range("state")));
    assert_eq!(ends("recognized-in-1991"), (Shape::Happens, range("state"), range("state")));
    let role = schema.role("accredited-to").unwrap();
    let ambassador = schema.relation("ambassador-of").unwrap().id();
    assert_eq!(schema.ends(ambassador).role(role), Some((true, range("state"))));
    assert_eq!(schema.relation("recognized-in-1991?").unwrap().date(), Some(crate::time::date("1991?")));
}

#[test]
fn rows_of_registers_fit_without_loss() {
    let mut kg = KnowledgeGraph::new(schema());
    let dhaka: Id<City> = kg.add(City, "Dhaka").unwrap();
    let states = ["Bhutan", "Bangladesh"].map(|name| kg.add(State, name).unwrap());
    let [bhutan, bangladesh] = states;
    let (king, envoy) = (kg.add(Person, "Jigme Singye").unwrap(), kg.add(Person, "Dasho Karma").unwrap());
    let embassy = kg.add(Embassy, "Embassy of Bhutan").unwrap();
    let host = kg.add(Person, "Ziaur Rahman").unwrap();
    // A register of visits: visitor, of what state, of what rank, where, received by whom, and a remark.
    let visit = fact(king, Visits, bangladesh)
        .between("1978-02-20", "1978-02-23")
        .with(OnBehalfOf, bhutan)
        .with(Capacity, "king")
        .with(VisitKind, "state")
        .with(Venue, dhaka)
        .with(ReceivedBy, host)
        .with(Remark, "First visit by a head of state.");
    let visit = kg.assert(visit).unwrap();
    // A register of missions: who sends, who receives, of what rank, in which city.
    let mission = fact(embassy, MissionOf, bhutan).with(AccreditedTo, bangladesh).with(Venue, dhaka);
    let mission = kg.assert(mission.with(Rank, "embassy").since("1980")).unwrap();
    let resident = fact(envoy, AmbassadorOf, bhutan).with(AccreditedTo, bangladesh).with(ResidentIn, dhaka);
    let resident = kg.assert(resident.with(Remark, "Also accredited to Pakistan.").since("1980")).unwrap();
    // A register of recognitions: in what form, in which place of the order, and by what act.
    let recognized = fact(bhutan, Recognized, bangladesh).on("1971-12-06").with(Rank, "de jure");
    let recognized = recognized.with(Order, "first").with(Remark, "By a telegram of the king.");
    let recognized = kg.assert(recognized).unwrap();
    let sentence = |id| kg.fact_ref(id).unwrap().sentence().to_string();
    assert_eq!(
        sentence(visit),
        "Jigme Singye visited Bangladesh from 1978-02-20 until 1978-02-23, described as “state”, as “king”, on behalf of \
         Bhutan, received by Ziaur Rahman, in Dhaka, with the remark “First visit by a head of state.”"
    );
    assert_eq!(
        sentence(mission),
        "Embassy of Bhutan is a mission of Bhutan, accredited to Bangladesh, with the rank “embassy”, in Dhaka (since 1980)"
    );
    assert_eq!(
        sentence(resident),
        "Dasho Karma is ambassador of Bhutan, accredited to Bangladesh, resident in Dhaka, with the remark “Also \
         accredited to Pakistan.” (since 1980)"
    );
    assert_eq!(
        sentence(recognized),
        "Bhutan recognized Bangladesh on 1971-12-06, with the rank “de jure”, being “first”, with the remark “By a \
         telegram of the king.”"
    );
}

#[test]
fn a_member_of_a_union_includes_the_kinds_under_it() {
    fn up<K: IsA<S>, S: Kind>(schema: &Schema) {
        let kind = schema.kind(K::NAME).unwrap();
        assert_eq!(schema.bound_range::<K>(), Ok(Range::Kind(kind)));
        assert!(schema.check_kind(schema.bound_range::<S>().unwrap(), kind), "{} {}", K::NAME, S::NAME);
    }
    let schema = schema();
    up::<ResearchInstitute, Host>(&schema);
    up::<Embassy, Undertaking>(&schema);
    up::<Meeting, Work>(&schema);
    up::<Territory, Polity>(&schema);
    up::<Embassy, Any>(&schema);
    let institute: Id<ResearchInstitute> = Id::new(7);
    assert_eq!(institute.up::<Host>(), institute);
    assert!(!schema.check_kind(schema.range("host").unwrap(), schema.kind("region").unwrap()));
    assert!(schema.is_abstract(schema.kind("host").unwrap()) && !schema.is_abstract(schema.kind("state").unwrap()));
    assert_eq!(schema.range("text").unwrap(), Range::Value(crate::model::ValueType::Text));
}
