//! The nine queries by hand: columns of numbers and loops made for each, as one would write them who needs only these.

use std::collections::HashMap;

use super::lsqb::Data;

/// For each node the others that a relation leads to, sorted.
pub struct Lists {
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl Lists {
    pub fn new(nodes: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0; nodes + 1];
        for (from, _) in pairs.clone() {
            starts[from as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut others = vec![0; *starts.last().unwrap() as usize];
        for (from, to) in pairs {
            others[next[from as usize] as usize] = to;
            next[from as usize] += 1;
        }
        let mut lists = Self { starts, others };
        for node in 0..nodes {
            let (start, end) = (lists.starts[node] as usize, lists.starts[node + 1] as usize);
            lists.others[start..end].sort_unstable();
        }
        lists
    }

    pub fn of(&self, node: u32) -> &[u32] {
        &self.others[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    pub fn len(&self, node: u32) -> u64 {
        u64::from(self.starts[node as usize + 1] - self.starts[node as usize])
    }
}

/// All that the nine queries read.
pub struct Columns {
    comments: Vec<u32>,
    posts: Vec<u32>,
    forums: Vec<u32>,
    persons: Vec<u32>,
    nodes: usize,
    knows: Lists,
    creator: Lists,
    replies: Lists,
    reply_of: Lists,
    tags: Lists,
    types: Lists,
    members: Lists,
    contains: Lists,
    city: Lists,
    part_of: Lists,
    interests: Lists,
    likers: Lists,
    is_post: Vec<bool>,
    is_city: Vec<bool>,
    is_country: Vec<bool>,
}

impl Columns {
    pub fn new(data: &Data) -> Self {
        let nodes = data.nodes.len();
        let mut by: HashMap<&str, Vec<(u32, u32)>> = HashMap::new();
        for (relation, subject, object) in &data.edges {
            by.entry(relation).or_default().push((*subject, *object));
        }
        let none = Vec::new();
        let pairs = |relation: &str| by.get(relation).unwrap_or(&none).iter().copied();
        let out = |relation: &str| Lists::new(nodes, pairs(relation));
        let back = |relation: &str| Lists::new(nodes, pairs(relation).map(|(a, b)| (b, a)));
        let kind = |kind: &str| (0..nodes as u32).filter(|n| data.nodes[*n as usize].0 == kind).collect::<Vec<_>>();
        let is = |kind: &str| data.nodes.iter().map(|(of, _)| of == kind).collect::<Vec<_>>();
        let both = pairs("knows").chain(pairs("knows").filter(|(a, b)| a != b).map(|(a, b)| (b, a)));
        Self {
            comments: kind("comment"),
            posts: kind("post"),
            forums: kind("forum"),
            persons: kind("person"),
            nodes,
            knows: Lists::new(nodes, both),
            creator: out("has-creator"),
            replies: back("reply-of"),
            reply_of: out("reply-of"),
            tags: out("has-tag"),
            types: out("has-type"),
            members: out("has-member"),
            contains: out("container-of"),
            city: out("is-located-in"),
            part_of: out("is-part-of"),
            interests: out("has-interest"),
            likers: back("likes"),
            is_post: is("post"),
            is_city: is("city"),
            is_country: is("country"),
        }
    }

    fn messages(&self) -> impl Iterator<Item = u32> + '_ {
        self.comments.iter().chain(&self.posts).copied()
    }

    fn countries(&self, person: u32) -> impl Iterator<Item = u32> + '_ {
        let cities = self.city.of(person).iter().filter(|city| self.is_city[**city as usize]);
        cities.flat_map(|city| self.part_of.of(*city)).copied().filter(|country| self.is_country[*country as usize])
    }

    pub fn count(&self, query: usize) -> u64 {
        match query {
            1 => self.q1(),
            2 => self.q2(),
            3 => self.q3(),
            4 => self
                .messages()
                .map(|m| self.tags.len(m) * self.creator.len(m) * self.likers.len(m) * self.replies.len(m))
                .sum(),
            5 => self.q5(false),
            6 => self.q6(),
            7 => self
                .messages()
                .map(|m| {
                    self.tags.len(m) * self.creator.len(m) * self.likers.len(m).max(1) * self.replies.len(m).max(1)
                })
                .sum(),
            8 => self.q5(true),
            _ => self.q9(),
        }
    }

    fn q1(&self) -> u64 {
        let mut person = vec![0; self.nodes];
        for p in &self.persons {
            person[*p as usize] = self.countries(*p).count() as u64;
        }
        let types = |comment: u32| self.tags.of(comment).iter().map(|tag| self.types.len(*tag)).sum::<u64>();
        let mut total = 0;
        for forum in &self.forums {
            let members: u64 = self.members.of(*forum).iter().map(|p| person[*p as usize]).sum();
            if members > 0 {
                let posts = self.contains.of(*forum).iter();
                total +=
                    members * posts.flat_map(|post| self.replies.of(*post)).map(|comment| types(*comment)).sum::<u64>();
            }
        }
        total
    }

    fn q2(&self) -> u64 {
        let mut total = 0;
        for comment in &self.comments {
            for post in self.reply_of.of(*comment).iter().filter(|message| self.is_post[**message as usize]) {
                for one in self.creator.of(*comment) {
                    for other in self.creator.of(*post) {
                        let list = self.knows.of(*one);
                        let start = list.partition_point(|known| known < other);
                        total += list[start..].iter().take_while(|known| *known == other).count() as u64;
                    }
                }
            }
        }
        total
    }

    fn q3(&self) -> u64 {
        // Every person of the data has one country at most.
        let mut country = vec![u32::MAX; self.nodes];
        for p in &self.persons {
            country[*p as usize] = self.countries(*p).next().unwrap_or(u32::MAX);
        }
        let mut marks = vec![0_u32; self.nodes];
        let mut total = 0;
        for (stamp, a) in (1..).zip(&self.persons) {
            let home = country[*a as usize];
            if home == u32::MAX {
                continue;
            }
            let near: Vec<u32> = self.knows.of(*a).iter().copied().filter(|b| country[*b as usize] == home).collect();
            for b in &near {
                marks[*b as usize] = stamp;
            }
            for b in &near {
                total += self.knows.of(*b).iter().filter(|c| marks[**c as usize] == stamp).count() as u64;
            }
        }
        total
    }

    fn q5(&self, without: bool) -> u64 {
        let mut total = 0;
        for comment in &self.comments {
            let own = self.tags.of(*comment);
            if own.is_empty() {
                continue;
            }
            for message in self.reply_of.of(*comment) {
                for tag in self.tags.of(*message) {
                    let same = own.iter().filter(|other| *other == tag).count();
                    total += if without && same > 0 { 0 } else { (own.len() - same) as u64 };
                }
            }
        }
        total
    }

    fn q6(&self) -> u64 {
        let (mut all, mut same) = (0, 0);
        for two in &self.persons {
            let list = self.knows.of(*two);
            all += list.len() as u64 * list.iter().map(|three| self.interests.len(*three)).sum::<u64>();
            for run in list.chunk_by(|a, b| a == b) {
                same += (run.len() * run.len()) as u64 * self.interests.len(run[0]);
            }
        }
        all - same
    }

    fn q9(&self) -> u64 {
        let mut marks = vec![0_u32; self.nodes];
        let mut total = 0;
        for (stamp, three) in (1..).zip(&self.persons) {
            let interests = self.interests.len(*three);
            if interests == 0 {
                continue;
            }
            marks[*three as usize] = stamp;
            for known in self.knows.of(*three) {
                marks[*known as usize] = stamp;
            }
            let mut paths = 0;
            for two in self.knows.of(*three) {
                paths += self.knows.of(*two).iter().filter(|one| marks[**one as usize] != stamp).count() as u64;
            }
            total += paths * interests;
        }
        total
    }
}
