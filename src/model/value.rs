//! Values: what the object of a fact may be, beside an entity.

use std::{fmt, hash, str::FromStr};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

use crate::{
    error::{
        Error, ErrorKind,
        shown::{Escaped, as_found},
    },
    time::PartialDate,
};

/// The greatest length of a text value, in bytes: 1 MiB.
pub const MAX_TEXT: usize = 1 << 20;

/// A value at the end of a fact: a text, a number, a date, a web address, or yes or no.
///
/// ```
/// use chancery::{date, model::{Value, ValueType}};
///
/// let born = Value::from(date("1953-05-17"));
/// assert_eq!(born.value_type(), ValueType::Date);
/// assert_eq!(Value::parse(ValueType::Date, "1953-05-17").unwrap(), born);
/// assert!(Value::parse(ValueType::Number, "many").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A text, unchanged.
    Text(String),
    /// A finite number.
    Number(Number),
    /// A date, as precise as it is known.
    Date(PartialDate),
    /// A web address: a scheme, `:`, and a rest without blanks.
    Url(String),
    /// A yes or a no.
    YesNo(bool),
}

/// The type of a [`Value`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// The type of [`Value::Text`], `text`.
    Text,
    /// The type of [`Value::Number`], `number`.
    Number,
    /// The type of [`Value::Date`], `date`.
    Date,
    /// The type of [`Value::Url`], `url`.
    Url,
    /// The type of [`Value::YesNo`], `yes-no`.
    YesNo,
}

impl ValueType {
    /// All types of values, in the order of declaration.
    pub const ALL: [Self; 5] = [Self::Text, Self::Number, Self::Date, Self::Url, Self::YesNo];

    /// The name in a schema, such as `text`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Url => "url",
            Self::YesNo => "yes-no",
        }
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Value {
    /// The type of this value.
    #[must_use]
    pub const fn value_type(&self) -> ValueType {
        match self {
            Self::Text(_) => ValueType::Text,
            Self::Number(_) => ValueType::Number,
            Self::Date(_) => ValueType::Date,
            Self::Url(_) => ValueType::Url,
            Self::YesNo(_) => ValueType::YesNo,
        }
    }

    /// Parses a text as a value of a type.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidValue`] or [`ErrorKind::InvalidDate`], naming the text and what was allowed.
    pub fn parse(as_type: ValueType, text: &str) -> Result<Self, Error> {
        let value = match as_type {
            ValueType::Text => Self::Text(text.to_owned()),
            ValueType::Number => Self::Number(text.parse()?),
            ValueType::Date => Self::Date(text.parse()?),
            ValueType::Url => Self::Url(text.to_owned()),
            ValueType::YesNo => match text {
                "yes" => Self::YesNo(true),
                "no" => Self::YesNo(false),
                _ => return Err(invalid(format!("`{}` is neither `yes` nor `no`", as_found(text)))),
            },
        };
        value.check()?;
        Ok(value)
    }

    /// Checks what the type alone does not: the length of a text, the form of an address.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Text(text) | Self::Url(text) if text.len() > MAX_TEXT => {
                Err(invalid(format!("a text of {} bytes is too long; at most {MAX_TEXT} are allowed", text.len())))
            }
            Self::Url(url) => check_url(url),
            _ => Ok(()),
        }
    }
}

/// Checks that a text has the form of an address: `scheme:rest`, RFC 3986's scheme, no blanks, no control characters.
pub(crate) fn check_url(url: &str) -> Result<(), Error> {
    let scheme = url.split_once(':').map(|(scheme, rest)| (scheme, !rest.is_empty()));
    let good = matches!(scheme, Some((s, true)) if s.starts_with(|c: char| c.is_ascii_alphabetic())
        && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
    if good && !url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Ok(());
    }
    Err(invalid(format!(
        "`{}` is not a valid address; expected a scheme such as `https:` and no blanks",
        as_found(url)
    )))
}

fn invalid(message: impl fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidValue, message)
}

/// Prints texts in quotes, addresses in angle brackets, and other values bare.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Escaped::quoted(text).fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Url(url) => Escaped::address(url).fmt(f),
            Self::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
        }
    }
}

impl From<PartialDate> for Value {
    fn from(date: PartialDate) -> Self {
        Self::Date(date)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}
impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::YesNo(yes)
    }
}
impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

/// A finite number: a 64-bit integer, or a floating-point number that is not such an integer.
///
/// Equal numbers are one value, however they were written: `2` and `2.0` are the same.
#[derive(Clone, Copy, Debug)]
pub struct Number(Written);

/// Compact formats name the variant; formats for people have the number alone.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename = "Number", rename_all = "kebab-case")]
enum Written {
    Integer(i64),
    Float(f64),
}

impl Number {
    /// A number from a float.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidValue`] for an infinity or NaN.
    pub fn new(float: f64) -> Result<Self, Error> {
        if !float.is_finite() {
            return Err(invalid(format!("`{float}` cannot be stored as a number; expected a finite one")));
        }
        let bound = 9_223_372_036_854_775_808.0;
        if float.fract() == 0.0 && (-bound..bound).contains(&float) {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within the range of i64, checked above")]
            return Ok(Self(Written::Integer(float as i64)));
        }
        Ok(Self(Written::Float(float)))
    }

    /// The number as the nearest float. Integers beyond 2^53 lose their last digits.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "said in the documentation")]
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Written::Integer(integer) => integer as f64,
            Written::Float(float) => float,
        }
    }

    /// The number as a 64-bit integer; `None` if it is not one.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        match self.0 {
            Written::Integer(integer) => Some(integer),
            Written::Float(_) => None,
        }
    }

    fn bits(self) -> (u8, u64) {
        match self.0 {
            Written::Integer(integer) => (0, integer.cast_unsigned()),
            Written::Float(float) => (1, float.to_bits()),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (serializer.is_human_readable(), self.0) {
            (true, Written::Integer(integer)) => serializer.serialize_i64(integer),
            (true, Written::Float(float)) => serializer.serialize_f64(float),
            (false, written) => written.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a finite number, as an integer between {} and {}", i64::MIN, i64::MAX)
            }

            fn visit_i64<E: de::Error>(self, integer: i64) -> Result<Number, E> {
                Ok(integer.into())
            }

            fn visit_u64<E: de::Error>(self, integer: u64) -> Result<Number, E> {
                let held = i64::try_from(integer).map(Number::from);
                held.map_err(|_| E::invalid_value(de::Unexpected::Unsigned(integer), &self))
            }

            fn visit_f64<E: de::Error>(self, float: f64) -> Result<Number, E> {
                Number::new(float).map_err(E::custom)
            }
        }
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(Read);
        }
        match Written::deserialize(deserializer)? {
            Written::Integer(integer) => Ok(integer.into()),
            Written::Float(float) => Self::new(float).map_err(de::Error::custom),
        }
    }
}
impl From<i64> for Number {
    fn from(integer: i64) -> Self {
        Self(Written::Integer(integer))
    }
}
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.bits() == other.bits()
    }
}
impl Eq for Number {}
impl hash::Hash for Number {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.bits().hash(state);
    }
}
impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
/// Ordered by size; an integer comes before a float that rounds to the same.
impl Ord for Number {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self.as_i64(), other.as_i64()) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.as_f64().total_cmp(&other.as_f64()).then(self.bits().cmp(&other.bits())),
        }
    }
}
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Written::Integer(integer) => integer.fmt(f),
            // `Debug` prints a large or small number with an exponent, as `1e300`; it is parsed back to the same number.
            Written::Float(float) => write!(f, "{float:?}"),
        }
    }
}
impl FromStr for Number {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        if let Ok(integer) = text.parse::<i64>() {
            return Ok(integer.into());
        }
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let whole = !text.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if whole {
            return Err(invalid(format!(
                "`{text}` is beyond {} to {}, the integers that can be held",
                i64::MIN,
                i64::MAX
            )));
        }
        let float = text.parse::<f64>().map_err(|_| {
            invalid(format!("`{}` is not a valid number; expected one such as `3`, `-2.5` or `1e6`", as_found(text)))
        })?;
        Self::new(float)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_are_one_value() {
        assert_eq!(Number::new(2.0).unwrap(), 2.into());
        assert_eq!(Number::new(-0.0).unwrap(), 0.into());
        assert_eq!("2.0".parse::<Number>().unwrap().to_string(), "2");
        assert_eq!("2.5".parse::<Number>().unwrap().as_i64(), None);
        assert_eq!(Number::new(1e300).unwrap().as_f64().to_bits(), 1e300_f64.to_bits());
        assert!(Number::new(9_223_372_036_854_775_808.0).unwrap().as_i64().is_none());
        assert!(Number::from(2) < Number::new(2.5).unwrap() && Number::new(2.5).unwrap() < Number::from(3));
    }

    #[test]
    fn what_cannot_be_held_is_refused_and_not_rounded() {
        for bad in [
            "9223372036854775808",
            "+9223372036854775808",
            "-9223372036854775809",
            "+",
            "++1",
            "inf",
            "NaN",
            "",
            "-",
            "1,5",
            "٣",
        ] {
            assert_eq!(bad.parse::<Number>().unwrap_err().kind(), ErrorKind::InvalidValue, "{bad}");
        }
        assert_eq!("9223372036854775807".parse::<Number>().unwrap().as_i64(), Some(i64::MAX));
        assert_eq!("+12".parse::<Number>().unwrap().as_i64(), Some(12));
        assert!(serde_json::from_str::<Number>("1e400").is_err());
    }

    #[test]
    fn addresses_have_a_scheme_and_no_blanks() {
        for good in ["https://example.org/a?b#c", "mailto:a@b", "urn:isbn:1"] {
            assert!(Value::parse(ValueType::Url, good).is_ok(), "{good}");
        }
        for bad in ["", "example.org", "https:", ":x", "1a:x", "https://a b", "https://a\n", "ht tp:x"] {
            assert!(Value::parse(ValueType::Url, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn each_type_prints_what_it_reads() {
        for (of, text) in [(ValueType::Number, "-12"), (ValueType::Date, "1991?"), (ValueType::YesNo, "no")] {
            assert_eq!(Value::parse(of, text).unwrap().to_string(), text);
            assert_eq!(Value::parse(of, text).unwrap().value_type(), of);
        }
        assert_eq!(Value::Text("say \"so\"".into()).to_string(), r#""say \"so\"""#);
        assert!(Value::parse(ValueType::YesNo, "true").is_err());
        assert!(Value::parse(ValueType::Text, &"x".repeat(MAX_TEXT + 1)).is_err());
        assert!(Value::parse(ValueType::Text, &"x".repeat(MAX_TEXT)).is_ok());
    }
}
