//! The provider's page: offered to whoever owes something, paid from the payer's own browser,
//! and never waited for in vain.

use std::collections::BTreeMap;

use cobro_documents::PayLink;
use cobro_domain::{
    charge::ChargeState,
    ids::{ChargeId, CustomerId, InvoiceId},
    invoice::InvoiceState,
    money::{Currency, Money},
    statement::Period,
    time::{Span, Timestamp},
};
use cobro_ledger::views::{charges, invoices};
use cobro_sandbox::PageAct;
use cobro_till::{
    card::PageOrder,
    collect::Overpaying,
    customers::CustomerForm,
    entered::{Allocate, Means, TypedPayment},
    merchants::MerchantError,
};

use crate::{cards::payer, shop::Shop};

const PAGE: &str = "https://cafeluna.example/pagar.html";

/// A shop that has a page for links, and a customer.
fn shop() -> (Shop, CustomerId) {
    let shop = Shop::open();
    let mut form = shop.form(Some(shop.account), "PayU");
    form.fields.insert("pay-page".to_owned(), PAGE.to_owned());
    shop.till().save_merchant(&form).unwrap();
    let customer = CustomerForm {
        name: "Fonda Lupita".to_owned(),
        emails: vec!["lupita@example.com".to_owned()],
        phone: "222 555 0101".to_owned(),
        ..CustomerForm::default()
    };
    let customer = shop.till().save_customer(&customer).unwrap();
    (shop, customer)
}

fn owe(shop: &Shop, customer: CustomerId, amount: &str) -> InvoiceId {
    shop.till().add_amount("Café", amount).unwrap();
    shop.till().pick_customer(customer).unwrap();
    shop.till().sell_on_account().unwrap().invoice
}

fn links(shop: &Shop, customer: CustomerId) -> BTreeMap<InvoiceId, PayLink> {
    let until = Timestamp::from_millis(4_000_000_000_000);
    let period = Period { from: Timestamp::default(), until };
    let statement = shop.till().statement(customer, period).unwrap();
    shop.till().pay_links(&statement)
}

/// What a browser makes of a link: the fields that it sends on.
fn fields(link: &PayLink) -> BTreeMap<String, String> {
    let (page, fragment) = link.as_str().split_once('#').unwrap();
    assert_eq!(page, PAGE);
    form_urlencoded::parse(fragment.as_bytes()).into_owned().collect()
}

fn state(shop: &Shop, id: InvoiceId) -> InvoiceState {
    invoices::read(shop.reader().conn(), id).unwrap().unwrap().state
}

fn charges_of(shop: &Shop, id: InvoiceId) -> Vec<(ChargeId, ChargeState, i64)> {
    let conn = shop.reader().conn();
    let invoice = invoices::read(conn, id).unwrap().unwrap();
    let charges = charges::of_invoice(conn, invoice.arrival).unwrap();
    charges.iter().map(|charge| (charge.id, charge.state, charge.amount.minor())).collect()
}

fn visit(shop: &Shop, link: &PayLink, act: PageAct) {
    let fields = fields(link);
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    shop.control.act_on_page("payu", &fields, act).unwrap();
}

#[test]
fn a_statement_links_to_what_can_be_paid_and_to_nothing_twice() {
    let (shop, customer) = shop();
    let payable = owe(&shop, customer, "1000");
    let small = owe(&shop, customer, "38.99");
    let waiting = owe(&shop, customer, "500");
    shop.till().charge_again(waiting, &shop.way("oxxo"), Overpaying::Ask).unwrap();
    shop.work();
    let first = links(&shop, customer);
    assert_eq!(first.keys().collect::<Vec<_>>(), [&payable], "too small, or waited for already");
    assert_eq!(charges_of(&shop, small), []);
    let sent = fields(&first[&payable]);
    let told = ["amount", "currency", "buyerEmail", "buyerFullName", "telephone", "description"]
        .map(|name| sent[name].as_str());
    assert_eq!(
        told,
        ["1000", "MXN", "lupita@example.com", "Fonda Lupita", "222 555 0101", "A-000001"]
    );

    // The same statement once more leads to the same page, and books nothing.
    shop.advance(Span::days(3));
    let before = shop.facts();
    assert_eq!(links(&shop, customer), first);
    assert_eq!(shop.facts(), before);

    // Another amount is another page, and the old one makes way.
    let paid = TypedPayment {
        customer,
        means: Means::Transfer,
        received_at: shop.now(),
        reference: "SPEI 1".to_owned(),
        amount: Money::new(40_000, Currency::Mxn),
        allocate: Allocate::OldestFirst,
        withheld: Vec::new(),
    };
    shop.till().enter_payment(&paid).unwrap();
    let second = links(&shop, customer);
    assert_eq!(fields(&second[&payable])["amount"], "600");
    let states: Vec<_> =
        charges_of(&shop, payable).iter().map(|(_, state, amount)| (*state, *amount)).collect();
    assert_eq!(states, [(ChargeState::Cancelled, 100_000), (ChargeState::Pending, 60_000)]);
    shop.assert_sound();
}

#[test]
fn a_link_is_paid_from_the_payers_browser_and_the_invoice_turns_paid() {
    let (shop, customer) = shop();
    let id = owe(&shop, customer, "1250.50");
    let link = links(&shop, customer).remove(&id).unwrap();
    visit(&shop, &link, PageAct::Reject);
    shop.pass(Span::minutes(20));
    assert_eq!(state(&shop, id), InvoiceState::Open, "a refused attempt ends nothing");
    visit(&shop, &link, PageAct::Pay);
    shop.pass(Span::minutes(20));
    let [(charge, state_of, _)] = charges_of(&shop, id)[..] else { panic!("one charge") };
    assert_eq!((state(&shop, id), state_of), (InvoiceState::Paid, ChargeState::Paid));
    assert_eq!((shop.paid(charge), shop.matters(charge)), (vec![125_050], vec![]));
    assert!(links(&shop, customer).is_empty(), "nothing is left to pay");
    shop.assert_patient();
    shop.assert_sound();
}

#[test]
fn a_page_that_nobody_opens_is_asked_about_calmly_and_ends() {
    let (shop, customer) = shop();
    let id = owe(&shop, customer, "1000");
    assert_eq!(links(&shop, customer).len(), 1);
    shop.pass(Span::days(10));
    let [(charge, state_of, _)] = charges_of(&shop, id)[..] else { panic!("one charge") };
    assert_eq!((state_of, state(&shop, id)), (ChargeState::Expired, InvoiceState::Open));
    let asked = shop.control.log().len();
    assert!((20..120).contains(&asked), "{asked} questions about one page");
    assert_eq!((shop.polls(), shop.matters(charge)), (vec![], vec![]));
    // The invoice can be paid by a new one.
    assert_eq!(links(&shop, customer).len(), 1);
    shop.assert_sound();
}

#[test]
fn without_a_page_of_the_shop_there_is_a_file_and_no_link() {
    let shop = Shop::open();
    shop.till().add_amount("Café", "250").unwrap();
    let (account, overpaying) = (shop.account, Overpaying::Ask);
    let order = PageOrder { account, invoice: None, payer: payer(), overpaying };
    let offer = shop.till().offer_page(&order).unwrap();
    assert_eq!(offer.link, None);
    let (name, page) = shop.till().page_file(offer.charge, &payer()).unwrap();
    assert_eq!(name, "A-000001-pay.html");
    assert!(page.contains("Café Luna · A-000001") && page.contains("value=\"250\""), "{page}");
}

#[test]
fn a_statement_brings_the_pages_along_where_the_shop_has_none() {
    let shop = Shop::open();
    let customer = CustomerForm {
        name: "Fonda Lupita".to_owned(),
        phone: "222 555 0101".to_owned(),
        ..CustomerForm::default()
    };
    let customer = shop.till().save_customer(&customer).unwrap();
    for amount in ["1000", "38.99", "500"] {
        owe(&shop, customer, amount);
    }
    let until = Timestamp::from_millis(4_000_000_000_000);
    let period = Period { from: Timestamp::default(), until };
    let statement = shop.till().statement(customer, period).unwrap();
    assert!(shop.till().pay_links(&statement).is_empty());
    let (name, page) = shop.till().pay_file(&statement).unwrap();
    assert_eq!(name, "pagar.html");
    assert_eq!(page.matches("<form ").count(), 2, "one is below the minimum: {page}");
    for words in ["<h2>A-000001</h2>", "<h2>A-000003</h2>", "value=\"1000\"", "value=\"500\""] {
        assert!(page.contains(words), "{words}: {page}");
    }
    shop.assert_sound();
}

#[test]
fn links_lead_to_https_pages_of_the_shop_only() {
    let shop = Shop::open();
    for address in ["http://cafeluna.example/", "javascript:alert(1)", "https://a.example/?x=1"] {
        let mut form = shop.form(Some(shop.account), "PayU");
        form.fields.insert("pay-page".to_owned(), address.to_owned());
        let saved = shop.till().save_merchant(&form);
        assert!(matches!(saved, Err(MerchantError::AddressNotAllowed { .. })), "{address}");
    }
}
