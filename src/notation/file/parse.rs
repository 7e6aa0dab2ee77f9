//! From a text to statements. What cannot be read of a statement is a flaw, and its other parts and the next statement are read.

use super::{
    block::Blocks,
    conflict::in_conflict,
    declarations::{KIND, RELATION, ROLE, SHAPES, kind, relation, role},
    lines::{ATTRIBUTES, entity, is_word, source},
    statement::{Content, Meant, Named, Sort, Statement},
};
use crate::{
    error::{Error, ErrorKind, did_you_mean, shown::as_found},
    model::Resolution,
    notation::line::{
        ClaimLine, Cursor, FactLine, Flaw, HashedRange, Item, OPENERS, Span, Token, TokenKind, begins_part, scan,
    },
};

/// What a text holds, in order.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Blank,
    Comment(Span),
    Statement(Statement),
}

/// Reads all of a text.
pub(super) fn parse(text: &str, flaws: &mut Vec<Flaw>) -> Vec<Entry> {
    let mut blocks = Blocks::new(text);
    let mut entries = Vec::new();
    for item in scan(text) {
        let (lines, comments, tokens, mut own) = match item {
            Item::Blank => {
                entries.push(Entry::Blank);
                continue;
            }
            Item::Comment(span) => {
                entries.push(Entry::Comment(span));
                continue;
            }
            Item::Conflict { lines, inside, flaw, .. } => {
                flaws.push(flaw);
                for statement in in_conflict(text, lines, inside) {
                    blocks.pass(&statement, flaws);
                    entries.push(Entry::Statement(statement));
                }
                continue;
            }
            Item::Statement { lines, tokens, comments, flaws } => (lines, comments, tokens, flaws),
            Item::Flawed { lines, flaw } => (lines, Vec::new(), Vec::new(), vec![flaw]),
        };
        let content = match tokens.first() {
            None | Some(Token { kind: TokenKind::Rest, .. }) => Content::Unread,
            Some(_) => statement(&tokens, lines.end, &blocks, &mut own),
        };
        let faulty = if own.is_empty() { None } else { Some(Box::new(named(text, &lines))) };
        flaws.append(&mut own);
        let statement = Statement { lines, comments, content, block: None, faulty };
        blocks.pass(&statement, flaws);
        entries.push(Entry::Statement(statement));
    }
    blocks.finish(flaws);
    entries
}

/// What the tokens of a statement say. If they are no fact, but would be another statement with another first word, they are
/// read as that one.
fn statement(tokens: &[Token], end: usize, blocks: &Blocks<'_>, flaws: &mut Vec<Flaw>) -> Content {
    let unreadable = flaws.len();
    let read = |opener: Option<&str>, flaws: &mut Vec<Flaw>| {
        let mut cursor = Cursor::new(tokens, end, flaws);
        let mut content = content(opener, &mut cursor);
        cursor.done();
        let is_torn = cursor.is_torn();
        blocks.check_claims(&mut content, end, is_torn || unreadable > 0, flaws);
        content
    };
    let opener = tokens.first().and_then(|first| match &first.kind {
        TokenKind::Word(word) => OPENERS.into_iter().find(|opener| opener == word),
        _ => None,
    });
    let content = read(opener, flaws);
    if opener.is_none()
        && (flaws.len() > unreadable || is_like_declaration(tokens))
        && let Some((flaw, opener)) = meant(tokens)
    {
        flaws.truncate(unreadable);
        flaws.push(flaw);
        return read(Some(opener), flaws);
    }
    content
}

/// Reads a statement that begins with one of the words that state no fact, or else a fact.
fn content(opener: Option<&str>, cursor: &mut Cursor<'_>) -> Content {
    if opener.is_some() {
        cursor.next();
        cursor.parts_begin_with(|_| false);
    }
    match opener {
        Some("include") => cursor.text("the path of a file").map_or(Content::Unread, Content::Include),
        Some("open") => Content::Open,
        Some("kind") => Content::Kind(kind(cursor)),
        Some("role") => Content::Role(role(cursor)),
        Some("relation") => Content::Relation(relation(cursor)),
        Some("source") => Content::Source(source(cursor)),
        Some("entity") => Content::Entity(entity(cursor)),
        Some("hashes") => {
            let source = cursor.key("the key of a source");
            let mut places = Vec::new();
            while places.is_empty() || cursor.peek().is_some() {
                cursor.resume();
                let before = cursor.place();
                places.push(HashedRange::read(cursor));
                if cursor.place() == before && cursor.next().is_none() {
                    break;
                }
            }
            Content::Hashes { source, places: places.into_iter().flatten().collect() }
        }
        Some("begin") => {
            cursor.parts_begin_with(begins_part);
            Content::Begin(Box::new(ClaimLine::read_common(cursor)))
        }
        Some("end") => Content::End,
        Some("claim") => {
            cursor.parts_begin_with(begins_part);
            Content::Claim { fact: cursor.fact(), claims: ClaimLine::read_all(cursor) }
        }
        Some("retract") => Content::Retract { fact: cursor.fact(), why: why(cursor) },
        Some("resolve") => {
            cursor.parts_begin_with(|token| is_word(token, &["by"]));
            let fact = cursor.fact();
            let resolution = cursor.parse::<Resolution>("the outcome, such as `confirmed`");
            expect(cursor, "by", "`by` and the later fact");
            let by = cursor.fact();
            // A statement with a fault is not applied, so it does not matter what stands for a lost resolution.
            Content::Resolve { fact, resolution: resolution.map_or(Resolution::Confirmed, |found| found.value), by }
        }
        Some("merge") => {
            cursor.parts_begin_with(|token| is_word(token, &["into"]));
            let entity = cursor.key("the key of the duplicate");
            expect(cursor, "into", "`into` and the key of the entity that stays");
            let into = cursor.key("the key of the entity that stays");
            Content::Merge { entity, into, why: why(cursor) }
        }
        Some("keep-apart") => {
            cursor.parts_begin_with(|token| is_word(token, &["from"]));
            let entity = cursor.key("the key of an entity");
            expect(cursor, "from", "`from` and the key of the other entity");
            let from = cursor.key("the key of the other entity");
            Content::KeepApart { entity, from, why: why(cursor) }
        }
        _ => Content::Fact(Box::new(FactLine::read(cursor))),
    }
}

/// Passes a word between two names.
fn expect(cursor: &mut Cursor<'_>, word: &str, what: &str) {
    if !cursor.eat(word) {
        cursor.expected(what);
        // What stands here may be the name behind the word, or another word in its place.
        if cursor
            .peek_second()
            .is_some_and(|next| matches!(next, TokenKind::Word(_) | TokenKind::Key(_) | TokenKind::Fact(_)))
            && cursor.word().is_some()
        {
            cursor.next();
        }
    }
}

/// The reason at the end of a line, if there is one.
fn why(cursor: &mut Cursor<'_>) -> String {
    let why = if cursor.peek().is_some() { cursor.text("the reason") } else { None };
    why.map(|why| why.value).unwrap_or_default()
}

/// Whether a line goes on as that of a kind or relation does, though it may be read as a fact with roles.
fn is_like_declaration(tokens: &[Token]) -> bool {
    match tokens {
        [_, _, part, ..] if is_word(&part.kind, &["under", "union"]) => true,
        [_, _, shape, from, ..] => is_word(&shape.kind, &SHAPES) && is_word(&from.kind, &["from"]),
        _ => false,
    }
}

/// The word that may have been meant to begin a line that is no fact, and the fault of the word that does: the line goes on as
/// one with that word would.
fn meant(tokens: &[Token]) -> Option<(Flaw, &'static str)> {
    let [Token { kind: TokenKind::Word(first), span }, rest @ ..] = tokens else { return None };
    let kind = |at: usize| rest.get(at).map(|token| &token.kind);
    let is_key = |at: usize| matches!(kind(at), Some(TokenKind::Word(_) | TokenKind::Key(_) | TokenKind::Lost(_)));
    let is_text = |at: usize| matches!(kind(at), Some(TokenKind::Text(_) | TokenKind::Lost('"') | TokenKind::Rest));
    let is_near = |token: Option<&TokenKind>, words: &[&str]| match token {
        Some(TokenKind::Word(word)) => {
            words.contains(&word.as_str()) || !did_you_mean(word, words.iter().copied()).is_empty()
        }
        _ => false,
    };
    let fits = |opener: &str| match opener {
        "include" => is_text(0),
        "open" => rest.is_empty(),
        // Without a further word it may as well be a fact that has lost its object.
        "kind" => is_key(0) && is_near(kind(1), &KIND),
        "role" => is_key(0) && is_near(kind(1), &ROLE),
        "relation" => is_key(0) && (is_near(kind(1), &RELATION) || is_near(kind(1), &SHAPES)),
        "source" => is_key(0) && (rest.len() == 1 || is_near(kind(1), &ATTRIBUTES)),
        "entity" => is_key(0) && is_key(1) && is_text(2),
        "hashes" => is_key(0) && kind(1) == Some(&TokenKind::Mark('[')),
        "claim" | "retract" | "resolve" => matches!(kind(0), Some(TokenKind::Fact(_) | TokenKind::Lost('#' | '^'))),
        "merge" => kind(1).is_some_and(|token| is_word(token, &["into"])),
        "keep-apart" => kind(1).is_some_and(|token| is_word(token, &["from"])),
        // A short word is near too many keys.
        _ => false,
    };
    let opener = OPENERS.into_iter().find(|opener| !did_you_mean(first, [*opener]).is_empty() && fits(opener))?;
    let why = format!("`{}` is not the first word of a statement; did you mean `{opener}`?", as_found(first));
    Some((Flaw { span: span.clone(), error: Error::new(ErrorKind::Syntax, why) }, opener))
}

/// What a faulty statement may have named, by its words.
pub(super) fn named(text: &str, lines: &Span) -> Named {
    let words: Vec<&str> = text.get(lines.clone()).unwrap_or_default().split_ascii_whitespace().collect();
    let key = |at: usize| words.get(at).map(|word| word.trim_matches(['`', '"']).to_owned());
    let near = |opener: &str| {
        // A short word is near too many keys.
        let is_block = matches!(opener, "begin" | "end");
        let is_short = is_block || matches!(opener, "open" | "kind" | "role");
        let alike = |word: &str| !is_short && !did_you_mean(word, [opener]).is_empty();
        // A line that was to be a comment is meant to say nothing, but others may use what it says.
        let is_hidden = |word: &str| is_short && !is_block && word.strip_prefix('#') == Some(opener);
        words.first().is_some_and(|word| *word == opener || alike(word) || is_hidden(word))
    };
    let fact = words.iter().position(|word| *word == "key").and_then(|at| key(at + 1));
    let meant = match OPENERS.into_iter().find(|opener| near(opener)) {
        None => Meant::Fact,
        Some("include") => Meant::Include,
        Some("begin") => Meant::Begin,
        Some("end") => Meant::End,
        Some(_) => Meant::Other,
    };
    let sorts = [
        ("kind", Sort::Kind, 1),
        ("role", Sort::Role, 1),
        ("relation", Sort::Relation, 1),
        ("source", Sort::Source, 1),
        ("hashes", Sort::Hashes, 1),
        ("entity", Sort::Entity, 2),
    ];
    let name = match sorts.into_iter().find(|(opener, ..)| near(opener)) {
        Some((_, sort, at)) => key(at).map(|key| (sort, key)),
        None => fact.filter(|_| meant == Meant::Fact).map(|key| (Sort::Fact, key)),
    };
    Named { name: name.map(|(sort, key)| (sort, key.into())), meant }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::{
        model::Entity,
        schema::{KindDef, RelationDef, RoleDef, Shape},
    };

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
        for opener in OPENERS {
            assert!(matches!(one(&format!("`{opener}` visits `{opener}` `{opener}` x")), Content::Fact(_)), "{opener}");
        }
        assert!(matches!(one("open"), Content::Open));
        let Content::Kind(line) = one("kind `kind` under a `under` union b code x \"1\" about \"A\"") else { panic!() };
        let wanted = KindDef::new("kind").under("a").under("under").member("b").code("x", "1").about("A");
        assert_eq!((line.def, line.parents.len(), line.members.len()), (wanted, 2, 1));
        let Content::Role(line) = one("role r phrase \"by\"") else { panic!() };
        assert_eq!(line.def, RoleDef::new("r").phrase("by"));
        let Content::Relation(line) = one("relation r state from state to event optional-many q text dated") else {
            panic!()
        };
        let wanted = RelationDef::new("r", Shape::Holds, "state", "event").optional_many("q", "text").dated();
        assert_eq!((line.place("dated"), line.def), (58..63, wanted));
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
            ("source on", "on", "a keyword of the notation"),
            ("entity person \"T\"", "\"T\"", "expected the key of the entity"),
            ("entity person t \"T\" alsso \"x\"", "alsso", "did you mean `also`?"),
            ("entiy person t \"T\"", "entiy", "did you mean `entity`?"),
            ("incude \"x\"", "incude", "did you mean `include`?"),
            ("resolve ^a confirmd by ^b", "confirmd", "did you mean `confirmed`?"),
            ("resolve ^a confirmed ^b", "^b", "expected `by`"),
            ("merge a", "", "expected `into`"),
            ("merge a into", "", "expected the key of the entity that stays"),
            ("merge a into b c", "c", "expected the reason in quotes"),
            ("merg a into b", "merg", "did you mean `merge`?"),
            ("keep-apart a b", "b", "expected `from`"),
            ("keep-apart a from \"b\"", "\"b\"", "expected the key of the other entity"),
            ("retract a", "a", "expected a fact, such as `^visit`"),
            ("claim ^a", "", "expected a source"),
            ("claim ^a dispute @s", "dispute", "did you mean `disputes`?"),
            ("claim ^a disputes", "disputes", "no source follows"),
            ("a visits b plannd @s", "plannd", "did you mean `planned`?"),
            ("a visits b plannd key k", "plannd", "did you mean `planned`?"),
            ("a visits on 2026", "on", "expected the object of the fact"),
            ("a visits", "", "expected the object of the fact, found the end of the statement"),
            ("a visits b on 2026 since 2025", "since", "given twice"),
            ("a visits b said-by c", "said-by", "no source follows"),
            ("a visits b \"x\"", "\"x\"", "before a text"),
            ("a visits b x c x d", "x", "given twice"),
            ("a visits (date 20x)", "20x", "20x"),
            ("a visits (dat 20x)", "dat", "did you mean `date`?"),
            ("a visits b @s \"x\" nth two", "two", "after `nth`"),
            ("a visits b between 1991 and 1992", "1991 and 1992", "did you mean `between 1991/1992`?"),
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
                Entry::Statement(Statement { faulty: Some(named), .. }) => Some(*named),
                _ => None,
            })
            .collect();
        assert_eq!((flaws.len(), named.len()), (4, 4));
        assert_eq!(named[0].get(Sort::Entity).as_deref(), Some("a"));
        assert_eq!(named[1].get(Sort::Source).as_deref(), Some("s"));
        assert_eq!(named[2].get(Sort::Fact).as_deref(), Some("k"));
        assert_eq!(named[3].get(Sort::Entity).as_deref(), Some("c"));
    }
}
