//! Two holders of what only one can hold at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use super::{players::sharing, shown};
use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::{FactId, Modality, RoleId, Value},
    schema::FoundRelation,
    time::{Bound, Limit, PartialDate, When, WhenParts},
    view::FactRef,
};

const TWO: Code = Code::new("two-at-a-time", Severity::Warning, "a relation that holds one at a time has two on a day");
const PERHAPS: Code =
    Code::new("perhaps-two-at-a-time", Severity::Info, "a relation that holds one at a time may have two on a day");

/// A subject has one object of a functional relation at a time, an object one subject of an inverse functional one. Of the
/// latter, each player of a required role counts: two ambassadors accredited to three states and to one of these hold the
/// same post there.
///
/// A conflict is certain if both facts are actual and share a day in all cases that their times admit. A term that
/// ends on the day on which the next begins does not share it. A conflict is possible if only a qualifier or a plan
/// keeps it from being certain, or if no time is stated. That a term with an unknown end may have gone on is not a
/// finding. Two dates, such as dates of birth, conflict if no day is in both, whatever their time.
///
/// Each fact is reported with one other, for each player that they share: of those that begin before it, the one that lasts
/// longest.
pub(super) struct OneAtATime;

/// A fact, and the end of it of which there may be one at a time.
#[derive(Clone, Copy)]
struct Held<'g> {
    fact: FactRef<'g>,
    holder: u32,
}

impl Rule for OneAtATime {
    fn codes(&self) -> &[Code] {
        &[TWO, PERHAPS]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let schema = audit.graph().schema();
        for (relation, def) in schema.relations().filter(|(_, def)| def.functional || def.inverse_functional) {
            let name = schema.name_of(relation);
            if def.functional {
                judge(audit, held(audit, name, false, def.symmetric), &[], report)?;
            }
            if def.inverse_functional {
                let roles = schema.ends(relation).roles.iter().filter(|(_, required, _)| *required);
                let roles: Vec<RoleId> = roles.map(|(role, ..)| *role).collect();
                judge(audit, held(audit, name, true, def.symmetric), &roles, report)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// The facts by the end that may have one of the others at a time.
type Groups<'g> = BTreeMap<u32, Vec<Held<'g>>>;

fn held<'g>(audit: &Context<'g>, relation: FoundRelation, inverse: bool, symmetric: bool) -> Groups<'g> {
    let mut groups = Groups::new();
    for fact in audit.view().facts(relation).found().filter(|fact| fact.truth().is_possible()) {
        let (subject, object) = fact.ends();
        let (of, holder) = if inverse { (object, subject) } else { (subject, object) };
        if symmetric && of != holder {
            groups.entry(holder).or_default().push(Held { fact, holder: of });
        }
        groups.entry(of).or_default().push(Held { fact, holder });
    }
    groups
}

/// Judges each group; of facts with players of these roles, those that share a player of each.
fn judge(audit: &Context<'_>, groups: Groups<'_>, roles: &[RoleId], report: Report<'_>) -> ControlFlow<()> {
    for held in groups.into_values().filter(|held| held.len() > 1) {
        let players = held.iter().map(|held| {
            let of_roles = |(role, _): &(RoleId, u32)| roles.contains(role);
            held.fact.joined().1.into_iter().filter(of_roles).collect()
        });
        // Facts that share several players are in several groups.
        let mut reported: BTreeSet<(FactId, FactId)> = BTreeSet::new();
        for group in sharing(&players.collect::<Vec<_>>()) {
            let group: Vec<_> = group.into_iter().filter_map(|at| held.get(at).copied()).collect();
            for (code, one, other) in at_odds(&group) {
                if reported.insert((one.fact.id(), other.fact.id())) {
                    report_pair(audit, code, &one, &other, report)?;
                }
            }
        }
    }
    ControlFlow::Continue(())
}

/// The pairs that hold at once, certainly or perhaps.
fn at_odds<'g>(held: &[Held<'g>]) -> Vec<(Code, Held<'g>, Held<'g>)> {
    if let Some((one, other)) = dates_at_odds(held) {
        return vec![(TWO, *one, *other)];
    }
    let actual: Vec<&Held<'_>> = held.iter().filter(|held| held.fact.modality() == Modality::Actual).collect();
    let mut found: Vec<_> =
        overlaps(&actual, When::certain_bounds).into_iter().map(|(one, other)| (TWO, *one, *other)).collect();
    let certain: BTreeSet<FactId> = found.iter().map(|(_, one, _)| one.fact.id()).collect();
    let all: Vec<&Held<'_>> = held.iter().collect();
    let perhaps = overlaps(&all, When::written_bounds).into_iter().filter(|(one, _)| !certain.contains(&one.fact.id()));
    found.extend(perhaps.map(|(one, other)| (PERHAPS, *one, *other)));
    let undated: Vec<&Held<'_>> = held.iter().filter(|held| held.fact.when().is_unstated()).collect();
    if let Some((first, rest)) = undated.split_first()
        // Dates that share a day agree with each other.
        && date_of(first).is_none()
    {
        let others = rest.iter().filter(|other| other.holder != first.holder);
        found.extend(others.map(|other| (PERHAPS, **other, **first)));
    }
    found
}

fn report_pair(
    audit: &Context<'_>,
    code: Code,
    one: &Held<'_>,
    other: &Held<'_>,
    report: Report<'_>,
) -> ControlFlow<()> {
    let kg = audit.graph();
    let bare = |held: &Held<'_>| kg.plain_fact(held.fact.id()).map(|fact| fact.to_string()).unwrap_or_default();
    let word = if code == TWO { "at once" } else { "perhaps at once" };
    let why = format!("`{}` and {} `{}` hold {word}", bare(one), shown(kg, &other.fact), bare(other));
    report(Finding::new(code, FoundIn::fact(kg, &one.fact), why))
}

fn date_of(held: &Held<'_>) -> Option<PartialDate> {
    let node = held.fact.graph().node_ref(crate::model::Id::<crate::model::Any>::new(held.holder))?;
    if let Some(Value::Date(date)) = node.value() { Some(*date) } else { None }
}

/// Of values that are dates, two between which no day is shared.
fn dates_at_odds<'h, 'g>(held: &'h [Held<'g>]) -> Option<(&'h Held<'g>, &'h Held<'g>)> {
    let actual = held.iter().filter(|held| held.fact.modality() == Modality::Actual);
    let dates: Vec<_> = actual.filter_map(|held| Some((held, date_of(held)?))).collect();
    let late = dates.iter().max_by_key(|(held, date)| (date.first(), std::cmp::Reverse(held.fact.id())))?;
    let early = dates.iter().min_by_key(|(held, date)| (date.last(), held.fact.id()))?;
    if late.1.first() <= early.1.last() {
        return None;
    }
    // The conflict is reported at the fact that was recorded later.
    let (one, other) = if late.0.fact.id() > early.0.fact.id() { (late.0, early.0) } else { (early.0, late.0) };
    Some((one, other))
}

/// For each that shares a day with another holder's, of those that begin before it, the one that reaches furthest.
fn overlaps<'h, 'g>(held: &[&'h Held<'g>], core: fn(When) -> (Limit, Limit)) -> Vec<(&'h Held<'g>, &'h Held<'g>)> {
    // Two share a day in all cases exactly if the latest start of each is not after the earliest end of the other.
    let mut spans: Vec<_> = held.iter().map(|held| (span(held.fact.when(), core), *held)).collect();
    spans.sort_by_key(|((start, _), held)| (*start, held.fact.id()));
    // Of those up to each place, the one that reaches furthest, and the one of another holder that does.
    let mut furthest: Vec<(Option<usize>, Option<usize>)> = vec![(None, None)];
    let reach = |at: Option<usize>| at.and_then(|at| spans.get(at)).map(|((_, end), _)| *end);
    let holder = |at: Option<usize>| at.and_then(|at| spans.get(at)).map(|(_, held)| held.holder);
    for (at, ((_, end), held)) in spans.iter().enumerate() {
        let (best, second) = furthest.last().copied().unwrap_or_default();
        let further = |than| reach(than).is_none_or(|reached| *end > reached);
        let next = if holder(best) == Some(held.holder) {
            (if further(best) { Some(at) } else { best }, second)
        } else if further(best) {
            (Some(at), best)
        } else if further(second) {
            (best, Some(at))
        } else {
            (best, second)
        };
        furthest.push(next);
    }
    let mut found = Vec::new();
    for (at, ((start, end), one)) in spans.iter().enumerate() {
        let before = spans.partition_point(|((other, _), _)| other <= start && other <= end).min(at);
        let (best, second) = furthest.get(before).copied().unwrap_or_default();
        let other = if holder(best) == Some(one.holder) { second } else { best };
        if let Some((_, (_, other))) =
            other.and_then(|at| Some((at, spans.get(at)?))).filter(|(_, ((_, reached), _))| reached >= start)
        {
            found.push((*one, *other));
        }
    }
    found.sort_by_key(|(one, _)| one.fact.id());
    found
}

/// The latest start and earliest end; of a term with an end, the day before, as the next begins on the day on which it ends.
fn span(when: When, core: fn(When) -> (Limit, Limit)) -> (Limit, Limit) {
    let (start, end) = core(when);
    match (when.parts(), end) {
        (WhenParts::Between(_, Bound::Date(_) | Bound::OnOrBefore(_)), Limit::Day(day)) => {
            (start, day.checked_add_days(-1).map_or(Limit::Past, Limit::Day))
        }
        _ => (start, end),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::found;
    use crate::time::{Truth, When};

    fn codes(text: &str) -> Vec<&'static str> {
        let certain = found(text, "two-at-a-time").iter().map(|_| "certain").collect::<Vec<_>>();
        let perhaps = found(text, "perhaps-two-at-a-time");
        certain.into_iter().chain(perhaps.iter().map(|_| "perhaps")).collect()
    }

    #[test]
    fn a_state_has_one_head_at_a_time() {
        for (one, other, expected) in [
            ("between 2010/2020", "between 2015/2024", vec!["certain"]),
            ("as-of 2015-05-05", "as-of 2015-05-05", vec!["certain"]),
            ("as-of 2015-05-05", "between 2014/2016", vec!["certain"]),
            ("since 2010", "until 2020", vec![]),
            // One after the other, and handed over in a year or on a day.
            ("between 2010/2014", "between 2016/2020", vec![]),
            ("between 2010/2014", "between 2014/2020", vec![]),
            ("between 2010-01-01/2014-05-01", "between 2014-05-01/2020-01-01", vec![]),
            ("between 2010-01-01/2014-05-02", "between 2014-05-01/2020-01-01", vec!["certain"]),
            // No source says that the first one lasted.
            ("since 2010", "since 2014", vec![]),
            ("as-of 2010", "as-of 2014", vec![]),
            ("as-of 2014", "as-of 2014", vec![]),
            // As written, or as planned.
            ("between 2010/2020?", "between 2015/2024", vec!["perhaps"]),
            ("between 2010/2020", "between 2015/2024 planned", vec!["perhaps"]),
            ("", "", vec!["perhaps"]),
            ("", "since 2010", vec![]),
            ("between 2010/2020", "between 2015/2024 denied", vec![]),
        ] {
            let text = format!("p head-of-state-of n {one}\nq head-of-state-of n {other}");
            assert_eq!(codes(text.trim()), expected, "{one}, {other}");
            let turned = format!("q head-of-state-of n {other}\np head-of-state-of n {one}");
            assert_eq!(codes(turned.trim()), expected, "{other}, {one}");
            let same = format!("p head-of-state-of n {one}\np head-of-state-of n {other}");
            assert_eq!(codes(same.trim()), [] as [&str; 0], "one and the same");
            let elsewhere = format!("p head-of-state-of n {one}\nq head-of-state-of m {other}");
            assert_eq!(codes(elsewhere.trim()), [] as [&str; 0], "two states");
        }
        // A monarch may head several states, and nobody several governments.
        assert_eq!(codes("p head-of-state-of n since 2010\np head-of-state-of m since 2010"), [] as [&str; 0]);
        assert_eq!(
            codes("p head-of-government-of n as-of 2010-01-01\np head-of-government-of m as-of 2010-01-01"),
            ["certain"]
        );
    }

    #[test]
    fn what_is_found_names_both() {
        let text = "p head-of-state-of n between 2010/2020 key a @s\nq head-of-state-of n between 2015/2024 @s";
        assert_eq!(
            found(text, "two-at-a-time"),
            [
                "warning [two-at-a-time] fact #1: `q head-of-state-of n between 2015/2024` and fact a `p head-of-state-of n between 2010/2020 key a` hold at once"
            ]
        );
    }

    #[test]
    fn an_ambassador_is_one_in_each_receiving_state() {
        let post = |who: &str, to: &str| format!("{who} ambassador-of n accredited-to {to} as-of 2031-03-04");
        assert_eq!(codes(&format!("{}\n{}", post("p", "m"), post("q", "m"))), ["certain"]);
        assert_eq!(codes(&format!("{}\n{}", post("p", "m"), post("q", "n"))), [] as [&str; 0]);
    }

    #[test]
    fn a_delegate_to_several_states_holds_the_post_in_each() {
        let post = |who: &str, to: &str| format!("{who} delegate-of n posted-to {to} as-of 2031-03-04");
        for (one, other, expected) in [
            ("[m n]", "m", vec!["certain"]),
            ("[m n]", "n", vec!["certain"]),
            ("[m n]", "[n m]", vec!["certain"]),
            ("[m n]", "[n o]", vec!["certain"]),
            ("[m n]", "o", vec![]),
            ("[m n]", "[o]", vec![]),
        ] {
            let state = "entity state o \"Oo\"";
            assert_eq!(
                codes(&format!("{state}\n{}\n{}", post("p", one), post("q", other))),
                expected,
                "{one}, {other}"
            );
            assert_eq!(
                codes(&format!("{state}\n{}\n{}", post("p", other), post("q", one))),
                expected,
                "{other}, {one}"
            );
        }
    }

    #[test]
    fn two_dates_of_birth_are_at_odds_if_no_day_is_in_both() {
        assert_eq!(codes("p born 1953\np born 1954"), ["certain"]);
        assert_eq!(codes("p born 1953\np born 1953-05-17"), [] as [&str; 0]);
        assert_eq!(codes("p born 1953-05-17\np born 1953-05-17"), [] as [&str; 0]);
        assert_eq!(codes("p born 1953\nq born 1954"), [] as [&str; 0]);
        assert_eq!(codes("p born 1953\np born 1954 denied"), [] as [&str; 0]);
    }

    const WHENS: [&str; 15] = [
        "2010/2020",
        "2015/2024",
        "2012",
        "as-of 2015-05-05",
        "as-of 2015",
        "2014-05-01/2015-05-05",
        "2015-05-05/2015-05-05",
        "2015/..",
        "/2013",
        "2011?/2016",
        "unstated",
        "../2010-06",
        "2011/[2015-05-05..]",
        "[..2010]/2012",
        "2010/[..2012-01]",
    ];

    proptest! {
        /// Slow twin over all pairs: exactly the facts that share a day with another holder's are found.
        #[test]
        fn the_sweep_finds_what_all_pairs_find(terms in prop::collection::vec((0..4_u32, 0..WHENS.len()), 0..12)) {
            let mut kg = crate::graph::KnowledgeGraph::new(crate::diplomacy::schema());
            let n = kg.add("state", "n").unwrap();
            for who in 0..4 {
                kg.add("person", format!("p{who}")).unwrap();
            }
            for (who, when) in &terms {
                let mut when: When = WHENS[*when].parse().unwrap();
                if let crate::time::WhenParts::On(date) = when.parts() {
                    when = When::as_of(date);
                }
                kg.assert(crate::draft::fact(format!("p{who}"), "head-of-state-of", n).when(when)).unwrap();
            }
            let audit = crate::audit::Audit::empty().with(super::OneAtATime);
            let found = audit.all(&kg.view());
            let reported = found.iter().filter(|found| found.code().name() == "two-at-a-time").count();
            let facts: Vec<_> = kg.view().all_facts().collect();
            // A handover on a day is none: a term with an end is held to end the day before.
            let clash = |a: &crate::view::FactRef<'_>, b: &crate::view::FactRef<'_>| {
                let (one, other) = (super::span(a.when(), When::certain_bounds), super::span(b.when(), When::certain_bounds));
                a.ends().0 != b.ends().0 && one.0 <= other.1 && other.0 <= one.1
            };
            let any = facts.iter().any(|a| facts.iter().any(|b| clash(a, b)));
            prop_assert_eq!(reported > 0, any);
            // Each that contradicts one that begins no later is reported.
            let order = |f: &crate::view::FactRef<'_>| (super::span(f.when(), When::certain_bounds).0, f.id());
            let slow = facts.iter().filter(|a| facts.iter().any(|b| order(b) < order(a) && clash(a, b))).count();
            prop_assert_eq!(reported, slow);
            for a in &facts {
                for b in &facts {
                    if clash(a, b) {
                        prop_assert_ne!(a.when().overlaps(b.when()), Truth::No);
                    }
                }
            }
        }
    }
}
