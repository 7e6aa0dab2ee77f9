//! Values as the texts that a file holds.

use crate::{
    error::Error,
    model::{Value, ValueType},
};

/// The text of a value without quotes and escapes. With its type it gives the value again.
pub(super) fn of_value(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Url(text) => text.clone(),
        Value::Number(_) | Value::Date(_) | Value::YesNo(_) => value.to_string(),
    }
}

/// The value of a type and its text.
pub(super) fn value(of: ValueType, text: &str) -> Result<Value, Error> {
    Value::parse(of, text)
}

/// The type of a name, such as `text`.
pub(super) fn type_named(name: &str) -> Option<ValueType> {
    ValueType::ALL.into_iter().find(|of| of.name() == name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_back_from_its_type_and_text() {
        for (of, text) in
            [("text", "a \"b\"\n"), ("number", "-2.5"), ("date", "1991?"), ("url", "urn:x:>y"), ("yes-no", "no")]
        {
            let of = type_named(of).unwrap();
            let read = value(of, text).unwrap();
            assert_eq!((read.value_type(), of_value(&read).as_str()), (of, text));
        }
        assert_eq!(type_named("entity"), None);
    }
}
