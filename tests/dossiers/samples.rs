//! Guards the sample in `data/historian`: it has the rows that its README names, unchanged, and no others.
//!
//! `CHANCERY_BLESS=1 cargo test --test dossiers the_sample_is_cut` cuts it anew from the full tables.

use std::{collections::BTreeSet, env, fs, path::Path};

use crate::{
    outside::outside,
    run::here,
    scan::{Historian, table},
};

const TABLES: [&str; 4] = ["visits_to_us.tsv", "recognition_timeline.tsv", "territories.tsv", "territory_lineage.tsv"];
const YEARS: [i32; 2] = [1990, 1994];

/// The territories of the sample: those that existed on a day of the years, the Ottoman Empire, and what came of them.
fn territories(full: &Historian) -> BTreeSet<&str> {
    let [first, last] = YEARS;
    // A year that is not given is no bound.
    let existed = |row: &&Vec<String>| {
        row[3].parse().map_or(true, |since: i32| since <= last)
            && row[4].parse().map_or(true, |until: i32| until >= first)
    };
    let roots = full.territories.iter().filter(existed).map(|row| row[0].as_str()).chain(["ottoman-empire-1922"]);
    roots.flat_map(|root| full.came_of(root).into_iter().chain([root])).collect()
}

/// Whether a row of a table is in the sample.
fn chosen(name: &str, row: &[&str], territories: &BTreeSet<&str>) -> bool {
    let [first, last] = YEARS;
    let year = |cell: &str| cell.get(..4).and_then(|year| year.parse::<i32>().ok());
    match name {
        "visits_to_us.tsv" => year(row[1]) <= Some(last) && year(row[2]) >= Some(first),
        "recognition_timeline.tsv" => year(row[3]).is_some_and(|year| (first..=last).contains(&year)),
        "territories.tsv" => territories.contains(row[0]),
        _ => territories.contains(row[0]) && territories.contains(row[2]),
    }
}

/// The rows of a full table that are in the sample, byte for byte, with the header.
fn cut(full: &Path, name: &str, territories: &BTreeSet<&str>) -> String {
    let text = fs::read_to_string(full.join(name)).unwrap();
    let lines = text.split_inclusive('\n').enumerate();
    let kept = lines.filter(|(number, line)| {
        *number == 0 || chosen(name, &line.trim_end_matches('\n').split('\t').collect::<Vec<_>>(), territories)
    });
    kept.map(|(_, line)| line).collect()
}

#[test]
fn the_sample_is_cut_from_the_full_tables_by_its_rule() {
    let Some(folder) = outside("historian") else { return };
    let full = Historian::read(&folder);
    let territories = territories(&full);
    for name in TABLES {
        let (expected, path) = (cut(&folder, name, &territories), here("data/historian").join(name));
        if env::var_os("CHANCERY_BLESS").is_some_and(|value| value == "1") {
            fs::write(&path, &expected).unwrap();
        }
        assert!(fs::read_to_string(path).unwrap() == expected, "{name} is not what its rule cuts from the full table");
    }
}

#[test]
fn the_sample_has_the_rows_that_its_readme_counts() {
    let folder = here("data/historian");
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut bytes = 0;
    for name in TABLES {
        let rows = table(&folder, name).len();
        assert!(readme.contains(&format!("| `{name}` | {rows} |")), "{name} has {rows} rows");
        bytes += fs::metadata(folder.join(name)).unwrap().len();
    }
    assert!(bytes < 120_000, "the sample is packaged with the crate, and has {bytes} bytes");
}

#[test]
fn every_row_of_the_sample_is_of_its_years_and_complete() {
    let folder = here("data/historian");
    let sample = Historian::read(&folder);
    let within = territories(&sample);
    for name in TABLES {
        let rows = table(&folder, name);
        let different: BTreeSet<_> = rows.iter().collect();
        assert_eq!(different.len(), rows.len(), "{name} has a row twice");
        for row in rows {
            let cells: Vec<_> = row.iter().map(String::as_str).collect();
            assert!(chosen(name, &cells, &within), "{name}: {row:?}");
        }
    }
}
