//! What things cost: by weight, and on a list of prices that a customer has.

use cobro_tests::{Home, Key, Window, clerk};

const TICKET: &str = "aside.ticket";

#[test]
fn what_is_sold_by_weight_says_its_unit_on_the_ticket_and_the_invoice() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::go(&window, '4', ("button", "Producto nuevo"));
    window.write("n");
    window.see(("[role=dialog] label", "Nombre"));
    window.write("Queso Oaxaca");
    window.press(Key::Tab);
    window.write("80");
    window.press(Key::Tab);
    window.write("kg");
    window.fill("Código", "QUE-001");
    window.press(Key::Enter);
    window.see(("tbody th", "Queso Oaxaca"));
    window.scan("QUE-001");
    window.see((TICKET, "80.00/kg"));
    window.press(Key::F6);
    window.see("[role=dialog] input");
    window.write("1,25");
    window.press(Key::Enter);
    window.see((TICKET, "1.250 kg ×"));
    window.see((TICKET, "100.00"));
    clerk::charge(&window);
    window.press(Key::Enter);
    window.see(("main", "A-000001"));
    clerk::next_sale(&window);
    clerk::go(&window, '2', ("tbody th", "A-000001"));
    window.press(Key::Enter);
    window.see(("aside", "1.250 kg ×"));
}

#[test]
fn a_customers_list_is_in_force_from_when_they_are_on_the_ticket() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    make_list(&window);
    make_customer(&window);
    clerk::go(&window, '1', "input[role=combobox]");
    window.scan("CAF-500");
    window.see((TICKET, "89.50 c/u"));
    window.press(Key::F3);
    window.see(("[role=option]", "Fonda Lupita"));
    window.press(Key::Enter);
    window.see((TICKET, "80.00 c/u"));
    window.see((TICKET, "Precios: Mayoreo"));
    // What is found costs what it will cost on the ticket.
    window.see(("main button", "80.00"));

    window.press(Key::F4);
    window.see("[role=dialog] input");
    window.press(Key::Enter);
    window.see((TICKET, "El ticket está vacío"));
    window.see_no((TICKET, "Precios: Mayoreo"));
    window.press(Key::F4);
    window.see(("[role=dialog]", "Fonda Lupita"));
    window.press(Key::Enter);
    window.see((TICKET, "80.00 c/u"));
    window.see((TICKET, "Precios: Mayoreo"));

    choose(&window, Key::Up);
    window.see((TICKET, "elegida a mano"));
    window.see((TICKET, "89.50 c/u"));
    choose(&window, Key::Down);
    window.see((TICKET, "80.00 c/u"));
    window.see_no((TICKET, "elegida a mano"));
    clerk::charge(&window);
    window.press(Key::Enter);
    window.see(("main", "A-000001"));
    clerk::next_sale(&window);
    clerk::go(&window, '2', ("tbody th", "A-000001"));
    window.press(Key::Enter);
    window.see(("aside", "precio de Mayoreo"));
}

/// Makes a list of prices, and gives a product a price on it.
#[track_caller]
fn make_list(window: &Window) {
    clerk::go(window, '4', ("button", "Listas de precios"));
    window.write("l");
    window.see(("[role=dialog] label", "Lista nueva"));
    window.write("Mayoreo");
    window.press(Key::Enter);
    window.see(("[role=dialog] li", "Mayoreo"));
    window.press(Key::Escape);
    window.see_no("[role=dialog]");
    window.press(Key::F2);
    window.write("molido");
    window.see(("tbody th", "Café molido Veracruz"));
    window.see_no(("tbody th", "Agua mineral"));
    window.press(Key::Enter);
    window.see(("[role=dialog] label", "Mayoreo"));
    window.fill("Mayoreo", "80");
    window.press(Key::Enter);
    window.see_no("[role=dialog]");
}

/// Makes a customer who buys at the prices of the list.
#[track_caller]
fn make_customer(window: &Window) {
    clerk::go(window, '3', ("button", "Nuevo cliente"));
    window.write("n");
    window.see(("[role=dialog] label", "Lista de precios"));
    window.write("Fonda Lupita");
    window.click(("[role=dialog] label", "Plazo para pagar"));
    window.press(Key::Tab);
    window.write("May");
    // Enter in a choice would open it: a field sends the form.
    window.click(("[role=dialog] label", "Plazo para pagar"));
    window.press(Key::Enter);
    window.see(("aside h2", "Fonda Lupita"));
}

/// Chooses the prices above or below those in force.
#[track_caller]
fn choose(window: &Window, step: Key) {
    window.press_with(Key::Alt, 'l');
    window.see("[role=dialog] [aria-current=true]");
    window.press(step);
    window.press(Key::Enter);
    window.see_no("[role=dialog]");
}
