//! What must stay fast: a thousand statements of an ordinary length, and one that is very long.
//! Times what the longest takes against what as many lines take in short ones: a ratio near one
//! says that the cost is in the lines, and not in their number.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops here")]
#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

#[path = "../tests/papers/accounts.rs"]
mod accounts;
#[expect(dead_code, reason = "shared with the tests")]
#[path = "../tests/papers/samples.rs"]
mod samples;

use std::time::{Duration, Instant};

use accounts::{draft, paper};
use cobro_documents::{Language, Sheet, StatementPaper, statement_pdf, statement_xlsx};

const STATEMENTS: u32 = 1_000;
const LINES: u32 = 50;
const MANY_LINES: u32 = 10_000;

/// The most memory that this process has ever taken, in MiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok().map(|kib: u64| kib >> 10)
}

/// How long it takes to write a paper so many times, and how large it is.
fn timed(what: &str, times: u32, write: impl Fn() -> Vec<u8>) -> Duration {
    let begun = Instant::now();
    let bytes = (0..times).map(|_| write().len()).max().unwrap_or_default();
    let taken = begun.elapsed();
    let memory = peak().map_or(String::new(), |mib| format!(", at most {mib} MiB in use so far"));
    println!("{what}: {taken:.2?}, {:.2?} each of {} kB{memory}", taken / times, bytes / 1_000);
    taken
}

fn pdf(paper: &StatementPaper) -> Vec<u8> {
    statement_pdf(paper, Sheet::Letter, Language::EsMx).unwrap()
}

fn main() {
    let (short, long) = (paper(draft(LINES, 123_450)), paper(draft(MANY_LINES, 123_450)));
    let many = timed("1,000 statements of 50 lines", STATEMENTS, || pdf(&short));
    let one = timed("one statement of 10,000 lines", 1, || pdf(&long));
    let as_many = many * MANY_LINES / LINES / STATEMENTS;
    println!(
        "the long one takes {:.2} of as many lines in short ones",
        one.as_secs_f64() / as_many.as_secs_f64()
    );
    let table = || statement_xlsx(&long, Language::EsMx).unwrap();
    timed("one workbook of 10,000 lines", 1, table);
}
