use super::check;

#[test]
fn booleans_have_three_values_and_null() {
    let possibly = "(date('1991') < date('1991-06'))";
    let all = [("true", "true"), ("false", "false"), ("null", "null"), (possibly, "possibly")];
    // In the order false, null, possible, true, `AND` is the least and `OR` the greatest.
    let rank = |name| ["false", "null", "possibly", "true"].iter().position(|other| *other == name).unwrap();
    let name = |rank: usize| ["false", "null", "possibly", "true"][rank];
    for (a, one) in all {
        for (b, other) in all {
            let (least, most) = (rank(one).min(rank(other)), rank(one).max(rank(other)));
            check(&[(&format!("{a} AND {b}"), name(least)), (&format!("{a} OR {b}"), name(most))]);
            // De Morgan's laws hold, also where null and possible meet.
            let not = |rank: usize| ["true", "null", "possibly", "false"][rank];
            let rank = |name| ["false", "null", "possibly", "true"].iter().position(|other| *other == name).unwrap();
            let (not_a, not_b) = (rank(not(rank(one))), rank(not(rank(other))));
            check(&[
                (&format!("NOT ({a} AND {b})"), name(not_a.max(not_b))),
                (&format!("NOT ({a} OR {b})"), name(not_a.min(not_b))),
                (&format!("NOT NOT ({a} AND {b})"), name(least)),
            ]);
        }
    }
    check(&[
        ("true XOR true", "false"),
        ("true XOR false XOR true", "false"),
        ("true XOR null", "null"),
        (&format!("true XOR {possibly}"), "possibly"),
        (&format!("{possibly} XOR null"), "null"),
        ("NOT null", "null"),
        ("123 AND true", "line 1, column 8: expected a boolean; found an integer"),
        ("NOT 'x'", "line 1, column 12: expected a boolean; found a text…"),
        ("null OR [true]", "expected a boolean; found a list…"),
        ("head([1]) AND true", "expected a boolean; found an integer…"),
    ]);
}

#[test]
fn equality_knows_null_and_nan() {
    check(&[
        ("1 = 1.0", "true"),
        ("'1' = 1", "false"),
        ("null = null", "null"),
        ("null <> null", "null"),
        ("0.0 / 0.0 = 0.0 / 0.0", "false"),
        ("0.0 / 0.0 <> 0.0 / 0.0", "true"),
        ("0.0 / 0.0 = 'a'", "false"),
        ("9007199254740993 = 9007199254740992.0", "false"),
        ("[1, 2] = [1]", "false"),
        ("[null] = [1]", "null"),
        ("[[1], [2]] = [[1], [null]]", "null"),
        ("[[1], [2, 3]] = [[1], [null]]", "false"),
        ("[1, 2] = [null, 'foo']", "false"),
        ("{} = {k: null}", "false"),
        ("{k: null} = {k: null}", "null"),
        ("{k: 1, l: null} = {k: null, l: 1}", "null"),
        ("{k: 'a', l: 2} = {l: 2, k: 'a'}", "true"),
        ("date('1991-05-06') = date('1991-05-06')", "true"),
        ("date('1991-05-06') = date('1991-05')", "possibly"),
        ("date('1991') = date('1991')", "possibly"),
        ("date('1991-05-06?') = date('1991-05-06?')", "possibly"),
        ("date('1991') = date('1992')", "false"),
        ("[date('1991')] = [date('1991-02')]", "possibly"),
    ]);
}

#[test]
fn values_of_one_type_are_ordered() {
    check(&[
        ("1 < 1.5", "true"),
        ("9007199254740993 > 9007199254740992.0", "true"),
        ("9223372036854775807 < 9223372036854775808.0", "true"),
        ("-9223372036854775808 <= -9223372036854775808.0", "true"),
        ("'a' < 'b' <= 'b'", "true"),
        ("1 < 2 > 3", "false"),
        ("1 < null < 3", "null"),
        ("3 < null < 1", "null"),
        ("3 < 1 < null", "false"),
        ("NOT (3 < 1 < null)", "true"),
        ("1 < 'a'", "null"),
        ("0.0 / 0.0 < 1", "false"),
        ("0.0 / 0.0 >= 1", "false"),
        ("0.0 / 0.0 < 'a'", "null"),
        ("false < true", "true"),
        ("[1, 0] >= [1]", "true"),
        ("[1, null] >= [1]", "true"),
        ("[1, 2] >= [1, null]", "null"),
        ("[1, 'a'] >= [1, null]", "null"),
        ("[1, 2] >= [3, null]", "false"),
        ("{a: 1} < {a: 2}", "null"),
        ("date('1991') < date('1992')", "true"),
        ("date('1991') < date('1991-06-01')", "possibly"),
        ("date('1991-06-01') < date('1991')", "possibly"),
        ("date('1991-06') >= date('1991-06-01')", "true"),
        ("date('1991?') < date('1992')", "possibly"),
        ("date('1992') <= date('1991')", "false"),
        ("[1, 2] > [3, 4] IN [[3, 4], false]", "null"),
    ]);
}

#[test]
fn arithmetic_is_exact_or_an_error() {
    check(&[
        ("1 + 2 * 3 - 4", "3"),
        ("7 / 2", "3"),
        ("-7 / 2", "-3"),
        ("7 / 2.0", "3.5"),
        ("-7 % 3", "-1"),
        ("7.5 % 2", "1.5"),
        ("2 ^ 3", "8.0"),
        ("1 / 0", "`1 / 0` divides by zero…"),
        ("1 % 0", "divides by zero…"),
        ("1 / 0.0", "Infinity"),
        ("9223372036854775807 + 1", "beyond…"),
        ("-9223372036854775808 / -1", "beyond…"),
        ("-9223372036854775808 % -1", "0"),
        ("- (-9223372036854775808)", "beyond…"),
        ("1 + null", "null"),
        ("'a' + 'b' + 1 + 2.5", "'ab12.5'"),
        ("[1] + [2] + 3", "[1, 2, 3]"),
        ("0 + [1]", "[0, 1]"),
        ("[1] + null", "null"),
        ("1 + true", "line 1, column 10: `+` does not take an integer and a boolean"),
        ("head([1]) - 'x'", "`-` does not take an integer and a text…"),
        ("-'x'", "`-` does not take a text…"),
        ("{} + 1", "`+` does not take a map and an integer…"),
        ("[1] - 1", "`-` does not take a list and an integer…"),
    ]);
}

#[test]
fn lists_are_indexed_sliced_and_searched() {
    check(&[
        ("[1, 2, 3][0]", "1"),
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][3]", "null"),
        ("[1, 2, 3][-4]", "null"),
        ("[1][null]", "null"),
        ("null[0]", "null"),
        ("{a: 1}['a']", "1"),
        ("{a: 1}['b']", "null"),
        ("[1][1.0]", "an index is an integer or a text…"),
        ("[[1]][0]['x']", "an element of a list has an integer as its index…"),
        ("head([123])[0]", "an integer has no elements…"),
        ("'1'[0]", "a text has no elements…"),
        ("[1, 2, 3, 4, 5][1..3]", "[2, 3]"),
        ("[1, 2, 3][-2..]", "[2, 3]"),
        ("[1, 2, 3][..-1]", "[1, 2]"),
        ("[1, 2, 3][2..1]", "[]"),
        ("[1, 2, 3][-9..9]", "[1, 2, 3]"),
        ("[1, 2, 3][null..2]", "null"),
        ("3 IN [1, null, 3]", "true"),
        ("4 IN [1, null, 3]", "null"),
        ("null IN []", "false"),
        ("null IN null", "null"),
        ("[] IN [1, 2, null]", "null"),
        ("[1, 2] IN [[null, 2], [1, 2]]", "true"),
        ("1 IN 'foo'", "`IN` expects a list; found a text…"),
        ("date('1991') IN [date('1991-03'), 4]", "possibly"),
    ]);
}

#[test]
fn texts_are_compared_by_their_parts() {
    check(&[
        ("'abc' STARTS WITH 'ab'", "true"),
        ("'abc' ENDS WITH 'ab'", "false"),
        ("'abc' CONTAINS ''", "true"),
        ("1 CONTAINS 'a'", "null"),
        ("'a' ENDS WITH null", "null"),
        ("NOT 'a' ENDS WITH null", "null"),
    ]);
}

#[test]
fn cases_take_the_first_branch_that_is_met() {
    check(&[
        ("CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END", "'b'"),
        ("CASE WHEN false THEN 1 WHEN null THEN 2 ELSE 3 END", "3"),
        ("CASE null WHEN null THEN 1 END", "null"),
        ("CASE WHEN date('1991') < date('1991-06') THEN 1 ELSE 2 END", "1 ?"),
        ("CASE WHEN 1 THEN 2 END", "expected a boolean…"),
    ]);
}

#[test]
fn comprehensions_and_quantifiers_run_over_lists() {
    check(&[
        ("[x IN range(1, 5) WHERE x % 2 = 1 | x * x]", "[1, 9, 25]"),
        ("[x IN [[1], [2]] | [y IN x | y + size(x)]]", "[[2], [3]]"),
        ("[x IN null | x]", "null"),
        ("[x IN [1] WHERE x]", "expected a boolean…"),
        ("[x IN [date('1991'), date('2000')] WHERE x < date('1991-06')]", "[1991] ?"),
        ("all(x IN [] WHERE x)", "true"),
        ("all(x IN [1, null] WHERE x = 1)", "null"),
        ("all(x IN [2, null] WHERE x = 1)", "false"),
        ("any(x IN [2, null] WHERE x = 1)", "null"),
        ("any(x IN [1, null] WHERE x = 1)", "true"),
        ("none(x IN [2, null] WHERE x = 1)", "null"),
        ("none(x IN [1, null] WHERE x = 1)", "false"),
        ("none(x IN [2, 3] WHERE x = 1)", "true"),
        ("single(x IN [1, null] WHERE x = 1)", "null"),
        ("single(x IN [1, 1, null] WHERE x = 1)", "false"),
        ("single(x IN [1, 2] WHERE x = 1)", "true"),
        ("single(x IN [2] WHERE x = 1)", "false"),
        ("single(x IN [date('1991'), 1] WHERE x < date('1991-06'))", "null"),
        ("any(x IN [date('1991'), 1] WHERE x < date('1991-06'))", "possibly"),
        ("NOT any(x IN [date('1991')] WHERE x < date('1991-06'))", "possibly"),
        ("NOT all(x IN [1, 2] WHERE x = 1)", "true"),
        ("NOT none(x IN [1, 2] WHERE x = 1)", "true"),
        ("all(x IN null WHERE x)", "null"),
        ("reduce(sum = 0, x IN [1, 2, 3] | sum + x)", "6"),
        ("reduce(sum = 0, x IN [1] | sum + y)", "the variable `y` is not defined…"),
        ("none(x IN ['Clara'] WHERE x % 2 = 0)", "`%` does not take a text and an integer…"),
        ("[x IN [false, null] | x + 1]", "`+` does not take a boolean and an integer…"),
        ("all(x IN 1 WHERE x)", "a quantifier expects a list; found an integer…"),
    ]);
}

#[test]
fn no_text_asks_for_memory_without_end() {
    check(&[
        ("range(1, 100000000)", "too many values…"),
        ("[x IN range(1, 10000) | range(1, 10000)]", "too many values…"),
        ("reduce(s = [1], x IN range(1, 64) | s + s)", "too many values…"),
        ("reduce(s = 'a', x IN range(1, 64) | s + s)", "a text would have…"),
        ("reduce(s = [], x IN range(1, 100000) | [s])", "nested too deep…"),
        ("reduce(s = {}, x IN range(1, 100000) | {s: s})", "nested too deep…"),
        ("reduce(s = [1], x IN range(1, 64) | [s, s])", "too many values…"),
        (
            "replace(reduce(s = 'a', x IN range(1, 20) | s + s), 'a', reduce(s = 'a', x IN range(1, 20) | s + s))",
            "a text would have…",
        ),
    ]);
}

#[test]
fn an_error_has_the_place_of_the_part() {
    check(&[
        ("1 + foo", "line 1, column 12: the variable `foo` is not defined"),
        ("1 +\n  x.y", "line 2, column 3: the variable `x` is not defined"),
        ("$p", "line 1, column 8: the parameter `$p` has no value"),
        ("1.foo", "…"),
        ("true.foo", "a boolean has no properties…"),
        ("[1].foo", "a list has no properties…"),
        ("head([1]).foo", "line 1, column …"),
    ]);
}
