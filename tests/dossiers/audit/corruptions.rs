//! Corruptions: a dossier with one thing wrong, and the codes that may tell of it.

use std::collections::{BTreeMap, BTreeSet};

use chancery::{
    Day, Entity, Fact, FactRef, PartialDate, When,
    dossier::Dossier,
    model::{Claim, Modality, Node, Quote, Sha256, Stance},
    schema::Shape,
    time::{Bound, Precision, WhenParts},
};

use super::corpus::Case;

/// One corrupted dossier.
pub(crate) struct Corrupted {
    pub(crate) class: &'static str,
    /// The place where it should be found, as findings print it.
    pub(crate) place: String,
    pub(crate) codes: &'static [&'static str],
    pub(crate) case: Case,
}

impl Corrupted {
    /// The place, and the fact as it then reads.
    pub(crate) fn line(&self) -> String {
        let facts = self.case.kg.view().with_modalities(Modality::ALL);
        let name = |fact: &FactRef<'_>| fact.key().map_or_else(|| format!("#{}", fact.id().index()), str::to_owned);
        let fact = facts.all_facts().find(|fact| self.place == format!("fact {}", name(fact)));
        format!("{}: {}", self.place, fact.map(|fact| fact.to_string()).unwrap_or_default())
    }
}

const DATES: &[&str] = &["date-finer-than-quote", "date-not-in-quote"];
const OTHER_DATES: &[&str] = &["date-finer-than-quote", "date-not-in-quote", "after-publication"];
const QUOTES: &[&str] = &["quote-altered", "quote-absent"];

/// Makes corrupted dossiers of one that is right.
pub(crate) struct Corruptions<'c> {
    case: &'c Case,
    dossier: Dossier,
    counts: BTreeMap<&'static str, usize>,
    pub(crate) made: Vec<Corrupted>,
}

impl<'c> Corruptions<'c> {
    pub(crate) fn of(case: &'c Case) -> Vec<Corrupted> {
        let dossier = Dossier::of(&case.kg.view().with_modalities(Modality::ALL));
        let mut all = Self { case, dossier, counts: BTreeMap::new(), made: Vec::new() };
        all.dates();
        all.modalities();
        all.speakers();
        all.quotes();
        all.orphans();
        all.made
    }

    /// Facts with their places; those that say more than names.
    fn facts(&self) -> Vec<(usize, Fact)> {
        let is_spoiled = |fact: &Fact| fact.relation != "also-known-as" && fact.relation != "identified-by";
        self.dossier.facts.iter().cloned().enumerate().filter(|(_, fact)| is_spoiled(fact)).collect()
    }

    fn push(&mut self, class: &'static str, place: String, codes: &'static [&'static str], changed: &Dossier) {
        self.push_with(class, place, codes, changed, self.case.texts.clone());
    }

    fn push_with(
        &mut self,
        class: &'static str,
        place: String,
        codes: &'static [&'static str],
        changed: &Dossier,
        texts: Vec<(String, String)>,
    ) {
        // Of many alike, some are enough; of facts about people and plans, all.
        let count = self.counts.entry(class).or_default();
        *count += 1;
        let rare = class.starts_with("speaker") || class.contains("plan");
        if !rare && !(*count - 1).is_multiple_of(self.dossier.facts.len() / 25 + 1) {
            return;
        }
        // What the graph itself refuses needs no audit.
        if let Ok(kg) = changed.to_graph(self.case.kg.schema().clone()) {
            let case = Case { name: self.case.name.clone(), kg, texts, documented: self.case.documented };
            self.made.push(Corrupted { class, place, codes, case });
        }
    }

    /// With one fact changed.
    fn change(
        &mut self,
        class: &'static str,
        n: usize,
        codes: &'static [&'static str],
        change: impl FnOnce(&mut Fact),
    ) {
        let mut changed = self.dossier.clone();
        change(&mut changed.facts[n]);
        if changed.facts[n] != self.dossier.facts[n] {
            let name = changed.facts[n].key.clone().unwrap_or_else(|| format!("#{n}"));
            self.push(class, format!("fact {name}"), codes, &changed);
        }
    }

    fn published(&self, fact: &Fact) -> Option<Day> {
        let source = &fact.claims.first()?.source;
        self.dossier.sources.iter().find(|s| s.key == *source)?.published.map(PartialDate::last)
    }

    fn shape(&self, fact: &Fact) -> Shape {
        let schema = self.case.kg.schema();
        let relation = schema.relation(&fact.relation).unwrap();
        schema.relation_def(relation.id()).shape
    }

    fn dates(&mut self) {
        for (n, fact) in self.facts() {
            let Some(published) = self.published(&fact) else { continue };
            let happens = self.shape(&fact) == Shape::Happens;
            for date in dates_of(fact.when) {
                for finer in finer(date) {
                    self.change("date made finer", n, DATES, |fact| fact.when = with_date(fact.when, date, finer));
                }
                for other in others(date) {
                    self.change("date replaced", n, OTHER_DATES, |fact| fact.when = with_date(fact.when, date, other));
                }
            }
            if fact.when.is_unstated() && happens {
                for days in [0, -1, -30] {
                    let day = PartialDate::from(published.checked_add_days(days).unwrap());
                    self.change("date invented", n, DATES, |fact| fact.when = When::on(day));
                }
                let year = PartialDate::from_year(published.year()).unwrap();
                self.change("date invented", n, DATES, |fact| fact.when = When::on(year));
            }
            for days in [1, 100] {
                let day = PartialDate::from(published.checked_add_days(days).unwrap());
                self.change("dated after publication", n, &["after-publication"], |fact| {
                    fact.when = if happens { When::on(day) } else { When::as_of(day) };
                    fact.modality = Modality::Actual;
                });
            }
        }
    }

    fn modalities(&mut self) {
        for (n, fact) in self.facts() {
            match fact.modality {
                Modality::Planned => {
                    self.change("plan recorded as actual", n, &["planned-recorded-as-actual"], |f| {
                        f.modality = Modality::Actual;
                    });
                }
                Modality::Actual if self.shape(&fact) == Shape::Happens => {
                    self.change("actual recorded as plan", n, &["actual-recorded-as-planned"], |f| {
                        f.modality = Modality::Planned;
                    });
                }
                _ => {}
            }
        }
    }

    fn speakers(&mut self) {
        const DROPPED: &[&str] = &["speaker-dropped", "speakers-differ", "speech-goes-on"];
        const SWAPPED: &[&str] = &["wrong-speaker", "speakers-differ"];
        let kind = |key: &str| self.dossier.entities.iter().any(|e| e.key == key && e.kind == "person");
        let speakers: BTreeSet<String> =
            self.dossier.entities.iter().map(|e| e.key.clone()).filter(|k| kind(k)).collect();
        for (n, fact) in self.facts() {
            let spoken = fact.claims.iter().any(|claim| claim.said_by.is_some());
            if spoken {
                self.change("speaker dropped", n, DROPPED, |fact| {
                    fact.claims.iter_mut().for_each(|claim| claim.said_by = None);
                });
            }
            if spoken && fact.claims.len() > 1 {
                self.change("speaker dropped in one claim", n, DROPPED, |fact| fact.claims[0].said_by = None);
            }
            for other in speakers.iter().filter(|_| spoken) {
                if fact.claims.iter().all(|claim| claim.said_by.as_ref() != Some(other)) {
                    self.change("speaker swapped", n, SWAPPED, |fact| {
                        let claims = fact.claims.iter_mut().filter(|claim| claim.said_by.is_some());
                        claims.for_each(|claim| claim.said_by = Some(other.clone()));
                    });
                }
            }
        }
    }

    /// Quotes in a dossier whose texts come later. Sources keep the hash of their text.
    fn quotes(&mut self) {
        let mut bare = self.dossier.clone();
        let mut texts = self.case.texts.clone();
        for source in &mut bare.sources {
            if let Some(text) = source.text.take() {
                source.sha256 = Some(Sha256::of(&text));
                texts.push((source.key.clone(), text));
            }
        }
        let text_of = |key: &str| texts.iter().find(|(source, _)| source == key).map(|(_, text)| text.clone());
        for (n, fact) in self.facts() {
            for (m, claim) in fact.claims.iter().enumerate() {
                let (Some(text), Some((start, end))) =
                    (text_of(&claim.source), claim.quote.as_ref().and_then(|quote| quote.range))
                else {
                    continue;
                };
                let words: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
                let name = fact.key.clone().unwrap_or_else(|| format!("#{n}"));
                let place = format!("fact {name}, claim {m}");
                let mut put = |class: &'static str, codes, quote: Quote| {
                    let mut changed = bare.clone();
                    changed.facts[n].claims[m].quote = Some(quote);
                    self.push_with(class, place.clone(), codes, &changed, texts.clone());
                };
                let altered = altered(&words);
                let length = |words: &str| u32::try_from(words.chars().count()).unwrap();
                let altered: Vec<_> = altered.iter().filter(|words| !text.contains(words.as_str())).collect();
                for words in &altered {
                    put("quote altered", QUOTES, Quote::new(words.as_str()).at(start..start + length(words)));
                }
                for words in altered.iter().take(1) {
                    put("hash altered", QUOTES, Quote::hashed(start..end, Sha256::of(words)));
                }
                for by in [1, 40] {
                    let range = start + by..end + by;
                    put("quote moved", &["quote-moved"], Quote::new(words.as_str()).at(range));
                }
                let range = start + 7..end + 7;
                put("hash moved", &["quote-moved"], Quote::hashed(range, Sha256::of(&words)));
                put("quote made up", QUOTES, Quote::new("nobody in this room has ever put it like that"));
            }
        }
        for source in bare.sources.iter().filter(|source| source.sha256.is_some()) {
            let cut: Vec<_> = texts
                .iter()
                .filter(|(key, _)| *key == source.key)
                .map(|(key, text)| (key.clone(), text.chars().skip(1).collect()))
                .collect();
            if !cut.is_empty() {
                self.push_with("text altered", format!("source {}", source.key), &["text-altered"], &bare, cut);
            }
        }
    }

    fn orphans(&mut self) {
        for (n, _) in self.facts() {
            self.change("claims dropped", n, &["unsourced-fact"], |fact| fact.claims.clear());
            self.change("claims turned round", n, &["unsourced-fact"], |fact| {
                fact.claims.iter_mut().for_each(|claim: &mut Claim| claim.stance = Stance::Disputes);
            });
        }
        for (n, name) in ["Nobody Mentioned", "Somebody Else", "A Third One"].into_iter().enumerate() {
            let mut changed = self.dossier.clone();
            changed.entities.push(Entity::new(format!("orphan-{n}"), "person", name));
            self.push("entity added", format!("entity orphan-{n}"), &["unmentioned-entity"], &changed);
        }
        // Without the facts of an entity the entity is left over.
        for entity in self.dossier.entities.clone() {
            let mut changed = self.dossier.clone();
            let of = |node: &Node| *node == Node::Entity(entity.key.clone());
            let about = |fact: &Fact| of(&fact.subject) || of(&fact.object) || fact.roles.values().any(of);
            changed.facts.retain(|fact| !about(fact));
            changed.facts.iter_mut().flat_map(|fact| &mut fact.claims).for_each(|claim| {
                claim.said_by.take_if(|speaker| *speaker == entity.key);
            });
            let place = format!("entity {}", entity.key);
            self.push("facts of an entity dropped", place, &["unmentioned-entity"], &changed);
        }
    }
}

fn dates_of(when: When) -> Vec<PartialDate> {
    let (one, other) = when.parts().dates();
    one.into_iter().chain(other).collect()
}

fn with_date(when: When, old: PartialDate, new: PartialDate) -> When {
    let swap = |bound: Bound| bound.map_date(|date| if date == old { new } else { date });
    let swapped = |date: PartialDate| if date == old { new } else { date };
    match when.parts() {
        WhenParts::On(_) => When::on(new),
        WhenParts::OnOrBefore(_) => When::on_or_before(new),
        WhenParts::OnOrAfter(_) => When::on_or_after(new),
        WhenParts::OnOneOf(first, last) => When::on_one_of(swapped(first), swapped(last)).unwrap_or(when),
        WhenParts::AsOf(_) => When::as_of(new),
        WhenParts::Between(start, end) => When::between(swap(start), swap(end)).unwrap_or(when),
        WhenParts::Unstated => when,
    }
}

/// Finer dates within a date.
fn finer(date: PartialDate) -> Vec<PartialDate> {
    let (year, month) = (date.first().year(), date.first().month());
    let mut finer = Vec::new();
    if date.precision() < Precision::Year {
        finer.extend([1, 4, 7].map(|by| PartialDate::from_year(year + by)));
    }
    if date.precision() < Precision::Month {
        finer.extend([3, 8].map(|month| PartialDate::from_year_month(year, month)));
    }
    if date.precision() < Precision::Day {
        finer.extend([1, 13, 28].map(|day| PartialDate::from_ymd(year, month, day)));
    }
    finer.into_iter().map(|finer| finer.unwrap().with_qualifier(date.qualifier())).collect()
}

/// Dates as fine as a date, and others.
fn others(date: PartialDate) -> Vec<PartialDate> {
    let (year, month, day) = (date.first().year(), date.first().month(), date.first().day());
    let other = |years: i32, months: u8, days: u8| match date.precision() {
        Precision::Day => PartialDate::from_ymd(year + years, (month + months - 1) % 12 + 1, (day + days - 1) % 28 + 1),
        Precision::Month => PartialDate::from_year_month(year + years, (month + months - 1) % 12 + 1),
        _ => PartialDate::from_year(year + 10 * years + i32::from(months)),
    };
    let all = [other(-1, 0, 0), other(-7, 0, 0), other(0, 11, 0), other(-1, 5, 3), other(0, 0, 3)];
    let changed = all.into_iter().map(|other| other.unwrap().with_qualifier(date.qualifier()));
    changed.filter(|other| !date.contains(other.first())).collect()
}

/// The words with one of them replaced, or the first in small letters.
fn altered(words: &str) -> Vec<String> {
    let parts: Vec<&str> = words.split(' ').collect();
    let mut found: Vec<String> = [0, parts.len() - 1]
        .into_iter()
        .map(|n| {
            let mut other = parts.clone();
            other[n] = "otherwise";
            other.join(" ")
        })
        .collect();
    found.push(words.to_lowercase());
    found.dedup();
    found
}
