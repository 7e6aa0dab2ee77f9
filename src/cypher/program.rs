//! A text that was checked: stages that a row passes, in segments that each end with `WITH` or `RETURN`.

use super::{
    ast::Shortest,
    evaluate::{Code, Projected},
    lower::{Fixed, Types},
};
use crate::error::Error;

/// A whole query.
#[derive(Debug)]
pub(super) struct Program<'g> {
    pub(super) columns: Vec<String>,
    /// The parts that `UNION` joins.
    pub(super) parts: Vec<Part<'g>>,
    /// Whether equal rows of the parts are one.
    pub(super) distinct: bool,
}

/// The clauses between two `UNION`s.
#[derive(Debug)]
pub(super) struct Part<'g> {
    pub(super) segments: Vec<Segment<'g>>,
}

/// The clauses up to a `WITH` or `RETURN`.
#[derive(Debug)]
pub(super) struct Segment<'g> {
    pub(super) stages: Vec<Stage<'g>>,
    pub(super) end: End,
}

/// A `WITH` or `RETURN`.
#[derive(Debug)]
pub(super) struct End {
    pub(super) projected: Projected,
    pub(super) distinct: bool,
    pub(super) skip: Option<Code>,
    pub(super) limit: Option<Code>,
    /// The condition of a `WITH`, on what was projected, after the row before it if it sees that.
    pub(super) condition: Option<Code>,
    pub(super) sees_row: bool,
    /// Whether it is the `RETURN` of the query, and not a `WITH`.
    pub(super) is_return: bool,
}

/// What a row passes. Each stage calls the next with each row that it makes.
#[derive(Debug)]
pub(super) enum Stage<'g> {
    /// Nodes and facts of the pattern engine.
    Fixed(Box<Fixed<'g>>),
    /// A chain of facts.
    Chain(Box<Chain>),
    /// A path, of what the row has.
    Path(Vec<Step>),
    /// A condition on the row.
    Filter(Code),
    /// One row for each element of a list.
    Unwind(Code),
    /// Stages that may give no row: then there is one with nulls in this many columns.
    Optional { stages: Vec<Stage<'g>>, width: usize },
}

/// Checks that all variables of patterns have a value where they are used.
///
/// # Errors
/// [`InvalidQuery`](crate::ErrorKind::InvalidQuery) at the place of the pattern.
pub(super) fn check(stages: &[Stage<'_>]) -> Result<(), Error> {
    stages.iter().try_for_each(|stage| match stage {
        Stage::Fixed(fixed) => fixed.query.valid().map_err(|error| fixed.placed(error)),
        Stage::Optional { stages, .. } => check(stages),
        _ => Ok(()),
    })
}

/// A part of a path: columns of the row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Node(usize),
    Fact(usize),
    /// A list of facts, from the node before it.
    Facts(usize),
}

/// A chain of facts from a node.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// The column of the node where it begins.
    pub(super) from: usize,
    /// The column of the node where it must end. Without one, the node where it ends becomes a column.
    pub(super) to: Option<usize>,
    /// Which facts lead on. `forth` is away from the beginning.
    pub(super) types: Types,
    pub(super) least: u32,
    pub(super) most: u32,
    /// Only the shortest chains.
    pub(super) shortest: Option<Shortest>,
    /// Columns of facts, and of lists of facts, that the chain must not use.
    pub(super) apart: Vec<usize>,
    /// What each fact must meet: a condition on a row with one more column.
    pub(super) each: Vec<Code>,
    /// Whether the list of facts, which becomes a column, has the last fact first.
    pub(super) reversed: bool,
}
