//! Sources, each with its text if it is at hand.

use super::{Op, Tables, number};
use crate::{
    error::{Error, ErrorKind},
    model::{Source, SourceId, SourceText},
    time::PartialDate,
};

/// A source and its text. The text is stored once, so the field of the source itself is empty.
#[derive(Clone, Debug)]
pub(crate) struct SourceRecord {
    pub(crate) source: Source,
    pub(crate) text: Option<SourceText>,
    pub(crate) derives_from: Option<SourceId>,
    /// The source at the end of the chain of repetitions; the source itself if it repeats none.
    pub(crate) origin: SourceId,
    /// The source's own date, beside what questions read.
    pub(crate) published: Option<PartialDate>,
}

impl Tables {
    /// Appends a source. No source has the key yet, and the source that it derives from is there.
    pub(crate) fn push_source(
        &mut self,
        mut source: Source,
        derives_from: Option<SourceId>,
    ) -> Result<SourceId, Error> {
        debug_assert!(self.source_of_key(&source.key).is_none(), "a key is free before it is given");
        let count = u32::try_from(self.sources.len()).ok().filter(|n| *n < u32::MAX);
        let count = count.ok_or_else(|| Error::new(ErrorKind::Full, "a graph holds at most 4294967295 sources"))?;
        let text = source.text.take().map(SourceText::new);
        if text.is_some() {
            // The text says more than its hash.
            source.sha256 = None;
        }
        let key = source.key.clone();
        let published = source.published;
        let origin = self.origin_of(SourceId::new(count), derives_from);
        self.sources.push(SourceRecord { source, text, derives_from, origin, published });
        self.fail_point()?;
        let sources = &self.sources;
        self.source_keys.insert(key.as_str(), count, |at| key_in(sources, at));
        self.journal.record(Op::Source);
        Ok(SourceId::new(count))
    }

    /// The origin of a source that repeats another, or none.
    pub(super) fn origin_of(&self, source: SourceId, derives_from: Option<SourceId>) -> SourceId {
        derives_from.and_then(|base| self.source(base)).map_or(source, |base| base.origin)
    }

    pub(super) fn pop_source(&mut self) {
        if let Some(record) = self.sources.pop() {
            self.source_keys.remove(record.source.key.as_str(), number(self.sources.len()));
        }
    }

    /// All sources, in the order of recording.
    pub(crate) fn sources(&self) -> &[SourceRecord] {
        &self.sources
    }

    #[inline]
    pub(crate) fn source(&self, id: SourceId) -> Option<&SourceRecord> {
        self.sources.get(id.at())
    }

    /// The key of a source; empty for a number that is that of none.
    pub(crate) fn source_key(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |record| record.source.key.as_str())
    }

    pub(crate) fn source_of_key(&self, key: &str) -> Option<SourceId> {
        self.source_keys.get(key, |at| key_in(&self.sources, at)).map(SourceId::new)
    }
}

/// The key of a source, for an index that changes while the other tables are read.
fn key_in(sources: &[SourceRecord], at: u32) -> &str {
    let found = sources.get(at as usize).map(|record| record.source.key.as_str());
    debug_assert!(found.is_some(), "the index of keys names sources of the table");
    found.unwrap_or_default()
}
