//! What can be selected, and the values that a row has for it.

use super::{FactVar, Maybe, Var, join::NONE, pattern::Slot, rows::fact};
use crate::{
    model::Id,
    schema::{RelationTerm, each_tuple},
    view::{FactRef, View},
};

/// What can be selected: variables, [`maybe`](super::maybe) of them, and tuples of these.
pub trait Selectable: Clone {
    /// The values that a row has for it.
    type Values<'g>;
    /// Calls the closure with each variable, and with whether it may have no value.
    #[doc(hidden)]
    fn slots(&self, visit: &mut dyn FnMut(Slot, bool));
    /// Reads the values, one cell for each variable.
    #[doc(hidden)]
    fn read<'g>(&self, view: &View<'g>, cells: &mut impl Iterator<Item = u32>) -> Self::Values<'g>;
}

impl<K> Selectable for Var<K> {
    type Values<'g> = Id<K>;
    fn slots(&self, visit: &mut dyn FnMut(Slot, bool)) {
        visit(self.slot, false);
    }
    #[inline]
    fn read(&self, view: &View<'_>, cells: &mut impl Iterator<Item = u32>) -> Id<K> {
        view.graph().id(cells.next().unwrap_or(NONE))
    }
}
impl<R: RelationTerm> Selectable for FactVar<R> {
    type Values<'g> = FactRef<'g, R>;
    fn slots(&self, visit: &mut dyn FnMut(Slot, bool)) {
        visit(self.slot, false);
    }
    fn read<'g>(&self, view: &View<'g>, cells: &mut impl Iterator<Item = u32>) -> FactRef<'g, R> {
        fact(view, cells.next().unwrap_or(NONE))
    }
}
impl<K> Selectable for Maybe<Var<K>> {
    type Values<'g> = Option<Id<K>>;
    fn slots(&self, visit: &mut dyn FnMut(Slot, bool)) {
        visit(self.0.slot, true);
    }
    fn read(&self, view: &View<'_>, cells: &mut impl Iterator<Item = u32>) -> Option<Id<K>> {
        cells.next().filter(|value| *value != NONE).map(|node| view.graph().id(node))
    }
}
impl<R: RelationTerm> Selectable for Maybe<FactVar<R>> {
    type Values<'g> = Option<FactRef<'g, R>>;
    fn slots(&self, visit: &mut dyn FnMut(Slot, bool)) {
        visit(self.0.slot, true);
    }
    fn read<'g>(&self, view: &View<'g>, cells: &mut impl Iterator<Item = u32>) -> Option<FactRef<'g, R>> {
        cells.next().filter(|value| *value != NONE).map(|value| fact(view, value))
    }
}

/// No variables, for rows that are only counted or visited.
impl Selectable for () {
    type Values<'g> = ();
    fn slots(&self, _: &mut dyn FnMut(Slot, bool)) {}
    #[expect(clippy::elidable_lifetime_names, reason = "as the trait has it")]
    fn read<'g>(&self, _: &View<'g>, _: &mut impl Iterator<Item = u32>) {}
}

/// A number of variables of one type that is known only at run time.
impl<C: Selectable> Selectable for Vec<C> {
    type Values<'g> = Vec<C::Values<'g>>;
    fn slots(&self, visit: &mut dyn FnMut(Slot, bool)) {
        for column in self {
            column.slots(visit);
        }
    }
    fn read<'g>(&self, view: &View<'g>, cells: &mut impl Iterator<Item = u32>) -> Self::Values<'g> {
        self.iter().map(|column| column.read(view, cells)).collect()
    }
}

macro_rules! tuples { ($(($($C:ident $c:tt),+))*) => { $(
    impl<$($C: Selectable),+> Selectable for ($($C,)+) {
        type Values<'g> = ($($C::Values<'g>,)+);
        fn slots(&self, visit: &mut dyn FnMut(Slot, bool)) {
            $( self.$c.slots(visit); )+
        }
        #[inline]
        fn read<'g>(&self, view: &View<'g>, cells: &mut impl Iterator<Item = u32>) -> Self::Values<'g> {
            ($( self.$c.read(view, cells), )+)
        }
    }
)* } }

each_tuple! { tuples }
