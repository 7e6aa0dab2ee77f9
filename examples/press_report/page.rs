//! A page of text: titles, and lines that are folded at 80 columns.

use std::fmt::{self, Write};

use chancery::{FactRef, Id};

const WIDTH: usize = 80;

/// What is printed: built in full before the first line, so that a fault leaves no half a page.
#[derive(Default)]
pub(crate) struct Page(String);

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Page {
    fn write(&mut self, text: fmt::Arguments<'_>) {
        // A `String` takes every text.
        self.0.write_fmt(text).unwrap_or_default();
    }

    pub(crate) fn title(&mut self, text: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        self.write(format_args!("{gap}{text}\n{}\n", "=".repeat(text.chars().count())));
    }

    pub(crate) fn question(&mut self, text: &str) {
        self.write(format_args!("\n{text}\n"));
    }

    /// Words within 80 columns; what does not fit goes on below, under the first word.
    pub(crate) fn line(&mut self, head: &str, text: impl fmt::Display) {
        let mut line = head.to_owned();
        let indent = " ".repeat(head.chars().count());
        let mut fresh = true;
        for word in text.to_string().split_whitespace() {
            if !fresh && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.write(format_args!("{line}\n"));
                line.clone_from(&indent);
                fresh = true;
            }
            if !fresh {
                line.push(' ');
            }
            line.push_str(word);
            fresh = false;
        }
        self.write(format_args!("{line}\n"));
    }

    /// A fact on a line, and under it who says so.
    pub(crate) fn fact(&mut self, fact: FactRef<'_>) {
        self.line("  ", fact.sentence());
        self.claims(fact);
    }

    /// A fact on a line, read from one of its ends, and under it who says so.
    pub(crate) fn fact_from(&mut self, fact: FactRef<'_>, end: Id) {
        let sentence = fact.sentence();
        self.line("  ", if fact.object_node().id() == end { sentence.from_object() } else { sentence });
        self.claims(fact);
    }

    /// Who says so, in which words, as far as they may be shown.
    pub(crate) fn claims(&mut self, fact: FactRef<'_>) {
        for claim in fact.claims() {
            let Some(words) = claim.quote() else { continue };
            let speaker = claim.said_by().map(|who| format!("{who}, in ")).unwrap_or_default();
            self.line("    says ", format!("{speaker}@{}: “{words}”", claim.source().key()));
            if let Some(reason) = claim.inferred() {
                self.line("    inferred: ", reason);
            }
        }
    }
}
