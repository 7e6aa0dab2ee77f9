//! Facts: recorded if they have no fault. Else every part that could be read is checked by itself.

use super::{
    block::filled,
    load::{Load, Place, Slot},
    times::meant_time,
};
use crate::{
    error::{Error, ErrorKind, did_you_mean},
    graph::{FactPart, FactParts},
    model::{Fact, FactId, Node, RelationId, Value},
    notation::line::{End, FactLine, Flaw, RoleLine, Span},
    schema::{FoundRelation, KEYWORDS, Range, Schema, Shape, split_date},
};

/// What the name of a relation is.
#[derive(Clone, Copy)]
enum Named {
    Known(FoundRelation),
    /// An open schema declares it.
    New,
    /// It has a fault, so nothing is known of its ends.
    Lost,
}

/// The ends and players of a fact, as far as they have no fault.
struct Nodes {
    subject: Option<Node>,
    object: Option<Node>,
    players: Vec<Option<Node>>,
}

impl Load<'_, '_> {
    pub(super) fn fact(&mut self, at: Place, line: &FactLine, is_faulty: bool) {
        self.facts += 1;
        let done = self.try_fact(at, line, is_faulty);
        if let (None, Some(key)) = (done, &line.key) {
            self.unread.facts.insert(key.value.clone());
        }
        self.slot(at.0, done);
    }

    /// Takes the next place among the facts of a file.
    pub(super) fn slot(&mut self, file: usize, fact: Option<FactId>) {
        if let Some(slots) = self.slots.get_mut(file) {
            slots.known.push(fact.map_or(Slot::Faulty, Slot::Fact));
        }
    }

    /// Records the fact, if it and everything that it depends on have no fault. Its claims are checked in any case, and those
    /// with a fault are left out, so that others can name the fact.
    fn try_fact(&mut self, at: Place, line: &FactLine, is_faulty: bool) -> Option<FactId> {
        let claims = filled(self.files, at, &line.claims);
        let reported = self.flaws.len();
        let named = self.relation(at, line, is_faulty);
        let nodes = self.nodes(at, line, named);
        let is_timed = self.check_unstated(at, line, named);
        let is_whole = !is_faulty
            && is_timed
            && !self.may_name_missing(line, named)
            && !matches!(named, Named::Lost)
            && self.flaws.len() == reported;
        let fact = if is_whole { nodes.fact(line) } else { Err(nodes) };
        let error = match fact {
            Ok(fact) => match self.with_claims(fact, at, &claims) {
                Ok(fact) => return Some(fact),
                Err(error) => {
                    let nodes = self.nodes(at, line, named);
                    self.faults_of_parts(at, line, named, &nodes);
                    Some(error)
                }
            },
            Err(nodes) => {
                self.claims(at, &claims);
                self.faults_of_parts(at, line, named, &nodes);
                None
            }
        };
        // The graph may have a reason that is none of the parts: it is full.
        if let Some(error) = error.filter(|_| self.flaws.len() == reported) {
            self.flaws.push((at.0, Flaw { span: line.relation.span.clone(), error }));
        }
        None
    }

    /// The relation of a line, and the fault of an unknown one.
    fn relation(&mut self, at: Place, line: &FactLine, is_faulty: bool) -> Named {
        let name = &line.relation.value;
        if is_faulty && name.is_empty() {
            return Named::Lost;
        }
        if self.may_be_missing_relation(name) {
            return Named::Lost;
        }
        if self.bulk.schema().is_open() && self.bulk.schema().known_relation(name).is_none() {
            return Named::New;
        }
        match self.bulk.relation(name) {
            Ok(found) => Named::Known(found),
            Err(error) => {
                // If the line has no object, this word may be the object, and the relation may be missing.
                if !line.object.is_missing() {
                    self.flaws.push((at.0, Flaw { span: line.relation.span.clone(), error }));
                }
                Named::Lost
            }
        }
    }

    /// The ends and players, each read as its range asks, and the faults of those that are not there.
    fn nodes(&mut self, at: Place, line: &FactLine, named: Named) -> Nodes {
        let (mut subject, mut object) = match named {
            Named::Known(found) => {
                let ends = self.bulk.schema().ends(found.id());
                (Some(ends.subject), Some(ends.object))
            }
            Named::New => (Some(Range::Any), Some(Range::Any)),
            Named::Lost => (None, None),
        };
        if matches!(named, Named::Known(found) if found.is_inverse()) {
            std::mem::swap(&mut subject, &mut object);
        }
        // A line of one word may be anything.
        let is_fact = !(line.relation.value.is_empty() && line.object.is_missing());
        let subject = if is_fact { self.node(at, &line.subject, subject) } else { None };
        let object = self.node(at, &line.object, object);
        let mut players = Vec::with_capacity(line.roles.len());
        let mut is_passed = false;
        let likely = match named {
            Named::Lost if !line.object.is_missing() && !self.may_be_missing_relation(&line.relation.value) => {
                self.bulk.schema().likely_relation(&line.relation.value)
            }
            _ => None,
        };
        for (place, role) in line.roles.iter().enumerate() {
            let is_time = std::mem::take(&mut is_passed);
            let range = match named {
                _ if is_time || !role.is_sure || role.name.value.is_empty() && role.player.value == End::Lost => None,
                Named::Known(found) => {
                    let range = self.range_of_role(found, &role.name.value);
                    let flawed = range.is_none().then(|| no_role(self.bulk.schema(), found.id(), line, place));
                    let is_role = flawed.is_none_or(|(flaw, is_role, passes)| {
                        self.flaws.push((at.0, flaw));
                        is_passed = passes;
                        is_role
                    });
                    is_role.then_some(range)
                }
                Named::New => Some(Some(Range::Any)),
                Named::Lost => match likely.filter(|_| self.is_no_role(&role.name.value)) {
                    // Of whatever relation was meant, a name that is no role is none of its roles.
                    Some(relation) => {
                        let (flaw, is_role, passes) = no_role(self.bulk.schema(), relation, line, place);
                        self.flaws.push((at.0, flaw));
                        is_passed = passes;
                        is_role.then_some(None)
                    }
                    None => Some(None),
                },
            };
            players.push(range.and_then(|range| self.node(at, &role.player, range)));
        }
        Nodes { subject, object, players }
    }

    /// Whether a name is that of no role, and of none that a faulty line would have declared.
    fn is_no_role(&self, name: &str) -> bool {
        let is_missing = self.missing.anything || self.missing.roles.contains(name);
        !is_missing && self.bulk.schema().known_role(name).is_none()
    }

    /// Whether the fact is a gap, and names what a faulty line would have declared.
    fn may_name_missing(&self, line: &FactLine, named: Named) -> bool {
        let (Named::Known(found), End::Value(Value::Text(text))) = (named, &line.object.value) else { return false };
        let schema = self.bulk.schema();
        schema.is_gap(found.id())
            && (self.may_be_missing_relation(text) || schema.known_role(text).is_none() && !self.is_no_role(text))
    }

    /// The range of a role of a relation. `None` if the relation does not take the role.
    fn range_of_role(&self, found: FoundRelation, role: &str) -> Option<Range> {
        let schema = self.bulk.schema();
        let ends = schema.ends(found.id());
        match schema.known_role(role) {
            Some(role) => ends.role(role).map(|(_, range)| range),
            // An open schema declares it.
            None => (schema.is_open() && ends.shape == Shape::Either).then_some(Range::Any),
        }
    }

    /// A date in the name of the relation contradicts `unstated`.
    fn check_unstated(&mut self, at: Place, line: &FactLine, named: Named) -> bool {
        let is_dated = match named {
            Named::Known(found) => found.date().is_some(),
            Named::New | Named::Lost => split_date(&line.relation.value).is_some_and(|(_, date)| date.is_ok()),
        };
        let Some(when) = line.when.as_ref().filter(|when| is_dated && when.value.is_unstated()) else { return true };
        let why = "the name of the relation has a date, and the time is `unstated`; expected one of them";
        self.flaws.push((at.0, Flaw { span: when.span.clone(), error: Error::new(ErrorKind::WrongTime, why) }));
        false
    }

    /// Reports what is wrong with the parts that there are.
    fn faults_of_parts(&mut self, at: Place, line: &FactLine, named: Named, nodes: &Nodes) {
        let sure = |role: &RoleLine| role.is_sure || role.player.is_missing();
        let sure_names = line.roles.iter().map(|role| if sure(role) { &*role.name.value } else { "" });
        let roles: Vec<_> = sure_names.zip(nodes.players.iter().map(Option::as_ref)).collect();
        let may_have_more = line.is_torn || roles.iter().any(|(name, _)| name.is_empty());
        let parts = FactParts {
            relation: if let Named::Known(found) = named { Some(found) } else { None },
            subject: nodes.subject.as_ref(),
            object: nodes.object.as_ref(),
            roles,
            may_have_more,
            when: line.when.as_ref().map(|when| when.value).filter(|when| !when.is_unstated()),
            key: line.key.as_ref().map(|key| key.value.as_str()).filter(|key| !key.is_empty()),
        };
        for (part, error) in self.bulk.faults_of(&parts) {
            let span: &Span = match part {
                // It is reported with the words of the notation that may have been meant.
                FactPart::Role(_) => continue,
                FactPart::Object if self.may_name_missing(line, named) => continue,
                FactPart::Subject => &line.subject.span,
                FactPart::Object => &line.object.span,
                FactPart::Player(place) => line.roles.get(place).map_or(&line.relation.span, |role| &role.player.span),
                FactPart::Time => line.when.as_ref().map_or(&line.relation.span, |when| &when.span),
                FactPart::Key => line.key.as_ref().map_or(&line.relation.span, |key| &key.span),
                FactPart::Relation => &line.relation.span,
            };
            self.flaws.push((at.0, Flaw { span: span.clone(), error }));
        }
    }
}

impl Nodes {
    /// The fact, without its claims, if every part is there.
    fn fact(self, line: &FactLine) -> Result<Fact, Self> {
        let Self { subject: Some(_), object: Some(_), ref players } = self else { return Err(self) };
        if players.iter().any(Option::is_none) {
            return Err(self);
        }
        let mut fact = Fact::new("", line.relation.value.clone(), "");
        // All are there, as was just seen.
        fact.subject = self.subject.unwrap_or(fact.subject);
        fact.object = self.object.unwrap_or(fact.object);
        let names = line.roles.iter().map(|role| role.name.value.clone());
        fact.roles.extend(names.zip(self.players.into_iter().flatten()));
        fact.when = line.when.as_ref().map(|when| when.value).unwrap_or_default();
        fact.modality = line.modality;
        fact.key = line.key.as_ref().map(|key| key.value.clone());
        Ok(fact)
    }
}

/// What stands in the place of a role is none; perhaps a word of the notation was meant. Returns whether it is a role rather
/// than such a word, and whether the role behind it belongs to the same fault.
fn no_role(schema: &Schema, relation: RelationId, line: &FactLine, place: usize) -> (Flaw, bool, bool) {
    let def = schema.relation_def(relation);
    let (found, mut span) =
        line.roles.get(place).map_or(("", 0..0), |role| (&*role.name.value, role.name.span.clone()));
    let (near, is_role, passes) = if let Some(time) = meant_time(line, place, def.shape) {
        span = time.span;
        (format!("; did you mean `{}`?", time.written), false, time.takes_next)
    } else {
        let near = did_you_mean(found, def.role_names().chain(KEYWORDS));
        let is_word = !near.is_empty() && near == did_you_mean(found, KEYWORDS);
        (near, !is_word, false)
    };
    (Flaw { span, error: def.no_role(found, &near) }, is_role, passes)
}
