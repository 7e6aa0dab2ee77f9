//! The tables of what supports facts: claims, the passages that they quote, and sources.

use super::{
    days::{day, qualifier},
    folder::Folder,
    layout::{CLAIMS, PASSAGES, SOURCES},
    sheet::Cell,
};
use crate::{
    dossier::Selection,
    error::Error,
    model::{Quote, Stance},
};

pub(super) fn write(folder: &Folder<'_>, selection: &Selection<'_>) -> Result<(), Error> {
    let (mut claims, mut passages) = (folder.sheet(&CLAIMS)?, folder.sheet(&PASSAGES)?);
    for fact in selection.facts() {
        for claim in fact.claims() {
            let id = Cell::Id(claim.id().index());
            let quote = claim.to_claim().quote;
            let words = quote.as_ref().and_then(Quote::joined);
            let stance = match claim.stance() {
                Stance::Supports => "supports",
                Stance::Disputes => "disputes",
            };
            claims.row([
                id,
                Cell::Id(fact.id().index()),
                Cell::Id(claim.source().id().index()),
                Cell::of(claim.said_by(), |speaker| Cell::Id(speaker.id().index())),
                Cell::Text(stance),
                Cell::of(claim.inferred(), Cell::Text),
                Cell::of(claim.confidence(), |confidence| Cell::Real(confidence.get())),
                Cell::of(words.as_deref(), Cell::Text),
                Cell::Id(claim.recorded_in().index()),
            ])?;
            for (place, passage) in (0..).zip(quote.iter().flat_map(Quote::passages)) {
                let (start, end) = passage.range.unzip();
                let sha256 = passage.sha256.map(|hash| hash.to_string());
                passages.row([
                    id,
                    Cell::Int(place),
                    Cell::of(passage.words.as_deref(), Cell::Text),
                    Cell::of(start, |start| Cell::Long(start.into())),
                    Cell::of(end, |end| Cell::Long(end.into())),
                    Cell::of(sha256.as_deref(), Cell::Text),
                ])?;
            }
        }
    }
    claims.finish()?;
    passages.finish()?;
    sources(folder, selection)
}

fn sources(folder: &Folder<'_>, selection: &Selection<'_>) -> Result<(), Error> {
    let mut sheet = folder.sheet(&SOURCES)?;
    for read in selection.sources() {
        let source = read.to_source();
        let published = source.published.map(|date| date.to_string());
        let sha256 = source.sha256.map(|hash| hash.to_string());
        sheet.row([
            Cell::Id(read.id().index()),
            Cell::Text(&source.key),
            Cell::of(source.title.as_deref(), Cell::Text),
            Cell::of(source.publisher.as_deref(), Cell::Text),
            Cell::of(source.url.as_deref(), Cell::Text),
            Cell::of(published.as_deref(), Cell::Text),
            Cell::of(source.published, |date| Cell::Int(day(date.first()))),
            Cell::of(source.published, |date| Cell::Int(day(date.last()))),
            Cell::of(source.published.and_then(|date| qualifier(date.qualifier())), Cell::Text),
            Cell::of(source.licence.as_deref(), Cell::Text),
            Cell::of(read.derives_from(), |base| Cell::Id(base.id().index())),
            Cell::Id(read.origin().id().index()),
            Cell::of(source.text.as_deref(), Cell::Text),
            Cell::of(sha256.as_deref(), Cell::Text),
        ])?;
    }
    sheet.finish()
}
