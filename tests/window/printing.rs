//! A printer is set up, tested, switched off and on again in the window, while the counter sells.

use cobro_tests::{Home, IppPrinter, Key, Window, clerk};

#[test]
fn the_counter_sells_on_while_its_printer_is_off() {
    let mut printer = IppPrinter::start();
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    settings(&window);
    window.see((".pill", "Sin configurar"));
    window.fill("Impresora de recibos", "la impresora");
    window.press(Key::Enter);
    window.see(("[role=alert]", "no es la dirección de una impresora"));
    window.fill("Impresora de recibos", &printer.address());
    window.press(Key::Enter);
    window.see((".pill", "Lista"));
    window.click(("button", "Imprimir una prueba"));
    window.see(("li .pill", "Impreso"));
    assert_eq!(printer.papers().len(), 1);
    picture(&window, "ready");

    clerk::go(&window, '1', "input[role=combobox]");
    sell(&window);
    printer.wait_for(2);
    settings(&window);
    window.see(("li", "Recibo A-000001"));
    for state in ["En espera", "Imprimiendo"] {
        window.see_no(("li .pill", state));
    }
    printer.stop();
    sell(&window);
    window.see((".pill", "Esperan a la impresora: 1"));
    sell(&window);
    window.click((".pill", "Esperan a la impresora: 2"));
    window.see(("[role=status]", "La impresora no contesta"));
    picture(&window, "off");
    // One of them is not wanted any more.
    window.click(("li button", "Quitar"));
    window.see((".pill", "Esperan a la impresora: 1"));
    printer.start_again();
    window.click(("li button", "Imprimir ahora"));
    printer.wait_for(3);
    window.see_no((".pill", "Esperan a la impresora"));
    window.see_no(("li .pill", "En espera"));
    assert_eq!(printer.papers().len(), 3, "each once");
    picture(&window, "on");
    window.close();
}

fn settings(window: &Window) {
    clerk::go(window, '0', ("nav button", "Impresión"));
    window.click(("nav button", "Impresión"));
}

/// Enter takes the cash, prints and is ready for the next one.
fn sell(window: &Window) {
    if window.script("return document.querySelector('input[role=combobox]') === null") == true {
        clerk::go(window, '1', "input[role=combobox]");
    }
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    window.press(Key::Enter);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);
}

fn picture(window: &Window, name: &str) {
    if let Some(folder) = std::env::var_os("COBRO_PICTURES") {
        window.picture(&std::path::Path::new(&folder).join(format!("printing-{name}.png")));
    }
}
