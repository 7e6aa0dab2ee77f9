//! The claims of a fact in three versions.

use std::collections::HashMap;

use crate::model::Claim;

/// Our claims without those that they took away, and with those that they added. A claim that is there twice is two.
pub(super) fn merged_claims(base: &[Claim], ours: &[Claim], theirs: &[Claim]) -> Vec<Claim> {
    if base == theirs || ours == theirs {
        return ours.to_vec();
    }
    let (removed, added) = (minus(base, theirs), minus(theirs, base));
    let own = minus(ours, base);
    // What both added is there once.
    let added = minus(&added, &own);
    let mut merged = minus(ours, &removed);
    merged.extend(added);
    merged
}

/// The claims of one list without those of another, each as often as it is there.
fn minus(from: &[Claim], what: &[Claim]) -> Vec<Claim> {
    // By their texts, as claims have no order. Claims with one text are compared.
    let mut gone: HashMap<String, Vec<&Claim>> = HashMap::new();
    for claim in what {
        gone.entry(claim.to_string()).or_default().push(claim);
    }
    let stays = |claim: &&Claim| {
        let same = gone.get_mut(&claim.to_string());
        let found = same.and_then(|same| Some((same.iter().position(|other| other == claim)?, same)));
        found.map(|(at, same)| same.remove(at)).is_none()
    };
    from.iter().filter(stays).cloned().collect()
}
