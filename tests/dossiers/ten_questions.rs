//! Guards the guide on asking: the ten questions on real records have the answers that the records' own figures give.
#![expect(unreachable_pub, reason = "shared with the example")]

use crate::outside::outside;

#[path = "../../examples/ten_questions/questions.rs"]
mod questions;
#[path = "../../examples/ten_questions/records.rs"]
mod records;

#[test]
fn the_answers_are_those_of_the_records() {
    let (Some(_), Some(_)) = (outside("historian"), outside("icews14")) else { return };
    let folder = records::folder();
    let historian = records::historian(&folder).unwrap().unwrap();
    let icews = records::icews(&folder).unwrap().unwrap();
    for (question, answer) in questions::all(&historian, &icews).unwrap() {
        println!("{question}\n{answer}\n");
    }
    assert_eq!(questions::visits_in_1991(&historian).unwrap(), "58");
    let most = questions::most_visits(&historian).unwrap();
    assert!(
        most.starts_with("Israel") && most.contains(": 127 certain") && most.contains("United Kingdom: 116 certain"),
        "{most}"
    );
    let recognized = questions::recognized_in_1991(&historian).unwrap();
    let states: Vec<_> =
        recognized.lines().filter_map(|line| line.strip_prefix("certainly: ")).map(str::to_lowercase).collect();
    assert_eq!(
        states,
        [
            "armenia",
            "azerbaijan",
            "belarus",
            "kazakhstan",
            "kyrgyzstan",
            "moldova",
            "tajikistan",
            "turkmenistan",
            "uzbekistan"
        ]
    );
}
