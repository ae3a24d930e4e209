//! A till without a window that can be killed. It says what is done once it is done, a line for
//! each, and moves the clock of its provider itself, so that nobody waits for anything.
//!
//! `cobro-test-till MODE FOLDER ADDRESS`: the books are in FOLDER, the simulated provider and its
//! control door at ADDRESS. MODE is `sell COUNT SEED`, `cards COUNT SEED`,
//! `watch HOURS`, `fill` or `trace LOG`.
#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops here")]

mod account;
mod disk;
mod run;
mod trace;

use std::{
    io::{self, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["sell", count, seed, folder, address] => {
            end_with_the_test();
            let (count, seed) = (count.parse().expect("a count"), seed.parse().expect("a seed"));
            run::sell(&run::Shop::open(folder, address), count, seed);
        }
        ["cards", count, seed, folder, address] => {
            end_with_the_test();
            let (count, seed) = (count.parse().expect("a count"), seed.parse().expect("a seed"));
            run::cards(&run::Shop::open(folder, address), count, seed);
        }
        ["watch", hours, folder, address] => {
            end_with_the_test();
            run::watch(&run::Shop::open(folder, address), hours.parse().expect("hours"));
        }
        ["fill", folder, address] => disk::fill(folder, address),
        ["trace", log, folder, address] => trace::trace(log, folder, address),
        _ => return ExitCode::FAILURE,
    }
    say("done");
    ExitCode::SUCCESS
}

/// Ends this program when the other end of its standard input is closed, which the system does
/// even when the test is killed.
fn end_with_the_test() {
    std::thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        std::process::exit(3);
    });
}

/// One line, which has left the process when this returns.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    // Whoever listened is gone: there is nobody left to tell.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
