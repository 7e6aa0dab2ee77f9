//! The graph: a mark and a name for each entity, and a line for each fact between two of them.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::{self, Write},
};

use super::{
    drawing::{Line, MOST},
    html::{Escaped, Tenths, counted},
    layout::{Place, place},
    plan::Plan,
};
use crate::{
    error::shown::{columns, each, one_line},
    io::{
        looks::{Look, SHAPES},
        wrap::wrap,
    },
    model::Modality,
    view::{FactRef, NodeRef},
};

/// The most characters of a name.
const NAME: usize = 60;
/// The width of a name, in columns.
const COLUMNS: usize = 20;
/// The size of a column and of a line, and the height of a mark.
const SIZE: (f64, f64, f64) = (6.4, 13.0, 12.0);
/// The space around the graph.
const MARGIN: f64 = 8.0;
/// The least width, at which a browser does not enlarge the letters.
const LEAST: f64 = 640.0;

/// Writes the part with the graph.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    out.push_str("<section id=\"graph\" class=\"pane\" tabindex=\"-1\" aria-label=\"Graph\">\n<h2>Graph</h2>\n");
    let nodes: Vec<_> = plan.graph.nodes.iter().filter_map(|entity| Node::of(plan, *entity)).collect();
    if nodes.is_empty() {
        out.push_str("<p>No fact joins two entities.</p>\n</section>\n");
        return Ok(());
    }
    let shared = kinds(&nodes, out)?;
    let labels: Vec<Vec<String>> = nodes.iter().map(|node| node.label(&shared)).collect();
    let sizes: Vec<_> = labels.iter().map(|label| size(label)).collect();
    let joined: BTreeSet<_> =
        plan.graph.lines.iter().map(|line| (line.from.min(line.to), line.from.max(line.to))).collect();
    let places = place(&sizes, &joined.into_iter().collect::<Vec<_>>());
    let far = |end: fn(&Place) -> f64| places.iter().map(end).fold(0.0, f64::max) + 2.0 * MARGIN;
    let (wide, height) = (far(|place| place.x + place.width / 2.0), far(|place| place.y + place.height / 2.0));
    let width = wide.max(LEAST);
    writeln!(
        out,
        "<div class=\"picture\"><svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" \
         role=\"group\" aria-label=\"Graph\">\n\
         <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>",
        tenths(width),
        tenths(height)
    )?;
    let marks: Vec<_> = places.iter().map(mark).map(|(x, y)| (x + (width - wide) / 2.0, y)).collect();
    for line in &plan.graph.lines {
        if let (Some(fact), Some(from), Some(to)) =
            (plan.facts.get(line.fact - 1), marks.get(line.from), marks.get(line.to))
        {
            curve(plan, line, *fact, (*from, *to), out)?;
        }
    }
    for ((node, label), at) in nodes.iter().zip(&labels).zip(marks) {
        node.write(label, at, out)?;
    }
    out.push_str("</svg></div>\n");
    below(plan, out)?;
    out.push_str("</section>\n");
    Ok(())
}

/// The room of a label: its mark, and its lines below.
fn size(label: &[String]) -> (f64, f64) {
    let (mut widest, mut high) = (2.0, SIZE.2);
    for line in label {
        // What is not seen is written as an escape.
        let wide = |(c, seen): (char, bool)| {
            if !seen {
                8.0
            } else if columns(c) > 1 {
                2.0
            } else {
                1.0
            }
        };
        let width: f64 = each(line).map(wide).sum();
        (widest, high) = (f64::max(widest, width), high + SIZE.1);
    }
    (widest * SIZE.0 + 4.0, high)
}

/// Where the mark of a label stands.
fn mark(place: &Place) -> (f64, f64) {
    (place.x + MARGIN, place.y - place.height / 2.0 + SIZE.2 / 2.0 + MARGIN)
}

fn tenths(number: f64) -> Tenths {
    #[expect(clippy::cast_possible_truncation, reason = "a graph is some thousand units wide")]
    Tenths((number * 10.0).round() as i64)
}

/// An entity that is drawn.
struct Node<'g> {
    number: usize,
    entity: NodeRef<'g>,
    kind: &'g str,
    look: Look,
}

impl<'g> Node<'g> {
    fn of(plan: &Plan<'g>, number: usize) -> Option<Self> {
        let entity = *plan.entities.get(number)?;
        let kind = entity.kind_name()?;
        Some(Self { number, entity, kind, look: Look::of(kind) })
    }

    /// Its name, and its kind where another kind looks the same.
    fn label(&self, shared: &BTreeSet<&str>) -> Vec<String> {
        let name = one_line(self.entity.name().unwrap_or_default());
        let short: String = name.chars().take(NAME).collect();
        let more = if short.len() < name.len() { "…" } else { "" };
        let mut label: Vec<_> = wrap(&format!("{short}{more}"), COLUMNS).split('\n').map(str::to_owned).collect();
        if shared.contains(self.kind) {
            label.push(format!("({})", self.kind));
        }
        label
    }

    fn write(&self, label: &[String], (x, y): (f64, f64), out: &mut String) -> fmt::Result {
        let Self { number, entity, kind, look } = self;
        write!(
            out,
            "<a class=\"node k{}\" id=\"n{number}\" data-e=\"{number}\" href=\"#e{number}\"><title>{}, {}</title>\
             <g transform=\"translate({} {})\">{}<text>",
            look.color,
            Escaped(&one_line(entity.name().unwrap_or_default())),
            Escaped(kind),
            tenths(x),
            tenths(y),
            shape(*look),
        )?;
        for (n, line) in label.iter().enumerate() {
            write!(out, "<tspan x=\"0\" y=\"{}\">{}</tspan>", 16 + 13 * n, Escaped(line))?;
        }
        out.push_str("</text></g></a>\n");
        Ok(())
    }
}

/// A line from mark to mark. Of several between the same two, all but the first are bent, each to its side.
fn curve(
    plan: &Plan<'_>,
    line: &Line,
    fact: FactRef<'_>,
    ends: ((f64, f64), (f64, f64)),
    out: &mut String,
) -> fmt::Result {
    let ((ax, ay), (bx, by)) = ends;
    let long = ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).sqrt().max(1.0);
    let rank = i16::try_from(line.nth.div_ceil(2).min(12)).unwrap_or_default();
    let side = if line.nth.is_multiple_of(2) == (line.from < line.to) { 1.0 } else { -1.0 };
    let bend = f64::from(rank) * side * 22.0 / long;
    let (mx, my) = (f64::midpoint(ax, bx) - (by - ay) * bend, f64::midpoint(ay, by) + (bx - ax) * bend);
    // The line keeps off the marks.
    let off = |(x, y): (f64, f64), by: f64| {
        let long = ((mx - x) * (mx - x) + (my - y) * (my - y)).sqrt().max(1.0);
        let part = (by / long).min(0.8);
        (tenths(x + (mx - x) * part), tenths(y + (my - y) * part))
    };
    let (from, to) = (off((ax, ay), 6.0), off((bx, by), 7.0));
    let may = if fact.modality() == Modality::Actual { "" } else { " may" };
    let disputed = if fact.is_disputed() { " dis" } else { "" };
    let symmetric = plan.view.graph().schema().relation_def(fact.relation()).symmetric;
    writeln!(
        out,
        "<a class=\"line{may}{disputed}\" id=\"g{0}\" data-f=\"{0}\" href=\"#f{0}\">\
         <title>{0}: {1}</title><path d=\"M{2} {3}Q{4} {5} {6} {7}\"{8}/></a>",
        line.fact,
        Escaped(&fact.sentence().to_string()),
        from.0,
        from.1,
        tenths(mx),
        tenths(my),
        to.0,
        to.1,
        if symmetric { "" } else { " marker-end=\"url(#arrow)\"" }
    )
}

fn shape(look: Look) -> &'static str {
    const MARKS: [&str; SHAPES] = [
        "<circle r=\"5\"/>",
        "<rect x=\"-4.5\" y=\"-4.5\" width=\"9\" height=\"9\"/>",
        "<path d=\"M0 -6L6 0L0 6L-6 0z\"/>",
        "<path d=\"M-5.5 4.5L0 -5.5L5.5 4.5z\"/>",
        "<path d=\"M-5.5 -4.5L0 5.5L5.5 -4.5z\"/>",
        "<path d=\"M-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z\"/>",
        "<path d=\"M-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z\" transform=\"rotate(45)\"/>",
        "<rect x=\"-6.5\" y=\"-3\" width=\"13\" height=\"6\"/>",
    ];
    MARKS.get(look.shape).copied().unwrap_or_default()
}

/// Writes the look of each kind that is drawn, and returns the kinds that look like another.
fn kinds<'g>(nodes: &[Node<'g>], out: &mut String) -> Result<BTreeSet<&'g str>, fmt::Error> {
    let mut drawn: Vec<(&str, Look)> = Vec::new();
    let mut kinds: HashMap<Look, BTreeSet<&str>> = HashMap::new();
    for node in nodes {
        if kinds.entry(node.look).or_default().insert(node.kind) {
            drawn.push((node.kind, node.look));
        }
    }
    out.push_str("<ul class=\"kinds\">\n");
    for (kind, look) in drawn {
        writeln!(
            out,
            "<li class=\"k{}\"><svg width=\"16\" height=\"16\" viewBox=\"-8 -8 16 16\" \
             aria-hidden=\"true\">{}</svg> {}</li>",
            look.color,
            shape(look),
            Escaped(kind)
        )?;
    }
    out.push_str("</ul>\n");
    Ok(kinds.into_values().filter(|kinds| kinds.len() > 1).flatten().collect())
}

/// What the graph does not draw.
fn below(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    let others = plan.facts.len() - plan.graph.lines.len() - plan.graph.more;
    if plan.graph.more > 0 {
        let entities = counted(plan.graph.more_entities, "entity", "entities");
        let facts = counted(plan.graph.more, "fact", "facts");
        writeln!(
            out,
            "<p>{entities} and {facts} left out: the graph draws the {MOST} entities with the most facts.</p>"
        )?;
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
