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
        let checked = context(document, depth).map_err(|error| error.at(format!("context `{}`", as_found(address))));
        let (text, of_names) = checked?;
        *document = text.into_bytes();
        longest = of_names.max(longest);
    }
    limits::check(&text, syntax, depth, longest)?;
    let quads = parser.for_slice(text.as_str()).with_document_loader(move |address| match contexts.get(address) {
        Some(document) => {
            Ok(LoadedDocument { url: address.to_owned(), content: document.clone(), format: context_format() })
        }
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

fn context_format() -> RdfFormat {
    RdfFormat::JsonLd { profile: oxrdfio::JsonLdProfile::Context.into() }
}

/// The text of a document of contexts, and the length of the longest text that a name of it stands for.
fn context(document: &[u8], depth: usize) -> Result<(String, usize), Error> {
    let text = encoding::read(document)?;
    limits::check(&text, context_format(), depth, 0)?;
    let longest = limits::json::longest(text.as_bytes());
    Ok((text, longest))
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
