//! An owner's day: cards that are typed, held and given back, and an account that is told by
//! mail and paid from the customer's own browser.

use std::fs;
use std::process::Command;

use cobro_tests::{CardWindow, Home, Key, Mail, MailServer, Window, clerk};

const CUSTOMER: &str = "Lucía Fernández";
const ADDRESS: &str = "lucia@example.com";

#[test]
fn cards_go_and_come_back_and_a_statement_that_was_mailed_is_paid() {
    let (home, phone) = (Home::new(), Home::new());
    let server = MailServer::start(&[]);
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::allow_cards(&window);
    set_mail_up(&window, &server);
    sell_by_card(&window);
    give_back(&window);
    hold_and_take_a_part(&window);
    let fields = [("Correo", ADDRESS), ("Límite de crédito", "5000")];
    clerk::make_customer(&window, CUSTOMER, &fields);
    clerk::sell_on_account(&window, ("cafetera", "Cafetera italiana 6 tazas"), CUSTOMER);
    clerk::sell_on_account(&window, ("bolillo", "Bolillo"), CUSTOMER);
    let mail = mail_statement(&window, &server);
    let link = link_of(&mail);

    let browser = Window::browse(&phone, &link);
    browser.see(("h1", "Paga con PayU"));
    browser.click(("button", "Pagar"));
    browser.see(("body", "aprobado"));
    browser.close();
    see_it_closed(&window);
}

#[track_caller]
fn sell(window: &Window, part: &str, product: &str) {
    clerk::go(window, '1', "input[role=combobox]");
    clerk::add(window, part, product);
}

#[track_caller]
fn set_mail_up(window: &Window, server: &MailServer) {
    clerk::go(window, '0', ("nav button", "Correo"));
    window.click(("nav button", "Correo"));
    let (host, port) = server.address();
    window.fill("Servidor de salida", host);
    window.fill("Puerto", &port.to_string());
    window.click(("label", "Sin cifrado"));
    window.fill("Dirección de quien envía", "ventas@cafeluna.example");
    window.press(Key::Enter);
    window.see((".pill", "Listo"));
}

#[track_caller]
fn type_card<'a>(window: &'a Window<'a>) -> CardWindow<'a> {
    clerk::charge(window);
    clerk::choose(window, "t", "Tarjeta");
    window.press(Key::Enter);
    let card = CardWindow::wait(window);
    card.fill_approved();
    card
}

#[track_caller]
fn sell_by_card(window: &Window) {
    sell(window, "prensa", "Prensa francesa 350 ml");
    type_card(window).press("Return");
    clerk::see_paid(window);
    // The provider takes no refund of what is so new.
    window.click(("button", "Una hora después"));
    clerk::next_sale(window);
}

#[track_caller]
fn give_back(window: &Window) {
    clerk::go(window, '2', ("td", "Pagada"));
    window.write("d");
    window.see(("[role=dialog]", "A la tarjeta"));
    window.fill("Importe", "129");
    window.see(("[role=dialog] [role=status]", "129.00"));
    window.fill("Motivo", "se rompió");
    window.press(Key::Enter);
    window.see(("[role=status]", "Reembolso pedido"));
    window.see(("aside li", "Reembolso solicitado"));
}

#[track_caller]
fn hold_and_take_a_part(window: &Window) {
    sell(window, "prensa", "Prensa francesa 350 ml");
    let card = type_card(window);
    // Only hold.
    card.press("Right");
    card.press("Return");
    window.see(("main [role=status]", "Retenido"));
    window.write("c");
    window.see(("[role=dialog] h2", "Cobrar lo retenido"));
    window.write("400");
    window.press(Key::Enter);
    clerk::see_paid(window);
    window.see(("main", "400.00"));
    clerk::next_sale(window);
}

/// One of the two invoices can be paid; the other is below the minimum, and says so.
#[track_caller]
fn mail_statement(window: &Window, server: &MailServer) -> Mail {
    clerk::go(window, '3', ("tbody th", CUSTOMER));
    window.press(Key::Enter);
    window.see(("tfoot td", "703.50"));
    window.see(("button", "Paga con PayU"));
    window.see(("main", "Por debajo del mínimo de 39.00"));
    window.write("m");
    window.see(("[role=dialog] h2", "Enviar el estado de cuenta por correo"));
    window.press(Key::Enter);
    let mail = server.next();
    assert_eq!(mail.envelope.1, ADDRESS);
    assert!(mail.subject.contains("Estado de cuenta de Café Luna"), "{}", mail.subject);
    let (name, pdf) = &mail.files[0];
    assert!(name.ends_with(".pdf") && pdf.starts_with(b"%PDF"), "{name}");
    let text = text_of(pdf);
    for words in [CUSTOMER, "A-000003", "A-000004", "699.00", "4.50", "703.50"] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    mail
}

/// The one link of a mail, which is in both of its bodies.
#[track_caller]
fn link_of(mail: &Mail) -> String {
    let words = mail.text.split_whitespace().filter(|word| word.starts_with("http"));
    let links: Vec<_> = words.collect();
    let [link] = links[..] else { panic!("one link in {}", mail.text) };
    assert_eq!(mail.html.matches("href=\"http").count(), 1, "{}", mail.html);
    assert!(mail.html.contains(&link.replace('&', "&amp;")), "{}", mail.html);
    link.to_owned()
}

fn text_of(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    fs::write(file.path(), pdf).expect("a file");
    let output = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output();
    String::from_utf8_lossy(&output.expect("pdftotext").stdout).into_owned()
}

/// Cobro asks, and what the browser paid is paid here.
#[track_caller]
fn see_it_closed(window: &Window) {
    clerk::go(window, '2', ("tbody th", "A-000003"));
    window.click(("tbody th", "A-000003"));
    window.see(("aside h2", "A-000003"));
    window.click(("aside button", "Ver liga"));
    window.click(("button", "Una hora después"));
    clerk::see_paid(window);
    clerk::go(window, '2', ("tbody tr", "A-000003"));
    window.see(("aside .pill", "Pagada"));
    // The statement is still open, and tells it.
    clerk::go(window, '3', ("tfoot td", "4.50"));
    window.see(("tbody th, tbody td", "Liga de pago"));
}
