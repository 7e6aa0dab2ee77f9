//! Blocks: what the claims of the lines from `begin` to `end` have in common.

use std::borrow::Cow;

use super::{
    files::Files,
    load::{Place, statement},
    statement::{Content, Meant, Statement},
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::Basis,
    notation::line::{ClaimLine, Flaw, Span},
};

/// A block that is open at a statement.
struct Open {
    /// Where the word `begin` is, and its line.
    begin: Span,
    line: usize,
    common: Common,
}

/// What a block gives, as far as the check of its lines depends on it.
#[derive(Clone, Copy)]
enum Common {
    Known {
        source: bool,
        reason: bool,
    },
    /// Its first line has a fault.
    Unknown,
}

impl Common {
    /// What the first line of a block gives.
    fn of(statement: &Statement) -> Self {
        match &statement.content {
            Content::Begin(common) if statement.faulty.is_none() => Self::Known {
                source: common.source.is_some(),
                reason: matches!(common.claim.basis, Basis::Inferred(_)),
            },
            _ => Self::Unknown,
        }
    }
}

/// The blocks that are open at a statement of a text.
pub(super) struct Blocks<'a> {
    text: &'a str,
    open: Vec<Open>,
    /// Whether a conflict of a merge may have begun or ended blocks.
    is_unsure: bool,
    /// A byte, and the number of line ends before it.
    counted: (usize, usize),
}

impl<'a> Blocks<'a> {
    /// No block is open where a text begins.
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, open: Vec::new(), is_unsure: false, counted: (0, 0) }
    }

    /// Checks that each claim of a statement has a source of its own or of its block, unless it may be in what could not be read.
    /// Drops the word `stated` where it says nothing.
    pub(super) fn check_claims(&self, content: &mut Content, end: usize, is_torn: bool, flaws: &mut Vec<Flaw>) {
        let (source, reason) = match self.open.last().map(|open| open.common) {
            _ if self.is_unsure => (true, true),
            None => (false, false),
            Some(Common::Known { source, reason }) => (source, reason),
            Some(Common::Unknown) => (true, true),
        };
        let (claims, needed) = match content {
            // Without a source the speaker or the reason that a block gives would be lost.
            Content::Fact(line) => (&mut line.claims, !self.open.is_empty()),
            Content::Claim { claims, .. } => (claims, flaws.is_empty()),
            _ => return,
        };
        if claims.is_empty() && needed && !source && !is_torn {
            flaws.push(flaw(end..end, "expected a source, such as `@report`, found the end of the statement"));
        }
        for claim in &mut *claims {
            if !reason && claim.claim.basis == Basis::Stated {
                claim.basis = None;
            }
        }
        for (place, claim) in claims.iter().enumerate().filter(|(_, claim)| !source && claim.source.is_none()) {
            flaws.push(claim.no_source(claims.get(..place).unwrap_or_default()));
        }
    }

    /// Goes on to a statement: it opens or closes a block, or may not be in one.
    pub(super) fn pass(&mut self, statement: &Statement, flaws: &mut Vec<Flaw>) {
        self.is_unsure |= statement.unread() == Some(Meant::Blocks);
        if self.is_unsure {
            self.open.clear();
            return;
        }
        let lines = &statement.lines;
        let written = self.text.get(lines.clone()).unwrap_or_default();
        let first = written.split_ascii_whitespace().next().unwrap_or_default();
        let word = lines.start..lines.start + first.len();
        let outer = self.open.last().map(|open| open.line);
        match (&statement.content, statement.unread()) {
            (Content::Begin(_), _) | (_, Some(Meant::Begin)) => {
                if let Some(line) = outer {
                    let why = format!("a block cannot be within another; expected `end` for the block of line {line}");
                    flaws.push(flaw(word.clone(), why));
                }
                // The statements come in the order of the text, so its lines are counted once.
                let (from, before) = self.counted;
                let between = self.text.get(from..lines.start).unwrap_or_default();
                self.counted = (lines.start, before + between.matches('\n').count());
                let line = self.counted.1 + 1;
                self.open.push(Open { begin: word, line, common: Common::of(statement) });
            }
            (Content::End, _) | (_, Some(Meant::End)) => {
                if self.open.pop().is_none() {
                    flaws.push(flaw(word, "`end` has no `begin`; expected a line with `begin` before it"));
                }
            }
            (Content::Fact(_) | Content::Claim { .. } | Content::Unread, _) => {}
            _ => {
                if let Some(line) = outer {
                    let why = format!(
                        "`{}` is within the block of line {line}; expected a fact, a claim or `end`",
                        as_found(first)
                    );
                    flaws.push(flaw(word, why));
                }
            }
        }
    }

    /// No block may be open where a text ends.
    pub(super) fn finish(self, flaws: &mut Vec<Flaw>) {
        let unclosed = |open: Open| flaw(open.begin, "`begin` has no `end`; expected a line `end` after it");
        flaws.extend(self.open.into_iter().map(unclosed));
    }
}

fn flaw(span: Span, why: impl std::fmt::Display) -> Flaw {
    Flaw { span, error: Error::new(ErrorKind::Syntax, why) }
}

/// Finds the block of each statement.
pub(super) fn assign(statements: &mut [Statement]) {
    let mut open = Vec::new();
    let mut unsure = None;
    for (place, statement) in statements.iter_mut().enumerate() {
        match (&statement.content, statement.unread()) {
            (Content::Begin(_), _) | (_, Some(Meant::Begin)) => open.push(place),
            (Content::End, _) | (_, Some(Meant::End)) => drop(open.pop()),
            (_, Some(Meant::Blocks)) => unsure = Some(place),
            _ => statement.block = unsure.or_else(|| open.last().copied()),
        }
    }
}

/// The claims of a statement, with what their block gives. It is copied only for the statement that is recorded, so a block
/// with many lines does not multiply its quote.
pub(super) fn filled<'a>(files: &'a Files, at: Place, claims: &'a [ClaimLine]) -> Cow<'a, [ClaimLine]> {
    let begin = statement(files, at).and_then(|statement| statement.block);
    let Some(begin) = begin.and_then(|begin| statement(files, (at.0, begin))) else { return Cow::Borrowed(claims) };
    let mut claims = claims.to_vec();
    match &begin.content {
        Content::Begin(common) if begin.faulty.is_none() => fill(common, &mut claims),
        // What the block gives is not known.
        _ => claims.retain(|claim| claim.source.is_some()),
    }
    Cow::Owned(claims)
}

fn fill(common: &ClaimLine, claims: &mut Vec<ClaimLine>) {
    if claims.is_empty() && common.source.is_some() {
        claims.push(common.clone());
    }
    for line in claims {
        let claim = &mut line.claim;
        if claim.said_by.is_none() {
            claim.said_by.clone_from(&common.claim.said_by);
            line.said_by.clone_from(&common.said_by);
        }
        if line.basis.is_none() {
            claim.basis.clone_from(&common.claim.basis);
            line.basis.clone_from(&common.basis);
        }
        if line.source.is_none() {
            claim.source.clone_from(&common.claim.source);
            line.source.clone_from(&common.source);
            if claim.quote.is_none() {
                claim.quote.clone_from(&common.claim.quote);
                line.passages.clone_from(&common.passages);
            }
        }
    }
}
