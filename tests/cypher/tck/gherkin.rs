//! Reads Gherkin: features of scenarios, and outlines with examples.

/// One scenario, or one example of an outline.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// The name. For an outline with its placeholders.
    pub name: String,
    /// The number of the example, from 1 over all tables of the outline.
    pub example: Option<usize>,
    /// Those of the background first.
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Without `Given`, `And`, and so on.
    pub text: String,
    /// What stands between `"""`.
    pub doc: String,
    pub table: Vec<Vec<String>>,
}

/// A feature: its scenarios, and how many scenarios and outlines it declares.
#[derive(Debug, Default)]
pub struct Feature {
    pub declared: usize,
    pub scenarios: Vec<Scenario>,
}

/// What is being read.
enum In {
    Nothing,
    Background,
    Scenario,
    Examples,
}

/// A scenario or outline as it is read.
#[derive(Default)]
struct Open {
    outline: bool,
    name: String,
    steps: Vec<Step>,
    examples: Vec<Vec<Vec<String>>>,
}

/// Reads a feature. An error names the line that is not understood.
pub fn feature(text: &str) -> Result<Feature, String> {
    let mut feature = Feature::default();
    let mut background: Vec<Step> = Vec::new();
    let mut open: Option<Open> = None;
    let mut place = In::Nothing;
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let wrong = |what: &str| format!("line {}: {what}: `{line}`", number + 1);
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with('@') {
            continue;
        }
        if trimmed.starts_with("Feature:") {
            continue;
        }
        if trimmed.starts_with("Background:") {
            place = In::Background;
            continue;
        }
        let begun = [("Scenario Outline:", true), ("Scenario:", false)];
        if let Some((outline, name)) =
            begun.iter().find_map(|(word, outline)| Some((*outline, trimmed.strip_prefix(word)?)))
        {
            close(&mut feature, open.take(), &background)?;
            open = Some(Open { outline, name: name.trim().to_owned(), ..Open::default() });
            place = In::Scenario;
            continue;
        }
        if trimmed.starts_with("Examples:") {
            let examples = open.as_mut().filter(|open| open.outline).map(|open| &mut open.examples);
            examples.ok_or_else(|| wrong("examples of no outline"))?.push(Vec::new());
            place = In::Examples;
            continue;
        }
        let steps = match (&place, &mut open) {
            (In::Background, _) => &mut background,
            (In::Scenario, Some(open)) => &mut open.steps,
            (In::Examples, Some(open)) => {
                let row = row(trimmed).ok_or_else(|| wrong("expected a row of examples"))?;
                open.examples.last_mut().ok_or_else(|| wrong("no table"))?.push(row);
                continue;
            }
            _ => return Err(wrong("belongs to no scenario")),
        };
        if let Some(text) =
            ["Given ", "When ", "Then ", "And ", "But "].iter().find_map(|word| trimmed.strip_prefix(word))
        {
            steps.push(Step { text: text.trim().to_owned(), ..Step::default() });
            continue;
        }
        let step = steps.last_mut().ok_or_else(|| wrong("belongs to no step"))?;
        if trimmed == "\"\"\"" {
            let margin = line.len() - line.trim_start().len();
            let body: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != "\"\"\"").collect();
            let cut = |line: &&str| line.get(margin..).unwrap_or_else(|| line.trim_start()).to_owned();
            step.doc = body.iter().map(cut).collect::<Vec<_>>().join("\n");
        } else {
            step.table.push(row(trimmed).ok_or_else(|| wrong("is no step, text or table"))?);
        }
    }
    close(&mut feature, open, &background)?;
    Ok(feature)
}

/// The cells of a row of a table.
fn row(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?;
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '|' => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            // Gherkin has three escapes; the others are left to Cypher.
            '\\' => match chars.next() {
                Some(escaped @ ('|' | '\\')) => cell.push(escaped),
                Some(other) => cell.extend(['\\', other]),
                None => cell.push('\\'),
            },
            _ => cell.push(c),
        }
    }
    // Behind the last bar there may be a comment.
    let rest = cell.trim();
    (rest.is_empty() || rest.starts_with('#')).then_some(cells)
}

/// Adds a scenario, or each example of an outline.
fn close(feature: &mut Feature, open: Option<Open>, background: &[Step]) -> Result<(), String> {
    let Some(Open { outline, name, steps, examples }) = open else { return Ok(()) };
    feature.declared += 1;
    let steps = [background, &steps].concat();
    if !outline {
        feature.scenarios.push(Scenario { name, example: None, steps });
        return Ok(());
    }
    let before = feature.scenarios.len();
    for table in &examples {
        let [header, rows @ ..] = table.as_slice() else {
            return Err(format!("`{name}` has examples without a table"));
        };
        for row in rows {
            if row.len() != header.len() {
                return Err(format!("`{name}` has a row of {} cells under {}", row.len(), header.len()));
            }
            let fill = |text: &String| {
                header.iter().zip(row).fold(text.clone(), |text, (key, cell)| text.replace(&format!("<{key}>"), cell))
            };
            let fill_step = |step: &Step| Step {
                text: fill(&step.text),
                doc: fill(&step.doc),
                table: step.table.iter().map(|row| row.iter().map(fill).collect()).collect(),
            };
            let example = Some(feature.scenarios.len() - before + 1);
            feature.scenarios.push(Scenario {
                name: name.clone(),
                example,
                steps: steps.iter().map(fill_step).collect(),
            });
        }
    }
    if feature.scenarios.len() == before { Err(format!("the outline `{name}` has no examples")) } else { Ok(()) }
}

#[test]
fn scenarios_outlines_and_tables_are_read() {
    let text = "Feature: f\n\n  Background:\n    Given a graph\n\n  @tag\n  Scenario: [1] one\n    When asked:\n      \"\"\"\n      A\n        B\n      \"\"\"\n    Then rows:\n      | a\\|b | 'c\\n' |\n\n  Scenario Outline: [2] <x>\n    When <x> <y>:\n      | <y> |\n    Examples:\n      | x | y |\n      | 1 | 2 |\n      #| 0 | 0 |\n    Examples:\n      | y | x |\n      | 3 | 4 | # and so on\n";
    let feature = feature(text).unwrap();
    assert_eq!((feature.declared, feature.scenarios.len()), (2, 3));
    let [one, two, three] = feature.scenarios.as_slice() else { panic!("{feature:?}") };
    assert_eq!((one.steps.len(), one.steps[1].doc.as_str()), (3, "A\n  B"));
    assert_eq!(one.steps[2].table, [["a|b", "'c\\n'"]]);
    assert_eq!((two.name.as_str(), two.example, two.steps[1].text.as_str()), ("[2] <x>", Some(1), "1 2:"));
    assert_eq!((three.example, three.steps[1].table.as_slice()), (Some(2), &[vec!["3".to_owned()]][..]));
    for wrong in [
        "  Given a\n",
        "Scenario: a\n | x |\n",
        "Scenario: a\n Given b\n nonsense\n",
        "Scenario Outline: a\n Given b\n",
    ] {
        assert!(self::feature(wrong).is_err(), "{wrong}");
    }
}
