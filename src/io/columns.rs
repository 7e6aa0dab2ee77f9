//! What the columns of a file mean: one vocabulary for all readers.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::foreign::Values;

/// What a column of a file means: a column of a table, or an attribute of a node or edge. An empty cell has no meaning,
/// where that is allowed.
///
/// Readers know the columns that the writers of this crate make, by name. In files of other programs they know the
/// common names alone: `kind` and `name` of entities, `relation`, `when` and `role.…` of facts, and in tables `key`,
/// `subject` and `object`. The caller names the meaning of others:
///
/// ```
/// use chancery::{KnowledgeGraph, diplomacy};
/// use chancery::io::{Column, Import, node_link};
///
/// // As many programs write it: no types, and names of its own.
/// let json = r#"{"nodes": [{"id": "Kazakhstan", "founded": "1991-12-16"}, {"id": "Pakistan"}],
///     "links": [{"source": "Pakistan", "target": "Kazakhstan", "label": "recognized", "year": "1991?", "weight": 2}]}"#;
/// let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
/// let edits = node_link::Reader::new(kg.schema())
///     .kind("state")
///     .column("label", Column::Relation)
///     .column("year", Column::When)
///     .column("founded", Column::Attribute("independent-since".into()))
///     .read(json.as_bytes())?;
/// assert_eq!(edits.unread().collect::<Vec<_>>(), [("weight", 1)]);
/// Import::new().apply_all(&mut kg, edits)?;
/// let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
/// assert_eq!(facts, ["Kazakhstan independent-since \"1991-12-16\"", "Pakistan recognized-in-1991? Kazakhstan"]);
/// # Ok::<(), chancery::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// In a table of entities the key of the entity, in a table of facts the fact's own key.
    Key,
    /// What a node is: `entity`, `fact`, or the type of a value.
    Type,
    /// The kind of an entity.
    Kind,
    /// The name of an entity. One without a name is called by its key.
    Name,
    /// An attribute of an entity: the object of a fact of this relation, whose range says how the text is read.
    Attribute(String),
    /// The subject of a fact. Never empty.
    Subject,
    /// What the subject is: `entity`, `fact`, or the type of a value. Without it the range of the relation decides.
    SubjectType,
    /// The name of the subject, beside its key. Only a [`Loader`](super::csv::Loader) reads it, for entities that it
    /// adds. Of an entity that has another name it becomes a further name.
    SubjectName,
    /// The relation, by name or inverse name, with or without a date in it.
    Relation,
    /// The object: an entity, or a value where the relation takes one. Never empty in a [`Loader`](super::csv::Loader).
    Object,
    /// What the object is, as for [`SubjectType`](Self::SubjectType).
    ObjectType,
    /// The name of the object, as for [`SubjectName`](Self::SubjectName).
    ObjectName,
    /// The time in the form in which it prints: `2026-02`, `as-of 2026-01-24`, `1991/2004`.
    When,
    /// The date on which the fact happened.
    On,
    /// A date on which the fact was seen to hold.
    AsOf,
    /// The date on which the fact began. Without an end it may still hold.
    Start,
    /// The date on which the fact ended.
    End,
    /// The modality: `actual`, `planned` and so on.
    Modality,
    /// The player of a role, by the name of the role.
    Role(String),
    /// The key of the source of the fact.
    Source,
    /// The words of the source. Needs a source.
    Quote,
    /// All claims of the fact in the notation, one after another.
    Claims,
    /// `yes` where the fact was retracted.
    Retracted,
    /// Why the fact was retracted.
    RetractedWhy,
    /// The outcome by which another fact resolved this one.
    Resolved,
    /// The fact that resolved this one, by key, or `#` and place.
    ResolvedBy,
    /// Not read, and not counted as unread.
    Ignored,
}

impl Column {
    /// The name that errors call the column by where the file has no name for it.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Key => "key",
            Self::Type => "type",
            Self::Kind => "kind",
            Self::Name => "name",
            Self::Attribute(relation) => relation,
            Self::Subject => "subject",
            Self::SubjectType => "subject type",
            Self::SubjectName => "subject name",
            Self::Relation => "relation",
            Self::Object => "object",
            Self::ObjectType => "object type",
            Self::ObjectName => "object name",
            Self::When => "time",
            Self::On => "on",
            Self::AsOf => "as-of",
            Self::Start => "start",
            Self::End => "end",
            Self::Modality => "modality",
            Self::Role(role) => role,
            Self::Source => "source",
            Self::Quote => "quote",
            Self::Claims => "claims",
            Self::Retracted => "retracted",
            Self::RetractedWhy => "retracted why",
            Self::Resolved => "resolved",
            Self::ResolvedBy => "resolved by",
            Self::Ignored => "ignored",
        }
    }
}

/// The columns that a caller names, how they are read, and what the file leaves out.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    named: IndexMap<String, Column>,
    /// What divides the values of a cell, by the name of the column.
    several: HashMap<String, String>,
    pub(super) kind: Option<String>,
    pub(super) relation: Option<String>,
    pub(super) source: Option<String>,
    pub(super) keep_edge_ids: bool,
    pub(super) values: Values,
}

impl Columns {
    pub(super) fn set(&mut self, name: String, column: Column) {
        self.named.insert(name, column);
    }

    pub(super) fn set_several(&mut self, name: String, separator: String) {
        self.several.insert(name, separator);
    }

    /// The column that has a meaning, by the caller's name.
    pub(super) fn name_of(&self, column: &Column) -> Option<&str> {
        self.named.iter().find(|(_, named)| *named == column).map(|(name, _)| name.as_str())
    }

    /// What the caller says that a column means.
    #[cfg(feature = "json")]
    pub(super) fn named(&self, name: &str) -> Option<&Column> {
        self.named.get(name)
    }

    /// The meaning of a common name, unless the caller gives it to another column.
    fn unless_named(&self, column: Column) -> Option<Column> {
        self.name_of(&column).is_none().then_some(column)
    }

    /// The values of a cell: more than one if the caller says what divides them.
    pub(super) fn parts<'t>(&self, name: &str, cell: &'t str) -> Vec<&'t str> {
        match self.several.get(name) {
            Some(separator) if !separator.is_empty() => {
                cell.split(separator.as_str()).map(str::trim).filter(|part| !part.is_empty()).collect()
            }
            _ => vec![cell],
        }
    }

    /// What a column of nodes means. Some names have a meaning only in a file that this crate wrote.
    pub(super) fn of_node(&self, name: &str, own: bool) -> Option<Column> {
        self.named.get(name).cloned().or(match name {
            "type" if own => Some(Column::Type),
            "kind" => self.unless_named(Column::Kind),
            "name" => self.unless_named(Column::Name),
            // What `name` says already.
            "label" if own => Some(Column::Ignored),
            _ => None,
        })
    }

    /// What a column of edges means. Some names have a meaning only in a file that this crate wrote.
    pub(super) fn of_edge(&self, name: &str, own: bool) -> Option<Column> {
        self.named.get(name).cloned().or_else(|| {
            Some(match name {
                "relation" => return self.unless_named(Column::Relation),
                "when" => return self.unless_named(Column::When),
                "modality" if own => Column::Modality,
                "fact_key" if own => Column::Key,
                "claims" if own => Column::Claims,
                "retracted" if own => Column::Retracted,
                "retracted_why" if own => Column::RetractedWhy,
                "resolved" if own => Column::Resolved,
                "resolved_by" if own => Column::ResolvedBy,
                // What `when`, `claims`, `relation` and `modality` say already.
                "start_earliest" | "start_latest" | "end_earliest" | "end_latest" | "claim_count" | "label" if own => {
                    Column::Ignored
                }
                _ => return name.strip_prefix("role.").map(|role| Column::Role(role.to_owned())),
            })
        })
    }

    /// What a column of a table of entities means.
    pub(super) fn of_entity_table(&self, name: &str, own: bool) -> Option<Column> {
        // The label repeats the kind or type.
        let fixed = match name {
            ":LABEL" if own => Some(Column::Ignored),
            "key" | "id" | "id:ID" => self.unless_named(Column::Key),
            _ => None,
        };
        self.named.get(name).cloned().or(fixed).or_else(|| self.of_node(name, own))
    }

    /// What a column of a table of facts means.
    pub(super) fn of_fact_table(&self, name: &str, own: bool) -> Option<Column> {
        let fixed = match name {
            "subject" => self.unless_named(Column::Subject),
            "subject_type" if own => Some(Column::SubjectType),
            "object" => self.unless_named(Column::Object),
            "object_type" if own => Some(Column::ObjectType),
            // The name of the fact in the file: its key or place, which the reader knows.
            "id" if own => Some(Column::Ignored),
            _ => None,
        };
        self.named.get(name).cloned().or(fixed).or_else(|| self.of_edge(name, own))
    }
}

/// The options of a reader that has a field `columns`.
macro_rules! column_options {
    (columns) => {
        /// Says what a column, attribute or member of this name means.
        pub fn column(mut self, name: impl Into<String>, column: $crate::io::Column) -> Self {
            self.columns.set(name.into(), column);
            self
        }

        /// The cells of this column may have several values, with this text between them: `a;b;c`. Each value of an
        /// [attribute](crate::io::Column::Attribute) is a fact, and so is each [object](crate::io::Column::Object) in a
        /// table of facts, with all that the other cells say. A row is an error if these facts would take far more
        /// memory than the table.
        pub fn several(mut self, name: impl Into<String>, separator: impl Into<String>) -> Self {
            self.columns.set_several(name.into(), separator.into());
            self
        }

        /// How dates are read: [`Dates::cut_to_day`](crate::time::Dates::cut_to_day) cuts off a time of day. The
        /// default is strict, so that a time of day is an error. [`Edits::unread`](crate::io::Edits::unread) counts
        /// what is cut, under the name of the column and `(time of day)`.
        pub fn dates(mut self, dates: $crate::time::Dates) -> Self {
            self.columns.values.dates = dates;
            self
        }

        $crate::io::columns::column_options!(defaults);
    };
    (edge_ids) => {
        /// Keeps the ids of edges as the keys of their facts. Without this they are counted as unread. An id that is
        /// not a valid key becomes the key that it suggests.
        pub fn keep_edge_ids(mut self) -> Self {
            self.columns.keep_edge_ids = true;
            self
        }
    };
    (defaults) => {
        /// The kind of entities for which the file has none.
        pub fn kind(mut self, kind: impl Into<String>) -> Self {
            self.columns.kind = Some(kind.into());
            self
        }

        /// The relation of facts for which the file has none.
        pub fn relation(mut self, relation: impl Into<String>) -> Self {
            self.columns.relation = Some(relation.into());
            self
        }

        /// The key of the source of facts for which the file has no claim.
        pub fn source(mut self, key: impl Into<String>) -> Self {
            self.columns.source = Some(key.into());
            self
        }
    };
}
pub(super) use column_options;
