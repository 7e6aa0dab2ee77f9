//! Pages for a browser: `.ci/run` has this write them into the folder that `CHANCERY_BROWSER` names, with answers of
//! the library beside them, and `tests/browser/check.mjs` opens them. Without the folder it does nothing.

use std::{env, fs, path::Path};

use chancery::{KnowledgeGraph, Schema, Source, entity, fact, io::page::Page, model::Modality, view::View};
use serde_json::json;

use super::{report, signs};
use crate::graphs;

#[test]
fn pages_for_a_browser() {
    let Some(folder) = env::var_os("CHANCERY_BROWSER") else {
        println!("CHANCERY_BROWSER names no folder: nothing is written");
        return;
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).unwrap();
    for (name, kg) in [("report", report()), ("signs", signs()), ("hostile", hostile()), ("large", large())] {
        let view = graphs::all(&kg);
        let page = Page::of(&view).title(format!("Page of {name}"));
        fs::write(folder.join(format!("{name}.html")), page.to_string()).unwrap();
        fs::write(folder.join(format!("{name}.answers.json")), answers(&view).to_string()).unwrap();
    }
}

/// How many facts are certain and possible on some days, and how many are left without each source.
fn answers(view: &View<'_>) -> serde_json::Value {
    let days: Vec<_> =
        ["1991-06-01", "2020-07-01", "2026-01-24", "2026-02-10", "2026-05-03", "2026-05-20", "2030-01-01"]
            .into_iter()
            .map(|day| {
                let on: Vec<_> = view.on(day).unwrap().all_facts().collect();
                let may = |modality: Modality| !modality.bound().is_no();
                let certain = on.iter().filter(|fact| fact.truth().is_yes()).count();
                let possible = on.iter().filter(|fact| !fact.truth().is_yes() && may(fact.modality())).count();
                json!({"day": day, "certain": certain, "possible": possible})
            })
            .collect();
    let without: Vec<_> = view
        .sources()
        .enumerate()
        .map(|(n, source)| json!({"source": n, "facts": view.without_sources(source.id()).unwrap().fact_count()}))
        .collect();
    json!({"days": days, "without": without})
}

/// The graph of hostile texts, and 10,000 more as names, quotes, titles and values.
fn hostile() -> KnowledgeGraph {
    let mut kg = graphs::hostile();
    let texts: Vec<String> = super::hostile::texts(10_000);
    for (n, text) in texts.iter().enumerate().take(400) {
        let key = format!("x{n}");
        kg.add("person", entity(format!("n{text}")).key(&key)).unwrap();
        kg.assert(fact(key.as_str(), "motto", text.as_str()).since("1991")).unwrap();
    }
    // The others are lines of one text, each quoted.
    let whole = texts.join("|");
    kg.add_source(Source::new("x").title(&texts[0]).text(&whole)).unwrap();
    let mut from = 0;
    for text in texts.iter().take(1200) {
        let to = from + u32::try_from(text.chars().count()).unwrap();
        let quote = chancery::model::Quote::default().at(from..to + 1);
        kg.assert(fact("x0", "motto", text.as_str()).cite("x", quote)).unwrap();
        from = to + 1;
    }
    kg
}

/// Two thousand facts with a quote each.
fn large() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(Schema::new().open());
    let sentence = |n: usize| format!("On day {n} the person a{} met the person a{}. ", n % 300, n % 299);
    let text: String = (0..2000).map(sentence).collect();
    kg.add_source(Source::new("diary").title("A long diary").text(&text)).unwrap();
    for n in 0..300 {
        kg.add("person", entity(format!("Person a{n}")).key(format!("a{n}"))).unwrap();
    }
    for n in 0..2000 {
        let (one, other) = (format!("a{}", n % 300), format!("a{}", (n % 299 + 1) % 300));
        let relation = ["met", "wrote-to", "knows", "saw"][n % 4];
        let day = chancery::Day::from_epoch_days(i64::try_from(n).unwrap() * 5).unwrap();
        let quote = sentence(n).trim().to_owned();
        kg.assert(fact(one.as_str(), relation, other.as_str()).on(day).cite("diary", quote.as_str())).unwrap();
    }
    kg
}
