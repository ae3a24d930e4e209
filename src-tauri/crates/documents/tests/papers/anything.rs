//! Papers made of what people really type: no text breaks one, or its page.

use cobro_documents::{
    Catalogue, Holder, Language, ReceiptPaper, RollWidth, Sheet, Shop, StatementPaper,
    VoucherPaper, receipt_letter, receipt_roll, statement_pdf, voucher_letter, voucher_roll,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::accounts::{draft, paper};
use crate::samples::{METHODS, QR_PAYLOAD, credit_note, voucher};
use crate::tools::{PageWords, Word, scan, text, words};

const PAGE_BYTES_MAX: usize = 80_000;

/// `text` wherever a person can write.
fn voucher_of(method: &str, text: &str) -> VoucherPaper {
    let given = Some(text.to_owned());
    VoucherPaper {
        shop: shop_of(text),
        customer: given.clone(),
        folio: text.to_owned(),
        reference: given.clone(),
        bank: given.clone(),
        concept: given,
        till: text.to_owned(),
        cancelled: true,
        training: true,
        ..voucher(method)
    }
}

fn shop_of(text: &str) -> Shop {
    let given = Some(text.to_owned());
    Shop {
        name: text.to_owned(),
        tax_id: given.clone(),
        address: given.clone(),
        phone: given.clone(),
        email: given,
    }
}

fn receipt_of(text: &str) -> ReceiptPaper {
    let mut paper = credit_note();
    paper.shop = shop_of(text);
    paper.customer = Some(text.to_owned());
    paper.cashier = Some(text.to_owned());
    paper.folio = text.to_owned();
    paper.till = text.to_owned();
    paper.note = Some(text.to_owned());
    for line in &mut paper.lines {
        line.name = text.to_owned();
        line.note = Some(text.to_owned());
    }
    for tax in &mut paper.taxes {
        tax.name = text.to_owned();
    }
    for tender in &mut paper.tenders {
        tender.method = text.to_owned();
    }
    paper
}

fn statement_of(text: &str) -> StatementPaper {
    let given = Some(text.to_owned());
    let mut draft = draft(4, 123_450);
    for moved in &mut draft.moved {
        moved.document = given.clone();
        moved.reference = given.clone();
    }
    let mut paper = paper(draft);
    paper.shop = shop_of(text);
    paper.holder = Holder { name: text.to_owned(), tax_id: given.clone(), address: given.clone() };
    paper.payment.provider = given;
    paper.till = text.to_owned();
    paper
}

fn assert_inside(pages: &[PageWords], what: &str) {
    for page in pages {
        for word in &page.words {
            let inside = word.left >= 0.0
                && word.top >= 0.0
                && word.right <= page.width
                && word.bottom <= page.height;
            assert!(inside, "{what}: {word:?} outside {} x {}", page.width, page.height);
        }
    }
}

#[test]
fn a_name_of_ten_thousand_characters_is_cut_and_stays_on_the_page() {
    let words_and_no_words = ["abcdefghi ".repeat(1_000), "W".repeat(10_000)];
    for long in words_and_no_words {
        for method in ["oxxo", "spei"] {
            let paper = voucher_of(method, &long);
            let expected = scan(&voucher_letter(&voucher(method), Language::EsMx).unwrap(), 203.0);
            let papers = [
                voucher_letter(&paper, Language::EsMx).unwrap(),
                voucher_roll(&paper, RollWidth::Mm80, Language::EsMx).unwrap(),
            ];
            for pdf in papers {
                let pages = words(&pdf);
                assert_eq!(pages.len(), 1, "{method}");
                assert_inside(&pages, method);
                assert!(pdf.len() <= PAGE_BYTES_MAX, "{method}: {} bytes", pdf.len());
                assert!(text(&pdf).contains('…'), "{method}: nothing says that text is missing");
                assert_eq!(scan(&pdf, 203.0), expected, "{method}");
            }
        }
        let statement = statement_pdf(&statement_of(&long), Sheet::A4, Language::EsMx).unwrap();
        assert_inside(&words(&statement), "statement");
        let paper = receipt_of(&long);
        assert_inside(&words(&receipt_letter(&paper, Language::EsMx).unwrap()), "receipt");
        let roll = receipt_roll(&paper, RollWidth::Mm80, Language::EsMx).unwrap();
        assert_inside(&words(&roll), "receipt");
    }
}

#[test]
fn the_longest_names_leave_room_for_every_step() {
    let long = "palabra ".repeat(500);
    let cases = [("others-cash-mx", true), ("bank-referenced", true), ("spei", false)];
    for (method, with_barcode) in cases {
        for language in Language::ALL {
            let mut paper = voucher_of(method, &long);
            paper.barcode = with_barcode.then(|| "85780711227811246".to_owned());
            paper.qr = Some(QR_PAYLOAD.to_owned());
            paper.clabe = Some("646180132800000009".to_owned());
            let pages = words(&voucher_letter(&paper, language).unwrap());

            let words = Catalogue::of(language);
            let steps =
                words.format(&format!("paper-steps-{method}"), &[("shop", ""), ("bank", "")]);
            let last = steps.unwrap().lines().last().unwrap().split(' ').next().unwrap().to_owned();
            let contact = words.format("paper-contact", &[("contact", "")]).unwrap();
            let place = |text: &str| {
                let same = |word: &&Word| word.text == text;
                pages[0].words.iter().rfind(same).map(|word| word.top).unwrap()
            };
            let (step, foot) = (place(&last), place(contact.trim()));
            // Two lines of the step, in points.
            assert!(step + 30.0 < foot, "{method} {language}: {step} {foot}");
        }
    }
}

#[test]
fn an_unknown_character_is_a_box() {
    let mut paper = voucher("oxxo");
    paper.customer = Some("李 😀 שלום José".to_owned());
    for pdf in [
        voucher_letter(&paper, Language::EsMx).unwrap(),
        voucher_roll(&paper, RollWidth::Mm80, Language::EsMx).unwrap(),
    ] {
        assert!(text(&pdf).contains("□ □ □□□□ José"), "{}", text(&pdf));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_text_breaks_a_voucher(
        text in "\\PC{0,60}|.{0,200}",
        (method, _) in select(&METHODS),
        language in select(&Language::ALL),
    ) {
        let paper = voucher_of(method, &text);
        let letter = voucher_letter(&paper, language).unwrap();
        let roll = voucher_roll(&paper, RollWidth::Mm80, language).unwrap();
        prop_assert!(letter.len() <= PAGE_BYTES_MAX && roll.len() <= PAGE_BYTES_MAX);
    }

    #[test]
    fn what_is_to_be_encoded_is_drawn_or_refused(barcode in ".{0,90}", qr in ".{0,300}") {
        let mut paper = voucher("oxxo");
        (paper.barcode, paper.qr) = (Some(barcode), Some(qr));
        let letter = voucher_letter(&paper, Language::EsMx);
        let roll = voucher_roll(&paper, RollWidth::Mm80, Language::EsMx);
        // Only the sheet has a width that can be too small: along a roll all fits.
        prop_assert!(letter.is_err() || roll.is_ok());
    }

    #[test]
    fn no_text_breaks_a_receipt(text in "\\PC{0,60}|.{0,200}") {
        let paper = receipt_of(&text);
        prop_assert!(receipt_letter(&paper, Language::EnUs).is_ok());
        prop_assert!(receipt_roll(&paper, RollWidth::Mm80, Language::EnUs).is_ok());
    }

    #[test]
    fn no_text_breaks_a_statement(text in "\\PC{0,60}|.{0,200}", sheet in select(&Sheet::ALL)) {
        prop_assert!(statement_pdf(&statement_of(&text), sheet, Language::EnUs).is_ok());
    }
}
