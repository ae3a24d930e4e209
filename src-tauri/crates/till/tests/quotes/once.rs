//! A quote becomes one invoice, however it is tried.

use cobro_domain::quote::VALID_DAYS_MAX;
use cobro_till::{customers::CustomerForm, issue::IssueError, sell::SellError};

use super::*;

fn refused_sale<T: std::fmt::Debug>(outcome: Result<T, SellError>) -> QuoteRefusal {
    match outcome {
        Err(SellError::Issue(IssueError::Quote(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_quote_posts_nothing_and_survives_a_restart_until_it_is_sold() {
    let mut shop = Shop::new();
    shop.till().add_amount("Mesa", "1,500").unwrap();
    shop.till().set_customer("Ana").unwrap();
    let made = shop.till().issue_quote(15).unwrap();
    assert_eq!((made.folio.to_string(), made.total.minor()), ("COT-A-000001".to_owned(), 150_000));
    assert!(shop.till().typed().unwrap().ticket.lines.is_empty(), "the next customer's ticket");
    assert!(accounts::balances(shop.reader().conn()).unwrap().is_empty());
    shop.open();
    let typed = shop.sell(made.quote);
    assert_eq!(typed.customer.as_ref().unwrap().as_str(), "Ana");
    shop.open();
    let invoice = shop.invoiced(shop.cash());
    assert_eq!((invoice.quote, invoice.total), (Some(made.quote), 150_000));
    assert_eq!(invoice.customer, shop.quoted(made.quote).customer);
    assert_eq!(shop.standing(made.quote), QuoteStanding::Accepted);
    shop.sound();
}

#[test]
fn a_quote_is_never_sold_twice_and_the_second_hears_which_invoice_it_became() {
    let shop = Shop::new();
    shop.till().add_amount("Mesa", "1,500").unwrap();
    let quote = shop.quote();
    // Two clerks take it before either has sold it: one ticket waits on hold.
    shop.sell(quote);
    shop.till().hold_ticket("first").unwrap();
    shop.sell(quote);
    shop.cash();
    let held = shop.till().held_tickets().unwrap().remove(0);
    shop.till().recall_ticket(held.id).unwrap();
    let text = "COT-A-000001 became A-000001";
    assert_eq!(refused_sale(shop.till().take_cash("1500")).to_string(), text);
    assert_eq!(shop.till().typed().unwrap().ticket.lines.len(), 1, "the ticket is still there");
    shop.till().clear_ticket().unwrap();
    for prices in [Prices::Quoted, Prices::Today] {
        assert_eq!(refusal(shop.till().sell_quote(quote, prices)).to_string(), text);
    }
    assert_eq!(refusal(shop.till().withdraw_quote(quote, "no")).to_string(), text);
    // Undo brings the ticket with the quote back, and it is refused just the same.
    shop.till().undo().unwrap();
    refused_sale(shop.till().take_cash("1500"));
    shop.sound();
}

#[test]
fn a_held_ticket_keeps_its_quote_and_its_prices() {
    let mut shop = Shop::new();
    shop.product("B-1", "10");
    shop.till().scan("B-1").unwrap();
    let quote = shop.quote();
    shop.sell(quote);
    shop.till().hold_ticket("").unwrap();
    shop.product("B-1", "25");
    shop.open();
    let held = shop.till().held_tickets().unwrap().remove(0);
    shop.till().recall_ticket(held.id).unwrap();
    let invoice = shop.invoiced(shop.cash());
    assert_eq!((invoice.quote, invoice.total), (Some(quote), 1_000));
}

#[test]
fn an_expired_quote_is_not_sold_at_its_prices_but_at_those_of_the_day() {
    let shop = Shop::new();
    shop.product("B-1", "10");
    shop.till().scan("B-1").unwrap();
    shop.till().set_discount(None, "10%").unwrap();
    shop.till().add_amount("Flete", "50").unwrap();
    let quote = shop.quote();
    shop.sell(quote);
    shop.till().hold_ticket("").unwrap();
    shop.product("B-1", "25");
    shop.wait_days(16);
    assert_eq!(shop.standing(quote), QuoteStanding::Expired);
    let expired = |refusal| matches!(refusal, QuoteRefusal::Expired { .. });
    assert!(expired(refusal(shop.till().sell_quote(quote, Prices::Quoted))));
    // Putting it on hold in time keeps its prices no longer than the quote does.
    let held = shop.till().held_tickets().unwrap().remove(0);
    shop.till().recall_ticket(held.id).unwrap();
    assert!(expired(refused_sale(shop.till().take_cash("100"))));
    shop.till().clear_ticket().unwrap();
    let typed = shop.till().sell_quote(quote, Prices::Today).unwrap();
    assert_eq!(typed.priced().unwrap().total.minor(), 2_500 + 5_000);
    let invoice = shop.invoiced(shop.cash());
    assert_eq!((invoice.quote, invoice.total, invoice.discount), (Some(quote), 7_500, 0));
    assert_eq!(shop.standing(quote), QuoteStanding::Accepted);
    shop.sound();
}

#[test]
fn a_withdrawn_quote_is_not_sold() {
    let shop = Shop::new();
    shop.till().add_amount("Mesa", "1,500").unwrap();
    let quote = shop.quote();
    shop.sell(quote);
    assert!(shop.till().withdraw_quote(quote, " ").is_err(), "a reason is asked for");
    shop.till().withdraw_quote(quote, "the price was another's").unwrap();
    assert_eq!(shop.standing(quote), QuoteStanding::Withdrawn);
    let withdrawn = |refusal| matches!(refusal, QuoteRefusal::Withdrawn { .. });
    assert!(withdrawn(refused_sale(shop.till().take_cash("1500"))));
    shop.till().clear_ticket().unwrap();
    for prices in [Prices::Quoted, Prices::Today] {
        assert!(withdrawn(refusal(shop.till().sell_quote(quote, prices))));
    }
    assert!(withdrawn(refusal(shop.till().withdraw_quote(quote, "again"))));
}

#[test]
fn what_is_refused_leaves_the_ticket_and_takes_no_number() {
    let shop = Shop::new();
    assert!(shop.till().issue_quote(15).is_err(), "nothing to quote");
    shop.till().add_amount("Mesa", "1,500").unwrap();
    for days in [0, VALID_DAYS_MAX + 1] {
        let refused = shop.till().issue_quote(days);
        assert!(matches!(refused, Err(QuoteError::Days { .. })), "{days}: {refused:?}");
    }
    let quote = shop.quote();
    assert_eq!(shop.quoted(quote).folio.number, 1);
    shop.till().add_amount("Silla", "100").unwrap();
    let refused = shop.till().sell_quote(quote, Prices::Quoted);
    assert!(matches!(refused, Err(QuoteError::TicketNotEmpty)), "{refused:?}");
    assert_eq!(shop.till().typed().unwrap().ticket.lines[0].name.as_str(), "Silla");
}

#[test]
fn a_quote_is_found_by_its_number_however_it_is_typed() {
    let shop = Shop::new();
    shop.till().add_amount("Mesa", "1,500").unwrap();
    let quote = shop.quote();
    for wanted in ["COT-A-000001", " cot-a-1 ", "COT-1", "1", &quote.to_string()] {
        let found = shop.till().find_quote(wanted).unwrap();
        assert_eq!(found.map(|found| found.id), Some(quote), "{wanted:?}");
    }
    for wanted in ["", "A-1", "COT-A-2", "COT-B-1", "mesa"] {
        assert_eq!(shop.till().find_quote(wanted).unwrap(), None, "{wanted:?}");
    }
}

#[test]
fn a_quote_whose_invoice_was_voided_is_sold_again() {
    let mut shop = Shop::new();
    let ana = CustomerForm { name: "Ana".to_owned(), ..CustomerForm::default() };
    let ana = shop.till().save_customer(&ana).unwrap();
    shop.till().add_amount("Mesa", "1,500").unwrap();
    shop.till().pick_customer(ana).unwrap();
    let quote = shop.quote();
    shop.sell(quote);
    let first = shop.till().sell_on_account().unwrap().invoice;
    assert_eq!(shop.standing(quote), QuoteStanding::Accepted);
    shop.till().void_invoice(first, "wrong customer").unwrap();
    shop.open();
    assert_eq!(shop.standing(quote), QuoteStanding::Open);
    shop.sell(quote);
    let second = shop.invoiced(shop.cash());
    assert_eq!((second.quote, second.total), (Some(quote), 150_000));
    assert_eq!(shop.standing(quote), QuoteStanding::Accepted);
    let text = "COT-A-000001 became A-000002";
    assert_eq!(refusal(shop.till().sell_quote(quote, Prices::Quoted)).to_string(), text);
    shop.sound();
}
