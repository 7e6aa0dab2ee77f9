//! From a file to statements, by the parsers of `oxrdfio`.

use std::io;

use oxrdfio::{LoadedDocument, RdfFormat, RdfParser, RdfSyntaxError};

use super::{dataset::Dataset, limits, reader::Options};
use crate::{
    error::{
        Error, ErrorKind,
        shown::{PART, as_found, message},
    },
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
    let depth = options.depth.unwrap_or(limits::DEPTH);
    let mut longest = 0;
    let mut contexts = options.contexts.clone();
    for (address, document) in &mut contexts {
        *document = encoding::without_mark(document)?.to_vec();
        let format = RdfFormat::JsonLd { profile: oxrdfio::JsonLdProfile::Context.into() };
        limits::check(document, format, depth, 0)
            .map_err(|error| error.at(format!("context `{}`", as_found(address))))?;
        longest = limits::json::longest(document).max(longest);
    }
    limits::check(text.as_bytes(), syntax, depth, longest)?;
    let quads = parser.for_slice(text.as_str()).with_document_loader(move |address| match contexts.get(address) {
        Some(document) => Ok(LoadedDocument {
            url: address.to_owned(),
            content: document.clone(),
            format: RdfFormat::JsonLd { profile: oxrdfio::JsonLdProfile::Context.into() },
        }),
        None => Err("it is not given, and nothing is fetched; give it to the reader by `context`".into()),
    });
    let mut dataset = Dataset::default();
    let mut expansion = limits::Expansion::of(&text);
    for quad in quads {
        let quad = quad.map_err(|error| failed(&error, syntax, options))?;
        expansion.count(&quad, dataset.size())?;
        dataset.add(quad);
    }
    dataset.settle(options.graphs, options.blank_nodes.is_some());
    Ok(dataset)
}

fn failed(error: &RdfSyntaxError, syntax: RdfFormat, options: &Options) -> Error {
    let mut why = message(error, PART);
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
