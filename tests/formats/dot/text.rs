//! Text of any kind, wherever a graph holds text: it is shown as it is and as nothing else. And addresses, which lead
//! nowhere but to the web.

use chancery::{
    KnowledgeGraph, Source,
    diplomacy::{self, Person, State, VisitKind, Visits},
    entity, fact,
    model::Value,
};
use proptest::prelude::*;

use super::{
    document::read,
    graphviz::{drawn_nodes, edge_tooltips, svg, visible},
    signs::one,
};

/// Characters that some reader on the way takes for something else.
fn nasty() -> impl Strategy<Value = String> {
    let bits = [
        "\"",
        "\\",
        "\n",
        "\r",
        "\t",
        "\u{0}",
        "\u{b}",
        "\u{1b}",
        "\u{7f}",
        "\u{85}",
        "\u{9f}",
        "<",
        ">",
        "&",
        ";",
        "&lt;",
        "&amp;",
        "&#60;",
        "&#x3c;",
        "&nbsp;",
        "\\N",
        "\\G",
        "\\l",
        "\\n",
        "\\\\",
        "<b>x</b>",
        "<",
        "<!--",
        "-->",
        "]]>",
        "{a|b}",
        "->",
        "--",
        "graph",
        "node",
        "strict",
        "digraph",
        "subgraph",
        "];",
        "label=",
        "/*",
        "*/",
        "//",
        "#",
        "%s",
        "'",
        "`",
        "\u{2067}",
        "\u{2069}",
        "\u{202e}",
        "\u{200f}",
        "\u{2028}",
        "\u{feff}",
        "\u{fffe}",
        "\u{1ffff}",
        "\u{fdd0}",
        "\u{fffd}",
        "e\u{301}",
        "漢字",
        "שלום",
        "سلام",
        "हिन्दी",
        "🙂",
        "👩‍🚀",
        "\u{200b}",
        "\u{a0}",
        "\u{3000}",
        "Ünï",
        "𝕏",
        "a",
        " ",
        "word",
    ];
    prop::collection::vec(prop::sample::select(bits.to_vec()), 1..24).prop_map(|bits| bits.concat())
}

/// A graph that has the texts wherever it holds text.
fn full_of(texts: &[String]) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let text = texts.concat();
    kg.add_source(Source::new("s").title(&*text).text(format!("…{text}…"))).unwrap();
    let state = kg.add(State, entity("State").key("state")).unwrap();
    for (n, name) in texts.iter().enumerate() {
        let person = kg.add(Person, entity(format!("x{name}")).key(format!("k{n}"))).unwrap();
        let visit = fact(person, Visits, state).with(VisitKind, Value::Text(name.clone())).source("s").said_by(person);
        kg.assert(visit.inferred(format!("x{name}"))).unwrap();
        kg.assert(fact(person, "titled", Value::Text(name.clone())).cite("s", &*text)).unwrap();
    }
    kg
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_stays_in_its_quotes_and_is_shown(texts in prop::collection::vec(nasty(), 1..4)) {
        let kg = full_of(&texts);
        let dot = read(&kg.view().dot().title(texts.concat()).to_string());
        for (n, name) in texts.iter().enumerate() {
            let label: String = dot.node(&format!("e_k{n}"))["label"].chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(label, visible(&format!("x{name}")));
        }
        prop_assert_eq!(dot.edges.len(), 2 * texts.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn graphviz_shows_any_text(texts in prop::collection::vec(nasty(), 12)) {
        let kg = full_of(&texts);
        let document = kg.view().dot().title(texts.concat()).to_string();
        if let Some(svg) = svg("dot", &document) {
            let nodes = drawn_nodes(&svg);
            for (n, name) in texts.iter().enumerate() {
                prop_assert_eq!(&nodes[&format!("e_k{n}")], &visible(&format!("x{name}")));
            }
            let tooltips = edge_tooltips(&svg);
            for fact in kg.view().all_facts() {
                let mut bare = fact.to_fact();
                bare.claims.clear();
                let line = visible(&bare.to_string());
                prop_assert!(tooltips.contains(&line), "{}\n{:?}", line, tooltips);
            }
            prop_assert_eq!(nodes.keys().filter(|id| id.starts_with("e_")).count(), texts.len() + 1);
        }
    }
}

#[test]
fn graphviz_shows_each_hard_name() {
    let names = [
        "graph",
        "node",
        "strict digraph",
        "\"",
        "\\",
        "\\\\",
        "ends with \\",
        "\\N \\G \\E \\T \\H \\L",
        "a\nb",
        "<b>bold</b>",
        "<<TABLE>>",
        "&lt;",
        "&amp;lt;",
        "AT&T",
        "&#60;",
        "\u{0}\u{1}\u{1f}",
        "\u{2067}שלום\u{2069} (Shalom)",
        "\u{202e}abc",
        "السلام عليكم",
        "外交部长王毅先生和他的代表团一起访问了哈萨克斯坦共和国首都阿斯塔纳市",
        "🙂👩‍🚀",
        "{a|b}",
        "]; } \"x\" -> \"y",
        "/* no comment */",
        "//",
        "# hash",
        "\u{fffe}\u{ffff}",
        "e\u{301}\u{301}\u{301}",
        "Averyveryveryveryveryveryveryveryveryveryverylongword",
    ];
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for (n, name) in names.iter().enumerate() {
        kg.add(Person, entity(*name).key(format!("k{n}"))).unwrap();
    }
    let long = "ab ".repeat(333) + "z";
    kg.add(Person, entity(&*long).key("long")).unwrap();
    kg.add(Person, entity("Қасым-Жомарт").key("қасым-жомарт")).unwrap();
    let Some(svg) = svg("dot", &kg.view().dot().to_string()) else { return };
    let nodes = drawn_nodes(&svg);
    for (n, name) in names.iter().enumerate() {
        assert_eq!(nodes[&format!("e_k{n}")], visible(name));
    }
    assert_eq!(nodes["e_long"], visible(&long), "a name is never cut");
    assert_eq!(nodes["e_қасым-жомарт"], "Қасым-Жомарт");
}

#[test]
fn only_harmless_addresses_are_led_to() {
    let link = |url: &str| {
        let mut kg = one(|_, _| {});
        kg.add_source(Source::new("t").url(url)).unwrap();
        kg.assert(fact("a", "borders", "b").source("t")).unwrap();
        let dot = read(&kg.view().dot().to_string());
        dot.edge("e_a", "e_b").get("URL").cloned()
    };
    assert_eq!(link("https://example.org/?a=1&amp;b='x'").as_deref(), Some("https://example.org/?a=1&amp;b=%27x%27"));
    for bad in ["javascript:alert(1)", "data:text/html,<script>", "file:///etc/passwd", "https:\\\\example.org"] {
        assert_eq!(link(bad), None, "{bad}");
    }
    // A value that is an address leads there; otherwise, of several sources, the first that may.
    let mut kg = one(|_, _| {});
    kg.add_source(Source::new("bad").url("javascript:x")).unwrap();
    kg.add_source(Source::new("good").url("http://example.org/")).unwrap();
    kg.assert(fact("a", "site", Value::Url("https://a.example/".into())).source("bad").source("good")).unwrap();
    kg.assert(fact("a", "site", Value::Url("mailto:a@b".into()))).unwrap();
    kg.assert(fact("a", "site", Value::Url("mailto:b@b".into())).source("bad").source("good")).unwrap();
    let document = kg.view().dot().to_string();
    let dot = read(&document);
    assert_eq!(dot.node("f_#0")["URL"], "https://a.example/");
    assert!(!dot.node("f_#1").contains_key("URL"));
    assert_eq!(dot.node("f_#2")["URL"], "http://example.org/");
    if let Some(svg) = svg("dot", &document) {
        assert!(svg.contains("xlink:href=\"https://a.example/\"") && !svg.contains("javascript"), "{svg}");
    }
}

#[test]
fn long_values_are_cut_with_a_count() {
    let mut kg = one(|_, _| {});
    kg.assert(fact("a", "motto", Value::Text("x ".repeat(500)))).unwrap();
    let dot = read(&kg.view().dot().to_string());
    assert!(dot.node("f_#0")["label"].replace('\n', " ").ends_with("… (880 more characters)"));
}
