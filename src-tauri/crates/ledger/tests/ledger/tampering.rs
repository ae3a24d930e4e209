//! Whoever edits the file behind the books' back is found out.

use cobro_domain::ids::CustomerId;
use cobro_ledger::{LedgerError, Opening, Reader, Verified, restore};
use rusqlite::{Connection, types::Value};

use crate::{
    goods::{OPENED, bytes, opening, till},
    hashes,
    shop::Shop,
    tables::columns,
};

/// Runs `edit` without the guards of the file, and puts them back.
pub(crate) fn behind_the_guards(conn: &Connection, edit: impl FnOnce(&Connection)) {
    let mut statement =
        conn.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let triggers: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    conn.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    edit(conn);
    for (_, text) in &triggers {
        conn.execute_batch(text).unwrap();
    }
}

fn cell(conn: &Connection, column: &str, arrival: i64) -> Value {
    let text = format!("SELECT {column} FROM facts WHERE arrival = ?1");
    conn.query_row(&text, [arrival], |row| row.get(0)).unwrap()
}

/// The ways to alter a value by one step: each byte of it, or the number by one.
fn alterations(value: &Value, every: usize) -> Vec<Value> {
    let flipped = |bytes: &[u8]| {
        let bytes = bytes.to_vec();
        (0..bytes.len()).step_by(every).map(move |place| {
            let mut altered = bytes.clone();
            altered[place] ^= 1;
            altered
        })
    };
    match value {
        Value::Integer(n) => vec![Value::Integer(n + 1_000), Value::Integer(-n)],
        Value::Blob(bytes) => flipped(bytes).map(Value::Blob).collect(),
        Value::Text(text) => flipped(text.as_bytes())
            .filter_map(|bytes| String::from_utf8(bytes).ok().map(Value::Text))
            .collect(),
        Value::Null | Value::Real(_) => unreachable!("{value:?} in a fact"),
    }
}

#[track_caller]
fn sound(shop: &Shop) -> Verified {
    let found = shop.reader().verify(None).unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
    found
}

fn busy() -> Shop {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.close();
    sound(&shop);
    shop
}

#[test]
fn one_altered_byte_in_any_column_of_any_fact_is_found() {
    let shop = busy();
    let conn = shop.raw();
    let reader = shop.reader();
    let last: i64 = conn.query_row("SELECT max(arrival) FROM facts", [], |r| r.get(0)).unwrap();
    conn.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA recursive_triggers = OFF")
        .unwrap();
    conn.execute_batch("DROP TRIGGER facts_are_never_changed").unwrap();
    // The missing guard is a fault of its own; what is looked for is one more.
    let usual = reader.verify(None).unwrap().faults.len();
    let mut tried = 0;
    for arrival in 1..=last {
        for column in columns(&conn, "facts") {
            let value = cell(&conn, &column, arrival);
            // Every byte of one fact, and some of each of the others.
            let every = if arrival == 8 { 1 } else { 97 };
            for altered in alterations(&value, every) {
                tried += 1;
                let text = format!("UPDATE facts SET {column} = ?1 WHERE arrival = ?2");
                conn.execute(&text, (&altered, arrival)).unwrap();
                let found = reader.verify(None).unwrap();
                let place = format!("{column} of fact {arrival}: {value:?} -> {altered:?}");
                assert!(found.faults.len() > usual, "{place}");
                let key = if let ("arrival", Value::Integer(n)) = (column.as_str(), &altered) {
                    *n
                } else {
                    arrival
                };
                conn.execute(&text, (&value, key)).unwrap();
            }
        }
    }
    assert_eq!(reader.verify(None).unwrap().faults.len(), usual);
    assert!(tried > 900, "{tried}");
}

#[test]
fn a_value_of_another_type_is_a_fault_and_no_panic() {
    let cases = [
        ("till", "zeroblob(3)"),
        ("id", "zeroblob(0)"),
        ("actor", "CAST(x'ff' AS TEXT)"),
        ("body", "CAST(x'7b22ff' AS TEXT)"),
        ("body", "'{'"),
        ("kind", "'no-such-kind'"),
        ("version", "99"),
        ("hash", "zeroblob(31)"),
        ("prev_hash", "zeroblob(33)"),
    ];
    for (column, value) in cases {
        let shop = busy();
        behind_the_guards(&shop.raw(), |conn| {
            let text = format!("UPDATE facts SET {column} = {value} WHERE arrival = 5");
            conn.execute_batch(&text).unwrap();
        });
        let found = shop.reader().verify(None).unwrap();
        assert!(!found.faults.is_empty(), "{column} = {value}");
        assert!(found.faults[0].contains("fact 5"), "{:?}", found.faults);
        assert!(
            shop.reader().check_views(|_| {}).is_err()
                || column == "prev_hash"
                || column == "hash"
                || column == "actor"
                || column == "till"
                || column == "id"
        );
    }
}

#[test]
fn a_fact_rewritten_with_its_hash_breaks_the_chain_behind_it() {
    let shop = busy();
    behind_the_guards(&shop.raw(), |conn| {
        let text =
            "UPDATE facts SET body = replace(body, '4500', '9500') WHERE kind = 'invoice-issued'";
        conn.execute_batch(text).unwrap();
        let arrival: i64 = conn
            .query_row("SELECT min(arrival) FROM facts WHERE kind = 'invoice-issued'", [], |r| {
                r.get(0)
            })
            .unwrap();
        let hash = hashes::expected(conn, arrival);
        conn.execute("UPDATE facts SET hash = ?1 WHERE arrival = ?2", (hash, arrival)).unwrap();
    });
    let found = shop.reader().verify(None).unwrap();
    assert!(found.faults.iter().any(|fault| fault.contains("does not follow")), "{found:?}");
}

#[test]
fn a_tail_that_was_cut_off_shows_with_the_anchor() {
    let shop = busy();
    let anchor = shop.reader().head().unwrap().hex();
    assert_eq!(shop.reader().verify(Some(&anchor)).unwrap().faults, Vec::<String>::new());
    let upper = anchor.to_uppercase();
    assert_eq!(shop.reader().verify(Some(&upper)).unwrap().faults, Vec::<String>::new());
    behind_the_guards(&shop.raw(), |conn| {
        conn.execute_batch(
            "DELETE FROM facts WHERE arrival = (SELECT max(arrival) FROM facts);
             UPDATE ledger SET views_version = 0;",
        )
        .unwrap();
    });
    // Whoever cuts the tail off can have the views computed anew; only the anchor knows.
    drop(cobro_ledger::Ledger::open(&shop.path(), "a test", OPENED).unwrap());
    sound(&shop);
    let found = shop.reader().verify(Some(&anchor)).unwrap();
    assert!(found.faults.iter().any(|fault| fault.contains("anchor")), "{found:?}");
}

#[test]
fn balances_and_postings_are_checked_against_each_other() {
    let cases = [
        "UPDATE accounts SET balance = balance + 1 WHERE name = 'sales'",
        "UPDATE postings SET minor = minor + 1 WHERE fact = (SELECT max(fact) FROM postings)",
        "DELETE FROM postings WHERE account = 1",
        "DELETE FROM accounts WHERE name = 'sales'",
        "UPDATE accounts SET currency = 'USD' WHERE name = 'sales'",
    ];
    for edit in cases {
        let shop = busy();
        shop.raw().execute_batch(edit).unwrap();
        assert!(!shop.reader().verify(None).unwrap().faults.is_empty(), "{edit}");
    }
}

#[test]
fn whose_books_they_are_is_checked_against_the_facts() {
    let cases = [
        "UPDATE ledger SET mode = 'real'",
        "UPDATE ledger SET till = zeroblob(16)",
        "UPDATE tills SET series = 'Z'",
        "UPDATE tills SET ended_at = 5",
        "INSERT INTO tills (id, series) VALUES (zeroblob(16), 'Z')",
        "DELETE FROM tills",
        "DELETE FROM ledger",
    ];
    for edit in cases {
        let shop = busy();
        behind_the_guards(&shop.raw(), |conn| conn.execute_batch(edit).unwrap());
        match Reader::open(&shop.path()) {
            Ok(reader) => assert!(!reader.verify(None).unwrap().faults.is_empty(), "{edit}"),
            Err(error) => assert!(matches!(error, LedgerError::Damaged { .. }), "{edit}: {error}"),
        }
    }
}

#[test]
fn a_missing_guard_is_found() {
    let guards = [
        "facts_are_never_changed",
        "facts_are_never_deleted",
        "facts_follow_each_other",
        "the_mode_is_for_ever",
        "the_ledger_is_never_deleted",
    ];
    for guard in guards {
        let shop = busy();
        shop.raw().execute_batch(&format!("DROP TRIGGER {guard}")).unwrap();
        let found = shop.reader().verify(None).unwrap();
        assert!(found.faults.iter().any(|fault| fault.contains(guard)), "{found:?}");
    }
    let shop = busy();
    shop.raw()
        .execute_batch(
            "CREATE TRIGGER a_stranger AFTER INSERT ON invoices
             BEGIN UPDATE accounts SET balance = balance + 1; END",
        )
        .unwrap();
    assert!(!shop.reader().verify(None).unwrap().faults.is_empty());
}

#[test]
fn an_old_chain_that_lost_its_end_is_found_by_the_new_one() {
    let mut shop = Shop::new();
    shop.settle_in();
    let copy = shop.beside("copy.db");
    cobro_ledger::backup(&shop.path(), &copy, OPENED).unwrap();
    let again = Opening { till: till(9), series: "B".to_owned(), random: bytes(9), ..opening() };
    drop(restore(&copy, &shop.beside("restored.db"), "a test", &again).unwrap());
    shop.move_to(&shop.beside("restored.db"));
    shop.sell().unwrap();
    shop.close();
    let books = Connection::open(shop.beside("restored.db")).unwrap();
    let verify = || cobro_ledger::Reader::open(&shop.beside("restored.db")).unwrap().verify(None);
    assert_eq!(verify().unwrap().faults, Vec::<String>::new());
    behind_the_guards(&books, |conn| {
        let text = "DELETE FROM facts WHERE till = ?1 AND seq = (SELECT max(seq) FROM facts WHERE till = ?1)";
        assert_eq!(conn.execute(text, [till(1).0.as_bytes()]).unwrap(), 1);
        // The places close up, so that nothing else is missing.
        conn.execute_batch("UPDATE facts SET arrival = arrival - 1 WHERE arrival > 4").unwrap();
    });
    let found = verify().unwrap();
    assert!(found.faults.iter().any(|fault| fault.contains("goes on from")), "{found:?}");
}

#[test]
fn a_file_full_of_faults_is_told_in_a_few() {
    let shop = busy();
    behind_the_guards(&shop.raw(), |conn| {
        conn.execute_batch(
            "UPDATE facts SET actor = 'nobody'; UPDATE postings SET minor = minor + 1",
        )
        .unwrap();
    });
    let found = shop.reader().verify(None).unwrap();
    assert!((1..=40).contains(&found.faults.len()), "{}", found.faults.len());
}

#[test]
fn customers_are_named_by_id_alone() {
    let mut shop = Shop::new();
    let customer: CustomerId = shop.busy_day();
    let mentions: i64 = shop
        .raw()
        .query_row(
            "SELECT count(*) FROM facts WHERE kind = 'invoice-issued' AND body LIKE ?1",
            [format!("%{customer}%")],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(mentions, 5);
}

/// C14: in a copy of the books, one byte of one row is enough to be noticed, and the place is
/// named.
#[test]
fn a_changed_row_is_noticed() {
    let mut shop = busy();
    let copy = shop.beside("copy.sqlite");
    cobro_ledger::backup(&shop.path(), &copy, OPENED).unwrap();
    let whole = Reader::open(&copy).unwrap().verify_chain(|_| true).unwrap().unwrap();
    assert_eq!((whole.faults.as_slice(), whole.broken_at), (&[][..], None));
    for place in [1, 7, i64::try_from(whole.facts).unwrap()] {
        let conn = Connection::open(&copy).unwrap();
        let before = cell(&conn, "body", place);
        // The row can still be read; only what it says is another thing.
        let reads = |value: &&Value| match value {
            Value::Text(text) => serde_json::from_str::<serde_json::Value>(text).is_ok(),
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => false,
        };
        let all = alterations(&before, 1);
        let altered = all.iter().rfind(reads).unwrap().clone();
        for value in [&altered, &before] {
            behind_the_guards(&conn, |conn| {
                let text = "UPDATE facts SET body = ?1 WHERE arrival = ?2";
                conn.execute(text, (value, place)).unwrap();
            });
            let found = Reader::open(&copy).unwrap().verify_chain(|_| true).unwrap().unwrap();
            let expected = (value == &altered).then_some(place);
            assert_eq!(found.broken_at, expected, "{place}: {:?}", found.faults);
        }
    }
    shop.reopen();
    sound(&shop);
}

#[test]
fn a_walk_along_the_chain_says_how_far_it_is_and_stops_when_told() {
    let shop = busy();
    let reader = shop.reader();
    let facts = i64::try_from(sound(&shop).facts).unwrap();
    let mut told = Vec::new();
    let walked = reader.verify_chain(|progress| {
        told.push((progress.done, progress.of));
        true
    });
    assert!(walked.unwrap().is_some());
    assert_eq!((told[0], told[told.len() - 1]), ((0, facts), (facts, facts)));
    assert_eq!(reader.verify_chain(|_| false).unwrap(), None);
}
