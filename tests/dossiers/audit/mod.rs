//! Guards against an audit that looks careful and finds nothing: correct dossiers are corrupted in one place each, and the
//! audit is measured by what it finds there and by what it finds where nothing is wrong.

mod corpus;
mod corruptions;
mod register;

use std::collections::{BTreeMap, BTreeSet};

use self::corpus::{Case, cases};
use self::corruptions::{Corrupted, Corruptions};
use chancery::{
    audit::{Finding, Severity},
    model::Modality,
};

/// The least of each class that is to be found as a warning or an error, and at all, in percent.
const FLOORS: &[(&str, usize, usize)] = &[
    ("actual recorded as plan", 25, 25),
    ("claims dropped", 100, 100),
    ("claims turned round", 100, 100),
    ("date invented", 85, 85),
    ("date made finer", 95, 95),
    ("date replaced", 95, 95),
    ("dated after publication", 100, 100),
    ("entity added", 100, 100),
    ("facts of an entity dropped", 100, 100),
    ("hash altered", 100, 100),
    ("hash moved", 100, 100),
    ("plan recorded as actual", 0, 50),
    ("quote altered", 99, 99),
    ("quote made up", 100, 100),
    ("quote moved", 100, 100),
    ("speaker dropped", 50, 85),
    ("speaker dropped in one claim", 95, 95),
    ("speaker swapped", 65, 65),
    ("text altered", 100, 100),
];

fn findings(case: &Case) -> Vec<Finding> {
    case.audit().all(&case.kg.view().with_modalities(Modality::ALL))
}

/// The gravest finding of the corruption that was not there before.
fn found(corrupted: &Corrupted, before: &BTreeSet<String>) -> Option<Severity> {
    let there = |finding: &&Finding| {
        let place = finding.place().to_string();
        let rest = place.strip_prefix(corrupted.place.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(','))
            && corrupted.codes.contains(&finding.code().name())
            && !before.contains(&finding.to_string())
    };
    findings(&corrupted.case).iter().filter(there).map(Finding::severity).max()
}

#[test]
fn correct_dossiers_are_clean() {
    let mut alarms = Vec::new();
    for case in cases() {
        for finding in findings(&case) {
            if finding.severity() > Severity::Info {
                alarms.push(format!("{}: {finding}", case.name));
            } else {
                println!("{}: {finding}", case.name);
            }
        }
    }
    assert!(alarms.is_empty(), "{} false alarms\n{}", alarms.len(), alarms.join("\n"));
}

#[test]
fn the_same_dossier_has_the_same_findings() {
    for case in cases() {
        let lines = || findings(&case).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(lines(), lines());
        assert_eq!(case.audit().first(&case.kg.view()), case.audit().all(&case.kg.view()).into_iter().next());
    }
}

/// How many corruptions were made, found as a warning or an error, and found at all.
#[derive(Clone, Copy, Default)]
struct Figure {
    made: usize,
    grave: usize,
    any: usize,
}

impl Figure {
    fn count(&mut self, found: Option<Severity>) {
        let one = Self { made: 1, grave: usize::from(found > Some(Severity::Info)), any: usize::from(found.is_some()) };
        *self = self.plus(one);
    }

    fn plus(self, other: Self) -> Self {
        Self { made: self.made + other.made, grave: self.grave + other.grave, any: self.any + other.any }
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:5} {:5} {:5}", self.made, self.grave, self.any)
    }
}

/// A corruption, and the gravest finding of it.
struct Tried {
    class: &'static str,
    line: String,
    found: Option<Severity>,
}

fn tried(case: &Case) -> Vec<Tried> {
    let before: BTreeSet<String> = findings(case).iter().map(ToString::to_string).collect();
    let corrupted = Corruptions::of(case);
    corrupted.iter().map(|of| Tried { class: of.class, line: of.line(), found: found(of, &before) }).collect()
}

#[test]
fn corruptions_are_found() {
    let mut figures: BTreeMap<&str, BTreeMap<String, Figure>> = BTreeMap::new();
    let mut public: BTreeMap<&str, Figure> = BTreeMap::new();
    let cases = cases();
    // The report itself is not in the repository. Without its text, the figures of the documentation are still demanded, which
    // are exact; the floors are those of all cases.
    let has_all = cases.iter().any(|case| !case.documented);
    // Two cases at a time: this is the longest of the tests by far.
    let (even, odd): (Vec<_>, Vec<_>) = cases.iter().enumerate().partition(|(at, _)| at % 2 == 0);
    let tried = std::thread::scope(|scope| {
        let all =
            |cases: Vec<(usize, &Case)>| cases.into_iter().map(|(at, case)| (at, tried(case))).collect::<Vec<_>>();
        let odd = scope.spawn(move || all(odd));
        let mut tried = all(even);
        tried.extend(odd.join().unwrap());
        tried.sort_by_key(|(at, _)| *at);
        tried
    });
    for (case, (_, tried)) in cases.iter().zip(tried) {
        for Tried { class, line, found } in tried {
            figures.entry(class).or_default().entry(case.name.clone()).or_default().count(found);
            if case.documented {
                public.entry(class).or_default().count(found);
            }
            if found.is_none() {
                println!("missed: {}, {class}, {line}", case.name);
            }
        }
    }
    println!("{:28} {:>5} {:>5} {:>5}", "class", "made", "found", "+info");
    let mut low = Vec::new();
    for (class, by_case) in &figures {
        let all = by_case.values().fold(Figure::default(), |sum, figure| sum.plus(*figure));
        println!("{class:28} {all}");
        for (case, figure) in by_case {
            println!("    {case:24} {figure}");
        }
        let (_, grave, any) = FLOORS.iter().find(|(name, ..)| name == class).unwrap();
        for (found, floor) in [(all.grave, grave), (all.any, any)] {
            if has_all && found * 100 < floor * all.made {
                low.push(format!("{class}: {found} of {}, at least {floor} % expected", all.made));
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
    let all = public.values().fold(Figure::default(), |sum, figure| sum.plus(*figure));
    println!("{all} in all, of those in the documentation");
    assert!(all.made >= 500 && public.len() == FLOORS.len(), "{} classes", public.len());
    let row =
        |(class, f): (&&str, &Figure)| format!("//! | {class} | {} | {} | {} |", f.made, f.grave, f.any - f.grave);
    let rows: Vec<_> = public.iter().map(row).collect();
    let table = format!("//! | corrupted | made | found | as info |\n//! |---|---|---|---|\n{}\n", rows.join("\n"));
    assert!(
        include_str!("../../../src/audit/mod.rs").contains(&table),
        "the documentation has other figures than\n{table}"
    );
}
