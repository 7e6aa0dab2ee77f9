//! What words say of a date, and the days that they may mean.

use std::ops::Range;

use crate::time::{Day, PartialDate};

/// What words say of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// These days, from the first to the last.
    Days(Day, Day),
    /// One of two days: `3/2/2026`, whose order of day and month is not known.
    Either(Day, Day),
    /// A month, or days of it, of a year that is not named with it.
    Yearless(u8, Option<(u8, u8)>),
    /// From one day to another, both named by month and day.
    Reach(Day, Day),
    /// The same, of a year that is not named: month and day of both.
    YearlessReach((u8, u8), (u8, u8)),
    /// A season of a year that is not named. As for a date, only its year is bounded.
    Season,
    /// A day of the week, from 0 for Monday.
    Weekday(u8),
    /// From so many days after the day of the text to so many.
    Near(i64, i64),
    /// The month so many months after that of the text.
    Month(i32),
    /// The year so many years after that of the text.
    Year(i32),
}

/// Words that name a date, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateWords {
    pub(super) named: Named,
    /// The tokens.
    pub(crate) tokens: Range<usize>,
}

pub(super) fn narrow(number: i32) -> Option<u8> {
    u8::try_from(number).ok()
}

pub(super) fn whole_month(year: i32, month: u8) -> Option<Named> {
    let date = PartialDate::from_year_month(year, month).ok()?;
    Some(Named::Days(date.first(), date.last()))
}

pub(super) fn whole_years(first: i32, last: i32) -> Option<Named> {
    Some(Named::Days(Day::new(first, 1, 1).ok()?, Day::new(last, 12, 31).ok()?))
}

pub(super) fn days_of(month: u8, days: Option<(u8, u8)>, year: Option<i32>) -> Option<Named> {
    match (days, year) {
        (_, None) => Some(Named::Yearless(month, days)),
        (None, Some(year)) => whole_month(year, month),
        (Some((first, last)), Some(year)) => {
            let (first, last) = (Day::new(year, month, first).ok()?, Day::new(year, month, last).ok()?);
            (first <= last).then_some(Named::Days(first, last))
        }
    }
}

impl DateWords {
    /// The spans of days that the words may mean in a text of these days. A month without a year is one of a year that
    /// is named with it, or of the year of the text, the one before or the one after.
    pub(crate) fn spans(&self, texts: &[(Day, Day)], years: &[i32]) -> Vec<(Day, Day)> {
        let moved =
            |by: &dyn Fn(Day, Day) -> Option<(Day, Day)>| texts.iter().filter_map(|(a, b)| by(*a, *b)).collect();
        match self.named {
            Named::Days(first, last) | Named::Reach(first, last) => vec![(first, last)],
            Named::Either(one, other) => vec![(one, one), (other, other)],
            Named::YearlessReach((month, day), (other, end)) => {
                // One that ends earlier in the year than it begins ends in the next.
                let ends = |year| if (month, day) <= (other, end) { year } else { year + 1 };
                let reach = |year| Some((Day::new(year, month, day).ok()?, Day::new(ends(year), other, end).ok()?));
                near(texts, years).into_iter().filter_map(reach).collect()
            }
            Named::Yearless(month, days) => {
                let named = near(texts, years).into_iter().filter_map(|year| days_of(month, days, Some(year)));
                named.filter_map(|named| if let Named::Days(a, b) = named { Some((a, b)) } else { None }).collect()
            }
            Named::Season => {
                let whole = |year| PartialDate::from_year(year).ok().map(|year| (year.first(), year.last()));
                near(texts, years).into_iter().filter_map(whole).collect()
            }
            Named::Weekday(day) => texts
                .iter()
                .filter(|(a, b)| a == b)
                .flat_map(|(a, _)| (-7..=7).filter_map(|by| a.checked_add_days(by)))
                // 1 January 1970 was a Thursday.
                .filter(|found| (found.to_epoch_days() + 3).rem_euclid(7) == i64::from(day))
                .map(|found| (found, found))
                .collect(),
            Named::Near(from, to) => moved(&|a, b| Some((a.checked_add_days(from)?, b.checked_add_days(to)?))),
            Named::Month(by) => moved(&|a, b| Some((month_after(a, by)?.first(), month_after(b, by)?.last()))),
            Named::Year(by) => moved(&|a, b| {
                Some((
                    PartialDate::from_year(a.year() + by).ok()?.first(),
                    PartialDate::from_year(b.year() + by).ok()?.last(),
                ))
            }),
        }
    }

    /// The first and the last part of a span that the words name by both: the days of `11 to 13 April`, the years of
    /// `1991-2004`.
    pub(crate) fn ends_of(&self, (first, last): (Day, Day)) -> Option<[(Day, Day); 2]> {
        let year = |day: Day| PartialDate::from_year(day.year()).ok().map(|year| (year.first(), year.last()));
        let month = PartialDate::from_year_month(first.year(), first.month()).ok()?;
        let by_days = (last.year(), last.month()) == (first.year(), first.month()) && first < last;
        match self.named {
            Named::Reach(..) | Named::YearlessReach(..) => Some([(first, first), (last, last)]),
            Named::Days(..) | Named::Yearless(..) if by_days && (month.first(), month.last()) != (first, last) => {
                Some([(first, first), (last, last)])
            }
            // One token alone is a year or a decade.
            Named::Days(..) if self.tokens.len() > 1 && first.year() < last.year() => Some([year(first)?, year(last)?]),
            _ => None,
        }
    }

    /// Whether they name a season, months or days, and no year.
    pub(crate) fn is_yearless(&self) -> bool {
        matches!(self.named, Named::Yearless(..) | Named::YearlessReach(..) | Named::Season)
    }

    /// The years that the words name.
    pub(crate) fn years(&self) -> impl Iterator<Item = i32> {
        let years = match self.named {
            Named::Days(first, last) | Named::Reach(first, last) | Named::Either(first, last) => {
                Some(first.year()..=last.year())
            }
            _ => None,
        };
        years.into_iter().flatten()
    }
}

/// The years that words without a year may mean: those named with them, and those around the days of the texts.
fn near(texts: &[(Day, Day)], years: &[i32]) -> Vec<i32> {
    let mut near: Vec<i32> = texts.iter().flat_map(|(a, b)| a.year() - 1..=b.year() + 1).collect();
    near.extend(years);
    near.sort_unstable();
    near.dedup();
    near
}

fn month_after(day: Day, by: i32) -> Option<PartialDate> {
    let months = day.year() * 12 + i32::from(day.month()) - 1 + by;
    PartialDate::from_year_month(months.div_euclid(12), narrow(months.rem_euclid(12) + 1)?).ok()
}
