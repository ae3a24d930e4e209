//! A card, from the owner's switch to the money: typed in the window of its own, held and taken.

use cobro_tests::{CardWindow, Home, Key, Window, clerk};

/// Opens the form for what is on the ticket, by keyboard.
#[track_caller]
fn open_form<'a>(window: &'a Window<'a>) -> CardWindow<'a> {
    clerk::charge(window);
    clerk::choose(window, "t", "Tarjeta");
    window.press(Key::Enter);
    CardWindow::wait(window)
}

#[test]
fn a_typed_card_is_paid() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::allow_cards(&window);
    clerk::go(&window, '1', "input[role=combobox]");
    clerk::add(&window, "prensa", "Prensa francesa 350 ml");
    let card = open_form(&window);
    card.press("Escape");
    window.see("[data-card-window=closed]");
    window.press(Key::Enter);
    let card = CardWindow::wait(&window);
    card.fill_approved();
    card.press("Return");
    window.see(("main [role=status]", "Pagado"));
    window.see(("main", "Visa terminación 0002"));
    clerk::next_sale(&window);
    clerk::go(&window, '2', ("tbody tr", "Pagada"));
}

#[test]
fn a_hold_is_taken_in_part() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::allow_cards(&window);
    clerk::go(&window, '1', "input[role=combobox]");
    clerk::add(&window, "prensa", "Prensa francesa 350 ml");
    let card = open_form(&window);
    card.fill_approved();
    // Only hold.
    card.press("Right");
    card.press("Return");
    window.see(("main [role=status]", "Retenido"));
    window.write("c");
    window.see(("[role=dialog] h2", "Cobrar lo retenido"));
    window.write("400");
    window.press(Key::Enter);
    window.see(("main [role=status]", "Pagado"));
    window.see(("main", "400.00"));
    clerk::next_sale(&window);
    clerk::go(&window, '2', ("tbody tr", "Pagada en parte"));
}
