//! The hashes of ranges of texts that a file does not have. A claim cites such a range, and its hash is in one place.

use std::collections::BTreeMap;

use super::load::{Load, Place};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Claim, Quote, Sha256},
    notation::line::{At, Flaw, HashedRange, Span},
};

/// Hashes by source and range.
#[derive(Default)]
pub(super) struct Hashes(BTreeMap<String, BTreeMap<(u32, u32), Hashed>>);

struct Hashed {
    hash: Sha256,
    file: usize,
    span: Span,
    is_used: bool,
}

impl Hashes {
    /// The claim with the hashes of those passages that are given by range alone.
    pub(super) fn fill(&mut self, claim: &Claim) -> Claim {
        let mut claim = claim.clone();
        let Some(of_source) = self.0.get_mut(&claim.source) else { return claim };
        let Some(quote) = claim.quote.take() else { return claim };
        let passages = quote.into_passages().into_iter().map(|mut passage| {
            if let (None, Some(range), None) = (&passage.words, passage.range, passage.sha256)
                && let Some(hashed) = of_source.get_mut(&range)
            {
                hashed.is_used = true;
                passage.sha256 = Some(hashed.hash);
            }
            passage
        });
        claim.quote = Quote::of(passages);
        claim
    }
}

impl Load<'_, '_> {
    /// Takes the hashes of a statement.
    pub(super) fn add_hashes(&mut self, at: Place, source: &At<String>, places: &[At<HashedRange>]) {
        if source.value.is_empty() {
            return;
        }
        if let Err(Some(error)) = self.source_of(&source.value) {
            self.flaws.push((at.0, Flaw { span: source.span.clone(), error }));
        }
        let of_source = self.hashes.0.entry(source.value.clone()).or_default();
        for At { value: HashedRange { range, hash }, span } in places {
            let hashed = Hashed { hash: *hash, file: at.0, span: span.clone(), is_used: false };
            if of_source.insert(*range, hashed).is_some() {
                let ((start, end), source) = (range, as_found(&source.value));
                let why = format!("the hash of characters {start} to {end} of `{source}` is given twice");
                self.flaws.push((at.0, Flaw { span: span.clone(), error: Error::new(ErrorKind::DuplicateKey, why) }));
            }
        }
    }

    /// A hash that no claim uses says nothing, and a claim may have another range than was meant. A claim that could not be
    /// read may use it.
    pub(super) fn unused_hashes(&mut self) {
        if !self.flaws.is_empty() || !self.files.flaws.is_empty() || !self.files.lost.is_empty() {
            return;
        }
        for (source, of_source) in &self.hashes.0 {
            for ((start, end), Hashed { file, span, .. }) in of_source.iter().filter(|(_, hashed)| !hashed.is_used) {
                let why = format!(
                    "no claim quotes characters {start} to {end} of `{}` by their range alone",
                    as_found(source)
                );
                let error = Error::new(ErrorKind::InvalidClaim, why);
                self.flaws.push((*file, Flaw { span: span.clone(), error }));
            }
        }
    }
}
