//! The facts by subject, and of each entity what it is.

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

use super::{
    facts,
    html::{Escaped, Isolated},
    plan::Plan,
    signs,
};
use crate::{dossier::MergedEntity, view::NodeRef};

/// Writes the part with the facts.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) -> fmt::Result {
    let groups = Groups::of(plan);
    out.push_str(
        "<section id=\"facts\" class=\"pane\" tabindex=\"-1\" aria-label=\"Facts by subject\">\n\
         <h2>Facts by subject</h2>\n",
    );
    if plan.facts.is_empty() {
        out.push_str("<p>There are no facts.</p>\n");
    }
    for (n, node) in plan.entities.iter().enumerate() {
        let kind = node.kind().map(|kind| plan.kind(kind)).unwrap_or_default();
        writeln!(
            out,
            "<details open class=\"e\" id=\"e{n}\" data-k=\"{kind}\">\n\
             <summary><h3>{} <span class=\"kind\">{}</span></h3></summary>",
            Isolated(node.name().unwrap_or_default()),
            Escaped(node.kind_name().unwrap_or_default())
        )?;
        about(plan, n, *node, out)?;
        list(plan, groups.subjects.get(&n), out)?;
        if let Some(others) = groups.others.get(&n) {
            out.push_str("<p class=\"also\">Also in");
            others.iter().try_for_each(|fact| write!(out, " {}", facts::Link(*fact)))?;
            out.push_str("</p>\n");
        }
        out.push_str("</details>\n");
    }
    if !groups.rest.is_empty() {
        out.push_str("<details open class=\"e\">\n<summary><h3>About other facts</h3></summary>\n");
        list(plan, Some(&groups.rest), out)?;
        out.push_str("</details>\n");
    }
    signs::legend(out)?;
    out.push_str("</section>\n");
    Ok(())
}

/// The numbers of the facts of which an entity is the subject, of those in which it has another part, and of the facts
/// about facts and values.
#[derive(Default)]
struct Groups {
    subjects: BTreeMap<usize, Vec<usize>>,
    others: BTreeMap<usize, Vec<usize>>,
    rest: Vec<usize>,
}

impl Groups {
    fn of(plan: &Plan<'_>) -> Self {
        let mut groups = Self::default();
        for (number, fact) in plan.numbered() {
            let subject = plan.entity(fact.subject_node());
            match subject {
                Some(entity) => groups.subjects.entry(entity).or_default().push(number),
                None => groups.rest.push(number),
            }
            let speakers = fact.claims().filter_map(|claim| claim.said_by());
            for entity in fact.participants().chain(speakers).filter_map(|node| plan.entity(node)) {
                let others = groups.others.entry(entity).or_default();
                if subject != Some(entity) && others.last() != Some(&number) {
                    others.push(number);
                }
            }
        }
        groups.others.retain(|_, facts| !facts.is_empty());
        groups
    }
}

fn list(plan: &Plan<'_>, facts: Option<&Vec<usize>>, out: &mut String) -> fmt::Result {
    let Some(facts) = facts else { return Ok(()) };
    out.push_str("<ol class=\"facts\">\n");
    for number in facts {
        if let Some(fact) = plan.facts.get(number - 1) {
            facts::card(plan, *number, *fact, out)?;
        }
    }
    out.push_str("</ol>\n");
    Ok(())
}

/// The key of an entity, its place in the graph, and what was merged into it.
fn about(plan: &Plan<'_>, n: usize, node: NodeRef<'_>, out: &mut String) -> fmt::Result {
    write!(out, "<p class=\"meta\"><code>{}</code>", Escaped(node.key().unwrap_or_default()))?;
    if plan.graph.has_node(n) {
        write!(out, " · <a href=\"#n{n}\">in the graph</a>")?;
    }
    for MergedEntity { entity, why, .. } in plan.merged(node.key().unwrap_or_default()) {
        let (name, key) = (Isolated(&entity.name), Escaped(&entity.key));
        write!(out, " · <span class=\"sign\">⊕ merged</span> with {name} <code>{key}</code>")?;
        if !why.is_empty() {
            write!(out, ": {}", Isolated(why))?;
        }
    }
    out.push_str("</p>\n");
    Ok(())
}
