//! Goods come back: some of what was sold, in money; the rest as credit; and then nothing.

use cobro_tests::{Home, Key, Window, clerk};

#[test]
fn goods_come_back_once_in_money_and_as_credit_and_never_more_than_was_sold() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    sell(&window);
    some_in_cash(&window);
    too_many(&window);
    the_rest_as_credit(&window);
    nothing_is_left(&window);
    window.close();
}

/// Two of one thing and one of another, for cash.
#[track_caller]
fn sell(window: &Window) {
    clerk::add(window, "cafetera", "Cafetera italiana 6 tazas");
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    clerk::choose(window, "c", "Efectivo");
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);
}

/// From the invoice: one of the two, out of the drawer, with a credit note to print.
#[track_caller]
fn some_in_cash(window: &Window) {
    clerk::go(window, '2', ("aside .pill", "Pagada"));
    window.write("r");
    window.see(("[role=dialog] h2", "Devolución de A-000001"));
    window.press(Key::Down);
    window.write("1");
    window.see(("[role=dialog]", "Total de la devolución"));
    window.fill("Motivo", "Llegó rota");
    window.see(("[role=dialog]", "En efectivo, del cajón"));
    window.press(Key::Enter);
    window.see(("[role=dialog]", "Nota de crédito NCA-000001"));
    window.see(("[role=dialog]", "429.00"));
    window.write("p");
    window.see(("[role=status]", "NCA-000001"));
    window.press(Key::Enter);
    window.see(("aside", "Devuelto"));
    window.see(("aside", "NCA-000001"));
    clerk::go(window, '1', "input[role=combobox]");
}

/// By its number, from the selling screen: what is typed wrong stands beside its line.
#[track_caller]
fn too_many(window: &Window) {
    clerk::take_back(window, "1", "Devolución de A-000001");
    window.press(Key::Down);
    window.write("2");
    window.see(("[role=dialog] [role=alert]", "1"));
}

#[track_caller]
fn the_rest_as_credit(window: &Window) {
    window.press(Key::F6);
    window.see_no("[role=dialog] [role=alert]");
    window.fill("Motivo", "Cambió de idea");
    window.click(("[role=dialog] label", "Saldo a favor"));
    window.see(("[role=dialog] label", "De quién es el saldo"));
    window.fill("De quién es el saldo", "Lucía Márquez");
    window.see(("[role=dialog]", "Dar de alta a Lucía Márquez"));
    window.press(Key::Enter);
    window.see(("[role=dialog]", "Nota de crédito NCA-000002"));
    window.press(Key::Enter);
    window.see_no("[role=dialog]");
}

#[track_caller]
fn nothing_is_left(window: &Window) {
    window.press_chord(&[Key::Control, Key::Shift], 'R');
    window.see(("[role=dialog] h2", "Devolver mercancía"));
    window.write("A-000001");
    window.press(Key::Enter);
    window.see(("[role=dialog] [role=alert]", "A-000001"));
    window.press(Key::Escape);
    clerk::go(window, '3', ("main", "Lucía Márquez"));
    clerk::go(window, '2', ("aside .pill", "Devuelta"));
}
