//! A link that is shown at the counter, and opened in the browser of whoever pays.

use cobro_tests::{Home, Key, Window, clerk};

#[test]
fn a_link_is_paid_in_the_payers_browser_and_the_till_turns_green() {
    let (home, phone) = (Home::new(), Home::new());
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::add(&window, "cafetera", "Cafetera italiana 6 tazas");
    clerk::charge(&window);
    clerk::choose(&window, "l", "Liga de pago");
    window.press(Key::Enter);
    window.see("main img");
    let link = window.script("return document.querySelector('main .link').title");
    let link = link.as_str().expect("a link").to_owned();

    // The shop's page runs its script, and takes the payer on to the provider.
    let browser = Window::browse(&phone, &link);
    browser.see(("h1", "Paga con PayU"));
    browser.see(("body", "699"));
    browser.click(("button", "Pagar"));
    browser.see(("body", "aprobado"));
    browser.close();

    window.click(("button", "Una hora después"));
    clerk::see_paid(&window);
}

#[test]
fn a_link_that_lost_its_end_leads_nowhere() {
    let (home, phone) = (Home::new(), Home::new());
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::add(&window, "veracruz", "Café molido Veracruz 500 g");
    clerk::charge(&window);
    clerk::choose(&window, "l", "Liga de pago");
    window.press(Key::Enter);
    window.see("main img");
    let link = window.script("return document.querySelector('main .link').title");
    let (page, _) = link.as_str().and_then(|link| link.split_once('#')).expect("a link");

    let browser = Window::browse(&phone, page);
    browser.see(("p", "Esta liga no está completa"));
    browser.see_no("button");
}
