//! From a file to statements, by the parsers of `oxrdfio`.

use std::io;

use oxrdfio::{LoadedDocument, RdfFormat, RdfParser, RdfSyntaxError};

use super::{dataset::Dataset, reader::Options};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    io::foreign::encoding,
};

pub(super) fn parse(file: impl io::Read, syntax: RdfFormat, options: &Options) -> Result<Dataset, Error> {
    let mut parser = RdfParser::from_format(syntax);
    if let Some(base) = &options.base_iri {
        parser = parser.with_base_iri(base).map_err(|error| {
            let why = format!("`{}` is not a valid base of relative IRIs: {error}", as_found(base));
            Error::new(ErrorKind::InvalidValue, why).at("base IRI")
        })?;
    }
    let text = encoding::read(file)?;
    let mut contexts = options.contexts.clone();
    for document in contexts.values_mut() {
        *document = encoding::without_mark(document)?.to_vec();
    }
    let quads = parser.for_slice(text.as_str()).with_document_loader(move |address| match contexts.get(address) {
        Some(document) => Ok(LoadedDocument {
            url: address.to_owned(),
            content: document.clone(),
            format: RdfFormat::JsonLd { profile: oxrdfio::JsonLdProfile::Context.into() },
        }),
        None => Err("it is not given, and nothing is fetched; give it to the reader by `context`".into()),
    });
    let mut dataset = Dataset::default();
    for quad in quads {
        dataset.add(quad.map_err(|error| failed(&error, syntax, options))?);
    }
    dataset.settle(options.graphs, options.blank_nodes.is_some());
    Ok(dataset)
}

fn failed(error: &RdfSyntaxError, syntax: RdfFormat, options: &Options) -> Error {
    let mut why = error.to_string();
    // What oxiri says of a relative IRI without a base.
    let has_relative = !matches!(syntax, RdfFormat::NTriples | RdfFormat::NQuads);
    if has_relative && options.base_iri.is_none() && why.contains("No scheme found") {
        why.push_str("; if the IRI is relative, give the address of the file to the reader by `with_base_iri`");
    }
    let narrow = |n: u64| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
    let place = error.location().map(|place| place.start);
    let error = Error::new(ErrorKind::Syntax, why);
    match place {
        Some(at) => error.at_position(narrow(at.line), narrow(at.column)),
        None => error,
    }
}
