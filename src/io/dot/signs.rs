//! How a fact is drawn, and what the signs mean. The legend and the facts use the same functions.

use super::{
    attributes::Attributes,
    palette::VERMILLION,
    stroke::{FAINT, FAINT_TEXT, LINE, Stroke, TEXT},
};
use crate::{
    model::{Modality, Stance},
    time::Truth,
    view::FactRef,
};

/// A sign of a picture, in the order of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Sign {
    Possible,
    Planned,
    Hypothetical,
    Said,
    Inferred,
    Disputed,
    Denied,
    Cancelled,
    Resolved,
    Retracted,
    Symmetric,
    Role,
}

impl Sign {
    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::Possible => "? possible, not certain",
            Self::Planned => "planned",
            Self::Hypothetical => "hypothetical",
            Self::Said => "on a speaker's word",
            Self::Inferred => "inferred ▷",
            Self::Disputed => "disputed",
            Self::Denied => "× denied",
            Self::Cancelled => "× cancelled",
            Self::Resolved => "resolved by a later fact",
            Self::Retracted => "× retracted",
            Self::Symmetric => "both ways, no arrow",
            Self::Role => "role ○",
        }
    }

    /// The line that is its sample.
    pub(super) fn stroke(self) -> Stroke {
        let plain = Marks::default();
        let marks = match self {
            Self::Role => return Stroke::ROLE,
            Self::Possible => Marks { possible: true, ..plain },
            Self::Planned => Marks { modality: Modality::Planned, ..plain },
            Self::Hypothetical => Marks { modality: Modality::Hypothetical, ..plain },
            Self::Denied => Marks { modality: Modality::Denied, ..plain },
            Self::Cancelled => Marks { modality: Modality::Cancelled, ..plain },
            Self::Said => Marks { said: true, ..plain },
            Self::Inferred => Marks { inferred: true, ..plain },
            Self::Disputed => Marks { disputed: true, ..plain },
            Self::Resolved => Marks { resolved: true, ..plain },
            Self::Retracted => Marks { retracted: true, ..plain },
            Self::Symmetric => Marks { symmetric: true, ..plain },
        };
        marks.stroke()
    }
}

/// What a picture marks of a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own, and any may go with any")]
pub(super) struct Marks {
    pub(super) modality: Modality,
    /// It is actual, but only possibly an answer to what the view asks.
    pub(super) possible: bool,
    /// A claim that supports it has a speaker.
    pub(super) said: bool,
    /// Claims support it, and each infers it.
    pub(super) inferred: bool,
    pub(super) disputed: bool,
    pub(super) resolved: bool,
    pub(super) retracted: bool,
    pub(super) symmetric: bool,
}

impl Marks {
    /// The marks of a fact, as far as its view knows.
    pub(super) fn of(fact: &FactRef<'_>) -> Self {
        let mut supporting = fact.claims().filter(|claim| claim.stance() == Stance::Supports).peekable();
        let supported = supporting.peek().is_some();
        let (mut said, mut inferred) = (false, supported);
        for claim in supporting {
            said |= claim.said_by().is_some();
            inferred &= claim.inferred().is_some();
        }
        Self {
            modality: fact.modality(),
            possible: fact.modality() == Modality::Actual && fact.truth() == Truth::Possibly,
            said,
            inferred,
            disputed: fact.is_disputed(),
            resolved: fact.is_resolved(),
            retracted: fact.is_retracted(),
            symmetric: fact.graph().schema().relation_def(fact.relation()).symmetric,
        }
    }

    /// The signs that distinguish it from a plain fact.
    pub(super) fn signs(self) -> impl Iterator<Item = Sign> {
        let modality = match self.modality {
            Modality::Actual => None,
            Modality::Planned => Some(Sign::Planned),
            Modality::Cancelled => Some(Sign::Cancelled),
            Modality::Denied => Some(Sign::Denied),
            Modality::Hypothetical => Some(Sign::Hypothetical),
        };
        let others = [
            (self.possible, Sign::Possible),
            (self.style() == "dotted", Sign::Said),
            (self.inferred, Sign::Inferred),
            (self.disputed, Sign::Disputed),
            (self.resolved, Sign::Resolved),
            (self.retracted, Sign::Retracted),
            (self.symmetric, Sign::Symmetric),
        ];
        modality.into_iter().chain(others.into_iter().filter(|(there, _)| *there).map(|(_, sign)| sign))
    }

    /// The signs in words, for the label. A planned fact is shown by dashes only.
    pub(super) fn words(self) -> impl Iterator<Item = &'static str> {
        let modality = match self.modality {
            Modality::Actual | Modality::Planned => None,
            Modality::Cancelled => Some("× cancelled"),
            Modality::Denied => Some("× denied"),
            Modality::Hypothetical => Some("hypothetical"),
        };
        let others = [
            (self.possible, "? possible"),
            (self.inferred, "inferred"),
            (self.disputed, "disputed"),
            (self.resolved, "resolved"),
            (self.retracted, "× retracted"),
        ];
        modality.into_iter().chain(others.into_iter().filter(|(there, _)| *there).map(|(_, word)| word))
    }

    /// A line has one style. That of the modality takes precedence over that of a speaker, whom the label names in any
    /// case.
    fn style(self) -> &'static str {
        match self.modality {
            Modality::Planned | Modality::Hypothetical | Modality::Cancelled => "dashed",
            Modality::Actual | Modality::Denied if self.said => "dotted",
            Modality::Actual | Modality::Denied => "solid",
        }
    }

    fn is_faint(self) -> bool {
        let stands = matches!(self.modality, Modality::Actual | Modality::Planned);
        self.retracted || (!self.disputed && (self.resolved || !stands))
    }

    /// The line, and the colour of the text beside it.
    pub(super) fn stroke(self) -> Stroke {
        let style = self.style();
        match (self.is_faint(), self.disputed) {
            (true, _) => Stroke { style, color: FAINT, text: FAINT_TEXT, ..Stroke::PLAIN },
            (false, true) => Stroke { style, color: VERMILLION, width: "1.8", text: TEXT },
            (false, false) if self.possible => Stroke { style, width: "0.6", ..Stroke::PLAIN },
            (false, false) => Stroke { style, color: LINE, ..Stroke::PLAIN },
        }
    }

    /// The end of the line at the object.
    pub(super) fn head(self) -> Attributes {
        match (self.symmetric, self.modality) {
            (true, _) => Attributes::default().fixed("dir", "none"),
            (false, Modality::Denied | Modality::Cancelled) => Attributes::default().fixed("arrowhead", "tee"),
            (false, _) if self.inferred => Attributes::default().fixed("arrowhead", "empty"),
            (false, _) => Attributes::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNS: [Sign; 12] = [
        Sign::Possible,
        Sign::Planned,
        Sign::Hypothetical,
        Sign::Said,
        Sign::Inferred,
        Sign::Disputed,
        Sign::Denied,
        Sign::Cancelled,
        Sign::Resolved,
        Sign::Retracted,
        Sign::Symmetric,
        Sign::Role,
    ];

    #[test]
    fn every_sign_is_told_by_more_than_its_colour() {
        // Those whose line has no style of its own say themselves in words, or by their head.
        let unstyled: Vec<_> = SIGNS.into_iter().filter(|sign| sign.stroke().style == "solid").collect();
        assert_eq!(
            unstyled,
            [
                Sign::Possible,
                Sign::Inferred,
                Sign::Disputed,
                Sign::Denied,
                Sign::Resolved,
                Sign::Retracted,
                Sign::Symmetric,
                Sign::Role
            ]
        );
        for marks in [
            Marks { possible: true, ..Marks::default() },
            Marks { inferred: true, ..Marks::default() },
            Marks { disputed: true, ..Marks::default() },
            Marks { modality: Modality::Denied, ..Marks::default() },
            Marks { resolved: true, ..Marks::default() },
            Marks { retracted: true, ..Marks::default() },
        ] {
            assert_eq!(marks.words().count(), 1, "{marks:?}");
            assert_eq!(marks.signs().count(), 1, "{marks:?}");
        }
        assert_eq!(Marks::default().stroke(), Stroke::PLAIN);
    }

    #[test]
    fn a_plan_on_a_speakers_word_is_a_plan() {
        let marks = Marks { modality: Modality::Planned, said: true, ..Marks::default() };
        assert_eq!(marks.signs().collect::<Vec<_>>(), [Sign::Planned]);
        assert_eq!(marks.stroke().style, "dashed");
        assert_eq!(Marks { said: true, ..Marks::default() }.stroke().style, "dotted");
    }

    #[test]
    fn what_does_not_stand_is_faint_and_a_dispute_is_not() {
        let faint = |marks: Marks| marks.stroke().color == FAINT;
        for modality in [Modality::Denied, Modality::Cancelled, Modality::Hypothetical] {
            assert!(faint(Marks { modality, ..Marks::default() }));
        }
        let disputed = Marks { disputed: true, ..Marks::default() };
        assert!(!faint(disputed) && disputed.stroke().color == VERMILLION);
        assert!(faint(Marks { retracted: true, ..disputed }));
        assert_eq!(Marks { symmetric: true, inferred: true, ..disputed }.head().to_string(), r#"[dir="none"]"#);
    }
}
