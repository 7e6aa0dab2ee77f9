//! The second step of a call that records a fact: the parts of a draft or file become a fact to append. Names are looked up,
//! and ends are checked against the schema. Nothing changes, except that an open schema learns new names.

use std::sync::Arc;

use super::{KnowledgeGraph, players::Players};
use crate::{
    draft::{ClaimParts, DraftParts, DraftRelation, DraftRole},
    error::{Error, ErrorKind, did_you_mean, shown::as_found},
    model::{Fact, Id, Node, RelationId, RoleId, SourceId, Term, Value, check_key, check_name},
    schema::{EntityTerm, FoundRelation, IntoEntities, IntoSources, Range, Shape, SourceTerm},
    tables::{NewEnd, NewFact},
    time::{PartialDate, When, WhenParts},
};

impl KnowledgeGraph {
    /// The fact that a draft describes, to be appended: names are looked up, ends are checked against the schema.
    pub(super) fn new_fact(&mut self, said: DraftParts) -> Result<NewFact, Error> {
        let named = self.relation_said(&said.relation)?;
        let relation = named.id();
        let (subject, object) =
            if named.is_inverse() { (said.object, said.subject) } else { (said.subject, said.object) };
        let ends = self.schema.ends(relation);
        let (subject_range, object_range, shape) = (ends.subject, ends.object, ends.shape);
        let name = |kg: &Self| kg.schema.relation_def(relation).name.clone();

        let subject = self.end(subject, subject_range).map_err(|e| e.at(format!("subject of {}", name(self))))?;
        let is_of_fact = matches!(subject, NewEnd::Fact(_));
        let object = self
            .end(object, object_range)
            .and_then(|object| self.check_words(relation, is_of_fact, &object).map(|()| object))
            .map_err(|e| e.at(format!("object of {}", name(self))))?;
        let players = self.roles_said(relation, said.roles)?;
        let when = timed(said.when, named, shape).map_err(|e| e.at(name(self)))?;
        let (key, claims, modality) = (None, Vec::new(), said.modality);
        let mut new = NewFact { key, relation, subject, object, players, when, modality, claims };
        self.add_to_new(&mut new, said.key, &said.claims)?;
        Ok(new)
    }

    /// Checks a text that the vocabulary `base` gives a meaning: an alias must be a name, and a gap the name of something. The
    /// same text may be given as a value or by the node that it has.
    pub(super) fn check_words(&self, relation: RelationId, is_of_fact: bool, object: &NewEnd) -> Result<(), Error> {
        match object {
            NewEnd::Value(Value::Text(text)) => self.check_text(relation, is_of_fact, text),
            NewEnd::Node(node) => match self.tables.value_of(*node) {
                Some(Value::Text(text)) => self.check_text(relation, is_of_fact, text),
                _ => Ok(()),
            },
            NewEnd::Value(_) | NewEnd::Fact(_) => Ok(()),
        }
    }

    /// Checks a text that is the object of a relation.
    pub(super) fn check_text(&self, relation: RelationId, is_of_fact: bool, text: &str) -> Result<(), Error> {
        if self.naming == Some(relation) {
            check_name(text)?;
        }
        if self.gaps.contains(&Some(relation)) {
            self.schema.check_gap(text, is_of_fact)?;
        }
        Ok(())
    }

    /// Checks a key and claims, and adds them to a fact that is to be appended.
    pub(super) fn add_to_new(
        &self,
        new: &mut NewFact,
        key: Option<String>,
        claims: &[ClaimParts],
    ) -> Result<(), Error> {
        if let Some(key) = &key {
            self.check_fact_key(key)?;
        }
        new.key = key;
        let claims = claims.iter().enumerate();
        new.claims = claims
            .map(|(n, claim)| self.new_claim(claim).map_err(|e| e.at(format!("claims[{n}]"))))
            .collect::<Result<_, _>>()?;
        Ok(())
    }

    fn relation_said(&mut self, relation: &DraftRelation) -> Result<FoundRelation, Error> {
        if let DraftRelation::Named(name) = relation
            && self.schema.is_open()
            && self.schema.known_relation(name).is_none()
        {
            let id = self.schema.declare_open_relation(name)?;
            return Ok(self.schema.name_of(id));
        }
        relation.find(&self.schema)
    }

    fn roles_said(
        &mut self,
        relation: RelationId,
        said: Vec<(DraftRole, Term)>,
    ) -> Result<Vec<(RoleId, NewEnd)>, Error> {
        let most = usize::from(u16::MAX);
        if said.len() > most {
            let why = format!("{} role players; a fact has at most {most}", said.len());
            return Err(Error::new(ErrorKind::Full, why).at(&self.schema.relation_def(relation).name));
        }
        let mut players = Players::default();
        for (name, player) in said {
            let (role, range) = self.role_said(relation, &name)?;
            self.add_player(relation, role, range, player, &mut players)?;
        }
        let mut roles = players.roles;
        if let Some(role) = self.missing_roles(relation, |role| roles.iter().any(|(given, _)| *given == role)).next() {
            return Err(self.missing_role(relation, role));
        }
        let ends = self.schema.ends(relation);
        roles.sort_by_key(|(role, _)| ends.place(*role));
        Ok(roles)
    }

    fn role_said(&mut self, relation: RelationId, said: &DraftRole) -> Result<(RoleId, Range), Error> {
        let ends = self.schema.ends(relation);
        let found = said.find(&self.schema);
        if let Some(role) = found
            && let Some((_, range)) = ends.role(role)
        {
            return Ok((role, range));
        }
        if self.schema.is_open() && ends.shape == Shape::Either && found.is_none() {
            return Ok((self.schema.declare_open_role(said.name())?, Range::Any));
        }
        Err(self.no_role(relation, said.name()))
    }

    /// The error for a name that is none of the roles of a relation, with the nearest of these.
    pub(super) fn no_role(&self, relation: RelationId, name: &str) -> Error {
        let relation = self.schema.relation_def(relation);
        relation.no_role(name, &did_you_mean(name, relation.role_names()))
    }

    /// Checks one end against what may stand there.
    pub(super) fn end(&self, term: Term, range: Range) -> Result<NewEnd, Error> {
        let end = match (term, range) {
            (Term::Node(id), _) => {
                let node = self.check_node(id)?;
                self.tables.fact_of(node).map_or(NewEnd::Node(node), NewEnd::Fact)
            }
            (Term::Text(text), Range::Value(of)) => NewEnd::Value(Value::parse(of, &text)?),
            (Term::Text(key), Range::Statement) => NewEnd::Fact(self.fact(&key)?),
            (Term::Text(key) | Term::Key(key), _) => NewEnd::Node(self.asserted_entity(&key)?),
            (Term::Value(value), _) => NewEnd::Value(value),
            (Term::Fact(fact), _) => NewEnd::Fact(fact),
        };
        self.check_end(&end, range)?;
        Ok(end)
    }

    /// The node of something fixed that a question names, checked against what may stand there. `None` for a value or a
    /// fact that nothing in the graph refers to.
    pub(crate) fn constant(&self, term: Term, range: Range) -> Result<Option<u32>, Error> {
        // A question is about the entity that stands for this one, and that one's kind counts.
        let term = match (term, range) {
            (Term::Node(id), _) => Term::Node(self.canonical(id)),
            (Term::Key(key), _) => Term::Node(self.entity(&key)?),
            (Term::Text(key), range) if !matches!(range, Range::Value(_) | Range::Statement) => {
                Term::Node(self.entity(&key)?)
            }
            (term, _) => term,
        };
        Ok(match self.end(term, range)? {
            NewEnd::Node(node) => Some(node),
            NewEnd::Value(value) => self.get_value(&value).map(Id::index),
            NewEnd::Fact(fact) => self.tables.own_node(fact),
        })
    }

    /// The node that stands for an entity that a question names; an id may also be that of a value or a fact.
    pub(crate) fn named_node(&self, term: impl EntityTerm) -> Result<u32, Error> {
        self.node_of_term(term.entity_term())
    }

    /// The nodes that stand for the entities that a question names.
    pub(crate) fn named_nodes(&self, terms: impl IntoEntities) -> Result<Vec<u32>, Error> {
        terms.entity_terms().into_iter().map(|term| self.node_of_term(term)).collect()
    }

    fn node_of_term(&self, term: Term) -> Result<u32, Error> {
        let node = match term {
            // It may be the node of a value or a fact.
            Term::Node(id) => self.check_node(id)?,
            term => self.recorded_entity(&term)?,
        };
        Ok(self.tables.merged().canonical(node))
    }

    /// The sources that a question names.
    pub(crate) fn named_sources(&self, terms: impl IntoSources) -> Result<Vec<SourceId>, Error> {
        let find = |term| match term {
            SourceTerm::Key(key) => self.source(&key),
            SourceTerm::Id(id) => self.check_source(id),
        };
        terms.source_terms().into_iter().map(find).collect()
    }

    fn check_end(&self, end: &NewEnd, range: Range) -> Result<(), Error> {
        let fits = match end {
            NewEnd::Node(node) => self.fits(Id::new(*node), range),
            NewEnd::Value(value) => {
                value.check()?;
                range == Range::Any || range == Range::Value(value.value_type())
            }
            NewEnd::Fact(fact) => {
                self.check_fact(*fact)?;
                matches!(range, Range::Any | Range::Statement)
            }
        };
        if fits {
            return Ok(());
        }
        let found = match end {
            NewEnd::Node(node) => self.describe(*node),
            NewEnd::Value(value) => format!("{} {value}", value.value_type()),
            NewEnd::Fact(fact) => format!("the fact #{}", fact.index()),
        };
        Err(Error::new(ErrorKind::WrongKind, format!("expected {}, found {found}", self.schema.range_name(range))))
    }

    pub(super) fn check_fact_key(&self, key: &str) -> Result<(), Error> {
        let of = |e: Error| e.at("key of a fact");
        check_key(key).map_err(of)?;
        if key.bytes().all(|b| b.is_ascii_digit()) {
            let why = format!(
                "`{key}` would be read as the number of a fact; expected at least one character that is not a digit"
            );
            return Err(of(Error::new(ErrorKind::InvalidKey, why)));
        }
        if self.tables.fact_of_key(key).is_some() {
            return Err(of(Error::new(ErrorKind::DuplicateKey, format!("the key `{key}` is that of another fact"))));
        }
        Ok(())
    }

    /// A plain value as something said.
    pub(super) fn term_of(&self, node: &Node) -> Result<Term, Error> {
        Ok(match node {
            Node::Entity(key) => Term::Key(key.clone()),
            Node::Value(value) => Term::Value(value.clone()),
            Node::Fact(name) => Term::Fact(self.fact_named(&name.fact)?),
        })
    }

    /// A fact in plain values as something said.
    pub(super) fn said_in(&self, fact: &Fact) -> Result<DraftParts, Error> {
        let term = |node: &Node| self.term_of(node);
        let player = |(role, player): (&Arc<str>, &Node)| {
            let player = term(player).map_err(|e: Error| e.at(format!("roles.{}", as_found(role))))?;
            Ok((DraftRole::Named(role.clone()), player))
        };
        Ok(DraftParts {
            key: fact.key.clone(),
            relation: DraftRelation::Named(fact.relation.clone()),
            subject: term(&fact.subject).map_err(|e: Error| e.at("subject"))?,
            object: term(&fact.object).map_err(|e: Error| e.at("object"))?,
            roles: fact.roles.shared().map(player).collect::<Result<_, Error>>()?,
            when: fact.when,
            modality: fact.modality,
            claims: fact.claims.iter().cloned().map(ClaimParts::from).collect(),
        })
    }
}

/// The time of a fact: it fits the date in the name of the relation, and the relation.
pub(super) fn timed(when: When, named: FoundRelation, shape: Shape) -> Result<When, Error> {
    dated(when, named.date()).and_then(|when| fitting(when, shape))
}

/// The date beside a relation and the one in its name must be one.
fn dated(when: When, in_name: Option<PartialDate>) -> Result<When, Error> {
    match (when.parts(), in_name) {
        (_, None) => Ok(when),
        (WhenParts::Unstated, Some(date)) => Ok(When::on(date)),
        (WhenParts::On(beside), Some(date)) if beside == date => Ok(when),
        (_, Some(date)) => {
            let why = format!("the relation's name says {date} and the date beside it {when}; expected one of them");
            Err(Error::new(ErrorKind::WrongTime, why))
        }
    }
}

/// A state does not happen on a date, and an event does not go on.
fn fitting(when: When, shape: Shape) -> Result<When, Error> {
    if shape.takes(when) {
        return Ok(when);
    }
    let why = match when.parts() {
        WhenParts::On(date) => format!(
            "it holds over a span, so `on {date}` says too little; say `as-of {date}` if it was seen to hold then, `between` a start and an end, or `since` a start"
        ),
        _ if shape == Shape::Holds => format!(
            "it holds over a span, so `{when}` says too little; expected `since` a start, `as-of` a date, or `between` a start and an end"
        ),
        _ => format!(
            "it is an event, and `{when}` is the time of a state whose start or end is not known; expected `on` a date, `on-or-after` or `on-or-before` one, or `between` a start and an end"
        ),
    };
    Err(Error::new(ErrorKind::WrongTime, why))
}
