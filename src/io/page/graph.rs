//! The graph: entities on a circle, and a curve for each fact between two of them.

use std::fmt::{self, Write};

use super::{
    drawing::{Line, turned},
    html::{Escaped, Tenths, counted},
    plan::Plan,
};
use crate::{error::shown::one_line, model::Modality, view::FactRef};

/// The length of a label, in characters.
const LABEL: usize = 32;
/// The room for a label beside the circle, in tenths.
const ROOM: i64 = 2150;
/// How many colours and how many shapes take turns for kinds.
const LOOKS: (usize, usize) = (7, 4);

/// Writes the part with the graph.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    out.push_str("<section id=\"graph\" class=\"pane\" tabindex=\"-1\" aria-label=\"Graph\">\n<h2>Graph</h2>\n");
    let nodes = &plan.graph.nodes;
    if nodes.is_empty() {
        out.push_str("<p>No fact joins two entities.</p>\n</section>\n");
        return Ok(());
    }
    kinds(plan, out)?;
    // 15 units between two labels.
    let count = i64::try_from(nodes.len()).unwrap_or_default();
    let radius = (count * 150 * 1000 / 6283).max(900);
    let size = 2 * (radius + ROOM);
    writeln!(
        out,
        "<div class=\"picture\"><svg viewBox=\"0 0 {0} {0}\" width=\"{0}\" height=\"{0}\" \
         role=\"group\" aria-label=\"Graph\">\n\
         <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>",
        Tenths(size)
    )?;
    let circle = Circle { whole: nodes.len(), radius, middle: size / 2 };
    for line in &plan.graph.lines {
        if let Some(fact) = plan.facts.get(line.fact - 1) {
            curve(plan, &circle, line, *fact, out)?;
        }
    }
    for (place, entity) in nodes.iter().enumerate() {
        node(plan, &circle, place, *entity, out)?;
    }
    out.push_str("</svg></div>\n");
    below(plan, out)?;
    out.push_str("</section>\n");
    Ok(())
}

/// Where the entities stand, in tenths.
struct Circle {
    whole: usize,
    radius: i64,
    middle: i64,
}

impl Circle {
    /// A point at a part of the radius, in thousandths.
    fn at(&self, place: usize, part: i64) -> (i64, i64) {
        let (cos, sin) = turned(place, self.whole);
        let along = |unit: i64| self.middle + self.radius * part / 1000 * unit / 1_000_000;
        (along(cos), along(sin))
    }
}

fn curve(plan: &Plan<'_>, circle: &Circle, line: &Line, fact: FactRef<'_>, out: &mut String) -> fmt::Result {
    let (from, to) = (circle.at(line.from, 985), circle.at(line.to, 975));
    let across = (circle.at(line.from, 1000), circle.at(line.to, 1000));
    // Towards the middle; each further line between the two bends less.
    let bend = 350 - 110 * i64::try_from(line.nth.min(3)).unwrap_or_default();
    let towards = |one: i64, other: i64| {
        circle.middle + (i64::midpoint(one, other) - circle.middle) * (1000 - bend) / 1000 * 6 / 10
    };
    let through = (towards(across.0.0, across.1.0), towards(across.0.1, across.1.1));
    let may = if fact.modality() == Modality::Actual { "" } else { " may" };
    let disputed = if fact.is_disputed() { " dis" } else { "" };
    let symmetric = plan.view.graph().schema().relation_def(fact.relation()).symmetric;
    writeln!(
        out,
        "<a class=\"line{may}{disputed}\" id=\"g{0}\" data-f=\"{0}\" href=\"#f{0}\">\
         <title>{0}: {1}</title><path d=\"M{2} {3}Q{4} {5} {6} {7}\"{8}/></a>",
        line.fact,
        Escaped(&fact.sentence().to_string()),
        Tenths(from.0),
        Tenths(from.1),
        Tenths(through.0),
        Tenths(through.1),
        Tenths(to.0),
        Tenths(to.1),
        if symmetric { "" } else { " marker-end=\"url(#arrow)\"" }
    )
}

fn node(plan: &Plan<'_>, circle: &Circle, place: usize, entity: usize, out: &mut String) -> fmt::Result {
    let Some(node) = plan.entities.get(entity) else { return Ok(()) };
    let kind = node.kind().map(|kind| plan.kind(kind)).unwrap_or_default();
    let (x, y) = circle.at(place, 1000);
    let name = one_line(node.name().unwrap_or_default());
    let short: String = name.chars().take(LABEL).collect();
    let more = if short.len() < name.len() { "…" } else { "" };
    let turn = i64::try_from(3600 * place / circle.whole.max(1)).unwrap_or_default();
    // Text on the left half is turned round, so that it does not stand on its head.
    let left = (900..2700).contains(&turn);
    let (turn, at, anchor) = if left { (turn - 1800, -9, " text-anchor=\"end\"") } else { (turn, 9, "") };
    writeln!(
        out,
        "<a class=\"node k{}\" id=\"n{entity}\" data-e=\"{entity}\" href=\"#e{entity}\"><title>{}, {}</title>\
         <g transform=\"translate({} {}) rotate({})\">{}<text x=\"{at}\" y=\"4\"{anchor}>{}{more}</text></g></a>",
        kind % LOOKS.0,
        Escaped(&name),
        Escaped(node.kind_name().unwrap_or_default()),
        Tenths(x),
        Tenths(y),
        Tenths(turn),
        shape(kind),
        Escaped(&short)
    )
}

const fn shape(kind: usize) -> &'static str {
    match kind % LOOKS.1 {
        0 => "<circle r=\"4.5\"/>",
        1 => "<rect x=\"-4\" y=\"-4\" width=\"8\" height=\"8\"/>",
        2 => "<path d=\"M0 -5.5L5.5 0L0 5.5L-5.5 0z\"/>",
        _ => "<path d=\"M-4.5 4L0 -5L4.5 4z\"/>",
    }
}

/// The look of each kind that is drawn.
fn kinds(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    let schema = plan.view.graph().schema();
    let mut drawn: Vec<usize> = Vec::new();
    for node in plan.graph.nodes.iter().filter_map(|entity| plan.entities.get(*entity)) {
        let kind = node.kind().map(|kind| plan.kind(kind)).unwrap_or_default();
        if drawn.last() != Some(&kind) {
            drawn.push(kind);
        }
    }
    out.push_str("<ul class=\"kinds\">\n");
    for kind in drawn {
        let name = plan.kinds.get(kind).map(|kind| schema.kind_def(*kind).name.as_str()).unwrap_or_default();
        writeln!(
            out,
            "<li class=\"k{}\"><svg width=\"14\" height=\"14\" viewBox=\"-7 -7 14 14\" \
             aria-hidden=\"true\">{}</svg> {}</li>",
            kind % LOOKS.0,
            shape(kind),
            Escaped(name)
        )?;
    }
    out.push_str("</ul>\n");
    Ok(())
}

/// What the graph does not draw.
fn below(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    let others = plan.facts.len() - plan.graph.lines.len() - plan.graph.more;
    if plan.graph.more > 0 {
        let left = counted(plan.graph.more, "fact", "facts");
        writeln!(out, "<p>{left} left out: the graph draws the entities with the most facts.</p>")?;
    }
    if others > 0 {
        let verb = if others == 1 { "does" } else { "do" };
        writeln!(
            out,
            "<p>{} {verb} not join two entities: such a fact has a text, a date or a fact as an end.</p>",
            counted(others, "fact", "facts")
        )?;
    }
    Ok(())
}
