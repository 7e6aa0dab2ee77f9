//! The controls, which the script shows: a day, filters, a search, and switches that leave out a source.

use std::{
    collections::BTreeSet,
    fmt::{self, Write},
};

use super::{
    html::{Escaped, Isolated},
    plan::Plan,
    texts::title,
};
use crate::{error::shown::one_line, view::NodeRef};

/// Writes the controls. They are hidden until the script runs.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    let schema = plan.view.graph().schema();
    out.push_str(
        "<div id=\"tools\" role=\"search\" aria-label=\"Filters\" hidden>\n\
         <label>Search <input id=\"find\" type=\"search\" placeholder=\"names and quotes\"></label>\n\
         <label>Day <input id=\"day\" type=\"date\"></label>\n\
         <span class=\"steps\"><button type=\"button\" id=\"back\" aria-label=\"previous change\">◂</button>\
         <button type=\"button\" id=\"forth\" aria-label=\"next change\">▸</button></span>\n\
         <details id=\"more\"><summary>Filters</summary><div>\n",
    );
    let kinds = plan.kinds.iter().enumerate().map(|(n, kind)| (n, schema.kind_def(*kind).name.as_str()));
    select("kind", "Kind", kinds, out)?;
    let relations =
        plan.relations.iter().enumerate().map(|(n, relation)| (n, schema.relation_def(*relation).name.as_str()));
    select("relation", "Relation", relations, out)?;
    select("source", "Source", plan.sources.iter().enumerate().map(|(n, entry)| (n, title(entry.source))), out)?;
    let mut speakers = BTreeSet::new();
    for (_, fact) in plan.numbered() {
        speakers.extend(fact.claims().filter_map(|claim| plan.entity(claim.said_by()?)));
    }
    let name = |n: &usize| plan.entities.get(*n).and_then(NodeRef::name).unwrap_or_default();
    select("speaker", "Speaker", speakers.iter().map(|n| (*n, name(n))), out)?;
    out.push_str(
        "<label>Certainty <select id=\"certainty\"><option value=\"\">any</option><option value=\"y\">certain</option>\
         <option value=\"p\">possible</option></select></label>\n",
    );
    if plan.switches && !plan.sources.is_empty() {
        out.push_str("<fieldset id=\"without\"><legend>Leave out a source</legend>\n");
        for (n, entry) in plan.sources.iter().enumerate() {
            let base = entry.source.derives_from().and_then(|base| plan.source(base.id()));
            write!(out, "<label><input type=\"checkbox\" value=\"{n}\"")?;
            if let Some(base) = base {
                write!(out, " data-base=\"{base}\"")?;
            }
            writeln!(out, "> {}</label>", Isolated(title(entry.source)))?;
        }
        out.push_str("</fieldset>\n");
    }
    out.push_str(
        "</div></details>\n<button type=\"button\" id=\"clear\">Clear</button>\n\
         <output id=\"count\" aria-live=\"polite\"></output>\n</div>\n",
    );
    Ok(())
}

fn select<'a>(id: &str, label: &str, options: impl Iterator<Item = (usize, &'a str)>, out: &mut String) -> fmt::Result {
    let mut options: Vec<_> = options.collect();
    if options.len() < 2 {
        return Ok(());
    }
    options.sort_by_key(|(_, name)| *name);
    write!(out, "<label>{label} <select id=\"{id}\"><option value=\"\">any</option>")?;
    for (n, name) in options {
        write!(out, "<option value=\"{n}\">{}</option>", Escaped(&one_line(name)))?;
    }
    out.push_str("</select></label>\n");
    Ok(())
}
