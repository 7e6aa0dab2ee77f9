//! Dates as FollowTheMoney has them: a year, month or day, and nothing else.

use crate::time::PartialDate;

/// A date as it is written there, as far as it is certain, and whether that is all of it. `None` if not even a year is
/// certain.
pub(super) fn written(date: PartialDate) -> (Option<String>, bool) {
    let (first, last) = (date.first(), date.last());
    if !(1000..=9999).contains(&first.year()) || first.year() != last.year() {
        return (None, false);
    }
    let text = if first.month() != last.month() {
        format!("{:04}", first.year())
    } else if first != last {
        format!("{:04}-{:02}", first.year(), first.month())
    } else {
        first.to_string()
    };
    let whole = text == date.to_string();
    (Some(text), whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_far_as_it_is_certain() {
        for (text, date, whole) in [
            ("1991", Some("1991"), true),
            ("2026-02", Some("2026-02"), true),
            ("2026-02-10", Some("2026-02-10"), true),
            ("1991?", Some("1991"), false),
            ("2004-XX", Some("2004"), false),
            ("2001-21", Some("2001"), false),
            ("199X", None, false),
            ("-0044", None, false),
            ("0998", None, false),
        ] {
            assert_eq!(written(text.parse().unwrap()), (date.map(str::to_owned), whole), "{text}");
        }
    }
}
