//! Archives: a graph with all its history, in plain values.

use serde::{Deserialize, Serialize};

use crate::model::fields::serialize_fields;
use crate::{
    error::Error,
    graph::{Edit, KnowledgeGraph},
    model::Transaction,
    schema::{Schema, SchemaDef},
};

/// A whole graph: its vocabulary, and each transaction with the edits that it made.
///
/// ```
/// use chancery::{KnowledgeGraph, fact};
/// use chancery::diplomacy::{self, Recognized, State};
/// use chancery::dossier::Archive;
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// kg.at("2026-01-24")?.by("desk");
/// let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
/// let wrong = kg.assert(fact(kazakhstan, Recognized, pakistan))?;
/// kg.at("2026-01-25")?.why("second reading");
/// kg.retract(wrong, "the other way round")?;
///
/// let archive = Archive::of(&kg);
/// let again = archive.to_graph(diplomacy::schema())?;
/// assert_eq!(Archive::of(&again), archive);
/// # Ok::<(), chancery::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// All kinds, relations and roles of the graph.
    pub vocabulary: SchemaDef,
    /// The transactions in order.
    pub transactions: Vec<Recorded>,
}

serialize_fields!(Archive {
    required "vocabulary": vocabulary,
    required "transactions": transactions,
});

/// A transaction and the edits that it made.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What it says of itself.
    #[serde(default)]
    pub transaction: Transaction,
    /// What it did, in order.
    pub edits: Vec<Edit>,
}

impl Archive {
    /// The archive of a graph.
    #[must_use]
    pub fn of(kg: &KnowledgeGraph) -> Self {
        let recorded = |(transaction, edits): (&Transaction, _)| Recorded { transaction: transaction.clone(), edits };
        let transactions = kg.history().map(recorded).collect();
        Self { vocabulary: kg.schema().to_def(), transactions }
    }

    /// The graph of the archive, made by doing again what was done.
    ///
    /// The archive's vocabulary and the schema are joined as in [`Dossier::to_graph`](super::Dossier::to_graph).
    ///
    /// # Errors
    /// Whatever is wrong with the archive, with its place, such as `transactions[1].edits[3]`.
    pub fn to_graph(&self, schema: Schema) -> Result<KnowledgeGraph, Error> {
        let mut schema = schema;
        schema.declare(self.vocabulary.clone()).map_err(|e| e.at("vocabulary"))?;
        let mut kg = KnowledgeGraph::new(schema);
        kg.bulk(|bulk| {
            for (n, Recorded { transaction, edits }) in self.transactions.iter().enumerate() {
                bulk.begin(transaction.clone()).map_err(|e| e.at(format!("transactions[{n}].transaction")))?;
                for (m, edit) in edits.iter().enumerate() {
                    bulk.apply(edit).map_err(|e| e.at(format!("transactions[{n}].edits[{m}]")))?;
                }
            }
            Ok::<(), Error>(())
        })?;
        Ok(kg)
    }
}
