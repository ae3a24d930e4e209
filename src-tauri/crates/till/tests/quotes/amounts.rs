//! An invoice equals its quote to the cent, whatever the catalogue asks when it is sold.

use cobro_ledger::fact::IssuedLine;
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};

use super::*;

/// A line: which product or an amount alone, how many, which price and which discount.
type TypedLine = (Option<&'static str>, &'static str, Option<&'static str>, &'static str);

/// The catalogue when it was quoted, and when it is sold: code, price, price, on top, tax.
const PRODUCTS: [(&str, &str, &str, bool, &str); 4] = [
    ("A", "99.99", "120", false, "iva-16"),
    ("B", "0.35", "0.01", false, "iva-0"),
    ("C", "1234.56", "99.99", true, "iva-16"),
    ("D", "33.33", "66.67", false, "iva-8"),
];

fn catalogue(shop: &Shop, today: bool) {
    for (code, then, now, added, tax) in PRODUCTS {
        let known = shop.till().search_products(code, None).unwrap();
        let known = known.iter().find(|product| product.code == code);
        let form = ProductForm {
            id: known.map(|product| product.id),
            code: code.to_owned(),
            name: format!("Producto {code}"),
            price: if today { now } else { then }.to_owned(),
            added,
            tax: tax.to_owned(),
            unit: "kg".to_owned(),
            ..ProductForm::default()
        };
        shop.till().save_product(&form).unwrap();
    }
}

fn any_line() -> impl Strategy<Value = TypedLine> {
    let discounts = vec!["", "10%", "33.33%", "0.01", "100%", "0.07%"];
    (
        prop::option::of(select(vec!["A", "B", "C", "D"])),
        select(vec!["1", "3", "0.333", "7.125", "250"]),
        prop::option::of(select(vec!["0.01", "17.77", "999.99"])),
        select(discounts),
    )
}

fn type_ticket(till: &Till, lines: &[TypedLine], discount: &str) {
    till.clear_ticket().unwrap();
    for (code, quantity, price, off) in lines {
        let sold = code.map(|code| {
            let found = till.search_products(code, None).unwrap();
            found.into_iter().find(|product| product.code == code).unwrap().id
        });
        match sold {
            Some(id) => till.add_product(id, "1").unwrap(),
            None => till.add_amount("Suelto", "12.34").unwrap(),
        };
        // The same product twice may be one line, which is not the last then.
        let ticket = till.typed().unwrap().ticket;
        let place = ticket.lines.iter().rposition(|line| line.product == sold).unwrap();
        if sold.is_some() {
            till.set_quantity(place, quantity).unwrap();
        }
        if let Some(price) = price {
            till.set_price(place, price).unwrap();
        }
        // A discount of more than the line is none.
        let _ = till.set_discount(Some(place), off);
    }
    let _ = till.set_discount(None, discount);
}

#[test]
fn an_invoice_never_differs_from_its_quote_by_a_cent() {
    let shop = Shop::new();
    let lines = prop::collection::vec(any_line(), 1..6);
    let discounts = select(vec!["", "5%", "12.5%", "0.01", "3.33"]);
    let mut runner = TestRunner::new(Config { cases: 48, ..Config::default() });
    let property = |(lines, discount): (Vec<TypedLine>, &'static str)| {
        catalogue(&shop, false);
        type_ticket(shop.till(), &lines, discount);
        let shown = shop.till().typed().unwrap().priced().unwrap();
        let quote = shop.quote();
        catalogue(&shop, true);
        let quoted = shop.quoted(quote);
        prop_assert_eq!(quoted.total, shown.total.minor());
        shop.sell(quote);
        let invoice = shop.invoiced(shop.cash());
        prop_assert_eq!(invoice.quote, Some(quote));
        let promised: Vec<IssuedLine> = quoted.lines.into_iter().map(|one| one.line).collect();
        prop_assert_eq!(invoice.lines, promised);
        prop_assert_eq!(
            (invoice.discount, invoice.net, invoice.taxes, invoice.total),
            (quoted.discount, quoted.net, quoted.taxes, quoted.total)
        );
        Ok(())
    };
    runner.run(&(lines, discounts), property).unwrap();
    shop.sound();
}
