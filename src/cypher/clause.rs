//! `MATCH`: patterns as stages.

use super::{
    ast::{Expr, ExprKind, Logic, Match, Node, Path, Relationship},
    evaluate::{Scope, Type, compile},
    free::uses,
    lower::{
        Fixed, Lowering, Types, can_lower, hidden, is_hidden, lowers_patterns, node_name, property_conditions,
        property_equals, relationship_name,
    },
    program::{Chain, Stage, Step},
};
use crate::error::Error;

/// The stages of a segment in the making.
#[derive(Debug)]
pub(super) struct Stages<'g> {
    pub(super) done: Vec<Stage<'g>>,
    /// The last stage, to which the next clause may add.
    open: Option<Box<Fixed<'g>>>,
    pub(super) scope: Scope,
}

impl<'g> Stages<'g> {
    pub(super) const fn new(scope: Scope) -> Self {
        Self { done: Vec::new(), open: None, scope }
    }

    /// Ends the stage that is open.
    pub(super) fn close(&mut self) {
        let Some(mut fixed) = self.open.take() else { return };
        fixed.finish();
        self.done.push(Stage::Fixed(fixed));
    }

    /// Adds a stage.
    pub(super) fn push(&mut self, stage: Stage<'g>) {
        self.close();
        self.done.push(stage);
    }
}

/// The parts of a condition that must all be met.
fn conjuncts(condition: &Expr, parts: &mut Vec<Expr>) {
    match &condition.kind {
        ExprKind::Logic(Logic::And, inner) => inner.iter().for_each(|part| conjuncts(part, parts)),
        _ => parts.push(condition.clone()),
    }
}

/// A node, or a chain, of the paths of a clause.
struct Piece<'a> {
    /// A path of single facts, or of chains that the pattern engine knows.
    path: Path,
    nodes: Vec<&'a Node>,
}

impl<'g> Lowering<'_, 'g> {
    /// Adds the stages of a `MATCH`.
    pub(super) fn add_match(&self, clause: &Match, stages: &mut Stages<'g>) -> Result<(), Error> {
        let mut conditions: Vec<Expr> = clause.paths.iter().flat_map(property_conditions).collect();
        if let Some(condition) = &clause.condition {
            conjuncts(condition, &mut conditions);
        }
        self.check_names(clause)?;
        if !clause.optional {
            return self.add_pattern(&clause.paths, &conditions, stages);
        }
        if self.add_optional_part(clause, &conditions, stages)? {
            return Ok(());
        }
        stages.close();
        let before = stages.scope.len();
        let mut inner = Stages::new(stages.scope.clone());
        self.add_pattern(&clause.paths, &conditions, &mut inner)?;
        inner.close();
        let width = inner.scope.len() - before;
        stages.scope = inner.scope;
        (before..stages.scope.len()).for_each(|column| stages.scope.set_nullable(column));
        stages.push(Stage::Optional { stages: inner.done, width });
        Ok(())
    }

    /// Adds an optional part to the query that is open, if it can be one. Whether it could.
    fn add_optional_part(&self, clause: &Match, conditions: &[Expr], stages: &mut Stages<'g>) -> Result<bool, Error> {
        let paths: Vec<&Path> = clause.paths.iter().collect();
        let Some(fixed) = &mut stages.open else { return Ok(false) };
        if !lowers_patterns(self, &paths) || !fits(self, fixed, &paths, conditions, &stages.scope) {
            return Ok(false);
        }
        fixed.query.begin();
        let (before, columns) = (fixed.begin_optional(), stages.scope.len());
        let added = self.add_paths(fixed, &paths, conditions, &mut stages.scope);
        fixed.end_optional(before);
        (columns..stages.scope.len()).for_each(|column| stages.scope.set_nullable(column));
        let part = fixed.query.end();
        added?;
        fixed.query.add_optional(part);
        Ok(true)
    }

    /// Adds the stages of a pattern with conditions.
    pub(super) fn add_pattern(
        &self,
        paths: &[Path],
        conditions: &[Expr],
        stages: &mut Stages<'g>,
    ) -> Result<(), Error> {
        let simple: Vec<&Path> = paths.iter().collect();
        let is_path = |name: &&str| paths.iter().any(|path| path.name.as_ref().is_some_and(|own| own.text == **name));
        let of_path = |condition: &Expr| uses(condition).names.iter().any(is_path);
        let (after, conditions): (Vec<_>, Vec<_>) = conditions.iter().cloned().partition(of_path);
        let unnamed: Vec<Path> = paths.iter().map(|path| Path { name: None, ..path.clone() }).collect();
        if lowers_all(self, &unnamed.iter().collect::<Vec<_>>(), &simple) {
            let bare: Vec<&Path> = unnamed.iter().collect();
            let named = paths.iter().any(|path| path.name.is_some());
            self.add_fixed(&bare, conditions, named, stages)?;
        } else {
            self.add_chained(paths, conditions, stages)?;
        }
        for path in paths {
            self.name_path(path, stages)?;
        }
        after.iter().try_for_each(|condition| self.add_filter(condition, stages))
    }

    /// Adds paths without chains to the query that is open, or to a new one. Conditions that cannot be part of a query
    /// become a stage after it. What has no name becomes a column only if that is needed.
    fn add_fixed(
        &self,
        paths: &[&Path],
        conditions: Vec<Expr>,
        keeps_hidden: bool,
        stages: &mut Stages<'g>,
    ) -> Result<(), Error> {
        let is_element = |fixed: Option<&Fixed<'g>>, name: &str, scope: &Scope| {
            let own = paths.iter().any(|path| names_of(path).any(|own| own == name));
            if own { Some(true) } else { is_element_of(fixed, name, scope) }
        };
        let continues = stages.open.as_ref().is_some_and(|fixed| fits(self, fixed, paths, &[], &stages.scope));
        if !continues {
            stages.close();
        }
        let at = paths.first().map_or(0, |path| path.at);
        let mut fixed = stages.open.take().unwrap_or_else(|| Box::new(self.fixed(at)));
        let scope = stages.scope.clone();
        let (inside, after): (Vec<_>, Vec<_>) = conditions
            .into_iter()
            .partition(|condition| can_lower(self, condition, &|name| is_element(Some(&fixed), name, &scope)));
        fixed.keeps_hidden =
            keeps_hidden || after.iter().any(|condition| uses(condition).names.iter().any(|name| is_hidden(name)));
        self.add_paths(&mut fixed, paths, &inside, &mut stages.scope)?;
        stages.open = Some(fixed);
        for condition in after {
            self.add_filter(&condition, stages)?;
        }
        Ok(())
    }

    /// Adds a condition on rows.
    pub(super) fn add_filter(&self, condition: &Expr, stages: &mut Stages<'g>) -> Result<(), Error> {
        let code = compile(condition, &stages.scope, &self.checking())?;
        stages.push(Stage::Filter(code));
        Ok(())
    }

    /// Adds paths with chains: first what is joined without them, then each chain from what is known.
    fn add_chained(&self, paths: &[Path], mut conditions: Vec<Expr>, stages: &mut Stages<'g>) -> Result<(), Error> {
        let (mut pieces, mut chains) = cut(self, paths);
        let mut used: Vec<String> = Vec::new();
        stages.close();
        let all: Vec<String> = paths.iter().flat_map(|path| names_of(path).collect::<Vec<_>>()).collect();
        while !pieces.is_empty() || !chains.is_empty() {
            let known = |name: &str, stages: &Stages<'g>| stages.scope.find(name).is_some();
            // A chain between known nodes, then one from a known node to one that is alone, then what is known best.
            let ready = chains.iter().position(|chain| {
                let (from, to) = (node_name(chain.left), node_name(chain.right));
                let both = known(&from, stages) && known(&to, stages);
                let has_one = known(&from, stages) || known(&to, stages);
                both || has_one && chain.shortest.is_none()
            });
            if let Some(place) = ready {
                let chain = chains.remove(place);
                self.add_chain(&chain, &mut used, &mut conditions, stages)?;
            } else {
                let touches = |piece: &Piece<'_>| piece.nodes.iter().any(|node| known(&node_name(node), stages));
                let place = pieces.iter().position(touches).or_else(|| best_piece(&pieces, &conditions)).unwrap_or(0);
                if pieces.is_empty() {
                    return Err(self.fails("a chain has no beginning", paths.first().map_or(0, |path| path.at)));
                }
                let first = pieces.remove(place);
                // A node that a chain gave may be a value or a fact; only its labels are left to ask.
                if let ([], [node]) = (first.path.hops.as_slice(), first.nodes.as_slice())
                    && known(&node_name(node), stages)
                {
                    conditions.extend(label_condition(node));
                    continue;
                }
                // Pieces that share a node are one query.
                let mut group = vec![first];
                while let Some(next) = pieces.iter().position(|piece| group.iter().any(|one| shares(one, piece))) {
                    group.push(pieces.remove(next));
                }
                let paths: Vec<&Path> = group.iter().map(|piece| &piece.path).collect();
                let own: Vec<String> = paths.iter().flat_map(|path| names_of(path).collect::<Vec<_>>()).collect();
                let scope = stages.scope.clone();
                let (inside, after): (Vec<_>, Vec<_>) = conditions.into_iter().partition(|condition| {
                    let is_element = |name: &str| {
                        if own.iter().any(|own| own == name) { Some(true) } else { is_element_of(None, name, &scope) }
                    };
                    let is_ready = |name: &&str| is_element(name) == Some(true) || !all.iter().any(|own| own == *name);
                    uses(condition).names.iter().all(is_ready) && can_lower(self, condition, &is_element)
                });
                conditions = after;
                let facts = facts_of(&paths);
                self.add_fixed(&paths, inside, true, stages)?;
                stages.close();
                self.differ_from(&facts, &used, stages)?;
                used.extend(facts);
            }
        }
        for condition in conditions {
            self.add_filter(&condition, stages)?;
        }
        Ok(())
    }

    /// Adds a chain from what is known.
    fn add_chain(
        &self,
        chain: &Hop<'_>,
        used: &mut Vec<String>,
        conditions: &mut Vec<Expr>,
        stages: &mut Stages<'g>,
    ) -> Result<(), Error> {
        let relationship = chain.relationship;
        let types = self.types(relationship)?;
        if let Some(date) = types.date {
            return Err(self.fails(format!("a chain takes no date, found `{date}`"), relationship.at));
        }
        let length = relationship.length;
        let name = relationship_name(relationship);
        if stages.scope.find(&name).is_some() {
            return Err(self.fails(
                format!("`{name}` is defined already; expected a new name for the relationships of a chain"),
                relationship.at,
            ));
        }
        let node = |node: &Node, stages: &Stages<'g>| match stages.scope.find(&node_name(node)) {
            Some((column, Type::Node | Type::Any | Type::Null)) => Ok(Some(column)),
            Some((_, of)) => {
                let why = format!("`{}` is {}; expected a node", node_name(node), of.name());
                Err(self.fails(why, node.at))
            }
            None => Ok(None),
        };
        let (left, right) = (node(chain.left, stages)?, node(chain.right, stages)?);
        let reversed = left.is_none();
        let (from, to, new) = match (left, right) {
            (Some(left), right) => (left, right, chain.right),
            (None, Some(right)) => (right, None, chain.left),
            (None, None) => return Err(self.fails("a chain has no beginning", relationship.at)),
        };
        let types = if reversed { Types { forth: types.back, back: types.forth, ..types } } else { types };
        let apart = used.iter().filter_map(|name| stages.scope.find(name)).map(|(column, _)| column).collect();
        // A condition on each fact sees the row, and the fact as one more column.
        let mut inner = stages.scope.clone();
        let each = hidden(relationship.at) + " each";
        inner.add(each.as_str(), Type::Fact(types.one.map(crate::schema::FoundRelation::id)));
        let met = relationship.properties.iter().map(|(key, value)| {
            compile(&property_equals(&each, key, value, relationship.at), &inner, &self.checking())
        });
        let each = met.collect::<Result<Vec<_>, _>>()?;
        let new_node = to.is_none();
        let stage = Chain {
            from,
            to,
            types,
            least: length.map_or(1, |length| length.least),
            most: length.map_or(Some(1), |length| length.most).unwrap_or(u32::MAX),
            shortest: chain.shortest,
            apart,
            each,
            reversed,
        };
        if new_node {
            stages.scope.add(node_name(new), Type::Node);
        } else {
            // The labels of a known node are conditions.
            conditions.extend([chain.left, chain.right].into_iter().filter_map(label_condition));
        }
        stages.scope.add(name.as_str(), Type::Facts);
        stages.push(Stage::Chain(Box::new(stage)));
        used.push(name);
        Ok(())
    }

    /// Adds the condition that facts are none of those that the clause used before.
    fn differ_from(&self, facts: &[String], used: &[String], stages: &mut Stages<'g>) -> Result<(), Error> {
        for fact in facts {
            for other in used {
                let (Some((_, one)), Some((_, of))) = (stages.scope.find(fact), stages.scope.find(other)) else {
                    continue;
                };
                let variable = |name: &String| Expr { at: 0, kind: ExprKind::Variable(name.clone()) };
                let kind = match (one, of) {
                    (Type::Fact(_) | Type::Any | Type::Null, Type::Facts) => {
                        let is_in = ExprKind::In(Box::new(variable(fact)), Box::new(variable(other)));
                        ExprKind::Not(Box::new(Expr { at: 0, kind: is_in }))
                    }
                    _ => ExprKind::Compare(
                        Box::new(variable(fact)),
                        vec![(super::ast::Comparison::Unequal, variable(other))],
                    ),
                };
                self.add_filter(&Expr { at: 0, kind }, stages)?;
            }
        }
        Ok(())
    }

    /// Makes the path of a name a column.
    fn name_path(&self, path: &Path, stages: &mut Stages<'g>) -> Result<(), Error> {
        let Some(name) = &path.name else { return Ok(()) };
        if stages.scope.find(&name.text).is_some() {
            return Err(self.fails(format!("`{}` is defined already", name.text), name.at));
        }
        let column = |name: String| stages.scope.find(&name).map_or(0, |(column, _)| column);
        let mut steps = vec![Step::Node(column(node_name(&path.start)))];
        for (relationship, node) in &path.hops {
            let fact = column(relationship_name(relationship));
            let is_list = relationship.length.is_some() || path.shortest.is_some();
            steps.push(if is_list { Step::Facts(fact) } else { Step::Fact(fact) });
            steps.push(Step::Node(column(node_name(node))));
        }
        stages.scope.add(name.text.as_str(), Type::Path);
        stages.push(Stage::Path(steps));
        Ok(())
    }
}

/// The labels of a node as a condition.
fn label_condition(node: &Node) -> Option<Expr> {
    let variable = Box::new(Expr { at: node.at, kind: ExprKind::Variable(node_name(node)) });
    let labels = ExprKind::HasLabels(variable, node.labels.clone());
    (!node.labels.is_empty()).then_some(Expr { at: node.at, kind: labels })
}

/// A chain between two nodes.
struct Hop<'a> {
    left: &'a Node,
    relationship: &'a Relationship,
    right: &'a Node,
    shortest: Option<super::ast::Shortest>,
}

/// The names of the nodes and relationships of a path.
fn names_of(path: &Path) -> impl Iterator<Item = String> {
    let hops = path.hops.iter().flat_map(|(relationship, node)| [relationship_name(relationship), node_name(node)]);
    std::iter::once(node_name(&path.start)).chain(hops)
}

/// The names of the facts of paths.
fn facts_of(paths: &[&Path]) -> Vec<String> {
    let hops = paths.iter().flat_map(|path| &path.hops);
    hops.filter(|(relationship, _)| relationship.length.is_none()).map(|(of, _)| relationship_name(of)).collect()
}

/// Whether a name is that of a node or fact that surely has a value. `None` if it is not known.
fn is_element_of(fixed: Option<&Fixed<'_>>, name: &str, scope: &Scope) -> Option<bool> {
    // What a column gives may be null, also if the part has it already.
    let in_scope =
        scope.find(name).map(|(column, of)| matches!(of, Type::Node | Type::Fact(_)) && !scope.is_nullable(column));
    match fixed.and_then(|fixed| fixed.is_certain(name)) {
        Some(certain) => Some(certain && in_scope.unwrap_or(true)),
        None => in_scope,
    }
}

/// Whether what these paths and conditions name can be added to a part: nothing may be missing, and nothing else than
/// nodes and facts.
fn fits(lowering: &Lowering<'_, '_>, fixed: &Fixed<'_>, paths: &[&Path], conditions: &[Expr], scope: &Scope) -> bool {
    let own: Vec<String> = paths.iter().flat_map(|path| names_of(path)).collect();
    let is_fine = |name: &str| {
        fixed
            .is_certain(name)
            .unwrap_or_else(|| scope.find(name).is_none_or(|(_, of)| matches!(of, Type::Node | Type::Fact(_))))
    };
    let is_element = |name: &str| {
        if own.iter().any(|own| own == name) { Some(true) } else { is_element_of(Some(fixed), name, scope) }
    };
    // A fact that the part has already is looked at as one that is known, by a part of its own.
    let is_again = |path: &&Path| facts_of(&[*path]).iter().any(|name| fixed.is_certain(name).is_some());
    !paths.iter().any(is_again)
        && own.iter().all(|name| is_fine(name))
        && conditions.iter().all(|condition| can_lower(lowering, condition, &is_element))
}

/// Whether the paths have no chains but those that the pattern engine knows. The facts of such a chain are not listed,
/// so the path has no name.
fn lowers_all(lowering: &Lowering<'_, '_>, unnamed: &[&Path], paths: &[&Path]) -> bool {
    lowers_patterns(lowering, unnamed)
        && paths
            .iter()
            .all(|path| path.name.is_none() || path.hops.iter().all(|(relationship, _)| relationship.length.is_none()))
}

/// Cuts paths at their chains.
fn cut<'a>(lowering: &Lowering<'_, '_>, paths: &'a [Path]) -> (Vec<Piece<'a>>, Vec<Hop<'a>>) {
    let (mut pieces, mut chains) = (Vec::new(), Vec::new());
    for path in paths {
        let begin = |node: &'a Node| Piece {
            path: Path { at: node.at, name: None, shortest: None, start: node.clone(), hops: Vec::new() },
            nodes: vec![node],
        };
        let mut piece = begin(&path.start);
        let mut left = &path.start;
        for (relationship, node) in &path.hops {
            let is_reach = path.name.is_none() && lowering.is_reach(relationship);
            if path.shortest.is_some() || relationship.length.is_some() && !is_reach {
                chains.push(Hop { left, relationship, right: node, shortest: path.shortest });
                pieces.push(std::mem::replace(&mut piece, begin(node)));
            } else {
                piece.path.hops.push((relationship.clone(), node.clone()));
                piece.nodes.push(node);
            }
            left = node;
        }
        pieces.push(piece);
    }
    (pieces, chains)
}

fn shares(one: &Piece<'_>, other: &Piece<'_>) -> bool {
    one.nodes.iter().any(|node| other.nodes.iter().any(|own| node_name(own) == node_name(node)))
}

/// The piece to begin with: one of which a condition names a node, or one with a label.
fn best_piece(pieces: &[Piece<'_>], conditions: &[Expr]) -> Option<usize> {
    let score = |piece: &Piece<'_>| {
        let named = conditions.iter().flat_map(|condition| uses(condition).names);
        let named = named.filter(|name| piece.nodes.iter().any(|node| node_name(node) == *name)).count();
        let labels = piece.nodes.iter().filter(|node| !node.labels.is_empty()).count();
        (named, labels, piece.path.hops.len())
    };
    (0..pieces.len()).max_by_key(|place| (pieces.get(*place).map(score), std::cmp::Reverse(*place)))
}
