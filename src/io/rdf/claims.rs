//! Claims of this module's own form.

use super::{dataset::Resource, fields::Fields, read::Reading, terms::Vocab};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Basis, Claim, Confidence, Quote, Sha256, Stance},
};

impl Reading<'_> {
    pub(super) fn claim(&self, resource: Resource) -> Result<Claim, Error> {
        let fields = Fields::of(self.data, resource);
        let source = fields.resource(Vocab::PrimarySource)?.ok_or_else(|| {
            Error::new(ErrorKind::InvalidClaim, "the claim has no prov:hadPrimarySource; expected the IRI of a source")
        })?;
        let mut claim = Claim::new(self.sources.of(source)?);
        let speaker = fields.resource(Vocab::AttributedTo)?;
        claim.said_by = speaker.map(|speaker| self.entities.of(speaker)).transpose()?;
        claim.stance = match fields.own(Vocab::Stance)? {
            None | Some("supports") => Stance::Supports,
            Some("disputes") => Stance::Disputes,
            Some(other) => {
                let why = format!("`{}` is not a stance; expected `supports` or `disputes`", as_found(other));
                return Err(Error::new(ErrorKind::InvalidClaim, why).at(Vocab::Stance.name()));
            }
        };
        let inferred = fields.text(Vocab::Inferred)?;
        claim.basis = inferred.map_or(Basis::Stated, |reason| Basis::Inferred(reason.to_owned()));
        claim.confidence = fields.parsed::<Confidence>(Vocab::Confidence)?;
        claim.quote = quote(fields)?;
        Ok(claim)
    }
}

/// The quote of a claim: one passage in its parts, or several as the notation writes them.
fn quote(fields: Fields<'_>) -> Result<Option<Quote>, Error> {
    let range = match (fields.number(Vocab::QuoteStart)?, fields.number(Vocab::QuoteEnd)?) {
        (Some(start), Some(end)) => Some((start, end)),
        (None, None) => None,
        _ => {
            let why = "a quote has a `quoteStart` and a `quoteEnd`; expected both";
            return Err(Error::new(ErrorKind::InvalidClaim, why));
        }
    };
    let sha256 = fields.parsed::<Sha256>(Vocab::QuoteSha256)?;
    let words = fields.text(Vocab::Quote)?.map(str::to_owned);
    let one = Quote { words, range, sha256, ..Quote::default() };
    let several = fields.text(Vocab::Passages)?.map(str::parse::<Quote>).transpose();
    match (several.map_err(|error| error.at(Vocab::Passages.name()))?, one) {
        (None, one) => Ok((one != Quote::default()).then_some(one)),
        (Some(several), one) if one == Quote::default() => Ok(Some(several)),
        (Some(_), _) => {
            let why = "a claim has either `passages` or one quote in its parts; expected one of the two";
            Err(Error::new(ErrorKind::InvalidClaim, why))
        }
    }
}
