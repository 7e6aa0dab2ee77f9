//! What is kept while statements become a graph.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    declare::Missing,
    files::{Files, shown_path},
    hashes::Hashes,
    statement::{Content, Meant, Sort, Statement},
};
use crate::{graph::Bulk, model::FactId, notation::line::Flaw};

/// Where a statement stands: file and place in it.
pub(super) type Place = (usize, usize);

/// What was read so far.
pub(super) struct Load<'a, 'g> {
    pub(super) files: &'a Files,
    pub(super) texts: &'a BTreeMap<String, String>,
    pub(super) bulk: &'a mut Bulk<'g>,
    pub(super) flaws: Vec<(usize, Flaw)>,
    pub(super) sources: usize,
    pub(super) entities: usize,
    pub(super) facts: usize,
    /// What faulty statements named: a statement that uses it is not reported.
    pub(super) unread: Unread,
    /// What faulty lines of a vocabulary would have declared.
    pub(super) missing: Missing,
    /// The facts of each file in order, for `^3`.
    pub(super) slots: Vec<Slots>,
    pub(super) hashes: Hashes,
    /// Where each key of a fact is given.
    pub(super) fact_keys: BTreeMap<&'a str, Place>,
}

/// What faulty statements named.
#[derive(Default)]
pub(super) struct Unread {
    pub(super) sources: BTreeSet<String>,
    pub(super) entities: BTreeSet<String>,
    pub(super) facts: BTreeSet<String>,
    /// The sources of which hashes were given.
    pub(super) hashes: BTreeSet<String>,
    /// A file is missing, so anything might be in it.
    pub(super) anything: bool,
}

/// The facts of a file in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    pub(super) known: Vec<Slot>,
    /// From this place on, a fact that could not be read may have taken the place of another.
    pub(super) unsure: Option<usize>,
}

impl Slots {
    /// The fact at a place such as `#3`. `None` if there is none, or another than was meant may be there.
    pub(super) fn get(&self, name: &str) -> Option<Slot> {
        let place = name.strip_prefix('#')?.parse::<usize>().ok()?;
        if self.unsure.is_some_and(|from| place >= from) { Some(Slot::Faulty) } else { self.known.get(place).copied() }
    }
}

/// A place among the facts of a file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    Fact(FactId),
    Faulty,
}

impl<'a, 'g> Load<'a, 'g> {
    pub(super) fn new(
        files: &'a Files,
        texts: &'a BTreeMap<String, String>,
        bulk: &'a mut Bulk<'g>,
        missing: Missing,
    ) -> Self {
        let mut unread = Unread { anything: !files.lost.is_empty(), ..Unread::default() };
        let mut fact_keys = BTreeMap::new();
        for place in &files.order {
            let Some(statement) = statement(files, *place) else { continue };
            if let Content::Fact(line) = &statement.content
                && let Some(key) = &line.key
            {
                fact_keys.entry(key.value.as_str()).or_insert(*place);
            }
            let Some(named) = &statement.faulty else { continue };
            match &statement.content {
                Content::Source(line) if !line.source.key.is_empty() => {
                    unread.sources.insert(line.source.key.clone());
                }
                Content::Entity(line) if !line.entity.key.is_empty() => {
                    unread.entities.insert(line.entity.key.clone());
                }
                Content::Fact(line) => {
                    let key = line.key.as_ref().map(|key| key.value.clone()).filter(|key| !key.is_empty());
                    unread.facts.extend(key.or_else(|| named.get(Sort::Fact)));
                }
                Content::Source(_) | Content::Entity(_) | Content::Unread => {
                    unread.sources.extend(named.get(Sort::Source));
                    unread.entities.extend(named.get(Sort::Entity));
                    unread.facts.extend(named.get(Sort::Fact));
                    unread.hashes.extend(named.get(Sort::Hashes));
                    unread.anything |= named.meant == Meant::Include;
                }
                _ => {}
            }
        }
        let slots = files.all.iter().map(|_| Slots::default()).collect();
        let (flaws, sources, entities, facts) = (Vec::new(), 0, 0, 0);
        let hashes = Hashes::default();
        Self { files, texts, bulk, flaws, sources, entities, facts, unread, missing, slots, hashes, fact_keys }
    }
}

/// The statement at a place.
pub(super) fn statement(files: &Files, (file, place): Place) -> Option<&Statement> {
    files.all.get(file)?.statements.get(place)
}

/// A place in a file, in words.
pub(super) fn place_in_words(files: &Files, file: usize, at: Place) -> String {
    let Some(here) = files.all.get(at.0) else { return String::new() };
    let start = here.statements.get(at.1).map_or(0, |statement| statement.lines.start);
    let line = here.lines.number(start);
    match &here.path {
        Some(path) if at.0 != file => format!("in `{}`, line {line}", shown_path(path)),
        _ => format!("in line {line}"),
    }
}

/// Whether a statement has a fault.
pub(super) fn is_faulty(files: &Files, at: Place) -> bool {
    statement(files, at).is_some_and(|statement| statement.faulty.is_some())
}
