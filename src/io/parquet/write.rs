//! Writing a view into a folder.

use std::path::Path;

use super::{VERSION, claims, facts, folder::Folder, nodes, vocabulary};
use crate::{
    dossier::Selection,
    error::{Error, ErrorKind},
    io::loss::Losses,
    view::View,
};

/// A view as a folder of Parquet files. The [module](super) describes it.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct Parquet<'g> {
    view: View<'g>,
}

impl<'g> Parquet<'g> {
    /// The files of a view. It should have all modalities and what was retracted or resolved, if a question over the files may
    /// ask for these.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone() }
    }

    /// Writes the files into a new or empty folder. Nothing is lost. The file `version.json` is written last: a folder without it
    /// is not complete.
    ///
    /// Takes time in the number of facts, and 40 bytes of memory a fact beside the graph and a row group.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if the folder has files already, or a file cannot be written; what was written until then stays.
    /// [`ErrorKind::Full`] if a number of the graph is too large for a column.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<Losses, Error> {
        let view = &self.view;
        let schema = view.graph().schema();
        let folder = Folder::create(folder.as_ref())?;
        let selection = Selection::of(view);
        facts::write(&folder, view, &selection)?;
        nodes::write(&folder, view, &selection)?;
        claims::write(&folder, &selection)?;
        vocabulary::write(&folder, schema)?;
        vocabulary::write_transactions(&folder, view)?;
        let text = serde_json::to_string_pretty(&schema.to_def())
            .map_err(|error| Error::new(ErrorKind::Io, &error).caused_by(error).at("schema.json"))?;
        folder.text("schema.json", &(text + "\n"))?;
        folder.text("version.json", &format!("{{\n  \"chancery\": \"parquet\",\n  \"version\": {VERSION}\n}}\n"))?;
        Ok(Losses::default())
    }

    /// Nothing: the files hold all of a view.
    pub fn losses(&self) -> Losses {
        Losses::default()
    }
}
