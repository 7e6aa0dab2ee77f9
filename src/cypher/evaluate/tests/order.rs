//! Laws of equality, of the order of rows, and of hashes.

use std::{
    cmp::Ordering,
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use proptest::prelude::*;

use crate::{
    cypher::{
        ast::Comparison,
        evaluate::compare::{Grouped, equal, ordered, total},
        value::Val,
    },
    time::{Truth, date},
};

fn values() -> impl Strategy<Value = Val> {
    let numbers = prop_oneof![
        (-3_i64..3).prop_map(Val::Int),
        (-3_i32..3).prop_map(|n| Val::Float(f64::from(n) / 2.0)),
        prop::sample::select(vec![
            Val::Int(i64::MAX),
            Val::Int(i64::MIN),
            Val::Int((1 << 53) + 1),
            Val::Float(9_007_199_254_740_992.0),
            Val::Float(9_223_372_036_854_775_808.0),
            Val::Float(f64::NAN),
            Val::Float(f64::INFINITY),
            Val::Float(-0.0),
        ]),
    ];
    let dates = prop::sample::select(vec!["1991", "1991-05", "1991-05-06", "1991?", "199X", "1992"]);
    let truths = prop::sample::select(vec![Truth::No, Truth::Possibly, Truth::Yes]);
    let leaf = prop_oneof![
        Just(Val::Null),
        truths.prop_map(Val::Bool),
        numbers,
        "[ab]{0,2}".prop_map(|text| Val::Text(Arc::from(text))),
        dates.prop_map(|text| Val::Date(date(text))),
        (0_u32..3).prop_map(Val::Node),
        (0_u32..3).prop_map(Val::Fact),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let entry = ("[ab]", inner.clone()).prop_map(|(key, value)| (Arc::from(key), value));
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(|items| Val::List(items.into())),
            prop::collection::vec(entry, 0..3).prop_map(|mut entries: Vec<(Arc<str>, Val)>| {
                entries.sort_by(|a, b| a.0.cmp(&b.0));
                entries.dedup_by(|a, b| a.0 == b.0);
                Val::Map(entries.into())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn the_order_of_rows_is_total((a, b, c) in (values(), values(), values())) {
        prop_assert_eq!(total(&a, &a), Ordering::Equal);
        prop_assert_eq!(total(&a, &b), total(&b, &a).reverse());
        let mut sorted = [&a, &b, &c];
        sorted.sort_by(|a, b| total(a, b));
        prop_assert!(total(sorted[0], sorted[2]).is_le());
        if total(&a, &b).is_eq() && total(&b, &c).is_eq() {
            prop_assert_eq!(total(&a, &c), Ordering::Equal);
        }
    }

    #[test]
    fn what_is_grouped_together_has_one_hash((a, b) in (values(), values())) {
        let hasher = RandomState::new();
        let hash = |value: &Val| hasher.hash_one(Grouped(value.clone()));
        if total(&a, &b).is_eq() {
            prop_assert_eq!(hash(&a), hash(&b));
            // Of the values that are grouped together only those with a null or NaN within are not equal.
            let nan = format!("{a:?}").contains("NaN");
            prop_assert!(equal(&a, &b) != Some(Truth::No) || nan);
        } else {
            // Two values that are certainly equal are grouped together.
            prop_assert!(equal(&a, &b) != Some(Truth::Yes));
        }
    }

    #[test]
    fn comparisons_agree((a, b) in (values(), values())) {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};
        let ask = |comparison| ordered(&a, comparison, &b);
        prop_assert_eq!(equal(&a, &b), equal(&b, &a));
        prop_assert_eq!(ask(Unequal), ask(Equal).map(Truth::not));
        for (comparison, other) in [(Less, Greater), (AtMost, AtLeast)] {
            prop_assert_eq!(ask(comparison), ordered(&b, other, &a));
        }
        // What is less is at most, and is not equal.
        if ask(Less) == Some(Truth::Yes) {
            prop_assert_eq!((ask(AtMost), ask(Equal)), (Some(Truth::Yes), Some(Truth::No)));
        }
        if ask(Equal) == Some(Truth::Yes) && ask(AtMost).is_some() {
            prop_assert_eq!((ask(AtMost), ask(Less)), (Some(Truth::Yes), Some(Truth::No)));
        }
    }
}
