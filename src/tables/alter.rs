//! Alterations: the one way to change what was recorded, and the way back.

use std::collections::btree_map::Entry;

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::{Alteration, FactRecord, NodeKind, NodeRecord, Op, Tables, arena::StringId, row_id::RowId};
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, KindId},
};

impl Tables {
    /// Appends an alteration and applies it. `what` gets the number of the reason. What it names is there, and is so
    /// that it can be altered; what resolved the fact before is filled in here.
    pub(crate) fn alter(&mut self, why: &str, what: impl FnOnce(StringId) -> Alteration) -> Result<u32, Error> {
        let why = if why.is_empty() { StringId::NONE } else { self.strings.push(why)? };
        self.fail_point()?;
        let mut alteration = what(why);
        match &mut alteration {
            Alteration::Retract { fact, .. } => drop(self.detail_for(*fact)?),
            Alteration::Resolve { fact, before, .. } => {
                *before = self.detail_for(*fact)?.resolution.map(RowId::index);
            }
            _ => {}
        }
        let row = u32::try_from(self.journal.alterations().len()).ok().filter(|row| *row < u32::MAX);
        let row = row.ok_or_else(|| Error::new(ErrorKind::Full, "a graph holds at most 4294967295 alterations"))?;
        self.fail_point()?;
        self.journal.push_alteration(alteration);
        self.apply(row, alteration)?;
        self.journal.record(Op::Alter);
        Ok(row)
    }

    fn apply(&mut self, row: u32, alteration: Alteration) -> Result<(), Error> {
        match alteration {
            Alteration::Retract { fact, .. } => {
                self.set_detail(fact, |detail| detail.retraction = RowId::new(row));
                self.fail_point()?;
                self.set_flag(fact, FactRecord::RETRACTED, true);
            }
            Alteration::Resolve { fact, by, .. } => {
                debug_assert!(fact < by, "only a later fact resolves");
                self.set_detail(fact, |detail| detail.resolution = RowId::new(row));
                self.resolved_by.entry(by).or_default().push(row);
                self.fail_point()?;
                self.set_flag(fact, FactRecord::RESOLVED, true);
            }
            Alteration::Narrow { node, to, .. } => {
                self.fail_point()?;
                self.set_kind(node, to);
            }
            Alteration::Merge { duplicate, into, .. } => {
                self.fail_point()?;
                self.relist(&[duplicate], |merged| merged.join(row, duplicate, into));
            }
            Alteration::Unmerge { merge, .. } => {
                self.fail_point()?;
                let nodes = self.merge_of(merge).map(|(duplicate, _)| duplicate);
                debug_assert!(nodes.is_some(), "an unmerge names the row of a merge");
                self.relist(nodes.as_slice(), |merged| merged.part(merge));
            }
            Alteration::KeepApart { one, other, .. } => {
                self.fail_point()?;
                self.merged.keep_apart(row, one, other);
            }
            Alteration::AllowMerge { apart, .. } => {
                self.fail_point()?;
                self.merged.allow(apart);
            }
            Alteration::Purge { .. } => {}
        }
        Ok(())
    }

    /// Takes the last alteration off and back, whether or not it was applied whole.
    pub(super) fn pop_alteration(&mut self) {
        let Some((row, alteration)) = self.journal.pop_alteration() else { return };
        match alteration {
            Alteration::Retract { fact, .. } => {
                self.set_flag(fact, FactRecord::RETRACTED, false);
                self.set_detail(fact, |detail| detail.retraction = None);
            }
            Alteration::Resolve { fact, by, before, .. } => {
                if let Entry::Occupied(mut rows) = self.resolved_by.entry(by) {
                    rows.get_mut().pop_if(|last| *last == row);
                    if rows.get().is_empty() {
                        rows.remove();
                    }
                }
                self.set_flag(fact, FactRecord::RESOLVED, before.is_some());
                self.set_detail(fact, |detail| detail.resolution = before.and_then(RowId::new));
            }
            Alteration::Narrow { node, from, .. } => self.set_kind(node, from),
            Alteration::Merge { duplicate, .. } => {
                if self.merged.stands(row) {
                    self.relist(&[duplicate], |merged| merged.part(row));
                }
            }
            Alteration::Unmerge { merge, .. } => {
                if let Some((duplicate, into)) = self.merge_of(merge)
                    && !self.merged.stands(merge)
                {
                    self.relist(&[duplicate, into], |merged| merged.join(merge, duplicate, into));
                }
            }
            Alteration::KeepApart { .. } => self.merged.allow(row),
            Alteration::AllowMerge { apart, .. } => {
                if let Some(Alteration::KeepApart { one, other, .. }) = self.journal.alteration(apart).copied() {
                    self.merged.keep_apart(apart, one, other);
                }
            }
            Alteration::Purge { .. } => {}
        }
    }

    /// What the merge in a row made one.
    fn merge_of(&self, row: u32) -> Option<(u32, u32)> {
        match *self.journal.alteration(row)? {
            Alteration::Merge { duplicate, into, .. } => Some((duplicate, into)),
            _ => None,
        }
    }

    /// Sets a flag of a fact, and keeps its relation's counts and the names that facts give in step with it.
    fn set_flag(&mut self, fact: FactId, flag: u8, on: bool) {
        let Some(record) = self.log.edge_weight_mut(EdgeIndex::new(fact.at())) else {
            debug_assert!(false, "an alteration names a fact");
            return;
        };
        if (record.flags & flag != 0) == on {
            return;
        }
        let before = *record;
        record.flags ^= flag;
        let after = *record;
        self.by_relation.of_mut(after.relation).altered(&before, &after);
        if flag == FactRecord::RETRACTED
            && let Some((subject, object)) = self.asserted_ends(fact)
        {
            if on { self.unname(&before, subject, object) } else { self.name(&after, subject, object) }
        }
    }

    pub(super) fn set_kind(&mut self, node: u32, to: KindId) {
        let record = self.log.node_weight_mut(NodeIndex::new(node as usize));
        debug_assert!(record.as_deref().is_some_and(NodeRecord::is_entity), "only an entity has a kind");
        if let Some(NodeRecord(NodeKind::Entity { kind, .. })) = record {
            *kind = to;
        }
    }
}
