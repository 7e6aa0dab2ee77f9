//! Values and dates as literals, and back.

use oxrdf::{Literal, NamedNode};

use super::terms::{EDTF, XSD};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    io::foreign::Values,
    model::{Value, ValueType},
    schema::Range,
    time::{PartialDate, Precision},
};

fn xsd(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{XSD}{name}"))
}

/// A date in the datatype that fits its precision, or as EDTF.
pub(super) fn date(date: PartialDate) -> Literal {
    let plain = !date.is_qualified() && (1..=9999).contains(&date.first().year());
    let text = date.to_string();
    let name = match (date.precision(), text.len()) {
        (Precision::Year, 4) if plain && !text.contains('X') => Some("gYear"),
        (Precision::Month, 7) if plain && !text.contains('X') && date.first().month() == date.last().month() => {
            Some("gYearMonth")
        }
        (Precision::Day, 10) if plain && !text.contains('X') => Some("date"),
        _ => None,
    };
    match name {
        Some(name) => Literal::new_typed_literal(text, xsd(name)),
        None => edtf(text),
    }
}

/// A text of EDTF, such as a set of dates.
pub(super) fn edtf(text: String) -> Literal {
    Literal::new_typed_literal(text, NamedNode::new_unchecked(EDTF))
}

pub(super) fn value(value: &Value) -> Literal {
    match value {
        Value::Text(text) => Literal::new_simple_literal(text),
        Value::Number(number) if number.as_i64().is_some() => {
            Literal::new_typed_literal(number.to_string(), xsd("integer"))
        }
        Value::Number(number) => Literal::new_typed_literal(number.to_string(), xsd("double")),
        Value::Date(of) => date(*of),
        Value::Url(url) => Literal::new_typed_literal(url, xsd("anyURI")),
        Value::YesNo(yes) => Literal::new_typed_literal(if *yes { "true" } else { "false" }, xsd("boolean")),
    }
}

pub(super) fn integer(number: u64) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd("integer"))
}

pub(super) fn double(number: f64) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd("double"))
}

/// What the value of a literal does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    TimeOfDay,
    TimeZone,
    /// A datatype that is none of a value.
    Datatype(String),
}

/// The value of a literal where a range is expected. The datatype says what it is, and the range where it can: a plain
/// `1953` is a date for a relation whose objects are dates.
pub(super) fn read(literal: &Literal, range: Range, values: Values) -> Result<(Value, Option<Cut>), Error> {
    let text = literal.value();
    let datatype = literal.datatype();
    let datatype = datatype.as_str();
    let given = if literal.language().is_some() { Some(ValueType::Text) } else { type_of(datatype) };
    let wanted = match range {
        Range::Value(of) => Some(of),
        _ => None,
    };
    let of = match (given, wanted) {
        (_, Some(ValueType::Text)) | (None, None) => ValueType::Text,
        // Turtle writes a year as a number.
        (Some(ValueType::Number), Some(ValueType::Date)) if !text.contains(['.', 'e', 'E']) => ValueType::Date,
        // Some programs write a yes or no as 1 or 0.
        (Some(ValueType::Number), Some(ValueType::YesNo)) => ValueType::YesNo,
        (Some(ValueType::Text), Some(of)) | (Some(of), _) => of,
        (None, Some(of)) => {
            let why =
                format!("`{}` has the datatype `{datatype}`, which is not known; expected a {of}", as_found(text));
            return Err(Error::new(ErrorKind::InvalidValue, why));
        }
    };
    if (given, of) == (Some(ValueType::Date), ValueType::Date)
        && let Some(name) = datatype.strip_prefix(XSD)
    {
        return dated(name, text.trim(), values);
    }
    let (value, cut) = values.value(of, text)?;
    let unknown = given.is_none().then(|| Cut::Datatype(datatype.to_owned()));
    Ok((value, cut.then_some(Cut::TimeOfDay).or(unknown)))
}

/// A date of XSD: a zone behind it does not change the day, and a year may have more than four digits.
fn dated(datatype: &str, text: &str, values: Values) -> Result<(Value, Option<Cut>), Error> {
    if datatype.starts_with("dateTime") {
        let (date, cut) = values.date(text)?;
        return Ok((Value::Date(date), cut.then_some(Cut::TimeOfDay)));
    }
    let plain = without_zone(text);
    let cut = (plain.len() < text.len()).then_some(Cut::TimeZone);
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let far = datatype == "gYear" && digits.len() > 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (date, _) = if far { values.date(&format!("Y{plain}"))? } else { values.date(plain)? };
    Ok((Value::Date(date), cut))
}

fn without_zone(text: &str) -> &str {
    if let Some(plain) = text.strip_suffix(['Z', 'z']) {
        return plain;
    }
    let zone = text.len().checked_sub(6).and_then(|start| text.split_at_checked(start));
    match zone.map(|(plain, zone)| (plain, zone.as_bytes())) {
        Some((plain, [b'+' | b'-', b'0'..=b'9', b'0'..=b'9', b':', b'0'..=b'9', b'0'..=b'9'])) => plain,
        _ => text,
    }
}

fn type_of(datatype: &str) -> Option<ValueType> {
    // Some programs name the level behind it.
    if datatype.starts_with(EDTF) {
        return Some(ValueType::Date);
    }
    Some(match datatype.strip_prefix(XSD)? {
        "string" | "normalizedString" | "token" | "language" | "Name" | "NCName" | "NMTOKEN" => ValueType::Text,
        "integer" | "int" | "long" | "short" | "byte" | "nonNegativeInteger" | "positiveInteger"
        | "nonPositiveInteger" | "negativeInteger" | "unsignedLong" | "unsignedInt" | "unsignedShort"
        | "unsignedByte" | "decimal" | "double" | "float" => ValueType::Number,
        "gYear" | "gYearMonth" | "date" | "dateTime" | "dateTimeStamp" => ValueType::Date,
        "anyURI" => ValueType::Url,
        "boolean" => ValueType::YesNo,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Dates;

    #[test]
    fn a_date_has_the_datatype_of_its_precision() {
        for (text, datatype) in [
            ("1991", "gYear"),
            ("2026-02", "gYearMonth"),
            ("2026-02-10", "date"),
            ("1991?", ""),
            ("2026-02~", ""),
            ("199X", ""),
            ("2004-XX", ""),
            ("2004-02-XX", ""),
            ("2001-21", ""),
            ("0000", ""),
            ("-0044", ""),
            ("Y12000", ""),
        ] {
            let literal = date(text.parse().unwrap());
            let wanted = if datatype.is_empty() { EDTF.to_owned() } else { format!("{XSD}{datatype}") };
            assert_eq!((literal.value(), literal.datatype().as_str()), (text, wanted.as_str()));
            let read = read(&literal, Range::Any, Values::default()).unwrap();
            assert_eq!(read, (Value::Date(text.parse().unwrap()), None));
        }
    }

    #[test]
    fn a_datatype_or_the_range_says_what_a_literal_is() {
        use Range::{Any, Value as Of};
        use ValueType::{Date, Number, Text, Url, YesNo};
        let day = |text: &str| Value::Date(text.parse().unwrap());
        for (text, datatype, range, value, cut) in [
            ("2026-02-10Z", "date", Any, day("2026-02-10"), Some(Cut::TimeZone)),
            ("2026-02-10-05:00", "date", Any, day("2026-02-10"), Some(Cut::TimeZone)),
            ("1953+05:00", "gYear", Any, day("1953"), Some(Cut::TimeZone)),
            (" 2026-02 ", "gYearMonth", Any, day("2026-02"), None),
            ("12000", "gYear", Any, day("Y12000"), None),
            ("2026-02-10T23:00:00Z", "dateTime", Any, day("2026-02-10"), Some(Cut::TimeOfDay)),
            ("1953", "integer", Of(Date), day("1953"), None),
            ("1953?", "string", Of(Date), day("1953?"), None),
            ("+042", "unsignedInt", Any, 42.into(), None),
            (" 7\n", "unsignedByte", Of(Number), 7.into(), None),
            ("-3", "nonPositiveInteger", Any, (-3).into(), None),
            ("42", "string", Of(Number), 42.into(), None),
            ("042", "integer", Of(Text), Value::Text("042".into()), None),
            (" 1 ", "boolean", Any, true.into(), None),
            ("FALSE", "string", Of(YesNo), false.into(), None),
            ("1", "integer", Of(YesNo), true.into(), None),
            (" https://example.org ", "anyURI", Any, Value::Url("https://example.org".into()), None),
            ("https://example.org", "string", Of(Url), Value::Url("https://example.org".into()), None),
            ("P3D", "duration", Any, Value::Text("P3D".into()), Some(Cut::Datatype(format!("{XSD}duration")))),
        ] {
            let literal = Literal::new_typed_literal(text, xsd(datatype));
            let values = Values { dates: Dates::cut_to_day() };
            assert_eq!(read(&literal, range, values).unwrap(), (value, cut), "{text} {datatype}");
        }
        for (text, datatype, range) in [
            ("many", "integer", Any),
            ("2026-02-10T23:00:00Z", "dateTime", Any),
            ("2026-02-30", "date", Any),
            ("12", "string", Of(YesNo)),
            ("18446744073709551615", "unsignedLong", Any),
            ("INF", "double", Any),
            ("12", "duration", Of(Number)),
        ] {
            let literal = Literal::new_typed_literal(text, xsd(datatype));
            let error = read(&literal, range, Values::default()).unwrap_err();
            assert!(error.to_string().to_lowercase().contains(&text.to_lowercase()), "{error}");
        }
    }
}
