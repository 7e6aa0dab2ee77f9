//! Joins the units of two versions of a text.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    conflict::Listed,
    mark::THEIRS,
    statement::Statement,
    unit::{Block, Unit},
};

/// What a unit is about, and which of those that are about the same it is.
type Id = (String, usize);

/// Whether the merged record has what a unit is about; `None` if that is not known.
pub(super) type Has<'a> = &'a dyn Fn(&str) -> Option<bool>;

/// Our units in our order, changed as theirs are, with those that only theirs have behind the unit that they follow. Of
/// what both changed in different ways it has ours. The comments are ours without those that they removed, and with
/// those that they added, wherever these stand.
pub(super) fn join(base: &[Unit], ours: &[Unit], theirs: &[Unit], has: Has<'_>) -> Vec<Unit> {
    let all = [base, ours, theirs].map(|units| units.iter().flat_map(Unit::deep_comments).collect::<Vec<_>>());
    let [was, own, other] = all;
    let added = minus(other.clone(), was.clone());
    let join = Join {
        has,
        new: RefCell::new(counted(minus(added, minus(own, was.clone())))),
        removed: RefCell::new(counted(minus(was, other))),
    };
    join.units(base, ours, theirs)
}

/// How often each comment is in a list.
fn counted(comments: Vec<String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for comment in comments {
        *counts.entry(comment).or_default() += 1;
    }
    counts
}

/// A merge of units, with the comments that are still to be added and removed.
struct Join<'a> {
    has: Has<'a>,
    new: RefCell<BTreeMap<String, usize>>,
    removed: RefCell<BTreeMap<String, usize>>,
}

impl Join<'_> {
    fn units(&self, base: &[Unit], ours: &[Unit], theirs: &[Unit]) -> Vec<Unit> {
        let (base_ids, our_ids, their_ids) = (ids(base), ids(ours), ids(theirs));
        let (in_base, in_ours, in_theirs) = (by_id(&base_ids), by_id(&our_ids), by_id(&their_ids));
        let mut joined = Vec::new();
        for (unit, id) in ours.iter().zip(&our_ids) {
            let was = in_base.get(id).and_then(|at| base.get(*at));
            let other = in_theirs.get(id).and_then(|at| theirs.get(*at));
            let is_new = was.is_none() && other.is_none();
            let unit = match (was, other) {
                // Its key went to another fact.
                (_, Some(other)) if (self.has)(&id.0) == Some(false) => {
                    let mut comments = self.without_removed(unit.deep_comments());
                    comments.extend(self.added(other.deep_comments()));
                    Unit::of_comments(comments)
                }
                (_, Some(other)) => Some(self.both(was, unit, other)),
                (None, None) => Some(unit.clone()),
                (Some(was), None) => {
                    let changed = !unit.says_the_same(was);
                    if (self.has)(&id.0).unwrap_or(changed) && unit.statement.is_some() {
                        Some(unit.clone())
                    } else {
                        Unit::of_comments(self.without_removed(unit.deep_comments()))
                    }
                }
            };
            joined.push(Joined { before: Vec::new(), unit, is_new, behind: Vec::new() });
        }
        let mut first = Vec::new();
        let mut last = None;
        for (unit, id) in theirs.iter().zip(&their_ids) {
            if let Some(at) = in_ours.get(id) {
                if let Some(place) = joined.get_mut(*at) {
                    place.before.append(&mut first);
                }
                // Behind what we added there.
                let added = joined.iter().skip(at + 1).take_while(|joined| joined.is_new).count();
                last = Some(at + added);
                continue;
            }
            let is_gone = !(self.has)(&id.0).unwrap_or_else(|| !in_base.contains_key(id));
            let unit = if is_gone || unit.statement.is_none() {
                let kept = Unit::of_comments(self.added(unit.deep_comments()));
                kept.map(|kept| Unit { gap: unit.gap, ..kept })
            } else {
                Some(Unit { comments: self.added(unit.comments.clone()), ..unit.clone() })
            };
            match last.and_then(|at| joined.get_mut(at)) {
                Some(place) => place.behind.extend(unit),
                None => first.extend(unit),
            }
        }
        joined.into_iter().flat_map(Joined::units).chain(first).collect()
    }

    /// A unit that both have.
    fn both(&self, base: Option<&Unit>, ours: &Unit, theirs: &Unit) -> Unit {
        let (Some(own), Some(other)) = (&ours.statement, &theirs.statement) else { return ours.clone() };
        let was = base.and_then(|base| base.statement.as_ref());
        let is = |statement: &Statement| was.is_some_and(|was| was.tokens == statement.tokens);
        let statement = if own.tokens == other.tokens || is(other) {
            own.clone()
        } else if is(own) {
            other.clone()
        } else {
            joined(was, own, other)
        };
        let gone = minus(base.map(Unit::all_comments).unwrap_or_default(), theirs.all_comments());
        let (gone, stays): (Vec<_>, Vec<_>) =
            ours.all_comments().into_iter().partition(|comment| gone.contains(comment));
        let mut comments = stays;
        comments.extend(self.without_removed(gone));
        comments.extend(self.added(theirs.all_comments()));
        let comments = minus(comments, statement.comments.clone());
        let block = ours.block.as_ref().zip(theirs.block.as_ref()).map(|(own, other)| {
            let was = base.and_then(|base| base.block.as_ref());
            let units = self.units(was.map_or(&[], |was| &was.units), &own.units, &other.units);
            Block { units, end: Box::new(self.both(was.map(|was| &*was.end), &own.end, &other.end)) }
        });
        Unit { gap: ours.gap, comments, statement: Some(statement), block }
    }

    /// Comments of theirs without those that ours have too, or that ours removed.
    fn added(&self, comments: Vec<String>) -> Vec<String> {
        comments.into_iter().filter(|comment| take(&self.new, comment)).collect()
    }

    /// Comments of ours without those that they removed.
    fn without_removed(&self, comments: Vec<String>) -> Vec<String> {
        comments.into_iter().filter(|comment| !take(&self.removed, comment)).collect()
    }
}

fn take(counts: &RefCell<BTreeMap<String, usize>>, comment: &str) -> bool {
    counts.borrow_mut().get_mut(comment).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
}

/// A unit of ours, unless it is gone, with those that only theirs have beside it.
struct Joined {
    before: Vec<Unit>,
    unit: Option<Unit>,
    /// Whether only ours have it.
    is_new: bool,
    behind: Vec<Unit>,
}

impl Joined {
    fn units(self) -> impl Iterator<Item = Unit> {
        self.before.into_iter().chain(self.unit).chain(self.behind)
    }
}

fn ids(units: &[Unit]) -> Vec<Id> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let id = |unit: &Unit| {
        let about = unit.about();
        let count = seen.entry(about.clone()).or_default();
        *count += 1;
        (about, *count)
    };
    units.iter().map(id).collect()
}

fn by_id(ids: &[Id]) -> BTreeMap<Id, usize> {
    ids.iter().cloned().enumerate().map(|(at, id)| (id, at)).collect()
}

/// A statement that both changed, or both added.
fn joined(base: Option<&Statement>, ours: &Statement, theirs: &Statement) -> Statement {
    let (was, own, other) = (base.map(Statement::parts).unwrap_or_default(), ours.parts(), theirs.parts());
    let head = if ours.opener() == "entity" && own.0.len() == other.0.len() {
        // The kind and the name change each by itself.
        let was = was.0.iter().map(Some).chain(std::iter::repeat(None));
        own.0.iter().zip(&other.0).zip(was).map(|((own, other), was)| three(was, own, other)).cloned().collect()
    } else {
        three(Some(&was.0), &own.0, &other.0).clone()
    };
    let own_added = minus(own.1.clone(), was.1.clone());
    let added = minus(minus(other.1.clone(), was.1.clone()), own_added);
    let removed = minus(was.1, other.1);
    let mut tokens = head;
    tokens.extend(minus(own.1, removed));
    tokens.extend(added);
    Statement::of_tokens(&tokens)
}

fn three<'a, T: PartialEq>(was: Option<&T>, own: &'a T, other: &'a T) -> &'a T {
    if was == Some(own) { other } else { own }
}

/// The items of one list without those of another, each as often as it is there.
pub(super) fn minus(from: Vec<String>, mut what: Vec<String>) -> Vec<String> {
    let mut stays = from;
    stays.retain(|item| {
        let found = what.iter().position(|other| other == item);
        found.map(|at| what.swap_remove(at)).is_none()
    });
    stays
}

/// What the merged record has, by what a unit is about. Of a fact without a key that both changed it has ours.
pub(super) fn presence(merged: &chancery::dossier::Dossier, conflicts: &[Listed]) -> impl Fn(&str) -> Option<bool> {
    let of_theirs =
        conflicts.iter().filter(|conflict| conflict.kind == "fact").flat_map(|conflict| conflict.about(THEIRS));
    let replaced: BTreeSet<String> = of_theirs.filter(|about| about.starts_with("fact: ")).collect();
    let merged_away = merged.merges.iter().map(|merged| &merged.entity);
    let entities: BTreeSet<String> = merged.entities.iter().chain(merged_away).map(|e| e.key.clone()).collect();
    let sources: BTreeSet<String> = merged.sources.iter().map(|source| source.key.clone()).collect();
    let facts: BTreeSet<String> = merged.facts.iter().filter_map(|fact| fact.key.clone()).collect();
    move |about| {
        if replaced.contains(about) {
            return Some(false);
        }
        let (word, key) = about.split_once(' ')?;
        match word {
            "entity" => Some(entities.contains(key)),
            "source" => Some(sources.contains(key)),
            "fact" => Some(facts.contains(key)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::unit::{text_of, units_of};

    fn joined(base: &str, ours: &str, theirs: &str) -> String {
        let [base, ours, theirs] = [base, ours, theirs].map(units_of);
        text_of(&super::join(&base, &ours, &theirs, &|_| None))
    }

    #[test]
    fn what_both_added_at_one_place_stands_behind_it_ours_first() {
        assert_eq!(
            joined("source a\nsource z\n", "source a\nsource b\nsource z\n", "source a\n# c\nsource c\nsource z\n"),
            "source a\nsource b\n# c\nsource c\nsource z\n"
        );
        assert_eq!(joined("", "source a\n", "source b\n"), "source a\nsource b\n");
        assert_eq!(joined("source b\n", "source b\n", "# h\n\nsource a\nsource b\n"), "# h\n\nsource a\nsource b\n");
    }

    #[test]
    fn parts_of_a_statement_are_joined_and_its_comments_stay() {
        assert_eq!(
            joined("a born 1970 @s @t\n", "# x\na born 1970 @s @t @u # y\n", "# z\na born 1970 @t @v\n"),
            "# x\n# y\n# z\na born 1970 @t @u @v\n"
        );
        assert_eq!(
            joined("entity p a \"A\"\n", "entity q a \"A\" also \"C\"\n", "entity p a \"B\" id w \"1\"\n"),
            "entity q a \"B\" also \"C\" id w \"1\"\n"
        );
    }

    #[test]
    fn a_comment_stays_without_its_statement_only_if_it_is_new() {
        assert_eq!(joined("# old\nsource a\n", "# old\n# new\nsource a\n", ""), "# new\n");
        assert_eq!(joined("# old\nsource a\n", "# old\nsource a\n", ""), "");
        assert_eq!(joined("# old\nsource a\n", "", "# old\nsource a # new\n"), "# new\n");
    }

    #[test]
    fn blocks_are_joined_within() {
        assert_eq!(
            joined(
                "begin @s\na born 1\nend\n",
                "begin @s\nb born 2\na born 1\nend\n",
                "begin @s\na born 1\nc born 3\nend\n"
            ),
            "begin @s\nb born 2\na born 1\nc born 3\nend\n"
        );
    }
}
