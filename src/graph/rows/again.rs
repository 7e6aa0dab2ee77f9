//! Recording rows again, many in one go.

use super::{Learnt, NewAlteration, NewRow, check::broken};
use crate::{
    error::Error,
    graph::{KnowledgeGraph, lifecycle::check_reason},
    model::{Any, Transaction, TransactionId, check_name},
    tables::{Alteration, StringId},
};

impl KnowledgeGraph {
    /// Opens a transaction, and declares what the schema learnt in it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] if its stamp is before the last one; those of the declarations.
    fn open_again(&mut self, transaction: Transaction, learnt: &Learnt) -> Result<(), Error> {
        self.begin(transaction)?;
        // Together, as one kind may stand under another that follows it.
        if !learnt.is_empty() {
            self.schema.declare(learnt.to_def(false))?;
        }
        Ok(())
    }

    /// Records what another graph has beyond this one, which has its first transactions.
    pub(crate) fn catch_up_with(&mut self, ahead: &Self) -> Result<(), Error> {
        let (from, to) = (self.recorded_transactions(), ahead.recorded_transactions());
        debug_assert!(
            self.transactions().zip(ahead.transactions()).take(from as usize).all(|(own, other)| own == other),
            "the other graph has the transactions of this one"
        );
        let first_kinds = ahead.first_kinds_since(TransactionId::new(from));
        self.record_rows(|again| {
            for id in (from..to).map(TransactionId::new) {
                let until = ahead.names_before(TransactionId::new(id.index().saturating_add(1)));
                let learnt = again.kg.missing_names(ahead, until);
                again.put_transaction(ahead.transaction(id).cloned().unwrap_or_default(), &learnt)?;
                ahead.new_rows(id, &first_kinds).try_for_each(|row| again.put_row(row))?;
            }
            Ok(())
        })
    }

    /// The names that another graph had when its schema had so many, and this one does not.
    fn missing_names(&self, ahead: &Self, [kinds, relations, roles]: [usize; 3]) -> Learnt {
        let (own, other) = (&self.schema, &ahead.schema);
        let kinds = other.kinds().take(kinds).skip(own.kind_count()).map(|(_, def)| def.clone());
        let relations = other.relations().take(relations).skip(own.relation_count()).map(|(_, def)| def.clone());
        let roles = other.roles().take(roles).skip(own.role_count()).map(|(_, def)| def.clone());
        Learnt { kinds: kinds.collect(), relations: relations.collect(), roles: roles.collect() }
    }

    /// Many rows in one go; see [`bulk`](Self::bulk). If the calls return an error, everything is undone.
    pub(crate) fn record_rows<T>(
        &mut self,
        calls: impl FnOnce(&mut Again<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.left_out.clear();
        let savepoint = self.savepoint();
        self.tables.defer_lists();
        let mut again = Again { kg: self, has_merged: false };
        let done = calls(&mut again);
        if done.is_err() {
            // Without merges, what is undone need not be listed first.
            if again.has_merged {
                again.kg.tables.list_deferred();
            }
            again.kg.rewind(&savepoint);
        }
        drop(again);
        self.near.grow(&self.tables);
        done
    }
}

/// A graph while rows are recorded again.
#[derive(Debug)]
pub(crate) struct Again<'g> {
    kg: &'g mut KnowledgeGraph,
    /// Whether entities were merged or parted. Then facts that are in no list yet cannot be undone.
    has_merged: bool,
}

impl Drop for Again<'_> {
    fn drop(&mut self) {
        self.kg.tables.list_deferred();
    }
}

impl Again<'_> {
    /// The graph so far. Its facts are in no list yet.
    pub(crate) fn graph(&self) -> &KnowledgeGraph {
        self.kg
    }

    /// See [`KnowledgeGraph::open_again`].
    pub(crate) fn put_transaction(&mut self, transaction: Transaction, learnt: &Learnt) -> Result<(), Error> {
        self.kg.open_again(transaction, learnt)
    }

    /// Records a row.
    ///
    /// # Errors
    /// What the row names that is not there, or repeats. The graph then holds a part of the row: it must be undone.
    pub(crate) fn put_row(&mut self, row: NewRow) -> Result<(), Error> {
        match row {
            NewRow::Source(source) => self.kg.push_source(source).map(drop),
            NewRow::Entity { kind, key, name } => {
                if kind.at() >= self.kg.schema.kind_count() || self.kg.schema.is_abstract(kind) {
                    return Err(broken(&format!("the kind number {} of entity `{key}`", kind.index())));
                }
                check_name(&name)?;
                self.kg.push_entity::<Any>(kind, &key, &name).map(drop)
            }
            NewRow::Fact(fact) => {
                self.kg.check_again(&fact)?;
                self.kg.push_fact(fact).map(drop)
            }
            NewRow::Claim(fact, claim) => {
                self.kg.has_row("fact", fact.index(), self.kg.tables.fact_count())?;
                self.kg.check_claim_again(&claim)?;
                self.kg.tables.push_claim(fact, claim).map(drop)
            }
            NewRow::Altered(alteration) => self.alter(alteration),
            NewRow::Gone => {
                self.kg.tables.push_gone();
                Ok(())
            }
        }
    }

    fn alter(&mut self, NewAlteration { what, why }: NewAlteration) -> Result<(), Error> {
        self.kg.check_alteration_again(what)?;
        check_reason(&why)?;
        let moves_facts = matches!(what, Alteration::Merge { .. } | Alteration::Unmerge { .. });
        if moves_facts {
            // A merge takes facts from one list to another, so they must be in their lists.
            self.has_merged = true;
            self.kg.tables.list_deferred();
        }
        let done = self.kg.tables.alter(&why, |id| with_reason(what, id)).map(drop);
        if moves_facts {
            self.kg.tables.defer_lists();
        }
        done
    }
}

/// An alteration with the number of its reason.
fn with_reason(mut what: Alteration, id: StringId) -> Alteration {
    match &mut what {
        Alteration::Retract { why, .. }
        | Alteration::Merge { why, .. }
        | Alteration::Unmerge { why, .. }
        | Alteration::KeepApart { why, .. }
        | Alteration::Purge { why, .. }
        | Alteration::AllowMerge { why, .. } => *why = id,
        Alteration::Resolve { .. } | Alteration::Narrow { .. } => {}
    }
    what
}
