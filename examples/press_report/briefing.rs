//! The briefing: what a diplomat would ask about the report, and then all that the record says.

use std::iter;

use chancery::{
    Error, Id, KnowledgeGraph, View,
    briefing::{Briefing, BriefingBuilder},
    date,
    diplomacy::{
        CalledFor, CooperatesWith, ExpressedOptimism, Gained, GovernmentOf, HasStatus, HeldAt, Hosts, Identified,
        PartyTo, Reaffirmed, Signed, StandsFor, Visits,
    },
    fact,
    model::{Any, Modality},
    view::Facts,
};

/// The whole briefing: made-up claims, ten questions, and what the library tells of any record.
pub(crate) fn whole(kg: &KnowledgeGraph) -> Result<Briefing, Error> {
    let mut page = kg.view().briefing();
    refused(&mut page, kg);
    page.section("Ten questions");
    guest_and_host(&mut page, kg)?;
    speeches(&mut page, kg)?;
    plan_and_neighbours(&mut page, kg)?;
    Ok(page.most(usize::MAX).whole().finish())
}

/// What holds on a date.
pub(crate) fn on(kg: &KnowledgeGraph, date: chancery::PartialDate) -> Result<Briefing, Error> {
    Ok(kg.view().briefing().most(usize::MAX).on(date)?.finish())
}

/// What is recorded about an entity, or about each entity of a name.
pub(crate) fn about(view: &View<'_>, asked: &str) -> Result<Briefing, Error> {
    let kg = view.graph();
    let named = kg.entities_named(asked);
    let found = if named.is_empty() { vec![kg.entity(asked)?] } else { named };
    let mut page = view.briefing();
    page.most(usize::MAX);
    for id in found {
        page.about(id)?;
    }
    Ok(page.finish())
}

/// All facts, with those that may only be.
fn everything(kg: &KnowledgeGraph) -> View<'_> {
    kg.view().with_modalities(Modality::ALL)
}

/// Claims that somebody made up: the graph refuses those whose words are not there.
fn refused(page: &mut BriefingBuilder<'_>, kg: &KnowledgeGraph) {
    page.section("Made-up claims, and what the graph says to them");
    for (subject, object, quote) in [
        ("tokayev", "pakistan", "is to pay his second official visit to Pakistan"),
        ("kistafin", "pakistan", "Kistafin arrived in Pakistan on 3 February"),
        ("tokayev", "pakistan", "Pakistan"),
    ] {
        let mut copy = kg.clone();
        let refused = copy.assert(fact(subject, "visits", object).on("2026-02").cite("abstract", quote));
        page.heading(format!("{subject} visits {object}, “{quote}”"));
        match refused {
            Ok(_) => page.line("accepted"),
            Err(error) => page.line(format!("refused: {}", error.message())),
        };
    }
}

/// The facts that answer a question, or that the record does not say.
fn answer<'g, R: chancery::schema::RelationTerm>(
    page: &mut BriefingBuilder<'g>,
    facts: &Facts<'g, R>,
) -> Result<(), Error> {
    if facts.stated()?.is_not_stated() {
        page.line("The report does not say.");
        return Ok(());
    }
    for fact in facts.iter()? {
        page.fact(fact);
    }
    Ok(())
}

/// The facts about a node, and those about these facts, such as who welcomed what one of them says.
fn all_about<'g>(page: &mut BriefingBuilder<'g>, view: &View<'g>, id: Id<Any>) -> Result<(), Error> {
    for fact in view.about(id)? {
        for fact in iter::once(fact).chain(view.about_fact(fact.id())) {
            if !page.has(fact.id()) {
                page.fact(fact);
            }
        }
    }
    Ok(())
}

fn guest_and_host<'g>(page: &mut BriefingBuilder<'g>, kg: &'g KnowledgeGraph) -> Result<(), Error> {
    let view = everything(kg);
    let event = kg.entity("action-plan-event")?;

    page.heading("1. Who hosts the event, when at the latest, and through what? Where was it?");
    answer(page, &view.facts(Hosts).to("action-plan-event"))?;
    page.heading("Its place:");
    answer(page, &view.facts(HeldAt).from(event))?;

    page.heading("2. Who is coming to Pakistan, when, and how sure is it?");
    for visit in view.facts(Visits).to("pakistan").iter()? {
        page.fact(visit);
        let on = |day| visit.when().holds_on(date(day)).and(visit.modality().bound());
        let (in_february, in_march) = (on("2026-02-10"), on("2026-03-01"));
        page.line(format!("It is {}.", visit.modality()));
        page.line(format!("On 10 February 2026: {in_february}. On 1 March 2026: {in_march}."));
    }
    Ok(())
}

fn speeches<'g>(page: &mut BriefingBuilder<'g>, kg: &'g KnowledgeGraph) -> Result<(), Error> {
    let view = everything(kg);

    page.heading("3. What did Saleem ask for, and what does he expect?");
    answer(page, &view.facts(CalledFor).from("saleem"))?;
    answer(page, &view.facts(ExpressedOptimism).from("saleem"))?;

    page.heading("4. What does Kistafin offer, by field?");
    answer(page, &view.facts(Identified).from("kistafin"))?;
    answer(page, &view.facts(CooperatesWith))?;

    page.heading("5. What is said of the railways and the highway, and do they exist?");
    all_about(page, &view, kg.entity("railway-connectivity")?)?;
    for (route, name) in [("railway-linkages", "The railways"), ("karakoram-highway", "The highway")] {
        page.heading(format!("{name}:"));
        all_about(page, &view, kg.entity(route)?)?;
        page.heading(format!("{name}, built or not:"));
        answer(page, &view.facts(HasStatus).from(route))?;
    }

    page.heading("6. What is said of security?");
    for topic in ["regional-security", "security-concerns", "shared-challenges", "regional-stability"] {
        all_about(page, &view, kg.entity(topic)?)?;
    }
    Ok(())
}

fn plan_and_neighbours<'g>(page: &mut BriefingBuilder<'g>, kg: &'g KnowledgeGraph) -> Result<(), Error> {
    let view = everything(kg);

    page.heading("7. Who are the parties of the Action Plan, and is it signed?");
    answer(page, &view.facts(PartyTo).to("action-plan"))?;
    answer(page, &view.facts(GovernmentOf))?;
    answer(page, &view.facts(StandsFor))?;
    page.heading("Its signatures:");
    answer(page, &view.facts(Signed).to("action-plan"))?;

    page.heading("8. What did the participants agree on?");
    answer(page, &view.facts(Reaffirmed).from("participants"))?;

    page.heading("9. What is said of Azerbaijan?");
    all_about(page, &view, kg.entity("azerbaijan")?)?;

    page.heading("10. Who said that Pakistan was among the first, and what of 1991?");
    for recognition in view.facts(kg.relation("recognized-in-1991?")?).to("kazakhstan").iter()? {
        page.fact(recognition);
        page.line(format!("In 1991: {}.", recognition.truth()));
    }
    answer(page, &view.facts(Gained).from("kazakhstan"))
}
