//! Statements of the till's own books.

use std::ops::ControlFlow;

use cobro_domain::{
    ids::CustomerId,
    statement::{Age, Button, MovementKind, PayState},
    time::Span,
};
use cobro_till::{
    conditions::{MINIMUM, RFC},
    entered::{Allocate, Means, TypedPayment},
    merchants::MerchantForm,
    screen::{CustomerFormView, PaymentForm},
    settings::CompanyForm,
};

use super::{OPENED, Shop, all_time, merchant, peso};

#[test]
fn a_month_is_told_with_what_came_before_and_what_is_left() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    shop.sell(ana, "1000"); // 1 November
    shop.wait(Span::days(35));
    shop.sell(ana, "200"); // 6 December
    shop.wait(Span::days(1));
    shop.till
        .enter_payment(&TypedPayment {
            customer: ana,
            means: Means::Deposit,
            received_at: OPENED,
            reference: "Ficha 12".to_owned(),
            amount: peso(30_000),
            allocate: Allocate::OldestFirst,
            withheld: Vec::new(),
        })
        .unwrap();
    let december = shop.till.period("2026-12-01", "2026-12-31").unwrap();
    let told = shop.till.statement(ana, december).unwrap();
    assert!(told.ties());
    assert_eq!((told.opening, told.closing), (peso(100_000), peso(90_000)));
    let lines: Vec<_> = told
        .movements
        .iter()
        .map(|line| (line.moved.kind, line.moved.document.as_deref(), line.balance.minor()))
        .collect();
    let expected =
        [(MovementKind::Invoice, Some("A-000002"), 120_000), (MovementKind::Payment, None, 90_000)];
    assert_eq!(lines, expected);
    let paid = &told.movements[1].moved;
    assert_eq!(paid.method.as_ref().unwrap().as_str(), "deposit");
    assert_eq!((paid.reference.as_deref(), paid.received_at), (Some("Ficha 12"), Some(OPENED)));
    assert_eq!(paid.shares[0].folio.to_string(), "A-000001");
    let ages = [Age::To30, Age::To60].map(|age| told.ageing.at(age).minor());
    assert_eq!(ages, [20_000, 70_000], "60 days lie between 1 November and 31 December");
    let november = shop.till.period("2026-11-01", "2026-11-30").unwrap();
    let before = shop.till.statement(ana, november).unwrap();
    assert!(before.ties());
    assert_eq!((before.opening, before.closing), (peso(0), peso(100_000)));
    assert_eq!(before.outstanding[0].owing.owed, peso(100_000));
    assert_eq!(before.outstanding[0].owing.owed_now, peso(70_000));
}

#[test]
fn the_button_follows_the_account_and_what_is_still_owed() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let least = shop.sell(ana, "60");
    shop.sell(ana, "59.99");
    let states = || {
        let told = shop.statement(ana);
        told.outstanding.iter().map(|one| one.pay).collect::<Vec<_>>()
    };
    assert_eq!(states(), [PayState::NoAccount; 2]);
    let id = shop.merchant(false, &[(MINIMUM, "60")]);
    assert_eq!(states(), [PayState::AccountInactive; 2]);
    assert!(states().iter().all(|state| state.button() == Button::Hidden));
    let active = MerchantForm { id: Some(id), ..merchant(true, &[]) };
    shop.till.save_merchant(&active).unwrap();
    let below = PayState::BelowMinimum { minimum: peso(6_000) };
    assert_eq!(states(), [PayState::Payable, below]);
    // What counts is what is still owed, not what the invoice was.
    let part = TypedPayment {
        customer: ana,
        means: Means::Cheque,
        received_at: OPENED,
        reference: String::new(),
        amount: peso(1),
        allocate: Allocate::Chosen(vec![(least, peso(1))]),
        withheld: Vec::new(),
    };
    shop.till.enter_payment(&part).unwrap();
    assert_eq!(states(), [below; 2]);
    // The provider's own minimum counts when it is the larger.
    let small = MerchantForm { id: Some(id), ..merchant(true, &[(MINIMUM, "1")]) };
    shop.till.save_merchant(&small).unwrap();
    assert_eq!(states(), [PayState::Payable; 2]);
    shop.sell(ana, "38.99");
    assert!(matches!(states()[2], PayState::BelowMinimum { .. }));
    // The account is of the shop's number; then the shop is of another.
    let own = MerchantForm { id: Some(id), ..merchant(true, &[(RFC, "MAB9307148T4")]) };
    shop.till.save_merchant(&own).unwrap();
    assert_eq!(states()[0], PayState::Payable);
    let (name, rfc) = ("Estrella".to_owned(), "VACE460910SX6".to_owned());
    shop.till.save_company(&CompanyForm { name, rfc, ..CompanyForm::default() }).unwrap();
    assert_eq!(states(), [PayState::AccountInactive; 3]);
}

#[test]
fn everybody_with_a_balance_gets_a_statement_until_somebody_breaks_off() {
    let shop = Shop::new();
    let names = ["Ana", "Luis", "Rosa", "Zoé"];
    let ids = names.map(|name| shop.customer(name));
    for id in &ids[..3] {
        shop.sell(*id, "100");
    }
    // One owes nothing any more, one is owed something.
    let pay = |customer, amount| TypedPayment {
        customer,
        means: Means::Transfer,
        received_at: OPENED,
        reference: String::new(),
        amount: peso(amount),
        allocate: Allocate::OldestFirst,
        withheld: Vec::new(),
    };
    shop.till.enter_payment(&pay(ids[1], 10_000)).unwrap();
    shop.till.enter_payment(&pay(ids[3], 500)).unwrap();
    let mut told = Vec::new();
    let whole = shop.till.statements(all_time(), |statement, progress| {
        assert!(statement.ties());
        told.push((statement.customer, statement.closing.minor(), progress.done, progress.of));
        ControlFlow::Continue(())
    });
    assert_eq!(whole.unwrap(), ControlFlow::Continue(()));
    let mut expected = vec![(ids[0], 10_000), (ids[2], 10_000), (ids[3], -500)];
    expected.sort();
    let found: Vec<_> = told.iter().map(|(id, closing, ..)| (*id, *closing)).collect();
    assert_eq!(found, expected);
    assert_eq!(told.last().map(|(.., done, of)| (*done, *of)), Some((3, 3)));
    let mut calls = 0;
    let broken = shop.till.statements(all_time(), |_, _| {
        calls += 1;
        ControlFlow::Break(())
    });
    assert_eq!((broken.unwrap(), calls), (ControlFlow::Break(()), 1));
}

#[test]
fn the_window_is_told_the_same() {
    let shop = Shop::new();
    let form = CustomerFormView {
        name: "Ana".to_owned(),
        credit_limit: "5000".to_owned(),
        terms_days: "30".to_owned(),
        ..CustomerFormView::default()
    };
    let ana = shop.till.save_customer_form(form).unwrap().form.id.unwrap();
    let id = CustomerId::parse(&ana).unwrap();
    for _ in 0..30 {
        shop.sell(id, "100");
    }
    let paid = PaymentForm {
        customer: ana.clone(),
        means: "transfer".to_owned(),
        received_on: "2026-11-01".to_owned(),
        reference: "SPEI 9".to_owned(),
        amount: "2,950.00".to_owned(),
        parts: None,
    };
    for wrong in [
        PaymentForm { means: "gold".to_owned(), ..paid.clone() },
        PaymentForm { amount: "mucho".to_owned(), ..paid.clone() },
        PaymentForm { received_on: "ayer".to_owned(), ..paid.clone() },
        PaymentForm { customer: "Ana".to_owned(), ..paid.clone() },
    ] {
        assert!(shop.till.enter_payment_form(&wrong).is_err(), "{wrong:?}");
    }
    let settled = shop.till.enter_payment_form(&paid).unwrap();
    assert_eq!(
        (settled.allocated.text.as_str(), settled.credit.text.as_str()),
        ("2,950.00", "0.00")
    );
    let seen = shop.till.customer_view(&ana).unwrap();
    assert_eq!((seen.owed.text.as_str(), seen.form.credit_limit.as_str()), ("50.00", "5,000.00"));
    // The payment has a part for each of 30 invoices, and is one line.
    let first = &seen.history.movements[0];
    assert_eq!((first.kind.as_str(), first.invoices.len()), ("payment", 30));
    let (mut kinds, mut next) = (seen.history.movements.len(), seen.history.next);
    while let Some(after) = next {
        let page = shop.till.customer_history_page(&ana, Some(&after)).unwrap();
        kinds += page.movements.len();
        next = page.next;
    }
    assert_eq!(kinds, 31);
    let told = shop.till.statement_view(&ana, "2026-11-01", "2026-11-30").unwrap();
    assert_eq!((told.movements.len(), told.closing.text.as_str()), (31, "50.00"));
    assert_eq!((told.outstanding.len(), told.outstanding[0].has_button), (1, false));
    assert_eq!(told.ageing[0].owed.text, "50.00");
    let listed = shop.till.customer_list("an", None).unwrap();
    assert_eq!((listed.rows.len(), listed.rows[0].balance.text.as_str()), (1, "50.00"));
    assert!(shop.till.statement_view(&ana, "2026-11-30", "2026-11-01").is_err());
}
