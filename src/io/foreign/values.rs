//! Values as other programs write them.

use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Value, ValueType},
    time::{Dates, PartialDate, When},
};

/// Whether a text has no meaning: it is empty, or white space alone.
pub(in crate::io) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A yes or no: `yes`, `true`, `y`, `t` or `1`, or `no`, `false`, `n`, `f` or `0`, in upper or lower case.
pub(in crate::io) fn yes_no(text: &str) -> Result<bool, Error> {
    let is = |names: [&str; 5]| names.iter().any(|name| text.trim().eq_ignore_ascii_case(name));
    match (is(["yes", "true", "y", "t", "1"]), is(["no", "false", "n", "f", "0"])) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => {
            let why =
                format!("`{}` is not a yes or no; expected `yes`, `no`, `true`, `false`, `1` or `0`", as_found(text));
            Err(Error::new(ErrorKind::InvalidValue, why))
        }
    }
}

/// How values are read. Each call also says whether a time of day was cut off, so that the reader counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::io) struct Values {
    pub(in crate::io) dates: Dates,
}

impl Values {
    /// A value of a type. Only a text keeps the white space around it.
    pub(in crate::io) fn value(self, of: ValueType, text: &str) -> Result<(Value, bool), Error> {
        match of {
            ValueType::Text => Value::parse(of, text).map(|value| (value, false)),
            ValueType::YesNo => yes_no(text).map(|yes| (Value::YesNo(yes), false)),
            ValueType::Date => self.date(text).map(|(date, cut)| (Value::Date(date), cut)),
            ValueType::Number | ValueType::Url => Value::parse(of, text.trim()).map(|value| (value, false)),
        }
    }

    /// A date.
    pub(in crate::io) fn date(self, text: &str) -> Result<(PartialDate, bool), Error> {
        let text = text.trim();
        match self.dates.date(text) {
            Ok(read) => Ok((read.value, read.cut)),
            Err(error) => Err(if Dates::cut_to_day().date(text).is_ok() { has_time(text) } else { error }),
        }
    }

    /// A time of a fact as it prints.
    pub(in crate::io) fn when(self, text: &str) -> Result<(When, bool), Error> {
        let text = text.trim();
        match self.dates.when(text) {
            Ok(read) => Ok((read.value, read.cut)),
            Err(error) => Err(if Dates::cut_to_day().when(text).is_ok() { has_time(text) } else { error }),
        }
    }
}

/// The error of a text that would be a date without its time of day.
fn has_time(text: &str) -> Error {
    let why = format!(
        "`{}` has a time of day, which no date has; a reader with the option `dates(Dates::cut_to_day())` cuts it off",
        as_found(text)
    );
    Error::new(ErrorKind::InvalidDate, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_all_common_spellings() {
        for (text, yes) in [
            ("true", true),
            ("TRUE", true),
            ("1", true),
            ("Yes", true),
            (" y ", true),
            ("t", true),
            ("False", false),
            ("0", false),
            ("NO", false),
            ("n\n", false),
        ] {
            assert_eq!(Values::default().value(ValueType::YesNo, text).unwrap(), (Value::YesNo(yes), false), "{text}");
        }
        for text in ["", "2", "maybe", "wahr", "on"] {
            let error = yes_no(text).unwrap_err().to_string();
            assert!(error.contains("is not a yes or no; expected `yes`, `no`"), "{error}");
        }
    }

    #[test]
    fn white_space_belongs_to_texts_alone() {
        let read = |of, text| Values::default().value(of, text).map(|(value, _)| value.to_string());
        assert_eq!(read(ValueType::Number, " 42\n").unwrap(), "42");
        assert_eq!(read(ValueType::Date, "\t1991? ").unwrap(), "1991?");
        assert_eq!(read(ValueType::Url, " https://example.org ").unwrap(), "<https://example.org>");
        assert_eq!(read(ValueType::Text, " a ").unwrap(), "\" a \"");
        assert!(read(ValueType::Number, "4 2").is_err());
    }

    #[test]
    fn a_time_of_day_is_cut_off_on_wish_alone() {
        let time = "1735-01-01T00:00:00Z";
        let error = Values::default().date(time).unwrap_err();
        assert!(error.message().contains("has a time of day"), "{error}");
        assert!(Values::default().when(time).is_err());
        let cutting = Values { dates: Dates::cut_to_day() };
        let (date, cut) = cutting.value(ValueType::Date, time).unwrap();
        assert_eq!((date.to_string().as_str(), cut), ("1735-01-01", true));
        assert_eq!(cutting.date("1735").unwrap(), ("1735".parse().unwrap(), false));
        assert_eq!(cutting.when(time).unwrap(), ("1735-01-01".parse().unwrap(), true));
        assert_eq!(cutting.when(" 1991/2004 ").unwrap(), ("1991/2004".parse().unwrap(), false));
        let plain = Values::default().date("1991-13").unwrap_err();
        assert_eq!(plain, cutting.date("1991-13").unwrap_err());
    }
}
