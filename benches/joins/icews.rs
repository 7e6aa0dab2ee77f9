//! ICEWS14: a year of dated events between political actors; subject, relation, object, date, parted by tabs.

use std::{collections::HashMap, fs};

use chancery::Day;

use super::{generated::Event, lsqb::folder};

/// The events and the names of the relations, numbered as they come; nothing if the file is not there.
pub fn read() -> Option<(Vec<Event>, Vec<String>)> {
    let text = fs::read_to_string(folder().join("icews14/events.tsv")).ok()?;
    let (mut actors, mut relations): (HashMap<&str, u32>, HashMap<&str, u16>) = Default::default();
    let mut names = Vec::new();
    let first = Day::new(2014, 1, 1).unwrap().to_epoch_days();
    let events = text.lines().map(|line| {
        let [subject, relation, object, date]: [&str; 4] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let next = actors.len() as u32;
        let subject = *actors.entry(subject).or_insert(next);
        let next = actors.len() as u32;
        let object = *actors.entry(object).or_insert(next);
        let next = relations.len() as u16;
        let relation = *relations.entry(relation).or_insert_with(|| {
            names.push(relation.to_owned());
            next
        });
        let day = date.parse::<Day>().unwrap().to_epoch_days() - first;
        Event { subject, relation, object, day: u16::try_from(day).unwrap() }
    });
    let events = events.collect();
    Some((events, names))
}
