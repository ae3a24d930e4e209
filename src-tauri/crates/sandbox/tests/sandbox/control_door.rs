//! The control door over HTTP: every call of the README.

use std::net::SocketAddr;

use cobro_sandbox::{ControlDoor, Sandbox, SandboxConfig, SandboxError};
use serde_json::{Value, json};

use crate::client::{
    Outcome, PAYMENTS, START, Submit, config, fixture, follow, order, post, sandbox, send, states,
};

fn call(sandbox: &Sandbox, verb: &str, path: &str, body: &Value) -> (u16, Value) {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let address = sandbox.control_address().unwrap();
    let outcome = send(address, verb, &format!("/control/{path}"), &[], &body);
    (outcome.status(), outcome.json())
}

fn get(sandbox: &Sandbox, path: &str) -> Value {
    let (status, answer) = call(sandbox, "GET", path, &Value::Null);
    assert_eq!(status, 200, "{answer}");
    answer
}

fn do_it(sandbox: &Sandbox, path: &str, body: Value) -> Value {
    let (status, answer) = call(sandbox, "POST", path, &body);
    assert_eq!(status, 200, "{answer}");
    answer
}

#[test]
fn the_clock_goes_forward_only() {
    let sandbox = sandbox();
    assert_eq!(get(&sandbox, "clock"), json!({"now_ms": START, "offset_ms": 0}));
    let advanced = do_it(&sandbox, "clock", json!({"advance_ms": 86_400_000}));
    assert_eq!(advanced, json!({"now_ms": START + 86_400_000, "offset_ms": 86_400_000}));
    let refused = [json!({"advance_ms": -1}), json!({"advance_ms": u64::MAX}), json!({})];
    for body in refused {
        let (status, answer) = call(&sandbox, "POST", "clock", &body);
        assert_eq!(status, 400, "{answer}");
    }
    assert_eq!(get(&sandbox, "clock"), advanced);
    assert_eq!(sandbox.control().now_ms(), START + 86_400_000);
}

#[test]
fn orders_are_listed_paid_declined_and_expired() {
    let sandbox = sandbox();
    let id = Submit::new("A/1 ñ", "SEVEN_ELEVEN", "1250.50").accepted(&sandbox)["orderId"].clone();
    Submit::new("R2", "SPEI", "100").accepted(&sandbox);
    Submit::new("R3", "SPEI", "100").accepted(&sandbox);
    assert_eq!(get(&sandbox, "payu/orders").as_array().unwrap().len(), 3);
    let listed = get(&sandbox, "payu/orders?reference=A%2F1%20%C3%B1");
    assert_eq!(listed[0]["order"], id);
    assert_eq!(get(&sandbox, &format!("payu/orders/{id}")), listed[0]);

    let paid = do_it(&sandbox, "payu/pay", json!({"order": id, "amount": "1000.50"}));
    assert_eq!(paid["status"], "CAPTURED");
    assert_eq!(paid["payments"][0]["amount"].to_string(), "1000.5");
    do_it(&sandbox, "payu/pay", json!({"reference": "R2"}));
    assert_eq!(states(&sandbox, "R2"), ["CAPTURED", "APPROVED"]);
    assert_eq!(do_it(&sandbox, "payu/decline", json!({"reference": "R3"}))["status"], "DECLINED");
    Submit::new("R4", "SPEI", "100").accepted(&sandbox);
    assert_eq!(do_it(&sandbox, "payu/expire", json!({"reference": "R4"}))["status"], "CANCELLED");
    Submit::new("R5", "SPEI", "100").accepted(&sandbox);
    do_it(&sandbox, "payu/word", json!({"reference": "R5", "state": "NEW_WORD"}));
    assert_eq!(order(&sandbox, "R5")["status"], "NEW_WORD");
}

#[test]
fn calls_that_make_no_sense_are_refused() {
    let sandbox = sandbox();
    Submit::new("R1", "SPEI", "100").accepted(&sandbox);
    sandbox.control().payu().decline("R1").unwrap();
    let rows = [
        ("GET", "payu/orders/1", Value::Null, 404),
        ("GET", "payu/orders/x", Value::Null, 404),
        ("GET", "nothing", Value::Null, 404),
        ("POST", "payu/pay", json!({"reference": "R9"}), 404),
        ("POST", "payu/pay", json!({}), 400),
        ("POST", "payu/pay", json!({"reference": "R1", "order": 1}), 400),
        ("POST", "payu/pay", json!({"reference": "R1", "amount": "1.234"}), 400),
        ("POST", "payu/pay", json!({"reference": "R1", "amount": 0}), 400),
        ("POST", "payu/pay", json!({"reference": "R1", "amuont": 1}), 400),
        ("POST", "payu/decline", json!({"reference": "R1"}), 409),
        ("POST", "payu/word", json!({"reference": "R1"}), 400),
        ("POST", "payu/settings", json!({"reference_rule": "sometimes"}), 400),
        ("POST", "payu/settings", json!({"reference-rule": "once-for-approvals"}), 400),
        ("POST", "faults", json!({"effect": "explode", "when": {"next": 1}}), 400),
        ("POST", "refuse", json!({"refuse": true}), 409),
    ];
    for (verb, path, body, expected) in rows {
        let (status, answer) = call(&sandbox, verb, path, &body);
        assert_eq!(status, expected, "{verb} {path} {body}: {answer}");
        assert!(answer["error"].is_string(), "{answer}");
    }
}

#[test]
fn settings_change_by_what_is_named() {
    let sandbox = sandbox();
    let before = get(&sandbox, "payu/settings");
    let changes = json!({
        "reference_rule": "once-for-approvals",
        "methods": {"OXXO": {"maximum_centavos": 5_000_000}}
    });
    let after = do_it(&sandbox, "payu/settings", changes);
    assert_eq!(after["reference_rule"], "once-for-approvals");
    assert_eq!(after["methods"]["OXXO"]["maximum_centavos"], 5_000_000);
    assert_eq!(after["methods"]["SPEI"], before["methods"]["SPEI"]);
    assert_eq!(get(&sandbox, "payu/settings"), after);
    Submit::new("R1", "OXXO", "20000").accepted(&sandbox);
}

#[test]
fn faults_are_armed_listed_and_cleared() {
    let sandbox = sandbox();
    let fault = json!({
        "service": "payments", "command": "PING", "type": null, "effect": "lose-answer",
        "when": {"next": 2}
    });
    assert_eq!(do_it(&sandbox, "faults", fault.clone()), json!([fault]));
    let chance = json!({
        "effect": {"slow": {"ms": 1}}, "when": {"chance": {"percent": 0, "seed": 1}}
    });
    assert_eq!(do_it(&sandbox, "faults", chance).as_array().unwrap().len(), 2);
    let outcome = post(&sandbox, PAYMENTS, &fixture("09-ping.request.json"));
    assert!(matches!(outcome, Outcome::Broken { .. }));
    assert_eq!(get(&sandbox, "faults")[0]["when"]["next"], 1);
    assert_eq!(call(&sandbox, "DELETE", "faults", &Value::Null), (200, json!([])));
    assert_eq!(post(&sandbox, PAYMENTS, &fixture("09-ping.request.json")).status(), 200);
}

#[test]
fn a_reset_forgets_everything_but_clock_and_order_ids() {
    let sandbox = sandbox();
    let first = Submit::new("R1", "SPEI", "100").accepted(&sandbox)["orderId"].as_i64().unwrap();
    sandbox.control().payu().pay("R1", cobro_sandbox::Paid::InFull).unwrap();
    do_it(&sandbox, "clock", json!({"advance_ms": 1000}));
    do_it(&sandbox, "payu/settings", json!({"reports_lag_ms": 5}));
    do_it(&sandbox, "faults", json!({"effect": "garbage", "when": {"next": 1}}));
    assert_eq!(do_it(&sandbox, "reset", Value::Null), json!({}));
    assert_eq!(get(&sandbox, "payu/orders"), json!([]));
    assert_eq!(get(&sandbox, "payu/settings")["reports_lag_ms"], 0);
    assert_eq!(get(&sandbox, "faults"), json!([]));
    assert_eq!(get(&sandbox, "counters")["requests"], json!({}));
    assert_eq!(get(&sandbox, "clock")["now_ms"], START + 1000);
    let second = Submit::new("R1", "SPEI", "100").accepted(&sandbox)["orderId"].as_i64().unwrap();
    assert_eq!(second, first + 1);
    let counters = get(&sandbox, "counters");
    assert_eq!(counters["orders"], json!({"R1": 1}));
    assert_eq!(counters["submits"], json!({"R1": 1}));
}

fn any_port() -> SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

#[test]
fn a_separate_door_outlives_the_providers_port() {
    let control = ControlDoor::At(any_port());
    let sandbox = Sandbox::start(SandboxConfig { control, ..config() }).unwrap();
    assert_ne!(sandbox.control_address(), Some(sandbox.address()));
    let ping = fixture("09-ping.request.json");
    do_it(&sandbox, "refuse", json!({"refuse": true}));
    assert!(matches!(post(&sandbox, PAYMENTS, &ping), Outcome::Refused));
    do_it(&sandbox, "refuse", json!({"refuse": false}));
    assert_eq!(post(&sandbox, PAYMENTS, &ping).status(), 200);

    // Neither port answers for the other.
    let outcome = send(sandbox.address(), "GET", "/control/clock", &[], "");
    assert_eq!(outcome.status(), 404);
    let door = sandbox.control_address().unwrap();
    assert_eq!(send(door, "POST", PAYMENTS, &[], &ping).status(), 404);
}

#[test]
fn a_closed_door_answers_nobody() {
    let control = ControlDoor::Closed;
    let sandbox = Sandbox::start(SandboxConfig { control, ..config() }).unwrap();
    assert_eq!(sandbox.control_address(), None);
    assert_eq!(send(sandbox.address(), "GET", "/control/clock", &[], "").status(), 404);
    assert_eq!(sandbox.control().now_ms(), START);
}

#[test]
fn web_pages_do_not_get_in() {
    let sandbox = sandbox();
    let origin = [("Origin", "https://example.com")];
    let outcome = send(sandbox.address(), "POST", "/control/reset", &origin, "");
    assert_eq!(outcome.status(), 403);
    // A name that somebody made point at this machine.
    let request = "GET /control/clock HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n";
    let mut stream = std::net::TcpStream::connect(sandbox.address()).unwrap();
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut answer = String::new();
    std::io::Read::read_to_string(&mut stream, &mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}

#[test]
fn only_loopback_is_served() {
    let outside: SocketAddr = "0.0.0.0:0".parse().unwrap();
    let provider = SandboxConfig { listen: outside, ..config() };
    let door = SandboxConfig { control: ControlDoor::At(outside), ..config() };
    for config in [provider, door] {
        let refused = Sandbox::start(config);
        assert!(matches!(refused, Err(SandboxError::NotLoopback { .. })), "{refused:?}");
    }
}

#[test]
fn cards_are_settled_refunds_decided_and_disputes_ended() {
    let sandbox = sandbox();
    let forced =
        json!({"type": "AUTHORIZATION_AND_CAPTURE", "result": {"code": "BANK_UNREACHABLE"}});
    let listed = do_it(&sandbox, "payu/forced", forced);
    assert_eq!(listed[0]["times"], 1);
    assert_eq!(get(&sandbox, "payu/forced"), listed);
    assert_eq!(call(&sandbox, "DELETE", "payu/forced", &Value::Null), (200, json!([])));
    let error = json!({"result": {"error": "The payment plan id cannot be empty"}, "times": 1});
    do_it(&sandbox, "payu/forced", error);
    assert_eq!(Submit::card("R1", "100").refused(&sandbox), "The payment plan id cannot be empty");
    do_it(&sandbox, "payu/forced", json!({"result": {"code": "BANK_UNREACHABLE"}}));
    let paid = Submit::card("R1", "100").accepted(&sandbox);
    let settled = json!({"reference": "R1", "response_code": "APPROVED"});
    assert_eq!(do_it(&sandbox, "payu/settle", settled)["transactions"][0]["code"], "APPROVED");
    do_it(&sandbox, "clock", json!({"advance_ms": 86_400_000}));
    follow(&paid, "PARTIAL_REFUND", Some("40")).accepted(&sandbox);
    let order = get(&sandbox, "payu/orders?reference=R1")[0].clone();
    assert_eq!(order["waiting"][0]["type"], "PARTIAL_REFUND");
    assert_eq!(order["waiting"][0]["amount"].to_string(), "40.0");
    let decided = do_it(&sandbox, "payu/decide", json!({"reference": "R1", "approved": true}));
    assert_eq!(decided["transactions"][0]["state"], "APPROVED");
    do_it(&sandbox, "payu/dispute", json!({"reference": "R1"}));
    let won = do_it(&sandbox, "payu/win-dispute", json!({"reference": "R1"}));
    assert_eq!((&won["status"], &won["dispute"]), (&json!("CAPTURED"), &json!("won")));
    do_it(&sandbox, "payu/dispute", json!({"reference": "R1"}));
    let lost = do_it(&sandbox, "payu/lose-dispute", json!({"reference": "R1"}));
    assert_eq!((&lost["status"], &lost["dispute"]), (&json!("CHARGEBACK"), &json!("lost")));
    assert_eq!(do_it(&sandbox, "payu/notices/deliver", Value::Null), json!([]));
    assert_eq!(get(&sandbox, "payu/notices"), json!([]));
}

#[test]
fn what_cannot_happen_to_a_card_is_said() {
    let sandbox = sandbox();
    Submit::card("R1", "100").accepted(&sandbox);
    let rows = [
        ("payu/settle", json!({"reference": "R1", "response_code": "APPROVED"}), 409),
        ("payu/settle", json!({"reference": "R1", "response_code": "X"}), 400),
        ("payu/settle", json!({"reference": "R1"}), 400),
        ("payu/decide", json!({"reference": "R1", "approved": true}), 409),
        ("payu/decide", json!({"reference": "R1"}), 400),
        ("payu/win-dispute", json!({"reference": "R1"}), 409),
        ("payu/lose-dispute", json!({"reference": "R9"}), 404),
        ("payu/pay", json!({"reference": "R1", "amount": 5}), 400),
        ("payu/pay", json!({"reference": "R1"}), 409),
        ("payu/forced", json!({"result": {"code": "X"}}), 400),
        ("payu/no-such-deed", json!({"reference": "R1"}), 404),
    ];
    for (path, body, expected) in rows {
        let (status, answer) = call(&sandbox, "POST", path, &body);
        assert_eq!(status, expected, "{path} {body}: {answer}");
    }
}
