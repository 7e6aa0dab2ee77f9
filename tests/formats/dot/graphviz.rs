//! Graphviz itself, where it is installed, and what it draws.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    process::{Command, Stdio},
};

/// The SVG that Graphviz draws, or nothing where it is not installed.
pub(crate) fn svg(engine: &str, document: &str) -> Option<String> {
    output(engine, "svg", document)
}

/// What Graphviz writes in a format, or nothing where it is not installed.
pub(crate) fn output(engine: &str, format: &str, document: &str) -> Option<String> {
    let started = Command::new(engine)
        .arg(format!("-T{format}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            let wanted = std::env::var_os("CHANCERY_REQUIRE_GRAPHVIZ").is_some_and(|value| value == "1");
            assert!(!wanted, "Graphviz is required, and `{engine}` does not start: {error}");
            println!("skipped: `{engine}` of Graphviz does not start: {error}");
            return None;
        }
    };
    let mut stdin = child.stdin.take().unwrap();
    let text = document.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).to_lowercase();
    assert!(output.status.success(), "{said}\n{document}");
    for bad in ["syntax", "error", "html", "not known", "illegal", "unknown"] {
        assert!(!said.contains(bad), "{said}\n{document}");
    }
    Some(String::from_utf8(output.stdout).expect("it writes UTF-8"))
}

/// What stands in each node of an SVG, by the node's name, without blanks.
pub(crate) fn drawn_nodes(svg: &str) -> BTreeMap<String, String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let svg = roxmltree::Document::parse_with_options(svg, options).expect("SVG is XML");
    let mut nodes = BTreeMap::new();
    for group in svg.descendants().filter(|node| node.attribute("class") == Some("node")) {
        let title = group.children().find(|node| node.has_tag_name("title")).and_then(|node| node.text()).unwrap();
        let lines = group.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text());
        nodes.insert(title.to_owned(), lines.collect::<String>().chars().filter(|c| !c.is_whitespace()).collect());
    }
    nodes
}

/// What is shown where a mouse rests on the lines of an SVG: the first lines, without blanks and word joiners.
pub(crate) fn edge_tooltips(svg: &str) -> BTreeSet<String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let svg = roxmltree::Document::parse_with_options(svg, options).expect("SVG is XML");
    let edges = svg.descendants().filter(|node| node.attribute("class") == Some("edge"));
    let tooltips = edges
        .flat_map(|edge| edge.descendants())
        .filter_map(|a| a.attribute(("http://www.w3.org/1999/xlink", "title")));
    let first = |tooltip: &str| tooltip.split('\n').next().map(str::to_owned);
    let bare = |line: String| line.chars().filter(|c| !c.is_whitespace() && *c != '\u{2060}').collect();
    tooltips.filter_map(first).map(bare).collect()
}

/// A name as a reader must find it: what XML cannot hold, and what has no shape of its own, as a sign.
pub(crate) fn visible(name: &str) -> String {
    let sign = |c: char| match u32::from(c) {
        n @ 0..0x20 => char::from_u32(0x2400 + n).unwrap(),
        0x7f => '\u{2421}',
        n if n % 0x10000 >= 0xfffe => '\u{fffd}',
        // A joiner joins two pictures in these tests.
        _ if c != '\u{200d}' && crate::eyes::unseen(c) => '\u{fffd}',
        _ => c,
    };
    name.chars().map(sign).filter(|c| !c.is_whitespace()).collect()
}
