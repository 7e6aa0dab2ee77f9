//! From tokens to a fact: its ends, roles, time, modality and key.

use std::{collections::HashSet, sync::Arc};

use super::{
    At, Cursor, End, FactLine, RoleLine, TokenKind,
    claim::{Said, claim, once, passages},
    cursor::begins_part,
    lex::near_word,
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Modality, check_key},
    schema::{KEYWORDS, split_date},
    time::{Bound, PartialDate, When, WhenParts},
};

impl FactLine {
    /// The fact that the tokens of a statement state.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Self {
        let subject = cursor.end("the subject of a fact");
        if subject.is_missing() {
            // What follows may be any part.
            cursor.leave();
        }
        let relation = relation(cursor);
        let object = cursor.end("the object of the fact");
        let mut line = Self {
            subject,
            relation,
            object,
            roles: vec![],
            when: None,
            modality: Modality::Actual,
            key: None,
            claims: vec![],
            is_torn: false,
        };
        let mut tail = Tail::default();
        while let Some(token) = cursor.peek() {
            let place = cursor.place();
            tail.part(token, cursor, &mut line);
            if cursor.place() == place {
                cursor.next();
            }
        }
        tail.said.finish(cursor, &mut line.claims);
        line.is_torn |= cursor.is_torn();
        line
    }
}

/// What was read of a fact behind its object.
#[derive(Default)]
struct Tail {
    has_time: bool,
    modality: Option<Modality>,
    said: Said,
    /// The names of the roles, if they are many.
    roles: HashSet<Arc<str>>,
    /// Whether what comes may belong to a part that could not be read: up to the next word of the notation or source.
    is_unsure: bool,
}

impl Tail {
    fn part(&mut self, token: &TokenKind, cursor: &mut Cursor<'_>, line: &mut FactLine) {
        cursor.resume();
        let is_unsure = self.is_unsure && !begins_part(token);
        self.is_unsure = is_unsure;
        match token {
            TokenKind::Source(_) | TokenKind::Lost('@') => {
                self.is_unsure = false;
                line.claims.push(claim(cursor, std::mem::take(&mut self.said)));
            }
            TokenKind::Text(_) | TokenKind::Lost('"') | TokenKind::Mark('[') if is_unsure => {
                passages(cursor, &mut Vec::new());
            }
            TokenKind::Text(_) | TokenKind::Lost('"') | TokenKind::Mark('[') if line.claims.is_empty() => {
                line.claims.push(claim(cursor, std::mem::take(&mut self.said)));
            }
            TokenKind::Word(word) if self.said.take(word, cursor) => {}
            TokenKind::Word(word) if word == "key" => {
                once(cursor, line.key.is_some());
                cursor.next();
                let key = cursor.key("the fact's key");
                line.key.get_or_insert(key);
            }
            TokenKind::Word(word) => {
                if is_time(word) {
                    self.time(word, cursor, line);
                } else if let Some(modality) = Modality::ALL.into_iter().find(|modality| modality.name() == word) {
                    once(cursor, self.modality.is_some());
                    cursor.next();
                    line.modality = *self.modality.get_or_insert(modality);
                } else {
                    self.role(cursor, line);
                }
            }
            TokenKind::Key(_) | TokenKind::Lost('`') => self.role(cursor, line),
            TokenKind::Text(_) | TokenKind::Lost('"') => {
                if matches!(token, TokenKind::Text(_)) {
                    cursor.flaw("expected a role, a keyword or a source, such as `@report`, before a text");
                }
                // What was said before it belongs to the source that is missing.
                let mut stray = claim(cursor, std::mem::take(&mut self.said));
                stray.source = Some(stray.start.clone());
                line.claims.push(stray);
            }
            TokenKind::Lost(_) | TokenKind::Rest => {
                cursor.next();
                self.is_unsure = true;
                line.is_torn = true;
            }
            _ => {
                if !is_unsure {
                    cursor.expected("a role, a keyword, or a source such as `@report`");
                }
                if let Some(TokenKind::Mark(')' | ']')) = cursor.peek() {
                    cursor.next();
                }
                cursor.pass();
                self.is_unsure = true;
            }
        }
    }

    /// The valid time. A second one is read as well, so that the next part is found.
    fn time(&mut self, word: &str, cursor: &mut Cursor<'_>, line: &mut FactLine) {
        let start = cursor.span().start;
        let is_second = std::mem::replace(&mut self.has_time, true);
        let reported = cursor.flaw_count();
        once(cursor, is_second);
        let when = when(word, cursor);
        self.is_unsure = cursor.take_loose();
        if !is_second {
            line.when = when;
        } else if let (Some(first), Some(second)) = (&line.when, when)
            && cursor.flaw_count() == reported + 1
            && let Some(span) = span_of(first.value, second.value)
        {
            let why = format!("a start and an end make one span; did you mean `between {span}`?");
            cursor.replace_last(first.span.start.min(start)..second.span.end.max(first.span.end), why);
        }
    }

    /// A role and its player. An unknown role is an error that proposes a similar word.
    fn role(&mut self, cursor: &mut Cursor<'_>, line: &mut FactLine) {
        let span = cursor.span();
        let near = cursor.word().map(|word| near_word(word, KEYWORDS)).unwrap_or_default();
        let reported = cursor.flaw_count();
        let name = if self.is_unsure {
            let word = cursor.word().filter(|word| check_key(word).is_ok()).unwrap_or_default();
            cursor.next();
            At::new(word.to_owned(), span.clone())
        } else {
            cursor.key("a role")
        };
        let name = At::new(Arc::<str>::from(name.value), name.span);
        self.is_unsure |= cursor.flaw_count() > reported;
        let is_second = !self.is_unsure && !name.value.is_empty() && self.has_role(line, &name.value);
        if is_second {
            let why = format!("the role `{}` is given twice; expected a list such as `[a b]`", as_found(&name.value));
            cursor.fault(span.clone(), Error::new(ErrorKind::DuplicateRole, why));
        }
        let is_sure = !self.is_unsure && !is_second;
        if cursor.eat_mark('[') {
            loop {
                let place = cursor.place();
                let player = cursor.end("a player of the role");
                line.roles.push(RoleLine { name: name.clone(), player, is_sure });
                if cursor.eat_mark(']') || cursor.place() == place {
                    return;
                }
            }
        }
        let (reported, place) = (cursor.flaw_count(), cursor.place());
        let is_player = !self.is_unsure || cursor.peek().is_some_and(|token| !begins_part(token));
        let player = if is_player { cursor.end("its player") } else { At::new(End::Lost, span.end..span.end) };
        if self.is_unsure {
            cursor.forget(reported);
        } else if cursor.flaw_count() > reported && cursor.place() == place {
            // The word is at fault where another was meant; else what follows it.
            let at = if near.is_empty() { cursor.span() } else { span };
            let word = as_found(&name.value);
            let why = format!("`{word}` is not a keyword of the notation, and as a role it lacks a player{near}");
            cursor.replace_last(at, why);
        }
        let is_sure = is_sure && !player.is_missing();
        line.roles.push(RoleLine { name, player, is_sure });
    }

    /// Whether a role was given before.
    fn has_role(&mut self, line: &FactLine, name: &str) -> bool {
        /// Up to so many roles are compared one by one.
        const FEW: usize = 16;
        if line.roles.len() < FEW {
            return line.roles.iter().any(|role| *role.name.value == *name);
        }
        if self.roles.is_empty() {
            self.roles.extend(line.roles.iter().map(|role| role.name.value.clone()));
        }
        !self.roles.insert(name.into())
    }
}

fn relation(cursor: &mut Cursor<'_>) -> At<String> {
    let dated = cursor
        .word()
        .filter(|word| split_date(word).is_some_and(|(stem, date)| date.is_ok() && check_key(stem).is_ok()));
    match dated {
        Some(word) => {
            let span = cursor.span();
            cursor.next();
            At::new(word.to_owned(), span)
        }
        None => cursor.key("the name of a relation"),
    }
}

fn is_time(word: &str) -> bool {
    matches!(word, "on" | "on-or-before" | "on-or-after" | "as-of" | "since" | "until" | "between" | "unstated")
}

/// The span of a start and an end that are given as two times.
fn span_of(one: When, other: When) -> Option<When> {
    let start_and_end = |one: When, other: When| match (one.parts(), other.parts()) {
        (WhenParts::Between(start @ Bound::Date(_), Bound::Unknown), WhenParts::Between(Bound::Unknown, end)) => {
            When::between(start, end).ok()
        }
        _ => None,
    };
    start_and_end(one, other).or_else(|| start_and_end(other, one))
}

/// The valid time that a word and those behind it state. `None` if it is lost.
fn when(word: &str, cursor: &mut Cursor<'_>) -> Option<At<When>> {
    let start = cursor.span();
    cursor.next();
    let (value, end) = match word {
        "unstated" => (When::UNSTATED, start.end),
        "between" => {
            let first = cursor.span();
            if let Some(date) = cursor.word().filter(|word| !word.contains('/') && word.parse::<PartialDate>().is_ok())
            {
                cursor.next();
                let _ = cursor.eat("and") || cursor.eat("to") || cursor.eat("until");
                let end = cursor.word().filter(|word| word.parse::<PartialDate>().is_ok());
                if end.is_some() {
                    cursor.next();
                }
                let hint = end.map(|end| format!("; did you mean `between {date}/{end}`?")).unwrap_or_default();
                let why = format!("expected a span such as `1991/2004` after `between`, found `{date}`{hint}");
                cursor.fault(first.start..cursor.before(), Error::new(ErrorKind::Syntax, why));
                return None;
            }
            let is_span = cursor.word().is_some_and(|word| word.contains('/'));
            if !is_span {
                cursor.expected("a span such as `1991/2004` after `between`");
                cursor.pass();
                return None;
            }
            let span = cursor.date_with("a span", str::parse::<When>)?;
            (span.value, span.span.end)
        }
        "on" => {
            let when = cursor.date_with("a date such as `2026-02` after `on`", When::parse_event)?;
            (when.value, when.span.end)
        }
        _ => {
            let what = format!("a date such as `2026-02` after `{word}`");
            let date = cursor.date_with(&what, str::parse::<PartialDate>);
            let is_seen = word == "since" && cursor.eat("as-of");
            let seen = if is_seen {
                cursor.date_with("a date such as `2026-11-01` after `as-of`", str::parse::<PartialDate>)
            } else {
                None
            };
            let date = date?;
            let when = match word {
                "on-or-before" => When::on_or_before(date.value),
                "on-or-after" => When::on_or_after(date.value),
                "as-of" => When::as_of(date.value),
                "since" => When::since(date.value),
                _ => When::until(date.value),
            };
            if is_seen {
                let seen = seen?;
                match when.still_on(seen.value) {
                    Ok(when) => return Some(At::new(when, start.start..seen.span.end)),
                    Err(error) => cursor.fault(seen.span, error),
                }
                return None;
            }
            (when, date.span.end)
        }
    };
    Some(At::new(value, start.start..end))
}
