//! What the window is told of accounts before anything is booked, and what it can book.

use cobro_domain::{statement::Collector, time::Span};
use cobro_till::{
    conditions::WITHHOLDINGS,
    screen::{
        CommandError, CustomerFormView, CustomerStanding, HandRefundForm, PartForm, PaymentForm,
        StatementFile, TaxWord, WithheldForm,
    },
};

use super::Shop;

fn form(customer: &str, amount: &str) -> PaymentForm {
    PaymentForm {
        customer: customer.to_owned(),
        means: "transfer".to_owned(),
        received_on: "2026-11-01".to_owned(),
        reference: String::new(),
        amount: amount.to_owned(),
        parts: None,
    }
}

fn part(invoice: &str, amount: &str) -> PartForm {
    PartForm { invoice: invoice.to_owned(), amount: amount.to_owned() }
}

#[test]
fn a_payment_is_shown_before_it_is_booked() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let first = shop.sell(ana, "100").to_string();
    shop.wait(Span::days(1));
    let second = shop.sell(ana, "50").to_string();
    let id = ana.to_string();
    let preview = |form: &PaymentForm| shop.till.payment_preview(form).unwrap();
    let parts = |form: &PaymentForm| -> Vec<Option<String>> {
        preview(form).lines.into_iter().map(|line| line.part.map(|part| part.text)).collect()
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(parts(&form(&id, "")), [None, None]);
    assert_eq!(parts(&form(&id, "120")), [text("100.00"), text("20.00")]);
    let whole = preview(&form(&id, "200"));
    assert_eq!((whole.owed.text.as_str(), whole.credit.text.as_str()), ("150.00", "50.00"));
    assert!(whole.lines.iter().all(|line| line.closes));
    // By choice, what is not named gets nothing, and no part at all is all credit.
    let chosen = |typed: Vec<PartForm>| PaymentForm { parts: Some(typed), ..form(&id, "40") };
    assert_eq!(parts(&chosen(vec![part(&second, "40"), part(&first, " ")])), [None, text("40.00")]);
    assert_eq!(preview(&chosen(Vec::new())).credit.text, "40.00");
    for (wrong, code) in [
        (form(&id, "mucho"), CommandError::AmountMalformed { text: "mucho".to_owned() }),
        (
            chosen(vec![part(&second, "50.01")]),
            CommandError::MoreThanOwed { folio: "A-000002".to_owned(), owed: "50.00".to_owned() },
        ),
        (
            chosen(vec![part(&second, "41")]),
            CommandError::MoreThanThere { available: "40.00".to_owned() },
        ),
    ] {
        let seen = preview(&wrong);
        assert_eq!((seen.error, seen.lines.len()), (Some(code), 2));
    }
    let booked = shop.till.enter_payment_form(&chosen(Vec::new())).unwrap();
    assert_eq!(booked.credit.text, "40.00");
    // Then the credit is used like money.
    let credit = PaymentForm { means: "credit".to_owned(), ..form(&id, "") };
    assert_eq!(parts(&credit), [text("40.00"), None]);
    let used = shop.till.enter_payment_form(&credit).unwrap();
    assert_eq!((used.allocated.text.as_str(), used.credit.text.as_str()), ("40.00", "0.00"));
    shop.sound();
}

#[test]
fn withholding_is_offered_where_it_is_allowed_and_once() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let invoice = shop.sell(ana, "116").to_string();
    let offered = || shop.till.withholding_view(&invoice).unwrap();
    assert_eq!(offered().refused, Some(CommandError::WithholdingNotAllowed));
    let taxes =
        [WithheldForm { tax: TaxWord::Isr, rate: Some("isr-fees".into()), amount: "".into() }];
    assert!(shop.till.declare_withholding_form(&invoice, &taxes).is_err());
    shop.merchant(true, &[(WITHHOLDINGS, "allowed")]);
    assert!(matches!(shop.till.collector().unwrap(), Collector::Active { .. }));
    let view = offered();
    assert_eq!((view.refused, view.owed.text.as_str()), (None, "116.00"));
    let amounts: Vec<_> =
        view.rates.iter().map(|rate| (rate.id.as_str(), &*rate.amount.text)).collect();
    let net = view.rates[0].amount.minor.parse::<i64>().unwrap() * 10;
    assert_eq!(amounts[0].0, "isr-fees");
    assert!(net > 0, "{amounts:?}");
    // A rate of the other tax is none.
    let crossed = [WithheldForm { tax: TaxWord::Iva, ..taxes[0].clone() }];
    assert_eq!(
        shop.till.declare_withholding_form(&invoice, &crossed).unwrap_err(),
        CommandError::NotFound
    );
    let withheld = shop.till.declare_withholding_form(&invoice, &taxes).unwrap();
    assert_eq!(withheld, view.rates[0].amount);
    let before = CommandError::WithheldBefore { folio: "A-000001".to_owned() };
    assert_eq!(offered().refused, Some(before.clone()));
    assert_eq!(shop.till.declare_withholding_form(&invoice, &taxes).unwrap_err(), before);
    shop.sound();
}

#[test]
fn cash_and_transfers_go_back_by_hand_up_to_what_came() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    let invoice = shop.sell(ana, "100");
    let id = invoice.to_string();
    assert!(shop.till.hand_refunds(&id).unwrap().is_empty());
    shop.till.enter_payment_form(&form(&ana.to_string(), "60")).unwrap();
    let offered = shop.till.hand_refunds(&id).unwrap();
    let [only] = &offered[..] else { panic!("{offered:?}") };
    assert_eq!((only.method.as_str(), only.available.text.as_str()), ("transfer", "60.00"));
    let given = |amount: &str, method: &str| HandRefundForm {
        invoice: id.clone(),
        payment: only.payment.clone(),
        amount: amount.to_owned(),
        method: method.to_owned(),
        reference: "a la mano".to_owned(),
    };
    for wrong in [given("60.01", "cash"), given("0", "cash"), given("1", "cheque")] {
        assert!(shop.till.refund_by_hand_form(&wrong).is_err(), "{wrong:?}");
    }
    shop.till.refund_by_hand_form(&given("25", "cash")).unwrap();
    assert_eq!(shop.till.hand_refunds(&id).unwrap()[0].available.text, "35.00");
    assert_eq!(shop.due(invoice), 6_500);
    shop.sound();
}

#[test]
fn the_ticket_says_what_its_customer_owes_and_whether_they_may_owe_more() {
    let shop = Shop::new();
    let named = |name: &str, limit: &str| CustomerFormView {
        name: name.to_owned(),
        credit_limit: limit.to_owned(),
        terms_days: "15".to_owned(),
        ..CustomerFormView::default()
    };
    let saved = |form| shop.till.save_customer_form(form).unwrap().form.id.unwrap();
    let (ana, luis) = (saved(named("Ana", "150")), saved(named("Luis", "")));
    let pick = |id: &str| {
        let id = cobro_domain::ids::CustomerId::parse(id).unwrap();
        shop.till.ticket_view(&shop.till.pick_customer(id).unwrap()).unwrap()
    };
    let offered = || {
        let sheet = shop.till.charge_sheet().unwrap();
        sheet.methods.into_iter().find(|method| method.id == "on-account")
    };
    shop.till.add_amount("Pan", "100").unwrap();
    assert!(offered().is_none(), "a walk-in owes nothing");
    assert!(pick(&luis).account.is_some());
    assert!(offered().is_none(), "nobody said that Luis may owe");
    pick(&ana);
    let way = offered().unwrap();
    assert_eq!((way.available, way.days), (true, Some(15)));
    let sold = shop.till.sell_on_account_view().unwrap();
    assert_eq!(sold.total.text, "100.00");
    assert!(!shop.till.is_rfc_doubtful("").unwrap());
    assert!(shop.till.is_rfc_doubtful("XYZ").is_err());

    shop.till.add_amount("Pan", "60").unwrap();
    let account = pick(&ana).account.unwrap();
    assert_eq!(
        (account.balance.text.as_str(), account.standing),
        ("100.00", CustomerStanding::Owes)
    );
    let way = offered().unwrap();
    assert!(matches!(way.reason, Some(CommandError::CreditLimit { .. })), "{way:?}");
    assert!(shop.till.sell_on_account_view().is_err());
    let row = |name: &str| shop.till.customer_list(name, None).unwrap().rows[0].standing;
    assert_eq!((row("ana"), row("luis")), (CustomerStanding::Owes, CustomerStanding::Settled));
    // The limit is lowered afterwards; credit is the other way round.
    let id = Some(ana.clone());
    saved(CustomerFormView { id, ..named("Ana", "99.99") });
    assert_eq!(row("ana"), CustomerStanding::OverLimit);
    shop.till.enter_payment_form(&form(&luis, "5")).unwrap();
    assert_eq!(row("luis"), CustomerStanding::Credit);
    let kept = shop.till.merge_customers_view(&luis, &ana).unwrap();
    assert_eq!(kept.balance.text, "95.00");
    assert_eq!(shop.due(cobro_domain::ids::InvoiceId::parse(&sold.invoice).unwrap()), 10_000);
}

#[test]
fn periods_and_files_are_those_of_the_shops_calendar() {
    let shop = Shop::new();
    let ana = shop.customer("Ana");
    shop.sell(ana, "100");
    let periods = shop.till.periods();
    let month = &periods[0];
    assert_eq!(
        (&*month.id, &*month.first, &*month.last),
        ("this-month", "2026-11-01", "2026-11-01")
    );
    let write = |first: &str, file| {
        shop.till.write_statement_view(&ana.to_string(), first, &month.last, file)
    };
    let path = write(&month.first, StatementFile::A4).unwrap().path;
    assert!(path.ends_with("-2026-11-01-2026-11-01-a4.pdf"), "{path}");
    assert!(matches!(write("hoy", StatementFile::Csv), Err(CommandError::DateMalformed { .. })));
}
