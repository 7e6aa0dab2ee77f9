//! The IRIs that are written and read: this module's own terms, and those of other vocabularies.

use oxrdf::{NamedNode, Term};

/// The namespace of this module's own terms, such as `on` and `claim`.
pub const NAMESPACE: &str = "https://docs.rs/chancery/rdf#";

pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
pub(super) const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
pub(super) const OWL: &str = "http://www.w3.org/2002/07/owl#";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const FOAF: &str = "http://xmlns.com/foaf/0.1/";
const SCHEMA_ORG: &str = "https://schema.org/";
const SCHEMA_ORG_HTTP: &str = "http://schema.org/";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";
/// The datatype of Extended Date/Time Format literals, by the Library of Congress.
pub(super) const EDTF: &str = "http://id.loc.gov/datatypes/edtf/EDTF";

/// Prefix and namespace, for the syntaxes that shorten.
pub(super) const PREFIXES: [(&str, &str); 7] = [
    ("ch", NAMESPACE),
    ("rdf", RDF),
    ("rdfs", RDFS),
    ("xsd", XSD),
    ("prov", PROV),
    ("dcterms", DCTERMS),
    ("skos", SKOS),
];

/// The namespace of the codes of a scheme, which are written as matches of kinds and relations.
pub(super) fn namespace_of(scheme: &str) -> Option<&'static str> {
    match scheme {
        "wikidata" => Some(WIKIDATA),
        "schema-org" => Some(SCHEMA_ORG),
        _ => None,
    }
}

macro_rules! vocab {
    ($($term:ident = $namespace:ident $name:literal;)*) => {
        /// A term with a meaning here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Vocab {
            $($term,)*
        }

        impl Vocab {
            pub(super) const ALL: &[Self] = &[$(Self::$term,)*];

            const fn parts(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$term => ($namespace, $name),)*
                }
            }
        }
    };
}

vocab! {
    // Classes.
    Fact = NAMESPACE "Fact";
    Source = NAMESPACE "Source";
    ProvEntity = PROV "Entity";
    Class = RDFS "Class";
    Property = RDF "Property";
    // Any resource.
    Type = RDF "type";
    Place = NAMESPACE "place";
    // Kinds and relations.
    SubClassOf = RDFS "subClassOf";
    ExactMatch = SKOS "exactMatch";
    // Names.
    Label = RDFS "label";
    PrefLabel = SKOS "prefLabel";
    AltLabel = SKOS "altLabel";
    FoafName = FOAF "name";
    SchemaName = SCHEMA_ORG "name";
    SchemaNameHttp = SCHEMA_ORG_HTTP "name";
    SchemaAlternateName = SCHEMA_ORG "alternateName";
    SchemaAlternateNameHttp = SCHEMA_ORG_HTTP "alternateName";
    // Sources.
    Title = DCTERMS "title";
    Publisher = DCTERMS "publisher";
    Rights = DCTERMS "rights";
    Issued = DCTERMS "issued";
    Text = PROV "value";
    Url = SCHEMA_ORG "url";
    DerivedFrom = PROV "wasDerivedFrom";
    Sha256 = NAMESPACE "sha256";
    // The triple of a fact.
    Reifies = RDF "reifies";
    Subject = RDF "subject";
    Predicate = RDF "predicate";
    Object = RDF "object";
    // Facts.
    On = NAMESPACE "on";
    AsOf = NAMESPACE "asOf";
    Start = NAMESPACE "start";
    End = NAMESPACE "end";
    Open = NAMESPACE "open";
    Unknown = NAMESPACE "unknown";
    Modality = NAMESPACE "modality";
    Key = NAMESPACE "key";
    Claim = NAMESPACE "claim";
    Retracted = NAMESPACE "retracted";
    Resolution = NAMESPACE "resolution";
    ResolvedBy = NAMESPACE "resolvedBy";
    // Claims.
    PrimarySource = PROV "hadPrimarySource";
    AttributedTo = PROV "wasAttributedTo";
    Stance = NAMESPACE "stance";
    Inferred = NAMESPACE "inferred";
    Confidence = NAMESPACE "confidence";
    Quote = NAMESPACE "quote";
    QuoteStart = NAMESPACE "quoteStart";
    QuoteEnd = NAMESPACE "quoteEnd";
    QuoteSha256 = NAMESPACE "quoteSha256";
    Passages = NAMESPACE "passages";
}

impl Vocab {
    pub(super) fn iri(self) -> String {
        let (namespace, name) = self.parts();
        format!("{namespace}{name}")
    }

    /// The name without its namespace.
    pub(super) const fn name(self) -> &'static str {
        self.parts().1
    }
}

impl From<Vocab> for NamedNode {
    fn from(term: Vocab) -> Self {
        Self::new_unchecked(term.iri())
    }
}
impl From<Vocab> for Term {
    fn from(term: Vocab) -> Self {
        Self::NamedNode(term.into())
    }
}

/// One of this module's own terms that a value names, such as a modality.
pub(super) fn own(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NAMESPACE}{name}"))
}
