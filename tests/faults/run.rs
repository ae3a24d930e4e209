//! Selling and watching, with the engine's work beside it and a clock that jumps to whatever is due
//! next.

mod cards;

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    thread,
};

use cobro_domain::{
    ids::MerchantAccountId,
    method::Method,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Mode, Reader,
    views::charges,
    working::{acts, contacts::Contact, polls},
};
use cobro_providers::settings::Secret;
use cobro_till::{
    Till,
    clock::Clock,
    collect::Way,
    deliver::Turn,
    event::TillEvent,
    open::{Place, open_real},
    secrets::{Memory, SecretStore},
};

pub(crate) use self::cards::cards;
use crate::{account, say};

/// How often the clock is moved until every act has an end, at most.
const ROUNDS_MAX: usize = 2_000;

/// The clock of the simulated provider. Only this process moves it.
#[derive(Debug)]
pub(crate) struct Remote {
    address: String,
    now: AtomicI64,
}

impl Remote {
    fn at(address: &str) -> Self {
        let remote = Self { address: address.to_owned(), now: AtomicI64::new(0) };
        remote.call("GET", "/control/clock", "");
        remote
    }

    /// One call at the control door that answers with the time.
    fn call(&self, verb: &str, path: &str, body: &str) {
        let host = self.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).expect("the simulated provider");
        let length = body.len();
        let head = format!("{verb} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        write!(stream, "{head}Content-Length: {length}\r\n\r\n{body}").expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
        if let Some(now) = body["now_ms"].as_i64() {
            self.now.store(now, Ordering::Relaxed);
        }
    }

    pub(crate) fn advance(&self, span: Span) {
        let body = format!(r#"{{"advance_ms": {}}}"#, span.as_millis());
        self.call("POST", "/control/clock", &body);
    }

    pub(crate) fn pay(&self, reference: &str) {
        self.call("POST", "/control/payu/pay", &format!(r#"{{"reference": "{reference}"}}"#));
    }
}

impl Clock for Remote {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::Relaxed))
    }
}

/// The books, open, with an account at the provider.
pub(crate) struct Shop {
    pub(crate) till: Arc<Till>,
    pub(crate) clock: Arc<Remote>,
    pub(crate) account: MerchantAccountId,
}

impl Shop {
    pub(crate) fn open(folder: &str, address: &str) -> Self {
        let clock = Arc::new(Remote::at(address));
        let secrets = Arc::new(Memory::default());
        let place = Place {
            folder: Path::new(folder).to_owned(),
            mode: Mode::Real,
            holder: "cobro-test-till".to_owned(),
        };
        let keys: Arc<dyn SecretStore> = Arc::clone(&secrets) as _;
        let till = open_real(&place, keys, Arc::clone(&clock) as _).expect("books");
        let account = match till.merchants().expect("accounts").first() {
            // What a keyring does: it remembers what the books must not hold.
            Some(merchant) => {
                let account = merchant.account.account;
                for (field, value) in [("api-login", account::LOGIN), ("api-key", account::KEY)] {
                    secrets.put(account, field, &Secret::new(value.to_owned())).expect("memory");
                }
                account
            }
            None => {
                till.save_company(&account::company()).expect("a company");
                let form = account::form(address, None, "PayU");
                till.save_merchant(&form).expect("an account").account.account
            }
        };
        till.listen(Box::new(move |event| {
            if let TillEvent::Charge { charge, .. } = event {
                say(&format!("moved {charge}"));
            }
        }));
        say("opened");
        Self { till, clock, account }
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::open(self.till.path()).expect("books")
    }

    pub(crate) fn way(&self, method: &str) -> Way {
        let contact = Contact { email: Some("ana@example.com".to_owned()), phone: None };
        Way { account: self.account, method: Method::stored(method), contact: Some(contact) }
    }

    /// Does all that is due now, as the engine's two threads do it, while `meanwhile` goes on at
    /// the counter. Time stands still until all three are done.
    fn work(&self, meanwhile: impl FnOnce()) {
        let till = &self.till;
        thread::scope(|scope| {
            scope.spawn(|| while till.deliver_next().expect("books") == Turn::Worked {});
            scope.spawn(|| {
                while till.resolve_next().expect("books") == Turn::Worked
                    || till.poll_next().expect("books") == Turn::Worked
                {}
            });
            meanwhile();
        });
        till.work_through().expect("books");
    }

    /// When something is due next.
    fn due(&self) -> Option<Timestamp> {
        let reader = self.reader();
        let acts = acts::open(reader.conn()).expect("acts");
        let polls = polls::next_at(reader.conn()).expect("polls");
        acts.iter().map(|act| act.not_before).chain(polls).min()
    }

    fn charges(&self) -> usize {
        let reader = self.reader();
        let all = charges::unpaid_since(reader.conn(), Timestamp::from_millis(0)).expect("charges");
        all.len()
    }

    fn sell(&self, number: usize) {
        let method = if number.is_multiple_of(12) { "spei" } else { "seven-eleven" };
        // What was typed before a kill is still there, and is sold with the rest.
        self.till.add_amount("Café", &(50 + number).to_string()).expect("a line");
        let charge = self.till.request_voucher(&self.way(method)).expect("a charge");
        say(&format!("charged {charge}"));
    }
}

/// Sells until there are `count` charges, and then goes on until it is known of each whether the
/// provider has it.
pub(crate) fn sell(shop: &Shop, count: usize, seed: u64) {
    let mut rng = fastrand::Rng::with_seed(seed);
    while shop.charges() < count {
        let numbers = shop.charges()..count.min(shop.charges() + rng.usize(1..5));
        shop.work(|| numbers.for_each(|number| shop.sell(number)));
        shop.clock.advance(Span::seconds(rng.i64(1..60)));
    }
    for _ in 0..ROUNDS_MAX {
        shop.work(|| ());
        let open = acts::open(shop.reader().conn()).expect("acts");
        let Some(next) = open.iter().map(|act| act.not_before).min() else {
            return;
        };
        shop.clock.advance(Span::millis(next.since(shop.clock.now()).as_millis().max(0)));
    }
    panic!("some acts have no end");
}

/// Lets hours pass.
pub(crate) fn watch(shop: &Shop, hours: i64) {
    let end = shop.clock.now().plus(Span::hours(hours));
    while shop.clock.now() < end {
        shop.work(|| ());
        let next = shop.due().map_or(end, |at| at.min(end));
        shop.clock.advance(next.since(shop.clock.now()));
    }
    shop.work(|| ());
}
