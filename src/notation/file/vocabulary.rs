//! A vocabulary as lines of the notation.

use std::fmt;

use indexmap::IndexMap;

use super::{
    declarations::{KIND, RELATION, ROLE},
    print::{Tag, fill},
};
use crate::{
    error::shown::Escaped,
    notation::line::Word,
    schema::{KindDef, RelationDef, RoleDef, SchemaDef},
};

/// A vocabulary in the notation: a line for each kind, role and relation, in the order of their declaration, and `open` if it
/// is open. Reading the lines with [`Schema::new`](crate::Schema::new) gives the same vocabulary.
///
/// ```
/// use chancery::{Schema, diplomacy, notation};
///
/// let vocabulary = diplomacy::schema().to_def();
/// let text = notation::write_vocabulary(&vocabulary);
/// assert!(text.contains("kind state under agent place"));
/// assert_eq!(notation::read(&text, Schema::new())?.schema().to_def(), vocabulary);
/// # Ok::<(), notation::Faults>(())
/// ```
#[must_use]
pub fn write_vocabulary(vocabulary: &SchemaDef) -> String {
    let open = vocabulary.open.then(|| vec!["open".to_owned()]);
    let groups = [
        open.unwrap_or_default(),
        vocabulary.kinds.iter().map(kind).collect(),
        vocabulary.roles.iter().map(role).collect(),
        vocabulary.relations.iter().map(relation).collect(),
    ];
    let groups = groups.iter().filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n") + "\n");
    groups.collect::<Vec<_>>().join("\n")
}

/// The text of a kind.
pub(super) fn kind(def: &KindDef) -> String {
    let list = |word: &str, names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!(" {}", Name(name))).collect();
        (!names.is_empty()).then(|| format!("{word}{}", names.concat()))
    };
    let parts = [list("under", &def.parents), list("union", &def.members)];
    let parts = parts.into_iter().flatten().chain(about(&def.about)).chain(codes(&def.codes));
    fill(format!("kind {}", Name(&def.name)), parts)
}

/// The text of a role.
pub(super) fn role(def: &RoleDef) -> String {
    let phrase = def.phrase.as_ref().map(|phrase| format!("phrase {}", Escaped::quoted(phrase)));
    fill(format!("role {}", Name(&def.name)), phrase.into_iter().chain(about(&def.about)))
}

/// The text of a relation.
pub(super) fn relation(def: &RelationDef) -> String {
    let head = format!(
        "relation {} {} from {} to {}",
        Name(&def.name),
        def.shape.name(),
        Name(&def.subject),
        Name(&def.object)
    );
    let roles = def.roles.iter().map(|used| {
        let word = if used.required { "required" } else { "optional" };
        let many = if used.many { "-many" } else { "" };
        format!("{word}{many} {} {}", Name(&used.role), Name(&used.player))
    });
    let quoted =
        |word: &str, text: &Option<String>| text.as_ref().map(|text| format!("{word} {}", Escaped::quoted(text)));
    let flags = [
        ("symmetric", def.symmetric),
        ("transitive", def.transitive),
        ("functional", def.functional),
        ("inverse-functional", def.inverse_functional),
        ("acyclic", def.acyclic),
        ("acts-for", def.acts_for),
        ("dated", def.dated),
    ];
    let flags = flags.into_iter().filter(|(_, is_set)| *is_set).map(|(word, _)| word.to_owned());
    let inverse = def.inverse.as_ref().map(|inverse| format!("inverse {}", Name(inverse)));
    let phrases = [inverse, quoted("phrase", &def.phrase), quoted("inverse-phrase", &def.inverse_phrase)];
    let parts = roles.chain(phrases.into_iter().flatten()).chain(flags);
    fill(head, parts.chain(about(&def.about)).chain(codes(&def.codes)))
}

fn about(about: &str) -> Option<String> {
    (!about.is_empty()).then(|| format!("about {}", Escaped::quoted(about)))
}

fn codes(codes: &IndexMap<String, String>) -> impl Iterator<Item = String> + use<'_> {
    codes.iter().map(|(scheme, code)| format!("code {} {}", Tag(scheme), Escaped::quoted(code)))
}

/// A name, in backticks if it would be read as the word of a part.
struct Name<'a>(&'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_part = KIND.contains(&self.0) || ROLE.contains(&self.0) || RELATION.contains(&self.0);
        if is_part { Escaped::key(self.0).fmt(f) } else { Word(self.0).fmt(f) }
    }
}
