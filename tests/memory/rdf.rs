//! RDF in all syntaxes: files that expand, that are nested, and real ones.

use chancery::{
    Error, ErrorKind, KnowledgeGraph, diplomacy, entity, fact,
    io::rdf::{JsonLdProfileSet, Rdf, RdfFormat, Reader},
};

use super::{MIB, measured};

const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };

/// Reads a file in a thread with a small stack. The most memory that it took, and its first error: of the file, or
/// among the edits.
fn read(file: impl Into<Vec<u8>>, syntax: RdfFormat, depth: Option<usize>) -> (usize, Option<Error>) {
    let file = file.into();
    measured(|| {
        let schema = diplomacy::schema();
        let mut reader = Reader::new(&schema).syntax(syntax).blank_nodes("b").with_base_iri("http://x/");
        if let Some(depth) = depth {
            reader = reader.depth(depth);
        }
        reader.read(file.as_slice()).map_or_else(Some, |edits| edits.into_iter().find_map(Result::err))
    })
}

/// Demands that a file is refused, or read, within a multiple of its size and a little.
#[track_caller]
fn bounded(what: &str, file: String, syntax: RdfFormat) -> Option<Error> {
    let size = file.len();
    let (bytes, error) = read(file, syntax, None);
    println!("{what}: {size} bytes take {bytes}, {:?}", error.as_ref().map(ToString::to_string));
    assert!(bytes <= 200 * size + 8 * MIB, "{what}: {size} bytes take {bytes}: {error:?}");
    if let Some(error) = &error {
        assert_eq!(error.kind(), ErrorKind::Syntax, "{error}");
    }
    error
}

/// The opening, so many times, what is in the middle, and the closing.
fn nested(open: &str, middle: &str, close: &str, levels: usize) -> String {
    open.repeat(levels) + middle + &close.repeat(levels)
}

/// Files that are nested so deep, by syntax.
fn deep(levels: usize) -> Vec<(&'static str, RdfFormat, String)> {
    use RdfFormat::{N3, NQuads, NTriples, RdfXml, TriG, Turtle};
    let mut files = Vec::new();
    let term =
        format!("<http://a> <http://b> {} .\n", nested("<<( <http://a> <http://b> ", "<http://c>", " )>>", levels / 2));
    let reified =
        format!("{} <http://b> <http://c> .\n", nested("<< ", "<http://a>", " <http://b> <http://c> >>", levels / 2));
    for syntax in [Turtle, TriG, N3, NTriples, NQuads] {
        files.push(("triple terms", syntax, term.clone()));
    }
    for syntax in [Turtle, TriG, N3] {
        files.push(("reified triples", syntax, reified.clone()));
        let of = |middle: String| format!("<http://a> <http://b> {middle} .\n");
        files.push(("lists", syntax, of(nested("(", "1", ")", levels))));
        files.push(("blank nodes", syntax, of(nested("[ <http://b> ", "1", " ]", levels))));
        files.push(("open brackets", syntax, of("[".repeat(levels))));
    }
    let formula = nested("{ <http://a> <http://b> ", "1", " }", levels);
    files.push(("formulas", N3, format!("{formula} <http://b> 1 .")));
    let element = nested("<rdf:Description><a:b>", "x", "</a:b></rdf:Description>", levels / 2);
    files.push(("elements", RdfXml, rdf_xml("", &element)));
    let list = nested("<a:b rdf:parseType='Collection'><rdf:Description>", "", "</rdf:Description></a:b>", levels / 2);
    files.push(("collections", RdfXml, rdf_xml("", &format!("<rdf:Description>{list}</rdf:Description>"))));
    files.push(("objects", JSON_LD, nested("{\"http://a/b\":", "1", "}", levels)));
    files.push(("arrays", JSON_LD, format!("{{\"http://a/b\":{}}}", nested("[", "1", "]", levels))));
    files.push(("lists", JSON_LD, format!("{{\"http://a/b\":{}}}", nested("{\"@list\":[", "1", "]}", levels / 2))));
    files.push(("contexts", JSON_LD, nested("{\"@context\":{\"a\":\"http://a/\"},\"a:b\":", "1", "}", levels)));
    files
}

fn rdf_xml(doctype: &str, content: &str) -> String {
    let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    format!("<?xml version=\"1.0\"?>{doctype}<rdf:RDF xmlns:rdf=\"{rdf}\" xmlns:a=\"http://a/\">{content}</rdf:RDF>")
}

#[test]
fn what_is_nested_too_deep_is_refused_with_its_place() {
    for (what, syntax, file) in deep(8000).into_iter().chain(deep(40_000)) {
        let error = bounded(&format!("{what} in {syntax}"), file, syntax);
        let error = error.unwrap_or_else(|| panic!("{what} in {syntax} is read"));
        assert!(error.to_string().contains("deep") && error.position().is_some(), "{what} in {syntax}: {error}");
    }
}

#[test]
fn what_is_nested_within_the_limit_is_read() {
    for (what, syntax, file) in deep(200).into_iter().chain(deep(18)).filter(|(what, ..)| *what != "open brackets") {
        if syntax == JSON_LD && file.matches(['{', '[']).count() > 60 || what == "contexts" {
            continue;
        }
        // N3 has none.
        if syntax == RdfFormat::N3 && what.contains("triple") {
            continue;
        }
        let error = bounded(&format!("{what} in {syntax}"), file, syntax);
        assert_eq!(error, None, "{what} in {syntax}");
    }
}

#[test]
fn the_limit_is_raised_where_that_is_safe() {
    for (what, syntax, file) in deep(2000) {
        let (_, error) = read(file, syntax, Some(usize::MAX));
        let fixed = syntax == JSON_LD || ["triple terms", "reified triples"].contains(&what);
        let refused = error.is_some_and(|error| error.to_string().contains("deep"));
        assert_eq!(refused, fixed, "{what} in {syntax}");
    }
}

#[test]
fn what_looks_like_a_comment_hides_no_depth() {
    let element = nested("<rdf:Description><a:b>", "x", "</a:b></rdf:Description>", 4000);
    for head in ["<!DOCTYPE r [<!-- >]>", "<!---->"] {
        let file = rdf_xml(head, &format!("{element}<!-- -->"));
        let error = bounded("a comment", file, RdfFormat::RdfXml);
        assert!(error.is_some_and(|error| error.to_string().contains("deep")), "{head}");
    }
}

#[test]
fn entities_within_entities_are_bounded() {
    for levels in [6, 9, 12, 60] {
        let first = "<!ENTITY e0 \"0123456789\">".to_owned();
        let more = (1..levels).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10)));
        let doctype = format!("<!DOCTYPE r [{}]>", more.fold(first, |all, one| all + &one));
        let file = rdf_xml(&doctype, &format!("<rdf:Description><a:b>&e{};</a:b></rdf:Description>", levels - 1));
        let error = bounded("entities", file, RdfFormat::RdfXml);
        assert!(error.unwrap().to_string().contains("expand to more than 64 times"));
    }
    // Those that ontologies declare are read.
    let doctype = "<!DOCTYPE rdf:RDF [ <!ENTITY owl \"http://www.w3.org/2002/07/owl#\"> <!ENTITY t \"&owl;Thing\"> ]>";
    let file = rdf_xml(
        doctype,
        "<rdf:Description rdf:about=\"http://x/a\"><rdf:type rdf:resource=\"&t;\"/></rdf:Description>",
    );
    assert_eq!(bounded("entities", file, RdfFormat::RdfXml), None);
}

#[test]
fn long_prefixes_of_many_short_names_are_bounded() {
    let long = format!("http://a/{}/", "x".repeat(100_000));
    let all = |each: &dyn Fn(usize) -> String| (0..10_000).map(each).collect::<Vec<_>>().concat();
    for syntax in [RdfFormat::Turtle, RdfFormat::TriG, RdfFormat::N3] {
        let file = format!("@prefix a: <{long}> .\n{}", all(&|n| format!("a:{n} a:b a:{n} .\n")));
        assert!(bounded("prefixes", file, syntax).is_some());
        let file = format!("@prefix a: <{long}> .\n{}", all(&|_| "a:a a:b a:c .\n".to_owned()));
        assert!(bounded("a prefix of few names", file, syntax).is_some());
    }
    let content = all(&|n| format!("<l:b{n} rdf:resource='{n}'/>"));
    let file = rdf_xml(
        "",
        &format!("<rdf:Description rdf:about='' xmlns:l='{long}' xml:base='{long}'>{content}</rdf:Description>"),
    );
    assert!(bounded("namespaces", file, RdfFormat::RdfXml).is_some());
    let attributes = all(&|n| format!(" l:b{n}=''"));
    let file = rdf_xml("", &format!("<rdf:Description xmlns:l='{long}'{attributes}/>"));
    assert!(bounded("attributes", file, RdfFormat::RdfXml).is_some());
    let members = all(&|n| format!(",\"a:{n}\":1"));
    let file = format!("{{\"@context\":{{\"a\":\"{long}\"}},\"@id\":\"http://x\"{members}}}");
    assert!(bounded("contexts", file, JSON_LD).is_some());
    let file = format!("{{\"@context\":{{\"a\":\"{long}\"}}{members},\"@id\":\"http://x\"}}");
    assert!(bounded("contexts", file, JSON_LD).is_some());
    let terms = all(&|n| format!(",\"t{n}\":\"http://a/{n}\""));
    let inner = nested("{\"@context\":{\"y\":\"http://y/\"},\"a:b\":", "1", "}", 3);
    let file = format!("{{\"@context\":{{\"a\":\"http://a/\"{terms}}},\"a:c\":{inner}}}");
    assert_eq!(bounded("copies of contexts", file, JSON_LD), None);
}

#[test]
fn a_context_that_is_given_counts_too() {
    let schema = diplomacy::schema();
    let context = format!("{{\"@context\":{{\"a\":\"http://a/{}/\"}}}}", "x".repeat(100_000));
    let members = (0..10_000).map(|n| format!(",\"a:{n}\":1")).collect::<Vec<_>>().concat();
    let file = format!("{{\"@context\":\"http://c\"{members}}}");
    let reader = Reader::new(&schema).syntax(JSON_LD).context("http://c", context.into_bytes());
    let error = reader.read(file.as_bytes()).err().unwrap();
    assert!(error.to_string().contains("expand to more than 64 times"), "{error}");
}

/// What a real file takes: of each syntax, a multiple of its size.
#[test]
fn a_real_file_takes_a_small_multiple_of_its_size() {
    use RdfFormat::{N3, NQuads, NTriples, RdfXml, TriG, Turtle};

    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let state = kg.add("state", "Norland").unwrap();
    for n in 0..2000 {
        let person = kg.add("person", entity(format!("Person {n}"))).unwrap();
        kg.assert(fact(person, "visits", state).on("2026-02").planned()).unwrap();
    }
    for (syntax, times) in [(NTriples, 4), (NQuads, 4), (Turtle, 10), (TriG, 10), (N3, 10), (RdfXml, 6), (JSON_LD, 4)] {
        let mut file = Vec::new();
        assert!(Rdf::of(&kg.view()).syntax(syntax).write_to(&mut file).unwrap().is_empty());
        let size = file.len();
        let (bytes, error) = read(file, syntax, None);
        println!("{syntax}: {size} bytes take {bytes}, {} times", bytes / size);
        assert_eq!(error, None);
        assert!(bytes < times * size, "{syntax}: {bytes} for {size}");
    }
}
