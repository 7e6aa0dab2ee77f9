//! From the ids of a file to keys, so that two ids are never one entity.

use std::collections::{HashMap, HashSet};

use crate::model::{Fact, MAX_KEY, Node, Sha256, Value, check_key, slug};

/// The scheme of identifiers that are the ids of a file.
pub(in crate::io) const SCHEME: &str = "id";

/// The keys of the ids of a file.
#[derive(Clone, Debug, Default)]
pub(in crate::io) struct Ids {
    /// The key of each id; `None` if the id itself is the key.
    keys: HashMap<String, Option<String>>,
    /// The keys that were made from ids.
    made: HashSet<String>,
    /// The number that was last tried behind a key.
    last: HashMap<String, u32>,
    /// Whether the keys are those of facts, which are not digits alone.
    of_facts: bool,
}

impl Ids {
    /// The keys of the ids of facts. An id of digits alone, which would be a place, gets the key `id-` and the digits.
    pub(in crate::io) fn of_facts() -> Self {
        Self { of_facts: true, ..Self::default() }
    }

    fn is_key(&self, id: &str) -> bool {
        check_key(id).is_ok() && !(self.of_facts && is_place(id))
    }

    /// Sees an id, before keys are made: an id that is a valid key keeps it, wherever it stands in the file.
    pub(in crate::io) fn see(&mut self, id: &str) {
        if self.is_key(id) && !self.keys.contains_key(id) && !self.made.contains(id) {
            self.keys.insert(id.to_owned(), None);
        }
    }

    /// The key of an id. An id has the same key each time.
    pub(in crate::io) fn key(&mut self, id: &str) -> String {
        self.see(id);
        if let Some(key) = self.keys.get(id) {
            return key.clone().unwrap_or_else(|| id.to_owned());
        }
        let key =
            if self.of_facts && is_place(id) { self.another_key(&format!("id-{id}")) } else { self.another_key(id) };
        self.keys.insert(id.to_owned(), Some(key.clone()));
        key
    }

    /// A key that no id has, as a text suggests it.
    pub(in crate::io) fn another_key(&mut self, text: &str) -> String {
        // Of a text without letters and digits, and of a long one, the hash distinguishes it from all others.
        let wanted = slug(text)
            .filter(|key| self.is_key(key))
            .unwrap_or_else(|| format!("id-{:.16}", Sha256::of(text).to_string()));
        let key = self.free(wanted);
        self.made.insert(key.clone());
        key
    }

    /// Whether a text is a key that was made from another id: in the file the text itself names nothing.
    pub(in crate::io) fn is_made(&self, text: &str) -> bool {
        self.made.contains(text) && !self.keys.contains_key(text)
    }

    /// Whether an id has this key.
    pub(in crate::io) fn is_taken(&self, key: &str) -> bool {
        self.made.contains(key) || self.keys.get(key).is_some_and(Option::is_none)
    }

    fn free(&mut self, wanted: String) -> String {
        if !self.is_taken(&wanted) {
            return wanted;
        }
        let mut last = self.last.get(&wanted).copied().unwrap_or(1);
        loop {
            last += 1;
            let number = format!("-{last}");
            let key = format!("{}{number}", cut(&wanted, MAX_KEY.saturating_sub(number.len())));
            if !self.is_taken(&key) {
                self.last.insert(wanted, last);
                return key;
            }
        }
    }
}

/// The beginning of a text that has at most so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// Digits alone are the place of a fact.
fn is_place(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// The fact that keeps an id from which a key was made; `None` if the id is the key.
pub(in crate::io) fn identifier(key: &str, id: &str) -> Option<Fact> {
    if key == id {
        return None;
    }
    let text = |text: &str| Node::Value(Value::Text(text.to_owned()));
    let mut fact = Fact::new(key, "identified-by", "");
    fact.object = text(id);
    fact.roles.insert("scheme", text(SCHEME));
    Some(fact)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_with_one_slug_have_keys_of_their_own() {
        let mut ids = Ids::default();
        ids.see("c");
        let keys = ["C++", "C#", "c", "C++", "Bob", "bob", "two words", "Two Words", "c-2"].map(|id| ids.key(id));
        assert_eq!(keys, ["c-2", "c-3", "c", "c-2", "Bob", "bob", "two-words", "two-words-2", "c-2-2"]);
        assert!(ids.is_made("two-words") && !ids.is_made("c") && !ids.is_made("unseen"));
        let (odd, other) = (ids.key("?!"), ids.key("!?"));
        assert!(odd.starts_with("id-") && odd.len() == 19 && odd != other, "{odd} {other}");
    }

    #[test]
    fn the_key_of_a_fact_is_not_a_place() {
        let mut ids = Ids::of_facts();
        let keys = ["3", "id-3", "3", "e3", "(4)"].map(|id| ids.key(id));
        assert_eq!(keys[..4], ["id-3", "id-3-2", "id-3", "e3"]);
        assert!(keys[4].starts_with("id-") && keys[4] != "4");
    }

    #[test]
    fn a_numbered_key_is_no_longer_than_a_key_may_be() {
        let mut ids = Ids::default();
        for letter in ["k", "é"] {
            let text = letter.repeat(MAX_KEY / letter.len());
            let keys = [
                ids.key(&text),
                ids.key(&text.to_uppercase()),
                ids.key(&format!("{text}!")),
                ids.key(&format!("{text}?")),
            ];
            assert_eq!(keys[0], text);
            for key in &keys {
                assert!(check_key(key).is_ok() && keys.iter().filter(|other| *other == key).count() == 1, "{key}");
            }
            assert!(keys[3].ends_with("-3") && keys[3].starts_with(&text[..MAX_KEY - 4]), "{}", keys[3]);
        }
    }

    #[test]
    fn the_id_is_kept_where_it_is_not_the_key() {
        assert_eq!(identifier("bob", "bob"), None);
        let kept = identifier("c-2", "C++").map(|fact| fact.to_string());
        assert_eq!(kept.as_deref(), Some("c-2 identified-by \"C++\" scheme \"id\""));
    }

    proptest! {
        #[test]
        fn two_ids_never_have_one_key(list in prop::collection::vec("[aA]{1,2}[ -]?[-+#1-3]{0,2}|[?!]{0,2}", 0..30), seen in 0usize..30) {
            let mut ids = Ids::default();
            list.iter().take(seen).for_each(|id| ids.see(id));
            let mut found: HashMap<String, String> = HashMap::new();
            for id in &list {
                let key = ids.key(id);
                prop_assert!(check_key(&key).is_ok());
                prop_assert_eq!(found.entry(key).or_insert_with(|| id.clone()), id);
            }
        }
    }
}
