//! How a statement is laid out: on one line where it fits, else its parts on indented lines of their own.

use std::fmt::{self, Write};

use super::{
    statement::{Content, EntityLine, More, SourceLine},
    vocabulary,
};
use crate::{
    error::shown::Escaped,
    model::{FactName, check_key},
    notation::line::{ClaimLine, FactLine, HashedRange, OPENERS, Word},
    schema::KEYWORDS,
};

/// The longest line that is made of several parts, in characters.
pub(super) const WIDTH: usize = 100;

/// The text of a statement, without the end of its last line.
pub(super) fn print(content: &Content) -> String {
    let name = |fact: &str| FactName { fact: fact.to_owned() };
    match content {
        Content::Include(path) => format!("include {}", Escaped::quoted(&path.value)),
        Content::Open => "open".to_owned(),
        Content::Kind(line) => vocabulary::kind(&line.def),
        Content::Role(line) => vocabulary::role(&line.def),
        Content::Relation(line) => vocabulary::relation(&line.def),
        Content::Source(line) => source(line),
        Content::Entity(line) => entity(line),
        Content::Hashes { source, places } => hashes(&source.value, places.iter().map(|place| place.value)),
        Content::Fact(line) => fact(line),
        Content::Begin(common) => format!("begin {common}"),
        Content::End => "end".to_owned(),
        Content::Claim { fact, claims } => lay_out(format!("claim {}", name(&fact.value)), written(claims)),
        Content::Retract { fact, why } => format!("retract {}{}", name(&fact.value), Why(why)),
        Content::Resolve { fact, resolution, by } => {
            format!("resolve {} {} by {}", name(&fact.value), resolution.name(), name(&by.value))
        }
        Content::Merge { entity, into, why } => {
            format!("merge {} into {}{}", Word(&entity.value), Word(&into.value), Why(why))
        }
        Content::KeepApart { entity, from, why } => {
            format!("keep-apart {} from {}{}", Word(&entity.value), Word(&from.value), Why(why))
        }
        Content::Unread => String::new(),
    }
}

/// The text of a fact.
pub(super) fn fact(line: &FactLine) -> String {
    lay_out(line.to_string(), written(&line.claims))
}

fn written(claims: &[ClaimLine]) -> Vec<String> {
    // All of a claim may be left to its block.
    claims.iter().map(ToString::to_string).filter(|claim| !claim.is_empty()).collect()
}

/// The text of an entity.
pub(super) fn entity(line: &EntityLine) -> String {
    let entity = &line.entity;
    let head = format!("entity {} {} {}", Word(&entity.kind), Word(&entity.key), Escaped::quoted(&entity.name));
    let items = line.more.iter().map(|line| {
        let mut parts: Vec<String> = line.more.iter().map(|more| more.value.to_string()).collect();
        parts.extend(written(&line.claims));
        parts
    });
    let items: Vec<_> = items.collect();
    let whole = length(&head) + items.iter().flatten().map(|part| 1 + length(part)).sum::<usize>();
    if whole <= WIDTH {
        return lay_out(head, items.concat());
    }
    items.into_iter().fold(head, |mut text, item| {
        let whole = 1 + item.iter().map(|part| 1 + length(part)).sum::<usize>();
        text.push_str("\n  ");
        text.push_str(&item.join(if whole <= WIDTH { " " } else { "\n    " }));
        text
    })
}

/// The text of the hashes of ranges of a source.
pub(super) fn hashes(source: &str, places: impl Iterator<Item = HashedRange>) -> String {
    let places = places.map(|HashedRange { range: (start, end), hash }| format!("[{start}..{end} {hash}]"));
    lay_out(format!("hashes {}", Word(source)), places.collect())
}

/// The text of a source.
pub(super) fn source(line: &SourceLine) -> String {
    let source = &line.source;
    let quoted = |name: &str, text: &String| format!("{name} {}", Escaped::quoted(text));
    let text = match &line.text_file {
        Some(path) => Some(quoted("text-file", &path.value)),
        None => source.text.as_ref().map(|text| quoted("text", text)),
    };
    let parts = [
        source.title.as_ref().map(|title| quoted("title", title)),
        source.publisher.as_ref().map(|publisher| quoted("publisher", publisher)),
        source.published.map(|date| format!("published {date}")),
        source.url.as_ref().map(|url| format!("url {}", Escaped::address(url))),
        source.licence.as_ref().map(|licence| quoted("licence", licence)),
        source.derives_from.as_ref().map(|base| format!("derives-from {}", Word(base))),
        source.sha256.map(|hash| format!("sha256 {hash}")),
        text,
    ];
    fill(format!("source {}", Word(&source.key)), parts.into_iter().flatten())
}

/// Puts as many parts on a line as fit.
pub(super) fn fill(head: String, parts: impl Iterator<Item = String>) -> String {
    let mut lines = vec![head];
    for part in parts {
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(&part) <= WIDTH => {
                line.push(' ');
                line.push_str(&part);
            }
            _ => lines.push(format!("  {part}")),
        }
    }
    lines.join("\n")
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn lay_out(mut head: String, parts: Vec<String>) -> String {
    let whole = length(&head) + parts.iter().map(|part| 1 + length(part)).sum::<usize>();
    let between = if whole <= WIDTH { " " } else { "\n  " };
    for part in parts {
        head.push_str(between);
        head.push_str(&part);
    }
    head
}

impl fmt::Display for More {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Also { name, language } => {
                write!(f, "also {}", Escaped::quoted(name))?;
                language.as_ref().map_or(Ok(()), |language| write!(f, " in {}", Tag(language)))
            }
            Self::Id { scheme, code } => write!(f, "id {} {}", Tag(scheme), Escaped::quoted(code)),
        }
    }
}

/// A reason behind a statement, where there is one.
struct Why<'a>(&'a str);

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " {}", Escaped::quoted(self.0)) }
    }
}

/// A text that stands bare where it can.
pub(super) struct Tag<'a>(pub(super) &'a str);

impl fmt::Display for Tag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = check_key(self.0).is_ok() && !KEYWORDS.contains(&self.0) && !OPENERS.contains(&self.0);
        if bare { f.write_str(self.0) } else { Escaped::quoted(self.0).fmt(f) }
    }
}

/// Adds a statement with its comments: one behind it where it stood there and fits, else each on a line before.
pub(super) fn with_comments(out: &mut String, content: &Content, comments: &[&str], behind: bool) {
    let text = print(content);
    if let ([comment], true, false) = (comments, behind, text.contains('\n'))
        && text.chars().count() + 1 + comment.chars().count() <= WIDTH
    {
        // A `String` takes all that is written.
        let _ = writeln!(out, "{text} {comment}");
        return;
    }
    for line in comments.iter().copied().chain([text.as_str()]) {
        out.push_str(line);
        out.push('\n');
    }
}
