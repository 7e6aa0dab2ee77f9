//! Files of other programs.

use std::io::{BufRead, BufReader, Read};

use chancery::{
    Error, KnowledgeGraph,
    error::Shown,
    io::{
        Column, Edits, Import,
        csv::{self, Entities},
        follow_the_money, graphml,
        import::{Imported, IntoEdit},
        json_lines, node_link, rdf,
    },
    schema::{KindDef, SchemaDef},
};

use super::{
    content::{Format, HEAD, Table},
    header::{Header, header},
    open::Opened,
    path::{plain, shown},
};
use crate::{
    arguments::Reading,
    failure::Failure,
    output::{Output, counted},
    progress::Progress,
};

/// Adds a file to a graph. All of it is added, or the graph is dropped with the failure.
pub(super) fn read(kg: &mut KnowledgeGraph, file: Opened, output: &Output) -> Result<(), Failure> {
    let path = file.path;
    let failed = |error: Error| Failure::record(&path, error);
    let progress = Progress::reading(output, &path, file.bytes);
    let stream = progress.of(file.stream);
    let schema = kg.schema().clone();
    let edits = match file.format {
        Format::GraphMl => graphml::Reader::new(&schema).read(stream),
        Format::Rdf(syntax) => rdf::Reader::new(&schema).syntax(syntax).read(stream),
        Format::FollowTheMoney => follow_the_money::Reader::new(&schema).read(stream),
        Format::NodeLink => node_link::Reader::new(&schema).read(stream),
        _ => {
            let lines = json_lines::Reader::new().read(stream);
            return add(kg, &plain(&path), lines);
        }
    };
    let edits = edits.map_err(failed)?;
    note_unread(&edits, &plain(&path), output);
    add(kg, &plain(&path), edits)
}

/// Adds tables to a graph: sources, then entities, then facts, which name both.
pub(super) fn tables(
    kg: &mut KnowledgeGraph,
    tables: Vec<(Table, Opened)>,
    reading: &Reading,
    output: &Output,
) -> Result<(), Failure> {
    let mut tables = tables;
    tables.sort_by_key(|(table, _)| *table);
    if let Some((_, claims)) = tables.iter().find(|(table, _)| *table == Table::Claims)
        && !tables.iter().any(|(table, _)| *table == Table::Facts)
    {
        let why = "it is a table of claims, whose facts are in a table of facts; name that file too";
        return Err(Failure::request(format_args!("{}: {why}", shown(&claims.path))));
    }
    for (table, file) in tables {
        let name = plain(&file.path);
        let schema = kg.schema().clone();
        let progress = Progress::reading(output, &file.path, file.bytes);
        let mut stream = BufReader::with_capacity(HEAD, progress.of(file.stream));
        let head = stream.fill_buf().map_err(|error| Failure::file(&file.path, error))?;
        let (names, delimiter) = match header(head) {
            Some(Header { is_cut: true, .. }) => {
                let why = format!("its header is longer than {HEAD} bytes, which is the most that is read of one");
                return Err(Failure::request(format_args!("{}: {why}", shown(&file.path))));
            }
            Some(Header { names, delimiter, .. }) => (names, delimiter),
            None => Default::default(),
        };
        if let (Table::Facts, Some(kind)) = (table, &reading.add_as) {
            let mut loader = loader(&names).delimiter(delimiter);
            if reading.from_guarded {
                loader = loader.guarded();
            }
            load(kg, stream, loader, kind, &name, output)?;
            continue;
        }
        let mut reader = csv::Reader::new(&schema).delimiter(delimiter);
        if reading.from_guarded {
            reader = reader.guarded();
        }
        let read = match table {
            Table::Sources => reader.read_sources(stream),
            Table::Entities => reader.read_entities(stream),
            Table::Facts => reader.read_facts(stream),
            Table::Claims => {
                output.note(format_args!("{}: not read, as the table of facts has the claims", Shown(&name)));
                continue;
            }
        };
        read.map_err(|error| Failure::record(&file.path, error))?;
        let edits = reader.finish();
        note_unread(&edits, &name, output);
        add(kg, &name, edits)?;
    }
    Ok(())
}

/// Loads a table of facts whose entities need not be there: those that no entity is called are added as this kind.
fn load(
    kg: &mut KnowledgeGraph,
    stream: impl Read,
    loader: csv::Loader<'_>,
    kind: &str,
    file: &str,
    output: &Output,
) -> Result<(), Failure> {
    if kg.schema().kind(kind).is_err() && kg.schema().is_open() {
        let mut vocabulary = SchemaDef::default();
        vocabulary.kinds.push(KindDef::new(kind));
        kg.declare(vocabulary)?;
    }
    kg.schema().kind(kind).map_err(|error| error.at("--add-as"))?;
    let done = loader
        .entities(Entities::named().add_as(kind))
        .load(kg, stream)
        .map_err(|error| Failure::Table { file: file.to_owned(), error })?;
    for name in &done.unread {
        output.note(format_args!("{}: the column `{}` is not read", Shown(file), Shown(name)));
    }
    Ok(())
}

/// A loader of a table with these columns.
fn loader(names: &[String]) -> csv::Loader<'static> {
    names.iter().fold(csv::Loader::new().header(), |loader, name| match column(name) {
        Some(column) => loader.column(name, column),
        None => loader,
    })
}

/// What a column of this name holds.
fn column(name: &str) -> Option<Column> {
    Some(match name.to_ascii_lowercase().as_str() {
        "subject" => Column::Subject,
        "relation" => Column::Relation,
        "object" => Column::Object,
        "key" => Column::Key,
        "when" => Column::When,
        "on" | "date" => Column::On,
        "start" | "from" | "since" => Column::Start,
        "end" | "until" => Column::End,
        "modality" => Column::Modality,
        "source" => Column::Source,
        "quote" => Column::Quote,
        _ => return None,
    })
}

fn add<I: IntoEdit>(kg: &mut KnowledgeGraph, file: &str, edits: impl IntoIterator<Item = I>) -> Result<(), Failure> {
    let Imported { rejected, .. } = Import::new().apply_each(kg, edits);
    if rejected.is_empty() { Ok(()) } else { Err(Failure::Rejected { file: file.to_owned(), rejected }) }
}

/// What the format has and a graph has not is said, not dropped in silence.
fn note_unread(edits: &Edits, file: &str, output: &Output) {
    for (name, count) in edits.unread() {
        output.note(format_args!("{}: `{}` is not read ({})", Shown(file), Shown(name), counted(count, "time")));
    }
}
