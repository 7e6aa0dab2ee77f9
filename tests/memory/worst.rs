//! What the worst file takes that we could make for each reader: also a bounded multiple of its size.

use chancery::{
    Schema, diplomacy,
    schema::{RelationDef, RoleDef, Shape},
};

use super::{MIB, readers::read};

/// The size of a file, about.
const SIZE: usize = 60_000;

/// The part, so many times that the file has the size, numbered.
fn many(part: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    for n in 0.. {
        if all.len() >= SIZE {
            break;
        }
        all.push_str(&part(n));
    }
    all
}

fn same(part: &str) -> String {
    part.repeat(SIZE / part.len())
}

/// The same without the comma at its end.
fn list(part: &str) -> String {
    same(part).trim_end_matches(',').to_owned()
}

fn schema() -> Schema {
    let mut schema = diplomacy::schema();
    schema.add_role(RoleDef::new("many")).unwrap();
    schema.add_relation(RelationDef::new("r", Shape::Either, "any", "any").optional_many("many", "any")).unwrap();
    schema
}

fn dossier(members: &str) -> String {
    format!("{{\"chancery\":\"dossier\",\"version\":1,\"vocabulary\":{{}},{members}}}")
}

/// A fact with more members.
fn fact(members: &str) -> String {
    format!("{{\"subject\":\"a\",\"relation\":\"r\",\"object\":\"b\"{members}}}")
}

#[test]
fn json_is_read_in_a_bounded_multiple() {
    let long = "x".repeat(SIZE / 2);
    // Whose name would stand with each of its players.
    let half = "\"a\",".repeat(SIZE / 8);
    let passages =
        fact(&format!(",\"claims\":[{{\"source\":\"s\",\"quote\":{{\"words\":\"w\",\"more\":[{}]}}}}]", list("{},")));
    let claims = fact(&format!(",\"claims\":[{}]", list("{\"source\":\"s\"},")));
    let players = fact(&format!(",\"roles\":{{\"many\":[{}]}}", list("\"a\",")));
    let long_role = fact(&format!(",\"roles\":{{\"{long}\":[{}]}}", half.trim_end_matches(',')));
    let facts = [
        passages,
        claims,
        players,
        long_role,
        fact(&format!(",\"roles\":{{{}}}", many(|n| format!("\"{n}\":\"a\",")).trim_end_matches(','))),
    ];
    let mut files: Vec<String> = facts.iter().map(|fact| dossier(&format!("\"facts\":[{fact}]"))).collect();
    files.push(dossier(&format!("\"facts\":[{}]", list(&(fact("") + ",")))));
    files.push(dossier(&format!("\"entities\":[{}]", list("{\"key\":\"\",\"kind\":\"\",\"name\":\"\"},"))));
    files.push(dossier(&format!("\"sources\":[{}]", list("{\"key\":\"\"},"))));
    files.push(dossier(&format!("\"vocabulary\":{{\"kinds\":[{}]}}", list("{\"name\":\"\"},"))));
    files.push(dossier(&format!(
        "\"vocabulary\":{{\"relations\":[{}]}}",
        list("{\"name\":\"\",\"shape\":\"either\",\"subject\":\"a\",\"object\":\"b\"},")
    )));
    files.push(dossier(&same("[")));
    files.push(dossier(&same("{\"a\":")));
    files.push(dossier(&format!("\"facts\":[{}]", "1".repeat(SIZE))));
    for (n, file) in files.iter().enumerate() {
        for name in ["dossier", "dossier to a graph", "dossier in values"] {
            bounded(name, n, file, 80);
        }
    }
    let asserted: Vec<_> = facts.iter().map(|fact| format!("{{\"assert\":{fact}}}")).collect();
    let edits = |edits: &str| format!("\"transactions\":[{{\"edits\":[{edits}]}}]");
    let mut archives: Vec<_> = asserted.iter().map(|edit| edits(edit)).collect();
    archives.push(format!("\"transactions\":[{}]", list("{\"edits\":[]},")));
    archives.push(edits(&list(&format!("{{\"assert\":{}}},", fact("")))));
    archives.push(edits(&list("{\"add-source\":{\"key\":\"\"}},")));
    for (n, members) in archives.iter().enumerate() {
        let archive = dossier(members).replacen("dossier", "archive", 1);
        for name in ["archive to a graph", "archive in values"] {
            bounded(name, n, &archive, 80);
        }
    }
    let lines: Vec<String> = asserted
        .into_iter()
        .chain([
            same("x\n"),
            same("\n"),
            same("{}\n"),
            same("{\"assert\":"),
            many(|_| format!("{{\"assert\":{}}}\n", fact(""))),
        ])
        .collect();
    for (n, file) in lines.iter().enumerate() {
        bounded("JSON Lines", n, file, 80);
    }
}

#[test]
fn node_link_is_read_in_a_bounded_multiple() {
    let document = |nodes: &str, links: &str| format!("{{\"nodes\":[{nodes}],\"links\":[{links}]}}");
    let files = [
        document(&list("{},"), ""),
        document(&list("1,"), ""),
        document(&list("[],"), ""),
        document("", &list("{},")),
        document("", &list("1,")),
        document(&list("{\"id\":1},"), ""),
        document(many(|n| format!("{{\"id\":{n}}},")).trim_end_matches(','), ""),
        document(many(|n| format!("{{\"id\":\"~{n}\"}},")).trim_end_matches(','), ""),
        document("{\"id\":1}", &list("{\"source\":1,\"target\":1},")),
        document("", &list("{\"source\":1,\"target\":1},")),
        document(&format!("{{\"id\":1,\"motto\":[{}]}}", list("1,")), ""),
        document(&format!("{{\"id\":1,\"motto\":[{}]}}", list("1e99,")), ""),
        document(&format!("{{\"id\":1,\"motto\":[{}]}}", list("[],")), ""),
        document(&format!("{{\"id\":1,\"x\":[{}]}}", list("[],")), ""),
        document(&format!("{{\"id\":1,{}}}", many(|n| format!("\"{n}\":1,")).trim_end_matches(',')), ""),
        format!("{{\"graph\":{{\"sources\":[{}]}},\"nodes\":[],\"links\":[]}}", list("[],")),
        format!("{{{}\"nodes\":[],\"links\":[]}}", many(|n| format!("\"{n}\":1,"))),
        document(
            "",
            &format!("{{\"source\":1,\"target\":1,{}}}", many(|n| format!("\"role.{n}\":1,")).trim_end_matches(',')),
        ),
    ];
    for (n, file) in files.iter().enumerate() {
        // Each of the first is an entity without a member.
        let most = if n == 0 { 320 } else { 200 };
        for name in ["node-link", "node-link, imported"] {
            bounded(name, n, file, most);
        }
    }
}

#[test]
fn graphml_is_read_in_a_bounded_multiple() {
    let document =
        |keys: &str, graph: &str| format!("<graphml>{keys}<graph edgedefault=\"directed\">{graph}</graph></graphml>");
    let key = |n: usize| format!("<key id=\"k{n}\" for=\"node\" attr.name=\"kind\"><default>state</default></key>");
    let role = |n: usize| format!("<key id=\"k{n}\" for=\"edge\" attr.name=\"role.{n}\"><default>x</default></key>");
    let many_keys = |key: &dyn Fn(usize) -> String| (0..SIZE / 160).map(key).collect::<String>();
    let half = |part: &str| part.repeat(SIZE / 2 / part.len());
    let nodes = |part: &dyn Fn(usize) -> String| (0..SIZE / 30).map(part).collect::<String>();
    let files = [
        document("", &same("<node/>")),
        document("", &same("<node id=\"a\"/>")),
        document("", &many(|n| format!("<node id=\"{n}\"/>"))),
        document("", &many(|n| format!("<node id=\"~{n}\"/>"))),
        document("", &same("<edge/>")),
        document("", &same("<edge source=\"a\" target=\"b\"/>")),
        document("", &same("<x/>")),
        document("", &same("<x>")),
        document("", &format!("<node id=\"a\">{}</node>", same("<data key=\"a\"/>"))),
        document("", &format!("<node id=\"a\" {}/>", many(|n| format!("a{n}=\"\" ")))),
        document(&many_keys(&key), &nodes(&|n| format!("<node id=\"{n}\"/>"))),
        document(&many_keys(&role), &half("<edge source=\"a\" target=\"b\"/>")),
        document(&many(|n| format!("<key id=\"{n}\"/>")), ""),
        document("", &same("&#1;")),
        format!("<!DOCTYPE a [<!ENTITY a \"{}\">]><graphml>{}</graphml>", half("a"), half("&a;")),
    ];
    for (n, file) in files.iter().enumerate() {
        // Copies of defaults may take 16 MiB in any document, and a list of them grows by a copy of itself.
        let free = if file.contains("<default>") { 40 * MIB } else { MIB / 4 };
        bounded_but_for("GraphML", n, file, 100, free);
    }
}

#[test]
fn follow_the_money_is_read_in_a_bounded_multiple() {
    let entity = |members: &str| format!("{{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{{{members}}}}}");
    let ends = |letter: char| (0..100).map(|n| format!("\"{letter}{n}\"")).collect::<Vec<_>>().join(",");
    let link = |n: usize| {
        let (a, b) = (ends('a'), ends('b'));
        format!(
            "{{\"id\":\"l{n}\",\"schema\":\"Membership\",\"properties\":{{\"member\":[{a}],\"organization\":[{b}]}}}}\n"
        )
    };
    let files = [
        same("x\n"),
        same("{}\n"),
        same("\n"),
        many(|n| format!("{{\"id\":\"{n}\",\"schema\":\"Person\"}}\n")),
        many(|n| format!("{{\"id\":\"~{n}\",\"schema\":\"Person\"}}\n")),
        same("{\"id\":\"a\",\"schema\":\"\"}\n"),
        entity(&format!("\"name\":[{}]", many(|n| format!("\"{n}\",")).trim_end_matches(','))),
        entity(&format!("\"birthDate\":[{}]", many(|n| format!("\"{n}\",")).trim_end_matches(','))),
        entity(&format!("\"x\":[{}]", many(|n| format!("\"{n}\",")).trim_end_matches(','))),
        entity(&format!("\"x\":[{}]", list("{},"))),
        entity(&format!("\"x\":[{}]", list("1e99,"))),
        entity(&format!("\"x\":[{}]", list("[],"))),
        entity(many(|n| format!("\"{n}\":1,")).trim_end_matches(',')),
        many(link),
    ];
    for (n, file) in files.iter().enumerate() {
        bounded("FollowTheMoney", n, file, 120);
    }
}

#[test]
fn tables_are_read_in_a_bounded_multiple() {
    let head = "subject,relation,object\n";
    let files = [
        format!("{head}{}", same("x\n")),
        format!("{head}{}", same("\n")),
        format!("{head}{}", same(",,\n")),
        format!("{head}{}", same("a,r,b\n")),
        format!("{head}{}", many(|n| format!("{n},r,b\n"))),
        format!("{head}{}", same("\"\n")),
        format!("{head}{}", same(",")),
        format!("{head}a,r,\"{}\"\n", same("\n")),
        format!("{}\n", many(|n| format!("{n},"))),
        format!("subject,relation,object,{}\n{}", many(|n| format!("{n},")), same(",")),
        format!("key,name\n{}", same("a,\n")),
        format!("key,name\n{}", many(|n| format!("{n},\n"))),
        format!("key,name\na,{}\n", same("a;")),
        format!("key,name\na,{}\n", same(";")),
        format!("subject,relation,object,role.many\na,r,b,[{}]\n", same("a ")),
    ];
    for (n, file) in files.iter().enumerate() {
        for name in ["table", "table in bulk"] {
            bounded(name, n, file, 170);
        }
    }
}

#[test]
fn the_notation_is_read_in_a_bounded_multiple() {
    let files = [
        same("x\n"),
        same("x "),
        same("\""),
        same("["),
        same("a r b\n"),
        same("a r b @s\n"),
        same("@s "),
        format!("person a \"A\"\n{}", same(" also \"b\"\n")),
        format!("a r b {}", same("@s ")),
        format!("a r b many [{}]", same("a ")),
        format!("a r b {} [{}]", "k".repeat(1000), same("a ")),
        many(|n| format!("{n} r b\n")),
        many(|n| format!("source s{n}\n")),
        same("source s\n"),
        same("\\"),
        same("^a "),
        same("a:"),
        many(|n| format!("kind k{n}\n")),
        many(|n| format!("kind k{n} under k{n}\n")),
        many(|n| format!("kind k{n} under k{}\n", n + 1)),
        many(|n| format!("role r{n}\n")),
        many(|n| format!("relation r{n} state from any to any\n")),
        many(|n| format!("relation r{n} state from x to x\n")),
        same("kind a\n"),
        same("kind\n"),
        same("open\n"),
        format!("kind a under {}", same("b ")),
        format!("kind a {}", same("code x \"\" ")),
        format!("relation x event from any to any {}", same("optional language any ")),
        format!("relation x event from any to any {}", same("optional ")),
    ];
    for (n, file) in files.iter().enumerate() {
        bounded("notation", n, file, 550);
    }
}

/// Demands that a file is read, or refused, within so many times its size and a little.
#[track_caller]
fn bounded(name: &str, n: usize, file: &str, most: usize) {
    bounded_but_for(name, n, file, most, MIB / 4);
}

#[track_caller]
fn bounded_but_for(name: &str, n: usize, file: &str, most: usize, free: usize) {
    let (bytes, read) = read(name, file.as_bytes(), &schema());
    let size = file.len();
    println!("{name}, file {n}: {size} bytes take {bytes}, {} times, {} made", bytes / size, read.made);
    assert!(bytes <= most * size + free, "{name}, file {n}: {size} bytes take {bytes}: {read:?}");
}
