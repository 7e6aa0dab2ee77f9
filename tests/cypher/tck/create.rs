//! Runs the setups of scenarios: `CREATE`, `UNWIND`, and plain forms of `MATCH` and `DELETE`, on a property graph in
//! vectors. It shares no code with the crate.

use std::collections::BTreeMap;

use super::{
    lex::Token,
    value::{Parser, Value},
};

/// A property graph.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub nodes: Vec<Node>,
    pub relationships: Vec<Relationship>,
}

#[derive(Clone, Debug)]
pub struct Node {
    pub labels: Vec<String>,
    pub properties: Vec<(String, Value)>,
}

#[derive(Clone, Debug)]
pub struct Relationship {
    pub from: usize,
    pub to: usize,
    pub kind: String,
    pub properties: Vec<(String, Value)>,
    pub deleted: bool,
    /// Whether it is only planned, so that what it says is possible. No setup has any.
    pub planned: bool,
}

enum Expr {
    Value(Value),
    Variable(String),
    Property(String, String),
    List(Vec<Expr>),
    Map(Vec<(String, Expr)>),
    Plus(Box<Expr>, Box<Expr>),
    Call(String, Vec<Expr>),
}

struct NodePattern {
    name: Option<String>,
    labels: Vec<String>,
    properties: Vec<(String, Expr)>,
}

struct Hop {
    name: Option<String>,
    kind: Option<String>,
    properties: Vec<(String, Expr)>,
    forward: bool,
    to: NodePattern,
}

struct Path {
    start: NodePattern,
    hops: Vec<Hop>,
}

enum Clause {
    Create(Vec<Path>),
    Unwind(Expr, String),
    /// A path, and a node that has or has not a label.
    Match(Path, Option<(bool, String, String)>),
    Delete(String),
}

#[derive(Clone)]
enum Bound {
    Node(usize),
    Relationship(usize),
    Value(Value),
}

type Row = BTreeMap<String, Bound>;

impl Model {
    /// Runs a setup. An error says what the harness does not run.
    pub fn execute(&mut self, text: &str) -> Result<(), String> {
        let clauses = clauses(text)?;
        let mut rows = vec![Row::new()];
        for clause in &clauses {
            let mut after = Vec::new();
            let before = self.clone();
            for mut row in rows {
                match clause {
                    Clause::Create(paths) => {
                        paths.iter().try_for_each(|path| self.create(path, &mut row))?;
                        after.push(row);
                    }
                    Clause::Unwind(list, name) => {
                        let Value::List(items) = self.value(list, &row)? else {
                            return Err("UNWIND of no list".into());
                        };
                        let bind = |item| {
                            let mut row = row.clone();
                            row.insert(name.clone(), Bound::Value(item));
                            row
                        };
                        after.extend(items.into_iter().map(bind));
                    }
                    Clause::Match(path, condition) => before.find(path, condition.as_ref(), &row, &mut after)?,
                    Clause::Delete(name) => {
                        let Some(Bound::Relationship(at)) = row.get(name) else {
                            return Err(format!("the harness deletes relationships only, not `{name}`"));
                        };
                        self.relationships[*at].deleted = true;
                        after.push(row);
                    }
                }
            }
            rows = after;
        }
        Ok(())
    }

    fn create(&mut self, path: &Path, row: &mut Row) -> Result<(), String> {
        let mut from = self.create_node(&path.start, row)?;
        for hop in &path.hops {
            let other = self.create_node(&hop.to, row)?;
            let kind = hop.kind.clone().ok_or("a relationship without a type")?;
            let properties = self.properties(&hop.properties, row)?;
            let (start, end) = if hop.forward { (from, other) } else { (other, from) };
            if let Some(name) = &hop.name {
                row.insert(name.clone(), Bound::Relationship(self.relationships.len()));
            }
            self.relationships.push(Relationship {
                from: start,
                to: end,
                kind,
                properties,
                deleted: false,
                planned: false,
            });
            from = other;
        }
        Ok(())
    }

    fn create_node(&mut self, pattern: &NodePattern, row: &mut Row) -> Result<usize, String> {
        if let Some(Bound::Node(node)) = pattern.name.as_ref().and_then(|name| row.get(name)) {
            return Ok(*node);
        }
        let properties = self.properties(&pattern.properties, row)?;
        let node = self.nodes.len();
        self.nodes.push(Node { labels: pattern.labels.clone(), properties });
        if let Some(name) = &pattern.name {
            row.insert(name.clone(), Bound::Node(node));
        }
        Ok(node)
    }

    fn properties(&self, of: &[(String, Expr)], row: &Row) -> Result<Vec<(String, Value)>, String> {
        let mut properties = Vec::new();
        for (key, value) in of {
            match self.value(value, row)? {
                Value::Null => {}
                value => properties.push((key.clone(), value)),
            }
        }
        Ok(properties)
    }

    /// Adds a row for each match of a path of at most one relationship.
    fn find(
        &self,
        path: &Path,
        condition: Option<&(bool, String, String)>,
        row: &Row,
        found: &mut Vec<Row>,
    ) -> Result<(), String> {
        let fits = |pattern: &NodePattern, node: usize| {
            pattern.properties.is_empty() && pattern.labels.iter().all(|label| self.nodes[node].labels.contains(label))
        };
        let bind =
            |row: &mut Row, name: Option<&String>, bound: Bound| name.map(|name| row.insert(name.clone(), bound));
        let mut rows = Vec::new();
        match path.hops.as_slice() {
            [] => {
                for node in (0..self.nodes.len()).filter(|node| fits(&path.start, *node)) {
                    let mut row = row.clone();
                    bind(&mut row, path.start.name.as_ref(), Bound::Node(node));
                    rows.push(row);
                }
            }
            [hop] => {
                for (at, it) in self.relationships.iter().enumerate().filter(|(_, it)| !it.deleted) {
                    let (from, to) = if hop.forward { (it.from, it.to) } else { (it.to, it.from) };
                    let named = hop.kind.as_ref().is_none_or(|kind| *kind == it.kind);
                    if named && fits(&path.start, from) && fits(&hop.to, to) {
                        let mut row = row.clone();
                        bind(&mut row, path.start.name.as_ref(), Bound::Node(from));
                        bind(&mut row, hop.name.as_ref(), Bound::Relationship(at));
                        bind(&mut row, hop.to.name.as_ref(), Bound::Node(to));
                        rows.push(row);
                    }
                }
            }
            _ => return Err("the harness matches at most one relationship".to_owned()),
        }
        let holds = |row: &Row| {
            condition.is_none_or(|(wanted, name, label)| match row.get(name) {
                Some(Bound::Node(node)) => self.nodes[*node].labels.contains(label) == *wanted,
                _ => false,
            })
        };
        found.extend(rows.into_iter().filter(holds));
        Ok(())
    }

    fn value(&self, expr: &Expr, row: &Row) -> Result<Value, String> {
        let each = |of: &[Expr]| of.iter().map(|expr| self.value(expr, row)).collect::<Result<Vec<_>, _>>();
        match expr {
            Expr::Value(value) => Ok(value.clone()),
            Expr::Variable(name) => match row.get(name) {
                Some(Bound::Value(value)) => Ok(value.clone()),
                _ => Err(format!("`{name}` is no value")),
            },
            Expr::Property(of, key) => match row.get(of) {
                Some(Bound::Node(node)) => {
                    let found = self.nodes[*node].properties.iter().find(|(name, _)| name == key);
                    Ok(found.map_or(Value::Null, |(_, value)| value.clone()))
                }
                _ => Err(format!("`{of}` is no node")),
            },
            Expr::List(items) => Ok(Value::List(each(items)?)),
            Expr::Map(entries) => {
                let entry = |(key, value): &(String, Expr)| Ok((key.clone(), self.value(value, row)?));
                Ok(Value::Map(entries.iter().map(entry).collect::<Result<_, String>>()?))
            }
            Expr::Plus(a, b) => match (self.value(a, row)?, self.value(b, row)?) {
                (Value::Text(a), Value::Text(b)) => Ok(Value::Text(a + &b)),
                (Value::Int(a), Value::Int(b)) => Ok(Value::Int(a + b)),
                other => Err(format!("the harness does not add {other:?}")),
            },
            Expr::Call(name, arguments) => match (name.to_ascii_lowercase().as_str(), each(arguments)?.as_slice()) {
                ("range", [Value::Int(from), Value::Int(to)]) => {
                    Ok(Value::List((*from..=*to).map(Value::Int).collect()))
                }
                ("date", [Value::Map(parts)]) => date(parts),
                _ => Err(format!("the harness does not call `{name}`")),
            },
        }
    }
}

/// A date of year, month and day.
fn date(parts: &[(String, Value)]) -> Result<Value, String> {
    let part = |name| match parts.iter().find(|(key, _)| key == name) {
        Some((_, Value::Int(number))) => Ok(*number),
        _ => Err(format!("the harness makes dates of year, month and day only, not of {parts:?}")),
    };
    Ok(Value::Date(format!("{:04}-{:02}-{:02}", part("year")?, part("month")?, part("day")?)))
}

fn clauses(text: &str) -> Result<Vec<Clause>, String> {
    let mut parser = Parser::new(text);
    let mut clauses = Vec::new();
    while parser.peek().is_some() {
        if parser.keyword("CREATE") {
            let mut paths = vec![path(&mut parser)?];
            while parser.take(',') {
                paths.push(path(&mut parser)?);
            }
            clauses.push(Clause::Create(paths));
        } else if parser.keyword("UNWIND") {
            let list = expr(&mut parser)?;
            if !parser.keyword("AS") {
                return Err("UNWIND without AS".to_owned());
            }
            clauses.push(Clause::Unwind(list, parser.word()?));
        } else if parser.keyword("MATCH") {
            let path = path(&mut parser)?;
            let condition = if parser.keyword("WHERE") {
                let wanted = !parser.keyword("NOT");
                let name = parser.word()?;
                parser.expect(':')?;
                Some((wanted, name, parser.word()?))
            } else {
                None
            };
            clauses.push(Clause::Match(path, condition));
        } else if parser.keyword("DELETE") {
            clauses.push(Clause::Delete(parser.word()?));
        } else {
            return Err(format!("the harness does not run {:?}", parser.peek()));
        }
    }
    Ok(clauses)
}

fn path(parser: &mut Parser) -> Result<Path, String> {
    let start = node(parser)?;
    let mut hops = Vec::new();
    loop {
        let back = parser.peek() == Some(&Token::Sign('<'));
        if !back && parser.peek() != Some(&Token::Sign('-')) {
            return Ok(Path { start, hops });
        }
        parser.take('<');
        parser.expect('-')?;
        parser.expect('[')?;
        let name = if let Some(Token::Word(_)) = parser.peek() { Some(parser.word()?) } else { None };
        let kind = if parser.take(':') { Some(parser.word()?) } else { None };
        let properties = properties(parser)?;
        parser.expect(']')?;
        parser.expect('-')?;
        if !back {
            parser.expect('>')?;
        }
        hops.push(Hop { name, kind, properties, forward: !back, to: node(parser)? });
    }
}

fn node(parser: &mut Parser) -> Result<NodePattern, String> {
    parser.expect('(')?;
    let name = if let Some(Token::Word(_)) = parser.peek() { Some(parser.word()?) } else { None };
    let pattern = NodePattern { name, labels: parser.labels()?, properties: properties(parser)? };
    parser.expect(')')?;
    Ok(pattern)
}

fn properties(parser: &mut Parser) -> Result<Vec<(String, Expr)>, String> {
    if parser.take('{') { parser.commas('}', |parser| parser.entry(expr)) } else { Ok(Vec::new()) }
}

fn expr(parser: &mut Parser) -> Result<Expr, String> {
    let mut left = operand(parser)?;
    while parser.take('+') {
        left = Expr::Plus(Box::new(left), Box::new(operand(parser)?));
    }
    Ok(left)
}

fn operand(parser: &mut Parser) -> Result<Expr, String> {
    if parser.take('[') {
        return Ok(Expr::List(parser.commas(']', expr)?));
    }
    if parser.take('{') {
        return Ok(Expr::Map(parser.commas('}', |parser| parser.entry(expr))?));
    }
    let constant = |word: &str| ["null", "true", "false"].iter().any(|it| word.eq_ignore_ascii_case(it));
    match parser.peek() {
        Some(Token::Word(word)) if !constant(word) => {
            let word = parser.word()?;
            if parser.take('(') {
                Ok(Expr::Call(word, parser.commas(')', expr)?))
            } else if parser.take('.') {
                Ok(Expr::Property(word, parser.word()?))
            } else {
                Ok(Expr::Variable(word))
            }
        }
        _ => Ok(Expr::Value(parser.value()?)),
    }
}

#[test]
fn setups_run() {
    let mut model = Model::default();
    model
        .execute(
            "CREATE (a:A:B {x: 1, y: null}), (b {x: a.x}) CREATE (a)-[:T {p: [true]}]->(b)<-[r:U]-(:C), (a)-[:V]->(a)",
        )
        .unwrap();
    model.execute("UNWIND ['u', 'v'] AS t MATCH (d:C) CREATE (e:E {n: t + '1'}) CREATE (d)-[:W]->(e)").unwrap();
    model.execute("MATCH (x:A)-[r]->(y) DELETE r CREATE (y)-[:Z]->(x)").unwrap();
    model.execute("MATCH (x)-[r]->(y) WHERE NOT x:C DELETE r").unwrap();
    let ends = |it: &Relationship| (it.from, it.kind.clone(), it.to, it.deleted);
    let ends: Vec<_> = model.relationships.iter().map(ends).collect();
    let it = |from, kind: &str, to, deleted| (from, kind.to_owned(), to, deleted);
    assert_eq!(
        ends,
        [
            it(0, "T", 1, true),
            it(2, "U", 1, false),
            it(0, "V", 0, true),
            it(2, "W", 3, false),
            it(2, "W", 4, false),
            it(1, "Z", 0, true),
            it(0, "Z", 0, true),
        ]
    );
    assert_eq!(model.nodes[0].properties, model.nodes[1].properties);
    assert_eq!(model.nodes[4].properties[0].1, Value::Text("v1".to_owned()));
    for not in
        ["MERGE (a)", "CREATE (a {p: time()})", "MATCH (a)-[:T]->()-[:T]->() DELETE a", "CREATE (a", "UNWIND 1 AS x"]
    {
        assert!(Model::default().execute(not).is_err(), "{not}");
    }
}
