//! Customers' accounts: whatever happens, each moment of the past can be told again, and what
//! is outstanding less the credit is the balance.

use std::collections::BTreeMap;

use cobro_domain::{
    ids::InvoiceId,
    money::{Currency, Money},
    statement::{MovementKind, Period},
    time::Timestamp,
};
use cobro_ledger::{
    Connection,
    views::{accounts, invoices, merges, movements, outstanding},
};
use proptest::prelude::*;

use crate::{
    account_model::{CUSTOMERS, History, Step, steps},
    goods::receivable,
    shop::Shop,
    tables::views,
};

const MXN: Currency = Currency::Mxn;

impl History {
    fn check(&mut self) {
        let reader = self.shop.reader();
        for customer in (0..CUSTOMERS).filter(|customer| !self.merged[*customer]) {
            self.every_page_is_told_again(reader.conn(), customer);
            self.every_period_adds_up(reader.conn(), customer);
        }
        for (n, id) in self.ids.iter().enumerate() {
            let now = merges::resolve(reader.conn(), *id).unwrap();
            assert_eq!(now == *id, !self.merged[n]);
        }
        assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
        assert_eq!(reader.check_views(|_| {}).unwrap(), Vec::new());
        let before = views(self.shop.ledger().conn());
        self.shop.ledger().rebuild(|_| {}).unwrap();
        assert_eq!(views(self.shop.ledger().conn()), before);
        self.lists_hold_who_has_a_balance();
    }

    fn every_page_is_told_again(&self, conn: &Connection, customer: usize) {
        let id = self.ids[customer];
        for (at, page) in &self.pages {
            let after = Timestamp::from_millis(at.millis() + 1);
            let (owed, credit) = &page[customer];
            let open = outstanding::before(conn, id, MXN, after).unwrap();
            let found: Vec<_> =
                open.invoices.iter().map(|one| (one.invoice.id, one.then.minor())).collect();
            // A merge brings invoices that were issued in between.
            let sorted = |list: &[(InvoiceId, i64)]| -> BTreeMap<InvoiceId, i64> {
                list.iter().copied().collect()
            };
            assert_eq!(sorted(&found), sorted(owed), "before {after:?}");
            assert_eq!(open.credit.minor(), *credit);
            let sum: i64 = owed.iter().map(|(_, owed)| owed).sum();
            let balance = movements::balance_before(conn, id, MXN, after).unwrap();
            assert_eq!(balance.minor(), sum - credit);
        }
        let now = Timestamp::MAX;
        let balance = movements::balance_before(conn, id, MXN, now).unwrap().minor();
        let owed = accounts::balance(conn, &receivable(Some(id)), MXN).unwrap().minor();
        let credit = outstanding::credit(conn, id, MXN).unwrap().minor();
        assert_eq!(balance, owed - credit, "the accounts of the books say the same");
        for one in outstanding::before(conn, id, MXN, now).unwrap().invoices {
            assert_eq!((one.now, one.invoice.customer), (one.then, Some(id)));
        }
    }

    fn every_period_adds_up(&self, conn: &Connection, customer: usize) {
        let id = self.ids[customer];
        let times: Vec<_> = self.pages.iter().map(|(at, _)| *at).step_by(3).collect();
        for (n, from) in times.iter().enumerate() {
            for until in times.iter().skip(n) {
                let period = Period { from: *from, until: *until };
                let parts = movements::within(conn, id, MXN, period).unwrap();
                let mut balance = movements::balance_before(conn, id, MXN, *from).unwrap().minor();
                for part in &parts {
                    assert!(period.holds(part.at));
                    balance += part.owed.minor() - part.credit.minor();
                    assert_eq!(part.balance.minor(), balance);
                }
                let closing = movements::balance_before(conn, id, MXN, *until).unwrap();
                assert_eq!(closing.minor(), balance);
            }
        }
    }

    fn lists_hold_who_has_a_balance(&mut self) {
        let mut open: Vec<_> = (0..CUSTOMERS)
            .filter(|n| !self.owed(*n).is_empty() || self.credit[*n] != 0)
            .map(|n| self.ids[n])
            .collect();
        open.sort_unstable();
        let conn = self.shop.ledger().conn();
        let (mut found, mut after) = (Vec::new(), None);
        while let Some(next) = outstanding::customers(conn, MXN, after, 1).unwrap().first() {
            found.push(*next);
            after = Some(*next);
        }
        assert_eq!(found, open);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_moment_of_an_account_can_be_told_again(steps in steps()) {
        let mut history = History::new();
        for step in &steps {
            history.take(step);
        }
        history.check();
    }
}

#[test]
fn a_clock_that_was_set_back_changes_no_order_and_no_sum() {
    let mut shop = Shop::new();
    let customer = shop.settle_in();
    let first = shop.issue(Some(customer), &[10_000]);
    let between = shop.now();
    shop.set_back(3);
    shop.cash(first, 4_000);
    shop.issue(Some(customer), &[500]);
    let conn = shop.ledger().conn();
    let all = Period { from: Timestamp::default(), until: Timestamp::MAX };
    let parts = movements::within(conn, customer, MXN, all).unwrap();
    let told: Vec<_> = parts.iter().map(|part| (part.kind, part.balance.minor())).collect();
    let expected = [
        (MovementKind::Invoice, 10_000),
        (MovementKind::Payment, 6_000),
        (MovementKind::Invoice, 6_500),
    ];
    assert_eq!(told, expected);
    assert!(parts.iter().all(|part| part.at >= between));
    let open = outstanding::before(conn, customer, MXN, between).unwrap();
    assert!(open.invoices.is_empty(), "nothing was booked before it");
}

#[test]
fn a_page_of_history_goes_on_where_the_last_ended() {
    let mut shop = Shop::new();
    let customer = shop.settle_in();
    for total in 1..=7 {
        let invoice = shop.issue(Some(customer), &[total * 100]);
        shop.cash(invoice, total * 100);
    }
    let conn = shop.ledger().conn();
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let page = movements::page(conn, customer, MXN, before, 3).unwrap();
        let Some(last) = page.last() else { break };
        before = Some((last.at, last.fact));
        found.extend(page.iter().map(|part| part.owed.minor()));
    }
    let expected: Vec<_> = (1..=7).rev().flat_map(|n| [-n * 100, n * 100]).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_became_another_customer_is_found_there() {
    let mut history = History::new();
    history.take(&Step::Issue { customer: 0, total: 900 }).unwrap();
    history.take(&Step::Issue { customer: 1, total: 500 }).unwrap();
    history.take(&Step::Merge { gone: 1, kept: 0 }).unwrap();
    let (zero, one) = (history.ids[0], history.ids[1]);
    let conn = history.shop.ledger().conn();
    let listed = invoices::of_customer(conn, zero, None, 10).unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|invoice| invoice.customer == Some(zero)));
    assert_eq!(merges::resolve(conn, one).unwrap(), zero);
    history.take(&Step::Merge { gone: 0, kept: 2 }).unwrap();
    let conn = history.shop.ledger().conn();
    let two = history.ids[2];
    assert_eq!([zero, one].map(|id| merges::resolve(conn, id).unwrap()), [two, two]);
    assert_eq!(invoices::of_customer(conn, two, None, 10).unwrap().len(), 2);
    let balance = movements::balance_before(conn, two, MXN, Timestamp::MAX);
    assert_eq!(balance.unwrap(), Money::new(1_400, MXN));
}
