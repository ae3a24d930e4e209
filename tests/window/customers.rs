//! A customer's account: made, sold to on account, paid in part by hand, told as a statement.

use std::fs;
use std::path::Path;
use std::process::Command;

use cobro_tests::{Home, Key, Window, clerk};

#[test]
fn a_customer_buys_on_account_pays_in_part_and_gets_a_statement() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::go(&window, '3', ("button", "Nuevo cliente"));
    window.see(("strong", "Aún no hay clientes"));
    make(&window);
    sell_on_account(&window);
    clerk::go(&window, '3', ("tbody th", "Lucía Fernández"));
    window.see(("tbody td", "429.00"));
    pay_in_part(&window);
    window.press(Key::Enter);
    window.see(("tbody th", "Nota A-000001"));
    window.see(("tfoot td", "129.00"));
    window.see(("button", "Paga con PayU"));
    window.write("p");
    window.see(("[role=status]", "Estado de cuenta guardado"));
    let text = text_of(&home.paper("-letter.pdf").expect("the statement is among the papers"));
    for words in ["Lucía Fernández", "A-000001", "429.00", "300.00", "129.00"] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    window.press(Key::Escape);
    everybody(&window, &home);
}

/// Makes a customer whom the shop gives credit; what does not fit is said beside its field.
#[track_caller]
fn make(window: &Window) {
    window.write("n");
    window.see(("[role=dialog] label", "Nombre"));
    window.write("Lucía Fernández");
    window.press(Key::Tab);
    window.write("FELL8001");
    for _ in 0..6 {
        window.press(Key::Tab);
    }
    window.press(Key::Enter);
    window.see(("[role=alert]", "RFC"));
    window.write("fell800101ab1");
    window.click(("[role=dialog] label", "Límite de crédito"));
    window.write("5000");
    window.press(Key::Tab);
    window.write("15");
    window.press(Key::Enter);
    window.see(("aside h2", "Lucía Fernández"));
}

/// F3 picks the customer; the sheet offers to let them pay later.
#[track_caller]
fn sell_on_account(window: &Window) {
    clerk::go(window, '1', "input[role=combobox]");
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    window.press(Key::F3);
    window.see(("[role=option]", "Lucía Fernández"));
    window.write("fern");
    window.see(("[role=option]", "Nuevo cliente «fern»"));
    window.press(Key::Enter);
    window.see(("aside.ticket .who", "Lucía Fernández"));
    clerk::charge(window);
    clerk::choose(window, "a", "A crédito");
    window.press(Key::Enter);
    window.see(("main", "Vendido a crédito"));
    window.see(("main [role=status]", "429.00"));
    clerk::next_sale(window);
}

/// A transfer of 300 pesos, and what it would settle before it is booked.
#[track_caller]
fn pay_in_part(window: &Window) {
    window.write("p");
    window.see(("[role=dialog] label", "Importe"));
    window.write("300");
    window.see(("[role=dialog] tbody tr", "300.00"));
    window.press(Key::Enter);
    window.see(("[role=status]", "Pago registrado: 300.00"));
    window.see(("tbody td", "129.00"));
}

/// The statements of everybody, beside the counter.
#[track_caller]
fn everybody(window: &Window, home: &Home) {
    window.write("s");
    window.see(("[role=dialog] h2", "Estados de todos"));
    window.press(Key::Enter);
    window.see(("[role=status]", "Listo: 1 estado de cuenta"));
    window.press(Key::Escape);
    let papers = fs::read_dir(home.data().join("papers")).expect("papers");
    let folders = papers.filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.is_dir()));
    let made = folders.map(|folder| fs::read_dir(folder).expect("a folder of statements").count());
    assert_eq!(made.collect::<Vec<_>>(), [1]);
}

fn text_of(pdf: &Path) -> String {
    let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output();
    String::from_utf8_lossy(&output.expect("pdftotext").stdout).into_owned()
}
