//! Guards the guide on asking: the ten questions have the answers that a plain scan of the rows gives, on the small sets
//! of the repository and on the full ones.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
};

use crate::{
    outside::outside,
    run::here,
    scan::{self, Historian, days},
};

#[path = "../../examples/ten_questions/diplomacy.rs"]
mod diplomacy;
#[path = "../../examples/ten_questions/questions.rs"]
mod questions;
#[path = "../../examples/records/mod.rs"]
mod records;

use records::{events, historian::Tables};

/// The lines of an answer, and how many lines it says that there are more.
fn lines(answer: &str) -> (Vec<&str>, usize) {
    let mut lines: Vec<_> = answer.lines().collect();
    let more = lines.last().and_then(|line| line.strip_prefix("… ")?.strip_suffix(" more")?.parse().ok());
    lines.truncate(lines.len() - usize::from(more.is_some()));
    (lines, more.unwrap_or(0))
}

/// Checks an answer that begins with its size and shows some rows; with `in_order`, the first of the expected.
fn agrees(answer: &str, expected: &[String], in_order: bool) {
    let (shown, more) = lines(answer);
    let certain = expected.iter().filter(|row| row.starts_with("certainly: ")).count();
    assert_eq!(shown[0], format!("{certain} certain, {} possible", expected.len() - certain), "{answer}");
    let shown = &shown[1..];
    assert_eq!(shown.len() + more, expected.len(), "{answer}");
    assert!(!expected.is_empty(), "a question without an answer shows nothing");
    if in_order {
        assert_eq!(shown, &expected[..shown.len()]);
    } else {
        for row in shown {
            assert!(expected.iter().any(|one| one == row), "not expected: {row}");
        }
    }
}

/// Checks the counts of groups: the largest first, each with its count. Groups of one size may come in any order.
fn counts_agree(answer: &str, expected: &BTreeMap<String, usize>) {
    let (shown, more) = lines(answer);
    assert_eq!(shown.len() + more, expected.len(), "{answer}");
    let mut largest: Vec<_> = expected.values().copied().collect();
    largest.sort_unstable_by(|a, b| b.cmp(a));
    assert!(!shown.is_empty());
    for (line, count) in shown.iter().zip(largest) {
        let name = line.strip_suffix(&format!(": {count} certain, 0 possible")).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(expected.get(name), Some(&count), "{line}");
    }
}

fn certainly(name: impl AsRef<str>) -> String {
    format!("certainly: {}", name.as_ref())
}

#[test]
fn the_answers_on_diplomacy_are_those_of_the_rows() {
    for folder in scan::historians() {
        let rows = Historian::read(&folder);
        let tables = Tables::read(&folder).unwrap();
        assert_eq!(tables.count(), rows.count);
        let kg = diplomacy::graph(&tables).unwrap();

        assert_eq!(questions::visits_in_1991(&kg).unwrap(), rows.began_in("1991").to_string());

        let counts = rows.by_state().into_iter().map(|(state, count)| (rows.name(state), count)).collect();
        counts_agree(&questions::most_visits(&kg).unwrap(), &counts);

        let recognized: BTreeSet<_> = rows.recognized_in("1991").into_iter().map(|state| rows.name(state)).collect();
        let expected: Vec<_> = recognized.iter().map(certainly).collect();
        assert_eq!(questions::recognized_in_1991(&kg).unwrap().lines().collect::<Vec<_>>(), expected);

        let expected = received_within_a_year(&rows);
        agrees(&questions::visited_within_a_year(&kg).unwrap(), &expected, false);

        let recognized: BTreeSet<_> = rows.recognitions.iter().map(|(state, _)| state.as_str()).collect();
        let never = recognized.into_iter().filter(|state| !rows.by_state().contains_key(state));
        let mut expected: Vec<_> = never.map(|state| certainly(rows.name(state))).collect();
        expected.sort();
        agrees(&questions::never_visited(&kg).unwrap(), &expected, true);

        let mut expected: Vec<_> = rows.recognized_in("1991").into_iter().flat_map(|it| first_of(&rows, it)).collect();
        expected.sort();
        assert_eq!(questions::first_visits(&kg).unwrap().lines().collect::<Vec<_>>(), expected);

        together_agrees(&questions::together_in_1991(&kg).unwrap(), &rows);

        let mut expected: Vec<_> =
            rows.came_of("ottoman-empire-1922").into_iter().map(|one| certainly(rows.name(one))).collect();
        expected.sort();
        agrees(&questions::came_of_the_ottomans(&kg).unwrap(), &expected, true);
    }
}

/// Each leader who came within 365 days of the recognition of the state: certainly if on whatever day of its date that
/// was.
fn received_within_a_year(rows: &Historian) -> Vec<String> {
    let mut found: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for (state, date) in &rows.recognitions {
        let (first, last) = days(date);
        for visit in rows.visits.iter().filter(|visit| visit.state == *state) {
            let within = |recognized: i64| (0..=365).contains(&(visit.first - recognized));
            if (first..=last).any(within) {
                *found.entry((state, &visit.leader)).or_default() |= (first..=last).all(within);
            }
        }
    }
    let row = |((state, leader), certain): ((&str, &str), bool)| {
        format!("{}: {}, {leader}", if certain { "certainly" } else { "possibly" }, rows.name(state))
    };
    found.into_iter().map(row).collect()
}

/// The rows on who was the first to come from a state.
fn first_of(rows: &Historian, state: &str) -> BTreeSet<String> {
    let visits = || rows.visits.iter().filter(|visit| visit.state == state);
    let first = visits().map(|visit| visit.first).min();
    let leaders: BTreeSet<_> =
        visits().filter(|visit| Some(visit.first) == first).map(|visit| visit.leader.as_str()).collect();
    let row = |leader| certainly(format!("{}, {leader}", rows.name(state)));
    if leaders.is_empty() { BTreeSet::from([row("-")]) } else { leaders.into_iter().map(row).collect() }
}

/// Pairs of states of which a leader was there on the same day, in visits that touch 1991. Either of a pair may come first.
fn together_agrees(answer: &str, rows: &Historian) {
    let (first, last) = days("1991");
    let visits: Vec<_> = rows.visits.iter().filter(|visit| visit.first <= last && visit.last >= first).collect();
    let mut pairs: BTreeSet<[&str; 2]> = BTreeSet::new();
    for (one, other) in visits.iter().flat_map(|one| visits.iter().map(move |other| (one, other))) {
        if one.state < other.state && one.first <= other.last && other.first <= one.last {
            pairs.insert([&one.state, &other.state]);
        }
    }
    let (shown, more) = lines(answer);
    assert_eq!(shown[0], format!("{} certain, 0 possible", pairs.len()));
    assert!(pairs.len() > 10 && shown.len() - 1 + more == pairs.len(), "{answer}");
    let names: BTreeSet<_> =
        pairs.iter().flat_map(|[a, b]| [[a, b], [b, a]]).map(|pair| pair.map(|s| rows.name(s))).collect();
    for row in &shown[1..] {
        assert!(names.iter().any(|[a, b]| **row == certainly(format!("{a}, {b}"))), "not expected: {row}");
    }
}

#[test]
fn the_answers_on_events_are_those_of_the_rows() {
    for file in scan::event_files() {
        let text = fs::read_to_string(&file).unwrap();
        let kg = events::graph(&events::rows(&text).unwrap()).unwrap();
        let rows = scan::events(&file);

        let hostings = scan::of_relation(&rows, "Host a visit");
        let (mut answered, mut pairs) = (0, 0);
        for (guest, _, host, day) in rows.iter().filter(|event| event.1 == "Make a visit") {
            let back = hostings.get(&(host.as_str(), guest.as_str())).map_or(&[][..], Vec::as_slice);
            let count = back.iter().filter(|hosted| (0..=7).contains(&(**hosted - day))).count();
            answered += usize::from(count > 0);
            pairs += count;
        }
        assert!(answered > 0);
        let expected = format!("{answered} visits, {pairs} certain, 0 possible");
        assert_eq!(questions::answered_in_7_days(&kg).unwrap(), expected);

        let (praise, blame) = ("Praise or endorse", "Criticize or denounce");
        let blamed = scan::of_relation(&rows, blame);
        let mut consulted: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for (one, other) in scan::of_relation(&rows, "Consult").into_keys() {
            consulted.entry(one).or_default().insert(other);
        }
        let mut expected = BTreeMap::new();
        for ((one, other), praised) in scan::of_relation(&rows, praise) {
            let back = blamed.get(&(other, one)).map_or(&[][..], Vec::as_slice);
            let follows = praised.iter().any(|praise| back.iter().any(|blame| (1..=30).contains(&(blame - praise))));
            let (Some(mine), Some(theirs)) = (consulted.get(one), consulted.get(other)) else { continue };
            let partners = mine.intersection(theirs).count();
            if follows && one != other && partners > 0 {
                expected.insert(format!("{one}, {other}"), partners);
            }
        }
        let answer = questions::praise_and_blame(&kg).unwrap();
        let (size, groups) = answer.split_once('\n').unwrap();
        assert_eq!(size, format!("{} pairs", expected.len()));
        counts_agree(groups, &expected);
    }
}

#[test]
fn every_question_has_an_answer_in_the_repository() {
    let diplomacy = diplomacy::graph(&Tables::read(&here("data/historian")).unwrap()).unwrap();
    let text = fs::read_to_string(here("data/events/made-up.tsv")).unwrap();
    let events = events::graph(&events::rows(&text).unwrap()).unwrap();
    let answers = questions::all(&diplomacy, &events).unwrap();
    assert_eq!(answers.len(), 10);
    for (question, answer) in answers {
        assert!(
            answer.chars().any(|c| matches!(c, '1'..='9')) || answer.contains("certainly: "),
            "{question} {answer}"
        );
    }
}

#[test]
fn a_row_without_four_cells_is_an_error_that_names_its_line() {
    let error = events::rows("# a comment\na\tmet\tb\t2031-01-01\na\tmet\tb\n").unwrap_err();
    assert_eq!(error, "line 3 has 3 cells; 4 are expected");
}

#[test]
fn figures_that_the_tables_are_known_for() {
    let Some(full) = outside("historian") else { return };
    let rows = Historian::read(&full);
    assert_eq!(rows.began_in("1991"), 58);
    assert_eq!((rows.by_state()["israel"], rows.by_state()["united-kingdom"]), (127, 116));
}
