//! The drawer opens when cash goes in or out, at once or not at all.

use std::{
    io::{ErrorKind, Read},
    net::{Ipv4Addr, TcpListener},
};

use cobro_domain::{
    money::{Currency, Money},
    shift::CashMove,
    time::Span,
};
use cobro_till::{
    collect::Overpaying,
    printing::{PrintSettings, PrintingError},
    sell::Bill,
    tender::{Means, Tender},
};

use crate::shop::Shop;

/// ESC p for the first drawer: 50 ms on, 500 ms off.
const PULSE: [u8; 5] = [0x1b, 0x70, 0, 25, 250];

/// A raw printer that only takes what it is sent.
struct RawPrinter(TcpListener);

impl RawPrinter {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        // Whatever was sent is there when the till has sent it: nothing is waited for.
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn address(&self) -> String {
        self.0.local_addr().unwrap().to_string()
    }

    /// What came since the last look, one for each call.
    fn came(&self) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            match self.0.accept() {
                Ok((mut stream, _)) => {
                    stream.set_nonblocking(false).unwrap();
                    let mut bytes = Vec::new();
                    stream.read_to_end(&mut bytes).unwrap();
                    all.push(bytes);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return all,
                Err(error) => panic!("{error}"),
            }
        }
    }
}

fn shop(drawer: &str) -> Shop {
    let shop = Shop::open();
    let settings = PrintSettings { drawer: drawer.to_owned(), ..PrintSettings::default() };
    shop.till().save_printers(&settings).unwrap();
    shop
}

fn trouble(shop: &Shop) -> Option<String> {
    shop.till().print_standing().unwrap().drawer.map(|trouble| trouble.code)
}

const fn money(minor: i64) -> Money {
    Money::new(minor, Currency::Mxn)
}

#[test]
fn the_drawer_opens_for_cash_and_for_nothing_else() {
    let printer = RawPrinter::start();
    let shop = shop(&printer.address());
    let till = shop.till();
    till.add_amount("Café", "10").unwrap();
    till.take_cash("50").unwrap();
    shop.work();
    assert_eq!(printer.came(), [PULSE], "cash with change");
    till.move_cash(CashMove::FromSafe, money(5_000), "cambio").unwrap();
    shop.work();
    assert_eq!(printer.came(), [PULSE], "cash in");
    till.move_cash(CashMove::PaidOut, money(1_000), "hielo").unwrap();
    shop.work();
    assert_eq!(printer.came(), [PULSE], "cash out");
    till.open_drawer().unwrap();
    shop.work();
    assert_eq!(printer.came(), [PULSE], "by its key");
    let terminal =
        Means::Terminal { authorization: "083412".to_owned(), last_four: "4242".to_owned() };
    for (means, expected) in [(terminal, 0), (Means::Cash, 1)] {
        till.add_amount("Té", "20").unwrap();
        let tender = Tender { means, amount: money(2_000) };
        till.take_tender(Bill::Ticket, &tender, Overpaying::Ask).unwrap();
        shop.work();
        assert_eq!(printer.came().len(), expected, "{:?}", tender.means);
    }
    shop.issued("250", "oxxo");
    assert_eq!(printer.came().len(), 0, "a voucher");
    assert_eq!(trouble(&shop), None);
    shop.assert_sound();
}

#[test]
fn a_drawer_never_opens_late_and_never_twice() {
    let printer = RawPrinter::start();
    let shop = shop(&printer.address());
    let till = shop.till();
    till.add_amount("Café", "10").unwrap();
    till.take_cash("10").unwrap();
    // The thread of the drawer was held up.
    shop.advance(Span::seconds(4));
    shop.work();
    assert!(printer.came().is_empty(), "too late");
    assert_eq!(trouble(&shop).as_deref(), Some("drawer-late"));
    shop.work();
    assert!(printer.came().is_empty(), "and not later");
    till.open_drawer().unwrap();
    shop.work();
    shop.work();
    assert_eq!(printer.came(), [PULSE], "once");
    assert_eq!(trouble(&shop), None, "it opened");
}

#[test]
fn a_sale_stands_when_the_drawer_does_not_open_and_it_does_not_open_later() {
    let printer = RawPrinter::start();
    let address = printer.address();
    drop(printer);
    let shop = shop(&address);
    shop.till().add_amount("Café", "10").unwrap();
    shop.till().take_cash("10").unwrap();
    shop.work();
    assert_eq!(shop.balance("cash:1"), 1_000);
    assert_eq!(trouble(&shop).as_deref(), Some("drawer-unreachable"));
    let back = TcpListener::bind(&address).unwrap();
    back.set_nonblocking(true).unwrap();
    shop.advance(Span::seconds(1));
    shop.work();
    assert!(back.accept().is_err(), "nobody stands there any more");
}

#[test]
fn a_second_drawer_and_none_are_told_apart() {
    let printer = RawPrinter::start();
    let shop = shop("");
    let till = shop.till();
    till.open_drawer().unwrap();
    shop.work();
    let drawer = printer.address();
    let wrong = PrintSettings { drawer: "el cajón".to_owned(), ..PrintSettings::default() };
    assert!(matches!(till.save_printers(&wrong), Err(PrintingError::DrawerAddress { .. })));
    let second = PrintSettings { drawer, second_drawer: true, ..PrintSettings::default() };
    till.save_printers(&second).unwrap();
    shop.work();
    assert!(printer.came().is_empty(), "what was wanted before there was one");
    till.open_drawer().unwrap();
    shop.work();
    assert_eq!(printer.came(), [[0x1b, 0x70, 1, 25, 250]]);
}
