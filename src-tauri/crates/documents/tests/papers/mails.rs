//! Mails as their readers show them: a line of subject, a text, and a page that loads nothing.

use cobro_documents::{Language, Mail, PaymentNotice, payment_mail, statement_mail};
use cobro_domain::statement::Collector;
use proptest::prelude::*;
use roxmltree::{Document, ParsingOptions};

use crate::accounts::{draft, link, owing, paper};
use crate::samples::{ISSUED, mexico, pesos, shop};

fn notice() -> PaymentNotice {
    PaymentNotice {
        shop: shop(),
        customer: Some("Lucía Fernández".to_owned()),
        folio: "A-000128".to_owned(),
        paid: pesos(100_000),
        method: "oxxo".to_owned(),
        received: mexico(ISSUED),
        reference: Some("39869020".to_owned()),
        left: pesos(0),
        training: false,
        till: "Caja 1".to_owned(),
    }
}

/// What a reader of the page sees, and the addresses it opens.
fn read(html: &str) -> (String, Vec<String>) {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let page =
        Document::parse_with_options(html, options).unwrap_or_else(|e| panic!("{e}: {html}"));
    let known = ["html", "head", "meta", "title", "body", "table", "tr", "td", "a", "span", "br"];
    let mut addresses = Vec::new();
    for element in page.descendants().filter(roxmltree::Node::is_element) {
        assert!(known.contains(&element.tag_name().name()), "{element:?}");
        for attribute in element.attributes() {
            assert!(!attribute.name().starts_with("on") && attribute.name() != "src");
        }
        addresses.extend(element.attribute("href").map(str::to_owned));
    }
    let texts = page.descendants().filter_map(|node| node.text().filter(|_| node.is_text()));
    (texts.collect::<Vec<_>>().join("\n"), addresses)
}

#[test]
fn a_statements_mail_says_what_is_owed_and_where_to_pay_in_every_language() {
    let paper = paper(draft(6, 123_450));
    let words = [
        (
            Language::EsMx,
            [
                "Estado de cuenta de Café Luna",
                "Hola, Lucía Fernández:",
                "Paga con PayU",
                "$5,554.08 MXN",
            ],
        ),
        (
            Language::EnUs,
            [
                "Statement of account from Café Luna",
                "Hello Lucía Fernández,",
                "Pay with PayU",
                "$5,554.08 MXN",
            ],
        ),
        (
            Language::UkUa,
            [
                "Виписка з рахунку від Café Luna",
                "Вітаємо, Lucía Fernández!",
                "Сплатити через PayU",
                "5\u{a0}554,08 MXN",
            ],
        ),
    ];
    for (language, [subject, greeting, button, closing]) in words {
        let Mail { subject: line, text, html } = statement_mail(&paper, language).unwrap();
        assert!(line.starts_with(subject), "{line}");
        let (seen, addresses) = read(&html);
        assert_eq!(addresses, [128, 214, 1_000].map(link));
        for form in [&text, &seen] {
            for needed in [greeting, button, closing, "A-000128", "A-000260"] {
                assert!(form.contains(needed), "{language}: {needed} in\n{form}");
            }
            for number in [128, 214, 1_000] {
                assert!(form.contains(&link(number)), "{language}: {form}");
            }
            assert!(!form.contains(&link(260)), "an address of an invoice below the minimum");
        }
        assert!(html.contains(&format!("lang=\"{language}\"")));
    }
}

#[test]
fn below_the_minimum_both_amounts_are_said() {
    let Mail { text, html, .. } =
        statement_mail(&paper(draft(1, 123_450)), Language::EsMx).unwrap();
    let reason = "Debes $99.99 y en línea se paga a partir de $100.00.";
    assert!(text.contains(reason) && read(&html).0.contains(reason), "{text}");
}

#[test]
fn without_an_active_account_a_mail_has_no_button() {
    for collector in [Collector::Missing, Collector::Inactive] {
        let mut draft = draft(3, 123_450);
        draft.collector = collector;
        let Mail { text, html, .. } = statement_mail(&paper(draft), Language::EsMx).unwrap();
        let (seen, addresses) = read(&html);
        assert_eq!(addresses, Vec::<String>::new());
        for form in [text, seen] {
            assert!(form.contains("A-000128") && !form.contains("PayU") && !form.contains("http"));
        }
    }
}

#[test]
fn a_long_list_is_cut_and_counted() {
    let mut draft = draft(1, 50_000);
    draft.owing = (1..=500).map(|number| owing(number, 5, 50_000, 50_000)).collect();
    let Mail { text, html, .. } = statement_mail(&paper(draft), Language::EsMx).unwrap();
    assert!(text.contains("Y otras 450 notas"), "{text}");
    assert_eq!(read(&html).1.len(), 50);
    assert!(html.len() < 100_000, "{} bytes", html.len());
}

#[test]
fn a_quiet_account_is_thanked() {
    let mut draft = draft(1, 50_000);
    draft.owing.clear();
    let Mail { text, .. } = statement_mail(&paper(draft), Language::EsMx).unwrap();
    assert!(text.contains("No tienes notas por pagar."), "{text}");
}

#[test]
fn a_payments_mail_says_what_came_and_what_is_left() {
    let words = [
        (
            Language::EsMx,
            "Recibimos tu pago",
            "Pagaste: $1,000.00 MXN",
            "Esta nota está pagada por completo.",
        ),
        (
            Language::EnUs,
            "We received your payment",
            "You paid: $1,000.00 MXN",
            "This note is paid in full.",
        ),
        (
            Language::UkUa,
            "Ми отримали вашу оплату",
            "Ви сплатили: 1\u{a0}000,00 MXN",
            "Цей чек сплачено повністю.",
        ),
    ];
    for (language, subject, paid, settled) in words {
        let Mail { subject: line, text, html } = payment_mail(&notice(), language).unwrap();
        assert!(line.starts_with(subject) && line.contains("A-000128"), "{line}");
        for needed in [paid, settled, "OXXO", "39869020", "Café Luna"] {
            assert!(text.contains(needed), "{language}: {needed} in\n{text}");
        }
        let (seen, addresses) = read(&html);
        assert!(seen.contains(settled) && addresses.is_empty());
    }
    let notice = PaymentNotice { left: pesos(5_050), ..notice() };
    let Mail { text, .. } = payment_mail(&notice, Language::EsMx).unwrap();
    assert!(text.contains("quedan por pagar $50.50") && !text.contains("completo"), "{text}");
}

#[test]
fn practice_is_said_in_the_subject_and_at_the_top() {
    let mut paper = paper(draft(1, 50_000));
    paper.training = true;
    let statement = statement_mail(&paper, Language::EsMx).unwrap();
    let payment = payment_mail(&PaymentNotice { training: true, ..notice() }, Language::EsMx);
    for Mail { subject, text, html } in [statement, payment.unwrap()] {
        assert!(subject.starts_with("[PRÁCTICA · SIN VALOR] "), "{subject}");
        assert!(text.starts_with("PRÁCTICA") && read(&html).0.contains("PRÁCTICA · SIN VALOR"));
    }
}

#[test]
fn a_name_neither_breaks_out_of_the_page_nor_adds_a_header() {
    let names = [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\"><img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>"),
        ("O'Hara & Söhne <b>", "O'Hara & Söhne <b>"),
        ("Luna\r\nBcc: all@evil.example", "Luna  Bcc: all@evil.example"),
        ("\u{202e}moc.live\u{2028}x", "moc.live x"),
    ];
    for (name, shown) in names {
        let mut paper = paper(draft(3, 50_000));
        paper.shop.name = name.to_owned();
        paper.shop.address = Some(name.to_owned());
        paper.holder.name = name.to_owned();
        paper.payment.provider = Some(name.to_owned());
        paper.till = name.to_owned();
        let notice = PaymentNotice {
            shop: paper.shop.clone(),
            customer: Some(name.to_owned()),
            reference: Some(name.to_owned()),
            method: name.to_owned(),
            folio: name.to_owned(),
            ..notice()
        };
        let statement = statement_mail(&paper, Language::EsMx).unwrap();
        for Mail { subject, text, html } in
            [statement, payment_mail(&notice, Language::EsMx).unwrap()]
        {
            assert!(!subject.contains(['\r', '\n', '\u{202e}']), "{subject:?}");
            assert!(!text.contains(['\r', '\u{202e}']) && !text.contains("\nBcc"), "{text}");
            let (seen, _) = read(&html);
            assert!(seen.contains(shown) && text.contains(shown), "{shown} in\n{seen}");
            assert!(!html.contains('\u{202e}'));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_breaks_a_mail(text in "\\PC{0,60}|.{0,200}|[<>&\"'/=!-]{0,20}") {
        let mut paper = paper(draft(3, 50_000));
        paper.shop.name = text.clone();
        paper.holder.name = text.clone();
        paper.payment.provider = Some(text.clone());
        let mail = statement_mail(&paper, Language::EsMx).unwrap();
        read(&mail.html);
        prop_assert!(!mail.subject.chars().any(char::is_control));
        let notice = PaymentNotice { reference: Some(text.clone()), method: text, ..notice() };
        read(&payment_mail(&notice, Language::UkUa).unwrap().html);
    }
}
