//! Three-way merge of dossiers: joins the changes that two people made to one dossier.

mod claims;
mod facts;
mod matching;
mod names;
mod order;
mod said;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use self::{facts::Facts, names::Names};
use crate::{
    dossier::{Dossier, ResolvedFact, Retraction},
    model::{Entity, Fact, Source},
    schema::SchemaDef,
};

/// The result of a merge: the dossier, and the conflicts.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "the conflicts are part of the result"]
pub struct MergedDossier {
    /// The changes of both versions. Where they conflict, it has ours. It keeps what one version removed and the other
    /// needs. If a key names things of different kinds in the two versions, facts about it may not fit the schema.
    pub dossier: Dossier,
    /// The conflicts between the two versions.
    pub conflicts: Vec<Conflict>,
}

/// Two changes that exclude each other. A version is `None` if it does not have the item.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub enum Conflict {
    /// A kind, relation or role that both versions declare, in different ways.
    Vocabulary {
        /// Its name.
        name: String,
    },
    /// A source that both versions changed in different ways.
    Source {
        /// The common original.
        base: Option<Source>,
        /// Our version.
        ours: Option<Source>,
        /// Their version.
        theirs: Option<Source>,
    },
    /// An entity that both versions changed in different ways.
    Entity {
        /// The common original.
        base: Option<Entity>,
        /// Our version.
        ours: Option<Entity>,
        /// Their version.
        theirs: Option<Entity>,
    },
    /// A fact that both versions changed in different ways, or that one changed and the other removed.
    Fact {
        /// The common original.
        base: Option<Fact>,
        /// Our version.
        ours: Option<Fact>,
        /// Their version.
        theirs: Option<Fact>,
    },
    /// An entity on whose merge the versions disagree: they merged it into different entities, or one keeps the two
    /// apart.
    Merged {
        /// The key of the entity.
        entity: String,
        /// The key of the entity that it was merged into in our version.
        ours: Option<String>,
        /// The key of the entity that it was merged into in their version.
        theirs: Option<String>,
    },
    /// A decision to merge two entities or to keep them apart, for which both versions gave different reasons, or which
    /// one took back while the other changed its reason.
    Reason {
        /// The key of the entity that was merged, or of one of the two that are kept apart.
        entity: String,
        /// The key of the other entity.
        other: String,
        /// The reason in our version.
        ours: Option<String>,
        /// The reason in their version.
        theirs: Option<String>,
    },
    /// A fact that the two versions retracted or resolved in different ways.
    Resolved {
        /// The fact, by its key or its place in the result.
        fact: String,
        /// Why our version retracted it, or what resolved it.
        ours: Option<String>,
        /// Why their version retracted it, or what resolved it.
        theirs: Option<String>,
    },
    /// Something that one version removed and the other needs. It is kept.
    Needed {
        /// A source, an entity or a fact, by its key or by what it says.
        what: String,
    },
}

/// Both changed one thing in different ways.
#[derive(Clone, Copy, Debug)]
struct AtOdds;

/// What follows from three versions of one thing: the one change, or the same of both.
fn three<T: PartialEq + Clone>(base: Option<&T>, ours: Option<&T>, theirs: Option<&T>) -> Result<Option<T>, AtOdds> {
    if ours == theirs || theirs == base {
        Ok(ours.cloned())
    } else if ours == base {
        Ok(theirs.cloned())
    } else {
        Err(AtOdds)
    }
}

/// Merges two versions of a dossier that both come from a third. A change in either version is taken over. If both
/// changed the same thing in different ways, that is a conflict.
///
/// Sources and entities are the same if they have the same key, facts if they have the same key or say the same. If
/// either version merged an entity into another, the two are one in all three dossiers. A fact changes as a whole,
/// because our date with their modality would be a fact that neither version states. Only its claims are added and
/// removed one by one. If one version removed what the facts of the other need, it is kept and reported as a conflict.
///
/// A fact without a key that says something else now is found by its relation and its ends: if a version lacks a fact
/// of the base and has a new one with these, it changed that fact. Of several, those with the same role players come
/// first, and of these the nearest in time. As this is a guess, claims are not joined by it: if one version changed
/// such a fact, and the other changed it in another way, removed it, or changed its claims or its key, that is a
/// conflict. The same change in both versions is one change.
///
/// The result has our order, followed by what only their version has, but each source stands after the one that it
/// derives from, and each fact after those that it is about.
///
/// ```
/// use chancery::diff::merge_dossiers;
/// use chancery::{diplomacy, notation, dossier::Dossier, model::Modality};
///
/// let head = "source s\nentity person marsk \"Elin Marsk\"\nentity state caldera \"Caldera\"\n";
/// let read = |text: &str| {
///     notation::read(&format!("{head}{text}"), diplomacy::schema()).map(|kg| Dossier::of(&kg.view().with_modalities(Modality::ALL)))
/// };
/// let base = read("marsk visits caldera on 2031-04 planned key visit @s")?;
/// let ours = read("marsk visits caldera on 2031-04-11 planned key visit @s")?;
/// let theirs = read("marsk visits caldera on 2031-04 planned key visit @s\nmarsk born 1970 @s")?;
///
/// let merged = merge_dossiers(&base, &ours, &theirs);
/// assert!(merged.conflicts.is_empty());
/// let lines: Vec<_> = merged.dossier.facts.iter().map(ToString::to_string).collect();
/// assert_eq!(lines, ["marsk visits caldera on 2031-04-11 planned key visit @s", "marsk born (date 1970) @s"]);
///
/// let cancelled = read("marsk visits caldera on 2031-04 cancelled key visit @s")?;
/// assert_eq!(merge_dossiers(&base, &ours, &cancelled).conflicts.len(), 1);
///
/// // Facts without a key are found by their ends.
/// let visit = |on: &str| read(&format!("marsk visits caldera on {on} planned @s"));
/// let merged = merge_dossiers(&visit("2031-04")?, &visit("2031-04-11")?, &visit("2031-04-12")?);
/// assert_eq!((merged.dossier.facts.len(), merged.conflicts.len()), (1, 1));
/// # Ok::<(), notation::Faults>(())
/// ```
pub fn merge_dossiers(base: &Dossier, ours: &Dossier, theirs: &Dossier) -> MergedDossier {
    let mut merged = MergedDossier::default();
    merged.dossier.vocabulary =
        vocabulary(&base.vocabulary, &ours.vocabulary, &theirs.vocabulary, &mut merged.conflicts);
    let names = Names::new([base, ours, theirs], &mut merged.conflicts);
    let versions = [base, ours, theirs].map(|version| names.rename(version));
    let [base, ours, theirs] = &versions;
    let mut facts = Facts::new([base, ours, theirs], &merged.dossier.vocabulary);
    facts.settle(&mut merged.conflicts);
    merged.dossier.sources = sources::merged([base, ours, theirs], facts.cited(), &mut merged.conflicts);
    let mut mentioned = facts.mentioned();
    mentioned.extend(names.merges.iter().map(|merged| merged.into.clone()));
    mentioned.extend(names.kept_apart.iter().flat_map(|apart| [apart.entity.clone(), apart.from.clone()]));
    entities(base, ours, theirs, &mentioned, &mut merged);
    merged.dossier.facts = facts.write();
    fates(base, ours, theirs, &facts, &mut merged);
    (merged.dossier.merges, merged.dossier.kept_apart) = (names.merges, names.kept_apart);
    merged
}

/// All items of both, each as one of them has it.
fn vocabulary(base: &SchemaDef, ours: &SchemaDef, theirs: &SchemaDef, conflicts: &mut Vec<Conflict>) -> SchemaDef {
    let mut merged = SchemaDef { open: ours.open || theirs.open, ..SchemaDef::default() };
    merged.kinds = items([&base.kinds, &ours.kinds, &theirs.kinds], |def| &def.name, conflicts);
    merged.roles = items([&base.roles, &ours.roles, &theirs.roles], |def| &def.name, conflicts);
    merged.relations = items([&base.relations, &ours.relations, &theirs.relations], |def| &def.name, conflicts);
    merged
}

fn items<T: PartialEq + Clone>(
    [base, ours, theirs]: [&Vec<T>; 3],
    name: fn(&T) -> &String,
    conflicts: &mut Vec<Conflict>,
) -> Vec<T> {
    let find = |list: &'_ [T], wanted: &T| list.iter().position(|item| name(item) == name(wanted));
    let mut merged = Vec::new();
    for item in ours {
        let other = find(theirs, item).and_then(|at| theirs.get(at)).unwrap_or(item);
        let before = find(base, item).and_then(|at| base.get(at));
        merged.extend(three(before, Some(item), Some(other)).unwrap_or_else(|AtOdds| {
            conflicts.push(Conflict::Vocabulary { name: name(item).clone() });
            Some(item.clone())
        }));
    }
    merged.extend(theirs.iter().filter(|item| find(ours, item).is_none()).cloned());
    merged
}

/// One entity of the three versions: its kind and its name are merged separately.
fn merged_entity(
    base: Option<&Entity>,
    ours: Option<&Entity>,
    theirs: Option<&Entity>,
) -> Result<Option<Entity>, AtOdds> {
    let (Some(own), Some(other)) = (ours, theirs) else { return three(base, ours, theirs) };
    let kind = three(base.map(|b| &b.kind), Some(&own.kind), Some(&other.kind))?;
    let name = three(base.map(|b| &b.name), Some(&own.name), Some(&other.name))?;
    Ok(kind.zip(name).map(|(kind, name)| Entity::new(own.key.as_str(), kind, name)))
}

fn entities(
    base: &Dossier,
    ours: &Dossier,
    theirs: &Dossier,
    mentioned: &BTreeSet<String>,
    merged: &mut MergedDossier,
) {
    let by_key = |dossier: &'_ Dossier| -> BTreeMap<String, Entity> {
        dossier.entities.iter().map(|entity| (entity.key.clone(), entity.clone())).collect()
    };
    let (was, own, other) = (by_key(base), by_key(ours), by_key(theirs));
    let order = ours.entities.iter().chain(theirs.entities.iter().filter(|entity| !own.contains_key(&entity.key)));
    for key in order.map(|entity| &entity.key) {
        let (base, ours, theirs) = (was.get(key), own.get(key), other.get(key));
        let version = merged_entity(base, ours, theirs);
        let version = version.unwrap_or_else(|AtOdds| {
            let (base, theirs) = (base.cloned(), theirs.cloned());
            merged.conflicts.push(Conflict::Entity { base, ours: ours.cloned(), theirs });
            ours.cloned()
        });
        match version {
            Some(entity) => merged.dossier.entities.push(entity),
            None if mentioned.contains(key) => {
                merged.conflicts.push(Conflict::Needed { what: format!("entity {key}") });
                merged.dossier.entities.extend(ours.or(theirs).cloned());
            }
            None => {}
        }
    }
}

/// Which facts were retracted, and which resolve others.
fn fates(base: &Dossier, ours: &Dossier, theirs: &Dossier, facts: &Facts<'_>, merged: &mut MergedDossier) {
    let all = [base, ours, theirs];
    let retractions: [BTreeMap<usize, String>; 3] = std::array::from_fn(|side| {
        let listed = all.get(side).into_iter().flat_map(|dossier| &dossier.retractions);
        listed.filter_map(|retraction| Some((facts.place(side, &retraction.fact)?, retraction.why.clone()))).collect()
    });
    let resolutions: [BTreeMap<usize, (usize, crate::model::Resolution)>; 3] = std::array::from_fn(|side| {
        let listed = all.get(side).into_iter().flat_map(|dossier| &dossier.resolutions);
        let read = |resolution: &ResolvedFact| {
            let by = facts.place(side, &resolution.by)?;
            Some((facts.place(side, &resolution.fact)?, (by, resolution.resolution)))
        };
        listed.filter_map(read).collect()
    });
    for place in 0..merged.dossier.facts.len() {
        let [was, own, other] = retractions.each_ref().map(|side| side.get(&place));
        match three(was, own, other) {
            Ok(Some(why)) => merged.dossier.retractions.push(Retraction { fact: facts.name(place), why }),
            Ok(None) => {}
            Err(AtOdds) => {
                let (ours, theirs) = (own.cloned(), other.cloned());
                merged.conflicts.push(Conflict::Resolved { fact: facts.name(place), ours: ours.clone(), theirs });
                let kept = ours.map(|why| Retraction { fact: facts.name(place), why });
                merged.dossier.retractions.extend(kept);
            }
        }
    }
    for place in 0..merged.dossier.facts.len() {
        let [was, own, other] = resolutions.each_ref().map(|side| side.get(&place));
        let shown = |side: Option<&(usize, crate::model::Resolution)>| {
            side.map(|(by, resolution)| format!("{} by {}", resolution.name(), facts.name(*by)))
        };
        let chosen = three(was, own, other);
        // Only a later fact resolves; theirs may stand before in our order.
        let late = |(by, _): &(usize, crate::model::Resolution)| *by > place;
        let conflict = chosen.map_or(true, |chosen| chosen.is_some_and(|chosen| !late(&chosen)));
        if conflict {
            let (ours, theirs) = (shown(own), shown(other));
            merged.conflicts.push(Conflict::Resolved { fact: facts.name(place), ours, theirs });
        }
        let kept = if conflict { own.copied() } else { chosen.ok().flatten() };
        merged.dossier.resolutions.extend(kept.filter(late).map(|(by, resolution)| ResolvedFact {
            fact: facts.name(place),
            resolution,
            by: facts.name(by),
        }));
    }
}
