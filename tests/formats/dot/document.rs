//! A strict reader of documents: it takes nothing that they do not need, so that a text which breaks out of its quotes
//! is a failure.

use std::collections::BTreeMap;

pub(crate) type Attributes = BTreeMap<String, String>;

#[derive(Debug, Default)]
pub(crate) struct Read {
    /// In the order of the document.
    pub(crate) nodes: Vec<(String, Attributes)>,
    pub(crate) edges: Vec<(String, String, Attributes)>,
    /// What a `graph` statement says, by the name of the subgraph; the document's own under the empty name.
    pub(crate) graphs: BTreeMap<String, Attributes>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Table(String),
    Sign(char),
    Arrow,
}

/// Graphviz's lexer, with nothing allowed that the documents do not need.
fn tokens(document: &str) -> Vec<Token> {
    let mut chars = document.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\n' => {}
            '{' | '}' | '[' | ']' | '=' | ',' | ';' => tokens.push(Token::Sign(c)),
            '-' => {
                assert_eq!(chars.next(), Some('>'), "a lone dash");
                tokens.push(Token::Arrow);
            }
            '"' => {
                let mut text = String::new();
                loop {
                    match chars.next().expect("a quote ends") {
                        '"' => break,
                        '\\' => {
                            let next = chars.next().expect("a backslash is followed");
                            assert!("\\\"nl".contains(next), "an escape that is not meant: \\{next}");
                            text.extend(['\\', next]);
                        }
                        c => {
                            assert!(!c.is_control(), "a control character: {c:?}");
                            text.push(c);
                        }
                    }
                }
                tokens.push(Token::Quoted(text));
            }
            '<' => {
                let (mut depth, mut text) = (1_i32, String::new());
                loop {
                    let c = chars.next().expect("a table ends");
                    depth += i32::from(c == '<') - i32::from(c == '>');
                    if depth == 0 {
                        break;
                    }
                    text.push(c);
                }
                tokens.push(Token::Table(text));
            }
            c if c.is_ascii_alphabetic() => {
                let mut word = c.to_string();
                while let Some(c) = chars.next_if(char::is_ascii_alphanumeric) {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
            c => panic!("{c:?} stands outside quotes"),
        }
    }
    tokens
}

/// What a text in quotes shows: escapes undone, entities undone.
fn shown(quoted: &str) -> String {
    let mut text = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next().unwrap() {
                'n' | 'l' => text.push('\n'),
                c => text.push(c),
            },
            c => text.push(c),
        }
    }
    assert!(!text.replace("&amp;", "").contains('&'), "an ampersand that is not coded: {text}");
    text.replace("&amp;", "&")
}

pub(crate) fn read(document: &str) -> Read {
    let tokens = tokens(document);
    assert_eq!(tokens[..3], [Token::Word("digraph".into()), Token::Quoted("chancery".into()), Token::Sign('{')]);
    let mut read = Read::default();
    let mut open = vec![String::new()];
    let mut at = 3;
    while at < tokens.len() {
        match &tokens[at] {
            Token::Sign('}') => {
                open.pop().expect("a bracket closes what was opened");
                at += 1;
            }
            Token::Word(word) if word == "subgraph" => {
                let Token::Quoted(name) = &tokens[at + 1] else { panic!("a subgraph has a name in quotes") };
                assert_eq!(tokens[at + 2], Token::Sign('{'));
                open.push(name.clone());
                at += 3;
            }
            Token::Word(word) => {
                assert!(["graph", "node", "edge"].contains(&word.as_str()), "`{word}` stands outside quotes");
                let attributes = attributes(&tokens, &mut at, 1, word);
                if word == "graph" {
                    read.graphs.insert(open.last().unwrap().clone(), attributes);
                }
            }
            Token::Quoted(from) if tokens[at + 1] == Token::Arrow => {
                let Token::Quoted(to) = &tokens[at + 2] else { panic!("an id stands outside quotes") };
                let attributes = attributes(&tokens, &mut at, 3, "");
                read.edges.push((from.clone(), to.clone(), attributes));
            }
            Token::Quoted(id) => {
                let attributes = attributes(&tokens, &mut at, 1, id);
                read.nodes.push((id.clone(), attributes));
            }
            other => panic!("{other:?} begins a statement"),
        }
    }
    assert!(open.is_empty(), "every bracket is closed");
    read.words_to_lines();
    read
}

fn attributes(tokens: &[Token], at: &mut usize, skip: usize, of: &str) -> Attributes {
    *at += skip;
    let mut attributes = Attributes::new();
    assert_eq!(tokens[*at], Token::Sign('['));
    *at += 1;
    while tokens[*at] != Token::Sign(']') {
        let Token::Word(name) = &tokens[*at] else { panic!("{:?} is no name of an attribute", tokens[*at]) };
        assert_eq!(tokens[*at + 1], Token::Sign('='));
        let value = match &tokens[*at + 2] {
            Token::Quoted(value) => shown(value),
            Token::Table(value) if of == "legend" && name == "label" => value.clone(),
            other => panic!("{name} of {of} is {other:?}"),
        };
        assert!(attributes.insert(name.clone(), value).is_none(), "{name} is said twice of {of}");
        *at += 3;
        if tokens[*at] == Token::Sign(',') {
            *at += 1;
        }
    }
    *at += 1;
    assert_eq!(tokens[*at], Token::Sign(';'));
    *at += 1;
    attributes
}

impl Read {
    /// Takes words in a line, which are a node without a shape between two edges, as the label of one edge.
    fn words_to_lines(&mut self) {
        let (words, nodes): (Vec<_>, Vec<_>) = std::mem::take(&mut self.nodes)
            .into_iter()
            .partition(|(_, node)| !node.contains_key("shape") && node.contains_key("label"));
        let (words, entities): (Vec<_>, Vec<_>) = words.into_iter().partition(|(id, _)| !id.starts_with("e_"));
        self.nodes = nodes.into_iter().chain(entities).collect();
        for (id, node) in words {
            let (own, others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.edges).into_iter().partition(|(from, to, _)| *from == id || *to == id);
            self.edges = others;
            let [(from, _, first), (_, to, second)] = <[_; 2]>::try_from(own).expect("words have two edges");
            assert_eq!(first["dir"], "none", "{id}: an arrow stands at the words");
            let mut line = second;
            line.extend(node);
            self.edges.push((from, to, line));
        }
    }

    pub(crate) fn node(&self, id: &str) -> &Attributes {
        let found: Vec<_> = self.nodes.iter().filter(|(other, _)| other == id).collect();
        assert_eq!(found.len(), 1, "{id} is declared once");
        &found[0].1
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.nodes.iter().any(|(other, _)| other == id)
    }

    pub(crate) fn edge(&self, from: &str, to: &str) -> &Attributes {
        let found: Vec<_> = self.edges.iter().filter(|(f, t, _)| f == from && t == to).collect();
        assert_eq!(found.len(), 1, "{from} -> {to} is there once");
        &found[0].2
    }
}

/// The lines of the legend.
pub(crate) fn legend(document: &str) -> Vec<String> {
    let read = read(document);
    let Some((_, node)) = read.nodes.iter().find(|(id, _)| id == "legend") else { return Vec::new() };
    let table = roxmltree::Document::parse(&node["label"]).unwrap();
    let rows = table.descendants().filter(|node| node.has_tag_name("TR"));
    let text = |row: roxmltree::Node<'_, '_>| {
        row.descendants().filter_map(|n| if n.is_text() { n.text() } else { None }).collect()
    };
    let lines: Vec<String> = rows.map(text).collect();
    assert_eq!(lines[0], "legend");
    lines[1..].to_vec()
}

pub(crate) fn plain(attributes: &Attributes) -> BTreeMap<&str, &str> {
    let words = ["tooltip", "labeltooltip", "label"];
    attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !words.contains(name))
        .collect()
}
