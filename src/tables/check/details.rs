//! What facts have beside their records.

use std::ops::ControlFlow;

use super::{Report, Violation, index_size, rows, rule};
use crate::{
    model::check_key,
    tables::{Tables, details::Detail},
};

impl Tables {
    pub(super) fn check_details(&self, report: Report<'_>) -> ControlFlow<()> {
        let (mut keys, mut players) = (0, 0);
        for (at, (id, detail)) in rows(self.details.rows()) {
            let linked = self.record(*id).is_some() && self.details.row(*id) == Some(at);
            rule(linked && *detail != Detail::EMPTY, report, Violation::Detail { at })?;
            rule(self.has_string_or_none(detail.key), report, Violation::String { of: "detail", at })?;
            let (first, count) = detail.players;
            if count > 0 {
                let next = u32::try_from(players).unwrap_or(u32::MAX) == first;
                rule(next, report, Violation::Players { fact: id.index() })?;
                players += usize::from(count);
            }
            if let Some(key) = self.strings.find(detail.key) {
                keys += 1;
                let found = self.fact_of_key(key) == Some(*id);
                let formed = check_key(key).is_ok() && !key.bytes().all(|b| b.is_ascii_digit());
                rule(found && formed, report, Violation::FactKey { fact: id.index() })?;
            }
            let back = detail.node.is_none_or(|node| self.fact_of(node.index()) == Some(*id));
            rule(back, report, Violation::Detail { at })?;
        }
        for (id, ..) in self.all_facts() {
            if let Some(at) = self.details.row(id) {
                let linked = self.details.rows().get(at as usize).is_some_and(|(of, _)| *of == id);
                rule(linked, report, Violation::Detail { at })?;
            }
        }
        index_size("links to details", self.details.linked(), self.details.len(), report)?;
        index_size("role players", self.players.len(), players, report)?;
        index_size("keys of facts", self.fact_keys.len(), keys, report)
    }
}
