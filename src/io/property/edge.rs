//! From edges and columns to edits: facts, and what became of them.

use std::sync::Arc;

use super::{
    cell::{fact_named, is_list, is_plain, read_list, read_within, value_type, written_fact},
    raw::{RawCell, RawDate, RawEdge, RawEnd},
    read::{Reading, invalid_type, made},
    when::Times,
};
use crate::{
    error::{Error, ErrorKind, Position, shown::as_found},
    graph::Edit,
    io::{
        columns::Column,
        foreign::{is_blank, yes_no},
    },
    model::{Claim, Fact, Modality, Node, Quote, Resolution},
    schema::Range,
};

/// The errors of a fact, each with the position of its cell.
#[derive(Default)]
struct Faults(Vec<(Error, Option<Position>)>);

impl Faults {
    fn add(&mut self, error: Error, at: Option<Position>) {
        self.0.push((error, at));
    }
}

impl Reading<'_> {
    /// Takes an edge. Each part of it that is not valid is an error of its own, and none of the fact is read then.
    ///
    /// Its further objects are facts like it. They have no place of their own in the file.
    pub(crate) fn edge(&mut self, mut raw: RawEdge) {
        self.flush();
        let at = raw.at;
        let (target, further) = (std::mem::take(&mut raw.target), std::mem::take(&mut raw.further));
        let mut faults = Faults::default();
        let (mut fact, later, range) = self.fact(raw, &mut faults);
        let is_whole = faults.0.is_empty();
        self.object(&mut fact, &target, range, &mut faults);
        let another = (is_whole && !further.is_empty()).then(|| fact.clone());
        let mut faults = faults.0.into_iter();
        match faults.next() {
            None => {
                let name = fact.key.clone().unwrap_or_else(|| self.edits.next_place());
                self.later.extend(later.edits(&name).map(|edit| (edit, at, None)));
                self.edits.push(Edit::Assert(fact), at);
            }
            Some((error, place)) => {
                self.edits.push_bad_fact(error, place.or(at));
                faults.for_each(|(error, place)| self.edits.push_error(error, place.or(at)));
            }
        }
        if let Some(fact) = another {
            for target in &further {
                self.another_edge(fact.clone(), target, range, &later, at);
            }
        }
    }

    /// Takes a fact with another object.
    fn another_edge(&mut self, mut fact: Fact, target: &RawEnd, range: Range, later: &Later, at: Option<Position>) {
        let mut faults = Faults::default();
        self.check_key(fact.key.as_ref(), at, &mut faults);
        self.object(&mut fact, target, range, &mut faults);
        if faults.0.is_empty()
            && let Some(read) = self.edits.push_unplaced_fact(fact, at)
        {
            self.later.extend(later.edits("").map(|edit| (edit, at, Some(read))));
        }
        for (error, place) in faults.0 {
            self.edits.push_error(error, place.or(at));
        }
    }

    fn object(&mut self, fact: &mut Fact, target: &RawEnd, range: Range, faults: &mut Faults) {
        match self.end("object", target, range) {
            Ok(node) => fact.object = node,
            Err(error) => faults.add(error.at("object"), target.at),
        }
    }

    /// The fact of an edge but for its object, what became of it, and the range of its object.
    fn fact(&mut self, raw: RawEdge, faults: &mut Faults) -> (Fact, Later, Range) {
        let mut fact = Fact::new("", "", "");
        let mut said = Said { claims: raw.claims, ..Said::default() };
        for cell in raw.cells {
            if !self.own && is_blank(&cell.text) {
                continue;
            }
            match self.columns.of_edge(&cell.name, self.own) {
                Some(column) => {
                    let (name, at) = (cell.name.clone(), cell.at);
                    if let Err(error) = self.part(&mut said, column, cell) {
                        faults.add(error.at(column_place(&name)), at);
                    }
                }
                None => self.edits.note_unread(&*cell.name),
            }
        }
        for RawDate { column, name, date, at } in raw.dates {
            let values = self.columns.values;
            match date.and_then(|date| date.map_or(Ok(false), |date| said.times.read(&column, &date, values))) {
                Ok(true) => self.cut(&name),
                Ok(false) => {}
                Err(error) => faults.add(error.at(column_place(&name)), at),
            }
        }
        fact.relation = said.relation.or_else(|| self.columns.relation.clone()).unwrap_or_default();
        if fact.relation.is_empty() {
            let why = "the fact has no relation; expected a column `relation`, or a relation for all";
            faults.add(Error::new(ErrorKind::UnknownRelation, why), None);
        }
        match said.times.when() {
            Ok(when) => fact.when = when,
            Err(error) => faults.add(error, None),
        }
        fact.modality = said.modality.unwrap_or_default();
        self.players(&mut fact, said.players, faults);
        let found = self.schema.relation(&fact.relation).ok();
        let (subject, object) = found.map_or((Range::Any, Range::Any), |name| self.ranges(name));
        match self.end("subject", &raw.source, subject) {
            Ok(node) => fact.subject = node,
            Err(error) => faults.add(error.at("subject"), raw.source.at),
        }
        fact.claims = said.claims;
        match cited(said.source, said.quote) {
            Ok(claim) => fact.claims.extend(claim),
            Err(error) => faults.add(error, None),
        }
        if fact.claims.is_empty() {
            fact.claims.extend(self.columns.source.clone().map(Claim::new));
        }
        if let Err(error) = said.later.check() {
            faults.add(error, None);
        }
        fact.key = self.key_of(said.key, raw.id);
        self.check_key(fact.key.as_ref(), raw.at, faults);
        (fact, said.later, object)
    }

    /// Takes what a cell says.
    fn part(&mut self, said: &mut Said, column: Column, cell: RawCell) -> Result<(), Error> {
        let RawCell { name, text, at } = cell;
        match column {
            Column::Relation => once(&mut said.relation, text.trim().to_owned()),
            Column::When | Column::On | Column::AsOf | Column::Start | Column::End => {
                if said.times.read(&column, &text, self.columns.values)? {
                    self.cut(&name);
                }
                Ok(())
            }
            Column::Modality => once(&mut said.modality, text.trim().parse()?),
            Column::Key => once(&mut said.key, text),
            Column::Claims => {
                said.claims.extend(claims(&text)?);
                Ok(())
            }
            Column::Source => once(&mut said.source, text.trim().to_owned()),
            Column::Quote => once(&mut said.quote, text),
            Column::Retracted => once(&mut said.later.retracted, yes_no(&text)?),
            Column::RetractedWhy => once(&mut said.later.why, text),
            Column::Resolved => once(&mut said.later.resolved, text.trim().parse()?),
            Column::ResolvedBy => once(&mut said.later.by, text),
            Column::Role(role) => {
                said.players.push((role, name, text, at));
                Ok(())
            }
            Column::Ignored => Ok(()),
            _ => {
                self.edits.note_unread(&*name);
                Ok(())
            }
        }
    }

    /// Reads the role players of a fact, each as the relation's range asks.
    fn players(&mut self, fact: &mut Fact, players: Vec<Player>, faults: &mut Faults) {
        let found = self.schema.relation(&fact.relation).ok();
        for (role, column, text, at) in players {
            let id = self.schema.role(&role).ok();
            let range = found.zip(id).and_then(|(relation, id)| self.schema.ends(relation.id()).role(id));
            let range = range.map_or(Range::Any, |(_, range)| range);
            let ends = found.map(|relation| self.schema.ends(relation.id()));
            if ends.zip(id).is_some_and(|(ends, id)| ends.many.contains(&id)) && is_list(&text) {
                match self.listed(&column, range, &text) {
                    Ok(players) => fact.roles.extend(players.into_iter().map(|player| (&*role, player))),
                    Err(error) => faults.add(error.at(format!("role.{role}")), at),
                }
                continue;
            }
            match self.within(&column, range, &text) {
                Ok(player) if fact.roles.contains_key(&role) => {
                    let why = format!("the role is given twice: also {player}");
                    faults.add(Error::new(ErrorKind::DuplicateRole, why).at(format!("role.{role}")), at);
                }
                Ok(player) => fact.roles.insert(&role, player),
                Err(error) => faults.add(error.at(format!("role.{role}")), at),
            }
        }
    }

    /// Reads a list of role players; an entity may be named by the id of its node.
    fn listed(&mut self, column: &str, range: Range, text: &str) -> Result<Vec<Node>, Error> {
        let players = read_list(text)?.into_iter();
        players
            .map(|player| match player {
                Node::Entity(key) => self.within(column, range, &key),
                player => Ok(player),
            })
            .collect()
    }

    /// Checks that no fact before this one has its key.
    fn check_key(&mut self, key: Option<&String>, at: Option<Position>, faults: &mut Faults) {
        let Some(key) = key else { return };
        if let Some(before) = self.fact_keys.get(key) {
            let before = before.map(|at| format!("; line {} has it too", at.line)).unwrap_or_default();
            let why = format!("two facts of the file have the key `{}`{before}", as_found(key));
            faults.add(Error::new(ErrorKind::DuplicateKey, why), None);
        } else {
            self.fact_keys.insert(key.clone(), at);
        }
    }

    /// The key of a fact: its own, or that of the id of its edge if the caller keeps these.
    fn key_of(&mut self, key: Option<String>, id: Option<String>) -> Option<String> {
        match id {
            // The id of an edge of this crate repeats the key, or is a place.
            Some(_) if self.own => key,
            Some(id) if self.columns.keep_edge_ids && key.is_none() => Some(self.fact_ids.key(&id)),
            Some(_) => {
                self.edits.note_unread("id of an edge");
                key
            }
            None => key,
        }
    }

    /// What stands at an end: by its type where that is given, by the node of the id, by the range of the relation;
    /// else an entity that the graph may have.
    fn end(&mut self, place: &str, end: &RawEnd, range: Range) -> Result<Node, Error> {
        let text = end.text.as_str();
        match end.what.as_deref().map(str::trim) {
            Some("fact") => return Ok(fact_named(text)),
            None | Some("entity") => {}
            Some(what) => {
                let of = value_type(what).ok_or_else(|| invalid_type(what))?;
                let (value, cut) = self.columns.values.value(of, text)?;
                if cut {
                    self.cut(place);
                }
                return Ok(Node::Value(value));
            }
        }
        if let Some(node) = self.node_with(text)? {
            return Ok(node);
        }
        if end.what.is_none() && matches!(range, Range::Value(_) | Range::Statement) {
            let (node, cut) = read_within(range, text, self.columns.values)?;
            if cut {
                self.cut(place);
            }
            return Ok(node);
        }
        match text.trim() {
            "" => Err(Error::new(ErrorKind::Syntax, "the end is empty; expected the id of a node")),
            text if end.what.is_none() && text.starts_with('#') => Ok(fact_named(text)),
            text if self.ids.is_made(text) => Err(made(text)),
            text => Ok(Node::Entity(text.to_owned())),
        }
    }
}

/// The name of a role, and its column, text and position.
type Player = (String, Arc<str>, String, Option<Position>);

/// What the cells of an edge say.
#[derive(Default)]
struct Said {
    relation: Option<String>,
    times: Times,
    modality: Option<Modality>,
    key: Option<String>,
    claims: Vec<Claim>,
    source: Option<String>,
    quote: Option<String>,
    players: Vec<Player>,
    later: Later,
}

fn column_place(name: &str) -> String {
    format!("column `{}`", as_found(name))
}

/// Sets what may be given once.
fn once<T>(part: &mut Option<T>, given: T) -> Result<(), Error> {
    match part.replace(given) {
        None => Ok(()),
        Some(_) => Err(Error::new(ErrorKind::Syntax, "it is given twice; expected it once")),
    }
}

/// What became of a fact, which is recorded after all facts.
#[derive(Default)]
struct Later {
    retracted: Option<bool>,
    why: Option<String>,
    resolved: Option<Resolution>,
    by: Option<String>,
}

impl Later {
    /// Checks that nothing is said of a retraction or resolution that is not there.
    fn check(&self) -> Result<(), Error> {
        let lacks = |column: &str, of: &str| {
            let why = format!("it is given for a fact that is not {of}");
            Err(Error::new(ErrorKind::Syntax, why).at(column_place(column)))
        };
        if self.why.is_some() && self.retracted != Some(true) {
            return lacks("retracted_why", "retracted");
        }
        if self.by.is_some() && self.resolved.is_none() {
            return lacks("resolved_by", "resolved");
        }
        Ok(())
    }

    fn edits(&self, fact: &str) -> impl Iterator<Item = Edit> + use<> {
        let why = self.why.clone().unwrap_or_default();
        let retract = (self.retracted == Some(true)).then(|| Edit::Retract { fact: fact.to_owned(), why });
        let by = match self.by.as_deref().map(fact_named) {
            Some(Node::Fact(by)) => by.fact,
            _ => String::new(),
        };
        let resolve = self.resolved.map(|resolution| Edit::Resolve { fact: fact.to_owned(), resolution, by });
        retract.into_iter().chain(resolve)
    }
}

/// The claim of a source, with its words.
fn cited(source: Option<String>, quote: Option<String>) -> Result<Option<Claim>, Error> {
    match (source, quote) {
        (None, None) => Ok(None),
        (None, Some(_)) => {
            Err(Error::new(ErrorKind::InvalidClaim, "a quote without a source; expected the key of a source"))
        }
        (Some(source), quote) => {
            let mut claim = Claim::new(source);
            claim.quote = quote.map(Quote::new);
            Ok(Some(claim))
        }
    }
}

/// Claims in the notation, one after another.
fn claims(text: &str) -> Result<Vec<Claim>, Error> {
    let invalid =
        |why: &str| Error::new(ErrorKind::Syntax, format!("`{}` is not a list of claims: {why}", as_found(text)));
    let fact = written_fact(&format!("a r b {text}")).map_err(|error| invalid(error.message()))?;
    if fact.roles.is_empty() && is_plain(&fact) {
        return Ok(fact.claims);
    }
    Err(invalid("expected the qualifiers of a claim, then `@` and its source"))
}
