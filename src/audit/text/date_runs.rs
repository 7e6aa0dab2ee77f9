//! Dates that share words: the days of *December 10-11, 12-13 and 14-15*, the ends of *November 29, 1874–February 2, 1875*.

use std::ops::Range;

use super::{
    date_words::Scan,
    named_date::{DateWords, Named, days_of},
};

impl Scan<'_, '_> {
    /// The days of one month that begin at a token, if there are several: a month and days with commas or *and* between them.
    pub(super) fn list_of_days(&self, at: usize) -> Option<Vec<DateWords>> {
        let month = self.month(at)?;
        let mut found: Vec<((u8, u8), Range<usize>)> = Vec::new();
        let mut next = at + 1;
        while let Some((days, length)) = self.item(next) {
            let start = if found.is_empty() { at } else { next };
            found.push((days, start..next + length));
            next += length;
            // The word before the last item belongs to no date.
            next += usize::from(self.word(next) == "and" && self.item(next + 1).is_some());
        }
        if found.len() < 2 {
            return None;
        }
        let (year, length) = self.year_after(next);
        let last = found.len() - 1;
        let dates = found.into_iter().enumerate().map(|(n, (days, tokens))| {
            let end = tokens.end + if n == last { length } else { 0 };
            Some(DateWords { named: days_of(month, Some(days), year)?, tokens: tokens.start..end })
        });
        dates.collect()
    }

    /// An item of a list: a day, or two days joined by a dash. The list must go on or end after it, so the *12* of
    /// `July 10, 12 guests` is not an item.
    fn item(&self, at: usize) -> Option<((u8, u8), usize)> {
        let gap = self.reading.gap(at).trim();
        if !matches!(gap, "" | ",") {
            return None;
        }
        let first = self.day(at)?;
        let last = self.day(at + 1).filter(|last| self.joins(at + 1) && *last > first);
        let length = 1 + usize::from(last.is_some());
        let next = at + length;
        let goes_on = self.word(next) == "and" && self.day(next + 1).is_some();
        let ends = next >= self.end || self.reading.gap(next).contains([',', '.', ';', ')']) || goes_on;
        (ends || last.is_some()).then_some(((first, last.unwrap_or(first)), length))
    }

    /// The span of a date and the one after it, if words or a dash say that it reaches from the one to the other.
    pub(super) fn reaching(&self, at: usize, (named, length): (Named, usize)) -> (Named, usize) {
        let mut next = at + length;
        if matches!(self.word(next), "to" | "until" | "till" | "through") {
            next += 1;
        } else if !self.joins(next) {
            return (named, length);
        }
        let reached = self.named_at(next).and_then(|(other, more)| Some((join(named, other)?, next + more - at)));
        reached.unwrap_or((named, length))
    }
}

/// From one day to another.
fn join(first: Named, last: Named) -> Option<Named> {
    match (first, last) {
        (Named::Days(a, b), Named::Days(c, d)) if a == b && c == d && a < c => Some(Named::Reach(a, d)),
        // The year stands once, behind the second.
        (Named::Yearless(month, Some((a, b))), Named::Days(c, d)) if a == b && c == d => {
            match days_of(month, Some((a, a)), Some(c.year()))? {
                Named::Days(first, _) if first < c => Some(Named::Reach(first, d)),
                _ => None,
            }
        }
        (Named::Yearless(month, Some((a, b))), Named::Yearless(other, Some((c, d)))) if a == b && c == d => {
            Some(Named::YearlessReach((month, a), (other, c)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{date_words::dates_in, reading::Reading};
    use crate::{date, time::Day};

    fn spans(text: &str) -> Vec<String> {
        let reading = Reading::new(text);
        let day = date("2026-01-24");
        let shown = |(a, b): (Day, Day)| if a == b { a.to_string() } else { format!("{a}..{b}") };
        let found = dates_in(&reading, 0..reading.tokens.len());
        found.iter().flat_map(|words| words.spans(&[(day.first(), day.last())], &[])).map(shown).collect()
    }

    #[test]
    fn each_item_of_a_list_of_days_is_a_date() {
        let wanted = ["2015-12-10..2015-12-11", "2015-12-12..2015-12-13", "2015-12-14..2015-12-15"];
        assert_eq!(spans("on December 10-11, 12-13, and 14-15, 2015"), wanted);
        assert_eq!(spans("December 10–11, 12–13 and 14–15, 2015."), wanted);
        assert_eq!(spans("February 3, 5 and 7, 2026"), ["2026-02-03", "2026-02-05", "2026-02-07"]);
        // What follows a comma may count something else.
        assert_eq!(spans("on July 10, 12 guests came in 2025"), spans("on July 10, some guests came in 2025"));
        assert_eq!(spans("February 3, 2026"), ["2026-02-03"]);
    }

    #[test]
    fn a_span_over_months_is_one_date() {
        assert_eq!(spans("In U.S. November 29, 1874–February 2, 1875."), ["1874-11-29..1875-02-02"]);
        assert_eq!(spans("from June 30 to July 2, 2025"), ["2025-06-30..2025-07-02"]);
        assert_eq!(
            spans("April 15–July 12"),
            ["2025-04-15..2025-07-12", "2026-04-15..2026-07-12", "2027-04-15..2027-07-12"]
        );
        assert_eq!(spans("December 20–January 5").first().map(String::as_str), Some("2025-12-20..2026-01-05"));
        assert_eq!(spans("July 2, 2025 to June 30, 2025"), ["2025-07-02", "2025-06-30"]);
    }

    #[test]
    fn months_and_weekdays_in_names_are_no_dates() {
        for text in [
            "Prime Minister Theresa May came.",
            "the Good Friday Agreement",
            "Senator April Jones",
            "Black Friday sales",
        ] {
            assert_eq!(spans(text), [] as [&str; 0], "{text}");
        }
        for text in ["In May she came.", "Late May was warm.", "President Berg left in May."] {
            assert_eq!(spans(text).len(), 3, "{text}");
        }
        assert_eq!(spans("On Friday Berg left").len(), 2);
    }
}
