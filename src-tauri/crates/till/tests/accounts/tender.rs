//! Parts of an invoice that are taken at the counter.

use cobro_domain::{ids::InvoiceId, method::Method, money::Currency};
use cobro_ledger::views::payments;
use cobro_till::{
    coins::Coins,
    collect::Overpaying,
    entered::{Allocate, HandRefund, Means as Typed, RefundOf, TypedPayment},
    sell::{Bill, SellError},
    tender::{Means, Taken, Tender, TenderError},
};

use super::{OPENED, Shop, peso};

fn slip(authorization: &str, last_four: &str) -> Means {
    let (authorization, last_four) = (authorization.to_owned(), last_four.to_owned());
    Means::Terminal { authorization, last_four }
}

fn take(shop: &Shop, bill: Bill, means: Means, minor: i64) -> Result<Taken, TenderError> {
    shop.till.take_tender(bill, &Tender { means, amount: peso(minor) }, Overpaying::Ask)
}

fn lines(shop: &Shop) -> usize {
    shop.till.typed().unwrap().ticket.lines.len()
}

#[test]
fn one_ticket_is_split_over_cash_a_terminal_and_a_transfer() {
    let shop = Shop::new();
    shop.till.add_amount("Pan", "100").unwrap();
    let first = take(&shop, Bill::Ticket, Means::Cash, 2_000).unwrap();
    assert_eq!((first.owed, first.rest), (peso(10_000), peso(8_000)));
    assert_eq!(lines(&shop), 0, "the ticket became an invoice");
    let bill = Bill::Invoice(first.invoice);
    let second = take(&shop, bill, slip("081245", "4242"), 5_000).unwrap();
    assert_eq!((second.invoice, second.rest), (first.invoice, peso(3_000)));
    let reference = "rastreo 9".to_owned();
    let last = take(&shop, bill, Means::Transfer { reference }, 3_000).unwrap();
    assert!(last.rest.is_zero());
    assert_eq!(shop.due(first.invoice), 0);
    let accounts = ["cash:1", "terminal", "bank", "receivable:walk-in"];
    assert_eq!(accounts.map(|name| shop.account(name)), [2_000, 5_000, 3_000, 0]);
    let more = take(&shop, bill, Means::Cash, 1);
    assert!(matches!(more, Err(TenderError::Sell(SellError::NotOwed { .. }))), "{more:?}");
    shop.sound();
}

#[test]
fn what_is_refused_books_nothing_and_leaves_the_ticket() {
    let shop = Shop::new();
    shop.till.add_amount("Pan", "100").unwrap();
    let refused = [
        (Means::Cash, 0, "nothing"),
        (Means::Cash, 10_001, "more than is owed"),
        (slip(" ", "4242"), 5_000, "no authorisation"),
        (slip("081245", "424"), 5_000, "three digits"),
        (slip("081245", "42a2"), 5_000, "a letter"),
        (slip("4111 1111 1111 1111", ""), 5_000, "a whole card number"),
        (slip("081245", "4111111111111111"), 5_000, "a whole card number"),
        (Means::Credit, 5_000, "nobody by name has credit"),
    ];
    for (means, minor, what) in refused {
        assert!(take(&shop, Bill::Ticket, means, minor).is_err(), "{what}");
    }
    assert_eq!((lines(&shop), shop.account("sales")), (1, 0));
    let error = take(&shop, Bill::Ticket, slip("4111111111111111", ""), 5_000).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("4111"), "the number is repeated: {error}");
}

#[test]
fn credit_pays_a_part_but_never_more_than_there_is() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let typed = TypedPayment {
        customer: ana,
        means: Typed::Transfer,
        received_at: OPENED,
        reference: String::new(),
        amount: peso(3_000),
        allocate: Allocate::OldestFirst,
        withheld: Vec::new(),
    };
    shop.till.enter_payment(&typed).unwrap();
    shop.till.add_amount("Pan", "100").unwrap();
    shop.till.pick_customer(ana).unwrap();
    let more = take(&shop, Bill::Ticket, Means::Credit, 3_001);
    assert!(matches!(more, Err(TenderError::MoreThanCredit { .. })), "{more:?}");
    let taken = take(&shop, Bill::Ticket, Means::Credit, 3_000).unwrap();
    assert_eq!((taken.rest, shop.due(taken.invoice)), (peso(7_000), 7_000));
    assert_eq!(shop.account(&format!("store-credit:{ana}")), 0);
    let cash = shop.till.take_cash_for(taken.invoice, "100", Overpaying::Ask).unwrap();
    assert_eq!((cash.change, shop.due(taken.invoice)), (peso(3_000), 0));
    assert_eq!(shop.statement(ana).closing, peso(0));
    shop.sound();
}

#[test]
fn what_the_terminal_took_goes_back_through_it() {
    let shop = Shop::new();
    shop.till.add_amount("Pan", "100").unwrap();
    let taken = take(&shop, Bill::Ticket, slip("081245", ""), 10_000).unwrap();
    let payment = only_payment(&shop, taken.invoice);
    let (method, reference) = (Method::TERMINAL, "devolución 12".to_owned());
    let of = RefundOf::Invoice(taken.invoice);
    let given = HandRefund { payment, of, amount: peso(4_000), method, reference };
    shop.till.refund_by_hand(&given).unwrap();
    assert_eq!((shop.account("terminal"), shop.due(taken.invoice)), (6_000, 4_000));
    shop.sound();
}

fn only_payment(shop: &Shop, invoice: InvoiceId) -> cobro_domain::ids::PaymentId {
    let reader = shop.reader();
    let found = cobro_ledger::views::invoices::read(reader.conn(), invoice).unwrap().unwrap();
    let payments = payments::of_invoice(reader.conn(), found.arrival).unwrap();
    let [payment] = &payments[..] else { panic!("one payment in {payments:?}") };
    assert_eq!(payment.method, Some(Method::TERMINAL));
    assert_eq!(payment.amount.currency(), Currency::Mxn);
    payment.id
}

#[test]
fn cash_is_rounded_to_the_shops_coins_and_the_invoice_is_not() {
    let shop = Shop::new();
    shop.till.round_cash(Coins::of(50).unwrap()).unwrap();
    shop.till.add_amount("Pan", "58.93").unwrap();
    assert_eq!(shop.till.preview_cash("60").unwrap().change, peso(100));
    let short = shop.till.take_cash("58.93").unwrap_err();
    assert!(matches!(short, SellError::TooLittle { missing } if missing == peso(7)), "{short:?}");
    let up = shop.till.take_cash("60").unwrap();
    assert_eq!((up.total, up.rounding, up.change), (peso(5_893), peso(7), peso(100)));
    shop.till.add_amount("Pan", "10.20").unwrap();
    let down = shop.till.take_cash("10").unwrap();
    assert_eq!((down.rounding, down.change), (peso(-20), peso(0)));
    assert_eq!([up.invoice, down.invoice].map(|id| shop.due(id)), [0, 0]);
    let accounts = ["cash:1", "receivable:walk-in", "rounding"];
    assert_eq!(accounts.map(|name| shop.account(name)), [6_900, 0, 13]);
    // A part is taken as it is; only what settles the rest is rounded.
    shop.till.add_amount("Pan", "58.93").unwrap();
    let part = take(&shop, Bill::Ticket, Means::Cash, 1_001).unwrap();
    let rest = shop.till.take_cash_for(part.invoice, "50", Overpaying::Ask).unwrap();
    assert_eq!((rest.total, rest.rounding, rest.change), (peso(4_892), peso(8), peso(100)));
    shop.sound();
}
