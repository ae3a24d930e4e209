//! What is left of a card on the computer where it was typed: nothing but its last four figures.

use cobro_tests::{CardWindow, Home, Key, Traces, Window, clerk, files};

const NUMBER: &str = "376675000000005";
const CODE: &str = "9173";
/// Somebody whose name is kept, as everything else is that was typed beside the card.
const CANARY: &str = "Xilófono Quiñones";

#[test]
fn a_cards_number_and_code_are_in_no_file() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::allow_cards(&window);
    clerk::go(&window, '1', "input[role=combobox]");
    clerk::add(&window, "prensa", "Prensa francesa 350 ml");
    window.press(Key::F3);
    window.see(("[role=dialog]", "¿Quién compra?"));
    window.write(CANARY);
    window.see(("[role=option]", CANARY));
    window.press(Key::Enter);
    window.see(("aside.ticket .who", CANARY));
    clerk::charge(&window);
    clerk::choose(&window, "t", "Tarjeta");
    window.press(Key::Enter);
    let card = CardWindow::wait(&window);
    // Every card of this brand is a credit card: nobody is asked.
    card.fill(&[NUMBER, "0530", CODE, "APPROVED", "12/03/1985", "Puebla"]);
    card.write("72000");
    // While it is on the screen, and after it has gone.
    assert_gone(&home, "while it is typed");
    card.press("Return");
    window.see(("main [role=status]", "Pagado"));
    window.see(("main", "0005"));
    assert_gone(&home, "once it is paid");
    window.close();
    assert_gone(&home, "once the till is closed");

    // The search sees what there is to see: the name was typed as well, and is kept.
    let canary = Traces::of(CANARY).below(home.everything());
    assert!(canary.iter().any(|found| found.file.starts_with(home.data())), "{canary:?}");
    let seen = files(home.everything());
    assert!(seen.len() > 5, "only these files were searched: {seen:?}");
}

#[track_caller]
fn assert_gone(home: &Home, when: &str) {
    assert_eq!(Traces::of(NUMBER).below(home.everything()), [], "{when}");
    assert_eq!(Traces::of_few(CODE).below(home.everything()), [], "{when}");
}
