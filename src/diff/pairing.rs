//! Which facts of two graphs are the same: those that say the same, and of these by preference those with the same key,
//! the same claims, and shown by both views.
//!
//! Most facts of two versions of a graph stand in the same order, so both are walked side by side first, and only what
//! is left is looked up by hashes.

use std::hash::{BuildHasher, Hash, Hasher};

use fixedbitset::FixedBitSet;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::frame::{Frame, NONE, Side};
use crate::{
    graph::KnowledgeGraph,
    model::FactId,
    view::{FactRef, View},
};

/// What the two views show of their facts.
pub(super) struct Shown<'a, 'b> {
    pub(super) before: View<'a>,
    pub(super) after: View<'b>,
    bits: [FixedBitSet; 2],
}

impl<'a, 'b> Shown<'a, 'b> {
    pub(super) fn new(before: &View<'a>, after: &View<'b>) -> Self {
        let bits = [shown(before), shown(after)];
        Self { before: before.clone(), after: after.clone(), bits }
    }

    pub(super) fn has(&self, side: Side, fact: u32) -> bool {
        self.bits.get(side as usize).is_some_and(|bits| bits.contains(fact as usize))
    }

    /// The facts that a view shows, in the order of recording.
    pub(super) fn all(&self, side: Side) -> impl Iterator<Item = u32> + '_ {
        let bits = self.bits.get(side as usize);
        bits.into_iter().flat_map(|bits| bits.ones()).filter_map(|fact| u32::try_from(fact).ok())
    }

    pub(super) fn fact_before(&self, fact: u32) -> FactRef<'a> {
        self.before.as_seen(FactId::new(fact))
    }

    pub(super) fn fact_after(&self, fact: u32) -> FactRef<'b> {
        self.after.as_seen(FactId::new(fact))
    }

    /// Whether two facts have the same claims in the same order, as far as the views know of them.
    fn same_claims(&self, frame: &Frame<'_, '_>, before: u32, after: u32) -> bool {
        let plain = |kg: &KnowledgeGraph, fact| kg.tables().claims_of(FactId::new(fact)).next().is_none();
        let (one, other) = (plain(frame.before, before), plain(frame.after, after));
        if one || other {
            return one && other;
        }
        let mut others = self.fact_after(after).claims();
        let same = |claim| others.next().is_some_and(|other| frame.same_claim(&claim, &other));
        self.fact_before(before).claims().all(same) && others.next().is_none()
    }

    fn same_in_all(&self, frame: &Frame<'_, '_>, before: u32, after: u32) -> bool {
        self.has(Side::Before, before) == self.has(Side::After, after)
            && frame.same(before, after)
            && frame.same_key(before, after)
            && self.same_claims(frame, before, after)
    }
}

fn shown(view: &View<'_>) -> FixedBitSet {
    let mut bits = FixedBitSet::with_capacity(view.graph().fact_count());
    view.all_facts().for_each(|fact| bits.insert(fact.id().index() as usize));
    bits
}

/// How alike two facts must be to be paired. Each pass takes what those before it left.
#[derive(Clone, Copy, Debug)]
enum Alike {
    /// Wholly.
    Wholly,
    /// By statement and key, and shown or not.
    Keyed,
    /// By statement, and shown or not.
    Shown,
    /// By statement.
    Said,
}

/// Pairs the facts of two graphs.
pub(super) fn pair(frame: &mut Frame<'_, '_>, shown: &Shown<'_, '_>) {
    side_by_side(frame, shown);
    for alike in [Alike::Wholly, Alike::Keyed, Alike::Shown, Alike::Said] {
        pass(frame, shown, alike);
    }
}

/// Walks both graphs in the order of recording and pairs what is wholly alike. Where the two part, the nearest place
/// within some facts is sought at which they meet again.
fn side_by_side(frame: &mut Frame<'_, '_>, shown: &Shown<'_, '_>) {
    const AHEAD: u32 = 32;
    let count = |n: usize| u32::try_from(n).unwrap_or(NONE);
    let (befores, afters) = (count(frame.before.fact_count()), count(frame.after.fact_count()));
    let (mut before, mut after) = (0, 0);
    let (mut met, mut missed) = (0_u32, 0_u32);
    while before < befores && after < afters {
        if shown.same_in_all(frame, before, after) {
            frame.join(before, after);
            (before, after, met) = (before + 1, after + 1, met + 1);
            continue;
        }
        // Two graphs with the same facts in another order are not read to the end.
        missed += 1;
        if missed > 1000 && missed > met / 4 {
            break;
        }
        let meets = (1..AHEAD).find_map(|ahead| {
            let in_before = before + ahead < befores && shown.same_in_all(frame, before + ahead, after);
            let in_after = || after + ahead < afters && shown.same_in_all(frame, before, after + ahead);
            if in_before { Some((ahead, 0)) } else { in_after().then_some((0, ahead)) }
        });
        let (skip_before, skip_after) = meets.unwrap_or((1, 1));
        (before, after) = (before + skip_before, after + skip_after);
    }
}

/// Pairs the facts that are alike, in the order of recording.
fn pass(frame: &mut Frame<'_, '_>, shown: &Shown<'_, '_>, alike: Alike) {
    let state = DefaultHashBuilder::default();
    let (before, after) = (frame.unpaired(Side::Before), frame.unpaired(Side::After));
    if before.is_empty() || after.is_empty() {
        return;
    }
    // Of each hash the facts, so that those recorded first are at the end.
    let mut table: HashTable<(u64, Vec<u32>)> = HashTable::new();
    for &fact in before.iter().rev() {
        let hash = hashed(&state, frame, shown, alike, Side::Before, fact);
        let entry = table.entry(hash, |(other, _)| *other == hash, |(hash, _)| *hash);
        entry.or_insert_with(|| (hash, Vec::new())).into_mut().1.push(fact);
    }
    for fact in after {
        let hash = hashed(&state, frame, shown, alike, Side::After, fact);
        let Some((_, found)) = table.find_mut(hash, |(other, _)| *other == hash) else { continue };
        let as_shown = |one: u32| shown.has(Side::Before, one) == shown.has(Side::After, fact);
        let fits = |one: &u32| match alike {
            Alike::Wholly => shown.same_in_all(frame, *one, fact),
            Alike::Keyed => frame.same(*one, fact) && frame.same_key(*one, fact) && as_shown(*one),
            Alike::Shown => frame.same(*one, fact) && as_shown(*one),
            Alike::Said => frame.same(*one, fact),
        };
        // All of one hash are alike, but for two that share a hash by chance.
        if let Some(at) = found.iter().rposition(fits) {
            let candidate = found.remove(at);
            frame.join(candidate, fact);
        }
    }
}

/// What a fact is looked up by: its statement, and what else must be alike.
fn hashed(
    hasher: &DefaultHashBuilder,
    frame: &Frame<'_, '_>,
    shown: &Shown<'_, '_>,
    alike: Alike,
    side: Side,
    fact: u32,
) -> u64 {
    let mut state = hasher.build_hasher();
    frame.statement(side, fact).hash(&mut state);
    if matches!(alike, Alike::Wholly | Alike::Keyed) {
        frame.graph(side).fact_key(FactId::new(fact)).hash(&mut state);
    }
    if matches!(alike, Alike::Wholly | Alike::Keyed | Alike::Shown) {
        shown.has(side, fact).hash(&mut state);
    }
    if matches!(alike, Alike::Wholly) {
        match side {
            Side::Before => {
                shown.fact_before(fact).claims().for_each(|claim| frame.hash_claim(side, &claim, &mut state));
            }
            Side::After => {
                shown.fact_after(fact).claims().for_each(|claim| frame.hash_claim(side, &claim, &mut state));
            }
        }
    }
    state.finish()
}
