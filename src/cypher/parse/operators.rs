//! Expressions: operands, and the operators between them by precedence.
//!
//! Operators wait in a list until one that binds less tightly follows. So a long chain takes no stack, and is one node of the
//! tree.

use super::{cursor::Cursor, tokens::TokenKind};
use crate::{
    cypher::ast::{At, Comparison, Expr, ExprKind, Logic, Sign, TextTest},
    error::Error,
};

/// An operand, or what operators have made of several.
pub(super) struct Operand {
    pub(super) expr: Expr,
    /// How many levels the tree has.
    pub(super) height: u32,
    /// Whether an operator of the same expression made it, so that another of the same sort may continue it.
    pub(super) is_open: bool,
}

#[derive(Clone, Copy)]
enum Operator {
    Logic(Logic),
    Not,
    Compare(Comparison),
    Texts(TextTest),
    In,
    Sign(Sign),
    Minus,
    Plus,
}

/// The operators of an expression that wait for their last operand.
#[derive(Default)]
struct Waiting {
    operands: Vec<Operand>,
    operators: Vec<(Operator, At)>,
}

/// How tightly `IS NULL` binds.
const PREDICATE: u8 = 6;

impl Operator {
    /// How tightly it binds.
    const fn level(self) -> u8 {
        match self {
            Self::Logic(Logic::Or) => 1,
            Self::Logic(Logic::Xor) => 2,
            Self::Logic(Logic::And) => 3,
            Self::Not => 4,
            Self::Compare(_) => 5,
            Self::Texts(_) | Self::In => PREDICATE,
            Self::Sign(sign) => sign_level(sign),
            Self::Minus | Self::Plus => 10,
        }
    }
}

const fn sign_level(sign: Sign) -> u8 {
    match sign {
        Sign::Plus | Sign::Minus => 7,
        Sign::Times | Sign::Over | Sign::Modulo => 8,
        Sign::Power => 9,
    }
}

impl Cursor<'_> {
    /// An expression.
    pub(super) fn expr(&mut self) -> Result<Expr, Error> {
        self.enter()?;
        let mut waiting = Waiting::default();
        loop {
            while let Some(operator) = self.prefix() {
                let at = self.place();
                let binds_tighter = |(before, _): &(Operator, At)| before.level() > Operator::Not.level();
                if matches!(operator, Operator::Not) && waiting.operators.last().is_some_and(binds_tighter) {
                    return Err(self.expected_but("an expression", "after an operator, `NOT` stands in parentheses"));
                }
                waiting.operators.push((operator, at));
                self.advance(1);
            }
            let operand = self.operand()?;
            waiting.operands.push(operand);
            let is_test = self.is_word("IS");
            while self.is_word("IS") {
                self.is_null(&mut waiting)?;
            }
            let at = self.place();
            let Some(operator) = self.infix()? else { break };
            if is_test && operator.level() > PREDICATE {
                return Err(
                    self.error(at, "`IS NULL` before an operator of numbers; expected parentheses around one of them")
                );
            }
            self.reduce(&mut waiting, operator.level())?;
            waiting.operators.push((operator, at));
        }
        self.reduce(&mut waiting, 0)?;
        self.leave();
        // Each operator has taken its operands: one is left.
        let Some(operand) = waiting.operands.pop() else { return Err(self.expected("an expression")) };
        self.height = self.height.max(operand.height);
        Ok(operand.expr)
    }

    fn prefix(&self) -> Option<Operator> {
        if self.is_word("NOT") {
            return Some(Operator::Not);
        }
        match () {
            () if self.is("-") && !self.is_least_integer() => Some(Operator::Minus),
            () if self.is("+") => Some(Operator::Plus),
            () => None,
        }
    }

    /// Passes the operator here, if one is here.
    fn infix(&mut self) -> Result<Option<Operator>, Error> {
        let token = self.peek();
        let operator = match token.kind {
            TokenKind::Mark => match self.text_of(token) {
                "=" => Operator::Compare(Comparison::Equal),
                "<>" | "!=" => Operator::Compare(Comparison::Unequal),
                "<" => Operator::Compare(Comparison::Less),
                "<=" => Operator::Compare(Comparison::AtMost),
                ">" => Operator::Compare(Comparison::Greater),
                ">=" => Operator::Compare(Comparison::AtLeast),
                "+" => Operator::Sign(Sign::Plus),
                "-" => Operator::Sign(Sign::Minus),
                "*" => Operator::Sign(Sign::Times),
                "/" => Operator::Sign(Sign::Over),
                "%" => Operator::Sign(Sign::Modulo),
                "^" => Operator::Sign(Sign::Power),
                "=~" => {
                    let why = "regular expressions (`=~`) are not supported; expected `STARTS WITH`, `ENDS WITH` or `CONTAINS`";
                    return Err(self.error(token.at, why));
                }
                _ => return Ok(None),
            },
            TokenKind::Word => match self.text_of(token).to_ascii_uppercase().as_str() {
                "AND" => Operator::Logic(Logic::And),
                "OR" => Operator::Logic(Logic::Or),
                "XOR" => Operator::Logic(Logic::Xor),
                "IN" => Operator::In,
                "CONTAINS" => Operator::Texts(TextTest::Contains),
                "STARTS" => Operator::Texts(TextTest::StartsWith),
                "ENDS" => Operator::Texts(TextTest::EndsWith),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.advance(1);
        if let Operator::Texts(TextTest::StartsWith | TextTest::EndsWith) = operator {
            self.expect_word("WITH")?;
        }
        Ok(Some(operator))
    }

    fn is_null(&mut self, waiting: &mut Waiting) -> Result<(), Error> {
        let at = self.place();
        self.reduce(waiting, PREDICATE)?;
        self.advance(1);
        let negated = self.eat_word("NOT");
        if !self.eat_word("NULL") {
            return Err(self.expected(if negated { "`NULL`" } else { "`NULL` or `NOT NULL`" }));
        }
        if let Some(of) = waiting.operands.pop() {
            let height = of.height + 1;
            self.check_depth(height, at)?;
            let expr = Expr { at: of.expr.at, kind: ExprKind::IsNull { of: Box::new(of.expr), negated } };
            waiting.operands.push(Operand { expr, height, is_open: true });
        }
        Ok(())
    }

    /// Gives their operands to all waiting operators that bind at least as tightly as this.
    fn reduce(&self, waiting: &mut Waiting, level: u8) -> Result<(), Error> {
        while let Some(&(operator, at)) = waiting.operators.last().filter(|(operator, _)| operator.level() >= level) {
            waiting.operators.pop();
            let Some(right) = waiting.operands.pop() else { return Ok(()) };
            let operand = match operator {
                Operator::Not => prefixed(at, right, ExprKind::Not),
                Operator::Minus => prefixed(at, right, ExprKind::Minus),
                Operator::Plus => prefixed(at, right, ExprKind::Plus),
                _ => match waiting.operands.pop() {
                    Some(left) => joined(operator, at, left, right),
                    None => right,
                },
            };
            self.check_depth(operand.height, at)?;
            waiting.operands.push(operand);
        }
        Ok(())
    }
}

fn prefixed(at: At, of: Operand, kind: fn(Box<Expr>) -> ExprKind) -> Operand {
    Operand { expr: Expr { at, kind: kind(Box::new(of.expr)) }, height: of.height + 1, is_open: true }
}

/// Two operands joined by an operator. If the first was made by an operator of the same sort, it takes the second.
fn joined(operator: Operator, at: At, mut left: Operand, right: Operand) -> Operand {
    let height = left.height.max(right.height + 1);
    let start = left.expr.at;
    match (operator, &mut left.expr.kind) {
        (Operator::Logic(logic), ExprKind::Logic(before, parts)) if left.is_open && *before == logic => {
            parts.push(right.expr);
            return Operand { height, ..left };
        }
        (Operator::Compare(comparison), ExprKind::Compare(_, steps)) if left.is_open => {
            steps.push((comparison, right.expr));
            return Operand { height, ..left };
        }
        (Operator::Sign(sign), ExprKind::Arithmetic(_, steps))
            if left.is_open && steps.last().is_some_and(|(before, ..)| sign_level(*before) == sign_level(sign)) =>
        {
            steps.push((sign, at, right.expr));
            return Operand { height, ..left };
        }
        _ => {}
    }
    let height = left.height.max(right.height) + 1;
    let (first, second) = (left.expr, right.expr);
    let kind = match operator {
        Operator::Logic(logic) => ExprKind::Logic(logic, vec![first, second]),
        Operator::Compare(comparison) => ExprKind::Compare(Box::new(first), vec![(comparison, second)]),
        Operator::Texts(test) => ExprKind::Texts(test, Box::new(first), Box::new(second)),
        Operator::Sign(sign) => ExprKind::Arithmetic(Box::new(first), vec![(sign, at, second)]),
        // The others have one operand.
        Operator::In | Operator::Not | Operator::Minus | Operator::Plus => {
            ExprKind::In(Box::new(first), Box::new(second))
        }
    };
    Operand { expr: Expr { at: start, kind }, height, is_open: true }
}
