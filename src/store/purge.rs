//! Forgetting for good: the graph is rebuilt without what goes, and so is the file.

use super::{Store, failure, file::File, image::Pending, open::at_path, rows::write_about, write};
use rusqlite::Connection;

use crate::{
    error::{Error, ErrorKind},
    graph::KnowledgeGraph,
    model::Transaction,
    tables::Alteration,
};

impl Store {
    /// Makes calls that purge: [`KnowledgeGraph::purge`]. When this returns, nothing of what they removed is left in the
    /// graph, the file or its log.
    ///
    /// The file is written anew in its place, and what was there is overwritten with zeros. Takes as long as writing the whole
    /// graph, and meanwhile the memory of three graphs and of the file. The calls begin a transaction of their own. Ids from before are void, also in other
    /// processes, whose writes are refused until they refresh. Backups, copies, and what the disk or the file system
    /// keeps of old blocks are not changed.
    ///
    /// # Errors
    /// Those of the calls and of [`write`](Self::write). [`ErrorKind::Locked`] if another process reads an old state for longer
    /// than this one waits: then the purge is done, but the log still holds what was removed, until
    /// [`empty_log`](Self::empty_log), or until a process opens the file to write while no other reads an old state. [`ErrorKind::NoChange`] if the calls purge
    /// nothing.
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
        let Self { file, graph, known, pending, readers, version, foreign, .. } = self;
        let writing = file.begin().map_err(fail)?;
        let (connection, here) = (writing.connection(), writing.path());
        let now = writing.data_version().map_err(fail)?;
        if now != *version {
            let first = known.transactions;
            write::take_in(connection, here, graph, known, pending, readers).map_err(fail)?;
            foreign.add(first..known.transactions);
            *version = now;
        }
        let mut next = KnowledgeGraph::clone(graph);
        next.begin(Transaction::default()).map_err(fail)?;
        let value = calls(&mut next)?;
        next.close_empty();
        check_purged(graph, &next).map_err(fail)?;
        let first = next.first_schema();
        let rewritten = remove_all(connection)
            .map_err(|found| failure::sqlite(here, "removing rows", found))
            .and_then(|()| write_about(connection, here, "purging", 1))
            .and_then(|()| {
                let vocabulary = write::vocabulary_of(&first);
                write::write_schema(connection, here, &first, &vocabulary, known.purges.wrapping_add(1).max(0))
            })
            .and_then(|empty| write::add(connection, here, &next, &empty, &Pending::after(0), write::learnt_by(&next)));
        let added = rewritten.map_err(fail)?;
        writing.commit().map_err(fail)?;
        drop(writing);
        readers.replace(graph, next);
        (*known, *pending) = (added.known, Pending::after(0));
        pending.go_on(&added.new, &added.image);
        readers.publish(graph);
        finish(file).map_err(fail)?;
        Ok(value)
    }

    /// Moves all of the log into the database, and empties it. The next [`open`](Self::open) after an unfinished purge does the
    /// same.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] if another process reads an old state for longer than this one waits.
    pub fn empty_log(&mut self) -> Result<(), Error> {
        self.file.check_writable()?;
        finish(&mut self.file)
    }
}

/// Removes all rows. `about` is written anew.
fn remove_all(connection: &Connection) -> rusqlite::Result<()> {
    let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'about'")?;
    let tables = tables.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    tables.iter().try_for_each(|table| connection.execute(&format!("DELETE FROM {table}"), []).map(drop))
}

/// Empties the log, and notes that nothing of a purge is left in it.
pub(super) fn finish(file: &mut File) -> Result<(), Error> {
    let empty = |file: &mut File| {
        if file.checkpoint("TRUNCATE")? {
            return Ok(());
        }
        let why = "another process reads an old state, so the log still holds what was written before; \
                   call `empty_log` when it has ended";
        Err(Error::new(ErrorKind::Locked, why).at(failure::place(file.path())))
    };
    empty(file)?;
    if file.is_purging()? {
        file.run("ending the purge", |connection| {
            connection.execute("DELETE FROM about WHERE name = 'purging'", []).map(drop)
        })?;
        empty(file)?;
    }
    Ok(())
}

/// Checks that calls purged something from a graph, and did not put another one in its place.
fn check_purged(before: &KnowledgeGraph, after: &KnowledgeGraph) -> Result<(), Error> {
    let purges = |kg: &KnowledgeGraph| {
        let all = kg.tables().journal().alterations().iter();
        all.filter(|alteration| matches!(alteration, Alteration::Purge { .. })).count()
    };
    let has_its_transactions =
        before.transactions().take(before.recorded_transactions() as usize).map(|(_, info)| info);
    if !after.transactions().map(|(_, info)| info).zip(has_its_transactions).all(|(one, other)| one == other)
        || after.recorded_transactions() < before.recorded_transactions()
    {
        let why = "the calls put another graph in the place of that of the store; expected calls on it";
        return Err(Error::new(ErrorKind::Final, why));
    }
    if purges(after) == purges(before) {
        let why = "the calls purged nothing; expected a call of `KnowledgeGraph::purge`, or use `write`";
        return Err(Error::new(ErrorKind::NoChange, why));
    }
    Ok(())
}
