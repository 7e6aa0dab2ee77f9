//! Facts that are recorded twice, or nearly so.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::ControlFlow,
};

use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::{FactId, Modality, Stance, Value, fold},
    time::{Bound, PartialDate, When, WhenParts},
    view::FactRef,
};

const SAME: Code = Code::new("duplicate-fact", Severity::Warning, "a fact says the same as another");
const NEAR: Code = Code::new("near-duplicate-fact", Severity::Info, "a fact says nearly the same as another");

/// A graph keeps equal facts apart, so that two visits on one day can be two facts. But what the same source says
/// twice, or no source says, is more likely one fact. It is an info if two different sources say it: `assert_once`
/// joins them.
///
/// Nearly the same is what differs in the precision of its dates alone, as `2026-02` and `2026-02-03`, or in the case,
/// diacritics and blanks of a text.
pub(super) struct Duplicates;

/// What facts that may be the same have in common: relation, ends, and a mark of their players.
type Joined = (u16, u32, u32, u64);

impl Rule for Duplicates {
    fn codes(&self) -> &[Code] {
        &[SAME, NEAR]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let mut texts = Texts::default();
        let mut all: Vec<(Joined, FactId)> = Vec::new();
        for fact in audit.view().all_facts() {
            all.push((joined(&fact, &mut texts), fact.id()));
        }
        all.sort_unstable();
        let mut found = Vec::new();
        for group in all.chunk_by(|(one, _), (other, _)| one == other).filter(|group| group.len() > 1) {
            let facts = group.iter().map(|(_, fact)| audit.view().as_seen(*fact));
            judge(audit, &facts.collect::<Vec<_>>(), &mut found);
        }
        found.sort_by_key(|(fact, _)| *fact);
        found.into_iter().try_for_each(|(_, finding)| report(finding))
    }
}

/// The first value of each text, folded.
#[derive(Default)]
struct Texts {
    of: HashMap<String, u32>,
    first: BTreeMap<u32, u32>,
}

impl Texts {
    fn first(&mut self, node: u32, text: &str) -> u32 {
        let of = &mut self.of;
        *self.first.entry(node).or_insert_with(|| *of.entry(fold(text)).or_insert(node))
    }
}

fn joined(fact: &FactRef<'_>, texts: &mut Texts) -> Joined {
    let (mut subject, mut object) = fact.ends();
    let relation = fact.relation();
    if let Some(Value::Text(text)) = fact.object_node().value() {
        object = texts.first(object, text);
    }
    if object < subject && fact.graph().schema().relation_def(relation).symmetric {
        std::mem::swap(&mut subject, &mut object);
    }
    // FNV-1a over the players, in the order of the roles.
    let players = fact.players().flat_map(|(role, node)| [u64::from(role.index()), u64::from(node.id().index())]);
    let mark = players.fold(0xCBF2_9CE4_8422_2325, |hash: u64, n| (hash ^ n).wrapping_mul(0x0100_0000_01B3));
    (relation.index(), subject, object, mark)
}

/// What facts that join the same say of it: players, modality and time.
type Statement = (Vec<(u16, u32)>, Modality, When);

fn judge(audit: &Context<'_>, facts: &[FactRef<'_>], found: &mut Vec<(FactId, Finding)>) {
    let kg = audit.graph();
    let statement = |fact: &FactRef<'_>, when: When| -> Statement {
        let players = fact.players().map(|(role, node)| (role.index(), node.id().index())).collect();
        (players, fact.modality(), when)
    };
    let mut first: HashMap<Statement, FactRef<'_>> = HashMap::new();
    for fact in facts {
        first.entry(statement(fact, fact.when())).or_insert(*fact);
    }
    for fact in facts {
        let same = first.get(&statement(fact, fact.when())).filter(|same| same.id() != fact.id());
        if let Some(same) = same {
            let why = format!("says the same as {}", kg.fact_name(same.id()));
            let place = FoundIn::fact(kg, fact);
            let finding = if same.object_node().id() != fact.object_node().id()
                && same.object_node().id() != fact.subject_node().id()
            {
                let why = format!(
                    "says {} where {} says {}",
                    fact.object_node(),
                    kg.fact_name(same.id()),
                    same.object_node()
                );
                Finding::new(NEAR, place, why)
            } else if apart(same, fact) {
                Finding::new(SAME, place, why + ", by another source").with_severity(Severity::Info)
            } else {
                Finding::new(SAME, place, why)
            };
            found.push((fact.id(), finding));
        } else if let Some(rough) = coarser(fact.when()).into_iter().find_map(|when| first.get(&statement(fact, when)))
        {
            let why = format!(
                "says `{}` where {} says `{}`, less precisely",
                fact.when(),
                kg.fact_name(rough.id()),
                rough.when()
            );
            found.push((fact.id(), Finding::new(NEAR, FoundIn::fact(kg, fact), why)));
        }
    }
}

/// Whether different sources say them, none of which repeats what another of them repeats.
fn apart(one: &FactRef<'_>, other: &FactRef<'_>) -> bool {
    let origins = |fact: &FactRef<'_>| -> BTreeSet<_> {
        let support = fact.claims().filter(|claim| claim.stance() == Stance::Supports);
        support.map(|claim| claim.source().origin().id()).collect()
    };
    let (one, other) = (origins(one), origins(other));
    !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// The same time less precisely: by the month or year of each date.
fn coarser(when: When) -> Vec<When> {
    let rougher = |date: PartialDate| {
        let day = date.first();
        let month = PartialDate::from_year_month(day.year(), day.month()).ok();
        let year = PartialDate::from_year(day.year()).ok();
        let whole = move |rough: &PartialDate| date.is_within(*rough) && !date.is_qualified() && *rough != date;
        [Some(date), month.filter(whole), year.filter(whole)].into_iter().flatten()
    };
    let bounds = |bound: Bound| -> Vec<Bound> {
        bound.date().map_or_else(|| vec![bound], |date| rougher(date).map(|rough| bound.map_date(|_| rough)).collect())
    };
    let all: Vec<When> = match when.parts() {
        WhenParts::On(date) => rougher(date).map(When::on).collect(),
        WhenParts::OnOrBefore(date) => rougher(date).map(When::on_or_before).collect(),
        WhenParts::OnOrAfter(date) => rougher(date).map(When::on_or_after).collect(),
        WhenParts::OnOneOf(first, last) => {
            let lasts: Vec<_> = rougher(last).collect();
            let pairs = rougher(first).flat_map(|first| lasts.iter().map(move |last| (first, *last)));
            pairs.filter_map(|(first, last)| When::on_one_of(first, last).ok()).collect()
        }
        WhenParts::Between(start, end) => {
            let ends = bounds(end);
            let pairs = bounds(start).into_iter().flat_map(|start| ends.iter().map(move |end| (start, *end)));
            pairs.filter_map(|(start, end)| When::between(start, end).ok()).collect()
        }
        WhenParts::AsOf(_) | WhenParts::Unstated => Vec::new(),
    };
    all.into_iter().filter(|rough| *rough != when).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn repeated_facts_are_reported() {
        let same = |text: &str| found(text, "duplicate-fact");
        let near = |text: &str| found(text, "near-duplicate-fact");
        let visit = "p visits n on 2031-04-11";
        assert_eq!(same(&format!("{visit}\n{visit}")), ["warning [duplicate-fact] fact #1: says the same as ^0"]);
        assert_eq!(same(&format!("{visit} @s\n{visit} @s")).len(), 1);
        assert_eq!(same(&format!("{visit} @s\n{visit} @copy")).len(), 1, "a copy is not a second source");
        assert!(same(&format!("{visit} @s\n{visit} @t"))[0].starts_with("info"));
        assert_eq!(same("n borders m\nm borders n").len(), 1);
        assert_eq!(same("n recognized m\nm recognized n"), [] as [&str; 0]);
        assert_eq!(same(&format!("{visit}\n{visit} planned")), [] as [&str; 0]);
        assert_eq!(same("p visits n visit-kind \"state\"\np visits n visit-kind \"working\""), [] as [&str; 0]);

        assert_eq!(
            near("p visits n on 2031-04\np visits n on 2031-04-11"),
            ["info [near-duplicate-fact] fact #1: says `2031-04-11` where ^0 says `2031-04`, less precisely"]
        );
        assert_eq!(near("p visits n on 2031-04-11\np visits n on 2031").len(), 1);
        assert_eq!(near("p visits n on 2031-04\np visits n on 2031-05-11"), [] as [&str; 0]);
        assert_eq!(near("p citizen-of n since 2031\np citizen-of n since 2031-04").len(), 1);
        assert_eq!(near("p citizen-of n between 2030/2031\np citizen-of n between 2030-02/2031-04-01").len(), 1);
        assert_eq!(near("p citizen-of n as-of 2031\np citizen-of n as-of 2031-04"), [] as [&str; 0]);
        assert_eq!(near("p visits n on 2031\np visits n on 2031-04?"), [] as [&str; 0]);
        assert_eq!(
            near("n motto \"Know thy neighbours\"\nn motto \"Know  Thy Neighbours\""),
            ["info [near-duplicate-fact] fact #1: says \"Know  Thy Neighbours\" where ^0 says \"Know thy neighbours\""]
        );
        assert_eq!(near("n motto \"One\"\nn motto \"Two\""), [] as [&str; 0]);
    }
}
