//! GraphML and GEXF: nothing is lost but characters that XML cannot hold, and of GEXF sources and what a spell cannot
//! say.

use chancery::{
    ErrorKind, KnowledgeGraph, Schema, fact,
    io::{Column, Import, Loss, Losses, gexf, graphml},
};
use proptest::prelude::*;

use crate::graphs::{all, equal, hostile, random, report, same, schema};

fn graphml_of(kg: &KnowledgeGraph) -> (String, Losses) {
    let format = graphml::GraphMl::of(&all(kg));
    let mut file = Vec::new();
    let losses = format.write_to(&mut file).unwrap();
    let text = String::from_utf8(file).unwrap();
    assert_eq!((format.to_string(), format.losses()), (text.clone(), losses.clone()));
    (text, losses)
}

fn survives(kg: &KnowledgeGraph) {
    let (text, losses) = graphml_of(kg);
    assert!(losses.iter().all(|(loss, _)| matches!(loss, Loss::Characters | Loss::Sameness)), "{losses}");
    roxmltree::Document::parse(&text).unwrap();
    let mut again = KnowledgeGraph::new(schema());
    let edits = graphml::Reader::new(&schema()).read(text.as_bytes()).unwrap();
    assert_eq!(edits.unread().count(), 0);
    let done = Import::new().apply_each(&mut again, edits);
    if losses.is_empty() {
        assert!(done.rejected.is_empty(), "{:?}", done.rejected);
        again.validate().unwrap();
        equal(&again, kg);
        same(graphml_of(&again).0.as_bytes(), text.as_bytes());
        let edits = graphml::Reader::new(&schema()).read(text.as_bytes()).unwrap();
        assert_eq!(Import::new().apply_all(&mut again, edits).unwrap().added.total(), 0);
    }
}

/// Every attribute of an edge stands in GEXF as it stands in GraphML.
fn says_the_same(kg: &KnowledgeGraph) {
    let mut file = Vec::new();
    let losses = gexf::Gexf::of(&all(kg)).write_to(&mut file).unwrap();
    let gexf = String::from_utf8(file).unwrap();
    let graphml = graphml_of(kg).0;
    let (gexf, graphml) = (roxmltree::Document::parse(&gexf).unwrap(), roxmltree::Document::parse(&graphml).unwrap());
    for (element, letter) in [("node", 'n'), ("edge", 'e')] {
        let names: Vec<_> = graphml
            .descendants()
            .filter(|key| key.has_tag_name(("http://graphml.graphdrawing.org/xmlns", "key")))
            .filter(|key| key.attribute("id").unwrap().starts_with(letter))
            .map(|key| key.attribute("attr.name").unwrap())
            .collect();
        let elements_of = |document: &roxmltree::Document<'_>,
                           of: &dyn Fn(roxmltree::Node<'_, '_>) -> Vec<(String, String)>| {
            let found = document.descendants().filter(|found| found.is_element() && found.tag_name().name() == element);
            found
                .map(|found| {
                    (["id", "source", "target"].map(|name| found.attribute(name).map(str::to_owned)), of(found))
                })
                .collect::<Vec<_>>()
        };
        let left = elements_of(&graphml, &|found| {
            found
                .children()
                .map(|data| {
                    let place: usize = data.attribute("key").unwrap()[1..].parse().unwrap();
                    (names[place].to_owned(), data.text().unwrap_or_default().to_owned())
                })
                // GEXF has an attribute of its own for it.
                .filter(|(name, _)| name != "label")
                .collect()
        });
        let right = elements_of(&gexf, &|found| {
            found
                .descendants()
                .filter(|value| value.tag_name().name() == "attvalue")
                .map(|value| (value.attribute("for").unwrap().to_owned(), value.attribute("value").unwrap().to_owned()))
                .collect()
        });
        for (left, right) in left.iter().zip(&right) {
            assert_eq!(left, right);
        }
        assert_eq!(left.len(), right.len());
    }
    let lossless = [Loss::Characters, Loss::Spans, Loss::Sources, Loss::Sameness];
    assert!(losses.iter().all(|(loss, _)| lossless.contains(&loss)), "{losses}");
}

#[test]
fn the_report_and_hostile_names_survive() {
    for kg in [report(), hostile()] {
        survives(&kg);
        says_the_same(&kg);
    }
    assert!(graphml_of(&report()).1.is_empty());
    let losses = graphml_of(&hostile()).1;
    assert!(
        losses.get(Loss::Characters).is_some_and(|lost| lost.examples.iter().any(|name| name.contains("null"))),
        "{losses}"
    );
}

#[test]
fn other_files_are_read_as_the_caller_explains_them() {
    let text = r#"<?xml version="1.0"?>
<!DOCTYPE graphml [<!ENTITY boom "boom">]>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key for="edge" id="d7" attr.name="what"><default>borders</default></key>
  <graph edgedefault="undirected"><desc>Neighbours</desc>
    <edge source="n0" target="n0::n1"/>
    <node id="n0"><data key="d6">
      <y:ShapeNode><y:NodeLabel>Kazakhstan &amp; &#1178;</y:NodeLabel></y:ShapeNode>
    </data>
      <graph><node id="n0::n1"><data key="d6"><![CDATA[<China>]]></data></node></graph>
    </node>
    <edge source="n0::n1" target="n0"><data key="d7">visits</data><data key="d9">3</data></edge>
  </graph>
</graphml>"#;
    let mut kg = KnowledgeGraph::new(chancery::diplomacy::schema());
    let edits = graphml::Reader::new(kg.schema())
        .column("nodegraphics", Column::Name)
        .kind("state")
        .column("what", Column::Relation)
        .read(text.as_bytes())
        .unwrap();
    assert_eq!(edits.unread().collect::<Vec<_>>(), [("d9", 1), ("desc", 1), ("undirected graph", 1)]);
    let done = Import::new().apply_each(&mut kg, edits);
    assert_eq!(done.added.facts, 1);
    assert_eq!(done.rejected[0].reason().position().map(|at| at.line), Some(13));
    assert_eq!(kg.node_ref(kg.entity("n0").unwrap()).unwrap().name(), Some("Kazakhstan & \u{49a}"));
    assert_eq!(kg.entities_named("<china>").len(), 1);
    assert_eq!(kg.view().all_facts().next().unwrap().to_string(), "n0 borders n0::n1");
}

#[test]
fn what_is_not_graphml_is_reported_with_its_place() {
    let fault = |text: &str| graphml::Reader::new(&Schema::new()).read(text.as_bytes()).map(drop).unwrap_err();
    for (text, line) in [
        ("", 1),
        ("<html/>", 1),
        ("<graphml>\n<graph>\n</node></graph></graphml>", 3),
        ("<graphml>\n <graph><node/></graph></graphml>", 2),
        ("<graphml><graph>\n<edge source='a'/></graph></graphml>", 2),
        ("<graphml>\n\n<graph>&boom;</graph></graphml>", 3),
        ("<graphml>\n<graph>", 2),
        ("{}", 1),
    ] {
        let error = fault(text);
        assert_eq!(
            (error.kind(), error.position().map(|at| at.line)),
            (ErrorKind::Syntax, Some(line)),
            "{text} {error}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_graph_holds_survives(kg in random()) {
        survives(&kg);
        says_the_same(&kg);
    }
}

/// Each alone, so that what XML forbids in one does not excuse what befalls another.
#[test]
fn blanks_and_line_ends_of_texts_are_theirs() {
    for text in ["\nu\n\n", "\n u ", " u\n", "\r\nu\r", "\tu\t", "\u{85}u\u{2028}", "u\n\nu", "<b>\n</b>"] {
        let mut kg = KnowledgeGraph::new(schema());
        kg.add("person", chancery::entity(text).key("a")).unwrap();
        kg.assert(chancery::fact("a", "titled", text)).unwrap();
        assert!(graphml_of(&kg).1.is_empty(), "{text:?}");
        survives(&kg);
    }
}

/// Tools that draw a graph write the label, and know no modality.
#[test]
fn labels_say_what_a_fact_is_other_than_actual() {
    let mut kg = KnowledgeGraph::new(chancery::diplomacy::schema());
    kg.add("person", "Tokayev").unwrap();
    kg.add("state", "Pakistan").unwrap();
    kg.assert(fact("tokayev", "visits", "pakistan").on("2025-01-01")).unwrap();
    let plan = kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned()).unwrap();
    kg.assert(fact("tokayev", "visits", "pakistan").on("2024").denied()).unwrap();
    kg.retract(plan, "").unwrap();
    let view = kg.view().with_retracted().with_modalities(chancery::model::Modality::ALL);
    let graphml = graphml::GraphMl::of(&view).to_string();
    let gexf = gexf::Gexf::of(&view).to_string();
    for label in ["visits", "visits (planned, retracted)", "visits (denied)"] {
        assert!(graphml.contains(&format!(">{label}</data></edge>")), "{label}\n{graphml}");
        assert!(gexf.contains(&format!("label=\"{label}\"")), "{label}\n{gexf}");
    }
    assert!(graphml.contains(">Tokayev</data></node>"));
    let actual = view.with_modalities([chancery::model::Modality::Actual]);
    assert_eq!(graphml::GraphMl::of(&actual).to_string().matches("<edge ").count(), 1);
}
