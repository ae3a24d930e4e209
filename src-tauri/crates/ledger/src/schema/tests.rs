//! A ledger of an older schema meets a newer Cobro.

use std::{fs, path::Path};

use cobro_domain::{
    ids::{TillId, uuid_v7},
    money::Currency,
    time::Timestamp,
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::*;
use crate::{Ledger, Mode, Opening, Reader, connect};

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn add_a_column(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("ALTER TABLE preferences ADD COLUMN changed_at INTEGER")
}

fn fail_half_way(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("CREATE TABLE half (way TEXT) STRICT; DELETE FROM preferences")?;
    conn.execute_batch("INSERT INTO nowhere VALUES (1)")
}

/// Today's migrations and two that are still to come.
fn with_two_more(last: fn(&Connection) -> rusqlite::Result<()>) -> Vec<Migration> {
    let today = MIGRATIONS.iter().map(|step| Migration { to: step.to, run: step.run });
    let next = newest(MIGRATIONS) + 1;
    let more = [Migration { to: next, run: add_a_column }, Migration { to: next + 1, run: last }];
    today.chain(more).collect()
}

fn future() -> Vec<Migration> {
    with_two_more(|_| Ok(()))
}

fn tables(conn: &Connection) -> Vec<String> {
    let text = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut statement = conn.prepare(text).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A ledger of today's schema with one preference.
fn old_ledger() -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("books.db");
    let till = TillId(uuid_v7(NOW, [1; 10]));
    let (mode, series, currency) = (Mode::Training, "A".to_owned(), Currency::Mxn);
    let opening = Opening { mode, till, series, currency, at: NOW, random: [2; 10] };
    let ledger = Ledger::create(&path, "a test", &opening).unwrap();
    crate::working::preferences::put(ledger.conn(), "theme", "dark").unwrap();
    drop(ledger);
    (folder, path)
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_older_ledger_is_copied_and_then_taken_to_todays_schema() {
    let (folder, path) = old_ledger();
    let today = newest(MIGRATIONS);
    let before = Ledger::open(&path, "a test", NOW).unwrap().head().unwrap();
    assert_eq!(files(folder.path()), ["books.db", "books.db.lock"], "nothing to migrate");
    let ledger = Ledger::open_with(&path, "a test", NOW, &future(), &mut |_| {}).unwrap();
    assert_eq!(version(ledger.conn()).unwrap(), today + 2);
    assert_eq!(ledger.head().unwrap(), before);
    let text = "SELECT value FROM preferences WHERE changed_at IS NULL";
    let kept: String = ledger.conn().query_row(text, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, "dark");
    let copy = folder.path().join(format!("books.db.before-{today}-{}", NOW.millis()));
    let copied = Reader::open(&copy).unwrap();
    assert_eq!(version(copied.conn()).unwrap(), today);
    let found = copied.verify(Some(&before.hex())).unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
    drop(ledger);
    let files_then = files(folder.path());
    drop(Ledger::open_with(&path, "a test", NOW, &future(), &mut |_| {}).unwrap());
    assert_eq!(files(folder.path()), files_then, "once is enough");
    let older = Ledger::open(&path, "a test", NOW);
    let refused = matches!(older, Err(LedgerError::Newer { found, known })
        if (found, known) == (today + 2, today));
    assert!(refused, "{older:?}");
}

#[test]
fn customers_of_the_first_schema_are_found_in_the_second() {
    let (_folder, path) = old_ledger();
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("DROP TABLE customers; DROP TABLE customer_search").unwrap();
    conn.execute_batch(working::customers::FIRST).unwrap();
    let id = cobro_domain::ids::CustomerId::new(NOW, [7; 10]);
    let row = (id.0.as_bytes(), "Ángela Muñoz", [9_u8; 10]);
    conn.execute("INSERT INTO customers VALUES (?1, ?2, ?3)", row).unwrap();
    let oldest = Connection::open_in_memory().unwrap();
    first(&oldest).unwrap();
    let oldest = tables(&oldest);
    for later in tables(&conn).iter().filter(|table| !oldest.contains(table)) {
        conn.execute_batch(&format!("DROP TABLE {later}")).unwrap();
    }
    let later = "ALTER TABLE acts DROP COLUMN amount; ALTER TABLE acts DROP COLUMN currency;
                 ALTER TABLE acts DROP COLUMN refund; PRAGMA user_version = 1";
    conn.execute_batch(later).unwrap();
    drop(conn);
    let ledger = Ledger::open(&path, "a test", NOW).unwrap();
    let found = working::customers::search(ledger.conn(), "angela mu", 9).unwrap();
    let found = found.first().unwrap();
    assert_eq!((found.id, found.salt, found.person.name.as_str()), (id, row.2, row.1));
    // The digest that its fact carries is still the row's.
    let before: [u8; 32] = Sha256::digest([&row.2[..], row.1.as_bytes()].concat()).into();
    assert_eq!(found.digest(), crate::chain::hex(&before));
    let verified = Reader::open(&path).unwrap().verify(None).unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
}

#[test]
fn an_act_of_an_older_ledger_is_about_all_of_its_charge() {
    let conn = Connection::open_in_memory().unwrap();
    first(&conn).unwrap();
    let (id, charge) = ([1_u8; 16], [2_u8; 16]);
    let insert = "INSERT INTO acts VALUES (?1, ?2, 'submit', 'unknown', 1, 2, 3, 0, NULL)";
    conn.execute(insert, [id, charge]).unwrap();
    follow_ups(&conn).unwrap();
    let charge = cobro_domain::ids::ChargeId(uuid::Uuid::from_bytes(charge));
    let act = working::acts::of_charge(&conn, charge).unwrap().unwrap();
    assert_eq!((act.attempts, act.amount, act.refund), (3, None, None));
    working::acts::put(&conn, &act).unwrap();
    assert_eq!(working::acts::open_submits(&conn).unwrap(), [act]);
}

#[test]
fn a_migration_that_fails_leaves_the_ledger_as_it_was() {
    let (_folder, path) = old_ledger();
    let before = fs::read(&path).unwrap();
    for _ in 0..2 {
        let broken = with_two_more(fail_half_way);
        let outcome = Ledger::open_with(&path, "a test", NOW, &broken, &mut |_| {});
        assert!(matches!(outcome, Err(LedgerError::Damaged { .. })), "{outcome:?}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
    let ledger = Ledger::open(&path, "a test", NOW).unwrap();
    let kept = crate::working::preferences::read(ledger.conn(), "theme").unwrap();
    assert_eq!(kept.as_deref(), Some("dark"));
}

#[test]
fn without_a_copy_nothing_is_migrated() {
    let (folder, path) = old_ledger();
    // Where the copy would be made stands something else.
    let taken = format!("books.db.before-{}-{}", newest(MIGRATIONS), NOW.millis());
    fs::create_dir(folder.path().join(&taken)).unwrap();
    fs::create_dir(folder.path().join(taken).join("full")).unwrap();
    let before = fs::read(&path).unwrap();
    let outcome = Ledger::open_with(&path, "a test", NOW, &future(), &mut |_| {});
    assert!(outcome.is_err(), "{outcome:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_ledger_is_not_migrated() {
    let (folder, path) = old_ledger();
    let mut whole = fs::read(&path).unwrap();
    let pages = whole.len() / 4_096;
    // The page of some index: the file opens and reads, and its copy would be wrong.
    let text = "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_facts_1'";
    let conn = rusqlite::Connection::open(&path).unwrap();
    let page: u32 = conn.query_row(text, [], |row| row.get(0)).unwrap();
    let page = page as usize;
    drop(conn);
    assert!(page < pages);
    whole[page * 4_096 - 2_048..page * 4_096].fill(0x5a);
    fs::write(&path, &whole).unwrap();
    let outcome = Ledger::open_with(&path, "a test", NOW, &future(), &mut |_| {});
    assert!(outcome.is_err(), "{outcome:?}");
    assert_eq!(fs::read(&path).unwrap(), whole);
    assert!(!files(folder.path()).iter().any(|name| name.contains("before")));
}

#[test]
fn a_database_that_does_not_take_the_settings_is_not_sold_with() {
    let memory = Connection::open_in_memory().unwrap();
    let outcome = connect::prepare(&memory, "wal");
    assert!(
        matches!(&outcome, Err(LedgerError::Pragma { pragma: "journal_mode", found, wanted: "wal" }) if found == "memory"),
        "{outcome:?}"
    );
    let busy = Connection::open_in_memory().unwrap();
    busy.execute_batch("BEGIN; CREATE TABLE a (b)").unwrap();
    let outcome = connect::prepare(&busy, "memory");
    assert!(outcome.is_err(), "inside a transaction nothing can be set: {outcome:?}");
}
