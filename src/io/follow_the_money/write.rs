//! Writing: an entity a line, first those of the graph, then what joins them.

use std::{
    collections::{BTreeSet, HashSet},
    io::{self, Write},
};

use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

use super::{
    dates,
    link::{PLACE, is_place},
    model::{IDENTIFIERS, UNKNOWN, is_under, link_of},
};
use crate::{
    dossier::Selection,
    error::Error,
    io::{
        foreign::is_blank,
        loss::{Loss, Losses},
        text::text_output,
    },
    model::{KindId, Modality, RelationId, Stance, Value},
    schema::{Range, Schema, Shape, base},
    time::{Bound, PartialDate, When, WhenParts},
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
    properties: IndexMap<&'a str, IndexSet<String>>,
}

impl<'a> Proxy<'a> {
    /// Adds a text to a property, unless it is there.
    fn add(&mut self, property: &'a str, text: impl Into<String>) -> bool {
        self.properties.entry(property).or_default().insert(text.into())
    }
}

impl<'g> FollowTheMoney<'g> {
    /// The FollowTheMoney JSON of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone(), fallback: None }
    }

    /// The schema, such as `LegalEntity`, of entities whose kind FollowTheMoney does not have. Without it they are left
    /// out, with their facts.
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
            lost: BTreeSet::new(),
            links: HashSet::new(),
            out: io::BufWriter::new(writer),
        };
        for node in selection.entities() {
            sheet.entity(&self.view, node)?;
        }
        for fact in selection.facts() {
            sheet.lost.clear();
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
    /// What was noted as lost of the fact that is being written.
    lost: BTreeSet<Loss>,
    /// The ids of links so far.
    links: HashSet<String>,
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

    fn schema_at(&self, node: NodeRef<'g>) -> Option<&'a str> {
        self.schema_of(node.kind()?).map(|(schema, _)| schema)
    }

    /// Notes a loss of a fact, once for each kind of loss.
    fn lose(&mut self, loss: Loss, fact: FactRef<'g>) {
        if self.lost.insert(loss) {
            self.losses.note(loss, || fact.to_string());
        }
    }

    fn entity(&mut self, view: &View<'g>, node: NodeRef<'g>) -> Result<(), Error> {
        let (Some(key), Some(kind)) = (node.key(), node.kind()) else { return Ok(()) };
        let named = || format!("{} {key}", node.kind_name().unwrap_or_default());
        let Some((of, own)) = self.schema_of(kind) else {
            self.losses.note(Loss::Entities, named);
            return Ok(());
        };
        // A reader takes the first kind with this code.
        let first = self.schema.kinds().find(|(_, def)| def.codes.get("ftm").is_some_and(|code| code == of));
        if !own || first.is_none_or(|(first, _)| first != kind) {
            self.losses.note(Loss::Kinds, named);
        }
        let mut proxy = Proxy { id: key, schema: of, properties: IndexMap::new() };
        self.name(&mut proxy, "name", node.name().unwrap_or_default());
        for fact in view.about(node.id())?.filter(|fact| fact.subject_node().id() == node.id()) {
            self.lost.clear();
            if let Some(value) = fact.object_node().value()
                && self.is_actual(fact)
            {
                self.property(&mut proxy, fact, value);
            }
        }
        self.line(&proxy)
    }

    /// A fact whose object is a value, as a property of its subject.
    fn property(&mut self, proxy: &mut Proxy<'a>, fact: FactRef<'g>, value: &Value) {
        let relation = fact.relation();
        let property = if Some(relation) == self.naming {
            Some("alias")
        } else if Some(relation) == self.identifying {
            let scheme = fact.players().find_map(|(_, player)| match player.value() {
                Some(Value::Text(scheme)) => Some(scheme.as_str()),
                _ => None,
            });
            let known = IDENTIFIERS.iter().find(|(of, _, above)| Some(*of) == scheme && is_under(proxy.schema, above));
            known.map(|(_, property, _)| *property)
        } else {
            let code = self.schema.relation_def(relation).codes.get("ftm").map(String::as_str);
            code.filter(|code| code.starts_with(|c: char| c.is_ascii_lowercase()))
        };
        let (text, whole) = match value {
            Value::Date(date) => dates::written(*date),
            value => (Some(crate::io::property::bare(value).into_owned()).filter(|text| !is_blank(text)), true),
        };
        let (Some(property), Some(text)) = (property, text) else {
            self.lose(Loss::Facts, fact);
            return;
        };
        let is_new = if property == "alias" { self.name(proxy, property, &text) } else { proxy.add(property, text) };
        // Another fact has the same text, and a reader cannot know that there were two.
        if !is_new {
            self.lose(Loss::Facts, fact);
            return;
        }
        let of = value.value_type();
        if self.schema.ends(relation).object != Range::Value(of) || matches!(value, Value::Number(_) | Value::YesNo(_))
        {
            self.lose(Loss::Values, fact);
        }
        if !whole || fact.when() != When::UNSTATED {
            self.lose(Loss::Time, fact);
        }
        if fact.key().is_some() {
            self.lose(Loss::Keys, fact);
        }
        self.relation_and_claims(fact, property, usize::from(Some(relation) == self.identifying));
    }

    /// A name, or where FollowTheMoney would not take it for one, a note, and the key as the name. Returns whether a
    /// reader finds it among the names, once.
    fn name(&mut self, proxy: &mut Proxy<'a>, property: &'a str, name: &str) -> bool {
        if is_name(name) {
            let known = proxy.properties.get("name").is_some_and(|names| names.contains(name));
            return !known && proxy.add(property, name);
        }
        self.losses.note(Loss::Text, || name.to_owned());
        if !is_blank(name) {
            proxy.add("notes", name);
        }
        if property == "name" {
            proxy.add(property, proxy.id);
        }
        false
    }

    /// What is lost of every fact that is written under a code, beside its time.
    fn relation_and_claims(&mut self, fact: FactRef<'g>, code: &str, players: usize) {
        let with_code = |def: &crate::schema::RelationDef| def.codes.get("ftm").is_some_and(|own| own == code);
        let first = self.schema.relations().find(|(_, def)| with_code(def));
        if first.is_some_and(|(first, _)| first != fact.relation()) {
            self.lose(Loss::Relations, fact);
        }
        if fact.players().count() > players {
            self.lose(Loss::Roles, fact);
        }
        if fact.claims().next().is_some() {
            self.lose(Loss::Claims, fact);
        }
    }

    /// Whether a fact is actual, and was neither retracted nor resolved. Other facts are left out.
    fn is_actual(&mut self, fact: FactRef<'g>) -> bool {
        if fact.modality() != Modality::Actual {
            self.lose(Loss::Modality, fact);
            return false;
        }
        if self.selection.retraction(fact.id()).is_some() || self.selection.resolution(fact.id()).is_some() {
            self.lose(Loss::Settled, fact);
            return false;
        }
        true
    }

    fn date(&mut self, fact: FactRef<'g>, date: PartialDate) -> Option<String> {
        let (text, whole) = dates::written(date);
        if !whole {
            self.lose(Loss::Time, fact);
        }
        text
    }

    /// A fact that joins two entities.
    fn link(&mut self, fact: FactRef<'g>) -> Result<(), Error> {
        let (from, to) = (fact.subject_node(), fact.object_node());
        let source = self.schema_at(from);
        // It is a property of its subject.
        if source.is_some() && to.value().is_some() {
            return Ok(());
        }
        if !self.is_actual(fact) {
            return Ok(());
        }
        let (Some((source, target)), Some(from), Some(to)) = (source.zip(self.schema_at(to)), from.key(), to.key())
        else {
            let of_fact = from.fact().or(to.fact()).is_some();
            self.lose(if of_fact { Loss::References } else { Loss::Facts }, fact);
            return Ok(());
        };
        let code = self.schema.relation_def(fact.relation()).codes.get("ftm");
        let known = code.and_then(|code| link_of(code)).filter(|link| link.joins(source, target));
        let link = known.unwrap_or(UNKNOWN);
        let id = self.link_id(fact);
        let mut proxy = Proxy { id: &id, schema: link.schema, properties: IndexMap::new() };
        proxy.add(link.source.0, from);
        proxy.add(link.target.0, to);
        let with_code =
            self.schema.relations().filter(|(_, def)| def.codes.get("ftm").is_some_and(|own| own == link.schema));
        // The role tells the relations of one code apart.
        let has_role = known.is_none() || (link.has_role && with_code.count() > 1);
        if has_role {
            proxy.add("role", fact.relation_name());
        }
        let [on, start, end] = self.times(fact);
        for (property, date) in [("date", on), ("startDate", start), ("endDate", end)] {
            if let Some(text) = date.and_then(|date| self.date(fact, date)) {
                proxy.add(property, text);
            }
        }
        for claim in fact.claims().filter(|claim| claim.stance() == Stance::Supports) {
            let plain = claim.source().to_source();
            if let Some(publisher) = plain.publisher.or(plain.title) {
                proxy.add("publisher", publisher);
            }
            if let Some(url) = plain.url {
                proxy.add("sourceUrl", url);
            }
        }
        self.relation_and_claims(fact, if has_role { "" } else { link.schema }, 0);
        self.line(&proxy)
    }

    /// The id of a link: the key of the fact, or its place. No entity, no other fact and no other link has it.
    fn link_id(&mut self, fact: FactRef<'g>) -> String {
        let name = self.selection.name(fact.id());
        let mut id = name.strip_prefix('#').map_or_else(|| name.clone(), |place| format!("{PLACE}{place}"));
        // Entities and facts have one space of ids there.
        let graph = self.selection.graph();
        let is_of_another =
            |id: &str| graph.get_entity(id).is_some() || graph.get_fact(id).is_some_and(|other| other != fact.id());
        while is_of_another(&id) || self.links.contains(&id) {
            id.push('-');
        }
        if fact.key().is_some_and(|key| key != id || is_place(key)) {
            self.lose(Loss::Keys, fact);
        }
        self.links.insert(id.clone());
        id
    }

    /// The date, the start and the end of a link.
    fn times(&mut self, fact: FactRef<'g>) -> [Option<PartialDate>; 3] {
        let is_event = self.schema.ends(fact.relation()).shape == Shape::Happens;
        match fact.when().parts() {
            WhenParts::Unstated => [None; 3],
            WhenParts::On(date) => [Some(date), None, None],
            WhenParts::AsOf(date) => {
                if self.schema.ends(fact.relation()).shape != Shape::Holds {
                    self.lose(Loss::Time, fact);
                }
                [Some(date), None, None]
            }
            // The reader takes an event with an end alone as on or before it.
            WhenParts::OnOrBefore(date) if is_event => [None, None, Some(date)],
            WhenParts::OnOrAfter(date) if is_event => [None, Some(date), None],
            WhenParts::OnOrBefore(_) | WhenParts::OnOrAfter(_) | WhenParts::OnOneOf(..) => {
                self.lose(Loss::Time, fact);
                [None; 3]
            }
            WhenParts::Between(start, end) => {
                // A date that only bounds an end would be read as the date of that end.
                let date = |bound| if let Bound::Date(date) = bound { Some(date) } else { None };
                let (from, to) = (date(start), date(end));
                let lost = |bound, date: Option<PartialDate>| date.is_none() && bound != Bound::Unknown;
                if lost(start, from) || lost(end, to) || from.or(to).is_none() {
                    self.lose(Loss::Time, fact);
                }
                [None, from, to]
            }
        }
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
