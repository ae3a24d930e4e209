//! What the file itself refuses, whoever writes to it.

use cobro_ledger::{Connection, Ledger, LedgerError, restore, working::preferences};

use crate::{
    goods::{bytes, opening, till},
    shop::Shop,
};

/// A well-formed next fact, with the column `?` replaced by another value.
fn next_fact(column: &str, value: &str) -> String {
    let columns = [
        ("arrival", "NULL"),
        ("till", "till"),
        ("seq", "seq + 1"),
        ("id", "id"),
        ("at", "at"),
        ("actor", "actor"),
        ("kind", "kind"),
        ("version", "version"),
        ("body", "body"),
        ("prev_hash", "hash"),
        ("hash", "zeroblob(32)"),
    ];
    let values = columns.map(|(name, usual)| if name == column { value } else { usual });
    format!(
        "INTO facts SELECT {} FROM facts WHERE arrival = (SELECT max(arrival) FROM facts)",
        values.join(", ")
    )
}

#[track_caller]
fn refused(shop: &mut Shop, statement: &str, why: &str) {
    let facts = crate::tables::rows(shop.ledger().conn(), "facts");
    let truth = |shop: &mut Shop| {
        let conn = shop.ledger().conn();
        (crate::tables::rows(conn, "ledger"), crate::tables::rows(conn, "tills"))
    };
    let before = truth(shop);
    let outcome = shop.ledger().conn().execute_batch(statement);
    let error = outcome.err().unwrap_or_else(|| panic!("{statement} was accepted"));
    assert!(error.to_string().contains(why), "{statement}: {error}");
    assert_eq!(crate::tables::rows(shop.ledger().conn(), "facts"), facts, "{statement}");
    assert_eq!(truth(shop), before, "{statement}");
}

#[test]
fn facts_are_only_ever_added_in_sequence() {
    let mut shop = Shop::new();
    shop.busy_day();
    let insert = |column, value| format!("INSERT {}", next_fact(column, value));
    let replace = |column, value| format!("INSERT OR REPLACE {}", next_fact(column, value));
    let accepted = format!("BEGIN; {}; ROLLBACK", insert("", ""));
    shop.ledger().conn().execute_batch(&accepted).expect("only what is altered is refused");
    let cases = [
        ("UPDATE facts SET body = '{}' WHERE arrival = 2".to_owned(), "never changed"),
        ("UPDATE facts SET arrival = 1000 WHERE arrival = 2".to_owned(), "never changed"),
        ("UPDATE OR REPLACE facts SET seq = seq + 1".to_owned(), "never changed"),
        ("DELETE FROM facts".to_owned(), "never deleted"),
        ("DELETE FROM facts WHERE arrival = (SELECT max(arrival) FROM facts)".to_owned(), "never"),
        (insert("seq", "seq"), "out of sequence"),
        (insert("seq", "seq + 2"), "out of sequence"),
        (insert("seq", "1"), "out of sequence"),
        (insert("prev_hash", "zeroblob(32)"), "follow the chain"),
        (insert("prev_hash", "prev_hash"), "follow the chain"),
        (insert("till", "randomblob(16)"), "out of sequence"),
        (insert("version", "0"), "constraint"),
        (insert("arrival", "3"), "place"),
        (replace("arrival", "3"), "place"),
        ("INSERT OR REPLACE INTO facts SELECT * FROM facts WHERE arrival = 3".to_owned(), "place"),
        (
            "INSERT OR REPLACE INTO facts SELECT * FROM facts ORDER BY 1 DESC LIMIT 1".into(),
            "place",
        ),
    ];
    for (statement, why) in cases {
        refused(&mut shop, &statement, why);
    }
}

#[test]
fn a_connection_that_knows_no_rules_cannot_put_a_fact_in_the_place_of_another() {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.close();
    let raw = shop.raw();
    raw.execute_batch("PRAGMA recursive_triggers = OFF").unwrap();
    for arrival in ["1", "3", "(SELECT max(arrival) FROM facts)"] {
        let text = format!("INSERT OR REPLACE {}", next_fact("arrival", arrival));
        let error = raw.execute_batch(&text).expect_err("no fact makes room for another");
        assert!(error.to_string().contains("place"), "{arrival}: {error}");
    }
}

#[test]
fn a_ledger_is_real_or_training_for_ever() {
    let mut shop = Shop::new();
    let cases = [
        "UPDATE ledger SET mode = 'real'",
        "INSERT OR REPLACE INTO ledger SELECT one, 'real', till, views_version FROM ledger",
        "DELETE FROM ledger",
    ];
    for statement in cases {
        refused(&mut shop, statement, "for ever");
    }
}

#[test]
fn a_chain_that_has_ended_takes_no_more() {
    let mut shop = Shop::new();
    shop.sell().unwrap();
    let copy = shop.beside("copy.db");
    cobro_ledger::backup(&shop.path(), &copy, crate::goods::OPENED).unwrap();
    let again = cobro_ledger::Opening {
        till: till(9),
        series: "B".to_owned(),
        random: bytes(9),
        ..opening()
    };
    let restored = shop.beside("restored.db");
    drop(restore(&copy, &restored, "a test", &again).unwrap());
    shop.move_to(&restored);
    let old = format!(
        "INSERT INTO facts SELECT NULL, till, seq + 1, id, at, actor, kind, version, body, hash,
         zeroblob(32) FROM facts WHERE till = x'{}' ORDER BY seq DESC LIMIT 1",
        till(1).0.simple()
    );
    refused(&mut shop, &old, "chain of this till has ended");
    refused(&mut shop, "UPDATE tills SET ended_at = NULL", "ended");
    refused(&mut shop, "UPDATE tills SET ended_at = 5 WHERE ended_at IS NOT NULL", "ended");
    refused(&mut shop, "DELETE FROM tills", "never deleted");
    refused(&mut shop, "UPDATE tills SET series = 'C'", "ended");
}

#[test]
fn a_fact_that_the_views_cannot_follow_leaves_nothing() {
    let mut shop = Shop::new();
    shop.busy_day();
    let before = crate::tables::views(shop.ledger().conn());
    let head = shop.ledger().head().unwrap();
    let nowhere = cobro_domain::ids::InvoiceId::new(crate::goods::OPENED, bytes(7_777));
    // The use case goes on after the refusal, as if nothing had been.
    shop.book(|booking| {
        let refused = crate::goods::cash(booking, nowhere, 100);
        assert!(matches!(refused, Err(LedgerError::Malformed { .. })), "{refused:?}");
        Ok(())
    })
    .unwrap();
    assert_eq!(shop.ledger().head().unwrap(), head);
    assert_eq!(crate::tables::views(shop.ledger().conn()), before);
    shop.sell().unwrap();
    let found = shop.reader().verify(None).unwrap();
    assert_eq!(found.faults, Vec::<String>::new());
}

#[test]
fn what_does_not_balance_is_not_booked() {
    let mut shop = Shop::new();
    let invoice = shop.issue(None, &[100]);
    let head = shop.ledger().head().unwrap();
    let cash = |postings: &[(&str, i64)]| {
        cobro_ledger::fact::Fact::CashReceived(cobro_ledger::fact::CashReceived {
            payment: cobro_domain::ids::PaymentId::new(crate::goods::OPENED, bytes(1)),
            invoice,
            drawer: 1,
            currency: cobro_domain::money::Currency::Mxn,
            tendered: 100,
            change: 0,
            amount: 100,
            rounding: 0,
            postings: postings.iter().map(|(name, minor)| ((*name).to_owned(), *minor)).collect(),
        })
    };
    let cases: [&[(&str, i64)]; 3] = [
        &[("cash:1", 100), ("receivable:walk-in", -99)],
        &[("cash:1", 100)],
        &[("cash:1", i64::MAX), ("cash:1", i64::MAX), ("receivable:walk-in", 2)],
    ];
    for postings in cases {
        let fact = cash(postings);
        let refused = shop.book(|booking| booking.append(&fact));
        assert!(matches!(refused, Err(LedgerError::Malformed { .. })), "{postings:?} {refused:?}");
        assert_eq!(shop.ledger().head().unwrap(), head, "{postings:?}");
    }
    shop.append(&cash(&[("cash:1", 100), ("receivable:walk-in", -100)]));
}

#[test]
fn a_number_outside_its_series_is_not_booked() {
    let mut shop = Shop::new();
    shop.sell().unwrap();
    for number in [0, 1, 3, u32::MAX] {
        let refused = shop.book(|booking| {
            let folio = cobro_domain::invoice::Folio { series: "A".to_owned(), number };
            let id = cobro_domain::ids::InvoiceId::new(booking.at(), booking.random());
            let issued = crate::goods::issued(id, folio, None, &[100]);
            booking.append(&cobro_ledger::fact::Fact::InvoiceIssued(issued))
        });
        assert!(matches!(refused, Err(LedgerError::Malformed { .. })), "{number}: {refused:?}");
    }
    shop.sell().unwrap();
}

#[test]
fn a_balance_beyond_64_bits_is_refused_and_nothing_of_it_is_there() {
    let mut shop = Shop::new();
    shop.issue(None, &[i64::MAX / 20]);
    let before = crate::tables::views(shop.ledger().conn());
    let mut refusals = 0;
    for _ in 0..25 {
        let head = shop.ledger().head().unwrap();
        if let Err(error) =
            shop.book(|booking| crate::goods::issue(booking, None, &[i64::MAX / 20]))
        {
            refusals += 1;
            assert_eq!(shop.ledger().head().unwrap(), head, "{error}");
        }
    }
    assert!(refusals > 0 && before != crate::tables::views(shop.ledger().conn()));
    shop.reopen();
    assert_eq!(shop.reader().verify(None).unwrap().faults, Vec::<String>::new());
}

#[test]
fn durability_is_read_back() {
    let mut shop = Shop::new();
    let wanted =
        [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("fullfsync", "1")];
    for reopened in [false, true] {
        for (pragma, wanted) in wanted {
            let text = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
            let ledger: &Ledger = shop.ledger();
            let found: String = ledger.conn().query_row(&text, [], |row| row.get(0)).unwrap();
            assert_eq!(found, wanted, "{pragma}, reopened: {reopened}");
        }
        shop.reopen();
    }
}

#[test]
fn what_is_booked_after_a_draft_waits_for_the_disk_again() {
    let mut shop = Shop::new();
    let synchronous = |conn: &Connection| -> Result<i64, LedgerError> {
        Ok(conn.query_row("PRAGMA synchronous", [], |row| row.get(0))?)
    };
    for round in ["one", "two"] {
        let draft = shop.ledger().draft(|conn| {
            preferences::put(conn, "typed", round)?;
            synchronous(conn)
        });
        assert_eq!(draft.unwrap(), 1);
        assert_eq!(shop.book(|booking| synchronous(booking.conn())).unwrap(), 2);
    }
    let refused = shop.ledger().draft(|conn| {
        preferences::put(conn, "typed", "three")?;
        Err::<(), _>(LedgerError::Closed)
    });
    refused.unwrap_err();
    shop.reopen();
    assert_eq!(preferences::read(shop.ledger().conn(), "typed").unwrap().as_deref(), Some("two"));
}
