//! The briefing: what a diplomat would ask about the report, what the graph answers, and then every other fact.

use std::iter;

use chancery::{
    Error, FactRef, Id, KnowledgeGraph, View, date,
    diplomacy::{
        CalledFor, CooperatesWith, ExpressedOptimism, Gained, GovernmentOf, HasStatus, HeldAt, Hosts, Identified,
        PartyTo, Reaffirmed, Signed, StandsFor, Visits,
    },
    fact,
    model::{Any, Modality},
    view::Facts,
};

use crate::page::Page;

/// The whole briefing.
pub(crate) fn whole(kg: &KnowledgeGraph) -> Result<Page, Error> {
    let mut page = Page::default();
    refused(&mut page, kg);
    page.title("Ten questions");
    guest_and_host(&mut page, kg)?;
    speeches(&mut page, kg)?;
    plan_and_neighbours(&mut page, kg)?;
    rest(&mut page, kg)?;
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

/// All facts, with those that may only be.
fn everything(kg: &KnowledgeGraph) -> View<'_> {
    kg.view().with_modalities(Modality::ALL)
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

/// The facts that answer a question, or that the record does not say.
fn answer<R: chancery::schema::RelationTerm>(page: &mut Page, facts: &Facts<'_, R>) -> Result<(), Error> {
    let stated = facts.stated()?;
    if stated.is_not_stated() {
        page.line("  ", "The report does not say.");
        return Ok(());
    }
    for fact in facts.iter()? {
        page.fact(fact.untyped());
    }
    Ok(())
}

/// The facts about a node, and those about these facts, such as who welcomed what one of them says.
fn all_about(page: &mut Page, view: &View<'_>, id: Id<Any>) -> Result<(), Error> {
    for fact in view.about(id)? {
        let about = view.all_facts().filter(|other| other.object_node().fact() == Some(fact.id()));
        for fact in iter::once(fact).chain(about) {
            if !page.has(fact.id()) {
                page.fact(fact);
            }
        }
    }
    Ok(())
}

fn guest_and_host(page: &mut Page, kg: &KnowledgeGraph) -> Result<(), Error> {
    let view = everything(kg);
    let event = kg.entity("action-plan-event")?;

    page.question("1. Who hosts the event, when at the latest, and through what? Where was it?");
    answer(page, &view.facts(Hosts).to("action-plan-event"))?;
    page.line("", "Its place:");
    answer(page, &view.facts(HeldAt).from(event))?;

    page.question("2. Who is coming to Pakistan, when, and how sure is it?");
    for visit in view.facts(Visits).to("pakistan").iter()? {
        page.fact(visit.untyped());
        let on = |day| visit.when().holds_on(date(day)).and(visit.modality().bound());
        let (in_february, in_march) = (on("2026-02-10"), on("2026-03-01"));
        page.line("  ", format!("It is {}.", visit.modality()));
        page.line("  ", format!("On 10 February 2026: {in_february}. On 1 March 2026: {in_march}."));
    }
    Ok(())
}

fn speeches(page: &mut Page, kg: &KnowledgeGraph) -> Result<(), Error> {
    let view = everything(kg);

    page.question("3. What did Saleem ask for, and what does he expect?");
    answer(page, &view.facts(CalledFor).from("saleem"))?;
    answer(page, &view.facts(ExpressedOptimism).from("saleem"))?;

    page.question("4. What does Kistafin offer, by field?");
    answer(page, &view.facts(Identified).from("kistafin"))?;
    answer(page, &view.facts(CooperatesWith))?;

    page.question("5. What is said of the railways and the highway, and do they exist?");
    all_about(page, &view, kg.entity("railway-connectivity")?)?;
    for (route, name) in [("railway-linkages", "The railways"), ("karakoram-highway", "The highway")] {
        all_about(page, &view, kg.entity(route)?)?;
        page.line("", format!("{name}, built or not:"));
        answer(page, &view.facts(HasStatus).from(route))?;
    }

    page.question("6. What is said of security?");
    for topic in ["regional-security", "security-concerns", "shared-challenges", "regional-stability"] {
        all_about(page, &view, kg.entity(topic)?)?;
    }
    Ok(())
}

fn plan_and_neighbours(page: &mut Page, kg: &KnowledgeGraph) -> Result<(), Error> {
    let view = everything(kg);

    page.question("7. Who are the parties of the Action Plan, and is it signed?");
    answer(page, &view.facts(PartyTo).to("action-plan"))?;
    answer(page, &view.facts(GovernmentOf))?;
    answer(page, &view.facts(StandsFor))?;
    page.line("", "Its signatures:");
    answer(page, &view.facts(Signed).to("action-plan"))?;

    page.question("8. What did the participants agree on?");
    answer(page, &view.facts(Reaffirmed).from("participants"))?;

    page.question("9. What is said of Azerbaijan?");
    all_about(page, &view, kg.entity("azerbaijan")?)?;

    page.question("10. Who said that Pakistan was among the first, and what of 1991?");
    for recognition in view.facts(kg.relation("recognized-in-1991")?).to("kazakhstan").iter()? {
        page.fact(recognition);
        page.line("  ", format!("In 1991: {}.", recognition.truth()));
    }
    answer(page, &view.facts(Gained).from("kazakhstan"))
}

/// Every fact that no question has shown, by its subject.
fn rest(page: &mut Page, kg: &KnowledgeGraph) -> Result<(), Error> {
    page.title("All else, by subject");
    let view = everything(kg);
    let shown = |page: &Page, fact: &FactRef<'_>| page.has(fact.id());
    for entity in view.entities() {
        let facts: Vec<_> = view.about(entity.id())?.collect();
        let own = facts.into_iter().filter(|fact| fact.subject_node().id() == entity.id() && !shown(page, fact));
        let own: Vec<_> = own.collect();
        if !own.is_empty() {
            page.question(&format!("{entity}, {}", entity.kind_name().unwrap_or_default()));
            for fact in own {
                page.fact(fact);
            }
        }
    }
    // Facts about facts have no entity as subject.
    let about_facts: Vec<_> = view.all_facts().filter(|fact| !shown(page, fact)).collect();
    if !about_facts.is_empty() {
        page.question("Of facts");
        for fact in about_facts {
            page.fact(fact);
        }
    }
    Ok(())
}
