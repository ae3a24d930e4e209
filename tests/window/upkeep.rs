//! What an owner does with accounts, in English: credit is used, taxes are withheld, two rows of
//! one customer are joined, and somebody is forgotten.

use cobro_tests::{Home, Key, Window, clerk};

const CUSTOMER: &str = "Lucía Fernández";

#[test]
fn credit_is_used_taxes_are_withheld_doubles_join_and_one_is_forgotten() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::make_customer(&window, CUSTOMER, &[("Límite de crédito", "5000")]);
    clerk::sell_on_account(&window, ("cafetera", "Cafetera italiana 6 tazas"), CUSTOMER);
    clerk::go(&window, '3', ("aside h2", CUSTOMER));
    pay_too_much(&window);
    clerk::sell_on_account(&window, ("prensa", "Prensa francesa 350 ml"), CUSTOMER);
    speak_english(&window);
    clerk::go(&window, '3', ("aside h2", CUSTOMER));
    use_credit(&window);
    withhold(&window);
    join(&window);
    forget(&window);
}

#[track_caller]
fn pay_too_much(window: &Window) {
    window.write("p");
    window.see(("[role=dialog] label", "Importe"));
    window.write("1000");
    window.see(("[role=dialog]", "301.00"));
    window.press(Key::Enter);
    window.see(("[role=status]", "Pago registrado"));
}

#[track_caller]
fn speak_english(window: &Window) {
    clerk::go(window, '0', ("nav button", "Idioma y aspecto"));
    window.click(("nav button", "Idioma y aspecto"));
    window.click(("label", "English"));
    window.see("html[lang=en-US]");
}

#[track_caller]
fn use_credit(window: &Window) {
    window.see(("aside .pill", "Owes"));
    window.write("c");
    window.see(("[role=dialog]", "301.00"));
    window.press(Key::Enter);
    window.see(("[role=status]", "Credit used: 301.00"));
}

#[track_caller]
fn withhold(window: &Window) {
    window.press(Key::Enter);
    window.see(("tfoot td", "128.00"));
    window.click(("button", "Withholding"));
    window.see(("[role=dialog] h2", "Taxes withheld"));
    window.click(("[role=dialog] label", "RESICO"));
    window.click(("[role=dialog] button", "Declare"));
    window.see(("[role=status]", "Withholding entered"));
    window.press(Key::Escape);
}

#[track_caller]
fn join(window: &Window) {
    window.write("s");
    window.see(("[role=dialog] h2", "All statements"));
    window.press(Key::Escape);
    window.write("n");
    window.see(("[role=dialog] label", "Name"));
    window.write("Lucy Fernandez");
    window.press(Key::Enter);
    window.see(("aside h2", "Lucy Fernandez"));
    window.write("j");
    window.see(("[role=dialog] [role=option]", CUSTOMER));
    window.press(Key::Enter);
    window.see(("[role=status]", "The two customers are one"));
}

/// Whoever owes is not forgotten, and nobody is by Enter alone.
#[track_caller]
fn forget(window: &Window) {
    window.see(("aside h2", CUSTOMER));
    erase(window);
    window.see(("[role=dialog] [role=alert]", "123.38 owed"));
    window.press(Key::Escape);
    window.write("p");
    window.see(("[role=dialog] label", "Amount"));
    window.write("123.38");
    window.see(("[role=dialog] tbody tr", "123.38"));
    window.press(Key::Enter);
    window.see(("aside .pill", "Settled"));
    erase(window);
    window.see(("[role=status]", "The customer’s data were erased"));
    window.see_no(("body", CUSTOMER));
}

#[track_caller]
fn erase(window: &Window) {
    window.press(Key::Delete);
    window.see(("[role=dialog] h2", "Erase Lucía Fernández?"));
    // The keyboard begins on the way back.
    window.press(Key::Tab);
    window.press(Key::Enter);
}
