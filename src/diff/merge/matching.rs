//! Which facts of three versions are one.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::Range,
};

use super::said::{Classes, Said, place_of};
use crate::{
    dossier::Dossier,
    model::{Fact, FactName, Node},
    schema::SchemaDef,
};

pub(super) const BASE: usize = 0;
pub(super) const OURS: usize = 1;
pub(super) const THEIRS: usize = 2;

/// By what facts of two versions are matched: what they say, their key, their claims.
type Mark = (Option<usize>, Option<(Option<String>,)>, Option<String>);

/// The facts of two versions that are one, by their places.
#[derive(Default)]
pub(super) struct Matches {
    /// The fact of the base, by that of a version.
    base_of: [BTreeMap<usize, usize>; 3],
    of_base: [BTreeMap<usize, usize>; 3],
    /// What both added and says the same: ours, and theirs.
    same: BTreeMap<usize, usize>,
    /// The facts of the base of which a version was found by its ends alone.
    guesses: BTreeSet<usize>,
}

impl Matches {
    /// The fact of the base that a fact of a version comes from.
    pub(super) fn base_of(&self, side: usize, at: usize) -> Option<usize> {
        self.base_of.get(side)?.get(&at).copied()
    }

    /// What a fact of the base is in a version.
    pub(super) fn of_base(&self, side: usize, base: usize) -> Option<usize> {
        self.of_base.get(side)?.get(&base).copied()
    }

    /// The fact that they added which says the same as one that we added.
    pub(super) fn same(&self, ours: usize) -> Option<usize> {
        self.same.get(&ours).copied()
    }

    /// Whether a version of a fact of the base was found by its ends alone.
    pub(super) fn is_guess(&self, base: usize) -> bool {
        self.guesses.contains(&base)
    }

    fn link(&mut self, side: usize, base: usize, at: usize) {
        if let (Some(base_of), Some(of_base)) = (self.base_of.get_mut(side), self.of_base.get_mut(side)) {
            base_of.insert(at, base);
            of_base.insert(base, at);
        }
    }
}

/// Which facts of three versions are one, and what each says. A fact about another that changed says what it said, as
/// long as it is about that one.
///
/// A fact of the base without a key that a version no longer has was changed, if that version has a new fact with the
/// same ends. Of several, those with the same role players are matched first, and of these the nearest in time.
pub(super) fn matches(
    dossiers: [&Dossier; 3],
    keys: &[BTreeMap<&str, usize>; 3],
    vocabulary: &SchemaDef,
) -> ([Vec<Said>; 3], Matches) {
    let mut classes = Classes::new(vocabulary);
    let mut said: [Vec<Said>; 3] = Default::default();
    for ((said, dossier), keys) in said.iter_mut().zip(dossiers).zip(keys) {
        *said = classes.of(dossier, keys);
    }
    let mut work = Work { dossiers, keys, said, found: Matches::default() };
    for side in [OURS, THEIRS] {
        work.pair(side, &work.all(BASE), &work.all(side), 0..4);
    }
    let levels = [BASE, OURS, THEIRS].map(|side| work.levels(side));
    let deepest = levels.iter().map(Vec::len).max().unwrap_or(0);
    for level in 0..deepest {
        let [base, ours, theirs] = levels.each_ref().map(|levels| levels.get(level).map_or(&[][..], Vec::as_slice));
        if level > 0 {
            for (side, facts) in [(OURS, ours), (THEIRS, theirs)] {
                work.say(&mut classes, side, facts);
                work.pair(side, &work.gone(side, base), &work.added(side, facts), 0..3);
            }
        }
        work.changed(base, ours, theirs);
    }
    (work.said, work.found)
}

struct Work<'a, 'd> {
    dossiers: [&'d Dossier; 3],
    keys: &'a [BTreeMap<&'d str, usize>; 3],
    said: [Vec<Said>; 3],
    found: Matches,
}

impl Work<'_, '_> {
    fn fact(&self, side: usize, at: usize) -> Option<&Fact> {
        self.dossiers.get(side)?.facts.get(at)
    }

    fn said(&self, side: usize, at: usize) -> Option<Said> {
        self.said.get(side)?.get(at).copied()
    }

    fn place(&self, side: usize, name: &str) -> Option<usize> {
        place_of(self.dossiers.get(side)?, self.keys.get(side)?, name)
    }

    fn all(&self, side: usize) -> Vec<usize> {
        (0..self.dossiers.get(side).map_or(0, |dossier| dossier.facts.len())).collect()
    }

    /// The facts of the base that a version no longer has.
    fn gone(&self, side: usize, base: &[usize]) -> Vec<usize> {
        base.iter().copied().filter(|at| self.found.of_base(side, *at).is_none()).collect()
    }

    /// The facts of a version that the base does not have.
    fn added(&self, side: usize, facts: &[usize]) -> Vec<usize> {
        facts.iter().copied().filter(|at| self.found.base_of(side, *at).is_none()).collect()
    }

    /// The facts of a version that are about no fact, then those that are about one of these, and so on.
    fn levels(&self, side: usize) -> Vec<Vec<usize>> {
        let mut level_of: Vec<usize> = Vec::new();
        let mut levels: Vec<Vec<usize>> = Vec::new();
        for (at, fact) in self.dossiers.get(side).into_iter().flat_map(|dossier| dossier.facts.iter().enumerate()) {
            let about = fact.nodes().filter_map(|node| match node {
                Node::Fact(FactName { fact }) => level_of.get(self.place(side, fact)?).map(|level| level + 1),
                _ => None,
            });
            let level = about.max().unwrap_or(0);
            level_of.push(level);
            if levels.len() <= level {
                levels.resize_with(level + 1, Vec::new);
            }
            if let Some(facts) = levels.get_mut(level) {
                facts.push(at);
            }
        }
        levels
    }

    /// What facts of a version say, if the facts that they are about say what these say in the base.
    fn say(&mut self, classes: &mut Classes, side: usize, facts: &[usize]) {
        for at in facts {
            let class = |name: &str| {
                let about = self.place(side, name).filter(|about| about < at)?;
                let said = match self.found.base_of(side, about) {
                    Some(base) => self.said(BASE, base),
                    None => self.said(side, about),
                };
                said.map(|said| said.class)
            };
            let Some(said) = self.fact(side, *at).map(|fact| classes.said(fact, class)) else { continue };
            if let Some(place) = self.said.get_mut(side).and_then(|all| all.get_mut(*at)) {
                *place = said;
            }
        }
    }

    /// Matches facts of the base with facts of a version.
    fn pair(&mut self, side: usize, base: &[usize], facts: &[usize], passes: Range<usize>) {
        for (base, at) in self.pairs((BASE, base), (side, facts), passes) {
            self.found.link(side, base, at);
        }
    }

    /// Pairs facts of two versions: the same in all; by statement and key; by statement; by key.
    fn pairs(
        &self,
        (one, ones): (usize, &[usize]),
        (other, others): (usize, &[usize]),
        passes: Range<usize>,
    ) -> Vec<(usize, usize)> {
        let mark = |side: usize, at: usize, pass: usize| -> Option<Mark> {
            let (class, fact) = (self.said(side, at)?.class, self.fact(side, at)?);
            match pass {
                0 => {
                    let claims: Vec<String> = fact.claims.iter().map(|claim| format!("{claim:#}")).collect();
                    Some((Some(class), Some((fact.key.clone(),)), Some(claims.join("\n"))))
                }
                1 => Some((Some(class), Some((fact.key.clone(),)), None)),
                2 => Some((Some(class), None, None)),
                _ => fact.key.clone().map(|key| (None, Some((Some(key),)), None)),
            }
        };
        let (mut ones, mut others) = (ones.to_vec(), others.to_vec());
        let mut pairs = Vec::new();
        for pass in passes {
            if ones.is_empty() || others.is_empty() {
                break;
            }
            let mut open: BTreeMap<Mark, VecDeque<usize>> = BTreeMap::new();
            for at in &others {
                if let Some(mark) = mark(other, *at, pass) {
                    open.entry(mark).or_default().push_back(*at);
                }
            }
            let mut taken = BTreeSet::new();
            ones.retain(|at| {
                let next = mark(one, *at, pass).and_then(|mark| open.get_mut(&mark)?.pop_front());
                pairs.extend(next.map(|next| (*at, next)));
                taken.extend(next);
                next.is_none()
            });
            others.retain(|at| !taken.contains(at));
        }
        pairs
    }

    /// Matches facts of the base without a key that were changed, and what both added.
    fn changed(&mut self, base: &[usize], ours: &[usize], theirs: &[usize]) {
        let (ours, theirs) = (self.added(OURS, ours), self.added(THEIRS, theirs));
        let mut same = self.pairs((OURS, &ours), (THEIRS, &theirs), 0..3);
        same.sort_by_key(|(at, _)| (self.said(OURS, *at).and_then(|said| said.day), *at));
        self.found.same.extend(same.iter().copied());
        let has_key = |side: usize, at: usize| self.fact(side, at).is_none_or(|fact| fact.key.is_some());
        let mut open: Vec<usize> = base.iter().copied().filter(|at| !has_key(BASE, *at)).collect();
        // What both changed in the same way is not what either changed in another.
        let gone = self.gone(THEIRS, &self.gone(OURS, &open));
        let changed = self.nearest(&gone, OURS, same.iter().map(|(at, _)| *at).collect());
        let changed: BTreeSet<usize> = changed.into_iter().map(|(base, _)| base).collect();
        open.retain(|at| !changed.contains(at));
        let had = self.keys.get(BASE);
        let in_both: [BTreeSet<usize>; 2] =
            [same.iter().map(|pair| pair.0).collect(), same.iter().map(|pair| pair.1).collect()];
        for ((side, new), in_both) in [(OURS, ours), (THEIRS, theirs)].into_iter().zip(in_both) {
            let key = |at: usize| self.fact(side, at).and_then(|fact| fact.key.as_deref());
            let is_free = |at: &usize| key(*at).is_none_or(|key| had.is_none_or(|had| !had.contains_key(key)));
            let mut new: Vec<usize> = new.into_iter().filter(|at| !in_both.contains(at) && is_free(at)).collect();
            new.sort_by_key(|at| (self.said(side, *at).and_then(|said| said.day), *at));
            for (base, at) in self.nearest(&self.gone(side, &open), side, new) {
                self.found.link(side, base, at);
                self.found.guesses.insert(base);
            }
        }
    }

    /// For facts of a version, in their order, the nearest in time of those of the base with the same ends; of the
    /// same distance the earlier, and then the first that was recorded.
    fn nearest(&self, base: &[usize], side: usize, facts: Vec<usize>) -> Vec<(usize, usize)> {
        let (mut base, mut facts) = (base.to_vec(), facts);
        let mut pairs = Vec::new();
        for ends in [|said: Said| said.with_roles, |said: Said| said.ends] {
            if base.is_empty() || facts.is_empty() {
                break;
            }
            let mut open: BTreeMap<usize, BTreeSet<(Option<i64>, usize)>> = BTreeMap::new();
            for at in &base {
                if let Some(said) = self.said(BASE, *at) {
                    open.entry(ends(said)).or_default().insert((said.day, *at));
                }
            }
            let mut taken = BTreeSet::new();
            facts.retain(|at| {
                let found = self.said(side, *at).and_then(|said| take_nearest(open.get_mut(&ends(said))?, said.day));
                pairs.extend(found.map(|base| (base, *at)));
                taken.extend(found);
                found.is_none()
            });
            base.retain(|at| !taken.contains(at));
        }
        pairs
    }
}

fn take_nearest(open: &mut BTreeSet<(Option<i64>, usize)>, day: Option<i64>) -> Option<usize> {
    let distance = |other: Option<i64>| match (other, day) {
        (Some(one), Some(other)) => one.abs_diff(other),
        (None, None) => 0,
        _ => u64::MAX,
    };
    let before = open.range(..=(day, usize::MAX)).next_back();
    // The first that was recorded of its day.
    let before = before.and_then(|(day, _)| open.range((*day, 0)..).next()).copied();
    let after = open.range((day, usize::MAX)..).next().copied();
    let nearest = match (before, after) {
        (Some(before), Some(after)) if distance(after.0) < distance(before.0) => after,
        (before, after) => before.or(after)?,
    };
    open.remove(&nearest);
    Some(nearest.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_in_time_is_taken_and_of_two_the_earlier() {
        let mut open: BTreeSet<_> = [(None, 0), (Some(10), 3), (Some(10), 1), (Some(20), 2)].into();
        let mut take = |day| take_nearest(&mut open, day);
        assert_eq!(take(Some(15)), Some(1));
        assert_eq!(take(Some(16)), Some(2));
        assert_eq!(take(None), Some(0));
        assert_eq!(take(None), Some(3));
        assert_eq!(take(Some(1)), None);
    }
}
