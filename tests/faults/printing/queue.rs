//! What waits, in which order, and what people do with it.

use cobro_domain::time::Span;
use cobro_tests::IppPrinter;
use cobro_till::{
    printing::{PrintSettings, PrintState, PrintingError},
    sell::Paper,
};

use super::{papers, sell, set_up, settle, shop, states, troubles, until, words_of};
use crate::shop::Shop;

#[test]
fn a_sale_stands_while_its_printer_is_off_and_prints_once_when_it_comes_back() {
    let mut printer = IppPrinter::start();
    printer.stop();
    let shop = shop(&printer.address());
    let sold = ["10", "20", "30"].map(|amount| sell(&shop, amount).folio.to_string());
    assert_eq!(shop.balance("cash:1"), 6_000, "the sales stand");
    shop.work();
    shop.advance(Span::minutes(5));
    shop.work();
    assert_eq!(states(&shop), [PrintState::Queued; 3]);
    let standing = shop.till().print_standing().unwrap().roll;
    let trouble = standing.trouble.unwrap();
    assert_eq!((standing.waiting, standing.failed, &*trouble.code), (3, 0, "print-unreachable"));
    printer.start_again();
    settle(&shop);
    assert_eq!(states(&shop), [PrintState::Printed; 3]);
    let printed = printer.papers();
    assert_eq!(printed.len(), 3, "each once");
    for (paper, folio) in printed.iter().zip(sold) {
        assert!(words_of(paper).contains(&folio), "{folio} in its order");
    }
    assert_eq!(shop.till().print_standing().unwrap().roll.trouble, None);
}

#[test]
fn a_sale_queues_its_receipt_only_if_one_is_wanted_and_there_is_a_printer() {
    let printer = IppPrinter::start();
    let shop = Shop::open();
    assert!(!sell(&shop, "10").queued, "no printer");
    set_up(&shop, &printer.address(), "");
    shop.till().add_amount("Té", "20").unwrap();
    assert!(!shop.till().finish_cash("20", Paper::None).unwrap().queued);
    assert!(papers(&shop).is_empty());
    let copies = PrintSettings { roll: printer.address(), copies: 2, ..PrintSettings::default() };
    shop.till().save_printers(&copies).unwrap();
    assert!(sell(&shop, "30").queued);
    settle(&shop);
    assert_eq!(printer.papers().len(), 2, "two copies");
}

#[test]
fn a_paper_that_was_taken_out_of_the_queue_is_never_printed() {
    let printer = IppPrinter::start();
    let shop = shop(&printer.address());
    printer.close_gate();
    for amount in ["10", "20", "30"] {
        sell(&shop, amount);
    }
    until(&shop, |_| printer.begun() == 1);
    let [first, second, third] = papers(&shop).try_into().unwrap();
    assert_eq!(first.state, PrintState::Printing);
    let till = shop.till();
    assert!(matches!(till.retry_paper(first.id), Err(PrintingError::UnderWay)));
    till.drop_paper(second.id).unwrap();
    assert!(matches!(till.drop_paper(second.id), Err(PrintingError::NotFound)));
    printer.open_gate();
    settle(&shop);
    let printed = printer.papers();
    assert_eq!(printed.len(), 2);
    assert!(words_of(&printed[1]).contains(&third.name));
}

#[test]
fn a_paper_that_is_being_printed_is_stopped_at_the_printer() {
    let printer = IppPrinter::start();
    let shop = shop(&printer.address());
    printer.close_gate();
    sell(&shop, "10");
    until(&shop, |_| printer.begun() == 1);
    let [job] = papers(&shop).try_into().unwrap();
    shop.till().drop_paper(job.id).unwrap();
    // This printer stops when it comes to the end of what it is at.
    printer.open_gate();
    settle(&shop);
    assert_eq!(
        (states(&shop), troubles(&shop)),
        (vec![PrintState::Failed], vec!["print-cancelled".to_owned()])
    );
    assert_eq!(printer.begun(), 1);
}

#[test]
fn what_waited_for_a_day_asks_before_it_is_printed() {
    let mut printer = IppPrinter::start();
    printer.stop();
    let shop = shop(&printer.address());
    sell(&shop, "10");
    shop.advance(Span::hours(13));
    printer.start_again();
    settle(&shop);
    assert_eq!(troubles(&shop), ["print-too-old"]);
    assert!(printer.papers().is_empty());
    let [job] = papers(&shop).try_into().unwrap();
    shop.till().retry_paper(job.id).unwrap();
    settle(&shop);
    assert_eq!(printer.papers().len(), 1);
}
