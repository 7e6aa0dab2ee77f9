//! The tables and their columns: what [the module's documentation](super) says of them, in code.

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Int,
    Long,
    Real,
    YesNo,
    Text,
}

impl Of {
    /// The name in SQL and in the documentation.
    #[cfg(test)]
    const fn name(self) -> &'static str {
        match self {
            Self::Int => "INTEGER",
            Self::Long => "BIGINT",
            Self::Real => "DOUBLE",
            Self::YesNo => "BOOLEAN",
            Self::Text => "VARCHAR",
        }
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) of: Of,
    /// Whether it may be null.
    pub(super) optional: bool,
    /// Whether its values are numbers that rise slowly or never repeat, so that differences are smaller than a dictionary.
    pub(super) delta: bool,
}

/// A table: one file.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [Column],
    /// The columns by which its rows are sorted, by their places.
    pub(super) sorted_by: &'static [i32],
}

const fn column(name: &'static str, of: Of) -> Column {
    Column { name, of, optional: false, delta: false }
}

/// A column of numbers of rows.
const fn id(name: &'static str) -> Column {
    Column { delta: true, ..column(name, Of::Int) }
}

const fn int(name: &'static str) -> Column {
    column(name, Of::Int)
}

/// A column of days by which the rows are nearly sorted.
const fn days(name: &'static str) -> Column {
    Column { delta: true, ..column(name, Of::Int) }
}

const fn text(name: &'static str) -> Column {
    column(name, Of::Text)
}

const fn yes_no(name: &'static str) -> Column {
    column(name, Of::YesNo)
}

const fn or_null(column: Column) -> Column {
    Column { optional: true, ..column }
}

pub(super) const FACTS: Table = Table {
    name: "facts",
    sorted_by: &[1, 3, 9, 0],
    columns: &[
        id("fact_id"),
        int("relation_id"),
        text("relation"),
        id("subject_id"),
        id("object_id"),
        text("subject_type"),
        text("object_type"),
        text("modality"),
        or_null(text("dated")),
        days("earliest_start"),
        days("latest_start"),
        int("earliest_end"),
        int("latest_end"),
        or_null(text("start_qualifier")),
        or_null(text("end_qualifier")),
        or_null(int("sure_earliest_start")),
        or_null(int("sure_latest_start")),
        or_null(int("sure_earliest_end")),
        or_null(int("sure_latest_end")),
        or_null(int("seen_from")),
        or_null(int("seen_until")),
        or_null(int("latest_start_stated")),
        int("transaction_id"),
        or_null(int("retracted_in")),
        or_null(text("retracted_because")),
        or_null(int("resolved_in")),
        or_null(text("resolution")),
        or_null(int("resolved_by")),
        or_null(text("fact_key")),
        or_null(int("node_id")),
        yes_no("in_view"),
    ],
};

pub(super) const PLAYERS: Table = Table {
    name: "players",
    sorted_by: &[],
    columns: &[
        id("fact_id"),
        int("relation_id"),
        int("role_id"),
        text("role"),
        int("place"),
        id("node_id"),
        text("node_type"),
    ],
};

pub(super) const RESOLUTIONS: Table = Table {
    name: "resolutions",
    sorted_by: &[0, 1],
    columns: &[id("fact_id"), int("place"), text("resolution"), int("resolved_by"), int("transaction_id")],
};

pub(super) const ENTITIES: Table = Table {
    name: "entities",
    sorted_by: &[0],
    columns: &[
        id("entity_id"),
        text("entity_key"),
        text("name"),
        int("kind_id"),
        text("kind"),
        id("canonical_id"),
        or_null(text("merged_because")),
    ],
};

pub(super) const NAMES: Table = Table {
    name: "names",
    sorted_by: &[],
    columns: &[id("entity_id"), text("name"), text("folded"), or_null(text("language")), or_null(int("fact_id"))],
};

pub(super) const VALUE_NODES: Table = Table {
    name: "value_nodes",
    sorted_by: &[0],
    columns: &[
        id("node_id"),
        text("value_type"),
        text("value_text"),
        or_null(column("value_number", Of::Real)),
        or_null(int("first_day")),
        or_null(int("last_day")),
        or_null(text("qualifier")),
    ],
};

pub(super) const KEPT_APART: Table =
    Table { name: "kept_apart", sorted_by: &[], columns: &[id("entity_id"), id("other_id"), text("because")] };

pub(super) const CLAIMS: Table = Table {
    name: "claims",
    sorted_by: &[1, 0],
    columns: &[
        id("claim_id"),
        id("fact_id"),
        int("source_id"),
        or_null(int("speaker_id")),
        text("stance"),
        or_null(text("inferred")),
        or_null(column("confidence", Of::Real)),
        or_null(text("quote")),
        int("transaction_id"),
    ],
};

pub(super) const PASSAGES: Table = Table {
    name: "passages",
    sorted_by: &[],
    columns: &[
        id("claim_id"),
        int("place"),
        or_null(text("words")),
        or_null(column("range_start", Of::Long)),
        or_null(column("range_end", Of::Long)),
        or_null(text("sha256")),
    ],
};

pub(super) const SOURCES: Table = Table {
    name: "sources",
    sorted_by: &[0],
    columns: &[
        id("source_id"),
        text("source_key"),
        or_null(text("title")),
        or_null(text("publisher")),
        or_null(text("url")),
        or_null(text("published")),
        or_null(int("published_first")),
        or_null(int("published_last")),
        or_null(text("published_qualifier")),
        or_null(text("licence")),
        or_null(int("derives_from_id")),
        int("origin_id"),
        or_null(text("full_text")),
        or_null(text("sha256")),
    ],
};

pub(super) const KINDS: Table =
    Table { name: "kinds", sorted_by: &[0], columns: &[int("kind_id"), text("kind"), text("about")] };

pub(super) const KIND_CLOSURE: Table = Table {
    name: "kind_closure",
    sorted_by: &[0, 2],
    columns: &[int("kind_id"), text("kind"), int("above_id"), text("above")],
};

pub(super) const RELATIONS: Table = Table {
    name: "relations",
    sorted_by: &[0],
    columns: &[
        int("relation_id"),
        text("relation"),
        or_null(text("inverse")),
        text("shape"),
        text("subject_range"),
        text("object_range"),
        yes_no("is_symmetric"),
        yes_no("is_transitive"),
        yes_no("is_functional"),
        yes_no("is_dated"),
        text("about"),
    ],
};

pub(super) const ROLES: Table =
    Table { name: "roles", sorted_by: &[0], columns: &[int("role_id"), text("role"), text("about")] };

pub(super) const TRANSACTIONS: Table = Table {
    name: "transactions",
    sorted_by: &[0],
    columns: &[
        id("transaction_id"),
        or_null(text("stamp")),
        or_null(column("known_from", Of::Long)),
        or_null(text("author")),
        or_null(text("reason")),
    ],
};

/// All tables, in the order of the documentation.
#[cfg(test)]
pub(super) const TABLES: [&Table; 15] = [
    &FACTS,
    &PLAYERS,
    &RESOLUTIONS,
    &ENTITIES,
    &NAMES,
    &VALUE_NODES,
    &KEPT_APART,
    &CLAIMS,
    &PASSAGES,
    &SOURCES,
    &KINDS,
    &KIND_CLOSURE,
    &RELATIONS,
    &ROLES,
    &TRANSACTIONS,
];

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Guards against documentation that drifts from the files: every column is in it, in order, with its type, and none else.
    #[test]
    fn the_documentation_has_every_column() {
        let mut written: Vec<(String, Vec<(String, String)>)> = Vec::new();
        for line in include_str!("mod.rs").lines() {
            let Some(line) = line.strip_prefix("//! ") else { continue };
            if let Some(title) = line.strip_prefix("## `") {
                written.push((title.split(".parquet").next().unwrap().to_owned(), Vec::new()));
            } else if let (Some(row), Some((_, columns))) = (line.strip_prefix("| `"), written.last_mut()) {
                let mut cells = row.split('|');
                let name = cells.next().unwrap().trim().trim_end_matches('`');
                columns.push((name.to_owned(), cells.next().unwrap().trim().to_owned()));
            }
        }
        let column = |column: &Column| {
            let or_null = if column.optional { " or null" } else { "" };
            (column.name.to_owned(), format!("{}{or_null}", column.of.name()))
        };
        let laid_out: Vec<_> =
            TABLES.iter().map(|table| (table.name.to_owned(), table.columns.iter().map(column).collect())).collect();
        assert_eq!(written, laid_out);
    }

    /// Guards against names that an engine needs in quotes.
    #[test]
    fn names_are_lower_case_words() {
        for table in TABLES {
            for name in table.columns.iter().map(|column| column.name).chain([table.name]) {
                assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{name}");
                let reserved =
                    ["values", "key", "start", "end", "when", "object", "date", "position", "by", "at", "from"];
                assert!(!reserved.contains(&name), "{name}");
            }
        }
    }
}
