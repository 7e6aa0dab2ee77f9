//! Entities that share a name or an identifier.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::ControlFlow,
};

use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::{KindId, Modality, Value, fold},
    schema::{RelationTerm, base},
    view::NodeRef,
};

const NAME: Code = Code::new("name-clash", Severity::Warning, "two entities that could be one have the same name");
const IDENTIFIER: Code =
    Code::new("shared-identifier", Severity::Warning, "two entities have the same identifier in a scheme");

/// Two entities whose kinds do not exclude it may be one if they go by the same name, whatever its case, diacritics and
/// blanks: then they are to be merged, or kept apart. Entities that are kept apart, or have different identifiers in one
/// scheme, are not one. An identifier is of one entity.
pub(super) struct Namesakes;

impl Rule for Namesakes {
    fn codes(&self) -> &[Code] {
        &[NAME, IDENTIFIER]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let kg = audit.graph();
        let entities: Vec<NodeRef<'_>> = audit.view().entities().collect();
        let shown: BTreeSet<u32> = entities.iter().map(|node| node.id().index()).collect();
        let identifiers = identifiers(audit, &shown);
        let mut apart: BTreeSet<(u32, u32)> = BTreeSet::new();
        for pair in kg.kept_apart() {
            let stands = |node: NodeRef<'_>| kg.canonical(node.id()).index();
            let (one, other) = (stands(pair.entity()), stands(pair.other()));
            apart.insert((one.min(other), one.max(other)));
        }
        let mut found: Vec<(u32, Finding)> = Vec::new();
        for (text, nodes) in names(audit, &entities, &shown) {
            // Each entity is reported with only one other, so that a name of many entities is not reported for every
            // pair.
            for (at, &node) in nodes.iter().enumerate().skip(1) {
                let may_be = |other: &&u32| {
                    **other != node
                        && comparable(audit, **other, node)
                        && !apart.contains(&((**other).min(node), (**other).max(node)))
                        && !differ(&identifiers, **other, node)
                };
                let first = nodes.iter().take(at).find(may_be);
                if let Some((first, node_ref)) = first.map(|first| (NodeRef::new(kg, *first), NodeRef::new(kg, node))) {
                    let key = first.key().unwrap_or_default();
                    let why = format!("has the name \"{text}\", as `{key}` does; merge them or keep them apart");
                    found.push((node, Finding::new(NAME, FoundIn::entity(&node_ref), why)));
                }
            }
        }
        let mut owners: HashMap<(&str, &str), u32> = HashMap::new();
        for (node, codes) in &identifiers {
            for (scheme, code) in codes {
                let first = *owners.entry((scheme, code)).or_insert(*node);
                if first != *node {
                    let key = NodeRef::new(kg, first).key().unwrap_or_default();
                    let why = format!("has the identifier \"{code}\" in {scheme}, which is that of `{key}`");
                    found.push((*node, Finding::new(IDENTIFIER, FoundIn::entity(&NodeRef::new(kg, *node)), why)));
                }
            }
        }
        found.sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| a.sentence().cmp(b.sentence())));
        found.into_iter().try_for_each(|(_, finding)| report(finding))
    }
}

/// Each name of more than one entity, as it was first written, with all these entities in the order of recording.
fn names(audit: &Context<'_>, entities: &[NodeRef<'_>], shown: &BTreeSet<u32>) -> Vec<(String, Vec<u32>)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut names: Vec<(String, Vec<u32>)> = Vec::new();
    let mut add = |text: &str, node: u32| {
        let at = *places.entry(fold(text)).or_insert_with(|| {
            names.push((text.to_owned(), Vec::new()));
            names.len() - 1
        });
        if let Some((_, nodes)) = names.get_mut(at) {
            nodes.push(node);
        }
    };
    for node in entities {
        add(node.name().unwrap_or_default(), node.id().index());
    }
    for fact in audit.view().facts(base::AlsoKnownAs).found().filter(|fact| fact.modality() == Modality::Actual) {
        if let (Some(Value::Text(text)), subject) = (fact.object_node().value(), fact.ends().0)
            && shown.contains(&subject)
        {
            add(text, subject);
        }
    }
    for (_, nodes) in &mut names {
        nodes.sort_unstable();
        nodes.dedup();
    }
    names.retain(|(_, nodes)| nodes.len() > 1);
    names
}

/// The identifiers of each entity, as scheme and code.
fn identifiers<'g>(audit: &Context<'g>, shown: &BTreeSet<u32>) -> BTreeMap<u32, BTreeSet<(&'g str, &'g str)>> {
    let schema = audit.graph().schema();
    let by = schema.role("scheme").ok();
    let mut found: BTreeMap<u32, BTreeSet<(&str, &str)>> = BTreeMap::new();
    if base::IdentifiedBy.find(schema).is_err() {
        return found;
    }
    for fact in audit.view().facts(base::IdentifiedBy).found().filter(|fact| fact.modality() == Modality::Actual) {
        let player = fact.players().find(|(role, _)| Some(*role) == by).and_then(|(_, node)| node.value());
        if let (Some(Value::Text(scheme)), Some(Value::Text(code)), subject) =
            (player, fact.object_node().value(), fact.ends().0)
            && shown.contains(&subject)
        {
            found.entry(subject).or_default().insert((scheme, code));
        }
    }
    found
}

/// Whether one of the two could be the other: the kind of one is that of the other, or under it.
fn comparable(audit: &Context<'_>, one: u32, other: u32) -> bool {
    let (kg, schema) = (audit.graph(), audit.graph().schema());
    let kind = |node: u32| NodeRef::new(kg, node).kind();
    let under = |(one, other): (KindId, KindId)| schema.is_a(one, other) || schema.is_a(other, one);
    kind(one).zip(kind(other)).is_some_and(under)
}

/// Whether two have identifiers in one scheme of which none agrees.
fn differ(identifiers: &BTreeMap<u32, BTreeSet<(&str, &str)>>, one: u32, other: u32) -> bool {
    let (Some(one), Some(other)) = (identifiers.get(&one), identifiers.get(&other)) else { return false };
    one.iter().any(|(scheme, _)| {
        let of = |codes: &BTreeSet<(&str, &str)>| -> BTreeSet<String> {
            codes.iter().filter(|(own, _)| own == scheme).map(|(_, code)| (*code).to_owned()).collect()
        };
        let (own, others) = (of(one), of(other));
        !others.is_empty() && own.is_disjoint(&others)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn one_name_is_of_one_or_of_two_that_are_kept_apart() {
        let clash = |text: &str| found(text, "name-clash");
        assert_eq!(
            clash("entity person u \"TOM  Lind\"\nentity person v \"Tóm Lind\""),
            ["warning [name-clash] entity v: has the name \"TOM  Lind\", as `u` does; merge them or keep them apart"]
        );
        assert_eq!(clash("entity person u \"Tom Lind\" also \"T. L.\"\nentity person v \"T. L.\"").len(), 1);
        assert_eq!(clash("entity person u \"Tom\" also \"tom\""), [] as [&str; 0], "one entity may be named twice");
        assert_eq!(clash("entity topic u \"Textiles\"\nentity sector v \"Textiles\"").len(), 1, "a sector is a topic");
        assert_eq!(clash("entity state u \"Georgia\"\nentity region v \"Georgia\""), [] as [&str; 0]);
        let codes = |one: &str, other: &str| {
            format!("entity person u \"Tom\" id wikidata \"{one}\"\nentity person v \"Tom\" id wikidata \"{other}\"")
        };
        assert_eq!(clash(&codes("Q1", "Q2")), [] as [&str; 0]);
        assert_eq!(clash(&codes("Q1", "Q1")).len(), 1);
        assert_eq!(
            found(&codes("Q1", "Q1"), "shared-identifier"),
            ["warning [shared-identifier] entity v: has the identifier \"Q1\" in wikidata, which is that of `u`"]
        );
        assert_eq!(found(&codes("Q1", "Q2"), "shared-identifier"), [] as [&str; 0]);
        assert_eq!(clash("entity person u \"T\"\nentity person v \"T\"\nentity person w \"T\"").len(), 2);
    }

    #[test]
    fn decided_pairs_are_not_reported() {
        let mut kg = crate::graph::KnowledgeGraph::new(crate::diplomacy::schema());
        for key in ["q", "r"] {
            kg.add("person", crate::graph::entity("Tom").key(key)).unwrap();
        }
        let audit = crate::audit::Audit::empty().with(super::Namesakes);
        assert_eq!(audit.all(&kg.view()).len(), 1);
        kg.keep_apart("q", "r", "namesakes").unwrap();
        assert!(audit.all(&kg.view()).is_empty());
        kg.allow_merge("q", "r", "").unwrap();
        kg.merge("r", "q", "one after all").unwrap();
        assert!(audit.all(&kg.view()).is_empty());
    }
}
