//! A shift from its float to its report, by keyboard: with the provider there, and without.

use std::process::Command;

use cobro_tests::{Home, Key, Window, clerk};

const Z: &str = "A-Z-000001";

#[test]
fn a_shift_is_opened_counted_with_a_difference_and_closed_and_its_report_is_read() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    a_whole_shift(&window, |window| {
        window.scan("BAR-014");
        window.see(("aside.ticket", "Capuchino grande"));
    });
    read_the_paper(&window, &home);
    window.close();

    // The report is as it was.
    let window = Window::open(&home, &[]);
    clerk::go(&window, '5', ("tbody th", Z));
    window.see(("[data-testid=shift-report] h2", Z));
    window.see(("[data-testid=shift-report]", "Se dio mal un cambio"));
}

#[test]
fn a_shift_needs_no_provider() {
    let home = Home::new();
    // The shop's own books, before any provider was set up: none can be reached.
    let window = Window::open(&home, &[]);
    window.click(("button", "Abrir mi propia tienda"));
    clerk::ready(&window);
    a_whole_shift(&window, |window| {
        window.write("58");
        window.press(Key::Enter);
        window.see(("aside.ticket", "58.00"));
    });
}

#[test]
fn cash_is_refused_without_a_shift_where_they_are_wanted_and_the_note_opens_one() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::go(&window, '5', ("h2", "No hay turno abierto"));
    window.write("r");
    window.see(("[role=dialog] h2", "Reglas del cajón"));
    window.write(" ");
    window.press(Key::Enter);
    window.see(("[role=status]", "Reglas guardadas"));
    clerk::go(&window, '1', "aside.ticket");
    clerk::add(&window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(&window);
    window.press(Key::F10);
    window.see(("[role=alert]", "no hay un turno abierto"));
    window.click(("[role=dialog] button", "Abrir turno"));
    window.see(("[role=dialog] h2", "Abrir turno"));
    window.press(Key::Enter);
    window.see(("h2", "Turno abierto"));
    clerk::go(&window, '1', ("aside.ticket", "Prensa francesa 350 ml"));
    clerk::charge(&window);
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
}

/// Float 500, a sale for 100 of 58, 20 for ice, and 3 too little in the drawer.
#[track_caller]
fn a_whole_shift(window: &Window, put_on_the_ticket: impl FnOnce(&Window)) {
    clerk::go(window, '5', ("h2", "No hay turno abierto"));
    window.write("n");
    window.see(("[role=dialog] h2", "Abrir turno"));
    // Pieces of 1,000, then of 500.
    window.press(Key::Tab);
    window.write("1");
    window.see(("[role=dialog] .total", "500.00"));
    window.press(Key::Enter);
    window.see(("h2", "Turno abierto"));

    clerk::go(window, '1', "aside.ticket");
    put_on_the_ticket(window);
    window.press(Key::F9);
    window.see("[role=dialog] [role=radio]");
    window.write("2");
    window.see(("[role=dialog]", "42.00"));
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
    clerk::next_sale(window);

    clerk::go(window, '5', ("h2", "Turno abierto"));
    window.write("o");
    window.see(("[role=dialog] h2", "Salida de efectivo"));
    window.write("20");
    window.press(Key::Tab);
    window.press(Key::Tab);
    window.write("Hielo");
    window.press(Key::Enter);
    window.see(("[role=status]", "Movimiento registrado"));
    window.see(("[data-testid=shift-report]", "Hielo"));

    window.write("c");
    window.see(("[role=dialog] h2", "Contar el cajón"));
    window.see_no(("[role=dialog]", "Debe haber"));
    window.see_no(("[data-testid=shift-report]", "Debe haber"));
    window.press(Key::Tab);
    window.write("1");
    window.fill("Lo demás, en una suma", "35");
    window.see(("[role=dialog] .total", "535.00"));
    window.press(Key::Enter);
    window.see(("[role=dialog]", "538.00"));
    window.see(("[role=dialog]", "Falta 3.00"));
    // The difference is not booked in silence.
    window.press(Key::Enter);
    window.see(("[role=dialog] [role=alert]", "sin explicar"));
    window.fill("Motivo de la diferencia", "Se dio mal un cambio");
    window.fill("Queda en el cajón", "500");
    window.press(Key::Enter);
    window.see(("[role=status]", "Turno cerrado"));
    window.see(("[data-testid=shift-report] h2", Z));
    for text in ["Vendido", "58.00", "538.00", "535.00", "Se dio mal un cambio", "Hielo"] {
        window.see(("[data-testid=shift-report]", text));
    }
    window.see(("tbody tr", "Falta 3.00"));
}

#[track_caller]
fn read_the_paper(window: &Window, home: &Home) {
    window.write("p");
    window.see(("[role=status]", "A-Z-000001-roll.pdf"));
    window.write("l");
    window.see(("[role=status]", "A-Z-000001-letter.pdf"));
    for name in ["A-Z-000001-roll.pdf", "A-Z-000001-letter.pdf"] {
        let paper = home.paper(name).expect("the report");
        let told = Command::new("pdftotext").arg("-layout").arg(&paper).arg("-").output();
        let text = String::from_utf8_lossy(&told.expect("pdftotext").stdout).into_owned();
        let wanted = [
            "Corte A-Z-000001",
            "Debe haber",
            "538.00",
            "535.00",
            "\u{2212}3.00",
            "Se dio mal un cambio",
            "Documento no válido como factura",
        ];
        for words in wanted {
            assert!(text.contains(words), "{name} lacks {words:?}:\n{text}");
        }
    }
}
