//! Guards against panics and lost text: whatever is typed, it is read or refused; whatever is read, it prints as it came.

use chancery::{
    Allen, AllenSet, Day, PartialDate, Span, Stamp, Truth, When,
    time::{Bound, Dates, Limit},
};
use proptest::prelude::*;

/// Texts like dates, with the signs of dates in the wrong places too.
fn like_a_date() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-Y]{0,2}[0-9X]{3,6}(-([0-2][0-9]|XX)){0,3}[?~%]?",
        "-?[0-9X]{4}-[0-3][0-9](-[0-3][0-9])?[?~%T]?",
        "[0-9XYTZ:./?~% +-]{0,24}",
        "(as-of |)[0-9]{4}(/|)[0-9-]{0,10}",
        "\\[(\\.\\.)?[0-9]{4}(\\.\\.|,|, |)[0-9-]{0,10}\\]",
        "(\\[\\.\\.[0-9]{4}\\]|[0-9]{4}|)/(\\[[0-9]{4}\\.\\.\\]|)",
        "[\\PC\u{661}\u{2212}\u{ff11}]{0,12}",
    ]
}

fn any_day() -> impl Strategy<Value = Day> {
    let (first, last) = (Day::MIN.to_epoch_days(), Day::MAX.to_epoch_days());
    prop_oneof![first..=last, -800_000..800_000_i64].prop_map(|number| Day::from_epoch_days(number).unwrap())
}

fn any_date() -> impl Strategy<Value = PartialDate> {
    let text = prop_oneof![
        "-?[1-9][0-9]{2}[0-9X](-(0[1-9]|1[0-2]|2[1-4]|XX))?[?~%]?",
        "-?[0-9](X{3}|[0-9]X{2}|[0-9]{2}X)[?~%]?",
        "Y-?[1-4][0-9]{4,5}(-(0[1-9]|1[0-2]))?[?~%]?",
        "[0-9]{4}-(0[1-9]|1[0-2])-([01][1-8]|XX)[?~%]?",
    ];
    let parsed = text.prop_filter_map("a date", |text| text.parse().ok());
    prop_oneof![parsed, any_day().prop_map(PartialDate::from)]
}

fn any_when() -> impl Strategy<Value = When> {
    let bound = || {
        prop_oneof![
            3 => any_date().prop_map(Bound::Date),
            1 => any_date().prop_map(Bound::OnOrBefore),
            1 => any_date().prop_map(Bound::OnOrAfter),
            1 => Just(Bound::Unknown),
            1 => Just(Bound::Open),
        ]
    };
    prop_oneof![
        Just(When::UNSTATED),
        any_date().prop_map(When::on),
        any_date().prop_map(When::as_of),
        any_date().prop_map(When::on_or_before),
        any_date().prop_map(When::on_or_after),
        (any_date(), any_date()).prop_map(|(a, b)| When::on_one_of(a, b).or_else(|_| When::on_one_of(b, a)).unwrap()),
        (bound(), bound()).prop_map(|(a, b)| When::between(a, b).or_else(|_| When::between(b, a)).unwrap()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_read_prints_as_it_came_and_nothing_panics(text in like_a_date()) {
        if let Ok(date) = text.parse::<PartialDate>() {
            prop_assert_eq!(date.to_string(), text.as_str());
            prop_assert!(date.first() <= date.last());
        }
        if let Ok(when) = text.parse::<When>() {
            // A set of several members prints as their range.
            if !text.contains(',') {
                prop_assert_eq!(when.to_string(), text.as_str());
            }
            prop_assert_eq!(when.to_string().parse::<When>().unwrap(), when);
        }
        if let Ok(day) = text.parse::<Day>() {
            prop_assert_eq!(day.to_string(), text.as_str());
        }
        if let Ok(stamp) = text.parse::<Stamp>() {
            prop_assert_eq!(stamp.to_string().parse::<Stamp>().unwrap(), stamp);
        }
        if let Ok(read) = Dates::cut_to_day().date(&text) {
            prop_assert_eq!(read.cut, text.len() > read.value.to_string().len());
            prop_assert!(text.starts_with(&read.value.to_string()));
        }
    }

    #[test]
    fn every_fault_lies_within_the_text_or_just_behind_it(text in like_a_date()) {
        for error in [text.parse::<PartialDate>().err(), Dates::cut_to_day().date(&text).err()].into_iter().flatten() {
            let message = error.to_string();
            let (_, rest) = message.rsplit_once("is not a valid date: character ").unwrap();
            let at: usize = rest.split(' ').next().unwrap().parse().unwrap();
            prop_assert!((1..=text.chars().count() + 1).contains(&at), "{}", message);
        }
    }

    #[test]
    fn what_is_printed_is_read_as_the_same(date in any_date(), when in any_when(), day in any_day()) {
        prop_assert_eq!(date.to_string().parse::<PartialDate>().unwrap(), date);
        prop_assert_eq!(when.to_string().parse::<When>().unwrap(), when);
        prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
    }

    #[test]
    fn a_date_contains_the_days_from_its_first_to_its_last(date in any_date(), day in any_day()) {
        prop_assert_eq!(date.contains(day), date.first() <= day && day <= date.last());
        prop_assert_eq!(date.span().contains(day), date.contains(day));
        prop_assert!(date.contains(date.first()) && date.contains(date.last()));
        prop_assert_eq!(date.first().checked_add_days(-1).is_some_and(|day| date.contains(day)), false);
        prop_assert_eq!(date.last().checked_add_days(1).is_some_and(|day| date.contains(day)), false);
        prop_assert_eq!(PartialDate::from(day).is_within(date), date.contains(day));
    }

    #[test]
    fn order_and_number_of_days_agree(a in any_day(), b in any_day()) {
        prop_assert_eq!(a.cmp(&b), a.to_epoch_days().cmp(&b.to_epoch_days()));
        prop_assert_eq!(a.checked_add_days(b.to_epoch_days() - a.to_epoch_days()), Some(b));
    }

    /// The laws that join the questions, on dates of all widths and far apart.
    #[test]
    fn the_questions_agree_with_each_other(when in any_when(), date in any_date(), day in any_day()) {
        let span = Span::from(date);
        prop_assert!(when.holds_throughout(span) <= when.holds_during(span));
        prop_assert_eq!(when.holds_on(day), when.holds_during(day));
        prop_assert_eq!(when.holds_on(day), when.holds_throughout(day));
        prop_assert_eq!(when.holds_on(date).is_no(), when.holds_during(span).is_no());
        prop_assert_eq!(when.holds_on(date).is_yes(), when.holds_throughout(span).is_yes() && !date.is_qualified());
        prop_assert!(when.falls_within(span) <= when.holds_during(span));
        prop_assert_eq!(when.falls_within(Span::ALL), Truth::Yes);
        prop_assert_eq!(when.holds_during(Span::ALL), Truth::Yes);
        prop_assert!(when.refines(when) && when.refines(When::UNSTATED));
        prop_assert!(when.earliest_start() <= when.latest_start() && when.earliest_end() <= when.latest_end());
        prop_assert!(when.earliest_start() <= when.earliest_end() && when.latest_start() <= when.latest_end());
        if when.holds_on(day) == Truth::Yes {
            prop_assert_eq!(when.distance_days(day), 0);
        }
    }

    /// What refines another never answers `No` where the other says `Yes`, nor `Possibly` where it says `No`.
    #[test]
    fn knowing_more_only_settles_what_was_possible(one in any_when(), other in any_when(), day in any_day()) {
        if one.refines(other) {
            prop_assert!(!other.holds_on(day).is_no() || one.holds_on(day).is_no());
            prop_assert!(one.holds_on(day).is_possible() || !other.holds_on(day).is_yes());
            prop_assert!(one.allen(day_time(day)).is_subset(other.allen(day_time(day))));
        }
    }

    #[test]
    fn relations_and_questions_agree(when in any_when(), day in any_day()) {
        let relations = when.allen(day_time(day));
        prop_assert!(!relations.is_empty());
        prop_assert_eq!(day_time(day).allen(when), relations.converse());
        let apart = !AllenSet::SHARES_A_DAY;
        prop_assert_eq!(apart, [Allen::Before, Allen::Meets, Allen::MetBy, Allen::After].into_iter().collect());
        prop_assert_eq!(when.stands(AllenSet::SHARES_A_DAY, day_time(day)), when.holds_on(day));
        prop_assert_eq!(relations.is_subset(apart), when.holds_on(day).is_no());
        if when.holds_on(day).is_yes() {
            prop_assert!((relations & apart).is_empty());
        }
        if when.latest_end() < Limit::Day(day) {
            prop_assert!(relations.is_subset([Allen::Before, Allen::Meets].into_iter().collect()));
        }
    }
}

fn day_time(day: Day) -> When {
    When::on(day.into())
}
