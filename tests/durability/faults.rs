//! Each operation on a file fails in turn, until the job goes through.

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

use tempfile::TempDir;

use crate::{
    books::examine,
    seller::{Fault, Run, Said, Sale},
};

/// Five sales and a backup of them, made once and copied for each test.
static SHOP: LazyLock<(PathBuf, Vec<Sale>)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("durability-shop");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let sold = Run::new(&folder).go(&["sell", "books.db", "5"]).sold;
    assert!(Run::new(&folder).go(&["backup", "books.db", "copy.db"]).done);
    (folder, sold)
});

/// A folder with five sales and a backup of them.
pub(crate) fn prepared() -> (TempDir, PathBuf, Vec<Sale>) {
    let (shop, sold) = &*SHOP;
    let folder = TempDir::new().expect("a folder");
    for entry in std::fs::read_dir(shop).expect("the shop") {
        let from = entry.expect("a file").path();
        let name = from.file_name().expect("a name");
        std::fs::copy(&from, folder.path().join(name)).expect("a copy");
    }
    let path = folder.path().canonicalize().expect("its real path");
    (folder, path, sold.clone())
}

/// Runs the job with its first operation failing, its second, and so on; `check` looks at
/// what is left. Returns how often it failed.
fn until_it_succeeds(
    what: &'static str,
    step: u64,
    job: &[&str],
    check: impl Fn(&Path, &[Sale], &Said),
) -> u64 {
    let mut at = 1;
    let mut failures = 0;
    loop {
        let (_folder, path, sold) = prepared();
        let said = Run::with(Fault { what, at, keep: "", seed: 1 }, &path).go(job);
        let place = format!("{what} at {at} of {job:?}: {said:?}");
        assert!(!said.died, "{place}");
        check(&path, &sold, &said);
        let books = examine(&path.join("books.db"), &[sold, said.sold].concat(), 0);
        assert!(books.is_ok(), "{place}: {books:?}");
        if !said.fired {
            assert!(said.done && said.refused.is_empty(), "{place}");
            return failures;
        }
        failures += 1;
        at += if at < 30 { 1 } else { step };
    }
}

/// A refusal names what the person at the till can do something about.
fn said_why(said: &Said, expected: &[&str]) {
    for why in &said.refused {
        assert!(expected.iter().any(|word| why.contains(word)), "{why}");
    }
}

const EIO: &[&str] = &["Database(", "File(", "SystemIoFailure", "DiskFull", "ReadOnly"];
const ENOSPC: &[&str] = &["DiskFull", "SystemIoFailure", "ReadOnly"];

#[test]
fn a_sale_that_the_disk_refuses_is_not_there_and_the_next_one_is() {
    for (what, words) in [("eio", EIO), ("enospc", ENOSPC)] {
        let failures = until_it_succeeds(what, 3, &["sell", "books.db", "3"], |_, _, said| {
            said_why(said, words);
            let refused = said.refused.len();
            assert!(said.sold.len() + refused >= 3 || !said.done, "{said:?}");
            assert!(refused <= 1, "one operation fails, one sale at most: {said:?}");
        });
        assert!(failures > 40, "{failures}");
    }
}

#[test]
fn a_job_that_the_disk_refuses_leaves_nothing_half_done() {
    let jobs: [(&[&str], &str); 4] = [
        (&["backup", "books.db", "second.db"], "second.db"),
        (&["restore", "copy.db", "restored.db"], "restored.db"),
        (&["sell", "fresh.db", "0"], "fresh.db"),
        (&["rebuild", "books.db"], "books.db"),
    ];
    for (job, made) in jobs {
        for (what, words) in [("eio", EIO), ("enospc", ENOSPC)] {
            until_it_succeeds(what, 31, job, |folder, _, said| {
                said_why(said, words);
                if said.refused.is_empty() || made == "books.db" {
                    return;
                }
                let left = folder.join(made);
                if left.exists() {
                    // Finished, but for telling so.
                    let reader = cobro_ledger::Reader::open(&left).expect("a whole ledger");
                    crate::books::sound(&reader).expect("sound books");
                }
            });
        }
    }
}

#[test]
fn a_full_disk_says_so_and_loses_nothing() {
    for at in (1..200).step_by(7) {
        let (_folder, path, sold) = prepared();
        let said = Run::with(Fault { what: "full", at, keep: "", seed: 1 }, &path)
            .go(&["sell", "books.db", "6"]);
        said_why(&said, ENOSPC);
        assert!(!said.fired || !said.refused.is_empty(), "{said:?}");
        let confirmed = [sold, said.sold].concat();
        let books = examine(&path.join("books.db"), &confirmed, 0);
        assert!(books.is_ok(), "full at {at}: {books:?}");
        // There is room again.
        let said = Run::new(&path).go(&["sell", "books.db", "1"]);
        assert_eq!(said.sold.len(), 1, "{said:?}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_says_so_and_can_be_read() {
    let (_folder, path, sold) = prepared();
    let read_only = Fault { what: "erofs", at: 1, keep: "", seed: 1 };
    let run = Run::with(read_only, &path);
    for job in [&["sell", "books.db", "1"][..], &["sell", "new.db", "1"], &["rebuild", "books.db"]]
    {
        let said = run.go(job);
        assert_eq!(said.refused, ["ReadOnly"], "{job:?}");
        assert!(said.sold.is_empty() && said.fired, "{job:?}");
    }
    let read = run.go(&["read", "copy.db"]);
    assert!(read.done, "a copy on a medium that cannot be written is read: {read:?}");
    assert_eq!(examine(&path.join("books.db"), &sold, 0), Ok(sold));
}
