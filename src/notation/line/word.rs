//! Words: which texts stand bare in a line, and which need backticks.

use std::fmt;

use crate::{
    error::shown::Escaped,
    model::check_key,
    schema::{KEYWORDS, split_date},
};

/// Words that begin a line that states no fact. A key that equals one is written in backticks too.
pub(crate) const OPENERS: [&str; 15] = [
    "include",
    "open",
    "kind",
    "role",
    "relation",
    "source",
    "entity",
    "hashes",
    "begin",
    "end",
    "claim",
    "retract",
    "resolve",
    "merge",
    "keep-apart",
];

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_bare_unless_it_would_be_read_as_something_else() {
        for bare in ["tokayev", "Қазақстан", "wikidata:Q232", "1991", "in", "by", "only"] {
            assert_eq!(Word(bare).to_string(), bare);
        }
        for (key, written) in [
            ("on", "`on`"),
            ("source", "`source`"),
            ("kind", "`kind`"),
            ("open", "`open`"),
            ("", "``"),
            ("a b", "`a b`"),
            ("a`\\\n", r"`a\`\\\n`"),
            ("#a", "`#a`"),
        ] {
            assert_eq!(Word(key).to_string(), written);
        }
    }

    #[test]
    fn a_relation_may_end_in_a_date() {
        assert_eq!(RelationWord("recognized-in-1991?").to_string(), "recognized-in-1991?");
        assert_eq!(RelationWord("recognized-in-1991!").to_string(), "`recognized-in-1991!`");
        assert_eq!(RelationWord("-in-1991?").to_string(), "`-in-1991?`");
        assert_eq!(RelationWord("key").to_string(), "`key`");
    }
}
