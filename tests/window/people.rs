//! People at the till, by keyboard: made, locked out, signed in, and approved for once.

use cobro_tests::staff::{self, CLERKS, OWNERS, SUPERVISORS, hire, lock};
use cobro_tests::{Home, Key, Window, clerk};

/// C13: who may not do something alone is let to by a PIN, for one thing on one document.
#[test]
fn a_manager_pin_does_not_stay_open_after_one_approval() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    hire(&window);
    sell_for_a_voucher(&window);
    sell_for_a_voucher(&window);

    lock(&window);
    window.press(Key::Down);
    window.press(Key::Down);
    window.see((".chosen", "Carla"));
    window.write(CLERKS);
    window.press(Key::Enter);
    window.see((".who", "Carla"));

    // The newest of the two; a wrong PIN approves nothing.
    clerk::go(&window, '2', ("aside h2", "A-000002"));
    ask_to_void(&window);
    window.see(("[role=dialog] h2", "Autorización"));
    window.see(("[role=dialog] p", "A-000002"));
    window.see_no(("[role=dialog] .list", "Carla"));
    window.press(Key::Down);
    window.see(("[role=dialog] .chosen", "Saul"));
    window.write("9999");
    window.press(Key::Enter);
    window.see(("[role=dialog] [role=alert]", "Ese no es el PIN"));
    staff::supervisor_approves(&window);
    window.see(("[role=status]", "Nota anulada"));
    window.see(("aside header", "Anulada"));
    window.see(("aside li", "Saul"));
    window.see(("aside li", "Autorizado: Anular una nota de venta"));

    // The same act on another document is asked for again, and comes to nothing without an answer.
    window.press(Key::Down);
    window.see(("aside h2", "A-000001"));
    ask_to_void(&window);
    window.see(("[role=dialog] h2", "Autorización"));
    window.press(Key::Escape);
    window.see(("[role=dialog] [role=alert]", "Esto necesita autorización"));
    window.press(Key::Enter);
    window.see(("[role=dialog] h2", "Autorización"));
    staff::supervisor_approves(&window);
    window.see(("aside header", "Anulada"));
    read_the_audit(&window, &home);
    window.close();
}

/// C14: who did it and who approved it can be read, filtered, exported and checked.
#[track_caller]
fn read_the_audit(window: &Window, home: &Home) {
    // A clerk reads it with an approval, which does not stay open either.
    window.press_with(Key::Alt, '8');
    window.see(("[role=dialog] h2", "Autorización"));
    staff::supervisor_approves(window);
    window.see(("tbody tr", "Nota anulada"));
    window.write("x");
    window.see(("[role=dialog] h2", "Autorización"));
    window.press(Key::Escape);
    lock(window);
    window.write(OWNERS);
    window.press(Key::Enter);
    window.see((".who", "Olga"));
    window.press_with(Key::Control, 'd');
    window.see(("[role=status]", "Apertura del cajón anotada"));
    clerk::go(window, '8', ("tbody tr", "Cajón abierto sin venta"));
    window.see((".page tbody tr", "Entró · Olga"));
    window.see((".page tbody tr", "Bloqueó la caja · Carla"));
    window.press(Key::F2);
    window.write("A-000001");
    window.press(Key::Enter);
    window.see_no((".page tbody tr", "Bloqueó la caja"));
    window.see((".page tbody tr.selected", "Nota anulada"));
    window.see((".page tbody tr.selected", "Saul"));
    window.write("v");
    window.see((".chain", "cadena íntegra"));
    window.see((".chain", "Última huella"));
    window.write("x");
    window.see(("[role=status]", "Auditoría.csv"));
    let file = home.paper("Auditoría.csv").expect("the file");
    let text = std::fs::read_to_string(file).expect("its text");
    assert!(text.contains("Nota anulada") && text.contains("Saul"), "{text}");
    // A hash may well have the digits of a PIN in it.
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    for pin in [OWNERS, SUPERVISORS, CLERKS] {
        assert!(!words.contains(&pin), "a PIN is in it");
    }
}

#[test]
fn wrong_pins_lock_out_for_longer_each_time_and_the_screen_says_until_when() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    hire(&window);
    lock(&window);
    window.see(("[role=note]", "PRÁCTICA"));
    for _ in 0..3 {
        window.see(("button[type=submit]", "Entrar"));
        window.write("9999");
        window.press(Key::Enter);
        window.see("[role=alert]");
    }
    window.see(("[role=alert]", "el siguiente se revisa a las"));
    assert!(seconds_left(&window) <= 35);
    // Not even the right one counts now.
    window.write(OWNERS);
    window.press(Key::Enter);
    window.see(("h1", "La caja está bloqueada"));

    // Somebody else sells on; an hour later the owner's next wrong PIN waits for longer.
    window.press_with(Key::Alt, '3');
    window.see((".chosen", "Carla"));
    window.see_no("[role=alert]");
    window.write(CLERKS);
    window.press(Key::Enter);
    window.see((".who", "Carla"));
    clerk::go(&window, '1', "aside.ticket");
    clerk::add(&window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(&window);
    clerk::choose(&window, "o", "OXXO");
    clerk::issue(&window);
    window.click(("button", "Una hora después"));
    clerk::next_sale(&window);
    lock(&window);
    window.see_no("[role=alert]");
    window.write("9999");
    window.press(Key::Enter);
    window.see(("[role=alert]", "el siguiente se revisa a las"));
    assert!(seconds_left(&window) > 35);
    window.close();
}

#[test]
fn a_clerk_changes_their_own_pin() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    hire(&window);
    lock(&window);
    window.press_with(Key::Alt, '3');
    window.write(CLERKS);
    window.press(Key::Enter);
    window.see((".who", "Carla"));
    window.press_with(Key::Alt, 'p');
    window.see(("[role=dialog] h2", "Carla"));
    for typed in [CLERKS, "7391", "7391"] {
        window.write(typed);
        window.press(Key::Tab);
    }
    window.press_with(Key::Shift, char::from(Key::Tab));
    window.press(Key::Enter);
    window.see(("[role=status]", "PIN cambiado"));
    lock(&window);
    window.press_with(Key::Alt, '3');
    window.write(CLERKS);
    window.press(Key::Enter);
    window.see(("[role=alert]", "Ese no es el PIN"));
    window.write("7391");
    window.press(Key::Enter);
    window.see((".who", "Carla"));
    window.close();
}

#[track_caller]
fn sell_for_a_voucher(window: &Window) {
    clerk::go(window, '1', "aside.ticket");
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    clerk::choose(window, "o", "OXXO");
    clerk::issue(window);
    clerk::next_sale(window);
}

#[track_caller]
fn ask_to_void(window: &Window) {
    window.press(Key::Delete);
    window.see(("[role=dialog] h2", "Anular la nota"));
    window.write("Se arrepintieron");
    window.press(Key::Enter);
}

#[track_caller]
fn seconds_left(window: &Window) -> u32 {
    let text = window.text("[role=alert]");
    let (_, rest) = text.split_once("Falta").unwrap_or_else(|| panic!("{text}"));
    let digits = rest.chars().skip_while(|c| !c.is_ascii_digit());
    let digits: String = digits.take_while(char::is_ascii_digit).collect();
    digits.parse().expect("seconds")
}
