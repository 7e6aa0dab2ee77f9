//! Writing: an edit a line.

use std::io::{self, Write};

use crate::{dossier::Selection, error::Error, io::loss::Losses, view::View};

impl<'g> View<'g> {
    /// This view as JSON Lines.
    pub fn json_lines(&self) -> JsonLines<'g> {
        JsonLines { view: self.clone() }
    }
}

/// A view as JSON Lines. The [module](super) tells the form.
#[derive(Clone, Debug)]
#[must_use = "a file is nothing until it is written"]
pub struct JsonLines<'g> {
    view: View<'g>,
}

impl JsonLines<'_> {
    /// Writes it, line by line. Nothing of a view is lost.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let mut writer = io::BufWriter::new(writer);
        let selection = Selection::of(&self.view);
        for edit in selection.edits() {
            serde_json::to_writer(&mut writer, &edit).map_err(io::Error::from)?;
            writer.write_all(b"\n")?;
        }
        writer.flush()?;
        Ok(Losses::of_sameness(&selection))
    }
}
