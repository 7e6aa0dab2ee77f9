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
        let (kg, schema) = (audit.graph(), audit.graph().schema());
        let none = Codes::new();
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
            let mut before = Namesake::default();
            for node in nodes {
                let codes = identifiers.get(&node).unwrap_or(&none);
                let kind = NodeRef::new(kg, node).kind();
                let may_be = |other: u32| {
                    !apart.contains(&(other.min(node), other.max(node)))
                        && !differ(codes, identifiers.get(&other).unwrap_or(&none))
                };
                let comparable = |other: Option<KindId>| {
                    kind.zip(other).is_some_and(|(one, other)| schema.is_a(one, other) || schema.is_a(other, one))
                };
                if let Some(first) = before.first(codes, comparable, may_be) {
                    let key = NodeRef::new(kg, first).key().unwrap_or_default();
                    let why = format!("has the name \"{text}\", as `{key}` does; merge them or keep them apart");
                    found.push((node, Finding::new(NAME, FoundIn::entity(&NodeRef::new(kg, node)), why)));
                }
                before.add(node, kind, codes);
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
        for named in node.merged().chain([*node]) {
            add(named.name().unwrap_or_default(), node.id().index());
        }
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

/// The identifiers of an entity, as scheme and code.
type Codes<'g> = BTreeSet<(&'g str, &'g str)>;

/// The identifiers of each entity.
fn identifiers<'g>(audit: &Context<'g>, shown: &BTreeSet<u32>) -> BTreeMap<u32, Codes<'g>> {
    let schema = audit.graph().schema();
    let by = schema.role("scheme").ok();
    let mut found: BTreeMap<u32, Codes<'g>> = BTreeMap::new();
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

/// The entities of one name, grouped so that few are compared with another: by their kinds, and the schemes in which they
/// have identifiers.
#[derive(Default)]
struct Namesake<'g> {
    classes: BTreeMap<(Option<KindId>, Vec<&'g str>), Class<'g>>,
}

/// Entities of a name with one kind and identifiers in the same schemes, in the order of recording.
#[derive(Default)]
struct Class<'g> {
    all: Vec<u32>,
    by_code: HashMap<(&'g str, &'g str), Vec<u32>>,
}

impl<'g> Namesake<'g> {
    fn add(&mut self, node: u32, kind: Option<KindId>, codes: &Codes<'g>) {
        let class = self.classes.entry((kind, schemes(codes))).or_default();
        class.all.push(node);
        for code in codes {
            class.by_code.entry(*code).or_default().push(node);
        }
    }

    /// The first entity of a comparable kind that another may be, by its identifiers and by decisions to keep them apart.
    fn first(
        &self,
        codes: &Codes<'g>,
        comparable: impl Fn(Option<KindId>) -> bool,
        may_be: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let own = schemes(codes);
        let of_class = |(schemes, class): (&[&str], &Class<'g>)| {
            // In a scheme of both they have a code in common. Without such a scheme, only those that are kept apart are
            // passed before the first.
            let with_codes = |scheme: &&str| {
                let same = codes.iter().filter(|(of, _)| of == scheme);
                same.filter_map(|code| class.by_code.get(code)).map(Vec::as_slice).collect::<Vec<_>>()
            };
            let lists = own.iter().filter(|scheme| schemes.contains(scheme)).map(with_codes);
            let fewest = lists.min_by_key(|lists| lists.iter().map(|list| list.len()).sum::<usize>());
            let lists = fewest.unwrap_or_else(|| vec![&class.all]);
            lists.into_iter().filter_map(|list| list.iter().copied().find(|other| may_be(*other))).min()
        };
        let classes = self.classes.iter().filter(|((kind, _), _)| comparable(*kind));
        classes.filter_map(|((_, schemes), class)| of_class((schemes, class))).min()
    }
}

fn schemes<'g>(codes: &Codes<'g>) -> Vec<&'g str> {
    let mut schemes: Vec<_> = codes.iter().map(|(scheme, _)| *scheme).collect();
    schemes.dedup();
    schemes
}

/// Whether two have identifiers in one scheme of which none agrees.
fn differ(one: &Codes<'_>, other: &Codes<'_>) -> bool {
    let in_scheme = |codes: &Codes<'_>, scheme: &str| codes.iter().any(|(of, _)| *of == scheme);
    let agrees = |scheme: &str| one.iter().any(|code| code.0 == scheme && other.contains(code));
    schemes(one).into_iter().any(|scheme| in_scheme(other, scheme) && !agrees(scheme))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::found;
    use crate::{
        audit::Audit,
        graph::{KnowledgeGraph, entity},
        model::Value,
        schema::base,
    };

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

    /// An entity by the number of its name, its kind, and its codes in two schemes.
    type Row = (u8, usize, Option<u8>, Option<u8>);

    fn row() -> impl Strategy<Value = Row> {
        (0..2_u8, 0..3_usize, prop::option::weighted(0.4, 0..3_u8), prop::option::weighted(0.4, 0..2_u8))
    }

    const KINDS: [&str; 3] = ["topic", "sector", "state"];

    fn graph(rows: &[Row], apart: &[(usize, usize)]) -> KnowledgeGraph {
        let mut kg = KnowledgeGraph::new(crate::diplomacy::schema());
        for (n, (name, kind, one, two)) in rows.iter().enumerate() {
            let id = kg.add(KINDS[*kind], entity(format!("Name {name}")).key(format!("e{n}"))).unwrap();
            for (scheme, code) in [("one", one), ("two", two)] {
                if let Some(code) = code {
                    let draft = crate::draft::fact(id, base::IdentifiedBy, Value::Text(format!("Q{code}")));
                    kg.assert(draft.with(base::Scheme, Value::Text(scheme.into()))).unwrap();
                }
            }
        }
        for (one, other) in apart {
            let (one, other) = (format!("e{}", one % rows.len()), format!("e{}", other % rows.len()));
            // A pair that was given twice is refused, and no entity is apart from itself.
            let _ = kg.keep_apart(one.as_str(), other.as_str(), "");
        }
        kg
    }

    proptest! {
        /// Each entity is reported with the first before it that it may be, as found by going through all of them.
        #[test]
        fn namesakes_are_found_as_by_all_pairs(
            rows in prop::collection::vec(row(), 1..9), apart in prop::collection::vec((0..9_usize, 0..9_usize), 0..5),
        ) {
            let kg = graph(&rows, &apart);
            let pair = |a: usize, b: usize| apart.iter().any(|(c, d)| {
                let (c, d) = (c % rows.len(), d % rows.len());
                (a, b) == (c, d) || (a, b) == (d, c)
            });
            let clash = |a: usize, b: usize| {
                let (one, other) = (rows[a], rows[b]);
                let kinds = one.1 == other.1 || one.1 + other.1 == 1;
                let agree = |a: Option<u8>, b: Option<u8>| a.is_none() || b.is_none() || a == b;
                one.0 == other.0 && kinds && agree(one.2, other.2) && agree(one.3, other.3) && !pair(a, b)
            };
            let expected: Vec<_> = (0..rows.len()).filter_map(|b| {
                let a = (0..b).find(|a| clash(*a, b))?;
                Some(format!("entity e{b}: has the name \"Name {}\", as `e{a}` does; merge them or keep them apart", rows[b].0))
            }).collect();
            let audit = Audit::empty().with(super::Namesakes).without("shared-identifier").unwrap();
            let found: Vec<_> = audit.all(&kg.view()).iter().map(|found| format!("{}: {}", found.place(), found.sentence())).collect();
            // The name is printed as its first entity has it.
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn many_of_one_name_are_compared_with_few() {
        let mut kg = KnowledgeGraph::new(crate::diplomacy::schema());
        for n in 0..20_000 {
            let id = kg.add("person", entity("John Smith").key(format!("e{n}"))).unwrap();
            let draft = crate::draft::fact(id, base::IdentifiedBy, Value::Text(format!("Q{n}")));
            kg.assert(draft.with(base::Scheme, Value::Text("wikidata".into()))).unwrap();
        }
        let audit = Audit::empty().with(super::Namesakes);
        assert!(audit.all(&kg.view()).is_empty());
        // One without an identifier may be any of them.
        kg.add("person", entity("John Smith").key("unknown")).unwrap();
        assert_eq!(audit.all(&kg.view()).len(), 1);
    }

    #[test]
    fn an_entity_has_the_names_of_those_merged_into_it() {
        let mut kg = KnowledgeGraph::new(crate::diplomacy::schema());
        for (key, name) in [("a", "Tom Lind"), ("b", "T. L."), ("c", "T. L.")] {
            kg.add("person", entity(name).key(key)).unwrap();
        }
        kg.keep_apart("b", "c", "").unwrap();
        let audit = Audit::empty().with(super::Namesakes);
        assert!(audit.all(&kg.view()).is_empty());
        kg.allow_merge("b", "c", "").unwrap();
        kg.merge("b", "a", "").unwrap();
        assert_eq!(
            audit.all(&kg.view())[0].to_string().split(',').next(),
            Some("warning [name-clash] entity c: has the name \"T. L.\"")
        );
    }

    #[test]
    fn decided_pairs_are_not_reported() {
        let mut kg = KnowledgeGraph::new(crate::diplomacy::schema());
        for key in ["q", "r"] {
            kg.add("person", entity("Tom").key(key)).unwrap();
        }
        let audit = Audit::empty().with(super::Namesakes);
        assert_eq!(audit.all(&kg.view()).len(), 1);
        kg.keep_apart("q", "r", "namesakes").unwrap();
        assert!(audit.all(&kg.view()).is_empty());
        kg.allow_merge("q", "r", "").unwrap();
        kg.merge("r", "q", "one after all").unwrap();
        assert!(audit.all(&kg.view()).is_empty());
    }
}
