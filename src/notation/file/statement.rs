//! Statements: what a file of the notation says, as plain values with their places.

use crate::{
    error::Error,
    model::{Entity, Fact, Node, Resolution, Source, Value, check_name},
    notation::line::{At, ClaimLine, FactLine, HashedRange, Span},
    schema::{KindDef, RelationDef, RoleDef},
};

/// A statement, the lines on which it stands, and the comments within and behind it.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) lines: Span,
    pub(super) comments: Vec<Span>,
    pub(super) content: Content,
    /// The place of the first line of the block that it is in.
    pub(super) block: Option<usize>,
    /// If it has a fault, what it may have named. Its other parts are checked, and nothing of it is recorded.
    pub(super) faulty: Option<Box<Named>>,
}

/// What a statement says.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Include(At<String>),
    /// Unknown kinds, relations and roles are declared on first use.
    Open,
    Kind(Box<KindLine>),
    Role(RoleDefLine),
    Relation(Box<RelationLine>),
    Source(Box<SourceLine>),
    Entity(Box<EntityLine>),
    /// The hashes of ranges of a text that the file does not have.
    Hashes {
        source: At<String>,
        places: Vec<At<HashedRange>>,
    },
    Fact(Box<FactLine>),
    /// What the claims of the lines up to `end` have in common.
    Begin(Box<ClaimLine>),
    End,
    /// More claims for an earlier fact.
    Claim {
        fact: At<String>,
        claims: Vec<ClaimLine>,
    },
    Retract {
        fact: At<String>,
        why: String,
    },
    Resolve {
        fact: At<String>,
        resolution: Resolution,
        by: At<String>,
    },
    /// An entity is the same as another.
    Merge {
        entity: At<String>,
        into: At<String>,
        why: String,
    },
    /// An entity is not the same as another.
    KeepApart {
        entity: At<String>,
        from: At<String>,
        why: String,
    },
    /// Nothing of it could be read; the reason is in the list of faults.
    Unread,
}

/// What a faulty statement may name for others to use: statements that use it are not reported.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// Most have one name at most, and a text may have many faulty statements.
    pub(super) name: Option<(Sort, Box<str>)>,
    pub(super) meant: Meant,
}

/// What a statement names for others to use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sort {
    Kind,
    Role,
    Relation,
    Source,
    Entity,
    Fact,
    /// The source of which it gives hashes.
    Hashes,
}

impl Named {
    /// The name, if it is of a sort.
    pub(super) fn get(&self, sort: Sort) -> Option<String> {
        self.name.as_ref().filter(|(of, _)| *of == sort).map(|(_, name)| name.to_string())
    }
}

/// What a statement of which nothing could be read was meant to be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Meant {
    /// A fact, with a key or without.
    Fact,
    /// What the named file would have held is not known.
    Include,
    /// What it would have declared is not known.
    Vocabulary,
    /// What the block gives is not known.
    Begin,
    End,
    /// Lines of a conflict, after which it is not known which block is open.
    Blocks,
    #[default]
    Other,
}

/// The declaration of a kind. A name that is lost is empty.
#[derive(Clone, Debug)]
pub(super) struct KindLine {
    pub(super) def: KindDef,
    pub(super) name: Span,
    pub(super) parents: Vec<Span>,
    pub(super) members: Vec<Span>,
}

/// The declaration of a role. A name that is lost is empty.
#[derive(Clone, Debug)]
pub(super) struct RoleDefLine {
    pub(super) def: RoleDef,
    pub(super) name: Span,
    pub(super) phrase: Span,
}

/// The declaration of a relation. A name that is lost is empty.
#[derive(Clone, Debug)]
pub(super) struct RelationLine {
    pub(super) def: RelationDef,
    pub(super) name: Span,
    /// Where each role of the declaration stands, and the range of its player.
    pub(super) roles: Vec<(Span, Span)>,
    /// Where each other part stands, by the name of its field.
    pub(super) places: Vec<(&'static str, Span)>,
}

/// A source. If its key is lost, it is empty.
#[derive(Clone, Debug)]
pub(super) struct SourceLine {
    pub(super) key: Span,
    pub(super) source: Source,
    /// The file that holds its text.
    pub(super) text_file: Option<At<String>>,
    /// Where each attribute stands, by its word.
    pub(super) attributes: Vec<(&'static str, Span)>,
}

/// An entity, with further names and identifiers. If its kind or key is lost, it is empty.
#[derive(Clone, Debug)]
pub(super) struct EntityLine {
    pub(super) entity: Entity,
    pub(super) kind: Span,
    pub(super) key: Span,
    /// `None` if the name is lost.
    pub(super) name: Option<Span>,
    pub(super) more: Vec<MoreLine>,
    /// Whether it may have more names and identifiers, which could not be read.
    pub(super) is_torn: bool,
}

/// A further name or an identifier, and its claims.
#[derive(Clone, Debug)]
pub(super) struct MoreLine {
    /// `None` if it is lost.
    pub(super) more: Option<At<More>>,
    pub(super) claims: Vec<ClaimLine>,
}

/// A further name or an identifier: a fact of the base vocabulary.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum More {
    Also { name: String, language: Option<String> },
    Id { scheme: String, code: String },
}

impl Statement {
    /// What it was meant to be, if nothing of it could be read.
    pub(super) fn unread(&self) -> Option<Meant> {
        match (&self.content, &self.faulty) {
            (Content::Unread, Some(named)) => Some(named.meant),
            _ => None,
        }
    }

    /// Whether it is part of a vocabulary, or may be: as the line of a declaration, or of an include, that could not be read.
    pub(super) fn may_declare(&self) -> bool {
        match (&self.content, &self.faulty) {
            (Content::Open | Content::Kind(_) | Content::Role(_) | Content::Relation(_), _) => true,
            (Content::Unread, Some(named)) => {
                let is_sort = |sort| matches!(sort, Sort::Kind | Sort::Role | Sort::Relation);
                matches!(named.meant, Meant::Include | Meant::Vocabulary)
                    || named.name.as_ref().is_some_and(|(sort, _)| is_sort(*sort))
            }
            _ => false,
        }
    }
}

impl KindLine {
    pub(super) const fn of(def: KindDef) -> Self {
        Self { def, name: 0..0, parents: Vec::new(), members: Vec::new() }
    }
}

impl RoleDefLine {
    pub(super) const fn of(def: RoleDef) -> Self {
        Self { def, name: 0..0, phrase: 0..0 }
    }
}

impl RelationLine {
    pub(super) const fn of(def: RelationDef) -> Self {
        Self { def, name: 0..0, roles: Vec::new(), places: Vec::new() }
    }

    /// Where a part stands, else where the name does.
    pub(super) fn place(&self, part: &str) -> Span {
        let place = self.places.iter().find(|(name, _)| *name == part);
        place.map_or_else(|| self.name.clone(), |(_, span)| span.clone())
    }
}

impl SourceLine {
    /// A source without attributes.
    pub(super) fn of(key: &str) -> Self {
        Self { key: 0..0, source: Source::new(key), text_file: None, attributes: Vec::new() }
    }

    /// Where an attribute stands, else where the key does.
    pub(super) fn place(&self, attribute: &str) -> Span {
        let place = self.attributes.iter().find(|(name, _)| *name == attribute);
        place.map_or_else(|| self.key.clone(), |(_, span)| span.clone())
    }
}

impl More {
    /// Checks the name or identifier by itself.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Also { name, .. } => check_name(name),
            Self::Id { .. } => Ok(()),
        }
    }

    /// The fact of an entity.
    pub(super) fn to_fact(&self, entity: &str) -> Fact {
        let text = |text: &String| Node::Value(Value::Text(text.clone()));
        match self {
            Self::Also { name, language } => {
                let mut fact = Fact::new(entity, "also-known-as", "");
                fact.object = text(name);
                fact.roles.extend(language.iter().map(|language| ("language".to_owned(), text(language))));
                fact
            }
            Self::Id { scheme, code } => {
                let mut fact = Fact::new(entity, "identified-by", "");
                fact.object = text(code);
                fact.roles.insert("scheme", text(scheme));
                fact
            }
        }
    }

    /// The name or identifier that a fact gives an entity, if it says nothing else. Its claims are left aside.
    pub(super) fn of_fact(fact: &Fact) -> Option<(&str, Self)> {
        let text = |node: &Node| match node {
            Node::Value(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let Node::Entity(entity) = &fact.subject else { return None };
        let given = text(&fact.object)?;
        let more = match (fact.relation.as_str(), fact.roles.first(), fact.roles.len()) {
            ("also-known-as", None, 0) => Self::Also { name: given, language: None },
            ("also-known-as", Some(("language", player)), 1) => {
                Self::Also { name: given, language: Some(text(player)?) }
            }
            ("identified-by", Some(("scheme", player)), 1) => Self::Id { scheme: text(player)?, code: given },
            _ => return None,
        };
        // What else there is to a fact would be lost.
        let plain = Fact { claims: Vec::new(), ..fact.clone() };
        (more.to_fact(entity) == plain).then_some((entity, more))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Claim;

    #[test]
    fn a_further_name_is_a_fact_and_the_fact_a_further_name() {
        let more = More::Also { name: "Тоқаев".into(), language: Some("kk".into()) };
        let fact = more.to_fact("tokayev");
        assert_eq!(fact.to_string(), "tokayev also-known-as \"Тоқаев\" language \"kk\"");
        let mut cited = fact.clone();
        cited.claims.push(Claim::new("s"));
        assert_eq!(More::of_fact(&cited), Some(("tokayev", more.clone())));
        assert_eq!(More::of_fact(&fact), Some(("tokayev", more)));
        let id = More::Id { scheme: "wikidata".into(), code: "Q1".into() };
        assert_eq!(More::of_fact(&id.to_fact("a")), Some(("a", id)));
    }

    #[test]
    fn a_fact_with_anything_more_stays_a_fact() {
        let plain = More::Also { name: "A".into(), language: None }.to_fact("a");
        let mut keyed = plain.clone();
        keyed.key = Some("k".into());
        let mut role = plain.clone();
        role.roles.insert("scheme", Node::Value(Value::Text("x".into())));
        for fact in [keyed, role, Fact::new("a", "also-known-as", "b")] {
            assert_eq!(More::of_fact(&fact), None, "{fact}");
        }
    }
}
