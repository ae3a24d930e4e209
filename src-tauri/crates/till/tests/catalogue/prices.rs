//! Lists of prices: what a ticket costs on them, and what must not happen to it.

use std::{fs, ops::ControlFlow};

use cobro_domain::{
    ids::{CustomerId, PriceListId, ProductId},
    people::{Permission, Role},
};
use cobro_till::{
    catalogue::{
        ExportFile, PriceListError, ProductForm,
        import::{Column, Progress},
    },
    customers::CustomerForm,
    issue::IssueError,
    people::PersonForm,
    permit::PermitError,
    sell::SellError,
    typed::{Scanned, TypedTicket},
};

use super::{Shop, form};

/// A shop with bread at 5.00 and milk at 20.00; wholesale has the bread for 4.00 only.
struct Priced {
    shop: Shop,
    wholesale: PriceListId,
    bread: ProductId,
    milk: ProductId,
}

impl Priced {
    fn new() -> Self {
        let shop = Shop::new();
        let wholesale = shop.till.save_price_list(None, "Mayoreo").unwrap();
        let prices = vec![(wholesale, "4,00".to_owned())];
        let bread = ProductForm { prices, ..form("Pan", "P-1", "5") };
        let bread = shop.till.save_product(&bread).unwrap();
        let milk = shop.save("Leche", "L-1", "20");
        Self { shop, wholesale, bread, milk }
    }

    fn customer(&self, name: &str, list: Option<PriceListId>) -> CustomerId {
        let form =
            CustomerForm { name: name.to_owned(), price_list: list, ..CustomerForm::default() };
        self.shop.till.save_customer(&form).unwrap()
    }
}

fn on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn costs(typed: &TypedTicket) -> Vec<i64> {
    typed.ticket.lines.iter().map(|line| line.price.minor()).collect()
}

#[test]
fn a_ticket_costs_what_the_customers_list_says_from_when_they_are_on_it() {
    let priced = Priced::new();
    let Priced { shop, wholesale, bread, milk } = &priced;
    let till = &shop.till;
    let buyer = priced.customer("Fonda", Some(*wholesale));
    till.add_product(*bread, "10").unwrap();
    let typed = till.add_product(*milk, "1").unwrap();
    assert_eq!(costs(&typed), [500, 2_000]);
    let typed = till.pick_customer(buyer).unwrap();
    assert_eq!(costs(&typed), [400, 2_000], "the milk is not on the list");
    assert_eq!(typed.ticket.prices.list, Some(*wholesale));
    // What is added from then on costs so too, and joins the line that costs the same.
    let typed = till.add_product(*bread, "2").unwrap();
    assert_eq!((costs(&typed).len(), typed.priced().unwrap().total.minor()), (2, 6_800));
    let (typed, scanned) = till.scan("P-1").unwrap();
    assert_eq!((costs(&typed), scanned), (vec![400, 2_000], Scanned::Added));
    let view = till.ticket_view(&typed).unwrap();
    assert_eq!(
        view.list.map(|list| (list.name, list.by_hand)),
        Some(("Mayoreo".to_owned(), false))
    );
    // Somebody else, whom nobody knows, pays the ordinary prices again.
    let typed = till.set_customer("Alguien").unwrap();
    assert_eq!(costs(&typed), [500, 2_000]);
    let typed = till.undo().unwrap();
    assert_eq!((costs(&typed), typed.picked()), (vec![400, 2_000], Some(buyer)));
    let sale = till.take_cash("100").unwrap();
    assert_eq!(sale.total.minor(), 13 * 400 + 2_000);
    let lines = till.invoice_view(sale.invoice).unwrap().lines;
    let from: Vec<_> = lines.into_iter().map(|line| line.list).collect();
    assert_eq!(from, [Some("Mayoreo".to_owned()), None], "the invoice remembers the list");
}

#[test]
fn a_price_that_was_typed_never_follows_a_list() {
    let priced = Priced::new();
    let till = &priced.shop.till;
    let buyer = priced.customer("Fonda", Some(priced.wholesale));
    till.add_product(priced.bread, "1").unwrap();
    till.set_price(0, "4.50").unwrap();
    let typed = till.pick_customer(buyer).unwrap();
    assert_eq!(costs(&typed), [450]);
    assert_eq!(typed.ticket.lines[0].instead_of.unwrap().minor(), 400);
    // Taking the typed price back brings that of the list.
    assert_eq!(costs(&till.set_price(0, "").unwrap()), [400]);
}

#[test]
fn a_list_change_never_reprices_a_held_ticket() {
    let mut priced = Priced::new();
    let buyer = priced.customer("Fonda", Some(priced.wholesale));
    let till = &priced.shop.till;
    till.add_product(priced.bread, "1").unwrap();
    till.pick_customer(buyer).unwrap();
    till.hold_ticket("fonda").unwrap();
    let prices = vec![(priced.wholesale, "3".to_owned())];
    let cheaper = ProductForm { id: Some(priced.bread), prices, ..form("Pan", "P-1", "6") };
    till.save_product(&cheaper).unwrap();
    till.set_price_list_active(priced.wholesale, false).unwrap();
    priced.shop.reopen();
    let till = &priced.shop.till;
    let held = till.held_tickets().unwrap();
    let typed = till.recall_ticket(held[0].id).unwrap();
    assert_eq!(costs(&typed), [400]);
    assert_eq!(costs(&till.set_note(None, "sin prisa").unwrap()), [400]);
    // Without the list it costs what it did before it: what was frozen, not what is asked now.
    assert_eq!(costs(&till.set_customer("").unwrap()), [500]);
    // A list that is out of use is no list for a customer who has it.
    assert_eq!(till.pick_customer(buyer).unwrap().ticket.prices.list, None);
    assert!(till.choose_list(Some(priced.wholesale)).is_err());
}

#[test]
fn a_clerk_sells_at_no_list_that_the_customer_does_not_have() {
    let priced = Priced::new();
    let till = &priced.shop.till;
    let person = |name: &str, role, pin: &str| {
        let form = PersonForm { id: None, name: name.to_owned(), role, active: true };
        till.save_person(&form, pin).unwrap()
    };
    person("Olga", Role::Owner, "9371");
    let clerk = person("Ana", Role::Clerk, "4862");
    till.sign_in(clerk, "4862").unwrap();
    till.add_product(priced.bread, "1").unwrap();
    let typed = till.choose_list(Some(priced.wholesale)).unwrap();
    assert!(typed.has_other_list());
    let refused = till.take_cash("10");
    let Err(SellError::Issue(IssueError::Permit(PermitError::NotPermitted { permission, .. }))) =
        refused
    else {
        unreachable!("{refused:?}")
    };
    assert_eq!(permission, Permission::ChoosePriceList);
    // Nor does a clerk give a customer a list.
    let form = CustomerForm {
        name: "Prima".to_owned(),
        price_list: Some(priced.wholesale),
        ..CustomerForm::default()
    };
    assert!(till.save_customer(&form).is_err());
    // The ordinary prices ask nobody.
    till.choose_list(None).unwrap();
    till.take_cash("10").unwrap();
}

#[test]
fn lists_are_renamed_retired_and_never_two_of_one_name() {
    let priced = Priced::new();
    let till = &priced.shop.till;
    let taken = till.save_price_list(None, " mayoréo ");
    assert!(matches!(taken, Err(PriceListError::Taken { .. })), "{taken:?}");
    till.save_price_list(Some(priced.wholesale), "Por caja").unwrap();
    till.set_price_list_active(priced.wholesale, false).unwrap();
    let other = till.save_price_list(None, "Por caja").unwrap();
    assert!(till.set_price_list_active(priced.wholesale, true).is_err(), "the name is taken");
    till.set_price_list_active(other, false).unwrap();
    till.set_price_list_active(priced.wholesale, true).unwrap();
    // Its prices were only out of sight, also when the product was saved meanwhile.
    let bread = priced.shop.product(priced.bread);
    assert_eq!(bread.on_list(priced.wholesale).unwrap().minor(), 400);
    let names: Vec<_> = till.price_lists().unwrap().into_iter().map(|list| list.name).collect();
    assert_eq!(names, ["Por caja", "Por caja"]);
}

#[test]
fn a_file_has_a_column_for_each_list_and_comes_back_unchanged() {
    let priced = Priced::new();
    let till = &priced.shop.till;
    let path = priced.shop.folder.path().join("lista.csv");
    fs::write(&path, "Clave,Nombre,Precio,Precio Mayoreo\nP-1,Pan,5,\"3,5\"\nL-1,Leche,20,19\n")
        .unwrap();
    let preview = till.preview_import(&path).unwrap();
    let list = Some(Column::List(priced.wholesale));
    assert_eq!(
        preview.columns,
        [Some(Column::Code), Some(Column::Name), Some(Column::Price), list]
    );
    let plan = till.import_products(&path, &preview.columns, &mut on);
    assert_eq!(plan.unwrap().changed, 2);
    let on_list = |id| priced.shop.product(id).on_list(priced.wholesale).map(|price| price.minor());
    assert_eq!((on_list(priced.bread), on_list(priced.milk)), (Some(350), Some(1_900)));

    let exported = till.export_products(ExportFile::Csv).unwrap();
    let again = till.preview_import(&exported).unwrap();
    assert!(again.columns.contains(&list), "{:?}", again.headings);
    let plan = till.plan_import(&exported, &again.columns, &mut on);
    let plan = plan.unwrap();
    assert_eq!((plan.rows, plan.made, plan.changed, plan.wrong), (2, 0, 0, 0));

    // A price that is none refuses the whole file; an empty one takes the product off the list.
    fs::write(&path, "Clave,Nombre,price Mayoreo\nP-1,Pan,\nL-1,Leche,1x\n").unwrap();
    let columns = till.preview_import(&path).unwrap().columns;
    let plan = till.plan_import(&path, &columns, &mut on).unwrap();
    assert_eq!((plan.wrong, plan.troubles[0].problem.column()), (1, list));
    fs::write(&path, "Clave,Nombre,price Mayoreo\nP-1,Pan,\n").unwrap();
    till.import_products(&path, &columns, &mut on).unwrap();
    assert_eq!((on_list(priced.bread), on_list(priced.milk)), (None, Some(1_900)));
}

#[test]
fn what_has_a_price_on_the_list_alone_is_sold_at_it_and_typed_without_it() {
    let priced = Priced::new();
    let till = &priced.shop.till;
    let prices = vec![(priced.wholesale, "7".to_owned())];
    let open = ProductForm { prices, ..form("Flete", "F-1", "") };
    till.save_product(&open).unwrap();
    assert_eq!(till.scan("F-1").unwrap().1, Scanned::Unknown);
    till.choose_list(Some(priced.wholesale)).unwrap();
    let (typed, scanned) = till.scan("F-1").unwrap();
    assert_eq!((costs(&typed), scanned), (vec![700], Scanned::Added));
}
