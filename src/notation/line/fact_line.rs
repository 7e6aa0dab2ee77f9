//! A fact as it is written, with the places of its parts; and how it is printed.

use std::{fmt, sync::Arc};

use super::{
    At, End, Span,
    word::{RelationWord, Word},
};
use crate::{
    error::Error,
    model::{Claim, Fact, Modality, Node, Sha256},
    schema::split_date,
    time::{Bound, When, WhenParts},
};

/// A fact as it is written: what a bare word is, and whether a name holds a date, is not decided yet. Of a line with faults
/// a lost end is [`End::Lost`], and any other lost name is empty.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FactLine {
    pub(crate) subject: At<End>,
    pub(crate) relation: At<String>,
    pub(crate) object: At<End>,
    pub(crate) roles: Vec<RoleLine>,
    /// None where nothing is written, which a date in the relation's name may make up for.
    pub(crate) when: Option<At<When>>,
    pub(crate) modality: Modality,
    pub(crate) key: Option<At<String>>,
    pub(crate) claims: Vec<ClaimLine>,
    /// Whether it may have more parts, which could not be read.
    pub(crate) is_torn: bool,
}

/// A role and its player.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RoleLine {
    /// Shared by all players of the role in a list.
    pub(crate) name: At<Arc<str>>,
    pub(crate) player: At<End>,
    /// Whether it is a role for sure: it is not if its fault is recorded, or if it may belong to what could not be read.
    pub(crate) is_sure: bool,
}

/// A claim, and where its parts stand. A part without a place is not written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClaimLine {
    pub(crate) claim: Claim,
    /// Its first token.
    pub(crate) start: Span,
    /// In a block the first claim of a line may leave out its source; its key is empty then. It is empty also if it is lost,
    /// and then it has a place.
    pub(crate) source: Option<Span>,
    pub(crate) said_by: Option<Span>,
    /// Where the reason is, or the word `stated`.
    pub(crate) basis: Option<Span>,
    /// Where each passage of the quote is.
    pub(crate) passages: Vec<Span>,
}

/// A range of a text and the hash of the words there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct HashedRange {
    pub(crate) range: (u32, u32),
    pub(crate) hash: Sha256,
}

impl ClaimLine {
    /// A claim that stands nowhere yet.
    pub(crate) const fn unwritten(claim: Claim) -> Self {
        Self { claim, start: 0..0, source: Some(0..0), said_by: None, basis: None, passages: Vec::new() }
    }
}

impl FactLine {
    /// The fact as it is read without a schema: a bare end is a key, and a date in the relation's name is the date of the fact.
    pub(crate) fn to_fact(&self) -> Result<Fact, (Span, Error)> {
        let node = |end: &At<End>| end.value.to_node().map_err(|error| (end.span.clone(), error));
        let mut fact = Fact::new("", self.relation.value.clone(), "");
        fact.subject = node(&self.subject)?;
        fact.object = node(&self.object)?;
        let player = |role: &RoleLine| Ok((role.name.value.clone(), node(&role.player)?));
        let players = self.roles.iter().map(player).collect::<Result<Vec<(Arc<str>, Node)>, _>>()?;
        fact.roles.extend(players);
        let in_name = || split_date(&self.relation.value).and_then(|(_, date)| date.ok()).map(When::on);
        fact.when = self.when.as_ref().map(|when| when.value).or_else(in_name).unwrap_or_default();
        fact.modality = self.modality;
        fact.key = self.key.as_ref().map(|key| key.value.clone());
        fact.claims = self.claims.iter().map(|line| line.claim.clone()).collect();
        Ok(fact)
    }

    /// A fact as it is written without a schema.
    pub(crate) fn of(fact: &Fact) -> Self {
        fn at<T>(value: T) -> At<T> {
            At::new(value, 0..0)
        }
        let in_name = split_date(&fact.relation).and_then(|(_, date)| date.ok());
        let when = match (fact.when.parts(), in_name) {
            (WhenParts::Unstated, None) => None,
            (WhenParts::On(date), Some(date_of_source)) if date == date_of_source => None,
            _ => Some(at(fact.when)),
        };
        let role = |(name, player): (&Arc<str>, _)| RoleLine {
            name: at(name.clone()),
            player: at(End::from(player)),
            is_sure: true,
        };
        Self {
            subject: at(End::from(&fact.subject)),
            relation: at(fact.relation.clone()),
            object: at(End::from(&fact.object)),
            roles: fact.roles.shared().map(role).collect(),
            when,
            modality: fact.modality,
            key: fact.key.clone().map(at),
            claims: fact.claims.iter().cloned().map(ClaimLine::unwritten).collect(),
            is_torn: false,
        }
    }
}

/// All but the claims, which a file may put on lines of their own.
impl fmt::Display for FactLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.subject.value, RelationWord(&self.relation.value), self.object.value)?;
        for players in self.roles.chunk_by(|one, other| one.name.value == other.name.value) {
            let Some(RoleLine { name, player, .. }) = players.first() else { continue };
            write!(f, " {} ", Word(&name.value))?;
            if let [_] = players {
                player.value.fmt(f)?;
                continue;
            }
            for (n, RoleLine { player, .. }) in players.iter().enumerate() {
                write!(f, "{}{}", if n == 0 { "[" } else { " " }, player.value)?;
            }
            f.write_str("]")?;
        }
        if let Some(when) = &self.when {
            match when.value.parts() {
                WhenParts::Unstated => f.write_str(" unstated")?,
                WhenParts::On(_) | WhenParts::OnOneOf(..) => write!(f, " on {}", when.value)?,
                WhenParts::OnOrBefore(date) => write!(f, " on-or-before {date}")?,
                WhenParts::OnOrAfter(date) => write!(f, " on-or-after {date}")?,
                WhenParts::AsOf(date) => write!(f, " as-of {date}")?,
                WhenParts::Between(Bound::Date(start), Bound::Unknown) => write!(f, " since {start}")?,
                WhenParts::Between(Bound::Date(start), Bound::OnOrAfter(seen)) => {
                    write!(f, " since {start} as-of {seen}")?;
                }
                WhenParts::Between(Bound::Unknown, Bound::Date(end)) => write!(f, " until {end}")?,
                WhenParts::Between(..) => write!(f, " between {}", when.value)?,
            }
        }
        if !self.modality.is_default() {
            write!(f, " {}", self.modality)?;
        }
        self.key.as_ref().map_or(Ok(()), |key| write!(f, " key {}", Word(&key.value)))
    }
}
