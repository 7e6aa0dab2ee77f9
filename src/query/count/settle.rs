//! Leaving out what its neighbours settle: where each value of them leads to one value of a variable, that two of them lead to
//! the same one is a condition on the facts between them.

use std::rc::Rc;

use super::{
    circle::weight,
    dense::Dense,
    factor::{Factor, Overflow},
    lists::Lists,
    tree::Web,
};

/// Where each node of a span leads to.
struct Leads {
    first: u32,
    /// [`Leads::NOWHERE`] for nodes that lead nowhere.
    to: Vec<u32>,
}

impl Leads {
    /// No node has the greatest number.
    const NOWHERE: u32 = u32::MAX;

    /// Of lists of one fact each, for the nodes from one to another; where they lead to what is admitted.
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

    /// Where a node leads to, which may be [`Leads::NOWHERE`].
    #[inline]
    fn to(&self, node: u32) -> u32 {
        self.to.get(node.wrapping_sub(self.first) as usize).copied().unwrap_or(Self::NOWHERE)
    }
}

/// A variable that its neighbours settle.
struct Settled<'q, 'g> {
    node: usize,
    /// Its neighbours, with their facts that lead to it, one from each node.
    near: Vec<(usize, Rc<Lists<'q, 'g>>)>,
    /// From which to which node their values reach.
    spans: Vec<Option<(u32, u32)>>,
    /// The edges between neighbours, by their place.
    between: Vec<usize>,
}

impl Settled<'_, '_> {
    /// Where each neighbour leads, each of the lists read once.
    fn leads(&self, admits: impl Fn(u32) -> bool) -> Vec<(usize, Rc<Leads>)> {
        let mut leads: Vec<(usize, Rc<Leads>)> = Vec::new();
        for ((neighbour, lists), span) in self.near.iter().zip(&self.spans) {
            let mut read = self.near.iter().zip(&self.spans).zip(&leads);
            let known = read.find(|(((_, read), over), _)| Rc::ptr_eq(read, lists) && *over == span);
            let known = known.map(|(_, (_, known))| known.clone());
            leads.push((*neighbour, known.unwrap_or_else(|| Rc::new(Leads::of(lists, *span, &admits)))));
        }
        leads
    }
}

/// The facts of some lists both ways that lead to one value from both ends, and of which lists.
type Kept<'q, 'g> = ([Rc<Lists<'q, 'g>>; 2], [Rc<Leads>; 2], [Rc<Lists<'q, 'g>>; 2]);

impl<'q, 'g> Web<'q, 'g> {
    /// Leaves out a variable that is settled so. Whether there was one.
    pub(super) fn settle(&mut self) -> Result<bool, Overflow> {
        let Some(settled) = (0..self.nodes.len()).find_map(|node| self.settled(node)) else { return Ok(false) };
        let Some(Some(node)) = self.nodes.get_mut(settled.node).map(Option::take) else { return Ok(true) };
        let all = settled.leads(|to| self.admits(&node.tests, to));
        let leads = |node: usize| all.iter().find(|(of, _)| *of == node).map(|(_, leads)| leads.clone());
        let mut made: Vec<Kept<'q, 'g>> = Vec::new();
        for at in &settled.between {
            let Some(edge) = self.edges.get(*at) else { continue };
            let (Some(one), Some(other)) = (leads(edge.ends[0]), leads(edge.ends[1])) else { continue };
            let lists = kept(&edge.lists, [one, other], &mut made);
            if let Some(edge) = self.edges.get_mut(*at) {
                edge.lists = lists;
            }
        }
        // What the variable itself counts is told by one of its neighbours.
        if let Some((neighbour, leads)) = all.first().filter(|_| !node.factors.is_empty()) {
            let mut numbers = Dense::default();
            for (from, to) in (leads.first..).zip(&leads.to).filter(|(_, to)| **to != Leads::NOWHERE) {
                numbers.push(from, weight(self, &node, *to)?)?;
            }
            if let Some(Some(neighbour)) = self.nodes.get_mut(*neighbour) {
                neighbour.factors.push(Factor::Number(Rc::new(numbers)));
            }
        }
        self.edges.retain(|edge| edge.side(settled.node).is_none());
        Ok(true)
    }

    /// The variable, if it is settled and to leave it out pays. Nothing is read for that.
    fn settled(&self, node: usize) -> Option<Settled<'q, 'g>> {
        self.nodes.get(node)?.as_ref()?;
        let mut found = Settled { node, near: Vec::new(), spans: Vec::new(), between: Vec::new() };
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
        if !self.hang_together(&found) || !self.is_worth(&found) {
            return None;
        }
        // Each neighbour has such an edge, which tells what values it may have.
        let spans = |neighbour: usize| {
            let edges = found.between.iter().filter_map(|at| self.edges.get(*at));
            let mut lists = edges.filter_map(|edge| edge.lists.get(edge.side(neighbour)?));
            lists.next().and_then(|lists| lists.span())
        };
        found.spans = found.near.iter().map(|(neighbour, _)| spans(*neighbour)).collect();
        Some(found)
    }

    /// Whether the neighbours are joined by the edges between them: then all lead to one value if the ends of each edge do.
    fn hang_together(&self, settled: &Settled<'q, 'g>) -> bool {
        let mut reached: Vec<usize> = settled.near.first().map(|(node, _)| *node).into_iter().collect();
        let mut next = 0;
        while let Some(node) = reached.get(next).copied() {
            next += 1;
            for edge in settled.between.iter().filter_map(|at| self.edges.get(*at)) {
                let other = edge.side(node).and_then(|side| edge.ends.get(1 - side)).copied();
                if let Some(other) = other.filter(|other| !reached.contains(other)) {
                    reached.push(other);
                }
            }
        }
        settled.near.len() > 1 && reached.len() == settled.near.len()
    }

    /// Whether all facts of the neighbours would be read anyway: no variable has few values.
    fn is_worth(&self, settled: &Settled<'q, 'g>) -> bool {
        let edges = settled.between.iter().filter_map(|at| self.edges.get(*at));
        let between = edges.map(|edge| edge.lists[0].facts());
        let facts: usize = between.chain(settled.near.iter().map(|(_, lists)| lists.facts())).sum();
        let factors = self.nodes.iter().flatten().flat_map(|node| &node.factors);
        factors.filter_map(Factor::support).all(|support| support > facts / 16)
    }
}

/// Of some facts those whose ends lead to one value.
fn kept<'q, 'g>(
    lists: &[Rc<Lists<'q, 'g>>; 2],
    leads: [Rc<Leads>; 2],
    made: &mut Vec<Kept<'q, 'g>>,
) -> [Rc<Lists<'q, 'g>>; 2] {
    let same = |(of, by, _): &&Kept<'q, 'g>| {
        let are_of = of.iter().zip(lists).all(|(one, other)| Rc::ptr_eq(one, other));
        are_of && by.iter().zip(&leads).all(|(one, other)| Rc::ptr_eq(one, other))
    };
    if let Some((_, _, lists)) = made.iter().find(same) {
        return lists.clone();
    }
    let these = lists[0].some(|node, other| {
        let to = leads[0].to(node);
        to == leads[1].to(other) && to != Leads::NOWHERE
    });
    let these = Rc::new(these);
    // The same from both ends stays the same.
    let is_symmetric = Rc::ptr_eq(&lists[0], &lists[1]) && Rc::ptr_eq(&leads[0], &leads[1]);
    let back = if is_symmetric { these.clone() } else { Rc::new(Lists::turned(these.clone())) };
    let kept = [these, back];
    made.push((lists.clone(), leads, kept.clone()));
    kept
}
