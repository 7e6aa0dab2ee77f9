//! How long something takes, beside how long others take in the same run.

use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};

/// The time that this thread has been running, in nanoseconds, without what others took of the machine in between.
fn now() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec * 1_000_000_000 + time.tv_nsec).unwrap()
}

/// A contestant: its name and the work. What the work returns is compared too: all must find the same.
pub(crate) type Contestant<'a> = (&'a str, Box<dyn FnMut() -> u64 + 'a>);

/// Runs all of them in turn, so many rounds, and prints the median of each, for one of so many items, with the median of
/// its ratios to the last.
pub(crate) fn race(work: &str, rounds: usize, items: usize, contestants: &mut [Contestant<'_>]) {
    let mut times = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..rounds {
        let mut found = None;
        // Each comes first in its turn.
        for at in 0..contestants.len() {
            let at = (at + round) % contestants.len();
            let (name, run) = &mut contestants[at];
            let start = now();
            let result = black_box(run());
            times[at].push(now() - start);
            assert_eq!(*found.get_or_insert(result), result, "{work}: {name} finds something else");
        }
    }
    println!("{work}");
    let last = times.last().unwrap().clone();
    for ((name, _), times) in contestants.iter().zip(&times) {
        let ratios = times.iter().zip(&last).map(|(a, b)| as_f64(*b) / as_f64((*a).max(1)));
        let (time, ratio) = (median(times.iter().map(|t| as_f64(*t))), median(ratios));
        println!("  {name:<28} {:>12}   ours/this {ratio:>7.2}", in_units(time / as_f64(items as u64)));
    }
}

fn as_f64(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
    let n = n as f64;
    n
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn in_units(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.1} ns"),
        n if n < 1e6 => format!("{:.2} µs", n / 1e3),
        n => format!("{:.1} ms", n / 1e6),
    }
}
