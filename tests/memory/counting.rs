//! The system's allocator, which counts what each thread has.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

thread_local! {
    /// What this thread has now, and the most that it had.
    static BYTES: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

struct Counting;

fn count(more: usize, less: usize) {
    let change = isize::try_from(more).unwrap_or(isize::MAX) - isize::try_from(less).unwrap_or(isize::MAX);
    let _ = BYTES.try_with(|bytes| {
        let (now, most) = bytes.get();
        bytes.set((now + change, most.max(now + change)));
    });
}

#[expect(unsafe_code, reason = "only an allocator knows what is allocated; it passes everything on")]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both are there while one is copied to the other.
        count(size, 0);
        count(0, layout.size());
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The most bytes that this thread had at a time during the work, beyond those from before, and what the work gives.
pub(super) fn most_bytes<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let (before, _) = BYTES.get();
    BYTES.set((before, before));
    let done = work();
    (usize::try_from(BYTES.get().1 - before).unwrap(), done)
}
