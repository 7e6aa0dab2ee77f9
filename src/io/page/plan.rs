//! What a page has: the facts, entities and sources of a view, each with its number on the page.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Page, Texts,
    drawing::Drawing,
    segments::{Passage, Place, cut},
};
use crate::{
    dossier::{self, MergedEntity, Selection},
    io::loss::{Loss, Losses},
    model::{Any, FactId, Id, KindId, RelationId, Resolution, SourceId, Stance},
    time::Truth,
    view::{FactRef, NodeRef, SourceRef, View},
};

/// Phrases of licences that forbid to show a text, in small letters.
const FORBIDDING: [&str; 6] = [
    "all rights reserved",
    "confidential",
    "no redistribution",
    "not for publication",
    "not for redistribution",
    "proprietary",
];

/// A source with the passages that the facts of the page cite.
pub(super) struct CitedSource<'g> {
    pub(super) source: SourceRef<'g>,
    /// In the order of their places.
    pub(super) passages: Vec<Passage>,
    /// The entities of the facts that cite it, and the speakers whom it quotes for them.
    pub(super) entities: BTreeSet<usize>,
    /// Where the segments of its text begin; none if its text is not on the page.
    starts: Vec<u32>,
}

impl<'g> CitedSource<'g> {
    const fn new(source: SourceRef<'g>) -> Self {
        Self { source, passages: Vec::new(), entities: BTreeSet::new(), starts: Vec::new() }
    }
}

/// What a page has.
pub(super) struct Plan<'g> {
    /// The facts of the page, without those beyond the limit.
    pub(super) view: View<'g>,
    /// In the order of recording. The number of a fact on the page is its place here, from 1.
    pub(super) facts: Vec<FactRef<'g>>,
    pub(super) entities: Vec<NodeRef<'g>>,
    pub(super) sources: Vec<CitedSource<'g>>,
    pub(super) kinds: Vec<KindId>,
    pub(super) relations: Vec<RelationId>,
    pub(super) more_facts: usize,
    pub(super) more_entities: usize,
    pub(super) switches: bool,
    pub(super) graph: Drawing,
    fact_numbers: HashMap<FactId, usize>,
    entity_numbers: HashMap<Id<Any>, usize>,
    source_numbers: HashMap<SourceId, usize>,
    withheld: BTreeSet<SourceId>,
    /// What was merged into an entity, by its key.
    merged: HashMap<String, Vec<MergedEntity>>,
    /// The facts that a fact resolves.
    outcomes: BTreeMap<usize, Vec<(Resolution, usize)>>,
}

impl<'g> Plan<'g> {
    pub(super) fn new(page: &Page<'g>, losses: &mut Losses) -> Self {
        let (view, more_facts, more_entities) = limited(page, losses);
        let selection = Selection::of(&view);
        let facts: Vec<_> = selection.facts().collect();
        let entities: Vec<_> = selection.entities().collect();
        let sources: Vec<_> = selection.sources().collect();
        let mut plan = Self {
            fact_numbers: facts.iter().enumerate().map(|(n, fact)| (fact.id(), n + 1)).collect(),
            entity_numbers: entities.iter().enumerate().map(|(n, node)| (node.id(), n)).collect(),
            source_numbers: sources.iter().enumerate().map(|(n, source)| (source.id(), n)).collect(),
            withheld: sources.iter().filter(|source| page.withholds(source)).map(SourceRef::id).collect(),
            sources: sources.into_iter().map(CitedSource::new).collect(),
            kinds: first_of(entities.iter().filter_map(NodeRef::kind)),
            relations: first_of(facts.iter().map(FactRef::relation)),
            outcomes: BTreeMap::new(),
            merged: HashMap::new(),
            switches: page.switches,
            graph: Drawing::default(),
            view,
            facts,
            entities,
            more_facts,
            more_entities,
        };
        for merged in dossier::merged(&selection) {
            plan.merged.entry(merged.into.clone()).or_default().push(merged);
        }
        plan.place_passages();
        plan.graph = Drawing::of(&plan);
        for (n, fact) in plan.facts.iter().enumerate() {
            if let Some((resolution, by)) = plan.resolution(fact.id()) {
                plan.outcomes.entry(by).or_default().push((resolution, n + 1));
            }
        }
        plan
    }

    fn place_passages(&mut self) {
        for (n, fact) in self.facts.iter().enumerate() {
            for (claim, cited) in fact.claims().enumerate() {
                let entry = self.source_numbers.get(&cited.source().id()).and_then(|n| self.sources.get_mut(*n));
                let Some(entry) = entry else { continue };
                let disputes = cited.stance() == Stance::Disputes;
                let places = cited.ranges().enumerate();
                entry.passages.extend(places.map(|(passage, range)| Passage {
                    range,
                    place: Place { fact: n + 1, claim, passage },
                    disputes,
                }));
                let named = fact.participants().chain(cited.said_by());
                entry.entities.extend(named.filter_map(|node| self.entity_numbers.get(&node.id())));
            }
        }
        for entry in &mut self.sources {
            if entry.source.text().is_some() && !self.withheld.contains(&entry.source.id()) {
                entry.starts = cut(&entry.passages).iter().map(|segment| segment.start).collect();
            }
        }
    }

    /// The id of the element with the first characters of a passage, or of its line in the list of passages.
    pub(super) fn anchor(&self, source: usize, place: Place, start: u32) -> Option<String> {
        let entry = self.sources.get(source)?;
        if let Ok(segment) = entry.starts.binary_search(&start) {
            return Some(format!("t{source}-{segment}"));
        }
        let number = entry.passages.binary_search_by_key(&place, |passage| passage.place).ok()?;
        Some(format!("r{source}-{number}"))
    }

    /// The number of a fact on the page.
    pub(super) fn number(&self, fact: FactId) -> Option<usize> {
        self.fact_numbers.get(&fact).copied()
    }

    /// The number of an entity.
    pub(super) fn entity(&self, node: NodeRef<'_>) -> Option<usize> {
        self.entity_numbers.get(&node.id()).copied()
    }

    /// The number of a source.
    pub(super) fn source(&self, source: SourceId) -> Option<usize> {
        self.source_numbers.get(&source).copied()
    }

    /// The place of a kind among those of the page.
    pub(super) fn kind(&self, kind: KindId) -> usize {
        self.kinds.iter().position(|known| *known == kind).unwrap_or_default()
    }

    /// The place of a relation among those of the page.
    pub(super) fn relation(&self, relation: RelationId) -> usize {
        self.relations.iter().position(|known| *known == relation).unwrap_or_default()
    }

    /// Whether the text of a source may not be shown.
    pub(super) fn is_withheld(&self, source: SourceId) -> bool {
        self.withheld.contains(&source)
    }

    /// The entities that were merged into the one of a key.
    pub(super) fn merged(&self, key: &str) -> &[MergedEntity] {
        self.merged.get(key).map_or(&[], Vec::as_slice)
    }

    /// The truth of a fact in the view; `None` if the page has it only because another fact refers to it.
    pub(super) fn truth(&self, fact: FactId) -> Option<Truth> {
        self.view.fact(fact).map(|fact| fact.truth())
    }

    /// How a fact was resolved, and the number of the fact that resolved it.
    pub(super) fn resolution(&self, fact: FactId) -> Option<(Resolution, usize)> {
        let (resolution, by) = self.view.recorded_resolution(fact)?;
        Some((resolution, self.number(by)?))
    }

    /// The facts that a fact resolves.
    pub(super) fn resolved_by(&self, number: usize) -> &[(Resolution, usize)] {
        self.outcomes.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The facts, each with its number.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, FactRef<'g>)> + '_ {
        self.facts.iter().enumerate().map(|(n, fact)| (n + 1, *fact))
    }
}

impl<'g> Page<'g> {
    fn withholds(&self, source: &SourceRef<'g>) -> bool {
        let forbidden = || {
            let licence = source.licence().unwrap_or_default().to_lowercase();
            FORBIDDING.iter().any(|phrase| licence.contains(phrase))
        };
        self.hidden.contains(&source.id())
            || match self.texts {
                Texts::AsLicensed => forbidden(),
                Texts::All => false,
                Texts::Hidden => true,
            }
    }
}

/// The view without what is beyond the limit, and how many facts and entities that is.
fn limited<'g>(page: &Page<'g>, losses: &mut Losses) -> (View<'g>, usize, usize) {
    let facts: Vec<FactId> = page.view.all_facts().map(|fact| fact.id()).collect();
    let more_facts = facts.len().saturating_sub(page.most);
    let joined = page.view.connected().entities().count();
    let alone = page.view.entities().count().saturating_sub(joined);
    if more_facts == 0 && alone <= page.most {
        return (page.view.clone(), 0, 0);
    }
    // What only facts beyond the limit join to anything would look as if nothing did.
    let kept = page.view.only(facts.into_iter().take(page.most)).connected();
    let more_entities = (joined + alone).saturating_sub(kept.entities().count());
    let beyond = || format!("all beyond the first {}", page.most);
    losses.note_many(Loss::Facts, more_facts as u64, beyond);
    losses.note_many(Loss::Entities, more_entities as u64, || "those that no fact of the page joins".to_owned());
    (kept, more_facts, more_entities)
}

/// Each item once, in the order of their first occurrence.
fn first_of<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for item in items {
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found
}
