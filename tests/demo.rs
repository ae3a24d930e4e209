//! Walks the main job in the real window, and leaves numbered pictures of it and the voucher in `out/`.
#![expect(clippy::print_stdout, reason = "it tells what it leaves where")]

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use cobro_tests::{CardWindow, Home, Key, Window, clerk, top};

fn main() -> io::Result<()> {
    let album = Album::empty(top().join("out"))?;
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    sell_for_cash(&window, &album);
    collect_by_voucher(&window, &album);
    album.keep_voucher(&home)?;
    wait_and_be_paid(&window, &album);
    transfer(&window, &album);
    close_a_case(&window, &album);
    keep_an_account(&window, &album);
    charge_cards(&window, &album);
    look_back(&window, &album);
    window.close();
    Ok(())
}

fn sell_for_cash(window: &Window, album: &Album) {
    clerk::add(window, "capu", "Capuchino grande");
    clerk::add(window, "concha", "Concha de vainilla");
    clerk::charge(window);
    // The second of the amounts offered: 100.
    window.write("2");
    window.see(("[role=dialog]", "20.00"));
    album.add(window, "cash");
    window.press(Key::F10);
    window.see(("main", "Venta terminada"));
    album.add(window, "change");
    clerk::next_sale(window);
}

fn collect_by_voucher(window: &Window, album: &Album) {
    clerk::add(window, "veracruz", "Café molido Veracruz 500 g");
    window.scan("CAF-500");
    window.see(("aside.ticket", "179.00"));
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    album.add(window, "sell");
    clerk::charge(window);
    clerk::choose(window, "o", "OXXO");
    album.add(window, "charge");
    clerk::issue(window);
    album.add(window, "voucher");
    window.write("p");
    window.see(("[role=status]", "voucher-letter.pdf"));
    window.click(".toast [aria-label=Cerrar]");
}

fn wait_and_be_paid(window: &Window, album: &Album) {
    clerk::pay_as_customer(window);
    clerk::see_paid(window);
    album.add(window, "paid");
    clerk::next_sale(window);
}

fn transfer(window: &Window, album: &Album) {
    clerk::add(window, "cafetera", "Cafetera italiana 6 tazas");
    clerk::charge(window);
    clerk::choose(window, "s", "SPEI");
    clerk::issue(window);
    album.add(window, "transfer");
    clerk::next_sale(window);
}

/// The customer transfers too much: somebody says what becomes of the rest.
fn close_a_case(window: &Window, album: &Album) {
    clerk::go(window, '2', ("td", "Pagada"));
    album.add(window, "invoices");
    window.click(("button", "Ver voucher"));
    window.click(("button", "Pagar de más"));
    window.click(("button", "Una hora después"));
    clerk::go(window, '2', ("aside h3", "Llegó más de lo pedido"));
    album.add(window, "case");
    window.write("c");
    window.see(("[role=dialog] h2", "¿En qué quedó?"));
    window.click(("[role=dialog] label", "efectivo"));
    window.click(("[role=dialog] label", "Nota"));
    window.write("Devuelto en caja, firmó");
    album.add(window, "case-closing");
    window.press(Key::Enter);
    window.see(("[role=status]", "Caso cerrado"));
    // The payment was announced, and then the end of the case.
    window.click(".toast [aria-label=Cerrar]");
    window.click(".toast [aria-label=Cerrar]");
}

/// A customer buys on account, pays a part of it, and is told how the account stands.
fn keep_an_account(window: &Window, album: &Album) {
    clerk::go(window, '3', ("button", "Nuevo cliente"));
    window.write("n");
    window.see(("[role=dialog] label", "Nombre"));
    window.write("Clínica del Valle");
    window.click(("[role=dialog] label", "Límite de crédito"));
    window.write("20000");
    window.press(Key::Tab);
    window.write("30");
    album.add(window, "customer-form");
    window.press(Key::Enter);
    window.see(("aside h2", "Clínica del Valle"));
    clerk::go(window, '1', "input[role=combobox]");
    clerk::add(window, "cafetera", "Cafetera italiana 6 tazas");
    window.press(Key::F3);
    window.see("[role=dialog] input");
    window.write("clin");
    window.see(("[role=option][aria-selected=true]", "Clínica del Valle"));
    window.press(Key::Enter);
    window.see(("aside.ticket .who", "Clínica del Valle"));
    clerk::charge(window);
    clerk::choose(window, "a", "A crédito");
    window.press(Key::Enter);
    window.see(("main", "Vendido a crédito"));
    clerk::next_sale(window);
    clerk::go(window, '3', ("tbody th", "Clínica del Valle"));
    window.see(("aside h2", "Clínica del Valle"));
    album.add(window, "customers");
    window.write("p");
    window.see(("[role=dialog] label", "Importe"));
    window.write("400");
    window.see(("[role=dialog] tbody tr", "400.00"));
    album.add(window, "payment");
    window.press(Key::Enter);
    window.see(("[role=status]", "Pago registrado: 400.00"));
    window.click(".toast [aria-label=Cerrar]");
    window.press(Key::Enter);
    window.see(("tfoot th", "Saldo final"));
    album.add(window, "statement");
    window.press(Key::Escape);
}

/// The owner lets cards be typed; one is only held, and one is declined. No card is typed in
/// sight: the form is photographed empty.
fn charge_cards(window: &Window, album: &Album) {
    clerk::allow_cards(window);
    album.add(window, "cards");
    clerk::go(window, '1', "input[role=combobox]");
    clerk::add(window, "cafetera", "Cafetera italiana 6 tazas");
    clerk::charge(window);
    clerk::choose(window, "t", "Tarjeta");
    window.press(Key::Enter);
    let card = CardWindow::wait(window);
    let file = album.next("card-form");
    card.picture(&file);
    println!("{}", file.display());
    card.fill_approved();
    // Only hold.
    card.press("Right");
    card.press("Return");
    window.see(("main [role=status]", "Retenido"));
    album.add(window, "held");
    window.write("c");
    window.see(("[role=dialog] h2", "Cobrar lo retenido"));
    album.add(window, "capture");
    window.press(Key::Escape);
    clerk::next_sale(window);
    clerk::add(window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(window);
    clerk::choose(window, "t", "Tarjeta");
    window.press(Key::Enter);
    let card = CardWindow::wait(window);
    card.fill_declined();
    card.press("Return");
    window.see(("main [role=status]", "Rechazado"));
    album.add(window, "declined");
    clerk::next_sale(window);
}

fn look_back(window: &Window, album: &Album) {
    clerk::go(window, '0', ("button", "Idioma y aspecto"));
    window.click(("button", "Idioma y aspecto"));
    window.click(("label", "Oscuro"));
    window.click(("label", "Українська"));
    window.see("html[lang=uk-UA]");
    album.add(window, "settings");
    clerk::go(window, '2', ("th", "A-000002"));
    album.add(window, "dark");
    clerk::go(window, '1', "input[role=combobox]");
    clerk::add(window, "capu", "Capuchino grande");
    clerk::charge(window);
    window.write("t");
    window.press(Key::Enter);
    let card = CardWindow::wait(window);
    let file = album.next("card-form-dark");
    card.picture(&file);
    println!("{}", file.display());
    card.press("Escape");
    window.see("[data-card-window=closed]");
}

/// The folder of pictures.
struct Album {
    folder: PathBuf,
    count: Cell<u32>,
}

impl Album {
    /// Takes away what an earlier walk left.
    fn empty(folder: PathBuf) -> io::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, count: Cell::new(0) })
    }

    /// A picture of the window as it is now.
    fn add(&self, window: &Window, name: &str) {
        let file = self.next(name);
        window.picture(&file);
        println!("{}", file.display());
    }

    /// The voucher that the till printed, and a picture of that.
    fn keep_voucher(&self, home: &Home) -> io::Result<()> {
        let printed = home.paper("voucher-letter.pdf").ok_or(io::ErrorKind::NotFound)?;
        let voucher = self.folder.join("voucher.pdf");
        fs::copy(printed, &voucher)?;
        let page = self.next("paper");
        render(&voucher, &page)?;
        println!("{}\n{}", voucher.display(), page.display());
        Ok(())
    }

    fn next(&self, name: &str) -> PathBuf {
        self.count.set(self.count.get() + 1);
        self.folder.join(format!("{:02}-{name}.png", self.count.get()))
    }
}

fn render(pdf: &Path, page: &Path) -> io::Result<()> {
    let arguments = ["-png", "-r", "110", "-singlefile"];
    let status =
        Command::new("pdftoppm").args(arguments).arg(pdf).arg(page.with_extension("")).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string())) }
}
