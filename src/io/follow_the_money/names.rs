//! The schemata that join two entities, and which stand under which.

/// A schema that joins two entities: its name, the properties of its ends, and the schema that each must be under; none for
/// any. From the model of FollowTheMoney, version 4.
pub(super) struct Link {
    pub(super) schema: &'static str,
    pub(super) source: (&'static str, Option<&'static str>),
    pub(super) target: (&'static str, Option<&'static str>),
}

pub(super) const LINKS: [Link; 11] = [
    link("UnknownLink", ("subject", None), ("object", None)),
    link("Occupancy", ("holder", Some("Person")), ("post", Some("Position"))),
    link("Employment", ("employee", Some("Person")), ("employer", Some("Organization"))),
    link("Membership", ("member", Some("LegalEntity")), ("organization", Some("Organization"))),
    link("Directorship", ("director", Some("LegalEntity")), ("organization", Some("Organization"))),
    link("Ownership", ("owner", Some("LegalEntity")), ("asset", Some("Asset"))),
    link("Control", ("controller", Some("LegalEntity")), ("controlled", Some("LegalEntity"))),
    link("Representation", ("agent", Some("LegalEntity")), ("client", Some("LegalEntity"))),
    link("Succession", ("predecessor", Some("LegalEntity")), ("successor", Some("LegalEntity"))),
    link("Family", ("person", Some("Person")), ("relative", Some("Person"))),
    link("Associate", ("person", Some("Person")), ("associate", Some("Person"))),
];

/// What joins any two entities.
pub(super) const UNKNOWN: &Link = &LINKS[0];

const fn link(
    schema: &'static str,
    source: (&'static str, Option<&'static str>),
    target: (&'static str, Option<&'static str>),
) -> Link {
    Link { schema, source, target }
}

pub(super) fn link_of(schema: &str) -> Option<&'static Link> {
    LINKS.iter().find(|link| link.schema == schema)
}

/// Identifiers that have a property of their own: scheme, property, and the schema that has it.
pub(super) const IDENTIFIERS: [(&str, &str, Option<&str>); 2] =
    [("wikidata", "wikidataId", None), ("lei", "leiCode", Some("LegalEntity"))];

/// Whether a schema is one or under it.
pub(super) fn is_under(schema: &str, above: Option<&str>) -> bool {
    let parents = |schema: &str| -> &'static [&'static str] {
        match schema {
            "Person" => &["LegalEntity"],
            "Organization" => &["LegalEntity", "Asset"],
            "Company" | "PublicBody" => &["Organization", "LegalEntity", "Asset"],
            "License" | "Vehicle" | "Security" | "BankAccount" | "Airplane" | "Vessel" | "RealEstate" | "Contract" => {
                &["Asset"]
            }
            _ => &[],
        }
    };
    match above {
        None => true,
        // An organization is no asset, a company is.
        Some("Asset") if matches!(schema, "Organization" | "PublicBody") => false,
        Some(above) => schema == above || parents(schema).contains(&above),
    }
}
