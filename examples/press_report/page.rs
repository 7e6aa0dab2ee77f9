//! A page of text: titles, and lines that are folded at 80 columns.

use std::{
    collections::BTreeSet,
    fmt::{self, Write},
};

use chancery::{FactRef, Id, model::FactId, view::ClaimRef};

const WIDTH: usize = 80;

/// What is printed: built in full before the first line, so that a fault leaves no half a page.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
    /// The facts that it has.
    facts: BTreeSet<FactId>,
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Page {
    fn write(&mut self, text: fmt::Arguments<'_>) {
        // A `String` takes every text.
        self.text.write_fmt(text).unwrap_or_default();
    }

    pub(crate) fn title(&mut self, text: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
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

    /// Whether the page has a fact.
    pub(crate) fn has(&self, fact: FactId) -> bool {
        self.facts.contains(&fact)
    }

    /// A fact on a line, and under it who says so, and in which words. A fact that the page has already is named only.
    pub(crate) fn fact(&mut self, fact: FactRef<'_>) {
        let fresh = self.facts.insert(fact.id());
        self.line("  ", fact.sentence());
        if fresh {
            self.claims(fact);
        }
    }

    /// A fact on a line, read from one of its ends, and under it who says so.
    pub(crate) fn fact_from(&mut self, fact: FactRef<'_>, end: Id) {
        let sentence = fact.sentence();
        self.line("  ", if fact.object_node().id() == end { sentence.from_object() } else { sentence });
        self.claims(fact);
    }

    /// Who says so, why it was inferred, and the words of each source, as far as they may be shown.
    pub(crate) fn claims(&mut self, fact: FactRef<'_>) {
        let mut done = Vec::new();
        for claim in fact.claims() {
            let said = (claim.said_by().map(|who| who.id()), claim.inferred());
            if done.contains(&said) {
                continue;
            }
            done.push(said);
            let speaker = claim.said_by().map(|who| format!("according to {who}"));
            let reason = claim.inferred().map(|reason| format!("inferred: {reason}"));
            speaker.into_iter().chain(reason).for_each(|head| self.line("    ", head));
            for same in fact.claims().filter(|other| (other.said_by().map(|who| who.id()), other.inferred()) == said) {
                self.words(same);
            }
        }
    }

    /// The words of a claim, if they are known. A text that derives from the report has its own words, and not those of a
    /// speaker.
    fn words(&mut self, claim: ClaimRef<'_>) {
        let Some(words) = claim.quote() else { return };
        let source = claim.source();
        let whose = match source.derives_from() {
            Some(_) => "in our words",
            None => source.publisher().or_else(|| source.title()).unwrap_or_else(|| source.key()),
        };
        self.line(&format!("    {whose}: "), format!("“{words}”"));
    }
}
