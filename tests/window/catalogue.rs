//! The catalogue: a product made by keyboard, and sold by scanning it.

use cobro_tests::{Home, Key, Window, clerk};

#[test]
fn a_product_is_made_by_keyboard_and_sold_by_scanning_it() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::go(&window, '4', ("button", "Producto nuevo"));
    window.see(("tbody th", "Café molido Veracruz"));
    window.write("n");
    window.see(("[role=dialog] label", "Nombre"));
    window.write("Queso Oaxaca");
    window.press(Key::Tab);
    window.write("189,90");
    // A code that another product carries is refused beside its field, and nothing is lost.
    window.fill("Código", "BAR-014");
    window.press(Key::Enter);
    window.see(("[role=alert]", "Capuchino grande"));
    window.fill("Código", "QUE-001");
    window.press(Key::Enter);
    window.see(("tbody th", "Queso Oaxaca"));
    window.scan("QUE-001");
    window.see(("aside.ticket", "Queso Oaxaca"));
    window.see(("aside.ticket", "189.90"));
}
