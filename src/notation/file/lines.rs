//! The lines of sources and entities, from tokens.

use super::statement::{EntityLine, More, MoreLine, SourceLine};
use crate::{
    model::{Entity, Sha256},
    notation::line::{At, ClaimLine, Cursor, TokenKind},
    time::PartialDate,
};

/// The attributes of a source.
pub(super) const ATTRIBUTES: [&str; 9] =
    ["title", "publisher", "published", "url", "licence", "derives-from", "sha256", "text", "text-file"];

/// Whether a token is one of some words.
pub(super) fn is_word(token: &TokenKind, words: &[&str]) -> bool {
    matches!(token, TokenKind::Word(word) if words.contains(&word.as_str()))
}

/// Reads the line of a source.
pub(super) fn source(cursor: &mut Cursor<'_>) -> Box<SourceLine> {
    cursor.parts_begin_with(|token| is_word(token, &ATTRIBUTES));
    let key = cursor.key("the key of a source");
    let mut line = SourceLine { key: key.span, ..SourceLine::of(&key.value) };
    let (mut given, mut is_unsure) = (Vec::new(), false);
    while cursor.peek().is_some() {
        cursor.resume();
        let Some(name) = cursor.word().and_then(|word| ATTRIBUTES.into_iter().find(|name| *name == word)) else {
            cursor.stray(&ATTRIBUTES, &mut is_unsure);
            continue;
        };
        let has_text = name.starts_with("text") && given.iter().any(|given: &&str| given.starts_with("text"));
        let is_second = has_text || given.contains(&name);
        if given.contains(&name) {
            cursor.flaw(format_args!("`{name}` is given twice"));
        } else if has_text {
            cursor.flaw("a source has either `text` or `text-file`");
        }
        if !given.contains(&name) {
            given.push(name);
        }
        cursor.next();
        let span = cursor.span();
        if is_second {
            // Its value is passed.
            attribute(cursor, name, &mut SourceLine::of(""));
        } else if attribute(cursor, name, &mut line).is_some() {
            line.attributes.push((name, span));
        }
        is_unsure = cursor.take_loose();
    }
    Box::new(line)
}

/// Reads the value of an attribute. `None` if it is lost.
fn attribute(cursor: &mut Cursor<'_>, name: &str, line: &mut SourceLine) -> Option<()> {
    let source = &mut line.source;
    match name {
        "title" => source.title = Some(cursor.text("the title")?.value),
        "publisher" => source.publisher = Some(cursor.text("the publisher")?.value),
        "licence" => source.licence = Some(cursor.text("the licence")?.value),
        "text" => source.text = Some(cursor.text("the text")?.value),
        "published" => {
            source.published = Some(cursor.date_with("a date, such as `2026-01-24`", str::parse::<PartialDate>)?.value);
        }
        "sha256" => source.sha256 = Some(cursor.parse::<Sha256>("the hash of the text, of 64 digits")?.value),
        "derives-from" => {
            let base = cursor.key("the key of the source that it derives from").value;
            source.derives_from = Some(base).filter(|base| !base.is_empty());
        }
        "text-file" => line.text_file = Some(cursor.text("the path of a file")?),
        _ => {
            let Some(TokenKind::Url(url)) = cursor.peek() else {
                cursor.expected("an address, such as `<https://example.org/>`");
                cursor.pass();
                return None;
            };
            source.url = Some(url.clone());
            cursor.next();
        }
    }
    Some(())
}

/// Reads the line of an entity.
pub(super) fn entity(cursor: &mut Cursor<'_>) -> Box<EntityLine> {
    const SAID: [&str; 6] = ["said-by", "stated", "inferred", "confidence", "supports", "disputes"];
    cursor.parts_begin_with(|token| {
        matches!(token, TokenKind::Source(_)) || is_word(token, &["also", "id"]) || is_word(token, &SAID)
    });
    let mut kind = head_key(cursor, "the kind of the entity");
    let key = head_key(cursor, "the key of the entity");
    if key.value.is_empty() && key.span.is_empty() {
        // One of the two is missing, and what is there may be either.
        kind.value.clear();
    }
    let name = cursor.text("the name of the entity");
    let (name, place) = name.map_or((String::new(), None), |name| (name.value, Some(name.span)));
    let entity = Entity::new(key.value, kind.value, name);
    let mut line = EntityLine { entity, kind: kind.span, key: key.span, name: place, more: Vec::new(), is_torn: false };
    let mut is_unsure = false;
    while cursor.peek().is_some() {
        cursor.resume();
        let start = cursor.span().start;
        let more = if cursor.eat("also") {
            let name = cursor.text("a further name");
            let language = if cursor.eat("in") { Some(tag(cursor, "the language, such as `kk`")) } else { None };
            match (name, language) {
                (Some(name), None) => Some(More::Also { name: name.value, language: None }),
                (Some(name), Some(Some(tag))) => Some(More::Also { name: name.value, language: Some(tag) }),
                _ => None,
            }
        } else if cursor.eat("id") {
            let scheme = tag(cursor, "the scheme of the identifier, such as `wikidata`");
            let code = cursor.text("the identifier");
            scheme.zip(code).map(|(scheme, code)| More::Id { scheme, code: code.value })
        } else {
            let allowed: &[&str] =
                if line.more.is_empty() { &["also", "id"] } else { &["also", "id", "said-by", "inferred"] };
            cursor.stray(allowed, &mut is_unsure);
            line.is_torn = true;
            continue;
        };
        is_unsure = false;
        let more = more.map(|more| At::new(more, start..cursor.before()));
        line.more.push(MoreLine { more, claims: ClaimLine::read_cited(cursor) });
    }
    line.is_torn |= cursor.is_torn();
    Box::new(line)
}

/// The kind or key of an entity. Its place is empty if it is missing, and its name stands in its place.
fn head_key(cursor: &mut Cursor<'_>, what: &str) -> At<String> {
    let is_name = matches!(cursor.peek(), Some(TokenKind::Text(_)))
        && match cursor.peek_second() {
            Some(TokenKind::Key(_) | TokenKind::Text(_)) => false,
            Some(token @ TokenKind::Word(_)) => is_word(token, &["also", "id"]),
            _ => true,
        };
    if is_name {
        cursor.expected(what);
        return At::new(String::new(), 0..0);
    }
    let key = cursor.key(what);
    let is_missing = key.value.is_empty() && cursor.peek().is_none() && key.span.start == cursor.span().start;
    if is_missing { At::new(String::new(), 0..0) } else { key }
}

/// A word that is a text: bare, or in quotes. `None` if it is lost.
pub(super) fn tag(cursor: &mut Cursor<'_>, what: &str) -> Option<String> {
    match cursor.peek() {
        Some(TokenKind::Text(text)) => {
            cursor.next();
            Some(text.clone())
        }
        _ => Some(cursor.key(what).value).filter(|key| !key.is_empty()),
    }
}
