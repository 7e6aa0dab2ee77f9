//! Runs an operation at four sizes, and prints how it grows.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    hint::black_box,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use rustix::time::{ClockId, clock_gettime};

use super::HEAP;

/// The greatest exponent without a reason: n log n is about 1.1, and measuring is not exact.
const MOST: f64 = 1.4;
/// Shorter times and less memory say nothing.
const TOO_SHORT: Duration = Duration::from_millis(1);
const TOO_LITTLE: usize = 64 << 10;

/// The rows of the bench: which to run, and which grew too fast.
pub(crate) struct Rows {
    only: String,
    test: bool,
    steep: Vec<String>,
}

/// What one run took.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    /// The most bytes at a time, beyond those before the run.
    heap: usize,
}

impl Rows {
    pub(crate) fn new(only: String, test: bool) -> Self {
        println!("{:<58}{:>8}{:>12}{:>8}{:>12}{:>8}", "", "8n", "time", "grows", "heap", "grows");
        Self { only, test, steep: Vec::new() }
    }

    /// An operation that must be near linear. `prepare` makes what it needs for a size, and gives the operation.
    pub(crate) fn linear<R, W: FnOnce() -> R>(&mut self, name: &str, n: usize, prepare: impl Fn(usize) -> W) {
        self.row(name, n, None, prepare);
    }

    /// An operation that may grow faster, for a reason.
    pub(crate) fn steep<R, W: FnOnce() -> R>(&mut self, name: &str, n: usize, why: &str, prepare: impl Fn(usize) -> W) {
        self.row(name, n, Some(why), prepare);
    }

    fn row<R, W: FnOnce() -> R>(&mut self, name: &str, n: usize, why: Option<&str>, prepare: impl Fn(usize) -> W) {
        if !name.contains(&self.only) {
            return;
        }
        let n = if self.test { Self::small(n, &prepare) } else { n };
        let mut all = [n, 2 * n, 4 * n, 8 * n].map(|n| run(n, &prepare));
        let mut more = 0;
        while more < 2 || (more < 8 && why.is_none() && time_grows(&all) > MOST) {
            for (cost, n) in all.iter_mut().zip([n, 2 * n, 4 * n, 8 * n]) {
                cost.time = cost.time.min(run(n, &prepare).time);
            }
            more += 1;
        }
        let (time, heap) = (time_grows(&all), heap_grows(&all));
        let last = all[3];
        let why_or_none = why.unwrap_or_default();
        println!("{name:<58}{:>8}{:>12.1?}{time:>8.2}{:>12}{heap:>8.2}  {why_or_none}", 8 * n, last.time, last.heap);
        if why.is_none() && (time > MOST || heap > MOST) {
            self.steep.push(name.to_owned());
        }
    }

    /// A quarter of a size, or more if the operation takes too short a time for it to say how it grows.
    fn small<R, W: FnOnce() -> R>(full: usize, prepare: &impl Fn(usize) -> W) -> usize {
        let mut n = full.div_ceil(4);
        // The least of some runs is shorter than the first.
        while n < full && run(8 * n, prepare).time < 2 * TOO_SHORT {
            n = full.min(2 * n);
        }
        n
    }

    /// Fails if a row without a reason grew too fast.
    pub(crate) fn verdict(self) -> ExitCode {
        for name in &self.steep {
            println!("grows faster than n to the power of {MOST}: {name}");
        }
        if self.steep.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// The exponent from 2n to 8n.
fn grows(from: f64, to: f64) -> f64 {
    (to / from).log2() / 2.0
}

fn time_grows(all: &[Cost; 4]) -> f64 {
    if all[3].time < TOO_SHORT { 0.0 } else { grows(all[1].time.as_secs_f64().max(1e-6), all[3].time.as_secs_f64()) }
}

fn heap_grows(all: &[Cost; 4]) -> f64 {
    if all[3].heap < TOO_LITTLE { 0.0 } else { grows((all[1].heap as f64).max(1_024.0), all[3].heap as f64) }
}

fn run<R, W: FnOnce() -> R>(n: usize, prepare: &impl Fn(usize) -> W) -> Cost {
    let work = prepare(n);
    let before = HEAP.restart();
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let start = now();
    let result = black_box(work());
    let time = now().saturating_sub(start);
    let heap = HEAP.most().saturating_sub(before);
    drop(result);
    Cost { time, heap }
}

/// The system's allocator, how many bytes are taken, and the most that were.
pub(crate) struct Counting {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Counting {
    pub(crate) const fn new() -> Self {
        Self { now: AtomicUsize::new(0), most: AtomicUsize::new(0) }
    }

    /// Counts the most anew, from what is taken now.
    fn restart(&self) -> usize {
        let now = self.now.load(Ordering::Relaxed);
        self.most.store(now, Ordering::Relaxed);
        now
    }

    fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }

    fn take(&self, bytes: usize) {
        let now = self.now.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.most.fetch_max(now, Ordering::Relaxed);
    }
}

#[expect(unsafe_code, reason = "only an allocator knows what is allocated; it passes everything on")]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.take(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        self.now.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        self.take(size);
        self.now.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}
