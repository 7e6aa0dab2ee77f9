//! Random records, and random edits of them.

/// A generator of numbers from a seed.
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % count.max(1)
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const TEXT: &str = "The guest came in May. The host met him. They spoke of water, grain and borders.";
const VOCABULARY: &str = "\
kind person about \"Who acts.\"
# what is visited
kind state
relation visits event from person to state
relation born event from person to date functional
relation recognized event from state to state
";
const QUOTES: [&str; 4] = ["came in May", "met him", "spoke of water", "grain and borders"];

/// Statements, comments and blank lines, each with its lines.
#[derive(Clone)]
pub(super) struct Record {
    pub(super) items: Vec<String>,
    /// How many names were given, so that those of two versions may be the same.
    names: usize,
}

impl Record {
    pub(super) fn text(&self) -> String {
        let mut text = self.items.join("\n");
        text.push('\n');
        text
    }

    pub(super) fn random(random: &mut Random) -> Self {
        let mut record = Self { items: Vec::new(), names: 0 };
        let items = &mut record.items;
        items.push("## A record".into());
        items.push(String::new());
        if random.below(5) == 0 {
            items.extend(VOCABULARY.lines().map(str::to_owned));
        }
        items.push("# the sources".into());
        for n in 0..3 {
            let text = if n < 2 { format!(" text \"{TEXT}\"") } else { String::new() };
            items.push(format!("source s{n} title \"T{n}\"{text}"));
        }
        items.push(String::new());
        for n in 0..4 {
            let also = if n == 1 { " also \"Alias\" in en @s2" } else { "" };
            items.push(format!("entity person p{n} \"Person {n}\"{also}"));
            items.push(format!("entity state c{n} \"State {n}\" # state {n}"));
        }
        items.push(String::new());
        for _ in 0..2 + random.below(8) {
            record.add(random, "b");
        }
        record
    }

    /// One change, which may leave a fault.
    pub(super) fn edit(&mut self, random: &mut Random, who: &str) {
        match random.below(18) {
            0..=3 => self.add(random, who),
            4 | 5 => {
                let at = random.below(self.items.len() + 1);
                let number = random.below(1_000_000);
                self.items.insert(at, format!("# comment {who} {number}"));
            }
            6 | 7 => self
                .change(random, |random, line| line.replace("planned", random.of(&["cancelled", "denied", "actual"]))),
            8 => self.change(random, |random, line| {
                let is_fact = [" visits ", " born ", " recognized "].iter().any(|relation| line.contains(relation));
                let claim = random.claim();
                if is_fact && !line.contains('#') { format!("{line}\n  {claim}") } else { line.to_owned() }
            }),
            9 => self.change(random, |random, line| {
                let names = [" also \"A1\"", " also \"A2\" in kk", " id wikidata \"Q1\""];
                if line.starts_with("entity person") { line.to_owned() + random.of(&names) } else { line.to_owned() }
            }),
            10 => self.change(random, |random, line| match line.strip_suffix('"') {
                Some(rest) if line.starts_with("source s2") => format!("{rest}{}\"", random.below(3)),
                Some(rest) if line.starts_with("entity person") && !line.contains(" also ") => {
                    format!("{rest}{}\"", random.below(3))
                }
                _ => line.to_owned(),
            }),
            11 if !self.items.is_empty() => {
                let at = random.below(self.items.len());
                self.items.remove(at);
            }
            12 if self.items.len() > 2 => {
                let (one, other) = (random.below(self.items.len()), random.below(self.items.len()));
                self.items.swap(one, other);
            }
            13 => {
                let at = random.below(self.items.len() + 1);
                self.items.insert(at, String::new());
            }
            14 => self.change(random, |random, line| {
                let parts = [" about \"So.\"", " about \"Not so.\"", " code wikidata \"Q1\"", " inverse turned"];
                let declares = line.starts_with("kind ") || line.starts_with("relation ");
                if declares { line.to_owned() + random.of(&parts) } else { line.to_owned() }
            }),
            _ => self.redate(random),
        }
    }

    /// Changes the date of a fact.
    fn redate(&mut self, random: &mut Random) {
        let dated: Vec<usize> = (0..self.items.len()).filter(|at| self.items[*at].contains(" on ")).collect();
        let Some(at) = dated.get(random.below(dated.len())) else { return };
        let line = &self.items[*at];
        let start = line.find(" on ").unwrap();
        let rest = line[start + 4..].find(' ').map_or("", |end| &line[start + 4 + end..]);
        self.items[*at] = format!("{} on 203{}-0{}{rest}", &line[..start], random.below(3), 1 + random.below(4));
    }

    fn change(&mut self, random: &mut Random, change: impl Fn(&mut Random, &str) -> String) {
        if !self.items.is_empty() {
            let at = random.below(self.items.len());
            self.items[at] = change(random, &self.items[at]);
        }
    }

    /// Adds a statement, at the end or anywhere.
    fn add(&mut self, random: &mut Random, who: &str) {
        self.names += 1;
        // Both may give a name to different things, but seldom.
        let name =
            if random.below(12) == 0 { format!("n{}", self.names) } else { format!("{who}{}", random.below(9999)) };
        let (person, other) = (format!("p{}", random.below(4)), format!("p{}", random.below(4)));
        let (state, second) = (format!("c{}", random.below(4)), format!("c{}", random.below(4)));
        let date = format!("203{}-0{}", random.below(3), 1 + random.below(4));
        let key = self.key(random);
        let lines: Vec<String> = match random.below(13) {
            0 => vec![format!("source {name} publisher \"P\"")],
            1 => {
                vec![format!("entity person {name} \"New {name}\""), format!("{name} born 19{}", 10 + random.below(80))]
            }
            2 => vec![format!("{person} born 19{} {}", 10 + random.below(80), random.claim())],
            3 => vec![
                format!("begin said-by {other} @s{}", random.below(2)),
                format!("{person} visits {state} on {date} \"{}\"", random.of(&QUOTES)),
                format!("# within {name}"),
                format!("{state} recognized {second} on {date}"),
                "end".into(),
            ],
            4 => vec![format!("retract ^{key} \"{}\"", random.of(&["wrong", "too early"]))],
            5 => vec![
                format!("{person} visits {state} on {date} key {name} {}", random.claim()),
                format!("resolve ^{key} {} by ^{name}", random.of(&["confirmed", "postponed"])),
            ],
            6 => vec![format!("claim ^{key} {}", random.claim())],
            7 => vec![format!("keep-apart {person} from {other} \"{}\"", random.of(&["twins", "namesakes"]))],
            8 if random.below(3) == 0 => {
                vec![format!("merge {person} into {other} \"{}\"", random.of(&["one", "same"]))]
            }
            9 => vec![format!("retract ^{}", random.below(4))],
            10 => vec![format!("{state} recognized {second} on {date} {} {}", random.claim(), random.claim())],
            _ => vec![format!("{person} visits {state} on {date} planned key {name} {}", random.claim())],
        };
        let at = if random.below(3) == 0 { random.below(self.items.len() + 1) } else { self.items.len() };
        if random.below(4) == 0 {
            self.items.insert(at, format!("# why {who} {}", random.below(1_000_000)));
            self.items.splice(at + 1..=at, lines).for_each(drop);
        } else {
            self.items.splice(at..at, lines).for_each(drop);
        }
    }

    /// The key of a fact.
    fn key(&self, random: &mut Random) -> String {
        let key = |line: &String| Some(line.split_once(" key ")?.1.split_whitespace().next()?.to_owned());
        let keys: Vec<String> = self.items.iter().filter_map(key).collect();
        keys.get(random.below(keys.len())).cloned().unwrap_or_else(|| "none".into())
    }
}

impl Random {
    fn claim(&mut self) -> String {
        let source = self.below(3);
        let said = match self.below(6) {
            0 => format!("said-by p{} ", self.below(4)),
            1 => "inferred \"so\" ".into(),
            _ => String::new(),
        };
        let quote = if source < 2 && self.below(2) == 0 { format!(" \"{}\"", self.of(&QUOTES)) } else { String::new() };
        format!("{said}@s{source}{quote}")
    }
}
