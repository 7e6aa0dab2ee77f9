//! A small file does not cost much: what a reader copies is bounded, and so is what it nests.

#[test]
fn copies_of_a_long_row_are_refused() {
    use chancery::{
        diplomacy,
        io::{Column, csv},
    };

    let schema = diplomacy::schema();
    let read = |objects: usize, words: usize| {
        let cells = ["b;".repeat(objects), "w".repeat(words)];
        let table = format!("subject,relation,object,source,words\na,borders,{},s,{}\n", cells[0], cells[1]);
        let reader = csv::Reader::new(&schema).several("object", ";");
        let mut reader = reader.column("source", Column::Source).column("words", Column::Quote);
        reader.read_facts(table.as_bytes()).unwrap();
        reader.finish().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(read(1_000, 5_000).len(), 1_000);
    let refused = read(100_000, 300_000);
    let error = refused[0].as_ref().unwrap_err().to_string();
    assert!(error.starts_with("line 2, column 11: object: the row has 100000 objects"), "{error}");
    assert_eq!(refused.len(), 1);
}

#[cfg(feature = "graphml")]
mod xml {
    use chancery::{
        KnowledgeGraph, diplomacy,
        io::{Column, Import, graphml},
    };

    fn document(nodes: usize, keys: &str) -> String {
        use std::fmt::Write;

        let mut text = format!("<graphml>{keys}<graph edgedefault=\"directed\">");
        for n in 0..nodes {
            write!(text, "<node id=\"n{n}\"/>").unwrap();
        }
        text + "</graph></graphml>"
    }

    #[test]
    fn copies_of_a_long_default_are_refused() {
        let long = "x".repeat(100_000);
        let schema = diplomacy::schema();
        let key =
            |name: &str| format!("<key id=\"k\" for=\"node\" attr.name=\"{name}\"><default>{long}</default></key>");
        let reader = || graphml::Reader::new(&schema).kind("state").column("motto", Column::Attribute("motto".into()));
        let error = reader().read(document(20_000, &key("motto")).as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("line 1, column 10: the default of `motto` has 100000 bytes"), "{error}");
        // A few are taken, and what has no meaning is counted and not copied.
        assert_eq!(reader().read(document(100, &key("motto")).as_bytes()).unwrap().len(), 200);
        let edits = reader().read(document(20_000, &key("color")).as_bytes()).unwrap();
        assert_eq!(edits.unread().collect::<Vec<_>>(), [("color", 20_000)]);
    }

    #[test]
    fn short_defaults_of_many_nodes_are_taken() {
        let schema = diplomacy::schema();
        let keys = "<key id=\"k\" for=\"all\" attr.name=\"kind\"><default>\n state\n</default></key>\
            <key id=\"c\" for=\"edge\" attr.name=\"c\"><default>1</default></key>\
            <key id=\"g\" for=\"graph\" attr.name=\"g\"><default>1</default></key>";
        let text = document(5_000, keys)
            .replace("<node id=\"n0\"/>", "<node id=\"n0\"><data key=\"k\">region</data></node>")
            .replace("</graph>", "<edge source=\"n0\" target=\"n1\"><data key=\"c\">2</data></edge><edge source=\"n1\" target=\"n2\"/></graph>");
        let edits = graphml::Reader::new(&schema).relation("borders").read(text.as_bytes()).unwrap();
        assert_eq!(edits.unread().collect::<Vec<_>>(), [("c", 2), ("g", 1), ("kind", 2)]);
        let mut kg = KnowledgeGraph::new(schema.clone());
        let done = Import::new().apply_each(&mut kg, edits);
        assert_eq!((done.added.entities, done.added.facts), (5_000, 2), "{:?}", done.rejected);
        assert_eq!(kg.node_ref(kg.entity("n0").unwrap()).unwrap().kind_name(), Some("region"));
    }

    #[test]
    fn depth_is_bounded() {
        let schema = diplomacy::schema();
        let nested = |depth: usize| {
            let open = (0..depth).map(|n| format!("<node id=\"n{n}\"><graph edgedefault=\"directed\">"));
            let open = open.collect::<Vec<_>>().concat();
            format!(
                "<graphml><graph edgedefault=\"directed\">{open}{}</graph></graphml>",
                "</graph></node>".repeat(depth)
            )
        };
        let read = |text: String| graphml::Reader::new(&schema).kind("state").read(text.as_bytes());
        assert_eq!(read(nested(63)).unwrap().len(), 63);
        let error = read(nested(64)).unwrap_err().to_string();
        assert!(error.contains("the element is nested too deep; expected at most 128"), "{error}");
        let data = format!("<data key=\"a\">{}", "<b>".repeat(1_000));
        assert!(read(nested(1).replace("<graph edgedefault=\"directed\"><node", &format!("{data}<node"))).is_err());
    }

    #[test]
    fn what_is_within_data_and_has_no_text_is_counted() {
        let text = r#"<graphml xmlns:y="y"><key id="k" for="node" attr.name="title"/><key id="d" for="node" attr.name="shape"/>
            <graph edgedefault="directed"><node id="a"><data key="k"><y:Label font="f" xmlns:z="z">A</y:Label><y:Size w="3"/></data>
            <data key="d"><y:Fill/></data></node></graph></graphml>"#;
        let schema = diplomacy::schema();
        let read = |text: &str| {
            let reader = graphml::Reader::new(&schema).kind("state").column("title", Column::Name);
            reader.read(text.as_bytes())
        };
        let edits = read(text).unwrap();
        assert_eq!(edits.unread().collect::<Vec<_>>(), [("Label.font", 1), ("Size", 1), ("shape", 1)]);
        let twice = text
            .replace("attr.name=\"title\"/>", "attr.name=\"title\"><default>a</default>\n<default>b</default></key>");
        let error = read(&twice).unwrap_err().to_string();
        assert!(error.starts_with("line 2, column 11: the key `k` has two elements `default`"), "{error}");
        let twice = read(&text.replace("<node id=\"a\"", "<node id=\"a\" id=\"b\"")).unwrap_err().to_string();
        assert!(twice.contains("the attribute `id` is given twice"), "{twice}");
    }

    #[test]
    fn line_ends_in_character_data_are_those_of_xml() {
        let text = "<graphml><key id=\"k\" for=\"node\" attr.name=\"title\"/><graph edgedefault=\"directed\"><node id=\"a\">\
            <data key=\"k\"><![CDATA[a\r\nb\rc]]>\r\nd&#13;e</data></node></graph></graphml>";
        let schema = diplomacy::schema();
        let mut kg = KnowledgeGraph::new(schema.clone());
        let reader = graphml::Reader::new(&schema).kind("state").column("title", Column::Name);
        Import::new().apply_all(&mut kg, reader.read(text.as_bytes()).unwrap()).unwrap();
        assert_eq!(kg.node_ref(kg.entity("a").unwrap()).unwrap().name(), Some("a\nb\nc\nd\re"));
    }
}

#[cfg(feature = "json")]
mod json {
    use chancery::{
        diplomacy,
        io::{follow_the_money, json_lines, node_link},
    };

    #[test]
    fn depth_is_bounded() {
        let schema = diplomacy::schema();
        let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
        let node_link = format!("{{\"nodes\": [{{\"id\": {deep}}}], \"links\": []}}");
        let error = node_link::Reader::new(&schema).read(node_link.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("recursion limit exceeded"), "{error}");
        let edit = format!("{{\"assert\": {{\"subject\": {deep}}}}}");
        assert!(json_lines::Reader::new().read(edit.as_bytes()).next().unwrap().is_err());
        let line = format!("{{\"id\": \"a\", \"schema\": \"Person\", \"properties\": {{\"name\": {deep}}}}}");
        let edits = follow_the_money::Reader::new(&schema).read(line.as_bytes()).unwrap();
        assert!(edits.into_iter().all(|edit| edit.unwrap_err().to_string().contains("recursion limit exceeded")));
    }

    #[test]
    fn a_link_makes_a_bounded_number_of_facts() {
        let schema = diplomacy::schema();
        let link = |ends: usize| {
            let ids = |letter: char| (0..ends).map(|n| format!("\"{letter}{n}\"")).collect::<Vec<_>>().join(",");
            format!(
                "{{\"id\":\"l\",\"schema\":\"UnknownLink\",\"properties\":{{\"subject\":[{}],\"object\":[{}]}}}}",
                ids('a'),
                ids('b')
            )
        };
        let read = |line: String| {
            let reader = follow_the_money::Reader::new(&schema).relation("borders");
            reader.read(line.as_bytes()).unwrap().into_iter().collect::<Vec<_>>()
        };
        assert_eq!(read(link(100)).len(), 10_000);
        let refused = read(link(101));
        let error = refused[0].as_ref().unwrap_err().to_string();
        assert!(refused.len() == 1 && error.contains("joins 101 entities with 101; expected at most 10000"), "{error}");
    }
}
