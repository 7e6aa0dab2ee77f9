//! Trees as queries with all their parentheses.

use super::super::tokens::{RESERVED, is_one_of};
use crate::cypher::ast::{
    Clause, Comparison, Direction, Expr, ExprKind, Logic, Match, Name, Node, Path, Projection, Quantifier,
    Relationship, Shortest, Sign, Single, Statement, Subquery, TextTest,
};

pub(super) fn statement(one: &Statement) -> String {
    let mut text = if one.explain { "EXPLAIN ".to_owned() } else { String::new() };
    text += &single(&one.first);
    for union in &one.unions {
        text += if union.all { " UNION ALL " } else { " UNION " };
        text += &single(&union.part);
    }
    text
}

fn single(one: &Single) -> String {
    joined(&one.clauses, " ", clause)
}

fn clause(one: &Clause) -> String {
    match one {
        Clause::Match(Match { optional, paths, condition, .. }) => {
            let optional = if *optional { "OPTIONAL " } else { "" };
            format!("{optional}MATCH {}{}", joined(paths, ", ", path), after(" WHERE ", condition.as_ref()))
        }
        Clause::Unwind { list, name: new, .. } => format!("UNWIND {} AS {}", expr(list), name(new)),
        Clause::With { projection: one, condition, .. } => {
            format!("WITH {}{}", projection(one), after(" WHERE ", condition.as_ref()))
        }
        Clause::Return { projection: one, .. } => format!("RETURN {}", projection(one)),
    }
}

fn projection(one: &Projection) -> String {
    let mut parts = if one.all { vec!["*".to_owned()] } else { Vec::new() };
    parts.extend(one.items.iter().map(|item| format!("{} AS {}", expr(&item.expr), name(&item.name))));
    let mut text = format!("{}{}", if one.distinct { "DISTINCT " } else { "" }, parts.join(", "));
    if !one.order.is_empty() {
        let key = |key: &crate::cypher::ast::Sort| expr(&key.expr) + if key.descending { " DESC" } else { "" };
        text += " ORDER BY ";
        text += &joined(&one.order, ", ", key);
    }
    text + &after(" SKIP ", one.skip.as_ref()) + &after(" LIMIT ", one.limit.as_ref())
}

fn path(one: &Path) -> String {
    let mut text = node(&one.start);
    for (hop, end) in &one.hops {
        text += &relationship(hop);
        text += &node(end);
    }
    let text = match one.shortest {
        Some(Shortest::One) => format!("shortestPath({text})"),
        Some(Shortest::All) => format!("allShortestPaths({text})"),
        None => text,
    };
    one.name.as_ref().map_or(text.clone(), |of| format!("{} = {text}", name(of)))
}

fn node(one: &Node) -> String {
    let labels = joined(&one.labels, "", |label| format!(":{}", name(label)));
    format!("({}{labels}{})", one.name.as_ref().map(name).unwrap_or_default(), properties(&one.properties))
}

fn relationship(one: &Relationship) -> String {
    let types = if one.types.is_empty() { String::new() } else { format!(":{}", joined(&one.types, "|", name)) };
    let length = one.length.map_or(String::new(), |length| {
        format!("*{}..{}", length.least, length.most.map_or(String::new(), |most| most.to_string()))
    });
    let (left, right) = match one.direction {
        Direction::Right => ("", ">"),
        Direction::Left => ("<", ""),
        Direction::Both => ("", ""),
    };
    let of = one.name.as_ref().map(name).unwrap_or_default();
    format!("{left}-[{of}{types}{length}{}]-{right}", properties(&one.properties))
}

fn properties(pairs: &[(Name, Expr)]) -> String {
    if pairs.is_empty() { String::new() } else { format!(" {}", map(pairs)) }
}

fn map(pairs: &[(Name, Expr)]) -> String {
    format!("{{{}}}", joined(pairs, ", ", |(key, value)| format!("{}: {}", name(key), expr(value))))
}

fn name(one: &Name) -> String {
    quoted(&one.text)
}

/// A name, in backticks if it is not plain.
fn quoted(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !is_one_of(text, RESERVED);
    if is_plain { text.to_owned() } else { format!("`{}`", text.replace('`', "``")) }
}

/// The name of a function: each part, unless a point is within backticks.
fn function(text: &str) -> String {
    let parts: Vec<_> = text.split('.').collect();
    if parts.contains(&"") { quoted(text) } else { joined(&parts, ".", |part| quoted(part)) }
}

fn after<'a>(word: &str, one: impl Into<Option<&'a Expr>>) -> String {
    one.into().map_or(String::new(), |one| word.to_owned() + &expr(one))
}

fn joined<T>(parts: &[T], between: &str, each: impl Fn(&T) -> String) -> String {
    parts.iter().map(each).collect::<Vec<_>>().join(between)
}

fn subquery(one: &Subquery) -> String {
    match one {
        Subquery::Pattern { paths, condition } => {
            format!("{{ MATCH {}{} }}", joined(paths, ", ", path), after(" WHERE ", condition.as_ref()))
        }
        Subquery::Query(one) => format!("{{ {} }}", statement(one)),
    }
}

pub(super) fn expr(one: &Expr) -> String {
    match &one.kind {
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Int(value) => value.to_string(),
        ExprKind::Float(value) => format!("{value:?}"),
        ExprKind::Text(value) => format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'")),
        ExprKind::Parameter(text) => format!("${}", quoted(text)),
        ExprKind::Variable(text) => quoted(text),
        ExprKind::List(items) => format!("[{}]", joined(items, ", ", expr)),
        ExprKind::Map(pairs) => map(pairs),
        ExprKind::Property(of, key) => format!("{}.{}", expr(of), name(key)),
        ExprKind::Index(of, index) => format!("{}[{}]", expr(of), expr(index)),
        ExprKind::Slice(of, from, to) => {
            format!("{}[{}..{}]", expr(of), after("", from.as_deref()), after("", to.as_deref()))
        }
        ExprKind::Not(of) => format!("(NOT {})", expr(of)),
        ExprKind::Minus(of) => format!("(- {})", expr(of)),
        ExprKind::Plus(of) => format!("(+ {})", expr(of)),
        ExprKind::Logic(logic, parts) => {
            let word = match logic {
                Logic::And => " AND ",
                Logic::Or => " OR ",
                Logic::Xor => " XOR ",
            };
            format!("({})", joined(parts, word, expr))
        }
        ExprKind::Compare(first, steps) => {
            let steps = joined(steps, "", |(comparison, right)| format!(" {} {}", sign(*comparison), expr(right)));
            format!("({}{steps})", expr(first))
        }
        ExprKind::Arithmetic(first, steps) => {
            let step = |(sign, _, right): &(Sign, u32, Expr)| {
                let sign = match sign {
                    Sign::Plus => '+',
                    Sign::Minus => '-',
                    Sign::Times => '*',
                    Sign::Over => '/',
                    Sign::Modulo => '%',
                    Sign::Power => '^',
                };
                format!(" {sign} {}", expr(right))
            };
            format!("({}{})", expr(first), joined(steps, "", step))
        }
        ExprKind::In(item, list) => format!("({} IN {})", expr(item), expr(list)),
        ExprKind::Texts(test, left, right) => {
            let word = match test {
                TextTest::StartsWith => "STARTS WITH",
                TextTest::EndsWith => "ENDS WITH",
                TextTest::Contains => "CONTAINS",
            };
            format!("({} {word} {})", expr(left), expr(right))
        }
        ExprKind::IsNull { of, negated } => format!("({} IS {}NULL)", expr(of), if *negated { "NOT " } else { "" }),
        ExprKind::HasLabels(of, labels) => {
            format!("({}{})", expr(of), joined(labels, "", |label| format!(":{}", name(label))))
        }
        ExprKind::CountAll => "count(*)".to_owned(),
        ExprKind::Call { name, distinct, args } => {
            format!(
                "{}({}{})",
                function(&name.text),
                if *distinct { "DISTINCT " } else { "" },
                joined(args, ", ", expr)
            )
        }
        ExprKind::Case { of, branches, otherwise } => {
            let branch = |(when, then): &(Expr, Expr)| format!(" WHEN {} THEN {}", expr(when), expr(then));
            let of = after(" ", of.as_deref());
            format!("CASE{of}{}{} END", joined(branches, "", branch), after(" ELSE ", otherwise.as_deref()))
        }
        ExprKind::Comprehension { name: item, list, condition, map } => format!(
            "[{} IN {}{}{}]",
            name(item),
            expr(list),
            after(" WHERE ", condition.as_deref()),
            after(" | ", map.as_deref())
        ),
        ExprKind::PatternComprehension { path: one, condition, map } => {
            format!("[{}{} | {}]", path(one), after(" WHERE ", condition.as_deref()), expr(map))
        }
        ExprKind::Quantified { quantifier, name: item, list, condition } => {
            let word = match quantifier {
                Quantifier::All => "all",
                Quantifier::Any => "any",
                Quantifier::None => "none",
                Quantifier::Single => "single",
            };
            format!("{word}({} IN {} WHERE {})", name(item), expr(list), expr(condition))
        }
        ExprKind::Reduce { sum, start, name: item, list, step } => {
            let (sum, start, list) = (name(sum), expr(start), expr(list));
            format!("reduce({sum} = {start}, {} IN {list} | {})", name(item), expr(step))
        }
        ExprKind::Exists(one) => format!("EXISTS {}", subquery(one)),
        ExprKind::Count(one) => format!("COUNT {}", subquery(one)),
        ExprKind::Pattern(one) => path(one),
    }
}

const fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::Unequal => "<>",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Greater => ">",
        Comparison::AtLeast => ">=",
    }
}
