//! The vocabulary of files that have none of their own.

use std::path::Path;

use chancery::{Schema, diplomacy, notation};

use crate::{arguments::Reading, failure::Failure};

/// What `--vocabulary` says.
#[derive(Clone, Debug)]
pub(crate) enum Vocabulary {
    /// Nothing: the usual one.
    Usual,
    /// Nothing: that of the store which the files are for.
    Of(Schema),
    /// This one.
    Given(Schema),
}

impl Vocabulary {
    pub(crate) fn of(reading: &Reading) -> Result<Self, Failure> {
        match reading.vocabulary.as_deref() {
            None => Ok(Self::Usual),
            Some("diplomacy") => Ok(Self::Given(diplomacy::schema())),
            Some("open") => Ok(Self::Given(Schema::new().open())),
            Some(path) => {
                let kg = notation::Reader::new(Schema::new()).read_files([Path::new(path)])?;
                Ok(Self::Given(kg.schema().clone()))
            }
        }
    }

    /// What the options say, or else this vocabulary for files that have none.
    pub(crate) fn or(reading: &Reading, usual: Option<&Schema>) -> Result<Self, Failure> {
        match (Self::of(reading)?, usual) {
            (Self::Usual, Some(schema)) => Ok(Self::Of(schema.clone())),
            (given, _) => Ok(given),
        }
    }

    /// A reader of files of the notation: those that declare no vocabulary have that of diplomacy.
    pub(crate) fn for_notation(self) -> notation::Reader {
        match self {
            Self::Usual => notation::Reader::with_default_schema(diplomacy::schema()),
            Self::Of(schema) => notation::Reader::with_default_schema(schema),
            Self::Given(schema) => notation::Reader::new(schema),
        }
    }

    /// The schema to which a dossier or an archive adds its own vocabulary.
    pub(crate) fn for_document(self) -> Schema {
        match self {
            Self::Usual | Self::Of(_) => Schema::new(),
            Self::Given(schema) => schema,
        }
    }

    /// The schema of an empty store, and of files that have no vocabulary.
    pub(crate) fn for_store(self) -> Schema {
        match self {
            Self::Usual => diplomacy::schema(),
            Self::Of(schema) | Self::Given(schema) => schema,
        }
    }
}
