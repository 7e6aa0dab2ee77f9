//! The briefing: the questions that a reader of the report would ask, and the graph's answers.

use std::fmt::{self, Write};

use chancery::{
    Error, FactRef, KnowledgeGraph, NodeRef, date,
    diplomacy::{AccreditedTo, AmbassadorOf, Hosts, Visits},
    fact,
    model::Modality,
};

/// What is printed: built in full before the first line, so that a fault leaves no half a briefing.
pub(crate) struct Briefing(String);

impl fmt::Display for Briefing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Briefing {
    pub(crate) fn new(kg: &KnowledgeGraph) -> Result<Self, Error> {
        let mut out = Self(String::new());
        out.who(kg);
        out.timeline(kg);
        out.answers(kg)?;
        out.refused(kg);
        Ok(out)
    }

    fn write(&mut self, text: fmt::Arguments<'_>) {
        // A `String` takes every text.
        self.0.write_fmt(text).unwrap_or_default();
    }

    fn line(&mut self, text: impl fmt::Display) {
        self.write(format_args!("{text}\n"));
    }

    fn title(&mut self, text: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        self.write(format_args!("{gap}{text}\n{}\n", "=".repeat(text.chars().count())));
    }

    fn question(&mut self, text: &str) {
        self.write(format_args!("\n{text}\n"));
    }

    fn who(&mut self, kg: &KnowledgeGraph) {
        self.title("Who is who");
        for node in kg.view().entities() {
            self.wrapped(
                "  ",
                &format!("{}, {} ({})", node, node.kind_name().unwrap_or_default(), node.key().unwrap_or_default()),
            );
        }
    }

    fn timeline(&mut self, kg: &KnowledgeGraph) {
        self.title("The facts, in the order of time");
        for fact in kg.view().timeline() {
            self.fact(fact);
        }
    }

    fn answers(&mut self, kg: &KnowledgeGraph) -> Result<(), Error> {
        let view = kg.view();
        let (pakistan, kazakhstan) = (kg.entity("pakistan")?, kg.entity("kazakhstan")?);
        let name = |node: Option<NodeRef<'_>>| node.map(|node| node.to_string()).unwrap_or_default();
        self.title("Questions");

        self.question("Who visits Pakistan, and when? Does that hold on 10 February 2026?");
        for visit in view.facts(Visits).to(pakistan) {
            let that_day = visit.when().holds_on(date("2026-02-10")).and(visit.modality().bound());
            self.line(format!(
                "  {} {} {}, {}, in {}",
                visit.from(),
                visit.relation_name(),
                visit.to(),
                visit.modality(),
                visit.when()
            ));
            self.line(format!(
                "  on 10 February: {that_day}; on 1 March: {}",
                visit.when().holds_on(date("2026-03-01"))
            ));
            self.claims(visit.untyped());
        }

        self.question("Who hosts what?");
        for hosting in view.facts(Hosts) {
            self.wrapped("  ", &format!("{} {} “{}”", hosting.from(), hosting.relation_name(), hosting.to()));
            self.claims(hosting.untyped());
        }

        self.question("Who is ambassador of which state, to which?");
        for post in view.facts(AmbassadorOf) {
            let to = name(post.role(AccreditedTo).and_then(|state| kg.node(state)));
            self.line(format!("  {} is {} {}, accredited to {to}", post.from(), post.relation_name(), post.to()));
            self.claims(post.untyped());
        }
        let posts = view.facts(AmbassadorOf).with(AccreditedTo, pakistan);
        let (seen, in_1920) = (posts.clone().on(date("2026-01-24")), posts.on(date("1920")));
        self.line(format!(
            "  on 24 January 2026: {} certain, {} possible",
            seen.certain().len(),
            seen.possible().len()
        ));
        self.line(format!(
            "  in 1920: {} certain, {} possible: nobody says since when",
            in_1920.certain().len(),
            in_1920.possible().len()
        ));

        self.question("Which states recognized-in-1991 Kazakhstan, and on whose word?");
        for recognition in view.facts(kg.relation("recognized-in-1991")?).to(kazakhstan) {
            self.line(format!("  {}: {}", recognition.from(), recognition.truth()));
            self.claims(recognition);
        }

        self.question("What was planned, as known on 24 January 2026?");
        for plan in view.known_by("2026-01-24".parse()?).modalities([Modality::Planned]).all_facts() {
            self.fact(plan);
        }

        self.question("How are IRS and Tokayev connected?");
        if let Some(chain) = view.connection(kg.entity("irs")?, kg.entity("tokayev")?) {
            for step in chain.steps() {
                self.fact(step.fact);
            }
        }
        Ok(())
    }

    /// Claims that somebody made up: the graph refuses those whose words are not there.
    fn refused(&mut self, kg: &KnowledgeGraph) {
        self.title("Made-up claims, and what the graph says to them");
        for (subject, object, quote) in [
            ("tokayev", "pakistan", "is to pay his second official visit to Pakistan"),
            ("kistafin", "pakistan", "Kistafin arrived in Pakistan on 3 February"),
            ("tokayev", "pakistan", "Pakistan"),
        ] {
            let mut copy = kg.clone();
            let refused = copy.assert(fact(subject, "visits", object).on("2026-02").cite("abstract", quote));
            self.wrapped("  ", &format!("{subject} visits {object}, “{quote}”"));
            match refused {
                Ok(_) => self.line("    accepted"),
                Err(error) => self.wrapped("    refused: ", error.message()),
            }
        }
    }

    /// A fact on a line, and under it who says so.
    fn fact(&mut self, fact: FactRef<'_>) {
        let mut bare = fact.to_fact();
        bare.claims.clear();
        self.wrapped("  ", &bare.to_string());
        self.claims(fact);
    }

    fn claims(&mut self, fact: FactRef<'_>) {
        for claim in fact.claims() {
            let speaker = claim.said_by().map(|who| format!("{who}, in ")).unwrap_or_default();
            let quote = claim.quote().map(|words| format!(": “{words}”")).unwrap_or_default();
            self.wrapped("    says ", &format!("{speaker}@{}{quote}", claim.source().key()));
            if let Some(reason) = claim.inferred() {
                self.wrapped("    inferred: ", reason);
            }
        }
    }

    /// Words within 80 columns; what does not fit goes on below, under the first word.
    fn wrapped(&mut self, head: &str, text: &str) {
        let mut line = head.to_owned();
        let indent = " ".repeat(head.chars().count());
        let mut fresh = true;
        for word in text.split_whitespace() {
            if !fresh && line.chars().count() + 1 + word.chars().count() > 80 {
                self.line(&line);
                line.clone_from(&indent);
                fresh = true;
            }
            if !fresh {
                line.push(' ');
            }
            line.push_str(word);
            fresh = false;
        }
        self.line(&line);
    }
}
