//! The form of a date, its precision and its qualifier.

/// The form of a date: what it has beside its earliest year and its qualifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The year, with so many of its last digits unknown: 1 to 4.
    Years(u8),
    Year,
    /// An unknown month of a year: `2004-XX`.
    BlankMonth,
    /// An unknown day of an unknown month: `2004-XX-XX`.
    BlankMonthAndDay,
    /// A season by its code: 21 (spring) to 24 (winter).
    Season(u8),
    Month(u8),
    /// An unknown day of a month: `2004-02-XX`.
    BlankDay(u8),
    Day(u8, u8),
}

/// The precision of a date, from the coarsest to the finest.
///
/// Only what is known counts: `2004-XX` has the precision of a year, `2004-02-XX` that of a month.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Not even the millennium is known: `XXXX`, the years 0 to 9999.
    Unknown,
    /// A thousand years: `1XXX`.
    Millennium,
    /// A hundred years: `19XX`.
    Century,
    /// Ten years: `199X`.
    Decade,
    /// A year: `1991`.
    Year,
    /// A season, of which only the year is certain: `1991-21`.
    Season,
    /// A month: `1991-12`.
    Month,
    /// A day: `1991-12-20`.
    Day,
}

/// How certain a date is, as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// The date has no qualifier.
    Exact,
    /// `?`, uncertain: the date may be wrong.
    Uncertain,
    /// `~`, approximate: this date or one near it.
    Approximate,
    /// `%`, uncertain and approximate: even a date near it may be wrong.
    Both,
}
