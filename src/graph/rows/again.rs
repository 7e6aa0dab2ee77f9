//! Recording rows again, many in one go.

use super::{Learnt, NewAlteration, NewRow, check::broken};
use crate::{
    error::Error,
    graph::{Bulk, KnowledgeGraph, lifecycle::check_reason},
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
                let learnt = again.graph().missing_names(ahead, until);
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
        calls: impl FnOnce(&mut Again<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.left_out.clear();
        let done = self.bulk(|bulk| calls(&mut Again { bulk }));
        self.near.grow(&self.tables);
        done
    }
}

/// A graph while rows are recorded again.
#[derive(Debug)]
pub(crate) struct Again<'b, 'g> {
    bulk: &'b mut Bulk<'g>,
}

impl Again<'_, '_> {
    /// The graph so far. Its facts are in no list yet.
    pub(crate) fn graph(&self) -> &KnowledgeGraph {
        self.bulk.kg
    }

    /// See [`KnowledgeGraph::open_again`].
    pub(crate) fn put_transaction(&mut self, transaction: Transaction, learnt: &Learnt) -> Result<(), Error> {
        self.bulk.kg.open_again(transaction, learnt)
    }

    /// Records a row.
    ///
    /// # Errors
    /// What the row names that is not there, or repeats. The graph then holds a part of the row: it must be undone.
    pub(crate) fn put_row(&mut self, row: NewRow) -> Result<(), Error> {
        let kg = self.bulk.recording();
        match row {
            NewRow::Source(source) => kg.push_source(source).map(drop),
            NewRow::Entity { kind, key, name } => {
                if kind.at() >= kg.schema.kind_count() || kg.schema.is_abstract(kind) {
                    return Err(broken(&format!("the kind number {} of entity `{key}`", kind.index())));
                }
                check_name(&name)?;
                kg.push_entity::<Any>(kind, &key, &name).map(drop)
            }
            NewRow::Fact(fact) => {
                kg.check_again(&fact)?;
                kg.push_fact(fact).map(drop)
            }
            NewRow::Claim(fact, claim) => {
                kg.has_row("fact", fact.index(), kg.tables.fact_count())?;
                kg.check_claim_again(&claim)?;
                kg.tables.push_claim(fact, claim).map(drop)
            }
            NewRow::Altered(alteration) => self.alter(alteration),
            NewRow::Gone => {
                kg.tables.push_gone();
                Ok(())
            }
        }
    }

    fn alter(&mut self, NewAlteration { what, why }: NewAlteration) -> Result<(), Error> {
        self.bulk.kg.check_alteration_again(what)?;
        check_reason(&why)?;
        let kg = match what {
            Alteration::Merge { .. } | Alteration::Unmerge { .. } => self.bulk.merging(),
            _ => self.bulk.recording(),
        };
        kg.tables.alter(&why, |id| with_reason(what, id)).map(drop)
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
