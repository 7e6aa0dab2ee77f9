//! Quotes against the texts that are at hand.

use std::ops::ControlFlow;

use crate::{
    audit::{Code, Context, Evidence, Finding, FoundIn, Report, Rule, Severity, quotes::Kept},
    model::{Quote, Sha256},
    view::SourceRef,
};

const ABSENT: Code = Code::new("quote-absent", Severity::Error, "the words are not in the text");
const MOVED: Code = Code::new("quote-moved", Severity::Warning, "the words stand elsewhere in the text");
const ALTERED: Code = Code::new("quote-altered", Severity::Error, "the text has other words there, or nearly these");
const UNVERIFIED: Code = Code::new("quote-unverified", Severity::Info, "the source's text is not at hand");
const UNQUOTED: Code = Code::new("unquoted-claim", Severity::Info, "the claim cites no words");
const OTHER_TEXT: Code =
    Code::new("text-altered", Severity::Error, "the text at hand is not the one whose hash the source has");
const NO_SOURCE: Code =
    Code::new("text-of-no-source", Severity::Warning, "a text came with the audit for an unknown source");

/// Words, ranges and hashes of claims, against the texts that came with the audit. What a graph recorded beside its own
/// text it checked by itself.
pub(super) struct Quotes;

impl Rule for Quotes {
    fn codes(&self) -> &[Code] {
        &[ABSENT, MOVED, ALTERED, UNVERIFIED, UNQUOTED, OTHER_TEXT, NO_SOURCE]
    }

    fn source(&self, audit: &Context<'_>, source: &SourceRef<'_>, report: Report<'_>) -> ControlFlow<()> {
        if !audit.lent.contains(&source.id()) {
            return ControlFlow::Continue(());
        }
        match (audit.text(source.id()).map(Sha256::of), source.to_source().sha256) {
            (Some(found), Some(expected)) if found != expected => {
                let why = format!("the text at hand hashes to {found}, that of the source to {expected}");
                report(Finding::new(OTHER_TEXT, FoundIn::source(source), why))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn fact(&self, audit: &Context<'_>, told: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        for cited in &told.cited {
            let source = cited.claim.source();
            let quote = || cited.claim.to_claim().quote.map(|quote| shown(&quote)).unwrap_or_default();
            let (code, why) = match cited.kept {
                Kept::There { .. } => continue,
                Kept::Nothing => (UNQUOTED, format!("cites no words of `{}`", source.key())),
                Kept::Unverified => {
                    (UNVERIFIED, format!("the text of `{}` is not at hand to look for {}", source.key(), quote()))
                }
                Kept::Moved { start, end } => {
                    (MOVED, format!("{} stands in `{}` at characters {start} to {end}", quote(), source.key()))
                }
                Kept::Altered => (ALTERED, format!("`{}` has other words than {}", source.key(), quote())),
                Kept::Absent => (ABSENT, format!("{} is not in `{}`", quote(), source.key())),
            };
            report(Finding::new(code, FoundIn::claim(audit.graph(), &cited.claim), why))?;
        }
        ControlFlow::Continue(())
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        audit.unknown_texts.iter().try_for_each(|key| {
            let place = FoundIn::Source { id: None, source: (*key).to_owned() };
            report(Finding::new(
                NO_SOURCE,
                place,
                format!("a text was supplied for `{}`, which is not a source of the graph", key.escape_debug()),
            ))
        })
    }
}

fn shown(quote: &Quote) -> String {
    match (&quote.words, quote.range) {
        (Some(_), Some((start, end))) => format!("{quote} of characters {start} to {end}"),
        _ => quote.to_string(),
    }
}
