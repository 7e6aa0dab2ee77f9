//! Readers beside the writer in one process: each sees the graph as of the last commit, and neither waits for the other.
//!
//! While there are readers, there are two graphs: the one that they see, and one that the next write changes. A commit puts
//! the second in the place of the first. The next write then records in the first what it lacks, unless someone still reads
//! it; then the graph is copied.

use std::sync::{Arc, PoisonError, RwLock, Weak};

use super::Store;
use crate::{error::Error, graph::KnowledgeGraph};

/// A handle by which other threads of the process read the graph of a [`Store`] while it writes.
///
/// Clones are cheap, and can be sent to other threads. The graph of a reader is that of the last commit. A reader does not
/// wait for a write: [`graph`](Self::graph) takes a lock, which a write holds only while it replaces one pointer.
///
/// # Memory
/// While a store has readers, it has its graph twice. If someone holds an older graph while a write begins, the write takes
/// as long as copying the graph, and the older one is freed in the thread that lets it go last. So hold a graph for a question,
/// not for long.
///
/// ```
/// use chancery::{fact, store::Store, diplomacy::{self, Borders, State}};
///
/// # let folder = std::env::temp_dir().join(format!("chancery-reader-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let path = folder.join("record.chancery");
/// # let _ = std::fs::remove_file(&path);
/// let mut store = Store::create(&path, diplomacy::schema())?;
/// let reader = store.reader();
/// let before = reader.graph();
/// store.write(|kg| {
///     let (china, pakistan) = (kg.add(State, "China")?, kg.add(State, "Pakistan")?);
///     kg.assert(fact(china, Borders, pakistan))
/// })?;
/// assert_eq!((before.fact_count(), reader.graph().fact_count()), (0, 1));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reader {
    shown: Arc<Shown>,
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    const fn sent<T: Send>() {}
    shared::<Reader>();
    sent::<Store>();
};

/// What readers see.
#[derive(Debug)]
struct Shown(RwLock<Arc<KnowledgeGraph>>);

impl Reader {
    /// The graph as of the last commit. It does not change while it is held.
    #[must_use]
    pub fn graph(&self) -> Arc<KnowledgeGraph> {
        // A panic while the lock is held would leave a whole pointer.
        Arc::clone(&self.shown.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The readers of a store, and the second graph that it needs for them.
#[derive(Debug, Default)]
pub(super) struct Readers {
    shown: Weak<Shown>,
    /// The graph that readers saw before the last commit.
    spare: Option<Arc<KnowledgeGraph>>,
}

impl Readers {
    fn reader(&mut self, graph: &Arc<KnowledgeGraph>) -> Reader {
        let shown = self.shown.upgrade().unwrap_or_else(|| Arc::new(Shown(RwLock::new(Arc::clone(graph)))));
        self.shown = Arc::downgrade(&shown);
        Reader { shown }
    }

    /// Changes the graph: in its place if no reader sees it, else a second one, which then takes its place. After an error the
    /// graph is as the calls leave it, so they must undo what they did.
    pub(super) fn change<T, E: From<Error>>(
        &mut self,
        graph: &mut Arc<KnowledgeGraph>,
        calls: impl FnOnce(&mut KnowledgeGraph) -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(only) = Arc::get_mut(graph) {
            self.spare = None;
            return calls(only);
        }
        let free = self.spare.take().and_then(alone);
        let mut second = match free {
            Some(mut behind) => {
                behind.catch_up_with(graph)?;
                behind
            }
            None => KnowledgeGraph::clone(graph),
        };
        let done = calls(&mut second);
        let second = Arc::new(second);
        self.spare = Some(match done {
            Ok(_) => std::mem::replace(graph, second),
            Err(_) => second,
        });
        done
    }

    /// Puts another graph in the place of the graph, which may have nothing in common with it.
    pub(super) fn replace(&mut self, graph: &mut Arc<KnowledgeGraph>, new: KnowledgeGraph) {
        *graph = Arc::new(new);
        self.spare = None;
    }

    /// Shows readers a graph.
    pub(super) fn publish(&self, graph: &Arc<KnowledgeGraph>) {
        if let Some(shown) = self.shown.upgrade() {
            *shown.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(graph);
        }
    }
}

/// The graph, if nobody else has it. A look-up takes microseconds and a copy of the graph milliseconds, so this looks for some
/// microseconds before it gives up.
fn alone(mut graph: Arc<KnowledgeGraph>) -> Option<KnowledgeGraph> {
    for _ in 0..1_000 {
        match Arc::try_unwrap(graph) {
            Ok(alone) => return Some(alone),
            Err(shared) => graph = shared,
        }
        std::hint::spin_loop();
    }
    None
}

impl Store {
    /// A handle for other threads, which see the graph as of the last commit.
    pub fn reader(&mut self) -> Reader {
        self.readers.reader(&self.graph)
    }
}
