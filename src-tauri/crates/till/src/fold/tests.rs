//! Whatever providers report about a charge, and whatever a person decides about it: the books
//! balance, and what is owed is what they say.

use cobro_domain::{
    account::{Account, Debtor, Entry, Posting},
    charge::ChargeState,
    ids::{Actor, ChargeId, CustomerId, InvoiceId, MerchantAccountId, Reference, TillId, uuid_v7},
    invoice::InvoiceState,
    method::Method,
    money::{Currency, Money},
    name::Name,
    time::Timestamp,
};
use cobro_ledger::{
    Booking, Ledger, LedgerError, Mode, Opening, Reader, Stamp,
    fact::{ChargeCancelled, ChargeRequested, Fact, InvoiceIssued, Matter, Settlement},
    views::{accounts, cases, charges, invoices, series},
};
use cobro_providers::outcome::{MoneyIn, MoneyInId, OrderId, Report, Status};
use proptest::prelude::*;
use tempfile::TempDir;

use super::fold;
use crate::{
    cases::{CaseError, close},
    issue::posted,
};

const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const TOTAL: i64 = 10_000;

fn mxn(minor: i64) -> Money {
    Money::new(minor, Currency::Mxn)
}

fn account() -> MerchantAccountId {
    MerchantAccountId::new(START, [7; 10])
}

/// One invoice with its charges, in books of its own.
struct Desk {
    folder: TempDir,
    ledger: Option<Ledger>,
    ids: u64,
    invoice: InvoiceId,
    charges: Vec<ChargeId>,
    /// What came by each charge so far, in the provider's words.
    came: Vec<Vec<i64>>,
}

impl Desk {
    fn new(customer: Option<CustomerId>, charges: usize) -> Self {
        let folder = TempDir::new().unwrap();
        let opening = Opening {
            mode: Mode::Training,
            till: TillId(uuid_v7(START, [1; 10])),
            series: "A".to_owned(),
            currency: Currency::Mxn,
            at: START,
            random: [2; 10],
        };
        let ledger = Ledger::create(&folder.path().join("books.db"), "a test", &opening).unwrap();
        let invoice = InvoiceId::new(START, [3; 10]);
        let ids = (0_u8..).map(|n| ChargeId::new(START, [n; 10])).take(charges).collect();
        let came = vec![Vec::new(); charges];
        let mut desk = Self { folder, ledger: Some(ledger), ids: 0, invoice, charges: ids, came };
        desk.open(customer);
        desk
    }

    fn open(&mut self, customer: Option<CustomerId>) {
        let (invoice, charges) = (self.invoice, self.charges.clone());
        let debtor = customer.map_or(Debtor::WalkIn, Debtor::Customer);
        let entry = Entry::balanced(vec![
            Posting { account: Account::Receivable(debtor), amount: mxn(TOTAL) },
            Posting { account: Account::Sales, amount: mxn(-TOTAL) },
        ]);
        self.book(|booking| {
            let folio = series::next(booking.conn(), "A")?;
            booking.append(&Fact::InvoiceIssued(InvoiceIssued {
                invoice,
                folio,
                customer,
                currency: Currency::Mxn,
                lines: Vec::new(),
                note: String::new(),
                discount: 0,
                net: TOTAL,
                taxes: Vec::new(),
                total: TOTAL,
                due_at: None,
                quote: None,
                postings: posted(&entry.unwrap()),
            }))?;
            for charge in charges {
                booking.append(&Fact::ChargeRequested(ChargeRequested {
                    charge,
                    invoice,
                    account: account(),
                    method: Method::named("oxxo"),
                    reference: Reference::of(charge),
                    amount: TOTAL,
                    currency: Currency::Mxn,
                }))?;
            }
            Ok::<_, LedgerError>(())
        })
        .unwrap();
    }

    fn book<T, E: From<LedgerError>>(
        &mut self,
        work: impl FnOnce(&mut Booking<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut n = self.ids;
        self.ids += 100;
        let mut ids = || {
            n += 1;
            let mut bytes = [9; 10];
            bytes[2..].copy_from_slice(&n.to_be_bytes());
            bytes
        };
        let at = Timestamp::from_millis(START.millis() + i64::try_from(self.ids).unwrap());
        self.ledger.as_mut().unwrap().book(Stamp { at, actor: Actor::till(), ids: &mut ids }, work)
    }

    /// The provider reports a state of the nth charge, with all that ever came by it.
    fn report(&mut self, n: usize, state: ChargeState) {
        let wanted = [ChargeState::Paid, ChargeState::Disputed, ChargeState::Reversed];
        let all = self.came[n].iter().zip(1..).filter(|_| wanted.contains(&state));
        let money_in = all.map(|(minor, movement)| MoneyIn {
            id: MoneyInId(format!("{n}-{movement}")),
            amount: Ok(mxn(*minor)),
            at: None,
        });
        let mut report = Report::new(OrderId(format!("84{n}")), Status::Known(state));
        report.money_in = money_in.collect();
        let charge = self.charges[n];
        self.book(|booking| fold(booking, charge, &[report], b"{}")).unwrap();
    }

    fn pay(&mut self, n: usize, minor: i64) {
        self.came[n].push(minor);
        self.report(n, ChargeState::Paid);
    }

    fn cancel(&mut self, n: usize) {
        let charge = self.charges[n];
        self.book(|booking| booking.append(&Fact::ChargeCancelled(ChargeCancelled { charge })))
            .unwrap();
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.folder.path().join("books.db")).unwrap()
    }

    fn invoice(&self) -> invoices::Invoice {
        invoices::read(self.reader().conn(), self.invoice).unwrap().unwrap()
    }

    fn charge(&self, n: usize) -> charges::Charge {
        charges::read(self.reader().conn(), self.charges[n]).unwrap().unwrap()
    }

    fn facts(&self) -> i64 {
        self.reader().head().unwrap().seq
    }

    fn balance(&self, name: &str) -> i64 {
        accounts::balance(self.reader().conn(), name, Currency::Mxn).unwrap().minor()
    }

    fn open_cases(&self) -> Vec<cases::Case> {
        let mut cases = cases::of_invoice(self.reader().conn(), self.invoice().arrival).unwrap();
        cases.retain(cases::Case::is_open);
        cases
    }

    fn matters(&self) -> Vec<Matter> {
        self.open_cases().iter().map(|case| case.matter).collect()
    }

    fn settle(&mut self, place: usize, settled: Settlement) -> Result<(), CaseError> {
        let case = self.open_cases()[place].id;
        let note = Name::parse("dicho en caja").unwrap();
        self.book(|booking| close(booking, case, settled, &note))
    }

    /// Clearing, disputed, receivable, and what nobody has claimed.
    fn stands(&self) -> [i64; 4] {
        let clearing = format!("clearing:{}", account());
        [&clearing, "disputed", "receivable:walk-in", "unapplied"].map(|name| self.balance(name))
    }

    #[track_caller]
    fn assert_sound(&mut self) {
        let reader = self.reader();
        let balances = accounts::balances(reader.conn()).unwrap();
        assert_eq!(balances.iter().map(|(_, amount)| amount.minor()).sum::<i64>(), 0);
        let receivable = balances.iter().filter(|(name, _)| name.starts_with("receivable"));
        let due = self.invoice().due().unwrap().minor();
        assert_eq!(receivable.map(|(_, amount)| amount.minor()).sum::<i64>(), due.max(0));
        let charges = (0..self.charges.len()).map(|n| self.charge(n));
        let contested: i64 = charges.map(|charge| charge.contested.minor()).sum();
        assert_eq!(self.balance("disputed"), contested);
        assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
        assert_eq!(reader.check_views(|_| {}).unwrap(), Vec::new());
    }
}

#[test]
fn what_is_contested_stands_apart_until_the_provider_decides() {
    let mut desk = Desk::new(None, 1);
    desk.pay(0, TOTAL);
    assert_eq!(desk.stands(), [TOTAL, 0, 0, 0]);
    desk.report(0, ChargeState::Disputed);
    assert_eq!(desk.stands(), [0, TOTAL, 0, 0]);
    assert_eq!(
        (desk.invoice().state, desk.matters()),
        (InvoiceState::Paid, vec![Matter::Disputed])
    );
    let facts = desk.facts();
    desk.report(0, ChargeState::Disputed);
    assert_eq!(desk.facts(), facts, "the same report again is no news");
    desk.report(0, ChargeState::Paid);
    assert_eq!((desk.stands(), desk.charge(0).state), ([TOTAL, 0, 0, 0], ChargeState::Paid));
    assert_eq!(desk.invoice().standing.word(), "disputed", "until a person has looked");
    desk.settle(0, Settlement::Accepted).unwrap();
    assert_eq!(desk.invoice().standing.word(), "paid");
    desk.assert_sound();
}

#[test]
fn what_is_taken_back_is_owed_again() {
    for heard_of_the_dispute in [true, false] {
        let mut desk = Desk::new(None, 1);
        desk.pay(0, TOTAL);
        if heard_of_the_dispute {
            desk.report(0, ChargeState::Disputed);
        }
        desk.report(0, ChargeState::Reversed);
        assert_eq!(desk.stands(), [0, 0, TOTAL, 0], "{heard_of_the_dispute}");
        let invoice = desk.invoice();
        assert_eq!((invoice.state, invoice.paid.minor()), (InvoiceState::Open, 0));
        assert_eq!(desk.charge(0).state, ChargeState::Reversed);
        assert_eq!(desk.matters(), [Matter::Disputed], "one matter, told once");
        let facts = desk.facts();
        desk.report(0, ChargeState::Reversed);
        assert_eq!(desk.facts(), facts);
        desk.settle(0, Settlement::Accepted).unwrap();
        assert_eq!(desk.invoice().standing.word(), "failed");
        desk.assert_sound();
    }
}

#[test]
fn another_payment_settles_what_was_taken_back_if_it_brought_too_much() {
    let mut desk = Desk::new(None, 2);
    desk.pay(0, TOTAL);
    desk.pay(1, TOTAL);
    assert_eq!(
        (desk.stands(), desk.matters()),
        ([2 * TOTAL, 0, 0, -TOTAL], vec![Matter::Overpaid])
    );
    desk.report(0, ChargeState::Reversed);
    assert_eq!(desk.stands(), [TOTAL, 0, 0, 0]);
    assert_eq!(desk.invoice().state, InvoiceState::Paid);
    desk.assert_sound();
}

#[test]
fn what_was_given_back_does_not_settle_what_is_taken_back() {
    let mut desk = Desk::new(None, 2);
    desk.pay(0, TOTAL);
    desk.pay(1, TOTAL);
    desk.settle(0, Settlement::PaidBackByTransfer).unwrap();
    assert_eq!((desk.balance("bank"), desk.stands()), (-TOTAL, [2 * TOTAL, 0, 0, 0]));
    assert_eq!(desk.invoice().standing.word(), "paid");
    desk.report(0, ChargeState::Reversed);
    assert_eq!(desk.stands(), [TOTAL, 0, TOTAL, 0]);
    desk.assert_sound();
}

#[test]
fn a_case_ends_once_and_never_leaves_money_without_a_place() {
    let mut desk = Desk::new(None, 1);
    desk.cancel(0);
    desk.pay(0, TOTAL + 500);
    assert_eq!(desk.matters(), [Matter::Late, Matter::Mismatch]);
    let first = desk.open_cases()[0].id;
    desk.settle(0, Settlement::Accepted).unwrap();
    assert_eq!(desk.invoice().standing.word(), "mismatch");
    let refused = desk.settle(0, Settlement::Accepted);
    assert!(matches!(refused, Err(CaseError::NotOffered { .. })), "500 would be nowhere");
    let note = Name::parse("otra vez").unwrap();
    let again = desk.book(|booking| close(booking, first, Settlement::Accepted, &note));
    assert!(matches!(again, Err(CaseError::Closed)));
    desk.settle(0, Settlement::PaidBackInCash).unwrap();
    assert_eq!((desk.balance("cash:1"), desk.stands()), (-500, [TOTAL + 500, 0, 0, 0]));
    assert_eq!((desk.invoice().standing.word(), desk.matters()), ("paid", vec![]));
    desk.assert_sound();
}

#[test]
fn nothing_is_given_back_when_nothing_came_too_much() {
    let mut desk = Desk::new(None, 1);
    desk.pay(0, TOTAL - 500);
    for settled in
        [Settlement::KeptAsCredit, Settlement::PaidBackInCash, Settlement::PaidBackByTransfer]
    {
        let refused = desk.settle(0, settled);
        assert!(matches!(refused, Err(CaseError::NotOffered { .. })), "{settled:?}");
    }
    desk.settle(0, Settlement::Accepted).unwrap();
    assert_eq!(desk.invoice().standing.word(), "partial");
    desk.assert_sound();
}

/// Something that happens to the nth charge, or to the nth open case.
#[derive(Clone, Debug)]
enum Step {
    Pay(usize, i64),
    Report(usize, ChargeState),
    Cancel(usize),
    Settle(usize, Settlement),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let states = prop::sample::select(vec![
        ChargeState::Pending,
        ChargeState::Expired,
        ChargeState::Paid,
        ChargeState::Disputed,
        ChargeState::Reversed,
    ]);
    let amounts = prop_oneof![2 => Just(TOTAL), 1 => 1..2 * TOTAL];
    let settlements = prop::sample::select(Settlement::ALL.to_vec());
    let step = prop_oneof![
        4 => (0..3_usize, amounts).prop_map(|(n, minor)| Step::Pay(n, minor)),
        5 => (0..3_usize, states).prop_map(|(n, state)| Step::Report(n, state)),
        1 => (0..3_usize).prop_map(Step::Cancel),
        3 => (0..8_usize, settlements).prop_map(|(n, settled)| Step::Settle(n, settled)),
    ];
    prop::collection::vec(step, 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_books_balance_whatever_is_reported_and_decided(
        named in any::<bool>(),
        steps in steps(),
    ) {
        let mut desk = Desk::new(named.then(|| CustomerId::new(START, [5; 10])), 3);
        for step in steps {
            match step {
                Step::Pay(n, minor) => desk.pay(n, minor),
                Step::Report(n, state) => desk.report(n, state),
                Step::Cancel(n) => desk.cancel_if_live(n),
                Step::Settle(n, settled) => desk.settle_if_offered(n, settled),
            }
        }
        desk.assert_sound();
        // Every case can be closed in some way, and then nothing needs a person.
        while !desk.open_cases().is_empty() {
            let ended = Settlement::ALL.iter().any(|way| desk.settle(0, *way).is_ok());
            prop_assert!(ended, "{:?}", desk.open_cases());
        }
        prop_assert!(!desk.invoice().flags.need_a_person(), "{:?}", desk.invoice());
        desk.assert_sound();
    }
}

impl Desk {
    fn cancel_if_live(&mut self, n: usize) {
        if self.charge(n).state.is_live() {
            self.cancel(n);
        }
    }

    fn settle_if_offered(&mut self, n: usize, settled: Settlement) {
        let open = self.open_cases().len();
        if let Some(place) = n.checked_rem(open) {
            match self.settle(place, settled) {
                Ok(()) | Err(CaseError::NotOffered { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}
