//! The schemata of FollowTheMoney, version 4.11: which is under which, and which of them join two entities.

use std::collections::HashSet;

/// Each schema of an entity that is under others, with those right above it, the nearest in meaning first.
const PARENTS: [(&str, &[&str]); 47] = [
    ("Address", &["Thing"]),
    ("Airplane", &["Vehicle"]),
    ("Article", &["Document"]),
    ("Asset", &["Thing"]),
    ("Audio", &["Document"]),
    ("BankAccount", &["Asset"]),
    ("Call", &["Interval"]),
    ("CallForTenders", &["Thing", "Interval"]),
    ("Company", &["Organization", "Asset"]),
    ("Contract", &["Asset"]),
    ("CourtCase", &["Thing"]),
    ("CryptoWallet", &["Thing"]),
    ("Document", &["Thing"]),
    ("EconomicActivity", &["Interval"]),
    ("Email", &["HyperText", "PlainText", "Folder"]),
    ("Event", &["Thing", "Interval"]),
    ("Folder", &["Document"]),
    ("HyperText", &["Document"]),
    ("Identification", &["Interval"]),
    ("Image", &["Document"]),
    ("Interest", &["Interval"]),
    ("LegalEntity", &["Thing"]),
    ("License", &["Contract"]),
    ("Message", &["HyperText", "PlainText", "Folder", "Interval"]),
    ("Note", &["Thing"]),
    ("Organization", &["LegalEntity"]),
    ("Package", &["Folder"]),
    ("Pages", &["Document"]),
    ("Passport", &["Identification"]),
    ("Person", &["LegalEntity"]),
    ("PlainText", &["Document"]),
    ("Position", &["Thing"]),
    ("Project", &["Thing", "Interval"]),
    ("PublicBody", &["Organization"]),
    ("RealEstate", &["Asset"]),
    ("Risk", &["Interval"]),
    ("Sanction", &["Interval"]),
    ("Security", &["Asset"]),
    ("Table", &["Document"]),
    ("TaxRoll", &["Interval"]),
    ("Territory", &["Thing"]),
    ("Trip", &["Event"]),
    ("UserAccount", &["Thing"]),
    ("Vehicle", &["Asset"]),
    ("Vessel", &["Vehicle"]),
    ("Video", &["Document"]),
    ("Workbook", &["Folder"]),
];

/// The schemata above one, the nearest first.
pub(super) fn above(schema: &str) -> Vec<&'static str> {
    let parents = |schema: &str| {
        let found = PARENTS.iter().find(|(name, _)| *name == schema);
        found.map_or([].as_slice(), |(_, parents)| parents)
    };
    let mut found: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    let mut level = parents(schema).to_vec();
    while !level.is_empty() {
        level.retain(|schema| seen.insert(*schema));
        found.extend(&level);
        level = level.iter().flat_map(|schema| parents(schema)).copied().collect();
    }
    found
}

/// Whether a schema is the same as another or under it. Each is under `Thing`, also one of which the model does not
/// know.
pub(super) fn is_under(schema: &str, other: &str) -> bool {
    schema == other || other == "Thing" || above(schema).contains(&other)
}

/// A schema that joins two entities: its name, the properties of its ends, and the schema that each must be under.
pub(super) struct Link {
    pub(super) schema: &'static str,
    pub(super) source: (&'static str, &'static str),
    pub(super) target: (&'static str, &'static str),
    /// Whether it has a property `role`.
    pub(super) has_role: bool,
}

const LINKS: [Link; 17] = [
    link("UnknownLink", ("subject", "Thing"), ("object", "Thing")).with_role(),
    link("Occupancy", ("holder", "Person"), ("post", "Position")),
    link("Employment", ("employee", "Person"), ("employer", "Organization")).with_role(),
    link("Membership", ("member", "LegalEntity"), ("organization", "Organization")).with_role(),
    link("Directorship", ("director", "LegalEntity"), ("organization", "Organization")).with_role(),
    link("Ownership", ("owner", "LegalEntity"), ("asset", "Asset")).with_role(),
    link("Control", ("controller", "LegalEntity"), ("controlled", "LegalEntity")).with_role(),
    link("Representation", ("agent", "LegalEntity"), ("client", "LegalEntity")).with_role(),
    link("Succession", ("predecessor", "LegalEntity"), ("successor", "LegalEntity")).with_role(),
    link("Family", ("person", "Person"), ("relative", "Person")),
    link("Associate", ("person", "Person"), ("associate", "Person")),
    link("Payment", ("payer", "LegalEntity"), ("beneficiary", "LegalEntity")),
    link("Debt", ("debtor", "LegalEntity"), ("creditor", "LegalEntity")),
    link("Documentation", ("document", "Document"), ("entity", "Thing")).with_role(),
    link("ContractAward", ("contract", "Contract"), ("supplier", "LegalEntity")).with_role(),
    link("ProjectParticipant", ("participant", "LegalEntity"), ("project", "Project")).with_role(),
    link("CourtCaseParty", ("party", "Thing"), ("case", "CourtCase")).with_role(),
];

/// What joins any two entities.
pub(super) const UNKNOWN: &Link = &LINKS[0];

const fn link(
    schema: &'static str,
    source: (&'static str, &'static str),
    target: (&'static str, &'static str),
) -> Link {
    Link { schema, source, target, has_role: false }
}

impl Link {
    const fn with_role(self) -> Self {
        Self { has_role: true, ..self }
    }

    /// Whether entities of these schemata may be its ends.
    pub(super) fn joins(&self, source: &str, target: &str) -> bool {
        is_under(source, self.source.1) && is_under(target, self.target.1)
    }
}

pub(super) fn link_of(schema: &str) -> Option<&'static Link> {
    LINKS.iter().find(|link| link.schema == schema)
}

/// Identifiers that have a property of their own: scheme, property, and the schema that has it.
pub(super) const IDENTIFIERS: [(&str, &str, &str); 2] =
    [("wikidata", "wikidataId", "Thing"), ("lei", "leiCode", "LegalEntity")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_an_organization_first() {
        assert_eq!(above("Company"), ["Organization", "Asset", "LegalEntity", "Thing"]);
        assert_eq!(above("Vessel"), ["Vehicle", "Asset", "Thing"]);
        assert!(above("Thing").is_empty() && above("Spaceship").is_empty());
        assert!(is_under("Company", "Asset") && !is_under("PublicBody", "Asset") && !is_under("Asset", "Company"));
    }

    #[test]
    fn each_parent_is_known() {
        for (schema, parents) in PARENTS {
            for parent in parents {
                let root = ["Thing", "Interval"].contains(parent);
                assert!(root || PARENTS.iter().any(|(known, _)| known == parent), "{schema} is under {parent}");
            }
        }
        let ends = LINKS.iter().flat_map(|link| [link.source.1, link.target.1]);
        for end in ends {
            assert!(end == "Thing" || PARENTS.iter().any(|(known, _)| *known == end), "{end}");
        }
    }
}
