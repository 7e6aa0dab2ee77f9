//! Checks quotes against the texts that were supplied.

use std::ops::ControlFlow;

use crate::{
    audit::{Code, Context, Evidence, Finding, FoundIn, Report, Rule, Severity, quotes::Kept},
    error::shown::as_found,
    model::{Quote, Sha256},
    view::SourceRef,
};

const ABSENT: Code = Code::new("quote-absent", Severity::Error, "the words are not in the text");
const MOVED: Code = Code::new("quote-moved", Severity::Warning, "the words are elsewhere in the text");
const ALTERED: Code =
    Code::new("quote-altered", Severity::Error, "the text has other or slightly different words there");
const UNVERIFIED: Code = Code::new("quote-unverified", Severity::Info, "the text of the source is not available");
const UNQUOTED: Code = Code::new("unquoted-claim", Severity::Info, "the claim has no quote");
const OTHER_TEXT: Code =
    Code::new("text-altered", Severity::Error, "the supplied text does not have the hash that the source records");
const NO_SOURCE: Code =
    Code::new("text-of-unknown-source", Severity::Warning, "a text was supplied for an unknown source");

/// Checks words, ranges and hashes of claims against the texts that were supplied with the audit. Quotes from a text
/// that the graph has were checked when they were recorded.
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
                let why = format!("the supplied text has the hash {found}; the source records {expected}");
                report(Finding::new(OTHER_TEXT, FoundIn::source(source), why))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        for cited in &evidence.cited {
            let source = cited.claim.source();
            let quote = || cited.claim.to_claim().quote.map(|quote| shown(&quote)).unwrap_or_default();
            let (code, why) = match cited.kept {
                Kept::There { .. } => continue,
                Kept::Nothing => (UNQUOTED, format!("has no quote from `{}`", source.key())),
                Kept::Unverified => {
                    (UNVERIFIED, format!("the text of `{}` is not available to check {}", source.key(), quote()))
                }
                Kept::Moved { start, end } => {
                    (MOVED, format!("{} is in `{}` at characters {start} to {end}", quote(), source.key()))
                }
                Kept::Altered => (ALTERED, format!("`{}` has other words than {}", source.key(), quote())),
                Kept::Absent => (ABSENT, format!("{} is not in `{}`", quote(), source.key())),
            };
            report(Finding::new(code, cited.place(audit), why))?;
        }
        ControlFlow::Continue(())
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        audit.unknown_texts.iter().try_for_each(|key| {
            let place = FoundIn::Source { id: None, source: (*key).to_owned() };
            report(Finding::new(
                NO_SOURCE,
                place,
                format!("a text was supplied for `{}`, which is not a source of the graph", as_found(key)),
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
