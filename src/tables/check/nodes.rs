//! Entities, values, and the nodes that stand for facts.

use std::{collections::HashSet, ops::ControlFlow};

use super::{Report, Violation, index_size, rows, rule};
use crate::{
    model::{check_key, check_name},
    tables::{NodeKind, Tables, folded_names::NameText},
};

impl Tables {
    pub(super) fn check_nodes(&self, report: Report<'_>) -> ControlFlow<()> {
        let used = self.nodes_in_use();
        let (mut entities, mut value_nodes) = (0, 0);
        for (node, kind) in self.all_nodes() {
            match kind {
                NodeKind::Entity { key, name, .. } => {
                    entities += 1;
                    let strings = self.has_string(key) && self.has_string(name);
                    rule(strings, report, Violation::String { of: "node", at: node })?;
                    let key = self.strings.get(key);
                    let found = self.entity_of_key(key) == Some(node);
                    rule(found && check_key(key).is_ok(), report, Violation::Key { node })?;
                    let named = check_name(self.strings.get(name)).is_ok();
                    rule(named, report, Violation::Name { node })?;
                }
                NodeKind::Value(at) => {
                    value_nodes += 1;
                    let back = self.values.get(at as usize).is_some_and(|(_, of)| *of == node);
                    rule(back, report, Violation::Value { at })?;
                }
                NodeKind::Fact(fact) => {
                    let back = self.own_node(fact) == Some(node);
                    rule(back, report, Violation::FactNode { node })?;
                }
            }
            let needed = matches!(kind, NodeKind::Entity { .. }) || used.contains(&node);
            rule(needed, report, Violation::Unused { node })?;
        }
        index_size("keys", self.keys.len(), entities, report)?;
        index_size("value nodes", value_nodes, self.values.len(), report)?;
        self.check_values(report)?;
        self.check_names(report)
    }

    fn check_values(&self, report: Report<'_>) -> ControlFlow<()> {
        for (at, (value, node)) in rows(&self.values) {
            // A value that is there twice is found at one place only.
            let kept = self.find_value(value) == Some(at)
                && self.node_kind(*node) == Some(NodeKind::Value(at))
                && value.check().is_ok();
            rule(kept, report, Violation::Value { at })?;
        }
        index_size("values", self.value_index.len(), self.values.len(), report)
    }

    /// First names, and names given by facts that are actual and not retracted, as often as they are given.
    fn check_names(&self, report: Report<'_>) -> ControlFlow<()> {
        let mut names: Vec<(u32, NameText, &str)> = Vec::new();
        for (node, kind) in self.all_nodes() {
            if let NodeKind::Entity { name, .. } = kind {
                names.push((node, NameText::First(name), self.strings.get(name)));
            }
        }
        for (_, (subject, object), record) in self.all_facts() {
            if let Some((_, at)) = self.name_given(record, object) {
                names.push((subject, NameText::Value(at), self.text_of(NameText::Value(at))));
            }
        }
        names.sort_unstable();
        for given in names.chunk_by(|a, b| a == b) {
            let Some((node, text, name)) = given.first() else { continue };
            let kept = self.names.count(name, *node, *text) == given.len();
            rule(kept, report, Violation::Name { node: *node })?;
        }
        index_size("names", self.names.len(), names.len(), report)
    }

    fn nodes_in_use(&self) -> HashSet<u32> {
        let mut used: HashSet<u32> = self.players.iter().map(|(_, node)| *node).collect();
        for (_, (subject, object), _) in self.all_facts() {
            used.extend([subject, object]);
        }
        used
    }
}
