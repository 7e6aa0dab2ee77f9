//! The answer to a query by nested loops over the vectors of a graph.

use std::collections::BTreeMap;

use chancery::Truth;

use super::ask::{Asked, Clause, Condition, Direction, Hop, NodeAsked, Operand, Path, Sort};
use crate::tck::{create::Model, value::Value};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Null,
    Node(usize),
    Fact(usize),
    Facts(Vec<usize>),
    /// Its nodes and facts.
    Path(Vec<usize>, Vec<usize>),
}

type Row = BTreeMap<String, Cell>;

pub enum Answer {
    Rows(Vec<(Vec<Value>, Truth)>),
    TooMany,
}

/// More rows than these are not compared.
const MOST: usize = 3_000;

pub fn answer(model: &Model, asked: &Asked) -> Answer {
    let mut rows: Vec<(Row, Truth)> = vec![(Row::new(), Truth::Yes)];
    for clause in &asked.clauses {
        let mut after: Vec<(Row, Truth)> = Vec::new();
        for (row, truth) in rows {
            match clause {
                Clause::Match { optional, paths, condition } => {
                    let found = matches(model, paths, condition.as_ref(), &row);
                    let best = found.iter().fold(Truth::No, |best, (_, found)| best.or(*found));
                    after.extend(found.into_iter().map(|(row, found)| (row, truth.and(found))));
                    if *optional && best != Truth::Yes {
                        let mut row = row;
                        for name in paths.iter().flat_map(names) {
                            row.entry(name).or_insert(Cell::Null);
                        }
                        after.push((row, truth.and(!best)));
                    }
                }
                Clause::With { names, .. } => {
                    let row = row.into_iter().filter(|(name, _)| names.contains(name)).collect();
                    after.push((row, truth));
                }
            }
            if after.len() > MOST {
                return Answer::TooMany;
            }
        }
        if let Clause::With { distinct, condition, .. } = clause {
            if *distinct {
                let mut best: BTreeMap<Row, Truth> = BTreeMap::new();
                for (row, truth) in after {
                    let known = best.entry(row).or_insert(truth);
                    *known = known.or(truth);
                }
                after = best.into_iter().collect();
            }
            after = met(model, condition.as_ref(), after);
        }
        rows = after;
    }
    if asked.counts {
        let count =
            |truth| Value::Int(i64::try_from(rows.iter().filter(|(_, found)| *found >= truth).count()).unwrap());
        let mut counts = vec![(vec![count(Truth::Yes)], Truth::Yes)];
        if rows.iter().any(|(_, truth)| *truth == Truth::Possibly) {
            counts.push((vec![count(Truth::Possibly)], Truth::Possibly));
        }
        return Answer::Rows(counts);
    }
    let int = |number: &usize| Value::Int(i64::try_from(*number).unwrap());
    let shown = |row: &Row| {
        let cell = |(name, _): &(String, Sort)| match &row[name] {
            Cell::Null => Value::Null,
            Cell::Node(number) | Cell::Fact(number) => int(number),
            Cell::Facts(all) | Cell::Path(all, _) => Value::List(all.iter().map(int).collect()),
        };
        asked.scope.iter().map(cell).collect()
    };
    Answer::Rows(rows.iter().map(|(row, truth)| (shown(row), *truth)).collect())
}

/// The names that a path gives.
fn names(path: &Path) -> Vec<String> {
    let hops = path.hops.iter().flat_map(|hop| [&hop.name, &hop.to.name]);
    [&path.name, &path.start.name].into_iter().chain(hops).flatten().cloned().collect()
}

fn met(model: &Model, condition: Option<&Condition>, rows: Vec<(Row, Truth)>) -> Vec<(Row, Truth)> {
    let Some(condition) = condition else { return rows };
    let each = |(row, truth): (Row, Truth)| match holds(model, condition, true, &row) {
        None | Some(Truth::No) => None,
        Some(met) => Some((row, truth.and(met))),
    };
    rows.into_iter().filter_map(each).collect()
}

fn matches(model: &Model, paths: &[Path], condition: Option<&Condition>, row: &Row) -> Vec<(Row, Truth)> {
    let mut found = vec![Partial { row: row.clone(), truth: Truth::Yes, used: Vec::new() }];
    for path in paths {
        found = found.into_iter().flat_map(|partial| partial.path(model, path)).collect();
    }
    met(model, condition, found.into_iter().map(|partial| (partial.row, partial.truth)).collect())
}

/// A match of some of the paths.
#[derive(Clone)]
struct Partial {
    row: Row,
    truth: Truth,
    /// The facts of the clause so far.
    used: Vec<usize>,
}

impl Partial {
    fn path(self, model: &Model, path: &Path) -> Vec<Self> {
        let before = self.used.len();
        let starts =
            (0..model.nodes.len()).filter_map(|node| Some((self.clone().node(model, &path.start, node)?, vec![node])));
        let mut found: Vec<(Self, Vec<usize>)> = starts.collect();
        for hop in &path.hops {
            found = found.into_iter().flat_map(|(partial, nodes)| partial.hop(model, hop, &nodes)).collect();
        }
        let named = |(mut partial, nodes): (Self, Vec<usize>)| {
            if let Some(name) = &path.name {
                let facts = partial.used[before..].to_vec();
                partial.row.insert(name.clone(), Cell::Path(nodes, facts));
            }
            partial
        };
        found.into_iter().map(named).collect()
    }

    /// The match with a node, if it fits.
    fn node(mut self, model: &Model, asked: &NodeAsked, node: usize) -> Option<Self> {
        let of = &model.nodes[node];
        let labels = asked.labels.iter().all(|label| of.labels.iter().any(|own| own == label));
        let p = asked.p.is_none_or(|p| property(&of.properties, "p") == Some(p));
        if let Some(name) = &asked.name {
            match self.row.get(name) {
                None => drop(self.row.insert(name.clone(), Cell::Node(node))),
                Some(Cell::Node(known)) if *known == node => {}
                Some(_) => return None,
            }
        }
        (labels && p).then_some(self)
    }

    /// Each match with facts from the last node, and the nodes on the way.
    fn hop(self, model: &Model, hop: &Hop, nodes: &[usize]) -> Vec<(Self, Vec<usize>)> {
        let (least, most) = hop.length.map_or((1, 1), |(least, most)| (least, most.unwrap_or(usize::MAX)));
        let mut chains = Vec::new();
        self.chains(model, hop, (least, most), nodes.last().copied().unwrap(), &mut Vec::new(), &mut chains);
        let mut found = Vec::new();
        for chain in chains {
            let mut partial = self.clone();
            let facts: Vec<usize> = chain.iter().map(|(fact, _)| *fact).collect();
            for fact in &facts {
                partial.truth = partial.truth.and(truth_of(model, *fact));
                partial.used.push(*fact);
            }
            if let Some(name) = &hop.name {
                let cell = if hop.length.is_some() { Cell::Facts(facts) } else { Cell::Fact(facts[0]) };
                if partial.row.get(name).is_some_and(|known| *known != cell) {
                    continue;
                }
                partial.row.insert(name.clone(), cell);
            }
            let all: Vec<usize> = nodes.iter().copied().chain(chain.iter().map(|(_, node)| *node)).collect();
            let end = *all.last().unwrap();
            found.extend(partial.node(model, &hop.to, end).map(|partial| (partial, all)));
        }
        found
    }

    fn chains(
        &self,
        model: &Model,
        hop: &Hop,
        (least, most): (usize, usize),
        from: usize,
        so_far: &mut Vec<(usize, usize)>,
        found: &mut Vec<Vec<(usize, usize)>>,
    ) {
        if so_far.len() >= least {
            found.push(so_far.clone());
        }
        if so_far.len() >= most {
            return;
        }
        for (number, it) in model.relationships.iter().enumerate() {
            let used = self.used.contains(&number) || so_far.iter().any(|(fact, _)| *fact == number);
            let named = hop.types.is_empty() || hop.types.iter().any(|name| *name == it.kind);
            let q = hop.q.is_none_or(|q| property(&it.properties, "q") == Some(q));
            if used || !named || !q {
                continue;
            }
            let forth = hop.direction != Direction::Left && it.from == from;
            let back = hop.direction != Direction::Right && it.to == from;
            let ends = [forth.then_some(it.to), (back && !(forth && it.from == it.to)).then_some(it.from)];
            for to in ends.into_iter().flatten() {
                so_far.push((number, to));
                self.chains(model, hop, (least, most), to, so_far, found);
                so_far.pop();
            }
        }
    }
}

fn truth_of(model: &Model, fact: usize) -> Truth {
    if model.relationships[fact].planned { Truth::Possibly } else { Truth::Yes }
}

fn property(of: &[(String, Value)], key: &str) -> Option<i64> {
    of.iter().find(|(name, _)| name == key).map(|(_, value)| match value {
        Value::Int(int) => *int,
        other => panic!("{other:?}"),
    })
}

fn operand(model: &Model, operand: &Operand, row: &Row) -> Option<i64> {
    match operand {
        Operand::Int(int) => Some(*int),
        Operand::Property(of, key) => match row[of] {
            Cell::Node(node) => property(&model.nodes[node].properties, key),
            Cell::Fact(fact) => property(&model.relationships[fact].properties, key),
            _ => None,
        },
    }
}

/// How true a condition is, or its negation. `None` is null. `NOT` is moved inwards, by the laws of De Morgan.
fn holds(model: &Model, condition: &Condition, positive: bool, row: &Row) -> Option<Truth> {
    let one = |truth: Option<bool>| truth.map(|truth| Truth::from(truth == positive));
    let each = |of: &[Condition]| of.iter().map(|of| holds(model, of, positive, row)).collect::<Vec<_>>();
    let exists = |paths: &[Path], condition: Option<&Condition>| {
        let found = matches(model, paths, condition, row);
        let best = found.iter().fold(Truth::No, |best, (_, found)| best.or(*found));
        Some(if positive { best } else { !best })
    };
    match condition {
        Condition::All(all) if positive => least(&each(all)),
        Condition::Any(any) if !positive => least(&each(any)),
        Condition::All(of) | Condition::Any(of) => greatest(&each(of)),
        Condition::Not(of) => holds(model, of, !positive, row),
        Condition::Compare(a, how, b) => {
            let (a, b) = (operand(model, a, row)?, operand(model, b, row)?);
            one(Some(match *how {
                "=" => a == b,
                "<>" => a != b,
                "<" => a < b,
                _ => a >= b,
            }))
        }
        Condition::Differ(a, b) => match (&row[a], &row[b]) {
            (Cell::Null, _) | (_, Cell::Null) => None,
            (a, b) => one(Some(a != b)),
        },
        Condition::Label(of, label) => match &row[of] {
            Cell::Node(node) => one(Some(model.nodes[*node].labels.iter().any(|own| own == label))),
            _ => None,
        },
        Condition::IsNull(of) => one(Some(operand(model, of, row).is_none())),
        Condition::Pattern(path) => exists(std::slice::from_ref(path), None),
        Condition::Exists(paths, condition) => exists(paths, condition.as_deref()),
    }
}

/// False, null, possible, true: the least of these.
fn least(all: &[Option<Truth>]) -> Option<Truth> {
    if all.contains(&Some(Truth::No)) {
        return Some(Truth::No);
    }
    all.iter().copied().collect::<Option<Vec<_>>>().map(|all| all.into_iter().min().unwrap_or(Truth::Yes))
}

/// The greatest.
fn greatest(all: &[Option<Truth>]) -> Option<Truth> {
    let best = all.iter().flatten().max().copied().unwrap_or(Truth::No);
    if best == Truth::No && all.contains(&None) { None } else { Some(best) }
}
