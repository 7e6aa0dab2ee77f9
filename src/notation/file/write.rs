//! From a dossier to a file that a person can read and edit.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use super::{
    print,
    range::end,
    statement::{Content, EntityLine, More, MoreLine, SourceLine},
    vocabulary::write_vocabulary,
};
use crate::{
    dossier::Dossier,
    model::{Claim, Entity, Fact, Passage, Quote, Sha256, Source, SourceText},
    notation::line::{At, ClaimLine, FactLine, HashedRange},
    schema::{Range, Schema},
    time::WhenParts,
};

/// A dossier in the notation: its sources, entities and facts, and which facts were retracted or resolved. Equal dossiers give
/// equal texts.
///
/// The vocabulary is not written; for that, see [`Writer::with_vocabulary`]. Reading the text with the same vocabulary gives an
/// equal dossier.
#[must_use]
pub fn write(dossier: &Dossier) -> String {
    Writer::new().write(dossier)
}

/// Writes a dossier, with the texts of some sources in files of their own, or left out.
///
/// ```
/// use chancery::{KnowledgeGraph, Source, diplomacy, fact, notation, dossier::Dossier};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// kg.add_source(Source::new("report").text("The President visits Pakistan."))?;
/// kg.add("person", "President")?;
/// kg.add("state", "Pakistan")?;
/// kg.assert(fact("president", "visits", "pakistan").cite("report", "visits Pakistan"))?;
///
/// let dossier = Dossier::of(&kg.view());
/// let text = notation::Writer::new().text_file("report", "report.txt").write(&dossier);
/// assert!(text.contains("\npresident visits pakistan @report \"visits Pakistan\"\n"));
/// let hashed = notation::Writer::new().without_text("report").write(&dossier);
/// assert!(!hashed.contains("visits Pakistan"));
///
/// let again = notation::read(&notation::write(&dossier), diplomacy::schema())?;
/// assert_eq!(Dossier::of(&again.view()), dossier);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a writer does nothing until one of its methods writes"]
pub struct Writer {
    text_files: BTreeMap<String, String>,
    hashed: BTreeSet<String>,
    has_vocabulary: bool,
}

impl Writer {
    /// A writer that writes everything, with the texts of sources in place.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names a file, beside the written one, that has the text of a source. That file is not written.
    pub fn text_file(mut self, source: impl Into<String>, path: impl Into<String>) -> Self {
        self.text_files.insert(source.into(), path.into());
        self
    }

    /// Leaves out the text of a source. Its hash is written instead, its quotes are written by range, and `hashes` has the hash of
    /// each range.
    /// [`Reader::text_of`](super::Reader::text_of) supplies the text when the file is read.
    pub fn without_text(mut self, source: impl Into<String>) -> Self {
        self.hashed.insert(source.into());
        self
    }

    /// Puts the vocabulary of the dossier before the rest, so that the text can be read with
    /// [`Schema::new`](crate::Schema::new).
    pub fn with_vocabulary(mut self) -> Self {
        self.has_vocabulary = true;
        self
    }

    /// Writes a dossier as text.
    #[must_use]
    pub fn write(&self, dossier: &Dossier) -> String {
        let mut out = if self.has_vocabulary { write_vocabulary(&dossier.vocabulary) } else { String::new() };
        gap(&mut out);
        let texts = dossier.sources.iter();
        let texts = texts.filter_map(|source| Some((source.key.as_str(), SourceText::new(source.text.clone()?))));
        let texts: BTreeMap<&str, SourceText> = texts.collect();
        let mut facts = Cow::Borrowed(&*dossier.facts);
        if facts.iter().any(|fact| fact.claims.iter().any(|claim| claim.quote.is_some())) {
            facts.to_mut().iter_mut().flat_map(|fact| &mut fact.claims).for_each(|claim| self.shorten(claim, &texts));
        }
        let hashes = take_hashes(&mut facts);
        for source in &dossier.sources {
            line(&mut out, &print::source(&self.source(source)));
            if let Some(hashes) = hashes.get(&source.key) {
                line(
                    &mut out,
                    &print::hashes(
                        &source.key,
                        hashes.iter().map(|(range, hash)| HashedRange { range: *range, hash: *hash }),
                    ),
                );
            }
        }
        let (entities, written) = entities(&dossier.entities, &facts);
        let mut kind = None;
        let merged = dossier.merges.iter().map(|merged| entity_line(&merged.entity));
        for entity in &entities.into_iter().chain(merged).collect::<Vec<_>>() {
            if kind.replace(&entity.entity.kind).is_none_or(|kind| *kind != entity.entity.kind) {
                gap(&mut out);
            }
            line(&mut out, &print::entity(entity));
        }
        gap(&mut out);
        let schema = Schema::from_def(dossier.vocabulary.clone()).ok();
        for fact in facts.iter().skip(written) {
            line(&mut out, &print::fact(&fact_line(fact, schema.as_ref())));
        }
        gap(&mut out);
        let at = |name: &String| At::new(name.clone(), 0..0);
        for retraction in &dossier.retractions {
            let content = Content::Retract { fact: at(&retraction.fact), why: retraction.why.clone() };
            line(&mut out, &print::print(&content));
        }
        for resolution in &dossier.resolutions {
            let (fact, by) = (at(&resolution.fact), at(&resolution.by));
            line(&mut out, &print::print(&Content::Resolve { fact, resolution: resolution.resolution, by }));
        }
        for merged in &dossier.merges {
            let (entity, into) = (at(&merged.entity.key), at(&merged.into));
            line(&mut out, &print::print(&Content::Merge { entity, into, why: merged.why.clone() }));
        }
        for apart in &dossier.kept_apart {
            let (entity, from) = (at(&apart.entity), at(&apart.from));
            line(&mut out, &print::print(&Content::KeepApart { entity, from, why: apart.why.clone() }));
        }
        if out.ends_with("\n\n") {
            out.pop();
        }
        out
    }

    fn source(&self, source: &Source) -> SourceLine {
        let mut source = source.clone();
        let mut text_file = None;
        if let Some(text) = &source.text {
            if self.hashed.contains(&source.key) {
                source.sha256 = Some(Sha256::of(text));
                source.text = None;
            } else {
                text_file = self.text_files.get(&source.key).map(|path| At::new(path.clone(), 0..0));
            }
        }
        SourceLine { key: 0..0, source, text_file, attributes: Vec::new() }
    }

    /// Removes from a quote what follows from the text of its source, or the words if the text is left out.
    fn shorten(&self, claim: &mut Claim, texts: &BTreeMap<&str, SourceText>) {
        let Some(text) = texts.get(claim.source.as_str()) else { return };
        let Some(quote) = claim.quote.take() else { return };
        let hashed = self.hashed.contains(&claim.source);
        let short = quote.into_passages().into_iter().map(|passage| {
            let Passage { words: Some(words), range: Some((start, end)), nth: None, .. } = &passage else {
                return passage.into();
            };
            if hashed {
                return Quote::hashed(*start..*end, Sha256::of(words));
            }
            text.quote_of(words, *start, *end).unwrap_or_else(|| passage.into())
        });
        claim.quote = short.reduce(Quote::and);
    }
}

/// Takes the hashes of ranges out of claims: by source, one hash for each range. If two claims of a range differ, the later
/// keeps its own.
fn take_hashes(facts: &mut Cow<'_, [Fact]>) -> BTreeMap<String, BTreeMap<(u32, u32), Sha256>> {
    let mut taken: BTreeMap<String, BTreeMap<(u32, u32), Sha256>> = BTreeMap::new();
    let bare = |claim: &Claim| claim.quote.as_ref().is_some_and(|quote| quote.passages().any(|it| it.words.is_none()));
    if !facts.iter().any(|fact| fact.claims.iter().any(bare)) {
        return taken;
    }
    for claim in facts.to_mut().iter_mut().flat_map(|fact| &mut fact.claims) {
        let Some(quote) = claim.quote.take() else { continue };
        let mut passages = quote.into_passages();
        for passage in passages.iter_mut().filter(|passage| passage.words.is_none()) {
            let Some((range, hash)) = passage.range.zip(passage.sha256) else { continue };
            let of_source = taken.entry(claim.source.clone()).or_default();
            if *of_source.entry(range).or_insert(hash) == hash {
                passage.sha256 = None;
            }
        }
        claim.quote = Quote::of(passages);
    }
    taken
}

/// The entities, with the aliases and identifiers that fit on their lines without changing the order of facts, and how many
/// facts these are.
fn entities(entities: &[Entity], facts: &[Fact]) -> (Vec<EntityLine>, usize) {
    let mut lines: Vec<EntityLine> = entities.iter().map(entity_line).collect();
    let (mut at, mut written) = (0, 0);
    while let Some(fact) = facts.get(written)
        && let Some((entity, more)) = More::of_fact(fact)
    {
        let behind = lines.iter().skip(at).position(|line| line.entity.key == entity);
        let Some(line) = behind.and_then(|behind| lines.get_mut(at + behind)) else { break };
        let claims = fact.claims.iter().cloned().map(ClaimLine::unwritten).collect();
        line.more.push(MoreLine { more: Some(At::new(more, 0..0)), claims });
        at += behind.unwrap_or_default();
        written += 1;
    }
    (lines, written)
}

fn entity_line(entity: &Entity) -> EntityLine {
    EntityLine { entity: entity.clone(), kind: 0..0, key: 0..0, name: None, more: Vec::new(), is_torn: false }
}

/// A fact with each end written by its range, and with its date unless the name of the relation has it.
fn fact_line(fact: &Fact, schema: Option<&Schema>) -> FactLine {
    let mut line = FactLine::of(fact);
    let Some((schema, named)) = schema.and_then(|schema| Some((schema, schema.relation(&fact.relation).ok()?))) else {
        return line;
    };
    let ends = schema.ends(named.id());
    let (mut subject, mut object) = (ends.subject, ends.object);
    if named.is_inverse() {
        std::mem::swap(&mut subject, &mut object);
    }
    line.subject.value = end(&fact.subject, subject);
    line.object.value = end(&fact.object, object);
    for (role, (name, player)) in line.roles.iter_mut().zip(&fact.roles) {
        let range = schema.role(name).ok().and_then(|role| ends.role(role)).map_or(Range::Any, |(_, range)| range);
        role.player.value = end(player, range);
    }
    line.when = match (fact.when.parts(), named.date()) {
        (WhenParts::Unstated, _) => None,
        (WhenParts::On(date), Some(date_of_source)) if date == date_of_source => None,
        _ => Some(At::new(fact.when, 0..0)),
    };
    line
}

fn line(out: &mut String, text: &str) {
    // A `String` takes all that is written.
    let _ = writeln!(out, "{text}");
}

/// Adds a blank line, except at the start.
fn gap(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}
