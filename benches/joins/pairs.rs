//! Measuring turn about.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// How rows are measured.
pub struct Pairs {
    test: bool,
    wanted: Option<String>,
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}

impl Pairs {
    pub fn new(test: bool, wanted: Option<String>) -> Self {
        Self { test, wanted }
    }

    /// Whether a part of the bench is wanted.
    pub fn wants(&self, part: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| part.starts_with(wanted.as_str()))
    }

    pub fn head(title: &str) {
        println!(
            "\n{title}\n{:<34} {:>12} {:>12} {:>12} {:>9} {:>14}",
            "", "petgraph, ms", "columns, ms", "ours, ms", "x columns", "result"
        );
    }

    /// Measures one question three ways. All must give the same.
    pub fn row(
        &self,
        name: &str,
        petgraph: Option<impl FnMut() -> u64>,
        mut columns: impl FnMut() -> u64,
        mut ours: impl FnMut() -> u64,
    ) {
        let mut petgraph = petgraph;
        let result = ours();
        assert_eq!(columns(), result, "{name}, columns");
        if let Some(petgraph) = &mut petgraph {
            assert_eq!(petgraph(), result, "{name}, petgraph");
        }
        let (mut theirs, mut hand, mut own, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let timed = |run: &mut dyn FnMut() -> u64| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64() * 1e3
        };
        let begun = Instant::now();
        let (least, time) = if self.test { (1, Duration::ZERO) } else { (9, Duration::from_millis(1500)) };
        while own.len() < least || (begun.elapsed() < time && own.len() < 2_000) {
            let by_hand = timed(&mut columns);
            let by_us = timed(&mut ours);
            hand.push(by_hand);
            own.push(by_us);
            ratios.push(by_us / by_hand);
            // petgraph takes long; a few times are enough.
            if let Some(petgraph) = &mut petgraph
                && theirs.len() < 9
            {
                theirs.push(timed(petgraph));
            }
        }
        let theirs = if theirs.is_empty() { "–".to_owned() } else { format!("{:.3}", median(theirs)) };
        println!(
            "{name:<34} {theirs:>12} {:>12.3} {:>12.3} {:>9.2} {result:>14}",
            median(hand),
            median(own),
            median(ratios)
        );
    }
}
