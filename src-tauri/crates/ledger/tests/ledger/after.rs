//! Whatever follows charges, in whatever order: what is held, taken, let go and given back adds
//! up, nothing goes back that did not come, and the books come out the same computed anew.

use cobro_domain::{
    act::ActKind,
    card::CardKind,
    charge::ChargeState,
    ids::{ActId, ChargeId, InvoiceId, PaymentId, RefundId},
    money::Currency,
    refund::RefundState,
};
use cobro_ledger::{
    LedgerError,
    fact::{
        CaptureRequested, CardAsked, Fact, FollowUpFailed, HoldAuthorized, HoldEnd, HoldEnded,
        PageOffered, RefundBooked, RefundReported, RefundRequested, VoidRequested,
    },
    views::{accounts, cards, charges, holds, invoices, refunds},
};
use proptest::prelude::*;

use crate::{
    goods::{OPENED, merchant, receivable},
    shop::Shop,
    tables::views,
};

const MXN: Currency = Currency::Mxn;

/// Something that follows a charge; numbers pick among what there is.
#[derive(Clone, Debug)]
enum Step {
    Sell { minor: i64, two_steps: bool },
    Capture { pick: usize, percent: i64, works: bool },
    Void { pick: usize, works: bool },
    Lapse { pick: usize },
    Refund { pick: usize, minor: i64 },
    Decide { pick: usize, state: RefundState },
    GiveBack { pick: usize },
    Rebuild,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let pick = 0_usize..64;
    let states = prop_oneof![
        Just(RefundState::Undecided),
        Just(RefundState::Declined),
        Just(RefundState::Dropped)
    ];
    let step = prop_oneof![
        4 => (100_i64..90_000, any::<bool>())
            .prop_map(|(minor, two_steps)| Step::Sell { minor, two_steps }),
        4 => (pick.clone(), 1_i64..101, any::<bool>())
            .prop_map(|(pick, percent, works)| Step::Capture { pick, percent, works }),
        1 => (pick.clone(), any::<bool>()).prop_map(|(pick, works)| Step::Void { pick, works }),
        1 => pick.clone().prop_map(|pick| Step::Lapse { pick }),
        6 => (pick.clone(), 1_i64..60_000).prop_map(|(pick, minor)| Step::Refund { pick, minor }),
        3 => (pick.clone(), states).prop_map(|(pick, state)| Step::Decide { pick, state }),
        4 => pick.prop_map(|pick| Step::GiveBack { pick }),
        1 => Just(Step::Rebuild),
    ];
    prop::collection::vec(step, 1..50)
}

/// A charge as the model sees it.
#[derive(Clone, Debug)]
struct Sale {
    invoice: InvoiceId,
    charge: ChargeId,
    asked: i64,
    state: ChargeState,
    payment: Option<(PaymentId, i64)>,
}

/// A refund as the model sees it.
#[derive(Clone, Debug)]
struct Back {
    id: RefundId,
    sale: usize,
    amount: i64,
    state: RefundState,
}

struct Desk<'s> {
    shop: &'s mut Shop,
    sales: Vec<Sale>,
    backs: Vec<Back>,
}

impl<'s> Desk<'s> {
    fn at(shop: &'s mut Shop) -> Self {
        Self { shop, sales: Vec::new(), backs: Vec::new() }
    }

    fn sale(&self, pick: usize, state: ChargeState) -> Option<usize> {
        let fit: Vec<_> =
            (0..self.sales.len()).filter(|place| self.sales[*place].state == state).collect();
        fit.get(pick.checked_rem(fit.len())?).copied()
    }

    fn back(&self, pick: usize) -> Option<usize> {
        let fit: Vec<_> =
            (0..self.backs.len()).filter(|place| self.backs[*place].state.is_live()).collect();
        fit.get(pick.checked_rem(fit.len())?).copied()
    }

    fn take(&mut self, step: &Step) -> Option<()> {
        match step {
            Step::Sell { minor, two_steps } => self.sell(*minor, *two_steps),
            Step::Capture { pick, percent, works } => {
                let place = self.sale(*pick, ChargeState::Authorized)?;
                let sale = self.sales[place].clone();
                let amount = (sale.asked * percent / 100).max(1);
                let act = ActId::new(OPENED, self.shop.next_id());
                let charge = sale.charge;
                let asked = CaptureRequested { charge, act, currency: MXN, amount };
                self.shop.append(&Fact::CaptureRequested(asked));
                self.holds(charge, Some(amount), false);
                if *works {
                    let payment = self.shop.pay(charge, amount, false);
                    self.sales[place].payment = Some((payment, amount));
                    self.sales[place].state = ChargeState::Paid;
                } else {
                    self.shop.append(&failed(charge, ActKind::Capture));
                    self.holds(charge, None, false);
                }
            }
            Step::Void { pick, works } => {
                let place = self.sale(*pick, ChargeState::Authorized)?;
                let charge = self.sales[place].charge;
                let act = ActId::new(OPENED, self.shop.next_id());
                let reason = "the customer left".to_owned();
                self.shop.append(&Fact::VoidRequested(VoidRequested { charge, act, reason }));
                self.holds(charge, None, true);
                if *works {
                    self.end(place, HoldEnd::Voided);
                } else {
                    self.shop.append(&failed(charge, ActKind::Void));
                    self.holds(charge, None, false);
                }
            }
            Step::Lapse { pick } => {
                let place = self.sale(*pick, ChargeState::Authorized)?;
                self.end(place, HoldEnd::Lapsed);
            }
            Step::Refund { pick, minor } => self.refund(*pick, *minor)?,
            Step::Decide { pick, state } => {
                let place = self.back(*pick)?;
                let refund = self.backs[place].id;
                self.shop.append(&Fact::RefundReported(RefundReported {
                    refund,
                    state: *state,
                    text: None,
                    attempt: None,
                    message: None,
                }));
                self.backs[place].state = *state;
            }
            Step::GiveBack { pick } => self.give_back(*pick)?,
            Step::Rebuild => self.shop.ledger().rebuild(|_| {}).unwrap(),
        }
        Some(())
    }

    fn sell(&mut self, minor: i64, two_steps: bool) {
        let invoice = self.shop.issue(None, &[minor]);
        let charge = self.shop.request(invoice, minor);
        self.shop.append(&Fact::CardAsked(CardAsked {
            charge,
            brand: None,
            kind: CardKind::Debit,
            last_four: "0004".to_owned(),
            stored: false,
            hold_days: two_steps.then_some(30),
            currency: MXN,
            months: 1,
            promotion: None,
            each: minor,
            total: minor,
        }));
        let mut sale =
            Sale { invoice, charge, asked: minor, state: ChargeState::Paid, payment: None };
        if two_steps {
            self.shop.append(&Fact::HoldAuthorized(HoldAuthorized {
                charge,
                order: "857807112".to_owned(),
                attempt: format!("hold {charge}"),
                currency: MXN,
                held: minor,
                lapses_at: OPENED,
                message: "ab".repeat(32),
            }));
            sale.state = ChargeState::Authorized;
        } else {
            sale.payment = Some((self.shop.pay(charge, minor, false), minor));
        }
        self.sales.push(sale);
    }

    fn end(&mut self, place: usize, end: HoldEnd) {
        let charge = self.sales[place].charge;
        let message = "cd".repeat(32);
        self.shop.append(&Fact::HoldEnded(HoldEnded { charge, end, message }));
        self.sales[place].state = match end {
            HoldEnd::Voided => ChargeState::Voided,
            HoldEnd::Lapsed => ChargeState::Lapsed,
        };
    }

    fn holds(&mut self, charge: ChargeId, capturing: Option<i64>, voiding: bool) {
        let hold = holds::read(self.shop.ledger().conn(), charge).unwrap().unwrap();
        assert_eq!(hold.capturing.map(|amount| amount.minor()), capturing);
        assert_eq!((hold.voiding, hold.stands()), (voiding, true));
    }

    /// What is left to give back of a sale, by the model.
    fn left(&self, sale: usize) -> i64 {
        let came = self.sales[sale].payment.map_or(0, |(_, amount)| amount);
        let of_it = self.backs.iter().filter(|back| back.sale == sale);
        let gone = of_it.filter(|back| back.state.is_live() || back.state.is_given_back());
        came - gone.map(|back| back.amount).sum::<i64>()
    }

    /// Asks for a refund, which is refused if it is more than is left.
    fn refund(&mut self, pick: usize, amount: i64) -> Option<()> {
        let place = self.sale(pick, ChargeState::Paid)?;
        let sale = self.sales[place].clone();
        let id = RefundId::new(OPENED, self.shop.next_id());
        let fact = Fact::RefundRequested(RefundRequested {
            refund: id,
            payment: sale.payment?.0,
            charge: sale.charge,
            invoice: sale.invoice,
            currency: MXN,
            amount,
            by_hand: 0,
            reason: "broken".to_owned(),
            order: "857807112".to_owned(),
            attempt: "a".to_owned(),
            seen: Vec::new(),
        });
        let booked = self.shop.book(|booking| booking.append(&fact));
        if amount > self.left(place) {
            let refused = matches!(booked, Err(LedgerError::Malformed { what: "a refund", .. }));
            assert!(refused, "{booked:?}");
            return None;
        }
        booked.unwrap();
        self.backs.push(Back { id, sale: place, amount, state: RefundState::Requested });
        Some(())
    }

    fn give_back(&mut self, pick: usize) -> Option<()> {
        let place = self.back(pick)?;
        let back = self.backs[place].clone();
        let sale = &self.sales[back.sale];
        let postings = vec![
            (format!("clearing:{}", merchant()), -back.amount),
            (receivable(None), back.amount),
        ];
        let fact = Fact::RefundBooked(RefundBooked {
            refund: back.id,
            payment: sale.payment?.0,
            charge: sale.charge,
            invoice: sale.invoice,
            account: merchant(),
            attempt: Some(format!("back {}", back.id)),
            currency: MXN,
            amount: back.amount,
            credit: 0,
            late: false,
            postings,
            message: "ef".repeat(32),
        });
        self.shop.append(&fact);
        self.backs[place].state = RefundState::Approved;
        Some(())
    }

    fn check(&mut self) {
        let reader = self.shop.reader();
        assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
        assert_eq!(reader.check_views(|_| {}).unwrap(), Vec::new());
        let conn = reader.conn();
        for (place, sale) in self.sales.iter().enumerate() {
            let charge = charges::read(conn, sale.charge).unwrap().unwrap();
            assert_eq!(charge.state, sale.state, "{sale:?}");
            assert!(cards::read(conn, sale.charge).unwrap().is_some());
            let hold = holds::read(conn, sale.charge).unwrap();
            let stands = hold.is_some_and(|hold| hold.stands());
            assert_eq!(stands, sale.state == ChargeState::Authorized);
            let given: i64 = self
                .backs
                .iter()
                .filter(|back| back.sale == place && back.state == RefundState::Approved)
                .map(|back| back.amount)
                .sum();
            let came = sale.payment.map_or(0, |(_, amount)| amount);
            assert!(given <= came, "{sale:?}");
            let invoice = invoices::read(conn, sale.invoice).unwrap().unwrap();
            assert_eq!(invoice.paid.minor(), came - given);
            if let Some((payment, _)) = sale.payment {
                let left = refunds::returnable(conn, sale.charge, payment).unwrap().unwrap();
                assert_eq!((left.left.minor(), left.given.minor()), (self.left(place), given));
            }
        }
        let live = self.backs.iter().filter(|back| back.state.is_live()).count();
        assert_eq!(refunds::live(conn).unwrap().len(), live);
        let total: i64 =
            accounts::balances(conn).unwrap().iter().map(|(_, balance)| balance.minor()).sum();
        assert_eq!(total, 0);
        let before = views(self.shop.ledger().conn());
        self.shop.ledger().rebuild(|_| {}).unwrap();
        assert_eq!(views(self.shop.ledger().conn()), before);
    }
}

/// A day at the desk: everything that can follow a charge follows one.
pub(crate) fn day(shop: &mut Shop) {
    let mut desk = Desk::at(shop);
    let pick = 0;
    for step in [
        Step::Sell { minor: 90_000, two_steps: true },
        Step::Capture { pick, percent: 50, works: true },
        Step::Refund { pick, minor: 20_000 },
        Step::GiveBack { pick },
        Step::Refund { pick, minor: 5_000 },
        Step::Decide { pick, state: RefundState::Undecided },
        Step::Sell { minor: 800, two_steps: true },
        Step::Void { pick, works: false },
        Step::Lapse { pick },
        Step::Sell { minor: 700, two_steps: true },
    ] {
        assert!(desk.take(&step).is_some(), "{step:?}");
    }
    let invoice = shop.issue(None, &[4_000]);
    let charge = shop.request(invoice, 4_000);
    shop.append(&Fact::PageOffered(PageOffered { charge, expires_at: OPENED }));
}

fn failed(charge: ChargeId, what: ActKind) -> Fact {
    Fact::FollowUpFailed(FollowUpFailed { charge, what, text: None, attempt: None, message: None })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_follows_charges_adds_up(steps in steps()) {
        let mut shop = Shop::new();
        shop.settle_in();
        let mut desk = Desk::at(&mut shop);
        for step in &steps {
            desk.take(step);
        }
        desk.check();
    }
}
