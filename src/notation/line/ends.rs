//! The ends of facts, and the names of facts, from tokens.

use super::{
    At, Cursor, End, Span,
    cursor::is_reserved,
    lex::{TokenKind, bare_fact, near_word},
};
use crate::model::{FactName, Value, ValueType, check_key};

impl Cursor<'_> {
    /// An end of a fact.
    pub(crate) fn end(&mut self, what: &str) -> At<End> {
        let span = self.span();
        let end = match self.peek().filter(|_| !self.is_behind_rest()) {
            Some(TokenKind::Word(word)) if is_reserved(word) => {
                self.reserved(word, what);
                return self.lost_end(span);
            }
            Some(TokenKind::Word(word)) => End::Bare(word.clone()),
            Some(TokenKind::Key(key)) => End::Key(key.clone()),
            Some(TokenKind::Text(text)) => End::Value(Value::Text(text.clone())),
            Some(TokenKind::Url(url)) => End::Value(Value::Url(url.clone())),
            Some(TokenKind::Fact(fact)) => End::Fact(FactName { fact: fact.clone() }),
            Some(TokenKind::Mark('(')) => return self.typed(span.start),
            _ => {
                self.expected(what);
                return self.lost_end(span);
            }
        };
        self.at += 1;
        At::new(end, span)
    }

    /// An end that is lost. Its place is empty if it is missing.
    fn lost_end(&mut self, span: Span) -> At<End> {
        let before = self.at;
        self.pass();
        let end = if self.at == before && !self.is_torn { span.start } else { span.end };
        At::new(End::Lost, span.start..end)
    }

    /// `(number 3)`.
    fn typed(&mut self, start: usize) -> At<End> {
        const TYPED: [ValueType; 3] = [ValueType::Number, ValueType::Date, ValueType::YesNo];
        self.at += 1;
        let word = self.word().unwrap_or_default();
        let Some(of) = TYPED.into_iter().find(|of| of.name() == word) else {
            let near = near_word(word, TYPED.map(ValueType::name));
            self.expected(format_args!("`number`, `date` or `yes-no` after `(`{near}"));
            self.pass_brackets(')');
            return At::new(End::Lost, start..self.before());
        };
        self.at += 1;
        let what = match of {
            ValueType::Number => "a number",
            ValueType::Date => "a date",
            _ => "`yes` or `no`",
        };
        let value = self.parse_with(what, |word| Value::parse(of, word));
        if self.peek() != Some(&TokenKind::Mark(')')) {
            if value.is_some() {
                self.expected("`)`");
            }
            self.pass_brackets(')');
            return At::new(End::Lost, start..self.before());
        }
        self.at += 1;
        At::new(value.map_or(End::Lost, |value| End::Value(value.value)), start..self.before())
    }

    /// The name of a fact. It is empty if it is lost.
    pub(crate) fn fact(&mut self) -> At<String> {
        let span = self.span();
        if let Some(TokenKind::Fact(name)) = self.peek().filter(|_| !self.is_behind_rest()) {
            self.at += 1;
            return At::new(name.clone(), span);
        }
        match self.word().filter(|word| check_key(word).is_ok() && !is_reserved(word) && !self.is_behind_rest()) {
            Some(word) => {
                let fact = FactName { fact: bare_fact(word.to_owned()) };
                self.flaw(format_args!("expected a fact, such as `^visit`, found `{word}`; did you mean `{fact}`?"));
            }
            None => self.expected("a fact, such as `^visit`"),
        }
        self.pass();
        At::new(String::new(), span)
    }
}
