//! PayU's XML against its JSON: the same requests, and answers that mean the same.

use cobro_domain::{
    act::ActKind, card::CardBrand, charge::ChargeState, time::Timestamp, voucher::Voucher,
};
use cobro_providers::{
    after::FollowUpState,
    card::{CardSource, CardSteps, CardSubmit},
    operation::{Act, Address, Operation, Question, Submit},
    outcome::{AttemptId, Lost, MethodOffer, OrderId, Outcome, RefusalKind, Status},
    payu::{KIND, PayU},
};
use serde_json::Value;

use crate::{
    after, cards, stored,
    support::{
        answer, answered, fixture, look_up, outcome, payu, report, sample, sample_device, sent,
        submit, typed_card,
    },
};

pub(crate) fn in_xml() -> PayU {
    let mut settings = (KIND.training)("https://sandbox.api.payulatam.com");
    settings.open.insert("encoding".to_owned(), "xml".to_owned());
    PayU::new(&settings).unwrap()
}

/// An XML text as a tree of names, attributes and texts. PayU's samples put the same elements in
/// different orders, so the order of brothers is not compared.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tree(String, String, Vec<Tree>);

fn tree(xml: &str) -> Tree {
    let (tree, rest) = parse(xml.trim());
    assert_eq!(rest.trim(), "", "more than one element");
    tree
}

/// Enough of a parser for texts that a test compares: it knows tags, attributes and texts.
fn parse(xml: &str) -> (Tree, &str) {
    let (tag, mut rest) = xml.strip_prefix('<').unwrap().split_once('>').unwrap();
    let name = tag.split_whitespace().next().unwrap();
    let mut children = Vec::new();
    let mut text = String::new();
    let end = format!("</{name}>");
    loop {
        if let Some(rest) = rest.strip_prefix(&end) {
            children.sort();
            return (Tree(tag.to_owned(), text.trim().to_owned(), children), rest);
        }
        if rest.starts_with('<') {
            let (child, after) = parse(rest);
            children.push(child);
            rest = after;
        } else {
            let (before, _) = rest.split_once('<').unwrap();
            text.push_str(before);
            rest = &rest[before.len()..];
        }
    }
}

fn body(operation: &Operation, language: &str) -> String {
    let request = sent(&in_xml().speaking(language), operation, &[]);
    let headers = [
        ("Content-Type", "application/xml; charset=utf-8".to_owned()),
        ("Accept", "application/xml".to_owned()),
    ];
    assert_eq!(request.headers, headers);
    String::from_utf8(request.body.to_vec()).unwrap()
}

/// What the XML samples were made from: not quite what the JSON ones were.
fn same_line(address: Option<Address>) -> Option<Address> {
    address.map(|address| Address { street2: Some("5555487".to_owned()), ..address })
}

fn xml_card(steps: CardSteps, number: &str, code: &str) -> Operation {
    let mut submit =
        CardSubmit { card: CardSource::Typed(typed_card(number, code)), ..cards::card(steps) };
    if let Some(payer) = &mut submit.payer {
        payer.address = same_line(payer.address.take());
    }
    cards::act(submit)
}

fn xml_voucher(method: &'static str, expires_at: i64) -> Submit {
    let mut voucher = sample(method, expires_at);
    if let Some(payer) = &mut voucher.payer {
        payer.address = same_line(payer.address.take());
    }
    if let Some(shipping) = &mut voucher.shipping {
        shipping.postal_code = Some("000000".to_owned());
    }
    voucher
}

#[test]
fn requests_are_the_documented_ones_field_for_field() {
    let mut spei = xml_voucher("spei", 1_624_487_421_231);
    let session = Some("vghs6tvkcle931686k1900o6e".to_owned());
    spei.device = Some(cobro_providers::operation::Device { session, ..sample_device() });
    let (number, held) = ("4850110000000000", "4097440000000004");
    let parent = "596ccd26-41a3-40b0-a241-262b3331aedc";
    let cases = [
        ("01-authorization", "es", xml_card(CardSteps::Two, held, "777")),
        ("02-capture", "es", after::capture("1400446409", parent, 100_000, None)),
        ("04-charge", "es", xml_card(CardSteps::One, number, "777")),
        ("05-cash-seven-eleven", "es", submit(xml_voucher("seven-eleven", 1_624_482_134_593))),
        ("06-bank-transfer-spei", "es", submit(spei)),
        ("07-bank-referenced", "es", submit(xml_voucher("bank-referenced", 1_624_488_380_551))),
        ("08-get-payment-methods", "en", Operation::Question(Question::Methods)),
        ("09-ping", "en", Operation::Question(Question::Ping)),
    ];
    for (name, language, operation) in cases {
        let documented = fixture(&format!("{name}.request.xml"));
        assert_eq!(tree(&body(&operation, language)), tree(&documented), "{name}");
    }
}

#[test]
fn what_has_no_sample_follows_the_dialect() {
    let part = body(&after::capture("2152525133", "t", 150_000, Some(100_000)), "es");
    let values = concat!(
        "<additionalValues><entry><string>TX_VALUE</string><additionalValue><value>1000</value>",
        "<currency>MXN</currency></additionalValue></entry></additionalValues>",
    );
    assert!(part.contains(values) && part.ends_with("<isTest>false</isTest></request>"), "{part}");
    let details = |inside: &str| {
        let open = r#"<details class="java.util.HashMap"><entry><string>"#;
        format!("{open}{inside}</entry></details>")
    };
    let order = Operation::Question(Question::Order(OrderId("2152600101".to_owned())));
    let number = r#"orderId</string><object class="java.lang.Long">2152600101</object>"#;
    assert!(body(&order, "es").contains(&details(number)));
    let reference = "referenceCode</string><string>COBRO000123A1</string>";
    assert!(body(&look_up(), "es").contains(&details(reference)));
    let listed = body(&stored::list(), "es");
    assert!(!listed.contains("startDate") && listed.contains("<creditCardTokenId>2c2b1d9a"));
}

#[test]
fn nothing_that_people_type_can_break_a_request() {
    let voucher = Submit {
        description: "Ñandú & <hijos> \"1\" \\ \u{1f600}".to_owned(),
        ..xml_voucher("oxxo", 1_624_482_134_593)
    };
    let written = body(&submit(voucher), "es");
    let escaped = "<description>Ñandú &amp; &lt;hijos&gt; &quot;1&quot; \\ \u{1f600}</description>";
    let loose = escaped.replace("&quot;", "\"");
    assert!(written.contains(escaped) || written.contains(&loose), "{written}");
}

fn xml_answer(operation: &Operation, name: &str) -> Outcome {
    answered(operation, &fixture(&format!("{name}.response.xml")))
}

#[test]
fn the_samples_of_cards_mean_what_their_twins_in_json_mean() {
    let held = report(xml_answer(&cards::act(cards::card(CardSteps::Two)), "01-authorization"));
    assert_eq!(held.status, Status::Known(ChargeState::Authorized));
    assert_eq!(held.order, OrderId("1400446580".to_owned()));
    assert_eq!(held.acquirer.as_deref(), Some("BANORTE"));
    let held = held.held.unwrap();
    assert_eq!(held.attempt, AttemptId("f03be7ef-e82a-41e3-9a3c-5451c4d8ab99".to_owned()));
    assert_eq!(held.at, Some(Timestamp::from_millis(1_624_371_497_000)));
    let paid = report(xml_answer(&cards::act(cards::card(CardSteps::One)), "04-charge"));
    assert_eq!(paid.status, Status::Known(ChargeState::Paid));
    assert_eq!(paid.money_in[0].id.0, "a32da7ad-fb55-41ff-863d-ee49361334cb");
    let capture = after::capture("1400446580", "t", 100_000, None);
    let Outcome::FollowedUp(_, captured) = xml_answer(&capture, "02-capture") else { panic!() };
    assert_eq!((captured.kind, captured.state), (ActKind::Capture, FollowUpState::Done));
    // Another dialect, which no other message has; it is read all the same.
    let Outcome::FollowedUp(_, part) = xml_answer(&capture, "03-partial-capture") else { panic!() };
    assert_eq!(part.state, FollowUpState::Done);
    assert_eq!(part.at, Some(Timestamp::from_millis(1_723_724_052_207)));
}

#[test]
fn the_samples_of_vouchers_are_read_whole() {
    let receipt = "https://sandbox.checkout.payulatam.com/ppp-web-gateway-payu";
    let text = |text: &str| Some(text.to_owned());
    let cases = [
        (
            "05-cash-seven-eleven",
            Voucher {
                barcode: text("00012345678900008578067140000000100000202106230"),
                reference: text("857806714"),
                link: Some(format!("{receipt}/app?vid=857806714Y194e0320271149dY36e0ad0392e7f5f")),
                expires_at: Some(Timestamp::from_millis(1_624_483_385_000)),
                ..Voucher::default()
            },
        ),
        (
            "06-bank-transfer-spei",
            Voucher {
                reference: text("25915"),
                clabe: text("646180132800000009"),
                bank: text("STP"),
                link: Some(format!(
                    "{receipt}/app/V2?vid=1400447132Y62a8e1e43787494Yef7e6cd39d91243"
                )),
                expires_at: Some(Timestamp::from_millis(1_624_514_399_000)),
                ..Voucher::default()
            },
        ),
    ];
    for (name, voucher) in cases {
        let report = report(xml_answer(&submit(sample("spei", 1_624_482_134_593)), name));
        assert_eq!(report.status, Status::Known(ChargeState::Pending), "{name}");
        assert_eq!(report.voucher, Some(voucher), "{name}");
    }
    let bank = report(xml_answer(&submit(sample("spei", 1_624_482_134_593)), "07-bank-referenced"));
    assert_eq!(bank.voucher.unwrap().barcode.as_deref(), Some("85780716227811234"));
}

#[test]
fn the_samples_of_questions_are_answers() {
    let offer = |method: &str, word: &str| MethodOffer {
        method: method.to_owned(),
        provider_word: word.to_owned(),
        known: true,
        enabled: true,
    };
    let methods = Operation::Question(Question::Methods);
    let offers = vec![offer("others-cash-mx", "OTHERS_CASH_MX"), offer("amex", "AMEX")];
    assert_eq!(xml_answer(&methods, "08-get-payment-methods"), Outcome::Methods(offers));
    let ping = Operation::Question(Question::Ping);
    let reports = "<reportingResponse><code>SUCCESS</code><result>\
                   <payload class=\"string\">ping</payload></result></reportingResponse>";
    let replies = [answer(200, fixture("09-ping.response.xml")), answer(200, reports)];
    assert_eq!(outcome(&ping, &replies), Outcome::Pong);
}

/// A JSON answer as PayU's program would have written it in XML.
fn twin(json: &str) -> String {
    fn element(name: &str, value: &Value, out: &mut String) {
        let class = match (name, value) {
            ("payload", Value::Array(_)) => " class=\"list\"",
            ("payload", Value::String(_)) => " class=\"string\"",
            ("payload", _) => " class=\"order\"",
            _ => "",
        };
        if value.is_null() {
            return;
        }
        out.push_str(&format!("<{name}{class}>"));
        match (name, value) {
            ("extraParameters" | "additionalInfo", Value::Object(map)) => {
                entries(map, "string", out)
            }
            ("additionalValues", Value::Object(map)) => entries(map, "additionalValue", out),
            (_, Value::Object(map)) => {
                map.iter().for_each(|(name, value)| element(name, value, out))
            }
            (_, Value::Array(all)) => {
                let one = match name {
                    "payload" => "order",
                    "transactions" => "transaction",
                    "paymentMethods" => "paymentMethodComplete",
                    _ => "item",
                };
                all.iter().for_each(|value| element(one, value, out));
            }
            (_, Value::String(text)) => out.push_str(&text.replace('&', "&amp;")),
            (_, value) => out.push_str(&value.to_string()),
        }
        out.push_str(&format!("</{name}>"));
    }
    fn entries(map: &serde_json::Map<String, Value>, kind: &str, out: &mut String) {
        for (name, value) in map.iter().filter(|(_, value)| !value.is_null()) {
            out.push_str(&format!("<entry><string>{name}</string>"));
            element(kind, value, out);
            out.push_str("</entry>");
        }
    }
    let value: Value = serde_json::from_str(json).unwrap();
    let root = if value.get("result").is_some() { "reportingResponse" } else { "paymentResponse" };
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made -->".to_owned();
    element(root, &value, &mut xml);
    xml
}

#[test]
fn every_answer_means_the_same_in_both_languages() {
    let order = Operation::Question(Question::Order(OrderId("2152600101".to_owned())));
    let card = cards::act(cards::card(CardSteps::One));
    let voucher = submit(sample("oxxo", 1_624_482_134_593));
    let cases = [
        (&card, "01-authorization"),
        (&card, "04-charge"),
        (&card, "s01-card-declined"),
        (&after::void(), "r03-void.approved"),
        (&after::refund(125_000, None, "x"), "r01-refund.pending"),
        (&voucher, "05-cash-seven-eleven"),
        (&voucher, "06-bank-transfer-spei"),
        (&voucher, "07-bank-referenced"),
        (&voucher, "s03-cash-oxxo.pending"),
        (&voucher, "e01-invalid-credentials.en"),
        (&voucher, "e01-invalid-credentials.es"),
        (&voucher, "e03-below-minimum"),
        (&look_up(), "q02-order-detail.captured-cash"),
        (&look_up(), "q03-order-detail-by-reference.pending"),
        (&look_up(), "q03-order-detail-by-reference.not-found"),
        (&order, "q02-order-detail.captured-cash"),
        (&order, "q05-order-detail.refund-approved"),
        (&order, "q03-order-detail-by-reference.not-found"),
        (&stored::store(), "t01-create-token"),
        (&stored::list(), "t02-get-tokens"),
        (&stored::forget(), "t01-create-token"),
        (&Operation::Question(Question::Methods), "08-get-payment-methods"),
    ];
    for (operation, name) in cases {
        let json = fixture(&format!("{name}.response.json"));
        let expected = answered(operation, &json);
        assert!(!matches!(expected, Outcome::Lost(_)), "{name}: {expected:?}");
        let xml = twin(&json);
        assert_eq!(answered(operation, &xml), expected, "{name}: {xml}");
        // Whatever language the account sends in.
        let step = cobro_providers::provider::Provider::step(
            &in_xml(),
            operation,
            crate::support::NOW,
            &[answer(200, json)],
        );
        assert!(matches!(step, Ok(cobro_providers::provider::Step::Done(out)) if out == expected));
    }
}

#[test]
fn xml_that_is_no_answer_is_lost_and_proves_no_absence() {
    let deep = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
    let bodies = [
        "<html><body>Bad gateway</body></html>",
        "<html><br></html>",
        "<reportingResponse>",
        "<reportingResponse><code>SUCCESS</code></reportingResponse><more/>",
        "<reportingResponse><code>SUCCESS</code></reportingResponse>x",
        "<reportingResponse/>",
        "<reportingResponse><result/></reportingResponse>",
        "<paymentResponse><code>SUCCESS</code></paymentResponse>",
        "<!DOCTYPE x [<!ENTITY c \"SUCCESS\">]><reportingResponse><code>&c;</code></reportingResponse>",
        &deep,
    ];
    for body in bodies {
        let outcome = answered(&look_up(), body);
        assert!(matches!(outcome, Outcome::Lost(Lost::Unreadable { .. })), "{body}: {outcome:?}");
    }
    let whole = fixture("06-bank-transfer-spei.response.xml");
    let end = whole.trim_end().len();
    for length in (0..end).filter(|length| whole.is_char_boundary(*length)) {
        let cut = answered(&submit(sample("spei", 1_624_482_134_593)), &whole[..length]);
        assert!(matches!(cut, Outcome::Lost(_)), "{length}: {cut:?}");
    }
    let absent = [
        "<reportingResponse><code>SUCCESS</code></reportingResponse>",
        "\u{feff}<reportingResponse><code>SUCCESS</code><result/></reportingResponse>",
        "<reportingResponse><code>SUCCESS</code><result><payload class=\"list\"/></result></reportingResponse>",
    ];
    for body in absent {
        assert_eq!(answered(&look_up(), body), Outcome::NotFound, "{body}");
    }
}

#[test]
fn no_card_at_all_is_a_list_of_none() {
    let none = "<creditCardTokenListResponse><code>SUCCESS</code></creditCardTokenListResponse>";
    assert_eq!(answered(&stored::list(), none), Outcome::StoredCards(vec![]));
}

#[test]
fn texts_are_read_with_their_entities() {
    let body = "<paymentResponse><code>ERROR</code><error>A &amp; B &#241; <![CDATA[<c>]]></error></paymentResponse>";
    let Outcome::Refused(refusal) = answered(&look_up(), body) else { panic!() };
    assert_eq!((refusal.kind, refusal.text.as_str()), (RefusalKind::Request, "A & B ñ <c>"));
}

#[test]
fn no_key_and_no_card_shows_of_an_answer_in_xml() {
    let card = cards::act(cards::card(CardSteps::One));
    let body = "<paymentResponse><code>ERROR</code><error>4097440000000004 \
                4Vj8eK4rloUd272L48hsrarnUA</error></paymentResponse>";
    let shown = format!("{:?} {:?}", answered(&card, body), payu());
    assert!(!shown.contains("409744") && !shown.contains("4Vj8"), "{shown}");
    assert!(matches!(card, Operation::Act(Act::Card(_))) && CardBrand::ALL.len() == 3);
}
