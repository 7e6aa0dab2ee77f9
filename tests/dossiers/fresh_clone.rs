//! Guards the examples on records in a fresh clone, which has only small sets: each prints its answers from them, and
//! from the full sets if they are there. The answers are those of a plain scan of the rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use chancery::Day;

use crate::{
    outside::outside,
    run::{here, printed},
    scan::{self, Event, Historian},
};

/// What an example prints without full sets and, if they are there, with them.
fn runs(example: &str) -> Vec<String> {
    let with = |folder: PathBuf| printed(example, &[], &folder);
    let full = outside("historian").and_then(|folder| Some(folder.parent()?.to_owned()));
    let runs: Vec<_> = [Some(here("tests")), full].into_iter().flatten().map(with).collect();
    for text in &runs {
        let first = text.lines().next().unwrap_or_default();
        for word in ["missing", "not available", "no records", "skipped"] {
            assert!(!text.contains(word), "{example} says `{word}`:\n{text}");
        }
        println!("{example}: {first}");
    }
    runs
}

/// What stands between two texts.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no `{before}` in:\n{text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no `{after}` in:\n{rest}")).0
}

/// The number between two texts.
fn number(text: &str, before: &str, after: &str) -> usize {
    between(text, before, after).parse().unwrap()
}

#[test]
fn us_diplomacy_answers_from_both_sets() {
    for (text, folder) in runs("us_diplomacy").into_iter().zip(scan::historians()) {
        let rows = Historian::read(&folder);
        assert!(text.lines().next().unwrap().ends_with(&format!(": {} rows.", rows.count)), "{text}");

        let recognized = rows.recognized_in("1991");
        assert_eq!(number(&text, "Recognized by the United States in 1991: ", "\n"), recognized.len());
        for state in recognized {
            assert!(text.contains(&format!("\n  {:<14} 1991", rows.name(state))), "{state}");
        }

        assert_eq!(number(&text, "Visits that began in 1991: ", "\n"), rows.began_in("1991"));

        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (state, count) in rows.by_state() {
            *counts.entry(rows.name(state)).or_default() += count;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
        let expected: Vec<_> = counts.iter().take(8).map(|(name, count)| format!("  {count:>5}  {name}")).collect();
        assert_eq!(between(&text, "by country:\n", "\n\nWho came"), expected.join("\n"));

        let year = |cell: &str| cell.parse::<i32>().ok().filter(|year| *year != 9999);
        let gone = rows.territories.iter().filter(|row| {
            row[2] == "independent-state" && year(&row[4]).is_some_and(|end| end < 2024 && year(&row[3]) <= Some(end))
        });
        assert_eq!(number(&text, "States that are no more: ", ";"), gone.count());
        assert!(text.contains("Soviet Union") && text.contains("Armenia, Azerbaijan, Belarus, Estonia"), "{text}");
    }
}

#[test]
fn ten_questions_prints_all_answers_from_both_sets() {
    for (text, folder) in runs("ten_questions").into_iter().zip(scan::historians()) {
        assert!(
            text.lines().next().unwrap().ends_with(&format!(": {} rows.", Historian::read(&folder).count)),
            "{text}"
        );
        for n in 1..=10 {
            assert!(text.contains(&format!("\n{n}. ")), "{text}");
        }
    }
}

#[test]
fn events_answers_from_both_sets() {
    for (text, file) in runs("events").into_iter().zip(scan::event_files()) {
        let rows = scan::events(&file);
        assert!(text.lines().next().unwrap().ends_with(&format!(": {} rows.", rows.len())), "{text}");

        let visits = scan::of_relation(&rows, "Make a visit");
        let mut returned: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for ((guest, host), days) in &visits {
            let back = visits.get(&(*host, *guest)).map_or(&[][..], Vec::as_slice);
            let follows = |day: &&i64| back.iter().any(|later| (1..=30).contains(&(later - **day)));
            let count = days.iter().filter(follows).count();
            if count > 0 {
                returned.insert((guest, host), count);
            }
        }
        assert_eq!(number(&text, "Visits: ", ";"), visits.values().map(Vec::len).sum::<usize>());
        assert_eq!(number(&text, "returned within 30 days: ", "."), returned.values().sum::<usize>());
        let most = *returned.values().max().unwrap();
        let ((guest, host), _) = returned.iter().find(|(_, count)| **count == most).unwrap();
        assert!(text.contains(&format!("Most of them:\n  {most:>4}  {guest} to {host}\n")), "{text}");

        let of_two = [(*guest, *host), (*host, *guest)];
        let both = rows.iter().filter(|event| of_two.contains(&(&event.0, &event.2))).count();
        assert_eq!(number(&text, &format!("Between {guest} and {host}: "), " events"), both);

        let mut months: BTreeMap<String, usize> = BTreeMap::new();
        for event in rows.iter().filter(|event| event.0 == *guest || event.2 == *guest) {
            *months.entry(month(event)).or_default() += 1;
        }
        let busiest = between(&text, &format!("\n{guest} in "), ", its busiest month");
        assert_eq!(months.get(busiest), months.values().max());
    }
}

fn month(event: &Event) -> String {
    Day::from_epoch_days(event.3).unwrap().to_string()[..7].to_owned()
}

#[test]
fn connections_answers_from_both_sets() {
    for (text, file) in runs("connections").into_iter().zip(scan::event_files()) {
        let rows = scan::events(&file);
        assert!(between(&text, "\nRead ", "\n").ends_with(&format!(": {} rows.", rows.len())), "{text}");

        let question = between(&text, "could first have come from ", ":\n");
        let (from, rest) = question.split_once(" to ").unwrap();
        let (to, sent) = rest.split_once(", if sent on ").unwrap();
        let arrival = between(&text, "It has arrived by ", ".\n");
        assert_eq!(scan::day(arrival), first_arrival(&rows, from, to, scan::day(sent)), "{question}");

        let months: BTreeSet<_> = rows.iter().map(month).collect();
        for month in months {
            assert!(text.contains(&format!("\n  {month}  ")), "{month}:\n{text}");
        }
    }
}

/// The day on which a message can first be there, if it passes in every event, either way, and several times a day.
fn first_arrival(rows: &[Event], from: &str, to: &str, sent: i64) -> i64 {
    let mut by_day: BTreeMap<i64, Vec<[&str; 2]>> = BTreeMap::new();
    for (one, _, other, day) in rows.iter().filter(|event| event.3 >= sent) {
        by_day.entry(*day).or_default().push([one, other]);
    }
    let mut reached = BTreeSet::from([from]);
    for (day, pairs) in by_day {
        let mut before = 0;
        while before < reached.len() {
            before = reached.len();
            for pair in &pairs {
                if pair.iter().any(|one| reached.contains(one)) {
                    reached.extend(pair);
                }
            }
        }
        if reached.contains(to) {
            return day;
        }
    }
    panic!("a message from {from} never comes to {to}")
}
