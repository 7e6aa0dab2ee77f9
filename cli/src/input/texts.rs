//! The texts of sources that options name.

use chancery::{Error, ErrorKind, KnowledgeGraph, error::Shown, model::Sha256, notation};

use crate::{arguments::Reading, failure::Failure};

/// Gives a reader all texts.
pub(super) fn all(reader: notation::Reader, reading: &Reading) -> Result<notation::Reader, Failure> {
    some(reader, reading, |_| true)
}

/// Gives a reader the texts of some sources.
pub(super) fn some(
    reader: notation::Reader,
    reading: &Reading,
    has: impl Fn(&str) -> bool,
) -> Result<notation::Reader, Failure> {
    let mut reader = reader;
    for text in reading.texts.iter().filter(|text| has(&text.source)) {
        reader = reader.text_of(&text.source, text.content()?);
    }
    Ok(reader)
}

/// Checks that each text is that of a source of the graph.
pub(super) fn check(kg: &KnowledgeGraph, reading: &Reading) -> Result<(), Failure> {
    for text in &reading.texts {
        let id = kg.source(&text.source).map_err(|error| error.at("--text"))?;
        let content = text.content()?;
        let Some(source) = kg.source_ref(id) else { continue };
        let wrong = |why: String| Err(Error::new(ErrorKind::InvalidSource, why).at("--text").into());
        if source.text().is_some_and(|own| own != content) {
            return wrong(format!("the source `{}` has another text in the record", Shown(&text.source)));
        }
        if let Some(hash) = source.to_source().sha256.filter(|hash| *hash != Sha256::of(content)) {
            let (source, found) = (Shown(&text.source), Sha256::of(content));
            return wrong(format!(
                "the hash of the text is `{found}`; expected that of the source `{source}`, `{hash}`"
            ));
        }
    }
    Ok(())
}
