//! What rests on which source.

use indexmap::IndexSet;

use super::{
    builder::BriefingBuilder,
    fact::name_of,
    first::first,
    items::{Counted, Item, SourceItem},
};
use crate::{
    model::{SourceId, Stance},
    view::SourceRef,
};

/// How many facts a source supports, disputes, and supports alone.
#[derive(Clone, Copy, Default)]
struct Counts {
    supports: usize,
    disputes: usize,
    alone: usize,
}

impl BriefingBuilder<'_> {
    /// Adds the sources, those that support the most facts first. Each with the number of facts that it supports, and of
    /// facts that rest on it alone: only it supports them, and sources that derive from it. If facts have no source, a
    /// line says how many.
    pub fn sources(&mut self) -> &mut Self {
        let mut counts = vec![Counts::default(); self.view.graph().source_count()];
        let mut add = |source: SourceId, change: fn(&mut Counts)| counts.get_mut(source.at()).map(change);
        let mut unsupported = 0;
        for fact in self.view.all_facts() {
            let mut found: [IndexSet<SourceId>; 3] = Default::default();
            let [supports, disputes, origins] = &mut found;
            for claim in fact.claims() {
                let source = claim.source();
                if claim.stance() == Stance::Supports {
                    supports.insert(source.id());
                    origins.insert(source.origin().id());
                } else {
                    disputes.insert(source.id());
                }
            }
            unsupported += usize::from(supports.is_empty());
            supports.iter().for_each(|source| _ = add(*source, |counts| counts.supports += 1));
            disputes.iter().for_each(|source| _ = add(*source, |counts| counts.disputes += 1));
            if let (1, Some(only)) = (origins.len(), origins.first()) {
                add(*only, |counts| counts.alone += 1);
            }
        }
        let counted = |source: SourceRef<'_>| counts.get(source.id().at()).copied().unwrap_or_default();
        let by_count = self.view.sources().map(|source| {
            let counts = counted(source);
            ((std::cmp::Reverse(counts.supports), source.id()), (source, counts))
        });
        let (sources, more) = first(self.most, by_count);
        let none = sources.is_empty() && more == 0;
        self.section("Sources");
        for (source, counts) in sources {
            self.push(Item::Source(Box::new(item(source, counts))));
        }
        self.left_out(more, Counted::Sources);
        match unsupported {
            0 if none => self.line("There are no sources."),
            0 => self,
            1 => self.line("No source supports 1 fact."),
            count => self.line(format!("No source supports {count} facts.")),
        }
    }
}

fn item(source: SourceRef<'_>, counts: Counts) -> SourceItem {
    SourceItem {
        source: source.key().to_owned(),
        name: name_of(source),
        title: source.title().map(str::to_owned),
        published: source.published(),
        licence: source.licence().map(str::to_owned),
        url: source.url().map(str::to_owned),
        derived_from: source.derives_from().map(name_of),
        supports: counts.supports,
        disputes: counts.disputes,
        alone: counts.alone,
    }
}
