//! Values and dates as literals, and back.

use oxrdf::{Literal, NamedNode, NamedNodeRef};

use super::words::{EDTF, XSD};
use crate::{
    error::{Error, ErrorKind},
    model::{Value, ValueType},
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

/// The value of a literal. A text in a language is a text; a datatype that is not known is an error.
pub(super) fn read(literal: &Literal) -> Result<Value, Error> {
    let text = literal.value();
    if literal.language().is_some() {
        return Ok(Value::Text(text.to_owned()));
    }
    let of = type_of(literal.datatype()).ok_or_else(|| {
        let why = format!(
            "`{}` has the datatype `{}`, which is none of a value",
            text.escape_debug(),
            literal.datatype().as_str()
        );
        Error::new(ErrorKind::InvalidValue, why)
    })?;
    match (of, text) {
        (ValueType::YesNo, "true" | "1") => Ok(Value::YesNo(true)),
        (ValueType::YesNo, "false" | "0") => Ok(Value::YesNo(false)),
        _ => Value::parse(of, text),
    }
}

fn type_of(datatype: NamedNodeRef<'_>) -> Option<ValueType> {
    if datatype.as_str() == EDTF {
        return Some(ValueType::Date);
    }
    Some(match datatype.as_str().strip_prefix(XSD)? {
        "string" | "normalizedString" | "token" => ValueType::Text,
        "integer" | "int" | "long" | "short" | "byte" | "nonNegativeInteger" | "positiveInteger"
        | "negativeInteger" | "decimal" | "double" | "float" => ValueType::Number,
        "gYear" | "gYearMonth" | "date" => ValueType::Date,
        "anyURI" => ValueType::Url,
        "boolean" => ValueType::YesNo,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(read(&literal).unwrap(), Value::Date(text.parse().unwrap()));
        }
    }
}
