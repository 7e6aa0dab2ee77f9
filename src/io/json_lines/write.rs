//! Writing: an edit a line.

use std::io::{self, Write};

use crate::{
    dossier::Selection,
    error::Error,
    io::{loss::Losses, text::text_output},
    view::View,
};

/// A view as JSON Lines. The [module](super) describes the form.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct JsonLines<'g> {
    view: View<'g>,
}

impl<'g> JsonLines<'g> {
    /// The JSON Lines of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone() }
    }

    /// Writes the edits, line by line. Nothing of a view is lost.
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
        Ok(Losses::default())
    }

    text_output!(losses);
}

text_output!(JsonLines<'_>);
