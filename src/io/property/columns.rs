//! What the columns of a file mean.

use indexmap::IndexMap;

/// What the columns of a file mean, for readers of node-link JSON, GraphML and CSV. Those that the writers of this crate
/// make are known; whatever else a file has is said here, or counted as not read.
///
/// ```
/// use chancery::{Schema, KnowledgeGraph, diplomacy};
/// use chancery::io::{Columns, Import, node_link};
///
/// // As many programs write it: no types, a column of their own.
/// let json = r#"{"nodes": [{"id": "Kazakhstan", "founded": "1991-12-16"}, {"id": "Pakistan"}],
///     "links": [{"source": "Pakistan", "target": "Kazakhstan", "label": "recognized", "year": "1991?", "weight": 2}]}"#;
/// let columns = Columns::new().default_kind("state").relation("label").when("year").fact("founded", "independent-since");
/// let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
/// let edits = node_link::read(json, kg.schema(), &columns)?;
/// assert_eq!(edits.unread().collect::<Vec<_>>(), [("weight", 1)]);
/// Import::new().apply_all(&mut kg, edits)?;
/// let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
/// assert_eq!(facts, ["Kazakhstan independent-since \"1991-12-16\"", "Pakistan recognized-in-1991? Kazakhstan"]);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a meaning is nothing until a reader is given it"]
pub struct Columns {
    named: IndexMap<String, Field>,
    pub(super) kind: Option<String>,
    pub(super) relation: Option<String>,
    pub(super) source: Option<String>,
}

/// What a column means.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "csv"), allow(dead_code, reason = "some columns are those of tables alone"))]
pub(super) enum Field {
    Type,
    Kind,
    Name,
    Relation,
    When,
    Modality,
    FactKey,
    Claims,
    Retracted,
    RetractedWhy,
    Resolved,
    ResolvedBy,
    Role(String),
    /// What a row is called, for tables.
    Id,
    Subject,
    #[cfg_attr(not(feature = "csv"), allow(dead_code, reason = "tables alone have such columns"))]
    SubjectType,
    Object,
    #[cfg_attr(not(feature = "csv"), allow(dead_code, reason = "as above"))]
    ObjectType,
    /// A value that a fact of this relation gives its node.
    Fact(String),
    /// What the rest tells already, or what the caller does not want.
    Passed,
}

impl Columns {
    /// Those that the writers of this crate make.
    pub fn new() -> Self {
        Self::default()
    }

    fn named(mut self, column: impl Into<String>, field: Field) -> Self {
        self.named.insert(column.into(), field);
        self
    }

    /// This column has the kinds of entities.
    pub fn kind(self, column: impl Into<String>) -> Self {
        self.named(column, Field::Kind)
    }

    /// Entities without a kind of their own are of this one.
    pub fn default_kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// This column has the names of entities. An entity without one goes by its id.
    pub fn name(self, column: impl Into<String>) -> Self {
        self.named(column, Field::Name)
    }

    /// This column has the relations of facts.
    pub fn relation(self, column: impl Into<String>) -> Self {
        self.named(column, Field::Relation)
    }

    /// Edges without a relation of their own are of this one.
    pub fn default_relation(mut self, relation: impl Into<String>) -> Self {
        self.relation = Some(relation.into());
        self
    }

    /// This column has the times of facts, as [`When`](crate::When) reads them.
    pub fn when(self, column: impl Into<String>) -> Self {
        self.named(column, Field::When)
    }

    /// This column has the modalities of facts.
    pub fn modality(self, column: impl Into<String>) -> Self {
        self.named(column, Field::Modality)
    }

    /// This column has the players of a role.
    pub fn role(self, column: impl Into<String>, role: impl Into<String>) -> Self {
        self.named(column, Field::Role(role.into()))
    }

    /// This column of a node is a fact about it, of this relation, whose range tells what the text is.
    pub fn fact(self, column: impl Into<String>, relation: impl Into<String>) -> Self {
        self.named(column, Field::Fact(relation.into()))
    }

    /// This column of a table has the keys of entities.
    pub fn key(self, column: impl Into<String>) -> Self {
        self.named(column, Field::Id)
    }

    /// This column of a table has the subjects of facts.
    pub fn subject(self, column: impl Into<String>) -> Self {
        self.named(column, Field::Subject)
    }

    /// This column of a table has the objects of facts. What its text is, a column `object_type` or the relation's range
    /// tells.
    pub fn object(self, column: impl Into<String>) -> Self {
        self.named(column, Field::Object)
    }

    /// This column is not wanted, and not counted as unread.
    pub fn pass_over(self, column: impl Into<String>) -> Self {
        self.named(column, Field::Passed)
    }

    /// Facts that no claim comes with rest on this source, by its key.
    pub fn source(mut self, key: impl Into<String>) -> Self {
        self.source = Some(key.into());
        self
    }

    #[cfg(feature = "json")]
    pub(crate) fn default_kind_name(&self) -> Option<String> {
        self.kind.clone()
    }

    #[cfg(feature = "json")]
    pub(crate) fn default_relation_name(&self) -> Option<String> {
        self.relation.clone()
    }

    #[cfg(feature = "json")]
    pub(crate) fn default_source(&self) -> Option<String> {
        self.source.clone()
    }

    pub(super) fn of_node(&self, column: &str) -> Option<Field> {
        self.named.get(column).cloned().or(match column {
            "type" => Some(Field::Type),
            "kind" => Some(Field::Kind),
            "name" => Some(Field::Name),
            _ => None,
        })
    }

    /// What a column of a table of entities has, if it is one that a graph tells apart from the rest.
    #[cfg(feature = "csv")]
    pub(super) fn of_entity_table(&self, column: &str) -> Option<Field> {
        let own = matches!(column, "key" | "id" | "id:ID").then_some(Field::Id);
        self.named.get(column).cloned().or(own).filter(|field| *field == Field::Id)
    }

    /// The same of a table of facts.
    #[cfg(feature = "csv")]
    pub(super) fn of_fact_table(&self, column: &str) -> Option<Field> {
        let own = match column {
            "subject" => Some(Field::Subject),
            "subject_type" => Some(Field::SubjectType),
            "object" => Some(Field::Object),
            "object_type" => Some(Field::ObjectType),
            "id" => Some(Field::Id),
            _ => None,
        };
        let is_end = |field: &Field| {
            matches!(field, Field::Subject | Field::SubjectType | Field::Object | Field::ObjectType | Field::Id)
        };
        self.named.get(column).cloned().or(own).filter(is_end)
    }

    pub(super) fn of_edge(&self, column: &str) -> Option<Field> {
        self.named.get(column).cloned().or_else(|| {
            Some(match column {
                "relation" => Field::Relation,
                "when" => Field::When,
                "modality" => Field::Modality,
                "fact_key" => Field::FactKey,
                "claims" => Field::Claims,
                "retracted" => Field::Retracted,
                "retracted_why" => Field::RetractedWhy,
                "resolved" => Field::Resolved,
                "resolved_by" => Field::ResolvedBy,
                "start_earliest" | "start_latest" | "end_earliest" | "end_latest" | "claim_count" => Field::Passed,
                _ => return column.strip_prefix("role.").map(|role| Field::Role(role.to_owned())),
            })
        })
    }
}
