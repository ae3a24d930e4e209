//! What is under way at a provider, or waits for a person, never keeps a shift from closing.

use cobro_domain::{
    cash::Count,
    money::{Currency, Money},
    time::Span,
};
use cobro_ledger::fact::Matter;
use cobro_sandbox::{Centavos, Paid};

use crate::shop::Shop;

/// Counts what the report expects and closes; the numbers of the shift.
#[track_caller]
fn close(shop: &Shop) -> cobro_ledger::fact::ShiftNumbers {
    let till = shop.till();
    let expected = till.running_report().unwrap().numbers.drawer.expected().unwrap();
    till.count_drawer(&Count::of(expected)).unwrap();
    let id = till.end_shift(Money::new(0, Currency::Mxn), "").unwrap();
    let report = till.closed_report(id).unwrap();
    shop.assert_sound();
    report.numbers
}

#[test]
fn open_charges_do_not_keep_a_shift_from_closing() {
    let shop = Shop::open();
    shop.till().begin_shift(&Count::of(50_000)).unwrap();
    let waiting = shop.issued("250", "oxxo");
    // Another was never sent: the provider is not reachable.
    shop.control.refuse_connections(true).unwrap();
    let unsent = shop.ask("100", &shop.reachable_way("oxxo")).unwrap();
    shop.work();
    let numbers = close(&shop);
    assert_eq!((numbers.invoices, numbers.sold, numbers.drawer.sales), (2, 35_000, 0));
    assert!(shop.charge(waiting).state.is_live() && shop.charge(unsent).state.is_live());
}

#[test]
fn open_cases_do_not_keep_a_shift_from_closing() {
    let shop = Shop::open();
    shop.till().begin_shift(&Count::of(50_000)).unwrap();
    let id = shop.issued("250", "seven-eleven");
    let short = Paid::Amount(Centavos(20_000));
    shop.payu().pay(shop.reference(id).as_str(), short).unwrap();
    shop.pass(Span::hours(2));
    assert_eq!(shop.open_cases(id), [Matter::Mismatch]);
    let numbers = close(&shop);
    assert_eq!((numbers.by_providers.count, numbers.by_providers.amount), (1, 20_000));
    assert_eq!(numbers.paid[0].method.as_str(), "seven-eleven");
    assert_eq!(shop.open_cases(id), [Matter::Mismatch]);
}
