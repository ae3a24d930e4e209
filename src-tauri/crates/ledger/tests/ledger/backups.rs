//! Copies that are believed only after they were read, and what goes on from them.

use std::{fs, path::Path};

use cobro_domain::{
    act::{ActState, NotFound},
    ids::{ActId, ChargeId},
    time::Timestamp,
};
use cobro_ledger::{
    BackupReport, Ledger, LedgerError, Manifest, Mode, Opening, Reader, backup,
    fact::Fact,
    restore,
    views::{invoices, series},
    working::acts::{self, Act, ActKind},
};

use crate::{
    goods::{OPENED, bytes, opening, till},
    shop::Shop,
    tables::views,
    tampering::behind_the_guards,
};

const LATER: Timestamp = Timestamp::from_millis(OPENED.millis() + 86_400_000);

pub(crate) fn again() -> Opening {
    let (till, series, random) = (till(9), "B".to_owned(), bytes(9));
    Opening { till, series, random, at: LATER, ..opening() }
}

/// A shop after a busy day, and a backup of it.
fn copied() -> (Shop, std::path::PathBuf) {
    let mut shop = Shop::new();
    shop.busy_day();
    let to = shop.beside("copy.db");
    backup(&shop.path(), &to, LATER).unwrap();
    (shop, to)
}

type Alteration = fn(&Path);

fn note(backup: &Path) -> std::path::PathBuf {
    backup.with_extension("db.json")
}

#[test]
fn a_backup_holds_what_is_noted_beside_it() {
    let mut shop = Shop::new();
    shop.busy_day();
    let to = shop.beside("copy.db");
    let report = backup(&shop.path(), &to, LATER).unwrap();
    assert_eq!(report.path, to);
    let noted: Manifest = serde_json::from_slice(&fs::read(note(&to)).unwrap()).unwrap();
    assert_eq!(noted, report.manifest);
    let head = shop.ledger().head().unwrap();
    assert_eq!(
        noted,
        Manifest {
            at: LATER,
            mode: "training".to_owned(),
            facts: head.seq,
            invoices: 16,
            head: head.hex(),
        }
    );
    let copy = Reader::open(&to).unwrap();
    assert_eq!(views(copy.conn()), views(shop.ledger().conn()));
    assert_eq!(copy.verify(Some(&head.hex())).unwrap().faults, Vec::<String>::new());
    shop.sell().unwrap();
    assert_eq!(copy.head().unwrap(), head, "a copy is on its own");
}

#[test]
fn a_backup_is_of_one_moment_while_the_shop_goes_on_selling() {
    let mut shop = Shop::new();
    shop.sell().unwrap();
    let (path, folder) = (shop.path(), shop.folder.path().to_owned());
    let copies = std::thread::spawn(move || {
        (0..4)
            .map(|n| backup(&path, &folder.join(format!("copy-{n}.db")), LATER).unwrap())
            .collect()
    });
    while !copies.is_finished() {
        shop.sell().unwrap();
    }
    let copies: Vec<BackupReport> = copies.join().unwrap();
    for copy in copies {
        let noted = copy.manifest;
        assert_eq!(noted.facts, noted.invoices * 2 + 1, "only whole sales");
        let reader = Reader::open(&copy.path).unwrap();
        assert_eq!(reader.check_views(|_| {}).unwrap(), Vec::new());
        let found = shop.reader().verify(Some(&noted.head)).unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
    }
}

#[test]
fn a_backup_takes_nobodys_place() {
    let (shop, to) = copied();
    let before = fs::read(&to).unwrap();
    for taken in [&to, &shop.path(), &shop.folder.path().to_owned()] {
        let outcome = backup(&shop.path(), taken, LATER);
        assert!(matches!(outcome, Err(LedgerError::Exists { .. })), "{outcome:?}");
    }
    assert_eq!(fs::read(&to).unwrap(), before);
    let missing = backup(&shop.beside("none.db"), &shop.beside("other.db"), LATER);
    assert!(matches!(missing, Err(LedgerError::Missing { .. })), "{missing:?}");
    assert!(!shop.beside("other.db").exists());
}

#[test]
fn damaged_books_make_no_backup() {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.close();
    behind_the_guards(&shop.raw(), |conn| {
        conn.execute_batch("UPDATE facts SET actor = 'nobody' WHERE arrival = 3").unwrap();
    });
    let to = shop.beside("copy.db");
    let outcome = backup(&shop.path(), &to, LATER);
    assert!(matches!(outcome, Err(LedgerError::BackupUnsound { .. })), "{outcome:?}");
    let left: Vec<_> = fs::read_dir(shop.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("copy"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn an_altered_backup_is_refused() {
    let alter: [(&str, Alteration); 8] = [
        ("a fact", |path| {
            let conn = rusqlite::Connection::open(path).unwrap();
            behind_the_guards(&conn, |conn| {
                conn.execute_batch("UPDATE facts SET at = at + 1 WHERE arrival = 3").unwrap();
            });
        }),
        ("a cut tail", |path| {
            let conn = rusqlite::Connection::open(path).unwrap();
            behind_the_guards(&conn, |conn| {
                conn.execute_batch("DELETE FROM facts WHERE arrival > 20").unwrap();
            });
        }),
        ("an invoice", |path| {
            let conn = rusqlite::Connection::open(path).unwrap();
            conn.execute_batch("DELETE FROM invoices WHERE number = 1").unwrap();
        }),
        ("its note", |path| {
            let text = fs::read_to_string(note(path)).unwrap().replace("training", "real");
            fs::write(note(path), text).unwrap();
        }),
        ("a note that is none", |path| fs::write(note(path), "{").unwrap()),
        ("a page", |path| {
            let mut whole = fs::read(path).unwrap();
            // Whole pages: what lies between the rows of one means nothing.
            let middle = whole.len() / 2 / 4_096 * 4_096;
            whole[middle..middle + 4_096].fill(0x5a);
            fs::write(path, whole).unwrap();
        }),
        ("half of it", |path| {
            let whole = fs::read(path).unwrap();
            fs::write(path, &whole[..whole.len() / 2]).unwrap();
        }),
        ("another file", |path| fs::write(path, "no ledger").unwrap()),
    ];
    for (what, alter) in alter {
        let (shop, to) = copied();
        alter(&to);
        let place = shop.beside("restored.db");
        let outcome = restore(&to, &place, "a test", &again());
        let refused =
            matches!(outcome, Err(LedgerError::BackupUnsound { .. } | LedgerError::Damaged { .. }));
        assert!(refused, "{what}: {outcome:?}");
        assert!(!place.exists(), "{what}");
    }
}

#[test]
fn a_restored_ledger_is_a_new_incarnation() {
    let (mut shop, to) = copied();
    let old = shop.ledger().head().unwrap();
    let bytes = fs::read(&to).unwrap();
    let place = shop.beside("restored.db");
    let ledger = restore(&to, &place, "a test", &again()).unwrap();
    assert_eq!((ledger.till(), ledger.mode(), ledger.path()), (till(9), Mode::Training, &*place));
    let second = Ledger::open(&place, "another", LATER);
    assert!(matches!(second, Err(LedgerError::InUse { .. })), "{second:?}");
    drop(ledger);
    assert_eq!(fs::read(&to).unwrap(), bytes, "the backup is only read");
    let first = first_fact(&place);
    let Fact::TillOpened(opened) = first else { panic!("{first:?}") };
    let previous = opened.previous.unwrap();
    assert_eq!((opened.mode, opened.series.as_str()), (Mode::Training, "B"));
    assert_eq!((previous.till, previous.seq, previous.hash), (old.till, old.seq, old.hex()));
    shop.move_to(&place);
    assert_eq!(shop.ledger().head().unwrap().seq, 1);
    let sale = shop.sell().unwrap();
    let conn = shop.ledger().conn();
    assert_eq!(series::current(conn).unwrap(), "B");
    assert_eq!(invoices::read(conn, sale).unwrap().unwrap().folio.to_string(), "B-000001");
    let reader = Reader::open(&place).unwrap();
    let found = reader.verify(Some(&old.hex())).unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
    assert_eq!(found.heads.len(), 2);
    assert_eq!(reader.check_views(|_| {}).unwrap(), Vec::new());
    shop.ledger().rebuild(|_| {}).unwrap();
}

fn first_fact(path: &Path) -> Fact {
    let conn = rusqlite::Connection::open(path).unwrap();
    let body = "SELECT arrival FROM facts WHERE seq = 1 ORDER BY arrival DESC LIMIT 1";
    let arrival: i64 = conn.query_row(body, [], |row| row.get(0)).unwrap();
    crate::golden::stored(&conn, arrival).decode().unwrap()
}

#[test]
fn every_open_act_is_unknown_after_a_restore_and_what_was_looked_up_counts_no_more() {
    let mut shop = Shop::new();
    shop.busy_day();
    let act = |n: u64, state| Act {
        id: ActId::new(OPENED, bytes(n)),
        charge: ChargeId::new(OPENED, bytes(n + 50)),
        kind: ActKind::Submit,
        amount: None,
        refund: None,
        state,
        queued_at: OPENED,
        not_before: OPENED,
        attempts: 1,
        looked: NotFound { times: 1, first: Some(OPENED) },
    };
    let cases = [
        (ActState::Queued, ActState::Unknown),
        (ActState::Sending, ActState::Unknown),
        (ActState::Unknown, ActState::Unknown),
        (ActState::Accepted, ActState::Accepted),
        (ActState::Refused, ActState::Refused),
        (ActState::Dropped, ActState::Dropped),
    ];
    shop.book(|booking| {
        (200_u64..).zip(cases).try_for_each(|(n, (was, _))| acts::put(booking.conn(), &act(n, was)))
    })
    .unwrap();
    let to = shop.beside("copy.db");
    backup(&shop.path(), &to, LATER).unwrap();
    let ledger = restore(&to, &shop.beside("restored.db"), "a test", &again()).unwrap();
    for (n, (was, becomes)) in (200_u64..).zip(cases) {
        let found = acts::read(ledger.conn(), ActId::new(OPENED, bytes(n))).unwrap().unwrap();
        assert_eq!(found.state, becomes, "{was:?}");
        let looked = if becomes.is_open() { NotFound::default() } else { act(n, was).looked };
        assert_eq!(found.looked, looked, "{was:?}");
    }
}

#[test]
fn a_restore_that_is_refused_leaves_nothing() {
    let (shop, to) = copied();
    let place = shop.beside("restored.db");
    let cases = [
        ("the same till", Opening { till: till(1), ..again() }),
        ("the same series", Opening { series: "A".to_owned(), ..again() }),
        ("the series of credit notes", Opening { series: "A-NC".to_owned(), ..again() }),
    ];
    for (what, opening) in cases {
        let outcome = restore(&to, &place, "a test", &opening);
        assert!(matches!(outcome, Err(LedgerError::Malformed { .. })), "{what}: {outcome:?}");
        assert!(!place.exists(), "{what}");
    }
    let missing = restore(&shop.beside("none.db"), &place, "a test", &again());
    assert!(matches!(missing, Err(LedgerError::Missing { .. })), "{missing:?}");
    let taken = restore(&to, &shop.path(), "a test", &again());
    assert!(matches!(taken, Err(LedgerError::Exists { .. } | LedgerError::InUse { .. })));
    restore(&to, &place, "a test", &again()).unwrap();
}

#[test]
fn a_backup_whose_views_were_altered_is_restored_with_those_that_the_facts_call_for() {
    let (mut shop, to) = copied();
    let healthy = views(shop.ledger().conn());
    let conn = rusqlite::Connection::open(&to).unwrap();
    conn.execute_batch(
        "UPDATE invoices SET total = 1, paid = 1; UPDATE charges SET state = 'paid'",
    )
    .unwrap();
    drop(conn);
    let ledger = restore(&to, &shop.beside("restored.db"), "a test", &again()).unwrap();
    let mut restored = views(ledger.conn());
    // The first fact of the new chain is in the trail besides.
    restored.retain(|row| healthy.contains(row) || !row.starts_with("trail: "));
    assert_eq!(restored, healthy);
}

#[test]
fn a_backup_from_a_newer_cobro_is_refused_as_such() {
    let (shop, to) = copied();
    rusqlite::Connection::open(&to).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let outcome = restore(&to, &shop.beside("restored.db"), "a test", &again());
    assert!(matches!(outcome, Err(LedgerError::Newer { found: 99, .. })), "{outcome:?}");
}
