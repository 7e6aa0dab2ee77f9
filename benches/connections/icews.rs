//! ICEWS14, where it lies beside the repository.

use std::{collections::HashMap, fs, path::PathBuf};

use chancery::{
    KnowledgeGraph, date, entity, fact,
    model::slug,
    petgraph::graph::{DiGraph, NodeIndex},
};

use crate::generated::{Actor, Generated, schema};

pub(crate) fn read() -> Option<Generated> {
    let given = std::env::var_os("CHANCERY_DATA").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    let Ok(text) = fs::read_to_string(folder.join("icews14/events.tsv")) else {
        println!("{:<52} skipped: not in {}", "ICEWS14", folder.display());
        return None;
    };
    let mut kg = KnowledgeGraph::new(schema().open());
    let mut copy = DiGraph::new();
    let (mut places, mut relations) = (HashMap::new(), HashMap::new());
    let mut ids = Vec::new();
    kg.bulk(|bulk| {
        for line in text.lines() {
            let [subject, relation, object, day] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
            let mut place = |name: &str| {
                *places.entry(name.to_owned()).or_insert_with(|| {
                    ids.push(bulk.add(Actor, entity(name).key(format!("actor-{}", ids.len()))).unwrap());
                    copy.add_node(0).index()
                })
            };
            let (from, to) = (place(subject), place(object));
            let next = relations.len();
            let number = *relations.entry(relation.to_owned()).or_insert(next);
            let name = slug(relation).unwrap();
            bulk.assert(fact(ids[from], name.as_str(), ids[to]).on(date(day)))?;
            copy.add_edge(NodeIndex::new(from), NodeIndex::new(to), u16::try_from(number).unwrap());
        }
        Ok::<(), chancery::Error>(())
    })
    .unwrap();
    Some(Generated { kg, ids, copy })
}
