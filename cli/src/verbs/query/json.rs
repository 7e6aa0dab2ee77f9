//! Rows as JSON.

use chancery::{
    NodeRef, Truth,
    cypher::{Cell, Rows},
    view::FactRef,
};
use serde_json::{Map, Value, json};

/// The columns, and the rows with how true each is and its values in the order of the columns.
pub(super) fn answer(rows: &Rows<'_>) -> Value {
    let list: Vec<Value> = rows
        .iter()
        .map(|row| json!({ "truth": truth(row.truth()), "values": row.cells().map(|cell| value(&cell)).collect::<Vec<_>>() }))
        .collect();
    json!({ "columns": rows.columns(), "rows": list })
}

/// As in a briefing.
const fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "certain",
        Truth::Possibly => "possible",
        Truth::No => "no",
    }
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::YesNo(Truth::Yes) => true.into(),
        Cell::YesNo(Truth::No) => false.into(),
        Cell::Integer(number) => (*number).into(),
        // JSON has no number for those that are not finite.
        Cell::Float(number) if number.is_finite() => (*number).into(),
        Cell::Text(text) => text.as_str().into(),
        Cell::Node(found) => node(found),
        Cell::Fact(found) => fact(found),
        Cell::List(items) => items.iter().map(value).collect(),
        Cell::Map(entries) => {
            Value::Object(entries.iter().map(|(name, cell)| (name.clone(), value(cell))).collect::<Map<_, _>>())
        }
        Cell::Path(path) => json!({
            "nodes": path.nodes().iter().map(node).collect::<Vec<_>>(),
            "facts": path.facts().iter().map(fact).collect::<Vec<_>>(),
        }),
        other => other.to_string().into(),
    }
}

fn node(node: &NodeRef<'_>) -> Value {
    match (node.key(), node.value()) {
        (Some(key), _) => json!({ "key": key, "name": node.name(), "kind": node.kind_name() }),
        (None, Some(value)) => json!(value),
        (None, None) => node.to_string().into(),
    }
}

/// The fact as a briefing has it, without its evidence.
fn fact(fact: &FactRef<'_>) -> Value {
    let name = fact.graph().fact_name(fact.id()).fact;
    json!({ "name": name, "truth": truth(fact.truth()), "fact": fact.to_fact() })
}
