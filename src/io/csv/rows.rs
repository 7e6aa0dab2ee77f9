//! Splitting delimited text into rows of cells, as RFC 4180 has it, one row in memory at a time.

mod quoted;

use std::io::BufRead;

use super::{Delimiter, guard};
use crate::{
    error::{Error, ErrorKind, Position},
    io::foreign::encoding::{self, position},
};

/// Reads rows, one at a time, into buffers that it uses again.
pub(super) struct Rows<R> {
    reader: R,
    delimiter: Delimiter,
    quoted: bool,
    /// Whether an apostrophe stands before a cell that a spreadsheet would take for a formula.
    guarded: bool,
    /// How many lines were read.
    lines: u32,
    /// The end of the line that was read last.
    line_end: &'static str,
    /// The row as it was read, without the end of its last line.
    raw: Vec<u8>,
    /// The cells without their quotes, one behind the other, if the row has any quotes.
    unquoted: String,
    cells: Vec<Cell>,
    /// The line that the row begins on.
    line: u32,
}

#[derive(Clone, Copy)]
struct Cell {
    /// Its range in the text.
    start: usize,
    end: usize,
    /// Where it begins in the row as it was read.
    raw: usize,
}

/// A row that was read.
pub(super) struct Row<'r> {
    text: &'r str,
    cells: &'r [Cell],
    raw: &'r [u8],
    line: u32,
}

impl<'r> Row<'r> {
    pub(super) fn cells(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let text = self.text;
        self.cells.iter().map(move |cell| text.get(cell.start..cell.end).unwrap_or_default())
    }

    /// Each cell with its line and column, in one pass over the row.
    pub(super) fn placed(&self) -> impl Iterator<Item = (&'r str, Position)> + use<'r> {
        let (text, raw) = (self.text, self.raw);
        let (mut at, mut place) = (0, Position { line: self.line, column: 1 });
        self.cells.iter().map(move |cell| {
            place = encoding::advance(place, raw.get(at..cell.raw).unwrap_or_default());
            at = cell.raw;
            (text.get(cell.start..cell.end).unwrap_or_default(), place)
        })
    }

    /// The error of a row that has too many or too few cells.
    pub(super) fn check_len(&self, expected: usize) -> Result<(), Error> {
        if self.cells.len() == expected {
            return Ok(());
        }
        let why = format!("the row has {} cells; expected {expected}", self.cells.len());
        let Position { line, column } = self.position(self.cells.len().min(expected));
        Err(Error::new(ErrorKind::Syntax, why).at_position(line, column))
    }

    /// How many bytes the row has.
    pub(super) fn len(&self) -> usize {
        self.raw.len()
    }

    pub(super) fn cell(&self, at: usize) -> Option<&'r str> {
        self.cells.get(at).and_then(|cell| self.text.get(cell.start..cell.end))
    }

    /// Line and column of a cell; of the end of the row, if it has no such cell.
    pub(super) fn position(&self, at: usize) -> Position {
        position(self.raw, self.line, self.cells.get(at).map_or(self.raw.len(), |cell| cell.raw))
    }
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(reader: R, delimiter: Delimiter, quoted: bool, guarded: bool) -> Self {
        let (raw, unquoted, cells) = (Vec::new(), String::new(), Vec::new());
        Self { reader, delimiter, quoted, guarded, lines: 0, line_end: "", raw, unquoted, cells, line: 0 }
    }

    /// The next row that is not blank, if there is one. After an error in a row the rest can be read on.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, Error> {
        loop {
            self.raw.clear();
            self.line = self.lines.saturating_add(1);
            if !self.read_line()? {
                return Ok(None);
            }
            if self.lines == 1
                && let Some(named) = named_delimiter(&self.raw)
            {
                self.delimiter = named;
            } else if !self.raw.is_empty() {
                break;
            }
        }
        self.cells.clear();
        let has_quotes = self.quoted && self.raw.contains(&b'"');
        if has_quotes {
            if let Err(stop) = self.split_quoted() {
                return Err(self.pass_over(stop)?);
            }
            if self.guarded {
                unguard(&self.unquoted, &mut self.cells);
            }
            return Ok(Some(Row { text: &self.unquoted, cells: &self.cells, raw: &self.raw, line: self.line }));
        }
        let has_edges = self.split();
        let text = encoding::text(&self.raw, self.line)?;
        // To ask whether there is one is faster than to look for the first, and nearly no row has one.
        if self.raw.contains(&b'\r')
            && let Some(at) = self.raw.iter().position(|byte| *byte == b'\r')
        {
            return Err(self.fault(at, LONE_RETURN));
        }
        if has_edges {
            for cell in &mut self.cells {
                let own = text.get(cell.start..cell.end).unwrap_or_default();
                cell.start += own.len() - own.trim_start().len();
                cell.end = cell.start + own.trim().len();
            }
        }
        if self.guarded {
            unguard(text, &mut self.cells);
        }
        Ok(Some(Row { text, cells: &self.cells, raw: &self.raw, line: self.line }))
    }

    /// Appends a line to the row, without its end. False at the end of the text.
    fn read_line(&mut self) -> Result<bool, Error> {
        let before = self.raw.len();
        if self.reader.read_until(b'\n', &mut self.raw)? == 0 {
            return Ok(false);
        }
        self.lines = self.lines.saturating_add(1);
        self.line_end = "";
        if self.raw.last() == Some(&b'\n') {
            self.raw.pop();
            self.line_end = "\n";
            if self.raw.len() > before && self.raw.last() == Some(&b'\r') {
                self.raw.pop();
                self.line_end = "\r\n";
            }
        }
        Ok(true)
    }

    /// Splits a row without quotes, and says whether a cell may begin or end with white space.
    fn split(&mut self) -> bool {
        let mut start = 0;
        if self.delimiter == Delimiter::Blanks {
            for part in self.raw.split(|byte| matches!(byte, b' ' | b'\t')) {
                if !part.is_empty() {
                    self.cells.push(Cell { start, end: start + part.len(), raw: start });
                }
                start += part.len() + 1;
            }
            return true;
        }
        let delimiter = self.delimiter.byte();
        // Nearly all cells begin and end with a character that is plainly not white space.
        let is_edge = |byte: &u8| *byte != delimiter && !byte.is_ascii_graphic();
        let (mut has_edges, mut before) = (self.raw.first().is_some_and(is_edge), delimiter);
        for (at, byte) in self.raw.iter().enumerate() {
            if *byte == delimiter {
                has_edges |= is_edge(&before);
                self.cells.push(Cell { start, end: at, raw: start });
                start = at + 1;
                has_edges |= self.raw.get(start).is_some_and(is_edge);
            }
            before = *byte;
        }
        self.cells.push(Cell { start, end: self.raw.len(), raw: start });
        has_edges | is_edge(&before)
    }

    /// Where the blanks at a byte end, as far as they are not delimiters.
    fn after_blanks(&self, at: usize) -> usize {
        let rest = self.raw.get(at..).unwrap_or_default();
        let blank = |byte: &u8| *byte == b' ' || (*byte == b'\t' && self.delimiter != Delimiter::Tab);
        at + rest.iter().position(|byte| !blank(byte)).unwrap_or(rest.len())
    }

    fn fault(&self, at: usize, why: &str) -> Error {
        let Position { line, column } = position(&self.raw, self.line, at);
        Error::new(ErrorKind::Syntax, why).at_position(line, column)
    }
}

const LONE_RETURN: &str = "a carriage return without a line feed; expected lines that end in a line feed, and cells with a \
                           carriage return in quotes";

/// Takes the guards off the cells that have one.
fn unguard(text: &str, cells: &mut [Cell]) {
    for cell in cells {
        if text.get(cell.start..cell.end).is_some_and(guard::is_guarded) {
            cell.start += 1;
        }
    }
}

/// The delimiter that the first line names, as in `sep=;`, which spreadsheets read and write.
fn named_delimiter(line: &[u8]) -> Option<Delimiter> {
    let [named] = line.strip_prefix(b"sep=")? else { return None };
    Delimiter::ALL.into_iter().find(|delimiter| *delimiter != Delimiter::Blanks && delimiter.byte() == *named)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8], delimiter: Delimiter, quoted: bool) -> Result<Vec<Vec<String>>, Error> {
        let mut rows = Rows::new(text, delimiter, quoted, false);
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            for (at, (text, position)) in row.placed().enumerate() {
                assert_eq!((row.cell(at), row.position(at)), (Some(text), position));
            }
            all.push(row.cells().map(str::to_owned).collect());
        }
        Ok(all)
    }

    #[test]
    fn rows_are_read_as_the_standard_has_them() {
        let cases: [(&str, &[&[&str]]); 8] = [
            ("a,b\r\nc,\r\n", &[&["a", "b"], &["c", ""]]),
            ("a,b", &[&["a", "b"]]),
            ("a\n\n\r\nb\n", &[&["a"], &["b"]]),
            ("\"a,b\",\"say \"\"so\"\"\"\n", &[&["a,b", "say \"so\""]]),
            ("\"two\r\nlines\",x\ny,z\n", &[&["two\r\nlines", "x"], &["y", "z"]]),
            ("\"\",\"\"\"\"\n", &[&["", "\""]]),
            (",\n", &[&["", ""]]),
            ("Қазақстан,\"Žluťoučký\"\n", &[&["Қазақстан", "Žluťoučký"]]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text.as_bytes(), Delimiter::Comma, true).unwrap(), expected, "{text:?}");
        }
        assert_eq!(read(b"a \"b\"\tc\n", Delimiter::Tab, false).unwrap(), [["a \"b\"", "c"]]);
        assert_eq!(read(b"1|2\n", Delimiter::Bar, true).unwrap(), [["1", "2"]]);
    }

    #[test]
    fn white_space_belongs_to_a_cell_in_quotes() {
        for (text, expected) in [
            (" a , b\t,\u{a0}c\n", ["a", "b", "c"]),
            ("\" a \", \"b\" ,\"\tc\"\n", [" a ", "b", "\tc"]),
            ("a,  ,\" \"\n", ["a", "", " "]),
        ] {
            assert_eq!(read(text.as_bytes(), Delimiter::Comma, true).unwrap(), [expected], "{text:?}");
        }
        assert_eq!(read(b"\"a\"\t \"b\"\n", Delimiter::Tab, true).unwrap(), [["a", "b"]]);
    }

    #[test]
    fn blanks_divide_cells() {
        for text in ["a b  \"c d\"\te\n", "  a b \"c d\" e  \n", "a\t\tb \"c d\" e"] {
            assert_eq!(read(text.as_bytes(), Delimiter::Blanks, true).unwrap(), [["a", "b", "c d", "e"]], "{text:?}");
        }
        assert_eq!(read(b" a  b \n", Delimiter::Blanks, true).unwrap(), [["a", "b"]]);
        assert_eq!(read(b"a \"b c\n", Delimiter::Blanks, false).unwrap(), [["a", "\"b", "c"]]);
        assert!(read(b"\"a\"b c\n", Delimiter::Blanks, true).is_err());
    }

    #[test]
    fn the_first_line_may_name_the_delimiter() {
        assert_eq!(read(b"sep=;\r\na;b\r\n", Delimiter::Comma, true).unwrap(), [["a", "b"]]);
        assert_eq!(read(b"sep=?\na\n", Delimiter::Comma, true).unwrap(), [["sep=?"], ["a"]]);
        assert_eq!(read(b"a\nsep=;\n", Delimiter::Comma, true).unwrap(), [["a"], ["sep=;"]]);
    }

    #[test]
    fn a_line_counts_with_its_blank_lines_and_carriage_returns() {
        for (text, line) in [("a,b\r\n\r\n\r\nx\r\n", 4), ("a,b\n\nx\n", 3), ("sep=,\r\na,b\r\nx\r\n", 3)] {
            let mut rows = Rows::new(text.as_bytes(), Delimiter::Comma, true, false);
            rows.next().unwrap();
            assert_eq!(rows.next().unwrap().unwrap().position(0), Position { line, column: 1 }, "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_reported_with_line_and_column() {
        for (text, at, words) in [
            (&b"a,b\nx,y\"z\n"[..], (2, 4), "does not begin"),
            (b"a\n\"x\"y\n", (2, 4), "after the quote"),
            (b"a\nb,\"x\nand on", (2, 3), "from here to its end, line 3"),
            (b"a,b\rc,d\r", (1, 4), "without a line feed"),
            (b"\"a\",b\rc", (1, 6), "without a line feed"),
            (b"a,state,\"Aland\nb,state,\"B\"\n", (2, 10), "after the quote"),
            ("é,\u{e9}".as_bytes(), (0, 0), ""),
            (b"\xC3\xA9,\xFF\n", (1, 3), "0xFF"),
            (b"\"q\",\xFF\n", (1, 5), "0xFF"),
        ] {
            match read(text, Delimiter::Comma, true) {
                Ok(_) => assert_eq!(at, (0, 0)),
                Err(error) => {
                    let found = error.position().unwrap();
                    assert_eq!((found.line, found.column), at, "{error}");
                    assert!(error.message().contains(words), "{error}");
                }
            }
        }
        // The rest can be read on.
        let mut rows = Rows::new(&b"x\"\nb\n"[..], Delimiter::Comma, true, false);
        assert!(rows.next().is_err());
        assert_eq!(rows.next().unwrap().unwrap().cell(0), Some("b"));
        assert!(rows.next().unwrap().is_none());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            rows in prop::collection::vec(prop::collection::vec("[a\",|\t\r\né ]{0,5}", 1..4), 0..6), delimiter in 0usize..3,
        ) {
            let delimiter = [Delimiter::Comma, Delimiter::Bar, Delimiter::Tab][delimiter];
            let mut text = String::new();
            for row in &rows {
                let cells: Vec<_> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                text += &cells.join(&char::from(delimiter.byte()).to_string());
                text += "\r\n";
            }
            prop_assert_eq!(read(text.as_bytes(), delimiter, true).unwrap(), rows);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), any::<u8>()], 0..60)) {
            let _result = read(&bytes, Delimiter::Comma, true);
            let mut rows = Rows::new(&bytes[..], Delimiter::Comma, true, false);
            for _ in 0..100 {
                if let Ok(Some(row)) = rows.next() {
                    row.position(0);
                    row.position(9);
                }
            }
        }
    }
}
