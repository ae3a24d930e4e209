//! Goods that come back: never more than was sold, never with other amounts, never twice.

use cobro_domain::{
    giving_back::SoldLine,
    ids::{CreditNoteId, CustomerId, InvoiceId, PaymentId, RefundId},
    method::Method,
    money::Currency,
    quantity::Quantity,
    statement::MovementKind,
    time::Timestamp,
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{Fact, GoodsReturned, RefundEntered, ReturnedLine},
    views::{
        accounts, allocations,
        invoices::{self, Standing},
        movements, outstanding, returns, series, timeline,
    },
};
use proptest::prelude::*;

use crate::{
    goods::{OPENED, bytes, receivable},
    shop::Shop,
};

const MXN: Currency = Currency::Mxn;

/// What a return of these thousandths of these lines says; `credit` of it is kept as credit.
pub(crate) fn returned(
    booking: &mut Booking<'_, '_>,
    invoice: InvoiceId,
    wanted: &[(u32, i64)],
    credit: i64,
) -> Result<GoodsReturned, LedgerError> {
    let conn = booking.conn();
    let found = invoices::read(conn, invoice)?.unwrap();
    let left = returns::left(conn, found.arrival)?;
    let lines: Vec<_> = wanted.iter().map(|(line, n)| back(*line, *n, &left)).collect();
    let net: i64 = lines.iter().map(|line| line.net).sum();
    let total: i64 = lines.iter().map(|line| line.total).sum();
    let settled = total.min(found.due()?.minor().max(0));
    let rest = found.customer.map_or("unapplied".to_owned(), |id| format!("store-credit:{id}"));
    let mut postings = vec![
        ("sales".to_owned(), net),
        ("tax:IVA".to_owned(), total - net),
        (receivable(found.customer), -settled),
        (rest, settled - total),
    ];
    postings.retain(|(_, minor)| *minor != 0);
    Ok(GoodsReturned {
        credit_note: CreditNoteId::new(booking.at(), booking.random()),
        folio: series::next(conn, "A-NC")?,
        invoice,
        reason: "it was the wrong size".to_owned(),
        currency: MXN,
        lines,
        net,
        total,
        credit,
        customer: found.customer.filter(|_| credit > 0),
        postings,
    })
}

fn back(line: u32, thousandths: i64, left: &[SoldLine]) -> ReturnedLine {
    let quantity = Quantity::from_thousandths(thousandths).unwrap();
    let part = left[line as usize].take(quantity).unwrap();
    let taxes = part.taxes.iter().map(|tax| {
        let rate = cobro_domain::tax::Rate::BasisPoints(1_600);
        ("IVA".to_owned(), rate, tax.minor())
    });
    let (net, total) = (part.net.minor(), part.total.minor());
    ReturnedLine { line, quantity, net, taxes: taxes.collect(), total }
}

impl Shop {
    /// Goods come back.
    pub(crate) fn give_back(&mut self, invoice: InvoiceId, wanted: &[(u32, i64)], credit: i64) {
        self.book(|booking| {
            let body = returned(booking, invoice, wanted, credit)?;
            booking.append(&Fact::GoodsReturned(body))
        })
        .unwrap();
    }

    /// Cash goes back for an invoice that has too much.
    fn hand_back(&mut self, invoice: InvoiceId, amount: i64) -> Result<i64, LedgerError> {
        self.book(|booking| {
            let found = invoices::read(booking.conn(), invoice)?.unwrap();
            let rest =
                found.customer.map_or("unapplied".to_owned(), |id| format!("store-credit:{id}"));
            let refund = RefundId::new(booking.at(), booking.random());
            let payment = PaymentId::new(booking.at(), booking.random());
            booking.append(&Fact::RefundEntered(RefundEntered {
                refund,
                payment,
                invoice: Some(invoice),
                method: Method::CASH,
                reference: String::new(),
                currency: MXN,
                amount,
                credit: amount,
                postings: vec![(rest, amount), ("cash:1".to_owned(), -amount)],
            }))
        })
    }
}

/// A return as a till gone wrong would book it.
fn booked(shop: &mut Shop, invoice: InvoiceId, change: impl FnOnce(&mut GoodsReturned)) -> String {
    let outcome = shop.book(|booking| {
        let mut body = returned(booking, invoice, &[(0, 500)], 0)?;
        change(&mut body);
        booking.append(&Fact::GoodsReturned(body))
    });
    match outcome {
        Ok(_) => "booked".to_owned(),
        Err(LedgerError::Malformed { what, detail }) => format!("{what}: {detail}"),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn never_books_more_than_was_sold_or_other_amounts() {
    let mut shop = Shop::new();
    shop.settle_in();
    let invoice = shop.issue(None, &[10_000, 500]);
    type Change = fn(&mut GoodsReturned);
    let changes: [(&str, Change); 9] = [
        ("a return: only 1000 thousandths are left of what was sold", |body| {
            body.lines[0].quantity = Quantity::from_thousandths(1_001).unwrap();
        }),
        ("a return: only 500 thousandths are left of what was sold", |body| {
            body.lines.push(body.lines[0].clone());
            body.lines[1].quantity = Quantity::from_thousandths(501).unwrap();
        }),
        ("a return: there is no line 2", |body| body.lines[0].line = 2),
        ("a return: line 0 has other amounts", |body| body.lines[0].total += 1),
        ("a return: line 0 has other amounts", |body| body.lines[0].taxes[0].2 += 1),
        ("a return: line 0 has other amounts", |body| body.lines[0].taxes.clear()),
        ("a return: its lines come to 5000, it says 5001", |body| body.total += 1),
        ("a return: its lines come to 0, it says 0", |body| {
            body.lines.clear();
            (body.net, body.total) = (0, 0);
        }),
        ("a return: 5001 of 5000 cannot be credit", |body| body.credit = 5_001),
    ];
    for (said, change) in changes {
        assert_eq!(booked(&mut shop, invoice, change), said);
    }
    assert_eq!(booked(&mut shop, invoice, |body| body.folio.number += 1)[..8], *"a number");
    let found = invoices::read(shop.ledger().conn(), invoice).unwrap().unwrap();
    assert_eq!(found.returned.minor(), 0, "nothing of that was booked");
    assert_eq!(booked(&mut shop, invoice, |_| {}), "booked");
    let voided = shop.issue(None, &[999]);
    shop.void(voided);
    let said = booked(&mut shop, voided, |_| {});
    assert!(said.ends_with("was taken back"), "{said}");
}

#[test]
fn what_was_owed_is_owed_no_more_and_what_was_paid_goes_back_once() {
    let mut shop = Shop::new();
    shop.settle_in();
    let invoice = shop.issue(None, &[10_000, 500]);
    shop.cash(invoice, 4_000);
    let stands = |shop: &mut Shop| {
        let found = invoices::read(shop.ledger().conn(), invoice).unwrap().unwrap();
        (found.standing, found.due().unwrap().minor(), found.returned.minor(), found.paid.minor())
    };
    shop.give_back(invoice, &[(0, 500)], 0);
    assert_eq!(stands(&mut shop), (Standing::Partial, 1_500, 5_000, 4_000));
    shop.give_back(invoice, &[(0, 500), (1, 1_000)], 0);
    assert_eq!(stands(&mut shop), (Standing::Over, -4_000, 10_500, 4_000));
    assert!(shop.hand_back(invoice, 4_001).is_err(), "more than was paid");
    shop.hand_back(invoice, 4_000).unwrap();
    assert_eq!(stands(&mut shop), (Standing::Returned, 0, 10_500, 0));
    assert!(shop.hand_back(invoice, 1).is_err(), "a refund of a refund");
    let books = accounts::balances(shop.ledger().conn()).unwrap();
    assert!(books.iter().all(|(_, balance)| balance.is_zero()), "{books:?}");
    let conn = shop.ledger().conn();
    let arrival = invoices::read(conn, invoice).unwrap().unwrap().arrival;
    let found = returns::of_invoice(conn, arrival).unwrap();
    let folios: Vec<_> = found.iter().map(|found| found.folio.to_string()).collect();
    assert_eq!(folios, ["A-NC-000001", "A-NC-000002"]);
    assert_eq!(returns::read(conn, found[0].id).unwrap(), Some(found[0].clone()));
    assert_eq!(timeline::of(conn, found[0].invoice).unwrap().len(), 5);
}

#[test]
fn credit_kept_for_goods_is_the_customers_and_the_invoice_is_even() {
    let mut shop = Shop::new();
    let customer = shop.settle_in();
    let invoice = shop.issue(Some(customer), &[10_000]);
    shop.cash(invoice, 10_000);
    shop.give_back(invoice, &[(0, 250)], 2_500);
    let conn = shop.ledger().conn();
    let found = invoices::read(conn, invoice).unwrap().unwrap();
    assert_eq!((found.standing, found.due().unwrap().minor()), (Standing::Paid, 0));
    assert_eq!(outstanding::credit(conn, customer, MXN).unwrap().minor(), 2_500);
    let kept = allocations::of_invoice(conn, found.arrival).unwrap();
    let kept: Vec<_> = kept.iter().map(|one| (one.from, one.amount.minor())).collect();
    assert_eq!(kept, [(allocations::Source::Returned, -2_500)]);
    assert!(shop.hand_back(invoice, 7_501).is_err(), "what is credit is no money any more");
    let moved = moves(&mut shop, customer);
    assert_eq!(moved.last(), Some(&(MovementKind::Return, 0, 2_500)));
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
}

fn moves(shop: &mut Shop, customer: CustomerId) -> Vec<(MovementKind, i64, i64)> {
    let now = Timestamp::MAX;
    let period = cobro_domain::statement::Period { from: OPENED, until: now };
    let found = movements::within(shop.ledger().conn(), customer, MXN, period).unwrap();
    found.iter().map(|part| (part.kind, part.owed.minor(), part.credit.minor())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_sale_and_its_full_return_leave_nothing_whatever_the_steps(
        prices in prop::collection::vec(0_i64..50_000, 1..5),
        paid in 0_i64..=100,
        steps in prop::collection::vec((0_usize..5, 1_i64..900), 0..14),
    ) {
        let mut shop = Shop::new();
        shop.settle_in();
        let invoice = shop.issue(None, &prices);
        let total: i64 = prices.iter().sum();
        let paid = total * paid / 100;
        if paid > 0 {
            shop.cash(invoice, paid);
        }
        let mut left = vec![1_000_i64; prices.len()];
        let rest = (0..prices.len()).map(|line| (line, 1_000));
        for (line, n) in steps.into_iter().chain(rest) {
            let line = line % prices.len();
            let n = n.min(left[line]);
            if n > 0 {
                left[line] -= n;
                shop.give_back(invoice, &[(u32::try_from(line).unwrap(), n)], 0);
            }
        }
        let found = invoices::read(shop.ledger().conn(), invoice).unwrap().unwrap();
        prop_assert_eq!((found.returned.minor(), found.due().unwrap().minor()), (total, -paid));
        if paid > 0 {
            shop.hand_back(invoice, paid).unwrap();
        }
        for (name, balance) in accounts::balances(shop.ledger().conn()).unwrap() {
            prop_assert!(balance.is_zero(), "{} is left on {}", balance, name);
        }
        prop_assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
    }
}

/// A return of every shape, for the golden files.
pub(crate) fn golden(invoice: InvoiceId, customer: CustomerId) -> Fact {
    let exempt = ("IEPS".to_owned(), cobro_domain::tax::Rate::Exempt, 0);
    let iva = |minor| ("IVA".to_owned(), cobro_domain::tax::Rate::BasisPoints(1_600), minor);
    let line = |line, thousandths, net, taxes, total| ReturnedLine {
        line,
        quantity: Quantity::from_thousandths(thousandths).unwrap(),
        net,
        taxes,
        total,
    };
    Fact::GoodsReturned(GoodsReturned {
        credit_note: CreditNoteId::new(OPENED, bytes(511)),
        folio: crate::golden::folio("A-DV"),
        invoice,
        reason: "venía roto, «¿ñ?»".to_owned(),
        currency: MXN,
        lines: vec![
            line(0, 1_000, 3_879, vec![iva(621)], 4_500),
            line(1, 250, 216, vec![iva(34), exempt], 250),
        ],
        net: 4_095,
        total: 4_750,
        credit: 40,
        customer: Some(customer),
        postings: vec![
            ("sales".to_owned(), 4_095),
            ("tax:IVA".to_owned(), 655),
            (format!("receivable:{customer}"), -4_710),
            (format!("store-credit:{customer}"), -40),
        ],
    })
}
