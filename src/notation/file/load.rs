//! What is kept while statements become a graph.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    files::Files,
    hashes::Hashes,
    statement::{Content, Meant, Statement},
};
use crate::{graph::KnowledgeGraph, model::FactId, notation::line::Flaw};

/// Where a statement stands: file and place in it.
pub(super) type Place = (usize, usize);

/// For how many unknown names of a load a near name is looked for. Each is compared with all names that are known.
const PROPOSALS: usize = 100;

/// What was read so far.
pub(super) struct Load<'a> {
    pub(super) files: &'a Files,
    pub(super) texts: &'a BTreeMap<String, String>,
    pub(super) kg: &'a mut KnowledgeGraph,
    pub(super) flaws: Vec<(usize, Flaw)>,
    pub(super) sources: usize,
    pub(super) entities: usize,
    pub(super) facts: usize,
    /// What faulty statements named: a statement that uses it is not reported.
    pub(super) unread: Unread,
    /// The facts of each file in order, for `^3`.
    pub(super) slots: Vec<Vec<Slot>>,
    pub(super) hashes: Hashes,
    /// How many more unknown names are compared with all known ones.
    pub(super) proposals: Cell<usize>,
    /// Where each key of a fact is given.
    pub(super) fact_keys: BTreeMap<&'a str, Place>,
}

/// What faulty statements named.
#[derive(Default)]
pub(super) struct Unread {
    pub(super) sources: BTreeSet<String>,
    pub(super) entities: BTreeSet<String>,
    pub(super) facts: BTreeSet<String>,
    /// A file is missing, so anything might be in it.
    pub(super) anything: bool,
}

/// A place among the facts of a file.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Fact(FactId),
    Faulty,
}

impl<'a> Load<'a> {
    pub(super) fn new(files: &'a Files, texts: &'a BTreeMap<String, String>, kg: &'a mut KnowledgeGraph) -> Self {
        let mut unread = Unread { anything: !files.lost.is_empty(), ..Unread::default() };
        let mut fact_keys = BTreeMap::new();
        for place in &files.order {
            match statement(files, *place).map(|statement| &statement.content) {
                Some(Content::Unread(named)) => {
                    unread.sources.extend(named.source.clone());
                    unread.entities.extend(named.entity.clone());
                    unread.facts.extend(named.fact.clone());
                    unread.anything |= named.meant == Meant::Include;
                }
                Some(Content::Fact(line)) => {
                    if let Some(key) = &line.key {
                        fact_keys.entry(key.value.as_str()).or_insert(*place);
                    }
                }
                _ => {}
            }
        }
        let slots = files.all.iter().map(|_| Vec::new()).collect();
        let (flaws, sources, entities, facts) = (Vec::new(), 0, 0, 0);
        let (hashes, proposals) = (Hashes::default(), Cell::new(PROPOSALS));
        Self { files, texts, kg, flaws, sources, entities, facts, unread, slots, hashes, proposals, fact_keys }
    }
}

/// The statement at a place.
pub(super) fn statement(files: &Files, (file, place): Place) -> Option<&Statement> {
    files.all.get(file)?.statements.get(place)
}
