//! Months without interest, promotions, and the service that tells of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cobro_sandbox::{Effect, Fault, Sandbox, Service};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::client::{KEY, Outcome, Submit, order, sandbox, send};

const PRICING: &str = "/payments-api/rest/v4.9/pricing";
const DATE: &str = "Mon, 02 Mar 2026 18:00:00 GMT";

fn months(reference: &str, amount: &str, count: Value) -> Submit {
    Submit::card(reference, amount)
        .set("/transaction/extraParameters", json!({"INSTALLMENTS_NUMBER": count}))
}

fn promoted(reference: &str, count: u32, id: i64) -> Submit {
    months(reference, "2000", json!(count))
        .set("/transaction/extraParameters/PROMOTION_ID", json!(id))
}

#[test]
fn each_number_of_months_has_its_minimum() {
    let rows = [(3, 300), (6, 600), (9, 900), (12, 1200), (18, 1800)];
    let sandbox = sandbox();
    for (count, least) in rows {
        let reference = format!("R{count}");
        let less = format!("{}.99", least - 1);
        let expected = format!(
            "The order value is less than minimum allowed. Minimum value allowed {least} MXN"
        );
        assert_eq!(months(&reference, &less, json!(count)).refused(&sandbox), expected);
        // PayU's own samples send a number in JSON and a text in XML.
        months(&reference, &least.to_string(), json!(count.to_string())).accepted(&sandbox);
        let shown = &order(&sandbox, &reference)["transactions"][0]["extraParameters"];
        assert_eq!(shown["INSTALLMENTS_NUMBER"], count.to_string());
    }
    for count in [json!(2), json!(24), json!(0), json!(-3)] {
        let text = months("R1", "5000", count).refused(&sandbox);
        assert_eq!(text, "The installments number is not valid");
    }
    months("R1", "50", json!(1)).accepted(&sandbox);
}

#[test]
fn months_are_for_credit_cards_of_accounts_that_have_them() {
    let sandbox = sandbox();
    let debit = months("R1", "5000", json!(3))
        .set("/transaction/paymentMethod", json!("VISA_DEBIT"))
        .set("/transaction/creditCard/number", json!("4415490000000004"));
    assert_eq!(debit.refused(&sandbox), "The installments number is not valid");
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.months = false;
    payu.set_settings(&settings).unwrap();
    let text = months("R1", "5000", json!(3)).refused(&sandbox);
    assert_eq!(text, "The installments number is not valid");
    promoted("R1", 3, 49).accepted(&sandbox);
}

#[test]
fn a_promotion_is_for_one_step_its_card_its_months_and_its_days() {
    let sandbox = sandbox();
    promoted("R0", 12, 49).accepted(&sandbox);
    let wrong = |submit: Submit, id: i64| {
        assert_eq!(submit.refused(&sandbox), format!("The promotion {id} is not valid"));
    };
    wrong(promoted("R1", 18, 49), 49);
    wrong(promoted("R1", 3, 45), 45);
    wrong(promoted("R1", 3, 1), 1);
    wrong(promoted("R1", 3, 49).set("/transaction/type", json!("AUTHORIZATION")), 49);
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.promotions[1].days = vec!["SUNDAY".to_owned()];
    payu.set_settings(&settings).unwrap();
    wrong(promoted("R1", 3, 49), 49);
    settings.promotions[1].days = vec!["MONDAY".to_owned()];
    settings.promotions[1].end_date = "2026-03-01 23:59:59".to_owned();
    payu.set_settings(&settings).unwrap();
    wrong(promoted("R1", 3, 49), 49);
}

fn authorization(date: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
    mac.update(format!("GET\n\n\n{date}\n{PRICING}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    format!("Hmac PKaC6H4cEDJD919n705L544kSU:{signature}")
}

fn ask(sandbox: &Sandbox, query: &str, date: &str, authorization: &str) -> Outcome {
    let headers =
        [("Date", date), ("Authorization", authorization), ("Accept", "application/json")];
    send(sandbox.address(), "GET", &format!("{PRICING}{query}"), &headers, "")
}

#[test]
fn the_service_tells_months_and_promotions_of_an_amount() {
    let sandbox = sandbox();
    let query = "?accountId=512324&currency=MXN&amount=1000.50&paymentMethod=VISA";
    let text = ask(&sandbox, query, DATE, &authorization(DATE)).text();
    assert!(text.contains(r#""value":1000.50,"#), "{text}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["promotions"].as_array().unwrap().len(), 1);
    let offer = &answer["promotions"][0];
    assert_eq!((&offer["id"], &offer["paymentMethodMain"]), (&json!(49), &json!("VISA")));
    assert_eq!(
        (&offer["type"], &offer["startDate"]),
        (&json!("MSI"), &json!("2020-01-01 00:00:00"))
    );
    let fees = answer["paymentMethodFee"][0]["pricingFees"].as_array().unwrap();
    let parts: Vec<_> = fees.iter().map(|fee| fee["installments"].as_str().unwrap()).collect();
    assert_eq!(parts, ["1", "3", "6", "9"], "twelve months need 1,200 pesos");
    assert_eq!(fees[1]["pricing"]["totalValue"], json!(1000.5));
    assert_eq!(fees[1]["promos"][0]["id"], 49);
    let all =
        ask(&sandbox, "?accountId=512324&currency=MXN&amount=100", DATE, &authorization(DATE));
    let methods: Vec<_> = all.json()["paymentMethodFee"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fee| fee["paymentMethod"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(methods, ["VISA", "MASTERCARD", "AMEX"]);
}

#[test]
fn the_service_checks_its_header() {
    let sandbox = sandbox();
    let good = "?accountId=512324&currency=MXN&amount=1000";
    let other = "Tue, 03 Mar 2026 18:00:00 GMT";
    let rows = [
        (good, DATE, authorization(DATE), 200),
        (good, other, authorization(DATE), 401),
        (good, DATE, authorization(DATE).replace("Hmac ", "hmac "), 401),
        (good, DATE, authorization(DATE).replace("PKaC", "PKaX"), 401),
        (good, "2026-03-02", authorization("2026-03-02"), 401),
        (good, DATE, String::new(), 401),
        ("?accountId=1&currency=MXN&amount=1000", DATE, authorization(DATE), 400),
        ("?accountId=512324&currency=USD&amount=1000", DATE, authorization(DATE), 400),
        ("?accountId=512324&currency=MXN", DATE, authorization(DATE), 400),
        ("?accountId=512324&currency=MXN&amount=1,000", DATE, authorization(DATE), 400),
    ];
    for (query, date, authorization, status) in rows {
        let outcome = ask(&sandbox, query, date, &authorization);
        assert_eq!(outcome.status(), status, "{query} {date} {authorization}");
    }
    let stand_in = [("x-hmac-date", DATE), ("Authorization", &authorization(DATE))];
    let path = format!("{PRICING}{good}");
    assert_eq!(send(sandbox.address(), "GET", &path, &stand_in, "").status(), 200);
    assert_eq!(send(sandbox.address(), "POST", &path, &stand_in, "").status(), 405);
    let lost = Fault::next(1, Effect::LoseAnswer).on(Service::Promotions).of("PRICING");
    sandbox.control().add_fault(lost);
    assert!(matches!(ask(&sandbox, good, DATE, &authorization(DATE)), Outcome::Broken { .. }));
}
