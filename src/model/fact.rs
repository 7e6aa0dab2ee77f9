//! Facts in plain values, which name entities and sources by key and need no graph.

use serde::Deserialize;

use super::fields::serialize_fields;
use super::{Claim, FactName, Modality, Node, RolePlayers};
use crate::{
    error::{Error, shown::as_found},
    time::When,
};

/// A fact in plain values: what it joins, when it held, with which modality, and who says so.
///
/// It names entities, facts and sources by key, and relations and roles by name. A relation whose name includes its
/// date is printed so: `recognized-in-1991?` with [`when`](Self::when) `1991?`. A dossier stores facts in this form,
/// and `View::to_petgraph` uses it as the weight of an edge. It prints as a line of the notation and is parsed from
/// one.
///
/// ```
/// use chancery::{date, When, model::{Claim, Fact, Modality}};
///
/// let mut visit = Fact::new("tokayev", "visits", "pakistan");
/// visit.when = When::on(date("2026-02"));
/// visit.modality = Modality::Planned;
/// visit.claims.push(Claim::new("report"));
/// assert_eq!(visit.to_string(), "tokayev visits pakistan on 2026-02 planned @report");
/// assert_eq!("tokayev visits pakistan on 2026-02 planned @report".parse(), Ok(visit));
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The key; `None` if the fact was recorded without one.
    #[serde(default)]
    pub key: Option<String>,
    /// The subject.
    pub subject: Node,
    /// The name of the relation.
    pub relation: String,
    /// The object.
    pub object: Node,
    /// The role players: the other participants, by the name of their role.
    #[serde(default)]
    pub roles: RolePlayers,
    /// When it held or happened.
    #[serde(default)]
    pub when: When,
    /// The modality: actual, planned, cancelled, denied or hypothetical.
    #[serde(default)]
    pub modality: Modality,
    /// The claims: which sources support or dispute the fact.
    #[serde(default)]
    pub claims: Vec<Claim>,
}

serialize_fields!(Fact {
    optional "key": key,
    required "subject": subject,
    required "relation": relation,
    required "object": object,
    optional "roles": roles,
    optional "when": when,
    optional "modality": modality,
    optional "claims": claims,
});

impl Fact {
    /// An actual fact between two entities, named by key, without a time, roles or claims. Nothing is checked until it
    /// is asserted.
    pub fn new(subject: impl Into<String>, relation: impl Into<String>, object: impl Into<String>) -> Self {
        Self {
            key: None,
            subject: Node::Entity(subject.into()),
            relation: relation.into(),
            object: Node::Entity(object.into()),
            roles: RolePlayers::new(),
            when: When::UNSTATED,
            modality: Modality::Actual,
            claims: Vec::new(),
        }
    }

    /// Its subject, its object, and the players of its roles.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        [&self.subject, &self.object].into_iter().chain(self.roles.values())
    }

    /// Renames the facts that stand at its ends or play roles in it, such as from their places in a file to their numbers in a
    /// graph. The function gets each name and may change it.
    ///
    /// # Errors
    /// The first error of the function, with the place in the fact: `subject`, `object` or `roles.` and the role.
    pub fn rename_facts(&mut self, mut rename: impl FnMut(&mut String) -> Result<(), Error>) -> Result<(), Error> {
        let mut node = |node: &mut Node| match node {
            Node::Fact(FactName { fact }) => rename(fact),
            Node::Entity(_) | Node::Value(_) => Ok(()),
        };
        node(&mut self.subject).map_err(|error| error.at("subject"))?;
        node(&mut self.object).map_err(|error| error.at("object"))?;
        self.roles
            .iter_mut()
            .try_for_each(|(role, player)| node(player).map_err(|e| e.at(format!("roles.{}", as_found(role)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Bound, date};

    #[test]
    fn a_date_in_the_name_is_not_repeated() {
        let mut fact = Fact::new("pakistan", "recognized-in-1991?", "kazakhstan");
        fact.when = When::on(date("1991?"));
        assert_eq!(fact.to_string(), "pakistan recognized-in-1991? kazakhstan");
        fact.when = When::on(date("1991"));
        assert_eq!(fact.to_string(), "pakistan recognized-in-1991? kazakhstan on 1991");
    }

    #[test]
    fn all_parts_are_written_in_order_and_read_back() {
        let mut fact = Fact::new("a", "r", "b");
        fact.key = Some("k".into());
        fact.roles.insert("with", Node::Value(3.into()));
        fact.when = When::since(date("2001"));
        fact.modality = Modality::Denied;
        fact.claims = vec![Claim::new("s"), Claim::new("t")];
        assert_eq!(fact.to_string(), "a r b with (number 3) since 2001 denied key k @s @t");
        fact.when = When::until(date("2001"));
        assert_eq!(fact.to_string(), "a r b with (number 3) until 2001 denied key k @s @t");
        fact.when = When::between(Bound::Date(date("2001")), Bound::Open).unwrap();
        assert_eq!(fact.to_string(), "a r b with (number 3) between 2001/.. denied key k @s @t");
        fact.when = When::as_of(date("2001-02"));
        let json = serde_json::to_string(&fact).unwrap();
        assert_eq!(serde_json::from_str::<Fact>(&json).unwrap(), fact);
        assert_eq!(
            serde_json::to_string(&Fact::new("a", "r", "b")).unwrap(),
            r#"{"subject":"a","relation":"r","object":"b"}"#
        );
    }
}
