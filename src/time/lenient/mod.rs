//! The lenient reader of dates: forms that other programs and people write, if they can mean only one date.
//!
//! Nothing is guessed. What may be two dates is an error that names both.

mod numbers;
pub(crate) mod words;

use super::{
    bound::{Bound, WhenParts},
    clock,
    dates::{DateOrder, DateRead},
    edtf,
    form::Qualifier,
    partial_date::PartialDate,
    set::Gaps,
    text::Fault,
    when::When,
};
use crate::error::Error;

/// The date that a text means, if any. An error if it may mean several: the rest of a sentence that begins with the text.
type Found<T> = Result<Option<T>, String>;

/// Makes the parts of a time from its date.
type Parts = fn(PartialDate) -> WhenParts;

/// What stands before an approximate date.
const ABOUT: [&str; 11] =
    ["~", "circa ", "ca. ", "ca ", "c. ", "c.", "c ", "about ", "around ", "approximately ", "approx. "];

/// No date has more characters, whatever stands before and behind it.
const LONGEST: usize = 128;

/// Reads a date.
pub(super) fn date(text: &str, order: DateOrder) -> Result<DateRead<PartialDate>, Fault> {
    let none = || Fault { at: 1, says: "must begin a date".into() };
    match find(text, order) {
        Ok(Some(read)) => Ok(read),
        Ok(None) if is_long(text) => {
            Err(Fault { at: LONGEST + 1, says: "must not be there: a date has at most 128 characters".into() })
        }
        Ok(None) => Err(edtf::read(text).err().unwrap_or_else(none)),
        Err(why) => Err(Fault { at: 1, says: format!("begins a date that {why}").into() }),
    }
}

/// Reads a time.
pub(super) fn when(text: &str, order: DateOrder) -> Result<DateRead<When>, Error> {
    if let Ok(Some(read)) = find(text, order) {
        return Ok(read.map(When::on));
    }
    let clean = clean(text);
    let worded: [(&str, Parts); 5] = [
        ("as of ", WhenParts::AsOf),
        ("on or before ", WhenParts::OnOrBefore),
        ("on or after ", WhenParts::OnOrAfter),
        ("since ", |date| WhenParts::Between(Bound::Date(date), Bound::Unknown)),
        ("until ", |date| WhenParts::Between(Bound::Unknown, Bound::Date(date))),
    ];
    for (words, parts) in worded {
        if let Some(Ok(Some(read))) = strip(&clean, words).map(|rest| find(rest, order)) {
            return Ok(DateRead { respelled: true, ..read.map(|date| When::of(parts(date))) });
        }
    }
    if let Some((start, end)) = numbers::years(&clean) {
        let value = When::between(Bound::Date(start), Bound::Date(end))?;
        return Ok(DateRead { respelled: true, ..DateRead::of(value) });
    }
    let (mut cut, mut respelled) = (false, text.trim() != text);
    let read = |text: &str| {
        let read = date(text, order)?;
        cut |= read.cut;
        respelled |= read.respelled;
        Ok(read.value)
    };
    let time = When::read(text.trim(), read, &Gaps::Filled)?;
    Ok(DateRead { cut, respelled: respelled || time.respelled, ..time })
}

/// What to write instead, as the end of an error of the strict reader: empty if no form is plain.
pub(super) fn advice(text: &str) -> String {
    match find(text, DateOrder::Unknown) {
        Ok(Some(read)) if read.value.to_string() != text => format!("; write `{}`", read.value),
        Ok(_) => String::new(),
        Err(why) => format!("; it {why}"),
    }
}

/// As [`advice`], for a time.
pub(super) fn advice_on_time(text: &str) -> String {
    match when(text, DateOrder::Unknown) {
        // Where gaps are filled, the error has named the range.
        Ok(read) if !read.widened && read.value.to_string() != text => format!("; write `{}`", read.value),
        Ok(_) => String::new(),
        Err(_) => advice(text),
    }
}

/// The rest behind a word, in whatever case.
fn strip<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// With plain hyphens and blanks, and none at the ends.
fn clean(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{a0}' | '\u{202f}' | '\t' => ' ',
        other => other,
    };
    text.trim().chars().map(plain).collect()
}

fn find(text: &str, order: DateOrder) -> Found<DateRead<PartialDate>> {
    if let Ok((value, cut)) = clock::read_cut(text) {
        return Ok(Some(DateRead { cut, ..DateRead::of(value) }));
    }
    if is_long(text) {
        return Ok(None);
    }
    let clean = clean(text);
    let respelled = |value, cut| DateRead { cut, respelled: true, ..DateRead::of(value) };
    if let Ok((value, cut)) = clock::read_cut(&clean) {
        return Ok(Some(respelled(value, cut)));
    }
    if let Some(date) = qualified(&clean, order)? {
        return Ok(Some(respelled(date, false)));
    }
    // A time of day behind a date in another form.
    let parts = clean.char_indices().filter(|(_, c)| matches!(c, ' ' | 'T' | 't'));
    for (at, _) in parts {
        let (day, time) = clean.split_at(at);
        let half = ["am", "pm", "AM", "PM"].into_iter().find_map(|half| time.strip_suffix(half));
        let time = half.unwrap_or(time).trim_end();
        if clock::is_time(time) || with_whole_hour(time).is_some_and(|time| clock::is_time(&time)) {
            return Ok(unqualified(day, order)?.map(|date| respelled(date, true)));
        }
    }
    Ok(None)
}

fn is_long(text: &str) -> bool {
    text.chars().nth(LONGEST).is_some()
}

/// A time of day with an hour of one digit, written with two.
fn with_whole_hour(time: &str) -> Option<String> {
    let (separator, rest) = time.split_at_checked(1)?;
    let (hour, minutes) = rest.split_at_checked(1)?;
    minutes.starts_with(':').then(|| format!("{separator}0{hour}{minutes}"))
}

/// A date with a sign or a word of doubt before or behind it: `c. 2005`, `?1945`, `1945 (?)`.
fn qualified(text: &str, order: DateOrder) -> Found<PartialDate> {
    let (mut rest, mut uncertain, mut approximate) = (text, false, false);
    let perhaps = ["?", "perhaps ", "possibly ", "probably "];
    loop {
        let before = rest;
        if let Some(found) = ABOUT.iter().find_map(|word| strip(rest, word)) {
            (rest, approximate) = (found.trim_start(), true);
        } else if let Some(found) = perhaps.iter().find_map(|word| strip(rest, word)) {
            (rest, uncertain) = (found.trim_start(), true);
        } else if let Some(found) = ["(?)", "[?]", "?"].iter().find_map(|sign| rest.strip_suffix(sign)) {
            (rest, uncertain) = (found.trim_end(), true);
        } else if let Some(found) = rest.strip_suffix('~') {
            (rest, approximate) = (found.trim_end(), true);
        }
        if rest == before {
            break;
        }
    }
    let qualifier = match (uncertain, approximate) {
        (false, false) => Qualifier::Exact,
        (true, false) => Qualifier::Uncertain,
        (false, true) => Qualifier::Approximate,
        (true, true) => Qualifier::Both,
    };
    Ok(unqualified(rest, order)?.map(|date| date.with_qualifier(qualifier)))
}

fn unqualified(text: &str, order: DateOrder) -> Found<PartialDate> {
    if let Ok(date) = edtf::read(text) {
        return Ok((!date.is_qualified()).then_some(date));
    }
    match numbers::read(text, order)? {
        None => words::read(text),
        found => Ok(found),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{ErrorKind, time::Dates};

    #[test]
    fn a_form_that_can_mean_only_one_date_is_read() {
        let dates = Dates::lenient(DateOrder::Unknown);
        for (text, read, cut) in [
            ("2026-01-24", "2026-01-24", false),
            (" 2026-01-24 ", "2026-01-24", false),
            ("24 January 2026", "2026-01-24", false),
            ("24th of January, 2026", "2026-01-24", false),
            ("Jan 24, 2026", "2026-01-24", false),
            ("24-Jan-2026", "2026-01-24", false),
            ("2026 Jan 24", "2026-01-24", false),
            ("1 Sept. 2026", "2026-09-01", false),
            ("Saturday, 24 January 2026", "2026-01-24", false),
            ("Sat, 24 Jan 2026 10:00:00 GMT", "2026-01-24", true),
            ("January 2026", "2026-01", false),
            ("2026/01/24", "2026-01-24", false),
            ("2026.1.4", "2026-01-04", false),
            ("2026-1-4", "2026-01-04", false),
            ("2026-1", "2026-01", false),
            ("01/2026", "2026-01", false),
            ("24/01/2026", "2026-01-24", false),
            ("01/24/2026 3:15 PM", "2026-01-24", true),
            ("24 January 2026 3:15", "2026-01-24", true),
            ("05.05.2019", "2019-05-05", false),
            ("2026\u{2011}01\u{2011}24", "2026-01-24", false),
            ("20150218", "2015-02-18", false),
            ("+1990-11-00T00:00:00Z", "1990-11", true),
            ("+1990-00-00T00:00:00Z", "1990", true),
            ("1990-11-00", "1990-11", false),
            ("199x", "199X", false),
            ("19XX-XX-XX", "19XX", false),
            ("199X-XX", "199X", false),
            ("the 1990s", "199X", false),
            ("autumn 2027", "2027-23", false),
            ("fall 2027", "2027-23", false),
            ("Winter, 2001", "2001-24", false),
            ("360", "0360", false),
            ("-360", "-0360", false),
            ("44 BC", "-0043", false),
            ("AD 79", "0079", false),
            ("c. 2005", "2005~", false),
            ("ca. January 2005", "2005-01~", false),
            ("circa 2005?", "2005%", false),
            ("?1945", "1945?", false),
            ("1945 (?)", "1945?", false),
            ("2026-02-10 10:00", "2026-02-10", true),
            ("2026-02-10T1000Z", "2026-02-10", true),
        ] {
            let found = dates.date(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((found.value.to_string().as_str(), found.cut), (read, cut), "{text}");
            let as_written = text.starts_with(read) && (cut || text == read);
            assert_eq!(found.respelled, !as_written, "{text}");
            assert_eq!(dates.when(text).unwrap(), found.map(When::on));
            if text != read {
                for strict in [Dates::strict().date(text).unwrap_err(), Dates::strict().when(text).unwrap_err()] {
                    assert!(strict.to_string().ends_with(&format!("; write `{read}`")), "{strict}");
                }
            }
        }
    }

    #[test]
    fn what_may_mean_two_dates_is_never_guessed() {
        let text = "12/03/2019";
        let read = |order, text: &str| Dates::lenient(order).date(text).map(|read| read.value.to_string());
        assert_eq!(read(DateOrder::DayFirst, text).unwrap(), "2019-03-12");
        assert_eq!(read(DateOrder::MonthFirst, text).unwrap(), "2019-12-03");
        let both = "may be `2019-03-12` (day first) or `2019-12-03` (month first)";
        for error in [read(DateOrder::Unknown, text).unwrap_err(), text.parse::<PartialDate>().unwrap_err()] {
            assert!(error.to_string().contains(both), "{error}");
            assert_eq!(error.kind(), ErrorKind::InvalidDate);
        }
        let error = read(DateOrder::DayFirst, "01/24/2026").unwrap_err().to_string();
        assert!(error.contains("would be `2026-01-24` with the month first; the day is first here"), "{error}");
        assert!(read(DateOrder::MonthFirst, "24/01/2026").is_err());
        let error = read(DateOrder::DayFirst, "the 1900s").unwrap_err().to_string();
        assert!(error.contains("may be the ten years `190X` or the hundred `19XX`"), "{error}");
    }

    #[test]
    fn what_is_not_plain_is_refused() {
        for text in [
            "",
            "soon",
            "May",
            "24 January",
            "24 January 26",
            "12/03/19",
            "1991/92",
            "2010/11",
            "2026-13-01",
            "30 February 2026",
            "Sunday, 24 January 2026",
            "20151332",
            "201502",
            "0009-0012",
            "1999-012",
            "2026-001-24",
            "2026-01-024",
            "001/2026",
            "024.01.2026",
            "24.0001.2026",
            "0000-00-00",
            "2026-00-24",
            "-0044-00-00T00:00:00Z",
            "0 BC",
            "19th century",
            "2026-01-24 25:00",
            "24 January 2026 2026",
            "１９９１",
            "é",
        ] {
            for order in [DateOrder::Unknown, DateOrder::DayFirst, DateOrder::MonthFirst] {
                let error = Dates::lenient(order).date(text).unwrap_err().to_string();
                assert!(error.contains("is not a valid date"), "{error}");
            }
            let strict = text.parse::<PartialDate>().unwrap_err().to_string();
            assert!(!strict.contains("; write"), "{strict}");
        }
    }

    /// Looking for a time of day at each letter `t` must not read or copy all the rest of the text.
    #[test]
    fn a_long_text_is_refused_without_being_searched() {
        let lenient = Dates::lenient(DateOrder::Unknown);
        let padded = |blanks: usize| format!("24 January{}2026", " ".repeat(blanks));
        assert_eq!(lenient.date(&padded(114)).unwrap().value.to_string(), "2026-01-24");
        for text in [padded(115), "t".repeat(2_000_000), " t".repeat(1_000_000)] {
            for error in [lenient.date(&text).unwrap_err(), lenient.when(&text).unwrap_err()] {
                let says = "character 129 must not be there: a date has at most 128 characters";
                assert!(error.to_string().ends_with(says), "{error}");
            }
            assert!(!Dates::strict().date(&text).unwrap_err().to_string().contains("write"));
            assert!(!Dates::strict().when(&text).unwrap_err().to_string().contains("write"));
        }
        // A set may be longer than any of its dates.
        let years: Vec<String> = (1000..1100).map(|year| format!("c. {year}")).collect();
        assert_eq!(lenient.when(&format!("[{}]", years.join(","))).unwrap().value.to_string(), "[1000~..1099~]");
    }

    #[test]
    fn times_are_read_in_words_and_with_gaps() {
        let dates = Dates::lenient(DateOrder::Unknown);
        for (text, read, widened) in [
            ("as-of 24 January 2026", "as-of 2026-01-24", false),
            ("as of 24 January 2026", "as-of 2026-01-24", false),
            ("since May 2018", "2018-05/", false),
            ("Until 2015", "/2015", false),
            ("on or before 24 January 2026", "[..2026-01-24]", false),
            ("on or after 2026", "[2026..]", false),
            ("1991–2004", "1991/2004", false),
            ("1 May 1991/c. 2004", "1991-05-01/2004~", false),
            ("2018/[1 November 2026..]", "2018/[2026-11-01..]", false),
            ("[1667,1760-12]", "[1667..1760-12]", true),
            ("[1667,1668]", "[1667..1668]", false),
            ("unstated", "unstated", false),
        ] {
            let found = dates.when(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((found.value.to_string().as_str(), found.widened), (read, widened), "{text}");
        }
        assert_eq!(dates.when("2004/1991").unwrap_err().kind(), ErrorKind::InvalidSpan);
        assert!(dates.when("{1960,1961}").is_err());
        let error = "since May 2018".parse::<When>().unwrap_err().to_string();
        assert!(error.ends_with("; write `2018-05/`"), "{error}");
        let error = "12/03/2019".parse::<When>().unwrap_err().to_string();
        assert!(error.contains("(day first)"), "{error}");
    }
}
