//! Guards against files that people write and that lose something, say something else than was meant, or hide a fault:
//! what is printed is read back, what is laid out stays so, every fault is told where it is, and nothing panics.

mod blocks;
mod conflicts;
mod default_schema;
mod facts;
mod faults;
mod files;
mod loaded;
mod mutated;
mod names;
mod round;
mod spoiled;
mod vocabularies;
