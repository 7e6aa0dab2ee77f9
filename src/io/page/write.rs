//! The document: its head, its four parts, the dossier and the script.

use std::{fmt::Write, io};

use super::{
    Page, embedded, entities, graph,
    html::{Escaped, counted},
    plan::Plan,
    policy::{SCRIPT, STYLE, policy},
    texts, timeline, tools,
};
use crate::{
    error::{Error, shown::one_line},
    io::loss::Losses,
};

/// From how many facts on a browser lays out only what it shows.
const LARGE: usize = 400;

/// The page as text, and what it does not have.
pub(super) fn page(page: &Page<'_>) -> Result<(String, Losses), Error> {
    let mut losses = Losses::default();
    let plan = Plan::new(page, &mut losses);
    let mut out = String::new();
    document(&page.title, &plan, &mut losses, &mut out).map_err(io::Error::other)?;
    Ok((out, losses))
}

fn document(title: &str, plan: &Plan<'_>, losses: &mut Losses, out: &mut String) -> std::fmt::Result {
    let title = one_line(title);
    let title = Escaped(&title);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#facts\">Skip to the facts</a>\n<header>\n<h1><bdi>{title}</bdi></h1>\n<p>{}</p>\n",
        policy(),
        summary(plan)
    )?;
    out.push_str(
        "<nav aria-label=\"Parts of the page\"><a href=\"#texts\">Texts</a> <a href=\"#facts\">Facts</a> \
         <a href=\"#timeline\">Timeline</a> <a href=\"#graph\">Graph</a></nav>\n",
    );
    tools::write(plan, out)?;
    let large = if plan.facts.len() > LARGE { " class=\"large\"" } else { "" };
    writeln!(out, "</header>\n<main{large}>")?;
    texts::write(plan, out)?;
    out.push_str("<div id=\"side\">\n");
    entities::write(plan, out)?;
    timeline::write(plan, out)?;
    graph::write(plan, out)?;
    out.push_str("</div>\n</main>\n");
    embedded::write(plan, losses, out)?;
    write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

/// What the page has, and what it leaves out.
fn summary(plan: &Plan<'_>) -> String {
    let facts = counted(plan.facts.len(), "fact", "facts");
    let entities = counted(plan.entities.len(), "entity", "entities");
    let sources = counted(plan.sources.len(), "source", "sources");
    let mut text = format!("{facts} about {entities}, from {sources}.");
    let mut more = Vec::new();
    if plan.more_facts > 0 {
        more.push(counted(plan.more_facts, "fact", "facts"));
    }
    if plan.more_entities > 0 {
        more.push(counted(plan.more_entities, "entity", "entities"));
    }
    if !more.is_empty() {
        text.push_str(" Left out: ");
        text.push_str(&more.join(" and "));
        text.push_str(" beyond the limit of this page.");
    }
    text
}
