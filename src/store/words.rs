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
