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
    options::{Clusters, Legend},
    plan::Plan,
    signs::{Marks, Sign},
    stroke::{FAINT, FAINT_TEXT, LINE, Stroke, TEXT},
    text::{one_line, plural, wrap},
};
use crate::{
    graph::KnowledgeGraph,
    model::{FactId, Value},
    view::{FactRef, NodeRef},
};

const FONT: &str = "Helvetica,Arial,sans-serif";
const INK: &str = "#1A1A1A";
const FRAME: &str = "#D9D9D9";
const SMALL: &str = "10";

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
            .fixed("nodesep", "0.3")
            .fixed("ranksep", "0.5")
            .fixed("pad", "0.3")
            .fixed("overlap", "false")
            .left_label(&heading)
            .tooltip(if title.is_empty() { " " } else { title });
        let node = Attributes::default()
            .fixed("fontname", FONT)
            .fixed("fontsize", "12")
            .fixed("fontcolor", INK)
            .fixed("height", "0.36")
            .fixed("penwidth", "1.4");
        let edge = Attributes::default()
            .fixed("fontname", FONT)
            .fixed("fontsize", SMALL)
            .fixed("fontcolor", TEXT)
            .fixed("color", LINE)
            .fixed("penwidth", Stroke::PLAIN.width)
            .fixed("arrowsize", "0.7");
        write!(self.out, "digraph \"chancery\" {{\n  graph {graph};\n  node {node};\n  edge {edge};\n")
    }

    fn entities(&mut self) -> fmt::Result {
        let schema = self.dot.view.graph().schema();
        for (kind, look, nodes) in &self.plan.kinds {
            let def = schema.kind_def(*kind);
            // Only a subgraph whose name begins with `cluster` has a frame.
            let prefix = if self.dot.clusters == Clusters::ByKind { "cluster_" } else { "" };
            let frame = frame(&def.name).tooltip(if def.about.is_empty() { &def.name } else { &def.about });
            let look = look.attributes();
            writeln!(self.out, "  subgraph \"{prefix}kind_{}\" {{\n    graph {frame};\n    node {look};", def.name)?;
            for node in nodes {
                let key = node.key().unwrap_or_default();
                let tooltip = format!("{} {key}", def.name);
                let shown = Attributes::default().label(&node_label(*node)).tooltip(&tooltip);
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
            let shown = small("box")
                .and(&Stroke::ROLE.border())
                .fixed("fillcolor", "white")
                .label(&wrap(&words, 28))
                .tooltip(&format!("not shown here: {}", notation(&fact)));
            writeln!(self.out, "  {} {shown};", fact_id(kg, fact.id()))?;
        }
        Ok(())
    }

    fn fact(&mut self, fact: &FactRef<'g>) -> fmt::Result {
        let kg = self.dot.view.graph();
        let marks = Marks::of(fact);
        self.signs.extend(marks.signs());
        for (end, place) in [(fact.subject_node(), "subject"), (fact.object_node(), "object")] {
            if let Some(value) = end.value() {
                self.note(value, end, &id(kg, end, (fact.id(), place)))?;
            }
        }
        let subject = id(kg, fact.subject_node(), (fact.id(), "subject"));
        let object = id(kg, fact.object_node(), (fact.id(), "object"));
        let label = fact_label(self.dot, fact, marks);
        let tooltip = fact_tooltip(fact);
        if !self.plan.hubs.contains(&fact.id()) {
            let label = if self.dot.rank_direction.is_vertical() { padded(&label) } else { label };
            let shown = Attributes::default().label(&label).and(&marks.stroke().edge()).and(&marks.head());
            let shown = shown.edge_tooltip(&tooltip).link(fact_link(fact));
            return writeln!(self.out, "  {subject} -> {object} {shown};");
        }

        let hub = fact_id(kg, fact.id());
        let shown = small("box").fixed("fillcolor", "white").label(&label).and(&marks.stroke().border());
        writeln!(self.out, "  {hub} {};", shown.tooltip(&tooltip).link(fact_link(fact)))?;
        let line = notation(fact);
        let first = marks.stroke().edge().fixed("dir", "none").tooltip(&line);
        let second = marks.stroke().edge().and(&marks.head()).tooltip(&line);
        writeln!(self.out, "  {subject} -> {hub} {first};\n  {hub} -> {object} {second};")?;
        for (role, player) in self.dot.players(fact) {
            self.signs.insert(Sign::Role);
            let role_label = if self.dot.rank_direction.is_vertical() { padded(role) } else { role.to_owned() };
            let shown = Attributes::default()
                .label(&role_label)
                .fixed("fontsize", "9")
                .fixed("arrowhead", "odot")
                .fixed("arrowsize", "0.5")
                .and(&Stroke::ROLE.edge())
                .edge_tooltip(&format!("{role} {}", name(player)));
            writeln!(self.out, "  {hub} -> {} {shown};", id(kg, player, (fact.id(), role)))?;
        }
        Ok(())
    }

    fn note(&mut self, value: &Value, node: NodeRef<'g>, id: &str) -> fmt::Result {
        let url = if let Value::Url(url) = value { Some(url.as_str()) } else { None };
        let shown = note("white");
        let shown = shown.label(&node_label(node)).tooltip(value.value_type().name()).link(url);
        writeln!(self.out, "  {id} {shown};")
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
        let shown =
            Attributes::default().fixed("shape", "plain").fixed("fontsize", SMALL).html(&table).tooltip("legend");
        writeln!(self.out, "  \"legend\" {shown};")
    }
}

/// The frame of a cluster, with its heading.
fn frame(heading: &str) -> Attributes {
    Attributes::default()
        .left_label(&wrap(heading, 28))
        .fixed("fontsize", SMALL)
        .fixed("fontcolor", FAINT_TEXT)
        .fixed("style", "rounded,filled")
        .fixed("color", FRAME)
        .fixed("fillcolor", "#FAFAFA")
}

/// A node that is smaller than that of an entity.
fn small(shape: &str) -> Attributes {
    Attributes::default()
        .fixed("shape", shape)
        .fixed("fontsize", SMALL)
        .fixed("margin", "0.12,0.08")
        .fixed("height", "0.2")
}

fn note(fill: &str) -> Attributes {
    small("note")
        .fixed("style", "filled")
        .fixed("fillcolor", fill)
        .fixed("color", FAINT)
        .fixed("fontcolor", TEXT)
        .fixed("penwidth", "1")
}

/// A label with space on both sides, so that it does not touch the line beside it.
fn padded(label: &str) -> String {
    let lines: Vec<_> = label.split('\n').map(|line| format!("\u{a0}{line}\u{a0}")).collect();
    lines.join("\n")
}

/// The name of a node in the document: from the key of an entity, the key or number of a fact, or the fact that a value
/// belongs to. Equal values are separate nodes, so that a common date does not connect unrelated facts.
fn id(kg: &KnowledgeGraph, node: NodeRef<'_>, end_of: (FactId, &str)) -> String {
    match (node.key(), node.fact()) {
        (Some(key), _) => format!("\"e_{key}\""),
        (None, Some(fact)) => fact_id(kg, fact),
        (None, None) => format!("\"v_{}_{}\"", fact_name(kg, end_of.0), end_of.1),
    }
}

fn fact_id(kg: &KnowledgeGraph, fact: FactId) -> String {
    format!("\"f_{}\"", fact_name(kg, fact))
}

/// A key never begins with `#` and has no character that needs escaping.
fn fact_name(kg: &KnowledgeGraph, fact: FactId) -> String {
    kg.fact_key(fact).map_or_else(|| format!("#{}", fact.index()), str::to_owned)
}
