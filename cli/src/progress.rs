//! Progress of long work, on a terminal only.

use std::{
    env,
    io::{self, IsTerminal, Read},
    path::Path,
    sync::{Mutex, Once, PoisonError},
    thread,
    time::{Duration, Instant},
};

use chancery::error::Shown;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often a line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// The line, and when its work began.
static SHOWN: Mutex<Option<(Instant, ProgressBar)>> = Mutex::new(None);

/// Begins to watch the work: a line is drawn only when the work has taken a while.
static WATCHED: Once = Once::new();

fn watch() {
    // Without a thread there is no progress, and all else goes on.
    let _ = thread::Builder::new().spawn(|| {
        loop {
            thread::sleep(TICK);
            // The lock is kept, so that no line is drawn after it was removed.
            if let Some((began, bar)) = &*SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
                && began.elapsed() >= PATIENCE
            {
                if bar.is_hidden() {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                bar.tick();
            }
        }
    });
}

/// A line that says what is being done, until this is dropped.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// Work whose end is not known.
    pub(crate) fn working(output: &Output, what: &str) -> Self {
        Self::shown(output, ProgressBar::new_spinner(), "{spinner} {msg}, {elapsed}", what.to_owned())
    }

    /// Reading a file of so many bytes.
    pub(crate) fn reading(output: &Output, file: &Path, bytes: u64) -> Self {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let style = "{spinner} reading {msg}: {bytes} of {total_bytes}, {eta} left";
        Self::shown(output, ProgressBar::new(bytes), style, Shown(&name).to_string())
    }

    fn shown(output: &Output, bar: ProgressBar, style: &str, what: String) -> Self {
        let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if output.quiet || output.json || plain || !io::stderr().is_terminal() {
            return Self(None);
        }
        // A style and a message would draw it at once.
        bar.set_draw_target(ProgressDrawTarget::hidden());
        // The templates are those above, which indicatif knows.
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.set_message(what);
        WATCHED.call_once(watch);
        *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), bar.clone()));
        Self(Some(bar))
    }

    /// A stream whose bytes count as progress.
    pub(crate) fn of<R: Read>(&self, stream: R) -> Counted<R> {
        Counted { stream, bar: self.0.clone() }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        clear();
    }
}

/// Removes the line from the terminal.
pub(crate) fn clear() {
    if let Some((_, bar)) = SHOWN.lock().unwrap_or_else(PoisonError::into_inner).take() {
        bar.finish_and_clear();
    }
}

/// A stream whose bytes are counted.
pub(crate) struct Counted<R> {
    stream: R,
    bar: Option<ProgressBar>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        if let Some(bar) = &self.bar {
            bar.inc(read as u64);
        }
        Ok(read)
    }
}
