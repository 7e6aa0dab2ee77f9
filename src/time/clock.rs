//! Times of day and zones behind a day. They are checked, so that nothing else is cut off with them.

use super::{
    edtf::{Reader, read},
    partial_date::PartialDate,
    text::Fault,
};

/// Parses a date behind which a time of day or a zone may stand. Returns the date, and whether anything stood there.
pub(super) fn read_cut(text: &str) -> Result<(PartialDate, bool), Fault> {
    let mut reader = Reader { text, at: 0 };
    let date = reader.date()?;
    let exact_day = date.as_day().is_some() && !date.is_qualified();
    match reader.peek() {
        Some(b'T' | b't' | b' ') if exact_day => reader.time()?,
        Some(b'Z' | b'z' | b'+' | b'-') if exact_day => reader.zone()?,
        Some(b'T' | b't') => return Err(reader.fault("must not be there: only an exact day has a time of day")),
        _ => return Ok((read(text)?, false)),
    }
    Ok((date, true))
}

/// Whether this is a time of day, with what parts it from the day before it: `T10:00`, ` 10:00:00 +0500`.
pub(super) fn is_time(text: &str) -> bool {
    Reader { text, at: 0 }.time().is_ok()
}

impl Reader<'_> {
    /// What parts the time from the day; hours, with minutes, with seconds, with a fraction; then a zone or nothing.
    fn time(&mut self) -> Result<(), Fault> {
        let after_blank = self.peek() == Some(b' ');
        self.at += 1;
        self.part("hour", 24)?;
        let colons = self.peek() == Some(b':');
        if after_blank && !colons {
            return Err(self.fault("must be `:`: behind a blank, a time has hours and minutes"));
        }
        let more = |reader: &mut Self| {
            if colons { reader.eat(b':') } else { reader.peek().is_some_and(|next| next.is_ascii_digit()) }
        };
        if more(self) {
            self.part("minute", 59)?;
            if more(self) {
                // A leap second is a second.
                self.part("second", 60)?;
                if self.eat(b'.') || self.eat(b',') {
                    if self.digit().is_none() {
                        return Err(self.fault("must be a digit of the fraction of a second"));
                    }
                    while self.digit().is_some() {}
                }
            }
        }
        self.zone()
    }

    fn part(&mut self, what: &str, last: u8) -> Result<(), Fault> {
        if self.pair(0, last).is_some() {
            return Ok(());
        }
        let article = if what == "hour" { "an" } else { "a" };
        Err(self.fault(format!("must begin {article} {what} from 00 to {last}")))
    }

    /// `Z`, `UTC`, `GMT` or an offset, also behind a blank; a name in brackets; then the end of the text.
    fn zone(&mut self) -> Result<(), Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let zone = rest.strip_prefix(' ').unwrap_or(rest);
        let starts = |name: &str| zone.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if let Some(name) = ["UTC", "GMT", "Z"].into_iter().find(|name| starts(name)) {
            self.at += rest.len() - zone.len() + name.len();
        } else if zone.starts_with(['+', '-']) {
            self.at += rest.len() - zone.len() + 1;
            self.part("hour", 23)?;
            if self.eat(b':') || self.peek().is_some_and(|next| next.is_ascii_digit()) {
                self.part("minute", 59)?;
            }
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let named = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-:".contains(&byte))
        });
        if rest.is_empty() || named {
            Ok(())
        } else {
            Err(self.fault("must not be there: the time of day ends before it"))
        }
    }
}
