//! Rows to bytes.

use std::fmt::Write;

use hashbrown::HashMap;

use super::{end, flag, part, passage, tag};
use crate::{
    error::Error,
    graph::{Learnt, NewAlteration, NewRow},
    model::{Basis, Quote, Sha256, Stance, Transaction, Value, ValueType},
    store::{failure, names::Names, words},
    tables::{Alteration, NewClaim, NewEnd, NewFact},
    time::When,
};

/// Appends transactions to some bytes.
#[derive(Debug)]
pub(in crate::store) struct Encoder<'e> {
    out: &'e mut Vec<u8>,
    names: &'e Names,
    /// The times of the transaction so far, by their numbers from 1.
    times: HashMap<When, u64>,
    /// Room for the text of a time.
    text: String,
}

impl<'e> Encoder<'e> {
    pub(in crate::store) fn new(out: &'e mut Vec<u8>, names: &'e Names) -> Self {
        Self { out, names, times: HashMap::new(), text: String::new() }
    }

    /// Begins a transaction of so many rows. The names that it learnt have their numbers already.
    pub(in crate::store) fn head(&mut self, info: &Transaction, learnt: &Learnt, rows: u64) -> Result<(), Error> {
        self.times.clear();
        let set = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        let flags = set(info.at.is_some(), flag::STAMP)
            | set(info.by.is_some(), flag::AUTHOR)
            | set(info.why.is_some(), flag::REASON)
            | set(!learnt.is_empty(), flag::NAMES);
        self.byte(flags);
        if let Some(stamp) = info.at {
            // Zigzag: small negative numbers are short too.
            let microseconds = stamp.microseconds();
            self.number(((microseconds << 1) ^ (microseconds >> 63)).cast_unsigned());
        }
        for text in [&info.by, &info.why].into_iter().flatten() {
            self.text(text);
        }
        if !learnt.is_empty() {
            let json = serde_json::to_string(&learnt.to_def(false))
                .map_err(|e| failure::json("the names of a transaction", &e))?;
            self.text(&json);
        }
        self.number(rows);
        Ok(())
    }

    /// Appends a row of the transaction.
    ///
    /// # Errors
    /// If the row has a name that the file has not learnt, which would be a fault of the store.
    pub(in crate::store) fn row(&mut self, row: &NewRow) -> Result<(), Error> {
        match row {
            NewRow::Gone => self.byte(tag::GONE),
            NewRow::Source(source) => {
                self.byte(tag::SOURCE);
                let json = serde_json::to_string(source).map_err(|e| failure::json("a source", &e))?;
                self.text(&json);
            }
            NewRow::Entity { kind, key, name } => {
                self.byte(tag::ENTITY);
                self.number(u64::from(self.names.kind(*kind)?));
                self.text(key);
                self.text(name);
            }
            NewRow::Fact(fact) => self.fact(fact)?,
            NewRow::Claim(fact, claim) => {
                self.byte(tag::CLAIM);
                self.number(u64::from(fact.index()));
                self.claim(claim);
            }
            NewRow::Altered(alteration) => self.alteration(alteration)?,
        }
        Ok(())
    }

    fn fact(&mut self, fact: &NewFact) -> Result<(), Error> {
        let NewFact { key, relation, subject, object, players, when, modality, claims } = fact;
        let is_plain = key.is_none() && players.is_empty() && claims.is_empty();
        self.byte(if is_plain { tag::FACT } else { tag::FULL_FACT });
        self.number(u64::from(self.names.relation(*relation)?));
        self.end(subject);
        self.end(object);
        self.when(*when);
        self.byte(*modality as u8);
        if is_plain {
            return Ok(());
        }
        // No key is empty.
        self.text(key.as_deref().unwrap_or_default());
        self.number(players.len() as u64);
        for (role, player) in players {
            self.number(u64::from(self.names.role(*role)?));
            self.end(player);
        }
        self.number(claims.len() as u64);
        for claim in claims {
            self.claim(claim);
        }
        Ok(())
    }

    fn end(&mut self, of: &NewEnd) {
        match of {
            NewEnd::Node(node) => self.number(u64::from(*node) << 2 | end::NODE),
            NewEnd::Fact(fact) => self.number(u64::from(fact.index()) << 2 | end::FACT),
            NewEnd::Value(value) => {
                let number = ValueType::ALL.iter().position(|of| *of == value.value_type()).unwrap_or(0);
                self.number((number as u64) << 2 | end::VALUE);
                self.value(value);
            }
        }
    }

    fn value(&mut self, value: &Value) {
        self.text(&words::of_value(value));
    }

    fn when(&mut self, when: When) {
        let next = self.times.len() as u64 + 1;
        let known = *self.times.entry(when).or_insert(next);
        if known == next {
            self.number(0);
            let mut text = std::mem::take(&mut self.text);
            text.clear();
            // Writing to a string does not fail.
            let _ = write!(text, "{when}");
            self.text(&text);
            self.text = text;
        } else {
            self.number(known);
        }
    }

    fn claim(&mut self, claim: &NewClaim) {
        let NewClaim { source, speaker, stance, basis, confidence, quote } = claim;
        let set = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        let parts = set(*stance == Stance::Disputes, part::DISPUTES)
            | set(speaker.is_some(), part::SPEAKER)
            | set(matches!(basis, Basis::Inferred(_)), part::INFERRED)
            | set(confidence.is_some(), part::CONFIDENCE)
            | set(quote.is_some(), part::QUOTE);
        self.byte(parts);
        self.number(u64::from(source.index()));
        if let Some(speaker) = speaker {
            self.number(u64::from(*speaker));
        }
        if let Basis::Inferred(reason) = basis {
            self.text(reason);
        }
        if let Some(confidence) = confidence {
            self.out.extend_from_slice(&confidence.get().to_bits().to_le_bytes());
        }
        if let Some(quote) = quote {
            self.quote(quote);
        }
    }

    fn quote(&mut self, quote: &Quote) {
        self.number(quote.more.len() as u64 + 1);
        self.passage(quote.range, quote.words.as_deref(), quote.sha256);
        for more in &quote.more {
            self.passage(more.range, more.words.as_deref(), more.sha256);
        }
    }

    fn passage(&mut self, range: Option<(u32, u32)>, words: Option<&str>, sha256: Option<Sha256>) {
        let set = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        self.byte(
            set(range.is_some(), passage::RANGE)
                | set(words.is_some(), passage::WORDS)
                | set(sha256.is_some(), passage::HASH),
        );
        if let Some((start, end)) = range {
            self.number(u64::from(start));
            self.number(u64::from(end));
        }
        if let Some(words) = words {
            self.text(words);
        }
        if let Some(hash) = sha256 {
            self.out.extend_from_slice(hash.bytes());
        }
    }

    fn alteration(&mut self, NewAlteration { what, why }: &NewAlteration) -> Result<(), Error> {
        match *what {
            Alteration::Retract { fact, .. } => self.numbers(tag::RETRACT, &[fact.index()]),
            Alteration::Resolve { fact, by, resolution, .. } => {
                self.numbers(tag::RESOLVE, &[fact.index(), by.index()]);
                self.byte(resolution as u8);
            }
            Alteration::Narrow { node, from, to } => {
                let (from, to) = (self.names.kind(from)?, self.names.kind(to)?);
                self.numbers(tag::NARROW, &[node, from, to]);
            }
            Alteration::Merge { duplicate, into, .. } => self.numbers(tag::MERGE, &[duplicate, into]),
            Alteration::Unmerge { merge, .. } => self.numbers(tag::UNMERGE, &[merge]),
            Alteration::KeepApart { one, other, .. } => self.numbers(tag::KEEP_APART, &[one, other]),
            Alteration::AllowMerge { apart, .. } => self.numbers(tag::ALLOW_MERGE, &[apart]),
            Alteration::Purge { edits, .. } => self.numbers(tag::PURGE, &[edits]),
        }
        self.text(why);
        Ok(())
    }

    fn numbers(&mut self, tag: u8, numbers: &[u32]) {
        self.byte(tag);
        for number in numbers {
            self.number(u64::from(*number));
        }
    }

    fn byte(&mut self, byte: u8) {
        self.out.push(byte);
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            #[expect(clippy::cast_possible_truncation, reason = "the lowest seven bits")]
            self.out.push(number as u8 | 0x80);
            number >>= 7;
        }
        #[expect(clippy::cast_possible_truncation, reason = "less than 128")]
        self.out.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }
}
