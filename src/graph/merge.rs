//! Merging entities, keeping them apart, and taking either decision back. Each decision is recorded with its reason; the
//! transaction says when and by whom.
//!
//! What was recorded stays as it was asserted, with the ends that it was asserted with. Only the lists by which facts are
//! found are rewritten, each fact under the entities that stand for its ends now.

use super::{KnowledgeGraph, lifecycle::check_reason};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Any, FactId, Id, Term, Value},
    schema::{EntityTerm, base},
    tables::Alteration,
};

impl KnowledgeGraph {
    /// Records that an entity is the same as another, which from now on stands for both: look-ups by the key and the names of
    /// the duplicate find it, and it has the facts of both. The id of the duplicate stays valid and means the same entity.
    ///
    /// Facts stay as they were asserted ([`FactRef::as_recorded`](crate::FactRef::as_recorded)), so
    /// [`unmerge`](Self::unmerge) restores all. Returns the entity that stands for both.
    ///
    /// Takes time in the number of facts of the duplicate and of those of its neighbours, of identifiers of the two, of
    /// entities merged with the duplicate, and of decisions to keep one of these or of the others apart from something.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if they are one already; [`ErrorKind::WrongKind`] unless the
    /// kind of the other is that of the duplicate or under it; [`ErrorKind::Distinct`] if the two, or entities merged into
    /// them, are [kept apart](Self::keep_apart), or have identifiers of one scheme of which none agrees;
    /// [`ErrorKind::InvalidName`] for the reason, as [`retract`](Self::retract).
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let tokayev = kg.add(Person, "Kassym-Jomart Tokayev")?;
    /// let tokaev = kg.add(Person, "K. Tokaev")?;
    /// let pakistan = kg.add(State, "Pakistan")?;
    /// kg.assert(fact(tokaev, Visits, pakistan))?;
    ///
    /// kg.merge(tokaev, tokayev, "two spellings of one name")?;
    /// assert_eq!(kg.entities_named("k. tokaev"), [tokayev]);
    /// assert_eq!(kg.view().facts(Visits).to(pakistan).first()?.map(|visit| visit.subject()), Some(tokayev));
    /// assert_eq!(kg.view().facts(Visits).from(tokaev).count()?, 1);
    ///
    /// kg.unmerge(tokaev, tokayev, "brothers")?;
    /// assert_eq!(kg.view().facts(Visits).from(tokayev).count()?, 0);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn merge(&mut self, duplicate: impl EntityTerm, into: impl EntityTerm, why: &str) -> Result<Id<Any>, Error> {
        let (duplicate, into) = (duplicate.entity_term(), into.entity_term());
        self.all_or_nothing(|kg| {
            let (duplicate, into) = kg.two_entities(&duplicate, &into)?;
            kg.check_merge(duplicate, into)?;
            check_reason(why)?;
            kg.tables.alter(why, |why| Alteration::Merge { duplicate, into, why })?;
            Ok(kg.id(kg.tables.merged().canonical(into)))
        })
    }

    /// Takes back the decision that two entities are the same. Each has again what was recorded about it, before the merge and
    /// since. Only the history shows that they were merged.
    ///
    /// Takes the same two entities as [`merge`](Self::merge), in any order. Takes time in the number of facts of all entities
    /// that are merged with these, and of their neighbours.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if these two were not merged with each other; the message
    /// names the merges that joined them. [`ErrorKind::WrongKind`] if an entity of a wider kind would then stand for
    /// one of a narrower kind. [`ErrorKind::InvalidName`] for the reason, as [`retract`](Self::retract).
    pub fn unmerge(&mut self, entity: impl EntityTerm, other: impl EntityTerm, why: &str) -> Result<(), Error> {
        let (entity, other) = (entity.entity_term(), other.entity_term());
        self.all_or_nothing(|kg| {
            let (entity, other) = kg.two_entities(&entity, &other)?;
            let Some((merge, _)) = kg.tables.merged().decision(entity, other) else {
                return Err(kg.not_merged(entity, other));
            };
            kg.check_unmerge(merge)?;
            check_reason(why)?;
            kg.tables.alter(why, |why| Alteration::Unmerge { merge, why }).map(drop)
        })
    }

    /// Records that two entities are not the same, such as two people of one name, so that they cannot be merged.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if they are kept apart already; [`ErrorKind::Distinct`] if they
    /// are merged; [`ErrorKind::InvalidName`] for the reason, as [`retract`](Self::retract).
    ///
    /// ```
    /// use chancery::{ErrorKind, KnowledgeGraph, diplomacy::{self, State}, entity};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let country = kg.add(State, "Georgia")?;
    /// let other = kg.add(State, entity("Georgia").key("georgia-usa"))?;
    /// kg.keep_apart(country, other, "one is in the Caucasus, one in North America")?;
    /// let refused = kg.merge(other, country, "same name").unwrap_err();
    /// assert_eq!(refused.kind(), ErrorKind::Distinct);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn keep_apart(&mut self, one: impl EntityTerm, other: impl EntityTerm, why: &str) -> Result<(), Error> {
        let (one, other) = (one.entity_term(), other.entity_term());
        self.all_or_nothing(|kg| {
            let (one, other) = kg.two_entities(&one, &other)?;
            let (key, other_key) = (kg.tables.key_of(one).to_owned(), kg.tables.key_of(other).to_owned());
            if kg.tables.merged().canonical(one) == kg.tables.merged().canonical(other) {
                let why = format!("`{key}` and `{other_key}` are one by a merge; take that back first");
                return Err(Error::new(ErrorKind::Distinct, why));
            }
            if kg.tables.merged().apart_row(one, other).is_some() {
                let why = format!("`{key}` and `{other_key}` are kept apart already");
                return Err(Error::new(ErrorKind::NoChange, why));
            }
            check_reason(why)?;
            kg.tables.alter(why, |why| Alteration::KeepApart { one, other, why }).map(drop)
        })
    }

    /// Takes back the decision to keep two entities apart.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if these two are not kept apart; [`ErrorKind::InvalidName`] for the
    /// reason, as [`retract`](Self::retract).
    pub fn allow_merge(&mut self, one: impl EntityTerm, other: impl EntityTerm, why: &str) -> Result<(), Error> {
        let (one, other) = (one.entity_term(), other.entity_term());
        self.all_or_nothing(|kg| {
            let (one, other) = kg.two_entities(&one, &other)?;
            let Some(apart) = kg.tables.merged().apart_row(one, other) else {
                let why = format!("`{}` and `{}` are not kept apart", kg.tables.key_of(one), kg.tables.key_of(other));
                return Err(Error::new(ErrorKind::NoChange, why));
            };
            check_reason(why)?;
            kg.tables.alter(why, |why| Alteration::AllowMerge { apart, why }).map(drop)
        })
    }

    /// Why two entities were merged or kept apart, by the row of the decision; empty where no reason was given.
    pub(crate) fn why_decided(&self, row: u32) -> &str {
        let found = self.tables.journal().alteration(row);
        if let Some(Alteration::Merge { why, .. } | Alteration::KeepApart { why, .. }) = found {
            return self.tables.string(*why).unwrap_or_default();
        }
        debug_assert!(false, "a decision is in the row of the alteration that makes it");
        ""
    }

    fn two_entities(&self, one: &Term, other: &Term) -> Result<(u32, u32), Error> {
        Ok((self.recorded_entity(one)?, self.recorded_entity(other)?))
    }

    fn check_merge(&self, duplicate: u32, into: u32) -> Result<(), Error> {
        let (goes, stays) = (self.tables.merged().canonical(duplicate), self.tables.merged().canonical(into));
        if goes == stays {
            let why = format!("`{}` and `{}` are one already", self.tables.key_of(duplicate), self.tables.key_of(into));
            return Err(Error::new(ErrorKind::NoChange, why));
        }
        let under = |below, above| {
            let kinds = self.tables.kind_of(below).zip(self.tables.kind_of(above));
            kinds.is_some_and(|(below, above)| self.schema.is_a(below, above))
        };
        for (goes, stays) in [(duplicate, into), (goes, stays)] {
            if !under(stays, goes) {
                let advice = if under(goes, stays) {
                    "merge it the other way round, so that the narrower kind stays"
                } else {
                    "neither is under the other"
                };
                let why = format!("{} is not of the kind of {}; {advice}", self.describe(stays), self.describe(goes));
                return Err(Error::new(ErrorKind::WrongKind, why));
            }
        }
        if let Some((row, (one, other))) = self.tables.merged().kept_apart(goes, stays) {
            let reason = self.why_decided(row);
            let reason = if reason.is_empty() { String::new() } else { format!(": {}", as_found(reason)) };
            let why =
                format!("`{}` and `{}` are kept apart{reason}", self.tables.key_of(one), self.tables.key_of(other));
            return Err(Error::new(ErrorKind::Distinct, why));
        }
        self.check_identifiers(goes, stays)
    }

    /// Whether one of two could be merged into the other.
    pub(crate) fn may_be_one(&self, one: u32, other: u32) -> bool {
        self.check_merge(one, other).or_else(|_| self.check_merge(other, one)).is_ok()
    }

    /// Two entities with different identifiers under one scheme are not one, unless one of their identifiers agrees.
    fn check_identifiers(&self, goes: u32, stays: u32) -> Result<(), Error> {
        let (of_one, of_other) = (self.identifiers(goes), self.identifiers(stays));
        for (scheme, code) in &of_one {
            let same_scheme = || of_other.iter().filter(|(other, _)| other == scheme);
            let agrees = of_one.iter().any(|one| one.0 == *scheme && of_other.contains(one));
            if let (false, Some((_, other))) = (agrees, same_scheme().next()) {
                let why = format!(
                    "`{}` has the identifier {code} by {scheme}, and `{}` has {other}",
                    self.tables.key_of(goes),
                    self.tables.key_of(stays)
                );
                return Err(Error::new(ErrorKind::Distinct, why));
            }
        }
        Ok(())
    }

    /// The identifiers of an entity that are in force: scheme and code.
    pub(crate) fn identifiers(&self, node: u32) -> Vec<(&Value, &Value)> {
        let found = self.schema.bind::<base::IdentifiedBy>().zip(self.schema.role("scheme").ok());
        let Some((relation, scheme)) = found else { return Vec::new() };
        let known = self.tables.outgoing().group(node, relation.index()).iter();
        known
            .map(|(code, fact)| (code, FactId::new(fact)))
            .filter(|(_, fact)| self.is_in_force(*fact))
            .filter_map(|(code, fact)| {
                let (_, by) = self.tables.players(fact).find(|(role, _)| *role == scheme)?;
                Some((self.tables.value_of(by)?, self.tables.value_of(code)?))
            })
            .collect()
    }

    fn check_unmerge(&self, merge: u32) -> Result<(), Error> {
        let Some((nodes, stands)) = self.tables.merged().without(merge) else { return Ok(()) };
        for node in &nodes {
            let kinds = self.tables.kind_of(stands).zip(self.tables.kind_of(*node));
            if !kinds.is_some_and(|(below, above)| self.schema.is_a(below, above)) {
                let why = format!(
                    "without this merge `{}` would stand for {}, whose kind is narrower; take that merge back first",
                    self.tables.key_of(stands),
                    self.describe(*node)
                );
                return Err(Error::new(ErrorKind::WrongKind, why));
            }
        }
        Ok(())
    }

    fn not_merged(&self, one: u32, other: u32) -> Error {
        let of_these = |&(_, (a, b)): &(u32, (u32, u32))| [a, b].contains(&one) || [a, b].contains(&other);
        let near: Vec<_> = (self.tables.merged().decisions().filter(of_these).take(8))
            .map(|(_, (a, b))| format!("`{}` into `{}`", self.tables.key_of(a), self.tables.key_of(b)))
            .collect();
        let near = if near.is_empty() { String::new() } else { format!("; there is {}", near.join(", ")) };
        let why = format!("no merge made `{}` and `{}` one{near}", self.tables.key_of(one), self.tables.key_of(other));
        Error::new(ErrorKind::NoChange, why)
    }
}
