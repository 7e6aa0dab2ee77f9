//! What is stored of a claim: the hot part, and what plain claims lack.

use super::{arena::StringId, row_id::RowId};
use crate::model::{Confidence, FactId, Sha256, SourceId, Stance};

/// A claim: 28 bytes. Claims of one fact are chained in the order of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClaimRecord {
    pub(crate) fact: FactId,
    pub(crate) source: SourceId,
    pub(super) speaker: Option<RowId>,
    pub(crate) stance: Stance,
    /// The place of the rest in the table of extras.
    pub(super) extra: Option<RowId>,
    pub(super) previous: Option<RowId>,
    pub(super) next: Option<RowId>,
}

impl ClaimRecord {
    /// The node of the speaker, where the source does not speak for itself.
    pub(crate) fn speaker(&self) -> Option<u32> {
        self.speaker.map(RowId::index)
    }
}

/// What plain claims lack: 24 bytes, and more for what is rare.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClaimExtra {
    /// Why the fact is inferred; none where it is stated.
    pub(crate) reason: StringId,
    /// The words, where the text of the source is not available to take them from.
    pub(crate) words: StringId,
    /// No quote ends before it begins, so such a range stands for none.
    pub(super) range: (u32, u32),
    pub(super) rare: Option<Box<Rare>>,
}

/// What few claims have.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rare {
    confidence: Option<Confidence>,
    sha256: Option<Sha256>,
}

impl ClaimExtra {
    /// Stands for no range.
    pub(super) const NOWHERE: (u32, u32) = (u32::MAX, 0);

    /// With a range whose end is behind its start.
    pub(super) fn new(
        reason: StringId,
        words: StringId,
        range: Option<(u32, u32)>,
        confidence: Option<Confidence>,
        sha256: Option<Sha256>,
    ) -> Self {
        let is_rare = confidence.is_some() || sha256.is_some();
        let rare = is_rare.then(|| Box::new(Rare { confidence, sha256 }));
        Self { reason, words, range: range.unwrap_or(Self::NOWHERE), rare }
    }

    /// Where in the source's text the words stand: the first character, and the one after the last.
    pub(crate) fn range(&self) -> Option<(u32, u32)> {
        Some(self.range).filter(|range| *range != Self::NOWHERE)
    }

    pub(crate) fn confidence(&self) -> Option<Confidence> {
        self.rare.as_ref()?.confidence
    }

    pub(crate) fn sha256(&self) -> Option<Sha256> {
        self.rare.as_ref()?.sha256
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.rare.as_ref().map_or(0, |_| size_of::<Rare>())
    }
}

const _: () = assert!(size_of::<ClaimRecord>() == 28 && size_of::<ClaimExtra>() == 24);
