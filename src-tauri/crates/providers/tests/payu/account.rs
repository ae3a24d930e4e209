//! The merchant account: its fields, its methods, and whether it works.

use cobro_domain::{
    act::{AbsenceRule, ActKind, WayOut},
    card::{CardBrand, CardKind},
    method::Method,
    money::{Currency, Money},
    time::Span,
};
use cobro_providers::{
    capabilities::{MethodRule, PayerField, PollPolicy},
    operation::{Operation, Question},
    outcome::{Lost, MethodOffer, Outcome, RefusalKind},
    payu::{KIND, PayU},
    provider::Provider,
    registry::provider_kind,
    settings::{Secret, Settings, SettingsError},
};

use crate::support::{answer, answered, fixture, outcome, payu, pesos, sent};

const PING: Operation = Operation::Question(Question::Ping);
const ABSENCE: AbsenceRule = AbsenceRule { not_found: 2, apart: Span::minutes(10) };
const METHODS: Operation = Operation::Question(Question::Methods);

#[test]
fn a_ping_needs_both_services() {
    let payments = || answer(200, fixture("09-ping.response.json"));
    let reports = || answer(200, fixture("q01-reports-ping.response.json"));
    assert_eq!(outcome(&PING, &[payments(), reports()]), Outcome::Pong);
    let refused = || answer(200, fixture("e01-invalid-credentials.en.response.json"));
    for replies in [vec![refused()], vec![payments(), refused()]] {
        let Outcome::Refused(refusal) = outcome(&PING, &replies) else { panic!("{replies:?}") };
        assert_eq!(refusal.kind, RefusalKind::Credentials);
    }
    // Each address typed into the other's field.
    for replies in [vec![reports()], vec![payments(), payments()]] {
        let outcome = outcome(&PING, &replies);
        assert!(matches!(outcome, Outcome::Lost(Lost::Unreadable { .. })), "{outcome:?}");
    }
}

#[test]
fn the_methods_are_those_of_mexico_under_our_words() {
    let offer = |method: &str, word: &str, known, enabled| MethodOffer {
        method: method.to_owned(),
        provider_word: word.to_owned(),
        known,
        enabled,
    };
    assert_eq!(
        answered(&METHODS, &fixture("08-get-payment-methods.response.json")),
        Outcome::Methods(vec![
            offer("others-cash-mx", "OTHERS_CASH_MX", true, true),
            offer("amex", "AMEX", true, true),
        ])
    );
    let body = r#"{"code":"SUCCESS","error":null,"paymentMethods":[
        {"id":1,"description":"SPEI","country":"MX","enabled":"true","reason":null},
        {"id":"2","description":"OXXO","country":"MX","enabled":false,"reason":"NOT_ACTIVE"},
        {"id":"3","description":"BALOTO","country":"CO","enabled":true},
        {"id":"4","description":"SEVEN_ELEVEN","country":null,"enabled":null},
        {"id":"6","description":"VISA_DEBIT","country":"MX","enabled":true},
        {"id":"7","description":"GOOGLE_PAY","country":"MX","enabled":true},
        {"id":"5","description":null,"country":"MX","enabled":true}, null]}"#;
    assert_eq!(
        answered(&METHODS, body),
        Outcome::Methods(vec![
            offer("spei", "SPEI", true, true),
            offer("oxxo", "OXXO", true, false),
            offer("seven-eleven", "SEVEN_ELEVEN", true, false),
            offer("visa-debit", "VISA_DEBIT", true, true),
            offer("GOOGLE_PAY", "GOOGLE_PAY", false, true),
        ])
    );
    for (methods, expected) in [("null", true), ("[]", true), ("\"x\"", false)] {
        let body = format!(r#"{{"code":"SUCCESS","paymentMethods":{methods}}}"#);
        let none = answered(&METHODS, &body) == Outcome::Methods(vec![]);
        assert_eq!(none, expected, "{methods}");
    }
}

#[test]
fn each_method_is_asked_about_as_often_as_payu_allows() {
    let cash = (Span::hours(1), Span::hours(48));
    let bank = (Span::minutes(10), Span::hours(24));
    let expected = [
        ("oxxo", cash, Some(pesos(1_000_000))),
        ("seven-eleven", cash, Some(pesos(500_000))),
        ("others-cash-mx", cash, None),
        ("bank-referenced", bank, None),
        ("spei", bank, None),
    ];
    let rules = expected.map(|(method, (every, after_expiry), maximum)| MethodRule {
        method: Method::named(method),
        days: 7,
        minimum: Some(pesos(3_900)),
        maximum,
        payer: &[PayerField::Email],
        poll: PollPolicy { first: Span::minutes(7), every, after_expiry },
        check_floor: every,
        lost: WayOut::Resend(ABSENCE),
    });
    let payu = payu();
    assert_eq!(payu.capabilities().methods, rules);
}

#[test]
fn a_voucher_is_sent_again_after_a_proof_and_a_card_never() {
    let payu = payu();
    let lost = |kind, method| payu.capabilities().lost(kind, &Method::named(method));
    let days = AbsenceRule { not_found: 2, apart: Span::days(5) };
    let cases = [
        (ActKind::Submit, "oxxo", WayOut::Resend(ABSENCE)),
        (ActKind::Submit, "spei", WayOut::Resend(ABSENCE)),
        (ActKind::Submit, "card", WayOut::Person(ABSENCE)),
        (ActKind::Submit, "link", WayOut::Person(ABSENCE)),
        (ActKind::Submit, "of-another-version", WayOut::Person(days)),
        (ActKind::Capture, "card", WayOut::Resend(ABSENCE)),
        (ActKind::Void, "card", WayOut::Resend(ABSENCE)),
        (ActKind::Refund, "card", WayOut::Person(days)),
    ];
    for (kind, method, way_out) in cases {
        assert_eq!(lost(kind, method), way_out, "{kind:?} {method}");
    }
}

#[test]
fn cards_have_the_limits_of_mexico() {
    let payu = payu();
    let cards = payu.capabilities().cards.as_ref().unwrap();
    let holds = CardBrand::ALL.map(|brand| cards.brand(brand).map(|rule| rule.two_step));
    assert_eq!(holds, [Some(true), Some(true), Some(false)]);
    let months = [
        (30_000, vec![]),
        (30_001, vec![3]),
        (60_000, vec![3]),
        (90_001, vec![3, 6, 9]),
        (120_001, vec![3, 6, 9, 12]),
        (180_001, vec![3, 6, 9, 12, 18]),
    ];
    for (amount, expected) in months {
        assert_eq!(cards.months(pesos(amount), CardKind::Credit), expected, "{amount}");
        assert_eq!(cards.months(pesos(amount), CardKind::Debit), [0; 0]);
    }
    let foreign = Money::new(1_000_000, Currency::Usd);
    assert_eq!(cards.months(foreign, CardKind::Credit), [0; 0]);
    assert_eq!((cards.hold.days, cards.refund.days), (30, 180));
}

#[test]
fn production_is_where_an_account_goes_unless_it_says_otherwise() {
    let mut settings = (KIND.training)("http://127.0.0.1:8080/");
    assert_eq!(
        sent(&PayU::new(&settings).unwrap(), &METHODS, &[]).url,
        "http://127.0.0.1:8080/payments-api/4.0/service.cgi"
    );
    settings.open.remove("payments-url");
    let url = sent(&PayU::new(&settings).unwrap(), &METHODS, &[]).url;
    assert_eq!(url, "https://api.payulatam.com/payments-api/4.0/service.cgi");
    assert!(!KIND.test_hosts.iter().any(|host| url.contains(host)));
}

#[test]
fn an_account_with_an_empty_field_or_no_address_is_refused() {
    let without = |change: &dyn Fn(&mut Settings)| {
        let mut settings = (KIND.training)("http://localhost");
        change(&mut settings);
        (KIND.build)(&settings).err()
    };
    assert_eq!(without(&|_| ()), None);
    for field in KIND.fields {
        let error = without(&|settings| {
            settings.open.remove(field.id);
            settings.secret.remove(field.id);
        });
        let missing = field.required && field.default.is_empty();
        let expected = missing.then_some(SettingsError::Missing { field: field.id });
        assert_eq!(error, expected, "{}", field.id);
    }
    let empty = without(&|settings| {
        settings.secret.insert("api-key".to_owned(), Secret::new(String::new()));
    });
    assert_eq!(empty, Some(SettingsError::Missing { field: "api-key" }));
    for (field, word) in [("encoding", "yaml"), ("page-signature", "MD5")] {
        let error = without(&|settings| {
            settings.open.insert(field.to_owned(), word.to_owned());
        });
        assert_eq!(error, Some(SettingsError::Choice { field }));
    }
    // A form that is signed with a secret needs the secret.
    let keyed = without(&|settings| {
        settings.open.insert("page-signature".to_owned(), "hmac-sha256".to_owned());
    });
    assert_eq!(keyed, Some(SettingsError::Missing { field: "page-secret" }));
    for url in ["api.payulatam.com", "ftp://api.payulatam.com", "https://", "https://a b"] {
        let error = without(&|settings| {
            settings.open.insert("reports-url".to_owned(), url.to_owned());
        });
        assert_eq!(error, Some(SettingsError::Url { field: "reports-url" }), "{url}");
    }
}

#[test]
fn the_registry_knows_payu() {
    let kind = provider_kind("payu").unwrap();
    assert_eq!(kind.name, "PayU");
    let ids: Vec<_> = kind.fields.iter().map(|field| (field.id, field.secret)).collect();
    let expected = [
        ("merchant-id", false),
        ("account-id", false),
        ("api-login", true),
        ("api-key", true),
        ("public-key", false),
        ("payments-url", false),
        ("reports-url", false),
        ("promotions-url", false),
        ("checkout-url", false),
        ("page-signature", false),
        ("page-secret", true),
        ("encoding", false),
    ];
    assert_eq!(ids, expected);
    let who = kind.fields.iter().filter(|field| field.identity).map(|field| field.id);
    assert_eq!(who.collect::<Vec<_>>(), ["merchant-id", "account-id"]);
    assert_eq!(kind.test_hosts, ["sandbox.api.payulatam.com", "sandbox.checkout.payulatam.com"]);
}
