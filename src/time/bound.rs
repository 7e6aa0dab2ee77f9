//! The parts of a time, and how its ends are packed.

use std::{fmt, num::NonZeroU32};

use super::partial_date::PartialDate;

/// One end of a [`When`](super::When).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The start or end is some day of the date.
    Date(PartialDate),
    /// The start or end is on or before the last day of the date. As a start, there may be none. Written as `[..2010]`.
    OnOrBefore(PartialDate),
    /// The start or end is on or after the first day of the date. As an end, there may be none. Written as `[2015..]`.
    OnOrAfter(PartialDate),
    /// The day is unknown, and there may be none. Written as an empty text.
    Unknown,
    /// There is no start or no end. Written as `..`.
    Open,
}

/// The parts of a [`When`](super::When), to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhenParts {
    /// No time is stated.
    Unstated,
    /// It happened within the date, from start to end.
    On(PartialDate),
    /// It happened on or before the last day of the date.
    OnOrBefore(PartialDate),
    /// It happened on or after the first day of the date.
    OnOrAfter(PartialDate),
    /// It happened within the days from the first of one date to the last of the other.
    OnOneOf(PartialDate, PartialDate),
    /// It was observed to hold on some day of the date.
    AsOf(PartialDate),
    /// It began at the first bound and ended at the second.
    Between(Bound, Bound),
}

// Each end is the bits of a date, or one of these marks, which no date has as its biased year is never 0. The two bits above
// those of a date are a tag. An `end` that is a mark above `UNKNOWN` stands for the form, and then `start` is its date.
pub(super) const OPEN: NonZeroU32 = mark(1);
pub(super) const UNKNOWN: NonZeroU32 = mark(2);
pub(super) const ON: NonZeroU32 = mark(3);
pub(super) const AS_OF: NonZeroU32 = mark(4);
pub(super) const UNSAID: NonZeroU32 = mark(5);

const TAG_SHIFT: u32 = PartialDate::BITS;
const ON_OR_BEFORE: u32 = 1;
const ON_OR_AFTER: u32 = 2;
/// The tag of an end that is the last of several dates, one of which it happened on.
const LAST_OF: u32 = 3;

const fn mark(bits: u32) -> NonZeroU32 {
    match NonZeroU32::new(bits) {
        Some(mark) => mark,
        None => unreachable!(),
    }
}

pub(super) const fn tag(bits: NonZeroU32) -> u32 {
    bits.get() >> TAG_SHIFT
}

const fn tagged(date: PartialDate, tag: u32) -> NonZeroU32 {
    mark(date.bits().get() | tag << TAG_SHIFT)
}

const fn untagged(bits: NonZeroU32) -> PartialDate {
    // The bits of a date are not 0.
    PartialDate::from_bits(mark(bits.get() & ((1 << TAG_SHIFT) - 1)))
}

impl Bound {
    pub(super) const fn bits(self) -> NonZeroU32 {
        match self {
            Self::Date(date) => date.bits(),
            Self::OnOrBefore(date) => tagged(date, ON_OR_BEFORE),
            Self::OnOrAfter(date) => tagged(date, ON_OR_AFTER),
            Self::Unknown => UNKNOWN,
            Self::Open => OPEN,
        }
    }

    const fn from_bits(bits: NonZeroU32) -> Self {
        match (bits.get(), tag(bits)) {
            (1, _) => Self::Open,
            (2, _) => Self::Unknown,
            (_, ON_OR_BEFORE) => Self::OnOrBefore(untagged(bits)),
            (_, ON_OR_AFTER) => Self::OnOrAfter(untagged(bits)),
            _ => Self::Date(untagged(bits)),
        }
    }

    /// The date of the bound; `None` if the end is unknown or missing. The variant says how the date bounds the end.
    #[must_use]
    pub const fn date(self) -> Option<PartialDate> {
        match self {
            Self::Date(date) | Self::OnOrBefore(date) | Self::OnOrAfter(date) => Some(date),
            Self::Unknown | Self::Open => None,
        }
    }

    /// The same bound with another date, if it names one.
    #[must_use]
    pub fn map_date(self, change: impl FnOnce(PartialDate) -> PartialDate) -> Self {
        match self {
            Self::Date(date) => Self::Date(change(date)),
            Self::OnOrBefore(date) => Self::OnOrBefore(change(date)),
            Self::OnOrAfter(date) => Self::OnOrAfter(change(date)),
            Self::Unknown | Self::Open => self,
        }
    }
}

impl WhenParts {
    pub(super) const fn bits(self) -> (NonZeroU32, NonZeroU32) {
        match self {
            Self::Unstated => (UNKNOWN, UNSAID),
            Self::On(date) => (date.bits(), ON),
            Self::OnOrBefore(date) => (tagged(date, ON_OR_BEFORE), ON),
            Self::OnOrAfter(date) => (tagged(date, ON_OR_AFTER), ON),
            Self::OnOneOf(first, last) => (first.bits(), tagged(last, LAST_OF)),
            Self::AsOf(date) => (date.bits(), AS_OF),
            Self::Between(start, end) => (start.bits(), end.bits()),
        }
    }

    pub(super) const fn from_bits(start: NonZeroU32, end: NonZeroU32) -> Self {
        match (end.get(), tag(start), tag(end)) {
            (3, ON_OR_BEFORE, _) => Self::OnOrBefore(untagged(start)),
            (3, ON_OR_AFTER, _) => Self::OnOrAfter(untagged(start)),
            (3, ..) => Self::On(untagged(start)),
            (4, ..) => Self::AsOf(untagged(start)),
            (5, ..) => Self::Unstated,
            (.., LAST_OF) => Self::OnOneOf(untagged(start), untagged(end)),
            _ => Self::Between(Bound::from_bits(start), Bound::from_bits(end)),
        }
    }

    /// Whether it is the time of an event, which happened within a date or within bounds.
    #[must_use]
    pub const fn is_event(self) -> bool {
        matches!(self, Self::On(_) | Self::OnOrBefore(_) | Self::OnOrAfter(_) | Self::OnOneOf(..))
    }

    /// The dates that the time names: none, one or two, in the order in which they are written.
    #[must_use]
    pub const fn dates(self) -> (Option<PartialDate>, Option<PartialDate>) {
        match self {
            Self::Unstated => (None, None),
            Self::On(date) | Self::OnOrBefore(date) | Self::OnOrAfter(date) | Self::AsOf(date) => (Some(date), None),
            Self::OnOneOf(first, last) => (Some(first), Some(last)),
            Self::Between(start, end) => (start.date(), end.date()),
        }
    }
}

impl From<PartialDate> for Bound {
    fn from(date: PartialDate) -> Self {
        Self::Date(date)
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::OnOrBefore(date) => write!(f, "[..{date}]"),
            Self::OnOrAfter(date) => write!(f, "[{date}..]"),
            Self::Unknown => Ok(()),
            Self::Open => f.write_str(".."),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{date, time::Day};

    #[test]
    fn all_parts_come_back_from_their_bits() {
        let dates = [date("2026-02-10?"), date("XXXX"), date("2001-24%"), Day::MIN.into(), Day::MAX.into()];
        let bounds = || {
            let of = |date| [Bound::Date(date), Bound::OnOrBefore(date), Bound::OnOrAfter(date)];
            dates.into_iter().flat_map(of).chain([Bound::Unknown, Bound::Open])
        };
        let mut all = vec![WhenParts::Unstated];
        for one in dates {
            all.extend([
                WhenParts::On(one),
                WhenParts::OnOrBefore(one),
                WhenParts::OnOrAfter(one),
                WhenParts::AsOf(one),
            ]);
            all.extend(dates.map(|other| WhenParts::OnOneOf(one, other)));
        }
        all.extend(bounds().flat_map(|start| bounds().map(move |end| WhenParts::Between(start, end))));
        let mut seen = std::collections::HashSet::new();
        for parts in all {
            let (start, end) = parts.bits();
            assert_eq!(WhenParts::from_bits(start, end), parts);
            assert!(seen.insert((start, end)), "{parts:?}");
        }
    }

    #[test]
    fn a_bound_names_its_date() {
        let (year, next) = (date("1991"), date("1992"));
        for (bound, named, text) in [
            (Bound::from(year), Some(year), "1991"),
            (Bound::OnOrBefore(year), Some(year), "[..1991]"),
            (Bound::OnOrAfter(year), Some(year), "[1991..]"),
            (Bound::Open, None, ".."),
            (Bound::Unknown, None, ""),
        ] {
            assert_eq!(bound.date(), named);
            assert_eq!(bound.to_string(), text);
            assert_eq!(bound.map_date(|_| next).to_string(), text.replace("1991", "1992"));
        }
    }

    #[test]
    fn a_time_names_its_dates() {
        let dates = |text: &str| text.parse::<crate::When>().unwrap().parts().dates();
        let (one, two) = (Some(date("1991")), Some(date("1992")));
        for (text, expected) in [
            ("unstated", (None, None)),
            ("1991", (one, None)),
            ("[..1991]", (one, None)),
            ("[1991..]", (one, None)),
            ("[1991..1992]", (one, two)),
            ("as-of 1991", (one, None)),
            ("1991/[1992..]", (one, two)),
            ("1991/", (one, None)),
            ("../1992", (None, two)),
        ] {
            assert_eq!(dates(text), expected, "{text}");
        }
    }
}
