//! Leaving out what its neighbours settle: where each value of them leads to one value of a variable, that two of them lead to
//! the same one is a condition on the facts between them.

use std::rc::Rc;

use super::{
    circle::weight,
    factor::{Dense, Factor, Overflow},
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

    /// Of lists of one fact each.
    fn of(lists: &Lists<'_, '_>) -> Self {
        let Some((first, last)) = lists.span() else { return Self { first: 0, to: Vec::new() } };
        let mut to = vec![Self::NOWHERE; last.saturating_sub(first) as usize + 1];
        lists.each(|node, list| {
            if let (Some(place), Some(other)) = (to.get_mut(node.wrapping_sub(first) as usize), list.first()) {
                *place = *other;
            }
        });
        Self { first, to }
    }

    #[inline]
    fn at(&self, node: u32) -> Option<u32> {
        self.to.get(node.wrapping_sub(self.first) as usize).copied().filter(|to| *to != Self::NOWHERE)
    }
}

/// A variable that its neighbours settle.
struct Settled<'q, 'g> {
    node: usize,
    /// Its neighbours, with their facts that lead to it, one from each node.
    near: Vec<(usize, Rc<Lists<'q, 'g>>)>,
    /// The edges between neighbours, by their place.
    between: Vec<usize>,
}

impl Settled<'_, '_> {
    /// Where each neighbour leads, each of the lists read once.
    fn leads(&self) -> Vec<(usize, Rc<Leads>)> {
        let mut leads: Vec<(usize, Rc<Leads>)> = Vec::new();
        for (neighbour, lists) in &self.near {
            let read = self.near.iter().zip(&leads).find(|((_, read), _)| Rc::ptr_eq(read, lists));
            let known = read.map(|(_, (_, leads))| leads.clone());
            leads.push((*neighbour, known.unwrap_or_else(|| Rc::new(Leads::of(lists)))));
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
        let all = settled.leads();
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
        let Some(Some(node)) = self.nodes.get_mut(settled.node).map(Option::take) else { return Ok(true) };
        // What the variable itself counts is told by one of its neighbours.
        if let Some((neighbour, leads)) = all.first().filter(|_| !node.is_free()) {
            let mut numbers = Dense::with_room(leads.to.len());
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
        let mut found = Settled { node, near: Vec::new(), between: Vec::new() };
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
        (self.hang_together(&found) && self.is_worth(&found)).then_some(found)
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
    let mut pairs = Vec::new();
    lists[0].each(|node, list| {
        if let Some(to) = leads[0].at(node) {
            pairs.extend(list.iter().filter(|other| leads[1].at(**other) == Some(to)).map(|other| (node, *other)));
        }
    });
    let kept = if Rc::ptr_eq(&lists[0], &lists[1]) && Rc::ptr_eq(&leads[0], &leads[1]) {
        // The same from both ends stays the same.
        let all = Rc::new(Lists::of(pairs));
        [all.clone(), all]
    } else {
        let back = pairs.iter().map(|(a, b)| (*b, *a)).collect();
        [Rc::new(Lists::of(pairs)), Rc::new(Lists::of(back))]
    };
    made.push((lists.clone(), leads, kept.clone()));
    kept
}
