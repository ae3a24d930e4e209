//! The catalogue: a product made by keyboard, and sold by scanning it; a list from a file, and
//! into one.

use std::{fs, path::Path};

use calamine::{Data, Reader, Xlsx, open_workbook};
use cobro_tests::{Home, Key, Window, clerk};

const LIST: &str = "Producto;Clave;EAN;Cuánto
Queso Oaxaca;QUE-001;7501055363057|7501055363064;189,90
Crema ácida;CRE-001;7501055363071;42,5x
Café molido Veracruz 500 g;CAF-500;;95,00
";

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

#[test]
fn a_product_shows_its_picture_until_it_is_taken_away() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    // Without a picture it shows the letters that its name begins with.
    window.see(("main button .picture", "AM"));
    edit_water(&window);
    let broken = home.everything().join("downloads/foto.png");
    fs::write(&broken, b"\x89PNG\r\n\x1a\nno").expect("a broken file");
    window.choose_file("[role=dialog] input[type=file]", &broken);
    window.click(("[role=dialog] label", "Nombre"));
    window.press(Key::Enter);
    window.see(("[role=alert]", "no es una foto"));
    let photo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/icons/icon.png");
    window.choose_file("[role=dialog] input[type=file]", &photo);
    window.see("[role=dialog] img");
    window.click(("[role=dialog] label", "Nombre"));
    window.press(Key::Enter);
    window.see_no("[role=dialog]");
    clerk::go(&window, '1', "main button .picture img");
    assert_eq!(window.script(SHOWN), true, "the page may show it");
    edit_water(&window);
    window.see("[role=dialog] .picture img");
    window.click(("[role=dialog] button", "Quitar foto"));
    window.fill("Nombre", "Agua mineral 600 ml");
    window.press(Key::Enter);
    window.see_no("[role=dialog]");
    clerk::go(&window, '1', ("main button .picture", "AM"));
    window.see_no("main button .picture img");
}

/// Whether the first picture was drawn: a broken one has no width.
const SHOWN: &str = "return document.querySelector('main button .picture img').naturalWidth > 9;";

#[track_caller]
fn edit_water(window: &Window) {
    clerk::go(window, '4', ("tbody th", "Agua mineral"));
    window.press(Key::Enter);
    window.see(("[role=dialog] strong", "Foto"));
}

#[test]
fn a_list_of_products_is_imported_whole_sold_from_and_exported() {
    let home = Home::new();
    let list = home.everything().join("downloads/lista.csv");
    fs::write(&list, LIST).expect("a list");
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::go(&window, '4', ("button", "Importar"));
    window.write("i");
    window.see(("[role=dialog] h2", "Importar productos"));
    choose(&window, &list);
    // What the other columns mean is known by their headings.
    tab(&window, 4);
    window.write("Precio");
    // Past "back" and "choose another file".
    tab(&window, 3);
    window.press(Key::Enter);
    window.see(("[role=dialog] [role=alert]", "1 fila tiene un error. No se importó nada."));
    let trouble = window.text("[role=dialog] tbody tr");
    assert!(trouble.starts_with("3") && trouble.contains("42,5x"), "{trouble}");
    window.press(Key::Escape);
    window.press(Key::Escape);
    window.see_no("[role=dialog]");
    look_for(&window, "queso", ("main", "Nada coincide con «queso»"));

    fs::write(&list, LIST.replace("42,5x", "42,50")).expect("a mended list");
    window.write("i");
    window.see("[role=dialog]");
    choose(&window, &list);
    // What was chosen for a column once is known the next time.
    window.press(Key::Enter);
    window.see(("[role=dialog]", "Todas las filas están bien."));
    window.press(Key::Enter);
    window.see(("[role=dialog]", "Importados"));
    window.press(Key::Enter);
    look_for(&window, "queso", ("tbody th", "Queso Oaxaca"));
    window.scan("7501055363064");
    window.see(("aside.ticket", "Queso Oaxaca"));
    window.see(("aside.ticket", "189.90"));
    // What is offered before anything is searched costs what it costs now.
    window.see(("main button", "95.00"));

    clerk::go(&window, '4', ("button", "Importar"));
    window.write("x");
    window.see(("[role=status]", "Catálogo exportado"));
    let kept = exported(&home.paper("Catálogo.xlsx").expect("an export"));
    let row = |code: &str| kept.iter().find(|row| row[0] == code).expect("a product").clone();
    assert_eq!(row("QUE-001")[1..3], ["Queso Oaxaca", "189.9"]);
    assert_eq!(row("QUE-001")[8], "7501055363057; 7501055363064");
    assert_eq!(row("CAF-500")[2], "95");
}

/// Searches in the catalogue, sees what comes of it, and goes back to the whole of it.
#[track_caller]
fn look_for(window: &Window, typed: &str, sign: (&str, &str)) {
    window.press(Key::F2);
    window.write(typed);
    window.see(sign);
    window.press(Key::Escape);
    window.see(("tbody th", "Agua mineral"));
}

fn tab(window: &Window, times: u32) {
    for _ in 0..times {
        window.press(Key::Tab);
    }
}

#[track_caller]
fn choose(window: &Window, list: &Path) {
    window.choose_file("[role=dialog] input[type=file]", list);
    window.see(("[role=dialog] h3", "Qué significa cada columna"));
}

/// The rows of a workbook, as another program reads them.
fn exported(path: &Path) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    sheet.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}
