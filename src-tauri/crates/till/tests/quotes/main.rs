//! Quotes: what is promised, for how long, and what becomes of it.
#![expect(clippy::unwrap_used, reason = "a test stops here")]

mod amounts;
mod once;
mod promises;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use cobro_domain::{
    ids::{InvoiceId, QuoteId},
    quote::QuoteStanding,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Mode, Reader,
    fact::{Fact, InvoiceIssued, QuoteIssued},
    views::{accounts, invoices, timeline},
};
use cobro_till::{
    Till,
    catalogue::ProductForm,
    clock::Clock,
    open::{Place, open_real},
    quotes::{Prices, QuoteError, QuoteRefusal},
    secrets::Memory,
    settings::CompanyForm,
    typed::TypedTicket,
};
use tempfile::TempDir;

/// Noon of 1 November 2026 in Mexico City.
const OPENED: Timestamp = Timestamp::from_millis(1_793_556_000_000);

/// A clock that only a test moves.
struct StillClock(AtomicI64);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// A shop with real books.
struct Shop {
    folder: TempDir,
    clock: Arc<StillClock>,
    till: Option<Arc<Till>>,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(StillClock(AtomicI64::new(OPENED.millis())));
        let mut shop = Self { folder, clock, till: None };
        shop.open();
        let (name, rfc) = ("Estrella".to_owned(), "MAB9307148T4".to_owned());
        shop.till().save_company(&CompanyForm { name, rfc, ..CompanyForm::default() }).unwrap();
        shop
    }

    /// Opens the books, again if they were open.
    fn open(&mut self) {
        self.till = None;
        let place = Place {
            folder: self.folder.path().to_owned(),
            mode: Mode::Real,
            holder: "a test".to_owned(),
        };
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        self.till = Some(open_real(&place, Arc::new(Memory::default()), clock).unwrap());
    }

    fn till(&self) -> &Till {
        self.till.as_ref().unwrap()
    }

    fn wait_days(&self, days: i64) {
        self.clock.0.fetch_add(Span::days(days).as_millis(), Ordering::SeqCst);
    }

    /// A product with 16 % included, made or given another price.
    fn product(&self, code: &str, price: &str) {
        let known = self.till().search_products(code, None).unwrap();
        let form = ProductForm {
            id: known.first().map(|product| product.id),
            code: code.to_owned(),
            name: format!("Producto {code}"),
            price: price.to_owned(),
            tax: "iva-16".to_owned(),
            unit: "piece".to_owned(),
            ..ProductForm::default()
        };
        self.till().save_product(&form).unwrap();
    }

    /// Quotes what is on the ticket.
    fn quote(&self) -> QuoteId {
        self.till().issue_quote(15).unwrap().quote
    }

    fn sell(&self, quote: QuoteId) -> TypedTicket {
        self.till().sell_quote(quote, Prices::Quoted).unwrap()
    }

    /// Sells the ticket for more cash than it needs.
    fn cash(&self) -> InvoiceId {
        self.till().take_cash("1000000").unwrap().invoice
    }

    fn quoted(&self, quote: QuoteId) -> QuoteIssued {
        self.till().quote(quote).unwrap().1
    }

    fn standing(&self, quote: QuoteId) -> QuoteStanding {
        self.till().quote(quote).unwrap().0.standing(self.till().now())
    }

    fn invoiced(&self, invoice: InvoiceId) -> InvoiceIssued {
        let reader = self.reader();
        let found = invoices::read(reader.conn(), invoice).unwrap().unwrap();
        let fact = timeline::fact(reader.conn(), found.arrival).unwrap().decode().unwrap();
        let Fact::InvoiceIssued(body) = fact else { panic!("{fact:?}") };
        body
    }

    fn reader(&self) -> Reader {
        Reader::open(self.till().path()).unwrap()
    }

    /// Chain, views and balances are right.
    #[track_caller]
    fn sound(&self) {
        let reader = self.reader();
        assert_eq!(reader.check_views(|_| {}).unwrap(), []);
        assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
        let balances = accounts::balances(reader.conn()).unwrap();
        assert_eq!(balances.iter().map(|(_, amount)| amount.minor()).sum::<i64>(), 0);
    }
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, QuoteError>) -> QuoteRefusal {
    match outcome {
        Err(QuoteError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}
