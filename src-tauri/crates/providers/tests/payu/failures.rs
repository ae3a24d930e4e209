//! Answers that are none, for every operation.

use cobro_providers::{
    operation::{Operation, Question},
    outcome::{Lost, Outcome},
    wire::Reply,
};

use crate::support::{all_operations, answer, fixture, look_up, outcome, sample, submit};

fn operations() -> Vec<Operation> {
    let mut all = all_operations();
    all.push(Operation::Question(Question::Ping));
    all
}

#[test]
fn what_the_carrier_knows_decides_when_there_is_no_answer() {
    for operation in operations() {
        assert_eq!(outcome(&operation, &[Reply::NotSent]), Outcome::NotSent);
        assert_eq!(outcome(&operation, &[Reply::MaybeSent]), Outcome::Lost(Lost::NoAnswer));
    }
}

#[test]
fn a_body_that_is_no_json_leaves_it_to_the_status() {
    let pages = [
        "<html>Bad gateway</html>",
        "<html><br>",
        "",
        "{\"code\":\"SUCC",
        "null",
        "[]",
        "{\"a\":1}",
    ];
    for operation in operations() {
        for page in pages {
            for status in [408, 429, 500, 502, 503, 504, 599] {
                let lost = Outcome::Lost(Lost::Unavailable { status });
                assert_eq!(outcome(&operation, &[answer(status, page)]), lost, "{status} {page}");
            }
            for status in [200, 201, 302, 400, 404, 422] {
                let lost = Outcome::Lost(Lost::Unreadable { excerpt: page.to_owned() });
                assert_eq!(outcome(&operation, &[answer(status, page)]), lost, "{status} {page}");
            }
        }
    }
}

#[test]
fn an_answer_cut_short_anywhere_is_lost() {
    let whole = fixture("06-bank-transfer-spei.response.json");
    let voucher = submit(sample("spei", 1_624_482_134_593));
    let end = whole.trim_end().len();
    for length in 0..end {
        let outcome = outcome(&voucher, &[answer(200, &whole.as_bytes()[..length])]);
        assert!(matches!(outcome, Outcome::Lost(Lost::Unreadable { .. })), "{length}: {outcome:?}");
    }
}

#[test]
fn an_answer_is_believed_whatever_its_status() {
    let whole = fixture("05-cash-seven-eleven.response.json");
    let voucher = submit(sample("seven-eleven", 1_624_482_134_593));
    for status in [200, 201, 400, 404, 422, 429, 500, 503] {
        let outcome = outcome(&voucher, &[answer(status, whole.clone())]);
        assert!(matches!(outcome, Outcome::Charge(_)), "{status}: {outcome:?}");
    }
    let marked = format!("\u{feff}{whole}");
    assert!(matches!(outcome(&voucher, &[answer(200, marked)]), Outcome::Charge(_)));
}

#[test]
fn no_excerpt_and_no_refusal_repeats_a_secret() {
    let key = "4Vj8eK4rloUd272L48hsrarnUA";
    let login = "pRRXKOl8ikMmt9u";
    let bodies = [
        format!("<html>{key} {login}"),
        format!("{}{key}", "x".repeat(110)),
        format!(r#"{{"code":"ERROR","error":"no merchant {login} with {key}"}}"#),
    ];
    for operation in operations() {
        for body in &bodies {
            let shown = format!("{:?}", outcome(&operation, &[answer(200, body.clone())]));
            for part in [key, login, &key[..8]] {
                assert!(!shown.contains(part), "{shown}");
            }
        }
    }
}

#[test]
fn an_excerpt_is_short() {
    let page = format!("<html>{}", "ñ".repeat(10_000));
    let Outcome::Lost(Lost::Unreadable { excerpt }) = outcome(&look_up(), &[answer(200, page)])
    else {
        panic!()
    };
    assert_eq!(excerpt.chars().count(), 120);
}
