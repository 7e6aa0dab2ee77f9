//! A query as it is written: clauses, patterns and expressions, each with its place in the text.

/// The offset of the first byte of a part in the text of the query.
pub(super) type At = u32;

/// A whole query: one part, or several joined by `UNION`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statement {
    /// Whether it begins with `EXPLAIN`.
    pub(super) explain: bool,
    pub(super) first: Single,
    pub(super) unions: Vec<Union>,
}

/// `UNION` or `UNION ALL`, and the part after it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Union {
    pub(super) at: At,
    pub(super) all: bool,
    pub(super) part: Single,
}

/// The clauses between two `UNION`s.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Single {
    pub(super) clauses: Vec<Clause>,
}

/// One clause.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Clause {
    Match(Match),
    Unwind { at: At, list: Expr, name: Name },
    With { at: At, projection: Projection, condition: Option<Expr> },
    Return { at: At, projection: Projection },
}

/// `MATCH` or `OPTIONAL MATCH`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) at: At,
    pub(super) optional: bool,
    pub(super) paths: Vec<Path>,
    pub(super) condition: Option<Expr>,
}

/// What `WITH` and `RETURN` have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Projection {
    pub(super) distinct: bool,
    /// Whether it begins with `*`.
    pub(super) all: bool,
    pub(super) items: Vec<Item>,
    pub(super) order: Vec<Sort>,
    pub(super) skip: Option<Expr>,
    pub(super) limit: Option<Expr>,
}

/// One column: an expression and its name, which is its text if there is no `AS`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) expr: Expr,
    pub(super) name: Name,
    /// Whether the name follows `AS`.
    pub(super) named: bool,
}

/// One key of `ORDER BY`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sort {
    pub(super) expr: Expr,
    pub(super) descending: bool,
}

/// A name with its place. Names in backticks come without them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) at: At,
}

/// A node, and the relationships and nodes after it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub(super) at: At,
    pub(super) name: Option<Name>,
    pub(super) shortest: Option<Shortest>,
    pub(super) start: Node,
    pub(super) hops: Vec<(Relationship, Node)>,
}

/// `shortestPath(…)` or `allShortestPaths(…)` around a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shortest {
    One,
    All,
}

/// `(name:Label {property: value})`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) at: At,
    pub(super) name: Option<Name>,
    /// All of them must hold.
    pub(super) labels: Vec<Name>,
    pub(super) properties: Vec<(Name, Expr)>,
}

/// `-[name:TYPE|TYPE*1..3 {property: value}]->`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Relationship {
    pub(super) at: At,
    pub(super) name: Option<Name>,
    /// One of them must hold; any type, if there is none.
    pub(super) types: Vec<Name>,
    pub(super) direction: Direction,
    /// The number of facts of a chain, if it is written with `*`.
    pub(super) length: Option<Length>,
    pub(super) properties: Vec<(Name, Expr)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// `-->`
    Right,
    /// `<--`
    Left,
    /// `--` and `<-->`
    Both,
}

/// `*`, `*2`, `*1..`, `*..3`, `*1..3`: `*` is at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) at: At,
    pub(super) least: u32,
    /// `None` if the chain may have any number of facts.
    pub(super) most: Option<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expr {
    pub(super) at: At,
    pub(super) kind: ExprKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ExprKind {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Parameter(String),
    Variable(String),
    List(Vec<Expr>),
    Map(Vec<(Name, Expr)>),
    /// `e.name`
    Property(Box<Expr>, Name),
    /// `e[i]`
    Index(Box<Expr>, Box<Expr>),
    /// `e[from..to]`
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Plus(Box<Expr>),
    /// At least two, joined by the same word.
    Logic(Logic, Vec<Expr>),
    /// `a < b <= c` asks for `a < b AND b <= c`.
    Compare(Box<Expr>, Vec<(Comparison, Expr)>),
    /// `a + b - c`, from the left. Each step has the place of its sign.
    Arithmetic(Box<Expr>, Vec<(Sign, At, Expr)>),
    In(Box<Expr>, Box<Expr>),
    Texts(TextTest, Box<Expr>, Box<Expr>),
    /// `IS NULL`, or `IS NOT NULL` if negated.
    IsNull {
        of: Box<Expr>,
        negated: bool,
    },
    /// `e:Label:Label`
    HasLabels(Box<Expr>, Vec<Name>),
    /// `count(*)`
    CountAll,
    Call {
        name: Name,
        distinct: bool,
        args: Vec<Expr>,
    },
    Case {
        of: Option<Box<Expr>>,
        branches: Vec<(Expr, Expr)>,
        otherwise: Option<Box<Expr>>,
    },
    /// `[x IN list WHERE condition | map]`
    Comprehension {
        name: Name,
        list: Box<Expr>,
        condition: Option<Box<Expr>>,
        map: Option<Box<Expr>>,
    },
    /// `[(a)-->(b) WHERE condition | map]`
    PatternComprehension {
        path: Box<Path>,
        condition: Option<Box<Expr>>,
        map: Box<Expr>,
    },
    /// `all(x IN list WHERE condition)`
    Quantified {
        quantifier: Quantifier,
        name: Name,
        list: Box<Expr>,
        condition: Box<Expr>,
    },
    /// `reduce(sum = 0, x IN list | sum + x)`
    Reduce {
        sum: Name,
        start: Box<Expr>,
        name: Name,
        list: Box<Expr>,
        step: Box<Expr>,
    },
    /// `EXISTS { … }`
    Exists(Box<Subquery>),
    /// `COUNT { … }`
    Count(Box<Subquery>),
    /// A pattern where a condition is expected: whether it has a match.
    Pattern(Box<Path>),
}

/// What stands in the braces of `EXISTS` and `COUNT`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subquery {
    /// A pattern, with or without the word `MATCH`, and a condition.
    Pattern { paths: Vec<Path>, condition: Option<Expr> },
    /// Clauses that end with `RETURN`.
    Query(Statement),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Logic {
    And,
    Or,
    Xor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextTest {
    StartsWith,
    EndsWith,
    Contains,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    All,
    Any,
    None,
    Single,
}
