//! Overlapping terms of one holder.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use super::{players::sharing, shown};
use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::{FactId, Modality, RoleId},
    schema::Shape,
    time::{Bound, Truth, When, WhenParts},
    view::FactRef,
};

const OVERLAP: Code =
    Code::new("terms-overlap", Severity::Warning, "two terms of the same holder share a day and differ");

/// Two facts that say the same for two times are two terms. If a role has several players, each counts: a post with three
/// states and one with one of these are terms of the same post. A term that begins while the other lasts is probably the
/// same one, recorded differently. Only terms with a known start are compared; a more precise record is a
/// `near-duplicate-fact`. Each term is compared with the one before it that lasts longest.
pub(super) struct Terms;

type Players = Vec<(RoleId, u32)>;

impl Rule for Terms {
    fn codes(&self) -> &[Code] {
        &[OVERLAP]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let kg = audit.graph();
        for (relation, _) in kg.schema().relations().filter(|(_, def)| def.shape == Shape::Holds) {
            let mut same: BTreeMap<(u32, u32), Vec<(FactRef<'_>, Players)>> = BTreeMap::new();
            for fact in audit.view().facts(kg.schema().name_of(relation)).found().filter(is_term) {
                let (ends, players) = fact.joined();
                same.entry(ends).or_default().push((fact, players));
            }
            for terms in same.into_values().filter(|terms| terms.len() > 1) {
                let (terms, players): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
                // Terms that share several players are in several groups.
                let mut reported: BTreeSet<(FactId, FactId)> = BTreeSet::new();
                for group in sharing(&players) {
                    let group: Vec<_> = group.into_iter().filter_map(|at| terms.get(at).copied()).collect();
                    for (one, other) in overlaps(group) {
                        if reported.insert((one.id(), other.id())) {
                            let why = format!(
                                "has the time `{}`, and {} has `{}`: one term begins while the other lasts",
                                one.when(),
                                shown(kg, &other),
                                other.when()
                            );
                            report(Finding::new(OVERLAP, FoundIn::fact(kg, &one), why))?;
                        }
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// Each term that overlaps the one before it that lasts longest, with that one; the one recorded later first.
fn overlaps(mut terms: Vec<FactRef<'_>>) -> Vec<(FactRef<'_>, FactRef<'_>)> {
    terms.sort_by_key(|fact| (fact.when().earliest_start(), fact.id()));
    let mut found = Vec::new();
    let mut longest: Option<FactRef<'_>> = None;
    for term in terms {
        if let Some(before) = longest.filter(|before| at_odds(before.when(), term.when())) {
            found.push(if term.id() > before.id() { (term, before) } else { (before, term) });
        }
        if longest.is_none_or(|longest| term.when().earliest_end() > longest.when().earliest_end()) {
            longest = Some(term);
        }
    }
    found
}

fn is_term<R>(fact: &FactRef<'_, R>) -> bool {
    let starts = matches!(fact.when().parts(), WhenParts::Between(Bound::Date(_), _));
    starts && fact.modality() == Modality::Actual
}

fn at_odds(one: When, other: When) -> bool {
    // A term may end on the day on which the next begins.
    let touch = one.latest_end() <= other.earliest_start() || other.latest_end() <= one.earliest_start();
    !touch && one.overlaps(other) == Truth::Yes && !one.refines(other) && !other.refines(one)
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn one_term_does_not_begin_while_the_other_lasts() {
        for (one, other, expected) in [
            ("since 2028", "between 2029/2030", false),
            ("between 2028/2031", "between 2029/2033", true),
            ("between 2028/2031", "since 2030", true),
            // One after the other, or handed over on a day, or in a year.
            ("between 2020/2024", "between 2026/2030", false),
            ("between 2020-01-01/2024-05-01", "between 2024-05-01/2028-01-01", false),
            ("between 2020/2024", "between 2024/2028", false),
            // The same term, more precisely.
            ("between 2020/2024", "between 2020-03/2024-05", false),
            ("since 2028", "since 2028-05", false),
            // An `as-of` date is not a term.
            ("since 2028", "as-of 2030", false),
            ("between 2028/2031", "between 2029/2033 planned", false),
        ] {
            let text = format!("p foreign-minister-of n {one}\np foreign-minister-of n {other}");
            assert_eq!(found(&text, "terms-overlap").len() == 1, expected, "{one}, {other}");
        }
        assert!(
            found(
                "p foreign-minister-of n between 2028/2031\np foreign-minister-of m between 2029/2033",
                "terms-overlap"
            )
            .is_empty()
        );
        let posts = |one: &str, other: &str| {
            let post = |to: &str, time: &str| format!("p delegate-of n posted-to {to} between {time}");
            found(&format!("{}\n{}", post(one, "2028/2031"), post(other, "2029/2033")), "terms-overlap").len()
        };
        assert_eq!(posts("m", "n"), 0);
        for (one, other) in [("[m n]", "m"), ("n", "[m n]"), ("[m n]", "[n m]")] {
            assert_eq!(posts(one, other), 1, "{one}, {other}");
        }
        assert_eq!(found("n borders m between 2028/2031\nm borders n between 2029/2033", "terms-overlap").len(), 1);
    }
}
