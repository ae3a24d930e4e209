//! Vouchers: a store's scanner and a person both read what the provider gave.

use cobro_documents::{
    DateError, Language, Moment, PaperError, RollWidth, Symbol, SymbolError, VoucherPaper,
    voucher_letter, voucher_roll,
};
use cobro_domain::time::Timestamp;

use crate::samples::{METHODS, QR_PAYLOAD, voucher};
use crate::tools::{Bars, Picture, THERMAL, scan, text};

const PAGE_BYTES_MAX: usize = 80_000;
const MM_PER_INCH: f64 = 25.4;

fn roll(paper: &VoucherPaper, language: Language) -> Vec<u8> {
    voucher_roll(paper, RollWidth::Mm80, language).unwrap()
}

fn narrow(paper: &VoucherPaper, language: Language) -> Vec<u8> {
    voucher_roll(paper, RollWidth::Mm58, language).unwrap()
}

fn letter(paper: &VoucherPaper, language: Language) -> Vec<u8> {
    voucher_letter(paper, language).unwrap()
}

#[test]
fn a_scanner_reads_the_providers_digits_on_every_paper() {
    for (method, barcode) in METHODS {
        let expected = [barcode.unwrap_or(QR_PAYLOAD).to_owned()];
        let paper = voucher(method);
        for dpi in [150.0, 203.0] {
            let pdf = letter(&paper, Language::EsMx);
            assert_eq!(scan(&pdf, dpi), expected, "{method} on Letter at {dpi} dpi");
            let pdf = roll(&paper, Language::EsMx);
            assert_eq!(scan(&pdf, dpi), expected, "{method} on a roll at {dpi} dpi");
            let pdf = narrow(&paper, Language::EsMx);
            assert_eq!(scan(&pdf, dpi), expected, "{method} on a narrow roll at {dpi} dpi");
        }
    }
}

#[test]
fn a_barcode_and_a_qr_code_share_a_paper() {
    let mut paper = voucher("seven-eleven");
    paper.qr = Some(QR_PAYLOAD.to_owned());
    let digits = paper.barcode.clone().unwrap();
    for pdf in [letter(&paper, Language::EsMx), roll(&paper, Language::EsMx)] {
        let read = scan(&pdf, THERMAL).join("\n");
        assert!(read.contains(&digits) && read.contains(QR_PAYLOAD), "{read}");
    }
}

#[test]
fn a_person_reads_all_that_is_needed_in_every_language() {
    let dates = [
        (Language::EsMx, "jueves 26 de noviembre, 18:00", "$1,000.00"),
        (Language::EnUs, "Thursday, November 26, 18:00", "$1,000.00"),
        (Language::UkUa, "четвер, 26 листопада, 18:00", "1 000,00"),
    ];
    for (method, barcode) in METHODS {
        let paper = voucher(method);
        for (language, expiry, amount) in dates {
            let papers =
                [letter(&paper, language), roll(&paper, language), narrow(&paper, language)];
            for pdf in papers {
                // A narrow roll breaks lines that others do not.
                let text = text(&pdf).split_whitespace().collect::<Vec<_>>().join(" ");
                for needed in ["Café Luna", "A-000128", "MXN", "Lucía Fernández", expiry, amount]
                {
                    assert!(text.contains(needed), "{method} {language}: {needed} in\n{text}");
                }
                let typed = barcode.unwrap_or("646180132800000009");
                let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                assert!(digits.contains(typed), "{method} {language}: {typed} in\n{text}");
                let reference = paper.reference.as_deref().unwrap();
                assert!(text.contains(reference), "{method} {language}: {reference} in\n{text}");
            }
        }
    }
}

/// The barcode as printed: upright, or turned along the roll.
fn measure(pdf: &[u8], dpi: f64, along: bool) -> Bars {
    let picture = Picture::of(pdf, dpi);
    let picture = if along { picture.turned() } else { picture };
    Bars::find(&picture, dpi).expect("no barcode in the picture")
}

fn assert_readable(what: &str, bars: &Bars, digits: &str, dpi: f64, least: (f64, f64)) {
    let millimetres = |pixels: usize| pixels as f64 / dpi * MM_PER_INCH;
    let (least_module, least_height) = least;
    let modules = Symbol::code128(digits).unwrap().columns();
    let module = millimetres(bars.width()) / modules as f64;
    assert!(module >= least_module - 0.002, "{what}: a module of {module} mm");
    let narrowest = millimetres(*bars.runs.iter().min().unwrap());
    assert!(narrowest >= least_module * 0.93, "{what}: a bar of {narrowest} mm");
    assert!(millimetres(bars.height) >= least_height, "{what}: {} pixels high", bars.height);
    let quiet = millimetres(bars.quiet.0.min(bars.quiet.1));
    assert!(quiet >= 10.0 * module, "{what}: {quiet} mm of white beside the bars");
}

#[test]
fn bars_are_wide_and_high_enough_and_stand_in_white() {
    for (method, barcode) in METHODS {
        let Some(digits) = barcode else { continue };
        let paper = voucher(method);
        let dpi = 300.0;
        let bars = measure(&letter(&paper, Language::EsMx), dpi, false);
        assert_readable(&format!("{method} on Letter"), &bars, digits, dpi, (0.33, 20.0));
        let dpi = 4.0 * THERMAL;
        let bars = measure(&roll(&paper, Language::EsMx), dpi, method == "seven-eleven");
        assert_readable(&format!("{method} on a roll"), &bars, digits, dpi, (0.25, 15.0));
    }
}

#[test]
fn every_bar_is_whole_dots_of_a_thermal_head() {
    for (method, barcode) in METHODS {
        let Some(digits) = barcode else { continue };
        let pdf = roll(&voucher(method), Language::EsMx);
        let bars = measure(&pdf, THERMAL, method == "seven-eleven");
        let modules = Symbol::code128(digits).unwrap().columns();
        let dots = bars.width() / modules;
        assert!(dots >= 2 && bars.width() == dots * modules, "{method}: {bars:?}");
        assert!(bars.runs.iter().all(|run| run % dots == 0), "{method}: {bars:?}");
    }
}

#[test]
fn a_symbol_wider_than_the_roll_lies_along_it() {
    // 40 digits and their quiet zones take 275 modules of 0.25 mm, 44 digits 297: 74 mm.
    for (digits, fits) in [(40, true), (44, false)] {
        let mut paper = voucher("oxxo");
        paper.barcode = Some("7".repeat(digits));
        let picture = Picture::of(&roll(&paper, Language::EsMx), THERMAL);
        let (across, along) =
            (Bars::find(&picture, THERMAL), Bars::find(&picture.turned(), THERMAL));
        let high = |bars: Option<Bars>| bars.is_some_and(|bars| bars.height > 100);
        assert_eq!((high(across), high(along)), (fits, !fits), "{digits} digits");
    }
}

#[test]
fn a_page_is_small() {
    for language in Language::ALL {
        for (method, _) in METHODS {
            let mut paper = voucher(method);
            paper.training = true;
            paper.cancelled = true;
            for pdf in [letter(&paper, language), roll(&paper, language)] {
                assert!(pdf.len() <= PAGE_BYTES_MAX, "{method} {language}: {} bytes", pdf.len());
            }
        }
    }
}

#[test]
fn training_is_written_on_every_page_twice() {
    let mut paper = voucher("spei");
    for pdf in [letter(&paper, Language::EsMx), roll(&paper, Language::EsMx)] {
        assert!(!text(&pdf).contains("PRÁCTICA"));
    }
    paper.training = true;
    for pdf in [letter(&paper, Language::EsMx), roll(&paper, Language::EsMx)] {
        assert_eq!(text(&pdf).matches("PRÁCTICA").count(), 2);
    }
}

#[test]
fn a_cancelled_voucher_says_that_it_can_still_be_paid() {
    let mut paper = voucher("oxxo");
    paper.cancelled = true;
    for pdf in [letter(&paper, Language::EsMx), roll(&paper, Language::EsMx)] {
        let text = text(&pdf);
        assert!(text.contains("Cancelado: no lo pagues"), "{text}");
        assert!(text.contains("todavía se puede pagar"), "{text}");
    }
}

#[test]
fn a_method_without_instructions_gets_general_ones() {
    let mut paper = voucher("oxxo");
    paper.method = "tienda-nueva".to_owned();
    let text = text(&letter(&paper, Language::EsMx));
    assert!(text.contains("tienda-nueva") && text.contains("Presenta este comprobante"), "{text}");
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let paper = voucher("spei");
    assert_eq!(letter(&paper, Language::UkUa), letter(&paper, Language::UkUa));
    assert_eq!(roll(&paper, Language::UkUa), roll(&paper, Language::UkUa));
}

#[test]
fn refuses_a_paper_that_would_mislead() {
    let refusal = |change: &dyn Fn(&mut VoucherPaper)| {
        let mut paper = voucher("oxxo");
        change(&mut paper);
        let on_roll = voucher_roll(&paper, RollWidth::Mm80, Language::EsMx).unwrap_err();
        assert_eq!(voucher_letter(&paper, Language::EsMx).unwrap_err(), on_roll);
        on_roll
    };
    let nothing = refusal(&|paper| (paper.barcode, paper.reference) = (None, Some(String::new())));
    assert_eq!(nothing, PaperError::NothingToPayWith);
    let accent = refusal(&|paper| paper.barcode = Some("12á".to_owned()));
    assert_eq!(accent, PaperError::Symbol(SymbolError::Character { found: 'á' }));
    let zone = refusal(&|paper| paper.expires.zone = "Mexico".to_owned());
    let expected = DateError::Zone { zone: "Mexico".to_owned() };
    assert_eq!(zone, PaperError::Date(expected));
    let year = refusal(&|paper| {
        paper.issued = Moment { at: Timestamp::from_millis(i64::MIN), ..paper.issued.clone() };
    });
    assert_eq!(year, PaperError::Date(DateError::OutOfRange { millis: i64::MIN }));
}
