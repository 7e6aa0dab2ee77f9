//! Ctrl-C: a file that is not finished is removed, and the program ends with 130.
//!
//! A store needs nothing more: its transactions are whole or not there.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// As a shell has it: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// Ends the program cleanly on Ctrl-C.
pub(crate) fn listen() {
    // Without a handler the system ends the program, which leaves at most an unfinished file under a name of its own.
    let _ = ctrlc::set_handler(|| {
        // The lock is kept, so that no file is finished or begun from here on.
        let files = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        for file in files.iter() {
            let _ = std::fs::remove_file(file);
        }
        crate::progress::clear();
        std::process::exit(INTERRUPTED);
    });
}

/// A file that is removed on Ctrl-C until this is dropped.
pub(crate) struct Unfinished(PathBuf);

pub(crate) fn unfinished(file: &Path) -> Unfinished {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(file.to_owned());
    Unfinished(file.to_owned())
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|file| *file != self.0);
    }
}
