//! One entity or two: merging entities, keeping them apart, and taking either back. All are decisions that are recorded, with
//! why; by whom and when is said by the transaction.
//!
//! What was recorded stays as it was asserted, with the ends that it was asserted with. Only the lists by which facts are
//! found are written anew, each fact under whoever stands for its ends now.

use petgraph::graph::DiGraph;

use super::{
    KnowledgeGraph,
    adjacency::{Adjacency, Entry},
    arena::StringId,
    journal::{Alteration, Op},
    merged::Merged,
    record::{FactRecord, NodeKind, NodeRecord},
    time_key::time_of,
};
use crate::{
    error::{Error, ErrorKind},
    model::{Any, FactId, Id, Modality, Term, Value, check_name},
    schema::{EntityTerm, base},
};

impl KnowledgeGraph {
    /// Records that an entity is the same as another: from now on the other stands for both. Look-ups by key and name find
    /// it, and it has the facts of both in every question; whatever takes a handle goes on to take that of the duplicate.
    ///
    /// Facts stay as they were asserted ([`FactRef::as_recorded`](crate::FactRef::as_recorded)), so
    /// [`unmerge`](Self::unmerge) restores all. Takes time in the number of facts of the duplicate and of those of its
    /// neighbours. Returns whoever stands for both.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if they are one already; [`ErrorKind::WrongKind`] unless the
    /// kind of the other is that of the duplicate or under it; [`ErrorKind::Distinct`] if the two, or entities merged into
    /// them, are [kept apart](Self::keep_apart), or have identifiers of one scheme of which none agrees.
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
    /// assert_eq!(kg.named("k. tokaev"), [tokayev]);
    /// assert_eq!(kg.view().facts(Visits).to(pakistan).next().map(|visit| visit.subject()), Some(tokayev));
    /// assert_eq!(kg.view().facts(Visits).from(tokaev).count(), 1);
    ///
    /// kg.unmerge(tokaev, tokayev, "brothers")?;
    /// assert_eq!(kg.view().facts(Visits).from(tokayev).count(), 0);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn merge(&mut self, duplicate: impl EntityTerm, into: impl EntityTerm, why: &str) -> Result<Id<Any>, Error> {
        let (duplicate, into) = (duplicate.entity_term(), into.entity_term());
        self.atomically(Op::Alter, |kg| {
            let (duplicate, into) = kg.two_entities(&duplicate, &into)?;
            kg.check_merge(duplicate, into)?;
            let why = kg.reason(why)?;
            let row = kg.push_alteration(Alteration::Merge { duplicate, into, why })?;
            kg.step()?;
            kg.relist(&[duplicate], |merged| merged.join(row, duplicate, into));
            Ok(Id::new(kg.merged.canonical(into)))
        })
    }

    /// Takes back the decision that two entities are one. Each has again what was recorded of it, before the merge and since;
    /// only the history tells that they were one.
    ///
    /// Names the same two as the [`merge`](Self::merge), in any order.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if no decision that stands made these two one, with those that
    /// did; [`ErrorKind::WrongKind`] if among those that stay together the one that stands for them would be of a wider kind.
    pub fn unmerge(&mut self, entity: impl EntityTerm, other: impl EntityTerm, why: &str) -> Result<(), Error> {
        let (entity, other) = (entity.entity_term(), other.entity_term());
        self.atomically(Op::Alter, |kg| {
            let (entity, other) = kg.two_entities(&entity, &other)?;
            let same = |&(_, ends): &(u32, (u32, u32))| ends == (entity, other) || ends == (other, entity);
            let Some((merge, (duplicate, _))) = kg.merged.decisions().find(same) else {
                return Err(kg.not_merged(entity, other));
            };
            kg.check_unmerge(merge, duplicate)?;
            let why = kg.reason(why)?;
            kg.push_alteration(Alteration::Unmerge { merge, why })?;
            kg.step()?;
            kg.relist(&[duplicate], |merged| merged.part(merge));
            Ok(())
        })
    }

    /// Records that two entities are not the same, so that nobody merges them: two people of one name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if they are kept apart already; [`ErrorKind::Distinct`] if they
    /// are merged.
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
        self.atomically(Op::Alter, |kg| {
            let (one, other) = kg.two_entities(&one, &other)?;
            let (key, other_key) = (kg.key_of(one).to_owned(), kg.key_of(other).to_owned());
            if kg.merged.canonical(one) == kg.merged.canonical(other) {
                let why = format!("`{key}` and `{other_key}` are one by a merge; take that back first");
                return Err(Error::new(ErrorKind::Distinct, why));
            }
            if kg.apart_row(one, other).is_some() {
                let why = format!("`{key}` and `{other_key}` are kept apart already");
                return Err(Error::new(ErrorKind::NoChange, why));
            }
            let why = kg.reason(why)?;
            let row = kg.push_alteration(Alteration::KeepApart { one, other, why })?;
            kg.step()?;
            kg.merged.keep_apart(row, one, other);
            Ok(())
        })
    }

    /// Takes back the decision to keep two entities apart.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if these two are not kept apart.
    pub fn allow_merge(&mut self, one: impl EntityTerm, other: impl EntityTerm, why: &str) -> Result<(), Error> {
        let (one, other) = (one.entity_term(), other.entity_term());
        self.atomically(Op::Alter, |kg| {
            let (one, other) = kg.two_entities(&one, &other)?;
            let Some(apart) = kg.apart_row(one, other) else {
                let why = format!("`{}` and `{}` are not kept apart", kg.key_of(one), kg.key_of(other));
                return Err(Error::new(ErrorKind::NoChange, why));
            };
            let why = kg.reason(why)?;
            kg.push_alteration(Alteration::AllowMerge { apart, why })?;
            kg.step()?;
            kg.merged.allow(apart);
            Ok(())
        })
    }

    /// The handle of whoever stands for an entity: its own, unless it was merged into another. O(1).
    ///
    /// It is of the same kind or a narrower one. All other nodes stand for themselves.
    #[must_use]
    pub fn canonical<K>(&self, id: Id<K>) -> Id<K> {
        Id::new(self.merged.canonical(id.index()))
    }

    pub(crate) fn merged(&self) -> &Merged {
        &self.merged
    }

    /// Why two entities were merged or kept apart, by the row of the decision; empty where no reason was given.
    pub(crate) fn why_decided(&self, row: u32) -> &str {
        match self.journal.alterations.get(row as usize) {
            Some(Alteration::Merge { why, .. } | Alteration::KeepApart { why, .. }) => {
                self.string(*why).unwrap_or_default()
            }
            _ => "",
        }
    }

    fn two_entities(&self, one: &Term, other: &Term) -> Result<(u32, u32), Error> {
        Ok((self.speaker(one)?, self.speaker(other)?))
    }

    /// Why something is decided, as a string of the arena.
    pub(super) fn reason(&mut self, why: &str) -> Result<StringId, Error> {
        let id = if why.is_empty() {
            StringId::NONE
        } else {
            check_name(why).map_err(|e| e.at("why"))?;
            self.arena.push(why)?
        };
        self.step()?;
        Ok(id)
    }

    fn check_merge(&self, duplicate: u32, into: u32) -> Result<(), Error> {
        let (goes, stays) = (self.merged.canonical(duplicate), self.merged.canonical(into));
        if goes == stays {
            let why = format!("`{}` and `{}` are one already", self.key_of(duplicate), self.key_of(into));
            return Err(Error::new(ErrorKind::NoChange, why));
        }
        let under = |below, above| {
            let kinds = self.entity_kind(below).zip(self.entity_kind(above));
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
        let ends = |one, other| [(goes, stays), (stays, goes)].contains(&(one, other));
        let apart =
            |&(_, (one, other)): &(u32, (u32, u32))| ends(self.merged.canonical(one), self.merged.canonical(other));
        if let Some((row, (one, other))) = self.merged.apart().find(apart) {
            let told = self.why_decided(row);
            let told = if told.is_empty() { String::new() } else { format!(": {}", told.escape_debug()) };
            let why = format!("`{}` and `{}` are kept apart{told}", self.key_of(one), self.key_of(other));
            return Err(Error::new(ErrorKind::Distinct, why));
        }
        self.check_identifiers(goes, stays)
    }

    /// Whether one of two could be merged into the other.
    pub(crate) fn may_be_one(&self, one: u32, other: u32) -> bool {
        self.check_merge(one, other).or_else(|_| self.check_merge(other, one)).is_ok()
    }

    /// Two entities of which a scheme tells different identifiers are not one, unless one of these agrees.
    fn check_identifiers(&self, goes: u32, stays: u32) -> Result<(), Error> {
        let (of_one, of_other) = (self.identifiers(goes), self.identifiers(stays));
        for (scheme, code) in &of_one {
            let same_scheme = || of_other.iter().filter(|(other, _)| other == scheme);
            let agrees = of_one.iter().any(|one| one.0 == *scheme && of_other.contains(one));
            if let (false, Some((_, other))) = (agrees, same_scheme().next()) {
                let why = format!(
                    "`{}` has the identifier {code} by {scheme}, and `{}` has {other}",
                    self.key_of(goes),
                    self.key_of(stays)
                );
                return Err(Error::new(ErrorKind::Distinct, why));
            }
        }
        Ok(())
    }

    /// The identifiers of an entity that stand: scheme and code.
    pub(crate) fn identifiers(&self, node: u32) -> Vec<(&Value, &Value)> {
        let found = self.schema.bind::<base::IdentifiedBy>().zip(self.schema.role("scheme").ok());
        let Some((relation, scheme)) = found else { return Vec::new() };
        let stands = |fact: FactId| {
            self.record(fact).is_some_and(|r| !r.is_retracted() && !r.is_resolved() && r.modality == Modality::Actual)
        };
        let known = self.outgoing.group(node, relation.index()).iter();
        known
            .map(|(code, fact)| (code, FactId::new(fact)))
            .filter(|(_, fact)| stands(*fact))
            .filter_map(|(code, fact)| {
                let (_, by) = self.players(fact).find(|(role, _)| *role == scheme)?;
                Some((self.value_of(by)?, self.value_of(code)?))
            })
            .collect()
    }

    fn check_unmerge(&self, merge: u32, duplicate: u32) -> Result<(), Error> {
        let mut after = self.merged.clone();
        after.part(merge);
        for node in self.merged.group(duplicate) {
            let stands = after.canonical(*node);
            let kinds = self.entity_kind(stands).zip(self.entity_kind(*node));
            if !kinds.is_some_and(|(below, above)| self.schema.is_a(below, above)) {
                let why = format!(
                    "without this merge `{}` would stand for {}, whose kind is narrower; take that merge back first",
                    self.key_of(stands),
                    self.describe(*node)
                );
                return Err(Error::new(ErrorKind::WrongKind, why));
            }
        }
        Ok(())
    }

    fn not_merged(&self, one: u32, other: u32) -> Error {
        let of_these = |&(_, (a, b)): &(u32, (u32, u32))| [a, b].contains(&one) || [a, b].contains(&other);
        let near: Vec<_> = (self.merged.decisions().filter(of_these).take(8))
            .map(|(_, (a, b))| format!("`{}` into `{}`", self.key_of(a), self.key_of(b)))
            .collect();
        let near = if near.is_empty() { String::new() } else { format!("; there is {}", near.join(", ")) };
        let why = format!("no merge made `{}` and `{}` one{near}", self.key_of(one), self.key_of(other));
        Error::new(ErrorKind::NoChange, why)
    }

    fn apart_row(&self, one: u32, other: u32) -> Option<u32> {
        let same = |&(_, ends): &(u32, (u32, u32))| ends == (one, other) || ends == (other, one);
        self.merged.apart().find(same).map(|(row, _)| row)
    }

    fn entity_kind(&self, node: u32) -> Option<crate::model::KindId> {
        match self.node_kind(node)? {
            NodeKind::Entity { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// Changes who stands for the entities of some groups, and lists their facts anew.
    pub(super) fn relist(&mut self, nodes: &[u32], change: impl FnOnce(&mut Merged)) {
        let mut facts: Vec<u32> = Vec::new();
        for node in nodes {
            for lists in [&self.outgoing, &self.incoming, &self.playing] {
                facts.extend(lists.all(self.merged.canonical(*node)).map(|entry| entry.fact));
            }
        }
        facts.sort_unstable();
        facts.dedup();
        for fact in &facts {
            self.unlist(FactId::new(*fact));
        }
        change(&mut self.merged);
        for fact in &facts {
            self.list(FactId::new(*fact));
        }
    }

    /// Undoes a merge, whether or not it was done whole.
    pub(super) fn unjoin(&mut self, row: u32, duplicate: u32) {
        if self.merged.decisions().any(|(stands, _)| stands == row) {
            self.relist(&[duplicate], |merged| merged.part(row));
        }
    }

    /// Undoes an unmerge, whether or not it was done whole.
    pub(super) fn unpart(&mut self, merge: u32) {
        if let Some(Alteration::Merge { duplicate, into, .. }) = self.journal.alterations.get(merge as usize).copied()
            && self.merged.decisions().all(|(stands, _)| stands != merge)
        {
            self.relist(&[duplicate, into], |merged| merged.join(merge, duplicate, into));
        }
    }

    /// Undoes that two may be merged again.
    pub(super) fn unallow(&mut self, apart: u32) {
        if let Some(Alteration::KeepApart { one, other, .. }) = self.journal.alterations.get(apart as usize).copied() {
            self.merged.keep_apart(apart, one, other);
        }
    }

    /// Puts a fact into the lists of its ends and players.
    fn list(&mut self, fact: FactId) {
        for (which, node, entry) in self.entries(fact) {
            let (lists, log) = self.lists_mut(which);
            lists.insert(node, entry, |fact| time_of(log, fact));
        }
    }

    /// Takes a fact out of the lists of its ends and players, as far as it is there.
    pub(super) fn unlist(&mut self, fact: FactId) {
        for (which, node, entry) in self.entries(fact) {
            self.lists_mut(which).0.remove(node, entry);
        }
    }

    fn entries(&self, fact: FactId) -> Vec<(Lists, u32, Entry)> {
        let Some(((subject, object), record)) = self.ends(fact).zip(self.record(fact)) else { return Vec::new() };
        let entry = |label, other| Entry { label, other, fact: fact.index() };
        let label = record.relation.index();
        let ends = [(Lists::Outgoing, subject, entry(label, object)), (Lists::Incoming, object, entry(label, subject))];
        let players = self.players(fact).map(|(role, player)| (Lists::Playing, player, entry(role.index(), subject)));
        ends.into_iter().chain(players).collect()
    }

    fn lists_mut(&mut self, which: Lists) -> (&mut Adjacency, &DiGraph<NodeRecord, FactRecord>) {
        let lists = match which {
            Lists::Outgoing => &mut self.outgoing,
            Lists::Incoming => &mut self.incoming,
            Lists::Playing => &mut self.playing,
        };
        (lists, &self.log)
    }
}

#[derive(Clone, Copy)]
enum Lists {
    Outgoing,
    Incoming,
    Playing,
}
