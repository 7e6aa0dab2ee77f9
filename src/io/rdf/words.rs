//! The words that are written: this module's own, and those of other vocabularies.

/// The namespace of this module's own words, such as `when` and `claim`.
pub const NAMESPACE: &str = "https://docs.rs/chancery/rdf#";

pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
pub(super) const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
pub(super) const PROV: &str = "http://www.w3.org/ns/prov#";
pub(super) const TERMS: &str = "http://purl.org/dc/terms/";
pub(super) const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
pub(super) const SCHEMA_ORG: &str = "https://schema.org/";
pub(super) const WIKIDATA: &str = "http://www.wikidata.org/entity/";
/// The datatype of Extended Date/Time Format literals, by the Library of Congress.
pub(super) const EDTF: &str = "http://id.loc.gov/datatypes/edtf/EDTF";

/// Prefix and namespace, for the syntaxes that shorten.
pub(super) const PREFIXES: [(&str, &str); 7] =
    [("ch", NAMESPACE), ("rdf", RDF), ("rdfs", RDFS), ("xsd", XSD), ("prov", PROV), ("dcterms", TERMS), ("skos", SKOS)];
