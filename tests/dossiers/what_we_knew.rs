//! Guards against an example that tells another story than the communiqué: what was planned is possible on the day and
//! certain after it, and without the second source it is possible again.

#[path = "../../examples/what_we_knew.rs"]
#[expect(dead_code, reason = "a program of its own elsewhere")]
mod example;

#[test]
fn the_answers_before_and_after_and_without_a_source() {
    let story = example::story().unwrap();
    let part = |title: &str| {
        let (_, rest) = story.split_once(&format!("== {title}")).unwrap_or_else(|| panic!("{story}"));
        rest.split("\n== ").next().unwrap().to_owned()
    };
    let (then, now, left) = (part("What was known"), part("What is known since"), part("Without the wire"));
    assert!(then.contains("possibly: marsk visits caldera") && then.contains("on 2031-04 planned"), "{then}");
    assert!(now.contains("certainly: marsk visits caldera") && now.contains("between 2031-04-11/2031-04-13"), "{now}");
    assert!(now.contains("key term-corrected") && !then.contains("term-corrected"), "{now}");
    assert_eq!(
        left.split_once('\n').unwrap().1.trim(),
        then.split_once('\n').unwrap().1.trim(),
        "as if it had never been read"
    );
    let life = part("The life of the visit");
    assert!(life.contains("confirmed") && life.contains("not resolved"), "{life}");
    assert!(life.contains("as of 4 March: 1, as of 15 April: 0") && life.contains("never confirmed: 0"), "{life}");
    let changed = part("What changed");
    assert!(changed.contains("# confirmed") && changed.contains("# corrected"), "{changed}");
    let disputed = part("What is disputed");
    assert!(
        disputed.contains("said-by teixo @gazette") && disputed.contains("said-by lemos disputes @wire"),
        "{disputed}"
    );
}
