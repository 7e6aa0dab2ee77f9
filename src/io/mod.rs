//! Ways in and out.

pub mod dot;
