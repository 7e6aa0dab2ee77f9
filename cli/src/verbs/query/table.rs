//! Rows as a table for people.

use std::{fmt::Write, iter};

use chancery::{
    Truth,
    cypher::{Row, Rows},
    error::Shown,
};

/// A column is at most so wide, but for the cells that are wider.
const WIDEST: usize = 60;

/// The longest word of the first column.
const CERTAINLY: &str = "certainly";

/// What stands between two columns.
const BETWEEN: &str = " | ";

/// A line for each row, whose first column says how true it is, and how many rows there are.
pub(super) fn text(rows: &Rows<'_>) -> String {
    let head = iter::once(String::new()).chain(rows.columns().iter().map(|name| heading(name))).collect();
    let lines: Vec<Vec<String>> = iter::once(head).chain(rows.iter().map(cells)).collect();
    let width =
        |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell: &String| columns(cell)).max().unwrap_or(0);
    let widths: Vec<usize> =
        iter::once(CERTAINLY.len()).chain((1..=rows.columns().len()).map(|at| width(at).min(WIDEST))).collect();
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        if number == 1 {
            rule(&widths, &mut text);
        }
        put(line, &widths, &mut text);
    }
    if rows.is_empty() {
        rule(&widths, &mut text);
        text.push_str("no rows\n");
    } else {
        writeln!(text, "{}", rows.count()).unwrap_or_default();
    }
    text
}

/// A name of a column, which may be an expression of several lines.
fn heading(name: &str) -> String {
    let name: Vec<&str> = name.split_whitespace().collect();
    Shown(&name.join(" ")).to_string()
}

fn cells(row: Row<'_, '_>) -> Vec<String> {
    let truth = match row.truth() {
        Truth::Yes => CERTAINLY,
        Truth::Possibly => "possibly",
        Truth::No => "denied",
    };
    iter::once(truth.to_owned()).chain(row.cells().map(|cell| cell.to_string())).collect()
}

fn columns(cell: &str) -> usize {
    Shown(cell).columns()
}

fn put(line: &[String], widths: &[usize], text: &mut String) {
    let mut whole = String::new();
    for (at, (cell, width)) in line.iter().zip(widths).enumerate() {
        whole.push_str(if at > 0 { BETWEEN } else { "" });
        whole.push_str(cell);
        whole.extend(iter::repeat_n(' ', width.saturating_sub(columns(cell))));
    }
    text.push_str(whole.trim_end());
    text.push('\n');
}

fn rule(widths: &[usize], text: &mut String) {
    let parts: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    text.push_str(&parts.join("-+-"));
    text.push('\n');
}
