//! The list of scenarios that do not pass, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

/// A scenario, by path and name, or one of its examples.
pub type Key = (String, String);

/// Reasons that begin so excuse an answer that is not the expected one. Other reasons excuse only that the query is refused,
/// or that it cannot be set up.
pub const DIFFERS: &str = "differs";

/// The excuses of a scenario: for all its examples, or for some by number.
#[derive(Debug, Default)]
pub struct Excused {
    all: BTreeMap<Key, String>,
    some: BTreeMap<Key, BTreeMap<usize, String>>,
}

impl Excused {
    /// Reads lines of `path · name · reason` and `path · name [example 3] · reason`. Lines that begin with `#` are comments.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut excused = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let wrong = || format!("expected `path · name · reason`, found `{line}`");
            let (path, rest) = line.split_once(" · ").ok_or_else(wrong)?;
            let (name, reason) = rest.rsplit_once(" · ").ok_or_else(wrong)?;
            let example = name.strip_suffix(']').and_then(|name| name.rsplit_once(" [example "));
            let twice = match example {
                Some((name, number)) => {
                    let number = number.parse().map_err(|_| wrong())?;
                    let some = excused.some.entry((path.to_owned(), name.to_owned())).or_default();
                    some.insert(number, reason.to_owned()).is_some()
                }
                None => excused.all.insert((path.to_owned(), name.to_owned()), reason.to_owned()).is_some(),
            };
            if twice {
                return Err(format!("is excused twice: `{line}`"));
            }
        }
        match excused.some.keys().find(|key| excused.all.contains_key(*key)) {
            Some((path, name)) => Err(format!("all of it is excused, and an example: `{path} · {name}`")),
            None => Ok(excused),
        }
    }

    /// The reason for a scenario.
    pub fn reason(&self, key: &Key, example: Option<usize>) -> Option<&str> {
        let of_example = || self.some.get(key)?.get(&example?);
        self.all.get(key).or_else(of_example).map(String::as_str)
    }

    /// The excuses that name no scenario.
    pub fn stale(&self, there: &BTreeSet<(Key, Option<usize>)>) -> Vec<String> {
        let names: BTreeSet<&Key> = there.iter().map(|(key, _)| key).collect();
        let all = self.all.keys().filter(|key| !names.contains(key)).map(|key| line(key, None));
        let some = self.some.iter().flat_map(|(key, some)| some.keys().map(move |number| (key, Some(*number))));
        let some = some.filter(|(key, number)| !there.contains(&((*key).clone(), *number)));
        all.chain(some.map(|(key, number)| line(key, number))).collect()
    }
}

/// How a scenario is written in the list.
pub fn line((path, name): &Key, example: Option<usize>) -> String {
    match example {
        Some(number) => format!("{path} · {name} [example {number}]"),
        None => format!("{path} · {name}"),
    }
}

#[test]
fn excuses_are_read() {
    let excused =
        Excused::parse("# head\n\na.feature · [1] One · writes\na.feature · [2] Two [x] [example 3] · r\n").unwrap();
    let key = |name: &str| ("a.feature".to_owned(), name.to_owned());
    assert_eq!(excused.reason(&key("[1] One"), None), Some("writes"));
    assert_eq!(excused.reason(&key("[1] One"), Some(7)), Some("writes"));
    assert_eq!(excused.reason(&key("[2] Two [x]"), Some(3)), Some("r"));
    assert_eq!(excused.reason(&key("[2] Two [x]"), Some(2)), None);
    let there = BTreeSet::from([(key("[1] One"), Some(1)), (key("[2] Two [x]"), Some(2))]);
    assert_eq!(excused.stale(&there), ["a.feature · [2] Two [x] [example 3]"]);
    for wrong in ["a · b", "a · b · c\na · b · d", "a · b [example 1] · c\na · b · c", "a · b [example x] · c"]
    {
        assert!(Excused::parse(wrong).is_err(), "{wrong}");
    }
}
