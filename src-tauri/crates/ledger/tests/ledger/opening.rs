//! Files that are no ledger of this version, and who may open which.

use std::{fs, path::Path};

use cobro_ledger::{Ledger, LedgerError, Reader, views::invoices};

use crate::{
    goods::{OPENED, bytes, opening},
    shop::Shop,
    tables::{TRUTH, VIEWS, WORKING, rows},
};

fn open(path: &Path) -> Result<(), LedgerError> {
    Ledger::open(path, "a test", OPENED).map(drop)
}

/// What lies in a folder, locks aside.
fn listing(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .filter(|(name, _)| !name.ends_with(".lock") && !name.ends_with("-shm"))
        // A reader may leave the empty log of a file that keeps one.
        .filter(|(name, bytes)| !(name.ends_with("-wal") && bytes.is_empty()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_newer_ledger_is_refused_untouched() {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.close();
    shop.raw()
        .execute_batch("PRAGMA user_version = 99; ALTER TABLE facts ADD novelty TEXT")
        .unwrap();
    let before = listing(shop.folder.path());
    for _ in 0..2 {
        let refused = [open(&shop.path()), Reader::open(&shop.path()).map(drop)];
        for outcome in refused {
            assert!(
                matches!(outcome, Err(LedgerError::Newer { found: 99, known: 10 })),
                "{outcome:?}"
            );
        }
        let copied = cobro_ledger::backup(&shop.path(), &shop.beside("copy.db"), OPENED);
        assert!(matches!(copied, Err(LedgerError::Newer { .. })), "{copied:?}");
        assert_eq!(listing(shop.folder.path()), before);
    }
}

#[test]
fn what_is_no_ledger_is_refused_untouched() {
    let foreign = |schema: &str| {
        let folder = tempfile::TempDir::new().unwrap();
        let conn = rusqlite::Connection::open(folder.path().join("f.db")).unwrap();
        conn.execute_batch(schema).unwrap();
        drop(conn);
        fs::read(folder.path().join("f.db")).unwrap()
    };
    let cases = [
        ("empty", Vec::new()),
        ("text", b"my shopping list".to_vec()),
        ("long text", b"all work and no play ".repeat(1_000)),
        ("zeros", vec![0; 65_536]),
        ("an empty database", foreign("CREATE TABLE a (b); DROP TABLE a")),
        (
            "somebody's database",
            foreign("CREATE TABLE songs (name TEXT); INSERT INTO songs VALUES (1)"),
        ),
        ("with a version", foreign("CREATE TABLE songs (name TEXT); PRAGMA user_version = 1")),
        ("of another program", foreign("PRAGMA application_id = 5; PRAGMA user_version = 1")),
        ("a hollow ledger", foreign("PRAGMA application_id = 1131373170; PRAGMA user_version = 1")),
        (
            "hollow, in WAL",
            foreign(
                "PRAGMA journal_mode = WAL; PRAGMA application_id = 1131373170; PRAGMA user_version = 1",
            ),
        ),
        ("never finished", foreign("PRAGMA application_id = 1131373170; CREATE TABLE a (b)")),
    ];
    for (name, content) in cases {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("books.db");
        fs::write(&path, &content).unwrap();
        let outcome = open(&path);
        assert!(matches!(outcome, Err(LedgerError::Damaged { .. })), "{name}: {outcome:?}");
        let outcome = Reader::open(&path).and_then(|reader| reader.head().map(drop));
        assert!(matches!(outcome, Err(LedgerError::Damaged { .. })), "{name}: {outcome:?}");
        let made = Ledger::create(&path, "a test", &opening()).map(drop);
        assert!(matches!(made, Err(LedgerError::Exists { .. })), "{name}: {made:?}");
        assert_eq!(listing(folder.path()), [("books.db".to_owned(), content)], "{name}");
    }
}

#[test]
fn a_missing_ledger_is_said_to_be_missing() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("books.db");
    assert!(matches!(open(&path), Err(LedgerError::Missing { .. })));
    assert!(matches!(Reader::open(&path), Err(LedgerError::Missing { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
    let nowhere = folder.path().join("no-such-folder").join("books.db");
    assert!(Ledger::create(&nowhere, "a test", &opening()).is_err());
}

#[test]
fn a_ledger_is_made_once() {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.close();
    let before = listing(shop.folder.path());
    let made = Ledger::create(&shop.path(), "a test", &opening());
    assert!(matches!(made, Err(LedgerError::Exists { .. })), "{made:?}");
    assert_eq!(listing(shop.folder.path()), before);
}

/// Everything a reader can do with a file; what comes out does not matter, that it comes does.
fn read_all(path: &Path) -> Result<(), LedgerError> {
    let reader = Reader::open(path)?;
    reader.head()?;
    reader.mode()?;
    invoices::page(reader.conn(), None, None, 1_000)?;
    let verified = reader.verify(None)?;
    let differences = reader.check_views(|_| {})?;
    if verified.faults.is_empty() && differences.is_empty() {
        return Ok(());
    }
    Err(LedgerError::Damaged { detail: format!("{:?} {differences:?}", verified.faults) })
}

/// Every row of the books.
fn content(path: &Path) -> Vec<String> {
    let conn = rusqlite::Connection::open(path).unwrap();
    let tables = [VIEWS, WORKING, TRUTH].concat();
    tables.iter().flat_map(|table| rows(&conn, table)).collect()
}

#[test]
fn a_truncated_file_is_damaged_and_nobody_panics() {
    let mut shop = Shop::new();
    for _ in 0..40 {
        shop.sell().unwrap();
    }
    shop.close();
    let whole = fs::read(shop.path()).unwrap();
    for part in 0..40 {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("books.db");
        fs::write(&path, &whole[..whole.len() * part / 40]).unwrap();
        let outcome = read_all(&path);
        assert!(matches!(outcome, Err(LedgerError::Damaged { .. })), "{part}/40: {outcome:?}");
        let outcome = open(&path);
        assert!(matches!(outcome, Err(LedgerError::Damaged { .. })), "{part}/40: {outcome:?}");
    }
}

#[test]
fn a_file_with_holes_is_told_and_nobody_panics() {
    let mut shop = Shop::new();
    for _ in 0..300 {
        shop.sell().unwrap();
    }
    shop.busy_day();
    shop.close();
    let whole = fs::read(shop.path()).unwrap();
    let intact = content(&shop.path());
    let mut found = 0;
    for n in 0..60_u64 {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("books.db");
        let mut broken = whole.clone();
        let noise = bytes(n);
        let at = usize::from_be_bytes(noise[..8].try_into().unwrap()) % (broken.len() - 64);
        let hole = &mut broken[at..at + 64];
        hole.iter_mut().enumerate().for_each(|(i, byte)| *byte ^= noise[i % 8] | 1);
        fs::write(&path, &broken).unwrap();
        match read_all(&path) {
            Ok(()) => assert_eq!(content(&path), intact, "a hole at {at}, where nothing was"),
            Err(LedgerError::Damaged { .. } | LedgerError::Malformed { .. }) => found += 1,
            Err(LedgerError::UnknownFact { .. }) => found += 1,
            Err(other) => panic!("a hole at {at}: {other:?}"),
        }
        if let Ok(mut ledger) = Ledger::open(&path, "a test", OPENED) {
            let _ = ledger.rebuild(|_| {});
        }
    }
    assert!(found > 20, "{found} of 60 were found");
}

#[test]
fn a_second_writer_is_told_who_has_it() {
    let mut shop = Shop::new();
    let by_another_name = shop.beside("another-name.db");
    std::os::unix::fs::symlink(shop.path(), &by_another_name).unwrap();
    let roundabout = shop.folder.path().join(".").join("books.db");
    for path in [&shop.path(), &by_another_name, &roundabout] {
        match open(path) {
            Err(LedgerError::InUse { by, .. }) => {
                let process = format!("a test (process {})", std::process::id());
                assert_eq!(by, process, "{}", path.display());
            }
            other => panic!("{}: {other:?}", path.display()),
        }
    }
    let made = Ledger::create(&shop.path(), "a test", &opening());
    assert!(matches!(made, Err(LedgerError::InUse { .. })), "{made:?}");
    shop.sell().unwrap();
    shop.close();
    open(&by_another_name).unwrap();
}

#[test]
fn readers_work_beside_the_writer() {
    let mut shop = Shop::new();
    shop.sell().unwrap();
    let (early, late) = (shop.reader(), shop.reader());
    let count = |reader: &Reader| invoices::page(reader.conn(), None, None, 10).unwrap().len();
    // A reader in the middle of something sees one moment, and holds nobody up.
    let moment = early.conn().unchecked_transaction().unwrap();
    assert_eq!(count(&early), 1);
    shop.book(|booking| {
        crate::goods::sell(booking)?;
        assert_eq!(count(&late), 1, "nothing is seen before it is booked");
        Ok(())
    })
    .unwrap();
    shop.sell().unwrap();
    assert_eq!((count(&early), count(&late)), (1, 3));
    drop(moment);
    assert_eq!(count(&early), 3);
    assert!(early.conn().execute("DELETE FROM counts", []).is_err(), "a reader cannot write");
    shop.close();
    assert_eq!(count(&late), 3, "nor does it need the writer");
}

#[test]
fn a_use_case_that_is_refused_leaves_nothing() {
    let mut shop = Shop::new();
    shop.busy_day();
    let (before, head) =
        (crate::tables::views(shop.ledger().conn()), shop.ledger().head().unwrap());
    let refused: Result<(), LedgerError> = shop.book(|booking| {
        crate::goods::sell(booking)?;
        Err(LedgerError::RebuildOvertaken)
    });
    assert!(refused.is_err());
    assert_eq!(crate::tables::views(shop.ledger().conn()), before);
    assert_eq!(shop.ledger().head().unwrap(), head);
}
