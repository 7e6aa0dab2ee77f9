//! Writing: two blanks an indent, a line feed at the end.

use std::io;

use serde::Serialize;

use super::VERSION;
use crate::{
    dossier::{Archive, Dossier},
    error::Error,
};

#[derive(Serialize)]
struct Document<'a, T> {
    chancery: &'a str,
    version: u32,
    #[serde(flatten)]
    content: &'a T,
}

/// A dossier as JSON.
#[must_use]
pub fn write_dossier(dossier: &Dossier) -> String {
    text("dossier", dossier)
}

/// A graph's archive as JSON.
#[must_use]
pub fn write_archive(archive: &Archive) -> String {
    text("archive", archive)
}

/// Writes a dossier as JSON.
///
/// # Errors
/// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails.
pub fn write_dossier_to(dossier: &Dossier, writer: impl io::Write) -> Result<(), Error> {
    write("dossier", dossier, writer)
}

/// Writes an archive as JSON.
///
/// # Errors
/// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails.
pub fn write_archive_to(archive: &Archive, writer: impl io::Write) -> Result<(), Error> {
    write("archive", archive, writer)
}

fn text(what: &str, content: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    #[expect(
        clippy::expect_used,
        reason = "a `Vec` takes every byte, and no map in the model has keys that are not strings"
    )]
    write(what, content, &mut bytes).expect("plain values are always JSON");
    #[expect(clippy::expect_used, reason = "serde_json writes UTF-8")]
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

fn write(what: &str, content: &impl Serialize, mut writer: impl io::Write) -> Result<(), Error> {
    let document = Document { chancery: what, version: VERSION, content };
    serde_json::to_writer_pretty(&mut writer, &document).map_err(io::Error::from)?;
    writer.write_all(b"\n")?;
    Ok(())
}
