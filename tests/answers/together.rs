//! Guards against an answer that combines facts which no one span agrees with, or calls a day certain that some span leaves
//! out: each answer is compared with an enumeration of all spans over a few days.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use crate::twin::words;
use chancery::{
    Day, ErrorKind, KnowledgeGraph, PartialDate, Source, Truth, When,
    analysis::Together,
    date,
    diplomacy::{self, HeadOfState, Person, State},
    fact,
    model::{FactId, Modality},
    time::{Bound, WhenParts},
};
use proptest::prelude::*;

const WHENS: [&str; 25] = [
    "unstated",
    "2023-03-04/",
    "2023-03-05/",
    "2023-03-07/",
    "/2023-03-05",
    "/2023-03-07",
    "as-of 2023-03-04",
    "as-of 2023-03-06",
    "as-of 2023-03-07",
    "as-of 2023-03-08",
    "as-of 2023-03-06?",
    "as-of 2023-03",
    "2023-03-04/2023-03-06",
    "2023-03-05/2023-03-08",
    "2023-03-04/[2023-03-06..]",
    "2023-03/[2023-03-05..]",
    "[..2023-03-05]/[2023-03-06..]",
    "[2023-03-05..]/[..2023-03-07]",
    "2023-03-06?/",
    "/2023-03-07~",
    "2023-03-04?/2023-03-06",
    "2023-03-06/..",
    "../2023-03-05",
    "../..",
    "[..2023-03-06]/2023-03-08",
];
const PAST: i64 = i64::MIN;
const FUTURE: i64 = i64::MAX;

type Days = (i64, i64);

/// Two days more on each side than any day of the times above; a month reaches further, but bounds nothing within.
fn window() -> std::ops::RangeInclusive<i64> {
    "2023-02-27".parse::<Day>().unwrap().to_epoch_days()..="2023-03-10".parse::<Day>().unwrap().to_epoch_days()
}

static SPANS: LazyLock<Vec<Days>> = LazyLock::new(|| {
    let starts = || std::iter::once(PAST).chain(window());
    let ends = || window().chain([FUTURE]);
    starts().flat_map(|start| ends().map(move |end| (start, end))).filter(|(start, end)| start <= end).collect()
});

/// Whether a time admits a span, from the definition; where `sure`, a qualified date admits every end.
fn admits(when: When, (start, end): Days, sure: bool) -> bool {
    let days = |date: PartialDate| {
        if sure && date.is_qualified() {
            (PAST, FUTURE)
        } else {
            (date.first().to_epoch_days(), date.last().to_epoch_days())
        }
    };
    let fits = |bound: Bound, day: i64, open: i64| match bound {
        Bound::Date(date) => days(date).0 <= day && day <= days(date).1,
        Bound::OnOrBefore(date) => day <= days(date).1,
        Bound::OnOrAfter(date) => days(date).0 <= day,
        Bound::Unknown => true,
        Bound::Open => day == open,
    };
    match when.parts() {
        WhenParts::Unstated => true,
        WhenParts::AsOf(date) => start <= days(date).1 && days(date).0 <= end,
        WhenParts::Between(from, to) => {
            let seen = match (from, to) {
                (Bound::Date(_), Bound::OnOrAfter(seen)) => start <= days(seen).1,
                _ => true,
            };
            seen && fits(from, start, PAST) && fits(to, end, FUTURE)
        }
        _ => panic!("{when} is the time of an event"),
    }
}

fn admitted(whens: &[When], sure: bool) -> Vec<Days> {
    let admitted = |span: &&Days| whens.iter().all(|when| admits(*when, **span, sure));
    SPANS.iter().filter(admitted).copied().collect()
}

/// Whether some of all these times hold on a day, and whether all do.
fn expected(whens: &[When], day: i64) -> Truth {
    let covers = |(start, end): &Days| *start <= day && day <= *end;
    if !admitted(whens, false).iter().any(covers) {
        Truth::No
    } else if admitted(whens, true).iter().all(covers) {
        Truth::Yes
    } else {
        Truth::Possibly
    }
}

/// A graph of facts of one relation and ends: each has a time, a modality and a player.
fn graph(rows: &[(usize, u8, bool)]) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(words::schema());
    kg.add("person", "a").unwrap();
    kg.add("state", "n").unwrap();
    for (when, modality, via) in rows {
        let draft = fact("a", "holds", "n").when(WHENS[*when].parse().unwrap());
        let draft = match modality {
            0 => draft.planned(),
            1 => draft.denied(),
            _ => draft,
        };
        kg.assert(if *via { draft.with("via", "n") } else { draft }).unwrap();
    }
    kg
}

fn whens(answer: &Together<'_>) -> Vec<When> {
    answer.facts().iter().map(chancery::FactRef::when).collect()
}

fn ids(answer: &Together<'_>) -> Vec<FactId> {
    answer.facts().iter().map(chancery::FactRef::id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_day_is_answered_as_by_all_spans(rows in prop::collection::vec((0..WHENS.len(), 0..9_u8, prop::bool::weighted(0.2)), 1..6)) {
        let kg = graph(&rows);
        let answers = kg.view().facts("holds").together().unwrap();
        let mut seen = BTreeSet::new();
        for answer in &answers {
            let (whens, first) = (whens(answer), answer.facts()[0]);
            prop_assert!(!admitted(&whens, false).is_empty(), "{}", answer);
            prop_assert!(answer.facts().iter().all(|fact| seen.insert(fact.id())), "each fact is in one answer");
            let certain = first.modality() == Modality::Actual;
            prop_assert!(certain || whens.len() == 1, "a plan is combined with nothing");
            prop_assert_eq!(answer.truth(), first.modality().bound());
            for day in window() {
                let date: PartialDate = Day::from_epoch_days(day).unwrap().into();
                let truth = expected(&whens, day).and(first.modality().bound());
                prop_assert_eq!(answer.holds_on(date), truth, "{} on {}", answer, date);
                let days = answer.certain_days().is_some_and(|days| days.contains(date.first()));
                prop_assert_eq!(days, truth.is_yes(), "{} on {}", answer, date);
                prop_assert_eq!(answer.possible_days().contains(date.first()), truth.is_possible());
            }
            for other in answer.apart() {
                let time = other.when();
                let apart = admitted(&[&whens[..], &[time]].concat(), false).is_empty();
                let at_once = |one: &Days| admitted(&[time], true).iter().all(|two| one.0 < two.1 && two.0 < one.1);
                let wrong = apart && admitted(&whens, true).iter().all(at_once);
                prop_assert_eq!(answer.contradicting().any(|fact| fact == other), wrong, "{} {}", answer, other);
            }
            for denied in kg.view().with_modalities([Modality::Denied]).all_facts() {
                let shared = |one: &Days| admitted(&[denied.when()], false).iter().any(|two| one.0 <= two.1 && two.0 <= one.1);
                let meets = denied.players().count() == first.players().count() && admitted(&whens, false).iter().any(shared);
                prop_assert_eq!(answer.denied().contains(&denied), meets, "{} {}", answer, denied);
            }
        }
        let stated: BTreeSet<_> = kg.view().all_facts().map(|fact| fact.id()).collect();
        prop_assert_eq!(seen, stated, "no fact is left out");
        // Facts that one span agrees with are one answer, and neighbours are parted only where no span agrees with both.
        let mut states: BTreeMap<usize, Vec<&Together<'_>>> = BTreeMap::new();
        for answer in answers.iter().filter(|answer| answer.truth().is_yes()) {
            states.entry(answer.facts()[0].players().count()).or_default().push(answer);
        }
        for state in states.values() {
            let all: Vec<When> = state.iter().flat_map(|answer| whens(answer)).collect();
            prop_assert_eq!(state.len() == 1, !admitted(&all, false).is_empty());
            for pair in state.windows(2) {
                let next = [&whens(pair[0])[..], &whens(pair[1])[..1]].concat();
                prop_assert!(admitted(&next, false).is_empty(), "{} {}", pair[0], pair[1]);
                prop_assert!(pair[0].apart().count() + pair[0].facts().len() == all.len());
            }
        }
        // A view of a day has the answers that hold then.
        for day in window() {
            let date: PartialDate = Day::from_epoch_days(day).unwrap().into();
            let on = |least: Truth| -> Vec<_> {
                let held = answers.iter().filter(|answer| answer.holds_on(date) >= least);
                held.map(|answer| (ids(answer), answer.holds_on(date))).collect()
            };
            let view = kg.view().on(date).unwrap();
            let found = |view: &chancery::View<'_>| -> Vec<_> {
                view.facts("holds").together().unwrap().iter().map(|answer| (ids(answer), answer.truth())).collect()
            };
            prop_assert_eq!(found(&view), on(Truth::Possibly));
            prop_assert_eq!(found(&view.certain()), on(Truth::Yes));
        }
    }
}

/// A graph of heads of Norvia, each fact by its time, and what the facts say together.
fn heads(whens: &[&str]) -> (KnowledgeGraph, Vec<FactId>) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("report").text("She is no longer in office.")).unwrap();
    kg.add(Person, "Marsk").unwrap();
    kg.add(State, "Norvia").unwrap();
    let facts = whens.iter().map(|when| fact("marsk", HeadOfState, "norvia").when(when.parse().unwrap()));
    let ids = facts.collect::<Vec<_>>().into_iter().map(|draft| kg.assert(draft).unwrap()).collect();
    (kg, ids)
}

fn lines(kg: &KnowledgeGraph) -> Vec<String> {
    let all = kg.view().facts(HeadOfState).to("norvia").together().unwrap();
    all.iter().map(ToString::to_string).collect()
}

const STATE: &str = "marsk head-of-state-of norvia";

#[test]
fn two_terms_with_a_gap_are_two_answers() {
    let (kg, ids) =
        heads(&["2018/", "as-of 2020-05-05", "/2015", "as-of 2012-03-03", "2010-02-01/", "as-of 2026-01-24"]);
    assert_eq!(
        lines(&kg),
        [
            format!(
                "{STATE}: certainly from 2010-02-01 to 2015-01-01, possibly from 2010-02-01 to 2015-12-31; by fact #4, fact #3, fact #2"
            ),
            format!(
                "{STATE}: certainly from 2018-12-31 to 2026-01-24, possibly from 2018-01-01 on; by fact #0, fact #1, fact #5"
            ),
        ]
    );
    let terms = kg.view().facts(HeadOfState).together().unwrap();
    assert_eq!((terms[0].apart().count(), terms[0].contradicting().count()), (3, 0));
    assert_eq!(terms[1].holds_on(date("2016-06-01")), Truth::No);
    assert_eq!(terms[1].had_begun_by().map(|fact| fact.id()), Some(ids[0]));
    assert_eq!(terms[1].lasted_by().map(|fact| fact.id()), Some(ids[5]));
    // The same person may begin anew on the day on which the first term ended.
    let (kg, _) = heads(&["2010-01-01/2014-05-01", "2014-05-01/2018-05-01"]);
    let terms = kg.view().facts(HeadOfState).together().unwrap();
    assert_eq!((terms.len(), terms[0].contradicting().count()), (2, 0));
}

#[test]
fn facts_that_contradict_each_other_are_named() {
    let (kg, _) = heads(&["2010/2020", "2010/2022"]);
    assert_eq!(
        lines(&kg)[0],
        format!(
            "{STATE}: certainly from 2010-12-31 to 2020-01-01, possibly from 2010-01-01 to 2020-12-31; by fact #0; contradicted by fact #1"
        )
    );
    // She may have come back: nothing is said to be wrong.
    let (kg, _) = heads(&["/2020", "as-of 2022-02-02"]);
    let terms = kg.view().facts(HeadOfState).together().unwrap();
    assert_eq!((terms.len(), terms[0].apart().count(), terms[0].contradicting().count()), (2, 1, 0));
}

#[test]
fn what_is_planned_or_qualified_makes_no_day_certain() {
    let (mut kg, _) = heads(&["2018?/", "as-of 2022-02-02~"]);
    kg.assert(fact("marsk", HeadOfState, "norvia").between("2019", "2030").planned()).unwrap();
    assert_eq!(
        lines(&kg),
        [
            format!("{STATE}: possibly from 2018-01-01 on; by fact #0, fact #1"),
            format!("{STATE} planned: possibly from 2019-01-01 to 2030-12-31; by fact #2"),
        ]
    );
    let certain = kg.view().certain().on("2020").unwrap();
    assert!(certain.facts(HeadOfState).together().unwrap().is_empty());
}

#[test]
fn what_speaks_against_an_answer_is_listed_with_it() {
    let (mut kg, _) = heads(&["2018/"]);
    let seen = fact("marsk", HeadOfState, "norvia").as_of("2022-02-02");
    kg.assert(seen.cite("report", "no longer in office").disputes()).unwrap();
    let denied = |date: &str| fact("marsk", HeadOfState, "norvia").as_of(date).denied();
    kg.assert(denied("2020-05-05")).unwrap();
    kg.assert(denied("2001-05-05").key("early")).unwrap();
    // One source denies a day of 2001, and does not say that it was never so.
    let line = "certainly from 2018-12-31 to 2022-02-02, possibly from 2018-01-01 on; by fact #0, fact #1; \
                disputed: fact #1; denied by fact #2, fact early";
    assert_eq!(lines(&kg), [format!("{STATE}: {line}")]);
    let mut kg = kg.clone();
    kg.assert(fact("marsk", HeadOfState, "norvia").between("1990", "1995").denied()).unwrap();
    assert_eq!(lines(&kg), [format!("{STATE}: {line}")], "what is denied of other days is not against it");
}

#[test]
fn only_what_the_view_knows_is_combined() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-01").unwrap();
    for key in ["register", "report"] {
        kg.add_source(Source::new(key)).unwrap();
    }
    kg.add(Person, "Marsk").unwrap();
    kg.add(State, "Norvia").unwrap();
    kg.assert(fact("marsk", HeadOfState, "norvia").since("2018").source("register")).unwrap();
    kg.at("2026-02-01").unwrap();
    let seen = kg.assert(fact("marsk", HeadOfState, "norvia").as_of("2026-01-24").source("report")).unwrap();
    let facts = |view: chancery::View<'_>| -> Vec<usize> {
        view.facts(HeadOfState).together().unwrap().iter().map(|answer| answer.facts().len()).collect()
    };
    assert_eq!(facts(kg.view()), [2]);
    assert_eq!(facts(kg.view().known_by("2026-01-15").unwrap()), [1]);
    assert_eq!(facts(kg.view().without_sources("register").unwrap()), [1]);
    assert_eq!(facts(kg.view().from_sources("report").unwrap()), [1]);
    assert_eq!(facts(kg.view().on("2017").unwrap()), [] as [usize; 0]);
    kg.retract(seen, "").unwrap();
    assert_eq!(facts(kg.view()), [1]);
    assert_eq!(facts(kg.view().with_retracted()), [1]);
}

#[test]
fn an_assumption_of_the_view_lengthens_what_was_seen_and_no_more() {
    let (kg, _) = heads(&["2018-02-02/", "as-of 2022-02-02"]);
    let days = |kg: &KnowledgeGraph| {
        let all = kg.view().assume_holds_for(7).facts(HeadOfState).together().unwrap();
        all[0].certain_days().map(|days| days.to_string())
    };
    assert_eq!(days(&kg).as_deref(), Some("2018-02-02/2022-02-09"));
    let on =
        |date: &str| kg.view().assume_holds_for(7).on(date).unwrap().facts(HeadOfState).together().unwrap()[0].truth();
    assert_eq!((on("2022-02-09"), on("2022-02-10")), (Truth::Yes, Truth::Possibly));
    // What the facts rule out stays ruled out.
    let (kg, _) = heads(&["as-of 2022-02-02", "/2022-02-04", "2022-01-31/"]);
    assert_eq!(days(&kg).as_deref(), Some("2022-01-31/2022-02-04"));
    // The days rest on the fact of which most is assumed.
    let (kg, ids) = heads(&["2022-02/", "as-of 2022-03-02", "as-of 2022-03-30", "/2022-04"]);
    let rest_on = |view: chancery::View<'_>| {
        let all = view.facts(HeadOfState).together().unwrap();
        let days = all[0].certain_days().unwrap().to_string();
        (all.len(), days, [all[0].had_begun_by(), all[0].lasted_by()].map(|fact| fact.unwrap().id()))
    };
    assert_eq!(rest_on(kg.view()), (1, "2022-02-28/2022-04-01".to_owned(), [ids[0], ids[3]]));
    assert_eq!(rest_on(kg.view().assume_holds_for(7)), (1, "2022-02-23/2022-04-06".to_owned(), [ids[1], ids[2]]));
    // What is assumed reaches no further than what another fact says, which is then named.
    let (kg, ids) = heads(&["2022-03-01/2022-04-01", "as-of 2022-03-02", "as-of 2022-03-30"]);
    let wanted = (1, "2022-03-01/2022-04-01".to_owned(), [ids[0], ids[0]]);
    assert_eq!(rest_on(kg.view().assume_holds_for(7)), wanted);
}

#[test]
fn a_state_has_the_same_ends_and_players_in_any_order() {
    let mut kg = KnowledgeGraph::new(words::schema());
    for key in ["a", "b", "c"] {
        kg.add("person", key).unwrap();
    }
    kg.add("state", "n").unwrap();
    let holds = |via: &[&'static str]| via.iter().fold(fact("a", "holds", "n"), |draft, via| draft.with("via", *via));
    kg.assert(holds(&["b", "c"]).since("2018")).unwrap();
    kg.assert(holds(&["c", "b"]).as_of("2022")).unwrap();
    kg.assert(holds(&["b"]).as_of("2023")).unwrap();
    let all = kg.view().facts("holds").together().unwrap();
    assert_eq!(all.iter().map(|answer| answer.facts().len()).collect::<Vec<_>>(), [2, 1]);
    let held = kg.view().facts("held-by").from("n").together().unwrap();
    assert_eq!(held.len(), 2);
    // Of a symmetric relation, either end may come first.
    let (mut kg, _) = heads(&[]);
    kg.add(State, "Caldera").unwrap();
    kg.assert(fact("norvia", "borders", "caldera").since("1991")).unwrap();
    kg.assert(fact("caldera", "borders", "norvia").as_of("2020")).unwrap();
    assert_eq!(kg.view().facts("borders").from("norvia").together().unwrap().len(), 1);
}

#[test]
fn an_event_says_nothing_of_how_long_it_held() {
    let (kg, _) = heads(&[]);
    let error = kg.view().facts("visits").together().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidQuery);
    assert_eq!(error.to_string(), "visits is an event; only the facts of a state say together how long it held");
    assert_eq!(kg.view().facts("vists").together().unwrap_err().kind(), ErrorKind::UnknownRelation);
    // A relation that an open schema declared may be either: what happened on a day is combined with nothing.
    let mut kg = KnowledgeGraph::new(chancery::Schema::new().open());
    for key in ["a", "b"] {
        kg.add("thing", key).unwrap();
    }
    kg.assert(fact("a", "knows", "b").on("2020")).unwrap();
    kg.assert(fact("a", "knows", "b").on("2020")).unwrap();
    kg.assert(fact("a", "knows", "b").since("2019")).unwrap();
    assert_eq!(kg.view().facts("knows").together().unwrap().len(), 3);
}
