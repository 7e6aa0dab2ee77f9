//! What an import did.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{error::Error, graph::Edit};

/// What an import added, what the graph knew already, and what was rejected.
#[non_exhaustive]
#[derive(Clone, Debug, Default, Serialize)]
pub struct Imported {
    /// What was added.
    pub added: Counts,
    /// What the graph had already.
    pub known: Counts,
    /// Entities of the file that matched an entity of the graph with another key: the key in the file, and that in the
    /// graph.
    pub renamed: Vec<(String, String)>,
    /// What was rejected, in the order of the file.
    pub rejected: Vec<Rejected>,
}

/// The number of records of each sort.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Sources.
    pub sources: u64,
    /// Entities.
    pub entities: u64,
    /// Facts.
    pub facts: u64,
    /// Claims that were added to a fact that was there.
    pub claims: u64,
    /// Facts retracted or resolved, kinds narrowed, and further names of matched entities.
    pub changes: u64,
}

impl Counts {
    /// The sum of all.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.sources + self.entities + self.facts + self.claims + self.changes
    }
}

/// An edit that was not applied, and why. As JSON: `code`, `message`, `place`, `line`, `column` and `edit`.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// In a box: most of a file that cannot be read has none.
    edit: Option<Box<Edit>>,
    reason: Error,
}

impl Rejected {
    pub(super) fn new(edit: Option<Edit>, reason: Error) -> Self {
        Self { edit: edit.map(Box::new), reason }
    }

    /// The edit; `None` if its record could not be read.
    #[must_use]
    pub fn edit(&self) -> Option<&Edit> {
        self.edit.as_deref()
    }

    /// Why it was not applied, with its position if the file has lines.
    #[must_use]
    pub const fn reason(&self) -> &Error {
        &self.reason
    }
}

impl Serialize for Rejected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Rejected", 6)?;
        fields.serialize_field("code", self.reason.kind().code())?;
        fields.serialize_field("message", self.reason.message())?;
        fields.serialize_field("place", &self.reason.place())?;
        fields.serialize_field("line", &self.reason.position().map(|at| at.line))?;
        fields.serialize_field("column", &self.reason.position().map(|at| at.column))?;
        fields.serialize_field("edit", &self.edit)?;
        fields.end()
    }
}
