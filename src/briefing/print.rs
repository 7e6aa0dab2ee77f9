//! A briefing as text.

use std::fmt::{self, Write};

use super::{
    fold::{fold, plain, width},
    items::{Briefing, Citation, Counted, Evidence, FactItem, Item, LeftOut, Section, SourceItem},
};
use crate::model::{Resolution, Stance};

/// How long the name of a source may be for its words to stand beside it, in columns.
const BESIDE: usize = 28;

impl fmt::Display for Briefing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        underlined(&self.title, '=', f)?;
        for (n, section) in self.sections.iter().enumerate() {
            if n > 0 || !self.title.is_empty() {
                f.write_char('\n')?;
            }
            section.print(f)?;
        }
        Ok(())
    }
}

impl Section {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        underlined(&self.title, '-', f)?;
        let is_heading = |item: Option<&Item>| matches!(item, Some(Item::Heading(_)));
        for (n, item) in self.items.iter().enumerate() {
            // Headings without anything below stand together.
            let last = n.checked_sub(1).and_then(|n| self.items.get(n));
            let alone = is_heading(self.items.get(n + 1)) || n + 1 == self.items.len();
            let first = n == 0 && self.title.is_empty();
            if is_heading(Some(item)) && !first && !(alone && is_heading(last)) {
                f.write_char('\n')?;
            }
            item.print(f)?;
        }
        Ok(())
    }
}

impl Item {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heading(heading) => fold("", 2, &plain(&heading.text), f),
            Self::Line(text) => fold("  ", 2, &plain(text), f),
            Self::Fact(fact) => fact.print(f),
            Self::Source(source) => source.print(f),
            Self::LeftOut(left_out) => left_out.print(f),
        }
    }
}

impl FactItem {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The sentence says what is planned or denied.
        let doubt = if self.truth < self.fact.modality.bound() { "possibly: " } else { "" };
        fold("  ", 2, &format!("{doubt}{}", plain(&self.sentence)), f)?;
        if let Some(outcome) = &self.outcome {
            let became = match outcome.resolution {
                Resolution::Confirmed => "confirmed",
                Resolution::Postponed => "postponed",
                Resolution::Cancelled => "cancelled",
                Resolution::Denied => "denied",
                Resolution::Refined => "more precisely",
                Resolution::Corrected => "corrected",
            };
            fold("    ", 4, &format!("{became}: {}", plain(&outcome.sentence)), f)?;
        }
        match self.retracted.as_deref() {
            None => {}
            Some("") => fold("    ", 4, "retracted", f)?,
            Some(why) => fold("    ", 4, &format!("retracted: {}", plain(why)), f)?,
        }
        if self.evidence.is_empty() && !self.repeated {
            return fold("    ", 4, "no source", f);
        }
        self.evidence.iter().try_for_each(|evidence| evidence.print(f))
    }
}

impl Evidence {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let disputes = self.stance == Stance::Disputes;
        match self.speaker.as_ref().map(|speaker| plain(&speaker.name)) {
            Some(speaker) if disputes => fold("    ", 4, &format!("disputed, according to {speaker}"), f)?,
            Some(speaker) => fold("    ", 4, &format!("according to {speaker}"), f)?,
            None if disputes => fold("    ", 4, "disputed by", f)?,
            None => {}
        }
        if let Some(reason) = &self.inferred {
            fold("    ", 4, &format!("inferred: {}", plain(reason)), f)?;
        }
        self.sources.iter().try_for_each(|source| source.print(f))
    }
}

impl Citation {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut head = plain(&self.name);
        if let Some(published) = self.published {
            write!(head, ", {}", published.words())?;
        }
        if let Some(from) = &self.derived_from {
            write!(head, " (derived from {})", plain(from))?;
        }
        if let Some(confidence) = self.confidence {
            write!(head, ", confidence {confidence}")?;
        }
        if let Some(words) = &self.quote {
            let (head, words) = (format!("    {head}: "), format!("“{}”", plain(words)));
            if width(&head) <= BESIDE {
                return fold(&head, width(&head), &words, f);
            }
            fold("    ", 4, head.trim(), f)?;
            fold("      ", 6, &words, f)
        } else {
            for (start, end) in &self.ranges {
                write!(head, " [{start}..{end}]")?;
            }
            fold("    ", 4, &head, f)
        }
    }
}

impl SourceItem {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = self.title.as_ref().filter(|title| **title != self.name);
        let mut text = plain(&self.name);
        if let Some(title) = title {
            write!(text, ": {}", plain(title))?;
        }
        if let Some(from) = &self.derived_from {
            write!(text, ", derived from {}", plain(from))?;
        }
        if let Some(published) = self.published {
            write!(text, ", published {}", published.words_within())?;
        }
        if let Some(licence) = &self.licence {
            write!(text, ", licence {}", plain(licence))?;
        }
        if let Some(url) = &self.url {
            write!(text, ", {}", plain(url))?;
        }
        fold("  ", 2, &text, f)?;
        let mut text = format!("supports {}", counted(self.supports, Counted::Facts));
        if self.disputes > 0 {
            write!(text, ", disputes {}", counted(self.disputes, Counted::Facts))?;
        }
        if self.alone > 0 {
            let have = if self.alone == 1 { "has" } else { "have" };
            write!(text, "; {} {have} no other independent source", counted(self.alone, Counted::Facts))?;
        }
        fold("    ", 4, &text, f)
    }
}

impl LeftOut {
    fn print(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fold("  ", 2, &format!("(left out: {})", counted(self.count, self.of)), f)
    }
}

/// A number with what it counts, such as `1 fact`.
fn counted(count: usize, of: Counted) -> String {
    let (one, several) = match of {
        Counted::Facts => ("fact", "facts"),
        Counted::Entities => ("entity", "entities"),
        Counted::Sources => ("source", "sources"),
    };
    format!("{count} {}", if count == 1 { one } else { several })
}

fn underlined(title: &str, with: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if title.is_empty() {
        return Ok(());
    }
    let mut lines = String::new();
    fold("", 0, &plain(title), &mut lines)?;
    let longest = lines.lines().map(width).max().unwrap_or_default();
    writeln!(f, "{lines}{}", with.to_string().repeat(longest))
}
