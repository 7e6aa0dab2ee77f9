//! Writing: two blanks an indent, a line feed at the end.

use std::io;

use serde::Serialize;

use super::{Document, VERSION};
use crate::{
    error::Error,
    io::{loss::Losses, text::show},
};

/// A dossier or an archive as a JSON document. The [module](super) describes it.
#[derive(Clone, Copy, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct Json<'a, T> {
    content: &'a T,
}

/// A document with its header.
#[derive(Serialize)]
struct Headed<'a, T> {
    chancery: &'a str,
    version: u32,
    #[serde(flatten)]
    content: &'a T,
}

impl<'a, T: Document> Json<'a, T> {
    /// The JSON of a dossier or an archive.
    pub const fn of(content: &'a T) -> Self {
        Self { content }
    }

    /// Writes the document. Nothing is lost.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let mut writer = io::BufWriter::new(writer);
        let document = Headed { chancery: T::NAME, version: VERSION, content: self.content };
        serde_json::to_writer_pretty(&mut writer, &document).map_err(io::Error::from)?;
        io::Write::write_all(&mut writer, b"\n")?;
        io::Write::flush(&mut writer)?;
        Ok(Losses::default())
    }

    /// Nothing: JSON holds all of a dossier or an archive.
    pub fn losses(&self) -> Losses {
        Losses::default()
    }
}

/// What [`write_to`](Json::write_to) writes, as text.
impl<T: Document> std::fmt::Display for Json<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        show(f, |bytes| self.write_to(bytes))
    }
}
