//! Answers that are lost, and a till or a printer that dies in the middle.

use cobro_tests::{IppPrinter, Line, Lost};
use cobro_till::printing::PrintState;

use super::{papers, sell, settle, shop, states, troubles};

#[test]
fn a_lost_answer_to_the_pages_prints_nothing_twice() {
    let printer = IppPrinter::start();
    let line = printer.line();
    let mut shop = shop(&line.address());
    // As it is, and as it is when the till dies before it hears that nothing came.
    for (place, dies) in [(0, false), (1, true)] {
        line.lose(Lost::Answer(Line::SEND_DOCUMENT));
        sell(&shop, "10");
        shop.work();
        assert_eq!(states(&shop)[place], PrintState::Sending, "nobody knows");
        if dies {
            shop.reopen();
        }
        settle(&shop);
        assert_eq!(states(&shop)[place], PrintState::Printed);
        assert_eq!(printer.papers().len(), place + 1);
        assert_eq!(line.asked(Line::SEND_DOCUMENT), place + 1, "sent once");
    }
}

#[test]
fn pages_that_were_lost_on_the_way_are_sent_again() {
    let printer = IppPrinter::start();
    let line = printer.line();
    let shop = shop(&line.address());
    line.lose(Lost::Request(Line::SEND_DOCUMENT));
    sell(&shop, "10");
    shop.work();
    assert_eq!(states(&shop), [PrintState::Sending], "nobody knows");
    settle(&shop);
    assert_eq!(states(&shop), [PrintState::Printed]);
    assert_eq!(printer.papers().len(), 1);
    assert_eq!(line.asked(Line::CREATE_JOB), 2, "the empty one was ended first");
}

#[test]
fn a_job_that_was_made_and_not_noted_is_ended_before_another_is_made() {
    let printer = IppPrinter::start();
    let line = printer.line();
    let shop = shop(&line.address());
    line.lose(Lost::Answer(Line::CREATE_JOB));
    sell(&shop, "10");
    shop.work();
    assert_eq!(states(&shop), [PrintState::Queued], "nothing was handed over");
    // This printer takes one job at a time: the one that nobody noted would keep it for ever.
    settle(&shop);
    assert_eq!(states(&shop), [PrintState::Printed]);
    assert_eq!(printer.papers().len(), 1);
}

#[test]
fn what_cannot_be_known_is_said_and_printed_again_only_by_a_person() {
    let mut printer = IppPrinter::start();
    let line = printer.line();
    let shop = shop(&line.address());
    line.lose(Lost::Answer(Line::SEND_DOCUMENT));
    sell(&shop, "10");
    shop.work();
    printer.wait_for(1);
    assert_eq!(states(&shop), [PrintState::Sending]);
    // It has forgotten its jobs when it comes back.
    printer.stop();
    printer.start_again();
    sell(&shop, "20");
    settle(&shop);
    assert_eq!(states(&shop), [PrintState::Failed, PrintState::Printed]);
    assert_eq!(troubles(&shop), ["print-unsure", ""]);
    assert_eq!(printer.papers().len(), 2, "the next one went on");
    shop.till().retry_paper(papers(&shop)[0].id).unwrap();
    settle(&shop);
    assert_eq!(printer.papers().len(), 3);
}
