//! Tips, where the shop takes them: in cash and on a slip, told by the day, paid out, never given back.

use std::process::Command;

use cobro_tests::{Home, Key, Window, clerk};

#[test]
fn a_tip_is_given_told_by_the_day_and_paid_out_once_by_keyboard() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    none_is_offered(&window);
    let_tips(&window);
    in_cash(&window);
    on_a_slip(&window);
    told_by_the_receipts(&window, &home);
    told_by_the_day(&window);
    paid_out(&window);
    stays_when_goods_come_back(&window);
    window.close();
}

/// A shop takes none until it says so: the key does nothing.
#[track_caller]
fn none_is_offered(window: &Window) {
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    window.write("p");
    window.see_no(("[role=dialog]", "Propina"));
    window.press(Key::Escape);
    window.see("input[role=combobox]");
}

#[track_caller]
fn let_tips(window: &Window) {
    clerk::go(window, '0', ("label", "Aceptar propinas"));
    window.click(("label", "Aceptar propinas"));
    window.see(("[role=status]", "Ahora se aceptan propinas"));
    clerk::go(window, '1', ("aside.ticket", "Prensa francesa 350 ml"));
}

/// A tenth for whoever served; the sum that is asked for has it, the invoice has not.
#[track_caller]
fn in_cash(window: &Window) {
    clerk::charge(window);
    window.write("p");
    window.see(("[role=dialog] label", "Importe o porcentaje"));
    window.write("10%");
    window.press(Key::Enter);
    window.see(("[role=dialog] [role=status]", "471.90"));
    window.press(Key::F10);
    window.see(("main dl", "Propina"));
    for amount in ["429.00", "42.90", "471.90"] {
        window.see(("main dl", amount));
    }
    clerk::next_sale(window);
}

/// The tip goes along to another way to pay that can have one, and to no voucher.
#[track_caller]
fn on_a_slip(window: &Window) {
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    window.write("p");
    window.see(("[role=dialog] label", "Importe o porcentaje"));
    window.write("20");
    window.press(Key::Enter);
    window.see(("[role=dialog] [role=status]", "449.00"));
    clerk::choose(window, "o", "OXXO");
    window.see_no(("[role=dialog] [role=status]", "449.00"));
    clerk::choose(window, "b", "Terminal bancaria");
    window.see(("[role=dialog] [role=status]", "449.00"));
    window.write("081245");
    window.press(Key::Enter);
    window.see(("main dl", "Propina"));
    for amount in ["429.00", "20.00", "449.00"] {
        window.see(("main dl", amount));
    }
    clerk::next_sale(window);
}

/// What was handed over, or the slip says, is the total and the tip.
#[track_caller]
fn told_by_the_receipts(window: &Window, home: &Home) {
    clerk::go(window, '2', ("tbody tr", "A-000001"));
    for (folio, given) in [("A-000001", ["42.90", "471.90"]), ("A-000002", ["20.00", "449.00"])] {
        window.click(("tbody th", folio));
        window.see(("aside li", "Propina"));
        window.write("p");
        let name = format!("{folio}-receipt-letter.pdf");
        window.see(("[role=status]", name.as_str()));
        let paper = home.paper(&name).expect("the receipt");
        let told = Command::new("pdftotext").arg("-layout").arg(&paper).arg("-").output();
        let text = String::from_utf8_lossy(&told.expect("pdftotext").stdout).into_owned();
        for words in given.into_iter().chain(["Propina", "429.00"]) {
            assert!(text.contains(words), "{name} lacks {words:?}:\n{text}");
        }
    }
}

/// By method; and the drawer should have the tip that was given in cash.
#[track_caller]
fn told_by_the_day(window: &Window) {
    clerk::go(window, '5', ("[data-testid=shift-report]", "Propinas"));
    for told in ["Propinas en efectivo", "42.90", "20.00", "471.90"] {
        window.see(("[data-testid=shift-report]", told));
    }
}

/// All of it at once, and nothing after that.
#[track_caller]
fn paid_out(window: &Window) {
    take_out(window);
    window.see(("[role=dialog]", "Se le deben al personal 62.90"));
    window.press(Key::Enter);
    window.see(("[role=status]", "Movimiento registrado"));
    window.see(("[data-testid=shift-report]", "Propinas al personal"));
    window.see(("[data-testid=shift-report]", "409.00"));
    take_out(window);
    window.see(("[role=dialog]", "Se le deben al personal 0.00"));
    window.fill("Importe", "1");
    window.press(Key::Enter);
    window.see(("[role=dialog] [role=alert]", "De propinas solo se deben 0.00"));
    window.press(Key::Escape);
}

#[track_caller]
fn take_out(window: &Window) {
    window.write("o");
    window.see(("[role=dialog] h2", "Salida de efectivo"));
    window.press(Key::Tab);
    window.press(Key::Right);
    window.press(Key::Right);
}

#[track_caller]
fn stays_when_goods_come_back(window: &Window) {
    clerk::go(window, '1', "input[role=combobox]");
    clerk::take_back(window, "1", "Devolución de A-000001");
    window.see(("[role=dialog]", "La propina de 42.90 no se devuelve con la mercancía"));
}
