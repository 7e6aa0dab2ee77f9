//! Facts that have a player of each role in common.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::RoleId;

/// The groups of facts of which all have a player of each role in common, or no player of it; each by the places of its facts.
///
/// A fact with several players of a role is in the group of each of them. Groups of one fact, and the same group for other
/// players, are left out. Takes time in the number of players, and not of their combinations, where the same facts share many.
pub(super) fn sharing(players: &[Vec<(RoleId, u32)>]) -> BTreeSet<Vec<usize>> {
    let roles: BTreeSet<RoleId> = players.iter().flatten().map(|(role, _)| *role).collect();
    let mut groups = BTreeSet::from([(0..players.len()).collect::<Vec<_>>()]);
    for role in roles {
        let mut parts = BTreeSet::new();
        for group in groups {
            let mut by_player: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
            for at in group {
                let of = players.get(at).into_iter().flatten().filter(|(played, _)| *played == role);
                let mut none = true;
                for (_, player) in of {
                    by_player.entry(Some(*player)).or_default().push(at);
                    none = false;
                }
                if none {
                    by_player.entry(None).or_default().push(at);
                }
            }
            parts.extend(by_player.into_values().filter(|part| part.len() > 1));
        }
        groups = parts;
    }
    groups.retain(|group| group.len() > 1);
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Players = Vec<(RoleId, u32)>;

    fn players() -> impl Strategy<Value = Vec<Players>> {
        let player = (0..2_u16, 0..3_u32).prop_map(|(role, node)| (RoleId::new(role), node));
        prop::collection::vec(prop::collection::btree_set(player, 0..5).prop_map(|set| set.into_iter().collect()), 0..6)
    }

    proptest! {
        /// Two facts are in one group exactly if in each role they share a player, or neither has one.
        #[test]
        fn pairs_are_in_a_group_if_they_share_a_player_of_each_role(facts in players()) {
            let groups = sharing(&facts);
            let of = |fact: &Players, role: u16| -> BTreeSet<u32> {
                fact.iter().filter(|(played, _)| *played == RoleId::new(role)).map(|(_, node)| *node).collect()
            };
            for (at, one) in facts.iter().enumerate() {
                for (other_at, other) in facts.iter().enumerate().skip(at + 1) {
                    let shares = |role| {
                        let (one, other) = (of(one, role), of(other, role));
                        one.is_empty() && other.is_empty() || !one.is_disjoint(&other)
                    };
                    let together = groups.iter().any(|group| group.contains(&at) && group.contains(&other_at));
                    prop_assert_eq!(together, shares(0) && shares(1));
                }
            }
        }
    }

    #[test]
    fn many_players_of_two_roles_are_one_group() {
        let all: Players = (0..2).flat_map(|role| (0..2000).map(move |node| (RoleId::new(role), node))).collect();
        assert_eq!(sharing(&[all.clone(), all.clone(), all]), BTreeSet::from([vec![0, 1, 2]]));
    }
}
