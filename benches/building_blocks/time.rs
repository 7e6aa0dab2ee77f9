//! Dates and the questions asked of them.

use chancery::{PartialDate, When, date};
use divan::{Bencher, black_box};

/// One question of one time, by form of time. Target: under 20 ns.
#[divan::bench(args = ["2026-02", "as-of 2026-01-24", "1991/2004-06-30", "1991?/", "199X", "unstated"])]
fn holds_on(bencher: Bencher<'_, '_>, text: &str) {
    let (when, day) = (text.parse::<When>().unwrap(), date("2026-02-10"));
    bencher.bench_local(|| black_box(when).holds_on(black_box(day)));
}

/// Text to date. Baseline: [`parse_by_jiff`].
#[divan::bench(args = ["1991", "1991-12?", "2026-02-10"])]
fn parse(text: &str) -> PartialDate {
    black_box(text).parse().unwrap()
}

/// What a date library takes for a text of full precision, the only one that it reads.
#[divan::bench(args = ["2026-02-10"])]
fn parse_by_jiff(text: &str) -> jiff::civil::Date {
    black_box(text).parse().unwrap()
}

/// Date to text, the `String` included. Baseline: [`print_by_jiff`].
#[divan::bench(args = ["1991", "1991-12?", "2026-02-10"])]
fn print(bencher: Bencher<'_, '_>, text: &str) {
    let date: PartialDate = text.parse().unwrap();
    bencher.bench_local(|| black_box(date).to_string());
}

/// What a date library takes for the same.
#[divan::bench(args = ["2026-02-10"])]
fn print_by_jiff(bencher: Bencher<'_, '_>, text: &str) {
    let date: jiff::civil::Date = text.parse().unwrap();
    bencher.bench_local(|| black_box(date).to_string());
}
