//! Views as graphs, and chains of facts: each beside petgraph's own on a physical copy, turn about in one run.
//!
//! `cargo bench --bench connections` makes a million facts between 200,000 entities, unevenly spread and loaded in bulk, and
//! measures on one core; with `-- --test` everything runs once on few facts. A row shows the median of ours, of the baseline,
//! and of the ratios of the two of each round, and the least of ours, which a busy machine disturbs the least. Where ICEWS14
//! lies beside the repository (or in the folder that `CHANCERY_DATA` names) its chains are measured too. What is printed as
//! ours is on a view where it says *view*, else on a frozen one.
//!
//! Chains are looked for between the same 200 pairs, one after the other, in several rounds, with some of petgraph's searches
//! in between; a pair counts with its median. *Swept* is the mean where petgraph's search comes before each of ours: its
//! maps sweep the processor's caches, so that this is the cost of a chain of a graph that nothing has been asked of lately.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]

mod generated;
mod icews;

use std::{hint::black_box, time::Duration};

use chancery::{
    algo::{Components, PageRank},
    petgraph::{
        Direction,
        algo::{astar, connected_components, tarjan_scc},
        graph::{DiGraph, NodeIndex},
        visit::{IntoNeighbors, UndirectedAdaptor},
    },
};
use generated::{Dice, Generated, Recorded};
use rustix::time::{ClockId, clock_gettime};

/// How often each is measured, and over how many facts.
struct Scale {
    rounds: usize,
    nodes: u32,
    facts: u32,
}

fn main() {
    let test = std::env::args().any(|argument| argument == "--test");
    let scale = if test {
        Scale { rounds: 1, nodes: 400, facts: 2_000 }
    } else {
        Scale { rounds: 15, nodes: 200_000, facts: 1_000_000 }
    };
    println!("{:<54}{:>12}{:>12}{:>10}{:>12}", "", "ours", "petgraph", "ratio", "ours, least");
    let made = Generated::new(scale.nodes, scale.facts, Recorded::InBulk);
    whole(&made, &scale);
    let apart = Generated::new(scale.nodes, scale.facts, Recorded::OneByOne);
    let view = apart.kg.view();
    assert!(view.freeze() == made.kg.view().freeze(), "however it was recorded");
    compare("freeze what was asserted one by one", scale.rounds, || view.freeze(), || apart.copy.clone());
    drop(view);
    drop(apart);
    near(&made, &scale);
    chains("chain, view, random pairs", &made, &scale);
    if let Some(made) = icews::read() {
        chains("chain, view, random pairs of ICEWS14", &made, &scale);
    }
}

/// Work on all of the graph.
fn whole(made: &Generated, scale: &Scale) {
    let view = made.kg.view();
    let frozen = view.freeze();
    compare("freeze; petgraph: a copy of its own graph", scale.rounds, || view.freeze(), || made.copy.clone());
    let narrowed = view.of_relations([made.kg.relation("r0").unwrap(), made.kg.relation("r1").unwrap()]).unwrap();
    let filtered =
        || made.copy.filter_map(|_, node| Some(*node), |_, relation| Some(*relation).filter(|relation| *relation < 2));
    compare("freeze two relations; petgraph: filter_map", scale.rounds, || narrowed.freeze(), filtered);
    assert_eq!(tarjan_scc(&frozen).len(), tarjan_scc(&made.copy).len(), "both find the same");
    assert_eq!(Components::strong(&frozen).count(), tarjan_scc(&made.copy).len(), "and we too");
    let strong = || Components::strong(&frozen);
    compare("strongly connected components; petgraph: Tarjan", scale.rounds, strong, || tarjan_scc(&made.copy));
    compare("Tarjan by petgraph's", scale.rounds, || tarjan_scc(&frozen), || tarjan_scc(&made.copy));
    compare("Tarjan by petgraph's, view", scale.rounds.min(5), || tarjan_scc(&view), || tarjan_scc(&made.copy));
    let ranking = PageRank::new().iterations(20).tolerance(0.0).unwrap();
    let (ours, by_hand) = (ranking.of(&frozen), ranks_by_hand(&made.copy, 20));
    assert!(ours.iter().zip(&by_hand).all(|(a, b)| (a - b).abs() < 1e-9), "both rank the same");
    compare(
        "PageRank, 20 rounds; petgraph: the same by hand on it",
        scale.rounds.min(5),
        || ranking.of(&frozen),
        || ranks_by_hand(&made.copy, 20),
    );
    assert_eq!(Components::of(&frozen).count(), connected_components(&made.copy));
    compare(
        "weakly connected components",
        scale.rounds,
        || Components::of(&frozen),
        || connected_components(&made.copy),
    );
}

/// petgraph's own takes time in nodes times edges; this is what one writes who knows that.
fn ranks_by_hand(graph: &DiGraph<u32, u16>, rounds: usize) -> Vec<f64> {
    let count = graph.node_count();
    let degrees: Vec<usize> = graph.node_indices().map(|node| graph.neighbors(node).count()).collect();
    let mut ranks = vec![1.0 / count as f64; count];
    for _ in 0..rounds {
        let dangling: f64 = ranks.iter().zip(&degrees).filter(|(_, degree)| **degree == 0).map(|(rank, _)| rank).sum();
        let anew = (0.15 + 0.85 * dangling) / count as f64;
        ranks = graph
            .node_indices()
            .map(|node| {
                let sources = graph.neighbors_directed(node, Direction::Incoming).map(NodeIndex::index);
                anew + 0.85 * sources.map(|source| ranks[source] / degrees[source] as f64).sum::<f64>()
            })
            .collect();
    }
    ranks
}

/// Work on one node.
fn near(made: &Generated, scale: &Scale) {
    let mut dice = Dice::new();
    let nodes: Vec<usize> = (0..1000).map(|_| dice.below(scale.nodes) as usize).collect();
    let per = nodes.len() as u32;
    let ours = || {
        nodes
            .iter()
            .map(|node| made.kg.view().neighbors(made.ids[*node]).iter().unwrap().next().is_some())
            .filter(|is| *is)
            .count()
    };
    let traits = || {
        let one = |node: &&usize| IntoNeighbors::neighbors(&made.kg.view(), made.ids[**node].any()).next().is_some();
        nodes.iter().filter(one).count()
    };
    let theirs =
        || nodes.iter().filter(|node| made.copy.neighbors_undirected(NodeIndex::new(**node)).next().is_some()).count();
    compare_each("make a view, read one neighbour", scale.rounds, per, ours, theirs);
    compare_each("the same by petgraph's traits", scale.rounds, per, traits, theirs);
}

/// Chains between pairs of which half are connected and half are not.
fn chains(name: &str, made: &Generated, scale: &Scale) {
    let pairs = pairs(made, if scale.rounds == 1 { 4 } else { 200 });
    let view = made.kg.view();
    let ours = |(from, to): (usize, usize)| {
        view.chains(made.ids[from], made.ids[to]).shortest().unwrap().map(|chain| chain.len())
    };
    let undirected = UndirectedAdaptor(&made.copy);
    let theirs = |(from, to): (usize, usize)| {
        let (from, to) = (NodeIndex::new(from), NodeIndex::new(to));
        astar(undirected, from, |node| node == to, |_| 1usize, |_| 0).map(|(length, _)| length)
    };
    let half = pairs.len() / 2;
    for (kind, pairs) in [("", &pairs[..]), (", connected", &pairs[..half]), (", not", &pairs[half..])] {
        let some: Vec<_> = pairs.iter().copied().step_by((pairs.len() / 20).max(1)).collect();
        assert!(some.iter().all(|pair| ours(*pair) == theirs(*pair)), "both find chains of the same length");
        let mut mine: Vec<Vec<Duration>> = vec![Vec::new(); pairs.len()];
        let mut other = Vec::new();
        // petgraph's takes long.
        for between in some.chunks((some.len() / scale.rounds).max(1)) {
            for (pair, times) in pairs.iter().zip(&mut mine) {
                times.push(timed(|| ours(*pair)));
            }
            other.extend(between.iter().map(|pair| timed(|| theirs(*pair))));
        }
        let swept: Vec<_> = some
            .iter()
            .map(|pair| {
                theirs(*pair);
                timed(|| ours(*pair))
            })
            .collect();
        let mut mine: Vec<_> = mine.iter_mut().map(|times| median(times)).collect();
        let mean = |times: &[Duration]| times.iter().sum::<Duration>() / u32::try_from(times.len()).unwrap();
        let row = |what, a: Duration, b: Duration| {
            let ratio = a.as_secs_f64() / b.as_secs_f64();
            println!("{:<54}{:>12}{:>12}{ratio:>10.4}", format!("{name}{kind}, {what}"), show(a), show(b));
        };
        row("mean", mean(&mine), mean(&other));
        row("swept", mean(&swept), mean(&other));
        row("median", median(&mut mine), median(&mut other));
    }
}

/// So many pairs, the first half of them connected.
fn pairs(made: &Generated, count: usize) -> Vec<(usize, usize)> {
    let frozen = made.kg.view().freeze();
    let parts = Components::of(&frozen);
    let mut dice = Dice::new();
    let (mut connected, mut apart) = (Vec::new(), Vec::new());
    while connected.len() < count / 2 || apart.len() < count / 2 {
        let (a, b) = (dice.below(made.ids.len() as u32) as usize, dice.below(made.ids.len() as u32) as usize);
        let side = if parts.by_node()[a] == parts.by_node()[b] { &mut connected } else { &mut apart };
        if a != b && side.len() < count / 2 {
            side.push((a, b));
        }
    }
    connected.extend(apart);
    connected
}

/// How long the thread has been running, which other work on the machine does not lengthen.
fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let begun = now();
    black_box(run());
    now().saturating_sub(begun)
}

fn compare<A, B>(name: &str, rounds: usize, ours: impl FnMut() -> A, theirs: impl FnMut() -> B) {
    compare_each(name, rounds, 1, ours, theirs);
}

/// Both turn about, and what one of so many takes.
fn compare_each<A, B>(name: &str, rounds: usize, per: u32, mut ours: impl FnMut() -> A, mut theirs: impl FnMut() -> B) {
    let mut times: Vec<(Duration, Duration)> =
        (0..rounds).map(|_| (timed(&mut ours) / per, timed(&mut theirs) / per)).collect();
    let mut ratios: Vec<f64> = times.iter().map(|(a, b)| a.as_secs_f64() / b.as_secs_f64().max(1e-9)).collect();
    ratios.sort_by(f64::total_cmp);
    let (mut a, mut b): (Vec<_>, Vec<_>) = times.drain(..).unzip();
    let least = show(a.iter().min().copied().unwrap_or_default());
    let (ours, theirs, ratio) = (show(median(&mut a)), show(median(&mut b)), ratios[ratios.len() / 2]);
    println!("{name:<54}{ours:>12}{theirs:>12}{ratio:>10.4}{least:>12}");
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn show(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1000.0 { format!("{micros:.3} µs") } else { format!("{:.2} ms", micros / 1e3) }
}
