//! The generated facts in a knowledge graph.

use chancery::{
    Any, Day, Id, KnowledgeGraph, Schema, Span, fact,
    model::SourceId,
    schema::{FoundRelation, KindDef, RelationDef, Shape},
};

use crate::generated::{Generated, Row};

pub(crate) struct Ours {
    pub(crate) kg: KnowledgeGraph,
    pub(crate) ids: Vec<Id<Any>>,
    pub(crate) relations: Vec<FoundRelation>,
}

pub(crate) fn schema(set: &Generated) -> Schema {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("actor")).unwrap();
    for name in &set.relations {
        schema.add_relation(RelationDef::new(name, Shape::Happens, "actor", "actor")).unwrap();
    }
    schema
}

pub(crate) fn day(day: u16) -> Day {
    Day::from_epoch_days(16_071 + i64::from(day)).unwrap()
}

impl Ours {
    /// With all entities and no fact.
    pub(crate) fn empty(set: &Generated) -> Self {
        let mut kg = KnowledgeGraph::new(schema(set));
        let ids = set.names.iter().map(|name| kg.add("actor", name.as_str()).unwrap()).collect();
        let relations = set.relations.iter().map(|name| kg.relation(name).unwrap()).collect();
        Self { kg, ids, relations }
    }

    pub(crate) fn add(&mut self, row: Row) {
        let (subject, object) = (self.ids[row.subject as usize], self.ids[row.object as usize]);
        self.kg.assert(fact(subject, self.relations[usize::from(row.relation)], object).on(day(row.day))).unwrap();
    }

    pub(crate) fn load(&mut self, rows: &[Row]) {
        let (ids, relations) = (&self.ids, &self.relations);
        let drafts = rows.iter().map(|row| {
            let (subject, object) = (ids[row.subject as usize], ids[row.object as usize]);
            fact(subject, relations[usize::from(row.relation)], object).on(day(row.day))
        });
        self.kg.assert_all(drafts).unwrap();
    }

    /// The same, where each fact cites the same words of a source.
    pub(crate) fn load_citing(&mut self, rows: &[Row], source: SourceId, words: &str) {
        let (ids, relations) = (&self.ids, &self.relations);
        let drafts = rows.iter().map(|row| {
            let (subject, object) = (ids[row.subject as usize], ids[row.object as usize]);
            fact(subject, relations[usize::from(row.relation)], object).on(day(row.day)).cite(source, words)
        });
        self.kg.assert_all(drafts).unwrap();
    }

    /// Nine tenths loaded in bulk, and the rest asserted one by one.
    pub(crate) fn new(set: &Generated) -> Self {
        let mut ours = Self::empty(set);
        let (most, rest) = set.rows.split_at(set.rows.len() * 9 / 10);
        ours.load(most);
        rest.iter().for_each(|row| ours.add(*row));
        ours
    }

    /// The sum of the numbers of those that a relation leads to.
    pub(crate) fn neighbors(&self, key: &str, relation: u16) -> u64 {
        let node = self.kg.get_entity(key).unwrap();
        let relation = self.relations[usize::from(relation)];
        let found = self.kg.view().neighbors(node).outgoing().by(relation);
        found.ids().unwrap().map(|id| u64::from(id.index())).sum()
    }

    /// The same within some days.
    pub(crate) fn neighbors_within(&self, key: &str, relation: u16, days: std::ops::Range<u16>) -> u64 {
        let node = self.kg.get_entity(key).unwrap();
        let relation = self.relations[usize::from(relation)];
        let span = Span::new(Some(day(days.start)), Some(day(days.end - 1))).unwrap();
        let found = self.kg.view().during(span).unwrap().neighbors(node).outgoing().by(relation);
        found.ids().unwrap().map(|id| u64::from(id.index())).sum()
    }
}
