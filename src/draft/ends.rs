//! What can be the subject, the object or a role player of a draft.

use crate::{
    model::{self, Any, FactId, Id, Term, Value},
    schema::{Date, IsA, Kind, Number, Statement, TakesValues, YesNo},
    time::{Day, PartialDate},
};

macro_rules! ends { ($($(#[$meta:meta])* $End:ident;)*) => { $(
    $(#[$meta])*
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be this end of `{R}`, which takes `Id<{Wanted}>`",
        label = "expected `Id<{Wanted}>` or a kind under it, found `{Self}`",
        note = "an id of a wider kind goes down with `kg.cast::<{Wanted}>(id)`, checked at run time"
    )]
    pub trait $End<R, Wanted> {
        #[doc(hidden)]
        fn term(self) -> Term;
    }

    #[diagnostic::do_not_recommend]
    impl<R, W: Kind, K: IsA<W>> $End<R, W> for Id<K> {
        fn term(self) -> Term {
            Term::Node(self.any())
        }
    }
    #[diagnostic::do_not_recommend]
    impl<R, W> $End<R, W> for &str {
        fn term(self) -> Term {
            Term::Text(self.to_owned())
        }
    }
    #[diagnostic::do_not_recommend]
    impl<R, W> $End<R, W> for String {
        fn term(self) -> Term {
            Term::Text(self)
        }
    }
    #[diagnostic::do_not_recommend]
    impl<R, W> $End<R, W> for &String {
        fn term(self) -> Term {
            Term::Text(self.clone())
        }
    }
    #[diagnostic::do_not_recommend]
    impl<R, W: TakesFacts> $End<R, W> for FactId {
        fn term(self) -> Term {
            Term::Fact(self)
        }
    }
)* } }

ends! {
    /// What can be the subject of `R`: an `Id` of the kind `Wanted` or of a kind under it, a key, or, if the relation takes
    /// facts, a fact.
    SubjectOf;
    /// What can be the object of `R`: an `Id` of the kind `Wanted` or of a kind under it, a key, or, if the relation takes
    /// them, a value or a fact. A text is a key or a value: the range of the relation decides when the draft is asserted.
    ObjectOf;
    /// What can play a role of `R`, by the same rules as [`ObjectOf`].
    PlayerOf;
}

/// A range that takes facts.
#[doc(hidden)]
pub trait TakesFacts: Kind {}
impl TakesFacts for Statement {}
impl TakesFacts for Any {}

macro_rules! values { ($($From:ty, $value:ident => $to:expr, $($Range:ident)+;)*) => { $($(
    #[diagnostic::do_not_recommend]
    impl<R> ObjectOf<R, $Range> for $From {
        fn term(self) -> Term {
            let $value = self;
            Term::Value($to)
        }
    }
    #[diagnostic::do_not_recommend]
    impl<R> PlayerOf<R, $Range> for $From {
        fn term(self) -> Term {
            let $value = self;
            Term::Value($to)
        }
    }
)+)* } }

values! {
    i32, n => Value::from(i64::from(n)), Number Any;
    u32, n => Value::from(i64::from(n)), Number Any;
    i64, n => Value::from(n), Number Any;
    model::Number, n => Value::Number(n), Number Any;
    bool, yes => Value::YesNo(yes), YesNo Any;
    PartialDate, date => Value::Date(date), Date Any;
    Day, day => Value::Date(day.into()), Date Any;
}

#[diagnostic::do_not_recommend]
impl<R, W: TakesValues> ObjectOf<R, W> for Value {
    fn term(self) -> Term {
        Term::Value(self)
    }
}
#[diagnostic::do_not_recommend]
impl<R, W: TakesValues> PlayerOf<R, W> for Value {
    fn term(self) -> Term {
        Term::Value(self)
    }
}

// A float that is not finite is kept as its text, which the range refuses by name when the draft is asserted. So a float is
// accepted only where a number is wanted; elsewhere a caller makes one by `model::Number::new`.
fn float(number: f64) -> Term {
    model::Number::new(number).map_or_else(|_| Term::Text(number.to_string()), |number| Term::Value(number.into()))
}
#[diagnostic::do_not_recommend]
impl<R> ObjectOf<R, Number> for f64 {
    fn term(self) -> Term {
        float(self)
    }
}
#[diagnostic::do_not_recommend]
impl<R> PlayerOf<R, Number> for f64 {
    fn term(self) -> Term {
        float(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        diplomacy::{Person, Visits},
        time::date,
    };

    fn object<W>(end: impl ObjectOf<Visits, W>) -> Term {
        end.term()
    }
    fn player<W>(end: impl PlayerOf<Visits, W>) -> Term {
        end.term()
    }
    fn subject<W>(end: impl SubjectOf<Visits, W>) -> Term {
        end.term()
    }

    #[test]
    fn each_end_becomes_what_it_is() {
        let id: Id<Person> = Id::new(7);
        assert_eq!(
            [subject::<Person>(id), object::<Any>(id), player::<Person>(id)],
            [const { Term::Node(Id::new(7)) }; 3]
        );
        let key = || Term::Text("k".into());
        assert_eq!(
            [subject::<Person>("k"), object::<Person>("k".to_owned()), player::<Person>(&"k".to_owned())],
            [key(), key(), key()]
        );
        let fact = || Term::Fact(FactId::new(2));
        assert_eq!(
            [subject::<Statement>(FactId::new(2)), object::<Any>(FactId::new(2)), player::<Statement>(FactId::new(2))],
            [fact(), fact(), fact()]
        );
        let value = |value: Value| Term::Value(value);
        for (found, wanted) in [
            (object::<Number>(5), Value::from(5)),
            (player::<Any>(5_u32), Value::from(5)),
            (object::<Any>(-5_i64), Value::from(-5)),
            (object::<Number>(model::Number::from(5)), Value::from(5)),
            (object::<YesNo>(true), Value::YesNo(true)),
            (player::<Date>(date("1953-05-17")), Value::Date(date("1953-05-17"))),
            (object::<Date>(date("1953-05-17").as_day().unwrap()), Value::Date(date("1953-05-17"))),
            (object::<Number>(2.5), Value::Number(model::Number::new(2.5).unwrap())),
            (player::<Number>(2.0), Value::from(2)),
            (object::<Any>(Value::Url("https://a".into())), Value::Url("https://a".into())),
            (player::<Any>(Value::Text("t".into())), Value::Text("t".into())),
        ] {
            assert_eq!(found, value(wanted));
        }
        // Left as text, it is refused by name where a number is wanted.
        assert_eq!(
            [object::<Number>(f64::NAN), player::<Number>(f64::INFINITY)],
            [Term::Text("NaN".into()), Term::Text("inf".into())]
        );
        assert!(Value::parse(model::ValueType::Number, "NaN").is_err());
    }
}
