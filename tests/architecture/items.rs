//! The public items of the crate, a line each, as `public_items.txt` lists them.
//!
//! Re-exports are followed: an item is described where it is declared if that is public, else under its shortest public
//! path, and every other path refers to that one.
//! Hidden items are left out. What a macro makes is not expanded: kinds, relations and roles of a vocabulary are listed as
//! its input declares them; of other macros only the names that are re-exported are known.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, GenericArgument, Generics, ImplItem, Item, ItemImpl, PathArguments, Type, UseTree, Visibility};

use crate::{
    describe::{described, signature, vocabulary},
    print::spaced,
    source::{File, attributes},
};

/// A path in the crate, without `crate`.
pub(crate) type Path = Vec<String>;

/// What a module contains.
#[derive(Default)]
struct Module<'a> {
    /// By name; several items may have one name in different namespaces.
    items: BTreeMap<String, Vec<&'a Item>>,
    imports: Vec<Import>,
    /// What a vocabulary declares: name and description.
    declared: BTreeMap<String, String>,
    impls: Vec<&'a ItemImpl>,
    /// The conditions under which the module is compiled.
    conditions: Vec<String>,
}

struct Import {
    /// Nothing for a glob.
    name: Option<String>,
    path: Path,
    public: bool,
    conditions: Vec<String>,
}

/// The modules of the crate by path.
struct Modules<'a>(BTreeMap<Path, Module<'a>>);

/// Where an item is public, and under which conditions.
#[derive(Clone)]
struct Export {
    path: Path,
    conditions: Vec<String>,
}

/// The lines of the list.
pub(crate) fn public_items(files: &[File]) -> Vec<String> {
    let modules = Modules::of(files);
    let exports = modules.exports();
    let (mut lines, mut described) = (BTreeSet::new(), BTreeMap::new());
    for (place, exports) in &exports {
        let shortest = exports.iter().min_by_key(|export| (export.path.len(), &export.path));
        let declared = exports.iter().find(|export| export.path == *place);
        let Some(main) = declared.or(shortest) else { continue };
        for other in exports.iter().filter(|other| other.path != main.path) {
            let text = format!("use {} as {}", name(&main.path), name(&other.path));
            lines.insert((other.path.clone(), line(text, &other.conditions)));
        }
        modules.describe(place, main, &mut |path, line| _ = lines.insert((path, line)));
        described.insert(place.clone(), main.clone());
    }
    modules.impls(&described, &mut |path, line| _ = lines.insert((path, line)));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn name(path: &[String]) -> String {
    [&["chancery".to_owned()], path].concat().join("::")
}

pub(crate) fn child(path: &[String], name: &dyn ToString) -> Path {
    [path, &[name.to_string()]].concat()
}

pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

pub(crate) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.meta.to_token_stream().to_string().replace(' ', "") == "doc(hidden)")
}

fn conditions(attributes: &[Attribute]) -> Vec<String> {
    let cfgs = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    cfgs.filter_map(|cfg| Some(spaced(cfg.meta.require_list().ok()?.tokens.clone()))).collect()
}

/// A line with the conditions under which it is compiled.
fn line(text: String, conditions: &[String]) -> String {
    let conditions: BTreeSet<_> = conditions.iter().map(String::as_str).collect();
    if conditions.is_empty() {
        return text;
    }
    format!("{text}  [{}]", conditions.into_iter().collect::<Vec<_>>().join(", "))
}

/// The name that an item declares in its module.
fn declared(item: &Item) -> Option<(&Visibility, String)> {
    Some(match item {
        Item::Const(item) => (&item.vis, item.ident.to_string()),
        Item::Enum(item) => (&item.vis, item.ident.to_string()),
        Item::Fn(item) => (&item.vis, item.sig.ident.to_string()),
        Item::Mod(item) => (&item.vis, item.ident.to_string()),
        Item::Static(item) => (&item.vis, item.ident.to_string()),
        Item::Struct(item) => (&item.vis, item.ident.to_string()),
        Item::Trait(item) => (&item.vis, item.ident.to_string()),
        Item::Type(item) => (&item.vis, item.ident.to_string()),
        Item::Union(item) => (&item.vis, item.ident.to_string()),
        _ => return None,
    })
}

impl<'a> Modules<'a> {
    fn of(files: &'a [File]) -> Self {
        let mut modules = Self(BTreeMap::new());
        for file in files {
            modules.read(&file.module(), &file.tree.items);
        }
        modules
    }

    fn read(&mut self, path: &[String], items: &'a [Item]) {
        for item in items {
            if let Item::Mod(inner) = item {
                let here = self.0.entry(child(path, &inner.ident)).or_default();
                here.conditions.extend(conditions(&inner.attrs));
                if let Some((_, items)) = &inner.content {
                    self.read(&child(path, &inner.ident), items);
                }
            }
            let module = self.0.entry(path.to_vec()).or_default();
            match item {
                Item::Use(import) => {
                    let (public, conditions) =
                        (is_public(&import.vis) && !is_hidden(&import.attrs), conditions(&import.attrs));
                    imports(&[], &import.tree, &mut |name, path| {
                        module.imports.push(Import { name, path, public, conditions: conditions.clone() });
                    });
                }
                Item::Impl(item) => module.impls.push(item),
                Item::Macro(call) if call.mac.path.segments.last().is_some_and(|last| last.ident == "vocabulary") => {
                    module.declared.extend(vocabulary(&call.mac.tokens));
                }
                Item::Macro(call) if call.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) => {
                    if let Some(name) = &call.ident {
                        self.0.entry(Path::new()).or_default().items.entry(format!("{name}!")).or_default().push(item);
                    }
                }
                _ => {
                    if let Some((_, name)) = declared(item) {
                        module.items.entry(name).or_default().push(item);
                    }
                }
            }
        }
    }

    /// Where what a path names in a module is declared; nothing if that is in another crate.
    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        if depth == 0 {
            return None;
        }
        let mut place = match first.as_str() {
            "crate" => Path::new(),
            "self" => module.to_vec(),
            "super" => module.split_last()?.1.to_vec(),
            name => self.find(module, name, depth - 1)?,
        };
        for name in rest {
            place = match name.as_str() {
                "super" => place.split_last()?.1.to_vec(),
                name => self.find(&place, name, depth - 1)?,
            };
        }
        Some(place)
    }

    /// Where the name of a module is declared.
    fn find(&self, module: &[String], name: &str, depth: usize) -> Option<Path> {
        let here = self.0.get(module)?;
        let place = child(module, &name);
        if here.items.contains_key(name) || here.declared.contains_key(name) || self.0.contains_key(&place) {
            return Some(place);
        }
        let named = here.imports.iter().find(|import| import.name.as_deref() == Some(name));
        if let Some(import) = named {
            // A name that a macro declares: where it is said to be.
            let (last, before) = import.path.split_last()?;
            return self.resolve(module, &import.path, depth).or_else(|| {
                let place = self.resolve(module, before, depth)?;
                Some(child(&place, last))
            });
        }
        let mut globs = here.imports.iter().filter(|import| import.name.is_none());
        globs.find_map(|glob| {
            self.find(&self.resolve(module, &glob.path, depth.checked_sub(1)?)?, name, depth.checked_sub(1)?)
        })
    }

    /// All public paths of each item, by where it is declared.
    fn exports(&self) -> BTreeMap<Path, Vec<Export>> {
        let mut found: BTreeMap<Path, Vec<Export>> = BTreeMap::new();
        let mut modules = VecDeque::from([(Path::new(), Export { path: Path::new(), conditions: Vec::new() })]);
        let mut seen = BTreeSet::new();
        while let Some((place, at)) = modules.pop_front() {
            if !seen.insert((place.clone(), at.path.clone())) || at.path.len() > 6 {
                continue;
            }
            let Some(module) = self.0.get(&place) else { continue };
            let mut export = |place: Path, name: &str, more: &[String]| {
                let conditions = [at.conditions.as_slice(), more].concat();
                let export = Export { path: child(&at.path, &name), conditions };
                if self.0.contains_key(&place) {
                    modules.push_back((place.clone(), export.clone()));
                }
                found.entry(place).or_default().push(export);
            };
            for (name, items) in &module.items {
                for item in items {
                    let public = declared(item).is_none_or(|(visibility, _)| is_public(visibility));
                    if public && !is_hidden(attributes(item)) {
                        export(child(&place, name), name, &conditions(attributes(item)));
                    }
                }
            }
            for name in module.declared.keys() {
                export(child(&place, name), name, &[]);
            }
            for import in module.imports.iter().filter(|import| import.public) {
                match (&import.name, self.resolve(&place, &import.path, 12)) {
                    (Some(name), Some(target)) => export(target, name, &import.conditions),
                    (Some(name), None) => {
                        let (last, before) = import.path.split_last().unwrap();
                        // In a module of the crate that does not declare it, a macro does.
                        let local = self.resolve(&place, before, 12).map(|module| child(&module, last));
                        let place = local.unwrap_or_else(|| [vec!["::".to_owned()], import.path.clone()].concat());
                        export(place, name, &import.conditions);
                    }
                    (None, Some(target)) => {
                        let names = self.0.get(&target).into_iter().flat_map(|module| module.items.iter());
                        for (name, items) in names {
                            if items
                                .iter()
                                .any(|item| declared(item).is_some_and(|(visibility, _)| is_public(visibility)))
                            {
                                export(child(&target, name), name, &import.conditions);
                            }
                        }
                    }
                    (None, None) => {}
                }
            }
        }
        found
    }

    fn describe(&self, place: &[String], export: &Export, report: &mut impl FnMut(Path, String)) {
        let (path, shown) = (&export.path, name(&export.path));
        let mut push = |text: String, path: Path| report(path, line(text, &export.conditions));
        if place.first().is_some_and(|first| first == "::") {
            push(format!("use {} as {shown}", place[1..].join("::")), path.clone());
            return;
        }
        let (last, before) = place.split_last().unwrap();
        let module = self.0.get(before);
        if let Some(text) = module.and_then(|module| module.declared.get(last)) {
            push(text.replacen('$', &shown, 1), path.clone());
            return;
        }
        let items = module.and_then(|module| module.items.get(last));
        let Some(items) = items else {
            if self.0.contains_key(place) {
                push(format!("mod {shown}"), path.clone());
            } else {
                push(format!("(declared by a macro) {shown}"), path.clone());
            }
            return;
        };
        for item in items.iter().filter(|item| declared(item).is_none_or(|(visibility, _)| is_public(visibility))) {
            for (inner, text) in described(item) {
                push(text.replacen('$', &shown, 1), [path.as_slice(), &inner].concat());
            }
        }
    }

    /// The methods of public types, and what they implement.
    fn impls(&self, public: &BTreeMap<Path, Export>, report: &mut impl FnMut(Path, String)) {
        for (place, module) in &self.0 {
            for item in &module.impls {
                let target = type_path(&item.self_ty).and_then(|path| self.resolve(place, &path, 12));
                let conditions = [module.conditions.clone(), conditions(&item.attrs)].concat();
                let export = match &target {
                    Some(target) => match public.get(target) {
                        Some(export) => Some(export),
                        None => continue,
                    },
                    None => None,
                };
                let (generics, bounds) = generics(&item.generics);
                let self_type = &item.self_ty;
                if let Some((of, _)) = &item.trait_ {
                    let names: Vec<_> = of.segments.iter().map(|segment| segment.ident.to_string()).collect();
                    let local = self.resolve(place, &names, 12);
                    if local.as_ref().is_some_and(|local| !public.contains_key(local)) || is_hidden(&item.attrs) {
                        continue;
                    }
                    let key = export.or_else(|| public.get(local.as_ref()?));
                    let Some(key) = key else { continue };
                    let text = spaced(quote!(impl #generics #of for #self_type #bounds));
                    let conditions = [key.conditions.clone(), conditions].concat();
                    report(
                        child(&key.path, &format!("~{text}")),
                        line(format!("{}: {text}", name(&key.path)), &conditions),
                    );
                    continue;
                }
                let Some(export) = export else { continue };
                let narrow = if is_narrow(item) {
                    format!(" in {}", spaced(quote!(impl #generics #self_type #bounds)))
                } else {
                    String::new()
                };
                for inner in &item.items {
                    let (visibility, attributes, ident, text) = match inner {
                        ImplItem::Fn(inner) => (&inner.vis, &inner.attrs, &inner.sig.ident, signature(&inner.sig)),
                        ImplItem::Const(inner) => {
                            let of = &inner.ty;
                            (&inner.vis, &inner.attrs, &inner.ident, format!("const $: {}", spaced(quote!(#of))))
                        }
                        _ => continue,
                    };
                    if !is_public(visibility) || is_hidden(attributes) {
                        continue;
                    }
                    let path = child(&export.path, ident);
                    let conditions =
                        [export.conditions.clone(), conditions.clone(), self::conditions(attributes)].concat();
                    let text = text.replacen('$', &name(&path), 1);
                    report(path, line(format!("{text}{narrow}"), &conditions));
                }
            }
        }
    }
}

/// Whether an inherent `impl` is for some arguments of the type only, or bounds them.
fn is_narrow(item: &ItemImpl) -> bool {
    let parameters: BTreeSet<_> = item.generics.type_params().map(|parameter| parameter.ident.to_string()).collect();
    let bounded = item.generics.where_clause.is_some()
        || item.generics.type_params().any(|parameter| !parameter.bounds.is_empty());
    let Type::Path(path) = &*item.self_ty else { return bounded };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last().unwrap().arguments else {
        return bounded;
    };
    bounded
        || arguments.args.iter().any(|argument| match argument {
            GenericArgument::Type(of) => !parameters.contains(&of.to_token_stream().to_string()),
            _ => false,
        })
}

fn generics(generics: &Generics) -> (TokenStream, TokenStream) {
    let (parameters, _, bounds) = generics.split_for_impl();
    (parameters.to_token_stream(), bounds.to_token_stream())
}

/// The path of a type, without references.
fn type_path(of: &Type) -> Option<Path> {
    match of {
        Type::Path(path) if path.qself.is_none() => {
            Some(path.path.segments.iter().map(|segment| segment.ident.to_string()).collect())
        }
        Type::Reference(reference) => type_path(&reference.elem),
        _ => None,
    }
}

fn imports(before: &[String], tree: &UseTree, call: &mut impl FnMut(Option<String>, Path)) {
    match tree {
        UseTree::Path(path) => imports(&child(before, &path.ident), &path.tree, call),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(before, tree, call)),
        UseTree::Glob(_) => call(None, before.to_vec()),
        UseTree::Name(name) if name.ident == "self" => call(before.last().cloned(), before.to_vec()),
        UseTree::Name(name) => call(Some(name.ident.to_string()), child(before, &name.ident)),
        UseTree::Rename(rename) => call(Some(rename.rename.to_string()), child(before, &rename.ident)),
    }
}
