use super::Setting;
use crate::{
    KnowledgeGraph, Source,
    cypher::{evaluate::Type, value::Val},
    diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State, Visits},
    draft::fact,
    model::Value,
    schema::{RelationDef, Shape},
    time::Truth,
};

fn graph() -> KnowledgeGraph {
    let mut schema = diplomacy::schema();
    for (name, object) in [("slogan", "text"), ("head-count", "number"), ("began-on", "date"), ("is-isle", "yes-no")] {
        schema.add_relation(RelationDef::new(name, Shape::Either, "state", object)).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    let ann = kg.add(Person, "Ann").unwrap();
    let (oman, chad) = (kg.add(State, "Oman").unwrap(), kg.add(State, "Chad").unwrap());
    kg.assert(fact(ann, Visits, oman).on("1991-05-06")).unwrap();
    kg.assert(fact(ann, Visits, oman).on("1991-05")).unwrap();
    kg.assert(fact(ann, AmbassadorOf, oman).with(AccreditedTo, chad).between("1990", "1992-03")).unwrap();
    let value = |text: &str| Value::Text(text.to_owned());
    kg.assert(fact(oman, "slogan", value("one"))).unwrap();
    kg.assert(fact(chad, "slogan", value("two"))).unwrap();
    kg.assert(fact(chad, "slogan", value("one"))).unwrap();
    kg.assert(fact(chad, "slogan", value("two"))).unwrap();
    kg.assert(fact(oman, "head-count", Value::from(5)).planned()).unwrap();
    kg.assert(fact(oman, "began-on", Value::from(crate::date("1970")))).unwrap();
    kg.assert(fact(oman, "is-isle", Value::from(false))).unwrap();
    kg
}

fn setting(kg: &KnowledgeGraph) -> Setting<'_> {
    let mut setting = Setting::of(kg.view());
    let node = |key: &str| Val::Node(kg.view().entities().find(|node| node.key() == Some(key)).unwrap().id().index());
    for key in ["ann", "oman", "chad"] {
        setting.column(key, Type::Node, node(key));
    }
    let relation = |name| Some(kg.schema().relation(name).unwrap().id());
    setting.column("v", Type::Fact(relation("visits")), Val::Fact(0));
    setting.column("w", Type::Fact(None), Val::Fact(1));
    setting.column("p", Type::Fact(relation("ambassador-of")), Val::Fact(2));
    let motto = kg.view().facts("slogan").first().unwrap().unwrap().object_node().id().index();
    setting.column("m", Type::Node, Val::Node(motto));
    setting.column("any", Type::Any, node("oman"));
    setting.column("nothing", Type::Node, Val::Null);
    setting
}

fn check(table: &[(&str, &str)]) {
    let kg = graph();
    let setting = setting(&kg);
    for (expr, expected) in table {
        let found = setting.show(expr);
        let fits = expected.strip_suffix('…').map_or(found == *expected, |part| found.contains(part));
        assert!(fits, "{expr}: expected {expected}, found {found}");
    }
}

#[test]
fn entities_have_the_values_of_their_facts_as_properties() {
    check(&[
        ("oman.slogan", "'one'"),
        ("oman.SLOGAN", "'one'"),
        ("chad.slogan", "['two', 'one']"),
        ("ann.slogan", "null"),
        ("nothing.slogan", "null"),
        ("oman.head_count", "5 ?"),
        ("oman.head_count + 1 = 6", "true ?"),
        ("oman.head_count = 5 AND true", "possibly"),
        ("oman.head_count = 4 OR true", "true"),
        ("oman.head_count = 4", "false ?"),
        ("oman.head_count = 4 OR false", "false ?"),
        ("false AND oman.head_count = 4", "false"),
        ("oman.head_count = 4 AND true", "false ?"),
        ("any(x IN [4, 6] WHERE oman.head_count = x OR x > 5)", "true"),
        ("CASE WHEN oman.head_count = 4 THEN 1 ELSE 2 END", "2 ?"),
        ("oman.head_count IS NULL", "possibly"),
        ("chad.head_count IS NULL", "true"),
        ("oman.slogan IS NOT NULL", "true"),
        ("oman.beganOn", "1970"),
        ("oman.began_on.year", "1970"),
        ("oman.is_isle", "false"),
        ("NOT oman.isIsle", "true"),
        ("oman.name + oman.key + oman.kind", "'Omanomanstate'"),
        ("any.slogan", "'one'"),
        ("any.unknown", "null"),
        ("any['slo' + 'gan']", "'one'"),
        ("oman.sloggan", "line 1, column 13: no relation `sloggan` with values is declared; did you mean `slogan`?"),
        ("ann.visits", "`visits` is a relation to entities…"),
        ("m", "'one'"),
        ("m + '!'", "'one!'"),
        ("m = oman.slogan", "true"),
        ("size(m)", "3"),
        ("properties(oman).slogan", "'one' ?"),
        ("keys(ann)", "['key', 'name', 'kind']"),
    ]);
}

#[test]
fn facts_have_their_parts_as_properties() {
    check(&[
        ("type(v)", "'visits'"),
        ("v.type", "'visits'"),
        ("v.on", "1991-05-06"),
        ("v.from", "null"),
        ("v.when", "'1991-05-06'"),
        ("p.from", "1990"),
        ("p.to", "1992-03"),
        ("p.on", "null"),
        ("p.accredited_to = chad", "true"),
        ("p.accreditedTo.name", "'Chad'"),
        ("v.subject = ann AND endNode(v) = oman AND startNode(v) = ann", "true"),
        ("v.modality", "'actual'"),
        ("v.source", "null"),
        ("v.accredited_to", "visits has no role or property `accredited_to`…"),
        ("w.accredited_to", "null"),
        ("p.acredited_to", "did you mean `accredited-to`?…"),
        ("w.froom", "did you mean `from`?…"),
        ("keys(v)", "['type', 'on', 'when', 'modality', 'subject', 'object']"),
        ("id(v)", "0"),
        ("key(oman)", "'oman'"),
        ("v.on < p.to", "true"),
        ("w.on < date('1991-05-06')", "possibly"),
    ]);
}

#[test]
fn labels_are_kinds_and_types() {
    check(&[
        ("oman:State", "true"),
        ("oman:Place", "true"),
        ("oman:Person", "false"),
        ("any:Person", "false"),
        ("nothing:Person", "null"),
        ("v:VISITS", "true"),
        ("v:AMBASSADOR_OF", "false"),
        ("m:Text", "true"),
        ("oman:Stat", "no kind `Stat` is declared; did you mean `state`?…"),
        ("head(labels(oman))", "'state'"),
        ("'place' IN labels(oman)", "true"),
        ("labels(v)", "`labels` expects a node; found a relationship…"),
        ("length(oman)", "`length` expects a path; found a node…"),
    ]);
}

#[test]
fn facts_are_asked_when_they_held() {
    check(&[
        ("holds_on(v, date('1991-05-06'))", "true"),
        ("holds_on(w, '1991-05-06')", "possibly"),
        ("holds_on(v, '1991-05-07')", "false"),
        ("holds_during(w, '1991')", "true"),
        ("holds_during(w, '1991-05-01', '1991-05-02')", "possibly"),
        ("holds_during(w, '1990/1992')", "true"),
        ("begins_after(w, v, 7)", "possibly"),
        ("begins_after(v, p, 0, 600)", "true"),
        ("during(v, p)", "true"),
        ("`contains`(p, w)", "true"),
        ("before(p, v)", "false"),
        ("share_a_day(v, w)", "possibly"),
        ("before(v, oman)", "`before` expects a relationship; found a node…"),
        ("holds_on(null, '1991')", "null"),
    ]);
}

#[test]
fn patterns_in_expressions_are_as_true_as_their_matches() {
    let kg = graph();
    let mut setting = setting(&kg);
    setting.patterns.0 = vec![(Val::Int(1), Truth::Yes), (Val::Int(2), Truth::Possibly)];
    for (expr, expected) in [
        ("EXISTS { (ann)-->() }", "true"),
        ("COUNT { (ann)-->() }", "2 ?"),
        ("[(ann)-->() | it + 1]", "[2, 3] ?"),
        ("[x IN [10, 20] | [(ann)-->() | it + x]]", "[[11, 12], [21, 22]] ?"),
        ("[x IN [10] WHERE (ann)-->()]", "[10]"),
    ] {
        assert_eq!(setting.show(expr), expected, "{expr}");
    }
    setting.patterns.0.remove(0);
    assert_eq!(setting.show("EXISTS { (ann)-->() }"), "possibly");
    setting.patterns.0.clear();
    assert_eq!(setting.show("EXISTS { (ann)-->() }"), "false");
    assert_eq!(setting.show("COUNT { (ann)-->() }"), "0");
}

#[test]
fn a_fact_with_several_claims_lists_what_differs() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (ann, oman) = (kg.add(Person, "Ann").unwrap(), kg.add(State, "Oman").unwrap());
    for key in ["one", "two"] {
        kg.add_source(Source::new(key)).unwrap();
    }
    let draft = || fact(ann, Visits, oman).on("1991-05-06");
    kg.assert(draft().source("one").confidence(0.5).source("two").confidence(0.5)).unwrap();
    let mut setting = Setting::of(kg.view());
    setting.column("v", Type::Fact(None), Val::Fact(0));
    assert_eq!(setting.show("v.source"), "['one', 'two']");
    assert_eq!(setting.show("v.confidence"), "0.5");
    assert_eq!(setting.show("v.basis"), "'stated'");
    assert_eq!(setting.show("v.quote"), "null");
}
