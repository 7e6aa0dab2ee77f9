//! Functions of nodes, facts and paths.

use super::{Function, Type, refused};
use crate::{
    cypher::{
        evaluate::{
            context::{list, plain},
            properties::{self, text},
        },
        value::Val,
    },
    error::Error,
    model::FactId,
};

pub(super) const ALL: &[Function] = &[
    Function::new("labels", 1, 1, Type::List, |cx, args| match args {
        [Val::Node(node)] => properties::labels(cx, *node),
        [other, ..] => Err(refused("labels", "an entity", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("type", 1, 1, Type::Text, |cx, args| {
        Ok(text(cx.view.as_seen(a_fact("type", args)?).relation_name()))
    }),
    Function::new("id", 1, 1, Type::Int, |_, args| match args {
        [Val::Node(number) | Val::Fact(number)] => Ok(Val::Int((*number).into())),
        [other, ..] => Err(refused("id", "an entity or a relationship", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("elementId", 1, 1, Type::Text, |_, args| match args {
        [Val::Node(number) | Val::Fact(number)] => Ok(text(&number.to_string())),
        [other, ..] => Err(refused("elementId", "an entity or a relationship", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("key", 1, 1, Type::Text, |cx, args| match args {
        [Val::Node(node)] => Ok(text(cx.view.graph().tables().key_of(*node))),
        [Val::Fact(fact)] => Ok(cx.view.graph().fact_key(FactId::new(*fact)).map_or(Val::Null, text)),
        [other, ..] => Err(refused("key", "an entity or a relationship", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("startNode", 1, 1, Type::Any, |cx, args| {
        let fact = cx.view.as_seen(a_fact("startNode", args)?);
        Ok(plain(cx.view, Val::Node(fact.ends().0)))
    }),
    Function::new("endNode", 1, 1, Type::Any, |cx, args| {
        let fact = cx.view.as_seen(a_fact("endNode", args)?);
        Ok(plain(cx.view, Val::Node(fact.ends().1)))
    }),
    Function::new("nodes", 1, 1, Type::List, |cx, args| match args {
        [Val::Path(path)] => list(path.nodes.iter().map(|node| plain(cx.view, Val::Node(*node)))),
        [other, ..] => Err(refused("nodes", "a path", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("relationships", 1, 1, Type::Facts, |_, args| match args {
        [Val::Path(path)] => list(path.facts.iter().map(|fact| Val::Fact(*fact))),
        [other, ..] => Err(refused("relationships", "a path", other)),
        [] => Ok(Val::Null),
    }),
    // `exists(n.name)`; of null it is compiled in its own way.
    Function::new("rels", 1, 1, Type::Facts, |_, args| match args {
        [Val::Path(path)] => list(path.facts.iter().map(|fact| Val::Fact(*fact))),
        [other, ..] => Err(refused("rels", "a path", other)),
        [] => Ok(Val::Null),
    }),
];

fn a_fact(function: &str, args: &[Val]) -> Result<FactId, Error> {
    match args {
        [Val::Fact(fact), ..] => Ok(FactId::new(*fact)),
        [other, ..] => Err(refused(function, "a relationship", other)),
        [] => Ok(FactId::new(0)),
    }
}
