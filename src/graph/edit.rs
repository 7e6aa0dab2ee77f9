//! Edits: what can be done to a graph, as values. A graph's history is a list of them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    KnowledgeGraph, NodeRef,
    journal::{Alteration, Marks, Op, Run},
};
use crate::{
    error::{Error, ErrorKind},
    model::{Claim, Entity, Fact, FactId, Id, KindId, Outcome, Source, SourceId, Transaction},
    schema::Kind,
};

/// One change of a graph, in plain values. [`KnowledgeGraph::apply`] makes it.
///
/// A fact is named by its key, or as `#3` by its number in the graph that the edit is for.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Edit {
    /// Adds a source.
    AddSource(Source),
    /// Adds an entity.
    AddEntity(Entity),
    /// Records a fact, with the claims that it came with.
    Assert(Fact),
    /// Adds a claim to a fact.
    Claim {
        /// The fact.
        fact: String,
        /// The claim.
        claim: Claim,
    },
    /// Takes a fact back.
    Retract {
        /// The fact.
        fact: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Says that a later fact settles an earlier one.
    Resolve {
        /// The earlier fact.
        fact: String,
        /// How it was settled.
        outcome: Outcome,
        /// The later fact.
        by: String,
    },
    /// Says that an entity is of a narrower kind.
    Narrow {
        /// The key of the entity.
        entity: String,
        /// The name of the kind.
        kind: String,
    },
    /// Says that an entity is the same as another.
    Merge {
        /// The key of the duplicate.
        entity: String,
        /// The key of the entity that stays.
        into: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Takes back that two entities are the same.
    Unmerge {
        /// The key of the one.
        entity: String,
        /// The key of the other.
        from: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Says that two entities are not the same.
    KeepApart {
        /// The key of the one.
        entity: String,
        /// The key of the other.
        from: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Takes back that two entities are not the same.
    AllowMerge {
        /// The key of the one.
        entity: String,
        /// The key of the other.
        with: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
}

impl KnowledgeGraph {
    /// Makes one change.
    ///
    /// # Errors
    /// As the call that makes it: [`add_source`](Self::add_source), [`add`](Self::add), [`assert`](Self::assert),
    /// [`claim`](Self::claim), [`retract`](Self::retract), [`resolve`](Self::resolve), [`narrow`](Self::narrow),
    /// [`merge`](Self::merge), [`unmerge`](Self::unmerge), [`keep_apart`](Self::keep_apart),
    /// [`allow_merge`](Self::allow_merge).
    ///
    /// ```
    /// use chancery::{Edit, Entity, Fact, KnowledgeGraph, diplomacy};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.apply(&Edit::AddEntity(Entity::new("pakistan", "state", "Pakistan")))?;
    /// kg.apply(&Edit::AddEntity(Entity::new("kazakhstan", "state", "Kazakhstan")))?;
    /// kg.apply(&Edit::Assert(Fact::new("pakistan", "recognized-in-1991?", "kazakhstan")))?;
    /// assert_eq!(kg.history().flat_map(|(_, edits)| edits).count(), 3);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn apply(&mut self, edit: &Edit) -> Result<(), Error> {
        match edit {
            Edit::AddSource(source) => self.add_source(source.clone()).map(drop),
            Edit::AddEntity(entity) => self.add_entity(entity).map(drop),
            Edit::Assert(fact) => {
                let facts = self.fact_count();
                self.assert_fact(fact, &|name| numbered(name, facts)).map(drop)
            }
            Edit::Claim { fact, claim } => self.claim(self.fact_named(fact)?, claim.clone()).map(drop),
            Edit::Retract { fact, why } => self.retract(self.fact_named(fact)?, why),
            Edit::Resolve { fact, outcome, by } => self.resolve(self.fact_named(fact)?, *outcome, self.fact_named(by)?),
            Edit::Narrow { entity, kind } => {
                let entity = Id::<crate::model::Any>::new(self.asserted_entity(entity)?);
                self.narrow(entity, kind.as_str()).map(drop)
            }
            Edit::Merge { entity, into, why } => self.merge(entity, into, why).map(drop),
            Edit::Unmerge { entity, from, why } => self.unmerge(entity, from, why),
            Edit::KeepApart { entity, from, why } => self.keep_apart(entity, from, why),
            Edit::AllowMerge { entity, with, why } => self.allow_merge(entity, with, why),
        }
    }

    /// Adds an entity in plain values.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_entity(&mut self, entity: &Entity) -> Result<Id, Error> {
        self.add(entity.kind.as_str(), super::entity(entity.name.as_str()).key(entity.key.as_str()))
    }

    /// The fact of a key, or of a number as `#3`.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`].
    pub fn fact_named(&self, name: &str) -> Result<FactId, Error> {
        if name.starts_with('#') { numbered(name, self.fact_count()) } else { self.fact(name) }
    }

    /// All that was ever done, in order: each transaction with the edits that would do it again.
    ///
    /// A graph with the same schema to which they are applied in this order is equal to this one.
    pub fn history(&self) -> impl Iterator<Item = (&Transaction, Vec<Edit>)> {
        let mut at = Replay { marks: Marks::default(), first_kinds: self.first_kinds() };
        let ends =
            self.transactions().skip(1).filter_map(|(id, _)| self.journal.start(id)).map(|start| start.runs as usize);
        let ends = ends.chain([self.journal.runs.len()]);
        self.transactions().zip(ends).map(move |((_, info), end)| {
            let runs = self.journal.runs.get(at.marks.runs as usize..end).unwrap_or_default();
            at.marks.runs = u32::try_from(end).unwrap_or(u32::MAX);
            (info, self.edits(runs, &mut at))
        })
    }

    fn edits(&self, runs: &[Run], at: &mut Replay) -> Vec<Edit> {
        let ops = runs.iter().flat_map(|run| std::iter::repeat_n(run.op, run.count as usize));
        ops.filter_map(|op| self.edit(op, at)).collect()
    }

    /// The edit that recorded the next row of a table.
    fn edit(&self, op: Op, replay: &mut Replay) -> Option<Edit> {
        let at = &mut replay.marks;
        match op {
            Op::Source => {
                let source = self.read_source(SourceId::new(at.sources))?;
                at.sources += 1;
                Some(Edit::AddSource(source.to_source()))
            }
            Op::Entity => {
                // Values and facts became nodes by the way, and will again.
                let node = (at.nodes..)
                    .map_while(|n| self.node_kind(n).map(|_| NodeRef::new(self, n)))
                    .find(|n| n.kind().is_some())?;
                at.nodes = node.id().index() + 1;
                let mut entity = node.to_entity()?;
                if let Some(kind) = replay.first_kinds.get(&node.id().index()) {
                    entity.kind.clone_from(&self.schema().kind_def(*kind).name);
                }
                Some(Edit::AddEntity(entity))
            }
            Op::Assert => {
                let id = FactId::new(at.facts);
                let mut fact = self.read_fact(id)?.as_recorded();
                fact.claims.truncate(self.detail(id).map_or(0, |detail| detail.told as usize));
                at.facts += 1;
                at.claims += u32::try_from(fact.claims.len()).unwrap_or(u32::MAX);
                Some(Edit::Assert(fact))
            }
            Op::Claim => {
                let claim = self.read_claim(crate::model::ClaimId::new(at.claims))?;
                at.claims += 1;
                Some(Edit::Claim { fact: self.fact_name(claim.fact()).fact, claim: claim.as_recorded() })
            }
            Op::Alter => {
                let alteration = *self.journal.alterations.get(at.alterations as usize)?;
                at.alterations += 1;
                let name = |fact| self.fact_name(fact).fact;
                let key = |node| self.key_of(node).to_owned();
                let told = |why| self.string(why).unwrap_or_default().to_owned();
                let ends = |row: u32| match *self.journal.alterations.get(row as usize)? {
                    Alteration::Merge { duplicate, into, .. } => Some((key(duplicate), key(into))),
                    Alteration::KeepApart { one, other, .. } => Some((key(one), key(other))),
                    _ => None,
                };
                Some(match alteration {
                    Alteration::Retract { fact, why } => Edit::Retract { fact: name(fact), why: told(why) },
                    Alteration::Resolve { fact, by, outcome } => {
                        Edit::Resolve { fact: name(fact), outcome, by: name(by) }
                    }
                    Alteration::Narrow { node, to, .. } => {
                        Edit::Narrow { entity: key(node), kind: self.schema().kind_def(to).name.clone() }
                    }
                    Alteration::Merge { duplicate, into, why } => {
                        Edit::Merge { entity: key(duplicate), into: key(into), why: told(why) }
                    }
                    Alteration::Unmerge { merge, why } => {
                        let (entity, from) = ends(merge)?;
                        Edit::Unmerge { entity, from, why: told(why) }
                    }
                    Alteration::KeepApart { one, other, why } => {
                        Edit::KeepApart { entity: key(one), from: key(other), why: told(why) }
                    }
                    Alteration::AllowMerge { apart, why } => {
                        let (entity, with) = ends(apart)?;
                        Edit::AllowMerge { entity, with, why: told(why) }
                    }
                })
            }
        }
    }

    /// The kinds that entities were added with, of those that were narrowed since.
    fn first_kinds(&self) -> HashMap<u32, KindId> {
        let mut first = HashMap::new();
        for alteration in &self.journal.alterations {
            if let Alteration::Narrow { node, from, .. } = *alteration {
                first.entry(node).or_insert(from);
            }
        }
        first
    }

    /// The kind of an entity, by handle.
    #[must_use]
    pub fn kind_name(&self, id: Id<impl Kind>) -> Option<&str> {
        self.kind_of(id).map(|kind| self.schema().kind_def(kind).name.as_str())
    }
}

/// How far a history has been told.
struct Replay {
    marks: Marks,
    first_kinds: HashMap<u32, KindId>,
}

/// `#3` as a fact's number, among so many.
fn numbered(name: &str, facts: usize) -> Result<FactId, Error> {
    let number = name.strip_prefix('#').and_then(|digits| digits.parse::<u32>().ok());
    number.filter(|n| (*n as usize) < facts).map(FactId::new).ok_or_else(|| {
        let why = format!("`{}` is no fact; expected a key, or `#` and a number below {facts}", name.escape_debug());
        Error::new(ErrorKind::UnknownFact, why)
    })
}
