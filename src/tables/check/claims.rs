//! Sources, and the claims that rest on them.

use std::{collections::HashSet, ops::ControlFlow};

use super::{Report, Violation, index_size, rows, rule};
use crate::{
    model::{ClaimId, Passage, SourceId, SourceText, check_key},
    tables::{ClaimExtra, ClaimRecord, Tables, row_id::RowId},
};

impl Tables {
    pub(super) fn check_claims(&self, report: Report<'_>) -> ControlFlow<()> {
        self.check_sources(report)?;
        self.check_chains(report)?;
        let mut extras = HashSet::new();
        for (claim, record) in rows(&self.claims) {
            let ends = record.fact.at() < self.log.edge_count()
                && record.source.at() < self.sources.len()
                && record.speaker().is_none_or(|node| self.is_entity(node));
            rule(ends, report, Violation::ClaimEnds { claim })?;
            let Some(at) = record.extra else {
                rule(self.more_passages(ClaimId::new(claim)).is_empty(), report, Violation::ClaimExtra { claim })?;
                continue;
            };
            let own = extras.insert(at.at());
            match self.extras.get(at.at()) {
                Some(extra) if own && says_more(extra) => self.check_extra(claim, record, extra, report)?,
                _ => report(Violation::ClaimExtra { claim })?,
            }
        }
        let rows =
            self.passages.iter().filter(|(claim, more)| (**claim as usize) < self.claims.len() && !more.is_empty());
        index_size("passages of claims", rows.count(), self.passages.len(), report)?;
        index_size("what claims say", extras.len(), self.extras.len(), report)
    }

    fn check_sources(&self, report: Report<'_>) -> ControlFlow<()> {
        for (source_number, record) in rows(&self.sources) {
            let key = record.source.key.as_str();
            let found = self.source_of_key(key).is_some_and(|found| found.index() == source_number);
            let whole = record.source.text.is_none() && record.published == record.source.published;
            rule(found && whole && check_key(key).is_ok(), report, Violation::SourceKey { source_number })?;
            let before = match (record.derives_from, &record.source.derives_from) {
                (None, None) => true,
                (Some(id), Some(key)) => id.index() < source_number && self.source_of_key(key) == Some(id),
                _ => false,
            };
            let origin = self.origin_of(SourceId::new(source_number), record.derives_from);
            rule(before && record.origin == origin, report, Violation::DerivesFrom { source_number })?;
        }
        index_size("keys of sources", self.source_keys.len(), self.sources.len(), report)
    }

    /// Each claim stands after the last one before it that is of the same fact.
    fn check_chains(&self, report: Report<'_>) -> ControlFlow<()> {
        let mut chained = 0;
        for (_, (fact, detail)) in rows(self.details.rows()) {
            let Some((first, last)) = detail.claims.map(|(first, last)| (first.index(), last.index())) else {
                continue;
            };
            let (mut before, mut at, mut count) = (None, Some(first), 0);
            while let Some(claim) = at {
                let record = self.claim(ClaimId::new(claim));
                let kept = record.is_some_and(|r| r.fact == *fact && r.previous.map(RowId::index) == before)
                    && before.is_none_or(|before| before < claim);
                if !kept {
                    report(Violation::ClaimChain { claim })?;
                    break;
                }
                // What a fact was recorded with comes first, in one go.
                let together = count >= detail.first_claims || claim == first + count;
                rule(together, report, Violation::ClaimChain { claim })?;
                (chained, count) = (chained + 1, count + 1);
                (before, at) = (Some(claim), record.and_then(|r| r.next).map(RowId::index));
            }
            let whole = before == Some(last) && detail.first_claims <= count;
            rule(whole, report, Violation::ClaimChain { claim: last })?;
        }
        index_size("chained claims", chained, self.claims.len(), report)
    }

    fn check_extra(&self, claim: u32, record: &ClaimRecord, extra: &ClaimExtra, report: Report<'_>) -> ControlFlow<()> {
        let strings = self.has_string_or_none(extra.reason) && self.has_string_or_none(extra.words);
        rule(strings, report, Violation::String { of: "claim", at: claim })?;
        let text = self.source(record.source).and_then(|source| source.text.as_ref());
        let words = self.strings.find(extra.words);
        let more = self.more_passages(ClaimId::new(claim));
        let first = more.is_empty() || extra.range().is_some() || words.is_some();
        let behind = |passage: &Passage| {
            let words = passage.words.as_deref();
            passage.nth.is_none()
                && (passage.range.is_some() || words.is_some())
                && is_kept(text, passage.range, words, passage.sha256.is_some())
        };
        let ranges: Option<Vec<_>> =
            [extra.range()].into_iter().chain(more.iter().map(|passage| passage.range)).collect();
        let apart = ranges.is_none_or(|ranges| ranges.is_sorted_by(|(_, end), (start, _)| end <= start));
        let kept = is_kept(text, extra.range(), words, extra.sha256().is_some());
        rule(kept && first && apart && more.iter().all(behind), report, Violation::Quote { claim })
    }
}

/// Whether a passage is stored as its source needs it. If the source has its text, the words are the text's, and are
/// not stored twice.
fn is_kept(text: Option<&SourceText>, range: Option<(u32, u32)>, words: Option<&str>, hashed: bool) -> bool {
    match (text, range) {
        (Some(text), Some((start, end))) => !text.slice(start, end).is_empty() && words.is_none() && !hashed,
        (Some(_), None) => words.is_none() && !hashed,
        (None, Some((start, end))) => match words {
            Some(words) => usize::try_from(end.saturating_sub(start)) == Ok(words.chars().count()) && !hashed,
            None => start < end && hashed,
        },
        (None, None) => !hashed && words.is_none_or(|words| !words.is_empty()),
    }
}

fn says_more(extra: &ClaimExtra) -> bool {
    extra.reason.some().is_some()
        || extra.words.some().is_some()
        || extra.confidence().is_some()
        || extra.range().is_some()
        || extra.sha256().is_some()
}
