//! Conflicts of a merge that are not resolved: what the statements of either version may have named.

use super::{
    parse::named,
    statement::{Content, Meant, Named, Statement},
};
use crate::notation::line::Span;

/// A statement for the whole of a conflict, and one for each statement within it. Nothing of them is read.
pub(super) fn in_conflict(text: &str, lines: Span, inside: Vec<Span>) -> Vec<Statement> {
    let unread = |lines: Span, named: Named| Statement {
        lines,
        comments: Vec::new(),
        content: Content::Unread,
        block: None,
        faulty: Some(Box::new(named)),
    };
    let mut meant = Meant::Other;
    let mut statements = Vec::with_capacity(inside.len() + 1);
    for lines in inside {
        let mut named = named(text, &lines);
        let first = text.get(lines.clone()).and_then(|line| line.split_ascii_whitespace().next());
        if matches!(first, Some("open" | "relation")) {
            // It may declare more names than its own, such as that of an inverse.
            named.meant = Meant::Vocabulary;
        }
        if matches!(named.meant, Meant::Begin | Meant::End) {
            (meant, named.meant) = (Meant::Blocks, Meant::Other);
        }
        statements.push(unread(lines, named));
    }
    statements.insert(0, unread(lines, Named { name: None, meant }));
    statements
}
