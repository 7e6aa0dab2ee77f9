//! The texts of the sources, with every cited passage marked.

use std::fmt::{self, Write};

use super::{
    html::{Escaped, Isolated, Listed, character},
    plan::{CitedSource, Plan},
    segments::{Passage, Segment, cut},
};
use crate::{
    error::shown::{each, escape},
    model::Sha256,
    view::{NodeRef, SourceRef},
};

/// Writes the part with the sources.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    out.push_str("<section id=\"texts\" class=\"pane\" tabindex=\"-1\" aria-label=\"Texts\">\n<h2>Texts</h2>\n");
    if plan.sources.is_empty() {
        out.push_str("<p>There are no sources.</p>\n");
    }
    // What has a text stands first.
    let at_hand = |entry: &CitedSource<'_>| entry.source.text().is_some() && !plan.is_withheld(entry.source.id());
    let (with, without): (Vec<_>, Vec<_>) = plan.sources.iter().enumerate().partition(|(_, entry)| at_hand(entry));
    for (n, entry) in with.into_iter().chain(without) {
        writeln!(out, "<article class=\"source\" id=\"s{n}\">\n<h3>{}</h3>", Isolated(title(entry.source)))?;
        about(plan, entry.source, out)?;
        entities(plan, entry, out)?;
        let segments = cut(&entry.passages);
        match entry.source.text() {
            Some(text) if !plan.is_withheld(entry.source.id()) => marked(n, text, &segments, &entry.passages, out)?,
            text => listed(plan, n, entry, text, out)?,
        }
        out.push_str("</article>\n");
    }
    out.push_str("</section>\n");
    Ok(())
}

/// What a reader calls a source.
pub(super) fn title(source: SourceRef<'_>) -> &str {
    source.title().or_else(|| source.publisher()).unwrap_or_else(|| source.key())
}

fn about(plan: &Plan<'_>, source: SourceRef<'_>, out: &mut String) -> fmt::Result {
    write!(out, "<p class=\"meta\"><code>{}</code>", Escaped(source.key()))?;
    if let Some(publisher) = source.publisher() {
        write!(out, " · {}", Isolated(publisher))?;
    }
    if let Some(published) = source.published() {
        write!(out, " · published {published}")?;
    }
    if let Some(licence) = source.licence() {
        write!(out, " · licence {}", Isolated(licence))?;
    }
    if let Some(base) = source.derives_from() {
        match plan.source(base.id()) {
            Some(n) => write!(out, " · derives from <a href=\"#s{n}\">{}</a>", Isolated(title(base)))?,
            None => write!(out, " · derives from {}", Isolated(title(base)))?,
        }
    }
    if let Some(url) = source.url() {
        let (shown, is_seen) = (Escaped(url), crate::error::shown::is_seen(url));
        if is_seen && (url.starts_with("https://") || url.starts_with("http://")) {
            write!(out, " · <a rel=\"noopener noreferrer\" href=\"{shown}\">{shown}</a>")?;
        } else {
            write!(out, " · {shown}")?;
        }
    }
    out.push_str("</p>\n");
    Ok(())
}

/// Links to the entities of the facts that cite the source.
fn entities(plan: &Plan<'_>, entry: &CitedSource<'_>, out: &mut String) -> fmt::Result {
    if entry.entities.is_empty() {
        return Ok(());
    }
    out.push_str("<details class=\"names\"><summary>Named here</summary>\n<p>");
    for (place, n) in entry.entities.iter().enumerate() {
        let name = plan.entities.get(*n).and_then(NodeRef::name).unwrap_or_default();
        write!(out, "{}<a href=\"#e{n}\">{}</a>", if place == 0 { "" } else { ", " }, Isolated(name))?;
    }
    out.push_str("</p></details>\n");
    Ok(())
}

/// The text. A segment is a `mark`; behind the last segment of a passage stands the number of its fact, which the
/// style shows, so that the text of the document is that of the source. A character that is shown as an escape is an
/// element of its own.
fn marked(n: usize, text: &str, segments: &[Segment<'_>], passages: &[Passage], out: &mut String) -> fmt::Result {
    let mut ends: Vec<(u32, usize)> = passages.iter().map(|passage| (passage.range.1, passage.place.fact)).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut ends = ends.into_iter().peekable();
    let mut segments = segments.iter().enumerate().peekable();
    let mut close = None;
    let mut characters = each(text).peekable();
    out.push_str("<div class=\"text\" dir=\"auto\">");
    for at in 0_u32.. {
        if close == Some(at) {
            out.push_str("</mark>");
            close = None;
        }
        while let Some((_, fact)) = ends.next_if(|(end, _)| *end == at) {
            write!(out, "<a class=\"n\" href=\"#f{fact}\" aria-label=\"fact {fact}\" data-n=\"{fact}\"></a>")?;
        }
        if let Some((number, segment)) = segments.next_if(|(_, segment)| segment.start == at) {
            open(n, number, segment, out)?;
            close = Some(segment.end);
        }
        match characters.next() {
            None => break,
            Some(('\n', _)) => out.push('\n'),
            // It is one character of a line end.
            Some(('\r', _)) if matches!(characters.peek(), Some(('\n', _))) => out.push_str("<i class=\"x\"></i>"),
            Some((c, true)) => character(c, out)?,
            Some((c, false)) => {
                out.push_str("<i class=\"x\">");
                escape(c, out)?;
                out.push_str("</i>");
            }
        }
    }
    out.push_str("</div>\n");
    Ok(())
}

fn open(n: usize, number: usize, segment: &Segment<'_>, out: &mut String) -> fmt::Result {
    let places: Vec<_> = segment.passages.iter().map(|passage| passage.place).collect();
    let disputes = if segment.passages.iter().any(|passage| passage.disputes) { " class=\"d\"" } else { "" };
    write!(out, "<mark id=\"t{n}-{number}\" data-c=\"{}\"{disputes}>", Listed(places))
}

/// The passages of a source whose text the page does not have.
fn listed(plan: &Plan<'_>, n: usize, entry: &CitedSource<'_>, text: Option<&str>, out: &mut String) -> fmt::Result {
    let why = match text {
        Some(_) => "The text may not be shown.",
        None if plan.is_withheld(entry.source.id()) => "The text may not be shown, and is not at hand.",
        None => "The text is not at hand, so the quotes are not checked.",
    };
    write!(out, "<p class=\"absent\"><span class=\"sign\">∅</span> {why}")?;
    if let Some(hash) = text.map(Sha256::of).or(entry.source.without_text().sha256) {
        write!(out, " SHA-256 of the text: <code>{hash}</code>")?;
    }
    out.push_str("</p>\n");
    if entry.passages.is_empty() {
        return Ok(());
    }
    let mut passages: Vec<_> = entry.passages.iter().enumerate().collect();
    passages.sort_by_key(|(_, passage)| (passage.range, passage.place));
    out.push_str("<details class=\"names\" open><summary>Passages cited</summary>\n<ol class=\"ranges\">\n");
    for (number, passage) in passages {
        let ((start, end), fact) = (passage.range, passage.place.fact);
        writeln!(
            out,
            "<li id=\"r{n}-{number}\" data-c=\"{}\"><a class=\"n\" href=\"#f{fact}\" aria-label=\"fact {fact}\" \
             data-n=\"{fact}\"></a> characters {start} to {end}</li>",
            passage.place
        )?;
    }
    out.push_str("</ol></details>\n");
    Ok(())
}
