//! The facts of a relation: an iterator that is narrowed first.

use super::{Answer, Pattern, Scan, TimeQuestion, View, scan::dated};
use crate::{
    model::Id,
    schema::{HasRole, Kind, KnownRelation, RoleTerm},
    time::PartialDate,
    view::FactRef,
};

/// The facts of a relation in a view. Narrow it, then iterate, or ask for an [`Answer`]. What is narrowed after it was
/// iterated over begins anew.
///
/// Without a question of time, facts come in the order of recording when all of a relation are asked for; by the other end,
/// then in the order of recording, when those of a node are; and by subject first when those of a role player alone are. On
/// a day, they come in the order of [`View::on`]. No fact costs an allocation.
#[derive(Clone, Debug)]
#[must_use = "facts are looked up when they are iterated over"]
pub struct Facts<'g, R> {
    view: View<'g>,
    relation: R,
    inverse: bool,
    pattern: Pattern,
    scan: Option<Scan<'g>>,
}

impl<'g, R: KnownRelation> Facts<'g, R> {
    pub(super) fn new(view: View<'g>, relation: R) -> Self {
        let schema = view.kg.schema();
        let (mut pattern, mut view, mut inverse) = (Pattern::default(), view, false);
        match relation.find(schema) {
            Ok(name) => {
                inverse = name.is_inverse();
                pattern.relation = Some(name.id());
                pattern.symmetric = schema.relation_def(name.id()).symmetric;
                if let Some(question) = dated(name) {
                    view = view.with(view.filter.clone().and_time(question));
                }
            }
            Err(_) => pattern.nothing = true,
        }
        Self { view, relation, inverse, pattern, scan: None }
    }

    /// Those whose subject is this node; by an inverse name, whose object it is. Of a symmetric relation, either.
    pub fn from(mut self, subject: Id<impl Kind>) -> Self {
        let subject = Some(self.view.kg.canonical(subject).index());
        *if self.inverse { &mut self.pattern.object } else { &mut self.pattern.subject } = subject;
        self.scan = None;
        self
    }

    /// Those whose object is this node; by an inverse name, whose subject it is. Of a symmetric relation, either.
    pub fn to(mut self, object: Id<impl Kind>) -> Self {
        let object = Some(self.view.kg.canonical(object).index());
        *if self.inverse { &mut self.pattern.subject } else { &mut self.pattern.object } = object;
        self.scan = None;
        self
    }

    /// Those in which this node plays a role.
    pub fn with<P: RoleTerm>(mut self, role: P, player: Id<impl Kind>) -> Self
    where
        R: HasRole<P>,
    {
        let player = self.view.kg.canonical(player).index();
        match self.view.kg.schema().find_role(role.term()) {
            Ok(role) => self.pattern.players.push((role, player)),
            Err(_) => self.pattern.nothing = true,
        }
        self.scan = None;
        self
    }

    /// Who or what it is on a day: what is certain told apart from what is possible.
    ///
    /// A month or year asks of some day of it that is not named.
    pub fn on(self, date: impl Into<PartialDate>) -> Answer<'g, R> {
        let filter = self.view.filter.clone().and_time(TimeQuestion::On(date.into()));
        Self { view: self.view.with(filter), scan: None, ..self }.answer()
    }

    /// All of them, what is certain told apart from what is possible.
    #[must_use]
    pub fn answer(self) -> Answer<'g, R> {
        Answer::new(self)
    }

    pub(crate) fn view(&self) -> &View<'g> {
        &self.view
    }

    /// The one node that was given as an end, and the text by which its record is said to lack the relation.
    pub(crate) fn asked(&self) -> Option<(u32, String)> {
        let pattern = &self.pattern;
        let (node, from_object) = match (pattern.subject, pattern.object) {
            (Some(node), None) => (node, false),
            (None, Some(node)) => (node, true),
            _ => return None,
        };
        Some((node, self.view.kg.schema().gap_name(pattern.relation?, from_object)?.to_owned()))
    }

    /// The relation.
    pub fn relation(&self) -> R {
        self.relation
    }
}

impl<'g, R: KnownRelation> Iterator for Facts<'g, R> {
    type Item = FactRef<'g, R>;

    fn next(&mut self) -> Option<FactRef<'g, R>> {
        let (view, pattern) = (&self.view, &self.pattern);
        let scan = self.scan.get_or_insert_with(|| view.scan(pattern.clone()));
        scan.next().map(|found| scan.fact_ref(found))
    }
}

/// Facts of any relation in a view.
#[derive(Clone, Debug)]
#[must_use = "facts are looked up when they are iterated over"]
pub struct AllFacts<'g>(Scan<'g>);

impl<'g> AllFacts<'g> {
    pub(super) fn new(scan: Scan<'g>) -> Self {
        Self(scan)
    }
}

impl<'g> Iterator for AllFacts<'g> {
    type Item = FactRef<'g>;

    fn next(&mut self) -> Option<FactRef<'g>> {
        self.0.next().map(|found| self.0.fact_ref(found))
    }
}
