//! Conditions of plain queries as conditions of texts.

use chancery::{Allen, AllenSet, date, model::Value, query::Compare};

use super::{
    super::{
        super::{
            spec::{End, Spec},
            world::DATES,
        },
        blocks::{expand, finds},
    },
    Known, Writer,
};

/// What a node of a variable may be, beside an entity.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sort {
    Value,
    Date,
    Fact,
}

impl Writer<'_> {
    fn exists(&self, block: &[Spec], negated: bool, known: &Known) -> Option<String> {
        let mut parts = Vec::new();
        for part in expand(block)? {
            let mut known = Known { apart: Vec::new(), ..known.clone() };
            let body = self.body(&part, &mut known)?;
            let text = self.clauses(&body)?;
            let single =
                text.starts_with("MATCH ") && ![" MATCH ", " UNWIND ", " WITH "].iter().any(|word| text.contains(word));
            let text = match text.strip_prefix("MATCH ") {
                Some(pattern) if single && self.likes(3) => pattern.to_owned(),
                _ if single => text,
                _ => format!("{text} RETURN 1 AS one"),
            };
            parts.push(format!("{}EXISTS {{ {text} }}", if negated { "NOT " } else { "" }));
        }
        Some(format!("({})", parts.join(if negated { " AND " } else { " OR " })))
    }

    /// The places of a variable say what it may be.
    pub(super) fn may_be(&self, var: usize, sort: Sort) -> bool {
        match self.asked.nodes[var] {
            Some("k0" | "k1") => false,
            Some("number") => sort == Sort::Value,
            Some("date") => true,
            _ => finds(&self.asked.block, &|spec| match spec {
                Spec::Fact(_, related, a, b) => {
                    let of = match related.map(|(relation, _)| relation) {
                        None => true,
                        Some(3) => sort != Sort::Fact,
                        Some(4) => sort == Sort::Fact,
                        _ => false,
                    };
                    of && [a, b].contains(&&End::Var(var))
                }
                Spec::Role(_, role, player) => *role == "for" && sort == Sort::Value && *player == End::Var(var),
                _ => false,
            }),
        }
    }

    pub(super) fn test(&self, spec: &Spec, known: &Known) -> Option<String> {
        let entity = |var: usize| !self.may_be(var, Sort::Value) && !self.may_be(var, Sort::Fact);
        let both = |a: usize, b: usize| known.nodes.contains(&a) && known.nodes.contains(&b);
        Some(match spec {
            // Nodes of dates differ, and the dates possibly not.
            Spec::Differ(a, b) if self.may_be(*a, Sort::Date) && self.may_be(*b, Sort::Date) => return None,
            Spec::Differ(a, b) if both(*a, *b) && self.likes(3) => format!("NOT n{a} = n{b}"),
            Spec::Differ(a, b) if both(*a, *b) => format!("n{a} <> n{b}"),
            Spec::DifferFacts(a, b) => format!("f{a} <> f{b}"),
            Spec::DifferFromNode(a, b) => format!("f{a} <> n{b}"),
            Spec::DifferFromFact(..) if self.world.record.facts.is_empty() => "true".to_owned(),
            Spec::DifferFromFact(a, b) => format!("id(f{a}) <> {}", b % self.world.record.facts.len()),
            Spec::EachPairOnce(a, b) if entity(*a) && entity(*b) => format!("id(n{a}) < id(n{b})"),
            Spec::EachPairOfFactsOnce(a, b) => format!("id(f{a}) < id(f{b})"),
            Spec::Compare(a, how, b) => {
                let b = b.as_ref().map_or_else(literal, |b| Some(format!("n{b}")))?;
                let (sign, turned) = match how {
                    Compare::Less => ("<", ">"),
                    Compare::AtMost => ("<=", ">="),
                    Compare::Greater => (">", "<"),
                    Compare::AtLeast => (">=", "<="),
                };
                if self.likes(3) { format!("{b} {turned} n{a}") } else { format!("n{a} {sign} {b}") }
            }
            Spec::On(of, on) => format!("holds_on(f{of}, {})", self.date(*on)),
            Spec::During(of, on) => format!("holdsDuring(f{of}, {})", self.date(*on)),
            Spec::Stands(a, set, b) => match *set {
                set if set == AllenSet::from(Allen::Before) => format!("before(f{a}, f{b})"),
                set if set == AllenSet::from(Allen::Equals) => format!("equals(f{a}, f{b})"),
                set if set == AllenSet::SHARES_A_DAY => format!("share_a_day(f{a}, f{b})"),
                // That one does not stand is not the same as that another stands: a time may leave that open.
                _ => return None,
            },
            Spec::Days(a, b, days) if *days.start() == 0 => format!("begins_after(f{a}, f{b}, {})", days.end()),
            Spec::Days(a, b, days) => format!("begins_after(f{a}, f{b}, {}, {})", days.start(), days.end()),
            Spec::OneOf(var, all) if known.nodes.contains(var) && !self.may_be(*var, Sort::Date) => {
                let keys: Vec<_> = all.iter().map(|entity| self.key(*entity)).collect();
                format!("n{var}.key IN [{}]", keys.join(", "))
            }
            Spec::Not(inner) => self.exists(inner, true, known)?,
            Spec::Exists(inner) => self.exists(inner, false, known)?,
            _ => return None,
        })
    }

    fn date(&self, on: usize) -> String {
        if self.likes(3) { format!("date('{}')", DATES[on]) } else { format!("'{}'", DATES[on]) }
    }
}

pub(super) fn literal(value: &Value) -> Option<String> {
    Some(match value {
        Value::Text(text) => format!("'{text}'"),
        Value::Number(number) => number.to_string(),
        Value::Date(of) => format!("date('{}')", date(&of.to_string())),
        _ => return None,
    })
}
