//! The values of parameters.

use std::sync::Arc;

use super::value::Val;
use crate::time::{Day, PartialDate};

/// The value of a parameter, which a text names as `$name`.
///
/// ```
/// use chancery::cypher::Parameter;
///
/// assert_eq!(Parameter::from(7), Parameter::Integer(7));
/// assert_eq!(Parameter::from("oman"), Parameter::Text("oman".to_owned()));
/// assert_eq!(Parameter::from(vec![1, 2]), Parameter::List(vec![1.into(), 2.into()]));
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub enum Parameter {
    /// No value.
    Null,
    /// True or false.
    YesNo(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A date.
    Date(PartialDate),
    /// A list.
    List(Vec<Self>),
    /// Values by name. Of two with the same name the last counts.
    Map(Vec<(String, Self)>),
}

impl Parameter {
    pub(super) fn val(&self) -> Val {
        match self {
            Self::Null => Val::Null,
            Self::YesNo(yes) => Val::Bool((*yes).into()),
            Self::Integer(number) => Val::Int(*number),
            Self::Float(number) => Val::Float(*number),
            Self::Text(text) => Val::Text(Arc::from(text.as_str())),
            Self::Date(date) => Val::Date(*date),
            Self::List(items) => Val::List(items.iter().map(Self::val).collect()),
            Self::Map(entries) => {
                let mut map: indexmap::IndexMap<Arc<str>, Val> = indexmap::IndexMap::new();
                for (key, value) in entries {
                    map.insert(Arc::from(key.as_str()), value.val());
                }
                Val::Map(map.into_iter().collect())
            }
        }
    }
}

macro_rules! parameters { ($($From:ty, $given:ident => $value:expr;)*) => { $(
    impl From<$From> for Parameter {
        fn from($given: $From) -> Self {
            $value
        }
    }
)* } }

parameters! {
    bool, yes => Self::YesNo(yes);
    i32, number => Self::Integer(i64::from(number));
    u32, number => Self::Integer(i64::from(number));
    i64, number => Self::Integer(number);
    f64, number => Self::Float(number);
    &str, text => Self::Text(text.to_owned());
    String, text => Self::Text(text);
    PartialDate, date => Self::Date(date);
    Day, day => Self::Date(day.into());
}

impl<P: Into<Self>> From<Vec<P>> for Parameter {
    fn from(items: Vec<P>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<P: Into<Self>> From<Option<P>> for Parameter {
    fn from(value: Option<P>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
