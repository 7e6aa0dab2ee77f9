//! Graphs and queries made from bytes.

use std::fmt;

use crate::tck::{
    create::{Model, Node, Relationship},
    value::Value,
};

/// Bytes, taken one after the other; when they are used up, zeros.
pub struct Tape<'b>(pub &'b [u8]);

impl Tape<'_> {
    pub fn next(&mut self, below: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % below
    }
    pub fn one_in(&mut self, of: usize) -> bool {
        self.next(of) == of - 1
    }
    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.next(from.len())].clone()
    }
}

const LABELS: [&str; 3] = ["A", "B", "C"];
const TYPES: [&str; 3] = ["T", "U", "V"];

/// A graph in which `num` of a node and `w` of a relationship are its number, and `p` and `q` may be missing.
pub fn model(tape: &mut Tape<'_>) -> Model {
    let int = |value: usize| Value::Int(i64::try_from(value).unwrap());
    let mut model = Model::default();
    let nodes = 1 + tape.next(3);
    for number in 0..nodes {
        let labels = LABELS.into_iter().filter(|_| tape.one_in(2)).map(str::to_owned).collect();
        let mut properties = vec![("num".to_owned(), int(number))];
        if tape.one_in(2) {
            properties.push(("p".to_owned(), int(tape.next(3))));
        }
        model.nodes.push(Node { labels, properties });
    }
    let plans = tape.one_in(2);
    for number in 0..3 + tape.next(5) {
        let (from, to, kind) = (tape.next(nodes), tape.next(nodes), tape.pick(&TYPES).to_owned());
        let mut properties = vec![("w".to_owned(), int(number))];
        if tape.one_in(2) {
            properties.push(("q".to_owned(), int(tape.next(3))));
        }
        let planned = plans && tape.one_in(3);
        model.relationships.push(Relationship { from, to, kind, properties, deleted: false, planned });
    }
    model
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Right,
    Left,
    Both,
}

#[derive(Clone, Debug)]
pub struct NodeAsked {
    pub name: Option<String>,
    pub labels: Vec<&'static str>,
    pub p: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Hop {
    pub name: Option<String>,
    pub types: Vec<&'static str>,
    pub direction: Direction,
    pub length: Option<(usize, Option<usize>)>,
    pub q: Option<i64>,
    pub to: NodeAsked,
}

#[derive(Clone, Debug)]
pub struct Path {
    pub name: Option<String>,
    pub start: NodeAsked,
    pub hops: Vec<Hop>,
}

#[derive(Clone, Debug)]
pub enum Operand {
    Property(String, &'static str),
    Int(i64),
}

#[derive(Clone, Debug)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare(Operand, &'static str, Operand),
    Differ(String, String),
    Label(String, &'static str),
    IsNull(Operand),
    Pattern(Path),
    Exists(Vec<Path>, Option<Box<Condition>>),
}

#[derive(Clone, Debug)]
pub enum Clause {
    Match { optional: bool, paths: Vec<Path>, condition: Option<Condition> },
    With { distinct: bool, names: Vec<String>, condition: Option<Condition> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Node,
    Fact,
    Facts,
    Path,
}

/// A query: its clauses, and what is returned at the end: how many rows there are, or all names.
#[derive(Clone, Debug)]
pub struct Asked {
    pub clauses: Vec<Clause>,
    pub counts: bool,
    pub scope: Vec<(String, Sort)>,
}

/// Makes a query.
struct Maker<'t, 'b> {
    tape: &'t mut Tape<'b>,
    scope: Vec<(String, Sort)>,
    made: usize,
}

impl Asked {
    pub fn of(tape: &mut Tape<'_>) -> Self {
        let mut maker = Maker { tape, scope: Vec::new(), made: 0 };
        let mut clauses = vec![maker.matching(false)];
        for _ in 0..maker.tape.next(3) {
            let clause = match maker.tape.next(5) {
                0 | 1 => maker.matching(false),
                2 | 3 => maker.matching(true),
                _ => maker.with(),
            };
            clauses.push(clause);
        }
        let counts = maker.tape.one_in(5) || maker.scope.is_empty();
        Self { clauses, counts, scope: maker.scope }
    }
}

impl Maker<'_, '_> {
    fn new_name(&mut self, prefix: &str, sort: Sort) -> String {
        self.made += 1;
        let name = format!("{prefix}{}", self.made);
        self.scope.push((name.clone(), sort));
        name
    }

    fn names(&self, sort: Sort) -> Vec<String> {
        self.scope.iter().filter(|(_, of)| *of == sort).map(|(name, _)| name.clone()).collect()
    }

    fn matching(&mut self, optional: bool) -> Clause {
        let bound = self.names(Sort::Fact);
        let paths = self.paths(&bound);
        let condition = if self.tape.one_in(3) { self.condition(2) } else { None };
        Clause::Match { optional, paths, condition }
    }

    fn paths(&mut self, bound: &[String]) -> Vec<Path> {
        let mut bound = bound.to_vec();
        (0..=usize::from(self.tape.one_in(3))).map(|_| self.path(&mut bound)).collect()
    }

    fn with(&mut self) -> Clause {
        let names: Vec<String> =
            self.scope.iter().map(|(name, _)| name.clone()).filter(|_| !self.tape.one_in(3)).collect();
        if names.is_empty() {
            return self.matching(false);
        }
        self.scope.retain(|(name, _)| names.contains(name));
        let distinct = self.tape.one_in(2);
        let condition = if self.tape.one_in(3) { self.condition(2) } else { None };
        Clause::With { distinct, names, condition }
    }

    fn node(&mut self) -> NodeAsked {
        let known = self.names(Sort::Node);
        let name = match self.tape.next(4) {
            0 => None,
            1 if !known.is_empty() => Some(self.tape.pick(&known)),
            _ => Some(self.new_name("n", Sort::Node)),
        };
        let labels = LABELS.into_iter().filter(|_| self.tape.one_in(10)).collect();
        let p = self.tape.one_in(12).then(|| self.small());
        NodeAsked { name, labels, p }
    }

    fn small(&mut self) -> i64 {
        i64::try_from(self.tape.next(3)).unwrap()
    }

    /// `bound`: facts of earlier clauses, each of which may be used once.
    fn path(&mut self, bound: &mut Vec<String>) -> Path {
        let start = self.node();
        let mut hops = Vec::new();
        for _ in 0..self.tape.next(4).min(2) {
            let types = match self.tape.next(4) {
                0 => vec![self.tape.pick(&TYPES)],
                1 | 2 => vec!["T", "U"],
                _ => Vec::new(),
            };
            let direction = self.tape.pick(&[Direction::Right, Direction::Left, Direction::Both]);
            let length = self.tape.one_in(4).then(|| {
                let least = self.tape.next(3);
                (least, [Some(least), Some(least + 1), None][self.tape.next(3)])
            });
            let name = match self.tape.next(4) {
                0 if length.is_none() && !bound.is_empty() => {
                    let at = self.tape.next(bound.len());
                    Some(bound.swap_remove(at))
                }
                1 | 2 if length.is_some() => Some(self.new_name("f", Sort::Facts)),
                1 | 2 => Some(self.new_name("r", Sort::Fact)),
                _ => None,
            };
            let q = self.tape.one_in(12).then(|| self.small());
            hops.push(Hop { name, types, direction, length, q, to: self.node() });
        }
        let name = self.tape.one_in(4).then(|| self.new_name("p", Sort::Path));
        Path { name, start, hops }
    }

    fn operand(&mut self) -> Operand {
        let (nodes, facts) = (self.names(Sort::Node), self.names(Sort::Fact));
        match self.tape.next(4) {
            0 | 1 if !nodes.is_empty() => {
                let key = self.tape.pick(&["num", "p"]);
                Operand::Property(self.tape.pick(&nodes), key)
            }
            2 if !facts.is_empty() => {
                let key = self.tape.pick(&["w", "q"]);
                Operand::Property(self.tape.pick(&facts), key)
            }
            _ => Operand::Int(self.small()),
        }
    }

    fn condition(&mut self, depth: usize) -> Option<Condition> {
        let nodes = self.names(Sort::Node);
        let inner =
            |maker: &mut Self| -> Vec<Condition> { (0..2).filter_map(|_| maker.condition(depth - 1)).collect() };
        Some(match self.tape.next(9) {
            0 if depth > 0 => Condition::All(inner(self)),
            1 if depth > 0 => Condition::Any(inner(self)),
            2 if depth > 0 => Condition::Not(Box::new(self.condition(depth - 1)?)),
            3 if nodes.len() > 1 => Condition::Differ(self.tape.pick(&nodes), self.tape.pick(&nodes)),
            4 if !nodes.is_empty() => Condition::Label(self.tape.pick(&nodes), self.tape.pick(&LABELS)),
            5 => Condition::IsNull(self.operand()),
            6 if !nodes.is_empty() => {
                let mut path = self.local(|maker| maker.path(&mut Vec::new()));
                let known = |name: &mut Option<String>| {
                    if name.as_ref().is_some_and(|name| !nodes.contains(name)) {
                        *name = None;
                    }
                };
                path.name = None;
                known(&mut path.start.name);
                for hop in &mut path.hops {
                    hop.name = None;
                    known(&mut hop.to.name);
                }
                if path.hops.is_empty() {
                    return None;
                }
                Condition::Pattern(path)
            }
            7 if depth > 0 => self.local(|maker| {
                let mut paths = maker.paths(&[]);
                for path in &mut paths {
                    path.name = None;
                }
                maker.scope.retain(|(_, sort)| *sort != Sort::Path);
                let condition = if maker.tape.one_in(2) { maker.condition(depth - 1).map(Box::new) } else { None };
                Condition::Exists(paths, condition)
            }),
            _ => {
                let how = self.tape.pick(&["=", "<", "<>", ">="]);
                Condition::Compare(self.operand(), how, self.operand())
            }
        })
    }

    /// Makes something whose new names are not known after it.
    fn local<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        let scope = self.scope.clone();
        let result = make(self);
        self.scope = scope;
        result
    }
}

impl fmt::Display for NodeAsked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}", self.name.as_deref().unwrap_or_default())?;
        self.labels.iter().try_for_each(|label| write!(f, ":{label}"))?;
        self.p.iter().try_for_each(|p| write!(f, " {{p: {p}}}"))?;
        f.write_str(")")
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.iter().try_for_each(|name| write!(f, "{name} = "))?;
        write!(f, "{}", self.start)?;
        for hop in &self.hops {
            f.write_str(if hop.direction == Direction::Left { "<-[" } else { "-[" })?;
            f.write_str(hop.name.as_deref().unwrap_or_default())?;
            if !hop.types.is_empty() {
                write!(f, ":{}", hop.types.join("|"))?;
            }
            match hop.length {
                Some((least, Some(most))) => write!(f, "*{least}..{most}")?,
                Some((least, None)) => write!(f, "*{least}..")?,
                None => {}
            }
            hop.q.iter().try_for_each(|q| write!(f, " {{q: {q}}}"))?;
            f.write_str(if hop.direction == Direction::Right { "]->" } else { "]-" })?;
            write!(f, "{}", hop.to)?;
        }
        Ok(())
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(of, key) => write!(f, "{of}.{key}"),
            Self::Int(int) => write!(f, "{int}"),
        }
    }
}

fn joined<T: fmt::Display>(all: &[T], between: &str) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(all) if all.is_empty() => f.write_str("true"),
            Self::Any(any) if any.is_empty() => f.write_str("false"),
            Self::All(all) => write!(f, "({})", joined(all, " AND ")),
            Self::Any(any) => write!(f, "({})", joined(any, " OR ")),
            Self::Not(of) => write!(f, "NOT ({of})"),
            Self::Compare(a, how, b) => write!(f, "{a} {how} {b}"),
            Self::Differ(a, b) => write!(f, "{a} <> {b}"),
            Self::Label(of, label) => write!(f, "{of}:{label}"),
            Self::IsNull(of) => write!(f, "{of} IS NULL"),
            Self::Pattern(path) => write!(f, "{path}"),
            Self::Exists(paths, None) => write!(f, "EXISTS {{ {} }}", joined(paths, ", ")),
            Self::Exists(paths, Some(condition)) => {
                write!(f, "EXISTS {{ MATCH {} WHERE {condition} }}", joined(paths, ", "))
            }
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for clause in &self.clauses {
            let condition = match clause {
                Clause::Match { optional, paths, condition } => {
                    write!(f, "{}MATCH {}", if *optional { "OPTIONAL " } else { "" }, joined(paths, ", "))?;
                    condition
                }
                Clause::With { distinct, names, condition } => {
                    write!(f, "WITH {}{}", if *distinct { "DISTINCT " } else { "" }, names.join(", "))?;
                    condition
                }
            };
            condition.iter().try_for_each(|condition| write!(f, " WHERE {condition}"))?;
            writeln!(f)?;
        }
        if self.counts {
            return f.write_str("RETURN count(*) AS rows");
        }
        let item = |(name, sort): &(String, Sort)| match sort {
            Sort::Node => format!("{name}.num"),
            Sort::Fact => format!("{name}.w"),
            Sort::Facts => format!("[x IN {name} | x.w] AS {name}"),
            Sort::Path => format!("[x IN nodes({name}) | x.num] AS {name}"),
        };
        write!(f, "RETURN {}", self.scope.iter().map(item).collect::<Vec<_>>().join(", "))
    }
}
