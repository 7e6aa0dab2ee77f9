//! Sources: resources of this module's own form, and named graphs.

use oxrdf::Literal;

use super::{
    dataset::{Object, Resource},
    fields::Fields,
    languages::preferred,
    read::Reading,
    terms::Vocab,
};
use crate::{error::Error, graph::Edit, model::Source};

impl Reading<'_> {
    /// Adds a source. A part that is not valid is reported, and left out alone.
    pub(super) fn source(&mut self, resource: Resource) {
        let data = self.data;
        let fields = Fields::of(data, resource);
        let mut source = match self.sources.of(resource) {
            Ok(key) => Source::new(key),
            Err(error) => return self.fail(resource, error),
        };
        for of in data.of(resource) {
            let is_class = data.is_term(&of.object, Vocab::Source) || data.is_term(&of.object, Vocab::ProvEntity);
            if data.is(of.predicate, Vocab::Type) && is_class {
                of.set_used();
            }
        }
        source.title = self.text(resource, Vocab::Title);
        source.publisher = self.text(resource, Vocab::Publisher);
        source.licence = self.text(resource, Vocab::Rights);
        source.text = self.text(resource, Vocab::Text);
        source.url = self.address(resource);
        source.published = self.part(resource, fields.parsed(Vocab::Issued));
        source.sha256 = self.part(resource, fields.parsed(Vocab::Sha256));
        let base =
            fields.resource(Vocab::DerivedFrom).and_then(|base| base.map(|base| self.sources.of(base)).transpose());
        source.derives_from = self.part(resource, base);
        let iri = data.iri(resource);
        let is_key = iri == source.key || self.names.name("source", iri).is_some();
        if source.url.is_none() && !is_key && !data.is_blank(resource) {
            source.url = Some(iri.to_owned());
        }
        self.push(resource, Edit::AddSource(source));
    }

    fn part<T>(&mut self, resource: Resource, part: Result<Option<T>, Error>) -> Option<T> {
        part.unwrap_or_else(|error| {
            self.fail(resource, error);
            None
        })
    }

    /// The text of a property: that in the preferred language, if there are several.
    fn text(&mut self, resource: Resource, term: Vocab) -> Option<String> {
        let data = self.data;
        let stated = data.of(resource).iter().filter(|of| data.is(of.predicate, term));
        let literals = stated.filter_map(|of| match &of.object {
            Object::Literal(literal) => Some((of, literal)),
            _ => None,
        });
        let languages = &self.options.languages;
        let (of, literal) = literals.min_by_key(|(_, literal)| preferred(languages, literal.language()))?;
        of.set_used();
        if literal.language().is_some() {
            self.edits.note_unread(format!("{} (language)", term.iri()));
        }
        Some(literal.value().to_owned())
    }

    /// The address, which other programs write as an IRI.
    fn address(&mut self, resource: Resource) -> Option<String> {
        let found = match Fields::of(self.data, resource).one(Vocab::Url) {
            Ok(found) => found,
            Err(error) => {
                self.fail(resource, error);
                return None;
            }
        };
        match found? {
            Object::Literal(literal) => Some(Literal::value(literal).to_owned()),
            Object::Resource(address) if !self.data.is_blank(*address) => Some(self.data.iri(*address).to_owned()),
            other => {
                let error = Fields::of(self.data, resource).wrong(Vocab::Url, other, "an address");
                self.fail(resource, error);
                None
            }
        }
    }
}
