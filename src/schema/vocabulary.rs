//! The macro that declares a vocabulary: typed items for the compiler, and the same as data for a schema.

/// Declares kinds, relations and roles: a type for each, and a function `schema()` that returns them as a
/// [`Schema`](crate::Schema).
///
/// ```
/// mod press {
///     use chancery::diplomacy::{Agent, Organization, Person, Place, State};
///     use chancery::schema::Text;
///
///     chancery::vocabulary! {
///         name: "press";
///         extends: chancery::diplomacy;
///         kinds {
///             /// A newspaper, agency or station.
///             Paper "paper": Organization [schema_org = "NewsMediaOrganization"];
///             /// Anyone who is quoted.
///             Speaker "speaker" = Person | State | Paper;
///         }
///         relations {
///             /// Spoke to somebody.
///             event SpokeTo "spoke-to": Speaker => Person {
///                 optional Witness: Agent, optional chancery::diplomacy::Venue: chancery::diplomacy::City,
///             } [
///                 inverse = "spoken-to-by", phrase = "speaks/speak/spoke to", inverse_phrase = "is spoken to by",
///             ];
///             state Slogan "slogan": Paper => Text;
///         }
///         roles {
///             /// Who was there.
///             Witness "witness" [phrase = "in the presence of"];
///         }
///     }
/// }
///
/// let schema = press::schema();
/// assert!(schema.is_a(schema.kind("paper")?, schema.kind("agent")?));
/// assert!(schema.relation("spoken-to-by")?.is_inverse());
/// # Ok::<(), chancery::Error>(())
/// ```
///
/// # Parts
/// They come in this order; `extends`, `relations` and `roles` may be absent.
/// - `name: "…";` the name that errors print.
/// - `extends: a::b, crate::c;` modules that hold vocabularies, by paths from a crate's root. Their kinds and roles can be
///   used once imported.
/// - `kinds { Type "name": Above + Above = Member | Member [codes]; }`. The kinds above and the members may be absent.
///   A kind with members is a union: each entity has the kind of a member, not the union, as its own kind.
/// - `relations { event Type "name": Subject => Object { required Role: Kind, optional Role: Kind } [flags, codes]; }`,
///   with `event` for what happens and `state` for what holds. An end is a kind, [`Any`](crate::Any), or one of
///   [`Text`](crate::schema::Text), [`Number`](crate::schema::Number), [`Date`](crate::schema::Date),
///   [`Url`](crate::schema::Url), [`YesNo`](crate::schema::YesNo), [`Statement`](crate::schema::Statement). Ends, roles and players may be given by a
///   path, such as `chancery::diplomacy::State`; the kinds above a kind and the members of a union must be imported. The flags
///   are `symmetric`, `transitive`, `functional`, `inverse_functional`, `acyclic`, `acts_for` and `dated`. `inverse =
///   "name"` gives the inverse name. `phrase = "…"` gives the words of a sentence from subject to object, and
///   `inverse_phrase = "…"` those from object to subject. A role that may have several players in one fact is
///   `required_many` or `optional_many`. [`RelationDef`](crate::schema::RelationDef) says what each
///   means.
/// - `roles { Type "name" [phrase = "…"]; }`. The phrase may be absent. A role of a vocabulary that this one extends is
///   used without being declared again.
/// - Any other `word = "text"` in brackets is a code in another vocabulary, kept as a text: `cameo = "042"`. A `_` in
///   the word becomes a `-` in the data.
///
/// Documentation comments become those of the types and, as `about`, the descriptions in the data. Names are written,
/// not derived: renaming a type changes no file.
///
/// # What it makes
/// A unit struct for each item; a static `VOCABULARY`; a function `schema()`, whose documentation has a table of the
/// vocabulary; and a hidden module `is`. A module can hold only one vocabulary. If the vocabulary contradicts itself,
/// each call of `schema()` panics, so one test that calls it is enough. [`Schema::of`](crate::Schema::of) returns the
/// error instead, if called with `VOCABULARY`.
///
/// # Unions across vocabularies
/// A kind of this vocabulary that is a member of a union here includes all kinds under it, also those of other
/// vocabularies. A member from another vocabulary includes only itself at compile time: write the kinds under it as
/// members too, or go [`up`](crate::Id::up) to the member first. At run time a union includes all that is under its
/// members.
#[macro_export]
macro_rules! vocabulary {
    (
        name: $vocabulary:literal;
        $( extends: $($($base:ident)::+),+ $(,)?; )?
        kinds $kinds:tt
        $( relations { $(
            $(#[doc = $rdoc:literal])*
            $shape:ident $R:ident $rname:literal : $S:path => $O:path
            $({ $( $need:ident $Role:path : $Player:path ),* $(,)? })?
            $([ $( $attribute:ident $(= $value:literal)? ),* $(,)? ])? ;
        )* } )?
        $( roles { $( $(#[doc = $pdoc:literal])* $P:ident $pname:literal $([phrase = $pphrase:literal])? ; )* } )?
    ) => {
        $crate::__vocabulary_kinds! { $kinds $kinds [$($( $($base)::+, )+)?] }

        $($(
            $(#[doc = $rdoc])*
            #[doc = ""]
            #[doc = concat!("*", $crate::__vocabulary_shape!($shape word), "*, `", $rname, "`: [`", stringify!($S), "`] → [`", stringify!($O), "`].")]
            $($( #[doc = concat!("\n- ", stringify!($need), " role [`", stringify!($Role), "`]: [`", stringify!($Player), "`]")] )*)?
            $($( #[doc = concat!("\n- `", stringify!($attribute), $(" = ", $value,)? "`")] )*)?
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub struct $R;

            impl $crate::schema::Relation for $R {
                type Subject = $S;
                type Object = $O;
                const NAME: &'static str = $rname;
                const ITEM: &'static $crate::schema::RelationItem = &$crate::schema::RelationItem::new::<$R>(
                    $crate::__vocabulary_shape!($shape),
                    &[$($( (
                        <$Role as $crate::schema::Role>::ITEM,
                        $crate::__vocabulary_required!($need),
                        <$Player as $crate::schema::Kind>::ITEM,
                    ) ),*)?],
                    concat!($($rdoc, "\n"),*),
                    &[$($( $crate::__vocabulary_attribute!($attribute $(= $value)?) ),*)?],
                );
            }
            $($( impl $crate::schema::HasRole<$Role> for $R { type Kind = $Player; } )*)?
        )*)?

        $($(
            $(#[doc = $pdoc])*
            #[doc = ""]
            #[doc = concat!("*Role*, `", $pname, "`.")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub struct $P;

            impl $crate::schema::Role for $P {
                const NAME: &'static str = $pname;
                const ITEM: &'static $crate::schema::RoleItem =
                    &$crate::schema::RoleItem::new::<$P>(
                        concat!($($pdoc, "\n"),*),
                        $crate::__vocabulary_phrase!($($pphrase)?),
                    );
            }
        )*)?

        #[doc = concat!("The vocabulary `", $vocabulary, "` as data; [`schema`] loads it.")]
        pub static VOCABULARY: $crate::schema::Vocabulary = $crate::schema::Vocabulary::new(
            $vocabulary,
            &[$($( &$($base)::+::VOCABULARY ),+)?],
            $crate::__vocabulary_items!($kinds),
            &[$($( <$R as $crate::schema::Relation>::ITEM ),*)?],
            &[$($( <$P as $crate::schema::Role>::ITEM ),*)?],
        );

        #[doc = concat!("A closed schema of the vocabulary `", $vocabulary, "` and of all that it extends.")]
        #[doc = ""]
        #[doc = $crate::__vocabulary_table!($kinds)]
        $(
            #[doc = ""]
            #[doc = "| relation | name | | from | to | roles |\n|---|---|---|---|---|---|"]
            $( #[doc = concat!("| [`", stringify!($R), "`] | `", $rname, "` | ", stringify!($shape), " | [`", stringify!($S), "`] | [`", stringify!($O), "`] | "
                $($(, "[`", stringify!($Role), "`] (", stringify!($need), "): [`", stringify!($Player), "`] ")*)?, "|")] )*
            #[doc = ""]
        )?
        #[doc = "# Panics"]
        #[doc = "If the vocabulary contradicts itself: `Schema::of(&VOCABULARY)` gives the error instead."]
        #[must_use]
        #[track_caller]
        pub fn schema() -> $crate::schema::Schema {
            VOCABULARY.schema()
        }
    };
}

/// The kinds, and the module of their twin traits.
#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_kinds {
    (
        { $(
            $(#[doc = $kdoc:literal])*
            $K:ident $kname:literal $(: $S0:ident $(+ $S:ident)*)? $(= $M0:ident $(| $M:ident)*)?
            $([ $($code:ident = $value:literal),* $(,)? ])? ;
        )* }
        $all:tt
        [$( $($base:ident)::+, )*]
    ) => {
        // `is` has a trait for each kind, with the traits of the kinds above it as supertraits. A union must be a supertrait
        // of its members, but a macro cannot ask whether a kind is a member. Three modules of names answer that:
        // - `of::Union::First` asks for a supertrait. There the name of each member means the trait of the union. Every other
        //   name of a kind comes from `no`.
        // - `no` answers for kinds that are not members. There each name means a trait that everything implements, which adds
        //   nothing as a supertrait.
        // - `own::Union::First` asks for an implementation. The trait of a kind of another vocabulary has its supertraits
        //   already, so the trait of the union is implemented for it. There the name of each kind of this vocabulary means a
        //   trait that nothing uses, and the other members come from `of`.
        #[doc(hidden)]
        #[allow(unused_imports, unreachable_pub, unnameable_types, non_snake_case, missing_docs, dead_code)]
        pub mod is {
            $( pub use $($base)::+::is::*; )*
            $( $crate::__vocabulary_twin! { $K [$($S0 $($S)*)?] $all } )*
            $($(
                impl own::$K::$M0::$M0 for dyn $M0 {}
                $( impl own::$K::$M0::$M for dyn $M {} )*
            )?)*
            mod no {
                pub trait __Nothing {}
                impl<T: ?Sized> __Nothing for T {}
                $( pub use self::__Nothing as $K; )*
            }
            mod of { $($(
                pub mod $K { pub mod $M0 {
                    pub use super::super::super::$K as $M0;
                    $( pub use super::super::super::$K as $M; )*
                    pub use super::super::super::no::*;
                } }
            )?)* }
            mod own { $($(
                pub mod $K { pub mod $M0 {
                    pub trait __Nothing {}
                    $crate::__vocabulary_own! { $all }
                    pub use super::super::super::of::$K::$M0::*;
                } }
            )?)* }
        }

        $(
            $(#[doc = $kdoc])*
            #[doc = ""]
            #[doc = concat!("*Kind*, `", $kname, "`"
                $(, ", under [`", stringify!($S0), "`]" $(, ", [`", stringify!($S), "`]")*)?
                $(, ", one of [`", stringify!($M0), "`]" $(, ", [`", stringify!($M), "`]")*)?, ".")]
            $($( #[doc = concat!("\n- `", stringify!($code), " = ", $value, "`")] )*)?
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub struct $K;

            impl $crate::schema::Kind for $K {
                type Tag = dyn is::$K;
                const NAME: &'static str = $kname;
                const ITEM: &'static $crate::schema::KindItem = &$crate::schema::KindItem::new::<$K>(
                    &[$( <$S0 as $crate::schema::Kind>::ITEM $(, <$S as $crate::schema::Kind>::ITEM)* )?],
                    &[$( <$M0 as $crate::schema::Kind>::ITEM $(, <$M as $crate::schema::Kind>::ITEM)* )?],
                    concat!($($kdoc, "\n"),*),
                    &[$($( $crate::schema::Attribute::Code(stringify!($code), $value) ),*)?],
                );
            }
            impl $crate::schema::DeclaredKind for $K {}
            #[diagnostic::do_not_recommend]
            impl<T: $crate::schema::Kind> $crate::schema::Includes<T> for $K where T::Tag: is::$K {}
        )*
    };
}

/// The twin trait of one kind: above it stand the kinds it is under, and the unions it is a member of.
#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_twin {
    (
        $K:ident [$($S:ident)*]
        { $(
            $(#[doc = $kdoc:literal])*
            $X:ident $xname:literal $(: $X0:ident $(+ $XS:ident)*)? $(= $M0:ident $(| $M:ident)*)?
            $([ $($code:ident = $value:literal),* $(,)? ])? ;
        )* }
    ) => {
        pub trait $K: $($S +)* $($( of::$X::$M0::$K + )?)* {}
    };
}

/// The own kinds' names as names of a trait that nothing uses.
#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_own {
    ({ $(
        $(#[doc = $kdoc:literal])*
        $K:ident $kname:literal $(: $S0:ident $(+ $S:ident)*)? $(= $M0:ident $(| $M:ident)*)?
        $([ $($code:ident = $value:literal),* $(,)? ])? ;
    )* }) => { $( pub use self::__Nothing as $K; )* };
}

/// The kinds as data.
#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_items {
    ({ $(
        $(#[doc = $kdoc:literal])*
        $K:ident $kname:literal $(: $S0:ident $(+ $S:ident)*)? $(= $M0:ident $(| $M:ident)*)?
        $([ $($code:ident = $value:literal),* $(,)? ])? ;
    )* }) => { &[$( <$K as $crate::schema::Kind>::ITEM ),*] };
}

/// The kinds as a table for the documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_table {
    ({}) => { "" };
    ({ $(
        $(#[doc = $kdoc:literal])*
        $K:ident $kname:literal $(: $S0:ident $(+ $S:ident)*)? $(= $M0:ident $(| $M:ident)*)?
        $([ $($code:ident = $value:literal),* $(,)? ])? ;
    )* }) => { concat!("| kind | name | under | one of |\n|---|---|---|---|\n" $(, "| [`", stringify!($K), "`] | `", $kname, "` | "
        $(, "[`", stringify!($S0), "`]" $(, ", [`", stringify!($S), "`]")*)?, " | "
        $(, "[`", stringify!($M0), "`]" $(, ", [`", stringify!($M), "`]")*)?, " |\n")*) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_shape {
    (event) => {
        $crate::schema::Shape::Happens
    };
    (state) => {
        $crate::schema::Shape::Holds
    };
    (event word) => {
        "Event"
    };
    (state word) => {
        "State"
    };
    // The other arm reports the error, once.
    ($other:ident word) => {
        ""
    };
    ($other:ident) => {
        compile_error!(concat!("`", stringify!($other), "` is not a shape of a relation; expected `event` or `state`"))
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_required {
    (required) => {
        $crate::schema::RoleNeed { required: true, many: false }
    };
    (optional) => {
        $crate::schema::RoleNeed { required: false, many: false }
    };
    (required_many) => {
        $crate::schema::RoleNeed { required: true, many: true }
    };
    (optional_many) => {
        $crate::schema::RoleNeed { required: false, many: true }
    };
    ($other:ident) => {
        compile_error!(concat!(
            "`",
            stringify!($other),
            "` stands before a role; expected `required`, `optional`, `required_many` or `optional_many`"
        ))
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_phrase {
    () => {
        ::core::option::Option::None
    };
    ($phrase:literal) => {
        ::core::option::Option::Some($phrase)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary_attribute {
    (symmetric) => {
        $crate::schema::Attribute::Symmetric
    };
    (transitive) => {
        $crate::schema::Attribute::Transitive
    };
    (functional) => {
        $crate::schema::Attribute::Functional
    };
    (inverse_functional) => {
        $crate::schema::Attribute::InverseFunctional
    };
    (acyclic) => {
        $crate::schema::Attribute::Acyclic
    };
    (acts_for) => {
        $crate::schema::Attribute::ActsFor
    };
    (dated) => {
        $crate::schema::Attribute::Dated
    };
    (phrase = $phrase:literal) => {
        $crate::schema::Attribute::Phrase($phrase)
    };
    (inverse_phrase = $phrase:literal) => {
        $crate::schema::Attribute::InversePhrase($phrase)
    };
    (inverse = $name:literal) => {
        $crate::schema::Attribute::Inverse($name)
    };
    ($scheme:ident = $code:literal) => {
        $crate::schema::Attribute::Code(stringify!($scheme), $code)
    };
    ($other:ident) => {
        compile_error!(concat!(
            "`",
            stringify!($other),
            "` is not a flag of a relation; expected `symmetric`, `transitive`, `functional`, `inverse_functional`, `acyclic`, ",
            "`acts_for`, `dated`, ",
            "`inverse = \"name\"`, `phrase = \"is part of\"`, `inverse_phrase = \"has as a part\"`, or a code such as `cameo = \"042\"`"
        ))
    };
}
