//! Dossiers that are right: the core of the report, the report itself by range and hash, two made-up texts, and the
//! dossiers of the project.

use std::fs;

use chancery::{
    Draft, Error, KnowledgeGraph, Source,
    audit::Audit,
    diplomacy::{
        self, City, Event, InternationalOrganization, Ministry, Mission, Person, ResearchInstitute, State, Treaty,
    },
    entity, fact,
    model::{Quote, Sha256},
    notation,
};

use crate::outside::outside;

#[path = "../../../examples/by_hand/core.rs"]
mod core;

/// A graph in which nothing is wrong, and the texts that it does not hold itself.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) kg: KnowledgeGraph,
    pub(crate) texts: Vec<(String, String)>,
    /// Whether its figures are among those in the documentation: it is the project's own, and its facts are in this file.
    pub(crate) documented: bool,
}

impl Case {
    fn new(name: &str, kg: Result<KnowledgeGraph, Error>) -> Self {
        Self { name: name.to_owned(), kg: kg.unwrap(), texts: Vec::new(), documented: true }
    }

    pub(crate) fn audit(&self) -> Audit {
        let texts = self.texts.iter();
        texts.fold(Audit::new(), |audit, (key, text)| audit.text_of(key, text).unwrap())
    }
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("core of the report", core::record()),
        Case::new("made-up communiqué", communique()),
        Case::new("made-up wire", wire()),
    ];
    for (name, files) in [
        ("report.facts", &["data/press-report/report.facts"][..]),
        ("plan.facts", &["data/communique/plan.facts"]),
        ("outcome.facts", &["data/communique/outcome.facts"]),
    ] {
        let kg = notation::Reader::new(diplomacy::schema()).read_files(files).unwrap();
        cases.push(Case { name: name.to_owned(), kg, texts: Vec::new(), documented: true });
    }
    if let Some(path) = outside("press/report-2026-01-24.txt") {
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(Sha256::of(&text), REPORT.parse().unwrap(), "the report is another one");
        let texts = vec![("dna".to_owned(), text)];
        let kg = notation::Reader::new(diplomacy::schema()).read_files(["data/press-report/report.facts"]).unwrap();
        cases.push(Case {
            name: "report.facts and the report".to_owned(),
            kg,
            texts: texts.clone(),
            documented: false,
        });
        cases.push(Case { texts, documented: false, ..Case::new("the report by hash", report()) });
    }
    cases
}

fn assert_all(kg: &mut KnowledgeGraph, facts: Vec<Draft<&'static str>>) -> Result<(), Error> {
    facts.into_iter().try_for_each(|draft| kg.assert(draft).map(drop))
}

const COMMUNIQUE: &str = "\
MADE-UP COMMUNIQUÉ. Rivermouth, 12 May 2031.

The President of Averland, Ilse Marten, and the Prime Minister of Sorvia, Tomas Reku, met at Rivermouth on 11 and 12 May \
2031. On the second day they signed the Treaty on the Upper River. Averland is expected to ratify it before the end of \
2031.

Opening the talks, President Marten recalled that Sorvia recognized Averland in 1974. The two states established diplomatic \
relations on 3 March 1975, Mr. Reku noted. He announced that he would visit Holm in October, and that Sorvia will open an \
embassy there in 2032.

Ambassador Lena Okoro, who presented her credentials to Sorvia in September 2028, took part in the talks. Mr. Reku praised \
Ms. Okoro for her patience. Last year his foreign minister, Petra Lund, had criticized the Institute of Hydrology for its \
slow work.

The Institute of Hydrology, led by Professor Jan Vels, hosted a seminar on the eve of the meeting. According to Professor \
Vels, Averland cooperates with Dorland on the river too. Sorvia severed relations with Dorland in the 1990s.

Ms. Lund said that she had met Professor Vels in April. Vels welcomed her. The Institute, he added, works for both states \
since 2019, and is now a member of the River Union. The next seminar will be hosted by the city of Holm.
";

fn communique() -> Result<KnowledgeGraph, Error> {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("communique").published("2031-05-12").text(COMMUNIQUE))?;
    for (key, name) in [
        ("marten", "Ilse Marten"),
        ("reku", "Tomas Reku"),
        ("okoro", "Lena Okoro"),
        ("lund", "Petra Lund"),
        ("vels", "Jan Vels"),
    ] {
        kg.add(Person, entity(name).key(key))?;
    }
    for name in ["Averland", "Sorvia", "Dorland"] {
        kg.add(State, name)?;
    }
    for (key, name) in [("talks", "Talks at Rivermouth"), ("seminar", "Seminar on the river"), ("next", "Next seminar")]
    {
        kg.add(Event, entity(name).key(key))?;
    }
    kg.add(City, "Holm")?;
    kg.add(ResearchInstitute, entity("Institute of Hydrology").key("institute"))?;
    kg.add(InternationalOrganization, entity("River Union").key("union"))?;
    kg.add(Treaty, entity("Treaty on the Upper River").key("treaty"))?;
    kg.add(Mission, entity("Embassy of Sorvia in Holm").key("embassy"))?;
    let say = "communique";
    assert_all(
        &mut kg,
        vec![
            fact("marten", "met", "reku").on("2031-05").cite(say, "met at Rivermouth on 11 and 12 May"),
            fact("marten", "signed", "treaty")
                .on("2031-05")
                .cite(say, "2031. On the second day they signed the Treaty")
                .inferred("the second of two days in May"),
            fact("averland", "ratified", "treaty")
                .on("2031")
                .planned()
                .cite(say, "Averland is expected to ratify it before the end of 2031"),
            fact("marten", "head-of-state-of", "averland")
                .as_of("2031-05-12")
                .cite(say, "The President of Averland, Ilse Marten")
                .inferred("a president is the head of state"),
            fact("reku", "head-of-government-of", "sorvia")
                .as_of("2031-05-12")
                .cite(say, "the Prime Minister of Sorvia, Tomas Reku")
                .inferred("a prime minister is the head of government"),
            fact("sorvia", "recognized", "averland")
                .on("1974")
                .cite(say, "Sorvia recognized Averland in 1974")
                .said_by("marten"),
            fact("averland", "established-relations-with", "sorvia")
                .on("1975-03-03")
                .cite(say, "The two states established diplomatic relations on 3 March 1975")
                .said_by("reku"),
            fact("reku", "visits", "holm")
                .on("2031-10")
                .planned()
                .cite(say, "he would visit Holm in October")
                .said_by("reku"),
            fact("sorvia", "opened-mission", "embassy")
                .on("2032")
                .planned()
                .cite(say, "Sorvia will open an embassy there in 2032")
                .said_by("reku"),
            fact("okoro", "presented-credentials-to", "sorvia")
                .on("2028-09")
                .cite(say, "who presented her credentials to Sorvia in September 2028"),
            fact("okoro", "took-part-in", "talks").cite(say, "took part in the talks"),
            fact("okoro", "titled", chancery::model::Value::Text("Ambassador".into()))
                .as_of("2031-05-12")
                .cite(say, "Ambassador Lena Okoro"),
            fact("reku", "praised", "okoro").cite(say, "Mr. Reku praised Ms. Okoro for her patience"),
            fact("lund", "foreign-minister-of", "sorvia").as_of("2030").cite(say, "his foreign minister, Petra Lund"),
            fact("lund", "criticized", "institute")
                .on("2030")
                .cite(say, "had criticized the Institute of Hydrology for its slow work"),
            fact("vels", "leads", "institute")
                .as_of("2031-05-12")
                .cite(say, "The Institute of Hydrology, led by Professor Jan Vels"),
            fact("institute", "hosts", "seminar").cite(say, "hosted a seminar on the eve of the meeting"),
            fact("averland", "cooperates-with", "dorland")
                .as_of("2031-05-12")
                .cite(say, "Averland cooperates with Dorland on the river too")
                .said_by("vels"),
            fact("sorvia", "severed-relations-with", "dorland")
                .on("199X")
                .cite(say, "Sorvia severed relations with Dorland in the 1990s"),
            fact("lund", "met", "vels").on("2031-04").cite(say, "she had met Professor Vels in April").said_by("lund"),
            fact("vels", "welcomed", "lund").cite(say, "Vels welcomed her"),
            fact("institute", "member-of", "union")
                .as_of("2031-05-12")
                .cite(say, "is now a member of the River Union")
                .said_by("vels"),
            fact("holm", "hosts", "next").planned().cite(say, "The next seminar will be hosted by the city of Holm"),
        ],
    )?;
    Ok(kg)
}

const WIRE: &str = "\
KESTREL BAY (Made-Up Wire), Nov. 4 — Orlane's foreign minister, Adaeze Ruiz, arrived in Kestrel Bay on Monday for two days of \
talks hosted by the Harbour Foundation.

“Our embassy here opened in 1998,” Ruiz told reporters. She said Orlane would recall its envoy, Davi Storm, in January. Storm, \
51, has headed the Harbour Foundation's council since June 2027.

Ruiz met President Amadou Keel on Monday evening. The two are to meet again tomorrow, Keel's spokesman, Rui Falk, said. Falk \
denied that Kestria had sanctioned Orlane last month.

“Kestria joined the Coastal Union in 2004, and Orlane wants to join,” the minister said. The Union is based in Port Ansel.

Keel has been president since 29 July 2029. He is going to pay a state visit to Orlane in the spring of 2032. Kestria and \
Orlane have had diplomatic relations since 1961; they were broken off in 1983, Falk told a local paper.

Storm was appointed by Orlane three weeks ago. Mara Ilk, who directs the Foundation, thanked the guests. Two ministers from \
the Coastal Union telephoned her today, she said.
";

fn wire() -> Result<KnowledgeGraph, Error> {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("wire").published("2031-11-04").text(WIRE))?;
    for (key, name) in [
        ("ruiz", "Adaeze Ruiz"),
        ("storm", "Davi Storm"),
        ("keel", "Amadou Keel"),
        ("falk", "Rui Falk"),
        ("ilk", "Mara Ilk"),
    ] {
        kg.add(Person, entity(name).key(key))?;
    }
    for name in ["Orlane", "Kestria"] {
        kg.add(State, name)?;
    }
    kg.add(City, entity("Kestrel Bay").key("bay"))?;
    kg.add(City, entity("Port Ansel").key("port"))?;
    kg.add(Event, entity("Two days of talks").key("talks"))?;
    kg.add(ResearchInstitute, entity("Harbour Foundation").key("foundation"))?;
    kg.add(Ministry, entity("Council of the Harbour Foundation").key("council"))?;
    kg.add(InternationalOrganization, entity("Coastal Union").key("union"))?;
    kg.add(Mission, entity("Embassy of Orlane").key("embassy"))?;
    let say = "wire";
    assert_all(
        &mut kg,
        vec![
            fact("ruiz", "foreign-minister-of", "orlane")
                .as_of("2031-11-04")
                .cite(say, "Orlane's foreign minister, Adaeze Ruiz"),
            fact("ruiz", "visits", "bay")
                .on("2031-11-03")
                .cite(say, "arrived in Kestrel Bay on Monday for two days of talks"),
            fact("foundation", "hosts", "talks").cite(say, "talks hosted by the Harbour Foundation"),
            fact("orlane", "opened-mission", "embassy")
                .on("1998")
                .cite(say, "Our embassy here opened in 1998")
                .said_by("ruiz"),
            fact("orlane", "recalled", "storm")
                .on("2032-01")
                .planned()
                .cite(say, "Orlane would recall its envoy, Davi Storm, in January")
                .said_by("ruiz"),
            fact("storm", "leads", "council")
                .since("2027-06")
                .cite(say, "has headed the Harbour Foundation's council since June 2027"),
            fact("ruiz", "met", "keel").on("2031-11-03").cite(say, "Ruiz met President Amadou Keel on Monday evening"),
            fact("ruiz", "met", "keel")
                .on("2031-11-05")
                .planned()
                .cite(say, "The two are to meet again tomorrow")
                .said_by("falk"),
            fact("kestria", "member-of", "union")
                .since("2004")
                .cite(say, "Kestria joined the Coastal Union in 2004")
                .said_by("ruiz"),
            fact("orlane", "member-of", "union").planned().cite(say, "Orlane wants to join").said_by("ruiz"),
            fact("union", "based-in", "port").as_of("2031-11-04").cite(say, "The Union is based in Port Ansel"),
            fact("keel", "head-of-state-of", "kestria")
                .since("2029-07-29")
                .cite(say, "Keel has been president since 29 July 2029"),
            fact("keel", "visits", "orlane")
                .on("2032")
                .planned()
                .cite(say, "is going to pay a state visit to Orlane in the spring of 2032"),
            fact("kestria", "relations-with", "orlane")
                .since("1961")
                .cite(say, "have had diplomatic relations since 1961"),
            fact("kestria", "severed-relations-with", "orlane")
                .on("1983")
                .cite(say, "they were broken off in 1983")
                .said_by("falk"),
            fact("orlane", "appointed", "storm")
                .on("2031-10")
                .cite(say, "Storm was appointed by Orlane three weeks ago"),
            fact("ilk", "leads", "foundation").as_of("2031-11-04").cite(say, "Mara Ilk, who directs the Foundation"),
            fact("ilk", "welcomed", "ruiz").cite(say, "thanked the guests").inferred("she is one of the guests"),
        ],
    )?;
    Ok(kg)
}

const REPORT: &str = "90ec3e98ac160f0599545768c8e100578d8609133040494a2e445a6c6ced151a";

/// Facts of the report itself, whose words are given by range and hash.
fn report() -> Result<KnowledgeGraph, Error> {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("dna").published("2026-01-24").sha256(REPORT.parse()?))?;
    for (key, name) in [
        ("tokayev", "Kassym-Jomart Tokayev"),
        ("kistafin", "Yerzhan Kistafin"),
        ("saleem", "Jauhar Saleem"),
        ("rifaat", "Hamzah Rifaat"),
    ] {
        kg.add(Person, entity(name).key(key))?;
    }
    kg.add(ResearchInstitute, entity("Institute of Regional Studies").key("irs").alias_in("en", "IRS"))?;
    kg.add(diplomacy::Programme, entity("Central Asia Program").key("program"))?;
    for name in ["Kazakhstan", "Pakistan"] {
        kg.add(State, name)?;
    }
    kg.add(Event, entity("Curtain-raiser").key("event"))?;
    let at = |start: u32, end: u32, hash: &str| Ok::<_, Error>(Quote::hashed(start..end, hash.parse()?));
    let visit = at(309, 418, "f89d8a6db5162bf0361b78a93a190b0d652834f5a54ea7e2867abac8a35b2847")?;
    let visit =
        kg.assert(fact("tokayev", "visits", "pakistan").key("visit").on("2026-02").planned().cite("dna", visit))?;
    let ahead = at(296, 329, "91da38db91a2010a0a291ab460dbc61701330c38e55a37c5f52d34351ef4f545")?;
    kg.assert(fact("event", "ahead-of", visit).as_of("2026-01-24").cite("dna", ahead))?;
    assert_all(
        &mut kg,
        vec![
            fact("irs", "hosts", "event")
                .cite("dna", at(171, 211, "9878a29a3f9c056b03d37dfdca4758a4cd1cb541e7511163ce9a2d8aeb4b5454")?),
            fact("saleem", "president-of", "irs")
                .as_of("2026-01-24")
                .cite("dna", at(645, 717, "66e4a29847d7ef5c790484cddc92c690308edcda52540d6c92eadc261cf0f41f")?),
            fact("kistafin", "ambassador-of", "kazakhstan")
                .with("accredited-to", "pakistan")
                .as_of("2026-01-24")
                .cite("dna", at(728, 787, "d377610af91d70fe5fbcc422a5cdaebbaf6cb865b86a69a150040981f84a6705")?),
            fact("saleem", "welcomed", "kistafin")
                .cite("dna", at(719, 749, "b7af3f1970c7089e56a5180aada1ee6c62396f8584943d94b720857873c60134")?),
            fact("pakistan", "recognized", "kazakhstan")
                .on("1991?")
                .cite("dna", at(1401, 1495, "088e1b0dc07b9fe299aab7384276e38ef67a2427da3e8cc99c76f4b7793e2f82")?)
                .said_by("kistafin")
                .inferred("the year is that of the independence"),
            fact("rifaat", "leads", "program")
                .as_of("2026-01-24")
                .cite("dna", at(3467, 3513, "da811323b9a5348157e039e3efa43c3dfc894dac33deb36fe150a3a19b86214f")?),
            fact("kazakhstan", "cooperates-with", "pakistan")
                .as_of("2026-01-24")
                .cite("dna", at(2801, 2900, "bbdc1c52430d7a2a2f7019d2718f121b34eba2fcea92ce56bd9590cb3f032dec")?)
                .said_by("kistafin"),
            fact("saleem", "highlighted", visit)
                .cite("dna", at(1081, 1128, "a39afa835e3ff69df900c1b854c0d65c350e8bb0caae00e2b5edae84e1d20f9a")?),
            fact("kazakhstan", "relations-with", "pakistan")
                .as_of("2026-01-24")
                .cite("dna", at(882, 964, "f9c0bbc9fbcd451566f98da21b884a53feda1d5d7f98b33c522a17e5ccabb3f8")?)
                .said_by("saleem"),
            fact("irs", "motto", chancery::model::Value::Text("Know thy neighbours".into()))
                .as_of("2026-01-24")
                .cite("dna", at(3642, 3683, "cb85b5b3bb589990ecf06da7e643c132351941bf8604126cf062c53068f8f0ae")?)
                .said_by("saleem"),
            fact("kistafin", "spoke-at", "event")
                .cite("dna", at(1288, 1382, "af3de5ff1f80f391346593fbe00299f2e6a1ad16d18a1ae2afff79e9a4a9198c")?),
        ],
    )?;
    Ok(kg)
}
