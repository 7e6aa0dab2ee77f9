//! A query that was read and checked, and its answer.

use std::sync::Arc;

use super::{
    Parameter,
    ast::Statement as Written,
    evaluate::{Parameters, Scope, check_size},
    execute::each_row,
    lower::Lowering,
    names::Names,
    parse::parse,
    program::Program,
    rows::Rows,
    run::{Env, Flow},
    value::Val,
};
use crate::{
    error::{Error, shown::as_found},
    time::Truth,
    view::View,
};

/// A query in openCypher that was read and checked: what [`View::cypher`] returns.
#[derive(Clone, Debug)]
#[must_use = "a statement does nothing until it is asked for rows"]
pub struct Statement<'g> {
    view: View<'g>,
    text: Arc<str>,
    written: Written,
    parameters: Parameters,
    /// The program, if the text has no parameters, whose values it would need.
    program: Option<Arc<Program<'g>>>,
}

impl<'g> View<'g> {
    /// Reads and checks a query in openCypher. The [module](crate::cypher) says what it may have.
    ///
    /// # Errors
    /// At line and column: [`Syntax`](crate::ErrorKind::Syntax) if the text is no query;
    /// [`UnknownKind`](crate::ErrorKind::UnknownKind), [`UnknownRelation`](crate::ErrorKind::UnknownRelation) and the like
    /// for names that the schema does not have; [`WrongKind`](crate::ErrorKind::WrongKind) if a relation does not join such
    /// kinds; [`InvalidQuery`](crate::ErrorKind::InvalidQuery) for what is not valid otherwise, or not supported;
    /// [`Full`](crate::ErrorKind::Full) if the query is too long or nested too deep.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (ann, oman) = (kg.add(Person, "Ann")?, kg.add(State, "Oman")?);
    /// kg.assert(fact(ann, Visits, oman).on("2026-02").planned())?;
    /// let view = kg.view();
    /// let rows = view.cypher("MATCH (p:Person)-[v:VISITS]->(s:State) RETURN p, s, v.on")?.rows()?;
    /// assert_eq!(rows.to_string(), "possibly: Ann, Oman, 2026-02\n");
    ///
    /// let error = view.cypher("MATCH (p:Person)-[:VISIT]->(s) RETURN s").unwrap_err();
    /// assert_eq!(error.to_string(), "line 1, column 20: no relation `VISIT` is declared; did you mean `visits`?");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn cypher(&self, text: &str) -> Result<Statement<'g>, Error> {
        let written = parse(text)?;
        let parameters = Arc::new(Parameters::default());
        // A text without `$` has no parameters.
        let known = (!text.contains('$')).then_some(&parameters);
        let program = program(self, text, &written, known, true)?;
        let program = known.map(|_| Arc::new(program));
        Ok(Statement { view: self.clone(), text: text.into(), written, parameters: Parameters::default(), program })
    }
}

impl<'g> Statement<'g> {
    /// Gives a parameter its value: `with("state", "oman")` for `$state`. A second value replaces the first.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, diplomacy::{self, State}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add(State, "Oman")?;
    /// let view = kg.view();
    /// let rows = view.cypher("MATCH (s:State {key: $state}) RETURN s.name")?.with("state", "oman").rows()?;
    /// assert_eq!(rows.to_string(), "certainly: Oman\n");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Parameter>) -> Self {
        self.parameters.insert(name.into(), value.into().val());
        self
    }

    /// The rows, in the order of `ORDER BY`, else in the order in which they were found.
    ///
    /// # Errors
    /// [`InvalidQuery`](crate::ErrorKind::InvalidQuery) if a parameter has no value, or if a value is of a type that an
    /// operator or a function does not take; [`Full`](crate::ErrorKind::Full) if there are more than 20 million rows, or a
    /// list is too long.
    pub fn rows(&self) -> Result<Rows<'g>, Error> {
        if self.written.explain {
            let lines = self.explain()?;
            let rows = lines.lines().map(|line| (Box::from([Val::Text(line.into())]), Truth::Yes)).collect();
            return Ok(Rows::new(self.view.clone(), vec!["plan".to_owned()], rows));
        }
        for (name, value) in &self.parameters {
            check_size(value).map_err(|error| error.at(format_args!("parameter `{}`", as_found(name))))?;
        }
        let parameters = Arc::new(self.parameters.clone());
        let program = self.program(&parameters)?;
        let env = Env { view: &self.view, parameters: &parameters, least: self.view.filter().least };
        let mut rows = Vec::new();
        each_row(&program, &[], env, &mut |row, truth| {
            rows.push((row.into(), truth));
            Ok(Flow::Continue(()))
        })?;
        Ok(Rows::new(self.view.clone(), program.columns.clone(), rows))
    }

    /// Whether the text begins with `EXPLAIN`, so that its rows are the lines of the plan.
    #[must_use]
    pub const fn is_explain(&self) -> bool {
        self.written.explain
    }

    /// How the query is answered: the stages that a row passes, with the plan of each pattern.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn explain(&self) -> Result<String, Error> {
        let parameters = Arc::new(self.parameters.clone());
        super::explain::explain(&*self.program(&parameters)?)
    }

    /// The program with the values of parameters.
    fn program(&self, parameters: &Arc<Parameters>) -> Result<Arc<Program<'g>>, Error> {
        if let Some(program) = &self.program {
            return Ok(Arc::clone(program));
        }
        program(&self.view, &self.text, &self.written, Some(parameters), false).map(Arc::new)
    }
}

fn program<'g>(
    view: &View<'g>,
    text: &str,
    written: &Written,
    parameters: Option<&Arc<Parameters>>,
    checks: bool,
) -> Result<Program<'g>, Error> {
    let names = Names { schema: view.graph().schema(), text };
    Lowering { view, names, parameters, checks, is_inner: false }.program(written, &Scope::new())
}
