//! Every reader by its name, and what it makes of a file.

use chancery::{
    Error, KnowledgeGraph, Schema,
    dossier::{Archive, Dossier},
    io::{
        Column, Edits, Import,
        csv::{self, BadRows, Entities, Loader},
        follow_the_money, graphml, json, json_lines, node_link,
    },
    notation,
};

use super::measured;

/// What came of a file: how many edits or facts, and the errors.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) made: usize,
    pub(super) errors: Vec<String>,
}

type Reader = fn(&[u8], &Schema) -> Read;

/// The readers that take a file to edits or to a graph.
pub(super) const READERS: [(&str, Reader); 13] = [
    ("dossier", |file, schema| edits(json::Reader::new(schema).read(file))),
    ("dossier to a graph", |file, schema| graph(json::Reader::new(schema).read_graph(file))),
    ("dossier in values", |file, _| values(json::read::<Dossier>(file))),
    ("archive to a graph", |file, schema| graph(json::Reader::new(schema).read_graph(file))),
    ("archive in values", |file, _| values(json::read::<Archive>(file))),
    ("JSON Lines", |file, _| {
        let mut read = Read::default();
        // Each edit is dropped before the next is read.
        json_lines::Reader::new().read(file).for_each(|edit| read.count(edit));
        read
    }),
    ("notation", |file, schema| match notation::read(std::str::from_utf8(file).unwrap(), schema.clone()) {
        Ok(kg) => graph(Ok(kg)),
        Err(faults) => {
            let errors = faults.iter().take(3).map(ToString::to_string).collect();
            Read { made: 0, errors }
        }
    }),
    ("table", |file, schema| {
        let mut reader =
            csv::Reader::new(schema).column("name", Column::Attribute("motto".into())).several("name", ";");
        let read = if file.starts_with(b"key") { reader.read_entities(file) } else { reader.read_facts(file) };
        edits(read.map(|()| reader.finish()))
    }),
    ("table in bulk", |file, schema| {
        let mut kg = KnowledgeGraph::new(schema.clone());
        let columns = [Column::Subject, Column::Relation, Column::Object];
        let loader = Loader::new().columns(columns).header().entities(Entities::keyed().add_as("state"));
        match loader.bad_rows(BadRows::Skip).load(&mut kg, file) {
            Ok(loaded) => {
                Read { made: loaded.facts, errors: loaded.skipped.iter().take(3).map(Error::to_string).collect() }
            }
            Err(error) => Read { made: 0, errors: vec![error.to_string()] },
        }
    }),
    ("GraphML", |file, schema| edits(graphml::Reader::new(schema).kind("state").relation("borders").read(file))),
    ("node-link", |file, schema| {
        let reader = node_link::Reader::new(schema).kind("state").relation("borders");
        edits(reader.column("motto", Column::Attribute("motto".into())).read(file))
    }),
    ("FollowTheMoney", |file, schema| edits(follow_the_money::Reader::new(schema).kind("state").read(file))),
    ("node-link, imported", |file, schema| {
        let mut kg = KnowledgeGraph::new(schema.clone());
        match node_link::Reader::new(schema).kind("state").relation("borders").read(file) {
            Ok(edits) => {
                let done = Import::new().apply_each(&mut kg, edits);
                let errors = done.rejected.iter().take(3).map(|rejected| rejected.reason().to_string()).collect();
                Read { made: usize::try_from(done.added.total()).unwrap(), errors }
            }
            Err(error) => Read { made: 0, errors: vec![error.to_string()] },
        }
    }),
];

impl Read {
    fn count<T>(&mut self, edit: Result<T, Error>) {
        match edit {
            Ok(_) => self.made += 1,
            // The first few stand for all, so that the count of memory has little of them.
            Err(error) if self.errors.len() < 3 => self.errors.push(error.to_string()),
            Err(_) => {}
        }
    }
}

fn edits(read: Result<Edits, Error>) -> Read {
    let mut all = Read::default();
    match read {
        Ok(edits) => {
            edits.into_iter().for_each(|edit| all.count(edit));
        }
        Err(error) => all.errors.push(error.to_string()),
    }
    all
}

fn graph(read: Result<KnowledgeGraph, Error>) -> Read {
    match read {
        Ok(kg) => Read { made: kg.fact_count(), errors: Vec::new() },
        Err(error) => Read { made: 0, errors: vec![error.to_string()] },
    }
}

fn values<T>(read: Result<T, Error>) -> Read {
    Read { made: usize::from(read.is_ok()), errors: read.err().map(|error| error.to_string()).into_iter().collect() }
}

/// The most memory that the reader of this name takes for a file, with what it makes of it. The file is not counted.
pub(super) fn read(name: &str, file: &[u8], schema: &Schema) -> (usize, Read) {
    let reader = READERS.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no reader {name}")).1;
    measured(|| reader(file, schema))
}
