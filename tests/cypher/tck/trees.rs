//! The graphs that the kit names.

use super::{
    create::{Model, Node, Relationship},
    value::Value,
};

/// The graphs `binary-tree-1` and `binary-tree-2`, which the kit defines beside the features: a root `a` that knows `b1` and
/// `b2` and follows `b3` and `b4`; these are friends of the next in a circle, and of two leaves each, such as `c11` and
/// `c12`. In the second graph every second leaf is of another label.
pub fn binary_tree(second: bool) -> Model {
    let mut model = Model::default();
    let mut add = |label: &str, name: String| {
        let properties = vec![("name".to_owned(), Value::Text(name))];
        model.nodes.push(Node { labels: vec![label.to_owned()], properties });
    };
    add("A", "a".to_owned());
    (1..=4).for_each(|b| add("X", format!("b{b}")));
    for b in 1..=4 {
        add("X", format!("c{b}1"));
        add(if second { "Y" } else { "X" }, format!("c{b}2"));
    }
    let mut join = |from: usize, kind: &str, to: usize| {
        let kind = kind.to_owned();
        model.relationships.push(Relationship {
            from,
            to,
            kind,
            properties: Vec::new(),
            deleted: false,
            planned: false,
        });
    };
    for b in 1..=4 {
        join(0, if b < 3 { "KNOWS" } else { "FOLLOWS" }, b);
        join(b, "FRIEND", 3 + 2 * b);
        join(b, "FRIEND", 4 + 2 * b);
        join(b, "FRIEND", b % 4 + 1);
    }
    model
}

#[test]
fn trees_have_a_root_a_circle_and_leaves() {
    for second in [false, true] {
        let tree = binary_tree(second);
        assert_eq!((tree.nodes.len(), tree.relationships.len()), (13, 16));
        for node in 5..13 {
            assert_eq!(tree.relationships.iter().filter(|it| it.to == node).count(), 1, "{node}");
            let name = tree.nodes[node].properties.clone();
            let parent = tree.relationships.iter().find(|it| it.to == node).unwrap().from;
            let Value::Text(parent) = &tree.nodes[parent].properties[0].1 else { panic!("{name:?}") };
            assert!(matches!(&name[0].1, Value::Text(name) if name[1..2] == parent[1..2]), "{name:?} under {parent}");
        }
    }
}
