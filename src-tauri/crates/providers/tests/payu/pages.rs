//! PayU's own page: the form that leads there, and what comes back from it.

use cobro_domain::{
    ids::Reference,
    money::{Currency, Money},
    time::Span,
};
use cobro_providers::{
    operation::Party,
    outcome::{AttemptId, OrderId},
    page::{PageError, PageKind, PageReport, PageRequest, PageState, PageWords, page_fields},
    payu::{KIND, PayU, sign::Algorithm, sign::Signed},
    provider::{Provider, ProviderError},
    settings::Secret,
};

use crate::support::{NOW, REFERENCE, fixture, payu, pesos};

fn page() -> PageRequest {
    let text = |text: &str| Some(text.to_owned());
    PageRequest {
        reference: Reference::stored(REFERENCE),
        amount: pesos(125_050),
        tax: None,
        tax_base: None,
        description: "Factura 123".to_owned(),
        language: "es".to_owned(),
        buyer: Party {
            name: text("Cliente de prueba"),
            email: text("cliente@example.com"),
            phone: text("5555550100"),
            ..Party::default()
        },
        expires_at: None,
        response_url: None,
        confirmation_url: None,
    }
}

fn signing(word: &str) -> PayU {
    let mut settings = (KIND.training)("https://sandbox.checkout.payulatam.com");
    settings.open.insert("page-signature".to_owned(), word.to_owned());
    settings.secret.insert("page-secret".to_owned(), Secret::new("test123".to_owned()));
    PayU::new(&settings).unwrap()
}

#[test]
fn the_form_is_the_documented_one_field_for_field() {
    let form = payu().page(&page(), NOW).unwrap();
    let documented = page_fields(&fixture("w01-webcheckout.form"));
    let fields: Vec<(String, String)> =
        form.fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    assert_eq!(fields, documented);
    let action = signing("md5").page(&page(), NOW).unwrap().action;
    assert_eq!(action, "https://sandbox.checkout.payulatam.com/ppp-web-gateway-payu/");
}

#[test]
fn the_form_is_signed_by_each_algorithm_as_the_known_answers_say() {
    let kats: serde_json::Value = serde_json::from_str(&fixture("kats.json")).unwrap();
    let signatures = kats["signatures"].as_array().unwrap();
    let known = |algorithm: &str| {
        let own =
            |one: &&serde_json::Value| one["kind"] == "webcheckout" && one["alg"] == algorithm;
        signatures.iter().find(own).map(|one| one["digest"].as_str().unwrap().to_owned())
    };
    // The documents' own are over Colombian pesos, which this account cannot charge; so the
    // same algorithms are held against them, and against the form's own text.
    let cases = [
        ("md5", Algorithm::Md5, None, known("MD5")),
        ("sha", Algorithm::Sha1, Some("SHA"), known("SHA")),
        ("sha256", Algorithm::Sha256, Some("SHA256"), known("SHA256")),
        ("hmac-sha256", Algorithm::HmacSha256 { secret: "test123" }, Some("HMAC-SHA256"), None),
    ];
    for (word, algorithm, said, documented) in cases {
        let documents = Signed {
            api_key: "4Vj8eK4rloUd272L48hsrarnUA",
            merchant: "508029",
            reference: "TestPayU",
            amount: "20000",
            currency: "COP",
            state: None,
        };
        if let Some(documented) = documented {
            assert_eq!(documents.by(algorithm), documented, "{word}");
        }
        let ours = Signed { reference: REFERENCE, amount: "1250.50", currency: "MXN", ..documents };
        let form = signing(word).page(&page(), NOW).unwrap();
        let field = |name: &str| {
            form.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone())
        };
        assert_eq!(field("signature"), Some(ours.by(algorithm)), "{word}");
        assert_eq!(field("algorithmSignature"), said.map(str::to_owned), "{word}");
    }
}

#[test]
fn the_form_says_what_else_is_known() {
    let more = PageRequest {
        tax: Some(pesos(17_248)),
        tax_base: Some(pesos(107_800)),
        language: "uk".to_owned(),
        description: format!("  {}", "ñ".repeat(300)),
        expires_at: Some(NOW.plus(Span::days(7))),
        response_url: Some("https://example.com/back".to_owned()),
        confirmation_url: Some("https://example.com/told".to_owned()),
        ..page()
    };
    let mut settings = (KIND.training)("http://127.0.0.1:8080");
    settings.open.remove("checkout-url");
    let form = PayU::new(&settings).unwrap().page(&more, NOW).unwrap();
    let has = |name: &str, value: &str| {
        assert!(form.fields.contains(&(name_of(name), value.to_owned())), "{name}: {form:?}");
    };
    assert_eq!(form.action, "https://checkout.payulatam.com/ppp-web-gateway-payu/");
    has("test", "0");
    has("tax", "172.48");
    has("taxReturnBase", "1078");
    has("lng", "es");
    has("description", &"ñ".repeat(255));
    // 17:33 UTC is 11:33 in Mexico City.
    has("expirationDate", "2021-06-29 11:33:42");
    has("responseUrl", "https://example.com/back");
    has("confirmationUrl", "https://example.com/told");
}

fn name_of(name: &str) -> &'static str {
    let names = ["test", "tax", "taxReturnBase", "lng", "description", "expirationDate"];
    let urls = ["responseUrl", "confirmationUrl"];
    names.into_iter().chain(urls).find(|known| *known == name).unwrap()
}

#[test]
fn refuses_a_page_that_payu_would_not_open() {
    let with = |change: &dyn Fn(&mut PageRequest)| {
        let mut page = page();
        change(&mut page);
        payu().page(&page, NOW).unwrap_err()
    };
    let needed = |field| ProviderError::PayerNeeded { field };
    assert_eq!(with(&|page| page.buyer.email = None), needed("email"));
    assert_eq!(with(&|page| page.buyer.name = Some(" ".to_owned())), needed("name"));
    assert_eq!(with(&|page| page.buyer.phone = None), needed("phone"));
    assert_eq!(with(&|page| page.amount = pesos(0)), ProviderError::Amount);
    assert_eq!(with(&|page| page.amount = Money::new(100, Currency::Usd)), ProviderError::Amount);
    assert_eq!(with(&|page| page.tax = Some(pesos(-1))), ProviderError::Amount);
    assert_eq!(with(&|page| page.tax_base = Some(pesos(125_051))), ProviderError::Amount);
    assert_eq!(with(&|page| page.expires_at = Some(NOW)), ProviderError::Expiry);
}

#[test]
fn the_file_opens_and_goes_on_and_nothing_typed_can_break_it() {
    let mut request = page();
    request.description = "\"><script>alert(1)</script>&'".to_owned();
    let form = payu().page(&request, NOW).unwrap();
    let words = PageWords {
        language: "es-MX",
        title: "Ñandú & <hijos>",
        button: "Pagar",
        incomplete: "Incompleto",
    };
    let html = form.html(&words);
    assert!(html.starts_with("<!doctype html>"));
    assert!(html.contains(r#"<html lang="es-MX">"#) && html.contains("Ñandú &amp; &lt;hijos&gt;"));
    assert!(html.contains(
        r#"<form method="post" action="https://sandbox.api.payulatam.com/ppp-web-gateway-payu/""#
    ));
    assert!(html.contains(r#"name="description" value="&quot;&gt;&lt;script&gt;alert(1)"#));
    assert_eq!(html.matches("<script>").count(), 1);
    assert_eq!(html.matches("<input type=\"hidden\"").count(), form.fields.len());
    assert!(!html.contains("4Vj8eK4rloUd272L48hsrarnUA"));
}

fn told(name: &str) -> Vec<(String, String)> {
    page_fields(&fixture(name))
}

fn changed(fields: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let change = |(field, old): &(String, String)| {
        let value = if field == name { value.to_owned() } else { old.clone() };
        (field.clone(), value)
    };
    fields.iter().map(change).collect()
}

#[test]
fn the_sample_confirmations_are_believed() {
    let expected = PageReport {
        reference: Reference::stored(REFERENCE),
        state: PageState::Approved,
        amount: Ok(pesos(125_050)),
        order: Some(OrderId("2152600101".to_owned())),
        attempt: Some(AttemptId("3f9c1c52-6f0b-4f0e-9b52-0d6c1a7e4b21".to_owned())),
        code: Some("APPROVED".to_owned()),
    };
    let approved =
        payu().page_report(PageKind::Confirmation, &told("c01-confirmation.approved.form"));
    assert_eq!(approved, Ok(expected.clone()));
    let expired =
        payu().page_report(PageKind::Confirmation, &told("c02-confirmation.expired.form"));
    let expected = PageReport {
        state: PageState::Expired,
        code: Some("EXPIRED_TRANSACTION".to_owned()),
        ..expected
    };
    assert_eq!(expired, Ok(expected));
}

#[test]
fn a_report_that_was_tampered_with_is_not_believed() {
    let fields = told("c01-confirmation.approved.form");
    let cases = [
        ("value", "1250.60", PageError::Signature),
        ("state_pol", "6", PageError::Signature),
        ("reference_sale", "COBRO000124A1", PageError::Signature),
        ("currency", "USD", PageError::Signature),
        ("sign", "ec28b2838d2b467de92339724fd40715", PageError::Signature),
        ("sign", "ec28", PageError::Signature),
        ("sign", "", PageError::Incomplete { field: "sign" }),
        ("value", " ", PageError::Incomplete { field: "value" }),
        ("merchant_id", "500238", PageError::AnotherMerchant),
    ];
    for (name, value, error) in cases {
        let report = payu().page_report(PageKind::Confirmation, &changed(&fields, name, value));
        assert_eq!(report, Err(error), "{name}={value}");
    }
    // Capital digits are the same digits.
    let capitals = changed(&fields, "sign", "EC28B2838D2B467DE92339724FD40714");
    assert!(payu().page_report(PageKind::Confirmation, &capitals).is_ok());
    let missing = payu().page_report(PageKind::Response, &fields);
    assert_eq!(missing, Err(PageError::Incomplete { field: "merchantId" }));
}

/// The known answers of both pages, as those pages would come.
#[test]
fn both_pages_are_verified_by_their_own_rounding_rules() {
    let kats: serde_json::Value = serde_json::from_str(&fixture("kats.json")).unwrap();
    let mut seen = 0;
    for known in kats["signatures"].as_array().unwrap() {
        let text = |name: &str| known[name].as_str().unwrap().to_owned();
        let (kind, names) = match known["kind"].as_str().unwrap() {
            "confirmation" => (
                PageKind::Confirmation,
                ["merchant_id", "reference_sale", "value", "currency", "state_pol", "sign"],
            ),
            "response" => (
                PageKind::Response,
                [
                    "merchantId",
                    "referenceCode",
                    "TX_VALUE",
                    "currency",
                    "transactionState",
                    "signature",
                ],
            ),
            _ => continue,
        };
        seen += 1;
        let message = text("message");
        let parts: Vec<&str> = message.split('~').collect();
        let value = text("value");
        let values =
            [parts[1], parts[2], &value, parts[4], parts[5], known["digest"].as_str().unwrap()];
        let fields: Vec<(String, String)> = names
            .into_iter()
            .zip(values)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let report = signing("hmac-sha256").page_report(kind, &fields).unwrap();
        assert_eq!(report.reference.as_str(), parts[2]);
        assert_eq!(
            report.amount,
            Money::parse_decimal(&value, Currency::Usd).map_err(|_| String::new())
        );
        let other = changed(&fields, names[2], "151.25");
        assert_eq!(signing("md5").page_report(kind, &other), Err(PageError::Signature));
    }
    assert_eq!(seen, 6);
    // A digest with a secret needs the secret.
    let keyed = payu();
    let digest = "65fb2b3452572784e23e7d6480359fd2507c54dd285ca3c4dceffb8764cfb66f";
    let fields = [
        ("merchant_id", "508029"),
        ("reference_sale", "PayUTest01"),
        ("value", "150.00"),
        ("currency", "USD"),
        ("state_pol", "4"),
        ("sign", digest),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(keyed.page_report(PageKind::Confirmation, &fields), Err(PageError::Signature));
}

#[test]
fn every_state_of_a_page_has_its_word() {
    let cases = [
        ("4", PageState::Approved),
        ("5", PageState::Expired),
        ("6", PageState::Declined),
        ("7", PageState::Pending),
        ("104", PageState::Failed),
        ("18", PageState::Unrecognised { raw: "18".to_owned() }),
    ];
    for (word, state) in cases {
        for (digits, algorithm) in
            [(32, Algorithm::Md5), (40, Algorithm::Sha1), (64, Algorithm::Sha256)]
        {
            let signed = Signed {
                api_key: "4Vj8eK4rloUd272L48hsrarnUA",
                merchant: "508029",
                reference: "R1",
                amount: "0.0",
                currency: "MXN",
                state: Some(word),
            };
            let digest = signed.by(algorithm);
            assert_eq!(digest.len(), digits);
            // A decimal without a leading zero, as the page writes its taxes.
            let body = format!(
                "merchantId=508029&referenceCode=R1&TX_VALUE=.00&currency=MXN\
                 &transactionState={word}&signature={digest}"
            );
            let report = payu().page_report(PageKind::Response, &page_fields(&body)).unwrap();
            assert_eq!((report.state, report.amount), (state.clone(), Ok(pesos(0))), "{word}");
        }
    }
}

#[test]
fn fields_come_as_a_form_or_as_json() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let form = page_fields("a=1+2&b=%C3%B1&c=");
    assert_eq!(form, [pair("a", "1 2"), pair("b", "ñ"), pair("c", "")]);
    let json =
        page_fields(r#"{"value": 150.00, "sign": "x\n", "none": null, "deep": {}, "list": []}"#);
    assert_eq!(json, [pair("sign", "x\n"), pair("value", "150.00")]);
    assert_eq!(page_fields("{broken"), []);
    assert_eq!(page_fields(""), []);
}
