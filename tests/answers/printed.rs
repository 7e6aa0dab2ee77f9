//! Guards against answers that lose what they say when they are printed, and against what is said twice and counts twice.

use chancery::{
    KnowledgeGraph, date,
    diplomacy::{self, AccreditedTo, AmbassadorOf, Born, HeadOfState, Highlighted, Person, State, Visits},
    entity, fact,
    model::Modality,
};

#[test]
fn answers_print_their_facts() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (a, b) = (kg.add(Person, "A").unwrap(), kg.add(Person, "B").unwrap());
    let (x, y) = (kg.add(State, "X").unwrap(), kg.add(State, "Y").unwrap());
    kg.assert(fact(a, AmbassadorOf, x).with(AccreditedTo, y).as_of("2026-01-24")).unwrap();
    kg.assert(fact(b, AmbassadorOf, x).with(AccreditedTo, y).as_of("2020")).unwrap();
    kg.assert(fact(b, HeadOfState, y).as_of("2026")).unwrap();

    let posts = kg.view().facts(AmbassadorOf).answer_on("2026-01-24").unwrap();
    assert_eq!(
        posts.to_string(),
        "certainly: a ambassador-of x accredited-to y as-of 2026-01-24\n\
         possibly: b ambassador-of x accredited-to y as-of 2020\n"
    );
}

#[test]
fn a_modality_named_twice_is_named_once() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (a, x) = (kg.add(Person, "A").unwrap(), kg.add(State, "X").unwrap());
    kg.assert(fact(a, Visits, x).on("2026-02").denied()).unwrap();
    let twice = kg.view().with_modalities([Modality::Denied, Modality::Denied, Modality::Actual]);
    assert_eq!(twice.facts(Visits).count().unwrap(), 1);
    assert_eq!(kg.view().facts(Visits).count().unwrap(), 0);
}

#[test]
fn a_fact_that_is_asserted_once_more_with_its_key_is_itself() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (a, x) = (kg.add(Person, "A").unwrap(), kg.add(State, "X").unwrap());
    let once = |kg: &mut KnowledgeGraph| kg.assert_once(fact(a, Visits, x).on("2026-02").key("visit"));
    let first = once(&mut kg).unwrap();
    assert_eq!(once(&mut kg).unwrap(), first);
    assert_eq!(kg.fact_count(), 1);
}

#[test]
fn each_node_prints_as_what_it_is() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let a = kg.add(Person, entity("Ambassador A").key("a")).unwrap();
    let born = kg.assert(fact(a, Born, date("1953-05-17"))).unwrap();
    kg.assert(fact(a, Highlighted, born)).unwrap();
    let shown: Vec<_> = kg
        .view()
        .all_facts()
        .flat_map(|fact| [fact.subject_node(), fact.object_node()])
        .map(|node| (node.to_string(), format!("{node:?}"), node.kind_name()))
        .collect();
    let row = |text: &str, debug: &str, kind| (text.to_owned(), debug.to_owned(), kind);
    let person = row("Ambassador A", "NodeRef(0: a)", Some("person"));
    assert_eq!(
        shown,
        [
            person.clone(),
            row("1953-05-17", "NodeRef(1: (date 1953-05-17))", None),
            person,
            row("a born (date 1953-05-17)", "NodeRef(2: ^0)", None),
        ]
    );
}

#[test]
fn a_fact_gives_its_other_end_and_reads_as_its_relation() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (a, x, y) = (kg.add(Person, "A").unwrap(), kg.add(State, "X").unwrap(), kg.add(State, "Y").unwrap());
    let visit = kg.assert(fact(a, Visits, x)).unwrap();
    let read = kg.fact_ref_as(visit, "visits").unwrap().unwrap();
    assert_eq!((read.subject(), read.id()), (a.any(), visit));
    assert_eq!(kg.fact_ref_as(visit, Visits).unwrap().map(|read| read.subject()), Some(a));
    assert!(kg.fact_ref_as(visit, HeadOfState).unwrap().is_none());
    let other = |of: chancery::Id| read.other(of).map(|node| node.id());
    assert_eq!((other(a.any()), other(x.any()), other(y.any())), (Some(x.any()), Some(a.any()), None));
}
