//! What a clerk does all day, by keyboard, in the Spanish of the training shop.

use crate::{Key, Place, Window};

/// What follows a search or a scan is the ticket on the right.
const TICKET: &str = "aside.ticket";
const STATUS: &str = "main [role=status]";

/// Opens the training shop, ready to sell.
#[track_caller]
pub fn ready(window: &Window) {
    window.see("input[role=combobox]");
    window.see((TICKET, "El ticket está vacío"));
}

/// Finds a product by part of its name and puts it on the ticket.
#[track_caller]
pub fn add(window: &Window, part: &str, product: &str) {
    window.write(part);
    window.see(("[role=option]", product));
    window.press(Key::Enter);
    window.see((TICKET, product));
}

/// Opens the sheet with the ways to pay.
#[track_caller]
pub fn charge(window: &Window) {
    window.press(Key::F9);
    window.see(("[role=dialog] [role=radio]", "OXXO"));
}

/// Chooses a method by its letter.
#[track_caller]
pub fn choose(window: &Window, letter: &str, method: &str) {
    window.write(letter);
    window.see(("[role=radio][aria-checked=true]", method));
}

/// Issues the voucher of the chosen method and waits until the customer can pay it.
#[track_caller]
pub fn issue(window: &Window) {
    window.press(Key::Enter);
    window.see((STATUS, "Esperando pago"));
}

/// Is the customer: pays at the store, and lets the provider's night pass.
#[track_caller]
pub fn pay_as_customer(window: &Window) {
    window.click(("button", "Pagar"));
    window.click(("button", "Al día siguiente"));
}

/// Waits until the voucher on the screen is paid.
#[track_caller]
pub fn see_paid(window: &Window) {
    window.see((STATUS, "Pagado"));
}

/// Goes back from a voucher or a finished sale to the next one.
#[track_caller]
pub fn next_sale(window: &Window) {
    window.press(Key::Enter);
    ready(window);
}

/// Begins a return by the number of its invoice, on the first line that has something left.
#[track_caller]
pub fn take_back(window: &Window, number: &str, folio: &str) {
    window.press_chord(&[Key::Control, Key::Shift], 'R');
    window.see(("[role=dialog] h2", "Devolver mercancía"));
    window.write(number);
    window.press(Key::Enter);
    window.see(("[role=dialog] h2", folio));
}

/// Goes to a page by its key and waits for what it shows.
#[track_caller]
pub fn go<'a>(window: &Window, page: char, sign: impl Into<Place<'a>>) {
    window.press_with(Key::Alt, page);
    window.see(sign);
}

/// Is the owner: lets cards be typed, and stays on the page that says what that means.
#[track_caller]
pub fn allow_cards(window: &Window) {
    window.press_with(Key::Alt, '0');
    window.click(("nav button", "Tarjetas"));
    window.see(("h3", "Antes de encenderlo"));
    window.click("input[role=switch]");
    window.see(("[role=status]", "Encendido"));
}

/// Makes a customer; what is typed besides the name goes by the fields' labels.
#[track_caller]
pub fn make_customer(window: &Window, name: &str, fields: &[(&str, &str)]) {
    go(window, '3', ("button", "Nuevo cliente"));
    window.write("n");
    window.see(("[role=dialog] label", "Nombre"));
    window.write(name);
    for (label, text) in fields {
        window.fill(label, text);
    }
    window.press(Key::Enter);
    window.see(("aside h2", name));
}

/// Sells one product, found by a part of its name, to a customer who pays later.
#[track_caller]
pub fn sell_on_account(window: &Window, (part, product): (&str, &str), customer: &str) {
    go(window, '1', "input[role=combobox]");
    add(window, part, product);
    window.press(Key::F3);
    window.see(("[role=option]", customer));
    window.press(Key::Enter);
    window.see(("aside.ticket .who", customer));
    charge(window);
    choose(window, "a", "A crédito");
    window.press(Key::Enter);
    window.see(("main", "Vendido a crédito"));
    next_sale(window);
}
