//! What happens to a drawer, as golden facts and as books.

use cobro_domain::{
    cash::Count,
    ids::{Actor, ShiftId},
    method::Method,
    money::Currency,
    shift::{CashMove, Drawer},
    tax::Rate,
};
use cobro_ledger::{
    LedgerError,
    fact::{
        CashMoved, DrawerCounted, DrawerOpened, Fact, MethodSum, MoveLine, ShiftClosed,
        ShiftNumbers, ShiftOpened, Sum,
    },
    views::shifts,
};

use crate::{
    golden::folio,
    goods::{OPENED, bytes},
    shop::Shop,
};

const CURRENCY: Currency = Currency::Mxn;

pub(crate) fn shift() -> ShiftId {
    ShiftId::new(OPENED, bytes(511))
}

/// A shift from its float to its report.
pub(crate) fn facts() -> Vec<Fact> {
    let unlocked = DrawerOpened { shift: Some(shift()), drawer: 1 };
    let unlocked = Fact::DrawerOpened(unlocked);
    vec![opened(shift()), moved(shift()), unlocked, counted(shift()), closed(shift())]
}

fn opened(shift: ShiftId) -> Fact {
    Fact::ShiftOpened(ShiftOpened {
        shift,
        drawer: 1,
        currency: CURRENCY,
        found: 1_750,
        float: 50_000,
        count: Some(Count { pieces: vec![(20_000, 2), (5_000, 1)], loose: 5_000 }),
        postings: vec![("cash:1".to_owned(), 48_250), ("safe".to_owned(), -48_250)],
    })
}

fn moved(shift: ShiftId) -> Fact {
    Fact::CashMoved(CashMoved {
        shift,
        drawer: 1,
        way: CashMove::PaidOut,
        reason: "Hielo, «La Esquina»".to_owned(),
        currency: CURRENCY,
        amount: 3_500,
        postings: vec![("cash:1".to_owned(), -3_500), ("expenses".to_owned(), 3_500)],
    })
}

fn counted(shift: ShiftId) -> Fact {
    Fact::DrawerCounted(DrawerCounted {
        shift,
        drawer: 1,
        currency: CURRENCY,
        count: Count::of(46_000),
        counted: 46_000,
        expected: 46_500,
    })
}

fn closed(shift: ShiftId) -> Fact {
    Fact::ShiftClosed(ShiftClosed {
        shift,
        folio: folio("A-Z"),
        drawer: 1,
        currency: CURRENCY,
        counted: 46_000,
        expected: 46_500,
        difference: -500,
        reason: "cambio mal dado".to_owned(),
        kept: 50_000,
        to_safe: -4_000,
        numbers: Box::new(numbers()),
        postings: vec![
            ("cash:1".to_owned(), 3_500),
            ("over-short".to_owned(), 500),
            ("safe".to_owned(), -4_000),
        ],
    })
}

fn numbers() -> ShiftNumbers {
    let sum = Sum { count: 1, amount: 5_750 };
    ShiftNumbers {
        invoices: 1,
        first: Some(folio("A")),
        last: Some(folio("A")),
        sold: 5_750,
        net: 4_957,
        discount: 250,
        taxes: vec![("IVA".to_owned(), Rate::BasisPoints(1_600), 4_957, 793)],
        paid: vec![MethodSum { method: Method::CASH, sum }],
        earlier: vec![MethodSum { method: Method::named("spei"), sum }],
        refunds: vec![MethodSum { method: Method::CASH, sum }],
        voids: sum,
        by_providers: sum,
        moves: vec![MoveLine {
            at: OPENED,
            actor: Actor::owner(),
            way: CashMove::PaidOut,
            reason: "Hielo".to_owned(),
            amount: 3_500,
        }],
        counts: 1,
        held: 2,
        drawer: Drawer { moved_out: -3_500, ..Drawer::with(50_000) },
        moved_since: true,
        ..ShiftNumbers::default()
    }
}

/// A shift that ends, and one that goes on.
pub(crate) fn on_a_busy_day(shop: &mut Shop) {
    for fact in facts() {
        shop.append(&fact);
    }
    let next = ShiftId::new(shop.now(), shop.next_id());
    shop.append(&opened(next));
}

#[test]
fn a_drawer_has_one_open_shift_and_nothing_happens_to_one_that_is_not() {
    let mut shop = Shop::new();
    let other = ShiftId::new(OPENED, bytes(512));
    let refused = |shop: &mut Shop, fact: Fact| {
        let outcome = shop.book(|booking| booking.append(&fact));
        assert!(matches!(outcome, Err(LedgerError::Malformed { what: "a shift", .. })), "{fact:?}");
    };
    for fact in [moved(shift()), counted(shift()), closed(shift())] {
        refused(&mut shop, fact);
    }
    shop.append(&opened(shift()));
    for fact in [opened(other), moved(other), counted(other), closed(other)] {
        refused(&mut shop, fact);
    }
    shop.append(&closed(shift()));
    refused(&mut shop, closed(shift()));
    shop.append(&opened(other));
}

#[test]
fn cash_is_summed_from_the_postings_of_one_drawer_after_a_fact() {
    let mut shop = Shop::new();
    shop.sell().unwrap();
    let since = shop.append(&opened(shift()));
    shop.sell().unwrap();
    shop.append(&moved(shift()));
    let conn = shop.ledger().conn();
    let cash = |drawer, after| shifts::cash_since(conn, drawer, CURRENCY, after).unwrap().minor();
    assert_eq!(cash(1, since), 18_650 - 3_500);
    assert_eq!(cash(1, 0), 18_650 + 48_250 + 18_650 - 3_500);
    assert_eq!(cash(2, 0), 0);
    let open = shifts::open_on(conn, 1).unwrap().unwrap();
    assert_eq!((open.id, open.arrival, open.by_itself), (shift(), since, false));
}
