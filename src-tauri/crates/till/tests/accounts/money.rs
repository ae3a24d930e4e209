//! Money typed by hand: what it settles, what is kept, what goes back.

use cobro_domain::{
    ids::{CustomerId, InvoiceId, PaymentId},
    method::Method,
    money::Money,
    time::Span,
    withholding::{ISR_OF_FEES, IVA_OF_FEES, WithheldTax},
};
use cobro_ledger::views::{invoices, payments};
use cobro_till::{
    collect::Overpaying,
    conditions::{ALLOWED, WITHHOLDINGS},
    entered::{
        Allocate, Declaration, Declared, EnterError, HandRefund, Means, RefundOf, TypedPayment,
    },
};

use super::{OPENED, Shop, peso};

fn transfer(customer: CustomerId, amount: i64, allocate: Allocate) -> TypedPayment {
    TypedPayment {
        customer,
        means: Means::Transfer,
        received_at: OPENED,
        reference: "SPEI 77".to_owned(),
        amount: peso(amount),
        allocate,
        withheld: Vec::new(),
    }
}

fn back(payment: PaymentId, of: RefundOf, amount: i64) -> HandRefund {
    let (method, reference) = (Method::named("transfer"), "A su cuenta".to_owned());
    HandRefund { payment, of, amount: peso(amount), method, reference }
}

fn credit(shop: &Shop, customer: CustomerId) -> i64 {
    shop.till.customer_balance(customer).unwrap().credit.minor()
}

#[test]
fn a_transfer_settles_the_oldest_first_and_the_rest_is_credit() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let invoices = ["100", "200", "300"].map(|amount| shop.sell(ana, amount));
    let settled = shop.till.enter_payment(&transfer(ana, 25_000, Allocate::OldestFirst)).unwrap();
    assert_eq!((settled.allocated, settled.credit), (peso(25_000), peso(0)));
    assert_eq!(invoices.map(|id| shop.due(id)), [0, 5_000, 30_000]);
    let settled = shop.till.enter_payment(&transfer(ana, 50_000, Allocate::OldestFirst)).unwrap();
    assert_eq!((settled.allocated, settled.credit), (peso(35_000), peso(15_000)));
    assert_eq!(shop.account("bank"), 75_000);
    let next = shop.sell(ana, "120");
    let used = shop.till.apply_credit(ana, &Allocate::OldestFirst).unwrap();
    assert_eq!((used.allocated, used.credit, shop.due(next)), (peso(12_000), peso(3_000), 0));
    let again = shop.till.apply_credit(ana, &Allocate::OldestFirst);
    assert!(matches!(again, Err(EnterError::NoAmount { .. })), "nothing is owed: {again:?}");
    shop.sound();
}

#[test]
fn a_person_chooses_what_a_payment_settles_within_what_is_there() {
    let shop = Shop::new();
    let (ana, luis) = (shop.customer("Ana"), shop.customer("Luis"));
    let (one, two) = (shop.sell(ana, "100"), shop.sell(ana, "200"));
    let foreign = shop.sell(luis, "50");
    let chosen = |parts: &[(InvoiceId, i64)]| {
        Allocate::Chosen(parts.iter().map(|(id, minor)| (*id, peso(*minor))).collect())
    };
    let cases = [
        ("more than is owed", 50_000, chosen(&[(one, 10_001)])),
        ("more than came", 100, chosen(&[(one, 60), (two, 41)])),
        ("nothing", 100, chosen(&[(one, 0)])),
        ("less than nothing", 100, chosen(&[(one, -5), (two, 105)])),
        ("the same twice", 20_000, chosen(&[(one, 6_000), (one, 6_000)])),
        ("somebody else's", 5_000, chosen(&[(foreign, 5_000)])),
        ("no money", 0, Allocate::OldestFirst),
        ("less than no money", -100, Allocate::OldestFirst),
    ];
    for (what, amount, allocate) in cases {
        let refused = shop.till.enter_payment(&transfer(ana, amount, allocate));
        assert!(refused.is_err(), "{what}: {refused:?}");
    }
    let ahead = OPENED.plus(Span::days(2));
    let early = TypedPayment { received_at: ahead, ..transfer(ana, 100, Allocate::OldestFirst) };
    assert!(matches!(shop.till.enter_payment(&early), Err(EnterError::Ahead)));
    assert_eq!(shop.account("bank"), 0, "nothing of it was booked");
    shop.till.enter_payment(&transfer(ana, 20_000, chosen(&[(two, 15_000)]))).unwrap();
    assert_eq!((shop.due(one), shop.due(two), credit(&shop, ana)), (10_000, 5_000, 5_000));
    shop.sound();
}

#[test]
fn withheld_taxes_close_an_invoice_with_the_money_and_only_once() {
    let shop = Shop::new();
    let firm = shop.customer("Comercial del Centro");
    let invoice = shop.sell(firm, "11600");
    let closed = shop.merchant(true, &[]);
    let taxes = vec![Declared::Rate(ISR_OF_FEES), Declared::Rate(IVA_OF_FEES)];
    let declaration = Declaration { invoice, account: closed, taxes: taxes.clone() };
    let refused = shop.till.declare_withholding(&declaration);
    assert!(matches!(refused, Err(EnterError::WithholdingNotAllowed)), "{refused:?}");
    let account = shop.merchant(true, &[(WITHHOLDINGS, ALLOWED)]);
    let declaration = Declaration { account, ..declaration };
    assert_eq!(shop.till.preview_withholding(invoice, IVA_OF_FEES).unwrap(), peso(106_667));
    let paid = TypedPayment {
        withheld: vec![declaration.clone()],
        ..transfer(firm, 953_333, Allocate::OldestFirst)
    };
    let settled = shop.till.enter_payment(&paid).unwrap();
    assert_eq!((shop.due(invoice), settled.credit), (0, peso(0)));
    assert_eq!(shop.account("withheld:ISR"), 100_000);
    assert_eq!(shop.account("withheld:IVA"), 106_667);
    assert_eq!(shop.account("bank"), 953_333);
    let again = shop.till.declare_withholding(&declaration);
    assert!(matches!(again, Err(EnterError::WithheldBefore { .. })), "{again:?}");
    let next = shop.sell(firm, "1160");
    let amount = |tax, minor| Declared::Amount { tax, amount: peso(minor) };
    let refused = [
        ("the same tax twice", vec![taxes[0], amount(WithheldTax::Isr, 1)]),
        ("nothing", vec![amount(WithheldTax::Isr, 0)]),
        ("no tax", vec![]),
        ("more than is owed", vec![amount(WithheldTax::Iva, 116_001)]),
    ];
    for (what, taxes) in refused {
        let declaration = Declaration { invoice: next, account, taxes };
        assert!(shop.till.declare_withholding(&declaration).is_err(), "{what}");
    }
    assert_eq!(shop.due(next), 116_000);
    shop.sound();
}

#[test]
fn what_was_paid_can_go_back_once_and_then_the_invoice_can() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let invoice = shop.sell(ana, "100");
    shop.till.take_cash_for(invoice, "100", Overpaying::Ask).unwrap();
    let conn = shop.reader();
    let arrival = invoices::read(conn.conn(), invoice).unwrap().unwrap().arrival;
    let payment = payments::of_invoice(conn.conn(), arrival).unwrap()[0].id;
    let of = RefundOf::Invoice(invoice);
    let cash = |amount| HandRefund { method: Method::CASH, ..back(payment, of, amount) };
    assert!(shop.till.refund_by_hand(&cash(10_001)).is_err());
    shop.till.refund_by_hand(&cash(4_000)).unwrap();
    assert_eq!((shop.due(invoice), shop.account("cash:1")), (4_000, 6_000));
    let more = shop.till.refund_by_hand(&cash(6_001));
    let left = peso(6_000);
    assert!(
        matches!(more, Err(EnterError::MoreThanThere { available }) if available == left),
        "{more:?}"
    );
    shop.till.refund_by_hand(&cash(6_000)).unwrap();
    assert_eq!(shop.till.refundable(payment, of).unwrap(), peso(0));
    shop.till.void_invoice(invoice, "No era lo que quería").unwrap();
    assert_eq!((shop.account("cash:1"), shop.account("sales")), (0, 0));
    assert_eq!(shop.statement(ana).closing, peso(0));
    shop.sound();
}

#[test]
fn credit_goes_back_as_far_as_it_is_still_there() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let none = Allocate::Chosen(Vec::new());
    let payment = shop.till.enter_payment(&transfer(ana, 10_000, none)).unwrap().payment.unwrap();
    shop.sell(ana, "70");
    shop.till.apply_credit(ana, &Allocate::OldestFirst).unwrap();
    let available = |of| shop.till.refundable(payment, of).unwrap();
    assert_eq!(available(RefundOf::Credit), peso(3_000));
    assert!(shop.till.refund_by_hand(&back(payment, RefundOf::Credit, 3_001)).is_err());
    shop.till.refund_by_hand(&back(payment, RefundOf::Credit, 2_000)).unwrap();
    assert_eq!((credit(&shop, ana), shop.account("bank")), (1_000, 8_000));
    shop.till.refund_by_hand(&back(payment, RefundOf::Credit, 1_000)).unwrap();
    assert_eq!(available(RefundOf::Credit), Money::zero(shop.till.currency()));
    let nobody = PaymentId(uuid::Uuid::nil());
    assert!(shop.till.refund_by_hand(&back(nobody, RefundOf::Credit, 1)).is_err());
    shop.sound();
}

#[test]
fn a_payment_that_was_split_goes_back_invoice_by_invoice() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let (one, two) = (shop.sell(ana, "60"), shop.sell(ana, "40"));
    let entered = shop.till.enter_payment(&transfer(ana, 10_000, Allocate::OldestFirst)).unwrap();
    let payment = entered.payment.unwrap();
    let of = |id| shop.till.refundable(payment, RefundOf::Invoice(id)).unwrap();
    assert_eq!((of(one), of(two)), (peso(6_000), peso(4_000)));
    shop.till.refund_by_hand(&back(payment, RefundOf::Invoice(two), 4_000)).unwrap();
    assert_eq!((of(one), of(two)), (peso(6_000), peso(0)));
    assert_eq!((shop.due(one), shop.due(two), shop.account("bank")), (0, 4_000, 6_000));
    shop.sound();
}
