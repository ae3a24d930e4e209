//! `cobro-cli`: the till without a window, for scripts and checks.

fn main() {}
