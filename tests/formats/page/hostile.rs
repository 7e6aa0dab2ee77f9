//! No text of others becomes an element or an attribute: a page with hostile texts has the elements of the same page
//! with harmless ones.

use chancery::{
    KnowledgeGraph, Schema, Source, entity, fact,
    io::page::Page,
    model::{Quote, Value},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

use super::scan::{Part, scan};

/// What some reader of HTML takes for markup, and what nobody sees.
fn nasty() -> impl Strategy<Value = String> {
    let bits = [
        "<script>alert(1)</script>",
        "</script>",
        "</style>",
        "<!--",
        "-->",
        "]]>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=x>",
        "\"",
        "'",
        "`",
        "=",
        "<",
        ">",
        "&",
        ";",
        "&lt;",
        "&#60;",
        "&#x3c;script&#x3e;",
        "&amp;",
        "</title>",
        "</mark>",
        "</bdi>",
        " onclick=\"x\"",
        "style=\"x\"",
        "javascript:",
        "data:text/html,",
        "<a href=",
        "<base href=//x>",
        "\u{0}",
        "\r",
        "\n",
        "\t",
        "\u{2028}",
        "\u{2029}",
        "\u{202e}",
        "\u{2066}",
        "\u{feff}",
        "\u{fffe}",
        "\u{1}3\u{2}x\u{3}",
        "\u{1}",
        "\u{3}",
        "{",
        "}",
        "\\u003c",
        "\\",
        "</",
        "<a",
        "é",
        "漢",
        "م",
        "a",
        " ",
        "1",
    ];
    let bit = prop_oneof![6 => prop::sample::select(bits.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(bit, 1..8).prop_map(|bits| bits.concat())
}

/// So many of these, the same in every run.
pub(super) fn texts(count: usize) -> Vec<String> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    (0..count).map(|_| nasty().new_tree(&mut runner).unwrap().current()).collect()
}

/// A graph in which every text that may be anything is one of these, nine a time.
fn world(texts: &[String]) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(Schema::new().open());
    for (n, texts) in texts.chunks_exact(9).enumerate() {
        let [title, publisher, licence, name, alias, value, reason, why, words] = texts else { panic!("nine texts") };
        let key = |key: &str| format!("{key}{n}");
        let named = |text: &str| format!("n{text}");
        let source = Source::new(key("s")).title(title).publisher(publisher).licence(licence).text(named(words));
        kg.add_source(source).unwrap();
        kg.add_source(Source::new(key("t")).title(title).url("urn:x:\"<b>'")).unwrap();
        kg.add("thing", entity(named(name)).key(key("a"))).unwrap();
        kg.add("thing", entity(named(alias)).key(key("b"))).unwrap();
        kg.add("thing", entity(named(alias)).key(key("c"))).unwrap();
        let text = || Value::Text(value.clone());
        let quote = Quote::default().at(0..u32::try_from(named(words).chars().count()).unwrap());
        let told = fact(key("a").as_str(), "is", text()).with("so", text()).cite(key("s").as_str(), quote);
        let told = kg.assert(told.inferred(named(reason)).said_by(key("b").as_str())).unwrap();
        let knows = fact(key("a").as_str(), "knows", key("b").as_str()).on("2026");
        kg.assert(knows.source(key("t").as_str()).disputes()).unwrap();
        kg.assert(fact(key("b").as_str(), "says", told)).unwrap();
        kg.retract(told, &named(why)).unwrap();
        kg.merge(key("c"), key("b"), &named(why)).unwrap();
    }
    kg
}

/// The elements with the names of their attributes, without the marks of characters that are shown as escapes.
fn elements(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in scan(html) {
        if let Part::Open(tag) = part
            && tag.get("class") != Some("x")
        {
            let attributes: Vec<_> = tag.attributes.iter().map(|(name, _)| name.as_str()).collect();
            found.push(format!("{} {}", tag.name, attributes.join(" ")));
        }
    }
    // A long name has more lines.
    found.dedup_by(|line, before| line == before && line.starts_with("tspan "));
    found
}

#[test]
fn ten_thousand_hostile_texts_make_no_element_and_no_attribute() {
    let page = |texts: &[String]| {
        let kg = world(texts);
        let view = crate::graphs::all(&kg);
        Page::of(&view).title(&texts[0]).to_string()
    };
    let harmless = elements(&page(&vec!["x".to_owned(); 90]));
    for texts in texts(10_080).chunks(90) {
        let html = page(texts);
        let found = elements(&html);
        let differ = found.iter().zip(&harmless).find(|(found, wanted)| found != wanted);
        assert!(differ.is_none() && found.len() == harmless.len(), "{differ:?} with {texts:?}");
        // Beside a picture or some letters, a joiner or selector is of use, and stays.
        let shaping =
            |c: char| matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180f}');
        crate::eyes::seen("Page", &html.replace(shaping, ""));
    }
}
