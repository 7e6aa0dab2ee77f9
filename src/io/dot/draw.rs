//! Writes the document: clusters of entities, notes and facts as nodes, lines, what is left out, the legend.

use std::{
    collections::BTreeSet,
    fmt::{self, Write},
};

use super::{
    Dot,
    attributes::Attributes,
    label::{fact_label, fact_link, fact_tooltip, name, node_label, notation},
    legend::Table,
    link::link,
    options::{Clusters, Legend, RankDirection},
    palette::attributes,
    plan::Plan,
    signs::{Marks, Sign},
    stroke::{FAINT, FAINT_TEXT, LINE, Stroke, TEXT},
    text::{one_line, plural},
};
use crate::{
    graph::KnowledgeGraph,
    io::wrap::wrap,
    model::{FactId, Value},
    view::{FactRef, NodeRef},
};

const FONT: &str = "Helvetica,Arial,sans-serif";
const INK: &str = "#1A1A1A";
const FRAME: &str = "#D9D9D9";
/// The size of all text but the title, in points. Nothing is smaller, as a picture is scaled to a screen as a whole.
const SIZE: &str = "12";

pub(super) struct Sheet<'w, 'g> {
    dot: &'w Dot<'g>,
    plan: &'w Plan<'g>,
    signs: BTreeSet<Sign>,
    out: &'w mut dyn Write,
}

impl<'w, 'g> Sheet<'w, 'g> {
    pub(super) fn new(dot: &'w Dot<'g>, plan: &'w Plan<'g>, out: &'w mut dyn Write) -> Self {
        Self { dot, plan, signs: BTreeSet::new(), out }
    }

    pub(super) fn draw(mut self) -> fmt::Result {
        self.head()?;
        self.entities()?;
        self.strangers()?;
        let plan = self.plan;
        if !plan.facts.is_empty() {
            writeln!(self.out, "  node {};", words())?;
        }
        for fact in &plan.facts {
            self.fact(fact)?;
        }
        self.rest()?;
        self.legend()?;
        self.out.write_str("}\n")
    }

    fn head(&mut self) -> fmt::Result {
        let title = self.dot.title.as_deref().unwrap_or_default();
        // The blank line keeps the picture off its title.
        let heading = if title.is_empty() { String::new() } else { wrap(&one_line(title), 80) + "\n" };
        let graph = Attributes::default()
            .fixed("charset", "UTF-8")
            .fixed("rankdir", self.dot.rank_direction.name())
            .fixed("fontname", FONT)
            .fixed("fontsize", "18")
            .fixed("fontcolor", INK)
            .fixed("bgcolor", "white")
            .fixed("labelloc", "t")
            .fixed("labeljust", "l")
            .fixed("nodesep", "0.1")
            .fixed("ranksep", "0.2")
            .fixed("pad", "0.3")
            .fixed("overlap", "false")
            // Where an engine draws a line across a label, the label stays readable.
            .fixed("outputorder", "edgesfirst")
            .left_label(&heading)
            .tooltip(if title.is_empty() { " " } else { title });
        let node = Attributes::default()
            .fixed("fontname", FONT)
            .fixed("fontsize", SIZE)
            .fixed("fontcolor", INK)
            .fixed("height", "0.36")
            .fixed("penwidth", "1.4");
        let edge =
            Attributes::default().fixed("color", LINE).fixed("penwidth", Stroke::PLAIN.width).fixed("arrowsize", "0.7");
        write!(self.out, "digraph \"chancery\" {{\n  graph {graph};\n  node {node};\n  edge {edge};\n")
    }

    fn entities(&mut self) -> fmt::Result {
        let schema = self.dot.view.graph().schema();
        for (kind, look, nodes) in &self.plan.kinds {
            let def = schema.kind_def(*kind);
            // Only a subgraph whose name begins with `cluster` has a frame.
            let prefix = if self.dot.clusters == Clusters::ByKind { "cluster_" } else { "" };
            let frame = frame(&def.name, self.dot.rank_direction).tooltip(if def.about.is_empty() {
                &def.name
            } else {
                &def.about
            });
            let same = self.plan.kinds.iter().filter(|(_, other, _)| other == look).count() > 1;
            let named = same && self.dot.clusters == Clusters::Off;
            let look = attributes(*look);
            writeln!(self.out, "  subgraph \"{prefix}kind_{}\" {{\n    graph {frame};\n    node {look};", def.name)?;
            for node in nodes {
                let key = node.key().unwrap_or_default();
                let tooltip = format!("{} {key}", def.name);
                let label = node_label(*node);
                let label = if named { format!("{label}\n({})", def.name) } else { label };
                let shown = Attributes::default().label(&label).tooltip(&tooltip);
                writeln!(self.out, "    \"e_{key}\" {shown};")?;
            }
            self.out.write_str("  }\n")?;
        }
        Ok(())
    }

    /// Facts that drawn facts refer to and that are not drawn themselves: a box with a few words for each.
    fn strangers(&mut self) -> fmt::Result {
        let kg = self.dot.view.graph();
        for fact in self.plan.strangers.iter().filter_map(|fact| kg.fact_ref(*fact)) {
            let words = format!("{} {} {}", name(fact.subject_node()), fact.dated_name(), name(fact.object_node()));
            let shown = boxed("box")
                .and(&Stroke::ROLE.border("rounded,filled"))
                .label(&wrap(&words, 28))
                .tooltip(&format!("not shown here: {}", notation(&fact)));
            writeln!(self.out, "  {} {shown};", fact_id(kg, fact.id()))?;
        }
        Ok(())
    }

    /// A fact is a node in its line, as only nodes keep off the lines and labels of others: words alone, a box if it
    /// is a hub, or a note if its object is a value.
    fn fact(&mut self, fact: &FactRef<'g>) -> fmt::Result {
        let kg = self.dot.view.graph();
        let marks = Marks::of(fact);
        self.signs.extend(marks.signs());
        let subject = id(kg, fact.subject_node(), fact.id());
        if let Some(value) = fact.subject_node().value() {
            let shown = note("white").label(&node_label(fact.subject_node())).tooltip(value.value_type().name());
            writeln!(self.out, "  {subject} {};", shown.link(url(value)))?;
        }

        let value = fact.object_node().value();
        let hub = self.plan.hubs.contains(&fact.id());
        let stroke = marks.stroke();
        let (shape, border) = match (value, hub) {
            (Some(_), _) => (boxed("note"), stroke.border("filled")),
            (None, true) => (boxed("box"), stroke.border("rounded,filled")),
            (None, false) => (Attributes::default(), stroke.words()),
        };
        let node = fact_id(kg, fact.id());
        let address = value.and_then(url).filter(|url| link(url).is_some()).or_else(|| fact_link(fact));
        let shown = Attributes::default().label(&fact_label(self.dot, fact, marks)).and(&shape).and(&border);
        writeln!(self.out, "  {node} {};", shown.tooltip(&fact_tooltip(fact)).link(address))?;

        let line = notation(fact);
        let (first, second) = (stroke.edge().fixed("dir", "none").tooltip(&line), stroke.edge().and(&marks.head()));
        let second = second.tooltip(&line);
        if value.is_some() {
            writeln!(self.out, "  {subject} -> {node} {second};")?;
        } else {
            let object = id(kg, fact.object_node(), fact.id());
            writeln!(self.out, "  {subject} -> {node} {first};\n  {node} -> {object} {second};")?;
        }
        for (n, (role, player)) in self.dot.players(fact).into_iter().enumerate() {
            self.signs.insert(Sign::Role);
            let tooltip = format!("{role} {}", name(player));
            let label = format!("\"r_{}_{n}\"", fact_name(kg, fact.id()));
            let shown = Attributes::default().label(role).and(&Stroke::ROLE.words()).tooltip(&tooltip);
            writeln!(self.out, "  {label} {shown};")?;
            let (first, second) = (Stroke::ROLE.edge().fixed("dir", "none"), Stroke::ROLE.edge());
            let second = second.fixed("arrowhead", "odot").fixed("arrowsize", "0.5").tooltip(&tooltip);
            writeln!(self.out, "  {node} -> {label} {};", first.tooltip(&tooltip))?;
            writeln!(self.out, "  {label} -> {} {second};", id(kg, player, fact.id()))?;
        }
        Ok(())
    }

    fn rest(&mut self) -> fmt::Result {
        let (facts, entities) = (self.plan.more_facts, self.plan.more_entities);
        let mut words = Vec::new();
        if facts > 0 {
            words.push(format!("and {facts} more fact{}", plural(facts)));
        }
        if entities > 0 {
            words.push(format!("and {entities} more {}", if entities == 1 { "entity" } else { "entities" }));
        }
        if words.is_empty() {
            return Ok(());
        }
        let shown =
            note("#F2F2F2").label(&words.join("\n")).tooltip(&format!("drawn up to a limit of {}", self.dot.limit));
        writeln!(self.out, "  \"more\" {shown};")
    }

    fn legend(&mut self) -> fmt::Result {
        let schema = self.dot.view.graph().schema();
        let kinds = if self.dot.clusters == Clusters::Off { self.plan.kinds.as_slice() } else { &[] };
        let kinds: Vec<_> = kinds.iter().map(|(kind, look, _)| (schema.kind_def(*kind).name.as_str(), *look)).collect();
        if self.dot.legend == Legend::Hidden || (self.signs.is_empty() && kinds.is_empty()) {
            return Ok(());
        }
        let table = Table { kinds, signs: self.signs.iter().copied().collect() };
        let shown = Attributes::default().fixed("shape", "plain").html(&table).tooltip("legend");
        writeln!(self.out, "  \"legend\" {shown};")
    }
}

/// The frame of a cluster, with its heading where the fewest lines cross it.
fn frame(heading: &str, direction: RankDirection) -> Attributes {
    Attributes::default()
        .left_label(&wrap(heading, 28))
        .fixed("labelloc", if direction.is_vertical() { "t" } else { "b" })
        .fixed("fontsize", SIZE)
        .fixed("fontcolor", FAINT_TEXT)
        .fixed("style", "rounded,filled")
        .fixed("color", FRAME)
        .fixed("fillcolor", "#FAFAFA")
}

/// The words of a fact in its line: what the nodes of facts have unless they say otherwise.
fn words() -> Attributes {
    Attributes::default()
        .fixed("shape", "plaintext")
        .fixed("style", "filled")
        .fixed("fillcolor", "white")
        .fixed("margin", "0.04,0.02")
        .fixed("height", "0.2")
        .fixed("width", "0.1")
        .fixed("fontcolor", TEXT)
        .fixed("penwidth", Stroke::PLAIN.width)
}

/// A node that is smaller than that of an entity.
fn boxed(shape: &str) -> Attributes {
    small(shape).fixed("fillcolor", "white")
}

fn small(shape: &str) -> Attributes {
    Attributes::default().fixed("shape", shape).fixed("margin", "0.07,0.04").fixed("height", "0.2")
}

fn note(fill: &str) -> Attributes {
    small("note")
        .fixed("style", "filled")
        .fixed("fillcolor", fill)
        .fixed("color", FAINT)
        .fixed("fontcolor", TEXT)
        .fixed("penwidth", "1")
}

/// The address that a value is.
const fn url(value: &Value) -> Option<&str> {
    if let Value::Url(url) = value { Some(url.as_str()) } else { None }
}

/// The name of a node in the document: from the key of an entity, the key or number of a fact, or the fact whose
/// subject is a value. Equal values are separate nodes, so that a common date does not connect unrelated facts.
fn id(kg: &KnowledgeGraph, node: NodeRef<'_>, of: FactId) -> String {
    match (node.key(), node.fact()) {
        (Some(key), _) => format!("\"e_{key}\""),
        (None, Some(fact)) => fact_id(kg, fact),
        (None, None) => format!("\"v_{}\"", fact_name(kg, of)),
    }
}

fn fact_id(kg: &KnowledgeGraph, fact: FactId) -> String {
    format!("\"f_{}\"", fact_name(kg, fact))
}

/// A key never begins with `#` and has no character that needs escaping.
fn fact_name(kg: &KnowledgeGraph, fact: FactId) -> String {
    kg.fact_key(fact).map_or_else(|| format!("#{}", fact.index()), str::to_owned)
}
