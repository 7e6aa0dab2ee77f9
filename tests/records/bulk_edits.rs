//! Guards against a bulk load of edits that ends otherwise than the same edits one by one: merges move facts between lists,
//! and within a load the newest facts are in none.

use chancery::{Error, ErrorKind, diplomacy, model::Transaction};
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
        groups in prop::collection::vec((prop::collection::vec(any_edit(), 0..12), any::<(bool, bool)>()), 0..6),
        fails in any::<bool>(),
    ) {
        let mut expected = begun_with(diplomacy::schema().open());
        for edit in &before {
            let _ = expected.apply(edit);
        }
        let mut loaded = expected.clone();
        let untouched = observed(&expected);
        for (edits, (undone, opens)) in &groups {
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
            for (edits, (undone, opens)) in &groups {
                let _ = alone.atomically(|alone| bulk.atomically(|bulk| {
                    if *opens {
                        alone.begin(Transaction::default())?;
                        bulk.begin(Transaction::default())?;
                    }
                    for edit in edits {
                        assert_eq!(bulk.apply(edit), alone.apply(edit), "{edit:?}");
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
