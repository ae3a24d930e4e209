//! What a provider brings on top of what was owed is the customer's credit.

use cobro_domain::{ids::CustomerId, method::Method, statement::MovementKind};
use cobro_ledger::{
    Mode, Reader,
    fact::Settlement,
    views::{cases, charges, invoices, payments},
};
use cobro_till::{
    Till,
    cases::CaseError,
    collect::Way,
    entered::{Allocate, EnterError, HandRefund, RefundOf},
    open::{Place, open},
    training::CustomerAct,
};

use super::{all_time, named, peso};

/// Sells something to a customer by a voucher that they overpay by half.
fn overpaid(till: &Till, customer: CustomerId) -> (invoices::Invoice, payments::Payment) {
    till.add_amount("Pan", "100").unwrap();
    till.pick_customer(customer).unwrap();
    let account = till.merchants().unwrap()[0].account.account;
    let (method, contact) = (Method::stored("oxxo"), None);
    let charge = till.request_voucher(&Way { account, method, contact }).unwrap();
    till.work_through().unwrap();
    till.act_as_customer(charge, CustomerAct::Overpay).unwrap();
    till.advance_clock(26).unwrap();
    till.work_through().unwrap();
    let reader = Reader::open(till.path()).unwrap();
    let charge = charges::read(reader.conn(), charge).unwrap().unwrap();
    let came = payments::of_invoice(reader.conn(), charge.invoice).unwrap();
    (invoices::at(reader.conn(), charge.invoice).unwrap(), came[0].clone())
}

#[test]
fn surplus_is_used_or_goes_back_and_never_both() {
    let folder = tempfile::tempdir().unwrap();
    let holder = "a test".to_owned();
    let place = Place { folder: folder.path().to_owned(), mode: Mode::Training, holder };
    let till = open(&place).unwrap();
    let ana = till.save_customer(&named("Ana")).unwrap();
    let (invoice, payment) = overpaid(&till, ana);
    assert_eq!(payment.amount, peso(15_000));
    let told = till.statement(ana, all_time()).unwrap();
    assert!(told.ties());
    let paid = &told.movements[1].moved;
    assert_eq!((paid.kind, paid.credited), (MovementKind::Payment, peso(15_000)));
    assert_eq!(paid.method.as_ref().unwrap().as_str(), "oxxo");
    assert_eq!((told.closing, told.credit), (peso(-5_000), peso(5_000)));
    // Some of it settles the next invoice.
    till.add_amount("Pan", "20").unwrap();
    till.pick_customer(ana).unwrap();
    till.sell_on_account().unwrap();
    till.apply_credit(ana, &Allocate::OldestFirst).unwrap();
    // What was used does not go back by closing the case either.
    let reader = Reader::open(till.path()).unwrap();
    let case = cases::of_invoice(reader.conn(), invoice.arrival).unwrap()[0].id;
    let closed = till.close_case(case, Settlement::PaidBackInCash, "lo pidió");
    assert!(
        matches!(closed, Err(CaseError::Used { available }) if available == peso(3_000)),
        "{closed:?}"
    );
    let of = RefundOf::Invoice(invoice.id);
    assert_eq!(till.refundable(payment.id, of).unwrap(), peso(3_000));
    let back = |amount| HandRefund {
        payment: payment.id,
        of,
        amount: peso(amount),
        method: Method::CASH,
        reference: String::new(),
    };
    let refused = till.refund_by_hand(&back(3_001));
    assert!(matches!(refused, Err(EnterError::MoreThanThere { .. })), "{refused:?}");
    till.refund_by_hand(&back(3_000)).unwrap();
    let balance = till.customer_balance(ana).unwrap();
    assert_eq!((balance.owed, balance.credit), (peso(0), peso(0)));
    assert!(till.statement(ana, all_time()).unwrap().ties());
    let reader = Reader::open(till.path()).unwrap();
    assert_eq!(reader.check_views(|_| {}).unwrap(), []);
    assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
}
