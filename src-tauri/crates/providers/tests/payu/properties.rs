//! Nothing that comes from outside makes PayU's code panic, and no word is lost.

use std::sync::LazyLock;

use cobro_domain::{charge::ChargeState, ids::Reference};
use cobro_providers::{
    card::CardSteps,
    operation::{Operation, Question},
    outcome::{Outcome, Status},
    page::{PageKind, page_fields},
    payu::{PayU, sign},
    provider::Provider,
    wire::Reply,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{
    NOW, REFERENCE, all_operations, answer, answered, fixture, look_up, payu, report, sent,
    unrecognised,
};

fn operations() -> Vec<Operation> {
    let mut all = all_operations();
    all.push(Operation::Question(Question::Ping));
    all
}

/// Every operation takes the body, at every place where it reads one.
fn survive(status: u16, body: &[u8]) {
    static ALL: LazyLock<(PayU, Vec<Operation>)> = LazyLock::new(|| (payu(), operations()));
    let (payu, operations) = &*ALL;
    let ping = answer(200, fixture("09-ping.response.json"));
    for operation in operations {
        payu.step(operation, NOW, &[answer(status, body)]).unwrap();
    }
    let pinged = Operation::Question(Question::Ping);
    payu.step(&pinged, NOW, &[ping.clone(), answer(status, body)]).unwrap();
    payu.step(&pinged, NOW, &[Reply::NotSent, Reply::MaybeSent, ping]).unwrap();
}

/// Pieces of XML in any order.
const XML: &str = "(<[a-z]{1,3}( class=\"(list|order|string)\")?>|</[a-z]{1,3}>|<entry>|</entry>\
                   |<string>|</string>|<result>|</result>|<payload>|</payload>|<[a-z]/>|&[a-z#0-9]{0,4};\
                   |<!\\[CDATA\\[|\\]\\]>|<!--|-->|<\\?|\\?>|[a-z0-9 .]{0,4}){0,24}";

/// JSON of PayU's member names and words, and of anything else.
fn payu_like() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "code",
        "error",
        "transactionResponse",
        "paymentMethods",
        "result",
        "payload",
        "id",
        "status",
        "referenceCode",
        "transactions",
        "type",
        "state",
        "orderId",
        "transactionId",
        "operationDate",
        "expirationDate",
        "additionalValues",
        "TX_VALUE",
        "value",
        "currency",
        "extraParameters",
        "EXPIRATION_DATE",
        "BAR_CODE",
        "SPEI_CLABE_ACCOUNT_NUMBER",
        "trazabilityCode",
        "responseCode",
        "description",
        "country",
        "enabled",
    ]);
    let words = prop::sample::select(vec![
        "SUCCESS",
        "ERROR",
        "APPROVED",
        "CAPTURED",
        "PENDING",
        "DECLINED",
        "EXPIRED",
        "REFUND",
        "AUTHORIZATION_AND_CAPTURE",
        "MXN",
        "MX",
        REFERENCE,
        "1250.50",
        ".00",
        "ping",
        "null",
        "",
        "2021-06-23 23:59:59",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..8).prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            }),
        ]
    })
}

/// An order as PayU sends it, with any word in every place that has one.
fn order(status: &str, kind: &str, state: &str) -> String {
    let transaction = json!({
        "id": "t", "type": kind, "transactionResponse": {"state": state},
        "additionalValues": {"TX_VALUE": {"value": 1, "currency": "MXN"}},
    });
    let order = json!({"id": 1, "status": status, "transactions": [transaction]});
    json!({"code": "SUCCESS", "result": {"payload": [order]}}).to_string()
}

proptest! {
    #[test]
    fn any_bytes_are_survived(status: u16, body in prop::collection::vec(any::<u8>(), 0..400)) {
        survive(status, &body);
    }

    #[test]
    fn any_json_is_survived(status: u16, body in payu_like()) {
        survive(status, body.to_string().as_bytes());
    }

    #[test]
    fn any_json_inside_a_success_is_survived(inside in payu_like()) {
        let members = [
            "transactionResponse", "paymentMethods", "result", "creditCardToken",
            "creditCardTokenList", "promotions", "paymentMethodFee",
        ];
        for member in members {
            survive(200, json!({"code": "SUCCESS", member: inside}).to_string().as_bytes());
        }
        let payload = json!({"code": "SUCCESS", "result": {"payload": inside}});
        survive(200, payload.to_string().as_bytes());
    }

    #[test]
    fn any_xml_is_survived(body in XML) {
        survive(200, body.as_bytes());
        let inside = format!("<reportingResponse><code>SUCCESS</code>{body}</reportingResponse>");
        survive(200, inside.as_bytes());
    }

    #[test]
    fn a_damaged_sample_is_survived(at in 0_usize..5_000, byte: u8) {
        let names = [
            "q02-order-detail.captured-cash.response.json", "06-bank-transfer-spei.response.json",
            "06-bank-transfer-spei.response.xml", "01-authorization.response.xml",
            "p01-promotions.response.json", "q05-order-detail.refund-approved.response.json",
        ];
        for name in names {
            let mut body = fixture(name).into_bytes();
            let at = at % body.len();
            body[at] = byte;
            survive(200, &body);
        }
    }

    #[test]
    fn an_unknown_word_leaves_the_charge_open_and_is_shown_as_it_came(word in "[A-Z_]{1,20}X|.*") {
        let documented = [
            "NEW", "IN_PROGRESS", "AUTHORIZED", "CAPTURED", "CANCELLED", "DECLINED", "REFUNDED",
            "CHARGEBACK", "APPROVED", "EXPIRED", "PENDING", "SUBMITTED", "ERROR",
        ];
        prop_assume!(!documented.contains(&word.as_str()));
        let charged = "AUTHORIZATION_AND_CAPTURE";
        let of_order = report(answered(&look_up(), &order(&word, charged, "APPROVED")));
        prop_assert_eq!(of_order.status, unrecognised(&word));
        prop_assert!(of_order.money_in.is_empty());
        let of_attempt = report(answered(&look_up(), &order("IN_PROGRESS", charged, &word)));
        prop_assert_eq!(of_attempt.status, unrecognised(&word));
    }

    #[test]
    fn nothing_is_paid_without_a_known_kind_of_approved_money(
        status in "NEW|IN_PROGRESS|CAPTURED|AUTHORIZED|DECLINED|CANCELLED|REFUNDED|[A-Z]{4}",
        kind in "AUTHORIZATION_AND_CAPTURE|CAPTURE|AUTHORIZATION|REFUND|VOID|[A-Z]{4}",
        state in "APPROVED|PENDING|DECLINED|ERROR|EXPIRED|SUBMITTED|[A-Z]{4}",
    ) {
        let outcome = answered(&look_up(), &order(&status, &kind, &state));
        let paid = matches!(
            &outcome,
            Outcome::Charge(reports)
                if reports.iter().any(|report| report.status == Status::Known(ChargeState::Paid))
        );
        let money = (kind == "AUTHORIZATION_AND_CAPTURE" || kind == "CAPTURE") && state == "APPROVED";
        prop_assert!(!paid || money, "{status} {kind} {state}");
    }

    #[test]
    fn any_page_is_survived(
        body in "((merchant_id|value|currency|state_pol|reference_sale|sign)=[0-9.%a-f]{0,8}&){0,8}",
    ) {
        for body in [body.as_str(), "{\"value\":1}"] {
            let fields = page_fields(body);
            for kind in [PageKind::Response, PageKind::Confirmation] {
                prop_assert!(payu().page_report(kind, &fields).is_err());
            }
        }
    }

    #[test]
    fn whatever_people_type_is_well_formed_in_both_languages(text in ".{1,40}") {
        let mut card = crate::cards::card(CardSteps::One);
        card.description.clone_from(&text);
        card.reference = Reference::stored(&text);
        let operation = crate::cards::act(card);
        let json = sent(&payu(), &operation, &[]).body;
        let read: Value = serde_json::from_slice(&json).unwrap();
        prop_assert_eq!(&read["transaction"]["order"]["description"], &Value::from(text.as_str()));
        let xml = String::from_utf8(sent(&crate::xml::in_xml(), &operation, &[]).body.to_vec());
        let xml = xml.unwrap();
        let inside = xml.split_once("<description>").unwrap().1.split_once("</").unwrap().0;
        let plain = ["&#13;", "&lt;", "&gt;", "&quot;", "&apos;", "&amp;"].iter().zip(["\r", "<", ">", "\"", "'", "&"]);
        let plain = plain.fold(inside.to_owned(), |text, (from, to)| text.replace(from, to));
        let alien = |letter: char| {
            (letter < ' ' && !"\t\n\r".contains(letter)) || "\u{fffe}\u{ffff}".contains(letter)
        };
        prop_assert_eq!(plain, text.replace(alien, " "));
    }

    #[test]
    fn any_text_can_be_signed(text in ".*") {
        let _ = sign::confirmation_amount(&text);
        let _ = sign::response_amount(&text);
    }
}
