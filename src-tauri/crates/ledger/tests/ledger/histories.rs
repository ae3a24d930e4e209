//! Whatever a shop does, in whatever order: the books balance, agree with a simple model of
//! them, and come out the same when they are computed anew.

use std::collections::BTreeMap;

use cobro_domain::{charge::ChargeState, ids::CustomerId, invoice::Folio, money::Currency};
use cobro_ledger::{
    LedgerError,
    fact::{Correction, Matter, Settlement},
    views::{
        accounts, charges, counts,
        invoices::{self, Standing},
        payments, series, timeline,
    },
};
use proptest::prelude::*;

use crate::{
    history_steps::{Event, Step, steps},
    model::{Charge, Invoice},
    shop::Shop,
    tables::views,
};

struct History {
    shop: Shop,
    customer: CustomerId,
    invoices: Vec<Invoice>,
    credit_notes: u32,
}

impl History {
    fn new() -> Self {
        let mut shop = Shop::new();
        let customer = shop.settle_in();
        Self { shop, customer, invoices: Vec::new(), credit_notes: 0 }
    }

    fn invoice(&self, pick: usize) -> Option<usize> {
        pick.checked_rem(self.invoices.len())
    }

    fn charge(&self, pick: usize) -> Option<(usize, usize)> {
        let all: Vec<_> = (self.invoices.iter().enumerate())
            .flat_map(|(i, invoice)| (0..invoice.charges.len()).map(move |c| (i, c)))
            .collect();
        Some(all[pick.checked_rem(all.len())?])
    }

    /// Takes a step, when it is one that may be taken.
    fn take(&mut self, step: &Step) -> Option<()> {
        match step {
            Step::Issue { customer, prices } => {
                let customer = customer.then_some(self.customer);
                let id = self.shop.issue(customer, prices);
                self.invoices.push(Invoice::new(id, customer, prices));
            }
            Step::Cash { invoice, part } => {
                let place = self.invoice(*invoice)?;
                let invoice = &mut self.invoices[place];
                let amount = invoice.due() * part / 100;
                if amount <= 0 || amount > invoice.due() {
                    return None;
                }
                self.shop.cash(invoice.id, amount);
                invoice.paid += amount;
                invoice.facts += 1;
            }
            Step::Request { invoice } => {
                let place = self.invoice(*invoice)?;
                let invoice = &mut self.invoices[place];
                let amount = invoice.due();
                if amount <= 0 {
                    return None;
                }
                let id = self.shop.request(invoice.id, amount);
                invoice.charges.push(Charge::new(id, amount));
                invoice.facts += 1;
            }
            Step::Void { invoice } => {
                let place = self.invoice(*invoice)?;
                let invoice = &mut self.invoices[place];
                if invoice.voided || invoice.paid != 0 || invoice.returned() != 0 {
                    return None;
                }
                self.shop.void(invoice.id);
                invoice.voided = true;
                invoice.facts += 1;
                self.credit_notes += 1;
            }
            Step::Return { invoice, line, thousandths } => {
                let place = self.invoice(*invoice)?;
                let invoice = &mut self.invoices[place];
                let line = line % invoice.left.len();
                let (_, left) = &mut invoice.left[line];
                let thousandths = (*thousandths).min(*left);
                if invoice.voided || thousandths == 0 {
                    return None;
                }
                *left -= thousandths;
                let wanted = (u32::try_from(line).unwrap(), thousandths);
                self.shop.give_back(invoice.id, &[wanted], 0);
                invoice.facts += 1;
                self.credit_notes += 1;
            }
            Step::Print { invoice } => {
                let place = self.invoice(*invoice)?;
                self.shop.print(self.invoices[place].id);
                self.invoices[place].facts += 1;
            }
            Step::Product { n, active } => self.shop.product(*n, "Té de jazmín", *active),
            Step::GiveUp => self.give_up(),
            Step::Reopen => self.shop.reopen(),
            Step::Rebuild => self.shop.ledger().rebuild(|_| {}).unwrap(),
            Step::Collect { charge, event } => return self.collect(event, *charge),
            Step::Settle { case, settled } => return self.settle(*case, Settlement::ALL[*settled]),
        }
        Some(())
    }

    /// A use case that thinks better of it.
    fn give_up(&mut self) {
        let refused: Result<(), _> = self.shop.book(|booking| {
            crate::goods::sell(booking)?;
            Err(LedgerError::RebuildOvertaken)
        });
        assert!(refused.is_err());
    }

    /// A person closes a case; what came too much is given back or kept apart.
    fn settle(&mut self, pick: usize, settled: Settlement) -> Option<()> {
        let open: Vec<_> = (self.invoices.iter().enumerate())
            .flat_map(|(i, invoice)| (0..invoice.cases.len()).map(move |c| (i, c)))
            .collect();
        let (i, c) = open[pick.checked_rem(open.len())?];
        let invoice = &mut self.invoices[i];
        let (case, _) = invoice.cases.remove(c);
        let too_much = (-invoice.due()).max(0);
        let surplus = if settled == Settlement::Accepted { 0 } else { too_much };
        self.shop.close_case(case, invoice.id, settled, surplus);
        invoice.paid -= surplus;
        invoice.facts += 1;
        Some(())
    }

    /// Something becomes of a charge, when it may.
    fn collect(&mut self, event: &Event, pick: usize) -> Option<()> {
        let (i, c) = self.charge(pick)?;
        let invoice = &mut self.invoices[i];
        let charge = &mut invoice.charges[c];
        match event {
            Event::Voucher => {
                charge.state.moved(ChargeState::Pending).ok()?;
                self.shop.voucher(charge.id);
                if charge.state == ChargeState::Requested {
                    charge.state = ChargeState::Pending;
                }
            }
            Event::Report { state } => match ChargeState::ALL.get(*state).copied() {
                // Money has a fact of its own.
                Some(ChargeState::Paid) => return None,
                Some(state) if matches!(state, ChargeState::Disputed | ChargeState::Reversed) => {
                    return self.correct(i, c, state);
                }
                state => {
                    if let Some(state) = state {
                        charge.state.moved(state).ok()?;
                        charge.state = state;
                    }
                    self.shop.report(charge.id, state);
                }
            },
            Event::Restore => return self.correct(i, c, ChargeState::Paid),
            Event::Refuse => {
                charge.state.moved(ChargeState::Declined).ok()?;
                self.shop.refuse(charge.id);
                charge.state = ChargeState::Declined;
            }
            Event::Cancel => {
                charge.state.moved(ChargeState::Cancelled).ok()?;
                self.shop.cancel(charge.id);
                charge.state = ChargeState::Cancelled;
            }
            Event::Pay { percent } => {
                let amount = charge.amount * percent / 100;
                if amount <= 0 {
                    return None;
                }
                let late = !charge.state.is_live();
                self.shop.pay(charge.id, amount, late);
                charge.state = ChargeState::Paid;
                charge.paid += amount;
                invoice.paid += amount;
            }
            Event::Case { matter } => {
                let matter = Matter::ALL[*matter];
                let case = self.shop.case(charge.id, invoice.id, matter);
                invoice.cases.push((case, matter));
            }
        }
        invoice.facts += 1;
        Some(())
    }

    /// What was paid is contested, ours again, or taken back, when it may be.
    fn correct(&mut self, i: usize, c: usize, state: ChargeState) -> Option<()> {
        let invoice = &mut self.invoices[i];
        let charge = &mut invoice.charges[c];
        let correction = match (charge.state, state) {
            (ChargeState::Disputed, ChargeState::Paid) => Correction::Restored,
            (_, ChargeState::Paid) => return None,
            (_, ChargeState::Disputed) => Correction::Contested,
            (_, _) => Correction::Reversed,
        };
        charge.state.moved(state).ok()?;
        charge.state = state;
        self.shop.report(charge.id, Some(state));
        let moved = self.shop.correct(charge.id, correction);
        let (expected, contested) = match correction {
            Correction::Contested => (charge.paid - charge.contested, charge.paid),
            Correction::Restored => (charge.contested, 0),
            Correction::Reversed => (charge.paid, 0),
        };
        assert_eq!(moved, expected);
        charge.contested = contested;
        if correction == Correction::Reversed {
            invoice.paid -= moved;
            charge.paid = 0;
        }
        invoice.facts += 1 + usize::from(moved != 0);
        Some(())
    }

    fn check(&mut self) {
        self.invoices_are_as_the_model_says();
        self.lists_hold_the_right_invoices();
        self.numbers_are_dense();
        let reader = self.shop.reader();
        let verified = reader.verify(None).unwrap();
        assert_eq!(verified.faults, Vec::<String>::new());
        assert_eq!(reader.check_views(|_| {}).unwrap(), Vec::new());
        let off: i64 = reader
            .conn()
            .query_row(
                "SELECT count(*) FROM (SELECT 1 FROM postings JOIN accounts ON account = n
                 GROUP BY fact, currency HAVING sum(minor) <> 0)",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(off, 0, "every entry sums to zero");
        let owed: i64 = self.invoices.iter().map(|invoice| invoice.due().max(0)).sum();
        let books = accounts::balances(reader.conn()).unwrap();
        let total: i64 = books.iter().map(|(_, balance)| balance.minor()).sum();
        let receivable = books.iter().filter(|(name, _)| name.starts_with("receivable"));
        let receivable: i64 = receivable.map(|(_, balance)| balance.minor()).sum();
        assert_eq!((total, receivable), (0, owed));
        let contested = self.invoices.iter().flat_map(|invoice| &invoice.charges);
        let contested: i64 = contested.map(|charge| charge.contested).sum();
        let disputed = accounts::balance(reader.conn(), "disputed", Currency::Mxn).unwrap();
        assert_eq!(disputed.minor(), contested);
        let before = views(self.shop.ledger().conn());
        self.shop.ledger().rebuild(|_| {}).unwrap();
        assert_eq!(views(self.shop.ledger().conn()), before);
        self.shop.reopen();
        assert_eq!(views(self.shop.ledger().conn()), before);
    }

    fn invoices_are_as_the_model_says(&mut self) {
        let conn = self.shop.ledger().conn();
        for invoice in &self.invoices {
            let found = invoices::read(conn, invoice.id).unwrap().unwrap();
            assert_eq!(found.standing.word(), invoice.word(), "{invoice:?}");
            assert_eq!(found.paid.minor(), invoice.paid);
            assert_eq!(found.due().unwrap().minor(), invoice.due());
            assert_eq!(found.returned.minor(), invoice.returned());
            let came = payments::of_invoice(conn, found.arrival).unwrap();
            assert_eq!(came.iter().map(|p| p.amount.minor()).sum::<i64>(), invoice.paid);
            assert!(came.iter().all(|payment| payment.amount.currency() == Currency::Mxn));
            assert_eq!(timeline::of(conn, found.arrival).unwrap().len(), invoice.facts);
            let mut states: Vec<_> = charges::of_invoice(conn, found.arrival).unwrap();
            states.sort_by_key(|charge| charge.id);
            let mut expected = invoice.charges.clone();
            expected.sort_by_key(|charge| charge.id);
            let states: Vec<_> = states.iter().map(|charge| (charge.id, charge.state)).collect();
            let expected: Vec<_> =
                expected.iter().map(|charge| (charge.id, charge.state)).collect();
            assert_eq!(states, expected);
        }
        let live = self.invoices.iter().flat_map(|invoice| &invoice.charges);
        let live = live.filter(|charge| charge.state.is_live()).count();
        assert_eq!(charges::live(conn).unwrap().len(), live);
    }

    fn lists_hold_the_right_invoices(&mut self) {
        let conn = self.shop.ledger().conn();
        let mut words = BTreeMap::new();
        for invoice in &self.invoices {
            *words.entry(invoice.word().to_owned()).or_insert(0_i64) += 1;
        }
        let mut counted: BTreeMap<_, _> = counts::all(conn).unwrap().into_iter().collect();
        counted.retain(|_, count| *count != 0);
        assert_eq!(counted, words);
        let newest_first: Vec<_> = self.invoices.iter().rev().collect();
        let asked = [None, Some(Standing::ALL.to_vec()), Some(vec![])];
        let single = Standing::ALL.map(|standing| Some(vec![standing]));
        let needs_work = Some(vec![Standing::Late, Standing::Over, Standing::Partial]);
        for standings in asked.into_iter().chain(single).chain([needs_work]) {
            let expected: Vec<_> = newest_first
                .iter()
                .filter(|invoice| {
                    let stands = |standings: &Vec<Standing>| {
                        standings.iter().any(|standing| standing.word() == invoice.word())
                    };
                    standings.as_ref().is_none_or(stands)
                })
                .map(|invoice| invoice.id)
                .collect();
            let (mut found, mut before) = (Vec::new(), None);
            loop {
                let page = invoices::page(conn, standings.as_deref(), before, 3).unwrap();
                let Some(last) = page.last() else { break };
                before = Some(last.arrival);
                found.extend(page.iter().map(|invoice| invoice.id));
            }
            assert_eq!(found, expected, "{standings:?}");
        }
        let of_customer = invoices::of_customer(conn, self.customer, None, 1_000).unwrap();
        let named = newest_first.iter().filter(|invoice| invoice.customer.is_some());
        assert_eq!(of_customer.len(), named.count());
    }

    fn numbers_are_dense(&mut self) {
        let conn = self.shop.ledger().conn();
        for (number, invoice) in (1_u32..).zip(&self.invoices) {
            let folio = Folio { series: "A".to_owned(), number };
            assert_eq!(invoices::by_folio(conn, &folio).unwrap().unwrap().id, invoice.id);
        }
        let next = |name: &str| series::next(conn, name).unwrap().number;
        assert_eq!(next("A") as usize, self.invoices.len() + 1);
        assert_eq!(next("A-NC"), self.credit_notes + 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_books_agree_with_a_simple_model_of_them(steps in steps()) {
        let mut history = History::new();
        for step in &steps {
            history.take(step);
        }
        history.check();
    }
}
