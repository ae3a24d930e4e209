//! Accounts as a shop's customers have them, of any length.

use cobro_documents::{Holder, PayLink, Payment, StatementPaper};
use cobro_domain::ids::{CustomerId, InvoiceId};
use cobro_domain::invoice::Folio;
use cobro_domain::method::Method;
use cobro_domain::money::Money;
use cobro_domain::statement::{
    Collector, Draft, Moved, MovementKind, Owing, Period, Share, Statement,
};
use cobro_domain::time::{Span, Timestamp};

use crate::samples::{mexico, pesos, shop};

/// 2026-11-01 00:00 and 2026-12-01 00:00 in Mexico City.
pub(crate) const FROM: i64 = 1_793_512_800_000;
pub(crate) const UNTIL: i64 = 1_796_104_800_000;

pub(crate) const MINIMUM: i64 = 10_000;

pub(crate) fn invoice_id(number: u32) -> InvoiceId {
    InvoiceId::new(Timestamp::from_millis(FROM + i64::from(number)), [7; 10])
}

pub(crate) fn folio(number: u32) -> Folio {
    Folio { series: "A".to_owned(), number }
}

pub(crate) fn link(number: u32) -> String {
    format!("https://pay.example/cafe-luna/A-{number:06}?k=7f3a9c1e5d")
}

pub(crate) fn share(number: u32, owed: i64) -> Share {
    Share { invoice: invoice_id(number), folio: folio(number), owed: pesos(owed) }
}

pub(crate) fn moved(at: i64, kind: MovementKind, charged: i64, credited: i64) -> Moved {
    Moved {
        at: Timestamp::from_millis(at),
        kind,
        document: None,
        method: None,
        reference: None,
        received_at: None,
        shares: Vec::new(),
        charged: pesos(charged),
        credited: pesos(credited),
    }
}

pub(crate) fn owing(number: u32, days: u32, total: i64, owed: i64) -> Owing {
    let at = Timestamp::from_millis(UNTIL).minus(Span::days(i64::from(days)));
    Owing {
        invoice: invoice_id(number),
        folio: folio(number),
        at,
        due_at: Some(at.plus(Span::days(30))),
        total: pesos(total),
        owed: pesos(owed),
        owed_now: pesos(owed),
        days,
    }
}

/// A movement in three is a payment of half of what the invoice before it was for.
pub(crate) fn movement(place: u32, rows: u32, size: i64) -> Moved {
    let at = FROM + (UNTIL - FROM) / i64::from(rows + 1) * i64::from(place + 1);
    let invoice = 1_000 + place - place % 3;
    if place % 3 == 2 {
        let mut payment = moved(at, MovementKind::Payment, 0, size / 2);
        payment.method =
            Some(Method::named(if place.is_multiple_of(2) { "oxxo" } else { "transfer" }));
        payment.reference = Some(format!("{}", 39_869_020 + place));
        payment.shares = vec![share(invoice, -size / 4), share(invoice + 1, size / 4 - size / 2)];
        payment.received_at =
            (!place.is_multiple_of(2)).then(|| Timestamp::from_millis(at).minus(Span::days(2)));
        payment
    } else {
        let mut sale = moved(at, MovementKind::Invoice, size + i64::from(place % 97), 0);
        sale.document = Some(folio(1_000 + place).to_string());
        sale.shares = vec![share(1_000 + place, sale.charged.minor())];
        sale
    }
}

/// An account with so many movements of about `size` centavos.
pub(crate) fn draft(rows: u32, size: i64) -> Draft {
    let opening = 185_050;
    let moved: Vec<_> = (0..rows).map(|place| movement(place, rows, size)).collect();
    let minor =
        |sum: fn(&Moved) -> Money| moved.iter().map(|moved| sum(moved).minor()).sum::<i64>();
    let closing = opening + minor(|moved| moved.charged) - minor(|moved| moved.credited);
    let old = [(128, 140, 90_000, 50_050), (214, 75, 45_000, 45_000), (260, 40, 90_000, 9_999)];
    let mut outstanding: Vec<_> = old
        .into_iter()
        .map(|(number, days, total, owed)| owing(number, days, total, owed))
        .collect();
    let rest = closing - outstanding.iter().map(|owing| owing.owed.minor()).sum::<i64>();
    outstanding.push(owing(1_000, 12, rest.max(1), rest.max(1)));
    Draft {
        customer: CustomerId::new(Timestamp::from_millis(FROM), [1; 10]),
        currency: cobro_domain::money::Currency::Mxn,
        period: Period { from: Timestamp::from_millis(FROM), until: Timestamp::from_millis(UNTIL) },
        opening: pesos(opening),
        moved,
        owing: outstanding,
        credit: pesos((-rest).max(0) + i64::from(rest < 1)),
        collector: Collector::Active { minimum: Some(pesos(MINIMUM)), maximum: None },
    }
}

/// The paper of an account, with a payment page for each of its invoices.
pub(crate) fn paper(draft: Draft) -> StatementPaper {
    let numbers = draft.owing.iter().map(|owing| owing.folio.number);
    let links = numbers.map(|number| (invoice_id(number), PayLink::parse(&link(number)).unwrap()));
    let links = links.collect();
    StatementPaper {
        shop: shop(),
        holder: Holder {
            name: "Lucía Fernández".to_owned(),
            tax_id: Some("RFC FELL800101AB1".to_owned()),
            address: Some("Calle Hidalgo 12, Centro, 62000 Cuernavaca".to_owned()),
        },
        statement: Statement::of(draft).unwrap(),
        issued: mexico(UNTIL + 36_000_000),
        payment: Payment { provider: Some("PayU".to_owned()), links, file: None },
        training: false,
        till: "Caja 1".to_owned(),
    }
}
