//! Quotes: nothing is posted by one, and it becomes one invoice at most.

use cobro_domain::{
    ids::{CustomerId, InvoiceId, QuoteId},
    invoice::Folio,
    money::Currency,
    quote::QuoteStanding,
    time::Timestamp,
};
use cobro_ledger::{
    Connection, LedgerError,
    fact::{Fact, InvoiceIssued, QuoteIssued, QuoteWithdrawn, QuotedLine},
    views::{
        accounts,
        quotes::{self, Fate},
        series,
        trail::{self, About, Filter},
    },
};

use crate::{
    goods::{OPENED, bytes, issued, lines},
    shop::Shop,
};

/// What a quote with a line for each price says.
fn quoted(
    quote: QuoteId,
    number: u32,
    customer: Option<CustomerId>,
    valid_until: Timestamp,
    prices: &[i64],
) -> QuoteIssued {
    let folio = Folio { series: "COT-A".to_owned(), number };
    let InvoiceIssued { net, taxes, total, currency, .. } =
        issued(InvoiceId::new(OPENED, bytes(700)), folio.clone(), customer, prices);
    let lines = lines(prices).into_iter();
    let lines = lines.map(|line| QuotedLine { line, own_discount: None });
    QuoteIssued {
        quote,
        folio,
        customer,
        valid_until,
        currency,
        lines: lines.collect(),
        note: String::new(),
        ticket_discount: None,
        discount: 0,
        net,
        taxes,
        total,
    }
}

/// The facts of quotes as they were first written; they stand in the golden files.
pub(crate) mod golden {
    use cobro_domain::{money::Money, quantity::Quantity, ticket::Discount, unit::Unit};

    use super::*;

    fn quote(n: u64) -> QuoteId {
        QuoteId::new(OPENED, bytes(520 + n))
    }

    /// One is issued and taken back.
    pub(crate) fn facts() -> Vec<Fact> {
        let body = quoted(quote(1), 1, None, OPENED, &[4_500]);
        let reason = "el precio era de otro".to_owned();
        vec![
            Fact::QuoteIssued(body),
            Fact::QuoteWithdrawn(QuoteWithdrawn { quote: quote(1), reason }),
        ]
    }

    /// One with all that a line can have.
    pub(crate) fn discounted() -> Fact {
        let customer = CustomerId::new(OPENED, bytes(502));
        let mut body = quoted(quote(2), 2, Some(customer), OPENED, &[4_500, 1_250]);
        body.lines[0].line.unit = Unit::Kilogram;
        body.lines[0].line.quantity = Quantity::from_thousandths(1_250).unwrap();
        body.lines[0].line.instead_of = Some(4_900);
        body.lines[0].line.note = "sin hielo".to_owned();
        body.lines[0].own_discount = Some(Discount::BasisPoints(1_000));
        body.lines[1].own_discount = Some(Discount::Amount(Money::new(50, Currency::Mxn)));
        body.ticket_discount = Some(Discount::BasisPoints(250));
        body.note = "se entrega el martes".to_owned();
        body.discount = 250;
        Fact::QuoteIssued(body)
    }

    /// The invoice that it became.
    pub(crate) fn quoted_invoice() -> Fact {
        let folio = Folio { series: "A".to_owned(), number: 2 };
        let customer = Some(CustomerId::new(OPENED, bytes(502)));
        let invoice = InvoiceId::new(OPENED, bytes(524));
        let quote = Some(quote(2));
        Fact::InvoiceIssued(InvoiceIssued { quote, ..issued(invoice, folio, customer, &[4_500]) })
    }
}

/// What the counter asks of quotes, whatever it filters by.
pub(crate) fn questions(conn: &Connection, customer: CustomerId) -> Result<(), LedgerError> {
    let filters = QuoteStanding::ALL.into_iter().map(Some).chain([None]);
    for standing in filters {
        for before in [None, Some(9)] {
            quotes::page(conn, standing, OPENED, before, 10)?;
        }
    }
    quotes::of_customer(conn, customer, Some(9), 10)?;
    quotes::by_folio(conn, &Folio { series: "COT-A".to_owned(), number: 2 })?;
    quotes::read(conn, QuoteId::new(OPENED, bytes(9)))?;
    Ok(())
}

impl Shop {
    /// Quotes a line for each price, valid for so many bookings from now.
    pub(crate) fn quote(
        &mut self,
        customer: Option<CustomerId>,
        prices: &[i64],
        bookings: i64,
    ) -> QuoteId {
        let until = Timestamp::from_millis(self.now().millis() + bookings * 1_000);
        self.book(|booking| {
            let quote = QuoteId::new(booking.at(), booking.random());
            let number = series::next(booking.conn(), "COT-A")?.number;
            let body = quoted(quote, number, customer, until, prices);
            booking.append(&Fact::QuoteIssued(body))?;
            Ok(quote)
        })
        .unwrap()
    }

    /// Sells a quote.
    pub(crate) fn sell_quote(&mut self, quote: QuoteId) -> Result<InvoiceId, LedgerError> {
        self.book(|booking| {
            let invoice = InvoiceId::new(booking.at(), booking.random());
            let folio = series::next(booking.conn(), "A")?;
            let body = issued(invoice, folio, None, &[4_500]);
            let quote = Some(quote);
            booking.append(&Fact::InvoiceIssued(InvoiceIssued { quote, ..body }))?;
            Ok(invoice)
        })
    }

    /// Takes a quote back.
    pub(crate) fn withdraw(&mut self, quote: QuoteId) -> Result<i64, LedgerError> {
        let reason = "mistyped".to_owned();
        let fact = Fact::QuoteWithdrawn(QuoteWithdrawn { quote, reason });
        self.book(|booking| booking.append(&fact))
    }
}

fn refused(outcome: Result<impl std::fmt::Debug, LedgerError>) -> String {
    match outcome {
        Err(LedgerError::Malformed { what: "a quote", detail }) => detail,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_quote_is_never_sold_twice_nor_after_it_was_withdrawn() {
    let mut shop = Shop::new();
    let (sold, gone) = (shop.quote(None, &[4_500], 9), shop.quote(None, &[4_500], 9));
    assert!(accounts::balances(shop.ledger().conn()).unwrap().is_empty(), "a quote posts nothing");
    let invoice = shop.sell_quote(sold).unwrap();
    shop.withdraw(gone).unwrap();
    let none = QuoteId::new(OPENED, bytes(9));
    assert_eq!(refused(shop.sell_quote(sold)), "COT-A-000001 is accepted already");
    assert_eq!(refused(shop.withdraw(sold)), "COT-A-000001 is accepted already");
    assert_eq!(refused(shop.sell_quote(gone)), "COT-A-000002 is withdrawn already");
    assert_eq!(refused(shop.withdraw(gone)), "COT-A-000002 is withdrawn already");
    assert_eq!(refused(shop.sell_quote(none)), format!("there is no {none}"));
    let conn = shop.ledger().conn();
    let found = quotes::read(conn, sold).unwrap().unwrap();
    let became = cobro_ledger::views::invoices::read(conn, invoice).unwrap().unwrap();
    assert_eq!(found.fate, Fate::Accepted(became.arrival));
    assert_eq!(series::next(conn, "A").unwrap().number, 2, "what was refused took no number");
    let filter = Filter { about: Some(About::Other(sold.0)), ..Filter::default() };
    let story = trail::page(conn, &filter, None, 10).unwrap().facts;
    let kinds: Vec<_> = story.iter().map(|fact| fact.kind.as_str()).collect();
    assert_eq!(kinds, ["invoice-issued", "quote-issued"]);
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), []);
}

#[test]
fn quotes_are_listed_by_where_they_stand_and_no_page_misses_one() {
    let mut shop = Shop::new();
    let ana = shop.settle_in();
    // Their last days are in no order.
    let made: Vec<_> = (0..12_i64)
        .map(|n| shop.quote((n % 3 == 0).then_some(ana), &[100 + n], (n * 7) % 12 * 10))
        .collect();
    shop.sell_quote(made[1]).unwrap();
    shop.withdraw(made[2]).unwrap();
    let now = Timestamp::from_millis(shop.now().millis() + 40_000);
    let conn = shop.ledger().conn();
    let all = |standing: Option<QuoteStanding>| {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = quotes::page(conn, standing, now, before, 2).unwrap();
            let Some(last) = page.last() else { return found };
            before = Some(last.arrival);
            found.extend(page);
        }
    };
    let mut sorted = 0;
    for standing in QuoteStanding::ALL {
        let found = all(Some(standing));
        sorted += found.len();
        assert!(!found.is_empty(), "{standing:?}");
        assert!(found.iter().all(|quote| quote.standing(now) == standing), "{standing:?}");
    }
    assert_eq!((sorted, all(None).len()), (12, 12));
    let open = all(Some(QuoteStanding::Open));
    assert!(open.is_sorted_by_key(|quote| std::cmp::Reverse(quote.valid_until)));
    let hers = quotes::of_customer(conn, ana, None, 10).unwrap();
    assert_eq!(hers.len(), 4);
}
