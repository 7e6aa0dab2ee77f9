//! What every schema has: further names, and identifiers elsewhere.

use super::Text;
use crate::model::Any;

crate::vocabulary! {
    name: "base";
    kinds {}
    relations {
        /// A further name. Look-ups by name find it as they find the first one.
        state AlsoKnownAs "also-known-as": Any => Text { optional Language: Text };
        /// An identifier in a scheme, such as `Q232` in `wikidata`.
        state IdentifiedBy "identified-by": Any => Text { required Scheme: Text };
    }
    roles {
        /// The language of a name, as a BCP 47 tag such as `kk` or `ur`.
        Language "language";
        /// Who gives the identifier, such as `wikidata` or `iso-3166-1`.
        Scheme "scheme";
    }
}
