//! Marks conflicts in a text, so that it cannot be read until a person has decided.

use std::collections::{BTreeMap, BTreeSet};

use chancery::error::Shown;

use super::{
    conflict::Listed,
    statement::Statement,
    unit::{Unit, statements},
};

const BASE: usize = 0;
const OURS: usize = 1;
pub(super) const THEIRS: usize = 2;

/// The lines of the three versions by what they are about, and how long a mark is.
pub(super) struct Marks<'a> {
    versions: [BTreeMap<&'a str, &'a str>; 3],
    size: usize,
}

impl<'a> Marks<'a> {
    pub(super) fn new(versions: [&'a [Unit]; 3], size: usize) -> Self {
        let lines = |units: &'a [Unit]| {
            let all = statements(units).into_iter().rev();
            all.map(|statement| (statement.about.as_str(), statement.text.as_str())).collect()
        };
        Self { versions: versions.map(lines), size }
    }

    /// Marks each conflict once. The lines of ours are those of the text, which has ours already.
    pub(super) fn mark(&self, units: &mut Vec<Unit>, conflicts: &[Listed]) {
        let mut marked = BTreeSet::new();
        for conflict in conflicts {
            if conflict.kind == "needed" {
                self.note(units, conflict);
                continue;
            }
            let [base, ours, theirs] = [BASE, OURS, THEIRS].map(|side| self.lines(side, conflict));
            let found = conflict.about(OURS).into_iter().find(|about| find(units, about).is_some());
            let fresh = found.filter(|about| marked.insert(about.clone()));
            let target = fresh.and_then(|about| find(units, &about)).and_then(|unit| unit.statement.as_mut());
            match target {
                // Lines say it if the versions have different ones.
                Some(statement) if ours.is_some() && ours != theirs => {
                    statement.text =
                        self.block(&statement.text, base.as_deref(), theirs.as_deref().unwrap_or_default());
                }
                None if ours.is_none() && theirs.is_some() => {
                    let text = self.block("", base.as_deref(), theirs.as_deref().unwrap_or_default());
                    units.push(raw(text));
                }
                _ => self.note(units, conflict),
            }
        }
    }

    /// The lines that a version has for a conflict: as they stand in its text, or else as they would be written.
    fn lines(&self, side: usize, conflict: &Listed) -> Option<String> {
        let in_text = self.in_text(side, conflict).map(str::to_owned);
        in_text.or_else(|| conflict.versions.get(side)?.lines.clone())
    }

    fn in_text(&self, side: usize, conflict: &Listed) -> Option<&'a str> {
        let lines = self.versions.get(side)?;
        conflict.about(side).iter().find_map(|about| lines.get(about.as_str()).copied())
    }

    /// What lines do not say stands in comments, above the statement or at the end.
    fn note(&self, units: &mut Vec<Unit>, conflict: &Listed) {
        let what = Shown(&conflict.what);
        let [_, ours, theirs] = &conflict.versions;
        let (ours, theirs) = if conflict.kind == "needed" {
            let has = |side: usize| self.in_text(side, conflict).is_some();
            let (removed, needed) = (format!("removed: {what}"), format!("needed: {what}"));
            if has(OURS) && !has(THEIRS) { (needed, removed) } else { (removed, needed) }
        } else {
            let words = |side: &super::conflict::Side| {
                let words = side.words.as_deref().or(side.lines.as_deref()).unwrap_or("it is not there").trim_end();
                format!("{} {what}: {}", conflict.kind, Shown(words))
            };
            (words(ours), words(theirs))
        };
        let [open, middle, close] = ['<', '=', '>'].map(|mark| mark.to_string().repeat(self.size));
        let lines =
            [format!("{open} ours"), format!("# {ours}"), middle, format!("# {theirs}"), format!("{close} theirs")];
        let found = conflict.about(OURS).into_iter().find(|about| find(units, about).is_some());
        match found.and_then(|about| find(units, &about)) {
            Some(unit) => unit.comments.extend(lines),
            None => units.push(raw(lines.join("\n") + "\n")),
        }
    }

    fn block(&self, ours: &str, base: Option<&str>, theirs: &str) -> String {
        let [open, was, middle, close] = ['<', '|', '=', '>'].map(|mark| mark.to_string().repeat(self.size));
        let base = base.map(|base| format!("{was} base\n{base}")).unwrap_or_default();
        format!("{open} ours\n{ours}{base}{middle}\n{theirs}{close} theirs\n")
    }
}

/// Lines that are no statement.
fn raw(text: String) -> Unit {
    Unit { gap: true, statement: Some(Statement::raw(text)), ..Unit::default() }
}

fn find<'u>(units: &'u mut [Unit], about: &str) -> Option<&'u mut Unit> {
    for unit in units {
        if unit.statement.as_ref().is_some_and(|statement| statement.about == about) {
            return Some(unit);
        }
        if let Some(block) = &mut unit.block
            && let Some(found) = find(&mut block.units, about)
        {
            return Some(found);
        }
    }
    None
}
