//! Files in which something was changed.
