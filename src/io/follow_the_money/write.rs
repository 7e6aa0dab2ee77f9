//! Writing: an entity a line, first those of the graph, then what joins them.

use std::{
    collections::HashSet,
    io::{self, Write},
};

use indexmap::IndexMap;
use serde::Serialize;

use super::{
    dates,
    names::{IDENTIFIERS, Link, UNKNOWN, is_under, link_of},
};
use crate::{
    dossier::Selection,
    error::Error,
    io::{
        loss::{Loss, Losses},
        text::text_output,
    },
    model::{KindId, Modality, RelationId, Stance, Value},
    schema::{Schema, Shape, base},
    time::{Bound, PartialDate, WhenParts},
    view::{FactRef, NodeRef, View},
};

/// A view as FollowTheMoney JSON. The [module](super) describes what becomes what.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct FollowTheMoney<'g> {
    view: View<'g>,
    fallback: Option<String>,
}

#[derive(Serialize)]
struct Proxy<'a> {
    id: &'a str,
    schema: &'a str,
    properties: IndexMap<&'a str, Vec<String>>,
}

impl<'a> Proxy<'a> {
    fn add(&mut self, property: &'a str, text: impl Into<String>) {
        let texts = self.properties.entry(property).or_default();
        let text = text.into();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
}

impl<'g> FollowTheMoney<'g> {
    /// The FollowTheMoney JSON of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone(), fallback: None }
    }

    /// The schema, such as `LegalEntity`, of entities whose kind FollowTheMoney does not have. Without it they are left out, with
    /// their facts.
    pub fn fallback(mut self, schema: impl Into<String>) -> Self {
        self.fallback = Some(schema.into());
        self
    }

    /// Writes the entities, line by line.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let selection = Selection::of(&self.view);
        let schema = selection.graph().schema();
        let mut sheet = Sheet {
            schema,
            selection: &selection,
            naming: schema.bind::<base::AlsoKnownAs>(),
            identifying: schema.bind::<base::IdentifiedBy>(),
            fallback: self.fallback.as_deref(),
            losses: Losses::of_sameness(&selection),
            out: io::BufWriter::new(writer),
        };
        for node in selection.entities() {
            sheet.entity(&self.view, node)?;
        }
        for fact in selection.facts() {
            sheet.link(fact)?;
        }
        for source in selection.sources() {
            sheet.losses.note(Loss::Sources, || source.key().to_owned());
        }
        sheet.out.flush()?;
        Ok(sheet.losses)
    }

    text_output!(losses);
}

text_output!(FollowTheMoney<'_>);

struct Sheet<'a, 'g, W: io::Write> {
    schema: &'g Schema,
    selection: &'a Selection<'g>,
    naming: Option<RelationId>,
    identifying: Option<RelationId>,
    fallback: Option<&'a str>,
    losses: Losses,
    out: W,
}

impl<'a, 'g, W: io::Write> Sheet<'a, 'g, W>
where
    'g: 'a,
{
    /// The schema of a kind, and whether it is the kind's own.
    fn schema_of(&self, kind: KindId) -> Option<(&'a str, bool)> {
        let code = |kind: KindId| self.schema.kind_def(kind).codes.get("ftm").map(String::as_str);
        if let Some(own) = code(kind) {
            return Some((own, true));
        }
        // Level by level, so that the nearest decides.
        let mut level = vec![kind];
        let mut seen = HashSet::new();
        while !level.is_empty() {
            let parents: Vec<_> = level
                .iter()
                .flat_map(|kind| self.schema.kind_def(*kind).parents.iter())
                .filter_map(|parent| self.schema.kind(parent).ok())
                .filter(|parent| seen.insert(*parent))
                .collect();
            if let Some(found) = parents.iter().find_map(|kind| code(*kind)) {
                return Some((found, false));
            }
            level = parents;
        }
        self.fallback.map(|schema| (schema, false))
    }

    fn entity(&mut self, view: &View<'g>, node: NodeRef<'g>) -> Result<(), Error> {
        let (Some(key), Some(kind)) = (node.key(), node.kind()) else { return Ok(()) };
        let Some((of, own)) = self.schema_of(kind) else {
            self.losses.note(Loss::Entities, || format!("{} {key}", node.kind_name().unwrap_or_default()));
            return Ok(());
        };
        if !own {
            self.losses.note(Loss::Kinds, || format!("{} {key}", node.kind_name().unwrap_or_default()));
        }
        let mut proxy = Proxy { id: key, schema: of, properties: IndexMap::new() };
        self.name(&mut proxy, "name", node.name().unwrap_or_default());
        for fact in view.about(node.id())?.filter(|fact| fact.subject_node().id() == node.id()) {
            if let (Some(value), true) = (fact.object_node().value(), self.stands(fact)) {
                self.property(&mut proxy, fact, value);
            }
        }
        self.line(&proxy)
    }

    /// A fact that ends in a value, as a property of its subject.
    fn property(&mut self, proxy: &mut Proxy<'a>, fact: FactRef<'g>, value: &Value) {
        let relation = fact.relation();
        let property = if Some(relation) == self.naming {
            Some("alias")
        } else if Some(relation) == self.identifying {
            let scheme = fact.players().find_map(|(_, player)| match player.value() {
                Some(Value::Text(scheme)) => Some(scheme.as_str()),
                _ => None,
            });
            let known = IDENTIFIERS.iter().find(|(of, _, above)| Some(*of) == scheme && is_under(proxy.schema, *above));
            known.map(|(_, property, _)| *property)
        } else {
            let code = self.schema.relation_def(relation).codes.get("ftm").map(String::as_str);
            code.filter(|code| code.starts_with(|c: char| c.is_ascii_lowercase()))
        };
        let text = match value {
            Value::Date(date) => self.date(fact, *date),
            Value::Text(text) | Value::Url(text) => Some(text.clone()),
            value => {
                self.losses.note(Loss::Values, || fact.to_string());
                Some(value.to_string())
            }
        };
        let (Some(property), Some(text)) = (property, text) else {
            self.losses.note(Loss::Facts, || fact.to_string());
            return;
        };
        if property == "alias" {
            self.name(proxy, property, &text);
        } else {
            proxy.add(property, text);
        }
        if fact.when() != crate::time::When::UNSTATED {
            self.losses.note(Loss::Time, || fact.to_string());
        }
        if fact.players().count() > usize::from(Some(relation) == self.identifying) {
            self.losses.note(Loss::Roles, || fact.to_string());
        }
        self.rest(fact);
    }

    /// A name, or where FollowTheMoney would not take it for one, a note, and the key as the name.
    fn name(&mut self, proxy: &mut Proxy<'a>, property: &'a str, name: &str) {
        if is_name(name) {
            proxy.add(property, name);
            return;
        }
        self.losses.note(Loss::Text, || name.to_owned());
        proxy.add("notes", name);
        if property == "name" {
            proxy.add(property, proxy.id);
        }
    }

    /// What is lost of every fact that is told.
    fn rest(&mut self, fact: FactRef<'g>) {
        if fact.key().is_some() && fact.object_node().value().is_some() {
            self.losses.note(Loss::Keys, || fact.to_string());
        }
        if fact.claims().next().is_some() {
            self.losses.note(Loss::Claims, || fact.to_string());
        }
    }

    /// Whether a fact is told as so, and stands; what does not is left out.
    fn stands(&mut self, fact: FactRef<'g>) -> bool {
        if fact.modality() != Modality::Actual {
            self.losses.note(Loss::Modality, || fact.to_string());
            return false;
        }
        if self.selection.retraction(fact.id()).is_some() || self.selection.resolution(fact.id()).is_some() {
            self.losses.note(Loss::Settled, || fact.to_string());
            return false;
        }
        true
    }

    fn date(&mut self, fact: FactRef<'g>, date: PartialDate) -> Option<String> {
        let (text, whole) = dates::told(date);
        if !whole {
            self.losses.note(Loss::Time, || fact.to_string());
        }
        text
    }

    /// A fact that joins two entities.
    fn link(&mut self, fact: FactRef<'g>) -> Result<(), Error> {
        let (from, to) = (fact.subject_node(), fact.object_node());
        if from.kind().is_some() && to.value().is_some() {
            return Ok(());
        }
        let ends =
            from.kind().and_then(|kind| self.schema_of(kind)).zip(to.kind().and_then(|kind| self.schema_of(kind)));
        let (Some(((source, _), (target, _))), Some(from), Some(to)) = (ends, from.key(), to.key()) else {
            let loss = if from.fact().or(to.fact()).is_some() { Loss::References } else { Loss::Facts };
            self.losses.note(loss, || fact.to_string());
            return Ok(());
        };
        if !self.stands(fact) {
            return Ok(());
        }
        let code = self.schema.relation_def(fact.relation()).codes.get("ftm");
        let fits = |link: &&Link| is_under(source, link.source.1) && is_under(target, link.target.1);
        let link = code.and_then(|code| link_of(code)).filter(fits).unwrap_or(UNKNOWN);
        let name = self.selection.name(fact.id());
        let mut id = name.strip_prefix('#').map_or_else(|| name.clone(), |place| format!("fact:{place}"));
        while self.selection.graph().get_entity(&id).is_some() {
            id.push('-');
        }
        let mut proxy = Proxy { id: &id, schema: link.schema, properties: IndexMap::new() };
        proxy.add(link.source.0, from);
        proxy.add(link.target.0, to);
        if link.schema == UNKNOWN.schema {
            proxy.add("role", fact.relation_name());
        }
        let is_event = self.schema.ends(fact.relation()).shape == Shape::Happens;
        let times = match fact.when().parts() {
            WhenParts::Unstated => [None, None, None],
            WhenParts::On(date) => [Some(date), None, None],
            WhenParts::AsOf(date) => {
                self.losses.note(Loss::Time, || fact.to_string());
                [Some(date), None, None]
            }
            // The reader takes an event with an end alone as on or before it.
            WhenParts::OnOrBefore(date) if is_event => [None, None, Some(date)],
            WhenParts::OnOrAfter(date) if is_event => [None, Some(date), None],
            WhenParts::OnOrBefore(_) | WhenParts::OnOrAfter(_) | WhenParts::OnOneOf(..) => {
                self.losses.note(Loss::Time, || fact.to_string());
                [None; 3]
            }
            WhenParts::Between(start, end) => {
                // A date that only bounds an end would be read as the date of that end.
                let date = |bound| if let Bound::Date(date) = bound { Some(date) } else { None };
                let (from, to) = (date(start), date(end));
                let lost = |bound, date: Option<PartialDate>| date.is_none() && bound != Bound::Unknown;
                if lost(start, from) || lost(end, to) || from.or(to).is_none() {
                    self.losses.note(Loss::Time, || fact.to_string());
                }
                [None, from, to]
            }
        };
        for (property, date) in ["date", "startDate", "endDate"].into_iter().zip(times) {
            if let Some(text) = date.and_then(|date| self.date(fact, date)) {
                proxy.add(property, text);
            }
        }
        for claim in fact.claims().filter(|claim| claim.stance() == Stance::Supports) {
            let source = claim.source();
            let plain = source.to_source();
            if let Some(publisher) = plain.publisher.or(plain.title) {
                proxy.add("publisher", publisher);
            }
            if let Some(url) = plain.url {
                proxy.add("sourceUrl", url);
            }
        }
        if fact.players().count() > 0 {
            self.losses.note(Loss::Roles, || fact.to_string());
        }
        self.rest(fact);
        self.line(&proxy)
    }

    fn line(&mut self, proxy: &Proxy<'_>) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, proxy).map_err(io::Error::from)?;
        Ok(self.out.write_all(b"\n")?)
    }
}

/// Whether FollowTheMoney takes a text for a name: something is seen of it, and it has at most 384 characters.
fn is_name(text: &str) -> bool {
    let seen = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
    };
    text.contains(seen) && text.chars().nth(384).is_none()
}
