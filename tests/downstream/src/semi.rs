//! A format of another crate: a record a line, its fields with `;` between. It uses nothing but what everybody can.
//!
//! ```text
//! entity;state;pk;Pakistan
//! fact;pk;borders;ir;2026-02
//! claim;#0;report
//! retract;#0;a mistake
//! ```
//! `#0` is the first fact of the file. A field has no `;` and no line break.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};

use chancery::{
    Edit, Entity, Error, ErrorKind, Fact, Source,
    dossier::Dossier,
    error::Position,
    io::{Edits, Loss, Losses},
    model::{Claim, FactName, Node},
    view::View,
};

/// A view in the format.
pub struct Semi<'g> {
    view: View<'g>,
}

impl<'g> Semi<'g> {
    /// The file of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone() }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// If the writer fails.
    pub fn write_to(&self, writer: impl Write) -> Result<Losses, Error> {
        let mut out = BufWriter::new(writer);
        let mut losses = Losses::default();
        let dossier = Dossier::of(&self.view);
        for source in &dossier.sources {
            writeln!(out, "source;{}", source.key)?;
            if *source != Source::new(source.key.as_str()) {
                losses.note(Loss::Sources, || source.key.clone());
            }
        }
        for Entity { key, kind, name, .. } in &dossier.entities {
            writeln!(out, "entity;{kind};{key};{}", field(name, &mut losses))?;
        }
        let mut claims = Vec::new();
        for (place, fact) in dossier.facts.iter().enumerate() {
            let ends = [&fact.subject, &fact.object].map(|node| match node {
                Node::Entity(key) => key.clone(),
                Node::Fact(FactName { fact }) => fact.clone(),
                Node::Value(value) => {
                    losses.note(Loss::Values, || value.to_string());
                    field(&value.to_string(), &mut losses)
                }
            });
            writeln!(out, "fact;{};{};{};{}", ends[0], fact.relation, ends[1], fact.when)?;
            if !fact.roles.is_empty() {
                losses.note(Loss::Roles, || fact.to_string());
            }
            claims.extend(fact.claims.iter().map(|claim| (place, claim)));
        }
        for (place, claim) in claims {
            writeln!(out, "claim;#{place};{}", claim.source)?;
            if *claim != Claim::new(claim.source.as_str()) {
                losses.note(Loss::Claims, || claim.to_string());
            }
        }
        for retraction in &dossier.retractions {
            writeln!(out, "retract;{};{}", retraction.fact, field(&retraction.why, &mut losses))?;
        }
        out.flush()?;
        Ok(losses)
    }
}

fn field(text: &str, losses: &mut Losses) -> String {
    if text.contains([';', '\n', '\r']) {
        losses.note(Loss::Characters, || text.to_owned());
    }
    text.replace([';', '\n', '\r'], " ")
}

/// Reads the format.
#[derive(Default)]
pub struct Reader;

impl Reader {
    /// Reads a file to edits.
    ///
    /// # Errors
    /// If reading fails. The error of a line stands in its place among the edits.
    pub fn read(&self, file: impl Read) -> Result<Edits, Error> {
        let mut edits = Edits::new();
        for (n, line) in BufReader::new(file).lines().enumerate() {
            let line = line?;
            let at = Some(Position { line: n as u32 + 1, column: 1 });
            let fields: Vec<&str> = line.split(';').collect();
            match edit(&fields) {
                Ok(Some(edit)) => edits.push(edit, at),
                Ok(None) => edits.note_unread(fields[0]),
                Err(error) if fields[0] == "fact" => edits.push_bad_fact(error, at),
                Err(error) => edits.push_error(error, at),
            }
        }
        Ok(edits)
    }
}

/// The edit of a line; none where the word in front means nothing here.
fn edit(fields: &[&str]) -> Result<Option<Edit>, Error> {
    Ok(Some(match fields {
        ["source", key] => Edit::AddSource(Source::new(*key)),
        ["entity", kind, key, name] => Edit::AddEntity(Entity::new(*key, *kind, *name)),
        ["fact", subject, relation, object, when] => {
            let node = |text: &str| match text.strip_prefix('#') {
                Some(_) => Node::Fact(FactName { fact: text.to_owned() }),
                None => Node::Entity(text.to_owned()),
            };
            let mut fact = Fact::new("", *relation, "");
            (fact.subject, fact.object) = (node(subject), node(object));
            fact.when = when.parse().map_err(|error: Error| error.at("when"))?;
            Edit::Assert(fact)
        }
        ["claim", fact, source] => Edit::Claim { fact: (*fact).to_owned(), claim: Claim::new(*source) },
        ["retract", fact, why] => Edit::Retract { fact: (*fact).to_owned(), why: (*why).to_owned() },
        ["source" | "entity" | "fact" | "claim" | "retract", ..] => {
            return Err(Error::new(ErrorKind::Syntax, format!("the line has {} fields", fields.len())));
        }
        _ => return Ok(None),
    }))
}
