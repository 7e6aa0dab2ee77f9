//! Reads the dossier of a page.

use std::io;

use crate::{
    dossier::Dossier,
    error::{Error, ErrorKind},
    io::{foreign, json},
};

/// What stands before the dossier on a page, and nowhere else on it.
pub(super) const OPEN: &str = "<script type=\"application/json\" id=\"dossier\">\n";

/// What stands behind it.
pub(super) const CLOSE: &str = "</script>";

/// Reads the dossier that a page has: all that the page shows.
///
/// # Errors
/// [`ErrorKind::Syntax`] if the text is not a page of this crate; otherwise as [`json::read`]. Line and column are
/// those of the page.
pub fn read(document: impl io::Read) -> Result<Dossier, Error> {
    let text = foreign::read(document)?;
    let found = text.split_once(OPEN).and_then(|(before, rest)| Some((before, rest.split_once(CLOSE)?.0)));
    let Some((before, dossier)) = found else {
        let why = "the text is not an evidence page; expected HTML with an element \
                   `<script type=\"application/json\" id=\"dossier\">`";
        return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
    };
    json::read(dossier.as_bytes()).map_err(|error| {
        let lines = before.matches('\n').count() + OPEN.matches('\n').count();
        match (error.position(), u32::try_from(lines)) {
            (Some(at), Ok(lines)) => json::in_line(&error, at.line.saturating_add(lines)),
            _ => error,
        }
    })
}
