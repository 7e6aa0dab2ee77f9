//! The picture: frames with entities, notes and facts as nodes, then arrows, then what is left out.

use std::{
    collections::{BTreeMap, HashMap},
    io::Write,
};

use super::text::{Quoted, shown};
use crate::{
    dossier::Selection,
    error::Error,
    io::{
        foreign::is_blank,
        loss::{Loss, Losses},
        speakers::says,
    },
    model::{Any, Id, KindId, Modality, Stance, Value, ValueType, slug},
    view::{FactRef, NodeRef, View},
};

pub(super) fn write(view: &View<'_>, limit: usize, out: &mut impl Write) -> Result<Losses, Error> {
    let selection = Selection::of(view);
    let schema = selection.graph().schema();
    let mut losses = Losses::of_sameness(&selection);
    let facts: Vec<_> = selection.facts().take(limit).collect();
    let more_facts = selection.fact_count() - facts.len();
    losses.note_many(Loss::Facts, more_facts as u64, || format!("all beyond the first {limit}"));

    // Numbers in the order of the picture: entities as they are recorded, then values and facts as facts name them.
    let mut drawn: HashMap<Id<Any>, usize> = HashMap::new();
    let mut joined: Vec<NodeRef<'_>> = Vec::new();
    for node in facts.iter().flat_map(|fact| [fact.subject_node(), fact.object_node()]) {
        drawn.entry(node.id()).or_insert_with(|| {
            joined.push(node);
            0
        });
    }
    let (mut alone, mut more_entities) = (0, 0_u64);
    let mut kinds: BTreeMap<KindId, Vec<NodeRef<'_>>> = BTreeMap::new();
    for node in selection.entities() {
        let Some(kind) = node.kind() else { continue };
        if !drawn.contains_key(&node.id()) {
            // What only facts beyond the limit join to anything would look as if nothing did.
            if more_facts > 0 || alone == limit {
                more_entities += 1;
                losses.note(Loss::Entities, || node.to_string());
                continue;
            }
            alone += 1;
        }
        kinds.entry(kind).or_default().push(node);
    }

    out.write_all(b"flowchart LR\n")?;
    let mut next = 0;
    let mut number = |id: Id<Any>, drawn: &mut HashMap<Id<Any>, usize>| {
        let n = next;
        drawn.insert(id, n);
        next += 1;
        n
    };
    for (place, (kind, nodes)) in kinds.iter().enumerate() {
        let title = shown(&schema.kind_def(*kind).name, &mut losses);
        writeln!(out, "  subgraph k{place}[{}]", Quoted(&title))?;
        for node in nodes {
            let name = node.name().unwrap_or_default();
            if slug(name).as_deref() != node.key() {
                losses.note(Loss::Keys, || node.key().unwrap_or_default().to_owned());
            }
            writeln!(out, "    n{}([{}])", number(node.id(), &mut drawn), Quoted(&shown(name, &mut losses)))?;
        }
        out.write_all(b"  end\n")?;
    }
    for node in joined.iter().filter(|node| node.kind().is_none()) {
        let n = number(node.id(), &mut drawn);
        writeln!(out, "  n{n}[{}]", Quoted(&end(&selection, *node, &mut losses)))?;
    }
    for fact in &facts {
        let (from, to) = (drawn.get(&fact.subject_node().id()), drawn.get(&fact.object_node().id()));
        let (Some(from), Some(to)) = (from, to) else { continue };
        let symmetric = schema.relation_def(fact.relation()).symmetric;
        let arrow = match (fact.modality(), symmetric) {
            (Modality::Actual, false) => "-->",
            (Modality::Actual, true) => "---",
            (_, false) => "-.->",
            (_, true) => "-.-",
        };
        writeln!(out, "  n{from} {arrow}|{}| n{to}", Quoted(&label(&selection, *fact, &mut losses)))?;
    }
    let more: Vec<_> = [(more_facts as u64, "fact"), (more_entities, "entity")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} more {}", if count == 1 { what } else { plural(what) }))
        .collect();
    if !more.is_empty() {
        writeln!(out, "  more[{}]", Quoted(&format!("and {}", more.join(", "))))?;
    }
    let sources = selection.sources().count() as u64;
    losses.note_many(Loss::Sources, sources, || {
        selection.sources().next().map_or_else(String::new, |s| s.key().to_owned())
    });
    Ok(losses)
}

fn plural(what: &str) -> &'static str {
    if what == "fact" { "facts" } else { "entities" }
}

/// A value, or a fact that another is about.
fn end(selection: &Selection<'_>, node: NodeRef<'_>, losses: &mut Losses) -> String {
    match (node.value(), node.fact().and_then(|fact| selection.graph().fact_ref(fact))) {
        (Some(value), _) => {
            if value.value_type() != ValueType::Text {
                losses.note(Loss::Values, || value.to_string());
            }
            match value {
                // Mermaid takes no empty text, and nobody would see a blank one.
                Value::Text(text) | Value::Url(text) if !is_blank(text) => shown(text, losses),
                value => value.to_string(),
            }
        }
        (None, Some(fact)) => {
            losses.note(Loss::References, || fact.to_string());
            let (from, to) = (fact.subject_node().to_string(), fact.object_node().to_string());
            format!("{}\n{}\n{}", shown(&from, losses), shown(&fact.dated_name(), losses), shown(&to, losses))
        }
        (None, None) => shown(&node.to_string(), losses),
    }
}

/// The lines of an arrow: relation, role players, time and modality.
fn label(selection: &Selection<'_>, fact: FactRef<'_>, losses: &mut Losses) -> String {
    let schema = selection.graph().schema();
    let mut lines = vec![shown(fact.relation_name(), losses)];
    for (role, player) in fact.players() {
        let player = match player.kind() {
            Some(_) => shown(&player.to_string(), losses),
            None => end(selection, player, losses).replace('\n', " "),
        };
        lines.push(format!("{}: {player}", shown(&schema.role_def(role).name, losses)));
    }
    if !fact.when().is_unstated() {
        lines.push(fact.when().label());
    }
    if fact.modality() != Modality::Actual {
        lines.push(fact.modality().name().to_owned());
    }
    lines.extend(says(&fact, |speaker| shown(&speaker.to_string(), losses)));
    let mut supporting = fact.claims().filter(|claim| claim.stance() == Stance::Supports).peekable();
    if supporting.peek().is_some() && supporting.all(|claim| claim.inferred().is_some()) {
        lines.push("inferred".into());
    }
    if fact.is_disputed() {
        lines.push("disputed".into());
    }
    if fact.claims().next().is_some() {
        losses.note(Loss::Claims, || fact.to_string());
    }
    if let Some(key) = fact.key() {
        losses.note(Loss::Keys, || key.to_owned());
    }
    if selection.retraction(fact.id()).is_some() {
        losses.note(Loss::Settled, || fact.to_string());
        lines.push("retracted".into());
    }
    if let Some((resolution, _)) = selection.resolution(fact.id()) {
        losses.note(Loss::Settled, || fact.to_string());
        lines.push(format!("since {}", resolution.name()));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use crate::{
        diplomacy::{self, Person, State, Visits},
        draft::fact,
        graph::KnowledgeGraph,
        io::mermaid::Mermaid,
        model::Source,
    };

    /// Mermaid refuses the whole picture if one text in it is empty.
    #[test]
    fn no_text_of_a_picture_is_empty() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add(Person, "Berg").unwrap();
        for text in ["", " \t"] {
            kg.assert(fact("berg", "titled", text)).unwrap();
        }
        kg.add(State, "Norland").unwrap();
        kg.assert(fact("berg", "visits", "norland").with("remark", "")).unwrap();
        let picture = Mermaid::of(&kg.view()).to_string();
        assert!(picture.contains("n2[\"#34;#34;\"]") && picture.contains("n3[\"#34; #92;t#34;\"]"), "{picture}");
        assert!(picture.contains("remark#58; #34;#34;\"|"), "{picture}");
    }

    #[test]
    fn an_arrow_names_those_who_say_so_and_what_is_inferred_or_disputed() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("report")).unwrap();
        let (berg, lind) = (kg.add(Person, "Berg").unwrap(), kg.add(Person, "Lind").unwrap());
        let norland = kg.add(State, "Norland").unwrap();
        kg.assert(fact(berg, Visits, norland).source("report").said_by(lind).source("report").said_by(berg)).unwrap();
        kg.assert(fact(lind, Visits, norland).source("report").inferred("it is on the programme")).unwrap();
        kg.assert(fact(lind, Visits, norland).on("2020").source("report").source("report").said_by(berg).disputes())
            .unwrap();
        let picture = Mermaid::of(&kg.view()).to_string();
        for label in ["visits<br/>say Lind, Berg", "visits<br/>inferred", "visits<br/>in 2020<br/>disputed"] {
            assert!(picture.contains(&format!("|\"{label}\"|")), "{label}\n{picture}");
        }
    }
}
