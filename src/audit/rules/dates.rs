//! Compares the dates of facts with the dates that the words name.

use std::{collections::BTreeSet, ops::ControlFlow};

use crate::{
    audit::{
        Code, Context, Evidence, Finding, FoundIn, Report, Rule, Severity,
        context::{Cited, dateline},
        text::DateWords,
    },
    model::{Modality, Value},
    time::{Bound, Day, PartialDate, WhenParts},
};

const FINER: Code = Code::new(
    "date-finer-than-quote",
    Severity::Warning,
    "the date is more precise than the words and the date of publication",
);
const OTHER: Code = Code::new("date-not-in-quote", Severity::Warning, "the words name other dates, but not this one");

/// A span of at most so many days is not doubted if the words name only days within it.
const SHORT: i64 = 31;

/// A date needs words that name it, or a part of it, in a sentence that a claim quotes; for an inference, in its
/// paragraph. An `as-of` date, or one on or before or after which it was, may also be that of the publication or dateline.
/// All claims that support a fact count together.
///
/// If the words of a claim are not available, nothing is found, unless a claim on a copy of the source has them.
pub(super) struct Dates;

impl Rule for Dates {
    fn codes(&self) -> &[Code] {
        &[FINER, OTHER]
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let dated: Vec<_> = dates_of(evidence).collect();
        if dated.is_empty() || !readable(evidence) {
            return ControlFlow::Continue(());
        }
        let words = Words::of(audit, evidence);
        let lasted = match evidence.fact.when().parts() {
            WhenParts::Between(Bound::Date(start), Bound::Date(end)) => Some((start.first(), end.last())),
            _ => None,
        };
        // A visit or a meeting, of which the words may name one day; not a term of office.
        let lasted = lasted.filter(|(first, last)| last.to_epoch_days() - first.to_epoch_days() <= SHORT);
        for (date, part) in dated {
            // Words that name a day within the span do not contradict its ends.
            if part == Part::End && lasted.is_some_and(|lasted| words.are_within(lasted)) {
                continue;
            }
            let Some((code, why)) = words.fault(date, part) else { continue };
            // An inference may date what the words do not, if it says that it is not sure.
            if words.named.is_empty() && date.is_qualified() && evidence.support().all(|c| c.claim.inferred().is_some())
            {
                continue;
            }
            report(Finding::new(code, FoundIn::fact(audit.graph(), &evidence.fact), why))?;
        }
        ControlFlow::Continue(())
    }
}

/// What a date is to its fact.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It happened within it.
    All,
    /// It was seen to hold then.
    Seen,
    /// It began or ended then.
    End,
    /// It happened by then.
    Last,
}

/// The dates of a fact: its time, and values that are dates.
fn dates_of<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = (PartialDate, Part)> + 'a {
    let when = match evidence.fact.when().parts() {
        WhenParts::Unstated => [None, None],
        WhenParts::On(date) => [Some((date, Part::All)), None],
        // A source may mean the day from which it speaks.
        WhenParts::AsOf(date) | WhenParts::OnOrBefore(date) | WhenParts::OnOrAfter(date) => {
            [Some((date, Part::Seen)), None]
        }
        WhenParts::OnOneOf(first, last) => [Some((first, Part::End)), Some((last, Part::Last))],
        WhenParts::Between(start, end) => [start, end].map(|bound| match bound {
            Bound::Date(date) => Some((date, Part::End)),
            Bound::OnOrBefore(date) | Bound::OnOrAfter(date) => Some((date, Part::Seen)),
            Bound::Unknown | Bound::Open => None,
        }),
    };
    let values = evidence.fact.participants().filter_map(|node| match node.value() {
        Some(Value::Date(date)) => Some((*date, Part::All)),
        _ => None,
    });
    when.into_iter().flatten().chain(values)
}

/// Whether the words of every supporting claim are available, its own or those of a claim on the same source at first or
/// second hand; and those of at least one.
fn readable(evidence: &Evidence<'_>) -> bool {
    let origin = |cited: &Cited<'_>| cited.claim.source().origin().id();
    let read = evidence.support().filter(|cited| cited.passage.is_some()).map(origin).collect::<BTreeSet<_>>();
    !read.is_empty() && evidence.support().all(|cited| cited.passage.is_some() || read.contains(&origin(cited)))
}

/// What the claims of a fact say of dates.
struct Words {
    named: Vec<Named>,
    /// The days from which the sources speak.
    texts: Vec<(Day, Day)>,
}

/// Words that name a date, the spans that they may mean, and the ends of these that they name too.
struct Named {
    words: String,
    spans: Vec<(Day, Day)>,
    ends: Vec<(Day, Day)>,
}

impl Words {
    fn of(audit: &Context<'_>, evidence: &Evidence<'_>) -> Self {
        let (mut named, mut texts) = (Vec::new(), Vec::new());
        for cited in evidence.support() {
            let days = audit.days_of(&cited.claim.source());
            named.extend(named_in(audit, cited, &days, evidence));
            texts.extend(days);
        }
        Self { named, texts }
    }

    /// Whether the words name times within a span of days, and no others.
    fn are_within(&self, (first, last): (Day, Day)) -> bool {
        let within = |named: &Named| named.spans.iter().any(|(from, to)| first <= *from && *to <= last);
        !self.named.is_empty() && self.named.iter().all(within)
    }

    fn fault(&self, date: PartialDate, part: Part) -> Option<(Code, String)> {
        let within = |(first, last): &(Day, Day)| date.first() <= *first && *last <= date.last();
        let around = |(first, last): &(Day, Day)| *first <= date.last() && date.first() <= *last;
        let said = |n: &Named| {
            n.spans.iter().any(within) || matches!(part, Part::End | Part::Last) && n.ends.iter().any(within)
        };
        let seen = matches!(part, Part::Seen | Part::Last);
        if self.named.iter().any(said) || seen && self.texts.iter().any(within) {
            return None;
        }
        if let Some(named) = self.named.iter().find(|named| named.spans.iter().any(around)) {
            return Some((FINER, format!("`{date}` is more precise than the words, which say `{}`", named.words)));
        }
        if seen && self.texts.iter().any(around) {
            return Some((
                FINER,
                format!("`{date}` is more precise than the date of publication, and the words name no date"),
            ));
        }
        if !self.named.is_empty() {
            // Claims on one sentence name the same.
            let mut seen = BTreeSet::new();
            let named = self.named.iter().filter(|named| seen.insert(named.words.as_str()));
            let words: Vec<_> = named.map(|named| format!("`{}`", named.words)).collect();
            return Some((OTHER, format!("`{date}` is not among the dates that the words name: {}", words.join(", "))));
        }
        if seen && !self.texts.is_empty() {
            return Some((OTHER, format!("`{date}` is not the date of publication, and the words name no date")));
        }
        Some((FINER, format!("the words name no date, and the fact has `{date}`")))
    }
}

/// The dates that the sentences of a quote name, but for a dateline that the quote leaves out. A day or month without a year
/// is to come for what is planned, and past for what is actual.
fn named_in(audit: &Context<'_>, cited: &Cited<'_>, texts: &[(Day, Day)], evidence: &Evidence<'_>) -> Vec<Named> {
    let Some(passage) = &cited.passage else { return Vec::new() };
    let reading = &passage.heard.reading;
    let scope = if cited.claim.inferred().is_some() { passage.paragraphs() } else { passage.sentences() };
    let found = passage.heard.dates_in(scope);
    let line = audit.text(cited.claim.source().id()).map_or(0, |_| dateline(reading).end);
    let counts = |words: &&DateWords| {
        let quoted = words.tokens.start < passage.quote.end && passage.quote.start < words.tokens.end;
        let dates_the_text = || words.spans(texts, &[]).iter().any(|span| texts.contains(span));
        words.tokens.start >= line || quoted || !dates_the_text()
    };
    let found: Vec<&DateWords> = found.iter().filter(counts).collect();
    let mut years: Vec<i32> = found.iter().flat_map(|words| words.years()).collect();
    if texts.is_empty() && years.is_empty() {
        // Nothing says of which year the text speaks: the years of the fact are accepted.
        years.extend(dates_of(evidence).flat_map(|(date, _)| [date.first().year(), date.last().year()]));
    }
    let fits = |(first, last): &(Day, Day)| match evidence.fact.modality() {
        Modality::Planned => texts.iter().any(|(from, _)| from <= last),
        Modality::Actual => texts.iter().any(|(_, to)| first <= to),
        _ => true,
    };
    let named = |words: &DateWords| {
        let mut spans = words.spans(texts, &years);
        if words.is_yearless() && !texts.is_empty() {
            spans.retain(fits);
        }
        let ends = spans.iter().filter_map(|span| words.ends_of(*span)).flatten().collect();
        Named { words: reading.words(words.tokens.clone()).to_owned(), spans, ends }
    };
    found.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use crate::{
        audit::Audit,
        diplomacy::{self, Person, State},
        draft::fact,
        graph::KnowledgeGraph,
        model::Source,
    };

    /// The code found for a fact of this time, whose words are these, in a text of 24 January 2026.
    fn found(text: &str, quote: &str, when: &str) -> Option<&'static str> {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("report").published("2026-01-24").text(text)).unwrap();
        let (a, b) = (kg.add(Person, "Ana Berg").unwrap(), kg.add(State, "Norland").unwrap());
        let draft = fact(a, "visits", b).cite("report", quote);
        let draft = match when.strip_prefix("as-of ") {
            Some(date) => fact(a, "citizen-of", b).as_of(date).cite("report", quote),
            None if when.starts_with('[') => draft.when(when.parse().unwrap()),
            None if when.contains('/') => fact(a, "citizen-of", b)
                .between(when.split('/').next().unwrap(), when.split('/').next_back().unwrap())
                .cite("report", quote),
            None if crate::date(when).first() > crate::date("2026-01-24").last() => draft.on(when).planned(),
            None => draft.on(when),
        };
        kg.assert(draft).unwrap();
        let all = Audit::new().all(&kg.view());
        all.iter().map(|f| f.code().name()).find(|name| name.starts_with("date-"))
    }

    #[test]
    fn words_bear_a_date_as_fine_as_theirs_and_no_finer() {
        let text = "Norland is far. Ana Berg is to visit Norland in February 2026, her office said.";
        let quote = "is to visit Norland";
        for when in ["2026-02", "2026", "202X", "2026-02?", "2026-02-XX"] {
            assert_eq!(found(text, quote, when), None, "{when}");
        }
        for when in ["2026-02-03", "2026-02-28?"] {
            assert_eq!(found(text, quote, when), Some("date-finer-than-quote"), "{when}");
        }
        for when in ["2026-03", "2025", "2026-01-24", "1991"] {
            assert_eq!(found(text, quote, when), Some("date-not-in-quote"), "{when}");
        }
        assert_eq!(found(text, "Norland is far", "2026-02"), Some("date-finer-than-quote"));
    }

    #[test]
    fn figures_that_may_be_read_in_two_orders_mean_either_day() {
        let text = "She came on 3/2/2026, or on 13/2/2026.";
        for (when, expected) in [
            ("2026-02-03", None),
            ("2026-03-02", None),
            ("2026-02-13", None),
            ("2026-02", None),
            ("2026-04-03", Some("date-not-in-quote")),
        ] {
            assert_eq!(found(text, "She came", when), expected, "{when}");
        }
    }

    #[test]
    fn dates_of_one_sentence_are_named_once() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("report").published("2026-01-24").text("She came in May 1991 and left in 1992."))
            .unwrap();
        let (a, b) = (kg.add(Person, "Ana Berg").unwrap(), kg.add(State, "Norland").unwrap());
        kg.assert(fact(a, "visits", b).on("1990").cite("report", "came").cite("report", "left")).unwrap();
        let all = Audit::new().all(&kg.view());
        let found = all.iter().find(|found| found.code().name() == "date-not-in-quote").unwrap();
        assert_eq!(found.sentence(), "`1990` is not among the dates that the words name: `May 1991`, `1992`");
    }

    #[test]
    fn words_without_a_year_speak_from_the_day_of_the_text() {
        let text = "She arrives on 3 February. She left in December. She comes on Monday. Today she rests.";
        for (quote, good, bad) in [
            ("arrives", "2026-02-03", "2019-02-03"),
            ("left", "2025-12", "2025-12-05"),
            ("comes", "2026-01-26", "2026-01-27"),
            ("rests", "2026-01-24", "2026-01-23"),
        ] {
            assert_eq!(found(text, quote, good), None, "{quote}");
            assert!(found(text, quote, bad).is_some(), "{quote}");
        }
    }

    #[test]
    fn what_was_seen_is_dated_by_the_publication() {
        let text = "OSLO, 22 January – Ana Berg of Norland spoke.";
        for when in ["as-of 2026-01-24", "as-of 2026-01-22", "as-of 2026-01", "as-of 2026"] {
            assert_eq!(found(text, "Ana Berg of Norland", when), None, "{when}");
        }
        assert_eq!(found("She spoke. Ana Berg of Norland.", "Ana Berg", "as-of 2025"), Some("date-not-in-quote"));
        assert_eq!(found("A citizen from 1990 to 2001.", "citizen", "1990/2001"), None);
        assert_eq!(found("A citizen from 11 to 13 April 2025.", "citizen", "2025-04-11/2025-04-13"), None);
        assert_eq!(
            found("A citizen from 11 to 13 April 2025.", "citizen", "2025-04-11/2025-04-12"),
            Some("date-finer-than-quote")
        );
        assert_eq!(found("A citizen from 1990 to 2001.", "citizen", "1990/2001-05"), Some("date-finer-than-quote"));
        // What the text reports in the past tense happened by the day of the text.
        assert_eq!(found("Norland, free since 1991, was seen.", "free since 1991", "[1991..2026-01-24]"), None);
        assert_eq!(
            found("Norland, free since 1991, was seen.", "free since 1991", "[1990..2026-01-24]"),
            Some("date-not-in-quote")
        );
        assert_eq!(
            found("Norland, free since 1991, was seen.", "free since 1991", "[1991..2026-02-24]"),
            Some("date-not-in-quote")
        );
        // A season is bounded within its year.
        for text in ["She came in the winter of 2001.", "She came in winter 2001.", "In 2001 she came, in autumn."] {
            assert_eq!(found(text, "came", "2001-24"), None, "{text}");
            assert_eq!(found(text, "came", "2001-12-03"), Some("date-finer-than-quote"), "{text}");
        }
        assert_eq!(found("She came last winter.", "came", "2025-24"), None);
        assert_eq!(found("She came last winter.", "came", "2025-12-03"), Some("date-finer-than-quote"));
        // A day within a short span does not contradict its ends; one apart does, and so does one in a long span.
        assert_eq!(found("A citizen on 10 July 2025.", "citizen", "2025-07-09/2025-07-11"), None);
        assert_eq!(found("A citizen on 12 July 2025.", "citizen", "2025-07-09/2025-07-11"), Some("date-not-in-quote"));
        assert_eq!(found("A citizen on 10 July 2025.", "citizen", "2025-05-09/2025-09-11"), Some("date-not-in-quote"));
        assert_eq!(
            found("A citizen from 30 June to 3 July 2025.", "citizen", "2025-06-30/2025-07-03"),
            None,
            "a span over months"
        );
    }
}
