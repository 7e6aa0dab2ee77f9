//! From a view to nodes, edges and columns.

use std::{borrow::Cow, fmt::Write};

use fixedbitset::FixedBitSet;

use super::cell::{bare, hashed, id, is_list, type_name, within};
use crate::{
    dossier::Selection,
    model::{Modality, RoleId},
    schema::Range,
    time::{Day, Limit, When},
    view::{FactRef, NodeRef, View},
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// What a node is: `entity`, `fact`, or the type of a value.
    Type,
    Kind,
    /// The first name of an entity, the text of a value.
    Name,
    Relation,
    /// What a tool writes beside a node or an edge: its name, or its relation and modality.
    #[cfg_attr(not(any(feature = "json", feature = "graphml")), expect(dead_code, reason = "tables have no labels"))]
    Label,
    When,
    StartEarliest,
    StartLatest,
    EndEarliest,
    EndLatest,
    Modality,
    FactKey,
    ClaimCount,
    Claims,
    Retracted,
    RetractedWhy,
    Resolved,
    ResolvedBy,
    Role(RoleId),
}

/// What a tool may take the texts of a column for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnType {
    Text,
    /// A day as ISO 8601 writes it, `1991-12-16`.
    Day,
    Count,
}

#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) of: Of,
}

impl Column {
    fn new(name: &str, of: Of) -> Self {
        Self { name: name.to_owned(), of }
    }

    pub(crate) const fn column_type(&self) -> ColumnType {
        match self.of {
            Of::StartEarliest | Of::StartLatest | Of::EndEarliest | Of::EndLatest => ColumnType::Day,
            Of::ClaimCount => ColumnType::Count,
            _ => ColumnType::Text,
        }
    }
}

/// A view as a graph of properties.
pub(crate) struct Properties<'g> {
    pub(crate) selection: Selection<'g>,
    pub(crate) node_columns: Vec<Column>,
    pub(crate) edge_columns: Vec<Column>,
}

impl<'g> Properties<'g> {
    /// With a label for each node and edge, for tools that draw graphs.
    #[cfg(any(feature = "json", feature = "graphml"))]
    pub(crate) fn labelled(view: &View<'g>) -> Self {
        let mut graph = Self::of(view);
        for columns in [&mut graph.node_columns, &mut graph.edge_columns] {
            columns.push(Column::new("label", Of::Label));
        }
        graph
    }

    pub(crate) fn of(view: &View<'g>) -> Self {
        let selection = Selection::of(view);
        let kg = selection.graph();
        let mut roles = FixedBitSet::with_capacity(kg.schema().role_count());
        let (mut keys, mut claims, mut retracted, mut resolved) = (false, false, false, false);
        for fact in selection.facts() {
            for (role, _) in fact.players() {
                roles.grow_and_insert(role.index().into());
            }
            keys |= fact.key().is_some();
            claims |= fact.claims().next().is_some();
            retracted |= selection.retraction(fact.id()).is_some();
            resolved |= selection.resolution(fact.id()).is_some();
        }
        let node_columns = [("type", Of::Type), ("kind", Of::Kind), ("name", Of::Name)];
        let mut edge_columns = vec![
            ("relation", Of::Relation),
            ("when", Of::When),
            ("start_earliest", Of::StartEarliest),
            ("start_latest", Of::StartLatest),
            ("end_earliest", Of::EndEarliest),
            ("end_latest", Of::EndLatest),
            ("modality", Of::Modality),
        ];
        // Columns that would be empty from top to bottom are left out.
        let rare: [(bool, &[(&str, Of)]); 4] = [
            (keys, &[("fact_key", Of::FactKey)]),
            (claims, &[("claim_count", Of::ClaimCount), ("claims", Of::Claims)]),
            (retracted, &[("retracted", Of::Retracted), ("retracted_why", Of::RetractedWhy)]),
            (resolved, &[("resolved", Of::Resolved), ("resolved_by", Of::ResolvedBy)]),
        ];
        edge_columns.extend(rare.iter().filter(|(any, _)| *any).flat_map(|(_, columns)| columns.iter().copied()));
        let mut edge_columns: Vec<_> = edge_columns.into_iter().map(|(name, of)| Column::new(name, of)).collect();
        for (role, def) in kg.schema().roles().filter(|(role, _)| roles.contains(role.index().into())) {
            edge_columns.push(Column::new(&format!("role.{}", def.name), Of::Role(role)));
        }
        let node_columns = node_columns.into_iter().map(|(name, of)| Column::new(name, of)).collect();
        Self { selection, node_columns, edge_columns }
    }

    /// The entities, and then the values and facts that are ends of facts, in the order in which facts name them first.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeRef<'g>> + '_ {
        let mut seen = FixedBitSet::with_capacity(self.selection.graph().node_count());
        let ends = self.selection.facts().flat_map(|fact| [fact.subject_node(), fact.object_node()]);
        let ends = ends.filter(move |node| node.kind().is_none() && !seen.put(node.id().index() as usize));
        self.selection.entities().chain(ends)
    }

    pub(crate) fn id(&self, node: NodeRef<'g>) -> Cow<'g, str> {
        id(&self.selection, node)
    }

    /// The id of an edge: `#` and the name of its fact.
    pub(crate) fn edge_id(&self, fact: FactRef<'g>) -> String {
        hashed(self.selection.name(fact.id()))
    }

    pub(crate) fn node_cell(&self, node: NodeRef<'g>, of: Of) -> Option<Cow<'g, str>> {
        match of {
            Of::Type => Some(Cow::Borrowed(type_name(node))),
            Of::Kind => node.kind_name().map(Cow::Borrowed),
            Of::Name | Of::Label => match (node.name(), node.value(), node.fact()) {
                (Some(name), ..) => Some(Cow::Borrowed(name)),
                (_, Some(value), _) => Some(bare(value)),
                (.., Some(fact)) => {
                    let mut plain = self.selection.plain(node.graph().fact_ref(fact)?);
                    plain.claims.clear();
                    Some(Cow::Owned(plain.to_string()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The relation, and what the fact is other than actual: `visits (planned)`.
    pub(crate) fn edge_label(fact: FactRef<'g>) -> Cow<'g, str> {
        let relation = fact.relation_name();
        let modality = (fact.modality() != Modality::Actual).then(|| fact.modality().name());
        let retracted = fact.is_retracted().then_some("retracted");
        let resolved = fact.is_resolved().then_some("resolved");
        let signs: Vec<_> = modality.into_iter().chain(retracted).chain(resolved).collect();
        if signs.is_empty() {
            Cow::Borrowed(relation)
        } else {
            Cow::Owned(format!("{relation} ({})", signs.join(", ")))
        }
    }

    pub(crate) fn edge_cell(&self, fact: FactRef<'g>, of: Of) -> Option<Cow<'g, str>> {
        Some(match of {
            Of::Relation => Cow::Borrowed(fact.relation_name()),
            Of::Label => Self::edge_label(fact),
            Of::When => match fact.when() {
                When::UNSTATED => return None,
                when => Cow::Owned(when.to_string()),
            },
            Of::StartEarliest => day(fact.when(), When::earliest_start)?,
            Of::StartLatest => day(fact.when(), When::latest_start)?,
            Of::EndEarliest => day(fact.when(), When::earliest_end)?,
            Of::EndLatest => day(fact.when(), When::latest_end)?,
            Of::Modality => Cow::Borrowed(fact.modality().name()),
            Of::FactKey => Cow::Borrowed(fact.key()?),
            Of::ClaimCount => match fact.claims().count() {
                0 => Cow::Borrowed("0"),
                1 => Cow::Borrowed("1"),
                many => Cow::Owned(many.to_string()),
            },
            Of::Claims => {
                let mut claims = String::new();
                for claim in fact.claims() {
                    // Writing to a `String` does not fail.
                    let _ = write!(claims, "{}{:#}", if claims.is_empty() { "" } else { " " }, claim.to_claim());
                }
                if claims.is_empty() {
                    return None;
                }
                Cow::Owned(claims)
            }
            Of::Retracted => self.selection.retraction(fact.id()).map(|_| Cow::Borrowed("yes"))?,
            Of::RetractedWhy => {
                self.selection.retraction(fact.id()).filter(|why| !why.is_empty()).map(Cow::Borrowed)?
            }
            Of::Resolved => Cow::Borrowed(self.selection.resolution(fact.id())?.0.name()),
            Of::ResolvedBy => Cow::Owned(hashed(self.selection.name(self.selection.resolution(fact.id())?.1))),
            Of::Role(role) => {
                let mut players = fact.players().filter(|(played, _)| *played == role).map(|(_, player)| player);
                let player = players.next()?;
                let ends = self.selection.graph().schema().ends(fact.relation());
                let range = ends.role(role).map_or(Range::Any, |(_, range)| range);
                let one = within(&self.selection, range, player);
                if players.next().is_none() && !(ends.many.contains(&role) && is_list(&one)) {
                    return Some(one);
                }
                let name = &self.selection.graph().schema().role_def(role).name;
                let plain = self.selection.plain(fact);
                let all: Vec<_> = plain.roles.all(name).map(ToString::to_string).collect();
                Cow::Owned(format!("[{}]", all.join(" ")))
            }
            Of::Type | Of::Kind | Of::Name => return None,
        })
    }
}

/// A limit of a time as ISO 8601 writes a day of the years 1 to 9999, which all tools read.
fn day(when: When, limit: impl FnOnce(When) -> Limit) -> Option<Cow<'static, str>> {
    iso(limit(when)).map(Cow::Owned)
}

pub(crate) fn iso(limit: Limit) -> Option<String> {
    limit.day().filter(|day| (1..=9999).contains(&Day::year(*day))).map(|day| day.to_string())
}
