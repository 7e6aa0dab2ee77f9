//! What few facts have beside their records, and which fact has which: a table, and links to its rows.

use std::fmt;

use super::{arena::StringId, room, row_id::RowId};
use crate::model::FactId;

/// What a fact has beside its record: a key, role players, claims, a node that stands for it, what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detail {
    pub(super) key: StringId,
    /// The first of its players in the table of players, and how many there are.
    pub(super) players: (u32, u16),
    /// The first and last of its claims, which are chained.
    pub(super) claims: Option<(RowId, RowId)>,
    /// How many claims it was recorded with; they are the first of its claims.
    pub(super) first_claims: u32,
    /// The node that stands for the fact.
    pub(super) node: Option<RowId>,
    /// The alteration that retracted it.
    pub(super) retraction: Option<RowId>,
    /// The alteration that resolved it.
    pub(super) resolution: Option<RowId>,
}

impl Detail {
    pub(super) const EMPTY: Self = Self {
        key: StringId::NONE,
        players: (0, 0),
        claims: None,
        first_claims: 0,
        node: None,
        retraction: None,
        resolution: None,
    };
}

const _: () = assert!(size_of::<Detail>() == 36);

/// So many facts share a page of links. Small in tests, so that there are several.
const PAGE: usize = if cfg!(test) { 4 } else { 256 };
/// In a page: the fact has no row.
const NONE: u32 = u32::MAX;

/// The details of facts, and by fact its row.
///
/// The links are in pages; a page of facts without details is not allocated. So a graph of plain facts
/// has next to nothing here, and one where each fact has a source has four bytes a fact for the link.
#[derive(Clone, Default)]
pub(super) struct Details {
    rows: Vec<(FactId, Detail)>,
    pages: Vec<Option<Box<[u32; PAGE]>>>,
}

impl Details {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Each row with its fact, in the order in which they were made.
    pub(super) fn rows(&self) -> &[(FactId, Detail)] {
        &self.rows
    }

    /// The row of a fact.
    #[inline]
    pub(super) fn row(&self, fact: FactId) -> Option<u32> {
        let page = self.pages.get(fact.at() / PAGE)?.as_deref()?;
        page.get(fact.at() % PAGE).copied().filter(|row| *row != NONE)
    }

    #[inline]
    pub(super) fn get(&self, fact: FactId) -> Option<&Detail> {
        self.rows.get(self.row(fact)? as usize).map(|(_, detail)| detail)
    }

    pub(super) fn get_mut(&mut self, fact: FactId) -> Option<&mut Detail> {
        let row = self.row(fact)? as usize;
        self.rows.get_mut(row).map(|(_, detail)| detail)
    }

    /// Makes a row for a fact that has none. It is found only when it is [linked](Self::link). `None` if there is no
    /// room.
    pub(super) fn push(&mut self, fact: FactId) -> Option<u32> {
        let row = u32::try_from(self.rows.len()).ok().filter(|row| *row != NONE)?;
        room::push(&mut self.rows, (fact, Detail::EMPTY));
        Some(row)
    }

    /// Lets the row of a fact be found.
    pub(super) fn link(&mut self, fact: FactId, row: u32) {
        let page = fact.at() / PAGE;
        if self.pages.len() <= page {
            self.pages.resize(page + 1, None);
        }
        if let Some(page) = self.pages.get_mut(page)
            && let Some(link) = page.get_or_insert_with(|| Box::new([NONE; PAGE])).get_mut(fact.at() % PAGE)
        {
            *link = row;
        }
    }

    /// Takes the last row out: the undo of [`push`](Self::push) and [`link`](Self::link).
    pub(super) fn pop(&mut self) -> Option<(FactId, Detail)> {
        let (fact, detail) = self.rows.pop()?;
        if self.row(fact).is_some() {
            self.link(fact, NONE);
        }
        Some((fact, detail))
    }

    /// How many links there are.
    pub(super) fn linked(&self) -> usize {
        let full = |page: &Option<Box<[u32; PAGE]>>| {
            page.as_ref().map_or(0, |page| page.iter().filter(|link| **link != NONE).count())
        };
        self.pages.iter().map(full).sum()
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.rows.capacity() * size_of::<(FactId, Detail)>()
            + self.pages.capacity() * size_of::<Option<Box<[u32; PAGE]>>>()
            + self.pages.iter().flatten().count() * size_of::<[u32; PAGE]>()
    }
}

/// The rows, each with whether it is found; not which pages there are.
impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = (0..).zip(&self.rows).map(|(row, (fact, detail))| (fact, self.row(*fact) == Some(row), detail));
        f.debug_struct("Details")
            .field("rows", &rows.collect::<Vec<_>>())
            .field("linked", &self.linked())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_facts_and_only_by_these() {
        let mut details = Details::default();
        let facts = [9, 2, 3, 17].map(FactId::new);
        for fact in facts {
            let row = details.push(fact).unwrap();
            assert_eq!(details.row(fact), None, "not before it is linked");
            details.link(fact, row);
            details.get_mut(fact).unwrap().first_claims = fact.index();
        }
        let found: Vec<_> = (0..30).filter_map(|fact| details.get(FactId::new(fact))).map(|d| d.first_claims).collect();
        assert_eq!((found, details.linked(), details.len()), (vec![2, 3, 9, 17], 4, 4));
        assert_eq!(details.rows().iter().map(|(fact, _)| *fact).collect::<Vec<_>>(), facts);
        let unlinked = FactId::new(4);
        details.push(unlinked).unwrap();
        for fact in [unlinked].into_iter().chain(facts.into_iter().rev()) {
            assert_eq!(details.pop().map(|(of, _)| of), Some(fact));
            assert_eq!(details.row(fact), None);
        }
        assert_eq!((details.pop(), details.linked()), (None, 0));
    }
}
