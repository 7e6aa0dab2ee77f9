//! Guards against a bulk load of edits that ends otherwise than the same edits one by one: merges move facts between lists,
//! and within a load the newest facts are in none.

use chancery::{
    Bulk, Edit, Error, ErrorKind, Fact, diplomacy,
    model::{Resolution, Transaction},
};
use proptest::prelude::*;

use crate::{
    edits::{any_edit, begun_with},
    observe::observed,
};

fn given_up() -> Error {
    Error::new(ErrorKind::NoChange, "given up")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    // Law: edits in bulk, of which some groups are undone, leave the graph that the other edits leave one by one. An edit is
    // refused in the load if it is refused alone, and with the same error.
    #[test]
    fn edits_in_bulk_equal_edits_one_by_one(
        before in prop::collection::vec(any_edit(), 0..20),
        groups in prop::collection::vec((prop::collection::vec(any_edit(), 0..12), any::<(bool, bool, bool)>()), 0..6),
        fails in any::<bool>(),
    ) {
        let mut expected = begun_with(diplomacy::schema().open());
        for edit in &before {
            let _ = expected.apply(edit);
        }
        let mut loaded = expected.clone();
        let untouched = observed(&expected);
        for (edits, (undone, opens, _)) in &groups {
            let _ = expected.atomically(|kg| {
                if *opens {
                    kg.begin(Transaction::default())?;
                }
                for edit in edits {
                    let _ = kg.apply(edit);
                }
                if *undone { Err(given_up()) } else { Ok(()) }
            });
        }
        let mut alone = loaded.clone();
        let done = loaded.bulk(|bulk| {
            for (edits, (undone, opens, asks)) in &groups {
                let _ = alone.atomically(|alone| bulk.atomically(|bulk| {
                    if *opens {
                        alone.begin(Transaction::default())?;
                        bulk.begin(Transaction::default())?;
                    }
                    for edit in edits {
                        assert_eq!(bulk.apply(edit), alone.apply(edit), "{edit:?}");
                        assert_eq!(bulk.entities_named("One"), alone.entities_named("One"), "{edit:?}");
                    }
                    if *asks {
                        assert_eq!(observed(bulk.graph()), observed(alone));
                    }
                    if *undone { Err(given_up()) } else { Ok(()) }
                }));
            }
            if fails { Err(given_up()) } else { Ok(()) }
        });
        prop_assert_eq!(done.is_err(), fails);
        prop_assert_eq!(observed(&loaded), if fails { untouched } else { observed(&expected) });
        prop_assert_eq!(loaded.validate(), Ok(()));
    }
}

/// Facts may be undone that a question within the load has put into their lists.
#[test]
fn a_load_goes_on_behind_a_question_that_is_undone() {
    let mut kg = begun_with(diplomacy::schema());
    let borders = |bulk: &mut Bulk<'_>| bulk.add_fact(&"b borders c".parse()?);
    kg.bulk(|bulk| {
        let undone = bulk.atomically(|bulk| {
            borders(bulk)?;
            assert_eq!(bulk.graph().view().facts("borders").count()?, 1);
            borders(bulk)?;
            Err::<(), _>(given_up())
        });
        assert_eq!(undone, Err(given_up()));
        borders(bulk)?;
        assert_eq!(bulk.graph().view().facts("borders").count()?, 1);
        borders(bulk).map(drop)
    })
    .unwrap();
    assert_eq!(kg.validate(), Ok(()));
    assert_eq!(kg.view().facts("borders").count(), Ok(2));
}

#[test]
fn a_name_that_was_resolved_within_a_load_is_none() {
    let mut kg = begun_with(diplomacy::schema());
    kg.bulk(|bulk| {
        let one = bulk.add_fact(&"b also-known-as \"One\"".parse()?)?;
        assert_eq!(bulk.entities_named("One"), [bulk.entity("b")?]);
        let two = bulk.add_fact(&"b also-known-as \"Two\"".parse()?)?;
        bulk.resolve(one, Resolution::Corrected, two)?;
        bulk.add_fact(&"b also-known-as \"Three\"".parse()?)?;
        assert!(bulk.entities_named("One").is_empty());
        assert_eq!(bulk.entities_named("Three"), [bulk.entity("b")?]);
        Ok::<(), Error>(())
    })
    .unwrap();
    assert_eq!(kg.validate(), Ok(()));
}

#[test]
fn a_fact_of_a_load_is_no_equal_of_a_later_one() {
    let mut kg = begun_with(diplomacy::schema());
    let known: Fact = "b recognized c".parse().unwrap();
    kg.bulk(|bulk| {
        let mut is_new = || bulk.add_fact_once(&known, |_| true).map(|done| done.is_new);
        assert_eq!(is_new(), Ok(false));
        let other: Fact = "c recognized b".parse()?;
        for _ in 0..2 {
            assert!(bulk.add_fact_once(&other, |_| true)?.is_new);
            assert_eq!(bulk.graph().violations(), []);
        }
        Ok::<(), Error>(())
    })
    .unwrap();
    assert_eq!(kg.fact_count(), 3);
}

#[test]
fn a_load_that_merged_before_it_recorded_is_undone_whole() {
    let kg = begun_with(diplomacy::schema());
    let before = observed(&kg);
    let envoy: Fact = "a ambassador-of b accredited-to c".parse().unwrap();
    let merge = Edit::Merge { entity: "a".into(), into: "f".into(), why: String::new() };
    for within in [false, true] {
        let mut kg = kg.clone();
        let done = kg.bulk(|bulk| {
            let undone = bulk.atomically(|bulk| {
                bulk.apply(&merge)?;
                bulk.add_fact(&envoy)?;
                Err::<(), _>(given_up())
            });
            if within { Ok(()) } else { undone }
        });
        assert_eq!(done.is_ok(), within);
        assert_eq!(kg.validate(), Ok(()));
        assert_eq!(observed(&kg), before);
    }
    // The same where the merge stands and the fact before it is undone with it.
    let mut kg = kg.clone();
    let failed = kg.bulk(|bulk| {
        bulk.add_fact(&envoy)?;
        bulk.apply(&merge)?;
        bulk.add_fact(&"f ambassador-of c accredited-to b".parse()?)?;
        Err::<(), _>(given_up())
    });
    assert!(failed.is_err());
    assert_eq!(kg.validate(), Ok(()));
    assert_eq!(observed(&kg), before);
}
