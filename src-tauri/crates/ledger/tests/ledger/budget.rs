//! What a sale costs on the disk.

use crate::shop::Shop;

/// The budget of the design: facts, views and indexes of one cash sale.
const BYTES_PER_SALE: i64 = 2_048;

fn size(shop: &Shop) -> i64 {
    let number = |pragma: &str| -> i64 {
        shop.raw().query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap()
    };
    number("page_count") * number("page_size")
}

#[test]
fn a_cash_sale_of_three_lines_takes_at_most_2_kb() {
    const SALES: i64 = 2_500;
    let mut shop = Shop::new();
    let empty = size(&shop);
    for _ in 0..SALES {
        shop.sell().unwrap();
    }
    let bytes = (size(&shop) - empty) / SALES;
    let table = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12";
    let conn = shop.raw();
    let mut statement = conn.prepare(table).unwrap();
    let parts: Vec<String> = statement
        .query_map([], |row| {
            Ok(format!("{} {}", row.get::<_, String>(0)?, row.get::<_, i64>(1)? / SALES))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    eprintln!("{bytes} bytes a sale: {}", parts.join(", "));
    assert!(bytes <= BYTES_PER_SALE, "{bytes} bytes a sale: {}", parts.join(", "));
}
