//! One file for each kind and version of fact that was ever written, as it was written. They
//! are never changed: what a shop wrote years ago still says what it said.
//!
//! `COBRO_WRITE_GOLDEN=1` writes the file of a kind that has none; it overwrites nothing.

use std::{fs, path::PathBuf};

use cobro_domain::{
    charge::ChargeState,
    ids::{ChargeId, CustomerId, InvoiceId, PaymentId, Reference, TillId, uuid_v7},
    invoice::Folio,
    method::Method,
    money::Currency,
    quantity::Quantity,
    tax::{Rate, TaxMode},
    voucher::Voucher,
};
use cobro_ledger::{
    Mode, StoredFact,
    fact::{
        CashReceived, ChargeCancelled, ChargeRefused, ChargeReported, ChargeRequested,
        CompanyChanged, CustomerChanged, CustomerErased, CustomersMerged, DocumentPrinted, Fact,
        ImportOutcome, MerchantAccountChanged, PreviousChain, TenderReceived, TillOpened,
        TipReceived, VoucherIssued,
    },
};
use rusqlite::Connection;

use crate::{
    after_facts, by_hand, drawer, endings,
    goods::{OPENED, bytes, issued, merchant, sold_by_weight, sold_from_a_list, till},
    imports, quotes,
    shop::Shop,
    staff, tables,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/golden/facts")
}

pub(crate) fn invoice() -> InvoiceId {
    InvoiceId::new(OPENED, bytes(500))
}

pub(crate) fn charge() -> ChargeId {
    ChargeId::new(OPENED, bytes(501))
}

pub(crate) fn customer() -> CustomerId {
    CustomerId::new(OPENED, bytes(502))
}

fn other_customer() -> CustomerId {
    CustomerId::new(OPENED, bytes(508))
}

pub(crate) fn message() -> String {
    "5a".repeat(32)
}

pub(crate) fn folio(series: &str) -> Folio {
    Folio { series: series.to_owned(), number: 1 }
}

/// A fact of every kind, in the order in which they can be applied.
fn facts() -> Vec<Fact> {
    [
        of_the_shop(),
        quotes::golden::facts(),
        of_a_sale(),
        of_a_charge(),
        after_facts::of_a_hold(charge(), message()),
        endings::of_its_money(),
        after_facts::of_a_refund(charge(), invoice(), customer(), message()),
        endings::of_its_end(),
        of_accounts(),
        of_papers(),
        staff::facts(invoice()),
        drawer::facts(),
    ]
    .concat()
}

fn of_the_shop() -> Vec<Fact> {
    vec![
        Fact::TillOpened(TillOpened {
            mode: Mode::Training,
            series: "A".to_owned(),
            currency: Currency::Mxn,
            previous: Some(PreviousChain {
                till: TillId(uuid_v7(OPENED, bytes(503))),
                seq: 12,
                hash: message(),
            }),
        }),
        Fact::CompanyChanged(company()),
        Fact::MerchantAccountChanged(merchant_account()),
        Fact::ProductChanged(imports::golden::product()),
        imports::golden::list(),
        imports::golden::begun(message()),
        imports::golden::ended(ImportOutcome::Merged),
        imports::golden::tidied(),
        Fact::CustomerChanged(CustomerChanged { customer: customer(), digest: message() }),
        Fact::CustomersMerged(CustomersMerged {
            gone: other_customer(),
            kept: customer(),
            currency: Currency::Mxn,
            postings: vec![
                (format!("receivable:{}", other_customer()), -1_000),
                (format!("receivable:{}", customer()), 1_000),
            ],
        }),
        Fact::CustomerErased(CustomerErased { customer: other_customer() }),
    ]
}

/// Values that came later, of kinds that were there before.
fn more_facts() -> Vec<(&'static str, Fact)> {
    vec![
        ("measured", imports::golden::measured()),
        ("dropped", imports::golden::ended(ImportOutcome::Dropped)),
        ("priced", imports::golden::priced()),
        ("pictured", imports::golden::pictured()),
        ("sold-by-weight", sold_by_weight(folio("B"))),
        ("discounted", quotes::golden::discounted()),
        ("quoted", quotes::golden::quoted_invoice()),
        ("sold-from-a-list", sold_from_a_list(folio("C"), imports::golden::price_list())),
    ]
}

fn of_a_sale() -> Vec<Fact> {
    let mut invoiced = issued(invoice(), folio("A"), Some(customer()), &[4_500, 1_250]);
    invoiced.lines[1].product = None;
    invoiced.lines[1].quantity = Quantity::from_thousandths(1_250).unwrap();
    invoiced.lines[1].mode = TaxMode::Added;
    invoiced.lines[1].taxes.push(("IEPS".to_owned(), Rate::Exempt, 0));
    invoiced.taxes.push(("IEPS".to_owned(), Rate::Exempt, 1_078, 0));
    invoiced.lines[1].discount = 250;
    invoiced.discount = 250;
    let receivable = format!("receivable:{}", customer());
    vec![
        Fact::InvoiceIssued(invoiced),
        Fact::CashReceived(CashReceived {
            payment: PaymentId::new(OPENED, bytes(504)),
            invoice: invoice(),
            drawer: 1,
            currency: Currency::Mxn,
            tendered: 5_000,
            change: 3_000,
            amount: 2_000,
            rounding: 0,
            postings: vec![("cash:1".to_owned(), 2_000), (receivable.clone(), -2_000)],
        }),
        Fact::TenderReceived(TenderReceived {
            payment: PaymentId::new(OPENED, bytes(505)),
            invoice: invoice(),
            method: Method::TERMINAL,
            reference: "081245".to_owned(),
            last_four: Some("4242".to_owned()),
            currency: Currency::Mxn,
            amount: 1_000,
            postings: vec![("terminal".to_owned(), 1_000), (receivable, -1_000)],
        }),
        Fact::TipReceived(TipReceived {
            invoice: invoice(),
            method: Method::TERMINAL,
            currency: Currency::Mxn,
            amount: 150,
            postings: vec![("terminal".to_owned(), 150), ("tips".to_owned(), -150)],
        }),
    ]
}

fn of_a_charge() -> Vec<Fact> {
    let (charge, message) = (charge(), message());
    vec![
        Fact::ChargeRequested(ChargeRequested {
            charge,
            invoice: invoice(),
            account: merchant(),
            method: Method::named("spei"),
            reference: Reference::of(charge),
            amount: 3_750,
            currency: Currency::Mxn,
        }),
        after_facts::card(charge),
        after_facts::page(charge),
        Fact::VoucherIssued(VoucherIssued {
            charge,
            order: "844961245".to_owned(),
            voucher: Voucher {
                barcode: Some("90000000000000000001".to_owned()),
                reference: Some("844961245".to_owned()),
                clabe: Some("646180111812345678".to_owned()),
                bank: Some("STP".to_owned()),
                link: Some("https://provider.example/voucher?id=1&lang=es".to_owned()),
                expires_at: Some(OPENED),
            },
            message: message.clone(),
        }),
        Fact::ChargeReported(ChargeReported {
            charge,
            state: Some(ChargeState::Pending),
            order: Some("844961245".to_owned()),
            text: Some("Pendiente de pago — «¿ñ?»".to_owned()),
            message: message.clone(),
        }),
        Fact::ChargeRefused(ChargeRefused { charge, text: "no".to_owned(), message }),
        Fact::ChargeCancelled(ChargeCancelled { charge }),
    ]
}

fn of_accounts() -> Vec<Fact> {
    by_hand::facts(customer(), invoice(), PaymentId::new(OPENED, bytes(509)))
}

fn of_papers() -> Vec<Fact> {
    vec![Fact::DocumentPrinted(DocumentPrinted {
        invoice: invoice(),
        charge: Some(charge()),
        document: "voucher".to_owned(),
        paper: "letter".to_owned(),
    })]
}

fn company() -> CompanyChanged {
    CompanyChanged {
        name: "Panadería \"La Estrella\"".to_owned(),
        rfc: "XAXX010101000".to_owned(),
        address: "Av. Juárez 5,\nPuebla".to_owned(),
        email: "caja@estrella.example".to_owned(),
        phone: "+52 222 000 0000".to_owned(),
        zone: "America/Mexico_City".to_owned(),
    }
}

fn merchant_account() -> MerchantAccountChanged {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    MerchantAccountChanged {
        account: merchant(),
        provider: "some-provider".to_owned(),
        name: "Vouchers".to_owned(),
        active: true,
        test: false,
        fields: [field("account-id", "512324"), field("merchant-id", "508029")].into(),
        payer_name: "Público en general".to_owned(),
        payer_email: "caja@estrella.example".to_owned(),
        secrets: 0,
    }
}

/// A fact as it stands in the file.
pub(crate) fn stored(conn: &Connection, arrival: i64) -> StoredFact {
    conn.query_row("SELECT * FROM facts WHERE arrival = ?1", [arrival], |row| {
        Ok(StoredFact {
            arrival: row.get(0)?,
            till: TillId(uuid::Uuid::from_bytes(row.get(1)?)),
            seq: row.get(2)?,
            id: uuid::Uuid::from_bytes(row.get(3)?),
            at: cobro_domain::time::Timestamp::from_millis(row.get(4)?),
            actor: cobro_domain::ids::Actor::stored(&row.get::<_, String>(5)?),
            kind: row.get(6)?,
            version: row.get(7)?,
            body: row.get(8)?,
            prev_hash: row.get(9)?,
            hash: row.get(10)?,
        })
    })
    .unwrap()
}

/// The golden files: kind, version, content.
fn files() -> Vec<(String, i64, String)> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let (kind, version) = name.strip_suffix(".json").unwrap().split_once(".v").unwrap();
            // What follows the version tells cases of one kind apart.
            let version = version.split('.').next().unwrap();
            (kind.to_owned(), version.parse().unwrap(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn what_is_written_today_is_what_was_written_before() {
    let mut shop = Shop::new();
    let more = more_facts().into_iter().map(|(case, fact)| (fact, format!(".{case}")));
    for (fact, case) in facts().into_iter().map(|fact| (fact, String::new())).chain(more) {
        let arrival = shop.append(&fact);
        let body = stored(shop.ledger().conn(), arrival).body;
        let path = folder().join(format!("{}.v{}{case}.json", fact.kind(), fact.version()));
        if std::env::var_os("COBRO_WRITE_GOLDEN").is_some() && !path.exists() {
            fs::write(&path, &body).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        assert_eq!(body, golden, "{}", fact.kind());
    }
}

#[test]
fn every_kind_has_a_golden_file_and_every_golden_file_has_a_kind() {
    let written: Vec<_> = facts().iter().map(|fact| (fact.kind(), fact.version())).collect();
    assert_eq!(written, Fact::KINDS, "a fact of each kind is tried");
    for (kind, version) in Fact::KINDS {
        for version in 1..=*version {
            let path = folder().join(format!("{kind}.v{version}.json"));
            assert!(path.exists(), "{path:?} is kept for ever");
        }
    }
    for (kind, version, _) in files() {
        let known = Fact::KINDS.iter().find(|(name, _)| *name == kind);
        assert!(known.is_some_and(|(_, newest)| version <= *newest), "{kind}.v{version}");
    }
}

#[test]
fn every_golden_file_is_still_read_and_applied() {
    let mut shop = Shop::new();
    let place = |kind: &str| Fact::KINDS.iter().position(|(name, _)| *name == kind);
    let mut files = files();
    files.sort_by_key(|(kind, ..)| place(kind));
    for (kind, version, body) in files {
        let newest = stored(shop.ledger().conn(), 1);
        let golden =
            StoredFact { kind: kind.clone(), version, body: body.clone(), ..newest }.decode();
        let fact = golden.unwrap_or_else(|error| panic!("{kind}.v{version}: {error}"));
        let arrival = shop.append(&fact);
        if fact.version() == version {
            assert_eq!(stored(shop.ledger().conn(), arrival).body, body, "{kind}.v{version}");
        }
    }
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
    // What follows from them, in the words of the counter.
    let customer = customer();
    assert_eq!(
        tables::rows(shop.ledger().conn(), "accounts"),
        [
            format!("1|'receivable:{}'|'MXN'|-1000", other_customer()),
            format!("2|'receivable:{customer}'|'MXN'|-7017"),
            "3|'sales'|'MXN'|216".to_owned(),
            "4|'tax:IVA'|'MXN'|34".to_owned(),
            "5|'cash:1'|'MXN'|50000".to_owned(),
            "6|'terminal'|'MXN'|1150".to_owned(),
            "7|'tips'|'MXN'|-150".to_owned(),
            format!("8|'clearing:{}'|'MXN'|-300", merchant()),
            format!("9|'store-credit:{customer}'|'MXN'|10"),
            "10|'disputed'|'MXN'|4000".to_owned(),
            "11|'bank'|'MXN'|1100".to_owned(),
            "12|'withheld:ISR'|'MXN'|100".to_owned(),
            "13|'withheld:IVA'|'MXN'|107".to_owned(),
            "14|'safe'|'MXN'|-52250".to_owned(),
            "15|'expenses'|'MXN'|3500".to_owned(),
            "16|'over-short'|'MXN'|500".to_owned(),
        ]
    );
    assert_eq!(
        tables::rows(shop.ledger().conn(), "counts"),
        ["'open'|1", "'over'|1", "'paid'|2", "'partial'|0"]
    );
    assert_eq!(
        tables::rows(shop.ledger().conn(), "series"),
        ["'A'|2", "'A-DV'|1", "'A-NC'|1", "'A-Z'|1", "'B'|1", "'C'|1", "'COT-A'|2"]
    );
    assert_eq!(tables::rows(shop.ledger().conn(), "timeline").len(), 34);
    assert_eq!(till(1), shop.ledger().till());
}

#[test]
fn a_fact_of_another_version_is_unknown_and_one_that_is_none_is_malformed() {
    let mut shop = Shop::new();
    let first = stored(shop.ledger().conn(), 1);
    let newer = StoredFact { version: 2, ..first.clone() };
    assert!(matches!(
        newer.decode(),
        Err(cobro_ledger::LedgerError::UnknownFact { version: 2, .. })
    ));
    for body in ["", "{}", "[]", "{\"mode\":\"other\"}", "\u{0}", &"[".repeat(100_000)] {
        let broken = StoredFact { body: body.to_owned(), ..first.clone() };
        let outcome = broken.decode();
        let malformed = matches!(outcome, Err(cobro_ledger::LedgerError::Malformed { .. }));
        assert!(malformed, "{:?}", body.get(..20));
    }
}
