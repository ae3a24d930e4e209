//! Tips: owed to the staff from the moment they are given, no income, and never the price of
//! anything.

use cobro_domain::{quantity::Quantity, shift::CashMove};
use cobro_ledger::fact::MethodSum;
use cobro_till::{
    coins::Coins,
    collect::Overpaying,
    returns::{Back, LiveCharges, ReturnOrder},
    sell::{Bill, Handed, Paper, SellError},
    shift::ShiftError,
    tender::{Means, Taken, Tender, TenderError},
};

use super::*;

impl Shop {
    /// A shop that takes tips, with a sale of an amount on its ticket.
    fn tipping(amount: &str) -> Self {
        let shop = Self::new();
        shop.till.take_tips(true).unwrap();
        shop.till.add_amount("Pan", amount).unwrap();
        shop
    }

    pub(super) fn cash_and_tip(&self, tendered: i64, tip: i64) -> Result<Sale, SellError> {
        let handed = Handed { tendered: peso(tendered), tip: peso(tip) };
        self.till.take_cash_and_tip(Bill::Ticket, handed, Overpaying::Ask, Paper::None)
    }

    /// A slip of the shop's own terminal, with a tip on it.
    fn slip_and_tip(
        &self,
        authorization: &str,
        amount: i64,
        tip: i64,
    ) -> Result<Taken, TenderError> {
        let authorization = authorization.to_owned();
        let means = Means::Terminal { authorization, last_four: String::new() };
        self.tender_and_tip(means, amount, tip)
    }

    fn tender_and_tip(&self, means: Means, amount: i64, tip: i64) -> Result<Taken, TenderError> {
        let tender = Tender { means, amount: peso(amount) };
        let (ask, none) = (Overpaying::Ask, Paper::None);
        self.till.take_tender_and_tip(Bill::Ticket, &tender, peso(tip), ask, none)
    }

    fn tips_out(&self, minor: i64) -> Result<(), ShiftError> {
        self.till.move_cash(CashMove::Tips, peso(minor), "Propinas")
    }

    fn tips_by_method(&self) -> Vec<(String, i64)> {
        let numbers = self.till.running_report().unwrap().numbers;
        let by = |one: &MethodSum| (one.method.as_str().to_owned(), one.sum.amount);
        numbers.tips.iter().map(by).collect()
    }
}

#[test]
fn a_tip_is_never_counted_as_income_nor_as_change() {
    let shop = Shop::tipping("100");
    let sale = shop.cash_and_tip(15_000, 1_500).unwrap();
    assert_eq!((sale.total, sale.tip, sale.change), (peso(10_000), peso(1_500), peso(3_500)));
    let names = ["cash:1", "tips", "receivable:walk-in", "sales", "tax:IVA"];
    assert_eq!(names.map(|name| shop.account(name)), [11_500, -1_500, 0, -8_621, -1_379]);
    let numbers = shop.till.running_report().unwrap().numbers;
    assert_eq!((numbers.sold, numbers.drawer.sales, numbers.drawer.tips), (10_000, 10_000, 1_500));
    assert_eq!((shop.expected(), shop.expected_by_postings()), (11_500, 11_500));
    shop.sound();
}

#[test]
fn tips_are_told_by_method_and_paid_out_of_the_drawer_at_most_once() {
    let shop = Shop::tipping("100");
    shop.cash_and_tip(11_000, 1_000).unwrap();
    shop.till.add_amount("Pan", "50").unwrap();
    assert_eq!(shop.slip_and_tip("081245", 5_000, 750).unwrap().rest, peso(0));
    let told = [("cash".to_owned(), 1_000), ("terminal".to_owned(), 750)];
    assert_eq!(shop.tips_by_method(), told);
    assert_eq!((shop.account("terminal"), shop.account("tips")), (5_750, -1_750));
    assert_eq!((shop.expected(), shop.expected_by_postings()), (11_000, 11_000));
    let refused = shop.tips_out(1_751);
    assert!(matches!(refused, Err(ShiftError::TipsOwed { owed }) if owed == peso(1_750)));
    // What is owed is paid out, whether or not the shop takes tips any more.
    shop.till.take_tips(false).unwrap();
    shop.tips_out(1_750).unwrap();
    assert!(matches!(shop.tips_out(1), Err(ShiftError::TipsOwed { owed }) if owed.is_zero()));
    assert_eq!((shop.account("tips"), shop.account("cash:1")), (0, 9_250));
    assert_eq!((shop.expected(), shop.expected_by_postings()), (9_250, 9_250));
    shop.count(9_250);
    shop.till.end_shift(peso(0), "").unwrap();
    shop.sound();
}

#[test]
fn no_tip_is_taken_where_the_shop_takes_none_or_where_it_could_not_be_honest() {
    let shop = Shop::tipping("100");
    let transfer = Means::Transfer { reference: "rastreo 9".to_owned() };
    // A part in cash is all that was handed over: there is no tip in it.
    for (means, amount) in [(transfer, 10_000), (Means::Cash, 4_000), (Means::Credit, 10_000)] {
        let refused = shop.tender_and_tip(means, amount, 100);
        assert!(matches!(refused, Err(TenderError::Sell(SellError::NoTip))), "{refused:?}");
    }
    let refused = shop.slip_and_tip("081245", 10_000, -100);
    assert!(matches!(refused, Err(TenderError::Sell(SellError::NoTip))), "{refused:?}");
    let refused = shop.cash_and_tip(15_000, -100);
    assert!(matches!(refused, Err(SellError::NoTip)), "{refused:?}");
    let refused = shop.cash_and_tip(10_499, 500);
    let missing = peso(1);
    assert!(matches!(refused, Err(SellError::TooLittle { missing: m }) if m == missing));
    shop.till.take_tips(false).unwrap();
    let refused = shop.cash_and_tip(15_000, 100);
    assert!(matches!(refused, Err(SellError::NoTip)), "{refused:?}");
    let refused = shop.slip_and_tip("081245", 10_000, 100);
    assert!(matches!(refused, Err(TenderError::Sell(SellError::NoTip))), "{refused:?}");
    assert_eq!(shop.till.typed().unwrap().ticket.lines.len(), 1, "nothing was sold");
    shop.cash_and_tip(10_000, 0).unwrap();
    assert_eq!(shop.account("tips"), 0);
}

#[test]
fn a_tip_in_cash_is_given_in_the_shops_coins() {
    let shop = Shop::tipping("100.30");
    shop.till.round_cash(Coins::of(50).unwrap()).unwrap();
    let sale = shop.cash_and_tip(12_000, 1_003).unwrap();
    assert_eq!((sale.rounding, sale.tip, sale.change), (peso(20), peso(1_000), peso(950)));
    assert_eq!((shop.account("cash:1"), shop.account("tips")), (11_050, -1_000));
    assert_eq!(shop.account("rounding"), -20);
}

#[test]
fn a_return_never_gives_a_tip_back() {
    let shop = Shop::tipping("100");
    let sale = shop.cash_and_tip(11_000, 1_000).unwrap();
    let order = ReturnOrder {
        invoice: sale.invoice,
        lines: vec![(0, Quantity::ONE)],
        reason: "No era".to_owned(),
        back: Back::AsPaid,
        live: LiveCharges::Ask,
    };
    assert_eq!(shop.till.return_goods(&order).unwrap().plan.back, peso(10_000));
    assert_eq!((shop.account("cash:1"), shop.account("tips")), (1_000, -1_000));
    shop.sound();
}

#[test]
fn a_payment_that_is_refused_leaves_no_tip() {
    let shop = Shop::tipping("100");
    let declined = shop.slip_and_tip(" ", 10_000, 1_000);
    assert!(matches!(declined, Err(TenderError::NoAuthorization)), "{declined:?}");
    let too_much = shop.slip_and_tip("081245", 10_001, 1_000);
    assert!(matches!(too_much, Err(TenderError::MoreThanOwed { .. })), "{too_much:?}");
    assert!(matches!(shop.cash_and_tip(10_999, 1_000), Err(SellError::TooLittle { .. })));
    assert_eq!(["tips", "terminal", "cash:1"].map(|name| shop.account(name)), [0, 0, 0]);
    assert_eq!(shop.till.typed().unwrap().ticket.lines.len(), 1, "nothing was sold");
    shop.sound();
}

/// A part is paid with a tip, given back, and the invoice voided: the tip was given for the service.
#[test]
fn a_void_takes_no_tip_back() {
    let shop = Shop::tipping("100");
    let part = shop.slip_and_tip("081245", 4_000, 500).unwrap();
    let payments = |shop: &Shop| {
        let reader = shop.reader();
        let invoice = invoices::read(reader.conn(), part.invoice).unwrap().unwrap();
        (invoice.total, payments::of_invoice(reader.conn(), invoice.arrival).unwrap()[0].id)
    };
    let (total, payment) = payments(&shop);
    assert_eq!(total, peso(10_000));
    assert!(shop.till.void_invoice(part.invoice, "Se fue").is_err(), "some of it was paid");
    let (of, method) = (RefundOf::Invoice(part.invoice), Method::TERMINAL);
    let (amount, reference) = (peso(4_000), "081246".to_owned());
    let given = HandRefund { payment, of, amount, method, reference };
    shop.till.refund_by_hand(&given).unwrap();
    shop.till.void_invoice(part.invoice, "Se fue").unwrap();
    let left = ["sales", "receivable:walk-in", "terminal", "tips"].map(|name| shop.account(name));
    assert_eq!(left, [0, 0, 500, -500]);
    shop.tips_out(500).unwrap();
    shop.sound();
}
