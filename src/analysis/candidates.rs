//! Pairs of entities that may be the same, with the reasons. They are suggestions; nothing is merged.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::{
    error::shown::{Shown, as_found},
    model::{FactId, RelationId, Value, fold},
    schema::{RoleTerm, base},
    time::Truth,
    view::{NodeRef, View},
};

/// The least similarity of two names that counts as a reason, from 0 to 1.
const ALIKE: f64 = 0.9;

/// Two entities that may be the same.
#[derive(Clone, Debug)]
pub struct Candidate<'g> {
    /// The entity that was recorded first.
    pub entity: NodeRef<'g>,
    /// The entity that was recorded later.
    pub other: NodeRef<'g>,
    /// The reasons, the strongest first. There is at least one.
    pub reasons: Vec<Reason>,
}

/// A reason why two entities may be the same.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// They have the same identifier.
    Identifier {
        /// The scheme of the identifier, such as `wikidata`.
        scheme: String,
        /// The identifier that both have.
        code: String,
    },
    /// They share a name or alias, apart from case, diacritics and white space.
    Name(String),
    /// They have similar names.
    Alike {
        /// A name of the first entity.
        name: String,
        /// A name of the second entity.
        other: String,
        /// The similarity, below 1.
        likeness: f64,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identifier { scheme, code } => {
                write!(f, "both have the identifier {} of {}", Shown(code), Shown(scheme))
            }
            Self::Name(name) => write!(f, "both are named `{}`", as_found(name)),
            Self::Alike { name, other, likeness } => {
                write!(f, "`{}` is similar to `{}` ({likeness:.2})", as_found(name), as_found(other))
            }
        }
    }
}

/// What is compared: the names of an entity, folded and as written, and its identifiers.
#[derive(Default)]
struct Known {
    names: BTreeMap<String, String>,
    identifiers: BTreeSet<(String, String)>,
}

impl<'g> View<'g> {
    /// Pairs of entities of the view that may be the same: they share an identifier or a name, or have similar names.
    /// Pairs with the strongest reasons come first, then those recorded first.
    ///
    /// Pairs that the graph would refuse to [merge](crate::KnowledgeGraph::merge) are left out. These are entities that
    /// are kept apart, whose kinds are neither the same nor one under the other, or that have different identifiers of
    /// one scheme and none in common.
    ///
    /// Names are the first names of entities, and the aliases in facts of `also-known-as` in the view. Identifiers are
    /// those in facts of `identified-by` in the view. To compare two names, each word of the shorter one is paired with
    /// the most similar word that is left of the longer one. Equal words count 1, a word and its initial 0.9, and other
    /// words their Jaro–Winkler similarity. Two names are similar if the average is at least 0.9. A name of one word is
    /// compared only with other names of one word. Only names that share the first three letters of a word are
    /// compared, so the cost grows with the square of the largest group of such names.
    ///
    /// Of *n* entities with one name, there are *n* · (*n* − 1) / 2 pairs:
    /// [`strongest_candidates`](Self::strongest_candidates) returns only so many.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, diplomacy::{self, Person, State}, entity};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev"))?;
    /// kg.add(Person, entity("Kassym-Jomart Tokaev").key("tokaev"))?;
    /// kg.add(State, entity("Tokayev").key("no-person"))?;
    ///
    /// let found = kg.view().candidates();
    /// assert_eq!((found.len(), found[0].entity.key(), found[0].other.key()), (1, Some("tokayev"), Some("tokaev")));
    /// assert_eq!(found[0].reasons[0].to_string(), "`Kassym-Jomart Tokayev` is similar to `Kassym-Jomart Tokaev` (0.99)");
    /// kg.merge("tokaev", "tokayev", "two spellings")?;
    /// assert!(kg.view().candidates().is_empty());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate<'g>> {
        self.strongest_candidates(usize::MAX)
    }

    /// At most so many pairs of entities that may be the same: the first ones of [`candidates`](Self::candidates). It
    /// keeps no more pairs than these in memory, and compares only those that may be among them.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, diplomacy::{self, Person}, entity};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// for key in ["a", "b", "c"] {
    ///     kg.add(Person, entity("John Smith").key(key))?;
    /// }
    /// assert_eq!((kg.view().candidates().len(), kg.view().strongest_candidates(2).len()), (3, 2));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn strongest_candidates(&self, most: usize) -> Vec<Candidate<'g>> {
        let kg = self.graph();
        let known: BTreeMap<u32, Known> =
            self.entities().map(|node| (node.id().index(), self.compared(node))).collect();
        let mut groups: BTreeMap<(u8, &str, &str), Vec<u32>> = BTreeMap::new();
        for (node, known) in &known {
            let identifiers = known.identifiers.iter().map(|(scheme, code)| (0, scheme.as_str(), code.as_str()));
            let names = known.names.keys().map(|name| (1, name.as_str(), ""));
            let words = known.names.keys().flat_map(|name| words(name)).filter_map(head).map(|head| (2, head, ""));
            for group in identifiers.chain(names).chain(words).collect::<BTreeSet<_>>() {
                groups.entry(group).or_default().push(*node);
            }
        }
        // With the strength of the reason that a group may be.
        let mut groups_of: BTreeMap<u32, Vec<(f64, &[u32])>> = BTreeMap::new();
        for ((why, ..), group) in groups.iter().filter(|(_, group)| group.len() > 1) {
            let greatest = [IDENTIFIER, NAME].get(usize::from(*why)).copied().unwrap_or(1.0);
            for node in group {
                groups_of.entry(*node).or_default().push((greatest, group));
            }
        }
        // The strongest first, then those recorded first. The bits of numbers that are not negative have the order of
        // the numbers.
        let place = |strength: f64, one: u32, other: u32| (Reverse(strength.to_bits()), one, other);
        let mut found: BTreeMap<(Reverse<u64>, u32, u32), Vec<Reason>> = BTreeMap::new();
        for (one, groups) in groups_of {
            let is_last = |found: &BTreeMap<_, _>, strength: f64, other: u32| {
                let last = found.last_key_value().filter(|_| found.len() >= most);
                most == 0 || last.is_some_and(|(last, _)| place(strength, one, other) > *last)
            };
            // Where even the strongest reason is too weak, nobody is compared.
            let wanted = groups.iter().filter(|(greatest, _)| !is_last(&found, *greatest, one));
            let mut others: Vec<u32> = wanted.flat_map(|(_, group)| later(group, one)).copied().collect();
            others.sort_unstable();
            others.dedup();
            let Some(of_one) = known.get(&one) else { continue };
            for other in others {
                let Some(of_other) = known.get(&other) else { continue };
                if is_last(&found, greatest_strength(of_one, of_other), other) {
                    continue;
                }
                let reasons = reasons(of_one, of_other);
                let strength = strength(&reasons);
                if reasons.is_empty() || is_last(&found, strength, other) || !kg.may_be_one(one, other) {
                    continue;
                }
                found.insert(place(strength, one, other), reasons);
                if found.len() > most {
                    found.pop_last();
                }
            }
        }
        let node = |node: u32| NodeRef::new(kg, node);
        let candidate = |((_, one, other), reasons)| Candidate { entity: node(one), other: node(other), reasons };
        found.into_iter().map(candidate).collect()
    }

    /// The names and identifiers of an entity and of those merged with it.
    fn compared(&self, node: NodeRef<'g>) -> Known {
        let kg = self.graph();
        let mut known = Known::default();
        let mut name = |name: &str| {
            known.names.entry(fold(name)).or_insert_with(|| name.to_owned());
        };
        node.merged().chain([node]).filter_map(|node| node.name()).for_each(&mut name);
        for (value, _) in self.said_of_node(node, kg.schema().bind::<base::AlsoKnownAs>()) {
            if let Value::Text(text) = value {
                name(text);
            }
        }
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            other => other.to_string(),
        };
        let by = kg.schema().role(base::Scheme.role_name()).ok();
        for (code, fact) in self.said_of_node(node, kg.schema().bind::<base::IdentifiedBy>()) {
            let schemes = by.into_iter().flat_map(|by| kg.tables().players_of(fact, by));
            let schemes = schemes.filter_map(|scheme| kg.tables().value_of(scheme));
            known.identifiers.extend(schemes.map(|scheme| (text(scheme), text(code))));
        }
        known
    }

    /// The values that possible facts of the view state of an entity.
    fn said_of_node(
        &self,
        node: NodeRef<'g>,
        relation: Option<RelationId>,
    ) -> impl Iterator<Item = (&'g Value, FactId)> + '_ {
        let kg = self.graph();
        let groups = relation.map(|relation| kg.tables().outgoing().group(node.id().index(), relation.index()).iter());
        let facts = groups.into_iter().flatten().map(|(value, fact)| (value, FactId::new(fact)));
        let said = facts.filter(|(_, fact)| self.filter().ask(kg, *fact).is_some_and(Truth::is_possible));
        said.filter_map(|(value, fact)| Some((kg.tables().value_of(value)?, fact)))
    }
}

/// The nodes of a group after one of them. The group is in order.
fn later(group: &[u32], one: u32) -> &[u32] {
    group.get(group.partition_point(|node| *node <= one)..).unwrap_or_default()
}

/// The first letters of a word, which group the names that are compared.
fn head(word: &str) -> Option<&str> {
    let end = word.char_indices().nth(2).map(|(at, c)| at + c.len_utf8())?;
    word.get(..end)
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The reasons why two entities may be the same, the strongest first.
fn reasons(one: &Known, other: &Known) -> Vec<Reason> {
    #[cfg(test)]
    COMPARED.set(COMPARED.get() + 1);
    let both = one.identifiers.intersection(&other.identifiers);
    let mut reasons: Vec<_> =
        both.map(|(scheme, code)| Reason::Identifier { scheme: scheme.clone(), code: code.clone() }).collect();
    let shared = one.names.iter().filter(|(folded, _)| other.names.contains_key(*folded));
    reasons.extend(shared.map(|(_, name)| Reason::Name(name.clone())));
    let mut best: Option<(f64, &String, &String)> = None;
    for (folded, name) in &one.names {
        for (other_folded, other_name) in &other.names {
            let likeness = if folded == other_folded { 0.0 } else { likeness(folded, other_folded) };
            if likeness >= ALIKE && best.is_none_or(|(most, ..)| likeness > most) {
                best = Some((likeness, name, other_name));
            }
        }
    }
    if let (true, Some((likeness, name, other))) = (reasons.iter().all(|r| !matches!(r, Reason::Name(_))), best) {
        reasons.push(Reason::Alike { name: name.clone(), other: other.clone(), likeness });
    }
    reasons
}

/// The strength of a common identifier, and of a common name. That of similar names is their likeness, at most 1.
const IDENTIFIER: f64 = 3.0;
const NAME: f64 = 2.0;

fn strength(reasons: &[Reason]) -> f64 {
    let of = |reason: &Reason| match reason {
        Reason::Identifier { .. } => IDENTIFIER,
        Reason::Name(_) => NAME,
        Reason::Alike { likeness, .. } => *likeness,
    };
    reasons.iter().map(of).fold(0.0, f64::max)
}

/// The strength of the strongest reason that there may be, without comparing names.
fn greatest_strength(one: &Known, other: &Known) -> f64 {
    if one.identifiers.is_empty() || other.identifiers.is_empty() { NAME } else { IDENTIFIER }
}

/// The similarity of two folded names, from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let (mut short, mut long): (Vec<&str>, Vec<&str>) = (words(one).collect(), words(other).collect());
    let heads = |words: &[&str]| words.iter().filter_map(|word| head(word).map(str::to_owned)).collect::<BTreeSet<_>>();
    if heads(&short).is_disjoint(&heads(&long)) || (short.len() == 1) != (long.len() == 1) {
        return 0.0;
    }
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    let (count, mut sum) = (short.len(), 0.0);
    for word in short {
        let mut best: Option<(f64, usize)> = None;
        for (at, candidate) in long.iter().enumerate() {
            let like = of_words(word, candidate);
            if best.is_none_or(|(most, _)| like > most) {
                best = Some((like, at));
            }
        }
        if let Some((like, at)) = best {
            long.remove(at);
            sum += like;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a name has few words")]
    let mean = sum / count as f64;
    // Names of the same words in another order are similar, and not equal.
    mean.min(0.99)
}

fn of_words(one: &str, other: &str) -> f64 {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    if one == other {
        1.0
    } else if initial(one, other) || initial(other, one) {
        ALIKE
    } else {
        strsim::jaro_winkler(one, other)
    }
}

#[cfg(test)]
thread_local! {
    /// How many pairs were compared.
    static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        KnowledgeGraph,
        diplomacy::{self, Person},
        entity, fact,
    };

    #[test]
    fn the_strongest_candidates_are_the_first_of_all() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let names = ["John Smith", "Jon Smith", "John Smyth", "J. Smith", "John Smith", "Ann Smithson", "John Smith"];
        for (number, name) in names.iter().enumerate() {
            let person = kg.add(Person, entity(*name).key(format!("p{number}"))).unwrap();
            if number > 1 {
                let code = format!("Q{}", number % 3);
                kg.assert(fact(person, base::IdentifiedBy, code.as_str()).with(base::Scheme, "wikidata")).unwrap();
            }
        }
        let shown = |found: Vec<Candidate<'_>>| -> Vec<String> {
            let line = |c: &Candidate<'_>| format!("{:?} {:?} {:?}", c.entity.key(), c.other.key(), c.reasons);
            found.iter().map(line).collect()
        };
        let all = shown(kg.view().candidates());
        assert!(all.len() > 2, "{all:?}");
        for most in 0..=all.len() + 1 {
            assert_eq!(shown(kg.view().strongest_candidates(most)), all[..most.min(all.len())], "{most}");
        }
    }

    /// Of many namesakes, no pairs are compared beyond those that are asked for.
    #[test]
    fn few_of_the_pairs_of_many_namesakes_are_found() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        for number in 0..1_500 {
            kg.add(Person, entity("John Smith").key(format!("p{number}"))).unwrap();
        }
        COMPARED.set(0);
        let found = kg.view().strongest_candidates(3);
        let others: Vec<_> = found.iter().map(|found| found.other.key().unwrap()).collect();
        assert_eq!((others.as_slice(), COMPARED.get()), (&["p1", "p2", "p3"][..], 3));
    }

    #[test]
    fn names_are_alike_by_their_words() {
        for (one, other, alike) in [
            ("kassym jomart tokayev", "kassym jomart tokaev", true),
            ("k tokayev", "kassym jomart tokayev", true),
            ("tokayev kassym", "kassym tokayev", true),
            ("tokayev", "tokaev", true),
            ("tokayev", "kassym tokayev", false),
            ("imran khan", "genghis khan", false),
            ("norland", "norway", false),
            ("a b", "a c", false),
        ] {
            assert_eq!(likeness(one, other) >= ALIKE, alike, "{one}, {other}: {}", likeness(one, other));
            assert!((likeness(one, other) - likeness(other, one)).abs() < 1e-9);
        }
    }

    #[test]
    fn a_word_has_a_head_of_three_letters() {
        assert_eq!((head("токаев"), head("ab"), head("abc")), (Some("ток"), None, Some("abc")));
        assert_eq!(words("kassym-jomart  k. tokayev").collect::<Vec<_>>(), ["kassym", "jomart", "k", "tokayev"]);
    }
}
