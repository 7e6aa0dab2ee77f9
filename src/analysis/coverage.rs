//! How many records of a view state what they could state, counted by relation and by kind.

use std::{collections::BTreeMap, fmt};

use fixedbitset::FixedBitSet;

use super::Stated;
use crate::{
    error::{Error, ErrorKind, shown::Shown},
    model::{RelationId, RoleId, Stance},
    schema::{
        KindTerm, Range, RelationTerm, Shape,
        gaps::{END, START},
    },
    time::When,
    view::{FactRef, NodeRef, View},
};

/// How many facts of each relation, and entities of each kind, state what they could state.
///
/// For each relation, this counts how many of its facts state each role, and how many have a *source* that supports
/// them. If its facts happen, it counts how many state the *time*; if they hold, how many state the *start* and the
/// *end*. For each kind, it counts how many of its entities have a fact of a relation. It takes each relation in which
/// some entity of the kind is the subject, and, under its inverse name, each in which some entity is the object.
/// [`View::coverage_of`] counts any other pair of kind and relation. Aliases and identifiers are not counted.
///
/// ```
/// use chancery::{KnowledgeGraph, fact};
/// use chancery::diplomacy::{self, HeadOfState, Person, State};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (marsk, norvia) = (kg.add(Person, "Elin Marsk")?, kg.add(State, "Norvia")?);
/// kg.add(Person, "Ivo Brandt")?;
/// kg.assert(fact(marsk, HeadOfState, norvia).since("2029"))?;
///
/// let coverage = kg.view().coverage();
/// assert_eq!(coverage.to_string(), "\
/// head-of-state-of: end not stated: 1 of 1
/// head-of-state-of: source not stated: 1 of 1
/// person: head-of-state-of not stated: 1 of 2
/// ");
/// let born = kg.view().coverage_of(Person, "born")?;
/// assert_eq!(born.to_string(), "person: born not stated: 2 of 2");
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    rows: Vec<Covered>,
}

/// One thing that records can state, and how many of them do.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The records that are counted.
    pub of: CoveredBy,
    /// What they can state: `time`, `start`, `end`, `source`, a role, or a relation by its name or inverse name.
    pub what: String,
    /// How many records there are.
    pub records: usize,
    /// How many records state it.
    pub stated: usize,
    /// For how many records it is known that there is none.
    pub known_none: usize,
    /// For how many records it is known that there is one, but not which.
    pub some_unknown: usize,
}

/// The records that a count is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoveredBy {
    /// The facts of a relation, by its name.
    Relation(String),
    /// The entities of a kind, by its name: in [`Coverage`] those of exactly this kind, as kinds under it have counts
    /// of their own; in [`coverage_of`](View::coverage_of) also those of kinds under it.
    Kind(String),
}

/// What a fact can state.
#[derive(Clone, Copy, Debug)]
enum Part {
    Time,
    Start,
    End,
    Role(RoleId),
    Source,
}

impl fmt::Display for CoveredBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relation(name) | Self::Kind(name) => Shown(name).fmt(f),
        }
    }
}

impl Covered {
    fn new(of: CoveredBy, what: &str) -> Self {
        Self { of, what: what.to_owned(), records: 0, stated: 0, known_none: 0, some_unknown: 0 }
    }

    fn count<T>(&mut self, stated: &Stated<'_, T>) {
        self.records += 1;
        match stated {
            Stated::Value(_) => self.stated += 1,
            Stated::KnownNone(_) => self.known_none += 1,
            Stated::SomeUnknown(_) => self.some_unknown += 1,
            Stated::NotStated => {}
        }
    }

    /// How many records say nothing about it.
    #[must_use]
    pub const fn not_stated(&self) -> usize {
        self.records - self.stated - self.known_none - self.some_unknown
    }
}

/// Prints as `ambassador-of: end not stated: 3 of 3`, followed by how many are known to have none, and how many have
/// one that is unknown.
impl fmt::Display for Covered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} not stated: {} of {}", self.of, Shown(&self.what), self.not_stated(), self.records)?;
        for (count, what) in [(self.known_none, "none"), (self.some_unknown, "some, unknown")] {
            if count > 0 {
                write!(f, "; {what}: {count}")?;
            }
        }
        Ok(())
    }
}

impl Coverage {
    /// All counts: relations in the order of their declaration, then kinds.
    #[must_use]
    pub fn rows(&self) -> &[Covered] {
        &self.rows
    }

    /// The counts with at least one record that does not state it.
    pub fn gaps(&self) -> impl Iterator<Item = &Covered> {
        self.rows.iter().filter(|row| row.not_stated() > 0)
    }
}

/// A line for each gap.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.gaps().try_for_each(|row| writeln!(f, "{row}"))
    }
}

impl View<'_> {
    /// How many facts and entities of this view state what they could state, by relation and kind.
    ///
    /// Takes time proportional to the number of facts, plus the number of entities times the number of relations in
    /// use.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let schema = self.graph().schema();
        let mut by_relation: BTreeMap<RelationId, Vec<(Part, Covered)>> = BTreeMap::new();
        // Of each relation, the nodes that stand at its subject's end, and at its object's.
        let mut ends: BTreeMap<RelationId, [FixedBitSet; 2]> = BTreeMap::new();
        for fact in self.all_facts().filter(|fact| !schema.is_base(fact.relation())) {
            let rows = by_relation.entry(fact.relation()).or_insert_with(|| self.rows_of(fact.relation()));
            self.count_fact(&fact, rows);
            let [subjects, objects] = ends.entry(fact.relation()).or_default();
            let (subject, object) = fact.ends();
            subjects.grow_and_insert(subject as usize);
            objects.grow_and_insert(object as usize);
            if schema.relation_def(fact.relation()).symmetric {
                subjects.grow_and_insert(object as usize);
            }
        }
        let mut rows: Vec<_> = by_relation.into_values().flatten().map(|(_, row)| row).collect();
        rows.extend(self.rows_of_kinds(&ends));
        Coverage { rows }
    }

    /// How many entities of a kind, or of kinds under it, have a fact of a relation in this view. Also counts for how
    /// many it is known that there is none, or that there is one but not which. With an inverse name, the entities are
    /// the objects of the facts.
    ///
    /// # Errors
    /// [`UnknownKind`](ErrorKind::UnknownKind) and [`UnknownRelation`](ErrorKind::UnknownRelation) if the schema does
    /// not have them, [`InvalidQuery`](ErrorKind::InvalidQuery) if the relation has a date in its name.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a kind or relation is given as it is written: a type, a text, a handle"
    )]
    pub fn coverage_of(&self, kind: impl KindTerm, relation: impl RelationTerm) -> Result<Covered, Error> {
        let schema = self.graph().schema();
        let Range::Kind(kind) = kind.range_in(schema)? else {
            let why = format!("`{}` is not a kind of entity", kind.kind_name());
            return Err(Error::new(ErrorKind::UnknownKind, why));
        };
        let relation = relation.find(schema)?;
        schema.check_undated(&[relation])?;
        let name = schema.gap_name(relation.id(), relation.is_inverse()).unwrap_or_default();
        let mut row = Covered::new(CoveredBy::Kind(schema.kind_def(kind).name.clone()), name);
        for node in self.entities().filter(|node| node.kind().is_some_and(|own| schema.is_a(own, kind))) {
            let has_one = self.facts(relation).from(node.id()).first()?.is_some();
            let stated = if has_one { Stated::Value(()) } else { self.gap_at(node.id().index(), name) };
            row.count(&stated);
        }
        Ok(row)
    }

    fn rows_of(&self, relation: RelationId) -> Vec<(Part, Covered)> {
        let schema = self.graph().schema();
        let def = schema.relation_def(relation);
        let times: &[_] = match def.shape {
            Shape::Holds => &[(Part::Start, START), (Part::End, END)],
            Shape::Happens | Shape::Either => &[(Part::Time, "time")],
        };
        let roles = def.roles.iter().filter_map(|role| Some((Part::Role(schema.role(&role.role).ok()?), &*role.role)));
        let parts = times.iter().copied().chain(roles).chain([(Part::Source, "source")]);
        parts.map(|(part, what)| (part, Covered::new(CoveredBy::Relation(def.name.clone()), what))).collect()
    }

    fn count_fact(&self, fact: &FactRef<'_>, rows: &mut [(Part, Covered)]) {
        for (part, row) in rows {
            let stated = |stated: bool| if stated { Stated::Value(()) } else { self.gap_of(fact.id(), &row.what) };
            let stated = match *part {
                Part::Time => stated(fact.when() != When::UNSTATED),
                Part::Start => self.stated_bound(fact.id(), fact.when().start(), START).map(drop),
                Part::End => self.stated_bound(fact.id(), fact.when().end(), END).map(drop),
                Part::Source => {
                    let supported = fact.claims().any(|claim| claim.stance() == Stance::Supports);
                    if supported { Stated::Value(()) } else { Stated::NotStated }
                }
                Part::Role(role) => stated(fact.players().any(|(played, _)| played == role)),
            };
            row.count(&stated);
        }
    }

    fn rows_of_kinds(&self, ends: &BTreeMap<RelationId, [FixedBitSet; 2]>) -> Vec<Covered> {
        let schema = self.graph().schema();
        let mut of_kind: BTreeMap<_, Vec<NodeRef<'_>>> = BTreeMap::new();
        for node in self.entities() {
            if let Some(kind) = node.kind() {
                of_kind.entry(kind).or_default().push(node);
            }
        }
        let mut rows = Vec::new();
        for (kind, nodes) in of_kind {
            for (relation, [subjects, objects]) in ends {
                let def = schema.relation_def(*relation);
                for (side, name) in [(subjects, Some(&def.name)), (objects, def.inverse.as_ref())] {
                    let Some(name) = name else { continue };
                    let has_one = |node: &NodeRef<'_>| side.contains(node.id().index() as usize);
                    if !nodes.iter().any(has_one) {
                        continue;
                    }
                    let mut row = Covered::new(CoveredBy::Kind(schema.kind_def(kind).name.clone()), name);
                    for node in &nodes {
                        let stated =
                            if has_one(node) { Stated::Value(()) } else { self.gap_at(node.id().index(), name) };
                        row.count(&stated);
                    }
                    rows.push(row);
                }
            }
        }
        rows
    }
}
