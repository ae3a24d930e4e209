//! A small shop with its books in a folder of its own: a clock that ticks once for each
//! booking, and ids that come out the same in every run.

use std::path::{Path, PathBuf};

use cobro_domain::{
    charge::ChargeState,
    ids::{Actor, ChargeId, CreditNoteId, CustomerId, InvoiceId, PaymentId, ProductId, Reference},
    method::Method,
    money::Currency,
    tax::{Rate, TaxMode},
    time::Timestamp,
    unit::Unit,
    voucher::Voucher,
};
use cobro_ledger::{
    Booking, Ledger, LedgerError, Reader, Stamp,
    fact::{
        ChargeCancelled, ChargeRefused, ChargeReported, ChargeRequested, CompanyChanged,
        Correction, CustomerChanged, DocumentPrinted, Fact, ImportOutcome, InvoiceVoided, Matter,
        MerchantAccountChanged, PaymentReceived, Posted, ProductChanged, Settlement, VoucherIssued,
    },
    views::{charges, invoices, series},
};
use tempfile::TempDir;

use crate::{
    by_hand,
    goods::{OPENED, bytes, cash, issue, merchant, opening, receivable, sell},
    imports, staff,
};

/// What a shop sells and takes in, booked as the till books it.
pub(crate) struct Shop {
    pub(crate) folder: TempDir,
    ledger: Option<Ledger>,
    ids: u64,
    ticks: i64,
}

impl Shop {
    /// A shop on its first day.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let ledger = Ledger::create(&folder.path().join("books.db"), "a test", &opening()).unwrap();
        Self { folder, ledger: Some(ledger), ids: 100, ticks: 0 }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("books.db")
    }

    /// A place beside the books.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn ledger(&mut self) -> &mut Ledger {
        self.ledger.as_mut().unwrap()
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::open(&self.path()).unwrap()
    }

    /// A connection that knows no rules.
    pub(crate) fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }

    /// Lets go of the books.
    pub(crate) fn close(&mut self) {
        self.ledger = None;
    }

    /// Closes the books and opens them again.
    pub(crate) fn reopen(&mut self) {
        self.close();
        let path = self.path();
        self.ledger = Some(Ledger::open(&path, "a test", OPENED).unwrap());
    }

    /// Goes on with other books.
    pub(crate) fn move_to(&mut self, path: &Path) {
        self.close();
        self.ledger = Some(Ledger::open(path, "a test", OPENED).unwrap());
    }

    /// The time of the next booking.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(OPENED.millis() + self.ticks * 1_000)
    }

    /// Sets the clock back by so many bookings.
    pub(crate) fn set_back(&mut self, bookings: i64) {
        self.ticks -= bookings;
    }

    pub(crate) fn next_id(&mut self) -> [u8; 10] {
        self.ids += 1;
        bytes(self.ids)
    }

    /// One use case.
    pub(crate) fn book<T>(
        &mut self,
        work: impl FnOnce(&mut Booking<'_, '_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.ticks += 1;
        let at = self.now();
        let mut next = self.ids;
        let mut ids = || {
            next += 1;
            bytes(next)
        };
        let stamp = Stamp { at, actor: Actor::owner(), ids: &mut ids };
        let done = self.ledger.as_mut().unwrap().book(stamp, work);
        self.ids = next;
        done
    }

    /// One fact.
    pub(crate) fn append(&mut self, fact: &Fact) -> i64 {
        self.book(|booking| booking.append(fact)).unwrap()
    }

    /// Issues an invoice with a line for each price.
    pub(crate) fn issue(&mut self, customer: Option<CustomerId>, prices: &[i64]) -> InvoiceId {
        self.book(|booking| issue(booking, customer, prices)).unwrap()
    }

    /// A finished cash sale of three lines, as the counter books it.
    pub(crate) fn sell(&mut self) -> Result<InvoiceId, LedgerError> {
        self.book(sell)
    }

    /// Takes cash for an invoice.
    pub(crate) fn cash(&mut self, invoice: InvoiceId, amount: i64) {
        self.book(|booking| cash(booking, invoice, amount)).unwrap();
    }

    /// Decides to collect by a voucher.
    pub(crate) fn request(&mut self, invoice: InvoiceId, amount: i64) -> ChargeId {
        let charge = ChargeId::new(self.now(), self.next_id());
        self.append(&requested(invoice, charge, amount));
        charge
    }

    /// The provider issues the voucher.
    pub(crate) fn voucher(&mut self, charge: ChargeId) {
        let order = format!("84{:08}", charge.0.as_u128() % 100_000_000);
        let voucher = Voucher {
            barcode: Some("01234567890123456789012345678901234567890123456".to_owned()),
            reference: Some(order.clone()),
            expires_at: Some(Timestamp::from_millis(OPENED.millis() + 604_800_000)),
            ..Voucher::default()
        };
        self.append(&Fact::VoucherIssued(VoucherIssued {
            charge,
            order,
            voucher,
            message: "ab".repeat(32),
        }));
    }

    /// The provider reports a state, or a word that nobody knows.
    pub(crate) fn report(&mut self, charge: ChargeId, state: Option<ChargeState>) {
        let text = state.is_none().then(|| "EN_REVISION".to_owned());
        let message = "cd".repeat(32);
        let order = None;
        let body = ChargeReported { charge, state, order, text, message };
        self.append(&Fact::ChargeReported(body));
    }

    /// The provider refuses the charge.
    pub(crate) fn refuse(&mut self, charge: ChargeId) {
        let text = "Monto por debajo del mínimo".to_owned();
        self.append(&Fact::ChargeRefused(ChargeRefused { charge, text, message: "ef".repeat(32) }));
    }

    /// Somebody gives the charge up.
    pub(crate) fn cancel(&mut self, charge: ChargeId) {
        self.append(&Fact::ChargeCancelled(ChargeCancelled { charge }));
    }

    /// Money comes through the provider.
    pub(crate) fn pay(&mut self, charge: ChargeId, amount: i64, late: bool) -> PaymentId {
        let conn = self.ledger().conn();
        let charged = charges::read(conn, charge).unwrap().unwrap();
        let invoice = invoices::at(conn, charged.invoice).unwrap();
        let owed = invoice.due().unwrap().minor();
        let allocated = amount.min(owed.max(0));
        let payment = PaymentId::new(self.now(), self.next_id());
        let mut postings: Vec<Posted> = vec![(format!("clearing:{}", merchant()), amount)];
        postings.push((receivable(invoice.customer), -allocated));
        postings.push(("unapplied".to_owned(), allocated - amount));
        postings.retain(|(_, minor)| *minor != 0);
        self.append(&Fact::PaymentReceived(PaymentReceived {
            payment,
            charge,
            invoice: invoice.id,
            account: merchant(),
            money_in: format!("movement {payment}"),
            currency: Currency::Mxn,
            amount,
            allocated,
            late,
            mismatch: amount != charged.amount.minor(),
            postings,
            message: "01".repeat(32),
        }));
        payment
    }

    /// Takes an invoice back.
    pub(crate) fn void(&mut self, invoice: InvoiceId) {
        self.book(|booking| {
            let conn = booking.conn();
            let issued = invoices::read(conn, invoice)?.unwrap();
            let folio = series::next(conn, "A-NC")?;
            let credit_note = CreditNoteId::new(booking.at(), booking.random());
            let tax = issued.total.minor() * 16 / 116;
            let mut postings = vec![
                (receivable(issued.customer), -issued.total.minor()),
                ("sales".to_owned(), issued.total.minor() - tax),
                ("tax:IVA".to_owned(), tax),
            ];
            postings.retain(|(_, minor)| *minor != 0);
            booking.append(&Fact::InvoiceVoided(InvoiceVoided {
                invoice,
                credit_note,
                folio,
                reason: "the customer changed their mind".to_owned(),
                currency: Currency::Mxn,
                postings,
            }))
        })
        .unwrap();
    }

    /// A paper is made.
    pub(crate) fn print(&mut self, invoice: InvoiceId) {
        let (document, paper) = ("receipt".to_owned(), "roll".to_owned());
        let printed = DocumentPrinted { invoice, charge: None, document, paper };
        self.append(&Fact::DocumentPrinted(printed));
    }

    /// A product is made or changed.
    pub(crate) fn product(&mut self, n: u64, name: &str, active: bool) {
        self.append(&product(n, name, active));
    }

    /// The shop's own data, its merchant account and a customer.
    pub(crate) fn settle_in(&mut self) -> CustomerId {
        self.append(&Fact::CompanyChanged(CompanyChanged {
            name: "Abarrotes Lupita".to_owned(),
            rfc: "XAXX010101000".to_owned(),
            address: "Calle 5 de Mayo 12, Puebla".to_owned(),
            email: "hola@lupita.example".to_owned(),
            phone: "+52 222 000 0000".to_owned(),
            zone: "America/Mexico_City".to_owned(),
        }));
        self.append(&Fact::MerchantAccountChanged(MerchantAccountChanged {
            account: merchant(),
            provider: "some-provider".to_owned(),
            name: "Vouchers".to_owned(),
            active: true,
            test: true,
            fields: [("merchant-id".to_owned(), "508029".to_owned())].into(),
            payer_name: "Lupita".to_owned(),
            payer_email: "caja@lupita.example".to_owned(),
            secrets: 0,
        }));
        let customer = CustomerId::new(self.now(), self.next_id());
        let digest = "23".repeat(32);
        self.append(&Fact::CustomerChanged(CustomerChanged { customer, digest }));
        customer
    }

    /// A day on which everything happened once.
    pub(crate) fn busy_day(&mut self) -> CustomerId {
        let customer = self.settle_in();
        (1..=5).for_each(|n| self.product(n, "Té de jazmín", n != 4));
        for fact in [
            imports::begun(),
            imports::brought(5, "Té de jazmín"),
            imports::ended(ImportOutcome::Merged),
            imports::tidied(10),
        ] {
            self.append(&fact);
        }
        self.sell().unwrap();
        let paid = self.issue(Some(customer), &[12_800]);
        let charge = self.request(paid, 12_800);
        self.voucher(charge);
        self.report(charge, None);
        self.pay(charge, 12_800, false);
        self.print(paid);
        let over = self.issue(None, &[5_000, 2_500]);
        let charge = self.request(over, 7_500);
        self.cancel(charge);
        self.pay(charge, 9_000, true);
        self.case(charge, over, Matter::Late);
        let case = self.case(charge, over, Matter::Mismatch);
        self.close_case(case, over, Settlement::PaidBackByTransfer, 1_500);
        let contested = self.issue(None, &[6_000]);
        let charge = self.request(contested, 6_000);
        self.pay(charge, 6_000, false);
        self.report(charge, Some(ChargeState::Disputed));
        self.correct(charge, Correction::Contested);
        self.case(charge, contested, Matter::Disputed);
        self.quote(Some(customer), &[4_500], 90);
        let (sold, gone) = (self.quote(None, &[4_500], 90), self.quote(None, &[900], 1));
        self.sell_quote(sold).unwrap();
        self.withdraw(gone).unwrap();
        let partial = self.issue(None, &[10_000]);
        self.cash(partial, 4_000);
        let failed = self.issue(None, &[3_000]);
        let charge = self.request(failed, 3_000);
        self.refuse(charge);
        let returned = self.issue(Some(customer), &[3_000, 1_999]);
        self.cash(returned, 2_000);
        self.give_back(returned, &[(0, 400)], 0);
        self.give_back(returned, &[(0, 600), (1, 1_000)], 1_500);
        let voided = self.issue(Some(customer), &[999]);
        self.void(voided);
        by_hand::on_a_busy_day(self, customer);
        for fact in staff::facts(paid) {
            self.append(&fact);
        }
        let waiting = self.issue(Some(customer), &[777]);
        let charge = self.request(waiting, 777);
        self.voucher(charge);
        self.append(&crate::imports::golden::list());
        crate::after::day(self);
        crate::drawer::on_a_busy_day(self);
        customer
    }
}

/// A product of the shop.
pub(crate) fn product(n: u64, name: &str, active: bool) -> Fact {
    Fact::ProductChanged(ProductChanged {
        product: ProductId::new(OPENED, bytes(n)),
        code: format!("P{n}"),
        barcodes: vec![format!("750{n:010}")],
        name: name.to_owned(),
        price: Some(4_500),
        currency: Currency::Mxn,
        mode: TaxMode::Included,
        taxes: vec![("IVA".to_owned(), Rate::BasisPoints(1_600))],
        category: format!("Shelf {}", n % 7),
        favourite: n.is_multiple_of(3),
        active,
        cost: None,
        unit: Unit::Piece,
        prices: Vec::new(),
        picture: None,
        import: None,
    })
}

/// The decision to collect by a voucher.
pub(crate) fn requested(invoice: InvoiceId, charge: ChargeId, amount: i64) -> Fact {
    Fact::ChargeRequested(ChargeRequested {
        charge,
        invoice,
        account: merchant(),
        method: Method::named("oxxo"),
        reference: Reference::of(charge),
        amount,
        currency: Currency::Mxn,
    })
}
