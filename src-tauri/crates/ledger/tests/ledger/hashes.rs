//! The bytes that a hash is taken over, written down a second time and independently.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::{goods::till, shop::Shop};

/// The hash that a stored fact calls for, from its columns alone.
pub(crate) fn expected(conn: &Connection, arrival: i64) -> [u8; 32] {
    let mut bytes = Vec::new();
    let mut put = |field: &[u8]| {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(field);
    };
    conn.query_row("SELECT * FROM facts WHERE arrival = ?1", [arrival], |row| {
        put(row.get_ref(1)?.as_blob()?);
        put(&row.get::<_, i64>(2)?.to_be_bytes());
        put(row.get_ref(3)?.as_blob()?);
        put(&row.get::<_, i64>(4)?.to_be_bytes());
        put(row.get_ref(5)?.as_bytes()?);
        put(row.get_ref(6)?.as_bytes()?);
        put(&row.get::<_, i64>(7)?.to_be_bytes());
        put(row.get_ref(8)?.as_bytes()?);
        put(row.get_ref(9)?.as_blob()?);
        Ok(())
    })
    .unwrap();
    Sha256::digest(&bytes).into()
}

#[test]
fn every_hash_is_over_the_stored_bytes_and_the_hash_before() {
    let mut shop = Shop::new();
    shop.busy_day();
    let conn = shop.raw();
    let last: i64 = conn.query_row("SELECT max(arrival) FROM facts", [], |r| r.get(0)).unwrap();
    let mut before = [0; 32];
    for arrival in 1..=last {
        let (prev, hash): ([u8; 32], [u8; 32]) = conn
            .query_row("SELECT prev_hash, hash FROM facts WHERE arrival = ?1", [arrival], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!((prev, hash), (before, expected(&conn, arrival)), "fact {arrival}");
        before = hash;
    }
}

/// Computed once outside this program, over the fields written out by hand.
#[test]
fn the_first_fact_of_the_test_shop_has_this_hash() {
    let mut shop = Shop::new();
    let head = shop.ledger().head().unwrap();
    assert_eq!((head.till, head.seq), (till(1), 1));
    assert_eq!(head.hex(), "57179b623966f648c7f33265c330211cc9c5282f8ff9edf010c7f6d9a6f200f4");
}
