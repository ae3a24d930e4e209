//! Goods that come back, and the money for them.

use std::thread;

use cobro_domain::{
    ids::{CustomerId, InvoiceId, PaymentId},
    method::Method,
    quantity::Quantity,
};
use cobro_ledger::views::{
    accounts, allocations,
    invoices::{self, Standing},
    payments, returns, timeline,
};
use cobro_till::{
    collect::{Overpaying, Way},
    entered::{Allocate, EnterError, HandRefund, Means, RefundOf, TypedPayment},
    merchants::MerchantForm,
    returns::{Back, CreditTo, Giver, LiveCharges, ReturnError, ReturnOrder},
    void::VoidError,
};

use super::{OPENED, Shop, merchant, peso};

const CASH: Back = Back::ByHand { method: Method::CASH, reference: String::new() };

impl Shop {
    /// Sells so many of things for cash.
    fn sold(&self, things: &[(&str, &str)]) -> InvoiceId {
        for (line, (price, quantity)) in things.iter().enumerate() {
            self.till.add_amount("Taza", price).unwrap();
            self.till.set_quantity(line, quantity).unwrap();
        }
        self.till.take_cash("100000").unwrap().invoice
    }

    fn standing(&self, invoice: InvoiceId) -> Standing {
        invoices::read(self.reader().conn(), invoice).unwrap().unwrap().standing
    }

    fn left(&self, invoice: InvoiceId) -> Vec<i64> {
        let reader = self.reader();
        let arrival = invoices::read(reader.conn(), invoice).unwrap().unwrap().arrival;
        let left = returns::left(reader.conn(), arrival).unwrap();
        left.iter().map(|line| line.left).collect()
    }

    fn payment(&self, invoice: InvoiceId) -> PaymentId {
        let reader = self.reader();
        let arrival = invoices::read(reader.conn(), invoice).unwrap().unwrap().arrival;
        payments::of_invoice(reader.conn(), arrival).unwrap()[0].id
    }

    /// What is on any account.
    fn anything(&self) -> Vec<(String, i64)> {
        let balances = accounts::balances(self.reader().conn()).unwrap();
        let balances = balances.into_iter().map(|(name, amount)| (name, amount.minor()));
        balances.filter(|(_, minor)| *minor != 0).collect()
    }
}

fn n(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

fn order(invoice: InvoiceId, lines: &[(usize, &str)], back: Back) -> ReturnOrder {
    ReturnOrder {
        invoice,
        lines: lines.iter().map(|(line, quantity)| (*line, n(quantity))).collect(),
        reason: "no era su talla".to_owned(),
        back,
        live: LiveCharges::Ask,
    }
}

#[test]
fn never_takes_back_more_than_was_sold() {
    let shop = Shop::new();
    let invoice = shop.sold(&[("50", "3"), ("12.35", "2")]);
    shop.till.return_goods(&order(invoice, &[(0, "2")], Back::AsPaid)).unwrap();
    let too_many = |line, left| move |error: &ReturnError| matches!(error, ReturnError::TooMany { line: l, left: n } if (*l, *n) == (line, left));
    type Says = Box<dyn Fn(&ReturnError) -> bool>;
    let refused: Vec<(&[(usize, &str)], Says)> = vec![
        (&[(0, "2")], Box::new(too_many(0, 1_000))),
        (&[(0, "1"), (1, "2.001")], Box::new(too_many(1, 2_000))),
        (&[(0, "1"), (0, "1")], Box::new(too_many(0, 0))),
        (&[(2, "1")], Box::new(|error| matches!(error, ReturnError::NotFound))),
        (&[], Box::new(|error| matches!(error, ReturnError::Nothing))),
    ];
    for (lines, says) in refused {
        let error = shop.till.return_goods(&order(invoice, lines, Back::AsPaid)).unwrap_err();
        assert!(says(&error), "{lines:?}: {error:?}");
        let preview = shop.till.preview_return(&order(invoice, lines, Back::AsPaid));
        assert!(preview.is_err_and(|error| says(&error)), "{lines:?}");
    }
    let mut silent = order(invoice, &[(0, "1")], Back::AsPaid);
    silent.reason = "  ".to_owned();
    assert!(matches!(shop.till.return_goods(&silent), Err(ReturnError::Reason(_))));
    assert_eq!(shop.left(invoice), [1_000, 2_000]);
    shop.till.return_goods(&order(invoice, &[(0, "1"), (1, "2")], Back::AsPaid)).unwrap();
    assert_eq!((shop.standing(invoice), shop.anything()), (Standing::Returned, vec![]));
    shop.sound();
}

#[test]
fn never_refunds_twice_nor_a_refund() {
    let shop = Shop::new();
    let invoice = shop.sold(&[("50", "2")]);
    let payment = shop.payment(invoice);
    let of = RefundOf::Invoice(invoice);
    let by_hand = |minor| {
        let (amount, method, reference) = (peso(minor), Method::CASH, String::new());
        shop.till.refund_by_hand(&HandRefund { payment, of, amount, method, reference })
    };
    // One piece as credit, one in cash: nothing of the payment is left after that.
    let ana = shop.customer("Ana");
    let credit = Back::Credit { to: Some(CreditTo::Known(ana)) };
    shop.till.return_goods(&order(invoice, &[(0, "1")], credit)).unwrap();
    assert_eq!(shop.till.refundable(payment, of).unwrap(), peso(5_000));
    let more = by_hand(5_001);
    assert!(matches!(more, Err(EnterError::MoreThanThere { .. })), "{more:?}");
    shop.till.return_goods(&order(invoice, &[(0, "1")], CASH)).unwrap();
    assert_eq!(shop.account("cash:1"), 5_000);
    assert!(matches!(by_hand(1), Err(EnterError::MoreThanThere { .. })));
    let again = shop.till.return_goods(&order(invoice, &[(0, "1")], CASH));
    assert!(matches!(again, Err(ReturnError::TooMany { line: 0, left: 0 })), "{again:?}");
    // What was given back is no payment that could be given back.
    let reader = shop.reader();
    let arrival = invoices::read(reader.conn(), invoice).unwrap().unwrap().arrival;
    let gone = allocations::of_invoice(reader.conn(), arrival).unwrap();
    assert_eq!(gone.iter().map(|one| one.amount.minor()).collect::<Vec<_>>(), [-5_000, -5_000]);
    assert_eq!(
        shop.anything(),
        [("cash:1".to_owned(), 5_000), (format!("store-credit:{ana}"), -5_000),]
    );
    shop.sound();
}

#[test]
fn a_refund_never_differs_from_the_sale_by_a_cent() {
    // Prices that divide badly, with and without parts of a piece.
    let sales: [&[(&str, &str)]; 3] = [
        &[("0.33", "7")],
        &[("9.99", "3"), ("0.01", "1"), ("100", "1")],
        &[("33.33", "3"), ("12.35", "2"), ("0.07", "9")],
    ];
    let steps: [&[&str]; 3] = [&["1"], &["0.1", "0.25"], &["0.333", "0.001", "0.9"]];
    let shop = Shop::new();
    for things in sales {
        for steps in steps {
            let invoice = shop.sold(things);
            let mut steps = steps.iter().cycle();
            while let Some(line) = shop.left(invoice).iter().rposition(|left| *left > 0) {
                let wanted = n(steps.next().unwrap()).thousandths();
                let quantity = wanted.min(shop.left(invoice)[line]);
                let quantity = Quantity::from_thousandths(quantity).unwrap();
                let mut order = order(invoice, &[], Back::AsPaid);
                order.lines = vec![(line, quantity)];
                shop.till.return_goods(&order).unwrap();
            }
            assert_eq!(shop.anything(), [], "{things:?}");
            assert_eq!(shop.standing(invoice), Standing::Returned);
        }
    }
    shop.sound();
}

#[test]
fn two_returns_at_once_never_exceed_what_was_sold() {
    let shop = Shop::new();
    for _ in 0..8 {
        let invoice = shop.sold(&[("50", "3")]);
        let outcomes: Vec<_> = thread::scope(|scope| {
            let tries: Vec<_> = (0..4)
                .map(|_| {
                    let till = &shop.till;
                    scope.spawn(move || till.return_goods(&order(invoice, &[(0, "2")], CASH)))
                })
                .collect();
            tries.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert_eq!((shop.left(invoice), shop.due(invoice)), (vec![1_000], 0));
    }
    assert_eq!(shop.account("cash:1"), 8 * 5_000);
    shop.sound();
}

#[test]
fn what_is_still_owed_is_lowered_before_money_goes_back() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let invoice = shop.sell(ana, "100");
    let transfer = TypedPayment {
        customer: ana,
        means: Means::Transfer,
        received_at: OPENED,
        reference: "SPEI 1".to_owned(),
        amount: peso(3_000),
        allocate: Allocate::OldestFirst,
        withheld: Vec::new(),
    };
    shop.till.enter_payment(&transfer).unwrap();
    let first = shop.till.return_goods(&order(invoice, &[(0, "0.5")], Back::AsPaid)).unwrap();
    let plan = &first.plan;
    assert_eq!((plan.settles, plan.back, plan.parts.len()), (peso(5_000), peso(0), 0));
    assert_eq!((shop.due(invoice), shop.standing(invoice)), (2_000, Standing::Partial));
    let rest = shop.till.return_goods(&order(invoice, &[(0, "0.5")], Back::AsPaid)).unwrap();
    assert_eq!((rest.plan.settles, rest.plan.back), (peso(2_000), peso(3_000)));
    assert_eq!(rest.plan.parts[0].by, Giver::Person(Method::named("transfer")));
    assert_eq!((shop.account("bank"), shop.standing(invoice)), (0, Standing::Returned));
    assert_eq!((first.folio.to_string().as_str(), rest.folio.number), ("NCA-000001", 2));
    let told = shop.statement(ana);
    assert_eq!((told.closing, told.movements.len()), (peso(0), 5));
    assert_eq!(told.movements[2].moved.document.as_deref(), Some("NCA-000001"));
    shop.sound();
}

#[test]
fn credit_is_somebodys_and_buys_the_next_thing() {
    let shop = Shop::new();
    let invoice = shop.sold(&[("100", "1")]);
    let nobody = shop.till.return_goods(&order(invoice, &[(0, "1")], Back::Credit { to: None }));
    assert!(matches!(nobody, Err(ReturnError::WhoseCredit)), "{nobody:?}");
    let unknown = Back::Credit { to: Some(CreditTo::Known(CustomerId(uuid::Uuid::nil()))) };
    let unknown = shop.till.return_goods(&order(invoice, &[(0, "1")], unknown));
    assert!(matches!(unknown, Err(ReturnError::Customer(_))), "{unknown:?}");
    let ana = shop.customer("Ana");
    let credit = Back::Credit { to: Some(CreditTo::Known(ana)) };
    shop.till.return_goods(&order(invoice, &[(0, "0.4")], credit.clone())).unwrap();
    let had = |customer| shop.till.customer_balance(customer).unwrap().credit;
    assert_eq!((had(ana), shop.account("cash:1")), (peso(4_000), 10_000));
    assert_eq!(shop.standing(invoice), Standing::Paid);
    let next = shop.sell(ana, "40");
    shop.till.apply_credit(ana, &Allocate::OldestFirst).unwrap();
    assert_eq!((shop.due(next), had(ana)), (0, peso(0)));
    // What was paid with credit goes back as credit, whatever was asked, and to nobody else.
    let luis = shop.customer("Luis");
    for back in [Back::AsPaid, Back::Credit { to: Some(CreditTo::Known(luis)) }] {
        shop.till.return_goods(&order(next, &[(0, "0.5")], back)).unwrap();
    }
    assert_eq!((had(ana), had(luis), shop.account("cash:1")), (peso(4_000), peso(0), 10_000));
    assert_eq!(
        (shop.standing(next), shop.statement(ana).closing),
        (Standing::Returned, peso(-4_000))
    );
    shop.sound();
}

#[test]
fn what_was_voided_takes_nothing_back_and_what_came_back_is_not_voided() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let (one, two) = (shop.sell(ana, "10"), shop.sell(ana, "20"));
    shop.till.void_invoice(one, "por error").unwrap();
    let refused = shop.till.return_goods(&order(one, &[(0, "1")], Back::AsPaid));
    assert!(matches!(refused, Err(ReturnError::NotReturnable { .. })), "{refused:?}");
    shop.till.return_goods(&order(two, &[(0, "0.1")], Back::AsPaid)).unwrap();
    let refused = shop.till.void_invoice(two, "por error");
    assert!(matches!(refused, Err(VoidError::NotVoidable { .. })), "{refused:?}");
    assert_eq!((shop.due(one), shop.due(two)), (0, 1_800));
    let reader = shop.reader();
    let arrival = invoices::read(reader.conn(), two).unwrap().unwrap().arrival;
    assert_eq!(timeline::of(reader.conn(), arrival).unwrap().len(), 2);
    shop.sound();
}

#[test]
fn charges_that_could_bring_what_is_owed_no_more_are_asked_about() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let email = "caja@estrella.example".to_owned();
    let form =
        MerchantForm { payer_name: "Ana".to_owned(), payer_email: email, ..merchant(true, &[]) };
    let account = shop.till.save_merchant(&form).unwrap().account.account;
    let invoice = shop.sell(ana, "100");
    let way = Way { account, method: Method::named("oxxo"), contact: None };
    let charge = shop.till.charge_again(invoice, &way, Overpaying::Ask).unwrap();
    let mut wanted = order(invoice, &[(0, "0.5")], Back::AsPaid);
    let refused = shop.till.return_goods(&wanted);
    assert!(
        matches!(refused, Err(ReturnError::Live { live }) if live == peso(10_000)),
        "{refused:?}"
    );
    assert_eq!(shop.left(invoice), [1_000]);
    wanted.live = LiveCharges::GiveUp;
    let returned = shop.till.return_goods(&wanted).unwrap();
    assert_eq!((returned.plan.live, shop.due(invoice)), (vec![charge], 5_000));
    assert!(shop.till.live_charges().unwrap().is_empty(), "it was given up");
    shop.sound();
}
