//! Words: which texts stand bare in a line, and which need backticks.

use std::fmt;

use crate::{
    error::Error,
    model::{check_key, text::Escaped},
    time::PartialDate,
};

/// Words with a meaning of their own wherever a fact is told. No relation and no role has one as its name, and a key that
/// is one stands in backticks.
pub(crate) const KEYWORDS: [&str; 18] = [
    "on",
    "as-of",
    "since",
    "until",
    "between",
    "unstated",
    "planned",
    "actual",
    "cancelled",
    "denied",
    "hypothetical",
    "said-by",
    "stated",
    "inferred",
    "supports",
    "disputes",
    "confidence",
    "key",
];

/// Words that begin a line which tells no fact. A key that is one stands in backticks too.
pub(crate) const OPENERS: [&str; 8] =
    ["include", "source", "entity", "claim", "retract", "resolve", "merge", "keep-apart"];

/// A key, bare where it can be, else in backticks.
pub(crate) struct Word<'a>(pub(crate) &'a str);

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = check_key(self.0).is_ok() && !KEYWORDS.contains(&self.0) && !OPENERS.contains(&self.0);
        if bare { f.write_str(self.0) } else { Escaped::key(self.0).fmt(f) }
    }
}

/// The name of a relation, bare where it can be: also with a date at its end, as in `recognized-in-1991?`.
pub(crate) struct RelationWord<'a>(pub(crate) &'a str);

impl fmt::Display for RelationWord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dated = split_date(self.0).is_some_and(|(stem, date)| date.is_ok() && check_key(stem).is_ok());
        if dated { f.write_str(self.0) } else { Word(self.0).fmt(f) }
    }
}

/// Splits a name at its last `-in-`, and reads what is behind it as a date.
pub(crate) fn split_date(name: &str) -> Option<(&str, Result<PartialDate, Error>)> {
    let (stem, date) = name.rsplit_once("-in-")?;
    Some((stem, date.parse()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_bare_unless_it_would_be_read_as_something_else() {
        for bare in ["tokayev", "Қазақстан", "wikidata:Q232", "1991", "in", "by", "only"] {
            assert_eq!(Word(bare).to_string(), bare);
        }
        for (key, told) in [
            ("on", "`on`"),
            ("source", "`source`"),
            ("", "``"),
            ("a b", "`a b`"),
            ("a`\\\n", r"`a\`\\\n`"),
            ("#a", "`#a`"),
        ] {
            assert_eq!(Word(key).to_string(), told);
        }
    }

    #[test]
    fn a_relation_may_end_in_a_date() {
        assert_eq!(RelationWord("recognized-in-1991?").to_string(), "recognized-in-1991?");
        assert_eq!(RelationWord("recognized-in-1991!").to_string(), "`recognized-in-1991!`");
        assert_eq!(RelationWord("-in-1991?").to_string(), "`-in-1991?`");
        assert_eq!(RelationWord("key").to_string(), "`key`");
    }

    #[test]
    fn a_date_is_what_stands_behind_the_last_in() {
        let split = |name| split_date(name).map(|(stem, date)| (stem, date.ok().map(|date| date.to_string())));
        assert_eq!(split("recognized-in-1991?"), Some(("recognized", Some("1991?".to_owned()))));
        assert_eq!(split("took-part-in-in-1991-05"), Some(("took-part-in", Some("1991-05".to_owned()))));
        assert_eq!(split("took-part-in-paris"), Some(("took-part", None)));
        assert_eq!(split("located-in"), None);
    }
}
