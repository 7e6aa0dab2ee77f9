//! Values: expected cells, parameters and properties; and when two of them are the same.

use super::lex::{Token, lex};

/// A value. Nodes and relationships are what they show: labels or type, and properties.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    YesNo(bool),
    Int(i64),
    Float(f64),
    Text(String),
    /// In ISO 8601. The kit expects dates as texts.
    Date(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    Node(Vec<String>, Vec<(String, Value)>),
    Relationship(String, Vec<(String, Value)>),
    /// The first node, then each relationship with whether it points forward, and the node behind it.
    Path(Box<Value>, Vec<(bool, Value, Value)>),
    /// What no expected cell can be, in words.
    Other(String),
}

impl Value {
    /// Whether a result is what was expected. `any_order`: lists may have their elements in any order.
    pub fn same(&self, other: &Self, any_order: bool) -> bool {
        let same = |a: &Self, b: &Self| a.same(b, any_order);
        let same_map = |a: &[(String, Self)], b: &[(String, Self)]| {
            a.len() == b.len() && a.iter().all(|(key, a)| b.iter().any(|(other, b)| key == other && same(a, b)))
        };
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::YesNo(a), Self::YesNo(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            #[expect(clippy::float_cmp, reason = "the very number is expected")]
            (Self::Float(a), Self::Float(b)) => a == b || a.is_nan() && b.is_nan(),
            (Self::Text(a) | Self::Date(a), Self::Text(b) | Self::Date(b)) => a == b,
            (Self::List(a), Self::List(b)) if any_order => same_bag(a, b, same),
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
            (Self::Map(a), Self::Map(b)) => same_map(a, b),
            (Self::Node(a, p), Self::Node(b, q)) => same_bag(a, b, |a, b| a == b) && same_map(p, q),
            (Self::Relationship(a, p), Self::Relationship(b, q)) => a == b && same_map(p, q),
            (Self::Path(a, p), Self::Path(b, q)) => {
                let step = |((f, r, n), (g, s, m)): (&(bool, Self, Self), &(bool, Self, Self))| {
                    f == g && same(r, s) && same(n, m)
                };
                same(a, b) && p.len() == q.len() && p.iter().zip(q).all(step)
            }
            _ => false,
        }
    }

    /// Reads a cell of a table.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser::new(text);
        let value = parser.value()?;
        if parser.peek().is_some() { Err(format!("`{text}` goes on behind its value")) } else { Ok(value) }
    }
}

/// Whether two lists have the same elements, each as often. `same` must be an equivalence.
pub fn same_bag<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut rest: Vec<&T> = b.iter().collect();
    a.len() == b.len()
        && a.iter().all(|a| rest.iter().position(|b| same(a, b)).map(|at| rest.swap_remove(at)).is_some())
}

/// Reads values, and for setups the words around them.
pub struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    pub fn new(text: &str) -> Self {
        Self { tokens: lex(text), at: 0 }
    }

    pub fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub fn next(&mut self) -> Option<Token> {
        self.at += 1;
        self.tokens.get(self.at - 1).cloned()
    }

    pub fn take(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    pub fn expect(&mut self, sign: char) -> Result<(), String> {
        if self.take(sign) { Ok(()) } else { Err(format!("expected `{sign}`, found {:?}", self.peek())) }
    }

    /// Takes a keyword.
    pub fn keyword(&mut self, keyword: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(word)) if word.eq_ignore_ascii_case(keyword));
        self.at += usize::from(found);
        found
    }

    pub fn word(&mut self) -> Result<String, String> {
        match self.next() {
            Some(Token::Word(word)) => Ok(word),
            other => Err(format!("expected a name, found {other:?}")),
        }
    }

    /// `:A:B`, or nothing.
    pub fn labels(&mut self) -> Result<Vec<String>, String> {
        let mut labels = Vec::new();
        while self.take(':') {
            labels.push(self.word()?);
        }
        Ok(labels)
    }

    /// What stands between commas, up to a sign.
    pub fn commas<T>(
        &mut self,
        end: char,
        mut each: impl FnMut(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let mut all = Vec::new();
        while !self.take(end) {
            if !all.is_empty() {
                self.expect(',')?;
            }
            all.push(each(self)?);
        }
        Ok(all)
    }

    /// `key: value`
    pub fn entry<T>(&mut self, value: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<(String, T), String> {
        let key = self.word()?;
        self.expect(':')?;
        Ok((key, value(self)?))
    }

    fn properties(&mut self) -> Result<Vec<(String, Value)>, String> {
        if self.take('{') { self.commas('}', |parser| parser.entry(Self::value)) } else { Ok(Vec::new()) }
    }

    pub fn value(&mut self) -> Result<Value, String> {
        let Some(token) = self.next() else { return Err("expected a value, found the end".to_owned()) };
        Ok(match token {
            Token::Text(text) => Value::Text(text),
            Token::Int(int) => integer(int)?,
            Token::Float(float) => Value::Float(float),
            Token::Word(word) => match word.to_ascii_lowercase().as_str() {
                "null" => Value::Null,
                "true" => Value::YesNo(true),
                "false" => Value::YesNo(false),
                "nan" => Value::Float(f64::NAN),
                _ => return Err(format!("`{word}` is no value")),
            },
            Token::Sign('-') => match self.next() {
                Some(Token::Int(int)) => integer(-int)?,
                Some(Token::Float(float)) => Value::Float(-float),
                other => return Err(format!("expected a number, found {other:?}")),
            },
            Token::Sign('{') => Value::Map(self.commas('}', |parser| parser.entry(Self::value))?),
            Token::Sign('(') => self.node()?,
            Token::Sign('[') if self.peek() == Some(&Token::Sign(':')) => self.relationship()?,
            Token::Sign('[') => Value::List(self.commas(']', Self::value)?),
            Token::Sign('<') => self.path()?,
            other => return Err(format!("expected a value, found {other:?}")),
        })
    }

    /// A node, behind its bracket.
    fn node(&mut self) -> Result<Value, String> {
        let node = Value::Node(self.labels()?, self.properties()?);
        self.expect(')')?;
        Ok(node)
    }

    /// A relationship, behind its bracket.
    fn relationship(&mut self) -> Result<Value, String> {
        self.expect(':')?;
        let relationship = Value::Relationship(self.word()?, self.properties()?);
        self.expect(']')?;
        Ok(relationship)
    }

    fn path(&mut self) -> Result<Value, String> {
        self.expect('(')?;
        let start = self.node()?;
        let mut steps = Vec::new();
        while !self.take('>') {
            let back = self.take('<');
            self.expect('-')?;
            self.expect('[')?;
            let relationship = self.relationship()?;
            self.expect('-')?;
            if !back {
                self.expect('>')?;
            }
            self.expect('(')?;
            steps.push((!back, relationship, self.node()?));
        }
        Ok(Value::Path(Box::new(start), steps))
    }
}

fn integer(int: i128) -> Result<Value, String> {
    int.try_into().map(Value::Int).map_err(|_| format!("{int} is too large"))
}

#[test]
fn cells_are_read_and_compared() {
    let same = |a: &str, b: &str| Value::parse(a).unwrap().same(&Value::parse(b).unwrap(), false);
    assert!(same("(:A:B {x: 1, y: [NaN]})", "(:B:A {y: [NaN], x: 1})"));
    assert!(same(
        "<(:A)-[:T {p: -9223372036854775808}]->()<-[:T]-({a: {}})>",
        "<(:A)-[:T {p: -9223372036854775808}]->()<-[:T]-({a: {}})>"
    ));
    assert!(same("[[:T], null, true]", "[[:T], null, true]"));
    let different = [
        ("1", "1.0"),
        ("1", "null"),
        ("[1, 2]", "[2, 1]"),
        ("(:A)", "()"),
        ("{a: 1}", "{a: 1, b: null}"),
        ("'1'", "1"),
    ];
    for (a, b) in different {
        assert!(!same(a, b) && !same(b, a), "{a}, {b}");
    }
    assert!(!same("<(:A)-[:T]->(:B)>", "<(:A)<-[:T]-(:B)>"));
    let (a, b) = (Value::parse("[1, 2, 2]").unwrap(), Value::parse("[2, 1, 2]").unwrap());
    assert!(a.same(&b, true) && !a.same(&b, false));
    assert!(!a.same(&Value::parse("[2, 1, 1]").unwrap(), true));
    for wrong in ["", "(", "1 2", "[1", "<()", "[:]", "-'a'", "word", "{1: 2}", "9223372036854775808"] {
        assert!(Value::parse(wrong).is_err(), "{wrong}");
    }
}
