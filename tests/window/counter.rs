//! A clerk's whole day at the counter, by keyboard and scanner: ten tickets, a shift, a return.
//! Once with the providers there, and once without any of them.

use cobro_tests::{Home, Key, Window, clerk, staff};

/// What the shop's books say was sold: ten tickets.
const SOLD: &str = "1,578.20";
/// The float of 500, and what came and went in cash.
const EXPECTED: &str = "1,038.70";
/// What was counted: three less.
const COUNTED: &str = "1035.70";
const Z: &str = "A-Z-000001";

/// Whether the providers can be reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Network {
    There,
    Gone,
}

#[test]
fn ten_tickets_a_return_and_the_end_of_a_shift() {
    a_day(Network::There);
}

#[test]
fn ten_tickets_a_return_and_the_end_of_a_shift_with_every_provider_unreachable() {
    a_day(Network::Gone);
}

fn a_day(network: Network) {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    staff::hire(&window);
    staff::lock(&window);
    staff::clerk_signs_in(&window);
    become_so(&window, network);
    open_the_shift(&window);
    three_scans_and_two_keys(&window);
    hold(&window);
    window.close();

    let window = Window::open(&home, &[]);
    staff::clerk_signs_in(&window);
    become_so(&window, network);
    recall_and_give_change(&window);
    quantity_and_discount(&window);
    cash_and_a_voucher(&window, network);
    an_amount(&window);
    terminal(&window);
    transfer(&window);
    a_price_that_is_approved(&window);
    a_note_and_change(&window);
    exact(&window);
    take_one_back(&window);
    close_the_shift(&window);
    if network == Network::Gone {
        catch_up(&window);
    }
    window.close();
}

#[track_caller]
fn become_so(window: &Window, network: Network) {
    clerk::go(window, '1', "aside.ticket");
    if network == Network::Gone {
        window.press_with(Key::Alt, 'n');
        window.see(("[role=note] button[aria-pressed=true]", "Volver a conectar"));
    }
}

#[track_caller]
fn open_the_shift(window: &Window) {
    clerk::go(window, '5', ("h2", "No hay turno abierto"));
    window.write("n");
    window.see(("[role=dialog] h2", "Abrir turno"));
    window.fill("Lo demás, en una suma", "500");
    window.see(("[role=dialog] .total", "500.00"));
    window.press(Key::Enter);
    window.see(("h2", "Turno abierto"));
    clerk::go(window, '1', "aside.ticket");
}

#[track_caller]
fn scan(window: &Window, codes: &[(&str, &str)]) {
    for (code, name) in codes {
        window.scan(code);
        window.see(("aside.ticket", *name));
    }
}

/// The shortest sale there is, as `docs/benchmarks.md` counts it.
#[track_caller]
fn three_scans_and_two_keys(window: &Window) {
    let things = [
        ("BAR-014", "Capuchino grande"),
        ("PAN-003", "Concha de vainilla"),
        ("BEB-021", "Agua mineral"),
    ];
    let before = window.keys();
    scan(window, &things);
    window.press(Key::Enter);
    window.see(("[role=dialog] h2", "98.50"));
    window.press(Key::Enter);
    window.see(("main", "Venta terminada"));
    assert_eq!(window.keys() - before, 2);
    clerk::next_sale(window);
}

/// From an empty ticket to a bar code on the screen.
#[test]
fn a_voucher_takes_eight_keys_at_most() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::add(&window, "pre", "Prensa francesa 350 ml");
    window.press(Key::F8);
    clerk::choose(&window, "o", "OXXO");
    clerk::issue(&window);
    assert!(window.keys() <= 8, "it took {}", window.keys());
    window.close();
}

#[track_caller]
fn hold(window: &Window) {
    scan(window, &[("PAN-019", "Pastel de tres leches")]);
    window.press(Key::F4);
    window.see(("[role=dialog] label", "Apartar este ticket"));
    window.write("Señora del paraguas");
    window.press(Key::Enter);
    window.see(("aside.ticket", "El ticket está vacío"));
}

#[track_caller]
fn recall_and_give_change(window: &Window) {
    window.press(Key::F4);
    window.see(("[role=dialog]", "Señora del paraguas"));
    window.press(Key::Enter);
    window.see(("aside.ticket", "Pastel de tres leches"));
    clerk::charge(window);
    window.write("100");
    window.see(("[role=dialog]", "35.00"));
    finish(window);
}

#[track_caller]
fn finish(window: &Window) {
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);
}

#[track_caller]
fn quantity_and_discount(window: &Window) {
    scan(window, &[("PAN-003", "Concha de vainilla")]);
    window.write("*");
    window.see(("[role=dialog] label", "Cantidad"));
    window.write("3");
    window.press(Key::Enter);
    window.see(("aside.ticket", "66.00"));
    window.press(Key::F7);
    window.see(("[role=dialog] label", "Descuento de la línea"));
    window.write("5%");
    window.press(Key::Enter);
    window.see(("aside.ticket", "62.70"));
    clerk::charge(window);
    finish(window);
}

#[track_caller]
fn cash_and_a_voucher(window: &Window, network: Network) {
    clerk::add(window, "pre", "Prensa francesa 350 ml");
    clerk::charge(window);
    window.write("200");
    window.see(("[role=dialog]", "Es menos que el total"));
    window.write("+");
    window.see(("[role=dialog] h2", "229.00"));
    clerk::choose(window, "o", "OXXO");
    match network {
        Network::There => {
            clerk::issue(window);
            clerk::pay_as_customer(window);
            clerk::see_paid(window);
        }
        Network::Gone => {
            window.press(Key::Enter);
            window.see(("main [role=status]", "Aún sin emitir"));
        }
    }
    clerk::next_sale(window);
}

#[track_caller]
fn an_amount(window: &Window) {
    window.write("58.00");
    window.press(Key::Enter);
    window.see(("aside.ticket", "58.00"));
    clerk::charge(window);
    finish(window);
}

#[track_caller]
fn terminal(window: &Window) {
    scan(window, &[("ACC-012", "Cafetera italiana")]);
    clerk::charge(window);
    clerk::choose(window, "b", "Terminal bancaria");
    window.write("081245");
    window.press(Key::Tab);
    window.write("4242");
    window.press(Key::Enter);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);
}

#[track_caller]
fn transfer(window: &Window) {
    scan(window, &[("CAF-500", "Café molido Veracruz")]);
    clerk::charge(window);
    clerk::choose(window, "d", "Transferencia");
    window.press(Key::Enter);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);
}

#[track_caller]
fn a_price_that_is_approved(window: &Window) {
    scan(window, &[("BAR-001", "Americano")]);
    window.press_with(Key::Shift, char::from(Key::F6));
    window.see(("[role=dialog] label", "Precio de uno"));
    window.write("30");
    window.press(Key::Enter);
    window.see(("aside.ticket s", "38.00"));
    window.see(("aside.ticket", "El precio cambiado se autoriza al cobrar"));
    clerk::charge(window);
    window.press(Key::F10);
    staff::supervisor_approves(window);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);
}

#[track_caller]
fn a_note_and_change(window: &Window) {
    scan(window, &[("BAR-008", "Café de olla")]);
    window.press_with(Key::Shift, char::from(Key::F2));
    window.see(("[role=dialog] label", "Nota de la línea"));
    window.write("sin canela");
    window.press(Key::Enter);
    window.see(("aside.ticket", "sin canela"));
    clerk::charge(window);
    window.write("50");
    window.see(("[role=dialog]", "8.00"));
    finish(window);
}

#[track_caller]
fn exact(window: &Window) {
    scan(window, &[("PAN-001", "Bolillo")]);
    clerk::charge(window);
    finish(window);
}

#[track_caller]
fn take_one_back(window: &Window) {
    clerk::take_back(window, "1", "Devolución de A-000001");
    window.press(Key::Down);
    window.write("1");
    window.see(("[role=dialog]", "Total de la devolución"));
    window.fill("Motivo", "Estaba dura");
    window.press(Key::Enter);
    staff::supervisor_approves(window);
    window.see(("[role=dialog]", "Nota de crédito NCA-000001"));
    window.press(Key::Enter);
    window.see_no("[role=dialog]");
}

#[track_caller]
fn close_the_shift(window: &Window) {
    clerk::go(window, '5', ("h2", "Turno abierto"));
    window.write("c");
    window.see(("[role=dialog] h2", "Contar el cajón"));
    window.see_no(("[data-testid=shift-report]", "Debe haber"));
    window.fill("Lo demás, en una suma", COUNTED);
    window.press(Key::Enter);
    window.see(("[role=dialog]", EXPECTED));
    window.see(("[role=dialog]", "Falta 3.00"));
    window.fill("Motivo de la diferencia", "Se dio mal un cambio");
    window.press(Key::Enter);
    window.see(("[role=status]", "Turno cerrado"));
    window.see(("[data-testid=shift-report] h2", Z));
    for text in [SOLD, EXPECTED, "1,035.70", "Devoluciones de mercancía", "Se dio mal un cambio"] {
        window.see(("[data-testid=shift-report]", text));
    }
}

/// What waited for the network goes out by itself, once.
#[track_caller]
fn catch_up(window: &Window) {
    clerk::go(window, '2', ("tbody th", "A-000004"));
    window.see(("body", "1 por enviar"));
    window.press_with(Key::Alt, 'n');
    window.see(("[role=note] button[aria-pressed=false]", "Practicar sin red"));
    window.see_no(("body", "1 por enviar"));
    window.click(("tbody th", "A-000004"));
    window.see(("aside li", "Voucher emitido"));
}
