//! The values of parameters, as the command line gives them.

use std::collections::BTreeSet;

use chancery::{cypher::Parameter, error::Shown};
use serde_json::{Number, Value};

use crate::failure::Failure;

/// A parameter of a query, and its value.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) value: Parameter,
}

impl Given {
    pub(super) fn parse(given: &str) -> Result<Self, String> {
        let (name, value) = given.split_once('=').ok_or("expected the name of a parameter, `=`, and a value")?;
        let name = name.strip_prefix('$').unwrap_or(name);
        if name.is_empty() {
            return Err("expected the name of a parameter before `=`".to_owned());
        }
        let value = match serde_json::from_str(value) {
            Ok(value) => of_json(value)?,
            Err(_) => Parameter::Text(value.to_owned()),
        };
        Ok(Self { name: name.to_owned(), value })
    }
}

/// Refuses a parameter that is given twice.
pub(super) fn check(given: &[Given]) -> Result<(), Failure> {
    let mut names = BTreeSet::new();
    match given.iter().find(|one| !names.insert(&one.name)) {
        Some(twice) => Err(Failure::request(format_args!("--param: `{}` is given twice", Shown(&twice.name)))),
        None => Ok(()),
    }
}

fn of_json(value: Value) -> Result<Parameter, String> {
    Ok(match value {
        Value::Null => Parameter::Null,
        Value::Bool(yes) => yes.into(),
        Value::Number(number) => of_number(&number)?,
        Value::String(text) => text.into(),
        Value::Array(items) => Parameter::List(items.into_iter().map(of_json).collect::<Result<_, _>>()?),
        Value::Object(entries) => {
            let entries = entries.into_iter().map(|(name, value)| Ok((name, of_json(value)?)));
            Parameter::Map(entries.collect::<Result<_, String>>()?)
        }
    })
}

fn of_number(number: &Number) -> Result<Parameter, String> {
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => Ok(whole.into()),
        (None, Some(float)) if number.is_f64() => Ok(float.into()),
        _ => Err(format!("the number {number} is too large; expected at most {}", i64::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, Parameter, check};

    fn value(given: &str) -> Parameter {
        Given::parse(given).unwrap().value
    }

    #[test]
    fn a_value_is_json_or_else_a_text() {
        assert_eq!(value("a=oman"), "oman".into());
        assert_eq!(value("a="), "".into());
        assert_eq!(value("a=b=c"), "b=c".into());
        assert_eq!(value("a=2026-02-10"), "2026-02-10".into());
        assert_eq!(value("a=7"), 7.into());
        assert_eq!(value("a=\"7\""), "7".into());
        assert_eq!(value("a=-0.5"), (-0.5).into());
        assert_eq!(value("a=true"), true.into());
        assert_eq!(value("a=null"), Parameter::Null);
        assert_eq!(value("a=[1, \"x\"]"), Parameter::List(vec![1.into(), "x".into()]));
        assert_eq!(value("a={\"b\": [null]}"), Parameter::Map(vec![("b".to_owned(), vec![Parameter::Null].into())]));
        assert_eq!(Given::parse("$a=1").unwrap().name, "a");
    }

    #[test]
    fn what_is_no_parameter_is_refused() {
        for wrong in ["a", "=1", "$=1", "a=9223372036854775808"] {
            assert!(Given::parse(wrong).is_err(), "{wrong}");
        }
        let given = |names: &[&str]| names.iter().map(|name| Given::parse(name).unwrap()).collect::<Vec<_>>();
        assert!(check(&given(&["a=1", "b=1"])).is_ok());
        assert!(check(&given(&["a=1", "a=1"])).is_err());
    }
}
