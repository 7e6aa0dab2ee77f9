//! Entities: their kinds, and their names in all languages.

use std::collections::HashSet;

use super::{
    dataset::{Object, Resource, Statement},
    facts::Triples,
    languages::preferred,
    meaning::{Class, Meaning},
    read::Reading,
    terms::Vocab,
};
use crate::{
    graph::Edit,
    io::foreign::is_blank,
    model::{Claim, Entity, Fact, Node, Value},
};

/// A name of an entity in a file.
struct Name<'a> {
    text: &'a str,
    language: Option<&'a str>,
    further: bool,
    statement: &'a Statement,
}

impl Reading<'_> {
    /// The narrowest kind of the classes of a resource. The classes that say nothing more are marked as used.
    pub(super) fn kind(&self, statements: &[Statement]) -> Option<String> {
        let typed = statements.iter().filter_map(|of| match of.object {
            Object::Resource(class) if self.data.is(of.predicate, Vocab::Type) => {
                self.meanings.class(class).map(|class| (of, class))
            }
            _ => None,
        });
        let classes: Vec<(&Statement, &Class)> = typed.collect();
        let is_a = |one: &Class, above: &Class| match (one.id, above.id) {
            (Some(one), Some(above)) => self.schema.is_a(one, above),
            _ => one.kind == above.kind,
        };
        let narrowest = |class: &Class| {
            let narrower = |(_, other): &(_, &Class)| is_a(other, class) && !is_a(class, other);
            // One that the schema does not have is above no other.
            class.id.is_none() || !classes.iter().any(narrower)
        };
        let abstract_or_new = |class: &Class| class.id.is_none_or(|id| self.schema.is_abstract(id));
        let narrow = classes.iter().map(|(_, class)| *class).filter(|class| narrowest(class));
        let chosen = narrow.min_by_key(|class| abstract_or_new(class))?;
        for (statement, _) in classes.iter().filter(|(_, class)| is_a(chosen, class)) {
            statement.set_used();
        }
        Some(chosen.kind.clone())
    }

    /// Adds an entity with its first name, its other names, and the IRI from which its key was made.
    pub(super) fn entity(&mut self, resource: Resource, kind: String, covered: &Triples<'_>) {
        let data = self.data;
        let key = match self.entities.of(resource) {
            Ok(key) => key,
            Err(error) => return self.fail(resource, error),
        };
        let statements = data.of(resource);
        // What this crate wrote has each name as it is.
        let own = statements.iter().any(|of| data.is(of.predicate, Vocab::Place));
        let mut names: Vec<Name<'_>> = Vec::new();
        let mut seen = HashSet::new();
        let mut stated: Option<&Statement> = None;
        for statement in statements {
            let Meaning::Name { further } = *self.meanings.of(statement.predicate) else { continue };
            let Object::Literal(literal) = &statement.object else { continue };
            if covered.contains(&(resource, statement.predicate, &statement.object)) {
                stated = stated.or(Some(statement));
                continue;
            }
            statement.set_used();
            let text = if own { literal.value() } else { literal.value().trim() };
            if literal.direction().is_some() {
                self.edits.note_unread(format!("{} (base direction)", data.iri(statement.predicate)));
            }
            if seen.insert((text, literal.language())) && (own || !is_blank(text)) {
                names.push(Name { text, language: literal.language(), further, statement });
            }
        }
        let languages = &self.options.languages;
        let rank = |name: &Name<'_>| (name.further, preferred(languages, name.language));
        let first = names.iter().enumerate().min_by_key(|(_, name)| rank(name)).map(|(place, _)| place);
        let text = match first.and_then(|first| names.get(first)) {
            Some(name) => name.text.to_owned(),
            // A fact has the same triple as the name.
            None => match stated.map(|statement| &statement.object) {
                Some(Object::Literal(literal)) => literal.value().to_owned(),
                _ => key.clone(),
            },
        };
        self.push(resource, Edit::AddEntity(Entity::new(key.clone(), kind, text.clone())));
        let identifier = self.entities.identifier(resource);
        if let Some(mut fact) = identifier {
            fact.claims.extend(self.options.source.clone().map(Claim::new));
            self.edits.push_unplaced(fact, None);
        }
        for name in names {
            // The first name has no language of its own.
            if name.language.is_none() && name.text == text {
                continue;
            }
            let mut fact = Fact::new(key.clone(), "also-known-as", "");
            fact.object = Node::Value(Value::Text(name.text.to_owned()));
            let language = name.language.map(|tag| Node::Value(Value::Text(tag.to_owned())));
            fact.roles.extend(language.map(|tag| ("language", tag)));
            match self.claims_of_graphs(name.statement) {
                Ok(claims) => {
                    fact.claims = claims;
                    self.edits.push_unplaced(fact, None);
                }
                Err(error) => self.fail(resource, error),
            }
        }
    }
}
