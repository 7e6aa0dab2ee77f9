//! The part of a pattern that the pattern engine answers at once: nodes and single facts between them.

use indexmap::IndexMap;

use super::Lowering;
use crate::{
    cypher::{
        ast::{Name, Node},
        evaluate::{Scope, Type},
        names::line_and_column,
    },
    error::{Error, ErrorKind},
    query::{FactVar, Query, Var},
    schema::Range,
    time::Truth,
    view::NodeRef,
};

/// A query of the pattern engine in the making, and which variables of the text it has.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct Fixed<'g> {
    pub(in crate::cypher) query: Query<'g>,
    /// Line and column of the first pattern.
    place: (u32, u32),
    /// The nodes and facts by the names that they have in the text, or that stand for names.
    pub(super) vars: IndexMap<String, Element>,
    /// The variables that have a value before, each with the column where it is, and whether it is a fact.
    pub(in crate::cypher) given: Vec<(u16, usize, bool)>,
    /// The variables that become columns, in order, and whether they are facts.
    pub(in crate::cypher) outputs: Vec<(u16, bool)>,
    /// Whether new variables become columns: not within `EXISTS`.
    pub(super) is_local: bool,
    /// Whether what has no name becomes a column.
    pub(in crate::cypher) keeps_hidden: bool,
    /// Nodes of which no fact was asked, and those of which one was.
    bare: Vec<Var>,
    joined: Vec<Var>,
    /// Variables of any range that are surely no values.
    no_values: Vec<u16>,
    /// Whether an optional part is being added, whose variables may have no value.
    pub(super) is_optional: bool,
}

/// A variable of a pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) of: ElementOf,
    /// Whether it may have no value.
    pub(super) maybe: bool,
    /// Whether it had a value before.
    pub(super) given: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum ElementOf {
    Node(Var),
    Fact(FactVar),
}

impl Element {
    pub(super) const fn slot(self) -> u16 {
        match self.of {
            ElementOf::Node(var) => var.slot(),
            ElementOf::Fact(var) => var.slot(),
        }
    }

    pub(super) const fn is_fact(self) -> bool {
        matches!(self.of, ElementOf::Fact(_))
    }

    pub(super) const fn node(self) -> Option<Var> {
        match self.of {
            ElementOf::Node(var) => Some(var),
            ElementOf::Fact(_) => None,
        }
    }

    pub(super) const fn fact(self) -> Option<FactVar> {
        match self.of {
            ElementOf::Fact(var) => Some(var),
            ElementOf::Node(_) => None,
        }
    }
}

impl Fixed<'_> {
    /// The error at the place of the part, unless it has one.
    pub(in crate::cypher) fn placed(&self, error: Error) -> Error {
        error.at_position(self.place.0, self.place.1)
    }

    /// The variable of a name: one that the part has, or one that a column gives.
    pub(super) fn known(&mut self, name: &str, scope: &Scope) -> Option<Element> {
        self.known_as(name, scope, false)
    }

    /// The same where a fact is expected, if the type of the column is not known.
    pub(super) fn known_as(&mut self, name: &str, scope: &Scope, expects_fact: bool) -> Option<Element> {
        if let Some(element) = self.vars.get(name) {
            return Some(*element);
        }
        let (column, of) = scope.find(name)?;
        let of = match of {
            Type::Any | Type::Null if expects_fact => ElementOf::Fact(self.query.fact_over(name, None)),
            Type::Node | Type::Any | Type::Null => ElementOf::Node(self.query.over(name, Range::Any)),
            Type::Fact(_) => ElementOf::Fact(self.query.fact_over(name, None)),
            _ => return None,
        };
        let element = Element { of, maybe: false, given: true };
        self.query.give(element.slot());
        self.given.push((element.slot(), column, element.is_fact()));
        self.vars.insert(name.to_owned(), element);
        Some(element)
    }

    /// Adds a new variable to the part, and to the columns.
    pub(super) fn declare(&mut self, name: &str, of: ElementOf, scope: &mut Scope, ty: Type) {
        let element = Element { of, maybe: self.is_optional, given: false };
        self.vars.insert(name.to_owned(), element);
        if !self.is_local && (self.keeps_hidden || !is_hidden(name)) {
            self.outputs.push((element.slot(), element.is_fact()));
            scope.add(name, ty);
        }
    }

    /// Adds the condition that a variable is an entity or a fact, not a value.
    pub(super) fn no_value(&mut self, var: Var) {
        if self.query.range(var) != Range::Any {
            return;
        }
        self.note_no_value(var);
        let slot = var.slot();
        self.query.test(vec![slot], move |view, row| {
            let node = row.get(usize::from(slot)).copied().unwrap_or(crate::query::MISSING);
            Ok(Truth::from(NodeRef::new(view.graph(), node).value().is_none()))
        });
    }

    /// Notes that a variable is an entity or a fact wherever it has a value.
    pub(super) fn note_no_value(&mut self, var: Var) {
        if !self.is_local && !self.is_optional && !self.no_values.contains(&var.slot()) {
            self.no_values.push(var.slot());
        }
    }

    /// Whether a variable may be a value. Two nodes of values can be equal, as `2020` and `2020-02` possibly are.
    pub(super) fn may_be_value(&self, var: Var) -> bool {
        match self.query.range(var) {
            Range::Kind(_) | Range::Statement => false,
            Range::Value(_) => true,
            Range::Any => !self.no_values.contains(&var.slot()),
        }
    }

    /// Adds what is decided at the end: a node of which no fact was asked is an entity.
    pub(in crate::cypher) fn finish(&mut self) {
        for var in std::mem::take(&mut self.bare) {
            self.query.entity(var);
        }
    }

    /// Notes a node pattern without facts.
    pub(super) fn add_bare(&mut self, var: Var) {
        if self.is_local || self.is_optional {
            self.query.entity(var);
        } else if !self.bare.contains(&var) && !self.joined.contains(&var) {
            self.bare.push(var);
        }
    }

    /// Notes that a fact gives a node its value.
    pub(super) fn add_joined(&mut self, var: Var) {
        if !self.is_local && !self.is_optional {
            self.bare.retain(|bare| *bare != var);
            self.joined.push(var);
        }
    }

    /// Whether a name surely has a value. `None` if it is not of this part.
    pub(in crate::cypher) fn is_certain(&self, name: &str) -> Option<bool> {
        self.vars.get(name).map(|element| !element.maybe)
    }

    /// Begins an optional part. Returns what [`end_optional`](Self::end_optional) needs.
    pub(in crate::cypher) const fn begin_optional(&mut self) -> bool {
        std::mem::replace(&mut self.is_optional, true)
    }

    /// Ends an optional part.
    pub(in crate::cypher) const fn end_optional(&mut self, before: bool) {
        self.is_optional = before;
    }
}

impl<'g> Lowering<'_, 'g> {
    /// A part without conditions, for patterns from a place on.
    pub(in crate::cypher) fn fixed(&self, at: u32) -> Fixed<'g> {
        let mut query = self.view.query();
        query.allow_product();
        Fixed {
            query,
            place: line_and_column(self.names.text, at),
            vars: IndexMap::new(),
            given: Vec::new(),
            outputs: Vec::new(),
            is_local: false,
            keeps_hidden: false,
            bare: Vec::new(),
            joined: Vec::new(),
            no_values: Vec::new(),
            is_optional: false,
        }
    }

    /// The variable of a node pattern, with its labels as conditions.
    pub(super) fn node(&self, fixed: &mut Fixed<'g>, node: &Node, scope: &mut Scope) -> Result<Var, Error> {
        let name = node_name(node);
        let labels =
            node.labels.iter().map(|label| Ok((self.names.range(label)?, label))).collect::<Result<Vec<_>, Error>>()?;
        if let Some(element) = fixed.known(&name, scope) {
            let Some(var) = element.node() else {
                let why = format!("`{name}` is a relationship; expected a node");
                return Err(self.fails(why, node.at));
            };
            for (range, label) in labels {
                self.label(fixed, element, var, range, label)?;
            }
            return Ok(var);
        }
        if let Some((_, of)) = scope.find(&name) {
            let why = format!("`{name}` is {}; expected a node", of.name());
            return Err(self.fails(why, node.at));
        }
        let first = labels.first().map_or(Range::Any, |(range, _)| *range);
        let shown = node.name.as_ref().map_or_else(|| self.shown(first), |name| name.text.clone());
        let var = fixed.query.over(&shown, first);
        fixed.declare(&name, ElementOf::Node(var), scope, Type::Node);
        let element = Element { of: ElementOf::Node(var), maybe: false, given: false };
        for (range, label) in labels.into_iter().skip(1) {
            self.label(fixed, element, var, range, label)?;
        }
        Ok(var)
    }

    fn shown(&self, range: Range) -> String {
        if range == Range::Any { "node".to_owned() } else { self.names.schema.range_name(range).to_owned() }
    }

    /// Adds the condition that a node is within a range.
    pub(super) fn label(
        &self,
        fixed: &mut Fixed<'g>,
        element: Element,
        var: Var,
        range: Range,
        label: &Name,
    ) -> Result<(), Error> {
        // The range of a variable is looked at where the variable gets its value.
        if !element.given && element.maybe == fixed.is_optional && !fixed.is_local && fixed.query.narrow(var, range) {
            return self.checked(&fixed.query, label.at);
        }
        let slot = var.slot();
        fixed.query.test(vec![slot], move |view, row| {
            let node = row.get(usize::from(slot)).copied().unwrap_or(crate::query::MISSING);
            Ok(view.graph().fits(crate::model::Id::new(node), range).into())
        });
        self.checked(&fixed.query, label.at)
    }

    /// Returns the error that a query has, at a place of the text.
    pub(super) fn checked(&self, query: &Query<'g>, at: u32) -> Result<(), Error> {
        match query.failed() {
            Some(error) => Err(self.place(error.clone(), at)),
            None => Ok(()),
        }
    }

    pub(in crate::cypher) fn fails(&self, why: impl std::fmt::Display, at: u32) -> Error {
        self.place(Error::new(ErrorKind::InvalidQuery, why), at)
    }
}

/// The name of a node pattern. One without a name has one that no text can have.
pub(in crate::cypher) fn node_name(node: &Node) -> String {
    node.name.as_ref().map_or_else(|| hidden(node.at), |name| name.text.clone())
}

/// A name for what has none in the text.
pub(in crate::cypher) fn hidden(at: u32) -> String {
    format!("\0{at}")
}

/// Whether a column is for a node or fact that has no name in the text.
pub(in crate::cypher) fn is_hidden(name: &str) -> bool {
    name.starts_with('\0')
}
