//! Names of kinds, relations and roles: which are valid, and dates at the end of a name.

use crate::{
    error::{Error, ErrorKind},
    model::check_key,
    time::PartialDate,
};

/// The keywords of the notation. No relation and no role has one as its name, and a key that is one is written in
/// backticks.
pub(crate) const KEYWORDS: [&str; 20] = [
    "on",
    "on-or-before",
    "on-or-after",
    "as-of",
    "since",
    "until",
    "between",
    "unstated",
    "planned",
    "actual",
    "cancelled",
    "denied",
    "hypothetical",
    "said-by",
    "stated",
    "inferred",
    "supports",
    "disputes",
    "confidence",
    "key",
];

/// Splits a name at its last `-in-`, and parses the rest as a date.
pub(crate) fn split_date(name: &str) -> Option<(&str, Result<PartialDate, Error>)> {
    let (stem, date) = name.rsplit_once("-in-")?;
    Some((stem, date.parse()))
}

/// Checks that a text is valid as a name.
pub(super) fn check_name(name: &str, reserved: &[&str]) -> Result<(), Error> {
    check_key(name)?;
    if reserved.contains(&name) {
        return Err(invalid(format!("`{name}` is a keyword of the notation; expected another name")));
    }
    Ok(())
}

pub(super) fn invalid(why: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidSchema, why)
}

/// The number of the next item, if there is room for it.
pub(super) fn room(count: usize, what: &str) -> Result<u16, Error> {
    let full = || Error::new(ErrorKind::Full, format!("a schema has room for {} {what}", u16::MAX));
    u16::try_from(count).ok().filter(|number| *number < u16::MAX).ok_or_else(full)
}

/// The number of a declared item, which fits, as [`room`] has checked.
pub(super) fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_notation_names_no_relation() {
        for word in KEYWORDS {
            assert!(check_name(word, &KEYWORDS).is_err() && check_name(word, &[]).is_ok(), "{word}");
        }
        assert!(check_name("onward", &KEYWORDS).is_ok());
        assert_eq!(check_name("two words", &[]).map_err(|e| e.kind()), Err(ErrorKind::InvalidKey));
    }

    #[test]
    fn the_last_place_stays_free() {
        assert_eq!(room(65_534, "kinds"), Ok(65_534));
        for count in [65_535, 65_536, usize::MAX] {
            assert_eq!(room(count, "kinds").map_err(|e| e.kind()), Err(ErrorKind::Full));
        }
        assert_eq!(narrow(65_534), 65_534);
    }

    #[test]
    fn a_date_is_what_stands_behind_the_last_in() {
        let split = |name| split_date(name).map(|(stem, date)| (stem, date.ok().map(|date| date.to_string())));
        assert_eq!(split("recognized-in-1991?"), Some(("recognized", Some("1991?".to_owned()))));
        assert_eq!(split("took-part-in-in-1991-05"), Some(("took-part-in", Some("1991-05".to_owned()))));
        assert_eq!(split("took-part-in-paris"), Some(("took-part", None)));
        assert_eq!(split("located-in"), None);
    }
}
