//! Plain queries as texts in openCypher, where they can be written so.

mod conditions;

use std::{cell::Cell, collections::BTreeSet, fmt::Write as _};

use chancery::{model::Value, schema::RelationDef};

use self::conditions::{Sort, literal};
use super::{
    super::{
        spec::{Asked, End, Place, Spec},
        world::{DATES, RELATIONS, World},
    },
    blocks::{alternative, expand, relation_of, shown, uses},
};

/// A query as two texts: one that returns the rows, and one that counts them.
pub struct Written {
    pub rows: String,
    /// `None` where the rows are those of several parts.
    pub count: Option<String>,
    /// What the columns hold. Of two facts, one has a value.
    pub columns: Vec<Vec<Place>>,
}

/// What has a value where a condition stands.
#[derive(Clone, Debug, Default)]
struct Known {
    nodes: BTreeSet<usize>,
    facts: BTreeSet<usize>,
    /// The facts since the last `EXISTS`, with whether each may be null.
    apart: Vec<(usize, bool)>,
}

/// A pattern with its conditions.
type Pattern = (String, Vec<String>);

/// The clauses of a block without alternatives.
#[derive(Default)]
struct Body {
    /// Clauses in their order. A condition that is left stands after the last of them.
    patterns: Vec<Pattern>,
    unwinds: Vec<Pattern>,
    later: Vec<Pattern>,
    tests: Vec<String>,
    optionals: Vec<String>,
}

pub struct Writer<'a> {
    asked: &'a Asked,
    world: &'a World,
    /// Its bits choose among ways of writing the same.
    style: usize,
    hidden: Cell<usize>,
}

impl<'a> Writer<'a> {
    pub fn new(asked: &'a Asked, world: &'a World, style: usize) -> Self {
        Self { asked, world, style, hidden: Cell::new(0) }
    }

    /// Whether the text is written in one of two ways, here and there.
    fn likes(&self, bit: usize) -> bool {
        (self.style + self.hidden.get()) >> bit & 1 == 1
    }

    fn hidden(&self) -> String {
        self.hidden.set(self.hidden.get() + 1);
        format!("h{}", self.hidden.get())
    }

    /// The texts of the query. `None` if it cannot be written.
    pub fn write(&self) -> Option<Written> {
        let parts = expand(&self.asked.block)?;
        let mut columns: Vec<Vec<Place>> = Vec::new();
        let (mut rows, mut count) = (Vec::new(), None);
        let all = shown(&self.asked.block);
        for place in all {
            match columns.iter_mut().find(|column| column[0] == place[0]) {
                Some(_) => {}
                None => columns.push(place),
            }
        }
        for part in &parts {
            let mut known = Known::default();
            let body = self.body(part, &mut known)?;
            let text = self.clauses(&body)?;
            let has = shown(part);
            let cells = columns.iter().map(|column| {
                let name = name(column[0]);
                if has.iter().any(|place| place[0] == column[0]) { name } else { format!("null AS {name}") }
            });
            let mut cells = cells.collect::<Vec<_>>().join(", ");
            if cells.is_empty() {
                "1 AS one".clone_into(&mut cells);
            }
            rows.push(format!("{text} RETURN {cells}"));
            count = Some(format!("{text} RETURN count(*)"));
        }
        Some(Written { rows: rows.join(" UNION ALL "), count: count.filter(|_| parts.len() == 1), columns })
    }

    fn body(&self, block: &[Spec], known: &mut Known) -> Option<Body> {
        let mut body = Body::default();
        for spec in block {
            if let Some(pattern) = self.fact(spec, known)? {
                body.patterns.push(pattern);
            }
        }
        for spec in block {
            if let Spec::Role(fact, role, player) = spec {
                self.role(*fact, role, player, known, &mut body)?;
            }
        }
        for spec in block {
            if let Spec::Entity(var) = spec {
                // What a fact gives a value, need not be an entity; and a text cannot ask.
                let kind = self.asked.nodes[*var].unwrap_or("any");
                let chained =
                    block.iter().any(|spec| matches!(spec, Spec::Reach(a, .., b) if [a, b].contains(&&End::Var(*var))));
                if chained || ["number", "date"].contains(&kind) || !known.nodes.insert(*var) {
                    return None;
                }
                body.later.push((self.var(*var), vec![]));
            }
        }
        for spec in block {
            if let Spec::Reach(a, relation, inverse, depth, open, b) = spec {
                body.later.push(self.reach(
                    a,
                    (*relation, *inverse),
                    (*depth.start(), *depth.end(), *open),
                    b,
                    known,
                )?);
            }
        }
        for spec in block {
            match spec {
                Spec::Fact(..) | Spec::Role(..) | Spec::Entity(_) | Spec::Reach(..) | Spec::Optional(_) => {}
                Spec::Either(_) if alternative(spec).is_some() => {}
                _ => body.tests.push(self.test(spec, known)?),
            }
        }
        for spec in block {
            if let Spec::Optional(inner) = spec {
                body.optionals.push(self.optional(inner, known)?);
            }
        }
        Some(body)
    }

    /// All clauses of a body. `None` if it has none that gives a value.
    fn clauses(&self, body: &Body) -> Option<String> {
        let mut text = String::new();
        let together = [(
            body.patterns.iter().map(|(pattern, _)| pattern.as_str()).collect::<Vec<_>>().join(", "),
            body.patterns.iter().flat_map(|(_, conditions)| conditions.clone()).collect(),
        )];
        let first: &[Pattern] = match body.patterns.len() {
            0 => &[],
            _ if self.asked.distinct_facts => &together,
            _ => &body.patterns,
        };
        // A value that passes a `WITH` is no node any more, so no later pattern can have it.
        let values =
            (0..self.asked.nodes.len()).any(|var| self.may_be(var, Sort::Value) || self.may_be(var, Sort::Fact));
        let patterns_later = !body.optionals.is_empty() || body.tests.iter().any(|test| test.contains("EXISTS"));
        let stays = values && patterns_later;
        if stays && !body.unwinds.is_empty() {
            return None;
        }
        let mut last = None;
        let mut clause = |(pattern, conditions): &Pattern, text: &mut String| {
            write!(text, " MATCH {pattern}{}", filter(conditions)).unwrap();
            last = Some(conditions.is_empty());
        };
        for pattern in first {
            clause(pattern, &mut text);
        }
        for (unwind, conditions) in &body.unwinds {
            write!(text, " UNWIND {unwind}").unwrap();
            if !conditions.is_empty() {
                write!(text, " WITH *{}", filter(conditions)).unwrap();
            }
        }
        for pattern in &body.later {
            clause(pattern, &mut text);
        }
        if text.is_empty() {
            return None;
        }
        let ends_in_match = if body.later.is_empty() && !body.unwinds.is_empty() { None } else { last };
        match ends_in_match {
            _ if body.tests.is_empty() => {}
            Some(true) if stays || !self.likes(1) => text.push_str(&filter(&body.tests)),
            Some(false) if stays || !self.likes(1) => write!(text, " AND {}", body.tests.join(" AND ")).unwrap(),
            _ => write!(text, " WITH *{}", filter(&body.tests)).unwrap(),
        }
        body.optionals.iter().for_each(|optional| text.push_str(optional));
        Some(text.trim_start().to_owned())
    }

    fn def(&self, relation: usize) -> &'a RelationDef {
        let schema = self.world.kg.schema();
        schema.relation_def(schema.relation(&format!("r{relation}")).unwrap().id())
    }

    fn type_of(&self, relation: usize, inverse: bool) -> String {
        let inverse = inverse && self.def(relation).inverse.is_some();
        let name = format!("r{relation}{}", if inverse { "-of" } else { "" });
        if self.likes(2) { format!("`{name}`") } else { name.to_uppercase().replace('-', "_") }
    }

    /// A node with a label, each time that it is named.
    fn var(&self, var: usize) -> String {
        match self.asked.nodes[var] {
            Some(kind) if self.likes(3) => format!("(n{var}:{})", kind.to_uppercase()),
            Some(kind) => format!("(n{var}:{kind})"),
            None => format!("(n{var})"),
        }
    }

    fn key(&self, entity: usize) -> String {
        format!("'e{}'", self.world.record.stands(entity))
    }

    /// The pattern of a node, its name, and conditions on it.
    fn end(&self, end: &End, known: &mut Known) -> Option<(String, String, Option<String>)> {
        let hidden = self.hidden();
        Some(match end {
            End::Var(var) => {
                known.nodes.insert(*var);
                (self.var(*var), format!("n{var}"), None)
            }
            End::Entity(entity) | End::Key(entity) if self.likes(1) => {
                (format!("({hidden})"), hidden.clone(), Some(format!("{hidden}.key = {}", self.key(*entity))))
            }
            End::Entity(entity) | End::Key(entity) => {
                (format!("({hidden} {{key: {}}})", self.key(*entity)), hidden, None)
            }
            // Of dates only the value is compared, which is possibly that of another node.
            End::Value(Value::Date(_)) | End::Fact(_) => return None,
            End::Value(value) => {
                (format!("({hidden})"), hidden.clone(), Some(format!("{hidden} = {}", literal(value)?)))
            }
        })
    }

    /// The pattern of a fact, or of a fact of several relations.
    #[expect(clippy::option_option, reason = "whether it can be written, and whether it is a pattern")]
    fn fact(&self, spec: &Spec, known: &mut Known) -> Option<Option<Pattern>> {
        let (number, types, ends, any, symmetric, inverse) = match (spec, alternative(spec)) {
            (Spec::Fact(number, None, a, b), _) => {
                let types = (0..RELATIONS).map(|relation| self.type_of(relation, false)).collect::<Vec<_>>().join("|");
                (*number, types, (a, b), true, false, false)
            }
            (Spec::Fact(number, Some((relation, inverse)), a, b), _) => {
                let def = self.def(*relation);
                let types = match self.asked.dated.get(number).map(|on| DATES[*on]) {
                    None => self.type_of(*relation, *inverse),
                    Some(on) if on.contains('?') || self.likes(2) => format!("`r{relation}-in-{on}`"),
                    Some(on) => format!("R{relation}_IN_{}", on.replace('-', "_")),
                };
                let inverse = *inverse && def.inverse.is_some();
                (*number, types, (a, b), false, def.symmetric, inverse)
            }
            (_, Some(facts)) => {
                let types = facts.iter().map(|(_, relation, inverse, ..)| self.type_of(*relation, *inverse));
                let (number, _, _, a, b) = facts[0];
                (number, types.collect::<Vec<_>>().join("|"), (a, b), false, true, false)
            }
            _ => return Some(None),
        };
        let fact = format!("f{number}");
        let mut conditions = Vec::new();
        let (left, subject, condition) = self.end(ends.0, known)?;
        conditions.extend(condition);
        if any {
            // A fact of a symmetric relation matches in both directions, unless its relation is not asked for.
            conditions.push(format!("{fact}.subject = {subject}"));
        }
        let right = if let End::Fact(about) = ends.1 {
            if symmetric || !known.facts.contains(about) {
                return None;
            }
            conditions.push(format!("{fact}.{} = f{about}", if inverse { "subject" } else { "object" }));
            "()".to_owned()
        } else {
            let (right, _, condition) = self.end(ends.1, known)?;
            conditions.extend(condition);
            right
        };
        known.facts.insert(number);
        known.apart.push((number, false));
        let pattern = if self.likes(4) {
            format!("{right}<-[{fact}:{types}]-{left}")
        } else {
            format!("{left}-[{fact}:{types}]->{right}")
        };
        Some(Some((pattern, conditions)))
    }

    fn reach(
        &self,
        a: &End,
        (relation, inverse): (usize, bool),
        (least, most, open): (u32, u32, bool),
        b: &End,
        known: &mut Known,
    ) -> Option<Pattern> {
        // A chain that may have no facts begins at an entity in a text.
        let is_other = |end: &End| match end {
            End::Var(var) => self.may_be(*var, Sort::Value) || self.may_be(*var, Sort::Fact),
            end => matches!(end, End::Value(_)),
        };
        if least == 0 && (is_other(a) || is_other(b)) {
            return None;
        }
        let ((left, _, one), (right, _, other)) = (self.end(a, known)?, self.end(b, known)?);
        let types = self.type_of(relation, inverse);
        let length = match (least, most) {
            (1, _) if open => "*".to_owned(),
            (_, _) if open => format!("*{least}.."),
            (1, _) if self.likes(2) => format!("*..{most}"),
            (least, most) if least == most => format!("*{least}"),
            _ => format!("*{least}..{most}"),
        };
        let pattern = if self.likes(4) {
            format!("{right}<-[:{types}{length}]-{left}")
        } else {
            format!("{left}-[:{types}{length}]->{right}")
        };
        Some((pattern, one.into_iter().chain(other).collect()))
    }

    fn role(&self, fact: usize, role: &str, player: &End, known: &mut Known, body: &mut Body) -> Option<()> {
        let relation = relation_of(&self.asked.block, fact)?;
        let is_many = |def: &RelationDef| def.roles.iter().any(|of| of.role == role && of.many);
        let many = (0..RELATIONS).any(|n| relation.is_none_or(|one| one == n) && is_many(self.def(n)));
        let property =
            if self.likes(2) { format!("f{fact}.`{role}`") } else { format!("f{fact}.{}", role.to_uppercase()) };
        let by_whom = if many { self.hidden() } else { property.clone() };
        let unwind = format!("{property} AS {by_whom}");
        let condition = match player {
            End::Var(var) if known.nodes.contains(var) => format!("n{var} = {by_whom}"),
            End::Var(var) => {
                // A value that a role gives is no node, so no pattern can begin with it.
                if role == "for" && (self.asked.nodes[*var].is_some() || uses(&self.asked.block, *var) > 1) {
                    return None;
                }
                known.nodes.insert(*var);
                let label = self.asked.nodes[*var].map(|kind| format!("n{var}:{kind}"));
                body.unwinds.push((format!("{property} AS n{var}"), label.into_iter().collect()));
                return Some(());
            }
            End::Entity(entity) | End::Key(entity) if role == "by" => format!("{by_whom}.key = {}", self.key(*entity)),
            End::Value(value) => format!("{by_whom} = {}", literal(value)?),
            _ => return None,
        };
        if many {
            body.unwinds.push((unwind, vec![condition]));
        } else {
            body.tests.push(condition);
        }
        Some(())
    }

    fn optional(&self, inner: &[Spec], known: &mut Known) -> Option<String> {
        let (before, apart) = (known.clone(), known.apart.clone());
        let body = self.body(inner, known)?;
        if !body.unwinds.is_empty() || !body.optionals.is_empty() {
            return None;
        }
        // The facts of one clause differ, which is more than was asked, unless their relations do.
        let facts: Vec<usize> = known.facts.difference(&before.facts).copied().collect();
        let relations: Vec<_> = facts.iter().map(|fact| relation_of(inner, *fact).flatten()).collect();
        let differ = relations.iter().enumerate().all(|(at, one)| one.is_some() && !relations[at + 1..].contains(one));
        let several = inner.iter().any(|spec| alternative(spec).is_some());
        if !self.asked.distinct_facts && facts.len() > 1 && (several || !differ) {
            return None;
        }
        let all: Vec<_> = body.patterns.into_iter().chain(body.later).collect();
        if all.is_empty() {
            return None;
        }
        let patterns = all.iter().map(|(pattern, _)| pattern.as_str()).collect::<Vec<_>>().join(", ");
        let mut conditions: Vec<String> = all.iter().flat_map(|(_, conditions)| conditions.clone()).collect();
        if self.asked.distinct_facts {
            for (other, maybe) in apart {
                let differs = facts.iter().map(|fact| {
                    if maybe {
                        format!("(f{other} IS NULL OR f{fact} <> f{other})")
                    } else {
                        format!("f{fact} <> f{other}")
                    }
                });
                conditions.extend(differs);
            }
        }
        conditions.extend(body.tests);
        // What may have no value is used by nothing else.
        known.apart.iter_mut().filter(|(fact, _)| facts.contains(fact)).for_each(|(_, maybe)| *maybe = true);
        Some(format!(" OPTIONAL MATCH {patterns}{}", filter(&conditions)))
    }
}

fn name(place: Place) -> String {
    match place {
        Place::Node(var) => format!("n{var}"),
        Place::Fact(fact) => format!("f{fact}"),
    }
}

fn filter(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) }
}
