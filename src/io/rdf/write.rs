//! Writing, triple by triple.

use std::io;

use oxrdf::{GraphName, Literal, NamedNode, Quad, Term, Triple};
use oxrdfio::{RdfFormat, RdfSerializer, WriterQuadSerializer};

use super::{
    literal,
    names::{DEFAULT_BASE, Names},
    terms::{PREFIXES, Vocab, namespace_of, own},
};
use crate::{
    dossier::Selection,
    error::{Error, ErrorKind},
    io::{
        loss::{Loss, Losses},
        xml::without_what_xml_forbids,
    },
    model::{Modality, Stance, Value},
    schema::Schema,
    time::{Bound, WhenParts},
    view::{ClaimRef, FactRef, NodeRef, SourceRef, View},
};

/// How the triple of a fact is named, so that something can be said of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Statements {
    /// By triple terms and `rdf:reifies`, RDF 1.2. Not in JSON-LD. Programs that know only RDF 1.1, such as rdflib,
    /// refuse the file.
    Reifiers,
    /// By a named graph with the one triple, in TriG, N-Quads and JSON-LD.
    NamedGraphs,
    /// By `rdf:subject`, `rdf:predicate` and `rdf:object`, as RDF 1.0 has it. In every syntax, and read by every
    /// program.
    #[default]
    Classic,
}

/// A view as RDF. The [module](super) describes the form.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct Rdf<'g> {
    view: View<'g>,
    base: String,
    syntax: RdfFormat,
    statements: Statements,
}

impl<'g> Rdf<'g> {
    /// The RDF of a view, in Turtle.
    pub fn of(view: &View<'g>) -> Self {
        Self {
            view: view.clone(),
            base: DEFAULT_BASE.to_owned(),
            syntax: RdfFormat::Turtle,
            statements: Statements::default(),
        }
    }

    /// The base of the IRIs of entities, facts and sources: an IRI that ends in `/` or `#`. The default is
    /// [`DEFAULT_BASE`], which is for trials; published data needs a base of its own.
    pub fn base(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// The syntax. The default is Turtle.
    pub fn syntax(mut self, syntax: RdfFormat) -> Self {
        self.syntax = syntax;
        self
    }

    /// How the triples of facts are named. The default is [`Statements::Classic`], which every program reads.
    pub fn statements(mut self, statements: Statements) -> Self {
        self.statements = statements;
        self
    }

    /// What the syntax cannot hold, without writing it.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to).
    pub fn losses(&self) -> Result<Losses, Error> {
        self.write_to(io::sink())
    }

    /// Writes the triples, one by one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidValue`] if the base is not an IRI that ends in `/` or `#`, or the syntax does not have such
    /// statements; [`ErrorKind::Io`] if the writer fails, or if RDF/XML cannot write the name of a relation as an
    /// element. What was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let format = self.syntax;
        let names = Names::new(&self.base)?;
        let held = match self.statements {
            Statements::Classic => true,
            Statements::Reifiers => !matches!(format, RdfFormat::JsonLd { .. } | RdfFormat::N3),
            Statements::NamedGraphs => format.supports_datasets(),
        };
        if !held {
            let why = format!(
                "{format} does not have statements as {:?}; expected another form of statements",
                self.statements
            );
            return Err(Error::new(ErrorKind::InvalidValue, why).at("statements"));
        }
        let mut serializer = RdfSerializer::from_format(format);
        let entity = format!("{}entity/", names.base());
        for (prefix, namespace) in PREFIXES.into_iter().chain([("entity", entity.as_str())]) {
            let prefixed = serializer.with_prefix(prefix, namespace);
            serializer = prefixed.map_err(|error| Error::new(ErrorKind::InvalidValue, error).at("base"))?;
        }
        let selection = Selection::of(&self.view);
        let mut writing = Writer {
            names,
            statements: self.statements,
            schema: selection.graph().schema(),
            selection: &selection,
            xml: matches!(format, RdfFormat::RdfXml),
            losses: Losses::of_sameness(&selection),
            out: serializer.for_writer(io::BufWriter::new(writer)),
        };
        writing.write()?;
        let mut writer = writing.out.finish()?;
        io::Write::flush(&mut writer)?;
        Ok(writing.losses)
    }
}

struct Writer<'a, 'g, W: io::Write> {
    names: Names,
    statements: Statements,
    schema: &'g Schema,
    selection: &'a Selection<'g>,
    xml: bool,
    losses: Losses,
    out: WriterQuadSerializer<W>,
}

impl<'g, W: io::Write> Writer<'_, 'g, W> {
    fn write(&mut self) -> Result<(), Error> {
        self.vocabulary()?;
        for (place, source) in self.selection.sources().enumerate() {
            self.source(place, source)?;
        }
        for (place, node) in self.selection.entities().enumerate() {
            let iri = self.entity(node);
            let kind = self.names.kind(self.schema, node.kind_name().unwrap_or_default());
            self.state(&iri, Vocab::Type, kind)?;
            self.text(&iri, Vocab::Label, node.name().unwrap_or_default())?;
            self.state(&iri, Vocab::Place, literal::integer(place as u64))?;
        }
        for (place, fact) in self.selection.facts().enumerate() {
            self.fact(place, fact)?;
        }
        Ok(())
    }

    /// The kinds and relations that are used, with what they are elsewhere.
    fn vocabulary(&mut self) -> Result<(), Error> {
        let used = crate::dossier::used(self.selection);
        for def in &used.kinds {
            let iri = self.names.kind(self.schema, &def.name);
            self.state(&iri, Vocab::Type, Vocab::Class)?;
            self.codes(&iri, &def.codes)?;
            for parent in &def.parents {
                let parent = self.names.kind(self.schema, parent);
                self.state(&iri, Vocab::SubClassOf, parent)?;
            }
        }
        for def in &used.relations {
            let iri = self.names.relation(self.schema, &def.name);
            self.state(&iri, Vocab::Type, Vocab::Property)?;
            self.codes(&iri, &def.codes)?;
        }
        Ok(())
    }

    fn codes(&mut self, iri: &NamedNode, codes: &indexmap::IndexMap<String, String>) -> Result<(), Error> {
        for scheme in ["wikidata", "schema-org"] {
            let other = codes.get(scheme).zip(namespace_of(scheme));
            if let Some(Ok(other)) = other.map(|(code, namespace)| NamedNode::new(format!("{namespace}{code}"))) {
                self.state(iri, Vocab::ExactMatch, other)?;
            }
        }
        Ok(())
    }

    fn source(&mut self, place: usize, source: SourceRef<'_>) -> Result<(), Error> {
        let iri = self.names.iri("source", source.key());
        let plain = source.to_source();
        self.state(&iri, Vocab::Type, Vocab::ProvEntity)?;
        self.state(&iri, Vocab::Type, Vocab::Source)?;
        self.state(&iri, Vocab::Place, literal::integer(place as u64))?;
        let texts = [
            (Vocab::Title, &plain.title),
            (Vocab::Publisher, &plain.publisher),
            (Vocab::Rights, &plain.licence),
            (Vocab::Text, &plain.text),
        ];
        for (predicate, text) in texts {
            if let Some(text) = text {
                self.text(&iri, predicate, text)?;
            }
        }
        if let Some(url) = plain.url {
            self.state(&iri, Vocab::Url, literal::value(&Value::Url(url)))?;
        }
        if let Some(date) = plain.published {
            self.state(&iri, Vocab::Issued, literal::date(date))?;
        }
        if let Some(base) = &plain.derives_from {
            let base = self.names.iri("source", base);
            self.state(&iri, Vocab::DerivedFrom, base)?;
        }
        if let Some(hash) = plain.sha256 {
            self.text(&iri, Vocab::Sha256, &hash.to_string())?;
        }
        Ok(())
    }

    fn fact(&mut self, place: usize, fact: FactRef<'g>) -> Result<(), Error> {
        let iri = self.fact_iri(fact);
        let relation = self.names.relation(self.schema, fact.relation_name());
        let (subject, object) = (self.node(fact.subject_node()), self.node(fact.object_node()));
        self.state(&iri, Vocab::Type, Vocab::Fact)?;
        self.state(&iri, Vocab::Place, literal::integer(place as u64))?;
        let ended = self.selection.retraction(fact.id()).is_some() || self.selection.resolution(fact.id()).is_some();
        match subject.clone() {
            Term::NamedNode(subject) if fact.subject_node().value().is_none() => {
                let triple = Triple::new(subject, relation, object);
                if fact.modality() == Modality::Actual && !ended {
                    self.quad(&Quad::new(
                        triple.subject.clone(),
                        triple.predicate.clone(),
                        triple.object.clone(),
                        GraphName::DefaultGraph,
                    ))?;
                }
                match self.statements {
                    Statements::Reifiers => self.state(&iri, Vocab::Reifies, Term::Triple(Box::new(triple)))?,
                    Statements::NamedGraphs => {
                        self.quad(&Quad::new(triple.subject, triple.predicate, triple.object, iri.clone()))?;
                    }
                    Statements::Classic => {
                        self.classic(&iri, triple.subject.into(), triple.predicate, triple.object)?;
                    }
                }
            }
            // RDF has no triple whose subject is a literal.
            subject => self.classic(&iri, subject, relation, object)?,
        }
        for (role, player) in fact.players() {
            let role = self.names.iri("role", &self.schema.role_def(role).name);
            let player = self.node(player);
            self.state(&iri, role, player)?;
        }
        self.when(&iri, fact)?;
        if fact.modality() != Modality::Actual {
            self.state(&iri, Vocab::Modality, own(fact.modality().name()))?;
        }
        if let Some(key) = fact.key() {
            self.text(&iri, Vocab::Key, key)?;
        }
        for (n, claim) in fact.claims().enumerate() {
            self.claim(&iri, n, fact, claim)?;
        }
        if let Some(why) = self.selection.retraction(fact.id()) {
            self.text(&iri, Vocab::Retracted, why)?;
        }
        if let Some((resolution, by)) = self.selection.resolution(fact.id()) {
            let by = self.selection.name(by);
            self.state(&iri, Vocab::Resolution, own(resolution.name()))?;
            let by = self.names.iri("fact", by.trim_start_matches('#'));
            self.state(&iri, Vocab::ResolvedBy, by)?;
        }
        Ok(())
    }

    fn classic(&mut self, iri: &NamedNode, subject: Term, predicate: NamedNode, object: Term) -> Result<(), Error> {
        self.state(iri, Vocab::Subject, subject)?;
        self.state(iri, Vocab::Predicate, predicate)?;
        self.state(iri, Vocab::Object, object)
    }

    fn when(&mut self, iri: &NamedNode, fact: FactRef<'g>) -> Result<(), Error> {
        match fact.when().parts() {
            WhenParts::Unstated => Ok(()),
            WhenParts::On(date) => self.state(iri, Vocab::On, literal::date(date)),
            WhenParts::OnOrBefore(_) | WhenParts::OnOrAfter(_) | WhenParts::OnOneOf(..) => {
                self.state(iri, Vocab::On, literal::edtf(fact.when().to_string()))
            }
            WhenParts::AsOf(date) => self.state(iri, Vocab::AsOf, literal::date(date)),
            WhenParts::Between(start, end) => {
                for (term, bound) in [(Vocab::Start, start), (Vocab::End, end)] {
                    match bound {
                        Bound::Date(date) => self.state(iri, term, literal::date(date))?,
                        Bound::OnOrBefore(_) | Bound::OnOrAfter(_) => {
                            self.state(iri, term, literal::edtf(bound.to_string()))?;
                        }
                        Bound::Unknown => self.state(iri, term, Vocab::Unknown)?,
                        Bound::Open => self.state(iri, term, Vocab::Open)?,
                    }
                }
                Ok(())
            }
        }
    }

    fn claim(&mut self, fact_iri: &NamedNode, n: usize, fact: FactRef<'g>, claim: ClaimRef<'g>) -> Result<(), Error> {
        let name = self.selection.name(fact.id());
        let iri = self.names.iri("claim", &format!("{}/{n}", name.trim_start_matches('#')));
        let plain = claim.to_claim();
        self.state(fact_iri, Vocab::Claim, iri.clone())?;
        self.state(&iri, Vocab::Place, literal::integer(n as u64))?;
        let source = self.names.iri("source", &plain.source);
        self.state(&iri, Vocab::PrimarySource, source)?;
        if let Some(speaker) = &plain.said_by {
            let speaker = self.names.iri("entity", speaker);
            self.state(&iri, Vocab::AttributedTo, speaker)?;
        }
        if claim.stance() == Stance::Disputes {
            self.state(&iri, Vocab::Stance, own("disputes"))?;
        }
        if let Some(reason) = claim.inferred() {
            self.text(&iri, Vocab::Inferred, reason)?;
        }
        if let Some(confidence) = plain.confidence {
            self.state(&iri, Vocab::Confidence, literal::double(confidence.get()))?;
        }
        let Some(quote) = plain.quote else { return Ok(()) };
        if !quote.more.is_empty() {
            return self.text(&iri, Vocab::Passages, &format!("{quote:#}"));
        }
        if let Some(words) = &quote.words {
            self.text(&iri, Vocab::Quote, words)?;
        }
        if let Some((start, end)) = quote.range {
            self.state(&iri, Vocab::QuoteStart, literal::integer(start.into()))?;
            self.state(&iri, Vocab::QuoteEnd, literal::integer(end.into()))?;
        }
        if let Some(hash) = quote.sha256 {
            self.text(&iri, Vocab::QuoteSha256, &hash.to_string())?;
        }
        Ok(())
    }

    fn entity(&self, node: NodeRef<'_>) -> NamedNode {
        self.names.iri("entity", node.key().unwrap_or_default())
    }

    fn fact_iri(&self, fact: FactRef<'g>) -> NamedNode {
        self.names.iri("fact", self.selection.name(fact.id()).trim_start_matches('#'))
    }

    /// An end or player: an IRI, or a literal.
    fn node(&mut self, node: NodeRef<'g>) -> Term {
        match (node.value(), node.fact()) {
            (Some(value), _) => self.as_held(literal::value(value)).into(),
            (None, Some(fact)) => self.names.iri("fact", self.selection.name(fact).trim_start_matches('#')).into(),
            (None, None) => self.entity(node).into(),
        }
    }

    fn text(&mut self, subject: &NamedNode, predicate: Vocab, text: &str) -> Result<(), Error> {
        self.state(subject, predicate, Literal::new_simple_literal(text))
    }

    fn state(
        &mut self,
        subject: &NamedNode,
        predicate: impl Into<NamedNode>,
        object: impl Into<Term>,
    ) -> Result<(), Error> {
        let object = match object.into() {
            Term::Literal(literal) => Term::Literal(self.as_held(literal)),
            object => object,
        };
        self.quad(&Quad::new(subject.clone(), predicate.into(), object, GraphName::DefaultGraph))
    }

    /// A literal as the syntax can hold it.
    fn as_held(&mut self, literal: Literal) -> Literal {
        match self.xml.then(|| without_what_xml_forbids(literal.value())).flatten() {
            None => literal,
            Some(text) => {
                self.losses.note(Loss::Characters, || literal.value().to_owned());
                Literal::new_typed_literal(text, literal.datatype())
            }
        }
    }

    fn quad(&mut self, quad: &Quad) -> Result<(), Error> {
        Ok(self.out.serialize_quad(quad)?)
    }
}
