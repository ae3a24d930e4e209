//! Customers, what they owe, and what is told to them.
#![expect(clippy::unwrap_used, reason = "a test stops here")]

mod money;
mod papers;
mod people;
mod returns;
mod screens;
mod statements;
mod surplus;
mod tender;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use cobro_domain::{
    ids::{CustomerId, InvoiceId, MerchantAccountId},
    money::{Currency, Money},
    statement::{Period, Statement},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Mode, Reader,
    views::{accounts, invoices},
};
use cobro_till::{
    Till,
    clock::Clock,
    customers::CustomerForm,
    merchants::MerchantForm,
    open::{Place, open_real},
    secrets::Memory,
    settings::CompanyForm,
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
    till: Arc<Till>,
}

fn peso(minor: i64) -> Money {
    Money::new(minor, Currency::Mxn)
}

fn all_time() -> Period {
    Period { from: Timestamp::default(), until: Timestamp::from_millis(4_000_000_000_000) }
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(StillClock(AtomicI64::new(OPENED.millis())));
        let holder = "a test".to_owned();
        let place = Place { folder: folder.path().to_owned(), mode: Mode::Real, holder };
        let till = open_real(&place, Arc::new(Memory::default()), Arc::clone(&clock) as _).unwrap();
        let (name, rfc) = ("Estrella".to_owned(), "MAB9307148T4".to_owned());
        till.save_company(&CompanyForm { name, rfc, ..CompanyForm::default() }).unwrap();
        Self { folder, clock, till }
    }

    fn wait(&self, span: Span) {
        self.clock.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    fn customer(&self, name: &str) -> CustomerId {
        self.till.save_customer(&named(name)).unwrap()
    }

    /// Sells something for an amount, taxes included, on account.
    fn sell(&self, customer: CustomerId, amount: &str) -> InvoiceId {
        self.till.add_amount("Pan", amount).unwrap();
        self.till.pick_customer(customer).unwrap();
        self.till.sell_on_account().unwrap().invoice
    }

    fn reader(&self) -> Reader {
        Reader::open(self.till.path()).unwrap()
    }

    fn due(&self, invoice: InvoiceId) -> i64 {
        let found = invoices::read(self.reader().conn(), invoice).unwrap().unwrap();
        found.due().unwrap().minor()
    }

    fn account(&self, name: &str) -> i64 {
        accounts::balance(self.reader().conn(), name, Currency::Mxn).unwrap().minor()
    }

    fn statement(&self, customer: CustomerId) -> Statement {
        let told = self.till.statement(customer, all_time()).unwrap();
        assert!(told.ties(), "{told:?}");
        told
    }

    /// Makes a merchant account with conditions of ours.
    fn merchant(&self, active: bool, conditions: &[(&str, &str)]) -> MerchantAccountId {
        self.till.save_merchant(&merchant(active, conditions)).unwrap().account.account
    }

    /// Chain, views and balances are right.
    #[track_caller]
    fn sound(&self) {
        let reader = self.reader();
        assert_eq!(reader.check_views(|_| {}).unwrap(), []);
        assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
        let balances = accounts::balances(reader.conn()).unwrap();
        assert_eq!(balances.iter().map(|(_, amount)| amount.minor()).sum::<i64>(), 0);
        assert!(self.folder.path().exists());
    }
}

fn named(name: &str) -> CustomerForm {
    CustomerForm { name: name.to_owned(), ..CustomerForm::default() }
}

fn merchant(active: bool, conditions: &[(&str, &str)]) -> MerchantForm {
    let base = "https://sandbox.api.payulatam.com";
    let own = [
        ("merchant-id", "508029".to_owned()),
        ("account-id", "512324".to_owned()),
        ("api-login", "a login".to_owned()),
        ("api-key", "a key".to_owned()),
        ("payments-url", format!("{base}/payments-api/4.0/service.cgi")),
        ("reports-url", format!("{base}/reports-api/4.0/service.cgi")),
    ];
    let conditions = conditions.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let fields = own.into_iter().chain(conditions);
    MerchantForm {
        provider: "payu".to_owned(),
        name: "Vouchers".to_owned(),
        active,
        test: true,
        fields: fields.map(|(name, value)| (name.to_owned(), value)).collect(),
        ..MerchantForm::default()
    }
}
