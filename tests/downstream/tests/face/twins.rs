//! The programs of `ui/pass` as modules: compiled with this program, they need no build of their own.

macro_rules! twins {
    ($($path:literal $name:ident)*) => {
        $(
            #[path = $path]
            #[expect(dead_code, reason = "that it compiles is the test")]
            mod $name;
        )*
        pub(crate) const TWINS: &[&str] = &[$(stringify!($name)),*];
    };
}

twins! {
    "../../ui/pass/any_is_too_wide.rs" any_is_too_wide
    "../../ui/pass/forgotten_draft.rs" forgotten_draft
    "../../ui/pass/not_a_date.rs" not_a_date
    "../../ui/pass/not_a_kind.rs" not_a_kind
    "../../ui/pass/not_a_relation.rs" not_a_relation
    "../../ui/pass/not_an_entity.rs" not_an_entity
    "../../ui/pass/not_any_node.rs" not_any_node
    "../../ui/pass/not_several_relations.rs" not_several_relations
    "../../ui/pass/union_is_too_wide.rs" union_is_too_wide
    "../../ui/pass/unknown_flag.rs" unknown_flag
    "../../ui/pass/unknown_role.rs" unknown_role
    "../../ui/pass/unknown_shape.rs" unknown_shape
    "../../ui/pass/up_goes_down.rs" up_goes_down
    "../../ui/pass/value_for_entity.rs" value_for_entity
    "../../ui/pass/wrong_object.rs" wrong_object
    "../../ui/pass/wrong_player.rs" wrong_player
    "../../ui/pass/wrong_subject.rs" wrong_subject
    "../../ui/pass/wrong_value.rs" wrong_value
}
