//! Standard output for the file of a format.

use std::io::{self, BufWriter, IsTerminal, Write};

use chancery::error::Shown;

/// Standard output as a file of a format: as it is for programs; on a terminal with escapes for what is not seen.
pub(super) struct Standard {
    out: BufWriter<io::Stdout>,
    is_terminal: bool,
    /// Whoever reads has read enough: the rest goes nowhere, and the outcome is what it is.
    is_closed: bool,
    /// The end of the last write, which may be the first bytes of a character.
    rest: Vec<u8>,
}

impl Standard {
    pub(super) fn new() -> Self {
        let out = io::stdout();
        let is_terminal = out.is_terminal();
        Self { out: BufWriter::new(out), is_terminal, is_closed: false, rest: Vec::new() }
    }

    /// Writes, unless whoever reads has read enough.
    fn open(&mut self, write: impl FnOnce(&mut BufWriter<io::Stdout>) -> io::Result<()>) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        match write(&mut self.out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            done => done,
        }
    }
}

/// A line as it is shown, with its end.
fn line(line: &str) -> String {
    line.strip_suffix('\n').map_or_else(|| Shown(line).to_string(), |line| format!("{}\n", Shown(line)))
}

impl Write for Standard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        if !self.is_terminal {
            return self.open(|out| out.write_all(bytes)).map(|()| bytes.len());
        }
        let mut all = std::mem::take(&mut self.rest);
        all.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&all) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = all.split_off(whole);
        self.rest = rest;
        let text = String::from_utf8_lossy(&all).into_owned();
        let shown: String = text.split_inclusive('\n').map(line).collect();
        self.open(|out| out.write_all(shown.as_bytes()))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open(Write::flush)
    }
}
