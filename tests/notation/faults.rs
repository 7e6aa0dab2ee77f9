//! All faults of a text at once, each where it is, and none that only follows from another.
