//! All faults of a fact, where recording it would return the first.

use super::{KnowledgeGraph, players::Players, resolve::timed};
use crate::{
    error::{Error, did_you_mean},
    model::Node,
    schema::{FoundRelation, Range, RelationRef, Shape},
    tables::NewEnd,
    time::When,
};

/// The parts of a fact in plain values, as far as they are known: a fact that is being written, or of which some parts could not
/// be read. [`KnowledgeGraph::faults_of`] checks them.
///
/// Ends and roles are as they are written. If the relation is given by its inverse name, the subject is that of the inverse.
#[non_exhaustive]
#[derive(Clone, Debug, Default)]
pub struct FactParts<'a> {
    /// The relation. Without it only the key is checked.
    pub relation: Option<FoundRelation>,
    /// The subject.
    pub subject: Option<&'a Node>,
    /// The object.
    pub object: Option<&'a Node>,
    /// Each role with its player. If the name of a role is not known, it is empty.
    pub roles: Vec<(&'a str, Option<&'a Node>)>,
    /// Whether the fact may have more roles than these, so that none is missing.
    pub may_have_more: bool,
    /// The valid time.
    pub when: Option<When>,
    /// The key.
    pub key: Option<&'a str>,
}

/// A part of a fact, as it is written.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactPart {
    /// The relation: it needs a role that is not given, or is of another schema.
    Relation,
    /// The subject.
    Subject,
    /// The object.
    Object,
    /// The name of a role, by its place in [`FactParts::roles`].
    Role(usize),
    /// The player of a role, by its place.
    Player(usize),
    /// The valid time.
    Time,
    /// The key.
    Key,
}

impl KnowledgeGraph {
    /// Every fault of the parts of a fact, in the order of the checks that recording it makes. Recording returns only the first.
    /// What depends on a part that is not known is not checked. Claims are not checked; see [`check_claim`](Self::check_claim).
    ///
    /// ```
    /// use chancery::{FactPart, FactParts, KnowledgeGraph, When, date, diplomacy, model::Node};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add("state", "Pakistan")?;
    /// let pakistan = Node::Entity("pakistan".into());
    /// let mut parts = FactParts::default();
    /// parts.relation = Some(kg.relation("visits")?);
    /// parts.subject = Some(&pakistan);
    /// parts.when = Some(When::since(date("2026-02")));
    /// let faults = kg.faults_of(&parts);
    /// assert_eq!(faults.iter().map(|(part, _)| *part).collect::<Vec<_>>(), [FactPart::Subject, FactPart::Time]);
    /// assert!(faults[0].1.to_string().contains("expected person, found state `pakistan`"));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn faults_of(&self, parts: &FactParts<'_>) -> Vec<(FactPart, Error)> {
        let mut faults = Vec::new();
        let named = parts.relation.map(|named| self.schema.find(RelationRef::Found(named)));
        if let Some(Err(error)) = named {
            faults.push((FactPart::Relation, error));
        } else if let Some(Ok(named)) = named {
            self.faults_of_ends(named, parts, &mut faults);
            self.faults_of_roles(named, parts, &mut faults);
            let ends = self.schema.ends(named.id());
            let timed = parts.when.map(|when| timed(when, named, ends.shape));
            let time = timed.and_then(Result::err).map(|e| e.at(&self.schema.relation_def(named.id()).name));
            faults.extend(time.map(|error| (FactPart::Time, error)));
        }
        let key = parts.key.and_then(|key| self.check_fact_key(key).err());
        faults.extend(key.map(|error| (FactPart::Key, error)));
        faults
    }

    fn faults_of_ends(&self, named: FoundRelation, parts: &FactParts<'_>, faults: &mut Vec<(FactPart, Error)>) {
        let ends = self.schema.ends(named.id());
        let name = &self.schema.relation_def(named.id()).name;
        let (mut subject, mut object) = ((FactPart::Subject, parts.subject), (FactPart::Object, parts.object));
        if named.is_inverse() {
            std::mem::swap(&mut subject, &mut object);
        }
        let is_of_fact = match subject.1.map(|node| self.end_of(node, ends.subject)) {
            Some(Ok(end)) => Some(matches!(end, NewEnd::Fact(_))),
            Some(Err(error)) => {
                faults.push((subject.0, error.at(format!("subject of {name}"))));
                None
            }
            None => None,
        };
        let found = object.1.map(|node| {
            let end = self.end_of(node, ends.object)?;
            // What a gap may name depends on the subject.
            let is_gap = self.gaps.contains(&Some(named.id()));
            match is_of_fact {
                None if is_gap => Ok(()),
                is_of_fact => self.check_words(named.id(), is_of_fact.unwrap_or_default(), &end),
            }
        });
        if let Some(Err(error)) = found {
            faults.push((object.0, error.at(format!("object of {name}"))));
        }
    }

    fn faults_of_roles(&self, named: FoundRelation, parts: &FactParts<'_>, faults: &mut Vec<(FactPart, Error)>) {
        let ends = self.schema.ends(named.id());
        let known = |name: &str| {
            let role = self.schema.known_role(name)?;
            ends.role(role).map(|(_, range)| (role, range))
        };
        let mut players = Players::default();
        for (place, (name, player)) in parts.roles.iter().enumerate() {
            let Some((role, range)) = known(name) else {
                let is_new =
                    self.schema.is_open() && ends.shape == Shape::Either && self.schema.known_role(name).is_none();
                if !name.is_empty() && !is_new {
                    faults.push((FactPart::Role(place), self.no_role(named.id(), name)));
                }
                continue;
            };
            let Some(player) = player else { continue };
            let added =
                self.term_of(player).and_then(|term| self.add_player(named.id(), role, range, term, &mut players));
            faults.extend(added.err().map(|error| (FactPart::Player(place), error)));
        }
        if parts.may_have_more || ends.shape == Shape::Either {
            return;
        }
        let is_given = |role| {
            let wanted = self.schema.role_def(role).name.as_str();
            // It may be given under a misspelt name.
            let is_it =
                |name: &str| name == wanted || known(name).is_none() && !did_you_mean(name, [wanted]).is_empty();
            parts.roles.iter().any(|(name, _)| is_it(name))
        };
        let missing = self.missing_roles(named.id(), is_given);
        faults.extend(missing.map(|role| (FactPart::Relation, self.missing_role(named.id(), role))));
    }

    fn end_of(&self, node: &Node, range: Range) -> Result<NewEnd, Error> {
        self.end(self.term_of(node)?, range)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        diplomacy,
        model::{Entity, Fact},
        time::date,
    };

    fn graph() -> KnowledgeGraph {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        for (key, kind) in [("a", "person"), ("b", "state"), ("e", "event")] {
            kg.add_entity(&Entity::new(key, kind, key)).unwrap();
        }
        let mut visit = Fact::new("a", "visits", "b");
        visit.key = Some("visit".into());
        kg.add_fact(&visit).unwrap();
        kg
    }

    fn all(kg: &KnowledgeGraph, fact: &Fact) -> Vec<(FactPart, Error)> {
        let roles: Vec<_> = fact.roles.iter().map(|(role, player)| (role, Some(player))).collect();
        kg.faults_of(&FactParts {
            relation: kg.relation(&fact.relation).ok(),
            subject: Some(&fact.subject),
            object: Some(&fact.object),
            roles,
            may_have_more: false,
            when: Some(fact.when),
            key: fact.key.as_deref(),
        })
    }

    /// The slow twin: recording returns the first fault, and none if there is none.
    #[test]
    fn the_first_error_of_recording_is_the_first_of_all_faults() {
        let kg = graph();
        let entity = |key: &str| Node::Entity(key.into());
        for spoiled in 0u32..1 << 6 {
            let is = |bit: u32| spoiled >> bit & 1 == 1;
            for (relation, is_inverse) in [("visits", false), ("visited-by", true)] {
                let (mut subject, mut object) = (if is(0) { "b" } else { "a" }, if is(1) { "e" } else { "b" });
                if is_inverse {
                    std::mem::swap(&mut subject, &mut object);
                }
                let mut fact = Fact::new(subject, relation, object);
                fact.roles.insert("occasion", entity(if is(2) { "b" } else { "e" }));
                if is(3) {
                    fact.roles.insert("occasion", entity("e"));
                }
                fact.when = if is(4) { When::since(date("2026")) } else { When::on(date("2026")) };
                fact.key = Some(if is(5) { "visit".into() } else { "k".into() });
                let faults = all(&kg, &fact);
                let (first, second) = if is_inverse {
                    (FactPart::Object, FactPart::Subject)
                } else {
                    (FactPart::Subject, FactPart::Object)
                };
                let all_parts = [
                    (is(0), first),
                    (is(1), second),
                    (is(2), FactPart::Player(0)),
                    // A player that is none does not count as given.
                    (is(3) && !is(2), FactPart::Player(1)),
                    (is(4), FactPart::Time),
                    (is(5), FactPart::Key),
                ];
                let expected = all_parts.into_iter().filter_map(|(is, part)| is.then_some(part));
                let parts = faults.iter().map(|(part, _)| *part);
                assert_eq!(parts.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{fact}: {faults:?}");
                assert_eq!(kg.clone().add_fact(&fact).err().as_ref(), faults.first().map(|(_, error)| error), "{fact}");
            }
        }
    }

    #[test]
    fn a_required_role_that_is_misspelt_is_not_missing() {
        let kg = graph();
        let mut fact = Fact::new("a", "ambassador-of", "b");
        let missing = |fact: &Fact| all(&kg, fact).iter().filter(|(part, _)| *part == FactPart::Relation).count();
        assert_eq!(missing(&fact), 1);
        fact.roles.insert("sent-by", Node::Entity("b".into()));
        assert_eq!(missing(&fact), 1);
        assert!(all(&kg, &fact).iter().any(|(part, _)| *part == FactPart::Role(0)));
        fact.roles.insert("acredited-to", Node::Entity("b".into()));
        assert_eq!(missing(&fact), 0);
    }
}
