//! Runs one scenario: the setup, the query, and the comparison with what is expected.

use chancery::{
    Error, Truth,
    cypher::{Cell, Parameter, Rows},
};

use super::{
    create::Model,
    gherkin::{Scenario, Step},
    graph::Built,
    names::Names,
    trees::binary_tree,
    value::{Value, same_bag},
};

/// Why a scenario did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The harness or the graph cannot hold what the scenario sets up.
    Setup(String),
    /// The query, or its answer, was refused.
    Refused(String),
    /// The answer is not the expected one, or an expected error does not come.
    Wrong(String),
}

/// What a scenario expects.
enum Expected<'s> {
    Rows(Table<'s>),
    Error { compile_time: bool, code: &'s str },
}

/// The rows that are expected.
struct Table<'s> {
    header: &'s [String],
    rows: Vec<Vec<Value>>,
    ordered: bool,
    lists_in_any_order: bool,
}

impl<'s> Table<'s> {
    fn new(table: &'s [Vec<String>], ordered: bool, lists_in_any_order: bool) -> Result<Self, String> {
        let (header, rows) = table.split_first().map_or((&[][..], table), |(header, rows)| (header.as_slice(), rows));
        let parse = |row: &Vec<String>| row.iter().map(|cell| Value::parse(cell)).collect();
        Ok(Self { header, rows: rows.iter().map(parse).collect::<Result<_, _>>()?, ordered, lists_in_any_order })
    }
}

/// What the steps of a scenario say.
struct Plan<'s> {
    model: Model,
    parameters: Vec<(String, Value)>,
    query: &'s str,
    expected: Expected<'s>,
    /// Whether the query changes the graph.
    writes: bool,
}

/// An error that was expected: what the kit calls it, and the error.
pub type Raised = (String, Error);

/// Runs a scenario. Returns the error that was expected, if one was.
pub fn run(scenario: &Scenario) -> Result<Option<Raised>, Failure> {
    let plan = plan(&scenario.steps).map_err(Failure::Setup)?;
    let built = Built::new(plan.model, &Names::of(plan.query)).map_err(Failure::Setup)?;
    let parameters: Result<Vec<_>, _> =
        plan.parameters.iter().map(|(name, value)| Ok((name.clone(), parameter(value)?))).collect();
    let parameters = parameters.map_err(Failure::Setup)?;
    let view = built.kg.view();
    let statement = match (view.cypher(plan.query), &plan.expected) {
        (Err(error), Expected::Error { .. }) if is_unsupported(&error) => return Err(refused(&error)),
        (Err(error), Expected::Error { compile_time, code }) => {
            return if *compile_time && error.position().is_none() {
                Err(Failure::Wrong(format!("the error for {code} has no position: {error}")))
            } else {
                Ok(Some(((*code).to_owned(), error)))
            };
        }
        (Err(error), Expected::Rows(_)) => return Err(refused(&error)),
        (Ok(_), Expected::Error { compile_time: true, code }) => {
            return Err(Failure::Wrong(format!("the query is accepted; expected {code}")));
        }
        (Ok(statement), _) => statement,
    };
    let statement = parameters.into_iter().fold(statement, |statement, (name, value)| statement.with(name, value));
    match (statement.rows(), plan.expected) {
        (Err(error), Expected::Error { code, .. }) if !is_unsupported(&error) => Ok(Some((code.to_owned(), error))),
        (Err(error), _) => Err(refused(&error)),
        (Ok(_), Expected::Error { code, .. }) => Err(Failure::Wrong(format!("the query runs; expected {code}"))),
        (Ok(_), _) if plan.writes => Err(Failure::Wrong("the query should have changed the graph".to_owned())),
        (Ok(rows), Expected::Rows(table)) => compare(&built, &rows, &table).map(|()| None).map_err(Failure::Wrong),
    }
}

/// Whether the crate knows a part of the query and does not answer it, which is not the error that a scenario expects.
fn is_unsupported(error: &Error) -> bool {
    ["not supported", "queries only read", "cannot be used", "there is no function"]
        .iter()
        .any(|words| error.message().contains(words))
}

fn refused(error: &Error) -> Failure {
    Failure::Refused(error.to_string())
}

fn plan(steps: &[Step]) -> Result<Plan<'_>, String> {
    let mut model = None;
    let mut parameters = Vec::new();
    let (mut query, mut expected, mut writes) = (None, None, false);
    for step in steps {
        let rows = |ordered, any_order| Ok::<_, String>(Expected::Rows(Table::new(&step.table, ordered, any_order)?));
        match step.text.as_str() {
            "an empty graph" | "any graph" => model = Some(Model::default()),
            "the binary-tree-1 graph" => model = Some(binary_tree(false)),
            "the binary-tree-2 graph" => model = Some(binary_tree(true)),
            "having executed:" => model.as_mut().ok_or("no graph")?.execute(&step.doc)?,
            "parameters are:" => {
                for row in &step.table {
                    let [name, value] = row.as_slice() else { return Err(format!("no parameter: {row:?}")) };
                    parameters.push((name.clone(), Value::parse(value)?));
                }
            }
            "executing query:" if query.is_none() => query = Some(step.doc.as_str()),
            "the result should be empty" | "the result should be, in any order:" => {
                expected = Some(rows(false, false)?);
            }
            "the result should be, in order:" => expected = Some(rows(true, false)?),
            "the result should be (ignoring element order for lists):" => expected = Some(rows(false, true)?),
            "the result should be, in order (ignoring element order for lists):" => expected = Some(rows(true, true)?),
            "no side effects" => {}
            "the side effects should be:" => writes = true,
            other => {
                let raised = other.strip_prefix("a ").or_else(|| other.strip_prefix("an "));
                let (when, code) = raised
                    .and_then(|text| text.split_once(" should be raised at "))
                    .and_then(|(_, rest)| rest.split_once(": "))
                    .ok_or_else(|| format!("the step `{other}` is not known"))?;
                let compile_time = match when {
                    "compile time" => true,
                    "runtime" | "any time" => false,
                    _ => return Err(format!("`{when}` is not known")),
                };
                expected = Some(Expected::Error { compile_time, code });
            }
        }
    }
    let (query, expected) = (query.ok_or("no query")?, expected.ok_or("nothing is expected")?);
    Ok(Plan { model: model.ok_or("no graph")?, parameters, query, expected, writes })
}

fn parameter(value: &Value) -> Result<Parameter, String> {
    Ok(match value {
        Value::Null => Parameter::Null,
        Value::YesNo(yes) => Parameter::YesNo(*yes),
        Value::Int(int) => Parameter::Integer(*int),
        Value::Float(float) => Parameter::Float(*float),
        Value::Text(text) => Parameter::Text(text.clone()),
        Value::List(items) => Parameter::List(items.iter().map(parameter).collect::<Result<_, _>>()?),
        Value::Map(entries) => {
            let entry = |(key, value): &(String, Value)| Ok((key.clone(), parameter(value)?));
            Parameter::Map(entries.iter().map(entry).collect::<Result<_, String>>()?)
        }
        other => return Err(format!("{other:?} is no parameter")),
    })
}

fn compare(built: &Built, rows: &Rows<'_>, table: &Table<'_>) -> Result<(), String> {
    let Table { header, rows: expected, ordered, lists_in_any_order } = table;
    let columns = rows.columns();
    // The kit gives no order of columns, which `RETURN *` needs.
    let place = |name: &String| columns.iter().position(|column| column == name);
    let places: Option<Vec<usize>> = header.iter().map(place).collect();
    let places = places
        .filter(|places| header.is_empty() || places.len() == columns.len())
        .ok_or_else(|| format!("the columns are {columns:?}; expected {header:?}"))?;

    let mut found: Vec<Vec<Value>> = Vec::new();
    for row in rows.iter() {
        if row.truth() != Truth::Yes {
            return Err(format!("a row is only {:?}", row.truth()));
        }
        let cells: Vec<Value> = row.cells().map(|cell| value(built, &cell)).collect();
        if cells.len() != columns.len() {
            return Err(format!("a row has {} cells in {} columns", cells.len(), columns.len()));
        }
        found.push(places.iter().map(|place| cells[*place].clone()).collect());
    }
    if found.len() != rows.len() {
        return Err(format!("there are {} rows, and `len` is {}", found.len(), rows.len()));
    }
    let same_row = |a: &Vec<Value>, b: &Vec<Value>| a.iter().zip(b).all(|(a, b)| a.same(b, *lists_in_any_order));
    let same = if *ordered {
        expected.len() == found.len() && expected.iter().zip(&found).all(|(a, b)| same_row(a, b))
    } else {
        same_bag(expected, &found, same_row)
    };
    if same { Ok(()) } else { Err(format!("the rows are {found:?}; expected {expected:?}")) }
}

/// What a cell of the answer shows. Nodes and facts show what the harness recorded as them.
pub fn value(built: &Built, cell: &Cell<'_>) -> Value {
    let relationship = |fact: &chancery::FactRef<'_>| match built.relationships.get(&fact.id()) {
        Some(number) => {
            let it = &built.model.relationships[*number];
            Value::Relationship(it.kind.clone(), it.properties.clone())
        }
        None => Value::Other(format!("the fact {fact}")),
    };
    let node = |node: &chancery::NodeRef<'_>| match built.nodes.get(&node.id()) {
        Some(number) => {
            let node = &built.model.nodes[*number];
            Value::Node(node.labels.clone(), node.properties.clone())
        }
        None => Value::Other(format!("the node {node}")),
    };
    match cell {
        Cell::Null => Value::Null,
        Cell::YesNo(Truth::Yes) => Value::YesNo(true),
        Cell::YesNo(Truth::No) => Value::YesNo(false),
        Cell::Integer(int) => Value::Int(*int),
        Cell::Float(float) => Value::Float(*float),
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Date(date) => Value::Date(date.to_string()),
        Cell::Node(of) => node(of),
        Cell::Fact(of) => relationship(of),
        Cell::List(items) => Value::List(items.iter().map(|cell| value(built, cell)).collect()),
        Cell::Map(entries) => Value::Map(entries.iter().map(|(key, cell)| (key.clone(), value(built, cell))).collect()),
        Cell::Path(path) => {
            let nodes = path.nodes();
            let mut steps = Vec::new();
            for (number, fact) in path.facts().iter().enumerate() {
                let forward = fact.subject_node().id() == nodes[number].id();
                steps.push((forward, relationship(fact), node(&nodes[number + 1])));
            }
            Value::Path(Box::new(node(&nodes[0])), steps)
        }
        Cell::YesNo(Truth::Possibly) => Value::Other("possibly".to_owned()),
        _ => Value::Other("a cell that the harness does not know".to_owned()),
    }
}
