//! Dossiers: the facts of a view, in plain values.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    merges::{self, KeptApart, MergedEntity},
    selection::Selection,
    vocabulary::used,
};
use crate::model::fields::serialize_fields;
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    graph::{Bulk, Edit, KnowledgeGraph},
    model::{Entity, Fact, FactId, Node, Resolution, Source},
    schema::{Schema, SchemaDef},
    view::View,
};

/// The facts of a view with the entities, sources and vocabulary that they need; no history.
///
/// Everything stands in the order of recording and is named by key. A fact without a key is named by its place in
/// [`facts`](Self::facts), as `#3`, counted from 0.
///
/// ```
/// use chancery::{KnowledgeGraph, Schema, fact};
/// use chancery::diplomacy::{self, Recognized, State};
/// use chancery::dossier::Dossier;
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
/// kg.assert(fact(pakistan, Recognized, kazakhstan).on("1991?"))?;
///
/// let dossier = Dossier::of(&kg.view());
/// assert_eq!(dossier.facts[0].to_string(), "pakistan recognized-in-1991? kazakhstan");
/// let again = dossier.to_graph(diplomacy::schema())?;
/// assert_eq!(Dossier::of(&again.view()), dossier);
/// # Ok::<(), chancery::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dossier {
    /// The kinds, relations and roles that the rest uses.
    pub vocabulary: SchemaDef,
    /// The sources that a fact of the dossier cites, those that no claim that the view knows cites, and those that these derive
    /// from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The entities of the view, and those that its facts mention, also as speakers. Of merged entities, the canonical one.
    #[serde(default)]
    pub entities: Vec<Entity>,
    /// The facts of the view, those that they are about, and those that resolve any of these.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// Which of the facts have been retracted.
    #[serde(default)]
    pub retractions: Vec<Retraction>,
    /// The facts that another fact resolves.
    #[serde(default)]
    pub resolutions: Vec<ResolvedFact>,
    /// The entities that were merged into one of the [`entities`](Self::entities): their keys and names lead to that one.
    #[serde(default)]
    pub merges: Vec<MergedEntity>,
    /// Which of the entities are known not to be the same.
    #[serde(default)]
    pub kept_apart: Vec<KeptApart>,
}

serialize_fields!(Dossier {
    required "vocabulary": vocabulary,
    optional "sources": sources,
    optional "entities": entities,
    optional "facts": facts,
    optional "retractions": retractions,
    optional "resolutions": resolutions,
    optional "merges": merges,
    optional "kept_apart": kept_apart,
});

/// A fact that was retracted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retraction {
    /// The fact: its key, or its place as `#3`.
    pub fact: String,
    /// Why.
    #[serde(default)]
    pub why: String,
}

serialize_fields!(Retraction {
    required "fact": fact,
    optional "why": why,
});

/// A fact that another fact resolves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolvedFact {
    /// The earlier fact: its key, or its place as `#3`.
    pub fact: String,
    /// How it was resolved.
    pub resolution: Resolution,
    /// The later fact, which is in the dossier too: its key, or its place.
    pub by: String,
}

impl Retraction {
    pub(super) fn edit(self) -> Edit {
        Edit::Retract { fact: self.fact, why: self.why }
    }
}

impl ResolvedFact {
    pub(super) fn edit(self) -> Edit {
        Edit::Resolve { fact: self.fact, resolution: self.resolution, by: self.by }
    }
}

impl Dossier {
    /// The dossier of a view.
    ///
    /// Merged entities stand there once, and their facts have the key of the canonical one; the keys and
    /// names of the others are in [`merges`](Self::merges).
    ///
    /// A fact that one of the view is about comes along, even if the view does not show it; what became of it then stands
    /// beside it, in [`retractions`](Self::retractions) or [`resolutions`](Self::resolutions), with the fact that resolves it.
    #[must_use]
    pub fn of(view: &View<'_>) -> Self {
        let selection = Selection::of(view);
        Self {
            vocabulary: used(&selection),
            sources: selection.sources().map(|source| source.to_source()).collect(),
            entities: selection.entities().filter_map(|node| node.to_entity()).collect(),
            facts: selection.facts().map(|fact| selection.plain(fact)).collect(),
            retractions: selection.retractions().collect(),
            resolutions: selection.resolutions().collect(),
            merges: merges::merged(&selection),
            kept_apart: merges::kept_apart(&selection),
        }
    }

    /// The edits that make the dossier in an empty graph with the same vocabulary; `#3` in them is the fact at place 3 of the
    /// dossier. An [`Import`](crate::io::Import) applies them to a graph that is not empty.
    pub fn edits(&self) -> impl Iterator<Item = Edit> + '_ {
        self.records().map(|(_, _, edit)| edit)
    }

    /// The edits, each with the list of the dossier that it is from and its place in that.
    pub(crate) fn records(&self) -> impl Iterator<Item = (&'static str, usize, Edit)> + '_ {
        fn of<'a, T: Clone>(
            name: &'static str,
            list: &'a [T],
            edit: impl Fn(T) -> Edit + 'a,
        ) -> impl Iterator<Item = (&'static str, usize, Edit)> + 'a {
            list.iter().cloned().enumerate().map(move |(place, item)| (name, place, edit(item)))
        }
        of("sources", &self.sources, Edit::AddSource)
            .chain(of("entities", &self.entities, Edit::AddEntity))
            .chain(of("merges", &self.merges, MergedEntity::add))
            .chain(of("facts", &self.facts, Edit::Assert))
            .chain(of("retractions", &self.retractions, Retraction::edit))
            .chain(of("resolutions", &self.resolutions, ResolvedFact::edit))
            .chain(of("merges", &self.merges, MergedEntity::merge))
            .chain(of("kept_apart", &self.kept_apart, KeptApart::edit))
    }

    /// A new graph with the dossier in it, recorded in one transaction.
    ///
    /// What the dossier's vocabulary declares and the schema lacks is added to the schema; what both declare must be the
    /// same. With the schema of a [`vocabulary!`](crate::vocabulary) its typed items work on the graph; with
    /// [`Schema::new`] the dossier stands on its own.
    ///
    /// # Errors
    /// Whatever is wrong with the dossier, with its place, such as `facts[3].subject`.
    pub fn to_graph(&self, schema: Schema) -> Result<KnowledgeGraph, Error> {
        let mut schema = schema;
        schema.declare(self.vocabulary.clone()).map_err(|e| e.at("vocabulary"))?;
        let mut kg = KnowledgeGraph::new(schema);
        self.add_to(&mut kg)?;
        Ok(kg)
    }

    /// Adds the dossier to a graph, whose schema must have what it uses. All of it, or on an error nothing.
    ///
    /// # Errors
    /// Whatever is wrong with the dossier or clashes with the graph, with its place.
    pub fn add_to(&self, kg: &mut KnowledgeGraph) -> Result<(), Error> {
        kg.atomically(|kg| {
            let first = kg.fact_count();
            let named = |kg: &KnowledgeGraph, name: &str| place(kg, name, first);
            kg.bulk(|bulk| self.add_statements(bulk))?;
            for (n, Retraction { fact, why }) in self.retractions.iter().enumerate() {
                let done = named(kg, fact).map_err(|e| e.at("fact")).and_then(|fact| kg.retract(fact, why));
                done.map_err(|e| e.at(format!("retractions[{n}]")))?;
            }
            for (n, ResolvedFact { fact, resolution, by }) in self.resolutions.iter().enumerate() {
                let done = named(kg, fact).map_err(|e| e.at("fact"));
                let by = named(kg, by).map_err(|e| e.at("by"));
                let done = done.and_then(|fact| kg.resolve(fact, *resolution, by?));
                done.map_err(|e| e.at(format!("resolutions[{n}]")))?;
            }
            for (n, MergedEntity { entity, into, why }) in self.merges.iter().enumerate() {
                kg.merge(&entity.key, into, why).map_err(|e| e.at(format!("merges[{n}]")))?;
            }
            for (n, KeptApart { entity, from, why }) in self.kept_apart.iter().enumerate() {
                kg.keep_apart(entity, from, why).map_err(|e| e.at(format!("kept_apart[{n}]")))?;
            }
            Ok(())
        })
    }
}

impl Dossier {
    /// Adds sources, entities and facts, without what became of them.
    fn add_statements(&self, bulk: &mut Bulk<'_>) -> Result<(), Error> {
        for (n, source) in self.sources.iter().enumerate() {
            bulk.add_source(source.clone()).map_err(|e| e.at(format!("sources[{n}]")))?;
        }
        for (n, entity) in self.entities.iter().enumerate() {
            bulk.add_entity(entity).map_err(|e| e.at(format!("entities[{n}]")))?;
        }
        for (n, MergedEntity { entity, .. }) in self.merges.iter().enumerate() {
            bulk.add_entity(entity).map_err(|e| e.at(format!("merges[{n}].entity")))?;
        }
        let first = bulk.fact_count();
        for (n, fact) in self.facts.iter().enumerate() {
            let done = numbered(fact, first, bulk.fact_count()).and_then(|fact| bulk.add_fact(&fact));
            done.map_err(|e| e.at(format!("facts[{n}]")))?;
        }
        Ok(())
    }
}

/// A fact of a dossier that names others by their numbers in the graph.
fn numbered(fact: &Fact, first: usize, facts: usize) -> Result<Cow<'_, Fact>, Error> {
    if !fact.nodes().any(|node| matches!(node, Node::Fact(_))) {
        return Ok(Cow::Borrowed(fact));
    }
    let mut fact = fact.clone();
    fact.rename_facts(|name| {
        if name.starts_with('#') {
            *name = format!("#{}", shifted(name, first, facts)?.index());
        }
        Ok(())
    })?;
    Ok(Cow::Owned(fact))
}

/// `#3` in a dossier as the number of a fact in the graph, of which the dossier's first is `first`.
fn shifted(name: &str, first: usize, facts: usize) -> Result<FactId, Error> {
    let place = name.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
    let number = place.and_then(|place| place.checked_add(first)).filter(|number| *number < facts);
    number.and_then(|number| u32::try_from(number).ok()).map(FactId::new).ok_or_else(|| {
        let why = format!(
            "`{}` is not a fact before this one; expected a key, or `#` and a place below {}",
            as_found(name),
            facts - first
        );
        Error::new(ErrorKind::UnknownFact, why)
    })
}

fn place(kg: &KnowledgeGraph, name: &str, first: usize) -> Result<FactId, Error> {
    if name.starts_with('#') { shifted(name, first, kg.fact_count()) } else { kg.fact(name) }
}
