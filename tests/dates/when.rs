//! Guards the answers about time: each question is asked of every shape of `When` and compared with a plain list of
//! all spans that the shape admits within a small window. The list knows nothing of bounds and inner limits.

use std::sync::LazyLock;

use chancery::{
    Allen, AllenSet, Day, PartialDate, Span, Truth, When, date,
    time::{Bound, Limit, WhenParts},
};

const DATES: [&str; 12] = [
    "2023-02-26",
    "2023-02-28",
    "2023-03",
    "2023-03-XX",
    "2023-03-01",
    "2023-03-02",
    "2023-03-15",
    "2023-03-31",
    "2023-04-02",
    "2023-03?",
    "2023-03-15~",
    "2023-02-28%",
];

fn day(text: &str) -> i64 {
    text.parse::<Day>().unwrap().to_epoch_days()
}

/// The days of the window: two more on each side than any date of a shape has.
fn window() -> std::ops::RangeInclusive<i64> {
    day("2023-02-24")..=day("2023-04-04")
}

const PAST: i64 = i64::MIN;
const FUTURE: i64 = i64::MAX;

/// All spans with ends in the window or without end.
static SPANS: LazyLock<Vec<(i64, i64)>> = LazyLock::new(|| {
    let starts = || std::iter::once(PAST).chain(window());
    let ends = || window().chain([FUTURE]);
    starts().flat_map(|start| ends().map(move |end| (start, end))).filter(|(start, end)| start <= end).collect()
});

fn bounds(date: PartialDate) -> (i64, i64) {
    (date.first().to_epoch_days(), date.last().to_epoch_days())
}

/// Whether a span is admitted, from the definition; where `sure`, a qualified date admits every end.
fn admits(when: When, (start, end): (i64, i64), sure: bool) -> bool {
    let within = |value: i64, date: PartialDate| {
        let (first, last) = bounds(date);
        sure && date.is_qualified() || first <= value && value <= last
    };
    let not_after = |value: i64, date: PartialDate| sure && date.is_qualified() || value <= bounds(date).1;
    let not_before = |value: i64, date: PartialDate| sure && date.is_qualified() || bounds(date).0 <= value;
    match when.parts() {
        WhenParts::Unstated => true,
        WhenParts::On(date) => within(start, date) && within(end, date),
        WhenParts::OnOrBefore(date) => not_after(end, date),
        WhenParts::OnOrAfter(date) => not_before(start, date),
        WhenParts::OnOneOf(first, last) => not_before(start, first) && not_after(end, last),
        WhenParts::AsOf(date) => sure && date.is_qualified() || start <= bounds(date).1 && end >= bounds(date).0,
        WhenParts::Between(from, to) => {
            // What still held on a date had begun by its last day.
            let begun = match (from, to) {
                (Bound::Date(_), Bound::OnOrAfter(seen)) => not_after(start, seen),
                _ => true,
            };
            let starts = match from {
                Bound::Date(date) => within(start, date),
                Bound::OnOrBefore(date) => not_after(start, date),
                Bound::OnOrAfter(date) => not_before(start, date),
                Bound::Unknown => true,
                Bound::Open => start == PAST,
            };
            let ends = match to {
                Bound::Date(date) => within(end, date),
                Bound::OnOrBefore(date) => not_after(end, date),
                Bound::OnOrAfter(date) => not_before(end, date),
                Bound::Unknown => true,
                Bound::Open => end == FUTURE,
            };
            begun && starts && ends
        }
    }
}

/// Dates that stand for all before or all after them too.
const LIMITS: [&str; 4] = ["2023-02-28", "2023-03", "2023-03-02", "2023-03-15~"];

fn all_bounds() -> Vec<Bound> {
    let limits = LIMITS.map(date);
    let exact = DATES.map(|text| Bound::Date(date(text)));
    let (before, after) = (limits.map(Bound::OnOrBefore), limits.map(Bound::OnOrAfter));
    exact.into_iter().chain(before).chain(after).chain([Bound::Unknown, Bound::Open]).collect()
}

fn shapes() -> Vec<When> {
    let dates = DATES.map(date);
    let mut shapes = vec![When::UNSTATED];
    shapes.extend(dates.map(When::on));
    shapes.extend(dates.map(When::on_or_before));
    shapes.extend(dates.map(When::on_or_after));
    for first in LIMITS.map(date) {
        shapes.extend(dates.iter().filter_map(|last| When::on_one_of(first, *last).ok()));
    }
    shapes.extend(dates.map(When::as_of));
    let ends = all_bounds();
    for start in &ends {
        shapes.extend(ends.iter().filter_map(|end| When::between(*start, *end).ok()));
    }
    shapes
}

/// `Yes` if it is so of every span that surely is admitted, `No` if of none that is admitted as written.
fn truth(when: When, so: impl Fn((i64, i64)) -> bool) -> Truth {
    let mut spans = SPANS.iter().copied();
    if SPANS.iter().filter(|span| admits(when, **span, true)).all(|span| so(*span)) {
        Truth::Yes
    } else if spans.any(|span| admits(when, span, false) && so(span)) {
        Truth::Possibly
    } else {
        Truth::No
    }
}

fn questions() -> Vec<PartialDate> {
    let more = ["2023-02-25", "2023-02-27", "2023-03-14", "2023-03-16", "2023-03-30", "2023-04-01", "2023-04-03"];
    DATES.into_iter().chain(more).map(date).collect()
}

#[test]
fn every_shape_admits_a_span_and_those_that_do_not_are_refused() {
    let ends = all_bounds();
    let mut refused = 0;
    for (start, end) in ends.iter().flat_map(|start| ends.iter().map(move |end| (*start, *end))) {
        let fits = |(from, to): (i64, i64)| {
            let inside = |value, bound: Bound| match bound {
                Bound::Date(d) => (bounds(d).0..=bounds(d).1).contains(&value),
                Bound::OnOrBefore(d) => value <= bounds(d).1,
                Bound::OnOrAfter(d) => bounds(d).0 <= value,
                Bound::Unknown | Bound::Open => true,
            };
            let begun = match (start, end) {
                (Bound::Date(_), Bound::OnOrAfter(d)) => from <= bounds(d).1,
                _ => true,
            };
            begun && inside(from, start) && inside(to, end)
        };
        assert_eq!(When::between(start, end).is_ok(), SPANS.iter().any(|span| fits(*span)), "{start}/{end}");
        refused += usize::from(When::between(start, end).is_err());
    }
    assert!(refused > 10);
    let error = When::between(Bound::Date(date("2004-06")), Bound::Date(date("1991?"))).unwrap_err().to_string();
    assert!(error.contains("2004-06-01") && error.contains("1991-12-31") && error.contains("2004-06/1991?"), "{error}");
}

#[test]
fn holds_on_is_exact() {
    for when in shapes() {
        for question in questions() {
            let (first, last) = bounds(question);
            let each = |(start, end): (i64, i64)| (first..=last).map(move |day| start <= day && day <= end);
            let expected = if truth(when, |span| each(span).all(|holds| holds)).is_yes() && !question.is_qualified() {
                Truth::Yes
            } else if truth(when, |span| each(span).any(|holds| holds)).is_no() {
                Truth::No
            } else {
                Truth::Possibly
            };
            assert_eq!(when.holds_on(question), expected, "{when} on {question}");
            if let Some(day) = question.as_day().filter(|_| !question.is_qualified()) {
                assert_eq!(when.holds_on(day), expected);
            }
        }
    }
}

/// Spans to ask of: those of dates, some between them, and without first or last day.
fn question_spans() -> Vec<Span> {
    let days = ["2023-02-25", "2023-02-26", "2023-02-28", "2023-03-01", "2023-03-15", "2023-03-31", "2023-04-02"];
    let days = || days.into_iter().map(|day| Some(day.parse().unwrap())).chain([None]);
    days().flat_map(|first| days().filter_map(move |last| Span::new(first, last).ok())).collect()
}

fn ends(span: Span) -> (i64, i64) {
    (span.first().map_or(PAST, Day::to_epoch_days), span.last().map_or(FUTURE, Day::to_epoch_days))
}

#[test]
fn questions_about_spans_are_exact() {
    for when in shapes() {
        for span in question_spans() {
            let (first, last) = ends(span);
            assert_eq!(
                when.holds_during(span),
                truth(when, |(start, end)| start <= last && first <= end),
                "{when} during {span}"
            );
            assert_eq!(
                when.holds_throughout(span),
                truth(when, |(start, end)| start <= first && last <= end),
                "{when} throughout {span}"
            );
            assert_eq!(
                when.falls_within(span),
                truth(when, |(start, end)| first <= start && end <= last),
                "{when} within {span}"
            );
        }
    }
}

#[test]
fn the_four_limits_are_those_of_the_admitted_spans() {
    // A value at the edge of the window stands for all beyond it.
    let limit = |value: i64| {
        if value <= *window().start() {
            Limit::Past
        } else if value >= *window().end() {
            Limit::Future
        } else {
            Limit::Day(Day::from_epoch_days(value).unwrap())
        }
    };
    for when in shapes() {
        let admitted = || SPANS.iter().filter(|span| admits(when, **span, false));
        assert_eq!(when.earliest_start(), limit(admitted().map(|span| span.0).min().unwrap()), "{when}");
        assert_eq!(when.latest_start(), limit(admitted().map(|span| span.0).max().unwrap()), "{when}");
        assert_eq!(when.earliest_end(), limit(admitted().map(|span| span.1).min().unwrap()), "{when}");
        assert_eq!(when.latest_end(), limit(admitted().map(|span| span.1).max().unwrap()), "{when}");
    }
}

#[test]
fn one_refines_the_other_if_its_spans_are_among_the_others() {
    let shapes = shapes();
    // Which of the spans, as a set of bits.
    let sets: Vec<Vec<bool>> =
        shapes.iter().map(|when| SPANS.iter().map(|span| admits(*when, *span, false)).collect()).collect();
    let mut refined = 0;
    for (one, mine) in shapes.iter().zip(&sets) {
        for (other, others) in shapes.iter().zip(&sets) {
            let expected = mine.iter().zip(others).all(|(mine, others)| *others || !*mine);
            assert_eq!(one.refines(*other), expected, "{one} refines {other}");
            refined += usize::from(expected);
        }
    }
    assert!(refined > shapes.len());
}

#[test]
fn dates_are_put_in_order_by_when_they_can_have_begun_and_ended() {
    let mut shapes = shapes();
    shapes.sort();
    for pair in shapes.windows(2) {
        let key = |when: When| (when.earliest_start(), when.latest_start(), when.earliest_end(), when.latest_end());
        assert!(key(pair[0]) <= key(pair[1]));
        assert!(pair[0] != pair[1] && pair[0] < pair[1] && pair[0].to_string() != pair[1].to_string());
    }
}

/// The relation by its definition, of half-open intervals.
fn defined(relation: Allen, (a, b): (i64, i64), (c, d): (i64, i64)) -> bool {
    match relation {
        Allen::Before => b < c,
        Allen::Meets => b == c,
        Allen::Overlaps => a < c && c < b && b < d,
        Allen::FinishedBy => a < c && b == d,
        Allen::Contains => a < c && d < b,
        Allen::Starts => a == c && b < d,
        Allen::Equals => a == c && b == d,
        Allen::StartedBy => a == c && d < b,
        Allen::During => c < a && b < d,
        Allen::Finishes => c < a && b == d,
        Allen::OverlappedBy => c < a && a < d && d < b,
        Allen::MetBy => d == a,
        Allen::After => d < a,
    }
}

#[test]
fn of_two_spans_exactly_the_relation_that_is_defined_holds() {
    let spans = question_spans();
    let half_open = |span| (ends(span).0, ends(span).1.saturating_add(1));
    let mut seen = AllenSet::EMPTY;
    for a in &spans {
        for b in &spans {
            let relation = Allen::between(*a, *b);
            seen = seen.with(relation);
            for other in Allen::ALL {
                assert_eq!(defined(other, half_open(*a), half_open(*b)), other == relation, "{a} {other} {b}");
            }
            assert_eq!(Allen::between(*b, *a), relation.converse());
            for c in &spans {
                let composed = AllenSet::from(relation).compose(Allen::between(*b, *c).into());
                assert!(composed.contains(Allen::between(*a, *c)), "{a} {b} {c}");
            }
        }
    }
    assert_eq!(seen, AllenSet::ALL);
}

/// Two spans.
type Pair = ((i64, i64), (i64, i64));

/// Two times stand in a set of relations, or begin some days apart: certainly if all pairs of spans that are surely
/// admitted do, and not if none does that is admitted as written.
#[test]
fn what_is_asked_of_two_times_is_exact() {
    let shapes: Vec<When> = [
        "unstated",
        "2023-03-01",
        "2023-03-15~",
        "2023-03",
        "as-of 2023-03-02",
        "as-of 2023-03-15?",
        "2023-02-28/2023-03-02",
        "2023-02-28?/2023-03",
        "2023-03/",
        "/2023-03-02",
        "2023-02-28/..",
        "../2023-03-31",
        "../..",
        "[..2023-03-02]",
        "[2023-03-15~..]",
        "[2023-03-01..2023-03-31]",
        "2023-03/[2023-03-15..]",
        "[..2023-02-28]/2023-03",
        "[2023-03-01..]/[..2023-03-31]",
    ]
    .map(|text| text.parse().unwrap())
    .to_vec();
    let spans = |when: When, sure: bool| -> Vec<(i64, i64)> {
        SPANS.iter().copied().filter(|span| admits(when, *span, sure)).collect()
    };
    // Before all days and after them all are points too, and the same for both.
    let far = |value: i64| value.clamp(-(1 << 40), 1 << 40);
    let sets = [
        AllenSet::from(Allen::Before),
        Allen::During.into(),
        AllenSet::EMPTY.with(Allen::Meets).with(Allen::Equals),
        !AllenSet::from(Allen::After),
    ];
    for (one, other) in shapes.iter().flat_map(|one| shapes.iter().map(move |other| (*one, *other))) {
        let pairs = |sure| {
            let others = spans(other, sure);
            spans(one, sure)
                .into_iter()
                .flat_map(move |a| others.clone().into_iter().map(move |b| (a, b)))
                .collect::<Vec<_>>()
        };
        let (surely, written) = (pairs(true), pairs(false));
        let truth = |so: &dyn Fn(&Pair) -> bool| {
            if surely.iter().all(so) {
                Truth::Yes
            } else {
                Truth::No.or(if written.iter().any(so) { Truth::Possibly } else { Truth::No })
            }
        };
        for wanted in sets {
            let so = |(a, b): &Pair| {
                let half = |(start, end): (i64, i64)| (start, end.saturating_add(1));
                wanted.iter().any(|relation| defined(relation, half(*a), half(*b)))
            };
            assert_eq!(one.stands(wanted, other), truth(&so), "{one} {wanted} {other}");
        }
        for days in [0..=0, 0..=3, -3..=3, 2..=4, -4..=-1] {
            let so = |(a, b): &Pair| days.contains(&(far(a.0) - far(b.0)));
            assert_eq!(one.begins_after(other, days.clone()), truth(&so), "{one} {days:?} after {other}");
        }
    }
    #[expect(clippy::reversed_empty_ranges, reason = "no number of days at all")]
    let none = 3..=0;
    assert_eq!(shapes[1].begins_after(shapes[1], none), Truth::No);
}

/// Days near enough to the ends of a window of a few days: all that two times can tell apart.
#[test]
fn the_relations_of_two_times_are_exactly_those_of_their_spans() {
    let days = ["2023-02-26", "2023-02-27", "2023-02-28", "2023-03-01"];
    let dates: Vec<PartialDate> = days.map(date).into_iter().chain([date("2023-02-27?")]).collect();
    let mut shapes = vec![When::UNSTATED];
    let middle = date("2023-02-27");
    shapes.extend(dates.iter().flat_map(|date| [When::on(*date), When::as_of(*date)]));
    shapes.extend([When::on_or_before(middle), When::on_or_after(middle)]);
    shapes.extend(dates.iter().filter_map(|date| When::on_one_of(middle, *date).ok()));
    let open = [Bound::OnOrBefore(middle), Bound::OnOrAfter(middle), Bound::Unknown, Bound::Open];
    let bounds: Vec<Bound> = dates.iter().map(|date| Bound::Date(*date)).chain(open).collect();
    for start in &bounds {
        shapes.extend(bounds.iter().filter_map(|end| When::between(*start, *end).ok()));
    }
    // Wide dates need no wide window: only the order of their ends counts, and days beside them.
    let (first, last) = (day("2023-02-26") - 3, day("2023-03-01") + 3);
    let inside = |value: i64| value == PAST || value == FUTURE || (first..=last).contains(&value);
    let starts = || std::iter::once(PAST).chain(first..=last);
    let spans: Vec<(i64, i64)> = starts()
        .flat_map(|start| (first..=last).chain([FUTURE]).map(move |end| (start, end)))
        .filter(|(start, end)| start <= end && inside(*start) && inside(*end))
        .collect();
    let admitted: Vec<Vec<(i64, i64)>> = shapes
        .iter()
        .map(|when| {
            spans.iter().filter(|span| admits(*when, **span, false)).map(|s| (s.0, s.1.saturating_add(1))).collect()
        })
        .collect();
    for (one, mine) in shapes.iter().zip(&admitted) {
        for (other, others) in shapes.iter().zip(&admitted) {
            let mut expected = AllenSet::EMPTY;
            for a in mine {
                for b in others {
                    if expected == AllenSet::ALL {
                        break;
                    }
                    let relation = Allen::ALL.into_iter().find(|relation| defined(*relation, *a, *b)).unwrap();
                    expected = expected.with(relation);
                }
            }
            assert_eq!(one.allen(*other), expected, "{one} to {other}");
            assert_eq!(other.allen(*one), expected.converse(), "{other} to {one}");
        }
    }
}

#[test]
fn the_distance_to_a_span_is_that_to_its_nearest_day() {
    let first = date("2020-02-08").first();
    let days: Vec<Day> = (0..10).map(|n| first.checked_add_days(n).unwrap()).collect();
    let whens =
        ["2020-02-12", "as-of 2020-02-01", "2020-02-20/2020-02-25", "2020-02-10/", "/2020-02-10", "../2020-02-09"];
    let bounds = ["[..2020-02-12]", "[2020-02-12..]", "[2020-02-10..2020-02-12]", "2020-02-09/[2020-02-11..]"];
    for when in whens.into_iter().chain(["2020-02-15/..", "../..", "unstated", "2020"]).chain(bounds) {
        let when: When = when.parse().unwrap();
        for (at, from) in days.iter().enumerate() {
            for to in &days[at..] {
                let nearest = days[at..].iter().filter(|day| *day <= to).map(|day| when.distance_days(*day)).min();
                let span = Span::new(Some(*from), Some(*to)).unwrap();
                assert_eq!(Some(when.distance_days(span)), nearest, "{when} {span}");
            }
        }
    }
    let seen: When = "as-of 2020-02-10".parse().unwrap();
    assert_eq!(seen.distance_days(Span::ALL), 0);
    assert_eq!(seen.distance_days(Span::new(Some(first), None).unwrap()), 0);
    assert_eq!(seen.distance_days(Span::new(None, Some(first)).unwrap()), 2);
}

#[test]
fn the_distance_is_to_the_nearest_date_that_is_written() {
    let days =
        |when: &str, day: &str| when.parse::<When>().unwrap().distance_days(day.parse::<chancery::Day>().unwrap());
    assert_eq!(days("as-of 2026-01-24", "2026-01-31"), 7);
    assert_eq!(days("as-of 2026-01-24", "2025-12-24"), 31);
    assert_eq!(days("2026-01", "2026-01-31"), 0);
    assert_eq!(days("2026-01", "2026-02-01"), 1);
    assert_eq!(days("2026-01", "2025-12-31"), 1);
    assert_eq!(days("1991/1993", "1992-06-01"), 0);
    assert_eq!(days("1991/1993", "1994-01-10"), 10);
    assert_eq!(days("1991/1993", "1990-12-30"), 2);
    assert_eq!(days("1991-05/1991", "1991-02-01"), 0);
    assert_eq!(days("1991/1991-05", "1991-09-01"), 0);
    assert_eq!(days("1991/", "1990-12-31"), 1);
    assert_eq!(days("1991/", "1992-01-01"), 1);
    assert_eq!(days("/1991", "1992-01-01"), 1);
    assert_eq!(days("/1991", "1990-12-31"), 1);
    assert_eq!(days("1991/..", "2050-01-01"), 0);
    assert_eq!(days("1991/..", "1990-12-31"), 1);
    assert_eq!(days("../1991", "1066-01-01"), 0);
    assert_eq!(days("../1991", "1992-01-03"), 3);
    assert_eq!(days("../..", "1992-01-03"), 0);
    assert_eq!(days("[..2026-01-24]", "2026-01-31"), 7);
    assert_eq!(days("[..2026-01-24]", "2026-01-17"), 7);
    assert_eq!(days("[2026-01..]", "2026-02-02"), 2);
    assert_eq!(days("[1667..1668]", "1669-01-01"), 1);
    assert_eq!(days("2018/[2026-01-24..]", "2020-01-01"), 0);
    assert_eq!(days("2018/[2026-01-24..]", "2026-01-31"), 7);
    assert_eq!(days("[..2010]/[2015..]", "2012-01-01"), 0);
    assert_eq!(days("../[2015..]", "1066-01-01"), 0);
    for undated in ["unstated", "/", "../", "/.."] {
        assert_eq!(days(undated, "1992-01-03"), u64::MAX);
    }
}

#[test]
fn what_was_observed_can_be_assumed_to_hold_around_it() {
    let assumed = |when: &str, days| when.parse::<When>().unwrap().assume_holds_for(days).to_string();
    assert_eq!(assumed("as-of 2026-01-24", 7), "2026-01-17/2026-01-31");
    assert_eq!(assumed("as-of 2026-01", 1), "2025-12-31/2026-02-01");
    assert_eq!(assumed("as-of 2026-01~", 0), "2026-01-01~/2026-01-31~");
    assert_eq!(assumed("as-of 2026", u32::MAX), "../..");
    assert_eq!(assumed("2018/[2026-01-24..]", 7), "2018/2026-01-31");
    assert_eq!(assumed("2018/[2026-01..]", 1), "2018/2026-02-01");
    assert_eq!(assumed("2018/[2026~..]", 0), "2018/2026-12-31~");
    assert_eq!(assumed("[..2010-01-10]/2015", 9), "2010-01-01/2015");
    assert_eq!(assumed("[..2010-01-10]/[2015-01-01..]", 9), "2010-01-01/2015-01-10");
    assert_eq!(assumed("/[2015-01-01..]", 9), "/2015-01-10");
    assert_eq!(assumed("2018/[2026..]", u32::MAX), "2018/..");
    // Nothing was observed in the last two.
    let others = ["unstated", "2026-01-24", "2026/", "2026/..", "[..2026]", "[2026..]", "[1667..1668]"];
    for other in others.into_iter().chain(["[2010..]/[..2015]", "[..2026]/2020"]) {
        assert_eq!(assumed(other, 7), other);
    }
    let seen: When = "as-of 2026-01-24".parse().unwrap();
    for (day, truth) in [("2026-01-16", Truth::No), ("2026-01-17", Truth::Yes), ("2026-01-31", Truth::Yes)] {
        assert_eq!(seen.assume_holds_for(7).holds_on(date(day)), truth);
    }
    assert_eq!(seen.assume_holds_for(7).holds_on(date("2026-02-01")), Truth::No);
}
