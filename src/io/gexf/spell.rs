//! The days that a timeline draws for a time.

use crate::{
    io::property::iso,
    time::{Bound, Limit, PartialDate, When, WhenParts},
};

/// First and last day, both included; none where it is drawn without a limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Spell {
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    /// Whether the record admits this span and no other.
    pub(super) exact: bool,
}

impl Spell {
    pub(super) fn of(when: When) -> Self {
        match when.parts() {
            WhenParts::Unstated => Self { start: None, end: None, exact: false },
            WhenParts::On(date) => Self::between(Bound::Date(date), Bound::Date(date)),
            WhenParts::OnOrBefore(date) => Self::between(Bound::Open, Bound::OnOrBefore(date)),
            WhenParts::OnOrAfter(date) => Self::between(Bound::OnOrAfter(date), Bound::Open),
            WhenParts::OnOneOf(first, last) => Self::between(Bound::OnOrAfter(first), Bound::OnOrBefore(last)),
            // An observation on a day says nothing of other days, so the spell is not exact. The same holds for
            // `still_on`.
            WhenParts::AsOf(date) => Self { exact: false, ..Self::between(Bound::Date(date), Bound::Date(date)) },
            WhenParts::Between(start, end) => Self::between(start, end),
        }
    }

    fn between(start: Bound, end: Bound) -> Self {
        // A limit of the start may be later than one of the end. What is drawn begins before it ends.
        let turned = match (start.date(), end.date()) {
            (Some(start), Some(end)) => start.first() > end.last(),
            _ => false,
        };
        let start = if turned && matches!(start, Bound::OnOrBefore(_)) { Bound::Unknown } else { start };
        let end = if turned && matches!(end, Bound::OnOrAfter(_)) { Bound::Unknown } else { end };
        let day = |bound: Bound, day: fn(PartialDate) -> crate::time::Day| {
            bound.date().and_then(|date| iso(Limit::Day(day(date))))
        };
        let exact = |bound: Bound| match bound {
            Bound::Date(date) => {
                date.first() == date.last() && !date.is_qualified() && iso(Limit::Day(date.first())).is_some()
            }
            Bound::OnOrBefore(_) | Bound::OnOrAfter(_) | Bound::Unknown => false,
            Bound::Open => true,
        };
        Self {
            start: day(start, PartialDate::first),
            end: day(end, PartialDate::last),
            exact: exact(start) && exact(end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spell_is_exact_only_where_the_record_is() {
        for (when, start, end, exact) in [
            ("2026-02-10", Some("2026-02-10"), Some("2026-02-10"), true),
            ("2026-02", Some("2026-02-01"), Some("2026-02-28"), false),
            ("2026-02-10?", Some("2026-02-10"), Some("2026-02-10"), false),
            ("as-of 2026-01-24", Some("2026-01-24"), Some("2026-01-24"), false),
            ("[..2026-01-24]", None, Some("2026-01-24"), false),
            ("[2026-01-24..]", Some("2026-01-24"), None, false),
            ("[1667..1668]", Some("1667-01-01"), Some("1668-12-31"), false),
            ("2018-05-07/[2026-11-01..]", Some("2018-05-07"), Some("2026-11-01"), false),
            ("[..2010]/2015-01-02", Some("2010-01-01"), Some("2015-01-02"), false),
            ("[..2015]/[..2010]", None, Some("2010-12-31"), false),
            ("[2015..]/[2010..]", Some("2015-01-01"), None, false),
            ("1991-12-16/2004-01-02", Some("1991-12-16"), Some("2004-01-02"), true),
            ("1991-12-16/", Some("1991-12-16"), None, false),
            ("1991-12-16/..", Some("1991-12-16"), None, true),
            ("../2004", None, Some("2004-12-31"), false),
            ("-0043-03-15", None, None, false),
            ("unstated", None, None, false),
        ] {
            let spell = Spell { start: start.map(str::to_owned), end: end.map(str::to_owned), exact };
            assert_eq!(Spell::of(when.parse().unwrap()), spell, "{when}");
        }
    }
}
