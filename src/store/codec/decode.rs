//! Bytes to rows. Bytes may be damaged: whatever they are, the answer is rows or an error, and no more memory than they ask
//! for by their length.

use super::{end, flag, part, passage, tag};
use crate::{
    error::{Error, ErrorKind},
    graph::{Learnt, NewAlteration, NewRow},
    model::{
        Basis, Confidence, FactId, Modality, Passage, Quote, Resolution, Sha256, SourceId, Stance, Transaction,
        ValueType,
    },
    schema::SchemaDef,
    store::{failure, names::Names, words},
    tables::{Alteration, NewClaim, NewEnd, NewFact, StringId},
    time::{Stamp, When},
};

/// The head of a transaction.
#[derive(Debug)]
pub(in crate::store) struct Head {
    pub(in crate::store) info: Transaction,
    pub(in crate::store) learnt: Learnt,
    /// The number of its rows.
    pub(in crate::store) rows: u64,
}

/// Reads the transactions of some bytes.
#[derive(Debug)]
pub(in crate::store) struct Decoder<'d> {
    data: &'d [u8],
    at: usize,
    times: Vec<When>,
}

impl<'d> Decoder<'d> {
    pub(in crate::store) const fn new(data: &'d [u8]) -> Self {
        Self { data, at: 0, times: Vec::new() }
    }

    pub(in crate::store) const fn is_at_end(&self) -> bool {
        self.at >= self.data.len()
    }

    /// The number of bytes that were read.
    pub(in crate::store) const fn position(&self) -> usize {
        self.at
    }

    /// The head of the next transaction.
    pub(in crate::store) fn head(&mut self) -> Result<Head, Error> {
        self.times.clear();
        let flags = self.byte()?;
        if flags & !(flag::STAMP | flag::AUTHOR | flag::REASON | flag::NAMES) != 0 {
            return Err(self.broken("the flags of a transaction"));
        }
        let has = |flag: u8| flags & flag != 0;
        let mut info = Transaction::default();
        if has(flag::STAMP) {
            let zigzag = self.number()?;
            let microseconds = (zigzag >> 1).cast_signed() ^ -((zigzag & 1).cast_signed());
            info.at = Some(Stamp::from_microseconds(microseconds)?);
        }
        if has(flag::AUTHOR) {
            info.by = Some(self.text()?.to_owned());
        }
        if has(flag::REASON) {
            info.why = Some(self.text()?.to_owned());
        }
        let mut learnt = Learnt::default();
        if has(flag::NAMES) {
            let def: SchemaDef =
                serde_json::from_str(self.text()?).map_err(|e| failure::json("the names of a transaction", &e))?;
            learnt = Learnt { kinds: def.kinds, roles: def.roles, relations: def.relations };
        }
        Ok(Head { info, learnt, rows: self.number()? })
    }

    /// The next row of the transaction.
    pub(in crate::store) fn row(&mut self, names: &Names) -> Result<NewRow, Error> {
        let tag = self.byte()?;
        Ok(match tag {
            tag::GONE => NewRow::Gone,
            tag::SOURCE => {
                let source = serde_json::from_str(self.text()?).map_err(|e| failure::json("a source", &e))?;
                NewRow::Source(source)
            }
            tag::ENTITY => {
                let kind = names.kind_of(self.number()?)?;
                NewRow::Entity { kind, key: self.text()?.to_owned(), name: self.text()?.to_owned() }
            }
            tag::FACT | tag::FULL_FACT => NewRow::Fact(self.fact(names, tag == tag::FULL_FACT)?),
            tag::CLAIM => NewRow::Claim(FactId::new(self.row_number()?), self.claim()?),
            _ => NewRow::Altered(self.alteration(tag, names)?),
        })
    }

    fn fact(&mut self, names: &Names, is_full: bool) -> Result<NewFact, Error> {
        let relation = names.relation_of(self.number()?)?;
        let (subject, object) = (self.end()?, self.end()?);
        let when = self.when()?;
        let modality = self.one_of(Modality::ALL, "a modality")?;
        let mut fact =
            NewFact { key: None, relation, subject, object, players: Vec::new(), when, modality, claims: Vec::new() };
        if is_full {
            fact.key = Some(self.text()?.to_owned()).filter(|key| !key.is_empty());
            for _ in 0..self.number()? {
                fact.players.push((names.role_of(self.number()?)?, self.end()?));
            }
            for _ in 0..self.number()? {
                fact.claims.push(self.claim()?);
            }
        }
        Ok(fact)
    }

    fn end(&mut self) -> Result<NewEnd, Error> {
        let number = self.number()?;
        let rest = u32::try_from(number >> 2).map_err(|_| self.broken("the number of an end"))?;
        match number & 3 {
            end::NODE => Ok(NewEnd::Node(rest)),
            end::FACT => failure::row(rest).map(|rest| NewEnd::Fact(FactId::new(rest))),
            end::VALUE => {
                let of =
                    ValueType::ALL.get(rest as usize).copied().ok_or_else(|| self.broken("the type of a value"))?;
                words::value(of, self.text()?).map(NewEnd::Value)
            }
            _ => Err(self.broken("the sort of an end")),
        }
    }

    fn when(&mut self) -> Result<When, Error> {
        match self.number()? {
            0 => {
                let when = self.text()?.parse()?;
                self.times.push(when);
                Ok(when)
            }
            number => {
                let at = usize::try_from(number - 1).unwrap_or(usize::MAX);
                self.times.get(at).copied().ok_or_else(|| self.broken("the number of a time"))
            }
        }
    }

    fn claim(&mut self) -> Result<NewClaim, Error> {
        let parts = self.byte()?;
        if parts & !part::ALL != 0 {
            return Err(self.broken("the parts of a claim"));
        }
        let has = |flag: u8| parts & flag != 0;
        let source = SourceId::new(self.row_number()?);
        let speaker = if has(part::SPEAKER) { Some(self.row_number()?) } else { None };
        let basis = if has(part::INFERRED) { Basis::Inferred(self.text()?.to_owned()) } else { Basis::Stated };
        let confidence = if has(part::CONFIDENCE) {
            Some(Confidence::new(f64::from_bits(u64::from_le_bytes(self.array()?)))?)
        } else {
            None
        };
        let quote = if has(part::QUOTE) { self.quote()? } else { None };
        let stance = if has(part::DISPUTES) { Stance::Disputes } else { Stance::Supports };
        Ok(NewClaim { source, speaker, stance, basis, confidence, quote })
    }

    fn quote(&mut self) -> Result<Option<Quote>, Error> {
        let mut passages = Vec::new();
        for _ in 0..self.number()? {
            let parts = self.byte()?;
            let has = |flag: u8| parts & flag != 0;
            let mut one = Passage::default();
            if has(passage::RANGE) {
                one.range = Some((self.row_number()?, self.row_number()?));
            }
            if has(passage::WORDS) {
                one.words = Some(self.text()?.to_owned());
            }
            if has(passage::HASH) {
                one.sha256 = Some(Sha256::from_bytes(self.array()?));
            }
            passages.push(one);
        }
        Ok(Quote::of(passages))
    }

    fn alteration(&mut self, tag: u8, names: &Names) -> Result<NewAlteration, Error> {
        let why = StringId::NONE;
        let what = match tag {
            tag::RETRACT => Alteration::Retract { fact: FactId::new(self.row_number()?), why },
            tag::RESOLVE => Alteration::Resolve {
                fact: FactId::new(self.row_number()?),
                by: FactId::new(self.row_number()?),
                resolution: self.one_of(Resolution::ALL, "a resolution")?,
                before: None,
            },
            tag::NARROW => Alteration::Narrow {
                node: self.row_number()?,
                from: names.kind_of(self.number()?)?,
                to: names.kind_of(self.number()?)?,
            },
            tag::MERGE => Alteration::Merge { duplicate: self.row_number()?, into: self.row_number()?, why },
            tag::UNMERGE => Alteration::Unmerge { merge: self.row_number()?, why },
            tag::KEEP_APART => Alteration::KeepApart { one: self.row_number()?, other: self.row_number()?, why },
            tag::ALLOW_MERGE => Alteration::AllowMerge { apart: self.row_number()?, why },
            tag::PURGE => Alteration::Purge { edits: self.row_number()?, why },
            _ => return Err(self.broken("the tag of a row")),
        };
        Ok(NewAlteration { what, why: self.text()?.to_owned() })
    }

    fn byte(&mut self) -> Result<u8, Error> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let found = self.data.get(self.at..).and_then(|rest| rest.first_chunk::<N>());
        let found = *found.ok_or_else(|| self.broken("the end"))?;
        self.at += N;
        Ok(found)
    }

    #[inline]
    fn number(&mut self) -> Result<u64, Error> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                break;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(self.broken("a number"))
    }

    /// A number of a row, of 32 bits.
    fn row_number(&mut self) -> Result<u32, Error> {
        let number = self.number()?;
        u32::try_from(number).map_err(|_| self.broken("the number of a row")).and_then(failure::row)
    }

    fn text(&mut self) -> Result<&'d str, Error> {
        let length = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        let end = self.at.checked_add(length).filter(|end| *end <= self.data.len());
        let bytes =
            end.and_then(|end| self.data.get(self.at..end)).ok_or_else(|| self.broken("the length of a text"))?;
        let text = std::str::from_utf8(bytes).map_err(|_| self.broken("a text"))?;
        self.at += length;
        Ok(text)
    }

    fn one_of<T: Copy, const N: usize>(&mut self, all: [T; N], what: &str) -> Result<T, Error> {
        let number = usize::from(self.byte()?);
        all.get(number).copied().ok_or_else(|| self.broken(what))
    }

    fn broken(&self, what: &str) -> Error {
        Error::new(ErrorKind::Corrupt, format!("{what} at byte {} is not valid", self.at))
    }
}
