//! W10 and W11: what a fact takes, and how long it takes to assert one with its schema checked and all indexes current.

use std::{collections::HashMap, time::Instant};

use chancery::Source;

use crate::{
    HEAP,
    by_hand::{InColumns, InPetgraph},
    clock::{Contestant, race},
    generated::{Generated, Row},
    ours::Ours,
};

/// Bytes on the heap for a fact, without what the entities take.
pub(crate) fn memory(set: &Generated) {
    println!("W10 bytes on the heap for a fact");
    let facts = set.rows.len();
    let print_bytes =
        |name: &str, bytes: usize| println!("  {name:<28} {:>6}.{}", bytes / facts, bytes * 10 / facts % 10);
    let columns = InColumns::of(HashMap::new(), set.names.len(), set.rows.clone());
    print_bytes("columns, sorted once", columns.heap_bytes());
    let before = HEAP.bytes();
    let mut petgraph = InPetgraph::empty(set);
    let entities = HEAP.bytes();
    set.rows.iter().for_each(|row| petgraph.add(*row));
    print_bytes("petgraph, room reserved", HEAP.bytes() - entities + petgraph.graph.capacity().1 * 24);
    drop(petgraph);
    assert_eq!(HEAP.bytes(), before);

    let mut ours = Ours::empty(set);
    let (entities, reported) = (HEAP.bytes(), ours.kg.heap_bytes());
    ours.load(&set.rows);
    print_bytes("chancery, loaded in bulk", HEAP.bytes() - entities);
    print_bytes("  as `heap_bytes` reports", ours.kg.heap_bytes() - reported);
    drop(ours);

    let mut ours = Ours::empty(set);
    let (entities, reported) = (HEAP.bytes(), ours.kg.heap_bytes());
    set.rows.iter().for_each(|row| ours.add(*row));
    print_bytes("chancery, asserted singly", HEAP.bytes() - entities);
    print_bytes("  as `heap_bytes` reports", ours.kg.heap_bytes() - reported);
    drop(ours);

    let mut ours = Ours::empty(set);
    let report =
        ours.kg.add_source(Source::new("report").text("They met, and said that they would meet again.")).unwrap();
    let (entities, reported) = (HEAP.bytes(), ours.kg.heap_bytes());
    ours.load_citing(&set.rows, report, "they would meet again");
    print_bytes("chancery, each with a quote", HEAP.bytes() - entities);
    print_bytes("  as `heap_bytes` reports", ours.kg.heap_bytes() - reported);
}

/// petgraph with a map from node and relation to the facts, both ways.
struct Indexed {
    petgraph: InPetgraph,
    outgoing: HashMap<(u32, u16), Vec<u32>>,
    incoming: HashMap<(u32, u16), Vec<u32>>,
}

impl Indexed {
    fn add(&mut self, row: Row) {
        let fact = u32::try_from(self.petgraph.graph.edge_count()).unwrap();
        self.petgraph.add(row);
        self.outgoing.entry((row.subject, row.relation)).or_default().push(fact);
        self.incoming.entry((row.object, row.relation)).or_default().push(fact);
    }
}

/// The second half of the facts, asserted one by one behind the first.
pub(crate) fn asserting(set: &Generated, rounds: usize) {
    let (first, second) = set.rows.split_at(set.rows.len() / 2);
    let mut ours = Ours::empty(set);
    first.iter().for_each(|row| ours.add(*row));
    let mut indexed = Indexed { petgraph: InPetgraph::empty(set), outgoing: HashMap::new(), incoming: HashMap::new() };
    first.iter().for_each(|row| indexed.add(*row));
    let mut plain = InPetgraph::empty(set);
    first.iter().for_each(|row| plain.add(*row));

    let count = second.len() / rounds;
    let (mut a, mut b, mut c) = (second.chunks(count), second.chunks(count), second.chunks(count));
    let mut contestants: Vec<Contestant<'_>> = vec![
        ("petgraph alone", Box::new(|| a.next().unwrap().iter().map(|row| plain.add(*row)).count() as u64)),
        ("petgraph and two maps", Box::new(|| b.next().unwrap().iter().map(|row| indexed.add(*row)).count() as u64)),
        ("chancery", Box::new(|| c.next().unwrap().iter().map(|row| ours.add(*row)).count() as u64)),
    ];
    race("W11 assert a fact", rounds, count, &mut contestants);
    drop(contestants);

    let mut ours = Ours::empty(set);
    first.iter().for_each(|row| ours.add(*row));
    let start = Instant::now();
    each("chancery", second.iter().map(|row| ours.add(*row)));
    // How long the machine itself keeps the processor from the program.
    let took = start.elapsed();
    let reads = usize::try_from(took.as_nanos()).unwrap() / 2_000;
    each("waiting for 2 µs", (0..reads).map(|_| wait()));
}

fn wait() {
    let start = Instant::now();
    while start.elapsed().as_nanos() < 2_000 {}
}

/// How long each of some works takes, by the clock on the wall.
fn each(name: &str, mut works: impl Iterator<Item = ()>) {
    let mut times: Vec<u64> = Vec::with_capacity(works.size_hint().0);
    loop {
        let start = Instant::now();
        if works.next().is_none() {
            break;
        }
        times.push(u64::try_from(start.elapsed().as_nanos()).unwrap());
    }
    times.sort_unstable();
    let at = |permille: usize| times[(times.len() * permille / 1000).min(times.len() - 1)];
    let long = times.len() - times.partition_point(|time| *time <= 20_000);
    println!(
        "  each, {name:<17} median {} ns, p99 {} ns, p99.9 {} ns, longest {} µs; {long} of {} over 20 µs",
        at(500),
        at(990),
        at(999),
        at(1000) / 1000,
        times.len()
    );
}
