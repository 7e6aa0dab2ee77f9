//! From a text to statements. A statement that cannot be read is a flaw, and the next is read nevertheless.

use super::{
    block::Blocks,
    statement::{Content, EntityLine, Meant, More, MoreLine, Named, SourceLine, Statement},
};
use crate::{
    error::{Error, ErrorKind, did_you_mean},
    model::{Entity, Resolution, Sha256, Source},
    notation::line::{At, ClaimLine, Cursor, FactLine, Flaw, HashedRange, Item, OPENERS, Span, Token, TokenKind, scan},
    time::PartialDate,
};

/// What a text holds, in order.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Blank,
    Comment(Span),
    Statement(Statement),
}

const ATTRIBUTES: [&str; 9] =
    ["title", "publisher", "published", "url", "licence", "derives-from", "sha256", "text", "text-file"];

/// Reads all of a text.
pub(super) fn parse(text: &str, flaws: &mut Vec<Flaw>) -> Vec<Entry> {
    let mut blocks = Blocks::new(text);
    let mut entry = |item| {
        let (lines, comments, read) = match item {
            Item::Blank => return Entry::Blank,
            Item::Comment(span) => return Entry::Comment(span),
            Item::Statement { lines, tokens, comments } => {
                let read = content(&tokens, lines.end).and_then(|mut content| {
                    blocks.check_claims(&mut content, lines.end)?;
                    Ok(content)
                });
                (lines, comments, read.map_err(|flaw| meant(flaw, &tokens)))
            }
            Item::Flawed { lines, flaw } => (lines, Vec::new(), Err(flaw)),
        };
        let content = read.unwrap_or_else(|flaw| {
            flaws.push(flaw);
            Content::Unread(named(text, &lines))
        });
        blocks.pass(&content, &lines, flaws);
        Entry::Statement(Statement { lines, comments, content, block: None })
    };
    let entries = scan(text).into_iter().map(&mut entry).collect();
    blocks.finish(flaws);
    entries
}

fn content(tokens: &[Token], end: usize) -> Result<Content, Flaw> {
    let cursor = &mut Cursor::new(tokens, end);
    let content = match cursor.word() {
        Some("include") => {
            cursor.next();
            Content::Include(cursor.text("the path of a file")?)
        }
        Some("source") => {
            cursor.next();
            return source(cursor).map(Content::Source);
        }
        Some("entity") => {
            cursor.next();
            return entity(cursor).map(Content::Entity);
        }
        Some("hashes") => {
            cursor.next();
            let source = cursor.key("the key of a source")?;
            let mut places = vec![HashedRange::read(cursor)?];
            while cursor.peek().is_some() {
                places.push(HashedRange::read(cursor)?);
            }
            Content::Hashes { source, places }
        }
        Some("begin") => {
            cursor.next();
            return ClaimLine::read_common(cursor).map(|line| Content::Begin(Box::new(line)));
        }
        Some("end") => {
            cursor.next();
            Content::End
        }
        Some("claim") => {
            cursor.next();
            Content::Claim { fact: cursor.fact()?, claims: ClaimLine::read_all(cursor)? }
        }
        Some("retract") => {
            cursor.next();
            Content::Retract { fact: cursor.fact()?, why: why(cursor)? }
        }
        Some("resolve") => {
            cursor.next();
            let fact = cursor.fact()?;
            let resolution = cursor.parse::<Resolution>("how it was settled, such as `confirmed`")?.value;
            if !cursor.eat("by") {
                return Err(cursor.expected("`by` and the later fact"));
            }
            Content::Resolve { fact, resolution, by: cursor.fact()? }
        }
        Some("merge") => {
            cursor.next();
            let entity = cursor.key("the key of the duplicate")?;
            if !cursor.eat("into") {
                return Err(cursor.expected("`into` and the key of the entity that stays"));
            }
            Content::Merge { entity, into: cursor.key("the key of the entity that stays")?, why: why(cursor)? }
        }
        Some("keep-apart") => {
            cursor.next();
            let entity = cursor.key("the key of an entity")?;
            if !cursor.eat("from") {
                return Err(cursor.expected("`from` and the key of the other entity"));
            }
            Content::KeepApart { entity, from: cursor.key("the key of the other entity")?, why: why(cursor)? }
        }
        _ => return FactLine::read(cursor).map(|line| Content::Fact(Box::new(line))),
    };
    cursor.done(&[])?;
    Ok(content)
}

/// The reason at the end of a line, if there is one.
fn why(cursor: &mut Cursor<'_>) -> Result<String, Flaw> {
    if cursor.peek().is_some() { cursor.text("why").map(|why| why.value) } else { Ok(String::new()) }
}

fn source(cursor: &mut Cursor<'_>) -> Result<Box<SourceLine>, Flaw> {
    let key = cursor.key("the key of a source")?;
    let mut line =
        SourceLine { key: key.span, source: Source::new(key.value), text_file: None, attributes: Vec::new() };
    while let Some(name) = cursor.word().and_then(|word| ATTRIBUTES.into_iter().find(|name| *name == word)) {
        let twice = |given: &str| line.attributes.iter().any(|(other, _)| *other == given);
        if twice(name) {
            return Err(cursor.flaw(format!("`{name}` is given twice")));
        }
        if name.starts_with("text") && (twice("text") || twice("text-file")) {
            return Err(cursor.flaw("a source has either `text` or `text-file`"));
        }
        cursor.next();
        let span = cursor.span();
        let source = &mut line.source;
        match name {
            "title" => source.title = Some(cursor.text("the title")?.value),
            "publisher" => source.publisher = Some(cursor.text("the publisher")?.value),
            "licence" => source.licence = Some(cursor.text("the licence")?.value),
            "text" => source.text = Some(cursor.text("the text")?.value),
            "published" => source.published = Some(cursor.parse::<PartialDate>("a date, such as `2026-01-24`")?.value),
            "sha256" => source.sha256 = Some(cursor.parse::<Sha256>("the hash of the text, of 64 digits")?.value),
            "derives-from" => source.derives_from = Some(cursor.key("the key of the source that it repeats")?.value),
            "text-file" => line.text_file = Some(cursor.text("the path of a file")?),
            _ => {
                let Some(TokenKind::Url(url)) = cursor.peek() else {
                    return Err(cursor.expected("an address, such as `<https://example.org/>`"));
                };
                source.url = Some(url.clone());
                cursor.next();
            }
        }
        line.attributes.push((name, span));
    }
    cursor.done(&ATTRIBUTES)?;
    Ok(Box::new(line))
}

fn entity(cursor: &mut Cursor<'_>) -> Result<EntityLine, Flaw> {
    let kind = cursor.key("the kind of the entity")?;
    let key = cursor.key("the key of the entity")?;
    let name = cursor.text("the name of the entity")?;
    let entity = Entity::new(key.value, kind.value, name.value);
    let mut line = EntityLine { entity, kind: kind.span, key: key.span, name: name.span, more: Vec::new() };
    loop {
        let start = cursor.span().start;
        let more = if cursor.eat("also") {
            let name = cursor.text("a further name")?.value;
            let language = if cursor.eat("in") { Some(tag(cursor, "the language, such as `kk`")?) } else { None };
            More::Also { name, language }
        } else if cursor.eat("id") {
            let scheme = tag(cursor, "the scheme of the identifier, such as `wikidata`")?;
            More::Id { scheme, code: cursor.text("the identifier")?.value }
        } else {
            break;
        };
        let more = At::new(more, start..cursor.before());
        line.more.push(MoreLine { more, claims: ClaimLine::read_cited(cursor)? });
    }
    cursor.done(if line.more.is_empty() { &["also", "id"] } else { &["also", "id", "said-by", "inferred"] })?;
    Ok(line)
}

/// A word that is a text: bare, or in quotes.
fn tag(cursor: &mut Cursor<'_>, what: &str) -> Result<String, Flaw> {
    match cursor.peek() {
        Some(TokenKind::Text(text)) => {
            cursor.next();
            Ok(text.clone())
        }
        _ => cursor.key(what).map(|key| key.value),
    }
}

/// A flaw of what was read as a fact, with the word that may have been meant to begin the line.
fn meant(flaw: Flaw, tokens: &[Token]) -> Flaw {
    let Some(Token { kind: TokenKind::Word(first), .. }) = tokens.first() else { return flaw };
    // A short word is near too many keys.
    let openers = OPENERS.into_iter().filter(|opener| !matches!(*opener, "begin" | "end"));
    let near = if OPENERS.contains(&first.as_str()) { String::new() } else { did_you_mean(first, openers) };
    if near.is_empty() {
        return flaw;
    }
    let why = format!("`{}` begins no line of its own, and as a fact: {}{near}", first.escape_debug(), flaw.error);
    Flaw {
        span: tokens.first().map_or(flaw.span, |token| token.span.clone()),
        error: Error::new(ErrorKind::Syntax, why),
    }
}

/// What a statement that could not be read may have named.
fn named(text: &str, lines: &Span) -> Named {
    let words: Vec<&str> = text.get(lines.clone()).unwrap_or_default().split_ascii_whitespace().collect();
    let key = |at: usize| words.get(at).map(|word| word.trim_matches('`').to_owned());
    let near = |opener: &str| {
        let alike = |word: &str| !matches!(opener, "begin" | "end") && !did_you_mean(word, [opener]).is_empty();
        words.first().is_some_and(|word| *word == opener || alike(word))
    };
    let fact = words.iter().position(|word| *word == "key").and_then(|at| key(at + 1));
    let meant = match OPENERS.into_iter().find(|opener| near(opener)) {
        None => Meant::Fact,
        Some("include") => Meant::Include,
        Some("begin") => Meant::Begin,
        Some("end") => Meant::End,
        Some(_) => Meant::Other,
    };
    Named {
        source: if near("source") { key(1) } else { None },
        entity: if near("entity") { key(2) } else { None },
        fact: fact.filter(|_| meant == Meant::Fact),
        meant,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn one(text: &str) -> Content {
        let mut flaws = Vec::new();
        let mut entries = parse(text, &mut flaws);
        assert_eq!(flaws, [], "{text}");
        match entries.pop() {
            Some(Entry::Statement(statement)) if entries.is_empty() => statement.content,
            other => panic!("{other:?}"),
        }
    }

    fn flaw(text: &str) -> (String, String) {
        let mut flaws = Vec::new();
        parse(text, &mut flaws);
        assert_eq!(flaws.len(), 1, "{text}: {flaws:?}");
        (text[flaws[0].span.clone()].to_owned(), flaws[0].error.to_string())
    }

    #[test]
    fn each_line_is_recognized_by_its_first_word() {
        assert!(matches!(one(r#"include "people.facts""#), Content::Include(path) if path.value == "people.facts"));
        let Content::Source(line) =
            one("source dna title \"T\" published 2026-01 url <https://a.b/>\n  derives-from wire text-file \"a.txt\"")
        else {
            panic!()
        };
        assert_eq!(line.source.title.as_deref(), Some("T"));
        assert_eq!(line.source.url.as_deref(), Some("https://a.b/"));
        assert_eq!(line.source.derives_from.as_deref(), Some("wire"));
        assert_eq!(line.text_file.unwrap().value, "a.txt");
        let Content::Entity(line) = one(r#"entity person tokayev "T" also "Т" in kk also "KJT" id wikidata "Q1""#)
        else {
            panic!()
        };
        assert_eq!(line.entity, Entity::new("tokayev", "person", "T"));
        assert_eq!(line.more.len(), 3);
        assert!(
            matches!(one("claim ^visit said-by a @s \"x\" @t"), Content::Claim { claims, .. } if claims.len() == 2)
        );
        assert!(matches!(one("retract ^visit"), Content::Retract { why, .. } if why.is_empty()));
        assert!(matches!(
            one("resolve ^visit confirmed by ^3"),
            Content::Resolve { resolution: Resolution::Confirmed, .. }
        ));
        assert!(
            matches!(one("merge a into `merge` \"so\""), Content::Merge { into, why, .. } if into.value == "merge" && why == "so")
        );
        assert!(matches!(one("keep-apart a from b"), Content::KeepApart { from, .. } if from.value == "b"));
        assert!(matches!(one("tokayev visits pakistan"), Content::Fact(_)));
        assert!(matches!(one("`source` visits `on`"), Content::Fact(_)));
    }

    #[test]
    fn a_flaw_stands_where_it_is_and_says_what_was_expected() {
        for (line, at, message) in [
            ("include people", "people", "expected the path of a file in quotes, found `people`"),
            ("source dna titel \"T\"", "titel", "did you mean `title`?"),
            ("source dna title \"T\" title \"U\"", "title", "given twice"),
            ("source dna text \"T\" text-file \"U\"", "text-file", "either"),
            ("source dna published 2026-13", "2026-13", "2026-13"),
            ("source dna url \"x\"", "\"x\"", "expected an address"),
            ("source on", "on", "a word of the notation"),
            ("entity person \"T\"", "\"T\"", "expected the key of the entity"),
            ("entity person t \"T\" alsso \"x\"", "alsso", "did you mean `also`?"),
            ("entiy person t \"T\"", "entiy", "did you mean `entity`?"),
            ("incude \"x\"", "incude", "did you mean `include`?"),
            ("resolve ^a confirmd by ^b", "confirmd", "did you mean `confirmed`?"),
            ("resolve ^a confirmed ^b", "^b", "expected `by`"),
            ("merge a", "", "expected `into`"),
            ("merge a into", "", "expected the key of the entity that stays"),
            ("merge a into b c", "c", "expected why in quotes"),
            ("merg a into b", "merg", "did you mean `merge`?"),
            ("keep-apart a b", "b", "expected `from`"),
            ("keep-apart a from \"b\"", "\"b\"", "expected the key of the other entity"),
            ("retract a", "a", "expected a fact, such as `^visit`"),
            ("claim ^a", "", "expected a source"),
            ("claim ^a dispute @s", "dispute", "did you mean `disputes`?"),
            ("claim ^a disputes", "disputes", "without a source"),
            ("a visits b plannd @s", "plannd", "did you mean `planned`?"),
            ("a visits b plannd key k", "plannd", "did you mean `planned`?"),
            ("a visits on 2026", "on", "expected the object of the fact"),
            ("a visits", "", "expected the object of the fact, found the end of the statement"),
            ("a visits b on 2026 since 2025", "since", "given twice"),
            ("a visits b said-by c", "said-by", "without a source"),
            ("a visits b \"x\"", "\"x\"", "before a text"),
            ("a visits b x c x d", "x", "given twice"),
            ("a visits (date 20x)", "20x", "20x"),
            ("a visits (dat 20x)", "dat", "did you mean `date`?"),
            ("a visits b @s \"x\" nth two", "two", "behind `nth`"),
            ("a visits b between 1991 and 1992", "1991", "a span such as `1991/2004`"),
            ("#two words", "#two", "a comment begins with `#` and a blank"),
            ("a visits b, c d", "b,", ""),
        ] {
            if message.is_empty() {
                assert!(matches!(one(line), Content::Fact(_)), "a bare word is read when its range is known");
                continue;
            }
            let (place, why) = flaw(line);
            assert_eq!(place, at, "{line}: {why}");
            assert!(why.contains(message), "{line}: {why}");
        }
    }

    #[test]
    fn what_cannot_be_read_still_tells_what_it_names() {
        let mut flaws = Vec::new();
        let text = "entity person a \"A\nsource `s` titel \"T\"\na visits b key k \"x\"\nentiy person c \"C\"";
        let named: Vec<Named> = parse(text, &mut flaws)
            .into_iter()
            .filter_map(|entry| match entry {
                Entry::Statement(Statement { content: Content::Unread(named), .. }) => Some(named),
                _ => None,
            })
            .collect();
        assert_eq!((flaws.len(), named.len()), (4, 4));
        assert_eq!(named[0].entity.as_deref(), Some("a"));
        assert_eq!(named[1].source.as_deref(), Some("s"));
        assert_eq!(named[2].fact.as_deref(), Some("k"));
        assert_eq!(named[3].entity.as_deref(), Some("c"));
    }
}
