//! The job the till is for: sell, hand out a voucher, see the money come in, find it all again.

use std::path::Path;
use std::process::Command;

use cobro_tests::{Home, Key, Window, clerk};

const FOLIO: &str = "A-000001";

#[test]
fn a_voucher_turns_paid_and_everything_survives_a_restart() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    issue_by_keyboard(&window);

    window.write("p");
    window.see(("[role=status]", "A-000001-voucher-letter.pdf"));
    let paper = home.paper("A-000001-voucher-letter.pdf").expect("the voucher");
    let digits = digits(&window);
    assert_eq!(decoded(&page(&paper), "code128"), [digits.as_str()]);

    clerk::pay_as_customer(&window);
    clerk::see_paid(&window);
    clerk::next_sale(&window);
    clerk::go(&window, '2', ("tbody th", FOLIO));
    window.see(("tbody tr", "Pagada"));

    clerk::go(&window, '0', ("button", "Idioma y aspecto"));
    window.click(("button", "Idioma y aspecto"));
    window.click(("label", "Українська"));
    window.see(("button", "Продаж"));
    window.close();

    let window = Window::open(&home, &[]);
    window.see(("button", "Продаж"));
    clerk::go(&window, '2', ("tbody th", FOLIO));
    window.see(("tbody tr", "Сплачено"));
}

#[test]
fn a_reader_sees_on_the_screen_what_is_written_under_the_codes() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    issue_by_keyboard(&window);
    let picture = home.data().join("voucher.png");
    window.picture(&picture);
    assert_eq!(decoded(&picture, "code128"), [digits(&window)]);

    clerk::next_sale(&window);
    clerk::add(&window, "cafetera", "Cafetera italiana 6 tazas");
    clerk::charge(&window);
    clerk::choose(&window, "s", "SPEI");
    clerk::issue(&window);
    window.picture(&picture);
    let clabe = window.text("main dd.num").replace(' ', "");
    let code = decoded(&picture, "qrcode").concat();
    assert!(code.contains(&clabe), "{code} lacks the CLABE {clabe}");
}

#[test]
fn a_scan_sells_and_cash_gives_change() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    window.scan("BAR-014");
    window.see(("aside.ticket", "Capuchino grande"));
    clerk::charge(&window);
    // The second of the amounts offered: 100.
    window.write("2");
    window.see(("[role=dialog]", "42.00"));
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
    window.see(("main [role=status]", "42.00"));
    clerk::next_sale(&window);
}

#[track_caller]
fn issue_by_keyboard(window: &Window) {
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    clerk::choose(window, "o", "OXXO");
    clerk::issue(window);
}

/// What is written under the barcode, without its groups.
#[track_caller]
fn digits(window: &Window) -> String {
    window.text("main .digits").replace(' ', "")
}

/// The first page of a PDF as a picture beside it.
fn page(pdf: &Path) -> std::path::PathBuf {
    let picture = pdf.with_extension("png");
    let status = Command::new("pdftoppm")
        .args(["-png", "-r", "150", "-singlefile"])
        .arg(pdf)
        .arg(picture.with_extension(""))
        .status()
        .expect("pdftoppm");
    assert!(status.success(), "{status}");
    picture
}

/// The codes that a reader finds in a picture.
fn decoded(picture: &Path, symbology: &str) -> Vec<String> {
    let output = Command::new("zbarimg")
        .args(["-q", "--nodbus", "--raw", "-Sdisable", &format!("-S{symbology}.enable")])
        .arg(picture)
        .output()
        .expect("zbarimg");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}
