//! The bounds that a page gives its script answer for a day as the library does.

use chancery::{Day, KnowledgeGraph, Schema, Truth, When, date, entity, fact, io::page::Page};
use proptest::prelude::*;

use super::{of_class, scan::scan};
use crate::any;

/// What the script computes.
fn answer(bounds: &str, day: i64) -> Truth {
    let bounds: Vec<i64> = bounds
        .split(' ')
        .map(|bound| match bound {
            "-" => i64::MIN,
            "+" => i64::MAX,
            day => day.parse().unwrap(),
        })
        .collect();
    if day < bounds[0] || day > bounds[1] {
        Truth::No
    } else if bounds[2] <= day && day <= bounds[3] {
        Truth::Yes
    } else {
        Truth::Possibly
    }
}

proptest! {
    #[test]
    fn bounds_answer_as_the_time_does(
        whens in prop::collection::vec(any::when().prop_filter("a time", |when| !when.is_unstated()), 1..12),
        offsets in prop::collection::vec(-800_i64..800, 1..12),
    ) {
        let mut kg = KnowledgeGraph::new(Schema::new().open());
        kg.add("thing", entity("a")).unwrap();
        for (n, when) in whens.iter().enumerate() {
            kg.assert(fact("a", "is", i64::try_from(n).unwrap()).when(*when)).unwrap();
        }
        let parts = scan(&Page::of(&kg.view()).to_string());
        let cards: Vec<_> = of_class(&parts, "f").collect();
        prop_assert_eq!(cards.len(), whens.len());
        for (card, when) in cards.iter().zip(&whens) {
            let bounds = card.get("data-d").unwrap();
            let near = ["-0044", "0000", "1990-06", "2001-06", "2004-02-15", "2026-02-10", "Y12000"].map(date);
            for (base, offset) in near.iter().flat_map(|base| offsets.iter().map(move |offset| (base, offset))) {
                let day = Day::from_epoch_days(base.first().to_epoch_days() + offset).unwrap();
                prop_assert_eq!(answer(bounds, day.to_epoch_days()), when.holds_on(day), "{} on {}", when, day);
            }
        }
    }
}

#[test]
fn a_fact_without_a_date_has_no_bounds_and_no_bar() {
    let mut kg = KnowledgeGraph::new(Schema::new().open());
    kg.add("thing", entity("a")).unwrap();
    kg.assert(fact("a", "is", 1)).unwrap();
    kg.assert(fact("a", "is", 2).when(When::as_of(date("2026-01-24")))).unwrap();
    let html = Page::of(&kg.view()).to_string();
    assert!(html.contains("data-d=\"- + 20477 20477\""));
    assert!(html.contains("1 fact has no date, and may hold on any day."));
    assert!(!html.contains("id=\"b1\"") && html.contains("id=\"b2\""));
}
