//! How plain values with optional fields are serialized.

/// Implements [`Serialize`](serde::Serialize) for a struct of plain values.
///
/// A format for people, such as JSON, leaves out an `optional` field that has its default value. A format for machines,
/// such as `postcard` or `rmp-serde`, has every field in the order of declaration, so that it can be read by position.
/// The fields must stand in the order in which the struct declares them.
macro_rules! serialize_fields {
    ($type:ident { $($mode:ident $name:literal: $field:ident,)+ }) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct;

                let all = !serializer.is_human_readable();
                let count = [$(all || $crate::model::fields::serialize_fields!(@written $mode &self.$field)),+];
                let count = count.into_iter().filter(|written| *written).count();
                let mut fields = serializer.serialize_struct(stringify!($type), count)?;
                $(
                    if all || $crate::model::fields::serialize_fields!(@written $mode &self.$field) {
                        fields.serialize_field($name, &self.$field)?;
                    } else {
                        fields.skip_field($name)?;
                    }
                )+
                fields.end()
            }
        }
    };
    (@written required $field:expr) => { true };
    (@written optional $field:expr) => { !$crate::model::fields::is_default($field) };
}
pub(crate) use serialize_fields;

/// Returns whether a field has its default value.
pub(crate) fn is_default<T: Default + PartialEq>(field: &T) -> bool {
    *field == T::default()
}
