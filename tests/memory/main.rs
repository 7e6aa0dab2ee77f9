//! What reading a file may take: memory within a multiple of the file, and a stack of 2 MiB. Guards against a few
//! hundred bytes that take gigabytes, against a reader that keeps several copies of a file, and against nesting that
//! ends the process. And what a briefing may take.
#![cfg(all(feature = "json", feature = "graphml", feature = "rdf"))]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod briefing;
mod counting;
mod ordinary;
mod rdf;
mod readers;
mod worst;

use std::thread;

const MIB: usize = 1 << 20;

/// Does work in a thread with a small stack. The most bytes that it had at a time, and what it gives.
fn measured<T: Send>(work: impl FnOnce() -> T + Send) -> (usize, T) {
    thread::scope(|scope| {
        let work = || counting::most_bytes(work);
        thread::Builder::new().stack_size(2 * MIB).spawn_scoped(scope, work).unwrap().join().unwrap()
    })
}
