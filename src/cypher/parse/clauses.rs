//! Statements and clauses.

use super::{
    cursor::Cursor,
    tokens::{CLAUSES, TokenKind, UNSUPPORTED, WRITES, is_one_of},
};
use crate::{
    cypher::ast::{Clause, Expr, ExprKind, Item, Match, Name, Projection, Single, Sort, Statement, Union},
    error::Error,
};

/// What is found where a clause is expected.
const A_CLAUSE: &str = "`MATCH`, `OPTIONAL MATCH`, `UNWIND`, `WITH` or `RETURN`";

impl Cursor<'_> {
    /// A statement, to the end of the text.
    pub(super) fn whole(&mut self) -> Result<Statement, Error> {
        let explain = self.eat_word("EXPLAIN");
        let mut statement = self.statement(None)?;
        statement.explain = explain;
        self.eat(";");
        if self.peek().kind == TokenKind::End {
            return Ok(statement);
        }
        self.refuse_clause()?;
        if self.word().is_some_and(|word| is_one_of(word, CLAUSES)) {
            return Err(self.expected_but("`UNION` or the end of the query", "`RETURN` is the last clause"));
        }
        if self.is_word("WHERE") {
            let why = "`WHERE` stands after `MATCH` or `WITH`";
            return Err(self.expected_but("the end of the query", why));
        }
        Err(self.expected("an operator, `,`, `AS` or the end of the query"))
    }

    /// Clauses up to the last `RETURN`. The first clause may have been read.
    pub(super) fn statement(&mut self, clause: Option<Clause>) -> Result<Statement, Error> {
        let first = self.single(clause)?;
        let mut unions: Vec<Union> = Vec::new();
        loop {
            let at = self.place();
            if !self.eat_word("UNION") {
                return Ok(Statement { explain: false, first, unions });
            }
            let all = self.eat_word("ALL");
            if !all {
                self.eat_word("DISTINCT");
            }
            if unions.first().is_some_and(|first| first.all != all) {
                return Err(self.error(at, "`UNION` and `UNION ALL` stand in one query; expected only one of them"));
            }
            unions.push(Union { at, all, part: self.single(None)? });
        }
    }

    fn single(&mut self, clause: Option<Clause>) -> Result<Single, Error> {
        let mut clauses: Vec<Clause> = clause.into_iter().collect();
        while !matches!(clauses.last(), Some(Clause::Return { .. })) {
            let clause = self.clause(clauses.last())?;
            clauses.push(clause);
        }
        Ok(Single { clauses })
    }

    /// One clause, after another or at the beginning.
    pub(super) fn clause(&mut self, before: Option<&Clause>) -> Result<Clause, Error> {
        let at = self.place();
        if self.is_word("MATCH") || self.is_word("OPTIONAL") {
            return Ok(Clause::Match(self.matching()?));
        }
        if self.eat_word("UNWIND") {
            let list = self.expr()?;
            self.expect_word("AS")?;
            return Ok(Clause::Unwind { at, list, name: self.new_name("a name after `AS`")? });
        }
        if self.eat_word("WITH") {
            let projection = self.projection()?;
            let condition = self.condition()?;
            return Ok(Clause::With { at, projection, condition });
        }
        if self.eat_word("RETURN") {
            return Ok(Clause::Return { at, projection: self.projection()? });
        }
        self.refuse_clause()?;
        let is_end = self.peek().kind == TokenKind::End || self.is(";") || self.is("}") || self.is_word("UNION");
        Err(match before {
            Some(_) if is_end => self.expected_but("another clause", "a query ends with `RETURN`"),
            Some(Clause::Match(before)) if before.condition.is_none() => {
                self.expected(format_args!("`,`, `WHERE`, {A_CLAUSE}"))
            }
            _ => self.expected(A_CLAUSE),
        })
    }

    /// The error of a clause that is known and not read.
    fn refuse_clause(&self) -> Result<(), Error> {
        let Some(word) = self.word() else { return Ok(()) };
        if let Some((_, clause)) = WRITES.iter().find(|(first, _)| first.eq_ignore_ascii_case(word)) {
            let why =
                format!("`{clause}` writes, and queries only read; facts are recorded with edits or with the notation");
            return Err(self.error(self.place(), why));
        }
        if let Some(clause) = UNSUPPORTED.iter().find(|clause| clause.eq_ignore_ascii_case(word)) {
            return Err(self.error(self.place(), format_args!("`{clause}` is not supported; expected {A_CLAUSE}")));
        }
        Ok(())
    }

    fn matching(&mut self) -> Result<Match, Error> {
        let at = self.place();
        let optional = self.eat_word("OPTIONAL");
        if optional && self.is_word("CALL") {
            self.refuse_clause()?;
        }
        self.expect_word("MATCH")?;
        let paths = self.paths()?;
        Ok(Match { at, optional, paths, condition: self.condition()? })
    }

    /// `WHERE` and a condition, if they are here.
    pub(super) fn condition(&mut self) -> Result<Option<Expr>, Error> {
        if self.eat_word("WHERE") { self.expr().map(Some) } else { Ok(None) }
    }

    fn projection(&mut self) -> Result<Projection, Error> {
        let distinct = self.eat_word("DISTINCT");
        let all = self.eat("*");
        let mut items = Vec::new();
        if !all || self.eat(",") {
            items.push(self.item()?);
            while self.eat(",") {
                items.push(self.item()?);
            }
        }
        let mut order = Vec::new();
        if self.eat_word("ORDER") {
            self.expect_word("BY")?;
            order.push(self.sort()?);
            while self.eat(",") {
                order.push(self.sort()?);
            }
        }
        let skip = if self.eat_word("SKIP") || self.eat_word("OFFSET") { Some(self.expr()?) } else { None };
        let limit = if self.eat_word("LIMIT") { Some(self.expr()?) } else { None };
        for word in ["ORDER", "SKIP", "OFFSET", "LIMIT"] {
            if self.is_word(word) {
                let why = "`ORDER BY`, `SKIP` and `LIMIT` stand in this order, each at most once";
                return Err(self.expected_but("the next clause or the end of the query", why));
            }
        }
        Ok(Projection { distinct, all, items, order, skip, limit })
    }

    fn item(&mut self) -> Result<Item, Error> {
        let at = self.place();
        let expr = self.expr()?;
        let end = self.end_before();
        if matches!(expr.kind, ExprKind::Pattern(_)) {
            let why = "a pattern is a condition; expected `EXISTS { … }` to return whether it has a match";
            return Err(self.error(at, why));
        }
        if self.eat_word("AS") {
            return Ok(Item { expr, name: self.new_name("a name after `AS`")?, named: true });
        }
        let text = match &expr.kind {
            ExprKind::Variable(name) if expr.at == at => name.clone(),
            _ => self.between(at, end).to_owned(),
        };
        Ok(Item { expr, name: Name { text, at }, named: false })
    }

    /// The name after `AS`, which may be a keyword that begins no clause.
    fn new_name(&mut self, what: &str) -> Result<Name, Error> {
        match self.word() {
            Some(word)
                if is_one_of(word, CLAUSES) || is_one_of(word, &["WHERE", "UNION", "ORDER", "SKIP", "LIMIT"]) =>
            {
                self.variable(what)
            }
            _ => self.any_name(what),
        }
    }

    fn sort(&mut self) -> Result<Sort, Error> {
        let expr = self.expr()?;
        let descending = self.eat_word("DESC") || self.eat_word("DESCENDING");
        if !descending && !self.eat_word("ASC") {
            self.eat_word("ASCENDING");
        }
        Ok(Sort { expr, descending })
    }
}
