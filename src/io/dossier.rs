//! Dossiers: the facts of a view, in plain values.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use serde::{Deserialize, Serialize, de::IgnoredAny};

use super::vocabulary::used;
use crate::{
    error::{Error, ErrorKind},
    graph::KnowledgeGraph,
    model::{Entity, Fact, FactId, FactName, Node, Outcome, Source},
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
/// use chancery::io::Dossier;
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dossier {
    /// The kinds, relations and roles that the rest uses.
    pub vocabulary: SchemaDef,
    /// The sources that a fact of the dossier cites, those that no fact of the graph cites, and those that these derive from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The entities of the view, and those that its facts mention.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// The facts of the view, and those that they are about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Which of the facts have been taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retractions: Vec<Retraction>,
    /// Which of the facts another settles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolutions: Vec<Resolution>,
    #[serde(default, skip_serializing, rename = "chancery")]
    _format: IgnoredAny,
    #[serde(default, skip_serializing, rename = "version")]
    _version: IgnoredAny,
}

/// A fact that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retraction {
    /// The fact: its key, or its place as `#3`.
    pub fact: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A fact that another settles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// The earlier fact: its key, or its place as `#3`.
    pub fact: String,
    /// How it was settled.
    pub outcome: Outcome,
    /// The later fact. None where the dossier does not have it.
    pub by: String,
}

impl Dossier {
    /// The dossier of a view.
    ///
    /// A fact that one of the view is about comes along, even if the view does not show it; what became of it then stands
    /// beside it, in [`retractions`](Self::retractions) or [`resolutions`](Self::resolutions), with the fact that settles it.
    #[must_use]
    pub fn of(view: &View<'_>) -> Self {
        let kg = view.graph();
        let facts = told(view);
        let places: BTreeMap<FactId, usize> = facts.iter().enumerate().map(|(place, fact)| (*fact, place)).collect();
        let name = |fact: FactId| {
            let own = kg.fact_name(fact);
            places.get(&fact).filter(|_| own.fact.starts_with('#')).map_or(own.fact, |place| format!("#{place}"))
        };
        let mut dossier = Self { vocabulary: SchemaDef::default(), ..Self::default() };
        let mut nodes: FixedBitSet = view.entities().map(|node| node.id().index() as usize).collect();
        let mut cited = cited_nowhere(view);
        for fact in &facts {
            let Some(read) = kg.read_fact(*fact) else { continue };
            let known = view.as_seen(*fact);
            let mut plain = known.to_fact();
            for node in [&mut plain.subject, &mut plain.object].into_iter().chain(plain.roles.values_mut()) {
                if let Node::Fact(FactName { fact }) = node
                    && let Ok(id) = kg.fact_named(fact)
                {
                    *fact = name(id);
                }
            }
            dossier.facts.push(plain);
            nodes.extend(read.participants().filter(|n| n.kind().is_some()).map(|n| n.id().index() as usize));
            for claim in known.claims() {
                nodes.extend(claim.said_by().map(|speaker| speaker.id().index() as usize));
                cited.insert(claim.source().id().index() as usize);
            }
            if let Some(why) = view.retraction(*fact) {
                dossier.retractions.push(Retraction { fact: name(*fact), why: why.to_owned() });
            }
            if let Some((outcome, by)) = view.resolution(*fact) {
                dossier.resolutions.push(Resolution { fact: name(*fact), outcome, by: name(by) });
            }
        }
        // A source derives from an earlier one.
        for source in view.all_sources().rev() {
            if let (true, Some(base)) = (cited.contains(source.id().index() as usize), source.derives_from()) {
                cited.insert(base.id().index() as usize);
            }
        }
        dossier.sources = view
            .all_sources()
            .filter(|source| cited.contains(source.id().index() as usize))
            .map(|s| s.to_source())
            .collect();
        let entity =
            |n: usize| kg.node(crate::model::Id::<crate::model::Any>::new(u32::try_from(n).ok()?))?.to_entity();
        dossier.entities = nodes.ones().filter_map(entity).collect();
        dossier.vocabulary = used(kg.schema(), &dossier.entities, facts.iter().filter_map(|fact| kg.read_fact(*fact)));
        dossier
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
        kg.transaction(|kg| {
            for (n, source) in self.sources.iter().enumerate() {
                kg.add_source(source.clone()).map_err(|e| e.at(format!("sources[{n}]")))?;
            }
            for (n, entity) in self.entities.iter().enumerate() {
                kg.add_entity(entity).map_err(|e| e.at(format!("entities[{n}]")))?;
            }
            let first = kg.fact_count();
            let named = |kg: &KnowledgeGraph, name: &str| place(kg, name, first);
            for (n, fact) in self.facts.iter().enumerate() {
                let facts = kg.fact_count();
                let done = kg.assert_fact(fact, &|name| shifted(name, first, facts));
                done.map_err(|e| e.at(format!("facts[{n}]")))?;
            }
            for (n, Retraction { fact, why }) in self.retractions.iter().enumerate() {
                let done = named(kg, fact).map_err(|e| e.at("fact")).and_then(|fact| kg.retract(fact, why));
                done.map_err(|e| e.at(format!("retractions[{n}]")))?;
            }
            for (n, Resolution { fact, outcome, by }) in self.resolutions.iter().enumerate() {
                let done = named(kg, fact).map_err(|e| e.at("fact"));
                let by = named(kg, by).map_err(|e| e.at("by"));
                let done = done.and_then(|fact| kg.resolve(fact, *outcome, by?));
                done.map_err(|e| e.at(format!("resolutions[{n}]")))?;
            }
            Ok(())
        })
    }
}

/// The facts of a view in the order of recording, with those that they are about and those that settle these.
fn told(view: &View<'_>) -> Vec<FactId> {
    let kg = view.graph();
    let mut set = FixedBitSet::with_capacity(kg.fact_count());
    let mut open: Vec<FactId> = view.all_facts().map(|fact| fact.id()).collect();
    while let Some(fact) = open.pop() {
        if !set.put(fact.index() as usize) {
            let about =
                kg.read_fact(fact).into_iter().flat_map(|fact| fact.participants().filter_map(|node| node.fact()));
            open.extend(about.chain(view.resolution(fact).map(|(_, by)| by)));
        }
    }
    set.ones().filter_map(|n| u32::try_from(n).ok()).map(FactId::new).collect()
}

/// The sources that no claim cites, but for those that fall with a source that the view leaves out.
fn cited_nowhere(view: &View<'_>) -> FixedBitSet {
    let kg = view.graph();
    let mut uncited = FixedBitSet::with_capacity(kg.source_count());
    uncited.insert_range(..);
    for claim in kg.claims().filter(|claim| !view.falls(claim.fact())) {
        uncited.remove(claim.source().id().index() as usize);
    }
    uncited
}

/// `#3` in a dossier as the number of a fact in the graph, of which the dossier's first is `first`.
fn shifted(name: &str, first: usize, facts: usize) -> Result<FactId, Error> {
    let place = name.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
    let number = place.and_then(|place| place.checked_add(first)).filter(|number| *number < facts);
    number.and_then(|number| u32::try_from(number).ok()).map(FactId::new).ok_or_else(|| {
        let why = format!(
            "`{}` is no fact before this one; expected a key, or `#` and a place below {}",
            name.escape_debug(),
            facts - first
        );
        Error::new(ErrorKind::UnknownFact, why)
    })
}

fn place(kg: &KnowledgeGraph, name: &str, first: usize) -> Result<FactId, Error> {
    if name.starts_with('#') { shifted(name, first, kg.fact_count()) } else { kg.fact(name) }
}
