//! Customers are made, found, sold to, joined and forgotten.

use cobro_domain::{
    customer::{BirthDate, Payer, PostalCode},
    name::Name,
    time::Span,
};
use cobro_till::{
    customers::{CustomerError, CustomerForm},
    entered::{Allocate, Means, TypedPayment},
    merchants::MerchantError,
    on_account::OnAccountError,
};

use super::{OPENED, Shop, merchant, named, peso};

fn whole() -> CustomerForm {
    CustomerForm {
        id: None,
        name: " Ángela  Muñoz ".to_owned(),
        rfc: "goDE-561231-GR8".to_owned(),
        address: "Av. Juárez 5, Puebla".to_owned(),
        emails: vec![
            "ana@correo.example".to_owned(),
            String::new(),
            "ANA@correo.example".to_owned(),
        ],
        phone: "+52 222 123 4567".to_owned(),
        birth_date: "1956-12-31".to_owned(),
        state: "Puebla".to_owned(),
        postal_code: "72000".to_owned(),
        credit_limit: "1,500.50".to_owned(),
        terms_days: "30".to_owned(),
        price_list: None,
        notes: "Toca el timbre".to_owned(),
    }
}

#[test]
fn what_is_typed_is_checked_and_kept_tidy() {
    let shop = Shop::new();
    let id = shop.till.save_customer(&whole()).unwrap();
    let known = shop.till.customer(id).unwrap().person;
    assert_eq!(known.name.as_str(), "Ángela Muñoz");
    assert_eq!(known.rfc.unwrap().as_str(), "GODE561231GR8");
    assert_eq!(known.emails, ["ana@correo.example"]);
    assert_eq!(known.credit_limit, Some(peso(150_050)));
    assert!(known.payer.is_complete());
    type Change = fn(&mut CustomerForm);
    let refused: [(&str, Change); 9] = [
        ("no name", |form| form.name.clear()),
        ("no RFC", |form| form.rfc = "GODE".to_owned()),
        ("no e-mail", |form| form.emails.push("ana".to_owned())),
        ("a day that never was", |form| form.birth_date = "1956-02-30".to_owned()),
        ("no postal code", |form| form.postal_code = "7200".to_owned()),
        ("no amount", |form| form.credit_limit = "mucho".to_owned()),
        ("terms for ever", |form| form.terms_days = "366".to_owned()),
        ("a book", |form| form.notes = "x".repeat(2_001)),
        ("a crowd", |form| form.emails = (0..11).map(|n| format!("{n}@b.example")).collect()),
    ];
    let head = shop.reader().head().unwrap();
    for (what, change) in refused {
        let mut form = CustomerForm { id: Some(id), ..whole() };
        change(&mut form);
        assert!(shop.till.save_customer(&form).is_err(), "{what}");
    }
    shop.till.save_customer(&CustomerForm { id: Some(id), ..whole() }).unwrap();
    assert_eq!(shop.reader().head().unwrap(), head, "nothing changed, nothing is booked");
    let changed = CustomerForm { id: Some(id), notes: String::new(), ..whole() };
    shop.till.save_customer(&changed).unwrap();
    assert_eq!(shop.till.customer(id).unwrap().person.notes, "");
    let found = shop.till.search_customers("munoz 222123").unwrap();
    assert_eq!(found.first().map(|found| found.id), Some(id));
    shop.sound();
}

#[test]
fn what_a_card_asks_of_a_payer_is_kept() {
    let shop = Shop::new();
    let id = shop.customer("Ana");
    let payer = Payer {
        birth_date: BirthDate::parse("1980-01-31").ok(),
        state: Name::parse("Jalisco").ok(),
        postal_code: PostalCode::parse("44100").ok(),
    };
    shop.till.keep_payer(id, payer.clone()).unwrap();
    assert_eq!(shop.till.customer(id).unwrap().person.payer, payer);
}

#[test]
fn a_sale_on_account_is_owed_until_it_is_due_and_stays_within_the_limit() {
    let shop = Shop::new();
    let id = shop.till.save_customer(&CustomerForm { id: None, ..whole() }).unwrap();
    shop.till.add_amount("Pan", "1000.50").unwrap();
    assert!(matches!(shop.till.sell_on_account(), Err(OnAccountError::NoCustomer)));
    shop.till.pick_customer(id).unwrap();
    let sold = shop.till.sell_on_account().unwrap();
    assert_eq!((sold.total, sold.due_at), (peso(100_050), OPENED.plus(Span::days(30))));
    assert_eq!(shop.till.customer_balance(id).unwrap().owed, peso(100_050));
    // One centavo more than the limit, then exactly the limit.
    shop.till.add_amount("Pan", "500.01").unwrap();
    shop.till.pick_customer(id).unwrap();
    let refused = shop.till.sell_on_account();
    let Err(OnAccountError::OverLimit { limit, owed, total }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((limit, owed, total), (peso(150_050), peso(100_050), peso(50_001)));
    let typed = shop.till.typed().unwrap();
    assert_eq!(typed.ticket.lines.len(), 1, "it is still on the screen");
    shop.till.clear_ticket().unwrap();
    shop.sell(id, "500");
    shop.sound();
}

#[test]
fn a_name_that_is_typed_after_a_customer_was_picked_counts() {
    let shop = Shop::new();
    let (one, other) = (shop.customer("Ana"), shop.customer("Ana"));
    shop.till.add_amount("Pan", "10").unwrap();
    shop.till.pick_customer(other).unwrap();
    shop.till.set_customer("Luis").unwrap();
    shop.till.sell_on_account().unwrap();
    let owed = |id| shop.till.customer_balance(id).unwrap().owed.minor();
    assert_eq!((owed(one), owed(other)), (0, 0));
    assert_eq!(shop.till.search_customers("luis").unwrap().len(), 1);
    shop.sell(other, "10");
    assert_eq!((owed(one), owed(other)), (0, 1_000));
}

#[test]
fn doubles_become_one_with_everything_that_was_open() {
    let shop = Shop::new();
    let gone = shop.till.save_customer(&whole()).unwrap();
    let kept = shop.customer("A. Muñoz");
    let first = shop.sell(gone, "900");
    shop.sell(kept, "100");
    shop.till
        .enter_payment(&TypedPayment {
            customer: gone,
            means: Means::Transfer,
            received_at: OPENED,
            reference: String::new(),
            amount: peso(20_000),
            allocate: Allocate::Chosen(Vec::new()),
            withheld: Vec::new(),
        })
        .unwrap();
    assert!(matches!(shop.till.merge_customers(kept, kept), Err(CustomerError::Same)));
    shop.till.merge_customers(gone, kept).unwrap();
    assert!(matches!(shop.till.merge_customers(gone, kept), Err(CustomerError::Same)));
    let balance = shop.till.customer_balance(gone).unwrap();
    assert_eq!((balance.owed, balance.credit), (peso(100_000), peso(20_000)));
    let person = shop.till.customer(gone).unwrap().person;
    assert_eq!((person.name.as_str(), person.terms_days), ("A. Muñoz", 30));
    assert_eq!(person.emails, ["ana@correo.example"]);
    // Money for an invoice of the one that went settles it at the one that stayed.
    shop.till.apply_credit(kept, &Allocate::OldestFirst).unwrap();
    assert_eq!(shop.due(first), 70_000);
    assert_eq!(shop.statement(gone), shop.statement(kept));
    assert_eq!(shop.statement(kept).outstanding.len(), 2);
    shop.sound();
}

#[test]
fn nobody_is_forgotten_with_an_open_account() {
    let shop = Shop::new();
    let id = shop.till.save_customer(&whole()).unwrap();
    let invoice = shop.sell(id, "50");
    let refused = shop.till.erase_customer(id);
    assert!(
        matches!(refused, Err(CustomerError::OpenAccount { owed, .. }) if owed == peso(5_000)),
        "{refused:?}"
    );
    let ask = cobro_till::collect::Overpaying::Ask;
    shop.till.take_cash_for(invoice, "50", ask).unwrap();
    shop.till.erase_customer(id).unwrap();
    assert!(matches!(shop.till.customer(id), Err(CustomerError::NotFound)));
    assert!(shop.till.search_customers("munoz").unwrap().is_empty());
    assert_eq!(shop.statement(id).movements.len(), 2, "the account stays without a name");
    shop.sound();
}

#[test]
fn an_account_of_another_tax_number_is_not_activated() {
    let shop = Shop::new();
    let other = [("rfc", "vace460910sx6")];
    let refused = shop.till.save_merchant(&merchant(true, &other));
    let Err(MerchantError::RfcDiffers { company, account }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((company.as_str(), account.as_str()), ("MAB9307148T4", "VACE460910SX6"));
    assert!(shop.till.merchants().unwrap().is_empty());
    // Switched off it may wait; of the same number, however it is written, it is active.
    let id = shop.merchant(false, &other);
    let mut form = merchant(true, &[("rfc", " mab-930714-8t4 ")]);
    form.id = Some(id);
    assert!(shop.till.save_merchant(&form).unwrap().account.active);
    // A form that says nothing of it changes nothing of it.
    let saved = shop.till.save_merchant(&cobro_till::merchants::MerchantForm {
        id: Some(id),
        ..merchant(true, &[])
    });
    assert_eq!(saved.unwrap().account.fields.get("rfc").unwrap(), "MAB9307148T4");
    assert!(shop.till.save_customer(&named("Ana")).is_ok());
}
