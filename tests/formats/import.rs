//! The records of a file are matched to what the graph has by the caller's rules, and never by a guess.

use chancery::{
    Edit, Entity, ErrorKind, Fact, KnowledgeGraph, Source, diplomacy,
    dossier::Dossier,
    entity, fact,
    io::{Import, MatchBy},
    model::{Claim, Node, Value},
};

use crate::graphs::{content, report};

fn identified(key: &str, scheme: &str, code: &str) -> Edit {
    let mut fact = Fact::new(key, "identified-by", "");
    fact.object = Node::Value(Value::Text(code.into()));
    fact.roles.insert("scheme", Node::Value(Value::Text(scheme.into())));
    Edit::Assert(fact)
}

fn known() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add("state", entity("Georgia").identifier("wikidata", "Q230")).unwrap();
    kg.add("region", entity("Georgia").key("georgia-us").identifier("wikidata", "Q1428")).unwrap();
    kg.add("state", "Pakistan").unwrap();
    kg
}

#[test]
fn an_ambiguous_name_is_reported_and_never_guessed() {
    let mut kg = known();
    let file = [
        Edit::AddEntity(Entity::new("g", "place", "GEORGIA")),
        Edit::AddEntity(Entity::new("p", "state", "pakistan")),
        Edit::Assert(Fact::new("p", "recognized-in-1991", "g")),
        Edit::Assert(Fact::new("p", "borders", "p")),
    ];
    let import = Import::new().matching([MatchBy::Name]);
    let done = import.apply_each(&mut kg, file.clone());
    let kinds: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().kind()).collect();
    assert_eq!(kinds, [ErrorKind::AmbiguousEntity, ErrorKind::UnknownEntity]);
    assert!(done.rejected[0].reason().to_string().contains("`georgia`, `georgia-us`"), "{:?}", done.rejected[0]);
    assert_eq!(done.renamed, [("p".to_owned(), "pakistan".to_owned())]);
    assert_eq!(done.added.facts, 1);

    let before = content(&kg);
    let error = import.apply_all(&mut kg, file).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AmbiguousEntity);
    assert_eq!(content(&kg), before, "all or nothing");
}

#[test]
fn an_identifier_distinguishes_namesakes_even_behind_its_entity() {
    let mut kg = known();
    let file = [
        Edit::AddEntity(Entity::new("g", "state", "Sakartvelo")),
        identified("g", "wikidata", "Q230"),
        Edit::AddEntity(Entity::new("h", "region", "Peach State")),
        identified("h", "wikidata", "Q1428"),
        identified("h", "fips", "13"),
    ];
    let rules = Import::new().matching([MatchBy::identifier("wikidata"), MatchBy::Name]);
    let done = rules.apply_all(&mut kg, file.clone()).unwrap();
    assert_eq!(done.known.entities, 2);
    assert_eq!(kg.entities_named("sakartvelo"), [kg.entity("georgia").unwrap()]);
    assert_eq!((done.added.facts, done.added.changes), (1, 2), "an identifier, and two names: {done:?}");
    let again = rules.apply_all(&mut kg, file).unwrap();
    assert_eq!(again.added.total(), 0, "{again:?}");
    kg.validate().unwrap();
}

#[test]
fn entities_of_one_file_are_never_taken_for_one_another() {
    let mut kg = known();
    let springfields = [
        Edit::AddEntity(Entity::new("s1", "city", "Springfield")),
        Edit::AddEntity(Entity::new("s2", "city", "Springfield")),
    ];
    let import = Import::new().matching([MatchBy::Key, MatchBy::Name]);
    let done = import.apply_each(&mut kg, springfields.clone());
    assert_eq!((done.added.entities, done.rejected.len()), (2, 0));
    assert_eq!(import.apply_each(&mut kg, springfields).added.total(), 0);

    let twins = [
        Edit::AddEntity(Entity::new("x", "state", "Pakistan")),
        Edit::AddEntity(Entity::new("y", "state", "PAKISTAN")),
    ];
    let done = import.apply_each(&mut kg, twins);
    assert_eq!(done.rejected.len(), 1, "two entities of a file are not one");
    assert!(done.rejected[0].reason().to_string().contains("another entity of the file has matched"));
}

#[test]
fn a_fact_twice_in_a_file_is_two_and_the_file_read_twice_adds_none() {
    let mut kg = known();
    kg.add_source(Source::new("s")).unwrap();
    let mut fact_of_file = Fact::new("pakistan", "recognized-in-1991", "georgia");
    let file = [Edit::Assert(fact_of_file.clone()), Edit::Assert(fact_of_file.clone())];
    let before = kg.fact_count();
    for _ in 0..2 {
        let _ = Import::new().apply_all(&mut kg, file.clone()).unwrap();
        assert_eq!(kg.fact_count(), before + 2);
    }
    fact_of_file.claims.push(Claim::new("s"));
    let done = Import::new().apply_all(&mut kg, [Edit::Assert(fact_of_file)]).unwrap();
    assert_eq!((done.known.facts, done.added.claims), (1, 1));
    kg.validate().unwrap();
}

#[test]
fn what_was_taken_back_stays_taken_back() {
    let mut kg = known();
    let file = [Edit::Assert(Fact::new("pakistan", "recognized-in-1991", "georgia"))];
    let _ = Import::new().apply_all(&mut kg, file.clone()).unwrap();
    let fact = kg.view().all_facts().last().unwrap().id();
    kg.retract(fact, "another Georgia").unwrap();
    let done = Import::new().apply_all(&mut kg, file).unwrap();
    assert_eq!((done.added.total(), done.known.facts), (0, 1));
    assert!(kg.fact_ref(fact).unwrap().is_retracted());
}

#[test]
fn keys_and_sources_that_say_something_else_are_rejected() {
    let mut kg = known();
    kg.add_source(Source::new("s").title("A")).unwrap();
    kg.assert(fact("pakistan", "recognized-in-1991", "georgia").key("k")).unwrap();
    let mut other = Fact::new("pakistan", "recognized-in-1992", "georgia");
    other.key = Some("k".into());
    let done = Import::new().apply_each(
        &mut kg,
        [
            Edit::AddSource(Source::new("s").title("B")),
            Edit::AddSource(Source::new("s")),
            Edit::Assert(other),
            Edit::AddEntity(Entity::new("pakistan", "person", "Pakistan")),
        ],
    );
    let kinds: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().kind()).collect();
    assert_eq!(kinds, [ErrorKind::DuplicateKey, ErrorKind::DuplicateKey, ErrorKind::WrongKind]);
    assert_eq!(done.known.sources, 1);
}

#[test]
fn a_dossier_comes_into_a_graph_that_is_not_empty() {
    let dossier = Dossier::of(&report().view());
    let mut kg = known();
    let done = Import::new().matching([MatchBy::Key, MatchBy::Name]).apply_all(&mut kg, dossier.edits()).unwrap();
    assert_eq!(done.added.facts, dossier.facts.len() as u64);
    let again = Import::new().apply_all(&mut kg, dossier.edits()).unwrap();
    assert_eq!(again.added.total(), 0);
    kg.validate().unwrap();
}
