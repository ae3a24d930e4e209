//! What may happen in a shop, in whatever order.

use cobro_ledger::fact::{Matter, Settlement};
use proptest::prelude::*;

/// Something a shop does, if it may; numbers pick among what there is.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Issue { customer: bool, prices: Vec<i64> },
    Cash { invoice: usize, part: i64 },
    Request { invoice: usize },
    Collect { charge: usize, event: Event },
    Settle { case: usize, settled: usize },
    Void { invoice: usize },
    Return { invoice: usize, line: usize, thousandths: i64 },
    Print { invoice: usize },
    Product { n: u64, active: bool },
    GiveUp,
    Reopen,
    Rebuild,
}

/// Something that becomes of a charge.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Voucher,
    Report { state: usize },
    Refuse,
    Cancel,
    Pay { percent: i64 },
    Case { matter: usize },
    Restore,
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => Just(Event::Voucher),
        3 => (0_usize..12).prop_map(|state| Event::Report { state }),
        2 => (9_usize..11).prop_map(|state| Event::Report { state }),
        1 => Just(Event::Refuse),
        1 => Just(Event::Cancel),
        3 => prop_oneof![4 => Just(100_i64), 2 => 1_i64..200].prop_map(|percent| Event::Pay { percent }),
        1 => (0..Matter::ALL.len()).prop_map(|matter| Event::Case { matter }),
        1 => Just(Event::Restore),
    ]
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let pick = 0_usize..64;
    let step = prop_oneof![
        5 => (any::<bool>(), prop::collection::vec(0_i64..50_000, 1..4))
            .prop_map(|(customer, prices)| Step::Issue { customer, prices }),
        3 => (pick.clone(), 1_i64..120).prop_map(|(invoice, part)| Step::Cash { invoice, part }),
        4 => pick.clone().prop_map(|invoice| Step::Request { invoice }),
        12 => (pick.clone(), events()).prop_map(|(charge, event)| Step::Collect { charge, event }),
        1 => pick.clone().prop_map(|invoice| Step::Void { invoice }),
        3 => (pick.clone(), 0_usize..4, prop_oneof![Just(1_000_i64), 1_i64..1_000])
            .prop_map(|(invoice, line, thousandths)| Step::Return { invoice, line, thousandths }),
        2 => (pick.clone(), 0..Settlement::ALL.len())
            .prop_map(|(case, settled)| Step::Settle { case, settled }),
        1 => pick.prop_map(|invoice| Step::Print { invoice }),
        1 => (1_u64..6, any::<bool>()).prop_map(|(n, active)| Step::Product { n, active }),
        1 => Just(Step::GiveUp),
        1 => Just(Step::Reopen),
        1 => Just(Step::Rebuild),
    ];
    prop::collection::vec(step, 1..60)
}
