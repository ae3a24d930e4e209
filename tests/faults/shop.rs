//! A shop with real books and a simulated provider, both on a clock that only tests move.

use std::sync::Arc;

use cobro_domain::{
    act::ActState,
    charge::ChargeState,
    ids::{ChargeId, MerchantAccountId},
    method::Method,
    money::Currency,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Mode, Reader,
    fact::{CaseOpened, Fact, Matter, Settlement},
    views::{accounts, cases, charges, invoices, payments, timeline},
    working::{acts, contacts::Contact, polls, preferences},
};
use cobro_sandbox::{Control, ControlDoor, PayuControl, Sandbox, SandboxConfig, TimeSource};
use cobro_till::{
    Till,
    carrier::Patience,
    clock::SandboxClock,
    collect::{CollectError, Way},
    merchants::MerchantForm,
    open::{OpenError, Place, open_hurried},
    secrets::SecretStore,
};
use tempfile::TempDir;

use crate::{
    account::{self, sound},
    keys::Keys,
};

/// 2026-03-02T18:00:00Z, noon in Mexico City.
pub(crate) const START: i64 = 1_772_474_400_000;

/// A till on real books, a provider, and their clock.
pub(crate) struct Shop {
    till: Option<Arc<Till>>,
    reader: Option<Reader>,
    pub(crate) account: MerchantAccountId,
    pub(crate) keys: Arc<Keys>,
    pub(crate) control: Control,
    sandbox: Sandbox,
    pub(crate) folder: TempDir,
    patience: Patience,
}

impl Shop {
    pub(crate) fn open() -> Self {
        Self::open_hurried(Patience::DOCUMENTED)
    }

    /// A shop that waits for servers no longer than that.
    pub(crate) fn open_hurried(patience: Patience) -> Self {
        let config = SandboxConfig {
            control: ControlDoor::Closed,
            time: TimeSource::Fixed(START),
            ..SandboxConfig::default()
        };
        let sandbox = Sandbox::start(config).unwrap();
        let keys = Arc::new(Keys::default());
        let folder = tempfile::tempdir().unwrap();
        let control = sandbox.control();
        let account = MerchantAccountId::new(Timestamp::from_millis(START), [0; 10]);
        let (till, reader) = (None, None);
        let mut shop = Self { till, reader, account, keys, control, sandbox, folder, patience };
        shop.reopen();
        shop.till().save_company(&account::company()).unwrap();
        shop.account = shop.add_account("PayU");
        shop
    }

    /// Another merchant account at the same provider.
    pub(crate) fn add_account(&self, name: &str) -> MerchantAccountId {
        self.till().save_merchant(&self.form(None, name)).unwrap().account.account
    }

    pub(crate) fn form(&self, id: Option<MerchantAccountId>, name: &str) -> MerchantForm {
        account::form(&self.sandbox.base_url(), id, name)
    }

    /// Saves the account with another key; the right one mends it.
    pub(crate) fn set_key(&self, key: &str) {
        let mut form = self.form(Some(self.account), "PayU");
        form.fields.insert("api-key".to_owned(), key.to_owned());
        self.till().save_merchant(&form).unwrap();
    }

    pub(crate) fn till(&self) -> &Arc<Till> {
        self.till.as_ref().unwrap()
    }

    pub(crate) fn place(&self) -> Place {
        let folder = self.folder.path().to_owned();
        Place { folder, mode: Mode::Real, holder: "faults".to_owned() }
    }

    pub(crate) fn try_open(&self) -> Result<Arc<Till>, OpenError> {
        let clock = Arc::new(SandboxClock(self.control.clone()));
        let keys: Arc<dyn SecretStore> = Arc::clone(&self.keys) as _;
        open_hurried(&self.place(), keys, clock, self.patience)
    }

    /// Closes the till.
    pub(crate) fn close(&mut self) {
        self.reader = None;
        let till = self.till.take();
        assert!(till.is_none_or(|till| Arc::into_inner(till).is_some()), "somebody has the till");
    }

    /// Closes the till and opens it again, as after a restart.
    pub(crate) fn reopen(&mut self) {
        self.close();
        self.reopen_beside();
    }

    /// Opens the books of a till that has let go of them, whoever still has it.
    pub(crate) fn reopen_beside(&mut self) {
        let till = self.try_open().unwrap();
        self.reader = Some(Reader::open(till.path()).unwrap());
        self.till = Some(till);
    }

    pub(crate) fn payu(&self) -> PayuControl {
        self.control.payu()
    }

    pub(crate) fn way(&self, method: &str) -> Way {
        Way { account: self.account, method: Method::stored(method), contact: None }
    }

    pub(crate) fn reachable_way(&self, method: &str) -> Way {
        let contact = Contact { email: Some("ana@example.com".to_owned()), phone: None };
        Way { contact: Some(contact), ..self.way(method) }
    }

    /// Types a sale and asks for a voucher; nothing is sent yet.
    pub(crate) fn ask(&self, amount: &str, way: &Way) -> Result<ChargeId, CollectError> {
        self.till().add_amount("Café", amount).unwrap();
        self.till().request_voucher(way)
    }

    /// A voucher that was issued.
    pub(crate) fn issued(&self, amount: &str, method: &str) -> ChargeId {
        let id = self.ask(amount, &self.way(method)).unwrap();
        self.work();
        assert_eq!(self.charge(id).state, ChargeState::Pending, "{method}");
        id
    }

    pub(crate) fn work(&self) {
        self.till().work_through().unwrap();
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.control.now_ms())
    }

    /// Moves the clock, with nobody at work.
    pub(crate) fn advance(&self, span: Span) {
        self.control.advance(u64::try_from(span.as_millis()).unwrap()).unwrap();
    }

    /// Lets time pass as it does for an engine whose timers are exact.
    pub(crate) fn pass(&self, span: Span) {
        let end = self.now().plus(span);
        loop {
            self.work();
            let now = self.now();
            if now >= end {
                return;
            }
            let next = self.due_after(now).map_or(end, |at| at.min(end));
            self.advance(next.since(now));
        }
    }

    /// When something is due next.
    fn due_after(&self, now: Timestamp) -> Option<Timestamp> {
        let reader = self.reader();
        let acts = acts::open(reader.conn()).unwrap().into_iter().map(|act| act.not_before);
        let swept = preferences::read(reader.conn(), "swept-at").unwrap();
        let swept = swept.map(|text| Timestamp::from_millis(text.parse().unwrap()));
        let polls = self.polls().into_iter().map(|poll| poll.next_at);
        let all = acts.chain(polls).chain(swept.map(|at| at.plus(Span::days(1))));
        all.filter(|at| *at > now).min()
    }

    pub(crate) fn polls(&self) -> Vec<polls::Poll> {
        let far = self.now().plus(Span::days(1_000));
        polls::due(self.reader().conn(), far, u32::MAX).unwrap()
    }

    pub(crate) fn reader(&self) -> &Reader {
        self.reader.as_ref().unwrap()
    }

    pub(crate) fn charge(&self, id: ChargeId) -> charges::Charge {
        charges::read(self.reader().conn(), id).unwrap().unwrap()
    }

    pub(crate) fn reference(&self, id: ChargeId) -> String {
        self.charge(id).reference.as_str().to_owned()
    }

    pub(crate) fn act(&self, id: ChargeId) -> ActState {
        acts::of_charge(self.reader().conn(), id).unwrap().unwrap().state
    }

    pub(crate) fn invoice(&self, id: ChargeId) -> invoices::Invoice {
        invoices::at(self.reader().conn(), self.charge(id).invoice).unwrap()
    }

    /// What came by a charge, in minor units, oldest first.
    pub(crate) fn paid(&self, id: ChargeId) -> Vec<i64> {
        let payments = payments::of_invoice(self.reader().conn(), self.charge(id).invoice).unwrap();
        let own = payments.iter().filter(|payment| payment.charge == Some(id));
        own.map(|payment| payment.amount.minor()).collect()
    }

    /// What a person was called for, oldest first.
    pub(crate) fn matters(&self, id: ChargeId) -> Vec<Matter> {
        let facts = self.facts_of(id);
        let cases = facts.iter().filter_map(|fact| {
            let Fact::CaseOpened(CaseOpened { charge, matter, .. }) = fact else { return None };
            (*charge == id).then_some(*matter)
        });
        cases.collect()
    }

    /// What a person is still called for, oldest first.
    pub(crate) fn open_cases(&self, id: ChargeId) -> Vec<Matter> {
        let cases = cases::of_invoice(self.reader().conn(), self.charge(id).invoice).unwrap();
        cases.iter().filter(|case| case.is_open()).map(|case| case.matter).collect()
    }

    /// A person closes every open case of a charge's invoice.
    pub(crate) fn close_cases(&self, id: ChargeId, settled: Settlement) {
        let cases = cases::of_invoice(self.reader().conn(), self.charge(id).invoice).unwrap();
        for case in cases.iter().filter(|case| case.is_open()) {
            self.till().close_case(case.id, settled, "lo firmó el cliente").unwrap();
        }
    }

    /// What is still owed on a charge's invoice, in minor units.
    pub(crate) fn due(&self, id: ChargeId) -> i64 {
        self.invoice(id).due().unwrap().minor()
    }

    /// The facts about a charge's invoice, oldest first.
    pub(crate) fn facts_of(&self, id: ChargeId) -> Vec<Fact> {
        let reader = self.reader();
        let facts = timeline::of(reader.conn(), self.charge(id).invoice).unwrap();
        let mut facts: Vec<_> = facts.iter().map(|fact| (fact.arrival, fact)).collect();
        facts.sort_by_key(|(arrival, _)| *arrival);
        facts.iter().map(|(_, fact)| fact.decode().unwrap()).collect()
    }

    /// How many facts the books hold.
    pub(crate) fn facts(&self) -> i64 {
        self.reader().head().unwrap().seq
    }

    pub(crate) fn balance(&self, account: &str) -> i64 {
        accounts::balance(self.reader().conn(), account, Currency::Mxn).unwrap().minor()
    }

    /// How many submits the provider saw for a charge.
    pub(crate) fn submits(&self, id: ChargeId) -> u64 {
        let counters = self.control.counters().unwrap();
        counters.submits.get(&self.reference(id)).copied().unwrap_or_default()
    }

    /// Nothing was asked earlier or more often than the provider allows.
    #[track_caller]
    pub(crate) fn assert_patient(&self) {
        let counters = self.control.counters().unwrap();
        assert_eq!(counters.early_queries, [].into(), "asked too early");
        assert_eq!(counters.frequent_queries, [].into(), "asked too often");
    }

    /// Chain, views and balances are right.
    #[track_caller]
    pub(crate) fn assert_sound(&self) {
        sound(self.reader());
    }
}
