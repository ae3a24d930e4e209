//! Papers as a shop would make them.

use cobro_documents::{
    Moment, ReceiptKind, ReceiptLine, ReceiptPaper, Shop, TaxLine, Tender, VoucherPaper,
};
use cobro_domain::money::{Currency, Money};
use cobro_domain::quantity::Quantity;
use cobro_domain::time::Timestamp;
use cobro_domain::unit::Unit;

/// 2026-11-21 14:05 and 2026-11-26 18:00 in Mexico City.
pub(crate) const ISSUED: i64 = 1_795_291_500_000;
pub(crate) const EXPIRES: i64 = 1_795_737_600_000;

/// Every method, with the digits that its provider gives.
pub(crate) const METHODS: [(&str, Option<&str>); 5] = [
    ("oxxo", Some("27000039869020202611260001000001")),
    ("seven-eleven", Some("00012345678900008578066580000000100000202106238")),
    ("others-cash-mx", Some("990000085780667120261126000100000")),
    ("bank-referenced", Some("85780711227811246")),
    ("spei", None),
];

pub(crate) const QR_PAYLOAD: &str =
    "CLABE 646180132800000009\nReferencia 3986902\nImporte 1000.00 MXN";

pub(crate) fn mexico(millis: i64) -> Moment {
    Moment { at: Timestamp::from_millis(millis), zone: "America/Mexico_City".to_owned() }
}

pub(crate) fn pesos(centavos: i64) -> Money {
    Money::new(centavos, Currency::Mxn)
}

pub(crate) fn shop() -> Shop {
    Shop {
        name: "Café Luna".to_owned(),
        tax_id: Some("RFC CLU010203AB1".to_owned()),
        address: Some("Av. Domingo Diez 1589, Cuernavaca".to_owned()),
        phone: Some("777 312 0000".to_owned()),
        email: Some("hola@cafeluna.mx".to_owned()),
    }
}

/// The voucher of the mock-up, paid by `method`.
pub(crate) fn voucher(method: &str) -> VoucherPaper {
    let barcode = METHODS.into_iter().find(|(id, _)| *id == method).and_then(|(_, code)| code);
    let mut paper = VoucherPaper {
        shop: shop(),
        customer: Some("Lucía Fernández".to_owned()),
        folio: "A-000128".to_owned(),
        issued: mexico(ISSUED),
        amount: pesos(100_000),
        method: method.to_owned(),
        barcode: barcode.map(str::to_owned),
        reference: Some("39869020".to_owned()),
        bank: None,
        clabe: None,
        qr: None,
        expires: mexico(EXPIRES),
        concept: Some("Café molido, prensa francesa, panadería".to_owned()),
        cancelled: false,
        training: false,
        till: "Caja 1".to_owned(),
    };
    if method == "bank-referenced" {
        paper.bank = Some("BBVA".to_owned());
        paper.reference = Some("857807112".to_owned());
    }
    if method == "spei" {
        paper.clabe = Some("646180132800000009".to_owned());
        paper.bank = Some("STP".to_owned());
        paper.reference = Some("3986902".to_owned());
        paper.qr = Some(QR_PAYLOAD.to_owned());
    }
    paper
}

fn line(thousandths: i64, name: &str, price: i64, total: i64) -> ReceiptLine {
    ReceiptLine {
        quantity: Quantity::from_thousandths(thousandths).unwrap(),
        unit: Unit::Piece,
        name: name.to_owned(),
        note: None,
        unit_price: pesos(price),
        discount: None,
        total: pesos(total),
    }
}

/// A sale paid in cash, with a discount, two rates and change.
pub(crate) fn receipt() -> ReceiptPaper {
    let mut lines = vec![
        line(2_000, "Café molido 500 g, tueste medio", 8_950, 16_110),
        line(
            1_000,
            "Prensa francesa de vidrio borosilicato con filtro de acero, 1 L",
            44_900,
            44_900,
        ),
        line(350, "Pan de muerto, a granel por kilo", 12_000, 4_200),
        line(6_000, "Agua 1 L", 1_850, 11_100),
    ];
    lines[2].unit = Unit::Kilogram;
    lines[0].discount = Some(pesos(1_790));
    lines[0].note = Some("Molido para prensa".to_owned());
    ReceiptPaper {
        kind: ReceiptKind::Sale,
        shop: shop(),
        customer: None,
        cashier: Some("Ana".to_owned()),
        folio: "A-000129".to_owned(),
        issued: mexico(ISSUED),
        lines,
        note: Some("Se entrega el martes".to_owned()),
        subtotal: pesos(66_392),
        discount: Some(pesos(500)),
        taxes: vec![
            TaxLine { name: "IVA 16 %".to_owned(), amount: pesos(9_918) },
            TaxLine { name: "IVA 0 %".to_owned(), amount: pesos(0) },
        ],
        total: pesos(75_810),
        tenders: vec![Tender { method: "cash".to_owned(), amount: pesos(80_000), deferred: None }],
        rounding: None,
        tip: None,
        change: Some(pesos(4_190)),
        training: false,
        till: "Caja 1".to_owned(),
    }
}

/// A quote of the same.
pub(crate) fn quote() -> ReceiptPaper {
    ReceiptPaper {
        kind: ReceiptKind::Quote { valid_until: mexico(ISSUED + 15 * 86_400_000) },
        customer: Some("Lucía Fernández".to_owned()),
        folio: "COT-A-000012".to_owned(),
        tenders: Vec::new(),
        change: None,
        ..receipt()
    }
}

/// A credit note for one line of it.
pub(crate) fn credit_note() -> ReceiptPaper {
    let sale = receipt();
    ReceiptPaper {
        kind: ReceiptKind::CreditNote {
            corrects: "A-000129".to_owned(),
            reason: Some("El cliente devolvió la prensa sin usar".to_owned()),
        },
        customer: Some("Lucía Fernández".to_owned()),
        folio: "NC-000007".to_owned(),
        lines: vec![sale.lines[1].clone()],
        note: None,
        subtotal: pesos(38_707),
        discount: None,
        taxes: vec![TaxLine { name: "IVA 16 %".to_owned(), amount: pesos(6_193) }],
        total: pesos(44_900),
        tenders: vec![Tender { method: "cash".to_owned(), amount: pesos(44_900), deferred: None }],
        rounding: None,
        tip: None,
        change: None,
        ..sale
    }
}
