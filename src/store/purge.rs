//! Forgetting for good: the graph is rebuilt without what goes, and so is the file.

use std::sync::Arc;

use super::{Store, failure, image::Pending, load, open::at_path, write};
use crate::{
    error::{Error, ErrorKind},
    graph::KnowledgeGraph,
};

/// The tables with rows, in an order in which each can be emptied before those that it refers to.
const TABLES: [&str; 14] = [
    "image",
    "merged",
    "passages",
    "claims",
    "role_players",
    "alterations",
    "facts",
    "nodes",
    "texts",
    "sources",
    "kinds",
    "relations",
    "roles",
    "transactions",
];

impl Store {
    /// Makes calls that purge: [`KnowledgeGraph::purge`]. When this returns, nothing of what they removed is left in the
    /// graph, the file or its log.
    ///
    /// The file is written anew in its place, and what was there is overwritten with zeros. Takes as long as writing the whole
    /// graph, and meanwhile its memory twice. Ids from before are void. Backups, copies, and what the disk or the file system
    /// keeps of old blocks are not changed.
    ///
    /// # Errors
    /// Those of the calls and of [`write`](Self::write). [`ErrorKind::Locked`] if another process reads an old state for longer
    /// than this one waits: then the purge is done, but the log still holds what was removed; call
    /// [`empty_log`](Self::empty_log) again.
    ///
    /// ```
    /// use chancery::{store::Store, diplomacy::{self, Person}};
    ///
    /// # let folder = std::env::temp_dir().join(format!("chancery-purge-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("record.chancery");
    /// # let _ = std::fs::remove_file(&path);
    /// let mut store = Store::create(&path, diplomacy::schema())?;
    /// store.write(|kg| kg.add(Person, "Jane Doe"))?;
    /// store.purge(|kg| {
    ///     kg.at("2026-11-29")?.by("data protection");
    ///     let doe = kg.entity("jane-doe")?;
    ///     kg.purge(doe, "request 17")
    /// })?;
    /// assert!(store.graph().get_entity("jane-doe").is_none());
    /// # drop(store);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn purge<T, E: From<Error>>(
        &mut self,
        calls: impl FnOnce(&mut KnowledgeGraph) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.file.path().to_owned();
        let fail = |error| E::from(at_path(error, &path));
        let Self { file, graph, known, pending, schema, version, .. } = self;
        let writing = file.begin().map_err(fail)?;
        let (connection, path_here) = (writing.connection(), writing.path());
        let now = writing.data_version().map_err(fail)?;
        if now != *version {
            let loaded = load::load(connection, path_here, schema.clone()).map_err(fail)?;
            (*graph, *known, *version) = (Arc::new(loaded.graph), loaded.known, now);
        }
        let mut next = KnowledgeGraph::clone(graph);
        let value = calls(&mut next)?;
        next.close_empty();
        let rewritten = TABLES
            .iter()
            .try_for_each(|table| connection.execute(&format!("DELETE FROM {table}"), []).map(drop))
            .map_err(|found| failure::sqlite(path_here, "removing rows", found))
            .and_then(|()| write::write_schema(connection, path_here, &next.first_schema(), known.purges + 1))
            .and_then(|empty| write::add(connection, path_here, &next, &empty, &Pending::after(0)));
        let added = rewritten.map_err(fail)?;
        writing.commit().map_err(fail)?;
        drop(writing);
        (*graph, *known, *pending) = (Arc::new(next), added.known, Pending::after(0));
        pending.go_on(&added.new, &added.image);
        self.readers.publish(&self.graph);
        self.empty_log().map_err(fail)?;
        Ok(value)
    }

    /// Moves all of the log into the database, and empties it.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] if another process reads an old state for longer than this one waits.
    pub fn empty_log(&mut self) -> Result<(), Error> {
        if self.file.checkpoint("TRUNCATE")? {
            return Ok(());
        }
        let why = "another process reads an old state, so the log still holds what was written before; \
                   try `empty_log` again when it has ended";
        Err(Error::new(ErrorKind::Locked, why).at(failure::place(self.file.path())))
    }
}
