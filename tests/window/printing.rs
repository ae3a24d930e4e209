//! A printer is set up, tested, switched off and on again in the window, while the counter sells.

use std::{
    io::Read,
    net::{Ipv4Addr, TcpListener},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use cobro_tests::{Home, IppPrinter, Key, Window, clerk};

/// Only so that a broken test ends.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn the_counter_sells_on_while_its_printer_is_off() {
    let mut printer = IppPrinter::start();
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    settings(&window);
    window.see((".pill", "Sin configurar"));
    window.fill("Dónde está la impresora de recibos", "la impresora");
    window.press(Key::Enter);
    window.see(("[role=alert]", "no es la dirección de una impresora"));
    window.fill("Dónde está la impresora de recibos", &printer.address());
    window.press(Key::Enter);
    window.see((".pill", "Lista"));
    window.click(("button", "Imprimir una prueba"));
    window.see(("li .pill", "Impreso"));
    assert_eq!(printer.papers().len(), 1);
    picture(&window, "ready");
    let (drawer, pulses) = raw_printer();
    window.fill("Dónde está el cajón", &drawer);
    window.click(("button", "Abrir para probar"));
    window.see(("[role=status]", "Apertura del cajón anotada"));
    let pulse = pulses.recv_timeout(PATIENCE).expect("the drawer opens");
    assert_eq!(pulse, [0x1b, 0x70, 0, 25, 250]);
    picture(&window, "drawer");

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
    // Whatever waits is tried at once, and not only when the pause is over.
    window.click(("button", "Imprimir una prueba"));
    printer.wait_for(4);
    window.see_no((".pill", "Esperan a la impresora"));
    window.see_no(("li .pill", "En espera"));
    assert_eq!(printer.papers().len(), 4, "each once");
    picture(&window, "on");
    window.close();
}

/// A printer that takes bytes as they are, and what each call brought.
fn raw_printer() -> (String, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (tell, pulses) = mpsc::channel();
    thread::spawn(move || {
        for mut call in listener.incoming().map_while(Result::ok) {
            let mut bytes = Vec::new();
            let whole = call.read_to_end(&mut bytes);
            // A test that is over listens no more.
            let _ = whole.map(|_| tell.send(bytes));
        }
    });
    (address, pulses)
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
