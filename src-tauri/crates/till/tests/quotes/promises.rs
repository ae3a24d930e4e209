//! What a quote promised is not asked for again, and nothing beyond it is had for nothing.

use cobro_domain::people::{Document, Permission, Role};
use cobro_till::{
    issue::IssueError,
    people::{PersonForm, PolicyForm},
    permit::PermitError,
    sell::SellError,
};

use super::*;

impl Shop {
    /// An owner who made a product at 100, and a clerk who works.
    fn staffed() -> Self {
        let shop = Self::new();
        shop.product("B-1", "100");
        let make = |name: &str, role, pin: &str| {
            let form = PersonForm { id: None, name: name.to_owned(), role, active: true };
            shop.till().save_person(&form, pin).unwrap()
        };
        let owner = make("Olga", Role::Owner, "294817");
        let clerk = make("Carla", Role::Clerk, "703952");
        shop.till().sign_in(clerk, "703952").unwrap();
        let _ = owner;
        shop
    }

    /// Olga approves something, typed at the till that Carla works at.
    fn approve(&self, (permission, document): (Permission, Document)) {
        let olga = self.till().approvers(permission).unwrap().remove(0).user.id;
        self.till().approve(olga, "294817", permission, document).unwrap();
    }
}

fn asked<T: std::fmt::Debug>(outcome: Result<T, SellError>) -> (Permission, Document) {
    match outcome {
        Err(SellError::Issue(IssueError::Permit(PermitError::NotPermitted {
            permission,
            document,
        }))) => (permission, document),
        other => panic!("{other:?}"),
    }
}

fn asked_to_quote<T: std::fmt::Debug>(outcome: Result<T, QuoteError>) -> (Permission, Document) {
    match outcome {
        Err(QuoteError::Issue(error)) => asked::<T>(Err(SellError::Issue(error))),
        Err(QuoteError::Permit(PermitError::NotPermitted { permission, document })) => {
            (permission, document)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_discount_is_approved_when_it_is_quoted_and_not_again_when_it_is_sold() {
    let shop = Shop::staffed();
    shop.till().scan("B-1").unwrap();
    shop.till().set_price(0, "80").unwrap();
    shop.till().set_discount(None, "30%").unwrap();
    let (price, document) = asked_to_quote(shop.till().issue_quote(15));
    assert_eq!(price, Permission::ChangePrice);
    shop.approve((price, document));
    let discount = asked_to_quote(shop.till().issue_quote(15));
    assert_eq!(discount.0, Permission::Discount);
    shop.approve((price, document));
    shop.approve(discount);
    let quote = shop.quote();
    // What the catalogue asks since then does not matter.
    shop.sell(quote);
    assert_eq!(shop.invoiced(shop.cash()).total, 5_600);
    shop.sound();
}

#[test]
fn no_more_is_had_at_a_quotes_price_than_was_quoted() {
    let shop = Shop::staffed();
    shop.till().scan("B-1").unwrap();
    shop.till().set_quantity(0, "3").unwrap();
    shop.till().set_discount(Some(0), "10%").unwrap();
    let quote = shop.quote();
    let typed = shop.sell(quote);
    assert_eq!(typed.ticket.lines.len(), 1);
    // Less of it, at the same price; then more, of which the rest costs what it costs today.
    let fewer = shop.till().set_quantity(0, "2").unwrap();
    assert_eq!(fewer.priced().unwrap().total.minor(), 18_000);
    let more = shop.till().set_quantity(0, "5").unwrap();
    let lines: Vec<_> = more.ticket.lines.iter().map(|l| l.quantity.thousandths()).collect();
    assert_eq!(
        (lines.as_slice(), more.priced().unwrap().total.minor()),
        (&[3_000, 2_000][..], 47_000)
    );
    // What is scanned besides is no part of the promise, and has no discount.
    let scanned = shop.till().scan("B-1").unwrap().0;
    assert_eq!(scanned.ticket.lines[1].quantity.thousandths(), 3_000);
    assert_eq!(shop.invoiced(shop.cash()).total, 57_000);
}

#[test]
fn what_goes_beyond_a_quote_is_asked_for() {
    let shop = Shop::staffed();
    shop.till().add_amount("Mesa", "1000").unwrap();
    shop.till().scan("B-1").unwrap();
    shop.till().set_discount(None, "220").unwrap();
    shop.approve(asked_to_quote(shop.till().issue_quote(15)));
    let quote = shop.quote();
    shop.sell(quote);
    // The whole discount on what is left of the goods is more of them than was promised.
    shop.till().set_discount(None, "20").unwrap();
    shop.till().remove_line(0).unwrap();
    shop.till().set_discount(None, "21").unwrap();
    assert_eq!(asked(shop.till().take_cash("1000")).0, Permission::Discount);
    shop.till().set_discount(None, "20").unwrap();
    // Another price than the promised one is one that somebody typed.
    let typed = shop.till().set_price(0, "99").unwrap();
    assert_eq!(typed.ticket.lines[0].instead_of.unwrap().minor(), 10_000);
    assert_eq!(asked(shop.till().take_cash("1000")).0, Permission::ChangePrice);
    shop.till().set_price(0, "100").unwrap();
    let invoice = shop.invoiced(shop.cash());
    assert_eq!((invoice.total, invoice.quote), (8_000, Some(quote)));
}

#[test]
fn a_price_typed_over_a_quoted_one_is_measured_by_the_catalogue_of_today() {
    let mut shop = Shop::staffed();
    shop.till().scan("B-1").unwrap();
    let quote = shop.quote();
    shop.till().lock(cobro_ledger::fact::Leaving::Locked).unwrap();
    let olga = shop.till().approvers(Permission::EditCatalogue).unwrap().remove(0).user.id;
    shop.till().sign_in(olga, "294817").unwrap();
    shop.product("B-1", "120");
    let carla = shop.till().people().unwrap().into_iter().find(|one| one.user.id != olga);
    shop.till().sign_in(carla.unwrap().user.id, "703952").unwrap();
    shop.sell(quote);
    // The catalogue's own price needs nobody, and neither does the promised one.
    let typed = shop.till().set_price(0, "").unwrap();
    assert_eq!((typed.ticket.lines[0].price.minor(), typed.has_other_prices()), (12_000, false));
    let typed = shop.till().set_price(0, "100").unwrap();
    assert!(!typed.has_other_prices());
    assert!(shop.till().set_price(0, "110").unwrap().has_other_prices());
    shop.till().set_price(0, "100").unwrap();
    assert_eq!(shop.invoiced(shop.cash()).total, 10_000);
    shop.open();
}

#[test]
fn a_ticket_without_a_line_of_the_quote_does_not_accept_it() {
    let shop = Shop::staffed();
    shop.till().add_amount("Mesa", "1000").unwrap();
    let quote = shop.quote();
    shop.sell(quote);
    shop.till().remove_line(0).unwrap();
    shop.till().scan("B-1").unwrap();
    assert_eq!(shop.invoiced(shop.cash()).quote, None);
    assert_eq!(shop.standing(quote), QuoteStanding::Open);
}

#[test]
fn nobody_quotes_or_withdraws_whom_the_owner_does_not_let() {
    let shop = Shop::staffed();
    shop.till().add_amount("Mesa", "1000").unwrap();
    let quote = shop.quote();
    shop.till().lock(cobro_ledger::fact::Leaving::Locked).unwrap();
    let olga = shop.till().approvers(Permission::People).unwrap().remove(0).user.id;
    let carla = shop.till().people().unwrap().into_iter().find(|one| one.user.id != olga);
    shop.till().sign_in(olga, "294817").unwrap();
    let decided = [(Permission::Quote, false)].into();
    shop.till().save_policy(&PolicyForm { role: Role::Clerk, decided, discount: 1_000 }).unwrap();
    shop.till().sign_in(carla.unwrap().user.id, "703952").unwrap();
    shop.till().add_amount("Silla", "100").unwrap();
    assert_eq!(asked_to_quote(shop.till().issue_quote(15)).0, Permission::Quote);
    let withdraw = || shop.till().withdraw_quote(quote, "no");
    let (permission, document) = asked_to_quote(withdraw());
    assert_eq!((permission, document), (Permission::Quote, Document::Quote(quote)));
    assert_eq!(shop.till().document_name(document).unwrap().as_deref(), Some("COT-A-000001"));
    shop.approve((permission, document));
    withdraw().unwrap();
}
