//! Several files.
