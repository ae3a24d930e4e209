//! The audit where somebody was at the books behind its back.

use cobro_ledger::{Connection, Mode};
use cobro_tests::{Home, Key, Window, clerk};
use cobro_till::open::ledger_path;

/// C14: one number in one row is enough, and the screen names the place.
#[test]
fn a_changed_row_is_noticed() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    window.write("58");
    window.press(Key::Enter);
    window.see(("aside.ticket", "58.00"));
    clerk::charge(&window);
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
    window.close();

    let books = Connection::open(ledger_path(&home.data(), Mode::Training)).expect("the books");
    let place: i64 = books
        .query_row("SELECT max(arrival) FROM facts WHERE kind = 'cash-received'", [], |row| {
            row.get(0)
        })
        .expect("the sale");
    books
        .execute_batch(
            "DROP TRIGGER facts_are_never_changed;
             UPDATE facts SET body = replace(body, '5800', '5000') WHERE kind = 'cash-received';
             CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
             BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;",
        )
        .expect("to change it");
    drop(books);

    let window = Window::open(&home, &[]);
    clerk::go(&window, '8', (".page tbody tr", "Efectivo recibido"));
    window.write("v");
    let says = format!("La cadena se rompe en el hecho {place}");
    window.see((".chain [role=alert]", says.as_str()));
    window.see((".chain", "saca una copia"));
    window.close();
}
