//! Facts about people before their birth or after their death.

use std::{collections::BTreeMap, ops::ControlFlow};

use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::{Modality, RelationId, Value},
    time::{Day, Limit, PartialDate},
};

const BEFORE: Code = Code::new("office-before-birth", Severity::Error, "an office begins before its holder was born");
const AFTER: Code = Code::new("office-after-death", Severity::Error, "an office is held after its holder had died");
const TURNED: Code = Code::new("death-before-birth", Severity::Error, "somebody died before being born");

/// How many days after a death an office may still be recorded, as it is wound up.
const WOUND_UP: i64 = 31;

/// A person who acts for another, by a relation with the flag `acts_for`, is alive. Births and deaths are facts of
/// relations whose Wikidata code is P569 or P570, whatever their name. A finding must hold in every case that the
/// dates admit; a qualified date of birth or death decides nothing.
pub(super) struct Lifetimes;

impl Rule for Lifetimes {
    fn codes(&self) -> &[Code] {
        &[BEFORE, AFTER, TURNED]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let kg = audit.graph();
        let (births, deaths) = (dates(audit, "P569"), dates(audit, "P570"));
        for (node, died) in &deaths {
            if let (Some(born), Some(died)) = (births.get(node).copied().flatten(), died)
                && died.last() < born.first()
                && let Some(node) = kg.node_ref(crate::model::Id::<crate::model::Any>::new(*node))
            {
                let why = format!("born {born}, but died {died}");
                report(Finding::new(TURNED, FoundIn::entity(&node), why))?;
            }
        }
        if births.is_empty() && deaths.is_empty() {
            return ControlFlow::Continue(());
        }
        for (relation, _) in kg.schema().relations().filter(|(_, def)| def.acts_for) {
            for fact in audit.view().facts(kg.schema().name_of(relation)).found() {
                if fact.modality() != Modality::Actual {
                    continue;
                }
                let (subject, _) = fact.ends();
                let (latest_start, earliest_end) = fact.when().certain_bounds();
                if let Some(Some(born)) = births.get(&subject)
                    && latest_start < Limit::Day(born.first())
                {
                    let why = format!("has the time `{}`, but its holder was born {born}", fact.when());
                    report(Finding::new(BEFORE, FoundIn::fact(kg, &fact), why))?;
                }
                if let Some(Some(died)) = deaths.get(&subject)
                    && died.last().checked_add_days(WOUND_UP).is_some_and(|day: Day| earliest_end > Limit::Day(day))
                {
                    let why = format!("has the time `{}`, but its holder died {died}", fact.when());
                    report(Finding::new(AFTER, FoundIn::fact(kg, &fact), why))?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// The date that the facts with a code state for each node: the most precise one. `None` if a date is qualified, or if no day is
/// within all of them.
fn dates(audit: &Context<'_>, code: &str) -> BTreeMap<u32, Option<PartialDate>> {
    let schema = audit.graph().schema();
    let of: Vec<RelationId> = schema
        .relations()
        .filter(|(_, def)| def.codes.get("wikidata").is_some_and(|own| own == code))
        .map(|(id, _)| id)
        .collect();
    let mut dates: BTreeMap<u32, Option<PartialDate>> = BTreeMap::new();
    for relation in of {
        for fact in
            audit.view().facts(schema.name_of(relation)).found().filter(|fact| fact.modality() == Modality::Actual)
        {
            let Some(Value::Date(date)) = fact.object_node().value() else { continue };
            let known = dates.entry(fact.ends().0).or_insert(Some(*date));
            *known = match *known {
                _ if date.is_qualified() => None,
                Some(before) if date.is_within(before) => Some(*date),
                Some(before) if before.is_within(*date) => Some(before),
                _ => None,
            };
        }
    }
    dates
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    fn codes(text: &str) -> Vec<&'static str> {
        ["office-before-birth", "office-after-death", "death-before-birth"]
            .into_iter()
            .filter(|code| !found(text, code).is_empty())
            .collect()
    }

    #[test]
    fn offices_are_held_in_a_lifetime() {
        let life = "p born 1950-05-05\np died 2000-06\n";
        for (office, expected) in [
            ("p head-of-state-of n as-of 1940", vec!["office-before-birth"]),
            ("p head-of-state-of n between 1949/1990", vec!["office-before-birth"]),
            ("p head-of-state-of n since 2001", vec!["office-after-death"]),
            ("p head-of-state-of n as-of 2000-09-01", vec!["office-after-death"]),
            ("p head-of-state-of n between 1990/2003", vec!["office-after-death"]),
            // An office may end with a life, or be wound up after it.
            ("p head-of-state-of n between 1990/2000", vec![]),
            ("p head-of-state-of n between 1990/2000-07-20", vec![]),
            ("p head-of-state-of n since 1950", vec![]),
            ("p head-of-state-of n", vec![]),
            ("p head-of-state-of n as-of 1940?", vec![]),
            ("p head-of-state-of n since 2001 planned", vec![]),
            // Only a person who acts for another must be alive.
            ("p titled \"Hero\" as-of 2010", vec![]),
        ] {
            assert_eq!(codes(&format!("{life}{office}")), expected, "{office}");
        }
        assert_eq!(codes("p born 1950?\np head-of-state-of n as-of 1940"), [] as [&str; 0]);
        assert_eq!(
            codes("p born 1950\np born 1930\np head-of-state-of n as-of 1940"),
            [] as [&str; 0],
            "two dates of birth decide nothing"
        );
        assert_eq!(codes("p born 1950\np died 1949"), ["death-before-birth"]);
        assert_eq!(codes("p born 1950\np died 1950-01-02"), [] as [&str; 0]);
    }
}
