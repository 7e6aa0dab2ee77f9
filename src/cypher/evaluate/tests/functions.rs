use super::check;

#[test]
fn values_are_converted() {
    check(&[
        ("toInteger('82.9')", "82"),
        ("toInteger('foo')", "null"),
        ("toInteger('')", "null"),
        ("toInteger('inf')", "null"),
        ("toInteger(2.9)", "2"),
        ("toInteger(1e300)", "beyond…"),
        ("toInteger([])", "`toInteger` expects a number, a text or a boolean; found a list…"),
        ("toIntegerOrNull([])", "null"),
        ("toFloat(3)", "3.0"),
        ("toFloat('5')", "5.0"),
        ("toFloat('foo')", "null"),
        ("toFloat(true)", "`toFloat` expects a number or a text; found a boolean…"),
        ("toBoolean('true')", "true"),
        ("toBoolean(' tru ')", "null"),
        ("toBoolean(1.0)", "`toBoolean` expects…"),
        ("toString(42)", "'42'"),
        ("toString(1.0)", "'1.0'"),
        ("toString(true)", "'true'"),
        ("toString(date('1991?'))", "'1991?'"),
        ("toString([])", "`toString` expects…"),
        ("toString(null)", "null"),
        ("coalesce(null, null, 3)", "3"),
        ("coalesce(null)", "null"),
        ("exists(null)", "false"),
    ]);
}

#[test]
fn texts_are_cut_and_changed() {
    check(&[
        ("substring('0123456789', 1)", "'123456789'"),
        ("substring('hello', 1, 3)", "'ell'"),
        ("substring('hello', 9)", "''"),
        ("substring('hello', -1)", "a length of 0 or more; found -1…"),
        ("left('hello', 2) + right('hello', 2)", "'helo'"),
        ("split('a,b,,c', ',')", "['a', 'b', '', 'c']"),
        ("split('ab', '')", "['a', 'b']"),
        ("replace('banana', 'an', 'x')", "'bxxa'"),
        ("toUpper('aé') + toLower('ÀB')", "'AÉàb'"),
        ("trim('  a ') + lTrim(' b') + rtrim('c ')", "'abc'"),
        ("reverse('raksO')", "'Oskar'"),
        ("size('aé')", "2"),
        ("char_length('aé')", "2"),
        ("isEmpty('')", "true"),
    ]);
}

#[test]
fn lists_are_taken_apart() {
    check(&[
        ("head([1, 2])", "1"),
        ("head([])", "null"),
        ("last([1, 2])", "2"),
        ("tail([1, 2, 3])", "[2, 3]"),
        ("tail([])", "[]"),
        ("reverse([1, 2])", "[2, 1]"),
        ("size([1, 2])", "2"),
        ("size(null)", "null"),
        ("size(1)", "`size` expects a list or a text; found an integer…"),
        ("range(0, 10, 3)", "[0, 3, 6, 9]"),
        ("range(10, -10, -3)", "[10, 7, 4, 1, -2, -5, -8]"),
        ("range(0, -1)", "[]"),
        ("range(0, 1, -1)", "[]"),
        ("range(0, 0, -1)", "[0]"),
        ("range(0, 1, 2)", "[0]"),
        ("range(9223372036854775806, 9223372036854775807)", "[9223372036854775806, 9223372036854775807]"),
        ("range(2, 8, 0)", "the step of `range` is 0…"),
        ("range(0.0, 1)", "`range` expects integers; found a float…"),
        ("keys({name: 1, age: null})", "['name', 'age']"),
        ("properties({a: 1})", "{a: 1}"),
    ]);
}

#[test]
fn numbers_have_the_usual_functions() {
    check(&[
        ("abs(-1)", "1"),
        ("abs(-1.5)", "1.5"),
        ("sign(-3)", "-1"),
        ("sqrt(12.96)", "3.6"),
        ("ceil(1.2) + floor(1.8)", "3.0"),
        ("round(2.5)", "3.0"),
        ("round(-1.5)", "-1.0"),
        ("round(0.49999999999999994)", "0.0"),
        ("round(3.14159, 2)", "3.14"),
        ("log(e())", "1.0"),
        ("exp(0)", "1.0"),
        ("atan2(0, 1)", "0.0"),
        ("cos(pi())", "-1.0"),
        ("sqrt(-1)", "NaN"),
        ("sqrt('x')", "`sqrt` expects a number; found a text…"),
        ("abs(null)", "null"),
    ]);
}

#[test]
fn dates_have_parts() {
    check(&[
        ("date('1991-05').year", "1991"),
        ("date('1991-05').month", "5"),
        ("date('1991-05').day", "null"),
        ("date('199X').year", "null"),
        ("date({year: 1991})", "1991"),
        ("date({year: 1991, month: 5, day: 6})", "1991-05-06"),
        ("date({year: 1991, day: 6})", "needs a month…"),
        ("date({year: 1991, month: 13})", "13…"),
        ("date({week: 1})", "a date has no part `week`…"),
        ("date('1991-13')", "1991-13…"),
        ("date(1)", "`date` expects a text…"),
        ("date('1991').hour", "a date has no `hour`; expected year, month or day…"),
    ]);
}

#[test]
fn an_unknown_function_is_reported_with_a_near_one() {
    check(&[
        ("toUper('a')", "there is no function `toUper`; did you mean `toUpper`?…"),
        ("TOUPPER('a')", "'A'"),
        ("holdsOn(1, 2)", "`holds_on` expects a relationship; found an integer…"),
        ("foobarbaz()", "line 1, column 8: there is no function `foobarbaz`"),
        ("rand()", "the function `rand` cannot be used: …"),
        ("datetime()", "the function `datetime` cannot be used: …"),
        ("duration({days: 1})", "the function `duration` cannot be used: …"),
        ("size()", "`size` takes 1 argument; found 0…"),
        ("substring('a')", "`substring` takes 2 to 3 arguments; found 1…"),
        ("count(*)", "an aggregate cannot stand here…"),
        ("size(DISTINCT [1])", "`DISTINCT` is for aggregates…"),
    ]);
}
