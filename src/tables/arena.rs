//! All strings of a graph in one piece of memory, by number.

use super::number;
use crate::error::{Error, ErrorKind};

/// The number of a string. [`StringId::NONE`] stands for no string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StringId(u32);

impl StringId {
    pub(crate) const NONE: Self = Self(u32::MAX);
    /// The first one, also of an arena that is empty.
    pub(super) const FIRST: Self = Self(0);

    pub(super) fn some(self) -> Option<Self> {
        (self != Self::NONE).then_some(self)
    }
}

/// Strings end to end, and where each ends. Append-only but for [`truncate`](Self::truncate), the undo.
#[derive(Clone, Debug, Default)]
pub(super) struct Arena {
    bytes: String,
    ends: Vec<u32>,
}

impl Arena {
    /// Takes a string in.
    pub(super) fn push(&mut self, text: &str) -> Result<StringId, Error> {
        let full = || {
            Error::new(ErrorKind::Full, format!("no room for {} bytes more; a graph holds 4 GiB of names", text.len()))
        };
        let end = u32::try_from(self.bytes.len() + text.len()).map_err(|_| full())?;
        let id = u32::try_from(self.ends.len()).ok().filter(|id| *id != u32::MAX).ok_or_else(full)?;
        self.bytes.push_str(text);
        self.ends.push(end);
        Ok(StringId(id))
    }

    /// The string of a number; empty for a number that this arena did not give.
    pub(super) fn get(&self, id: StringId) -> &str {
        let at = id.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(at).and_then(|end| self.bytes.get(start..*end as usize)).unwrap_or_default()
    }

    /// The string, or nothing for [`StringId::NONE`].
    pub(super) fn find(&self, id: StringId) -> Option<&str> {
        id.some().map(|id| self.get(id))
    }

    /// Whether this arena gave the number.
    pub(super) fn has(&self, id: StringId) -> bool {
        (id.0 as usize) < self.ends.len()
    }

    pub(super) fn len(&self) -> u32 {
        // Every length passed through `push`, which refuses what does not fit.
        number(self.ends.len())
    }

    /// Forgets all strings from a number on.
    pub(super) fn truncate(&mut self, len: u32) {
        self.ends.truncate(len as usize);
        self.bytes.truncate(self.ends.last().map_or(0, |end| *end as usize));
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back_and_go_newest_first() {
        let mut arena = Arena::default();
        let ids: Vec<_> = ["", "é", "", "two words"].map(|s| arena.push(s).unwrap()).into();
        assert_eq!(ids.iter().map(|id| arena.get(*id)).collect::<Vec<_>>(), ["", "é", "", "two words"]);
        arena.truncate(2);
        assert_eq!((arena.get(ids[1]), arena.get(ids[3]), arena.len()), ("é", "", 2));
        assert_eq!(arena.push("x").unwrap(), ids[2]);
        assert_eq!(arena.get(ids[2]), "x");
        assert_eq!(arena.find(StringId::NONE), None);
        arena.truncate(0);
        assert_eq!(arena.len(), 0);
    }
}
