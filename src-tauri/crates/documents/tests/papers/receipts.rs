//! Receipts, credit notes and quotes: every figure of the sale, on as many pages as it takes.

use cobro_documents::{
    Deferred, Language, ReceiptPaper, RollWidth, Tender, receipt_letter, receipt_roll,
};
use cobro_domain::money::{Currency, Money};
use cobro_domain::ticket::LINES_MAX;

use crate::samples::{credit_note, quote, receipt};
use crate::tools::{scan, text, words};

const PAGE_BYTES_MAX: usize = 80_000;

fn all(paper: &ReceiptPaper, language: Language) -> [Vec<u8>; 3] {
    [
        receipt_letter(paper, language).unwrap(),
        receipt_roll(paper, RollWidth::Mm80, language).unwrap(),
        receipt_roll(paper, RollWidth::Mm58, language).unwrap(),
    ]
}

#[test]
fn a_receipt_has_every_figure_in_every_language() {
    let spanish = [
        "Nota de venta",
        "Cambio",
        "$41.90",
        "161.10",
        "−17.90",
        "0.350 kg",
        "120.00/kg",
        "$758.10",
    ];
    let english =
        ["Sales note", "Change", "$41.90", "161.10", "−17.90", "0.350 kg", "120.00/kg", "$758.10"];
    let ukrainian =
        ["Товарний чек", "Решта", "41,90", "161,10", "−17,90", "0,350 кг", "120,00/кг", "758,10"];
    let cases = [(Language::EsMx, spanish), (Language::EnUs, english), (Language::UkUa, ukrainian)];
    for (language, figures) in cases {
        for pdf in all(&receipt(), language) {
            assert!(pdf.len() <= PAGE_BYTES_MAX, "{language}: {} bytes", pdf.len());
            let text = text(&pdf);
            let common = ["Café Luna", "A-000129", "IVA 16 %", "Prensa francesa", "Caja 1"];
            for needed in figures.iter().chain(&common) {
                assert!(text.contains(needed), "{language}: {needed} in\n{text}");
            }
        }
    }
}

#[test]
fn a_payment_in_parts_says_so_and_what_each_comes_to() {
    let pesos = |minor| Money::new(minor, Currency::Mxn);
    let (original, each, total) = (pesos(75_810), pesos(25_270), pesos(75_811));
    let deferred = Some(Deferred { months: 3, original, each, total });
    let tenders = vec![Tender { method: "card".to_owned(), amount: original, deferred }];
    let paper = ReceiptPaper { tenders, change: None, ..receipt() };
    for language in [Language::EsMx, Language::EnUs, Language::UkUa] {
        for pdf in all(&paper, language) {
            let text = text(&pdf);
            // The words are PayU's, in every language.
            assert!(text.contains("PAGOS DIFERIDOS"), "{language}: {text}");
            let figures = ["758.10", "252.70", "758.11"].map(|figure| match language {
                Language::UkUa => figure.replace('.', ","),
                Language::EsMx | Language::EnUs => figure.to_owned(),
            });
            for figure in figures {
                assert!(text.contains(&figure), "{language}: {figure} in {text}");
            }
        }
    }
}

#[test]
fn a_receipt_never_passes_for_a_tax_document() {
    let words = [
        (Language::EsMx, "Documento no válido como factura"),
        (Language::EnUs, "Not valid as a tax invoice"),
        (Language::UkUa, "Нефіскальний документ"),
    ];
    for (language, legal) in words {
        for paper in [receipt(), credit_note()] {
            for pdf in all(&paper, language) {
                assert!(text(&pdf).contains(legal), "{language}");
            }
        }
    }
}

#[test]
fn a_quote_never_passes_for_an_invoice_and_says_until_when_it_is_valid() {
    let words = [
        (Language::EsMx, "Cotización", "no se ha cobrado nada", "Precios válidos hasta"),
        (Language::EnUs, "Quote", "nothing was charged", "Prices valid until"),
        (Language::UkUa, "Цінова пропозиція", "Це не рахунок", "Ціни дійсні до"),
    ];
    for (language, title, nothing, valid) in words {
        for pdf in all(&quote(), language) {
            // Narrow paper breaks lines.
            let text = text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
            for words in [title, nothing, valid, "COT-A-000012", "Lucía Fernández", "758.10"] {
                assert!(text.replace(',', ".").contains(words), "{words} in\n{text}");
            }
            assert!(!text.contains("Gracias"), "{text}");
        }
    }
}

#[test]
fn the_number_of_a_quote_is_read_by_a_scanner() {
    for pdf in all(&quote(), Language::EsMx) {
        assert_eq!(scan(&pdf, 300.0), ["COT-A-000012"]);
    }
}

#[test]
fn a_credit_note_names_the_sale_and_the_reason() {
    for pdf in all(&credit_note(), Language::EsMx) {
        let text = text(&pdf);
        let needed =
            ["Nota de crédito", "NC-000007", "A-000129", "sin usar", "Total devuelto", "$449.00"];
        for words in needed {
            assert!(text.contains(words), "{words} in\n{text}");
        }
        assert!(!text.contains("Gracias"), "{text}");
    }
}

#[test]
fn the_longest_sale_keeps_every_line_and_marks_every_page() {
    let mut paper = receipt();
    paper.training = true;
    paper.lines = paper.lines.iter().cycle().take(LINES_MAX).cloned().collect();
    for (place, line) in paper.lines.iter_mut().enumerate() {
        line.name = format!("Artículo n{place:04}x con un nombre largo que pide dos renglones");
    }
    for pdf in all(&paper, Language::EsMx) {
        let pages = words(&pdf);
        assert!(pages.len() > 1 && pages.len() < 40, "{} pages", pages.len());
        assert!(pdf.len() <= PAGE_BYTES_MAX * pages.len());
        for page in &pages {
            assert!(page.words.iter().any(|word| word.text == "PRÁCTICA"));
        }
        let text = text(&pdf);
        for place in 0..LINES_MAX {
            assert_eq!(text.matches(&format!("n{place:04}x")).count(), 1, "line {place}");
        }
    }
    let letter = text(&receipt_letter(&paper, Language::EsMx).unwrap());
    assert!(letter.contains("Página 2 de "), "{letter}");
}
