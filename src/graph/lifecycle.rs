//! What can happen to a fact after it was recorded: it is retracted, or resolved by a later fact. Nothing is removed.

use super::KnowledgeGraph;
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, MAX_NAME, Resolution, TransactionId, check_name},
    tables::{Alteration, FactRecord},
};

impl KnowledgeGraph {
    /// Retracts a fact that was recorded by mistake. It stays in the graph and its history, and default views leave it out.
    ///
    /// The open transaction records by whom and when.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`]; [`ErrorKind::NoChange`] if it is retracted already; [`ErrorKind::InvalidName`] if the reason
    /// is blank or has more than [`MAX_NAME`](crate::model::MAX_NAME) characters. No reason is the empty text.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Recognized}};
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add("state", "Pakistan")?;
    /// kg.add("state", "Kazakhstan")?;
    /// let wrong = kg.assert(fact("kazakhstan", Recognized, "pakistan"))?;
    /// kg.retract(wrong, "the other way round")?;
    /// assert_eq!(kg.view().facts(Recognized).count()?, 0);
    /// assert_eq!(kg.view().with_retracted().facts(Recognized).count()?, 1);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn retract(&mut self, fact: FactId, why: &str) -> Result<(), Error> {
        self.all_or_nothing(|kg| {
            kg.check_fact(fact)?;
            if kg.tables.record(fact).is_some_and(FactRecord::is_retracted) {
                return Err(Error::new(ErrorKind::NoChange, format!("fact #{} is retracted already", fact.index())));
            }
            check_reason(why)?;
            kg.tables.alter(why, |why| Alteration::Retract { fact, why }).map(drop)
        })
    }

    /// Records that a later fact resolves an earlier one: a planned visit took place, was postponed, or was stated more
    /// precisely. The earlier fact stays in the graph, and default views have only the later one. If the later fact is
    /// retracted, the earlier one is open again and can be resolved again. The later fact may be retracted already, as when a
    /// dossier is read that has both: this is recorded, and the earlier fact stays open.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`]; [`ErrorKind::WrongResolution`] if the later fact was recorded before the earlier;
    /// [`ErrorKind::NoChange`] if the earlier is resolved already, by a fact that is not retracted.
    pub fn resolve(&mut self, earlier: FactId, resolution: Resolution, later: FactId) -> Result<(), Error> {
        self.all_or_nothing(|kg| {
            kg.check_fact(earlier)?;
            kg.check_fact(later)?;
            if later <= earlier {
                let why = format!(
                    "fact #{} was not recorded after fact #{}; only a later fact resolves",
                    later.index(),
                    earlier.index()
                );
                return Err(Error::new(ErrorKind::WrongResolution, why));
            }
            if let Some((_, by)) = kg.resolution(earlier)
                && kg.has_outcome(earlier)
            {
                let why = format!("fact #{} is resolved already, by fact #{}", earlier.index(), by.index());
                return Err(Error::new(ErrorKind::NoChange, why));
            }
            kg.tables
                .alter("", |_| Alteration::Resolve { fact: earlier, by: later, resolution, before: None })
                .map(drop)
        })
    }

    /// The transaction that retracted a fact.
    #[must_use]
    pub fn retracted_in(&self, fact: FactId) -> Option<TransactionId> {
        self.tables.retraction(self.own_fact(fact)?).map(|row| self.altered_in(row))
    }

    /// The transaction that made an alteration.
    pub(crate) fn altered_in(&self, row: u32) -> TransactionId {
        self.tables.transaction_of(row, |m| m.alterations)
    }

    /// The transaction that resolved a fact.
    #[must_use]
    pub fn resolved_in(&self, fact: FactId) -> Option<TransactionId> {
        self.tables.resolutions(self.own_fact(fact)?).next().map(|(row, ..)| self.altered_in(row))
    }

    /// The fact that resolved this one last, and how, even if it was retracted since.
    #[must_use]
    pub fn resolution(&self, fact: FactId) -> Option<(Resolution, FactId)> {
        let (_, resolution, by) = self.tables.resolutions(self.own_fact(fact)?).next()?;
        Some((resolution, by.given_by(self.origin)))
    }

    /// Why a fact was retracted: `Some("")` if no reason was given, `None` if it is not retracted.
    #[must_use]
    pub fn retraction(&self, fact: FactId) -> Option<&str> {
        match *self.tables.journal().alteration(self.tables.retraction(self.own_fact(fact)?)?)? {
            Alteration::Retract { why, .. } => Some(self.tables.string(why).unwrap_or_default()),
            _ => None,
        }
    }
}

/// Checks that a text can be the reason of a decision: it is empty, or is neither blank nor too long.
pub(super) fn check_reason(why: &str) -> Result<(), Error> {
    if why.is_empty() || check_name(why).is_ok() {
        return Ok(());
    }
    let characters = why.chars().count();
    let found = if characters > MAX_NAME {
        format!("the reason has {characters} characters; at most {MAX_NAME} are allowed")
    } else {
        "the reason is blank; expected some words, or an empty text if there is none".to_owned()
    };
    Err(Error::new(ErrorKind::InvalidName, found).at("why"))
}
