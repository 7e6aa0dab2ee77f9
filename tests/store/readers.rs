//! Guards against a reader that sees half of a write, or one that holds up the writer.

use std::sync::atomic::{AtomicBool, Ordering};

use chancery::{
    Error,
    diplomacy::{self, Recognized, State},
    fact,
    store::Store,
};

use crate::{folder::Folder, observe::observed};

#[test]
fn readers_of_other_threads_see_whole_writes_in_their_order() {
    let folder = Folder::new();
    let mut store = Store::create(folder.file("a"), diplomacy::schema().open()).unwrap();
    let reader = store.reader();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let (reader, done) = (reader.clone(), &done);
                scope.spawn(move || {
                    let mut last = 0;
                    while !done.load(Ordering::Acquire) {
                        let graph = reader.graph();
                        let count = graph.view().facts(Recognized).count().unwrap();
                        assert!(count % 3 == 0 && count >= last, "{count} facts after {last}");
                        assert_eq!(graph.node_count(), count / 3);
                        last = count;
                    }
                    last
                })
            })
            .collect();
        for number in 0..60 {
            let failed = store.write(|kg| {
                kg.add(State, "Half")?;
                kg.entity("no such").map(drop)
            });
            assert!(failed.is_err());
            store
                .write(|kg| {
                    let new = kg.add(State, format!("State {number}").as_str())?;
                    for _ in 0..3 {
                        kg.assert(fact(new, Recognized, new))?;
                    }
                    Ok::<_, Error>(())
                })
                .unwrap();
            assert_eq!(reader.graph().fact_count(), 3 * (number + 1));
            // Someone holds an old graph for some writes.
            if number == 30 {
                let held = reader.graph();
                let before = observed(&held);
                for extra in 0..3 {
                    store
                        .write(|kg| {
                            kg.merge(format!("state-{}", 2 * extra), format!("state-{}", 2 * extra + 1), "a test")
                        })
                        .unwrap();
                    store
                        .write(|kg| kg.unmerge(format!("state-{}", 2 * extra), format!("state-{}", 2 * extra + 1), ""))
                        .unwrap();
                }
                assert_eq!(observed(&held), before);
            }
        }
        done.store(true, Ordering::Release);
        for thread in threads {
            assert!(thread.join().unwrap() <= 180);
        }
    });
    assert_eq!(observed(&reader.graph()), observed(store.graph()));
    drop(reader);
    store.write(|kg| kg.add("comet", "Halley")).unwrap();
    let reader = store.reader();
    assert_eq!(observed(&reader.graph()), observed(store.graph()));
    store.verify().unwrap();
}

#[test]
fn a_panic_in_a_write_leaves_the_store_as_it_was() {
    let folder = Folder::new();
    let mut store = Store::create(folder.file("a"), diplomacy::schema()).unwrap();
    store.write(|kg| kg.add(State, "Kazakhstan")).unwrap();
    for with_reader in [false, true] {
        let reader = with_reader.then(|| store.reader());
        let before = observed(store.graph());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.write(|kg| {
                kg.add(State, "Pakistan")?;
                assert_eq!(kg.node_count(), 0, "a fault of the caller");
                Ok::<_, Error>(())
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(observed(store.graph()), before);
        let name = format!("State {with_reader}");
        store.write(|kg| kg.add(State, name.as_str())).unwrap();
        store.verify().unwrap();
        drop(reader);
    }
    // Another graph in the place of that of the store cannot be undone, so it is read again.
    let before = observed(store.graph());
    let error = store
        .write(|kg| {
            *kg = chancery::KnowledgeGraph::new(diplomacy::schema());
            Ok::<_, Error>(())
        })
        .unwrap_err();
    assert_eq!(error.kind(), chancery::ErrorKind::Final);
    assert_eq!(observed(store.graph()), before);
    store.write(|kg| kg.add(State, "Oman")).unwrap();
    store.verify().unwrap();
}
