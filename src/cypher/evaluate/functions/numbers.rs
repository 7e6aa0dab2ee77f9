//! Functions of numbers.

use super::{Function, Type, refused};
use crate::{
    cypher::{
        evaluate::{
            arithmetic::{as_float, overflow},
            code::wrong,
        },
        value::Val,
    },
    error::Error,
};

/// A function from a float to a float.
macro_rules! float {
    ($name:literal, $run:expr) => {
        Function::new($name, 1, 1, Type::Float, |_, args| {
            let run: fn(f64) -> f64 = $run;
            number($name, args).map(|number| Val::Float(run(as_float(number))))
        })
    };
}

pub(super) const ALL: &[Function] = &[
    Function::new("abs", 1, 1, Type::Any, |_, args| match number("abs", args)? {
        Val::Int(int) => int.checked_abs().map(Val::Int).ok_or_else(|| overflow(format!("`abs({int})`"))),
        other => Ok(Val::Float(as_float(other).abs())),
    }),
    Function::new("sign", 1, 1, Type::Int, |_, args| {
        Ok(Val::Int(match number("sign", args)? {
            Val::Int(int) => int.signum(),
            other if as_float(other) > 0.0 => 1,
            other if as_float(other) < 0.0 => -1,
            _ => 0,
        }))
    }),
    float!("ceil", f64::ceil),
    float!("floor", f64::floor),
    Function::new("round", 1, 2, Type::Float, |_, args| round(args)),
    float!("sqrt", f64::sqrt),
    float!("exp", f64::exp),
    float!("log", f64::ln),
    float!("log10", f64::log10),
    float!("sin", f64::sin),
    float!("cos", f64::cos),
    float!("tan", f64::tan),
    float!("cot", |angle| angle.tan().recip()),
    float!("asin", f64::asin),
    float!("acos", f64::acos),
    float!("atan", f64::atan),
    float!("degrees", f64::to_degrees),
    float!("radians", f64::to_radians),
    float!("haversin", |angle| (1.0 - angle.cos()) / 2.0),
    Function::new("atan2", 2, 2, Type::Float, |_, args| match args {
        [y @ (Val::Int(_) | Val::Float(_)), x @ (Val::Int(_) | Val::Float(_))] => {
            Ok(Val::Float(as_float(y).atan2(as_float(x))))
        }
        [Val::Int(_) | Val::Float(_), other] | [other, ..] => Err(refused("atan2", "two numbers", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("isNaN", 1, 1, Type::Bool, |_, args| {
        number("isNaN", args).map(|number| Val::Bool(matches!(number, Val::Float(float) if float.is_nan()).into()))
    }),
    Function::new("e", 0, 0, Type::Float, |_, _| Ok(Val::Float(std::f64::consts::E))),
    Function::new("pi", 0, 0, Type::Float, |_, _| Ok(Val::Float(std::f64::consts::PI))),
];

fn number<'v>(function: &str, args: &'v [Val]) -> Result<&'v Val, Error> {
    match args {
        [number @ (Val::Int(_) | Val::Float(_)), ..] => Ok(number),
        [other, ..] => Err(refused(function, "a number", other)),
        [] => Ok(&Val::Null),
    }
}

/// Rounds to a number of digits. A half goes up, as openCypher says; with digits, away from zero.
fn round(args: &[Val]) -> Result<Val, Error> {
    let float = as_float(number("round", args)?);
    match args.get(1) {
        None => Ok(Val::Float(half_up(float))),
        Some(Val::Int(digits @ 0..=15)) => {
            let scale = 10_f64.powi(i32::try_from(*digits).unwrap_or(0));
            let scaled = float * scale;
            Ok(Val::Float(if scaled.is_finite() { scaled.round() / scale } else { float }))
        }
        Some(Val::Int(digits)) => Err(wrong(format!("`round` takes 0 to 15 digits after the point; found {digits}"))),
        Some(other) => Err(refused("round", "an integer as the number of digits", other)),
    }
}

fn half_up(float: f64) -> f64 {
    let floor = float.floor();
    if float - floor >= 0.5 { floor + 1.0 } else { floor }
}
