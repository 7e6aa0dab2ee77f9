//! A question for the facts of a relation, narrowed by their ends and role players.

use std::marker::PhantomData;

use super::{Answer, Pattern, Scan, View, scan::dated};
use crate::{
    error::{Error, ErrorKind},
    model::{RelationId, RoleId},
    schema::{EntityTerm, FoundRelation, HasRole, RelationTerm, RoleRef, RoleTerm, Schema},
    time::IntoDate,
    view::FactRef,
};

/// A question for the facts of a relation in a view, made by [`View::facts`]. Narrow it, then ask it.
///
/// The relation, the ends and the role players are named by type, text or id. What the schema or the graph does not have
/// is an error, and never an empty answer: the question keeps its first error, and every call that asks returns it.
///
/// Without a question of time, facts come in the order of recording when all of a relation are asked for; by the other end,
/// then in the order of recording, when those of a node are; and by subject first when those of a role player alone are. On
/// a day, they come in the order of [`View::on`]. A fact costs no allocation.
///
/// ```
/// use chancery::{ErrorKind, KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let tokayev = kg.add(Person, "Tokayev")?;
/// let pakistan = kg.add(State, "Pakistan")?;
/// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
///
/// let view = kg.view();
/// let visits = view.facts(Visits).to(pakistan); // by type and id
/// assert_eq!(visits.first()?.map(|visit| visit.subject()), Some(tokayev));
/// assert_eq!(view.facts("visits").to("pakistan").count()?, 1); // by name and key
/// assert_eq!(visits.answer_on("2026-02-10")?.possible().len(), 1);
/// assert_eq!(view.facts("vists").count().unwrap_err().kind(), ErrorKind::UnknownRelation);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "facts are looked up when they are asked for"]
pub struct Facts<'g, R> {
    view: View<'g>,
    inverse: bool,
    pattern: Pattern,
    /// Whether one end was asked to be two nodes, which no fact has.
    contradictory: bool,
    fault: Option<Box<Error>>,
    relation: PhantomData<fn() -> R>,
}

impl<'g> View<'g> {
    /// The facts of a relation, to be narrowed by their ends and role players, then asked for: see [`Facts`].
    #[expect(clippy::needless_pass_by_value, reason = "a relation is given as it is written: a type, a text, a handle")]
    pub fn facts<R: RelationTerm>(&self, relation: R) -> Facts<'g, R::Found> {
        let schema = self.kg.schema();
        let (mut pattern, mut view) = (Pattern::default(), self.clone());
        let (mut inverse, mut fault) = (false, None);
        match relation.find(schema) {
            Ok(name) => {
                inverse = name.is_inverse();
                pattern.relation = Some(name.id());
                pattern.symmetric = schema.relation_def(name.id()).symmetric;
                if let Some(question) = dated(name) {
                    view = view.with(view.filter.clone().and_time(question));
                }
            }
            Err(error) => fault = Some(Box::new(error)),
        }
        Facts { view, inverse, pattern, contradictory: false, fault, relation: PhantomData }
    }
}

impl<'g, R: RelationTerm> Facts<'g, R> {
    /// Those whose subject is this node; by an inverse name, whose object it is. Of a symmetric relation, either.
    ///
    /// As with all narrowing, what was asked before still holds: no fact has two different subjects.
    pub fn from(self, subject: impl EntityTerm) -> Self {
        let at_object = self.inverse;
        self.end(subject, at_object)
    }

    /// Those whose object is this node; by an inverse name, whose subject it is. Of a symmetric relation, either.
    pub fn to(self, object: impl EntityTerm) -> Self {
        let at_object = !self.inverse;
        self.end(object, at_object)
    }

    fn end(mut self, node: impl EntityTerm, at_object: bool) -> Self {
        let Some(node) = self.node(node) else { return self };
        let Pattern { subject, object, symmetric, .. } = &mut self.pattern;
        let (end, other) = if at_object { (object, subject) } else { (subject, object) };
        match (&end, &other) {
            (None, _) => *end = Some(node),
            (Some(known), _) if *known == node => {}
            // Either end of a symmetric fact is its subject.
            (Some(_), None) if *symmetric => *other = Some(node),
            (Some(_), Some(known)) if *symmetric && *known == node => {}
            (Some(_), _) => self.contradictory = true,
        }
        self
    }

    /// Those in which this node plays a role.
    pub fn with<P: RoleTerm>(mut self, role: P, player: impl EntityTerm) -> Self
    where
        R: HasRole<P>,
    {
        let role = self.role(&role);
        if let (Some(role), Some(player)) = (self.keep(role), self.node(player)) {
            self.pattern.players.push((role, player));
        }
        self
    }

    fn role(&self, role: &impl RoleTerm) -> Result<RoleId, Error> {
        let schema = self.view.kg.schema();
        match self.pattern.relation {
            Some(relation) => role_of(schema, relation, role.term()),
            None => schema.find_role(role.term()),
        }
    }

    fn node(&mut self, term: impl EntityTerm) -> Option<u32> {
        let found = self.view.kg.named_node(term);
        self.keep(found)
    }

    fn keep<T>(&mut self, found: Result<T, Error>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(error) => {
                self.fault.get_or_insert_with(|| Box::new(error));
                None
            }
        }
    }

    fn scan(&self) -> Result<Scan<'g>, Error> {
        self.asked_in(&self.view).map(|facts| facts.scan)
    }

    fn scan_in(&self, view: &View<'g>) -> Scan<'g> {
        if self.contradictory { view.only([]).scan(self.pattern.clone()) } else { view.scan(self.pattern.clone()) }
    }

    /// The facts.
    ///
    /// # Errors
    /// The first of the question: [`UnknownRelation`](ErrorKind::UnknownRelation), [`UnknownRole`](ErrorKind::UnknownRole)
    /// if the schema does not have the role or the relation does not take it, [`UnknownEntity`](ErrorKind::UnknownEntity),
    /// [`InvalidSchema`](ErrorKind::InvalidSchema) if a type promises more of the relation than the schema keeps.
    #[expect(clippy::iter_not_returning_iterator, reason = "a question that has an error has no facts")]
    pub fn iter(&self) -> Result<FactRefs<'g, R>, Error> {
        self.scan().map(FactRefs::new)
    }

    /// The number of the facts.
    ///
    /// # Errors
    /// As [`iter`](Self::iter).
    pub fn count(&self) -> Result<usize, Error> {
        self.scan().map(Iterator::count)
    }

    /// The first of the facts, if there is one.
    ///
    /// # Errors
    /// As [`iter`](Self::iter).
    pub fn first(&self) -> Result<Option<FactRef<'g, R>>, Error> {
        self.iter().map(|mut facts| facts.next())
    }

    /// The facts, the certain ones apart from the possible ones.
    ///
    /// # Errors
    /// As [`iter`](Self::iter).
    pub fn answer(&self) -> Result<Answer<'g, R>, Error> {
        self.iter().map(Answer::new)
    }

    /// The facts on a day, the certain ones apart from the possible ones: as [`answer`](Self::answer) in the view
    /// [`on`](View::on) that day.
    ///
    /// # Errors
    /// As [`iter`](Self::iter), and [`InvalidDate`](ErrorKind::InvalidDate) if the date is a text that is not valid.
    pub fn answer_on(&self, date: impl IntoDate) -> Result<Answer<'g, R>, Error> {
        match &self.fault {
            None => self.asked_in(&self.view.on(date)?).map(Answer::new),
            Some(error) => Err(error.as_ref().clone()),
        }
    }

    /// The facts of the same question in another view of the graph.
    pub(crate) fn asked_in(&self, view: &View<'g>) -> Result<FactRefs<'g, R>, Error> {
        match &self.fault {
            None => Ok(FactRefs::new(self.scan_in(view))),
            Some(error) => Err(error.as_ref().clone()),
        }
    }

    /// The facts of a question that is known to name what the graph has.
    pub(crate) fn found(&self) -> FactRefs<'g, R> {
        debug_assert!(self.fault.is_none(), "the question names what the graph has: {:?}", self.fault);
        FactRefs::new(self.scan_in(&self.view))
    }

    pub(crate) fn view(&self) -> &View<'g> {
        &self.view
    }

    /// The relation; `None` if the schema does not have it, of which asking is an error.
    pub(crate) fn relation(&self) -> Option<RelationId> {
        self.pattern.relation
    }

    /// Whether role players were given.
    pub(crate) fn has_players(&self) -> bool {
        !self.pattern.players.is_empty()
    }

    /// The one node that was given as an end, and the text by which a gap fact names the relation from there.
    pub(crate) fn asked(&self) -> Option<(u32, String)> {
        let pattern = &self.pattern;
        let (node, from_object) = match (pattern.subject, pattern.object) {
            (Some(node), None) => (node, false),
            (None, Some(node)) => (node, true),
            _ => return None,
        };
        if self.contradictory {
            return None;
        }
        Some((node, self.view.kg.schema().gap_name(pattern.relation?, from_object)?.to_owned()))
    }
}

/// A role that a relation takes.
pub(crate) fn role_of(schema: &Schema, relation: RelationId, role: RoleRef<'_>) -> Result<RoleId, Error> {
    let found = schema.find_role(role)?;
    if schema.ends(relation).role(found).is_some() {
        return Ok(found);
    }
    let (relation, role) = (&schema.relation_def(relation).name, &schema.role_def(found).name);
    Err(Error::new(ErrorKind::UnknownRole, format!("{relation} has no role `{role}`")))
}

/// The facts that a view found, in order. `R` is the relation that they were asked by.
#[derive(Clone, Debug)]
#[must_use = "facts are looked up when they are iterated over"]
pub struct FactRefs<'g, R = FoundRelation> {
    scan: Scan<'g>,
    relation: PhantomData<fn() -> R>,
}

impl<'g, R> FactRefs<'g, R> {
    pub(super) fn new(scan: Scan<'g>) -> Self {
        Self { scan, relation: PhantomData }
    }
}

impl<'g, R> Iterator for FactRefs<'g, R> {
    type Item = FactRef<'g, R>;

    fn next(&mut self) -> Option<FactRef<'g, R>> {
        self.scan.next().map(|found| self.scan.fact_ref(found))
    }

    fn count(self) -> usize {
        self.scan.count()
    }
}
