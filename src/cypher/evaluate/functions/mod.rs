//! The functions of expressions, by name.

pub(super) mod convert;
mod graph;
mod numbers;
mod sequences;
mod times;

use super::{
    code::{type_name, wrong},
    context::Context,
    scope::Type,
};
use crate::{
    cypher::value::Val,
    error::{Error, did_you_mean, shown::as_found},
};

type Run = fn(&mut Context<'_, '_>, &[Val]) -> Result<Val, Error>;

/// A function, with the number of its arguments.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) least: usize,
    pub(super) most: usize,
    /// What it gives.
    pub(super) of: Type,
    run: Run,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Function {
    const fn new(name: &'static str, least: usize, most: usize, of: Type, run: Run) -> Self {
        Self { name, least, most, of, run }
    }

    /// The result. Null if an argument is.
    pub(super) fn call(&self, cx: &mut Context<'_, '_>, args: &[Val]) -> Result<Val, Error> {
        if args.iter().any(|arg| matches!(arg, Val::Null)) {
            return Ok(Val::Null);
        }
        (self.run)(cx, args)
    }

    /// Checks the number of arguments.
    pub(super) fn check(&self, found: usize) -> Result<(), Error> {
        if (self.least..=self.most).contains(&found) {
            return Ok(());
        }
        let allowed =
            if self.least == self.most { self.least.to_string() } else { format!("{} to {}", self.least, self.most) };
        let plural = if allowed == "1" { "" } else { "s" };
        Err(wrong(format!("`{}` takes {allowed} argument{plural}; found {found}", self.name)))
    }
}

/// Functions of openCypher that are refused, and why.
const REFUSED: &[(&str, &str)] = &[
    ("rand", "the same query on the same graph gives the same rows"),
    ("randomUUID", "the same query on the same graph gives the same rows"),
    ("timestamp", "a query reads no clock"),
    ("datetime", "the graph knows days, not times of day; use `date`"),
    ("localdatetime", "the graph knows days, not times of day; use `date`"),
    ("time", "the graph knows days, not times of day; use `date`"),
    ("localtime", "the graph knows days, not times of day; use `date`"),
    ("duration", "use `begins_after` for days between facts"),
    ("stDev", "it is not supported"),
    ("stDevP", "it is not supported"),
    ("percentileCont", "it is not supported"),
    ("percentileDisc", "it is not supported"),
];

/// The names of aggregates and of what is compiled in its own way, for proposals.
pub(super) const SPECIAL: [&str; 7] = ["count", "sum", "avg", "min", "max", "collect", "coalesce"];

fn lists() -> [&'static [Function]; 5] {
    [numbers::ALL, convert::ALL, sequences::ALL, graph::ALL, times::ALL]
}

/// The function of a name, in any case and with or without `_`.
pub(super) fn find(name: &str) -> Result<&'static Function, Error> {
    let wanted = normal(name);
    if let Some(found) = lists().into_iter().flatten().find(|function| normal(function.name) == wanted) {
        return Ok(found);
    }
    let part = name.split('.').next().unwrap_or(name);
    if let Some((refused, why)) = REFUSED.iter().find(|(refused, _)| normal(refused) == normal(part)) {
        return Err(wrong(format!("the function `{refused}` cannot be used: {why}")));
    }
    let names = lists().into_iter().flatten().map(|function| function.name).chain(SPECIAL);
    let names: Vec<(String, &str)> = names.map(|name| (normal(name), name)).collect();
    let near = crate::error::nearest(&wanted, names.iter().map(|(normal, _)| normal.as_str()));
    let near = near.and_then(|near| names.iter().find(|(normal, _)| normal == near));
    let near = near.map_or_else(String::new, |(_, name)| did_you_mean(name, [*name]));
    Err(wrong(format!("there is no function `{}`{near}", as_found(name))))
}

/// A name as it is compared.
pub(super) fn normal(name: &str) -> String {
    name.chars().filter(|sign| *sign != '_').flat_map(char::to_lowercase).collect()
}

/// The error for an argument of a type that the function does not take.
fn refused(function: &str, expected: &str, found: &Val) -> Error {
    wrong(format!("`{function}` expects {expected}; found {}", type_name(found)))
}
