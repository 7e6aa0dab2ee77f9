//! Rows in which cells stand in quotes: these may have delimiters and line breaks in them, so one row may be several
//! lines.

use std::io::BufRead;

use super::{Cell, LONE_RETURN, Rows};
use crate::{
    error::{Error, Position},
    io::{csv::Delimiter, foreign::encoding},
};

/// Why a row cannot be read on.
pub(super) enum Stop {
    /// The rest of the table cannot be read.
    Table(Error),
    /// The row goes on at a byte, within a cell.
    Cell(Error, usize),
    /// The row goes on at a byte, where a cell in quotes begins.
    Quoted(Error, usize),
}

impl<R: BufRead> Rows<R> {
    pub(super) fn split_quoted(&mut self) -> Result<(), Stop> {
        self.unquoted.clear();
        let blanks = self.delimiter == Delimiter::Blanks;
        let mut at = if blanks { self.after_blanks(0) } else { 0 };
        loop {
            let (begun, start) = (at, self.unquoted.len());
            let quote = self.after_blanks(at);
            if self.raw.get(quote) == Some(&b'"') {
                at = self.quoted_cell(quote)?;
                let after = self.after_blanks(at);
                if after == at || !blanks {
                    at = after;
                }
            } else {
                let rest = self.raw.get(at..).unwrap_or_default();
                let len = rest.iter().position(|byte| self.delimiter.is(*byte)).unwrap_or(rest.len());
                let cell = rest.get(..len).unwrap_or_default();
                if let Some(quote) = cell.iter().position(|byte| *byte == b'"') {
                    let why = "a quote in a cell that does not begin with one; expected the cell in quotes, and its own \
                               quotes doubled";
                    return Err(Stop::Cell(self.fault(at + quote, why), at));
                }
                if let Some(lone) = cell.iter().position(|byte| *byte == b'\r') {
                    return Err(Stop::Cell(self.fault(at + lone, LONE_RETURN), at));
                }
                let text = text_of(&self.raw, self.line, at, at + len).map_err(|error| Stop::Cell(error, at))?;
                self.unquoted.push_str(text.trim());
                at += len;
            }
            self.cells.push(Cell { start, end: self.unquoted.len(), raw: begun });
            match self.raw.get(at) {
                None => return Ok(()),
                Some(byte) if self.delimiter.is(*byte) => {
                    at = if blanks { self.after_blanks(at) } else { at + 1 };
                    if blanks && at == self.raw.len() {
                        return Ok(());
                    }
                }
                Some(_) => {
                    let why = "text after the quote that ends a cell; expected the next cell or the end of the line";
                    return Err(Stop::Cell(self.fault(at, why), at));
                }
            }
        }
    }

    /// Takes the cell that begins with a quote at a byte, and says where it ends. May read further lines.
    fn quoted_cell(&mut self, begun: usize) -> Result<usize, Stop> {
        let mut at = begun + 1;
        loop {
            let Some(quote) = self.next_quote(at).map_err(Stop::Table)? else {
                let why = format!(
                    "a quote that is not closed; expected another one. The table is not read from here to its end, line {}",
                    self.lines
                );
                return Err(Stop::Table(self.fault(begun, &why)));
            };
            let text = text_of(&self.raw, self.line, at, quote).map_err(|error| Stop::Quoted(error, begun))?;
            self.unquoted.push_str(text);
            at = quote + 1;
            if self.raw.get(at) != Some(&b'"') {
                return Ok(at);
            }
            self.unquoted.push('"');
            at += 1;
        }
    }

    /// The next quote from a byte on. May read further lines: a line break belongs to the cell. `None` at the end of
    /// the text.
    fn next_quote(&mut self, mut from: usize) -> Result<Option<usize>, Error> {
        loop {
            let rest = self.raw.get(from..).unwrap_or_default();
            if let Some(len) = rest.iter().position(|byte| *byte == b'"') {
                return Ok(Some(from + len));
            }
            let end = self.raw.len();
            from = end;
            self.raw.extend_from_slice(self.line_end.as_bytes());
            if !self.read_line()? {
                self.raw.truncate(end);
                return Ok(None);
            }
        }
    }

    /// Passes over the rest of a faulty row, so that a cell of several lines is not read as rows. Returns the fault,
    /// which says what is passed over.
    pub(super) fn pass_over(&mut self, stop: Stop) -> Result<Error, Error> {
        let (error, mut at, mut begins) = match stop {
            Stop::Table(error) => return Ok(error),
            Stop::Cell(error, at) => (error, at, false),
            Stop::Quoted(error, at) => (error, at, true),
        };
        let mut is_closed = true;
        'row: loop {
            let quote = self.after_blanks(at);
            if begins && self.raw.get(quote) == Some(&b'"') {
                at = quote + 1;
                loop {
                    let Some(quote) = self.next_quote(at)? else {
                        is_closed = false;
                        break 'row;
                    };
                    at = quote + 1;
                    if self.raw.get(at) != Some(&b'"') {
                        break;
                    }
                    at += 1;
                }
            }
            let rest = self.raw.get(at..).unwrap_or_default();
            let Some(len) = rest.iter().position(|byte| self.delimiter.is(*byte)) else { break };
            (at, begins) = (at + len + 1, true);
        }
        let (first, last) = (self.line, self.lines);
        let passed = match is_closed {
            true if first == last => return Ok(error),
            true => format!("the row, from line {first} to line {last}, is not read"),
            false => format!(
                "a quote in the row is not closed, and the table is not read from line {first} to its end, line {last}"
            ),
        };
        let plain = Error::new(error.kind(), format!("{}; {passed}", error.message()));
        Ok(match error.position() {
            Some(Position { line, column }) => plain.at_position(line, column),
            None => plain,
        })
    }
}

/// A part of a row as text. All before it is text.
fn text_of(raw: &[u8], line: u32, start: usize, end: usize) -> Result<&str, Error> {
    let part = raw.get(start..end).unwrap_or_default();
    encoding::text(part, line).map_err(|error| encoding::text(raw, line).err().unwrap_or(error))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_behind_a_fault_in_a_row_is_not_read_as_rows() {
        for (text, at, words) in [
            (&b"\"x\"y,\"two\nfalse,row\n\"\nz\n"[..], (1, 4), "the row, from line 1 to line 3, is not read"),
            (b"x,y\"y,\"two\nfalse,\"\"row\n\",\"\"\nz\n", (1, 4), "to line 3, is not read"),
            (b"\"x\xFF\nfalse,row\n\",\"two\nfalse\"\nz\n", (1, 3), "to line 4, is not read"),
            (b"\"x\nfalse\",\xFF,\"two\nfalse\"\nz\n", (2, 8), "from line 1 to line 3, is not read"),
            (
                b"a,\"Aland\nb\nc,\"C\"\nz\n",
                (3, 4),
                "after the quote that ends a cell; expected the next cell or the end of the line; the row, from line 1 to line 3",
            ),
            (
                b"x,y\"y,\"two\nfalse\n",
                (1, 4),
                "is not closed, and the table is not read from line 1 to its end, line 2",
            ),
            (b"x,y\"y\nz\n", (1, 4), "quotes doubled"),
        ] {
            let mut rows = Rows::new(text, Delimiter::Comma, true, false);
            let error = rows.next().map(drop).unwrap_err();
            assert_eq!(error.position().map(|found| (found.line, found.column)), Some(at), "{error}");
            assert!(error.message().contains(words), "{error}");
            if !words.contains("to its end") {
                assert_eq!(rows.next().unwrap().and_then(|row| row.cell(0)), Some("z"), "{error}");
            }
            assert!(rows.next().unwrap().is_none());
        }
    }

    #[test]
    fn bad_utf8_has_its_own_place() {
        for (text, at) in [
            (&b"\"q\",ab\xFFc\n"[..], (1, 7)),
            (b"\"one\ntwo \xC3\xA9\xFF\"\n", (2, 6)),
            (b"\"a\"\"b\xFF\"\n", (1, 6)),
            (b"ab,cd\xFF\n", (1, 6)),
        ] {
            let error = Rows::new(text, Delimiter::Comma, true, false).next().map(drop).unwrap_err();
            assert_eq!(error.position().map(|found| (found.line, found.column)), Some(at), "{error}");
        }
    }

    proptest! {
        // Law: a fault in one row never changes what the rows after it are.
        #[test]
        fn rows_behind_a_faulty_one_are_read(
            cells in prop::collection::vec("[a\",\n ]{0,4}", 1..4), fault in 0usize..4, broken in prop_oneof![Just("x\"y"), Just("\"x\"y")],
        ) {
            let mut row: Vec<_> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            row.insert(fault.min(cells.len()), broken.to_owned());
            let text = format!("{}\nnext,\"row\"\n", row.join(","));
            let mut rows = Rows::new(text.as_bytes(), Delimiter::Comma, true, false);
            prop_assert!(rows.next().is_err());
            prop_assert_eq!(rows.next().unwrap().and_then(|row| row.cell(0)), Some("next"));
        }
    }
}
