//! The names that an expression may use, and what is known of their values before a query runs.

use crate::{
    error::{Error, ErrorKind, did_you_mean, shown::as_found},
    model::RelationId,
};

/// What is known of a value before the query runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cypher) enum Type {
    /// Anything.
    Any,
    Null,
    Bool,
    Int,
    Float,
    Text,
    Date,
    List,
    Map,
    /// An entity, a value or the node of a fact.
    Node,
    /// A fact, of a relation if it is known.
    Fact(Option<RelationId>),
    /// A list of facts.
    Facts,
    Path,
}

impl Type {
    /// The name in errors, with its article.
    pub(in crate::cypher) const fn name(self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Int => "an integer",
            Self::Float => "a float",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::List => "a list",
            Self::Map => "a map",
            Self::Node => "a node",
            Self::Fact(_) => "a relationship",
            Self::Facts => "a list of relationships",
            Self::Path => "a path",
        }
    }

    /// Whether a value of it may be a condition. A node may stand for a yes or a no.
    pub(super) const fn may_be_bool(self) -> bool {
        matches!(self, Self::Any | Self::Null | Self::Bool | Self::Node)
    }

    pub(super) const fn may_be_number(self) -> bool {
        matches!(self, Self::Any | Self::Null | Self::Int | Self::Float | Self::Node)
    }

    pub(super) const fn may_be_list(self) -> bool {
        matches!(self, Self::Any | Self::Null | Self::List | Self::Facts)
    }

    /// The type of a value that is one of two.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Null, other) | (other, Self::Null) => other,
            (one, other) if one == other => one,
            (Self::Fact(_), Self::Fact(_)) => Self::Fact(None),
            (Self::List, Self::Facts) | (Self::Facts, Self::List) => Self::List,
            _ => Self::Any,
        }
    }
}

/// Columns by name. They are numbered in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub(in crate::cypher) struct Scope {
    columns: Vec<(String, Type)>,
    /// The columns that may be null although their type says otherwise.
    nullable: Vec<usize>,
}

impl Scope {
    pub(in crate::cypher) const fn new() -> Self {
        Self { columns: Vec::new(), nullable: Vec::new() }
    }

    /// Adds a column and returns its number. A later column hides an earlier one of the same name.
    pub(in crate::cypher) fn add(&mut self, name: impl Into<String>, of: Type) -> usize {
        self.columns.push((name.into(), of));
        self.columns.len() - 1
    }

    /// Notes that a column may be null.
    pub(in crate::cypher) fn set_nullable(&mut self, number: usize) {
        self.nullable.push(number);
    }

    /// Whether a column may be null although its type says otherwise.
    pub(in crate::cypher) fn is_nullable(&self, number: usize) -> bool {
        self.nullable.contains(&number)
    }

    /// The number and the type of a column.
    pub(in crate::cypher) fn find(&self, name: &str) -> Option<(usize, Type)> {
        let (number, (_, of)) = self.columns.iter().enumerate().rev().find(|(_, (column, _))| column == name)?;
        Some((number, *of))
    }

    /// Names and types, in order.
    pub(in crate::cypher) fn columns(&self) -> impl ExactSizeIterator<Item = (&str, Type)> {
        self.columns.iter().map(|(name, of)| (name.as_str(), *of))
    }

    pub(in crate::cypher) fn len(&self) -> usize {
        self.columns.len()
    }

    /// The error for a name that is none of the columns.
    pub(in crate::cypher) fn unknown(&self, name: &str) -> Error {
        let near = did_you_mean(name, self.columns.iter().map(|(column, _)| column.as_str()));
        Error::new(ErrorKind::InvalidQuery, format!("the variable `{}` is not defined{near}", as_found(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_numbered_and_found_by_name() {
        let mut scope = Scope::new();
        assert_eq!((scope.add("n", Type::Node), scope.add("x", Type::Any), scope.add("n", Type::Int)), (0, 1, 2));
        assert_eq!(
            (scope.find("n"), scope.find("x"), scope.find("y")),
            (Some((2, Type::Int)), Some((1, Type::Any)), None)
        );
        assert_eq!(scope.columns().map(|(name, _)| name).collect::<Vec<_>>(), ["n", "x", "n"]);
        assert_eq!(scope.len(), 3);
        assert!(scope.unknown("nn").to_string().ends_with("did you mean `n`?"));
    }
}
