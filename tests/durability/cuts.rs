//! The power fails: what was not synced is lost, or torn, or there by luck.

use cobro_ledger::Reader;
use tempfile::TempDir;

use crate::{
    books::{examine, sound},
    faults::prepared,
    seller::{Dice, Fault, Run},
};

const KEPT: [&str; 3] = ["none", "prefix", "some"];

/// The log is carried over often, so that cuts fall into that too.
const PRAGMAS: &str = "PRAGMA wal_autocheckpoint = 40";

/// Cuts the power under one ledger again and again; returns how often, or what was lost.
fn cut_again_and_again(seed: u64, cuts: u64, what: &'static str) -> Result<u64, String> {
    let folder = TempDir::new().expect("a folder");
    let folder = &folder.path().canonicalize().expect("its real path");
    let mut dice = Dice::new(seed);
    let mut books = Vec::new();
    let mut died = 0;
    for cut in 0..cuts {
        let keep = KEPT[usize::try_from((seed + cut) % 3).expect("a small number")];
        let fault = Fault { what, at: 1 + dice.below(500), keep, seed: dice.below(999) };
        let run = Run { pragmas: PRAGMAS, ..Run::with(fault, folder) };
        let said = run.go(&["sell", "books.db", "60"]);
        died += u64::from(said.died);
        let confirmed = [books, said.sold].concat();
        books = examine(&folder.join("books.db"), &confirmed, 1)
            .map_err(|why| format!("seed {seed}, cut {cut}, {run:?}: {why}"))?;
    }
    Ok(died)
}

#[test]
fn a_power_cut_loses_no_sale_that_was_confirmed() {
    let cuts: u64 = std::thread::scope(|scope| {
        let run = |seeds: std::ops::Range<u64>| -> u64 {
            seeds
                .map(|seed| {
                    cut_again_and_again(seed, 15, "cut").unwrap_or_else(|why| panic!("{why}"))
                })
                .sum()
        };
        let other = scope.spawn(move || run(5..10));
        run(0..5) + other.join().expect("no panic")
    });
    assert!(cuts >= 120, "{cuts} cuts");
}

/// What was said to be done stays done, however soon the power fails.
#[test]
fn a_power_cut_undoes_no_job_that_was_done() {
    let jobs: [(&[&str], &str); 5] = [
        (&["sell", "books.db", "1"], "books.db"),
        (&["sell", "fresh.db", "0"], "fresh.db"),
        (&["rebuild", "books.db"], "books.db"),
        (&["backup", "books.db", "second.db"], "second.db"),
        (&["restore", "copy.db", "restored.db"], "restored.db"),
    ];
    for (job, made) in jobs {
        for keep in KEPT {
            for seed in 0..4 {
                let (_folder, path, sold) = prepared();
                let fault = Fault { what: "cut", at: u64::MAX, keep, seed };
                let said = Run::with(fault, &path).go(job);
                let place = format!("{job:?} {keep} {seed}: {said:?}");
                assert!(said.done && said.died && !said.fired, "{place}");
                let reader = Reader::open(&path.join(made));
                sound(&reader.unwrap_or_else(|error| panic!("{place}: {error:?}")))
                    .unwrap_or_else(|why| panic!("{place}: {why}"));
                if made == "second.db" {
                    // Copy and note agree.
                    assert!(path.join("second.db.json").exists(), "{place}");
                    let said = Run::new(&path).go(&["restore", made, "third.db"]);
                    assert!(said.done, "{place}: {said:?}");
                }
                let confirmed = [sold, said.sold].concat();
                let books = examine(&path.join("books.db"), &confirmed, 0);
                assert!(books.is_ok(), "{place}: {books:?}");
            }
        }
    }
}

/// The test of the test: on a disk that does not sync, sales are lost, and it is noticed.
#[test]
fn without_syncing_sales_are_lost_and_it_is_noticed() {
    for seed in 20..26 {
        let outcome = cut_again_and_again(seed, 15, "lie");
        let lost = outcome.expect_err("sales that were not synced survived every power cut");
        eprintln!("noticed: {lost}");
    }
}
