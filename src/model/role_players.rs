//! The role players of a fact in plain values.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
    ser::SerializeMap,
};

use super::Node;
use crate::error::shown::as_found;

/// The role players of a [`Fact`](super::Fact), by the name of their role, in order. A role may have several players, which
/// share its name.
///
/// In JSON it is an object: each role with its player, or with a list of its players if it has several.
///
/// ```
/// use chancery::model::{Node, RolePlayers};
///
/// let mut roles = RolePlayers::new();
/// for state in ["kazakhstan", "pakistan"] {
///     roles.insert("accredited-to", Node::Entity(state.into()));
/// }
/// assert_eq!(roles.get("accredited-to"), Some(&Node::Entity("kazakhstan".into())));
/// assert_eq!(roles.all("accredited-to").count(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RolePlayers(Vec<(Arc<str>, Node)>);

/// Up to so many players, a role is found by a look at each.
const FEW: usize = 32;

impl RolePlayers {
    /// No roles.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a player of a role, behind the other players of that role. Takes time in the number of players; to add many, use
    /// `extend`.
    pub fn insert(&mut self, role: &str, player: Node) {
        match self.0.iter().enumerate().rfind(|(_, (known, _))| **known == *role) {
            Some((last, (role, _))) => {
                let role = role.clone();
                self.0.insert(last + 1, (role, player));
            }
            None => self.0.push((role.into(), player)),
        }
    }

    /// The first player of a role. `None` if the role has none.
    #[must_use]
    pub fn get(&self, role: &str) -> Option<&Node> {
        self.0.iter().find(|(known, _)| **known == *role).map(|(_, player)| player)
    }

    /// All players of a role, in order.
    pub fn all<'a>(&'a self, role: &str) -> impl Iterator<Item = &'a Node> + use<'a> {
        let start = self.0.iter().position(|(known, _)| **known == *role).unwrap_or(self.0.len());
        let players = self.0.get(start..).unwrap_or_default();
        let count = players.iter().take_while(|(known, _)| **known == *role).count();
        players.iter().take(count).map(|(_, player)| player)
    }

    /// Whether a role has a player.
    #[must_use]
    pub fn contains_key(&self, role: &str) -> bool {
        self.get(role).is_some()
    }

    /// The first role with its first player.
    #[must_use]
    pub fn first(&self) -> Option<(&str, &Node)> {
        self.iter().next()
    }

    /// The number of players of all roles.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no role players.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each player with its role. The players of one role stand together.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Node)> + Clone {
        self.0.iter().map(|(role, player)| (&**role, player))
    }

    /// As [`iter`](Self::iter), with the name that the players of a role share.
    pub(crate) fn shared(&self) -> impl Iterator<Item = (&Arc<str>, &Node)> {
        self.0.iter().map(|(role, player)| (role, player))
    }

    /// Each player with its role; the player can be changed.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&str, &mut Node)> {
        self.0.iter_mut().map(|(role, player)| (&**role, player))
    }

    /// The players.
    #[must_use]
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Node> + Clone {
        self.0.iter().map(|(_, player)| player)
    }

    /// The players; they can be changed.
    pub fn values_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Node> {
        self.0.iter_mut().map(|(_, player)| player)
    }

    /// Adds players, each behind the others of its role, with one sort for all.
    fn add_many<R: AsRef<str> + Into<Arc<str>>>(&mut self, players: impl Iterator<Item = (R, Node)>) {
        let mut places: HashMap<Arc<str>, usize> = HashMap::new();
        let mut all = Vec::with_capacity(self.0.len());
        for (role, player) in std::mem::take(&mut self.0) {
            let next = places.len();
            all.push((*places.entry(role.clone()).or_insert(next), role, player));
        }
        for (role, player) in players {
            let (role, place) = match places.get_key_value(role.as_ref()) {
                Some((role, place)) => (role.clone(), *place),
                None => (role.into(), places.len()),
            };
            places.insert(role.clone(), place);
            all.push((place, role, player));
        }
        all.sort_by_key(|(place, ..)| *place);
        self.0 = all.into_iter().map(|(_, role, player)| (role, player)).collect();
    }

    /// Each role with its players.
    fn grouped(&self) -> impl Iterator<Item = (&str, &[(Arc<str>, Node)])> {
        self.0.chunk_by(|(one, _), (other, _)| one == other).filter_map(|group| Some((&*group.first()?.0, group)))
    }
}

impl<R: AsRef<str> + Into<Arc<str>>> Extend<(R, Node)> for RolePlayers {
    fn extend<I: IntoIterator<Item = (R, Node)>>(&mut self, players: I) {
        let mut players = players.into_iter();
        while self.0.len() < FEW {
            let Some((role, player)) = players.next() else { return };
            self.insert(role.as_ref(), player);
        }
        self.add_many(players);
    }
}
impl<R: AsRef<str> + Into<Arc<str>>> FromIterator<(R, Node)> for RolePlayers {
    fn from_iter<I: IntoIterator<Item = (R, Node)>>(players: I) -> Self {
        let mut roles = Self::new();
        roles.extend(players);
        roles
    }
}
impl IntoIterator for RolePlayers {
    type Item = (Arc<str>, Node);
    type IntoIter = std::vec::IntoIter<(Arc<str>, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
type Pair<'a> = fn(&'a (Arc<str>, Node)) -> (&'a str, &'a Node);

impl<'a> IntoIterator for &'a RolePlayers {
    type Item = (&'a str, &'a Node);
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (Arc<str>, Node)>, Pair<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(role, player)| (&**role, player))
    }
}

/// The players of one role. A format for people has a single player without a list.
struct Players<'a>(&'a [(Arc<str>, Node)]);

impl Serialize for Players<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [(_, player)] if serializer.is_human_readable() => player.serialize(serializer),
            several => serializer.collect_seq(several.iter().map(|(_, player)| player)),
        }
    }
}

impl Serialize for RolePlayers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.grouped().count()))?;
        for (role, players) in self.grouped() {
            map.serialize_entry(role, &Players(players))?;
        }
        map.end()
    }
}

/// One player, or a list of them.
struct OneOrMore(Vec<Node>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = OneOrMore;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a role player, or a list of them")
            }

            fn visit_str<E: de::Error>(self, key: &str) -> Result<OneOrMore, E> {
                Ok(OneOrMore(vec![Node::Entity(key.to_owned())]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOrMore, A::Error> {
                Node::deserialize(MapAccessDeserializer::new(map)).map(|player| OneOrMore(vec![player]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMore, A::Error> {
                let mut players = Vec::new();
                while let Some(player) = seq.next_element()? {
                    players.push(player);
                }
                if players.is_empty() {
                    return Err(de::Error::custom("the list of role players is empty; expected at least one"));
                }
                Ok(OneOrMore(players))
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Read)
        } else {
            deserializer.deserialize_seq(Read)
        }
    }
}

impl<'de> Deserialize<'de> for RolePlayers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = RolePlayers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of role players")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RolePlayers, A::Error> {
                let mut given = HashSet::new();
                let mut roles = Vec::new();
                while let Some(role) = map.next_key::<String>()? {
                    let role: Arc<str> = role.into();
                    if !given.insert(role.clone()) {
                        let why = format!("the role `{}` is given twice; expected a list", as_found(&role));
                        return Err(de::Error::custom(why));
                    }
                    let OneOrMore(players) = map.next_value()?;
                    roles.extend(players.into_iter().map(|player| (role.clone(), player)));
                }
                // Each role is there once, so its players stand together.
                Ok(RolePlayers(roles))
            }
        }
        deserializer.deserialize_map(Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(key: &str) -> Node {
        Node::Entity(key.into())
    }

    #[test]
    fn the_players_of_a_role_stand_together_in_order() {
        let roles: RolePlayers = [("to", entity("b")), ("at", entity("c")), ("to", entity("a"))].into_iter().collect();
        let all: Vec<_> = roles.iter().map(|(role, player)| (role, player.clone())).collect();
        assert_eq!(all, [("to", entity("b")), ("to", entity("a")), ("at", entity("c"))]);
        assert_eq!((roles.get("to"), roles.all("to").count(), roles.len()), (Some(&entity("b")), 2, 3));
        let (mut one_by_one, mut at_once) = (roles.clone(), roles);
        let more =
            [("at", "d"), ("by", "e"), ("to", "f"), ("by", "g")].map(|(role, key)| (role.to_owned(), entity(key)));
        more.clone().into_iter().for_each(|(role, player)| one_by_one.insert(&role, player));
        at_once.extend(more);
        assert_eq!(at_once, one_by_one);
        let mut grouped = RolePlayers::new();
        grouped.add_many(at_once.clone().into_iter());
        assert_eq!(grouped, at_once);
        let many: Vec<_> = (0..200).map(|n| (format!("r{}", n % 70), entity(&n.to_string()))).collect();
        let mut one_by_one = RolePlayers::new();
        many.clone().into_iter().for_each(|(role, player)| one_by_one.insert(&role, player));
        assert_eq!(many.into_iter().collect::<RolePlayers>(), one_by_one);
        assert_eq!(
            at_once.iter().map(|(role, _)| role).collect::<Vec<_>>(),
            ["to", "to", "to", "at", "at", "by", "by"]
        );
    }

    #[test]
    fn one_player_is_written_bare_and_several_as_a_list() {
        let roles: RolePlayers =
            [("to", entity("b")), ("to", Node::Value(3.into())), ("at", entity("c"))].into_iter().collect();
        let json = serde_json::to_string(&roles).unwrap();
        assert_eq!(json, r#"{"to":["b",{"number":3}],"at":"c"}"#);
        assert_eq!(serde_json::from_str::<RolePlayers>(&json).unwrap(), roles);
        let packed = postcard::to_allocvec(&roles).unwrap();
        assert_eq!(postcard::from_bytes::<RolePlayers>(&packed).unwrap(), roles);
        for bad in [r#"{"to":[]}"#, r#"{"to":"a","to":"b"}"#, r#"{"to":[["a"]]}"#, "[]"] {
            assert!(serde_json::from_str::<RolePlayers>(bad).is_err(), "{bad}");
        }
    }
}
