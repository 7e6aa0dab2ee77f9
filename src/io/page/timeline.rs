//! The timeline: a bar for each fact with a time, solid where it certainly holds and hatched where it may.

use std::fmt::{self, Write};

use super::{
    html::{Escaped, Listed, Tenths, counted},
    plan::Plan,
    scale::{Bars, Label, Scale},
};
use crate::{
    model::Modality,
    view::{FactRef, stated_days},
};

/// Writes the part with the timeline.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    let mut dated: Vec<(usize, FactRef<'_>)> = plan.numbered().filter(|(_, fact)| !fact.when().is_unstated()).collect();
    dated.sort_by_cached_key(|(number, fact)| (stated_days(fact.when()), *number));
    let scale = Scale::of(dated.iter().map(|(_, fact)| fact.when()));
    let (days, places): (Vec<_>, Vec<_>) = scale.steps().map(|(day, place)| (day, Tenths(place.into()))).unzip();
    writeln!(
        out,
        "<section id=\"timeline\" class=\"pane\" tabindex=\"-1\" aria-label=\"Timeline\" \
         data-days=\"{}\" data-at=\"{}\">\n\
         <h2>Timeline</h2>\n<p class=\"key\">{BAR} certain {HATCHED} possible. An end without a line is open or not \
         known. The axis is not to scale.<span class=\"how\"> A click on it picks a day; so do the arrow keys. \
         Page Up and Page Down go to the next and the previous change.</span></p>",
        Listed(days),
        Listed(places)
    )?;
    if dated.is_empty() {
        out.push_str("<p>No fact has a date.</p>\n</section>\n");
        return Ok(());
    }
    out.push_str(
        "<div class=\"chart\"><div class=\"axis\"><svg width=\"100%\" height=\"24\" role=\"img\" aria-label=\"Days\">",
    );
    for Label { day, place, wide } in scale.labels() {
        let (at, class) = (Tenths(place.into()), if wide { " class=\"wide\"" } else { "" });
        write!(
            out,
            "<g{class}><line x1=\"{at}%\" x2=\"{at}%\" y1=\"16\" y2=\"24\"/><text x=\"{at}%\" y=\"12\">{day}</text></g>"
        )?;
    }
    out.push_str("</svg></div>\n<ol class=\"bars\">\n");
    for (number, fact) in &dated {
        let bars = scale.bars(fact.when(), fact.modality() == Modality::Actual);
        write!(
            out,
            "<li id=\"b{number}\" data-f=\"{number}\">\
             <a href=\"#f{number}\"><span class=\"num\">{number}</span> <bdi>{}</bdi></a>",
            Escaped(&fact.sentence().to_string())
        )?;
        bar(&bars, out)?;
        out.push_str("</li>\n");
    }
    out.push_str("</ol></div>\n");
    let undated = plan.facts.len() - dated.len();
    if undated > 0 {
        let verb = if undated == 1 { "has" } else { "have" };
        writeln!(out, "<p>{} {verb} no date, and may hold on any day.</p>", counted(undated, "fact", "facts"))?;
    }
    out.push_str("</section>\n");
    Ok(())
}

const BAR: &str =
    "<svg width=\"28\" height=\"10\" aria-hidden=\"true\"><rect class=\"is\" width=\"28\" height=\"10\"/></svg>";

/// The pattern of all hatched bars is defined here.
const HATCHED: &str = "<svg width=\"28\" height=\"10\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" width=\"6\" \
     height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"gap\" width=\"6\" \
     height=\"6\"/><rect class=\"is\" width=\"2.5\" height=\"6\"/></pattern></defs><rect class=\"may\" width=\"28\" \
     height=\"10\"/></svg>";

fn bar(bars: &Bars, out: &mut String) -> fmt::Result {
    out.push_str("<svg class=\"bar\" width=\"100%\" height=\"10\" aria-hidden=\"true\">");
    let rect = |class: &str, (from, to): (u32, u32), out: &mut String| {
        // A day is seen also where thousands share the axis.
        let (from, width) = (Tenths(from.into()), Tenths(to.saturating_sub(from).max(4).into()));
        write!(out, "<rect class=\"{class}\" x=\"{from}%\" width=\"{width}%\" height=\"10\"/>")
    };
    rect("may", bars.possible, out)?;
    if let Some(certain) = bars.certain {
        rect("is", certain, out)?;
    }
    for (closed, at) in [(bars.closed.0, bars.possible.0), (bars.closed.1, bars.possible.1)] {
        if closed {
            let at = Tenths(at.into());
            write!(out, "<line x1=\"{at}%\" x2=\"{at}%\" y1=\"0\" y2=\"10\"/>")?;
        }
    }
    out.push_str("</svg>");
    Ok(())
}
