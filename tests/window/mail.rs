//! Mail is set up, tested and sent in the window, through a server in a process of its own.

use cobro_tests::{Home, Key, MailServer, Window, clerk};

#[test]
fn mail_is_set_up_tested_and_sends_a_voucher() {
    let server = MailServer::start(&["--refuse", "nadie@example.com"]);
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::go(&window, '0', ("nav button", "Correo"));
    window.click(("nav button", "Correo"));
    window.see((".pill", "Sin configurar"));
    let (host, port) = server.address();
    window.fill("Servidor de salida", host);
    window.fill("Puerto", &port.to_string());
    window.click(("label", "Sin cifrado"));
    window.fill("Dirección de quien envía", "ventas@cafeluna.example");
    window.press(Key::Enter);
    window.see((".pill", "Listo"));
    window.click(("button", "Enviar una prueba"));
    window.see(("[role=status]", "Funciona"));
    assert_eq!(server.next().subject, "El correo funciona · Café Luna");
    picture(&window, "settings");

    clerk::go(&window, '1', "input[role=combobox]");
    clerk::add(&window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(&window);
    clerk::choose(&window, "o", "OXXO");
    clerk::issue(&window);
    for to in ["luis@example.com", "nadie@example.com"] {
        window.write("m");
        window.see(("[role=dialog] h2", "Enviar el voucher por correo"));
        window.fill("Para", to);
        picture(&window, "dialog");
        window.press(Key::Enter);
        window.see(("main .mail", to));
    }
    let mail = server.next();
    assert_eq!(mail.envelope.1, "luis@example.com");
    assert!(mail.files[0].1.starts_with(b"%PDF"), "{}", mail.subject);
    window.see(("main .mail", "Falló"));
    picture(&window, "waiting");
    window.click((".pill", "Correos fallidos: 1"));
    window.see(("li", "550 5.1.1 Nobody of that name here"));
    picture(&window, "outbox");
    window.click(("button", "Quitar"));
    window.see_no((".pill", "Falló"));
    window.close();
}

fn picture(window: &Window, name: &str) {
    if let Some(folder) = std::env::var_os("COBRO_PICTURES") {
        window.picture(&std::path::Path::new(&folder).join(format!("{name}.png")));
    }
}
