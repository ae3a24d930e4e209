//! A quote is made, found again after a restart, sold once, and never a second time.

use cobro_tests::{Home, Key, Window, clerk};

#[test]
fn a_quote_is_made_by_keyboard_outlives_the_till_and_is_sold_for_cash_once() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    make(&window);
    listed(&window);
    window.close();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    sell(&window);
    no_second_time(&window);
    withdraw(&window);
    window.close();
}

/// Two of one thing with a discount, for a customer: quoted for the usual days, on paper.
#[track_caller]
fn make(window: &Window) {
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    window.press(Key::F7);
    window.see(("[role=dialog] label", "Descuento"));
    window.write("10%");
    window.press(Key::Enter);
    window.see(("aside.ticket", "772.20"));
    window.press_with(Key::Shift, char::from(Key::F9));
    window.see(("[role=dialog] h2", "Cotizar"));
    window.see(("[role=dialog]", "Precios válidos hasta el"));
    window.press(Key::Enter);
    window.see(("[role=dialog]", "COT-A-000001"));
    window.write("p");
    window.see(("[role=status]", "COT-A-000001-quote-letter.pdf"));
    window.press(Key::Enter);
    clerk::ready(window);
}

/// It is in the list, as one that counts.
#[track_caller]
fn listed(window: &Window) {
    clerk::go(window, '6', ("tbody tr", "COT-A-000001"));
    window.see(("aside .pill", "Vigente"));
}

/// By its number, scanned as it stands on the paper, with other prices on the ticket beside it.
#[track_caller]
fn sell(window: &Window) {
    window.scan("COT-A-000001");
    window.see(("aside h2", "COT-A-000001"));
    window.press(Key::Enter);
    window.see(("aside.ticket", "Precio cotizado"));
    window.see(("aside.ticket", "COT-A-000001"));
    window.see(("aside.ticket", "772.20"));
    clerk::charge(window);
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);
    clerk::go(window, '2', ("aside", "Nota de la cotización COT-A-000001"));
    clerk::go(window, '6', ("main", "Ninguna cotización aquí"));
}

/// Its number opens it, and it says what it became; selling it again is refused.
#[track_caller]
fn no_second_time(window: &Window) {
    clerk::go(window, '1', "input[role=combobox]");
    window.write("cot-a-1");
    window.press(Key::Enter);
    window.see(("aside .pill", "Vendida"));
    window.see(("aside", "A-000001"));
    window.press(Key::Enter);
    window.see(("aside [role=alert]", "es la nota A-000001"));
    clerk::go(window, '1', "input[role=combobox]");
    clerk::ready(window);
}

#[track_caller]
fn withdraw(window: &Window) {
    clerk::add(window, "cafetera", "Cafetera italiana 6 tazas");
    window.press_with(Key::Shift, char::from(Key::F9));
    window.see(("[role=dialog]", "Precios válidos hasta el"));
    window.press(Key::Enter);
    window.see(("[role=dialog]", "COT-A-000002"));
    window.press(Key::Enter);
    clerk::go(window, '6', ("aside h2", "COT-A-000002"));
    window.press(Key::Delete);
    window.see(("[role=dialog] h2", "Retirar COT-A-000002"));
    window.write("Precio equivocado");
    window.press(Key::Enter);
    window.see(("[role=status]", "Cotización retirada"));
    window.see(("main", "Ninguna cotización aquí"));
}
