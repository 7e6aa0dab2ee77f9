//! The claims of a fact: the words, their source, the speaker, and the reason of an inference.

use std::fmt::{self, Write};

use super::{
    html::{Escaped, Isolated},
    plan::Plan,
    segments::Place,
    texts::title,
};
use crate::{
    model::{Sha256, Stance},
    view::{ClaimRef, FactRef},
};

/// Writes the claims of a fact as a list.
pub(super) fn write(plan: &Plan<'_>, number: usize, fact: FactRef<'_>, out: &mut String) -> fmt::Result {
    if fact.claims().next().is_none() {
        return Ok(());
    }
    out.push_str("<ul class=\"c\">\n");
    for (n, claim) in fact.claims().enumerate() {
        item(plan, (number, n), claim, out)?;
    }
    out.push_str("</ul>\n");
    Ok(())
}

fn item(plan: &Plan<'_>, (fact, n): (usize, usize), claim: ClaimRef<'_>, out: &mut String) -> fmt::Result {
    let source = claim.source();
    let number = plan.source(source.id()).unwrap_or_default();
    let disputes = claim.stance() == Stance::Disputes;
    write!(out, "<li data-s=\"{number}\"")?;
    if let Some(speaker) = claim.said_by().and_then(|speaker| plan.entity(speaker)) {
        write!(out, " data-p=\"{speaker}\"")?;
    }
    out.push_str(if disputes { " class=\"d\"><span class=\"sign dis\">≠ disputed</span> " } else { ">" });
    let quoted = words(plan, (fact, n), number, claim, out)?;
    write!(
        out,
        "{}<a class=\"src\" href=\"#s{number}\">{}</a>",
        if quoted { " — " } else { "" },
        Isolated(title(source))
    )?;
    if let Some(speaker) = claim.said_by() {
        let name = Isolated(speaker.name().unwrap_or_default());
        match plan.entity(speaker) {
            Some(n) => write!(out, ", said by <a href=\"#e{n}\">{name}</a>")?,
            None => write!(out, ", said by {name}")?,
        }
    }
    if let Some(confidence) = claim.confidence() {
        write!(out, ", confidence {confidence}")?;
    }
    if let Some(reason) = claim.inferred() {
        write!(out, "<br><span class=\"sign inf\">∴ inferred</span> {}", Isolated(reason))?;
    }
    out.push_str("</li>\n");
    Ok(())
}

/// Writes the quoted passages, each as a link to its place in the text. Whether there are any.
fn words(
    plan: &Plan<'_>,
    (fact, n): (usize, usize),
    number: usize,
    claim: ClaimRef<'_>,
    out: &mut String,
) -> Result<bool, fmt::Error> {
    let Some(quote) = claim.to_claim().quote else { return Ok(false) };
    let withheld = plan.is_withheld(claim.source().id());
    for (passage, part) in quote.into_passages().into_iter().enumerate() {
        if passage > 0 {
            out.push_str(" … ");
        }
        let place = Place { fact, claim: n, passage };
        let anchor = part.range.and_then(|(start, _)| plan.anchor(number, place, start));
        if let Some(anchor) = &anchor {
            write!(out, "<a class=\"w\" href=\"#{anchor}\">")?;
        }
        match (part.words, part.range) {
            (Some(words), _) if !withheld => write!(out, "<q>{}</q>", Isolated(&words))?,
            (words, range) => {
                let hash = part.sha256.or_else(|| words.map(|words| Sha256::of(&words)));
                match range {
                    Some((start, end)) => write!(out, "characters {start} to {end}")?,
                    None => out.push_str("words that may not be shown"),
                }
                if let Some(hash) = hash {
                    write!(out, " <code class=\"hash\">SHA-256 {}</code>", Escaped(&hash.to_string()))?;
                }
            }
        }
        if anchor.is_some() {
            out.push_str("</a>");
        }
        if claim.source().text().is_none() && !withheld {
            out.push_str(" <span class=\"sign inf\">∅ text not at hand</span>");
        }
    }
    Ok(true)
}
