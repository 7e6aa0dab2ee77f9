//! Guards the reading of dates: the cases of two EDTF test suites, by manifest. Each case that we answer otherwise
//! stands here by name with its reason, and fails the test if it no longer differs.

use std::{collections::BTreeSet, fs, path::Path};

use chancery::{
    Day, ErrorKind, When,
    time::{Dates, Limit},
};

/// Valid in levels 0 and 1, refused here.
const REFUSED: [(&str, &str); 11] = [
    ("1985-04-12T23:20:30", TIME_OF_DAY),
    ("1985-04-12T23:20:30Z", TIME_OF_DAY),
    ("1985-04-12T23:20:30-04", TIME_OF_DAY),
    ("1985-04-12T23:20:30+04:30", TIME_OF_DAY),
    ("2004-01-01T10:10:10+00:59", TIME_OF_DAY),
    ("-1985-04-12T23:20:30", TIME_OF_DAY),
    ("-1985-04-12T23:20:30Z", TIME_OF_DAY),
    ("-1985-04-12T23:20:30-04", TIME_OF_DAY),
    ("-1985-04-12T23:20:30+04:30", TIME_OF_DAY),
    ("Y170000002", OUT_OF_RANGE),
    ("Y-170000002", OUT_OF_RANGE),
];
const TIME_OF_DAY: &str = "a date has no time of day";
const OUT_OF_RANGE: &str = "must begin a year from -131071 to 131071";

/// Called invalid, as the bounds are compared by their earliest days or as written; they admit a span all the same.
const ADMITTED: [&str; 6] = [
    "2012-24/2012-21",
    "2012-23/2012-22",
    "0000-01-03/0000-01",
    "0000-02/0000",
    "Y-61000/-2000",
    "2004-06-11%/2004-06~",
];

/// Of level 2, and read here: texts that are of levels 0 and 1 in each of their parts, and sets that are one range.
const OF_LEVEL_2: [&str; 16] = [
    "2004-06-XX/2004-07-03",
    "1984-11-12/1984-11-XX",
    "2000-12-XX/2012",
    "-2000-12-XX/2012",
    "2000-XX/2012",
    "2000-XX-XX/2012",
    "2000/2000-XX-XX",
    "198X/199X",
    "198X/1999",
    "1987/199X",
    "2011-23~",
    "[..1760-12-03]",
    "[1760-12..]",
    "[..1984]",
    "[-1740-02-12..-1200-01-29]",
    "[-1890-05..-1200-01]",
];

/// The rows of a table, without its header. Its origin and licence are in the folder.
fn rows(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/edtf").join(name);
    let text = fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn the_validation_suite_is_met_but_for_what_is_listed() {
    let rows = rows("validate.tsv");
    assert!(rows.len() > 200, "the manifest is cut short");
    let (mut printed_back, mut refused) = (0, BTreeSet::new());
    let (mut admitted, mut of_level_2) = (BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        let (text, level, valid) = (row[0].as_str(), row[1].as_str(), row[2] == "valid");
        match (text.parse::<When>(), level, valid) {
            (Ok(when), ..) => {
                assert_eq!(when.to_string(), text);
                match (level, valid) {
                    ("0" | "1", true) => printed_back += 1,
                    // One row stands there twice.
                    ("2", true) => _ = of_level_2.insert(text),
                    _ => assert!(admitted.insert(text)),
                }
            }
            (Err(error), "0" | "1", true) => {
                let reason = REFUSED.iter().find(|(refused, _)| *refused == text).map(|(_, reason)| *reason);
                let reason = reason.unwrap_or_else(|| panic!("{text} is refused: {error}"));
                assert!(error.to_string().contains(reason), "{error}");
                assert!(refused.insert(text));
            }
            (Err(error), ..) => {
                assert!(matches!(error.kind(), ErrorKind::InvalidDate | ErrorKind::InvalidSpan));
                let shown = text.replace('\\', r"\\");
                assert!(error.to_string().contains(&shown), "{error} does not show {text}");
            }
        }
    }
    assert_eq!(printed_back, 74);
    assert_eq!(refused, REFUSED.map(|(text, _)| text).into());
    assert_eq!(admitted, ADMITTED.into());
    assert_eq!(of_level_2, OF_LEVEL_2.into());
}

#[test]
fn a_time_of_day_is_cut_on_request() {
    for (text, reason) in REFUSED {
        if reason == TIME_OF_DAY {
            let day = text.split('T').next().unwrap().parse().unwrap();
            let read = Dates::cut_to_day().date(text).unwrap();
            assert_eq!((read.value, read.cut), (day, true));
        }
    }
}

const DAY: i64 = 86_400_000;

/// Bounds in that suite that are not ours, as its milliseconds are of something else.
const OTHER_BOUNDS: [(&str, &str); 6] = [
    ("1985-04-12T23:20:30Z", "a time of day"),
    ("1985-04-12T23:20:30-04:00", "a time of day"),
    ("1985-04-12T23:20:30+04:30", "a time of day"),
    ("2001-21", "a season without a place is bounded by its year, not by three months"),
    ("[1667,1760-12]", "a set with a gap"),
    ("{1960,1961-12}", "a list: all of its dates are meant"),
];

#[test]
fn the_bounds_are_those_of_the_library_of_congress() {
    let rows = rows("loc-spec.tsv");
    let mut compared = 0;
    for row in &rows {
        let text = row[0].as_str();
        if OTHER_BOUNDS.iter().any(|(other, _)| *other == text) {
            continue;
        }
        compared += 1;
        let when: When = text.parse().unwrap();
        // The first millisecond of the first day, the last of the last; its `Infinity` and its blank are no day.
        let limit = |milliseconds: &str, open| match milliseconds.parse::<i64>() {
            Ok(milliseconds) => Limit::Day(Day::from_epoch_days(milliseconds.div_euclid(DAY)).unwrap()),
            Err(_) => open,
        };
        assert_eq!(when.earliest_start(), limit(&row[3], Limit::Past), "{text}");
        assert_eq!(when.latest_end(), limit(&row[4], Limit::Future), "{text}");
    }
    assert_eq!(compared, rows.len() - OTHER_BOUNDS.len());
    assert!(compared > 20);
}
