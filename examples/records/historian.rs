//! The tables of the Office of the Historian. `data/historian/README.md` says what each has.

use std::{error::Error, fs, path::Path};

/// The texts of the tables.
pub(crate) struct Tables {
    pub(crate) visits: String,
    pub(crate) recognition: String,
    pub(crate) territories: String,
    pub(crate) lineage: String,
}

impl Tables {
    /// Reads the tables in a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        Ok(Self {
            visits: read("visits_to_us.tsv")?,
            recognition: read("recognition_timeline.tsv")?,
            territories: read("territories.tsv")?,
            lineage: read("territory_lineage.tsv")?,
        })
    }

    /// How many rows the tables have, without their headers.
    pub(crate) fn count(&self) -> usize {
        [&self.visits, &self.recognition, &self.territories, &self.lineage]
            .map(|table| rows(table).count())
            .iter()
            .sum()
    }
}

/// The cells of each row behind the header. These tables have no quotes: a tab is always the end of a cell.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}
