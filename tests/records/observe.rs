//! All that a graph shows in public, as one text.

use std::fmt::Write;

use chancery::{Error, ErrorKind, KnowledgeGraph, model::Modality};

/// Everything that can be asked of a graph, with the names that look-ups find.
pub(crate) fn observed(kg: &KnowledgeGraph) -> String {
    let mut text = format!("{} nodes, {} facts, {} sources\n", kg.node_count(), kg.fact_count(), kg.source_count());
    let all = kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved();
    for node in all.entities() {
        let found = kg.get_entity(node.key().unwrap()).unwrap();
        assert_eq!(found, node.id());
        writeln!(text, "{:?} {:?}, named {:?}", node.id(), node.to_entity(), kg.entities_named(node.name().unwrap()))
            .unwrap();
    }
    for fact in all.all_facts() {
        let (id, key) = (fact.id(), fact.key());
        assert_eq!(key.map(|key| kg.fact(key).unwrap()), key.map(|_| id));
        writeln!(text, "{id:?} {fact} recorded in {:?}", fact.recorded_in()).unwrap();
        writeln!(text, "  retracted {:?} in {:?}", kg.retraction(id), kg.retracted_in(id)).unwrap();
        writeln!(text, "  resolved {:?} in {:?}", kg.resolution(id), kg.resolved_in(id)).unwrap();
        for claim in fact.claims() {
            writeln!(text, "  {claim:?} recorded in {:?}", claim.recorded_in()).unwrap();
        }
        for node in fact.participants() {
            let about: Vec<_> = all.about(node.id()).unwrap().map(|fact| fact.id().index()).collect();
            let names = node.value().map(|value| kg.entities_named(&value.to_string().replace('"', "")));
            writeln!(text, "  {node:?}, which has a part in {about:?}, and is the name of {names:?}").unwrap();
        }
    }
    for source in kg.sources() {
        assert_eq!(kg.source(source.key()).unwrap(), source.id());
        writeln!(text, "{:?}", source.to_source()).unwrap();
    }
    for (id, said) in kg.transactions() {
        writeln!(text, "{id:?} {said:?}").unwrap();
    }
    let schema = kg.schema();
    for (id, relation) in schema.relations() {
        let facts: Vec<_> =
            all.facts(kg.relation(&relation.name).unwrap()).iter().unwrap().map(|fact| fact.id().index()).collect();
        writeln!(text, "{id:?} {} {facts:?}", relation.name).unwrap();
    }
    writeln!(text, "{} kinds, {} roles", schema.kind_count(), schema.role_count()).unwrap();
    assert_eq!(kg.violations(), []);
    text
}

/// Makes a call that must be refused so, and compares what the graph shows before and after.
#[track_caller]
pub(crate) fn refused<T>(
    kg: &mut KnowledgeGraph,
    kind: ErrorKind,
    messages: &[&str],
    call: impl FnOnce(&mut KnowledgeGraph) -> Result<T, Error>,
) {
    let before = observed(kg);
    let Err(error) = call(kg) else { panic!("expected {kind:?}, and it was taken") };
    let text = error.to_string();
    assert_eq!(error.kind(), kind, "{text}");
    for part in messages {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
    assert!(!text.ends_with('.') && !error.message().is_empty(), "{text}");
    assert_eq!(observed(kg), before, "{text}");
}
