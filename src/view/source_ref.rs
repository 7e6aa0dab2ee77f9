//! A source of a graph, to read: a reference and a number, and `Copy`.

use std::fmt;

use crate::{
    graph::KnowledgeGraph,
    model::{Quote, Source, SourceId, SourceText},
    tables::SourceRecord,
    time::PartialDate,
};

/// A source of a graph.
#[derive(Clone, Copy)]
pub struct SourceRef<'g> {
    kg: &'g KnowledgeGraph,
    id: SourceId,
}

impl<'g> SourceRef<'g> {
    pub(crate) const fn new(kg: &'g KnowledgeGraph, id: SourceId) -> Self {
        Self { kg, id }
    }

    /// The id of the source.
    #[must_use]
    pub const fn id(&self) -> SourceId {
        self.id.given_by(self.kg.origin())
    }

    /// The key of the source.
    #[must_use]
    pub fn key(&self) -> &'g str {
        &self.record().source.key
    }

    /// The title, if it has one.
    #[must_use]
    pub fn title(&self) -> Option<&'g str> {
        self.record().source.title.as_deref()
    }

    /// Who published it, if known.
    #[must_use]
    pub fn publisher(&self) -> Option<&'g str> {
        self.record().source.publisher.as_deref()
    }

    /// The licence of its text, if known.
    #[must_use]
    pub fn licence(&self) -> Option<&'g str> {
        self.record().source.licence.as_deref()
    }

    /// The address at which it can be read, if known.
    #[must_use]
    pub fn url(&self) -> Option<&'g str> {
        self.record().source.url.as_deref()
    }

    /// The date of publication, if known.
    #[must_use]
    pub fn published(&self) -> Option<PartialDate> {
        self.record().published
    }

    /// The source that it repeats, as a newspaper repeats a wire report.
    #[must_use]
    pub fn derives_from(&self) -> Option<Self> {
        self.record().derives_from.map(|id| Self { id, ..*self })
    }

    /// The source at the end of the chain of [`derives_from`](Self::derives_from), or the source itself. Two sources are
    /// independent if their origins differ. O(1).
    #[must_use]
    pub fn origin(&self) -> Self {
        Self { id: self.record().origin, ..*self }
    }

    /// The full text, if the graph has it.
    #[must_use]
    pub fn text(&self) -> Option<&'g str> {
        self.record().text.as_ref().map(SourceText::as_str)
    }

    /// The quotes of its text that differ from some words in nothing but white space, the typing of quotation marks,
    /// apostrophes and dashes, and what is invisible, such as soft hyphens. Each has the words of the text and their range, so
    /// that a claim can cite them. Takes time in the length of the text. There are none if the graph has no text of the source.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, Source, diplomacy};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let source = kg.add_source(Source::new("report").text("He repeated “Know thy neigh\u{ad}bours”."))?;
    /// let quotes = kg.source_ref(source).unwrap().quotes_like("\"Know thy neighbours\"");
    /// assert_eq!(quotes[0].words.as_deref(), Some("“Know thy neigh\u{ad}bours”"));
    /// assert_eq!(quotes[0].range, Some((12, 34)));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn quotes_like(&self, words: &str) -> Vec<Quote> {
        let Some(text) = &self.record().text else { return Vec::new() };
        let places = text.typed_like(words).into_iter();
        places.map(|place| Quote::new(text.slice(place.start, place.end)).at(place.start..place.end)).collect()
    }

    /// The source as a plain value, with its text.
    pub fn to_source(&self) -> Source {
        let mut source = self.record().source.clone();
        source.text = self.text().map(str::to_owned);
        source
    }

    /// All of the source but its text.
    pub(crate) fn without_text(&self) -> &'g Source {
        &self.record().source
    }

    fn record(&self) -> &'g SourceRecord {
        #[expect(
            clippy::expect_used,
            reason = "a `SourceRef` is made only of sources of its graph, and sources are never removed"
        )]
        self.kg.tables().source(self.id).expect("the source of a `SourceRef` is in its graph")
    }
}

impl fmt::Debug for SourceRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceRef({}: {})", self.id.index(), self.key())
    }
}

impl KnowledgeGraph {
    /// The source of an id. `None` if the graph has no such source.
    #[must_use]
    pub fn source_ref(&self, id: SourceId) -> Option<SourceRef<'_>> {
        let id = self.own_source(id)?;
        self.tables().source(id).map(|_| SourceRef::new(self, id))
    }

    /// All sources of the graph, in the order of recording.
    #[must_use]
    pub fn sources(&self) -> impl DoubleEndedIterator<Item = SourceRef<'_>> + ExactSizeIterator {
        // The tables refuse more sources than fit a number.
        (0..self.source_count()).map(|n| SourceRef::new(self, SourceId::new(u32::try_from(n).unwrap_or(u32::MAX))))
    }
}
