//! The dossier within a page.

use std::fmt::{self, Write};

use super::{
    plan::Plan,
    read::{CLOSE, OPEN},
};
use crate::{
    dossier::Dossier,
    error::shown::{is_hidden, is_invisible},
    io::{
        json::Json,
        loss::{Loss, Losses},
    },
    model::{Quote, Sha256},
};

/// Writes the element with the dossier.
pub(super) fn write(plan: &Plan<'_>, losses: &mut Losses, out: &mut String) -> fmt::Result {
    let dossier = permitted(plan, losses);
    out.push_str(OPEN);
    for c in Json::of(&dossier).to_string().chars() {
        match c {
            // The line ends of the document; those of texts are escaped already.
            '\n' => out.push(c),
            // No text can then end the element, or begin a comment in it.
            '<' | '>' | '&' => write!(out, "\\u{:04x}", u32::from(c))?,
            c if is_hidden(c) || is_invisible(c) => {
                let mut units = [0; 2];
                c.encode_utf16(&mut units).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
            }
            c => out.push(c),
        }
    }
    out.push_str(CLOSE);
    out.push('\n');
    Ok(())
}

/// The dossier of the page, with hashes in place of the texts and quotes that may not be shown.
fn permitted(plan: &Plan<'_>, losses: &mut Losses) -> Dossier {
    let mut dossier = Dossier::of(&plan.view);
    let kg = plan.view.graph();
    let withheld = |key: &str| kg.get_source(key).is_some_and(|source| plan.is_withheld(source));
    for source in dossier.sources.iter_mut().filter(|source| withheld(&source.key)) {
        if let Some(text) = source.text.take() {
            losses.note(Loss::Text, || format!("of {}", source.key));
            source.sha256 = Some(Sha256::of(&text));
        }
    }
    for (n, fact) in dossier.facts.iter_mut().enumerate() {
        for claim in fact.claims.iter_mut().filter(|claim| withheld(&claim.source)) {
            let Some(quote) = claim.quote.take() else { continue };
            if quote.passages().any(|passage| passage.words.is_some()) {
                losses.note(Loss::Claims, || format!("the words of {} for fact {}", claim.source, n + 1));
            }
            claim.quote = hashed(quote);
        }
    }
    dossier
}

/// A quote with the hashes of its words. `None` if a passage would be left with neither words nor range.
fn hashed(quote: Quote) -> Option<Quote> {
    let mut passages = quote.into_passages();
    for passage in &mut passages {
        passage.range?;
        if let Some(words) = passage.words.take() {
            passage.sha256 = Some(Sha256::of(&words));
        }
    }
    Quote::of(passages)
}
