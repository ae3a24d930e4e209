//! Statements as spreadsheets read them back.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use cobro_documents::{Language, StatementPaper, outstanding_csv, statement_csv, statement_xlsx};
use cobro_domain::money::Money;
use cobro_domain::statement::Collector;

use crate::accounts::{draft, link, paper};
use crate::samples::pesos;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The records of a CSV file that must begin with its mark.
fn records(file: &[u8]) -> Vec<Vec<String>> {
    let table = file.strip_prefix(BYTE_ORDER_MARK).expect("no byte order mark");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    let records =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect());
    records.collect()
}

fn rows(paper: &StatementPaper) -> Vec<Vec<String>> {
    records(&statement_csv(paper, Language::EsMx).unwrap())
}

#[test]
fn a_csv_file_tells_every_movement_exactly() {
    let paper = paper(draft(31, 12_345_678_901));
    let rows = rows(&paper);
    assert_eq!(rows.len(), 1 + 1 + 31 + 1);
    assert_eq!(rows[0][..3], ["Fecha", "Movimiento", "Documento"]);
    assert_eq!(rows[1][1..3], ["Saldo inicial", ""]);
    assert_eq!((&*rows[1][0], &*rows[1][9]), ("2026-11-01", "1850.50"));
    let read = |text: &str| match text {
        "" => pesos(0),
        text => Money::parse_decimal(text.trim_start_matches('-'), pesos(0).currency()).unwrap(),
    };
    for (row, movement) in rows[2..].iter().zip(&paper.statement.movements) {
        let moved = &movement.moved;
        assert_eq!((read(&row[7]), read(&row[8])), (moved.charged, moved.credited), "{row:?}");
        assert_eq!(row[9], movement.balance.decimal_text(), "{row:?}");
        assert_eq!(row[2], moved.document.clone().unwrap_or_default());
        assert_eq!(row[4], moved.reference.clone().unwrap_or_default());
        assert_eq!(row[10], "MXN");
    }
    let payment = &rows[2 + 5];
    assert_eq!(payment[3..7], ["Transferencia", "39869025", "2026-11-04", "A-001003, A-001004"]);
    let last = rows.last().unwrap();
    assert_eq!((&*last[0], &last[9]), ("2026-11-30", &paper.statement.closing.decimal_text()));
}

#[test]
fn a_csv_file_keeps_to_rfc_4180() {
    let mut draft = draft(1, 100);
    let written = "dos \"comillas\", una coma\ny un renglón";
    draft.moved[0].document = Some(written.to_owned());
    let paper = paper(draft);
    let file = statement_csv(&paper, Language::EsMx).unwrap();
    let text = String::from_utf8(file.clone()).unwrap();
    assert!(text.contains("\"dos \"\"comillas\"\", una coma\ny un renglón\""), "{text}");
    assert!(text.ends_with("\r\n"));
    assert_eq!(records(&file)[2][2], written);
}

#[test]
fn no_text_becomes_a_formula() {
    let texts = [
        "=HYPERLINK(\"http://evil.example\")",
        "+1",
        "-1+1|cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
    ];
    for text in texts {
        let mut draft = draft(3, 100);
        draft.moved[2].reference = Some(text.to_owned());
        draft.moved[1].document = Some(text.to_owned());
        let paper = paper(draft);
        let rows = rows(&paper);
        let inert = format!("'{text}");
        assert_eq!((&rows[4][4], &rows[3][2]), (&inert, &inert), "{text:?}");
        // In a workbook a text is a text whatever it begins with.
        let cells = sheet(&paper, 0);
        let found = cells
            .iter()
            .flatten()
            .any(|cell| matches!(cell, Data::String(cell) if cell.trim() == text.trim()));
        assert!(found, "{text:?} in {cells:?}");
    }
}

#[test]
fn a_negative_balance_is_a_number_and_no_text() {
    let mut draft = draft(0, 1);
    draft.opening = pesos(-5);
    let paper = paper(draft);
    assert_eq!(rows(&paper)[1][9], "-0.05");
    let cells = sheet(&paper, 0);
    assert!(cells.iter().flatten().any(|cell| *cell == Data::Float(-0.05)), "{cells:?}");
}

#[test]
fn outstanding_invoices_are_a_table_of_their_own() {
    let paper = paper(draft(3, 123_450));
    let rows = records(&outstanding_csv(&paper, Language::EnUs).unwrap());
    assert_eq!(rows.len(), 1 + paper.statement.outstanding.len());
    let first = ["A-000128", "2026-07-14", "2026-08-13", "140", "900.00", "500.50", "500.50"];
    assert_eq!(rows[1][..7], first);
    assert_eq!(rows[1][7], link(128));
    assert_eq!(rows[3][7], "You owe $99.99; online payments start at $100.00.");
}

fn workbook(paper: &StatementPaper, language: Language) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(statement_xlsx(paper, language).unwrap())).unwrap()
}

/// The cells of a sheet, from its first row.
fn sheet(paper: &StatementPaper, place: usize) -> Vec<Vec<Data>> {
    let mut workbook = workbook(paper, Language::EsMx);
    let range = workbook.worksheet_range_at(place).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// A part of the workbook's file.
fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_workbook_holds_dates_and_exact_numbers() {
    let paper = paper(draft(31, 12_345_678_901));
    let cells = sheet(&paper, 0);
    let head = cells.iter().position(|row| row[0] == Data::String("Fecha".to_owned())).unwrap();
    let movements = &cells[head + 2..head + 2 + 31];
    for (row, movement) in movements.iter().zip(&paper.statement.movements) {
        let Data::DateTime(date) = &row[0] else { panic!("no date in {row:?}") };
        let (year, month, day, ..) = date.to_ymd_hms_milli();
        assert_eq!((year, month), (2026, 11), "{row:?}");
        assert!((1..=30).contains(&day));
        let Data::Float(balance) = row[9] else { panic!("no number in {row:?}") };
        let exact = movement.balance.decimal_text();
        assert_eq!(format!("{balance:.2}"), exact);
    }
    let closing = paper.statement.closing.decimal_text().parse().unwrap();
    assert!(cells.last().unwrap().contains(&Data::Float(closing)));

    let file = statement_xlsx(&paper, Language::EsMx).unwrap();
    let text = part(&file, "xl/worksheets/sheet1.xml");
    let tree = roxmltree::Document::parse(&text).unwrap();
    let element = |name| {
        tree.descendants().find(|node| {
            node.has_tag_name(("http://schemas.openxmlformats.org/spreadsheetml/2006/main", name))
        })
    };
    let pane = element("pane").expect("no frozen rows");
    let frozen = (pane.attribute("ySplit"), pane.attribute("state"));
    assert_eq!(frozen, (Some((head + 1).to_string().as_str()), Some("frozen")));
    assert!(element("cols").is_some(), "no widths");
    // The number in the file is the amount, digit by digit.
    let balance = paper.statement.movements[0].balance.decimal_text();
    let written = balance.trim_end_matches('0').trim_end_matches('.');
    assert!(text.contains(&format!("<v>{written}</v>")), "{written}");
}

#[test]
fn an_amount_that_excel_would_round_is_written_whole_as_text() {
    for (minor, text) in
        [(999_999_999_999_999, None), (1_000_000_000_000_001, Some("10000000000000.01"))]
    {
        let mut draft = draft(0, 1);
        draft.opening = pesos(minor);
        let cells = sheet(&paper(draft), 0);
        let written = |wanted: &str| {
            cells.iter().flatten().any(|cell| *cell == Data::String(wanted.to_owned()))
        };
        match text {
            Some(text) => assert!(written(text), "{cells:?}"),
            None => {
                let number = Data::Float(9_999_999_999_999.99);
                assert!(cells.iter().flatten().any(|cell| *cell == number), "{cells:?}");
            }
        }
    }
}

#[test]
fn a_workbook_has_its_sheets_in_every_language_and_links_to_pay() {
    let paper = paper(draft(3, 123_450));
    let names = [
        (Language::EsMx, ["Estado de cuenta", "Notas por pagar", "Antigüedad de lo que debes"]),
        (Language::EnUs, ["Statement of account", "Unpaid sales notes", "Age of what you owe"]),
        (Language::UkUa, ["Виписка з рахунку", "Неоплачені чеки", "Давність боргу"]),
    ];
    for (language, names) in names {
        assert_eq!(workbook(&paper, language).sheet_names(), names);
    }
    let file = statement_xlsx(&paper, Language::EsMx).unwrap();
    let links = part(&file, "xl/worksheets/_rels/sheet2.xml.rels");
    assert!(links.contains(&link(128).replace('&', "&amp;")), "{links}");
    assert!(!links.contains(&link(260)), "an address of an invoice below the minimum");

    let ages = sheet(&paper, 2);
    assert_eq!(ages[5][1], Data::Float(500.50));
    assert_eq!(ages.len(), 1 + 5 + 3);
}

#[test]
fn tables_hold_no_address_without_an_active_account() {
    let mut draft = draft(3, 123_450);
    draft.collector = Collector::Inactive;
    let paper = paper(draft);
    let table = outstanding_csv(&paper, Language::EsMx).unwrap();
    assert!(!String::from_utf8(table).unwrap().contains("http"));
    let file = statement_xlsx(&paper, Language::EsMx).unwrap();
    assert!(
        zip::ZipArchive::new(Cursor::new(&file))
            .unwrap()
            .by_name("xl/worksheets/_rels/sheet2.xml.rels")
            .is_err()
    );
}

#[test]
fn the_same_values_give_the_same_files() {
    let paper = paper(draft(31, 123_450));
    let files = || {
        (
            statement_csv(&paper, Language::UkUa).unwrap(),
            outstanding_csv(&paper, Language::UkUa).unwrap(),
            statement_xlsx(&paper, Language::UkUa).unwrap(),
        )
    };
    assert!(files() == files());
}
