//! How a shift ends, whatever is still open.

use cobro_domain::{
    cash::{Count, CountError},
    ids::ShiftId,
    method::Method,
    quantity::Quantity,
    time::Span,
};
use cobro_till::{
    customers::CustomerForm,
    returns::{Back, LiveCharges, ReturnOrder},
    shift::{Report, ShiftError, Sight},
};

use super::{Shop, peso};

/// Counts what should be there and closes.
#[track_caller]
fn close(shop: &Shop) -> Report {
    shop.count(shop.expected());
    let id = shop.till.end_shift(peso(0), "").unwrap();
    let report = shop.till.closed_report(id).unwrap();
    assert!(shop.till.open_shift().unwrap().is_none());
    shop.sound();
    report
}

#[test]
fn unpaid_invoices_do_not_keep_a_shift_from_closing() {
    let shop = Shop::new();
    shop.begin(1_000);
    let ana = CustomerForm { name: "Ana".to_owned(), ..CustomerForm::default() };
    let ana = shop.till.save_customer(&ana).unwrap();
    shop.till.add_amount("Pan", "100").unwrap();
    shop.till.pick_customer(ana).unwrap();
    shop.till.sell_on_account().unwrap();
    let numbers = close(&shop).numbers;
    assert_eq!((numbers.invoices, numbers.sold, numbers.paid.len()), (1, 10_000, 0));
}

#[test]
fn tickets_on_hold_do_not_keep_a_shift_from_closing() {
    let shop = Shop::new();
    shop.begin(1_000);
    shop.till.add_amount("Pan", "100").unwrap();
    shop.till.hold_ticket("Mesa 5").unwrap();
    shop.till.add_amount("Café", "30").unwrap();
    assert_eq!(close(&shop).numbers.held, 1);
    assert_eq!(shop.till.typed().unwrap().ticket.lines.len(), 1, "nor does closing touch one");
}

#[test]
fn a_shift_closes_after_the_clock_went_back() {
    let shop = Shop::new();
    shop.begin(1_000);
    shop.sell("100", "100");
    shop.wait(Span::days(-40));
    shop.sell("50", "50");
    let report = close(&shop);
    assert_eq!(report.numbers.invoices, 2);
    let ended = report.shift.ended.unwrap();
    assert!(ended.at < report.shift.opened_at);
    // The next one follows it, wherever the clock stands.
    shop.begin(0);
    shop.sell("10", "10");
    assert_eq!(close(&shop).numbers.invoices, 1);
    let order: Vec<_> = shop.till.ended_shifts(None, 10).unwrap();
    let numbers = order.iter().map(|shift| shift.ended.as_ref().unwrap().folio.number);
    assert_eq!(numbers.collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_difference_is_never_left_unbooked_and_needs_a_reason() {
    let shop = Shop::new();
    shop.begin(50_000);
    shop.sell("89.50", "100");
    let taken = shop.count(58_450);
    assert_eq!((taken.difference, taken.reason_needed), (peso(-500), true));
    let silent = shop.till.end_shift(peso(50_000), "  ");
    assert!(matches!(silent, Err(ShiftError::Unexplained { .. })), "{silent:?}");
    assert_eq!(shop.account("over-short"), 0);
    let id = shop.till.end_shift(peso(50_000), "Cambio mal dado").unwrap();
    assert_eq!(shop.account("over-short"), 500);
    assert_eq!((shop.account("cash:1"), shop.account("safe")), (50_000, 8_450 - 50_000));
    let closed = shop.till.closed_report(id).unwrap().closed.unwrap();
    assert_eq!((closed.difference, closed.to_safe), (-500, 8_450));
    assert_eq!(closed.reason, "Cambio mal dado");
    shop.sound();
}

#[test]
fn a_small_difference_is_booked_without_a_reason_where_the_shop_allows_it() {
    let shop = Shop::new();
    shop.till.allow_difference(peso(500)).unwrap();
    for (counted, reason_needed) in [(500, false), (501, true)] {
        shop.begin(0);
        assert_eq!(shop.count(counted).reason_needed, reason_needed, "{counted}");
        shop.till.end_shift(peso(0), if reason_needed { "Propina" } else { "" }).unwrap();
    }
    assert_eq!(shop.account("over-short"), -1_001);
}

#[test]
fn cash_that_comes_after_the_count_is_no_difference() {
    let shop = Shop::new();
    shop.begin(10_000);
    shop.count(10_000);
    shop.sell("100", "200");
    let id = shop.till.end_shift(peso(5_000), "").unwrap();
    let report = shop.till.closed_report(id).unwrap();
    let closed = report.closed.unwrap();
    assert_eq!((closed.counted, closed.expected, closed.difference), (10_000, 20_000, 0));
    assert_eq!(closed.to_safe, 15_000);
    assert!(report.numbers.moved_since);
    assert_eq!(shop.account("cash:1"), 5_000);
}

#[test]
fn nobody_closes_without_counting_and_every_count_is_on_record() {
    let shop = Shop::new();
    shop.begin(10_000);
    let early = shop.till.end_shift(peso(0), "");
    assert!(matches!(early, Err(ShiftError::NotCounted)), "{early:?}");
    shop.count(0);
    shop.count(10_000);
    let id = shop.till.end_shift(peso(0), "").unwrap();
    let report = shop.till.closed_report(id).unwrap();
    assert_eq!((report.numbers.counts, report.closed.unwrap().difference), (2, 0));
    let none = shop.till.count_drawer(&Count { pieces: vec![(7, 1)], loose: 0 });
    assert!(matches!(none, Err(ShiftError::Count(CountError::Denomination { minor: 7 }))));
    assert!(matches!(shop.till.count_drawer(&Count::of(0)), Err(ShiftError::NotOpen)));
}

#[test]
fn a_report_is_numbered_without_gaps_and_never_changes() {
    let shop = Shop::new();
    let mut ids: Vec<ShiftId> = Vec::new();
    for n in 1..=3_i64 {
        shop.begin(1_000 * n);
        let sale = shop.sell("100", "100");
        if n == 1 {
            shop.give_back(&sale, 1_000);
        }
        shop.count(shop.expected());
        ids.push(shop.till.end_shift(peso(0), "").unwrap());
    }
    let told = |id| {
        let report = shop.till.closed_report(id).unwrap();
        (report.closed.unwrap(), report.head.hex(), report.at)
    };
    let before: Vec<_> = ids.iter().copied().map(told).collect();
    let numbers: Vec<_> = before.iter().map(|(closed, ..)| closed.folio.to_string()).collect();
    assert_eq!(numbers, ["A-Z-000001", "A-Z-000002", "A-Z-000003"]);
    shop.wait(Span::days(3));
    let sale = shop.sell("500", "500");
    shop.give_back(&sale, 20_000);
    let after: Vec<_> = ids.iter().copied().map(told).collect();
    assert_eq!(before, after);
    // The printed hash is one that the chain still reaches.
    let verified = shop.reader().verify(Some(&before[0].1)).unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
}

#[test]
fn a_shift_tells_its_own_sales_from_money_for_earlier_ones() {
    let shop = Shop::new();
    let ana = CustomerForm { name: "Ana".to_owned(), ..CustomerForm::default() };
    let ana = shop.till.save_customer(&ana).unwrap();
    shop.till.add_amount("Pan", "100").unwrap();
    shop.till.pick_customer(ana).unwrap();
    let earlier = shop.till.sell_on_account().unwrap().invoice;
    shop.begin(0);
    shop.sell("30", "30");
    shop.till.take_cash_for(earlier, "100", cobro_till::collect::Overpaying::Ask).unwrap();
    let numbers = close(&shop).numbers;
    assert_eq!((numbers.invoices, numbers.sold), (1, 3_000));
    let cash = |sums: &[cobro_ledger::fact::MethodSum]| {
        sums.iter().map(|one| (one.method.clone(), one.sum.amount)).collect::<Vec<_>>()
    };
    assert_eq!(cash(&numbers.paid), [(Method::CASH, 3_000)]);
    assert_eq!(cash(&numbers.earlier), [(Method::CASH, 10_000)]);
    assert_eq!(numbers.drawer.sales, 13_000);
}

#[test]
fn what_came_back_or_was_voided_is_neither_sold_money_nor_still_to_come() {
    let shop = Shop::new();
    shop.begin(0);
    let sale = shop.sell("30", "30");
    let owed = |amount: &str| {
        let ana = CustomerForm { name: amount.to_owned(), ..CustomerForm::default() };
        let ana = shop.till.save_customer(&ana).unwrap();
        shop.till.add_amount("Pan", amount).unwrap();
        shop.till.pick_customer(ana).unwrap();
        shop.till.sell_on_account().unwrap().invoice
    };
    owed("100");
    let (voided, returned) = (owed("40"), owed("50"));
    shop.till.void_invoice(voided, "mistake").unwrap();
    let back = |invoice| ReturnOrder {
        invoice,
        lines: vec![(0, Quantity::ONE)],
        reason: "broken".to_owned(),
        back: Back::AsPaid,
        live: LiveCharges::Ask,
    };
    shop.till.return_goods(&back(returned)).unwrap();
    shop.till.return_goods(&back(sale.invoice)).unwrap();
    let numbers = shop.till.running_report().unwrap().numbers;
    assert_eq!(
        (numbers.sold, numbers.voids.amount, numbers.returns.amount),
        (22_000, 4_000, 8_000)
    );
    assert_eq!(numbers.forgiven, 9_000, "the note that was paid is forgiven nothing");
    assert_eq!(shop.expected(), 0, "what was paid in cash went back");
    let paper = shop.till.running_report().unwrap();
    let paper = shop.till.shift_paper(&paper, Sight::All).unwrap();
    assert_eq!(paper.not_collected, peso(10_000), "only the first is still to come");
    shop.sound();
}
