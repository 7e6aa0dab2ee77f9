//! Facts that are recorded twice, or nearly so.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, hash_map::Entry},
    ops::ControlFlow,
};

use super::shown;
use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::{FactId, Modality, RoleId, Stance, Value, fold},
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
/// diacritics and blanks of a text; and what is said of some of the players of a role, where the other fact has them and
/// more. The order of the players does not count.
pub(super) struct Duplicates;

/// What facts that may be the same have in common: relation and ends.
type Joined = (u16, u32, u32);

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
    (relation.index(), subject, object)
}

type Players = Vec<(RoleId, u32)>;

/// What a fact says of what it joins.
type Said<'p> = (&'p Players, Modality, When);

fn judge(audit: &Context<'_>, facts: &[FactRef<'_>], found: &mut Vec<(FactId, Finding)>) {
    let kg = audit.graph();
    let players: Vec<Players> = facts.iter().map(|fact| fact.joined().1).collect();
    // What facts that join the same say of it: players, modality and time.
    let mut first: HashMap<Said<'_>, FactRef<'_>> = HashMap::new();
    let mut distinct = Vec::new();
    for (at, (fact, players)) in facts.iter().zip(&players).enumerate() {
        if let Entry::Vacant(place) = first.entry((players, fact.modality(), fact.when())) {
            place.insert(*fact);
            distinct.push((at, (players, fact.modality(), fact.when())));
        }
    }
    let wider = wider(&distinct);
    for (at, (fact, players)) in facts.iter().zip(&players).enumerate() {
        let said = |when| first.get(&(players, fact.modality(), when));
        let same = said(fact.when()).filter(|same| same.id() != fact.id());
        if let Some(same) = same {
            let why = format!("says the same as {}", shown(kg, same));
            let place = FoundIn::fact(kg, fact);
            let finding = if same.object_node().id() != fact.object_node().id()
                && same.object_node().id() != fact.subject_node().id()
            {
                let why = format!("says {} where {} says {}", fact.object_node(), shown(kg, same), same.object_node());
                Finding::new(NEAR, place, why)
            } else if apart(same, fact) {
                Finding::new(SAME, place, why + ", by another source").with_severity(Severity::Info)
            } else {
                Finding::new(SAME, place, why)
            };
            found.push((fact.id(), finding));
        } else if let Some(rough) = coarser(fact.when()).into_iter().find_map(said) {
            let why =
                format!("says `{}` where {} says `{}`, less precisely", fact.when(), shown(kg, rough), rough.when());
            found.push((fact.id(), Finding::new(NEAR, FoundIn::fact(kg, fact), why)));
        } else if let Some(wide) = wider.get(&at).and_then(|wide| facts.get(*wide)) {
            // Reported at the fact that was recorded later.
            let (later, why) = if fact.id() > wide.id() {
                (fact, format!("says of some players what {} says of these and others", shown(kg, wide)))
            } else {
                (wide, format!("says of more players what {} says of some of these", shown(kg, fact)))
            };
            found.push((later.id(), Finding::new(NEAR, FoundIn::fact(kg, later), why)));
        }
    }
}

/// For each of these facts, by its place, the first that says the same of its players and others in the same roles. Each says
/// something else.
fn wider(facts: &[(usize, Said<'_>)]) -> HashMap<usize, usize> {
    let several = |players: &Players| players.windows(2).any(|pair| matches!(pair, [one, other] if one.0 == other.0));
    if !facts.iter().any(|(_, (players, ..))| several(players)) {
        return HashMap::new();
    }
    let roles = |players: &Players| players.iter().map(|(role, _)| *role).collect::<BTreeSet<_>>();
    // Where a player plays a role, at one time and in one modality.
    let mut playing: HashMap<_, Vec<(usize, &Players)>> = HashMap::new();
    for (at, (players, modality, when)) in facts {
        for player in *players {
            playing.entry((*player, *modality, *when)).or_default().push((*at, players));
        }
    }
    let mut wider = HashMap::new();
    for (at, (own, modality, when)) in facts {
        // Of the player with the fewest facts, each is looked at.
        let of_player = own.iter().filter_map(|player| playing.get(&(*player, *modality, *when)));
        let says_more = |(_, others): &&(usize, &Players)| {
            others.len() > own.len()
                && own.iter().all(|player| others.binary_search(player).is_ok())
                && roles(others) == roles(own)
        };
        let fewest = of_player.min_by_key(|facts| facts.len());
        wider.extend(fewest.into_iter().flatten().find(says_more).map(|(other, _)| (*at, *other)));
    }
    wider
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
        assert_eq!(same(&format!("{visit}\n{visit}")), ["warning [duplicate-fact] fact #1: says the same as fact #0"]);
        assert_eq!(same(&format!("{visit} @s\n{visit} @s")).len(), 1);
        assert_eq!(same(&format!("{visit} @s\n{visit} @copy")).len(), 1, "a copy is not a second source");
        assert!(same(&format!("{visit} @s\n{visit} @t"))[0].starts_with("info"));
        assert_eq!(same("n borders m\nm borders n").len(), 1);
        assert_eq!(same("n recognized m\nm recognized n"), [] as [&str; 0]);
        assert_eq!(same(&format!("{visit}\n{visit} planned")), [] as [&str; 0]);
        assert_eq!(same("p visits n visit-kind \"state\"\np visits n visit-kind \"working\""), [] as [&str; 0]);

        assert_eq!(
            near("p visits n on 2031-04\np visits n on 2031-04-11"),
            ["info [near-duplicate-fact] fact #1: says `2031-04-11` where fact #0 says `2031-04`, less precisely"]
        );
        assert_eq!(near("p visits n on 2031-04-11\np visits n on 2031").len(), 1);
        assert_eq!(near("p visits n on 2031-04\np visits n on 2031-05-11"), [] as [&str; 0]);
        assert_eq!(near("p citizen-of n since 2031\np citizen-of n since 2031-04").len(), 1);
        assert_eq!(near("p citizen-of n between 2030/2031\np citizen-of n between 2030-02/2031-04-01").len(), 1);
        assert_eq!(near("p citizen-of n as-of 2031\np citizen-of n as-of 2031-04"), [] as [&str; 0]);
        assert_eq!(near("p visits n on 2031\np visits n on 2031-04?"), [] as [&str; 0]);
        assert_eq!(
            near("n motto \"Know thy neighbours\"\nn motto \"Know  Thy Neighbours\""),
            [
                "info [near-duplicate-fact] fact #1: says \"Know  Thy Neighbours\" where fact #0 says \"Know thy neighbours\""
            ]
        );
        assert_eq!(near("n motto \"One\"\nn motto \"Two\""), [] as [&str; 0]);
    }

    #[test]
    fn what_is_said_of_several_players_is_said_of_each() {
        let post = |to: &str| format!("p delegate-of n posted-to {to} since 2031");
        let both = |one: &str, other: &str| format!("{}\n{}", post(one), post(other));
        let near = |text: &str| found(text, "near-duplicate-fact");
        assert_eq!(
            found(&both("[m n]", "[n m]"), "duplicate-fact"),
            ["warning [duplicate-fact] fact #1: says the same as fact #0"]
        );
        assert_eq!(
            near(&both("[m n]", "m")),
            ["info [near-duplicate-fact] fact #1: says of some players what fact #0 says of these and others"]
        );
        assert_eq!(
            near(&both("n", "[m n]")),
            ["info [near-duplicate-fact] fact #1: says of more players what fact #0 says of some of these"]
        );
        assert_eq!(near(&both("m", "n")), [] as [&str; 0]);
        assert_eq!(near(&format!("{}\n{} planned", post("[m n]"), post("m"))), [] as [&str; 0]);
        let later = post("m").replace("2031", "2032");
        assert_eq!(near(&format!("{}\n{later}", post("[m n]"))), [] as [&str; 0]);
        // A role that one of them does not have says something else.
        assert_eq!(near("p visits n visit-kind \"state\"\np visits n"), [] as [&str; 0]);
    }
}
