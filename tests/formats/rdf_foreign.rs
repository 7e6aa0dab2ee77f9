//! RDF of other programs: each statement is read or counted, and two resources never become one entity.

use chancery::{
    ErrorKind, KnowledgeGraph, Schema, diplomacy, entity, fact,
    io::{
        Edits, Import,
        rdf::{JsonLdProfileSet, NamedGraphs, Rdf, RdfFormat, Reader, Statements},
    },
    model::Modality,
    schema::{KindDef, RelationDef, Shape},
    time::Dates,
};

use crate::{
    account::{Account, Change, How, each_field_is_accounted_for, of_rdf},
    foreign::sample,
    graphs::{all, schema},
};

const PREFIXES: &str = "@prefix : <http://example.org/v#> . @prefix e: <https://example.org/kg/entity/> .
@prefix r: <https://example.org/kg/relation/> . @prefix k: <https://example.org/kg/kind/> . @prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> .
";

/// A vocabulary whose classes and properties are those of a file.
fn vocabulary() -> Schema {
    let mut schema = Schema::new();
    let iri = |name: &str| format!("http://example.org/v#{name}");
    for def in [KindDef::new("agent"), KindDef::new("person").under("agent"), KindDef::new("place")] {
        let code = iri(&def.name);
        schema.add_kind(def.code("iri", code)).unwrap();
    }
    for (name, object) in [
        ("knows", "person"),
        ("born", "date"),
        ("height", "number"),
        ("page", "url"),
        ("is-alive", "yes-no"),
        ("motto", "text"),
        ("lives-in", "place"),
    ] {
        let def = RelationDef::new(name, Shape::Either, "any", object).code("iri", iri(name));
        schema.add_relation(def).unwrap();
    }
    schema
}

/// The facts of a graph, and the report of an import into it.
type Read = (Vec<String>, Vec<String>);

fn import(kg: &mut KnowledgeGraph, edits: Result<Edits, chancery::Error>) -> Read {
    let edits = match edits {
        Ok(edits) => edits,
        Err(error) => return (Vec::new(), vec![error.to_string()]),
    };
    let mut report: Vec<String> = edits.unread().map(|(name, count)| format!("{count} {name}")).collect();
    let done = Import::new().apply_each(kg, edits);
    kg.validate().unwrap();
    report.extend(done.rejected.iter().map(|rejected| rejected.reason().to_string()));
    (kg.view().all_facts().map(|fact| fact.to_string()).collect(), report)
}

fn read_into(kg: &mut KnowledgeGraph, turtle: &str, describe: impl Fn(Reader<'_>) -> Reader<'_>) -> Read {
    let schema = kg.schema().clone();
    let edits = describe(Reader::new(&schema)).read(format!("{PREFIXES}{turtle}").as_bytes());
    import(kg, edits)
}

fn read(turtle: &str, describe: impl Fn(Reader<'_>) -> Reader<'_>) -> Read {
    read_into(&mut KnowledgeGraph::new(vocabulary()), turtle, describe)
}

/// The kinds and names of all entities.
fn entities(turtle: &str, describe: impl Fn(Reader<'_>) -> Reader<'_>) -> Vec<(String, String, String)> {
    let mut kg = KnowledgeGraph::new(vocabulary());
    read_into(&mut kg, turtle, describe);
    let view = kg.view();
    let found =
        view.entities().map(|node| [node.key(), node.kind_name(), node.name()].map(|part| part.unwrap().to_owned()));
    found.map(Into::into).collect()
}

fn lines(expected: &[&str]) -> Vec<String> {
    expected.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn each_statement_of_our_rdf_is_accounted_for() {
    let (kg, schema) = (sample(), schema());
    for (format, statements) in [
        (RdfFormat::NTriples, Statements::Classic),
        (RdfFormat::NTriples, Statements::Reifiers),
        (RdfFormat::NQuads, Statements::NamedGraphs),
    ] {
        let mut file = Vec::new();
        assert!(Rdf::of(&all(&kg)).syntax(format).statements(statements).write_to(&mut file).unwrap().is_empty());
        let text = String::from_utf8(file).unwrap();
        let account = |file: &str| {
            let edits = Reader::new(&schema).syntax(format).read(file.as_bytes());
            Account::of(edits, KnowledgeGraph::new(schema.clone()))
        };
        // The order of what has no place is that of the file. The schema has what the file says of kinds and relations,
        // and a fact says itself whether its triple is asserted.
        let of_schema = |change: &Change| {
            let sorts = ["kind", "relation"].map(|sort| format!("<https://example.org/kg/{sort}/"));
            change.how == How::Left && sorts.iter().any(|sort| change.place.starts_with(sort))
        };
        let asserted = |change: &Change| {
            let default = change.place.matches('<').count() < 4 && !change.place.contains("<<");
            change.how == How::Left && default && change.place.contains("> <https://example.org/kg/relation/")
        };
        let changes = of_rdf(&text, format).into_iter().filter(|change| !of_schema(change) && !asserted(change));
        // The words of a quote are those of its range.
        let said_twice = ["rdf#place>", "prov#Entity>", "rdf#quote>"];
        each_field_is_accounted_for(&text, changes, &said_twice, account);
    }
}

const FOREIGN: &str = r#"
:ann a :person, :agent, foaf:Person ; rdfs:label "Ann"@en, "Anna"@de, "Ann" ; skos:altLabel "A." ; foaf:name "Ann B." ;
    :knows <http://example.org/people#Bob>, <http://example.org/people#bob> ; :born "1950-03-04Z"^^xsd:date ; :height 1.7 ;
    :page <https://example.org/ann> ; :is-alive "yes" ; :motto "Deo"@la ; :lives-in ex:norland ; foaf:age 75 ; schema:address [ schema:street "S" ] .
<http://example.org/people#Bob> a :person ; schema:name "Bob" .
<http://example.org/people#bob> a :person ; foaf:name "bob" .
ex:norland a :place ; rdfs:label "Norland" .
"#;

#[test]
fn each_statement_of_foreign_rdf_is_accounted_for() {
    let turtle = format!("{PREFIXES}{FOREIGN}");
    let account = |file: &str| {
        let schema = vocabulary();
        let edits = Reader::new(&schema).languages(["en"]).read(file.as_bytes());
        Account::of(edits, KnowledgeGraph::new(schema.clone()))
    };
    let whole = account(&turtle);
    assert_eq!(
        whole.report,
        [
            "unread: blank nodes 1",
            "unread: class http://xmlns.com/foaf/0.1/Person 1",
            "unread: http://example.org/v#born (time zone) 1",
            "unread: http://xmlns.com/foaf/0.1/age 1",
            "unread: https://schema.org/address 1",
        ]
        .map(str::to_owned)
        .into()
    );
    // A wider class, and a name that another property gives too, are redundant.
    let changes = of_rdf(&turtle, RdfFormat::Turtle);
    let redundant = ["v#agent>", "label> \"Ann\"@en", "label> \"Ann\""];
    let changes = changes
        .into_iter()
        .filter(|change| change.how != How::Left || !redundant.iter().any(|part| change.place.contains(part)));
    // What is not read of blank nodes is counted as a whole.
    let changes = changes.filter(|change| change.how == How::Left || !change.place.starts_with("_:"));
    each_field_is_accounted_for(&turtle, changes, &[], account);
}

#[test]
fn a_resource_without_a_known_class_may_be_one_of_the_graph() {
    let mut kg = KnowledgeGraph::new(vocabulary());
    for key in ["a", "b", "http://example.org/c"] {
        kg.add("person", entity(key).key(key)).unwrap();
    }
    let (facts, report) = read_into(
        &mut kg,
        "e:a :knows e:b, ex:c . ex:lib a ex:Library ; rdfs:label \"Library\" . e:a :knows ex:d . e:b :knows <http://example.org/#d> .",
        |reader| reader,
    );
    assert_eq!(facts, ["a knows b", "a knows http://example.org/c"]);
    assert_eq!(report.len(), 4, "{report:?}");
    assert_eq!(report[..2], ["1 class http://example.org/Library", "1 http://www.w3.org/2000/01/rdf-schema#label"]);
    assert!(report[2].contains("http://example.org/d"), "{report:?}");
    assert!(report[3].contains("<http://example.org/#d> has no class that is known"), "{report:?}");
    // A default kind takes them all.
    let (facts, report) =
        read("ex:c :knows <http://example.org/#d> . ex:c a ex:Library .", |reader| reader.kind("person"));
    assert_eq!(
        facts,
        [
            "http-example-org-d identified-by \"http://example.org/#d\" scheme \"id\"",
            "http://example.org/c knows http-example-org-d"
        ]
    );
    assert_eq!(report, ["1 class http://example.org/Library"]);
    // But not what a file says of classes.
    let (facts, report) = read("ex:Library a owl:Class ; rdfs:label \"Library\" .", |reader| reader.kind("person"));
    assert_eq!((facts.len(), report.len()), (0, 2), "{report:?}");
}

#[test]
fn an_open_schema_takes_what_it_does_not_know() {
    let turtle =
        "ex:lib a ex:PublicLibrary ; rdfs:label \"Library\" ; ex:openSince 1953 ; ex:partOf ex:town ; :knows ex:town ;
        ex:since \"a word of the notation\" ; foaf:knows ex:town ; ex:text \"Buch\"@de . ex:town a ex:Town, owl:Thing .
        ex:Town a owl:Class ; rdfs:label \"Town\" .";
    let mut kg = KnowledgeGraph::new(vocabulary().open());
    let (facts, report) = read_into(&mut kg, turtle, |reader| reader);
    assert_eq!(
        facts,
        [
            "http://example.org/lib open-since (number 1953)",
            "http://example.org/lib part-of http://example.org/town",
            "http://example.org/lib http-example-org-since \"a word of the notation\"",
            "http://example.org/lib http-xmlns-com-foaf-0-1-knows http://example.org/town",
            "http://example.org/lib text \"Buch\" language \"de\"",
        ]
    );
    // A town is not a person, and the description of a class is none of an entity.
    assert_eq!(
        report[..3],
        [
            "1 class http://www.w3.org/2002/07/owl#Class",
            "1 class http://www.w3.org/2002/07/owl#Thing",
            "1 http://www.w3.org/2000/01/rdf-schema#label",
        ]
    );
    assert!(report.len() == 4 && report[3].contains("person"), "{report:?}");
    let kinds: Vec<_> = kg.view().entities().map(|node| node.kind_name().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["public-library", "town"]);
    let count = kg.fact_count();
    read_into(&mut kg, turtle, |reader| reader);
    assert_eq!(kg.fact_count(), count, "the same file twice adds nothing");
}

#[test]
fn names_have_their_languages_and_the_narrowest_class_is_the_kind() {
    let turtle =
        "ex:a a :agent, :person ; rdfs:label \"Anne\"@fr, \"Ann\"@en-GB, \"Ann\"@en-gb ; skos:prefLabel \"Anna\"@de ;
        skos:altLabel \"Annie\"@en, \"A\" ; foaf:name \" \" . ex:b a :place, :person ; schema:name \"Bob\", \"Bob\"@en .
        ex:c a :person .";
    let key = "http://example.org/a";
    for (languages, name) in [(&[][..], "Anne"), (&["en"], "Ann"), (&["ru", "de", "en"], "Anna"), (&["EN-gb"], "Ann")] {
        let found = entities(turtle, |reader| reader.languages(languages.iter().copied()));
        assert_eq!(found[0], (key.to_owned(), "person".to_owned(), name.to_owned()), "{languages:?}");
        assert_eq!(found[1].2, "Bob");
        assert_eq!(found[2].2, "http://example.org/c", "one without a name is called by its key");
    }
    let (facts, report) = read(turtle, |reader| reader.languages(["en"]));
    let mut expected = lines(&[
        "also-known-as \"Anne\" language \"fr\"",
        "also-known-as \"Ann\" language \"en-gb\"",
        "also-known-as \"Anna\" language \"de\"",
        "also-known-as \"Annie\" language \"en\"",
        "also-known-as \"A\"",
    ]);
    for fact in &mut expected {
        *fact = format!("{key} {fact}");
    }
    expected.push("http://example.org/b also-known-as \"Bob\" language \"en\"".to_owned());
    assert_eq!(facts, expected);
    // A thing is not both a place and a person: the first class is taken.
    assert_eq!(report, ["1 class http://example.org/v#person"]);
    let (facts, _) = read("ex:a a :person ; rdfs:label \"A\" ; foaf:name \"Ann\"@en .", |reader| {
        reader.relation_as("http://xmlns.com/foaf/0.1/name", "motto")
    });
    assert_eq!(facts, ["http://example.org/a motto \"Ann\" language \"en\""]);
}

#[test]
fn a_triple_is_one_fact_and_two_iris_are_two_entities() {
    let (facts, report) = read(
        "ex:a a :person ; :knows <http://example.org/#Bob>, <http://example.org/#bob>, ex:a . ex:a :knows ex:a .
         <http://example.org/#Bob> a :person . <http://example.org/#bob> a :person . <e:b> a :person . e:e:b a :person ; :knows <e:b> .
         <https://example.org/kg/entity/two%20words> a :person .",
        |reader| reader,
    );
    assert_eq!(report, Vec::<String>::new());
    assert_eq!(
        facts,
        [
            "http-example-org-bob identified-by \"http://example.org/#Bob\" scheme \"id\"",
            "http-example-org-bob-2 identified-by \"http://example.org/#bob\" scheme \"id\"",
            "e-b identified-by \"e:b\" scheme \"id\"",
            "two-words identified-by \"https://example.org/kg/entity/two%20words\" scheme \"id\"",
            "http://example.org/a knows http-example-org-bob",
            "http://example.org/a knows http-example-org-bob-2",
            "http://example.org/a knows http://example.org/a",
            "e:b knows e-b",
        ]
    );
}

#[test]
fn an_import_of_another_file_never_takes_one_iri_for_another() {
    let mut kg = KnowledgeGraph::new(vocabulary());
    let file = |name: &str| format!("<http://example.org/#{name}> a :person ; :motto \"{name}\" .");
    assert_eq!(read_into(&mut kg, &file("Bob"), |reader| reader).1.len(), 0);
    let (facts, report) = read_into(&mut kg, &file("bob"), |reader| reader);
    assert_eq!((facts.len(), report.len()), (2, 3), "{report:?}");
    assert!(report[0].contains("another id"), "{report:?}");
}

#[test]
fn relative_iris_are_resolved_to_the_base_that_is_given() {
    let schema = vocabulary();
    let read = |syntax, text: &str, base: Option<&str>| {
        let reader = Reader::new(&schema).syntax(syntax);
        let reader = match base {
            Some(base) => reader.with_base_iri(base),
            None => reader,
        };
        import(&mut KnowledgeGraph::new(schema.clone()), reader.read(text.as_bytes()))
    };
    let turtle = "<a> a <v#person> ; <v#knows> <../b>, <#c> . <../b> a <v#person> . <#c> a <v#person> .";
    let (facts, report) = read(RdfFormat::Turtle, turtle, Some("http://example.org/"));
    assert_eq!(report, Vec::<String>::new());
    assert!(facts.contains(&"http://example.org/a knows http://example.org/b".to_owned()), "{facts:?}");
    let xml = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://example.org/v#">
        <person rdf:ID="a"><knows rdf:resource="b"/><motto> Deo </motto></person><person rdf:about="b"/></rdf:RDF>"#;
    let (facts, report) = read(RdfFormat::RdfXml, xml, Some("http://example.org/file"));
    assert_eq!(report, Vec::<String>::new());
    assert_eq!(facts[0], "http-example-org-file-a identified-by \"http://example.org/file#a\" scheme \"id\"");
    assert_eq!(facts[1], "http-example-org-file-a knows http://example.org/b");
    let json = r#"{"@id": "a", "@type": "v#person", "http://example.org/v#knows": {"@id": "b", "@type": "v#person"}}"#;
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    assert_eq!(read(json_ld, json, Some("http://example.org/")).0, ["http://example.org/a knows http://example.org/b"]);
    for (syntax, text) in [(RdfFormat::Turtle, turtle), (RdfFormat::RdfXml, xml)] {
        let (_, report) = read(syntax, text, None);
        assert!(report[0].contains("`with_base_iri`"), "{report:?}");
    }
    let error = Reader::new(&schema).with_base_iri("no base").read(turtle.as_bytes()).unwrap_err();
    assert_eq!((error.kind(), error.place()), (ErrorKind::InvalidValue, Some("base IRI")));
}

#[test]
fn what_the_page_says_of_the_parsers_is_so() {
    let xml = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">
        <rdf:Description rdf:about="http://example.org/a"><ex:b rdf:parseType="Literal"/></rdf:Description></rdf:RDF>"#;
    let json = r#"{"@context": {"@base": "http://invalid/<>/", "@vocab": "http://example.org/"}, "b": {"@list": [{"@id": "c"}]}}"#;
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    for (syntax, text) in [(RdfFormat::RdfXml, xml), (json_ld, json)] {
        let error = Reader::new(&vocabulary()).syntax(syntax).read(text.as_bytes()).map(drop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Syntax, "{error}");
    }
}

#[test]
fn named_graphs_are_counted_or_one_or_sources() {
    let trig = "ex:a a :person ; :knows ex:a . ex:g1 dct:title \"First\"@en, \"Erste\"@de ; dct:creator \"x\" .
        ex:g1 { ex:a :knows ex:a, ex:b . ex:b a :person ; rdfs:label \"B\"@en } ex:g2 { ex:a :knows ex:b . ex:a :born 1950 }
        <http://example.org/#g> { ex:b :born 1951 }";
    let read = |graphs| {
        let mut kg = KnowledgeGraph::new(vocabulary());
        let schema = kg.schema().clone();
        let reader = Reader::new(&schema).syntax(RdfFormat::TriG).named_graphs(graphs).languages(["de"]);
        let edits = reader.read(format!("{PREFIXES}{trig}").as_bytes());
        let (facts, report) = import(&mut kg, edits);
        let facts = facts.into_iter().map(|fact| fact.replace("http://example.org/", ""));
        let sources = kg.view().sources().map(|source| source.to_source());
        (facts.collect::<Vec<_>>(), report, sources.collect::<Vec<_>>())
    };
    let (facts, report, sources) = read(NamedGraphs::Unread);
    assert_eq!((facts, sources.len()), (lines(&["a knows a"]), 0));
    assert_eq!(
        report,
        ["1 http://purl.org/dc/terms/creator", "2 http://purl.org/dc/terms/title", "7 triples in named graphs"]
    );
    let (facts, ..) = read(NamedGraphs::Union);
    let expected =
        ["b also-known-as \"B\" language \"en\"", "a knows a", "a knows b", "a born (date 1950)", "b born (date 1951)"];
    assert_eq!(facts, expected);
    let (facts, report, sources) = read(NamedGraphs::Sources);
    assert_eq!(
        facts,
        [
            "b also-known-as \"B\" language \"en\" @g1",
            "a knows a @g1",
            "a knows b @g1 @g2",
            "a born (date 1950) @g2",
            "b born (date 1951) @http-example-org-g",
        ]
    );
    assert_eq!(
        report,
        [
            "1 http://purl.org/dc/terms/creator",
            "1 http://purl.org/dc/terms/title",
            "1 http://purl.org/dc/terms/title (language)"
        ]
    );
    let titles: Vec<_> = sources.iter().map(|source| (source.key.as_str(), source.title.as_deref())).collect();
    let key = |name: &str| format!("http://example.org/{name}");
    assert_eq!(titles, [(&*key("g1"), Some("Erste")), (&*key("g2"), None), ("http-example-org-g", None)]);
    assert_eq!(sources[2].url.as_deref(), Some("http://example.org/#g"));
}

#[test]
fn blank_nodes_have_numbers_as_keys_on_wish() {
    let turtle = "ex:a a :person ; :knows _:x, [ a :person ; rdfs:label \"Bob\" ] . _:x a :person ; :knows _:y . _:z a :person .";
    let (facts, report) = read(turtle, |reader| reader);
    assert_eq!((facts, report), (vec![], lines(&["7 blank nodes"])));
    let (facts, report) = read(turtle, |reader| reader.blank_nodes("file-"));
    assert_eq!(facts, ["http://example.org/a knows file-1", "http://example.org/a knows file-2"]);
    assert!(report.len() == 1 && report[0].contains("blank node 3 has no class that is known"), "{report:?}");
    let (facts, report) = read(turtle, |reader| reader.blank_nodes("file-").kind("person"));
    assert_eq!((facts.len(), report.len()), (3, 0));
    assert_eq!(facts[2], "file-1 knows file-3");
}

#[test]
fn contexts_are_given_by_the_caller_and_never_fetched() {
    let json = r#"{"@context": ["https://example.org/context.jsonld"], "@id": "ex:a", "@type": "person", "knows": {"@id": "ex:b", "@type": "person"}}"#;
    let context = "\u{feff}{\"@context\": {\"ex\": \"http://example.org/\", \"@vocab\": \"http://example.org/v#\"}}";
    let schema = vocabulary();
    let reader = Reader::new(&schema).syntax(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() });
    let error = reader.read(json.as_bytes()).map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Syntax);
    assert!(error.message().contains("https://example.org/context.jsonld"), "{error}");
    assert!(error.message().contains("`context`"), "{error}");
    let edits = reader.context("https://example.org/context.jsonld", context).read(json.as_bytes());
    let (facts, report) = import(&mut KnowledgeGraph::new(schema.clone()), edits);
    assert_eq!((facts, report), (lines(&["http://example.org/a knows http://example.org/b"]), vec![]));
}

#[test]
fn literals_are_what_the_range_says_in_all_common_spellings() {
    let turtle = |object: &str| format!("ex:a a :person ; {object} .");
    for (object, fact) in [
        (":born \"1950-03-04+05:00\"^^xsd:date", "born (date 1950-03-04)"),
        (":born \"1950Z\"^^xsd:gYear", "born (date 1950)"),
        (":born 1950", "born (date 1950)"),
        (":born \" 1950? \"", "born (date 1950?)"),
        (":born \"1950-03-04T10:00:00Z\"^^xsd:dateTime", "born (date 1950-03-04)"),
        (":height \"42\"^^xsd:unsignedInt", "height (number 42)"),
        (":height \" +7 \"^^xsd:nonPositiveInteger", "height (number 7)"),
        (":height \" 1.5 \"", "height (number 1.5)"),
        (":is-alive true", "is-alive (yes-no yes)"),
        (":is-alive 0", "is-alive (yes-no no)"),
        (":is-alive \" No \"", "is-alive (yes-no no)"),
        (":page <https://example.org/>", "page <https://example.org/>"),
        (":page \" https://example.org/ \"^^xsd:anyURI", "page <https://example.org/>"),
        (":motto 042", "motto \"042\""),
        (":motto \"<p/>\"^^rdfs:Literal", "motto \"<p/>\""),
    ] {
        let (facts, report) = read(&turtle(object), |reader| reader.dates(Dates::cut_to_day()));
        assert_eq!(facts, [format!("http://example.org/a {fact}")], "{object}: {report:?}");
        assert!(report.iter().all(|line| line.contains(" (time ") || line.contains("(datatype ")), "{report:?}");
    }
    for (object, message) in [
        (":born \"1950-03-04T10:00:00Z\"^^xsd:dateTime", "dates(Dates::cut_to_day())"),
        (":born \"long ago\"", "`long ago`"),
        (":height \"3\"^^ex:metre", "http://example.org/metre"),
        (":knows \"Bob\"", "person"),
        (":is-alive \"maybe\"", "is not a yes or no"),
    ] {
        let (facts, report) = read(&turtle(object), |reader| reader);
        assert!(facts.is_empty() && report.len() == 1 && report[0].contains(message), "{report:?}");
    }
}

#[test]
fn encodings_are_those_of_the_other_readers() {
    let turtle = format!("{PREFIXES}ex:a a :person ; :motto \"é\" .");
    let schema = vocabulary();
    let reader = Reader::new(&schema);
    let marked = [b"\xEF\xBB\xBF", turtle.as_bytes()].concat();
    let (facts, report) = import(&mut KnowledgeGraph::new(schema.clone()), reader.read(marked.as_slice()));
    assert_eq!((facts.len(), report.len()), (1, 0));
    let utf16: Vec<_> = turtle.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = reader.read(utf16.as_slice()).map(drop).unwrap_err();
    assert!(error.message().contains("UTF-16LE") && error.message().contains("iconv"), "{error}");
    let latin: Vec<_> = turtle.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let error = reader.read(latin.as_slice()).map(drop).unwrap_err();
    assert!(error.message().contains("Latin-1"), "{error}");
    assert_eq!(error.position().map(|at| at.line), Some(turtle.lines().count().try_into().unwrap()));
}

#[test]
fn a_plan_does_not_stand_for_a_triple_that_is_asserted() {
    let facts = |modality: Modality, more: &str| {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add("person", entity("Ann").key("ann")).unwrap();
        kg.add("state", entity("Norland").key("norland")).unwrap();
        kg.assert(fact("ann", "visits", "norland").on("2026").modality(modality)).unwrap();
        let mut file = Vec::new();
        assert!(Rdf::of(&all(&kg)).write_to(&mut file).unwrap().is_empty());
        let text = format!("{}{PREFIXES}{more}", String::from_utf8(file).unwrap());
        let edits = Reader::new(kg.schema()).read(text.as_bytes());
        let mut again = KnowledgeGraph::new(kg.schema().clone());
        assert_eq!(import(&mut again, edits).1, Vec::<String>::new());
        again.fact_count()
    };
    let triple = "e:ann r:visits e:norland .";
    assert_eq!((facts(Modality::Actual, ""), facts(Modality::Actual, triple)), (1, 1));
    assert_eq!((facts(Modality::Planned, ""), facts(Modality::Planned, triple)), (1, 2));
}

#[test]
fn facts_of_a_part_of_a_file_keep_their_references() {
    // The facts 3 and 7 of a larger file.
    let ours = "@prefix ch: <https://docs.rs/chancery/rdf#> . @prefix f: <https://example.org/kg/fact/> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . e:a a k:person . e:b a k:person .
        f:7 a ch:Fact ; ch:place 7 ; rdf:subject e:b ; rdf:predicate r:knows ; rdf:object e:a ; ch:on 2027 .
        f:3 a ch:Fact ; ch:place 3 ; rdf:subject e:a ; rdf:predicate r:knows ; rdf:object e:b ; ch:resolution ch:refined ; ch:resolvedBy f:7 .";
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("person")).unwrap();
    schema.add_relation(RelationDef::new("knows", Shape::Either, "person", "person")).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    let (facts, report) = read_into(&mut kg, ours, |reader| reader);
    assert_eq!((facts, report), (lines(&["b knows a on 2027"]), vec![]));
    assert_eq!(all(&kg).all_facts().count(), 2);
    let (_, report) = read_into(&mut kg, &ours.replace("f:7 .", "f:5 ."), |reader| reader);
    assert!(report.iter().any(|line| line.contains("does not describe the fact")), "{report:?}");
}

#[test]
fn parts_of_facts_that_are_given_twice_or_half_are_reported() {
    let ours = |more: &str| {
        format!(
            "@prefix ch: <https://docs.rs/chancery/rdf#> . @prefix f: <https://example.org/kg/fact/> .
            @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . e:a a k:person . e:b a k:person .
            f:0 a ch:Fact ; rdf:subject e:a ; rdf:predicate r:knows ; rdf:object e:b ; {more} ."
        )
    };
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("person")).unwrap();
    schema.add_relation(RelationDef::new("knows", Shape::Either, "person", "person")).unwrap();
    for (more, message) in [
        ("ch:on \"2026\", \"2027\"", "`on` is given 2 times"),
        ("ch:on \"2026\" ; ch:asOf \"2026\"", "two times"),
        ("ch:start \"2026\"", "expected both"),
        ("ch:on e:a", "expected a literal"),
        ("ch:modality \"planned\"", "expected an IRI"),
        ("ch:modality ch:hoped", "hoped"),
        ("rdf:object e:a", "`object` is given 2 times"),
        ("rdf:reifies <<( e:b r:knows e:a )>>", "names 2 triples"),
        ("ch:claim [ ch:quote \"x\" ]", "hadPrimarySource"),
        ("ch:resolution ch:refined", "expected both"),
        ("ch:place \"first\"", "`first` is not a whole number"),
        ("ch:whenever \"2026\"", "1 https://docs.rs/chancery/rdf#whenever"),
        ("a ex:Visit", "1 class http://example.org/Visit"),
        ("rdfs:comment \"x\"", "1 http://www.w3.org/2000/01/rdf-schema#comment"),
    ] {
        let (_, report) = read_into(&mut KnowledgeGraph::new(schema.clone()), &ours(more), |reader| reader);
        assert!(report.len() == 1 && report[0].contains(message), "{more}: {report:?}");
    }
    // A claim may be a blank node.
    let claim = "ch:claim [ <http://www.w3.org/ns/prov#hadPrimarySource> <https://example.org/kg/source/s> ]";
    let mut kg = KnowledgeGraph::new(schema);
    kg.add_source(chancery::Source::new("s")).unwrap();
    assert_eq!(read_into(&mut kg, &ours(claim), |reader| reader), (lines(&["a knows b @s"]), vec![]));
}

#[test]
fn classes_and_properties_are_kinds_and_relations_by_name_on_wish() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let turtle = "ex:Q232 a ex:Q6256 ; rdfs:label \"Kazakhstan\" ; ex:P47 ex:Q148 ; ex:P6 ex:p . ex:Q148 a ex:Q6256 . ex:p a foaf:Person .";
    let (facts, report) = read_into(&mut kg, turtle, |reader| {
        reader
            .kind_as("http://example.org/Q6256", "state")
            .kind_as("http://xmlns.com/foaf/0.1/Person", "person")
            .relation_as("http://example.org/P47", "borders")
            .relation_as("http://example.org/P6", "visited-by")
            .source("wiki")
    });
    assert_eq!(report.len(), 2, "the source is not known: {report:?}");
    assert_eq!(facts.len(), 0);
    kg.add_source(chancery::Source::new("wiki")).unwrap();
    let (facts, report) = read_into(&mut kg, turtle, |reader| {
        reader
            .kind_as("http://example.org/Q6256", "state")
            .kind_as("http://xmlns.com/foaf/0.1/Person", "person")
            .relation_as("http://example.org/P47", "borders")
            .relation_as("http://example.org/P6", "visited-by")
            .source("wiki")
    });
    assert_eq!(report, Vec::<String>::new());
    let ex = |text: &str| text.replace("ex:", "http://example.org/");
    assert_eq!(facts, [ex("ex:Q232 borders ex:Q148 @wiki"), ex("ex:p visits ex:Q232 @wiki")]);
}
