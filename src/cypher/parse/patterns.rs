//! Paths, nodes and relationships.

use super::{cursor::Cursor, tokens::TokenKind};
use crate::{
    cypher::ast::{Clause, Direction, Expr, Length, Name, Node, Path, Relationship, Shortest, Subquery},
    error::{Error, shown::as_found},
};

/// Between the parts of a name, and at its end where it is the name of a dated relation.
const DATE_MARKS: [&str; 3] = ["?", "~", "%"];

impl Cursor<'_> {
    /// The paths after `MATCH`.
    pub(super) fn paths(&mut self) -> Result<Vec<Path>, Error> {
        let mut paths = vec![self.named_path()?];
        while self.eat(",") {
            paths.push(self.named_path()?);
        }
        Ok(paths)
    }

    /// `name = path`, where both the name and a word around the path may be missing.
    pub(super) fn named_path(&mut self) -> Result<Path, Error> {
        let at = self.place();
        let name = if self.is_variable() && self.is_nth(1, "=") {
            let name = self.variable("the name of a path")?;
            self.advance(1);
            Some(name)
        } else {
            None
        };
        let shortest = match self.word() {
            Some(word) if word.eq_ignore_ascii_case("shortestPath") => Some(Shortest::One),
            Some(word) if word.eq_ignore_ascii_case("allShortestPaths") => Some(Shortest::All),
            _ => None,
        };
        if shortest.is_some() {
            self.advance(1);
            self.expect("(")?;
        }
        let mut path = self.path()?;
        if shortest.is_some() {
            self.expect(")")?;
        }
        (path.at, path.name, path.shortest) = (at, name, shortest);
        Ok(path)
    }

    /// Nodes, and relationships between them.
    pub(super) fn path(&mut self) -> Result<Path, Error> {
        let at = self.place();
        let start = self.node()?;
        let mut hops = Vec::new();
        while self.is("-") || self.is("<") {
            let relationship = self.relationship()?;
            hops.push((relationship, self.node()?));
        }
        Ok(Path { at, name: None, shortest: None, start, hops })
    }

    fn node(&mut self) -> Result<Node, Error> {
        let at = self.place();
        if self.is("{") || self.is("+") || self.is("*") {
            let why = "the number of facts of a chain stands in brackets, as in `-[:TYPE*1..3]->`";
            return Err(self.expected_but("a node", why));
        }
        if !self.eat("(") {
            return Err(self.expected("a node, such as `(a)` or `(a:Label)`"));
        }
        if self.is("(") {
            let why = "a pattern in parentheses is not supported";
            return Err(self.expected_but("the name or label of a node", why));
        }
        let name = if self.is_name() { Some(self.variable("the name of a node")?) } else { None };
        let mut labels = Vec::new();
        if self.eat(":") {
            labels.push(self.label("a label")?);
            while self.eat(":") || self.eat("&") {
                labels.push(self.label("a label")?);
            }
            if self.is("|") {
                return Err(self.expected_but("`)`", "one of several labels is written `WHERE a:A OR a:B`"));
            }
        }
        let properties = self.properties()?;
        self.end_of_part(")", "a node")?;
        Ok(Node { at, name, labels, properties })
    }

    fn relationship(&mut self) -> Result<Relationship, Error> {
        let at = self.place();
        let left = self.eat("<");
        self.expect_dash()?;
        let (mut name, mut types, mut length, mut properties) = (None, Vec::new(), None, Vec::new());
        if self.eat("[") {
            if self.is_name() {
                name = Some(self.variable("the name of a relationship")?);
            }
            if self.eat(":") {
                types.push(self.relationship_type()?);
                while self.eat("|") {
                    self.eat(":");
                    types.push(self.relationship_type()?);
                }
            }
            if self.is("*") {
                length = Some(self.length()?);
            }
            properties = self.properties()?;
            self.end_of_part("]", "a relationship")?;
        }
        self.expect_dash()?;
        let direction = match (left, self.eat(">")) {
            (false, true) => Direction::Right,
            (true, false) => Direction::Left,
            _ => Direction::Both,
        };
        Ok(Relationship { at, name, types, direction, length, properties })
    }

    fn expect_dash(&mut self) -> Result<(), Error> {
        if self.eat("-") {
            return Ok(());
        }
        Err(self.expected("`-` of a relationship, such as `-->`, `<--` or `-[r:TYPE]->`"))
    }

    fn is_name(&self) -> bool {
        matches!(self.peek().kind, TokenKind::Word | TokenKind::Quoted) && !self.is_word("WHERE")
    }

    /// The bracket at the end of a node or relationship.
    fn end_of_part(&mut self, mark: &str, what: &str) -> Result<(), Error> {
        if self.eat(mark) {
            return Ok(());
        }
        let instead = if self.is_word("WHERE") {
            "a condition stands after the whole pattern"
        } else if self.peek().kind == TokenKind::Parameter {
            "properties are written one by one, as in `{name: $name}`"
        } else if self.is("!") {
            "what a label or type must not be stands in a condition, as in `WHERE NOT a:A`"
        } else {
            return Err(self.expected(format_args!("`{mark}` at the end of {what}")));
        };
        Err(self.expected_but(format_args!("`{mark}`"), instead))
    }

    /// `*`, `*2`, `*1..`, `*..3` or `*1..3`.
    fn length(&mut self) -> Result<Length, Error> {
        let at = self.place();
        self.expect("*")?;
        let least = self.count()?;
        if !self.eat("..") {
            return Ok(Length { at, least: least.unwrap_or(1), most: least });
        }
        Ok(Length { at, least: least.unwrap_or(1), most: self.count()? })
    }

    fn count(&mut self) -> Result<Option<u32>, Error> {
        let token = self.peek();
        if token.kind != TokenKind::Number {
            return Ok(None);
        }
        let digits = self.text_of(token);
        let count = digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
        let Some(count) = count else {
            let why =
                format!("`{}` is no number of facts; expected a whole number up to {}", as_found(digits), u32::MAX);
            return Err(self.error(token.at, why));
        };
        self.advance(1);
        Ok(Some(count))
    }

    /// `{name: value}`, if it is here.
    pub(super) fn properties(&mut self) -> Result<Vec<(Name, Expr)>, Error> {
        let mut properties = Vec::new();
        if !self.eat("{") || self.eat("}") {
            return Ok(properties);
        }
        loop {
            let key = self.any_name("the name of a property")?;
            self.expect(":")?;
            properties.push((key, self.expr()?));
            if !self.eat(",") {
                self.expect("}")?;
                return Ok(properties);
            }
        }
    }

    fn relationship_type(&mut self) -> Result<Name, Error> {
        let mut name = self.label("the type of a relationship")?;
        let mark = self.peek();
        if mark.at == self.end_before() && name.at < mark.at && DATE_MARKS.iter().any(|date| self.is(date)) {
            name.text.push_str(self.text_of(mark));
            self.advance(1);
        }
        Ok(name)
    }

    /// A label or type, in which hyphens may stand without backticks.
    pub(super) fn label(&mut self, what: &str) -> Result<Name, Error> {
        let first = self.peek();
        let mut name = self.any_name(what)?;
        let mut end = first.end;
        while first.kind == TokenKind::Word && self.is("-") {
            let (hyphen, part) = (self.peek(), self.peek_nth(1));
            let joins = hyphen.at == end && part.at == hyphen.end;
            let is_part = match part.kind {
                TokenKind::Word => true,
                TokenKind::Number => self.text_of(part).bytes().all(|b| b.is_ascii_alphanumeric()),
                _ => false,
            };
            if !joins || !is_part {
                break;
            }
            end = part.end;
            self.advance(2);
        }
        if end > first.end {
            name = Name { text: self.between(first.at, end).to_owned(), at: first.at };
        }
        Ok(name)
    }

    /// Whether a path begins at the token of this number, rather than an expression in parentheses: there is a node, and
    /// what follows it begins a relationship.
    pub(super) fn is_path(&self, nth: usize) -> bool {
        let Some(close) = self.closing(nth).filter(|_| self.is_nth(nth, "(")) else { return false };
        let named = usize::from(matches!(self.peek_nth(nth + 1).kind, TokenKind::Word | TokenKind::Quoted));
        let inner = nth + 1 + named;
        let is_node = inner == close || self.is_nth(inner, ":") || self.is_nth(inner, "{");
        is_node && self.is_relationship(close + 1)
    }

    fn is_relationship(&self, nth: usize) -> bool {
        let dash = nth + usize::from(self.is_nth(nth, "<"));
        if !self.is_nth(dash, "-") {
            return false;
        }
        if self.is_nth(dash + 1, "[") {
            let is_closed = self.closing(dash + 1).is_some_and(|close| self.is_nth(close + 1, "-"));
            return is_closed || self.is_nth(dash + 2, ":");
        }
        self.is_nth(dash + 1, "-") && (self.is_nth(dash + 2, "(") || self.is_nth(dash + 2, ">"))
    }

    /// What stands in the braces of `EXISTS` and `COUNT`. It counts as two more levels, as it takes more stack than an
    /// expression in parentheses.
    pub(super) fn subquery(&mut self) -> Result<Subquery, Error> {
        self.enter()?;
        self.enter()?;
        self.expect("{")?;
        let begins_path = self.is("(")
            || self.is_variable() && self.is_nth(1, "=")
            || self.is_word("shortestPath")
            || self.is_word("allShortestPaths");
        let subquery = if begins_path {
            Subquery::Pattern { paths: self.paths()?, condition: self.condition()? }
        } else {
            match self.clause(None)? {
                Clause::Match(one) if !one.optional && self.is("}") => {
                    Subquery::Pattern { paths: one.paths, condition: one.condition }
                }
                clause => Subquery::Query(self.statement(Some(clause))?),
            }
        };
        self.expect("}")?;
        self.leave();
        self.leave();
        Ok(subquery)
    }
}
