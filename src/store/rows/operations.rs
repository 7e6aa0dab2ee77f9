//! The order in which a transaction recorded its rows, as a text: `source 1, entity 2, fact 1`.

use std::fmt::Write;

use crate::{error::Error, store::failure::corrupt, tables::Op};

const NAMES: [(Op, &str); 6] = [
    (Op::Source, "source"),
    (Op::Entity, "entity"),
    (Op::Assert, "fact"),
    (Op::Claim, "claim"),
    (Op::Alter, "alteration"),
    (Op::Gone, "gone"),
];

/// The text of runs.
pub(super) fn to_text(runs: impl Iterator<Item = (Op, u32)>) -> String {
    let mut text = String::new();
    for (op, count) in runs {
        let name = NAMES.iter().find(|(known, _)| *known == op).map_or("", |(_, name)| name);
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(text, "{comma}{name} {count}");
    }
    text
}

/// The runs of a text.
pub(super) fn from_text(text: &str) -> Result<Vec<(Op, u32)>, Error> {
    let run = |run: &str| {
        let (name, count) = run.split_once(' ')?;
        let (op, _) = NAMES.iter().find(|(_, known)| *known == name)?;
        Some((*op, count.parse().ok().filter(|count| *count > 0)?))
    };
    let runs = text.split(", ").map(run).collect::<Option<Vec<_>>>();
    runs.ok_or_else(|| {
        corrupt(format!("`{}` is not a list of rows, such as `entity 2, fact 1`", crate::error::shown::as_found(text)))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_read_back_and_others_refused() {
        let runs = [(Op::Source, 1), (Op::Assert, 200), (Op::Gone, 3)];
        let text = to_text(runs.into_iter());
        assert_eq!(text, "source 1, fact 200, gone 3");
        assert_eq!(from_text(&text).unwrap(), runs);
        for text in ["", "fact", "fact 0", "fact 1,", "fakt 1", "fact -1", "fact 4294967296", "fact 1 2"] {
            assert!(from_text(text).is_err(), "{text}");
        }
    }
}
