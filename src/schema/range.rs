//! Ranges: what an end of a relation accepts.

use serde::{Deserialize, Serialize};

use super::{Includes, Kind, items::KindItem};
use crate::{
    model::{Any, KindId, ValueType},
    time::{Bound, When, WhenParts},
};

/// The range of an end or role of a relation: what it accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range {
    /// Any node: an entity of any kind, a value, or a fact.
    Any,
    /// An entity of the kind or of one under it.
    Kind(KindId),
    /// A value of the type.
    Value(ValueType),
    /// A fact.
    Statement,
}

impl Range {
    /// The range that every schema has under this name: `any`, `statement`, or a type of value.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "any" => Some(Self::Any),
            "statement" => Some(Self::Statement),
            _ => ValueType::ALL.into_iter().find(|of| of.name() == name).map(Self::Value),
        }
    }
}

/// Whether a relation is an event or a state.
///
/// The variants are not called so, because a second `State` or `Event` would make the compiler print kinds of that name
/// with their full paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// An event, which happens within a date: a visit, a signature. It refuses a span without start or end, as `since` a date.
    #[serde(rename = "event")]
    Happens,
    /// A state, which holds over a span: an office, a membership. It refuses `on` a date.
    #[serde(rename = "state")]
    Holds,
    /// Not known: an open schema declared the relation on first use. It takes any time.
    #[serde(rename = "either")]
    Either,
}

impl Shape {
    /// Whether a relation of this shape takes a time. A state does not take that of an event, which happened within a date
    /// or bounds. An event does not take a span whose start or end is not known, as `1991/`.
    #[must_use]
    pub const fn takes(self, when: When) -> bool {
        match self {
            Self::Happens => match when.parts() {
                WhenParts::Between(start, end) => {
                    start.date().is_some() && matches!(end, Bound::Date(_) | Bound::OnOrBefore(_))
                }
                _ => true,
            },
            Self::Holds => !when.parts().is_event(),
            Self::Either => true,
        }
    }

    /// The name in files: `event`, `state` or `either`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Happens => "event",
            Self::Holds => "state",
            Self::Either => "either",
        }
    }
}

macro_rules! ranges { ($($(#[$meta:meta])* $Range:ident $name:literal $tag:ident;)*) => {
    #[expect(unnameable_types, reason = "tags, as in the vocabularies' own `is`")]
    mod is {
        $( pub trait $tag {} )*
    }
    $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $Range;

        impl Kind for $Range {
            type Tag = dyn is::$tag;
            const NAME: &'static str = $name;
            const ITEM: &'static KindItem = &KindItem::range::<Self>($name);
        }
        #[diagnostic::do_not_recommend]
        impl<T: Kind> Includes<T> for $Range where T::Tag: is::$tag {}
    )*
} }

ranges! {
    /// The range of texts, `text`: a `&str` or [`Value::Text`](crate::model::Value::Text).
    Text "text" IsText;
    /// The range of numbers, `number`: an integer, an `f64`, or [`Value::Number`](crate::model::Value::Number).
    Number "number" IsNumber;
    /// The range of dates, `date`: a [`PartialDate`](crate::PartialDate), or its text.
    Date "date" IsDate;
    /// The range of addresses on the web, `url`: a text, or [`Value::Url`](crate::model::Value::Url).
    Url "url" IsUrl;
    /// The range of yes and no, `yes-no`: a `bool`, or the text `yes` or `no`.
    YesNo "yes-no" IsYesNo;
    /// The range of facts, `statement`: a [`FactId`](crate::model::FactId), or a fact's key.
    Statement "statement" IsStatement;
}

/// A range that accepts values: those of one type, or [`Any`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` takes entities, not values",
    label = "expected an `Id<{Self}>` or a key"
)]
pub trait TakesValues: Kind {}
impl TakesValues for Any {}
impl TakesValues for Text {}
impl TakesValues for Number {}
impl TakesValues for Date {}
impl TakesValues for Url {}
impl TakesValues for YesNo {}
