//! Operands: literals, variables, calls, lists and all that stands in brackets, and what follows them without a space.

use std::mem;

use super::{
    cursor::{Cursor, without_backticks},
    operators::Operand,
    tokens::{RESERVED, TokenKind, is_one_of},
};
use crate::{
    cypher::ast::{Expr, ExprKind, Name, Quantifier},
    error::{Error, shown::as_found},
};

impl Cursor<'_> {
    /// An operand, with the properties, indexes and labels after it.
    pub(super) fn operand(&mut self) -> Result<Operand, Error> {
        let at = self.place();
        let outer = mem::take(&mut self.height);
        let mut expr = Expr { at, kind: self.atom()? };
        let mut height = self.height + 1;
        loop {
            self.height = 0;
            let place = self.place();
            let of = |expr: Expr| Box::new(expr);
            let kind = if self.eat(".") {
                let name = self.any_name("the name of a property")?;
                ExprKind::Property(of(expr), name)
            } else if self.eat("[") {
                self.index(expr)?
            } else if self.eat(":") {
                let mut labels = vec![self.label("a label")?];
                while self.eat(":") || self.eat("&") {
                    labels.push(self.label("a label")?);
                }
                ExprKind::HasLabels(of(expr), labels)
            } else {
                break;
            };
            expr = Expr { at, kind };
            height = height.max(self.height) + 1;
            self.check_depth(height, place)?;
        }
        if self.is("{") && matches!(expr.kind, ExprKind::Variable(_)) {
            return Err(
                self.error(self.place(), "map projections are not supported; expected a map such as `{name: a.name}`")
            );
        }
        self.height = outer;
        Ok(Operand { expr, height, is_open: false })
    }

    /// What stands behind `[` after an operand.
    fn index(&mut self, of: Expr) -> Result<ExprKind, Error> {
        let of = Box::new(of);
        let from = if self.is("..") { None } else { Some(Box::new(self.expr()?)) };
        if !self.eat("..") {
            self.expect("]")?;
            // There is an index, as `..` does not follow.
            return match from {
                Some(index) => Ok(ExprKind::Index(of, index)),
                None => Err(self.expected("an index")),
            };
        }
        let to = if self.is("]") { None } else { Some(Box::new(self.expr()?)) };
        self.expect("]")?;
        Ok(ExprKind::Slice(of, from, to))
    }

    fn atom(&mut self) -> Result<ExprKind, Error> {
        let token = self.peek();
        match token.kind {
            TokenKind::Number => {
                let number = self.number(token)?;
                self.advance(1);
                Ok(number)
            }
            TokenKind::Text => {
                let text = self.text(token)?;
                self.advance(1);
                Ok(ExprKind::Text(text))
            }
            TokenKind::Parameter => {
                self.advance(1);
                let name = self.text_of(token).strip_prefix('$').unwrap_or_default();
                Ok(ExprKind::Parameter(without_backticks(name)))
            }
            TokenKind::Word | TokenKind::Quoted => self.word_or_call(),
            TokenKind::Mark => self.bracket(),
            TokenKind::End | TokenKind::Broken => Err(self.expected("an expression")),
        }
    }

    fn bracket(&mut self) -> Result<ExprKind, Error> {
        if self.is_path(0) {
            return Ok(ExprKind::Pattern(Box::new(self.path()?)));
        }
        if self.is_least_integer() {
            self.advance(2);
            return Ok(ExprKind::Int(i64::MIN));
        }
        if self.eat("(") {
            let inner = self.expr()?;
            self.expect(")")?;
            return Ok(inner.kind);
        }
        if self.is("[") {
            return self.list();
        }
        if self.is("{") {
            return Ok(ExprKind::Map(self.properties()?));
        }
        Err(self.expected("an expression"))
    }

    /// A list, or one made from a list or from a pattern.
    fn list(&mut self) -> Result<ExprKind, Error> {
        self.advance(1);
        if self.eat("]") {
            return Ok(ExprKind::List(Vec::new()));
        }
        if self.is_variable() && self.is_nth(1, "=") && self.is_path(2) {
            let path = self.named_path()?;
            return self.pattern_comprehension(path);
        }
        let may_be_comprehension = self.is_variable() && self.is_word_nth(1, "IN");
        let name_at = self.place();
        let first = self.expr()?;
        let continues = self.is_word("WHERE") || self.is("|");
        match first.kind {
            ExprKind::Pattern(path) if continues => self.pattern_comprehension(*path),
            ExprKind::In(variable, list) if may_be_comprehension && (continues || self.is("]")) => {
                let ExprKind::Variable(text) = variable.kind else { return Err(self.expected("`]`")) };
                self.comprehension(Name { text, at: name_at }, list)
            }
            kind => {
                let mut items = vec![Expr { at: first.at, kind }];
                while self.eat(",") {
                    items.push(self.expr()?);
                }
                self.expect("]")?;
                Ok(ExprKind::List(items))
            }
        }
    }

    fn comprehension(&mut self, name: Name, list: Box<Expr>) -> Result<ExprKind, Error> {
        let condition = self.condition()?.map(Box::new);
        let map = if self.eat("|") { Some(Box::new(self.expr()?)) } else { None };
        self.expect("]")?;
        Ok(ExprKind::Comprehension { name, list, condition, map })
    }

    fn pattern_comprehension(&mut self, path: crate::cypher::ast::Path) -> Result<ExprKind, Error> {
        let condition = self.condition()?.map(Box::new);
        self.expect("|")?;
        let map = Box::new(self.expr()?);
        self.expect("]")?;
        Ok(ExprKind::PatternComprehension { path: Box::new(path), condition, map })
    }

    fn word_or_call(&mut self) -> Result<ExprKind, Error> {
        if let Some(word) = self.word() {
            match word.to_ascii_uppercase().as_str() {
                "NULL" => return Ok(self.constant(ExprKind::Null)),
                "TRUE" => return Ok(self.constant(ExprKind::Bool(true))),
                "FALSE" => return Ok(self.constant(ExprKind::Bool(false))),
                "CASE" => return self.case(),
                "EXISTS" | "COUNT" if self.is_nth(1, "{") => {
                    let is_count = self.is_word("COUNT");
                    self.advance(1);
                    let subquery = Box::new(self.subquery()?);
                    return Ok(if is_count { ExprKind::Count(subquery) } else { ExprKind::Exists(subquery) });
                }
                "COLLECT" if self.is_nth(1, "{") => {
                    let why = "`COLLECT { … }` is not supported; expected `collect(…)` in a `WITH` or `RETURN`";
                    return Err(self.error(self.place(), why));
                }
                _ => {}
            }
            if is_one_of(word, RESERVED) {
                return Err(self.expected("an expression"));
            }
        }
        let parts = self.parts_of_call();
        if parts > 0 {
            return self.call(parts);
        }
        Ok(ExprKind::Variable(self.any_name("a variable")?.text))
    }

    fn constant(&mut self, kind: ExprKind) -> ExprKind {
        self.advance(1);
        kind
    }

    /// How many names, with points between them, stand before a bracket that opens here; 0 if this is no call.
    fn parts_of_call(&self) -> usize {
        let mut parts = 1;
        loop {
            let nth = 2 * parts - 1;
            if self.is_nth(nth, "(") {
                return parts;
            }
            if !self.is_nth(nth, ".") || !matches!(self.peek_nth(nth + 1).kind, TokenKind::Word | TokenKind::Quoted) {
                return 0;
            }
            parts += 1;
        }
    }

    fn call(&mut self, parts: usize) -> Result<ExprKind, Error> {
        let mut name = self.any_name("a function")?;
        for _ in 1..parts {
            self.expect(".")?;
            name.text.push('.');
            name.text.push_str(&self.any_name("a function")?.text);
        }
        self.expect("(")?;
        let lower = name.text.to_ascii_lowercase();
        let quantifier = match lower.as_str() {
            "all" => Some(Quantifier::All),
            "any" => Some(Quantifier::Any),
            "none" => Some(Quantifier::None),
            "single" => Some(Quantifier::Single),
            _ => None,
        };
        if let Some(quantifier) = quantifier
            && self.is_word_nth(1, "IN")
        {
            return self.quantified(quantifier);
        }
        match lower.as_str() {
            "reduce" if self.is_nth(1, "=") => return self.reduction(),
            "count" if self.eat("*") => {
                self.expect(")")?;
                return Ok(ExprKind::CountAll);
            }
            "shortestpath" | "allshortestpaths" => {
                let why = format!("`{}` stands in `MATCH`, as in `MATCH p = {0}((a)-[*]-(b))`", as_found(&name.text));
                return Err(self.error(name.at, why));
            }
            _ => {}
        }
        let distinct = self.eat_word("DISTINCT");
        let mut args = Vec::new();
        if distinct || !self.is(")") {
            args.push(self.expr()?);
            while self.eat(",") {
                args.push(self.expr()?);
            }
        }
        if !self.eat(")") {
            return Err(self.expected("`,` or `)`"));
        }
        Ok(ExprKind::Call { name, distinct, args })
    }

    fn quantified(&mut self, quantifier: Quantifier) -> Result<ExprKind, Error> {
        let name = self.variable("the name of an item")?;
        self.expect_word("IN")?;
        let list = Box::new(self.expr()?);
        self.expect_word("WHERE")?;
        let condition = Box::new(self.expr()?);
        self.expect(")")?;
        Ok(ExprKind::Quantified { quantifier, name, list, condition })
    }

    fn reduction(&mut self) -> Result<ExprKind, Error> {
        let sum = self.variable("the name of the result")?;
        self.expect("=")?;
        let start = Box::new(self.expr()?);
        self.expect(",")?;
        let name = self.variable("the name of an item")?;
        self.expect_word("IN")?;
        let list = Box::new(self.expr()?);
        self.expect("|")?;
        let step = Box::new(self.expr()?);
        self.expect(")")?;
        Ok(ExprKind::Reduce { sum, start, name, list, step })
    }

    fn case(&mut self) -> Result<ExprKind, Error> {
        self.advance(1);
        let of = if self.is_word("WHEN") { None } else { Some(Box::new(self.expr()?)) };
        let mut branches = Vec::new();
        loop {
            self.expect_word("WHEN")?;
            let when = self.expr()?;
            self.expect_word("THEN")?;
            branches.push((when, self.expr()?));
            if !self.is_word("WHEN") {
                break;
            }
        }
        let otherwise = if self.eat_word("ELSE") { Some(Box::new(self.expr()?)) } else { None };
        if !self.eat_word("END") {
            return Err(self.expected(if otherwise.is_some() { "`END`" } else { "`WHEN`, `ELSE` or `END`" }));
        }
        Ok(ExprKind::Case { of, branches, otherwise })
    }
}
