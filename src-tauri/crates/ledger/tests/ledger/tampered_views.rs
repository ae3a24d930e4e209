//! A view whose rows are not what the facts call for is found, whichever it is.

use cobro_ledger::{Difference, Reader};
use rusqlite::{Connection, types::Value};

use crate::{
    shop::Shop,
    tables::{VIEWS, altered},
};

fn busy() -> Shop {
    let mut shop = Shop::new();
    shop.busy_day();
    shop.close();
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
    shop
}

/// Column, its declared type and its place in the key, for each column of a table.
fn shape(conn: &Connection, table: &str) -> Vec<(String, String)> {
    let mut statement = conn.prepare("SELECT name, type FROM pragma_table_info(?1)").unwrap();
    let rows = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Whether exactly `view` was found to differ; products bring their codes along.
fn only(found: &[Difference], view: &str) -> bool {
    let mut views: Vec<_> = found.iter().map(|difference| difference.view).collect();
    views.retain(|name| view != "products" || *name != "product_codes");
    views == [view]
}

#[test]
fn one_altered_cell_of_any_column_of_any_view_is_found() {
    let shop = busy();
    let conn = shop.raw();
    conn.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
    for view in VIEWS {
        let keep = format!("CREATE TEMP TABLE kept_{view} AS SELECT * FROM {view}");
        conn.execute_batch(&keep).unwrap();
        let columns = shape(&conn, view);
        let key = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
        // The last row in key order, wherever it stands.
        let last = format!("ORDER BY {} LIMIT 1", key.join(" DESC, "));
        for (column, declared) in &columns {
            let text = format!("SELECT {column} FROM {view} {last}");
            let value: Value = conn.query_row(&text, [], |row| row.get(0)).unwrap();
            let alter = format!(
                "UPDATE {view} SET {column} = ?1 WHERE ({key}) IS (SELECT {key} FROM {view} {last})",
                key = key.join(", ")
            );
            assert_eq!(conn.execute(&alter, [altered(value, declared)]).unwrap(), 1, "{alter}");
            let found = shop.reader().check_views(|_| {}).unwrap();
            assert!(only(&found, view), "{view}.{column}: {found:?}");
            assert_eq!((found[0].surplus, found[0].missing), (1, 1), "{view}.{column}");
            let put_back =
                format!("DELETE FROM {view}; INSERT INTO {view} SELECT * FROM kept_{view}");
            conn.execute_batch(&put_back).unwrap();
        }
    }
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
}

#[test]
fn a_row_too_few_and_a_row_too_many_are_found_in_every_view() {
    for view in VIEWS {
        let shop = busy();
        let conn = shop.raw();
        let removed = conn
            .execute_batch(&format!("CREATE TEMP TABLE kept AS SELECT * FROM {view} LIMIT 1"))
            .and_then(|()| {
                conn.execute(
                    &format!(
                        "DELETE FROM {view} WHERE rowid IN (SELECT rowid FROM {view} LIMIT 1)"
                    ),
                    [],
                )
            })
            .or_else(|_| {
                // Tables without a rowid: by their first columns.
                let key = shape(&conn, view)[0].0.clone();
                conn.execute(
                    &format!("DELETE FROM {view} WHERE {key} = (SELECT {key} FROM kept)"),
                    [],
                )
            })
            .unwrap();
        let found = shop.reader().check_views(|_| {}).unwrap();
        assert!(only(&found, view), "{view}: {found:?}");
        let missing = i64::try_from(removed).unwrap();
        assert_eq!((found[0].surplus, found[0].missing), (0, missing), "{view}");
    }
    for (view, row) in [
        ("timeline", "1, 1"),
        ("postings", "1, 1, 77, 5"),
        ("counts", "'open-ish', 1"),
        ("series", "'Q', 9"),
        ("accounts", "99, 'petty-cash', 'MXN', 1"),
        ("product_codes", "'123', 2"),
    ] {
        let shop = busy();
        shop.raw().execute_batch(&format!("INSERT INTO {view} VALUES ({row})")).unwrap();
        let found = shop.reader().check_views(|_| {}).unwrap();
        assert!(only(&found, view), "{view}: {found:?}");
        assert_eq!((found[0].surplus, found[0].missing), (1, 0), "{view}");
    }
}

#[test]
fn checking_changes_nothing_and_leaves_nothing_beside_the_books() {
    let mut shop = busy();
    shop.reopen();
    let listing = |shop: &Shop| {
        let entries = std::fs::read_dir(shop.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let (files, head) = (listing(&shop), shop.ledger().head().unwrap());
    shop.raw().execute_batch("UPDATE counts SET invoices = 5").unwrap();
    assert_eq!(shop.reader().check_views(|_| {}).unwrap().len(), 1);
    assert_eq!(shop.reader().check_views(|_| {}).unwrap().len(), 1, "it is not repaired");
    assert_eq!(listing(&shop), files);
    assert_eq!(shop.ledger().head().unwrap(), head);
}

#[test]
fn two_checks_at_once_do_not_meet() {
    let shop = busy();
    let path = shop.path();
    std::thread::scope(|scope| {
        let check = || {
            for _ in 0..5 {
                let mut calls = 0;
                let found = Reader::open(&path).unwrap().check_views(|_| calls += 1);
                assert_eq!(found.unwrap(), Vec::new());
                assert!(calls > 0);
            }
        };
        let other = scope.spawn(check);
        check();
        other.join().unwrap();
    });
}
