//! Each step of each booking fails in turn, until the booking goes through. After every
//! failure the books are opened again: nothing of it is there.

use std::sync::atomic::{AtomicUsize, Ordering};

use cobro_domain::{
    act::{ActState, NotFound},
    ids::{ActId, ChargeId, InvoiceId},
};
use cobro_ledger::{
    Booking, LedgerError,
    working::{
        acts::{self, Act, ActKind},
        polls::{self, Poll},
    },
};
use rusqlite::hooks::{AuthContext, Authorization};

use crate::{
    goods::{OPENED, bytes},
    shop::Shop,
    tables::{TRUTH, VIEWS, WORKING, rows},
};

/// Everything in the file.
fn everything(shop: &mut Shop) -> Vec<String> {
    let conn = shop.ledger().conn();
    [VIEWS, WORKING, TRUTH].concat().iter().flat_map(|table| rows(conn, table)).collect()
}

/// Makes the step after `steps` others fail.
type Sabotage = fn(&mut Shop, usize);

/// The compiler of statements refuses: the statement is never begun.
fn refuse_a_statement(shop: &mut Shop, steps: usize) {
    let seen = AtomicUsize::new(0);
    let hook = move |_: AuthContext<'_>| {
        if seen.fetch_add(1, Ordering::SeqCst) == steps {
            Authorization::Deny
        } else {
            Authorization::Allow
        }
    };
    shop.ledger().conn_mut().authorizer(Some(hook)).unwrap();
}

/// A statement is broken off while it runs.
fn break_off_a_statement(shop: &mut Shop, steps: usize) {
    let mut left = steps;
    let hook = move || {
        let now = left == 0;
        left = left.wrapping_sub(1);
        now
    };
    shop.ledger().conn_mut().progress_handler(11, Some(hook)).unwrap();
}

/// The last moment: everything ran, and the commit turns into a rollback.
fn refuse_the_commit(shop: &mut Shop, steps: usize) {
    shop.ledger().conn_mut().commit_hook(Some(move || steps == 0)).unwrap();
}

fn repair(shop: &mut Shop) {
    let conn = shop.ledger().conn_mut();
    conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).unwrap();
    conn.progress_handler(0, None::<fn() -> bool>).unwrap();
    conn.commit_hook(None::<fn() -> bool>).unwrap();
}

/// Fails at each step in turn; returns how often it failed.
fn until_it_succeeds(
    shop: &mut Shop,
    sabotage: Sabotage,
    work: impl Fn(&mut Booking<'_, '_>) -> Result<(), LedgerError>,
) -> usize {
    let before = everything(shop);
    for steps in 0..20_000 {
        shop.reopen();
        sabotage(shop, steps);
        let outcome = shop.book(&work);
        repair(shop);
        if outcome.is_ok() {
            assert_ne!(everything(shop), before);
            return steps;
        }
        assert_eq!(everything(shop), before, "seen by the writer after step {steps}");
        if steps % 5 == 0 {
            shop.reopen();
            assert_eq!(everything(shop), before, "after a restart, step {steps}");
        }
    }
    panic!("it never succeeded");
}

#[track_caller]
fn sound(shop: &mut Shop) {
    assert_eq!(shop.reader().verify(None).unwrap().faults, Vec::<String>::new());
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
}

/// Each kind of use case with its facts, its views and the work it leaves.
fn everything_fails(sabotage: Sabotage, least: usize) {
    let mut shop = Shop::new();
    shop.settle_in();
    shop.product(1, "Té de jazmín", true);
    let failed =
        until_it_succeeds(&mut shop, sabotage, |booking| crate::goods::sell(booking).map(drop));
    assert!(failed >= least, "a sale failed {failed} times");
    sound(&mut shop);

    let invoice = shop.issue(None, &[5_000]);
    let charge = ChargeId::new(OPENED, bytes(70_000));
    let failed =
        until_it_succeeds(&mut shop, sabotage, |booking| collect(booking, invoice, charge));
    assert!(failed >= least, "a charge failed {failed} times");
    sound(&mut shop);

    let product = crate::shop::product(1, "Té de jazmín con miel", true);
    let failed = until_it_succeeds(&mut shop, sabotage, |booking| {
        booking.append(&product)?;
        polls::stop(booking.conn(), charge)
    });
    assert!(failed >= least, "a product failed {failed} times");
    sound(&mut shop);
}

/// A charge with the act that asks the provider for it.
fn collect(
    booking: &mut Booking<'_, '_>,
    invoice: InvoiceId,
    charge: ChargeId,
) -> Result<(), LedgerError> {
    booking.append(&crate::shop::requested(invoice, charge, 5_000))?;
    let at = booking.at();
    acts::put(
        booking.conn(),
        &Act {
            id: ActId::new(at, bytes(70_001)),
            charge,
            kind: ActKind::Submit,
            amount: None,
            refund: None,
            state: ActState::Queued,
            queued_at: at,
            not_before: at,
            attempts: 0,
            looked: NotFound::default(),
        },
    )?;
    polls::put(booking.conn(), &Poll { charge, next_at: at, last_at: None, failures: 0 })
}

#[test]
fn a_statement_that_is_refused_leaves_nothing_of_its_booking() {
    everything_fails(refuse_a_statement, 40);
}

#[test]
fn a_statement_that_is_broken_off_leaves_nothing_of_its_booking() {
    everything_fails(break_off_a_statement, 10);
}

#[test]
fn a_commit_that_is_refused_leaves_nothing_of_its_booking() {
    everything_fails(refuse_the_commit, 1);
}
