//! What a date states, how precise that is, and how sure.

/// What a date states beside its earliest year and its qualifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The year, with so many of its last digits unknown: 1 to 4.
    Years(u8),
    Year,
    /// `2004-XX`
    BlankMonth,
    /// `2004-XX-XX`
    BlankMonthAndDay,
    /// 21 to 24
    Season(u8),
    Month(u8),
    /// `2004-02-XX`
    BlankDay(u8),
    Day(u8, u8),
}

/// How much of a date is known, from the coarsest to the finest.
///
/// It is that of what is known: `2004-XX` is a year, `2004-02-XX` a month.
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
    /// A season, of which no more is known than that it lies in its year: `1991-21`.
    Season,
    /// A month: `1991-12`.
    Month,
    /// A day: `1991-12-20`.
    Day,
}

/// How sure the source is of a date as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// The date stands without a qualifier.
    Exact,
    /// `?`: perhaps not this date.
    Uncertain,
    /// `~`: this date or near it.
    Approximate,
    /// `%`: perhaps not even near this date.
    Both,
}
