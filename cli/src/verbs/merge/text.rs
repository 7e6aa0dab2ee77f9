//! The merged record as a text that keeps the lines and comments of people.

use std::path::Path;

use chancery::{diff::MergedDossier, dossier::Dossier};
use diffy::MergeOptions;

use super::{
    conflict::Listed,
    join::{join, presence},
    mark::Marks,
    rewrite::rewritten,
    same::same_record,
    unit::{Unit, statements, text_of, units_of},
    version::{Texts, is_of_diplomacy},
};

/// The texts of the three versions.
pub(super) struct Merge<'a> {
    pub(super) base: String,
    pub(super) ours: String,
    pub(super) theirs: String,
    /// Where the result will stand, for what it includes.
    pub(super) path: &'a Path,
    pub(super) texts: &'a Texts<'a>,
    /// How long the marks of a conflict are.
    pub(super) size: usize,
}

impl Merge<'_> {
    /// A text that reads to the merged record, with each conflict marked. `None` if no such text can be written.
    pub(super) fn text(&self, merged: &MergedDossier, conflicts: &[Listed]) -> Option<String> {
        if conflicts.is_empty()
            && let (text, true) = self.by_lines()
            && self.reads_to(&text, &merged.dossier)
        {
            return Some(text);
        }
        let versions = [&self.base, &self.ours, &self.theirs].map(|text| units_of(text));
        let [base, ours, theirs] = &versions;
        let joined = join(base, ours, theirs, &presence(&merged.dossier, conflicts));
        let mut units = if self.reads_to(&text_of(&joined), &merged.dossier) {
            joined
        } else {
            self.rewritten(&versions, &joined, merged)?
        };
        Marks::new([base, ours, theirs], self.size).mark(&mut units, conflicts);
        let text = text_of(&units);
        Some(if self.ours.contains("\r\n") { text.replace('\n', "\r\n") } else { text })
    }

    /// The merged record in the layout of the crate, which has no includes.
    fn rewritten(&self, versions: &[Vec<Unit>; 3], joined: &[Unit], merged: &MergedDossier) -> Option<Vec<Unit>> {
        let all: Vec<_> = versions.iter().flat_map(|units| statements(units)).collect();
        if all.iter().any(|statement| statement.opener() == "include") {
            return None;
        }
        let declares = self.texts.has_vocabulary() || all.iter().any(|statement| statement.declares());
        let mut last = None;
        for with_vocabulary in [!declares && !is_of_diplomacy(&merged.dossier), true] {
            let units = rewritten(&merged.dossier, joined, with_vocabulary);
            if self.reads_to(&text_of(&units), &merged.dossier) {
                return Some(units);
            }
            last.get_or_insert(units);
        }
        // Where versions conflict, the record may break a rule, such as one of the vocabulary. A person decides.
        last.filter(|_| !merged.conflicts.is_empty())
    }

    fn reads_to(&self, text: &str, wanted: &Dossier) -> bool {
        text.is_empty() && same_record(&Dossier::default(), wanted)
            || self.texts.read(text, self.path).is_ok_and(|found| same_record(&found, wanted))
    }

    /// A merge of lines, which knows nothing of records, and whether it has no marks.
    pub(super) fn by_lines(&self) -> (String, bool) {
        let mut options = MergeOptions::new();
        match options.set_conflict_marker_length(self.size).merge(&self.base, &self.ours, &self.theirs) {
            Ok(text) => (text, true),
            Err(text) => (text, false),
        }
    }
}
