//! Guards against empty answers to questions that name a relation, kind or role of a vocabulary that the schema of the graph
//! does not have: each is an error.

use chancery::{
    ErrorKind, KnowledgeGraph,
    diplomacy::{self, Person, State, Visits},
    fact,
};

mod harbours {
    use chancery::diplomacy::{Person, Place};

    chancery::vocabulary! {
        name: "harbours";
        extends: chancery::diplomacy;
        kinds { Harbour "harbour": Place; }
        relations {
            event Inspected "inspected": Person => Harbour { optional Escort: Person };
            state Within "within": Harbour => Harbour [transitive];
        }
        roles { Escort "escort"; }
    }
}
use harbours::{Escort, Harbour, Inspected, Within};

#[test]
fn a_vocabulary_that_is_not_loaded_is_an_error_in_every_question() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (a, oman) = (kg.add(Person, "A").unwrap(), kg.add(State, "Oman").unwrap());
    let visit = kg.assert(fact(a, Visits, oman).on("2026")).unwrap();
    let view = kg.view();
    let relation = |error: chancery::Error| {
        assert_eq!(error.kind(), ErrorKind::UnknownRelation, "{error}");
        assert!(error.to_string().contains("inspected") || error.to_string().contains("within"), "{error}");
    };
    let kind = |error: chancery::Error| {
        assert_eq!(error.kind(), ErrorKind::UnknownKind, "{error}");
        assert!(error.to_string().contains("harbour"), "{error}");
    };
    relation(view.facts(Inspected).count().unwrap_err());
    relation(view.facts(Inspected).first().unwrap_err());
    relation(view.facts(Inspected).from(a).iter().map(drop).unwrap_err());
    relation(view.facts(Inspected).answer().map(drop).unwrap_err());
    relation(view.facts(Inspected).answer_on("2026").map(drop).unwrap_err());
    relation(view.of_relations(Inspected).map(drop).unwrap_err());
    relation(view.of_relations((Visits, Inspected)).map(drop).unwrap_err());
    relation(view.neighbors(a).by(Inspected).count().unwrap_err());
    relation(view.neighbors(a).by((Visits, Inspected)).ids().map(drop).unwrap_err());
    relation(view.coverage_of(Person, Inspected).map(drop).unwrap_err());
    relation(kg.fact_ref_as(visit, Inspected).map(drop).unwrap_err());
    let chains = || view.chains(a, oman).by((Visits, Inspected));
    relation(chains().shortest().map(drop).unwrap_err());
    relation(chains().directed().all(3).map(drop).unwrap_err());
    relation(chains().k_shortest(2).map(drop).unwrap_err());
    relation(chains().earliest_certain().map(drop).unwrap_err());
    relation(chains().earliest_possible().map(drop).unwrap_err());

    kind(view.of_kinds(Harbour).map(drop).unwrap_err());
    kind(view.chains(a, oman).through(Harbour).shortest().map(drop).unwrap_err());
    kind(view.coverage_of(Harbour, Visits).map(drop).unwrap_err());
    let role = view.facts("visits").with(Escort, a).count().unwrap_err();
    assert_eq!(role.kind(), ErrorKind::UnknownRole, "{role}");

    let mut query = view.query();
    let person = query.var(Person);
    let _ = query.fact(person, Inspected, "oman");
    relation(query.ask().unwrap_err());
    relation(query.select(person).rows().map(drop).unwrap_err());
    relation(query.select(person).count().map(drop).unwrap_err());
    relation(query.explain().map(drop).unwrap_err());
    let mut query = view.query();
    let person = query.var(Person);
    query.reach(person, Within, 1.., "oman");
    relation(query.ask().unwrap_err());
    let mut query = view.query();
    let _ = query.var(Harbour);
    kind(query.ask().unwrap_err());
    let mut query = view.query();
    let person = query.var(Person);
    let visits = query.fact(person, "visits", oman);
    query.role(visits, Escort, "a");
    assert_eq!(query.ask().unwrap_err().kind(), ErrorKind::UnknownRole);

    // With the vocabulary, the same questions have answers.
    let kg = KnowledgeGraph::new(harbours::schema());
    assert_eq!(kg.view().facts(Inspected).count().unwrap(), 0);
    assert_eq!(kg.view().of_kinds(Harbour).unwrap().entities().count(), 0);
}
