//! Questions of a whole record: the audit with all rules, the difference of two versions, an answer without a source.
//!
//! `cargo bench --bench records` measures on 1,000,000 facts, each with a claim, recorded in 10,000 transactions on 1,000
//! sources, of which every tenth repeats another; `cargo bench --bench records -- --test` runs each once on 2,000. Beside
//! each stands what one would do without it: go through all facts and claims once, or hold the printed lines of both versions
//! against each other in sets.
#![allow(missing_docs, reason = "the benches are documented, the functions that divan makes of them cannot be")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod generated;

use std::collections::HashSet;

use chancery::{
    audit::{Audit, UnusedVocabulary},
    diff::diff,
};
use divan::{Bencher, black_box};
use generated::RECORDS;

fn main() {
    divan::main();
}

/// All rules, on a day, with the rule of unused words. Findings are counted and not kept. Baseline: [`read_all_by_hand`].
#[divan::bench(sample_count = 5)]
fn audit_all_rules(bencher: Bencher<'_, '_>) {
    let view = RECORDS.before.view();
    let audit = Audit::new().today("2026-01-24").unwrap().with(UnusedVocabulary);
    bencher.bench_local(|| {
        let mut found = 0_u32;
        audit.visit(&view, |_| {
            found += 1;
            std::ops::ControlFlow::Continue(())
        });
        found
    });
}

/// The same but for the rules of words, which say of each of these claims that it quotes nothing.
#[divan::bench(sample_count = 5)]
fn audit_without_unquoted(bencher: Bencher<'_, '_>) {
    let view = RECORDS.before.view();
    let audit = Audit::new().today("2026-01-24").unwrap().without("unquoted-claim").unwrap();
    bencher.bench_local(|| audit.all(&view).len());
}

/// Every fact and claim looked at once: what any audit does at least.
#[divan::bench(sample_count = 5)]
fn read_all_by_hand(bencher: Bencher<'_, '_>) {
    let view = RECORDS.before.view();
    bencher.bench_local(|| {
        let mut sum = 0_u32;
        for fact in view.all_facts() {
            sum ^= fact.subject_node().id().index() ^ fact.object_node().id().index();
            for claim in fact.claims() {
                sum = sum.wrapping_add(claim.source().id().index());
            }
        }
        sum
    });
}

/// Two versions that differ in 1,000 facts. Baseline: [`diff_by_hand`].
#[divan::bench(sample_count = 5)]
fn diff_versions(bencher: Bencher<'_, '_>) {
    let (before, after) = (RECORDS.before.view(), RECORDS.after.view());
    bencher.bench_local(|| black_box(diff(&before, &after)).differences().len());
}

/// The same two, the later recorded in another order.
#[divan::bench(sample_count = 5)]
fn diff_in_another_order(bencher: Bencher<'_, '_>) {
    let (before, after) = (RECORDS.before.view(), RECORDS.turned.view());
    bencher.bench_local(|| black_box(diff(&before, &after)).differences().len());
}

/// The lines of the one that the other has not, by sets: shows what was added and removed, not what replaces what.
#[divan::bench(sample_count = 2)]
fn diff_by_hand(bencher: Bencher<'_, '_>) {
    let (before, after) = (RECORDS.before.view(), RECORDS.after.view());
    bencher.bench_local(|| {
        let one: HashSet<String> = before.all_facts().map(|fact| fact.to_string()).collect();
        let other: HashSet<String> = after.all_facts().map(|fact| fact.to_string()).collect();
        one.symmetric_difference(&other).count()
    });
}

/// Counts what is left without a source and what repeats it. Baseline: [`count_all`].
#[divan::bench(sample_count = 5)]
fn count_without_a_source(bencher: Bencher<'_, '_>) {
    let kg = &RECORDS.before;
    let view = kg.view().without_sources("s0").unwrap();
    bencher.bench_local(|| view.fact_count());
}

/// Counts all.
#[divan::bench(sample_count = 5)]
fn count_all(bencher: Bencher<'_, '_>) {
    let view = RECORDS.before.view();
    bencher.bench_local(|| view.fact_count());
}
