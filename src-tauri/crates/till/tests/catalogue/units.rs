//! What is sold by weight says so on every line, for as long as the invoice is kept.

use cobro_documents::Language;
use cobro_domain::ids::InvoiceId;
use cobro_till::catalogue::ProductForm;

use super::{Shop, form};

#[test]
fn a_line_says_its_unit_on_the_ticket_the_invoice_and_the_return() {
    let mut shop = Shop::new();
    shop.till.set_language(Language::EsMx).unwrap();
    let cheese = ProductForm { unit: "kg".to_owned(), ..form("Queso", "Q-1", "80") };
    let cheese = shop.till.save_product(&cheese).unwrap();
    let bread = shop.save("Pan", "P-1", "5");
    shop.till.add_product(cheese, "1,25").unwrap();
    let typed = shop.till.add_product(bread, "3").unwrap();
    let ticket = shop.till.ticket_view(&typed).unwrap();
    let said = |line: usize| (ticket.lines[line].measure.as_str(), ticket.lines[line].unit.clone());
    assert_eq!(said(0), ("1.250 kg", Some("kg".to_owned())));
    assert_eq!(said(1), ("3", None), "pieces are only counted");
    assert_eq!(ticket.lines[0].quantity, "1.25", "what is typed has no unit");

    let sale = shop.till.take_cash("200").unwrap();
    // The invoice keeps the unit that it was sold by, whatever the product is sold by later.
    let each = ProductForm { id: Some(cheese), ..form("Queso", "Q-1", "80") };
    shop.till.save_product(&each).unwrap();
    shop.reopen();
    let lines = |id: InvoiceId| {
        let view = shop.till.invoice_view(id).unwrap();
        view.lines.into_iter().map(|line| (line.quantity, line.unit)).collect::<Vec<_>>()
    };
    let kept = [("1.250 kg".to_owned(), Some("kg".to_owned())), ("3".to_owned(), None)];
    assert_eq!(lines(sale.invoice), kept);
    let back = shop.till.return_view(&sale.folio.to_string()).unwrap();
    let line = &back.lines[0];
    let said = (line.sold.as_str(), line.left.as_str(), line.left_measure.as_str());
    assert_eq!(said, ("1.250 kg", "1.25", "1.250 kg"));
    shop.till.set_language(Language::UkUa).unwrap();
    assert_eq!(lines(sale.invoice)[0].0, "1,250 кг");
}
