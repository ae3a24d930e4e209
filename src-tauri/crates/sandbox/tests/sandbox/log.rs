//! What the sandbox remembers of the requests, and the time that it tells.

use cobro_sandbox::{Effect, Fault, Service, Verdict};
use serde_json::json;

use crate::client::{DAY, Outcome, START, Submit, report, sandbox};

#[test]
fn every_request_is_in_the_log_with_what_became_of_it() {
    let sandbox = sandbox();
    let control = sandbox.control();
    let submit = Submit::new("R1", "OXXO", "100");
    control.add_fault(Fault::next(1, Effect::LoseRequest));
    submit.send(&sandbox);
    report(&sandbox, "ORDER_DETAIL_BY_REFERENCE_CODE", json!({"referenceCode": "R1"}));
    control.advance(DAY).unwrap();
    control.add_fault(Fault::next(1, Effect::LoseAnswer));
    submit.send(&sandbox);
    submit.send(&sandbox);
    report(&sandbox, "ORDER_DETAIL", json!({"orderId": 2_152_600_101_i64}));
    report(&sandbox, "PING", json!(null));
    let day = i64::try_from(DAY).unwrap();
    let log = control.log();
    let seen: Vec<_> = log
        .iter()
        .map(|seen| (seen.at - START, seen.subject.as_deref(), seen.effect, seen.verdict))
        .collect();
    let expected = [
        (0, Some("R1"), Some(Effect::LoseRequest), None),
        (0, Some("R1"), None, Some(Verdict::NotFound)),
        (day, Some("R1"), Some(Effect::LoseAnswer), Some(Verdict::Done)),
        (day, Some("R1"), None, Some(Verdict::Refused)),
        (day, Some("2152600101"), None, Some(Verdict::Done)),
        (day, None, None, Some(Verdict::Done)),
    ];
    assert_eq!(seen, expected);
    assert_eq!((log[1].service, log[0].service), (Service::Reports, Service::Payments));
    assert_eq!(log[1].command, "ORDER_DETAIL_BY_REFERENCE_CODE");
    control.reset().unwrap();
    assert_eq!(control.log(), []);
}

#[test]
fn answers_carry_the_virtual_time() {
    let sandbox = sandbox();
    sandbox.control().advance(DAY).unwrap();
    let outcome = Submit::new("R1", "OXXO", "100").send(&sandbox);
    let Outcome::Answer { date, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(date, "Tue, 03 Mar 2026 18:00:00 GMT");
}
