//! Mails that follow from what happens, each once.

use cobro_domain::{ids::CustomerId, time::Span};
use cobro_ledger::working::{
    contacts::Contact,
    outbox::{MailKind, MailState},
};
use cobro_sandbox::Paid;
use cobro_tests::MailServer;
use cobro_till::{
    collect::Way,
    customers::CustomerForm,
    mail::{MailForm, Security},
};

use super::{form, words_of};
use crate::shop::Shop;

/// A shop that sends receipts.
fn shop(server: &MailServer) -> (Shop, CustomerId) {
    let shop = Shop::open();
    let settings = MailForm { receipts: true, ..form(server, Security::None) };
    shop.till().save_mail(&settings).unwrap();
    let emails = vec!["ana@example.com".to_owned(), "pagos@example.com".to_owned()];
    let form = CustomerForm { name: "Ana".to_owned(), emails, ..CustomerForm::default() };
    let customer = shop.till().save_customer(&form).unwrap();
    (shop, customer)
}

fn kinds(shop: &Shop) -> Vec<MailKind> {
    shop.till().outbox_page(None).unwrap().into_iter().map(|mail| mail.kind).collect()
}

#[test]
fn a_payment_that_came_is_told_to_its_customer_once() {
    let server = MailServer::start(&[]);
    let (mut shop, customer) = shop(&server);
    shop.till().add_amount("Café", "250").unwrap();
    shop.till().pick_customer(customer).unwrap();
    let id = shop.till().request_voucher(&shop.way("seven-eleven")).unwrap();
    shop.work();
    assert_eq!(kinds(&shop), [], "nobody asked for the voucher by mail");
    shop.payu().pay(shop.reference(id).as_str(), Paid::InFull).unwrap();
    shop.pass(Span::hours(2));
    let mail = server.next();
    assert_eq!(mail.envelope.1, "ana@example.com");
    assert!(mail.subject.contains("A-000001"), "{}", mail.subject);
    assert!(mail.text.contains("250.00") && mail.text.contains("7-Eleven"), "{}", mail.text);
    let words = words_of(&mail.files[0].1);
    assert!(words.contains("A-000001") && words.contains("250.00"), "{words}");
    shop.reopen();
    shop.pass(Span::days(2));
    assert_eq!(server.so_far().len(), 0, "reports repeat themselves, mails do not");
    assert_eq!(kinds(&shop), [MailKind::Receipt]);
}

#[test]
fn a_crash_between_payment_and_mail_loses_neither() {
    let server = MailServer::start(&[]);
    let (mut shop, customer) = shop(&server);
    shop.till().add_amount("Café", "40").unwrap();
    shop.till().pick_customer(customer).unwrap();
    shop.till().take_cash("50").unwrap();
    // Queued with the payment, before anything was written or sent.
    assert_eq!(kinds(&shop), [MailKind::Receipt]);
    shop.reopen();
    shop.work();
    let mail = server.next();
    assert!(mail.text.contains("40.00"), "{}", mail.text);
    assert_eq!(mail.files.len(), 1);
}

#[test]
fn money_typed_by_hand_is_one_receipt_for_all_that_it_settles() {
    use cobro_domain::money::{Currency, Money};
    use cobro_till::entered::{Allocate, Means, TypedPayment};

    let server = MailServer::start(&[]);
    let (shop, customer) = shop(&server);
    for amount in ["100", "60"] {
        shop.till().add_amount("Café", amount).unwrap();
        shop.till().pick_customer(customer).unwrap();
        shop.till().sell_on_account().unwrap();
    }
    let typed = TypedPayment {
        customer,
        means: Means::Transfer,
        received_at: shop.now(),
        reference: "SPEI 7781".to_owned(),
        amount: Money::new(16_000, Currency::Mxn),
        allocate: Allocate::OldestFirst,
        withheld: Vec::new(),
    };
    shop.till().enter_payment(&typed).unwrap();
    shop.work();
    let mail = server.next();
    assert!(mail.subject.contains("A-000001, A-000002"), "{}", mail.subject);
    assert!(mail.text.contains("160.00") && mail.text.contains("SPEI 7781"), "{}", mail.text);
    assert_eq!(mail.files.len(), 2);
    assert_eq!(server.so_far().len(), 0);
}

#[test]
fn no_receipt_goes_where_none_is_wanted() {
    let server = MailServer::start(&[]);
    let (shop, customer) = shop(&server);
    let pay = |customer: Option<CustomerId>| {
        shop.till().add_amount("Café", "40").unwrap();
        if let Some(customer) = customer {
            shop.till().pick_customer(customer).unwrap();
        }
        shop.till().take_cash("40").unwrap();
        shop.work();
    };
    pay(None);
    let nameless = CustomerForm { name: "Eva".to_owned(), ..CustomerForm::default() };
    pay(Some(shop.till().save_customer(&nameless).unwrap()));
    shop.till().save_mail(&form(&server, Security::None)).unwrap();
    pay(Some(customer));
    let off = MailForm { host: String::new(), ..form(&server, Security::None) };
    shop.till().save_mail(&off).unwrap();
    pay(Some(customer));
    assert_eq!(kinds(&shop), []);
    assert_eq!(server.so_far().len(), 0);
}

#[test]
fn a_voucher_goes_to_whoever_waits_for_it_elsewhere() {
    let server = MailServer::start(&[]);
    let (shop, _) = shop(&server);
    let contact = Contact { email: Some("luis@example.com".to_owned()), phone: None };
    let way = Way { contact: Some(contact), ..shop.way("oxxo") };
    let id = shop.ask("250", &way).unwrap();
    shop.work();
    let mail = server.next();
    assert_eq!(mail.envelope.1, "luis@example.com");
    let voucher = shop.charge(id).voucher.unwrap();
    let reference = voucher.reference.unwrap();
    assert!(mail.text.contains("250.00") && mail.text.contains(&reference), "{}", mail.text);
    assert!(words_of(&mail.files[0].1).contains("250.00"));
    shop.pass(Span::hours(3));
    assert_eq!(server.so_far().len(), 0);
    let other = shop.till().send_voucher(id, "eva@example.com").unwrap();
    shop.work();
    assert_eq!(server.next().envelope.1, "eva@example.com");
    let newest = shop.till().newest_mail_about(id.0).unwrap().unwrap();
    assert_eq!((newest.id, newest.state), (other, MailState::Sent));
}

#[test]
fn the_shop_is_told_once_that_an_account_is_connected() {
    let server = MailServer::start(&[]);
    let (shop, _) = shop(&server);
    for _ in 0..2 {
        shop.till().test_merchant(shop.account).unwrap();
        shop.work();
    }
    let mail = server.next();
    assert_eq!(mail.envelope.1, "ventas@cafeluna.example");
    assert!(mail.subject.contains("PayU") && mail.text.contains("OXXO"), "{}", mail.text);
    assert_eq!(server.so_far().len(), 0);
    assert_eq!(kinds(&shop), [MailKind::Merchant]);
}

#[test]
fn nothing_of_a_forgotten_customer_is_mailed_any_more() {
    let server = MailServer::start(&[]);
    let (shop, customer) = shop(&server);
    shop.till().add_amount("Café", "40").unwrap();
    shop.till().pick_customer(customer).unwrap();
    shop.till().take_cash("40").unwrap();
    shop.till().erase_customer(customer).unwrap();
    shop.work();
    assert_eq!(kinds(&shop), []);
    assert_eq!(server.so_far().len(), 0);
}
