//! A till that can be killed.
fn main() {}
