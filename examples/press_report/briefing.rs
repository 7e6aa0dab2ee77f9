//! The briefing: what a reader of the report would ask, and what the graph answers.

use chancery::{
    Error, FactRef, KnowledgeGraph, View, date,
    diplomacy::{self, About, AccreditedTo, AmbassadorOf, Hosts, SpokeAt, Visits},
    fact,
    model::Modality,
};

use crate::page::Page;

/// The whole briefing.
pub(crate) fn whole(kg: &KnowledgeGraph) -> Result<Page, Error> {
    let mut page = Page::default();
    who(&mut page, kg)?;
    event(&mut page, kg)?;
    answers(&mut page, kg)?;
    speakers(&mut page, kg)?;
    refused(&mut page, kg);
    Ok(page)
}

/// What holds on a date.
pub(crate) fn on(view: &View<'_>) -> Page {
    let mut page = Page::default();
    page.title("What holds then, certain facts first");
    for fact in view.all_facts() {
        page.line(&format!("  {}: ", fact.truth()), fact.sentence());
        page.claims(fact);
    }
    page
}

/// What is recorded about an entity.
pub(crate) fn about(view: &View<'_>, asked: &str) -> Result<Page, Error> {
    let kg = view.graph();
    let named = kg.entities_named(asked);
    let found = if named.is_empty() { vec![kg.entity(asked)?] } else { named };
    let mut page = Page::default();
    for id in found {
        let Some(node) = kg.node_ref(id) else { continue };
        page.title(&format!("{node}, {} ({})", node.kind_name().unwrap_or_default(), node.key().unwrap_or_default()));
        for fact in view.about(id)? {
            page.fact_from(fact, id);
        }
        let said: Vec<_> = view.said_by([id])?.all_facts().collect();
        if !said.is_empty() {
            page.question(&format!("Said by {node}:"));
            for fact in said {
                page.fact(fact);
            }
        }
    }
    Ok(page)
}

fn who(page: &mut Page, kg: &KnowledgeGraph) -> Result<(), Error> {
    page.title("Who is who");
    let view = kg.view();
    let schema = kg.schema();
    for kind in ["person", "state", "organization"] {
        for node in view.of_kinds([schema.kind(kind)?])?.entities() {
            page.line("", format!("{node} ({})", node.key().unwrap_or_default()));
            let office = |fact: &FactRef<'_>| {
                let states =
                    ["ambassador-of", "president-of", "head-of-state-of", "leads", "titled", "based-in", "motto"];
                fact.subject_node().id() == node.id() && states.contains(&fact.relation_name())
            };
            view.about(node.id())?.filter(office).for_each(|fact| page.line("  ", fact.sentence()));
        }
    }
    Ok(())
}

fn event(page: &mut Page, kg: &KnowledgeGraph) -> Result<(), Error> {
    page.title("The event");
    let view = kg.view();
    let event = kg.entity("action-plan-event")?;
    let told =
        ["also-known-as", "hosts", "described-as", "took-part-in", "ahead-of", "spoke-at", "welcomed", "part-of"];
    for fact in view.about(event)?.filter(|fact| told.contains(&fact.relation_name())) {
        page.line("  ", fact.sentence());
    }
    page.question("On which day was it, and where?");
    page.line("  ", "The report does not say. It came out on 2026-01-24, datelined Islamabad:");
    view.facts(diplomacy::Datelined).iter()?.for_each(|fact| page.fact(fact.untyped()));
    page.question("What was discussed?");
    for about in view.facts(About).iter()? {
        page.line("  ", format!("{}: {}", about.subject_node(), about.object_node()));
    }
    Ok(())
}

fn answers(page: &mut Page, kg: &KnowledgeGraph) -> Result<(), Error> {
    let view = kg.view();
    let (pakistan, kazakhstan) = (kg.entity("pakistan")?, kg.entity("kazakhstan")?);
    page.title("Questions");

    page.question("Who visits Pakistan, and when? Does that hold on 10 February 2026?");
    for visit in view.facts(Visits).to(pakistan).iter()? {
        let on = |day| visit.when().holds_on(date(day)).and(visit.modality().bound());
        page.line("  ", visit.sentence());
        page.line("  ", format!("on 10 February 2026: {}; on 1 March 2026: {}", on("2026-02-10"), on("2026-03-01")));
        page.claims(visit.untyped());
    }

    page.question("Who hosts what?");
    for hosting in view.facts(Hosts).iter()? {
        page.fact(hosting.untyped());
    }

    page.question("Who is ambassador of which state, to which?");
    for post in view.facts(AmbassadorOf).iter()? {
        page.fact(post.untyped());
    }
    let posts = view.facts(AmbassadorOf).with(AccreditedTo, pakistan);
    let (seen, in_1920) = (posts.answer_on("2026-01-24")?, posts.answer_on("1920")?);
    page.line(
        "  ",
        format!("on 24 January 2026: {} certain, {} possible", seen.certain().len(), seen.possible().len()),
    );
    let (certain, possible) = (in_1920.certain().len(), in_1920.possible().len());
    page.line("  ", format!("in 1920: {certain} certain, {possible} possible: nobody says since when"));

    page.question("Which states recognized Kazakhstan in 1991, and on whose word?");
    for recognition in view.facts(kg.relation("recognized-in-1991")?).to(kazakhstan).iter()? {
        page.line("  ", format!("{}: {}", recognition.subject_node(), recognition.truth()));
        page.fact(recognition);
    }

    page.question("What was planned, as known on 24 January 2026?");
    for plan in view.known_by("2026-01-24")?.with_modalities([Modality::Planned]).all_facts() {
        page.fact(plan);
    }

    page.question("What may come of it, by whose word?");
    for hope in view.with_modalities([Modality::Hypothetical]).all_facts() {
        page.line("  ", hope.sentence());
    }

    page.question("Who stands behind “Astana” and “Islamabad” in the title?");
    let government = kg.schema().kind("government")?;
    for about in view.facts(About).iter()?.filter(|fact| fact.object_node().kind() == Some(government)) {
        page.fact(about.untyped());
    }

    page.question("How are IRS and Tokayev connected?");
    if let Some(chain) = view.chains("irs", "tokayev").shortest()? {
        chain.steps().iter().for_each(|step| page.fact(step.fact));
    }
    Ok(())
}

/// What each speaker said, according to the report.
fn speakers(page: &mut Page, kg: &KnowledgeGraph) -> Result<(), Error> {
    let view = kg.view().with_modalities(Modality::ALL);
    let mut speakers: Vec<_> = kg.claims().filter_map(|claim| claim.said_by()).map(|node| node.id()).collect();
    speakers.sort_unstable();
    speakers.dedup();
    for speaker in speakers {
        let Some(node) = kg.node_ref(speaker) else { continue };
        page.title(&format!("What {node} said"));
        for speech in view.facts(SpokeAt).iter()?.filter(|speech| speech.subject_node().id() == speaker) {
            page.line("  ", speech.sentence());
        }
        view.said_by(speaker)?.all_facts().for_each(|fact| page.fact(fact));
    }
    Ok(())
}

/// Claims that somebody made up: the graph refuses those whose words are not there.
fn refused(page: &mut Page, kg: &KnowledgeGraph) {
    page.title("Made-up claims, and what the graph says to them");
    for (subject, object, quote) in [
        ("tokayev", "pakistan", "is to pay his second official visit to Pakistan"),
        ("kistafin", "pakistan", "Kistafin arrived in Pakistan on 3 February"),
        ("tokayev", "pakistan", "Pakistan"),
    ] {
        let mut copy = kg.clone();
        let refused = copy.assert(fact(subject, "visits", object).on("2026-02").cite("abstract", quote));
        page.line("  ", format!("{subject} visits {object}, “{quote}”"));
        match refused {
            Ok(_) => page.line("    ", "accepted"),
            Err(error) => page.line("    refused: ", error.message()),
        }
    }
}
