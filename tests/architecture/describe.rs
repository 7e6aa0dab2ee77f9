//! Items and their parts as lines: the path of each part inside of the item, and its text with `$` for the public name of
//! the item.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Fields, FnArg, Generics, Item, Pat, Signature, TraitItem};

use crate::{
    items::{Path, child, is_hidden, is_public},
    print::spaced,
};

/// A signature with `$` for the name, without what only the body needs to know.
pub(crate) fn signature(of: &Signature) -> String {
    let mut of = of.clone();
    for input in &mut of.inputs {
        if let FnArg::Typed(typed) = input
            && let Pat::Ident(pattern) = &mut *typed.pat
        {
            pattern.mutability = None;
        }
    }
    let name = of.ident.to_string();
    let text = spaced(of.to_token_stream()).replacen(&format!("fn {name}"), "fn $", 1);
    text.replacen("(mut self", "(self", 1)
}

/// An item and its parts: the path of each inside of the item, and its text with `$` for the public name of the item.
pub(crate) fn described(item: &Item) -> Vec<(Path, String)> {
    let mut found = Vec::new();
    let mut push = |inner: &[String], text: String| found.push((inner.to_vec(), text));
    match item {
        Item::Const(item) => {
            let of = &item.ty;
            push(&[], format!("const $: {}", spaced(quote!(#of))));
        }
        Item::Static(item) => {
            let of = &item.ty;
            push(&[], format!("static $: {}", spaced(quote!(#of))));
        }
        Item::Fn(item) => push(&[], signature(&item.sig)),
        Item::Mod(_) => push(&[], "mod $".to_owned()),
        Item::Macro(_) => push(&[], "macro $".to_owned()),
        Item::Type(item) => {
            let (generics, of) = (&item.generics, &item.ty);
            push(&[], format!("type ${} = {}", spaced(quote!(#generics)), spaced(quote!(#of))));
        }
        Item::Struct(item) => {
            push(&[], head("struct", &item.generics, &item.attrs));
            fields(&item.fields, &[], true, &mut push);
            derived(&item.attrs, &mut push);
        }
        Item::Enum(item) => {
            push(&[], head("enum", &item.generics, &item.attrs));
            for variant in &item.variants {
                let inner = [variant.ident.to_string()];
                let text = match &variant.fields {
                    Fields::Unnamed(fields) => {
                        let of = fields.unnamed.iter().map(|field| &field.ty);
                        format!("variant $::{}({})", variant.ident, spaced(quote!(#(#of),*)))
                    }
                    _ => format!("variant $::{}", variant.ident),
                };
                push(&inner, text);
                if let Fields::Named(_) = &variant.fields {
                    fields(&variant.fields, &inner, false, &mut push);
                }
            }
            derived(&item.attrs, &mut push);
        }
        Item::Trait(item) => {
            let (generics, above, bounds) = (&item.generics, &item.supertraits, &item.generics.where_clause);
            let above = if above.is_empty() { String::new() } else { format!(": {}", spaced(quote!(#above))) };
            let bounds = bounds.as_ref().map(|bounds| format!(" {}", spaced(quote!(#bounds)))).unwrap_or_default();
            push(&[], format!("trait ${}{above}{bounds}", spaced(quote!(#generics))));
            for inner in &item.items {
                trait_item(inner, &mut push);
            }
        }
        other => push(&[], format!("item $ of a kind that is not described: {}", spaced(other.to_token_stream()))),
    }
    found
}

fn trait_item(item: &TraitItem, push: &mut impl FnMut(&[String], String)) {
    let (attributes, ident, text) = match item {
        TraitItem::Fn(item) => {
            let given = if item.default.is_some() { "  (provided)" } else { "" };
            (&item.attrs, &item.sig.ident, format!("{}{given}", signature(&item.sig)))
        }
        TraitItem::Type(item) => {
            let (generics, bounds) = (&item.generics, &item.bounds);
            let bounds = if bounds.is_empty() { String::new() } else { format!(": {}", spaced(quote!(#bounds))) };
            (&item.attrs, &item.ident, format!("type ${}{bounds}", spaced(quote!(#generics))))
        }
        TraitItem::Const(item) => {
            let of = &item.ty;
            (&item.attrs, &item.ident, format!("const $: {}", spaced(quote!(#of))))
        }
        _ => return,
    };
    if !is_hidden(attributes) {
        push(&[ident.to_string()], text.replacen('$', &format!("$::{ident}"), 1));
    }
}

fn head(kind: &str, generics: &Generics, attributes: &[Attribute]) -> String {
    let open = attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
    let bounds = &generics.where_clause;
    let bounds = bounds.as_ref().map(|bounds| format!(" {}", spaced(quote!(#bounds)))).unwrap_or_default();
    let open = if open { "  (non-exhaustive)" } else { "" };
    format!("{kind} ${}{bounds}{open}", spaced(quote!(#generics)))
}

fn fields(fields: &Fields, inner: &[String], only_public: bool, push: &mut impl FnMut(&[String], String)) {
    for (number, field) in fields.iter().enumerate() {
        if only_public && !is_public(&field.vis) || is_hidden(&field.attrs) {
            continue;
        }
        let name = field.ident.as_ref().map_or(number.to_string(), ToString::to_string);
        let (path, of) = (child(inner, &name), &field.ty);
        push(&path, format!("field $::{}: {}", path.join("::"), spaced(quote!(#of))));
    }
}

fn derived(attributes: &[Attribute], push: &mut impl FnMut(&[String], String)) {
    let lists = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let lists: Vec<_> = lists.map(|list| spaced(list.meta.require_list().unwrap().tokens.clone())).collect();
    let mut traits: Vec<_> = lists.iter().flat_map(|list| list.split(", ")).collect();
    traits.sort_unstable();
    if !traits.is_empty() {
        push(&["~".to_owned()], format!("$: derive({})", traits.join(", ")));
    }
}

/// What the input of `vocabulary!` declares: the lists in braces, an item up to each semicolon.
pub(crate) fn vocabulary(input: &TokenStream) -> BTreeMap<String, String> {
    let mut found = BTreeMap::from([("schema".to_owned(), "fn $() -> Schema  (of the vocabulary)".to_owned())]);
    let tokens: Vec<_> = input.clone().into_iter().collect();
    for pair in tokens.windows(2) {
        let [TokenTree::Ident(list), TokenTree::Group(group)] = pair else { continue };
        let mut item = Vec::new();
        for token in group.stream() {
            let ends = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ';');
            if !ends {
                item.push(token);
                continue;
            }
            // Doc comments are attributes: a sign and brackets.
            while matches!(item.first(), Some(TokenTree::Punct(sign)) if sign.as_char() == '#') {
                item.drain(..2);
            }
            let at = usize::from(list == "relations");
            if let Some(TokenTree::Ident(name)) = item.get(at) {
                let kind = list.to_string().trim_end_matches('s').to_owned();
                let shape = if at == 1 { format!(" {}", item[0]) } else { String::new() };
                let rest = spaced(item[at + 1..].iter().cloned().collect());
                found.insert(name.to_string(), format!("{kind}{shape} $ {rest}"));
            }
            item.clear();
        }
    }
    found
}
