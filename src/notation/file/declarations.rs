//! The lines of kinds, roles and relations, from tokens.

use indexmap::IndexMap;

use super::{
    lines::{is_word, tag},
    statement::{KindLine, RelationLine, RoleDefLine},
};
use crate::{
    error::{Error, ErrorKind, did_you_mean, shown::as_found},
    notation::line::{At, Cursor, Span, TokenKind},
    schema::{KindDef, RelationDef, RoleDef, RoleUse, Shape},
};

/// The words of the parts of a kind.
pub(super) const KIND: [&str; 4] = ["under", "union", "about", "code"];

/// The words of the parts of a role.
pub(super) const ROLE: [&str; 2] = ["phrase", "about"];

/// The words of the parts of a relation.
pub(super) const RELATION: [&str; 18] = [
    "from",
    "to",
    "required",
    "optional",
    "required-many",
    "optional-many",
    "inverse",
    "phrase",
    "inverse-phrase",
    "symmetric",
    "transitive",
    "functional",
    "inverse-functional",
    "acyclic",
    "acts-for",
    "dated",
    "about",
    "code",
];

/// What a relation is. A kind may have one of these names, and stands bare.
pub(super) const SHAPES: [&str; 3] = [Shape::Happens.name(), Shape::Holds.name(), Shape::Either.name()];

/// Reads the line of a kind.
pub(super) fn kind(cursor: &mut Cursor<'_>) -> Box<KindLine> {
    cursor.parts_begin_with(|token| is_word(token, &KIND));
    let At { value, span } = name(cursor, "the name of the kind");
    let mut line = KindLine { name: span, ..KindLine::of(KindDef::new(value)) };
    let mut parts = Parts::new(&KIND);
    while let Some((part, _, is_first)) = parts.next(cursor) {
        match part {
            "under" => names(cursor, "the name of a kind above it", &mut line.def.parents, &mut line.parents),
            "union" => names(cursor, "the name of a member", &mut line.def.members, &mut line.members),
            "code" => code(cursor, &mut line.def.codes),
            _ => {
                let about = cursor.text("the description").filter(|_| is_first);
                line.def.about = about.map_or(line.def.about, |about| about.value);
            }
        }
    }
    Box::new(line)
}

/// Reads the line of a role.
pub(super) fn role(cursor: &mut Cursor<'_>) -> RoleDefLine {
    cursor.parts_begin_with(|token| is_word(token, &ROLE));
    let At { value, span } = name(cursor, "the name of the role");
    let mut line = RoleDefLine { name: span, ..RoleDefLine::of(RoleDef::new(value)) };
    let mut parts = Parts::new(&ROLE);
    while let Some((part, _, is_first)) = parts.next(cursor) {
        if part == "phrase" {
            if let Some(phrase) = cursor.text("the phrase").filter(|_| is_first) {
                (line.def.phrase, line.phrase) = (Some(phrase.value), phrase.span);
            }
        } else {
            let about = cursor.text("the description").filter(|_| is_first);
            line.def.about = about.map_or(line.def.about, |about| about.value);
        }
    }
    line
}

/// Reads the line of a relation.
pub(super) fn relation(cursor: &mut Cursor<'_>) -> Box<RelationLine> {
    cursor.parts_begin_with(|token| is_word(token, &RELATION));
    let At { value, span } = name(cursor, "the name of the relation");
    let shape = shape(cursor);
    let subject = end(cursor, "from", "the kind of the subject");
    let object = end(cursor, "to", "the kind of the object, or its type of value");
    let def = RelationDef::new(value, shape, subject.value, object.value);
    let mut line = RelationLine { name: span, ..RelationLine::of(def) };
    line.places.extend([("subject", subject.span), ("object", object.span)]);
    let mut parts = Parts::new(&RELATION);
    while let Some((part, mut place, is_first)) = parts.next(cursor) {
        let def = &mut line.def;
        match part {
            "required" | "optional" | "required-many" | "optional-many" => {
                let role = name(cursor, "the name of a role");
                let player = name(cursor, "the kind of its player, or the type of its value");
                let (required, many) = (part.starts_with("required"), part.ends_with("many"));
                def.roles.push(RoleUse { role: role.value, required, many, player: player.value });
                line.roles.push((role.span, player.span));
                continue;
            }
            "inverse" => {
                let found = name(cursor, "the name from the side of the object");
                if is_first && !found.value.is_empty() {
                    def.inverse = Some(found.value);
                }
                place = found.span;
            }
            "phrase" | "inverse-phrase" => {
                let Some(found) = cursor.text("the phrase") else { continue };
                let phrase = if part == "phrase" { &mut def.phrase } else { &mut def.inverse_phrase };
                if is_first {
                    *phrase = Some(found.value);
                }
                place = found.span;
            }
            "about" => {
                let Some(found) = cursor.text("the description") else { continue };
                if is_first {
                    def.about = found.value;
                }
            }
            "code" => code(cursor, &mut def.codes),
            "symmetric" => def.symmetric = true,
            "transitive" => def.transitive = true,
            "functional" => def.functional = true,
            "inverse-functional" => def.inverse_functional = true,
            "acyclic" => def.acyclic = true,
            "acts-for" => def.acts_for = true,
            "dated" => def.dated = true,
            // `from` and `to` once more.
            _ => {
                name(cursor, "the name of a kind");
            }
        }
        if is_first {
            line.places.push((part, place));
        }
    }
    Box::new(line)
}

/// Goes from part to part of a line.
struct Parts {
    words: &'static [&'static str],
    given: Vec<&'static str>,
    is_unsure: bool,
}

impl Parts {
    const fn new(words: &'static [&'static str]) -> Self {
        Self { words, given: Vec::new(), is_unsure: false }
    }

    /// Passes the word of the next part, and what begins none. Returns the word, its place, and whether it stands for the first
    /// time or may stand several times. `None` at the end.
    fn next(&mut self, cursor: &mut Cursor<'_>) -> Option<(&'static str, Span, bool)> {
        while cursor.peek().is_some() {
            cursor.resume();
            let found = cursor.word().and_then(|word| self.words.iter().copied().find(|part| *part == word));
            let Some(part) = found else {
                let allowed = self.words.strip_prefix(&["from", "to"]).unwrap_or(self.words);
                cursor.stray(allowed, &mut self.is_unsure);
                // A part that was meant here may go on.
                self.is_unsure = true;
                continue;
            };
            self.is_unsure = false;
            let is_first = SEVERAL.contains(&part) || !(self.given.contains(&part) || ["from", "to"].contains(&part));
            if is_first {
                self.given.push(part);
            } else {
                cursor.flaw(format_args!("`{part}` is given twice"));
            }
            let place = cursor.span();
            cursor.next();
            return Some((part, place, is_first));
        }
        None
    }
}

/// The parts that may stand several times in a line.
const SEVERAL: [&str; 5] = ["code", "required", "optional", "required-many", "optional-many"];

/// A name. A word that begins a part of the line is none, unless it is in backticks. It is empty if it is lost.
fn name(cursor: &mut Cursor<'_>, what: &str) -> At<String> {
    if cursor.is_at_part() {
        let span = cursor.span();
        cursor.expected(what);
        return At::new(String::new(), span);
    }
    cursor.key(what)
}

/// One name or several.
fn names(cursor: &mut Cursor<'_>, what: &str, names: &mut Vec<String>, places: &mut Vec<Span>) {
    loop {
        let (before, reported) = (cursor.place(), cursor.flaw_count());
        let is_lost = !matches!(cursor.peek(), Some(TokenKind::Word(_) | TokenKind::Key(_)));
        let At { value, span } = name(cursor, what);
        if cursor.place() > before && cursor.flaw_count() == reported && !is_lost {
            names.push(value);
            places.push(span);
        }
        // A word before a text was meant to begin a part.
        let is_part = cursor.is_at_part() || matches!(cursor.peek_second(), Some(TokenKind::Text(_)));
        let is_name = matches!(cursor.peek(), Some(TokenKind::Word(_) | TokenKind::Key(_) | TokenKind::Lost(_)));
        if is_part || !is_name || cursor.place() == before {
            return;
        }
    }
}

/// Whether a relation is an event or a state.
fn shape(cursor: &mut Cursor<'_>) -> Shape {
    let word = cursor.word().unwrap_or_default();
    let found = [Shape::Happens, Shape::Holds, Shape::Either].into_iter().find(|shape| shape.name() == word);
    if found.is_some() {
        cursor.next();
    } else {
        match did_you_mean(word, SHAPES) {
            near if near.is_empty() => cursor.expected("`event` or `state`"),
            near => cursor.flaw(format_args!("expected `event` or `state`, found `{}`{near}", as_found(word))),
        }
        cursor.pass();
    }
    // A statement with a fault is not applied, so it does not matter what stands for a lost shape.
    found.unwrap_or(Shape::Either)
}

/// The range of an end behind its word.
fn end(cursor: &mut Cursor<'_>, word: &str, what: &str) -> At<String> {
    if cursor.eat(word) {
        return name(cursor, what);
    }
    let span = cursor.span();
    cursor.expected(format_args!("`{word}` and {what}"));
    // What stands here may be the name, or another word in the place of the one that is missing.
    let is_before_name = match cursor.peek_second() {
        Some(token @ TokenKind::Word(_)) => !is_word(token, &RELATION),
        second => matches!(second, Some(TokenKind::Key(_))),
    };
    if is_before_name && cursor.word().is_some() && !cursor.is_at_part() {
        cursor.next();
        return name(cursor, what);
    }
    cursor.pass();
    At::new(String::new(), span)
}

/// A code: its scheme, and the text.
fn code(cursor: &mut Cursor<'_>, codes: &mut IndexMap<String, String>) {
    let span = cursor.span();
    let scheme = tag(cursor, "the scheme of the code, such as `wikidata`");
    let Some((scheme, code)) = scheme.zip(cursor.text("the code")) else { return };
    if codes.contains_key(&scheme) {
        let why = format!("the code of the scheme `{}` is given twice", as_found(&scheme));
        cursor.fault(span, Error::new(ErrorKind::Syntax, why));
    } else {
        codes.insert(scheme, code.value);
    }
}
