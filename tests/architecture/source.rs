//! The source of the crate as syn parses it, without what only tests compile: the paths, words and macro calls of a file.

use std::{fs, mem, path::Path};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Block, ExprStruct, FieldsNamed, ImplItem, Item, ItemImpl, ItemMacro, ItemMod, ItemUse, Macro, MetaList,
    Stmt, UseTree,
    spanned::Spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

/// A path that a file names.
pub(crate) struct Named {
    /// Its parts; for a path of the crate without `crate`, with `super` and `self` resolved.
    pub(crate) names: Vec<String>,
    /// Whether it is a path of this crate.
    pub(crate) of_crate: bool,
    /// The name after `as`, if the path is imported under another name.
    pub(crate) renamed: Option<String>,
    pub(crate) line: usize,
}

/// The paths of a file, or an error that names the place of one that leads out of the crate.
pub(crate) type Paths = Result<Vec<Named>, String>;

/// A source file.
pub(crate) struct File {
    /// Its path under `src/`.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) tree: syn::File,
    /// The paths under `src/`, without `.rs`, of modules that it declares for tests only.
    pub(crate) test_modules: Vec<String>,
}

impl File {
    pub(crate) fn read(root: &Path, path: &Path) -> Self {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        Self::new(name, fs::read_to_string(path).unwrap())
    }

    pub(crate) fn new(name: String, text: String) -> Self {
        let mut tree = syn::parse_file(&text).unwrap_or_else(|error| panic!("src/{name}: {error}"));
        let mut dropped = WithoutTests::default();
        dropped.visit_file_mut(&mut tree);
        let mut file = Self { name, text, tree, test_modules: Vec::new() };
        let path = |module: &String| [file.module(), vec![module.clone()]].concat().join("/");
        file.test_modules = dropped.modules.iter().map(path).collect();
        file
    }

    /// The top-level module that it belongs to.
    pub(crate) fn layer(&self) -> &str {
        self.name.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// The path of the module that the file is, such as `["graph", "names"]`.
    pub(crate) fn module(&self) -> Vec<String> {
        let mut parts: Vec<_> = self.name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
            parts.pop();
        }
        parts
    }

    /// Every identifier and keyword of its code, with its line.
    pub(crate) fn words(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        each_token(self.tree.to_token_stream(), &mut |token| {
            if let TokenTree::Ident(word) = token {
                found.push((word.span().start().line, word.to_string()));
            }
        });
        found
    }

    /// Every macro that its code calls, with its line.
    pub(crate) fn calls(&self) -> Vec<(usize, String)> {
        let (mut found, mut before) = (Vec::new(), None);
        each_token(self.tree.to_token_stream(), &mut |token| {
            if let (TokenTree::Punct(sign), Some(word)) = (token, before.take())
                && sign.as_char() == '!'
            {
                found.push(word);
            }
            if let TokenTree::Ident(word) = token {
                before = Some((word.span().start().line, word.to_string()));
            }
        });
        found
    }

    /// The macros that it puts at the root of the crate.
    pub(crate) fn exported_macros(&self) -> Vec<String> {
        let macros =
            self.tree.items.iter().filter_map(|item| if let Item::Macro(item) = item { Some(item) } else { None });
        let exported =
            macros.filter(|item| item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")));
        exported.filter_map(|item| item.ident.as_ref().map(ToString::to_string)).collect()
    }

    /// All paths of two parts or more, and all that are imported.
    pub(crate) fn paths(&self) -> Paths {
        let mut reader = Reader { file: self, module: self.module(), found: Vec::new(), fault: None };
        reader.visit_file(&self.tree);
        reader.fault.map_or(Ok(reader.found), Err)
    }
}

/// Calls with each token, also those inside of delimiters.
fn each_token(stream: TokenStream, call: &mut impl FnMut(&TokenTree)) {
    for token in stream {
        call(&token);
        if let TokenTree::Group(group) = token {
            each_token(group.stream(), call);
        }
    }
}

/// Removes items, fields and statements under `#[cfg(test)]` or `#[cfg(doctest)]`, and keeps the names of modules among
/// them. Expressions that stand under it are not removed, and so are held to the rules as well.
#[derive(Default)]
struct WithoutTests {
    modules: Vec<String>,
}

impl WithoutTests {
    fn retain_items(&mut self, items: &mut Vec<Item>) {
        items.retain(|item| {
            let dropped = tests_only(attributes(item));
            if let Item::Mod(ItemMod { ident, content: None, .. }) = item
                && dropped
            {
                self.modules.push(ident.to_string());
            }
            !dropped
        });
    }
}

impl VisitMut for WithoutTests {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        self.retain_items(&mut file.items);
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, item: &mut ItemMod) {
        if let Some((_, items)) = &mut item.content {
            self.retain_items(items);
        }
        visit_mut::visit_item_mod_mut(self, item);
    }

    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        item.items.retain(|item| match item {
            ImplItem::Const(item) => !tests_only(&item.attrs),
            ImplItem::Fn(item) => !tests_only(&item.attrs),
            ImplItem::Type(item) => !tests_only(&item.attrs),
            _ => true,
        });
        visit_mut::visit_item_impl_mut(self, item);
    }

    fn visit_fields_named_mut(&mut self, fields: &mut FieldsNamed) {
        let named = mem::take(&mut fields.named).into_iter();
        fields.named = named.filter(|field| !tests_only(&field.attrs)).collect();
    }

    fn visit_expr_struct_mut(&mut self, expr: &mut ExprStruct) {
        let named = mem::take(&mut expr.fields).into_iter();
        expr.fields = named.filter(|field| !tests_only(&field.attrs)).collect();
        visit_mut::visit_expr_struct_mut(self, expr);
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain(|statement| match statement {
            Stmt::Local(local) => !tests_only(&local.attrs),
            Stmt::Item(item) => !tests_only(attributes(item)),
            Stmt::Macro(call) => !tests_only(&call.attrs),
            Stmt::Expr(..) => true,
        });
        visit_mut::visit_block_mut(self, block);
    }
}

/// The attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn tests_only(attributes: &[Attribute]) -> bool {
    let mut cfg = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    cfg.any(|attribute| {
        let mut words = Vec::new();
        each_token(attribute.meta.to_token_stream(), &mut |token| words.push(token.to_string()));
        let has = |wanted: &str| words.iter().any(|word| word == wanted);
        (has("test") || has("doctest")) && !has("not") && !has("any")
    })
}

/// Collects the paths of a file.
struct Reader<'a> {
    file: &'a File,
    /// The module that is read, with those inside of the file.
    module: Vec<String>,
    found: Vec<Named>,
    fault: Option<String>,
}

impl Reader<'_> {
    /// The paths in tokens that syn does not parse. In the definition of a macro only those that begin with `$crate` are
    /// known: the others belong to where it is used.
    fn tokens(&mut self, stream: TokenStream, definition: bool) {
        let tokens: Vec<_> = stream.into_iter().collect();
        let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let after_dollar = at > 0 && matches!(&tokens[at - 1], TokenTree::Punct(sign) if sign.as_char() == '$');
            at += 1;
            match token {
                TokenTree::Group(group) => self.tokens(group.stream(), definition),
                TokenTree::Ident(word) => {
                    let (line, mut names) = (word.span().start().line, vec![word.to_string()]);
                    while let (true, true, Some(TokenTree::Ident(next))) =
                        (colon(at), colon(at + 1), tokens.get(at + 2))
                    {
                        names.push(next.to_string());
                        at += 3;
                    }
                    if names.len() > 1 && (!definition || after_dollar && names[0] == "crate") {
                        self.push(names, None, line);
                    }
                }
                _ => {}
            }
        }
    }

    /// The paths of a tree of imports: `a::{b, c::*, d as e}`.
    fn imports(&mut self, before: &[String], tree: &UseTree) {
        let line = tree.span().start().line;
        let with = |name: &dyn ToString| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.imports(&with(&path.ident), &path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.imports(before, tree)),
            UseTree::Glob(_) => self.push(with(&"*"), None, line),
            UseTree::Name(name) if name.ident == "self" && !before.is_empty() => self.push(before.to_vec(), None, line),
            UseTree::Name(name) => self.push(with(&name.ident), None, line),
            UseTree::Rename(rename) => self.push(with(&rename.ident), Some(rename.rename.to_string()), line),
        }
    }

    fn push(&mut self, mut names: Vec<String>, renamed: Option<String>, line: usize) {
        let mut of_crate = true;
        match names.first().map(String::as_str) {
            Some("crate") => _ = names.remove(0),
            Some("self" | "super") => {
                let mut module = self.module.clone();
                let supers = names.iter().take_while(|name| matches!(name.as_str(), "self" | "super")).count();
                for name in &names[..supers] {
                    if name == "super" && module.pop().is_none() {
                        let fault = format!("{}:{line}: `{}` leads out of the crate", self.file.name, names.join("::"));
                        self.fault.get_or_insert(fault);
                        return;
                    }
                }
                names = [module, names[supers..].to_vec()].concat();
            }
            // At the root a module of the crate needs no `crate`.
            _ => of_crate = self.module.is_empty(),
        }
        self.found.push(Named { names, of_crate, renamed, line });
    }
}

impl Visit<'_> for Reader<'_> {
    fn visit_item_mod(&mut self, item: &ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &ItemUse) {
        self.imports(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        if path.segments.len() > 1 {
            let names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.push(names, None, path.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_item_macro(&mut self, item: &ItemMacro) {
        if item.mac.path.is_ident("macro_rules") {
            self.tokens(item.mac.tokens.clone(), true);
        } else {
            visit::visit_item_macro(self, item);
        }
    }

    fn visit_macro(&mut self, call: &Macro) {
        visit::visit_macro(self, call);
        self.tokens(call.tokens.clone(), false);
    }

    fn visit_meta_list(&mut self, list: &MetaList) {
        visit::visit_meta_list(self, list);
        self.tokens(list.tokens.clone(), false);
    }
}
