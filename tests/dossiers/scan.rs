//! The records as plain rows, and what is counted from them without a graph.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
};

use chancery::{Day, PartialDate};

use crate::{outside::outside, run::here};

/// The folder of the sample, and that of the full tables if it is there.
pub(crate) fn historians() -> Vec<PathBuf> {
    [Some(here("data/historian")), outside("historian")].into_iter().flatten().collect()
}

/// The file of made-up events, and that of ICEWS14 if it is there.
pub(crate) fn event_files() -> Vec<PathBuf> {
    [Some(here("data/events/made-up.tsv")), outside("icews14/events.tsv")].into_iter().flatten().collect()
}

/// The cells of the rows of a table behind its header.
pub(crate) fn table(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The number of a day, such as `1991-12-25`.
pub(crate) fn day(text: &str) -> i64 {
    text.parse::<Day>().unwrap().to_epoch_days()
}

pub(crate) struct Visit {
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) start: String,
    pub(crate) leader: String,
    pub(crate) state: String,
}

pub(crate) struct Historian {
    pub(crate) visits: Vec<Visit>,
    /// The state and the date of each recognition that is dated.
    pub(crate) recognitions: Vec<(String, String)>,
    pub(crate) territories: Vec<Vec<String>>,
    pub(crate) lineage: Vec<Vec<String>>,
    /// The names of states and territories.
    names: HashMap<String, String>,
    /// How many rows the tables have.
    pub(crate) count: usize,
}

impl Historian {
    pub(crate) fn read(folder: &Path) -> Self {
        let [visits, recognition, territories, lineage] =
            ["visits_to_us.tsv", "recognition_timeline.tsv", "territories.tsv", "territory_lineage.tsv"]
                .map(|name| table(folder, name));
        let count = visits.len() + recognition.len() + territories.len() + lineage.len();
        let mut names: HashMap<_, _> = territories.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        for row in &visits {
            names.entry(row[4].clone()).or_insert_with(|| row[5].clone());
        }
        let dated = recognition.iter().filter(|row| row[1] == "recognition" && !row[3].is_empty());
        let recognitions = dated.map(|row| (row[0].clone(), row[3].clone())).collect();
        let visit = |row: &Vec<String>| Visit {
            first: day(&row[1]),
            last: day(&row[2]),
            start: row[1].clone(),
            leader: row[3].clone(),
            state: row[4].clone(),
        };
        Self { visits: visits.iter().map(visit).collect(), recognitions, territories, lineage, names, count }
    }

    /// The name of a state: of the register, else of the visits, else made from the id.
    pub(crate) fn name(&self, state: &str) -> String {
        self.names.get(state).cloned().unwrap_or_else(|| state.replace('-', " "))
    }

    pub(crate) fn began_in(&self, year: &str) -> usize {
        self.visits.iter().filter(|visit| visit.start.starts_with(year)).count()
    }

    /// How many visits there were from each state, by its id.
    pub(crate) fn by_state(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for visit in &self.visits {
            *counts.entry(visit.state.as_str()).or_default() += 1;
        }
        counts
    }

    pub(crate) fn recognized_in(&self, year: &str) -> BTreeSet<&str> {
        let in_year = self.recognitions.iter().filter(|(_, date)| date.starts_with(year));
        in_year.map(|(state, _)| state.as_str()).collect()
    }

    /// What came of a territory, step by step, by the rows on successors and on predecessors.
    pub(crate) fn came_of<'s>(&'s self, territory: &'s str) -> BTreeSet<&'s str> {
        let (mut found, mut open) = (BTreeSet::new(), vec![territory]);
        while let Some(one) = open.pop() {
            for row in &self.lineage {
                let (earlier, later) = if row[1] == "successors" { (&row[0], &row[2]) } else { (&row[2], &row[0]) };
                if earlier == one && found.insert(later.as_str()) {
                    open.push(later);
                }
            }
        }
        found
    }
}

/// The first and last day of a date that may be a year or a month.
pub(crate) fn days(date: &str) -> (i64, i64) {
    let date: PartialDate = date.parse().unwrap();
    (date.first().to_epoch_days(), date.last().to_epoch_days())
}

/// Subject, relation, object and day.
pub(crate) type Event = (String, String, String, i64);

pub(crate) fn events(file: &Path) -> Vec<Event> {
    let text = fs::read_to_string(file).unwrap();
    let event = |line: &str| {
        let cells: Vec<_> = line.split('\t').collect();
        (cells[0].to_owned(), cells[1].to_owned(), cells[2].to_owned(), day(cells[3]))
    };
    text.lines().filter(|line| !line.starts_with('#')).map(event).collect()
}

/// The events of a relation, by subject and object.
pub(crate) fn of_relation<'e>(events: &'e [Event], relation: &str) -> HashMap<(&'e str, &'e str), Vec<i64>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for (subject, _, object, day) in events.iter().filter(|event| event.1 == relation) {
        found.entry((subject.as_str(), object.as_str())).or_default().push(*day);
    }
    found
}
