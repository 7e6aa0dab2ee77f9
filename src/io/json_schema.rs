//! JSON Schema (draft 2020-12) of dossiers and of edits, made from a vocabulary.
//!
//! ```
//! use chancery::{diplomacy, io::json_schema};
//!
//! let text = json_schema::dossier(&diplomacy::schema());
//! assert!(text.contains(r#""$schema": "https://json-schema.org/draft/2020-12/schema""#));
//! assert!(text.contains("ambassador-of") && text.contains("accredited-to"));
//! ```
//!
//! It shows an editor or a validator which kinds, relations and roles there are, what stands at each end, and which
//! roles a fact must have. What it cannot express is left to the graph: whether an entity of that key exists and is of
//! that kind, whether a text is a date, whether a quote stands in its source. So what the graph takes is valid, and
//! some of what is valid the graph refuses. An open schema has an open JSON Schema: names that nobody declared are
//! valid.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::{
    model::{Modality, Resolution, ValueType},
    schema::{RelationDef, RoleUse, Schema},
};

/// The JSON Schema of dossiers with this vocabulary, as [`Json`](super::json::Json) writes them.
#[must_use]
pub fn dossier(schema: &Schema) -> String {
    let list = |of: &str| json!({ "type": "array", "items": reference(of) });
    let retraction = object(&[("fact", reference("fact-name")), ("why", string())], &["fact"]);
    let resolution = object(
        &[("fact", reference("fact-name")), ("resolution", resolution()), ("by", reference("fact-name"))],
        &["fact", "resolution", "by"],
    );
    let merge =
        object(&[("entity", reference("entity")), ("into", reference("key")), ("why", string())], &["entity", "into"]);
    let apart =
        object(&[("entity", reference("key")), ("from", reference("key")), ("why", string())], &["entity", "from"]);
    let mut root = object(
        &[
            ("chancery", json!({ "const": "dossier" })),
            ("version", json!({ "const": super::json::VERSION })),
            ("vocabulary", json!({ "type": "object" })),
            ("sources", list("source")),
            ("entities", list("entity")),
            ("facts", list("fact")),
            ("retractions", json!({ "type": "array", "items": retraction })),
            ("resolutions", json!({ "type": "array", "items": resolution })),
            ("merges", json!({ "type": "array", "items": merge })),
            ("kept_apart", json!({ "type": "array", "items": apart })),
        ],
        &["chancery", "version", "vocabulary"],
    );
    finish(schema, &mut root, "A dossier of chancery")
}

/// The JSON Schema of an [`Edit`](crate::Edit) with this vocabulary: of a line of [JSON Lines](super::json_lines).
#[must_use]
pub fn edit(schema: &Schema) -> String {
    let pair = |second: &str| {
        object(&[("entity", reference("key")), (second, reference("key")), ("why", string())], &["entity", second])
    };
    let edits = [
        ("add-source", reference("source")),
        ("add-entity", reference("entity")),
        ("assert", reference("fact")),
        ("claim", object(&[("fact", reference("fact-name")), ("claim", reference("claim"))], &["fact", "claim"])),
        ("retract", object(&[("fact", reference("fact-name")), ("why", string())], &["fact"])),
        (
            "resolve",
            object(
                &[("fact", reference("fact-name")), ("resolution", resolution()), ("by", reference("fact-name"))],
                &["fact", "resolution", "by"],
            ),
        ),
        ("narrow", object(&[("entity", reference("key")), ("kind", kind(schema))], &["entity", "kind"])),
        ("merge", pair("into")),
        ("unmerge", pair("from")),
        ("keep-apart", pair("from")),
        ("allow-merge", pair("with")),
        ("purge", object(&[("edits", json!({ "type": "integer", "minimum": 0 })), ("why", string())], &["edits"])),
    ];
    let mut choices: Vec<_> = edits.iter().map(|(name, of)| object(&[(name, of.clone())], &[name])).collect();
    choices.push(json!({ "const": "tombstone" }));
    finish(schema, &mut json!({ "oneOf": choices }), "An edit of chancery")
}

fn finish(schema: &Schema, root: &mut Json, title: &str) -> String {
    if let Json::Object(root) = root {
        root.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        root.insert("title".into(), title.into());
        root.insert("$defs".into(), definitions(schema));
    }
    // Values whose keys are strings are always JSON.
    serde_json::to_string_pretty(root).unwrap_or_default()
}

fn definitions(schema: &Schema) -> Json {
    let value = |of: ValueType| {
        let is = match of {
            ValueType::Number => json!({ "type": "number" }),
            ValueType::YesNo => json!({ "type": "boolean" }),
            ValueType::Text | ValueType::Date | ValueType::Url => string(),
        };
        object(&[(of.name(), is)], &[of.name()])
    };
    let mut defs = Map::new();
    for of in ValueType::ALL {
        defs.insert(of.name().to_owned(), value(of));
    }
    let mut any = vec![reference("key"), reference("statement")];
    any.extend(ValueType::ALL.map(|of| reference(of.name())));
    let sha256 = json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" });
    let range = json!({ "type": "array", "items": { "type": "integer", "minimum": 0 }, "minItems": 2, "maxItems": 2 });
    let nth = json!({ "type": "integer", "minimum": 0 });
    let place = [("words", string()), ("range", range), ("sha256", sha256.clone()), ("nth", nth)];
    let more = json!({ "type": "array", "items": object(&place, &[]) });
    let quote = object(&[place.as_slice(), &[("more", more)]].concat(), &[]);
    let basis = json!({ "oneOf": [{ "const": "stated" }, object(&[("inferred", string())], &["inferred"])] });
    let claim = object(
        &[
            ("source", reference("key")),
            ("stance", json!({ "enum": ["supports", "disputes"] })),
            ("said-by", reference("key")),
            ("basis", basis),
            ("confidence", json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 })),
            ("quote", json!({ "anyOf": [string(), reference("quote")] })),
        ],
        &["source"],
    );
    let texts = ["title", "publisher", "url", "published", "licence", "derives-from", "text"];
    let mut source: Vec<_> = texts.iter().map(|name| (*name, string())).collect();
    source.extend([("key", reference("key")), ("sha256", sha256)]);
    let entity = object(
        &[("key", reference("key")), ("kind", kind(schema)), ("name", json!({ "type": "string", "minLength": 1 }))],
        &["key", "kind", "name"],
    );
    for (name, def) in [
        ("key", json!({ "type": "string", "minLength": 1 })),
        ("fact-name", json!({ "type": "string", "minLength": 1 })),
        ("statement", object(&[("fact", reference("fact-name"))], &["fact"])),
        ("any", json!({ "anyOf": any })),
        ("quote", quote),
        ("claim", claim),
        ("source", object(&source, &["key"])),
        ("entity", entity),
        ("fact", fact(schema)),
    ] {
        defs.insert(name.to_owned(), def);
    }
    Json::Object(defs)
}

/// A fact, with what each relation asks of it.
fn fact(schema: &Schema) -> Json {
    let mut fact = object(
        &[
            ("key", reference("key")),
            ("subject", reference("any")),
            ("relation", string()),
            ("object", reference("any")),
            ("roles", json!({ "type": "object", "additionalProperties": one_or_more(&reference("any")) })),
            ("when", string()),
            ("modality", json!({ "enum": Modality::ALL.map(Modality::name) })),
            ("claims", json!({ "type": "array", "items": reference("claim") })),
        ],
        &["subject", "relation", "object"],
    );
    let relations = schema.relations().flat_map(|(_, def)| {
        let inverse = def.inverse.as_deref().map(|inverse| (def, inverse, true));
        std::iter::once((def, def.name.as_str(), false)).chain(inverse)
    });
    let relations: Vec<_> = relations.collect();
    let sorted: BTreeSet<&str> = relations.iter().map(|(_, name, _)| *name).collect();
    let names: Vec<_> = relations.iter().map(|(_, name, _)| escaped(name)).collect();
    let rules = relations.iter().map(|(def, name, inverse)| rule(schema, def, name, *inverse, &sorted));
    let mut rules: Vec<_> = rules.collect();
    if let Json::Object(fact) = &mut fact {
        if !schema.is_open() {
            // The exact name, or with a date behind it.
            let pattern = format!("^({})(-in-.+)?$", names.join("|"));
            let known =
                json!({ "type": "object", "properties": { "relation": { "type": "string", "pattern": pattern } } });
            rules.push(known);
        }
        fact.insert("allOf".into(), rules.into());
    }
    fact
}

/// What a role may have: one player, or also a list of them.
fn players(used: &RoleUse) -> Json {
    let one = range(&used.player);
    if !used.many {
        return one;
    }
    one_or_more(&one)
}

fn one_or_more(one: &Json) -> Json {
    json!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1, "uniqueItems": true }] })
}

/// What the relation of a name asks, among the names of all relations.
fn rule(schema: &Schema, def: &RelationDef, name: &str, inverse: bool, names: &BTreeSet<&str>) -> Json {
    let (subject, object) = if inverse { (&def.object, &def.subject) } else { (&def.subject, &def.object) };
    let mut then = json!({ "type": "object", "properties": { "subject": range(subject), "object": range(object) } });
    // A relation that was declared as it came takes any role.
    if !(schema.is_open() && def.roles.is_empty()) {
        let players: Map<_, _> = def.roles.iter().map(|used| (used.role.clone(), players(used))).collect();
        let required: Vec<_> = def.roles.iter().filter(|used| used.required).map(|used| used.role.as_str()).collect();
        if let Some(properties) = then.get_mut("properties").and_then(Json::as_object_mut) {
            let roles =
                json!({ "type": "object", "properties": players, "required": required, "additionalProperties": false });
            properties.insert("roles".into(), roles);
        }
        if !required.is_empty()
            && let Some(then) = then.as_object_mut()
        {
            then.insert("required".into(), json!(["roles"]));
        }
    }
    let pattern = format!("^{}(-in-.+)?$", escaped(name));
    // A longer name that is a relation of its own has a rule of its own.
    let dated = format!("{name}-in-");
    let longer: Vec<_> = names.range(dated.as_str()..).take_while(|other| other.starts_with(&dated)).collect();
    let mut relation = json!({ "type": "string", "pattern": pattern });
    // Validators refuse an `enum` of nothing.
    if let (false, Some(relation)) = (longer.is_empty(), relation.as_object_mut()) {
        relation.insert("not".into(), json!({ "enum": longer }));
    }
    let is_named = json!({ "type": "object", "properties": { "relation": relation }, "required": ["relation"] });
    json!({ "if": is_named, "then": then })
}

/// What stands where a range is asked for: the key of an entity, a value of a type, a fact, or any of these.
fn range(name: &str) -> Json {
    match name {
        "any" | "statement" => reference(name),
        name if ValueType::ALL.iter().any(|of| of.name() == name) => reference(name),
        _ => reference("key"),
    }
}

fn kind(schema: &Schema) -> Json {
    if schema.is_open() {
        return string();
    }
    let kinds: Vec<_> =
        schema.kinds().filter(|(_, def)| def.members.is_empty()).map(|(_, def)| def.name.as_str()).collect();
    // Without kinds no entity is valid; validators refuse an `enum` of nothing.
    if kinds.is_empty() { json!(false) } else { json!({ "enum": kinds }) }
}

fn resolution() -> Json {
    json!({ "enum": Resolution::ALL.map(Resolution::name) })
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn string() -> Json {
    json!({ "type": "string" })
}

fn object(properties: &[(&str, Json)], required: &[&str]) -> Json {
    let properties: Map<_, _> = properties.iter().map(|(name, of)| ((*name).to_owned(), of.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// A name as a regular expression that is only it (ECMA 262, with the flag `u`).
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '.' | '/' | '^' | '$' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KnowledgeGraph, Source, diplomacy, fact};

    fn read(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn each_relation_has_its_rule() {
        let schema = diplomacy::schema();
        let json = read(&dossier(&schema));
        let rules = json["$defs"]["fact"]["allOf"].as_array().unwrap();
        let of = |name: &str| {
            let pattern = format!("^{name}(-in-.+)?$");
            rules.iter().find(|rule| rule["if"]["properties"]["relation"]["pattern"] == pattern.as_str()).unwrap()
        };
        let post = &of("ambassador-of")["then"];
        assert_eq!(post["required"], json!(["roles"]));
        assert_eq!(post["properties"]["roles"]["required"], json!(["accredited-to"]));
        let players = &json["$defs"]["fact"]["properties"]["roles"]["additionalProperties"];
        assert_eq!(players["anyOf"][1]["type"], "array", "a role of several players is valid in any fact");
        assert_eq!(of("born")["then"]["properties"]["object"], json!({ "$ref": "#/$defs/date" }));
        assert_eq!(of("visited-by")["then"]["properties"]["subject"], json!({ "$ref": "#/$defs/key" }));
        let kinds = json["$defs"]["entity"]["properties"]["kind"]["enum"].as_array().unwrap();
        assert!(
            kinds.contains(&json!("state")) && !kinds.contains(&json!("host")),
            "a union is not a kind of an entity"
        );
    }

    #[test]
    fn each_part_of_a_dossier_and_each_edit_is_described() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let source = kg.add_source(Source::new("s")).unwrap();
        let [a, b, c] = ["A", "B", "C"].map(|name| kg.add(diplomacy::State, name).unwrap());
        let plan = kg.assert(fact(a, diplomacy::Borders, b).planned().source(source)).unwrap();
        let resolution = kg.assert(fact(a, diplomacy::Borders, b)).unwrap();
        kg.resolve(plan, Resolution::Confirmed, resolution).unwrap();
        kg.retract(resolution, "a mistake").unwrap();
        kg.narrow(a, "state").unwrap_err();
        kg.keep_apart(a, b, "two").unwrap();
        kg.merge(c, a, "one").unwrap();
        let written =
            serde_json::to_value(crate::dossier::Dossier::of(&kg.view().with_retracted().with_resolved())).unwrap();
        let described = &read(&dossier(kg.schema()))["properties"];
        for part in written.as_object().unwrap().keys() {
            assert!(described.get(part).is_some(), "{part}");
        }
        assert_eq!(
            written.as_object().unwrap().len(),
            described.as_object().unwrap().len() - 2,
            "but format and version"
        );

        kg.unmerge(c, a, "").unwrap();
        kg.allow_merge(a, b, "").unwrap();
        kg.purge(plan, "a duty").unwrap();
        let edits = read(&edit(kg.schema()));
        let choices = edits["oneOf"].as_array().unwrap();
        for edit in kg.history().flat_map(|(_, edits)| edits) {
            let name = match serde_json::to_value(&edit).unwrap() {
                Json::String(name) => {
                    assert!(choices.contains(&json!({ "const": name })), "{edit:?}");
                    continue;
                }
                edit => edit.as_object().unwrap().keys().next().unwrap().clone(),
            };
            assert!(choices.iter().any(|choice| choice["properties"].get(&name).is_some()), "{edit:?}");
        }
    }

    #[test]
    fn strict_validators_find_nothing_to_refuse() {
        /// Each keyword stands beside the type to which it applies, and no list of choices is empty.
        fn check(json: &Json) {
            match json {
                Json::Object(members) => {
                    for (keyword, of) in [
                        ("pattern", "string"),
                        ("minLength", "string"),
                        ("properties", "object"),
                        ("required", "object"),
                        ("items", "array"),
                        ("minimum", "integer"),
                    ] {
                        let is_keyword = members
                            .get(keyword)
                            .is_some_and(|value| !value.get("type").is_some_and(Json::is_string) || keyword == "items");
                        assert!(
                            !is_keyword || members.get("type") == Some(&json!(of)),
                            "{keyword} without a type: {json}"
                        );
                    }
                    for list in ["enum", "oneOf", "anyOf"] {
                        let empty = members.get(list).and_then(Json::as_array).is_some_and(Vec::is_empty);
                        assert!(!empty, "{list} has nothing in it: {json}");
                    }
                    members.values().for_each(check);
                }
                Json::Array(items) => items.iter().for_each(check),
                _ => {}
            }
        }
        let mut longer = Schema::new();
        for name in ["founded", "founded-in-1991", "founded-in", "founded-by", "founded-in-1992"] {
            longer.add_relation(RelationDef::new(name, crate::schema::Shape::Happens, "any", "any")).unwrap();
        }
        let rules = read(&edit(&longer))["$defs"]["fact"]["allOf"].clone();
        let mut founded = rules.as_array().unwrap().iter().map(|rule| &rule["if"]["properties"]["relation"]);
        let founded = founded.find(|relation| relation["pattern"] == "^founded(-in-.+)?$").unwrap();
        assert_eq!(founded["not"]["enum"], json!(["founded-in-1991", "founded-in-1992"]));
        for schema in [diplomacy::schema(), Schema::new(), Schema::new().open(), longer] {
            check(&read(&dossier(&schema)));
            check(&read(&edit(&schema)));
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn references(json: &Json, found: &mut Vec<String>) {
            match json {
                Json::Object(members) => members.iter().for_each(|(name, value)| match value.as_str() {
                    Some(to) if name == "$ref" => found.push(to.to_owned()),
                    _ => references(value, found),
                }),
                Json::Array(items) => items.iter().for_each(|item| references(item, found)),
                _ => {}
            }
        }
        for text in [dossier(&diplomacy::schema()), edit(&diplomacy::schema()), edit(&Schema::new().open())] {
            let json = read(&text);
            let mut found = Vec::new();
            references(&json, &mut found);
            assert!(found.iter().all(|to| json.pointer(&to[1..]).is_some()), "{found:?}");
            assert_eq!(text, text.clone());
        }
    }
}
