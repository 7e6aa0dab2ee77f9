//! Dates with words: `24 January 2026`, `Jan 24th, 2026`, `autumn 2027`, `the 1990s`, `44 BC`.

use super::{ABOUT, Found};
use crate::time::{edtf, form::Form, form::Qualifier, partial_date::PartialDate};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const SEASONS: [(&str, u8); 5] = [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

#[derive(Clone, Copy)]
enum Word {
    Month(u8),
    Season(u8),
    /// A number, and how many digits it has.
    Number(u32, usize),
    /// A number with `st`, `nd`, `rd` or `th`: never a year.
    Ordinal(u32),
    Decade(u32),
    BeforeChrist,
    AnnoDomini,
}

/// Reads a date that has at least one word.
pub(super) fn read(text: &str) -> Found<PartialDate> {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> = lower
        .split([' ', ',', '.', '-', '/'])
        .filter(|word| !word.is_empty() && !["of", "the"].contains(word))
        .collect();
    // The name of a day must be that of the date.
    let weekday = words.first().and_then(|word| abbreviated(word, &WEEKDAYS));
    if weekday.is_some() {
        words.remove(0);
    }
    let Some(words) = words.into_iter().map(word).collect::<Option<Vec<Word>>>() else { return Ok(None) };
    let date = match words.as_slice() {
        [Word::Number(day, 1 | 2) | Word::Ordinal(day), Word::Month(month), Word::Number(year, 4)]
        | [Word::Month(month), Word::Number(day, 1 | 2) | Word::Ordinal(day), Word::Number(year, 4)]
        | [Word::Number(year, 4), Word::Month(month), Word::Number(day, 1 | 2) | Word::Ordinal(day)] => {
            u8::try_from(*day).ok().and_then(|day| PartialDate::from_ymd(signed(*year), *month, day).ok())
        }
        [Word::Month(month), Word::Number(year, 4)] | [Word::Number(year, 4), Word::Month(month)] => {
            PartialDate::from_year_month(signed(*year), *month).ok()
        }
        [Word::Season(season), Word::Number(year, 4)] | [Word::Number(year, 4), Word::Season(season)] => {
            Some(PartialDate::pack(signed(*year), Form::Season(*season), Qualifier::Exact))
        }
        [Word::Decade(year)] if year.is_multiple_of(100) => {
            let century = year / 100;
            return Err(format!("may be the ten years `{century:02}0X` or the hundred `{century:02}XX`"));
        }
        [Word::Decade(year)] => edtf::read(&format!("{:03}X", year / 10)).ok(),
        // The year 0 is 1 BC.
        [Word::Number(year @ 1.., _), Word::BeforeChrist] => PartialDate::from_year(1 - signed(*year)).ok(),
        [Word::Number(year @ 1.., _), Word::AnnoDomini] | [Word::AnnoDomini, Word::Number(year @ 1.., _)] => {
            PartialDate::from_year(signed(*year)).ok()
        }
        _ => None,
    };
    // 1970-01-01 was a Thursday.
    let fits = |date: &PartialDate| match (weekday, date.as_day()) {
        (None, _) => true,
        (Some(weekday), Some(day)) => i64::try_from(weekday) == Ok((day.to_epoch_days() + 3).rem_euclid(7)),
        (Some(_), None) => false,
    };
    Ok(date.filter(fits))
}

// Of four digits at most.
fn signed(year: u32) -> i32 {
    year.cast_signed()
}

/// The place of a name, whole or by its first three letters.
fn abbreviated(word: &str, names: &[&str]) -> Option<usize> {
    let short = |name: &&str| name.get(..3) == Some(word) || *name == word || (*name == "september" && word == "sept");
    names.iter().position(short)
}

/// Whether a word may be the first of a date in words, be it one that this reader takes or not.
pub(crate) fn may_begin(word: &str) -> bool {
    let lower = word.to_lowercase();
    let day = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    is_month(word)
        || SEASONS.iter().any(|(name, _)| *name == lower)
        || ABOUT.iter().any(|about| about.trim_end() == lower)
        || day.len() <= 2 && is_number(day)
}

/// Whether a word may be a later one of a date in words.
pub(crate) fn may_go_on(word: &str) -> bool {
    is_month(word) || is_number(word.trim_end_matches(','))
}

/// Whether a word is the name of a month, or its first letters.
fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']).to_lowercase();
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

fn word(word: &str) -> Option<Word> {
    if let Some(month) = abbreviated(word, &MONTHS) {
        return u8::try_from(month + 1).ok().map(Word::Month);
    }
    if let Some((_, season)) = SEASONS.iter().find(|(name, _)| *name == word) {
        return Some(Word::Season(*season));
    }
    match word {
        "bc" | "bce" => return Some(Word::BeforeChrist),
        "ad" | "ce" => return Some(Word::AnnoDomini),
        _ => {}
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at_checked(digits).filter(|(number, _)| (1..=4).contains(&number.len()))?;
    let number: u32 = number.parse().ok()?;
    match rest {
        "" => Some(Word::Number(number, digits)),
        "st" | "nd" | "rd" | "th" if digits <= 2 => Some(Word::Ordinal(number)),
        "s" | "'s" | "’s" if digits == 4 && number.is_multiple_of(10) => Some(Word::Decade(number)),
        _ => None,
    }
}
