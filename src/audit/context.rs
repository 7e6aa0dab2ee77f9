//! What rules can read: the view, the available texts, and each fact with the words that its claims quote.

use std::{
    borrow::Cow,
    cell::{OnceCell, RefCell},
    collections::{BTreeMap, HashMap},
    ops::Range,
    rc::Rc,
};

use super::{
    FoundIn,
    quotes::{Kept, check_quote},
    text::{Attribution, DateWords, Names, Reading, attributions, dates_in},
};
use crate::{
    graph::KnowledgeGraph,
    model::{SourceId, SourceText, Stance},
    time::Day,
    view::{ClaimRef, FactRef, SourceRef, View},
};

/// What a rule can read in addition to the item that it checks.
pub struct Context<'g> {
    view: View<'g>,
    today: Option<Day>,
    texts: Vec<Option<&'g SourceText>>,
    /// Keys of supplied texts that no source has.
    pub(super) unknown_texts: Vec<&'g str>,
    /// The numbers of the sources whose text was supplied.
    pub(super) lent: Vec<SourceId>,
    readings: Vec<OnceCell<Rc<Heard<'g>>>>,
    names: OnceCell<Names>,
}

/// A text that was read: its sentences, and who says what.
pub(super) struct Heard<'g> {
    pub(super) reading: Reading<'g>,
    pub(super) said: Vec<Attribution>,
    dates: RefCell<HashMap<Range<usize>, Rc<[DateWords]>>>,
}

impl Heard<'_> {
    /// The words in a range of tokens that name a date. Each range is read once, however many claims quote from it.
    pub(super) fn dates_in(&self, tokens: Range<usize>) -> Rc<[DateWords]> {
        let mut known = self.dates.borrow_mut();
        let dates = known.entry(tokens.clone()).or_insert_with(|| dates_in(&self.reading, tokens).into());
        Rc::clone(dates)
    }
}

/// A fact with its claims, and their words as far as these are available.
#[non_exhaustive]
pub struct Evidence<'g> {
    /// The fact, as the view shows it.
    pub fact: FactRef<'g>,
    /// Its claims, in the order of recording, each with its words.
    pub cited: Vec<Cited<'g>>,
}

/// A claim with its words, if these are available.
#[non_exhaustive]
pub struct Cited<'g> {
    /// The claim, as the view shows it.
    pub claim: ClaimRef<'g>,
    /// Its number among the claims of its fact.
    number: usize,
    pub(super) kept: Kept,
    pub(super) passage: Option<Passage<'g>>,
}

/// Quoted words of a source, and the text around them.
pub(super) struct Passage<'g> {
    pub(super) heard: Rc<Heard<'g>>,
    /// The range of tokens of the words.
    pub(super) quote: Range<usize>,
}

impl<'g> Context<'g> {
    pub(super) fn new(view: &View<'g>, today: Option<Day>, lent: &'g BTreeMap<String, SourceText>) -> Self {
        let kg = view.graph();
        let record = |id| kg.source_text(id);
        let mut texts: Vec<_> = kg.sources().map(|source| record(source.id())).collect();
        let (mut unknown_texts, mut used) = (Vec::new(), Vec::new());
        for (key, text) in lent {
            match kg.get_source(key) {
                Some(id) => {
                    if let Some(slot @ None) = texts.get_mut(id.at()) {
                        *slot = Some(text);
                    }
                    used.push(id);
                }
                None => unknown_texts.push(key.as_str()),
            }
        }
        let readings = texts.iter().map(|_| OnceCell::new()).collect();
        Self { view: view.clone(), today, texts, unknown_texts, lent: used, readings, names: OnceCell::new() }
    }

    /// The view that is audited.
    #[must_use]
    pub fn view(&self) -> &View<'g> {
        &self.view
    }

    /// The graph of the view.
    #[must_use]
    pub fn graph(&self) -> &'g KnowledgeGraph {
        self.view.graph()
    }

    /// The day of the audit; `None` if the caller did not set it.
    #[must_use]
    pub fn today(&self) -> Option<Day> {
        self.today
    }

    /// The text of a source: from the graph, or as supplied.
    #[must_use]
    pub fn text(&self, source: SourceId) -> Option<&'g str> {
        self.source_text(source).map(SourceText::as_str)
    }

    pub(super) fn source_text(&self, source: SourceId) -> Option<&'g SourceText> {
        self.texts.get(source.at()).copied().flatten()
    }

    /// A fact with the words of its claims.
    pub(super) fn evidence(&self, fact: FactRef<'g>) -> Evidence<'g> {
        // A view may leave out claims, which count.
        let all = self.graph().fact_ref(fact.id()).into_iter().flat_map(|fact| fact.claims()).enumerate();
        let mut shown = fact.claims().peekable();
        let cited = all.filter_map(|(number, claim)| Some((number, shown.next_if(|shown| shown.id() == claim.id())?)));
        Evidence { fact, cited: cited.map(|(number, claim)| self.cited(number, claim)).collect() }
    }

    fn cited(&self, number: usize, claim: ClaimRef<'g>) -> Cited<'g> {
        let source = claim.source().id();
        let text = self.source_text(source);
        let own = claim.source().text().is_some();
        // A quote from a text that the graph has was checked when it was recorded. The passage goes from its first words to its last.
        let checked = claim.ranges().filter(|_| own && text.is_some()).reduce(|(start, _), (_, end)| (start, end));
        let kept = match checked {
            Some((start, end)) => Kept::There { start, end },
            None => check_quote(text, claim.to_claim().quote.as_ref()),
        };
        let passage = match (kept, text) {
            (Kept::There { start, end } | Kept::Moved { start, end }, Some(text)) => {
                let bytes = text.byte_of(start).zip(text.byte_of(end));
                let heard = self.heard(source, text);
                bytes.map(|(start, end)| Passage { quote: heard.reading.tokens_at(&(start..end)), heard })
            }
            // Several passages without their text are not read: the words between them are unknown.
            (Kept::Unverified, None) => match claim.quote() {
                Some(Cow::Borrowed(words)) => {
                    let heard = Rc::new(self.listen(words));
                    Some(Passage { quote: 0..heard.reading.tokens.len(), heard })
                }
                _ => None,
            },
            _ => None,
        };
        Cited { claim, number, kept, passage }
    }

    fn heard(&self, source: SourceId, text: &'g SourceText) -> Rc<Heard<'g>> {
        let read = || Rc::new(self.listen(text.as_str()));
        self.readings.get(source.at()).map_or_else(read, |cell| Rc::clone(cell.get_or_init(read)))
    }

    fn listen(&self, text: &'g str) -> Heard<'g> {
        let reading = Reading::new(text);
        let said = attributions(&reading, self.names.get_or_init(|| Names::of(&self.view)));
        Heard { reading, said, dates: RefCell::default() }
    }

    /// The days on which a source was written: its publication, or that of the source it derives from, and its
    /// dateline.
    pub(super) fn days_of(&self, source: &SourceRef<'_>) -> Vec<(Day, Day)> {
        let mut days = Vec::new();
        for source in chain(*source) {
            if let Some(date) = source.published() {
                days.push((date.first(), date.last()));
                break;
            }
        }
        if let Some(text) = self.source_text(source.id()) {
            let heard = self.heard(source.id(), text);
            let named = heard.dates_in(dateline(&heard.reading));
            let mut spans: Vec<_> = named.iter().flat_map(|words| words.spans(&days, &[])).collect();
            // A dateline is on the day of publication or a few days before.
            if let Some((first, last)) = days.first().copied() {
                let near = first.checked_add_days(-7).unwrap_or(first);
                spans.retain(|(from, to)| near <= *from && *to <= last);
            }
            days.extend(spans);
        }
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// A source and those that it derives from.
pub(super) fn chain(source: SourceRef<'_>) -> impl Iterator<Item = SourceRef<'_>> {
    // A source derives from one that was recorded before it, so the chain ends.
    std::iter::successors(Some(source), SourceRef::derives_from)
}

/// The tokens of a text's first line, up to a dash, if they are few.
pub(super) fn dateline(reading: &Reading<'_>) -> Range<usize> {
    const MOST: usize = 16;
    let ends = |n: &usize| reading.gap(*n).contains(['\n', '–', '—']) || reading.gap(*n).contains(" - ");
    (1..reading.tokens.len().min(MOST)).find(ends).map_or(0..0, |end| 0..end)
}

impl<'g> Evidence<'g> {
    /// The claims that support the fact.
    pub fn support(&self) -> impl Iterator<Item = &Cited<'g>> {
        self.cited.iter().filter(|cited| cited.claim.stance() == Stance::Supports)
    }
}

impl<'g> Cited<'g> {
    /// The place of the claim, for a finding about it.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use chancery::audit::{Audit, Code, Context, Evidence, Finding, Report, Rule, Severity};
    /// use chancery::{KnowledgeGraph, Source, diplomacy::{self, Person, State, Visits}, fact};
    ///
    /// const SHORT: Code = Code::new("short-quote", Severity::Info, "a quote of one word");
    ///
    /// struct QuotesAreLong;
    /// impl Rule for QuotesAreLong {
    ///     fn codes(&self) -> &[Code] {
    ///         &[SHORT]
    ///     }
    ///     fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
    ///         let short = |words: &str| !words.contains(' ');
    ///         let mut cited = evidence.cited.iter().filter(|cited| cited.words().is_some_and(short));
    ///         cited.try_for_each(|cited| report(Finding::new(SHORT, cited.place(audit), "quotes one word")))
    ///     }
    /// }
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let report = kg.add_source(Source::new("report").text("Tokayev is to visit Pakistan."))?;
    /// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, Visits, pakistan).planned().cite(report, "is to visit").cite(report, "visit"))?;
    /// let found = Audit::empty().with(QuotesAreLong).all(&kg.view());
    /// assert_eq!(found[0].to_string(), "info [short-quote] fact #0, claim 1: quotes one word");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn place(&self, audit: &Context<'_>) -> FoundIn {
        FoundIn::claim_at(audit.graph(), &self.claim, self.number)
    }

    /// The words that the claim quotes, if they are available.
    #[must_use]
    pub fn words(&self) -> Option<&'g str> {
        let passage = self.passage.as_ref()?;
        Some(passage.heard.reading.words(passage.quote.clone()))
    }

    /// The sentences that contain these words; only the words if the text is not available.
    #[must_use]
    pub fn sentences(&self) -> Option<&'g str> {
        let passage = self.passage.as_ref()?;
        Some(passage.heard.reading.words(passage.sentences()))
    }
}

impl Passage<'_> {
    /// The tokens of the sentences that contain the words.
    pub(super) fn sentences(&self) -> Range<usize> {
        let sentences = self.each_sentence();
        let first = sentences.first().map_or(self.quote.start, |sentence| sentence.start);
        first..sentences.last().map_or(self.quote.end, |sentence| sentence.end)
    }

    /// The tokens of the paragraphs that contain the words.
    pub(super) fn paragraphs(&self) -> Range<usize> {
        self.heard.reading.paragraphs_at(&self.sentences())
    }

    /// The tokens of each of these sentences.
    pub(super) fn each_sentence(&self) -> Vec<Range<usize>> {
        let reading = &self.heard.reading;
        let token = |n: usize| reading.tokens.get(n);
        let start = token(self.quote.start).map_or(reading.text.len(), |token| token.start);
        let end = self.quote.end.checked_sub(1).and_then(token).map_or(start, |token| token.end);
        let numbers = reading.sentences_at(&(start..end));
        reading.sentences.get(numbers).unwrap_or_default().iter().map(|sentence| sentence.tokens.clone()).collect()
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("view", &self.view).finish_non_exhaustive()
    }
}
impl std::fmt::Debug for Evidence<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evidence").field("fact", &self.fact).field("cited", &self.cited).finish()
    }
}
impl std::fmt::Debug for Cited<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cited").field("claim", &self.claim).field("words", &self.words()).finish()
    }
}
