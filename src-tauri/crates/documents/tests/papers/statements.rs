//! Statements: every balance, on as many pages as it takes, and a way to pay each invoice.

use cobro_documents::{DateError, Language, PaperError, Sheet, StatementPaper, statement_pdf};
use cobro_domain::locale::format_amount;
use cobro_domain::money::Money;
use cobro_domain::statement::{Collector, MovementKind, PayState, Statement};
use lopdf::{Document, Object};

use crate::accounts::{MINIMUM, UNTIL, draft, link, moved, paper};
use crate::samples::pesos;
use crate::tools::{PageWords, scan, text, words};

const PAGE_BYTES_MAX: usize = 80_000;
const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// What a printer leaves white, and a little more.
const MARGIN_MM: f64 = 16.5;

fn letter(paper: &StatementPaper) -> Vec<u8> {
    statement_pdf(paper, Sheet::Letter, Language::EsMx).unwrap()
}

/// As a column shows it.
fn figure(money: Money, language: Language) -> String {
    format_amount(money, language.locale()).replace('-', "−").replace('\u{a0}', " ")
}

fn pages_of(pdf: &[u8]) -> Vec<String> {
    let text = text(pdf).replace('\u{a0}', " ");
    text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect()
}

/// The addresses that each page opens when it is clicked.
fn addresses(pdf: &[u8]) -> Vec<String> {
    let file = Document::load_mem(pdf).unwrap();
    let mut addresses = Vec::new();
    for page in file.page_iter() {
        let page = file.get_dictionary(page).unwrap();
        for annotation in page.get(b"Annots").and_then(Object::as_array).unwrap() {
            let annotation = annotation.as_dict().unwrap();
            let action = annotation.get(b"A").and_then(Object::as_dict).unwrap();
            let address = action.get(b"URI").and_then(Object::as_str).unwrap();
            addresses.push(String::from_utf8(address.to_vec()).unwrap());
        }
    }
    addresses
}

fn assert_inside_the_margins(pages: &[PageWords], what: &str) {
    let margin = MARGIN_MM * POINTS_PER_MM;
    for word in pages.iter().flat_map(|page| &page.words) {
        let page = &pages[0];
        let inside = word.left >= margin
            && word.right <= page.width - margin
            && word.top >= 5.0 * POINTS_PER_MM
            && word.bottom <= page.height - 5.0 * POINTS_PER_MM;
        assert!(inside, "{what}: {word:?} outside {} x {}", page.width, page.height);
    }
}

/// The last figure of the only line with these words.
fn balance_beside(page: &str, words: &str) -> String {
    let lines: Vec<_> = page.lines().filter(|line| line.contains(words)).collect();
    assert_eq!(lines.len(), 1, "{words} in\n{page}");
    lines[0].split("  ").last().unwrap().trim().to_owned()
}

#[test]
fn a_statement_has_every_figure_in_every_language_on_both_sheets() {
    let words = [
        (Language::EsMx, ["Estado de cuenta", "Por pagar al 30 nov 2026", "Paga con PayU"]),
        (Language::EnUs, ["Statement of account", "Amount due on Nov 30, 2026", "Pay with PayU"]),
        (
            Language::UkUa,
            ["Виписка з рахунку", "До сплати на 30 лист. 2026", "Сплатити через PayU"],
        ),
    ];
    let paper = paper(draft(31, 123_450));
    let Statement { movements, charged, credited, closing, opening, ageing, .. } = &paper.statement;
    for (language, named) in words {
        for sheet in Sheet::ALL {
            let pdf = statement_pdf(&paper, sheet, language).unwrap();
            let text = pages_of(&pdf).join("\n");
            let sums = [*charged, *credited, *closing, *opening, ageing.total()];
            let balances = movements.iter().map(|movement| movement.balance);
            for money in sums.into_iter().chain(balances) {
                let figure = figure(money, language);
                assert!(text.contains(&figure), "{language}: {figure} in\n{text}");
            }
            for needed in named.iter().chain(&["Café Luna", "Lucía Fernández", "FELL800101AB1"])
            {
                assert!(text.contains(needed), "{language}: {needed} in\n{text}");
            }
        }
    }
}

#[test]
fn the_balance_of_each_page_goes_on_in_the_next_and_no_movement_is_lost() {
    for (rows, sheet) in
        [(1, Sheet::Letter), (30, Sheet::A4), (31, Sheet::Letter), (500, Sheet::A4)]
    {
        let paper = paper(draft(rows, 123_450));
        let pages = pages_of(&statement_pdf(&paper, sheet, Language::EnUs).unwrap());
        let mut told = 0_usize;
        for (place, page) in pages.iter().enumerate() {
            let number = place + 1;
            let of = format!("Page {number} of {}", pages.len());
            assert!(pages.len() == 1 || page.contains(&of), "{of} in\n{page}");
            let before = told.checked_sub(1).map(|last| paper.statement.movements[last].balance);
            let brought = format!("Brought forward from page {place}");
            if page.contains(&brought) {
                let expected = figure(before.unwrap(), Language::EnUs);
                assert_eq!(balance_beside(page, &brought), expected, "{rows} rows, {of}");
                assert!(page.contains("Movement"), "no head in\n{page}");
            }
            for movement in &paper.statement.movements[told..] {
                let document = movement.moved.document.as_deref();
                let mark = document.or(movement.moved.reference.as_deref()).unwrap();
                let row = |line: &str| {
                    line.contains(&format!("Sales note {mark}"))
                        || line.contains(&format!("Ref. {mark}"))
                };
                if !page.lines().any(row) {
                    break;
                }
                told += 1;
            }
            let carried = format!("Carried forward to page {}", number + 1);
            if told < paper.statement.movements.len() {
                let expected = figure(paper.statement.movements[told - 1].balance, Language::EnUs);
                assert_eq!(balance_beside(page, &carried), expected, "{rows} rows, {of}");
                assert!(pages[number].contains(&format!("Brought forward from page {number}")));
            } else {
                assert!(!page.contains(&carried), "{page}");
            }
        }
        assert_eq!(told, paper.statement.movements.len(), "{rows} rows");
        let totals = pages.join("\n");
        let closing = figure(paper.statement.closing, Language::EnUs);
        assert_eq!(balance_beside(&totals, "Totals and closing balance"), closing);
    }
}

#[test]
fn nothing_leaves_the_margins_and_every_page_is_small() {
    let long = "Comercializadora y Distribuidora de Abarrotes del Valle, S. de R. L. de C. V. ";
    // 9 digits, 13, and as many as an amount can have.
    for size in [12_345_678_901, 999_999_999_999_999, i64::MAX / 40] {
        for (language, sheet) in
            Language::ALL.into_iter().zip([Sheet::A4, Sheet::Letter, Sheet::A4])
        {
            let mut paper = paper(draft(30, size));
            paper.training = true;
            paper.shop.name = long.repeat(2);
            paper.shop.address = Some(long.repeat(3));
            paper.holder.name = long.repeat(2);
            paper.holder.address = Some("W".repeat(400));
            let pdf = statement_pdf(&paper, sheet, language).unwrap();
            let pages = words(&pdf);
            assert_inside_the_margins(&pages, &format!("{language} {size}"));
            assert!(pdf.len() <= PAGE_BYTES_MAX * pages.len(), "{} bytes", pdf.len());
            let practice = ["PRÁCTICA", "TRAINING", "НАВЧАННЯ"];
            for page in pages {
                let marks = page.words.iter().filter(|word| practice.contains(&word.text.as_str()));
                assert_eq!(marks.count(), 2);
            }
        }
    }
}

#[test]
fn a_page_of_codes_is_small_too() {
    let mut draft = draft(1, 50_000);
    draft.owing = (1..=9).map(|number| crate::accounts::owing(number, 5, 50_000, 50_000)).collect();
    let pdf = letter(&paper(draft));
    let pages = words(&pdf).len();
    assert_eq!(pages, 2);
    assert!(pdf.len() <= PAGE_BYTES_MAX * pages, "{} bytes", pdf.len());
}

#[test]
fn what_can_be_paid_has_a_button_an_address_and_a_code() {
    let paper = paper(draft(6, 123_450));
    let pdf = letter(&paper);
    let payable = [128, 214, 1_000].map(link);
    let mut read: Vec<_> =
        scan(&pdf, 150.0).iter().flat_map(|page| page.lines()).map(str::to_owned).collect();
    read.sort();
    assert_eq!(read, payable);
    // The button and the code.
    let mut clicked = addresses(&pdf);
    clicked.sort();
    assert_eq!(
        clicked,
        payable.iter().flat_map(|link| [link.clone(), link.clone()]).collect::<Vec<_>>()
    );
    let text: String = text(&pdf).split_whitespace().collect();
    for link in payable {
        let (address, key) = link.split_at(link.len() / 2);
        assert!(text.contains(&address[..20]) && text.contains(&key[key.len() - 8..]), "{link}");
    }
}

#[test]
fn below_the_minimum_the_button_is_dead_and_both_amounts_say_why() {
    for (owed, alive) in [(MINIMUM - 1, false), (MINIMUM, true)] {
        let mut draft = draft(1, 50_000);
        draft.owing = vec![crate::accounts::owing(128, 5, owed, owed)];
        let pdf = letter(&paper(draft));
        let text = text(&pdf);
        assert!(text.contains("Paga con PayU"), "{text}");
        assert_eq!(text.contains("Debes $99.99"), !alive, "{text}");
        assert_eq!(text.contains("$100.00."), !alive, "{text}");
        assert_eq!(addresses(&pdf).is_empty(), !alive);
        assert_eq!(scan(&pdf, 150.0).is_empty(), !alive);
    }
}

#[test]
fn without_an_active_account_there_is_no_button_at_all() {
    for collector in [Collector::Missing, Collector::Inactive] {
        let mut draft = draft(3, 123_450);
        draft.collector = collector;
        let paper = paper(draft);
        assert!(!paper.payment.links.is_empty(), "there are addresses that may not be printed");
        let pdf = letter(&paper);
        let text = text(&pdf);
        assert!(text.contains("A-000128") && text.contains("Venció el 13 ago 2026"), "{text}");
        assert!(!text.contains("Paga") && !text.contains("PayU") && !text.contains("pay.example"));
        assert_eq!((addresses(&pdf), scan(&pdf, 150.0)), (Vec::new(), Vec::new()));
    }
}

#[test]
fn an_invoice_settled_since_is_not_paid_twice() {
    let mut draft = draft(1, 50_000);
    draft.owing[0].owed_now = pesos(0);
    draft.owing[1].owed_now = pesos(20_000);
    let paper = paper(draft);
    assert_eq!(paper.statement.outstanding[0].pay, PayState::Settled);
    let pdf = letter(&paper);
    let text = text(&pdf);
    assert!(text.contains("Se pagó después del periodo."), "{text}");
    assert!(text.contains("hoy 200.00"), "{text}");
    assert!(!addresses(&pdf).contains(&link(128)) && addresses(&pdf).contains(&link(214)));
}

#[test]
fn a_credit_is_said_in_words_and_explained() {
    let mut draft = draft(3, 10_000);
    draft.owing.truncate(1);
    let paid = moved(UNTIL - 1, MovementKind::Payment, 0, 500_000);
    draft.moved.push(paid);
    let owed = 185_050 + 10_000 + 10_001 - 5_000 - 500_000;
    draft.credit = pesos(50_050 - owed);
    let paper = paper(draft);
    assert!(paper.statement.ties());
    let text = pages_of(&letter(&paper)).join("\n");
    for needed in ["Saldo a tu favor al 30 nov 2026", "$2,999.49", "−2,999.49"] {
        assert!(text.contains(needed), "{needed} in\n{text}");
    }
    let explained = "$500.50 por pagar menos $3,499.99 a tu favor: saldo de −$2,999.49";
    assert!(text.contains(explained), "{text}");
}

#[test]
fn a_quiet_account_has_its_balance_on_one_page() {
    let mut draft = draft(0, 1);
    draft.owing.clear();
    draft.opening = pesos(0);
    draft.credit = pesos(0);
    let pages = pages_of(&letter(&paper(draft)));
    assert_eq!(pages.len(), 1);
    assert!(!pages[0].contains("Notas por pagar") && !pages[0].contains("Página"), "{}", pages[0]);
    assert_eq!(balance_beside(&pages[0], "Totales y saldo final"), "0.00");
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let paper = paper(draft(31, 123_450));
    assert!(letter(&paper) == letter(&paper));
}

#[test]
fn refuses_a_place_that_has_no_clock() {
    let mut paper = paper(draft(1, 1));
    paper.issued.zone = "Luna".to_owned();
    let refusal = statement_pdf(&paper, Sheet::A4, Language::EsMx);
    assert_eq!(refusal, Err(PaperError::Date(DateError::Zone { zone: "Luna".to_owned() })));
}
