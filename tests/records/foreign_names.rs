//! Guards against a relation that was looked up in one schema and asked of another: it must not mean whatever relation has
//! the same number there.

use chancery::{
    ErrorKind, KnowledgeGraph, Schema, diplomacy, fact,
    schema::{RelationDef, RelationTerm, Shape},
};

#[test]
fn a_relation_of_another_schema_is_refused() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (a, b) = (kg.add(diplomacy::State, "A").unwrap(), kg.add(diplomacy::State, "B").unwrap());
    kg.assert(fact(a, diplomacy::Recognized, b)).unwrap();
    let number = kg.relation("recognized").unwrap().id().index();

    let mut other = Schema::new();
    for n in 0..=number {
        other.add_relation(RelationDef::new(format!("r{n}"), Shape::Happens, "any", "any")).unwrap();
    }
    let foreign = other
        .relations()
        .find(|(id, _)| id.index() == number)
        .map(|(_, def)| other.relation(&def.name).unwrap())
        .unwrap();
    assert_eq!(foreign.id().index(), number);
    assert_eq!(foreign.find(kg.schema()).unwrap_err().kind(), ErrorKind::UnknownRelation);
    assert_eq!(kg.view().facts(foreign).count().unwrap_err().kind(), ErrorKind::UnknownRelation);
    assert_eq!(kg.assert(fact("a", foreign, "b")).unwrap_err().kind(), ErrorKind::UnknownRelation);

    let same = diplomacy::schema().relation("recognized").unwrap();
    assert_eq!(kg.view().facts(same).count().unwrap(), 1, "the same relation of an equal schema is itself");
}

#[test]
fn a_graph_is_shown_in_numbers() {
    let kg = KnowledgeGraph::new(diplomacy::schema());
    let shown = "KnowledgeGraph { nodes: 0, facts: 0, claims: 0, sources: 0, transactions: 1, .. }";
    assert_eq!(format!("{kg:?}"), shown);
}
