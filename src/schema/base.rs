//! The vocabulary that every schema has: further names, identifiers in other registers, and gaps.

use super::Text;
use crate::model::Any;

crate::vocabulary! {
    name: "base";
    kinds {}
    relations {
        /// A further name. Look-ups by name find it as they find the first one, while the fact is actual, and neither retracted
        /// nor resolved by a fact that stands.
        state AlsoKnownAs "also-known-as": Any => Text { optional Language: Text } [
            phrase = "is also known as", inverse_phrase = "is another name of",
        ];
        /// An identifier in a scheme, such as `Q232` in `wikidata`.
        state IdentifiedBy "identified-by": Any => Text { required Scheme: Text } [
            phrase = "has the identifier", inverse_phrase = "is an identifier of",
        ];
        /// It is known that there is nothing of what the text names: a relation, by its own or inverse name; for a
        /// fact also a role, or its `start` or `end`. A state without an ambassador: `norvia known-none
        /// "has-ambassador"`.
        state KnownNone "known-none": Any => Text [
            phrase = "is known to have nothing for", inverse_phrase = "is known to be missing for",
        ];
        /// It is known that there is something of what the text names, but not what.
        state SomeUnknown "some-unknown": Any => Text [
            phrase = "is known to have something unidentified for",
            inverse_phrase = "is known to be unidentified for",
        ];
    }
    roles {
        /// The language of a name, as a BCP 47 tag such as `kk` or `ur`.
        Language "language" [phrase = "in the language"];
        /// The register of the identifier, such as `wikidata` or `iso-3166-1`.
        Scheme "scheme" [phrase = "in the scheme"];
    }
}
