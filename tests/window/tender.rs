//! One sale, several ways to pay: cash and a voucher; the shop's own terminal.

use cobro_tests::{Home, Key, Window, clerk};

#[test]
fn a_sale_is_split_over_cash_and_a_voucher_and_another_over_a_terminal_and_cash() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    cash_and_voucher(&window);
    terminal_and_cash(&window);
    leave_the_rest(&window);
    clerk::next_sale(&window);
    round_cash(&window);
    window.close();
}

#[track_caller]
fn cash_and_voucher(window: &Window) {
    clerk::add(window, "cafetera", "Cafetera italiana 6 tazas");
    clerk::charge(window);
    window.write("200");
    window.see(("[role=dialog]", "Es menos que el total"));
    window.write("+");
    window.see(("[role=dialog] h2", "499.00"));
    window.see(("[role=dialog] li", "Efectivo"));
    clerk::choose(window, "o", "OXXO");
    clerk::issue(window);
    window.see(("main", "499.00"));
    clerk::pay_as_customer(window);
    clerk::see_paid(window);
    clerk::next_sale(window);
    clerk::go(window, '2', ("aside .pill", "Pagada"));
    window.see(("aside li", "Efectivo recibido"));
    clerk::go(window, '1', "input[role=combobox]");
}

#[track_caller]
fn terminal_and_cash(window: &Window) {
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    clerk::choose(window, "b", "Terminal bancaria");
    window.write("081245");
    window.press(Key::Tab);
    window.write("4242");
    window.press(Key::Tab);
    window.press_with(Key::Control, 'a');
    window.write("350");
    window.press(Key::Enter);
    window.see(("[role=dialog] h2", "79.00"));
    // The exact rest is offered first.
    window.press(Key::Enter);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);
    clerk::go(window, '2', ("tbody tr", "A-000002"));
    window.click(("tbody th", "A-000002"));
    window.see(("aside li", "•••• 4242 · 081245"));
    clerk::go(window, '1', "input[role=combobox]");
}

/// Going away with something owed says so, and loses nothing.
#[track_caller]
fn leave_the_rest(window: &Window) {
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    window.write("100");
    window.see(("[role=dialog]", "Es menos que el total"));
    window.write("+");
    window.see(("[role=dialog] li", "100.00"));
    window.press(Key::Escape);
    window.see(("[role=status]", "A-000003 queda con 329.00 por cobrar"));
    clerk::go(window, '2', ("tbody tr", "A-000003"));
    window.click(("tbody th", "A-000003"));
    window.see(("aside h2", "A-000003"));
    window.write("a");
    window.see(("[role=dialog] h2", "329.00"));
    clerk::choose(window, "c", "Efectivo");
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
}

/// The shop gives no coins below a peso.
#[track_caller]
fn round_cash(window: &Window) {
    clerk::go(window, '0', ("label", "Redondeo del efectivo"));
    window.click(("label", "Redondeo del efectivo"));
    window.press(Key::End);
    window.see(("[role=status]", "Redondeo guardado"));
    clerk::go(window, '1', "input[role=combobox]");
    clerk::add(window, "bolillo", "Bolillo");
    clerk::charge(window);
    window.see(("[role=dialog]", "En efectivo 5.00"));
    window.press(Key::F10);
    window.see(("main dl", "Redondeo"));
    window.see(("main dl", "0.50"));
}
