//! What should be in the drawer.

use cobro_domain::{cash::Count, shift::CashMove};
use cobro_till::{
    sell::SellError,
    shift::{DrawerError, ShiftError},
};

use super::{Shop, peso};

#[test]
fn change_is_not_counted_as_income() {
    let shop = Shop::new();
    shop.begin(50_000);
    shop.sell("89.50", "100");
    shop.sell("18.50", "500");
    assert_eq!(shop.expected(), 50_000 + 8_950 + 1_850);
    let numbers = shop.till.running_report().unwrap().numbers;
    assert_eq!((numbers.sold, numbers.drawer.sales), (10_800, 10_800));
    assert_eq!(numbers.paid[0].sum.amount, 10_800);
}

#[test]
fn the_opening_float_is_not_shown_as_a_difference() {
    let shop = Shop::new();
    // The books say 100 from before; 500 are counted.
    shop.sell("100", "100");
    shop.count(10_000);
    shop.till.end_shift(peso(10_000), "").unwrap();
    shop.begin(50_000);
    assert_eq!((shop.account("cash:1"), shop.account("safe")), (50_000, -40_000));
    let taken = shop.count(50_000);
    assert_eq!((taken.expected, taken.difference), (peso(50_000), peso(0)));
    shop.till.end_shift(peso(0), "").unwrap();
    assert_eq!(shop.account("over-short"), 0);
    shop.sound();
}

#[test]
fn cash_in_and_out_is_neither_income_nor_forgotten() {
    let shop = Shop::new();
    shop.begin(50_000);
    let moves = [
        (CashMove::ToSafe, 20_000, "safe", 20_000 - 50_000),
        (CashMove::FromSafe, 5_000, "safe", -35_000),
        (CashMove::PaidOut, 3_500, "expenses", 3_500),
        (CashMove::PaidIn, 1_000, "sundry", -1_000),
    ];
    for (way, amount, account, balance) in moves {
        shop.till.move_cash(way, peso(amount), " Hielo ").unwrap();
        assert_eq!(shop.account(account), balance, "{way:?}");
    }
    assert_eq!(shop.expected(), 50_000 - 20_000 + 5_000 - 3_500 + 1_000);
    assert_eq!(shop.account("sales"), 0);
    let numbers = shop.till.running_report().unwrap().numbers;
    assert_eq!((numbers.drawer.moved_in, numbers.drawer.moved_out), (6_000, -23_500));
    assert_eq!(
        numbers.moves.iter().map(|line| line.reason.as_str()).collect::<Vec<_>>(),
        ["Hielo"; 4]
    );
    assert!(matches!(
        shop.till.move_cash(CashMove::PaidOut, peso(100), "  "),
        Err(ShiftError::Reason(_))
    ));
    assert!(matches!(
        shop.till.move_cash(CashMove::PaidOut, peso(0), "Hielo"),
        Err(ShiftError::Nothing)
    ));
}

#[test]
fn cash_given_back_is_taken_off_what_should_be_there() {
    let shop = Shop::new();
    shop.begin(0);
    let sale = shop.sell("100", "100");
    shop.give_back(&sale, 4_000);
    assert_eq!(shop.expected(), 6_000);
    let numbers = shop.till.running_report().unwrap().numbers;
    assert_eq!((numbers.refunds[0].sum.amount, numbers.drawer.refunds), (4_000, -4_000));
}

#[test]
fn the_first_cash_opens_a_shift_with_what_the_books_say_is_there() {
    let shop = Shop::new();
    shop.sell("100", "100");
    let shift = shop.till.open_shift().unwrap().unwrap();
    assert_eq!((shift.by_itself, shift.float), (true, peso(0)));
    let numbers = shop.till.running_report().unwrap().numbers;
    assert_eq!((numbers.invoices, numbers.sold), (1, 10_000), "the sale that opened it is its own");
    assert_eq!(numbers.earlier, []);
    shop.count(10_000);
    shop.till.end_shift(peso(3_000), "").unwrap();
    assert!(shop.till.open_shift().unwrap().is_none());
    shop.till.move_cash(CashMove::PaidOut, peso(500), "Hielo").unwrap();
    let next = shop.till.open_shift().unwrap().unwrap();
    assert_eq!((next.by_itself, next.float), (true, peso(3_000)));
    assert_eq!(shop.expected(), 2_500);
}

#[test]
fn no_cash_is_taken_or_given_without_a_shift_in_a_shop_that_wants_them() {
    let shop = Shop::new();
    let sale = shop.sell("50", "50");
    shop.count(5_000);
    shop.till.end_shift(peso(5_000), "").unwrap();
    shop.till.require_shifts(true).unwrap();
    shop.till.add_amount("Pan", "100").unwrap();
    let refused = shop.till.take_cash("100");
    assert!(matches!(refused, Err(SellError::Drawer(DrawerError::NoShift))), "{refused:?}");
    assert_eq!(shop.till.typed().unwrap().ticket.lines.len(), 1, "the ticket is kept");
    let refused = shop.till.move_cash(CashMove::PaidIn, peso(100), "Cambio");
    assert!(matches!(refused, Err(ShiftError::Drawer(DrawerError::NoShift))));
    assert_eq!(shop.account("cash:1"), 5_000);
    shop.begin(5_000);
    shop.till.take_cash("100").unwrap();
    shop.give_back(&sale, 5_000);
    assert_eq!(shop.expected(), 10_000);
}

#[test]
fn a_shift_is_not_opened_twice() {
    let shop = Shop::new();
    shop.begin(100);
    assert!(matches!(shop.till.begin_shift(&Count::of(5)), Err(ShiftError::Open)));
    assert_eq!(shop.account("cash:1"), 100);
}
