//! Eliminating a variable that each of its neighbours determines.
//!
//! Let every value of each neighbour `y_i` of *x* have exactly one fact to *x*, so that `x = g_i(y_i)`. Then
//!
//! ```text
//! Σ over x of w(x) · Π over i of [g_i(y_i) = x] = w(g_1(y_1)) · Π over i of [g_i(y_i) = g_1(y_1)]
//! ```
//!
//! If edges connect the neighbours with one another, the product holds if and only if `g_i(y_i) = g_j(y_j)` for each
//! such edge `(y_i, y_j)`. So *x* is left out, the other facts of these edges are removed, and `w ∘ g_1` becomes a
//! factor of `y_1`.

use std::rc::Rc;

use super::{dense::Dense, factor::Factor, join_graph::JoinGraph, lists::Lists, number::Overflow};

/// The function *g*: the node that each node of a span leads to.
struct Image {
    first: u32,
    /// [`Image::NOWHERE`] for nodes that lead to no node.
    to: Vec<u32>,
}

impl Image {
    /// No node has this number.
    const NOWHERE: u32 = u32::MAX;

    /// The function of lists that have one element each, for the nodes of a span that lead to an admitted node.
    fn of(lists: &Lists<'_, '_>, span: Option<(u32, u32)>, admits: impl Fn(u32) -> bool) -> Self {
        let (Some(all), Some(some)) = (lists.span(), span) else { return Self { first: 0, to: Vec::new() } };
        let (first, last) = (all.0.max(some.0), all.1.min(some.1));
        if first > last {
            return Self { first: 0, to: Vec::new() };
        }
        let mut to = vec![Self::NOWHERE; last.saturating_sub(first) as usize + 1];
        lists.each(|node, list| {
            if let (Some(place), Some(other)) = (to.get_mut(node.wrapping_sub(first) as usize), list.first())
                && admits(*other)
            {
                *place = *other;
            }
        });
        Self { first, to }
    }

    /// The node that a node leads to, or [`Image::NOWHERE`].
    #[inline]
    fn to(&self, node: u32) -> u32 {
        self.to.get(node.wrapping_sub(self.first) as usize).copied().unwrap_or(Self::NOWHERE)
    }
}

/// A variable that its neighbours determine.
struct Determined<'q, 'g> {
    node: usize,
    /// Its neighbours, and their lists of facts to it, which have one element each.
    near: Vec<(usize, Rc<Lists<'q, 'g>>)>,
    /// The spans of the neighbours' values.
    spans: Vec<Option<(u32, u32)>>,
    /// The places of the edges between neighbours.
    between: Vec<usize>,
}

impl Determined<'_, '_> {
    /// The function of each neighbour. Lists that several neighbours have in common are read once.
    fn images(&self, admits: impl Fn(u32) -> bool) -> Vec<(usize, Rc<Image>)> {
        let mut leads: Vec<(usize, Rc<Image>)> = Vec::new();
        for ((neighbour, lists), span) in self.near.iter().zip(&self.spans) {
            let mut read = self.near.iter().zip(&self.spans).zip(&leads);
            let known = read.find(|(((_, read), over), _)| Rc::ptr_eq(read, lists) && *over == span);
            let known = known.map(|(_, (_, known))| known.clone());
            leads.push((*neighbour, known.unwrap_or_else(|| Rc::new(Image::of(lists, *span, &admits)))));
        }
        leads
    }
}

/// Lists in both directions, the functions of their ends, and the lists of the facts whose ends have the same image.
type Restricted<'q, 'g> = ([Rc<Lists<'q, 'g>>; 2], [Rc<Image>; 2], [Rc<Lists<'q, 'g>>; 2]);

impl<'q, 'g> JoinGraph<'q, 'g> {
    /// Eliminates a variable that its neighbours determine. Whether there was one.
    pub(super) fn eliminate_determined(&mut self) -> Result<bool, Overflow> {
        let Some(determined) = (0..self.variables.len()).find_map(|node| self.determined(node)) else {
            return Ok(false);
        };
        let Some(Some(node)) = self.variables.get_mut(determined.node).map(Option::take) else {
            debug_assert!(false, "a determined variable has not been eliminated");
            return Ok(true);
        };
        let all = determined.images(|to| self.admits(&node.tests, to));
        let leads = |node: usize| all.iter().find(|(of, _)| *of == node).map(|(_, leads)| leads.clone());
        let mut made: Vec<Restricted<'q, 'g>> = Vec::new();
        for at in &determined.between {
            let Some(edge) = self.edges.get(*at) else {
                debug_assert!(false, "the places are those of edges");
                continue;
            };
            let (Some(one), Some(other)) = (leads(edge.ends[0]), leads(edge.ends[1])) else {
                debug_assert!(false, "both ends are neighbours of the variable");
                continue;
            };
            let lists = restricted(&edge.lists, [one, other], &mut made);
            if let Some(edge) = self.edges.get_mut(*at) {
                edge.lists = lists;
            }
        }
        // The weight of the variable becomes a factor of one neighbour.
        if let Some((neighbour, leads)) = all.first().filter(|_| !node.factors.is_empty()) {
            let mut numbers = Dense::default();
            for (from, to) in (leads.first..).zip(&leads.to).filter(|(_, to)| **to != Image::NOWHERE) {
                numbers.push(from, self.weight(&node, *to)?)?;
            }
            if let Some(Some(neighbour)) = self.variables.get_mut(*neighbour) {
                neighbour.factors.push(Factor::Number(Rc::new(numbers)));
            }
        }
        self.edges.retain(|edge| edge.side(determined.node).is_none());
        Ok(true)
    }

    /// A variable, if its neighbours determine it and eliminating it pays. Reads no facts.
    fn determined(&self, node: usize) -> Option<Determined<'q, 'g>> {
        self.variables.get(node)?.as_ref()?;
        let mut found = Determined { node, near: Vec::new(), spans: Vec::new(), between: Vec::new() };
        for edge in &self.edges {
            let Some(side) = edge.side(node) else { continue };
            let neighbour = *edge.ends.get(1 - side)?;
            let lists = edge.lists.get(1 - side)?;
            let again = neighbour == node || found.near.iter().any(|(of, _)| *of == neighbour);
            if again || lists.facts() != lists.nodes() {
                return None;
            }
            found.near.push((neighbour, lists.clone()));
        }
        let is_near = |node: &usize| found.near.iter().any(|(of, _)| of == node);
        let edges = self.edges.iter().enumerate();
        found.between = edges.filter(|(_, edge)| edge.ends.iter().all(is_near)).map(|(at, _)| at).collect();
        if !self.are_connected(&found) || !self.is_worth(&found) {
            return None;
        }
        // Each neighbour has an edge to another neighbour, which bounds its values.
        let spans = |neighbour: usize| {
            let edges = found.between.iter().filter_map(|at| self.edges.get(*at));
            let mut lists = edges.filter_map(|edge| edge.lists.get(edge.side(neighbour)?));
            lists.next().and_then(|lists| lists.span())
        };
        found.spans = found.near.iter().map(|(neighbour, _)| spans(*neighbour)).collect();
        Some(found)
    }

    /// Whether the edges between the neighbours connect them all.
    fn are_connected(&self, determined: &Determined<'q, 'g>) -> bool {
        let mut reached: Vec<usize> = determined.near.first().map(|(node, _)| *node).into_iter().collect();
        let mut next = 0;
        while let Some(node) = reached.get(next).copied() {
            next += 1;
            for edge in determined.between.iter().filter_map(|at| self.edges.get(*at)) {
                let other = edge.side(node).and_then(|side| edge.ends.get(1 - side)).copied();
                if let Some(other) = other.filter(|other| !reached.contains(other)) {
                    reached.push(other);
                }
            }
        }
        determined.near.len() > 1 && reached.len() == determined.near.len()
    }

    /// Whether it pays: no variable has few values, so all facts of the neighbours would be read anyway.
    fn is_worth(&self, determined: &Determined<'q, 'g>) -> bool {
        let edges = determined.between.iter().filter_map(|at| self.edges.get(*at));
        let between = edges.map(|edge| edge.lists[0].facts());
        let facts: usize = between.chain(determined.near.iter().map(|(_, lists)| lists.facts())).sum();
        let factors = self.variables.iter().flatten().flat_map(|node| &node.factors);
        factors.filter_map(Factor::support).all(|support| support > facts / 16)
    }
}

/// The facts of some lists whose two ends have the same image.
fn restricted<'q, 'g>(
    lists: &[Rc<Lists<'q, 'g>>; 2],
    leads: [Rc<Image>; 2],
    made: &mut Vec<Restricted<'q, 'g>>,
) -> [Rc<Lists<'q, 'g>>; 2] {
    let same = |(of, by, _): &&Restricted<'q, 'g>| {
        let are_of = of.iter().zip(lists).all(|(one, other)| Rc::ptr_eq(one, other));
        are_of && by.iter().zip(&leads).all(|(one, other)| Rc::ptr_eq(one, other))
    };
    if let Some((_, _, lists)) = made.iter().find(same) {
        return lists.clone();
    }
    let these = lists[0].some(|node, other| {
        let to = leads[0].to(node);
        to == leads[1].to(other) && to != Image::NOWHERE
    });
    let these = Rc::new(these);
    // A symmetric relation stays symmetric.
    let is_symmetric = Rc::ptr_eq(&lists[0], &lists[1]) && Rc::ptr_eq(&leads[0], &leads[1]);
    let back = if is_symmetric { these.clone() } else { Rc::new(Lists::turned(these.clone())) };
    let kept = [these, back];
    made.push((lists.clone(), leads, kept.clone()));
    kept
}
