//! The process is killed: between two operations of the system, or in the middle of one.

use tempfile::TempDir;

use crate::{
    books::{examine, sound},
    faults::prepared,
    seller::{Dice, Fault, Run},
};

/// Ledgers, each killed so many times in a row.
const LEDGERS: u64 = 12;
const KILLS_EACH: u64 = 20;

/// Checkpoints every few sales instead of every few hundred: more of them are hit.
const PRAGMAS: &str = "PRAGMA wal_autocheckpoint = 40";

fn kill_again_and_again(ledger: u64) -> u64 {
    let folder = TempDir::new().expect("a folder");
    let folder = &folder.path().canonicalize().expect("its real path");
    let mut dice = Dice::new(ledger + 1);
    let mut books = Vec::new();
    let mut kills = 0;
    for kill in 0..KILLS_EACH {
        let fault = Fault { what: "kill", at: 1 + dice.below(260), keep: "", seed: dice.below(99) };
        // Every other time from outside, wherever the process then happens to be.
        let run = if kill % 2 == 0 {
            Run { pragmas: PRAGMAS, ..Run::with(fault, folder) }
        } else {
            let lines = Some(usize::try_from(dice.below(9)).expect("a small number"));
            Run { pragmas: PRAGMAS, lines, ..Run::new(folder) }
        };
        let said = run.go(&["sell", "books.db", "1000000"]);
        kills += u64::from(said.died);
        let place = format!("ledger {ledger}, kill {kill}: {run:?}");
        let confirmed = [books, said.sold].concat();
        books = examine(&folder.join("books.db"), &confirmed, 1)
            .unwrap_or_else(|why| panic!("{place}: {why}"));
    }
    assert!(books.len() > 20, "only {} sales were made", books.len());
    kills
}

#[test]
fn a_killed_till_has_every_sale_it_confirmed_and_at_most_one_more() {
    let kills: u64 = std::thread::scope(|scope| {
        let even = scope.spawn(|| (0..LEDGERS).step_by(2).map(kill_again_and_again).sum::<u64>());
        let odd: u64 = (1..LEDGERS).step_by(2).map(kill_again_and_again).sum();
        odd + even.join().expect("no panic")
    });
    assert!(kills >= 200, "{kills} kills");
}

/// The long jobs beside selling: each either did nothing or all of it.
#[test]
fn a_killed_job_leaves_the_books_and_nothing_half_done() {
    let mut dice = Dice::new(77);
    for kill in 0..60 {
        let (_kept, folder, sold) = prepared();
        let folder = &folder;
        let what = if kill % 3 == 0 { "cut" } else { "kill" };
        let seed = dice.below(99);
        let fault = |at| Fault { what, at, keep: "some", seed };
        let (job, at): (&[&str], u64) = match kill % 4 {
            0 => (&["rebuild", "books.db"], 1 + dice.below(700)),
            1 => (&["backup", "books.db", "second.db"], 1 + dice.below(80)),
            2 => (&["restore", "copy.db", "restored.db"], 1 + dice.below(900)),
            _ => (&["sell", "fresh.db", "1"], 1 + dice.below(500)),
        };
        let said = Run::with(fault(at), folder).go(job);
        let place = format!("{job:?} {what} at {at}: {said:?}");
        let books = examine(&folder.join("books.db"), &sold, 0);
        assert!(books.is_ok_and(|books| books == sold), "{place}");
        for made in ["second.db", "restored.db", "fresh.db"] {
            let made = folder.join(made);
            if made.exists() {
                let reader = cobro_ledger::Reader::open(&made).expect("a whole ledger");
                sound(&reader).unwrap_or_else(|why| panic!("{place}: {why}"));
                let chains = reader.verify(None).expect("it was sound").heads.len();
                assert_eq!(chains, if made.ends_with("restored.db") { 2 } else { 1 }, "{place}");
            }
        }
        // Whatever was left behind, the job can be done again.
        let again = folder.join(job.last().expect("a file")).exists() && kill % 4 == 2;
        if !again && !folder.join("second.db").exists() {
            assert!(Run::new(folder).go(job).done, "{place}, and not again");
        }
    }
}
