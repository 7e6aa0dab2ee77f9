//! `brief`, `about`, `on` and `timeline`: what a person asks of a record.

use std::collections::BTreeSet;

use chancery::{
    Any, Id, KnowledgeGraph,
    base::AlsoKnownAs,
    briefing::{Briefing, Item},
    error::Shown,
    model::{Value, slug},
};
use clap::Args;

use crate::{
    arguments::{Inputs, ViewOptions},
    failure::Failure,
    input,
    output::{Outcome, Output},
    progress::Progress,
};

/// Print a briefing: who is who, what happens when, what is planned, who said what, what is only inferred
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery brief report.facts\n  chancery brief --known-by 2026-01-24 record.chancery"
)]
pub(crate) struct Brief {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
    /// At most so many facts in each section
    #[arg(long, value_name = "FACTS")]
    most: Option<usize>,
}

/// Print what is recorded about somebody or something
///
/// Ends with 1 if there is nobody and nothing of this name.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  chancery about \"Tokayev\" report.facts")]
pub(crate) struct About {
    /// Who or what: a key or a name
    name: String,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
}

/// Print what holds on a date: certainly, and possibly
///
/// Ends with 1 if nothing does.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  chancery on 2026-02-10 report.facts")]
pub(crate) struct On {
    /// The date: a day, a month or a year
    date: String,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
}

/// Print the dated facts in the order of time
///
/// Ends with 1 if there are none.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  chancery timeline report.facts")]
pub(crate) struct Timeline {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
}

/// The entity of this key or name, or the only one whose name has these words.
pub(crate) fn named(kg: &KnowledgeGraph, asked: &str) -> Result<Id<Any>, Failure> {
    if let Some(id) = kg.get_entity(asked) {
        return Ok(id);
    }
    let mut found = kg.entities_named(asked);
    if found.is_empty() {
        // `Kistafin` is the key `kistafin`.
        match slug(asked).and_then(|key| kg.get_entity(&key)) {
            Some(id) => return Ok(id),
            None => found = with_words(kg, asked)?,
        }
    }
    match found.as_slice() {
        // The error of the library names what is near.
        [] => Ok(kg.entity(asked)?),
        [only] => Ok(*only),
        several => {
            let shown = |id: &Id<Any>| {
                let node = kg.node_ref(*id)?;
                Some(format!("{} ({node})", Shown(node.key()?)))
            };
            let list: Vec<String> = several.iter().take(LISTED).filter_map(shown).collect();
            let more = several.len() - list.len().min(several.len());
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let why = format!("`{}` may be {}{more}; give one of these keys", Shown(asked), list.join(", "));
            Err(Failure::request(why))
        }
    }
}

/// How many entities an error lists.
const LISTED: usize = 10;

/// The entities that have a name with these words, one after another.
fn with_words(kg: &KnowledgeGraph, asked: &str) -> Result<Vec<Id<Any>>, Failure> {
    let Some(asked) = slug(asked).map(|words| format!("-{words}-")) else { return Ok(Vec::new()) };
    let has = |name: &str| slug(name).is_some_and(|words| format!("-{words}-").contains(&asked));
    let view = kg.view();
    let mut found = BTreeSet::new();
    for entity in view.entities() {
        if entity.name().is_some_and(has) {
            found.insert(entity.id());
        }
    }
    for alias in view.facts(AlsoKnownAs).iter()? {
        if let Some(Value::Text(name)) = alias.object_node().value()
            && has(name)
        {
            found.insert(alias.subject_node().id());
        }
    }
    Ok(found.into_iter().collect())
}

/// Whether nothing was found.
fn is_without_facts(briefing: &Briefing) -> bool {
    let mut items = briefing.sections.iter().flat_map(|section| &section.items);
    !items.any(|item| matches!(item, Item::Fact(_)))
}

impl Brief {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let record = input::read(&self.inputs, output)?;
        let view = self.view.narrow(record.graph().view(), output)?;
        let progress = Progress::working(output, "summing up");
        let mut briefing = view.briefing();
        if let Some(most) = self.most {
            briefing.most(most);
        }
        let briefing = briefing.whole().finish();
        drop(progress);
        output.answer(&briefing, &briefing)?;
        Ok(Outcome::Fine)
    }
}

impl About {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let record = input::read(&self.inputs, output)?;
        let view = self.view.narrow(record.graph().view(), output)?;
        let entity = match named(record.graph(), &self.name) {
            Err(failure) if failure.is_of_unknown_entity() => {
                output.failure(&failure);
                return Ok(Outcome::Findings);
            }
            found => found?,
        };
        let briefing = view.briefing().most(usize::MAX).about(entity)?.finish();
        output.answer(&briefing, &briefing)?;
        Ok(Outcome::Fine)
    }
}

impl On {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let record = input::read(&self.inputs, output)?;
        let view = self.view.narrow(record.graph().view(), output)?;
        let date = self.date.as_str();
        let briefing = view.briefing().most(usize::MAX).on(date).map_err(|error| error.at("the date"))?.finish();
        output.answer(&briefing, &briefing)?;
        Ok(Outcome::findings(is_without_facts(&briefing)))
    }
}

impl Timeline {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let record = input::read(&self.inputs, output)?;
        let view = self.view.narrow(record.graph().view(), output)?;
        let briefing = view.briefing().most(usize::MAX).timeline().finish();
        output.answer(&briefing, &briefing)?;
        Ok(Outcome::findings(is_without_facts(&briefing)))
    }
}
