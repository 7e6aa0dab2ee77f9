//! The Labelled Subgraph Query Benchmark: its data, read where they lie, and its nine queries in the builder.
//!
//! Fields are split by a bar, with a header. `Comment_hasTag_Tag.csv` joins comments to tags by `has-tag`.

use std::{collections::HashMap, fs, path::PathBuf};

use chancery::{
    Any, Error, Id, KnowledgeGraph, View, entity, fact,
    query::{Count, Query},
};

pub mod words {
    chancery::vocabulary! {
        name: "lsqb";
        kinds {
            Place "place";
            City "city": Place;
            Country "country": Place;
            Continent "continent": Place;
            Organisation "organisation";
            Company "company": Organisation;
            University "university": Organisation;
            Message "message";
            Comment "comment": Message;
            Post "post": Message;
            Forum "forum";
            Person "person";
            Tag "tag";
            TagClass "tag-class";
            Tagged "tagged" = Message | Forum;
            Located "located" = Person | Message | Organisation;
        }
        relations {
            state IsPartOf "is-part-of": Place => Place;
            state IsLocatedIn "is-located-in": Located => Place;
            state HasCreator "has-creator": Message => Person;
            state HasTag "has-tag": Tagged => Tag;
            state ReplyOf "reply-of": Comment => Message;
            state ContainerOf "container-of": Forum => Post;
            state HasMember "has-member": Forum => Person;
            state HasModerator "has-moderator": Forum => Person;
            state HasInterest "has-interest": Person => Tag;
            state Knows "knows": Person => Person [symmetric];
            state Likes "likes": Person => Message;
            state StudyAt "study-at": Person => University;
            state WorkAt "work-at": Person => Company;
            state HasType "has-type": Tag => TagClass;
            state IsSubclassOf "is-subclass-of": TagClass => TagClass;
        }
        roles {}
    }
}

/// The files of a scale, with nodes numbered.
#[derive(Clone, Debug)]
pub struct Data {
    /// Kind and key of each node.
    pub nodes: Vec<(String, String)>,
    /// Relation, subject, object.
    pub edges: Vec<(String, u32, u32)>,
}

/// Where the data lie.
pub fn folder() -> PathBuf {
    std::env::var_os("CHANCERY_DATA")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")), PathBuf::from)
}

fn dashed(name: &str) -> String {
    let mut dashed = String::new();
    for (at, c) in name.char_indices() {
        if c.is_uppercase() && at > 0 {
            dashed.push('-');
        }
        dashed.extend(c.to_lowercase());
    }
    dashed
}

impl Data {
    /// Reads a scale, such as `sf0.1`; nothing if it is not there.
    pub fn read(scale: &str) -> Option<Self> {
        let mut files: Vec<_> =
            fs::read_dir(folder().join("lsqb").join(scale)).ok()?.filter_map(|file| Some(file.ok()?.path())).collect();
        files.sort();
        let (mut nodes, mut edges, mut numbers) = (Vec::new(), Vec::new(), HashMap::new());
        let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
        // Nodes first: their files name one kind.
        for path in files.iter().filter(|path| !stem(path).contains('_')) {
            let kind = dashed(&stem(path));
            for line in fs::read_to_string(path).unwrap().lines().skip(1) {
                let key = format!("{kind}-{line}");
                numbers.insert(key.clone(), u32::try_from(nodes.len()).unwrap());
                nodes.push((kind.clone(), key));
            }
        }
        for path in files.iter().filter(|path| stem(path).contains('_')) {
            let name = stem(path);
            let [from, relation, to]: [&str; 3] = name.split('_').collect::<Vec<_>>().try_into().unwrap();
            let (from, relation, to) = (dashed(from), dashed(relation), dashed(to));
            for line in fs::read_to_string(path).unwrap().lines().skip(1) {
                let (subject, object) = line.split_once('|').unwrap();
                edges.push((
                    relation.clone(),
                    numbers[&format!("{from}-{subject}")],
                    numbers[&format!("{to}-{object}")],
                ));
            }
        }
        Some(Self { nodes, edges })
    }

    /// The graph, loaded in bulk.
    pub fn loaded(&self) -> Result<KnowledgeGraph, Error> {
        let mut kg = KnowledgeGraph::new(words::schema());
        kg.bulk(|bulk| {
            let add = |(kind, key): &(String, String)| bulk.add(kind.as_str(), entity(key.as_str()).key(key.as_str()));
            let ids = self.nodes.iter().map(add).collect::<Result<Vec<_>, _>>()?;
            for (relation, subject, object) in &self.edges {
                let relation = bulk.schema().relation(relation)?;
                bulk.assert(fact(ids[*subject as usize], relation, ids[*object as usize]))?;
            }
            Ok::<(), Error>(())
        })?;
        Ok(kg)
    }

    /// The graph, asserted fact by fact, and the ids of its nodes. All facts are in the order of the data.
    pub fn graph(&self) -> Result<(KnowledgeGraph, Vec<Id<Any>>), Error> {
        let mut kg = KnowledgeGraph::new(words::schema());
        let add = |(kind, key): &(String, String), kg: &mut KnowledgeGraph| {
            kg.add(kind.as_str(), entity(key.as_str()).key(key.as_str()))
        };
        let ids = self.nodes.iter().map(|node| add(node, &mut kg)).collect::<Result<Vec<_>, _>>()?;
        for (relation, subject, object) in &self.edges {
            let relation = kg.relation(relation)?;
            kg.assert(fact(ids[*subject as usize], relation, ids[*object as usize]))?;
        }
        Ok((kg, ids))
    }
}

/// How many matches a query of the benchmark has, by its number from 1 to 9.
pub fn count(view: &View<'_>, number: usize) -> Result<Count, Error> {
    query(view, number).count()
}

/// A query of the benchmark.
pub fn query<'g>(view: &View<'g>, number: usize) -> Query<'g> {
    use words::{
        City, Comment, ContainerOf, Country, Forum, HasCreator, HasInterest, HasMember, HasTag, HasType, IsLocatedIn,
        IsPartOf, Knows, Likes, Message, Person, Post, ReplyOf, Tag, TagClass,
    };
    let mut q = view.query();
    match number {
        1 => {
            let (country, city, person, forum) = (q.var(Country), q.var(City), q.var(Person), q.var(Forum));
            let (post, comment, tag, class) = (q.var(Post), q.var(Comment), q.var(Tag), q.var(TagClass));
            q.fact(city, IsPartOf, country);
            q.fact(person, IsLocatedIn, city);
            q.fact(forum, HasMember, person);
            q.fact(forum, ContainerOf, post);
            q.fact(comment, ReplyOf, post);
            q.fact(comment, HasTag, tag);
            q.fact(tag, HasType, class);
        }
        2 => {
            let (one, other, comment, post) = (q.var(Person), q.var(Person), q.var(Comment), q.var(Post));
            q.fact(one, Knows, other);
            q.fact(comment, HasCreator, one);
            q.fact(comment, ReplyOf, post);
            q.fact(post, HasCreator, other);
        }
        3 => {
            let country = q.var(Country);
            let persons = [(); 3].map(|()| q.var(Person));
            for person in persons {
                let city = q.var(City);
                q.fact(person, IsLocatedIn, city);
                q.fact(city, IsPartOf, country);
            }
            q.fact(persons[0], Knows, persons[1]);
            q.fact(persons[1], Knows, persons[2]);
            q.fact(persons[2], Knows, persons[0]);
        }
        4 => {
            let (message, tag, creator) = (q.var(Message), q.var(Tag), q.var(Person));
            let (liker, comment) = (q.var(Person), q.var(Comment));
            q.fact(message, HasTag, tag);
            q.fact(message, HasCreator, creator);
            q.fact(liker, Likes, message);
            q.fact(comment, ReplyOf, message);
        }
        5 | 8 => {
            let (one, other, message, comment) = (q.var(Tag), q.var(Tag), q.var(Message), q.var(Comment));
            q.fact(message, HasTag, one);
            q.fact(comment, ReplyOf, message);
            q.fact(comment, HasTag, other);
            q.differ(one, other);
            if number == 8 {
                q.not(|q| {
                    q.fact(comment, HasTag, one);
                });
            }
        }
        6 | 9 => {
            let (one, two, three, tag) = (q.var(Person), q.var(Person), q.var(Person), q.var(Tag));
            q.fact(one, Knows, two);
            q.fact(two, Knows, three);
            q.fact(three, HasInterest, tag);
            q.differ(one, three);
            if number == 9 {
                q.not(|q| {
                    q.fact(one, Knows, three);
                });
            }
        }
        _ => {
            let (message, tag, creator) = (q.var(Message), q.var(Tag), q.var(Person));
            let (liker, comment) = (q.var(Person), q.var(Comment));
            q.fact(message, HasTag, tag);
            q.fact(message, HasCreator, creator);
            q.optional(|q| {
                q.fact(liker, Likes, message);
            });
            q.optional(|q| {
                q.fact(comment, ReplyOf, message);
            });
        }
    }
    q
}
