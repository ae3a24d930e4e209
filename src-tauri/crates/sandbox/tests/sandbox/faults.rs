//! Every fault, as a client sees it, and what the provider knows afterwards.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use cobro_sandbox::{Effect, Fault, Sandbox, Service};
use serde_json::json;

use crate::client::{Outcome, PAYMENTS, Submit, fixture, order, post, sandbox};

fn submit() -> Submit {
    Submit::new("R1", "OXXO", "100")
}

/// How many submits the provider saw, how many were eaten, and how many orders there are.
fn known(sandbox: &Sandbox) -> (u64, u64, u64) {
    let counters = sandbox.control().counters().unwrap();
    let of = |counts: &std::collections::BTreeMap<String, u64>| {
        counts.get("R1").copied().unwrap_or_default()
    };
    (of(&counters.submits), of(&counters.lost_submits), of(&counters.orders))
}

#[test]
fn lost_messages_close_the_connection_without_a_byte() {
    let rows = [(Effect::LoseAnswer, (1, 0, 1)), (Effect::LoseRequest, (0, 1, 0))];
    for (effect, expected) in rows {
        let sandbox = sandbox();
        sandbox.control().add_fault(Fault::next(1, effect).on(Service::Payments));
        let outcome = submit().send(&sandbox);
        let nothing = matches!(&outcome, Outcome::Broken { received } if received.is_empty());
        assert!(nothing, "{effect:?}: {outcome:?}");
        assert_eq!(known(&sandbox), expected, "{effect:?}");
        let second = submit().send(&sandbox).json();
        let taken = second["code"] == "SUCCESS";
        assert_eq!(taken, effect == Effect::LoseRequest, "{effect:?}: {second}");
        assert_eq!(order(&sandbox, "R1")["referenceCode"], "R1");
        assert_eq!(known(&sandbox).2, 1, "{effect:?}");
    }
}

#[test]
fn an_answer_can_be_longer_than_anybody_reads_and_slower_than_anybody_waits() {
    let sandbox = sandbox();
    sandbox.control().add_fault(Fault::next(1, Effect::Oversize { bytes: 2_000_000 }));
    let Outcome::Answer { status: 200, body, .. } = submit().send(&sandbox) else { panic!() };
    assert_eq!((body.len(), known(&sandbox)), (2_000_000, (1, 0, 1)));
    sandbox.control().add_fault(Fault::next(1, Effect::Trickle { ms: 0 }));
    assert_eq!(submit().send(&sandbox).json()["code"], "ERROR", "every byte comes in the end");
}

#[test]
fn http_errors_say_whether_the_provider_saw_the_request() {
    let rows = [
        (Effect::Status { code: 500, processed: true }, 500, 1),
        (Effect::Status { code: 500, processed: false }, 500, 0),
        (Effect::Status { code: 503, processed: false }, 503, 0),
        (Effect::Html { processed: true }, 200, 1),
        (Effect::Html { processed: false }, 200, 0),
    ];
    for (effect, status, orders) in rows {
        let sandbox = sandbox();
        sandbox.control().add_fault(Fault::next(1, effect));
        let outcome = submit().send(&sandbox);
        assert_eq!(outcome.status(), status, "{effect:?}");
        assert!(outcome.text().starts_with("<!DOCTYPE html>"), "{effect:?}");
        assert_eq!(known(&sandbox).2, orders, "{effect:?}");
    }
}

#[test]
fn answers_can_be_spoilt_in_three_ways() {
    let sandbox = sandbox();
    let ping = fixture("09-ping.request.json");
    let whole = post(&sandbox, PAYMENTS, &ping).text();
    let with = |effect| {
        sandbox.control().add_fault(Fault::next(1, effect));
        post(&sandbox, PAYMENTS, &ping)
    };
    assert_eq!(with(Effect::TruncateBody).text(), whole[..whole.len() / 2]);
    let Outcome::Broken { received } = with(Effect::CutAnswer) else { panic!() };
    let received = String::from_utf8(received).unwrap();
    assert!(received.starts_with("HTTP/1.1 200 OK"), "{received}");
    assert!(received.ends_with(&whole[..whole.len() / 2]), "{received}");
    let Outcome::Answer { status: 200, body, .. } = with(Effect::Garbage) else { panic!() };
    assert!(String::from_utf8(body).is_err());
    assert_eq!(post(&sandbox, PAYMENTS, &ping).text(), whole);
}

#[test]
fn a_slow_answer_is_processed_at_once_and_takes_its_time() {
    let sandbox = sandbox();
    sandbox.control().add_fault(Fault::next(1, Effect::Slow { ms: 150 }));
    let started = Instant::now();
    assert_eq!(submit().send(&sandbox).json()["code"], "SUCCESS");
    assert!(started.elapsed() >= Duration::from_millis(150));

    // A client that gives up has an order all the same.
    sandbox.control().add_fault(Fault::next(1, Effect::Slow { ms: 3_600_000 }));
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    let body = Submit::new("R2", "OXXO", "100").text();
    let head = "Host: localhost\r\nContent-Type: application/json\r\nAccept: application/json";
    let length = body.len();
    write!(stream, "POST {PAYMENTS} HTTP/1.1\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}")
        .unwrap();
    while sandbox.control().payu().order("R2").is_err() {
        std::thread::yield_now();
    }
    drop(stream);
}

#[test]
fn a_refusing_port_does_not_listen_and_comes_back_the_same() {
    let sandbox = sandbox();
    let ping = fixture("09-ping.request.json");
    let control = sandbox.control();
    for _ in 0..3 {
        control.refuse_connections(true).unwrap();
        control.refuse_connections(true).unwrap();
        for _ in 0..50 {
            assert!(matches!(post(&sandbox, PAYMENTS, &ping), Outcome::Refused));
        }
        control.refuse_connections(false).unwrap();
        control.refuse_connections(false).unwrap();
        assert_eq!(post(&sandbox, PAYMENTS, &ping).json()["code"], "SUCCESS");
    }
}

#[test]
fn a_refusing_port_cuts_the_connections_it_had() {
    let sandbox = sandbox();
    let mut kept = TcpStream::connect(sandbox.address()).unwrap();
    kept.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    // The first byte of the answer proves that the connection was accepted.
    kept.read_exact(&mut [0; 1]).unwrap();
    sandbox.control().refuse_connections(true).unwrap();
    // The rest of the answer, then the end or a reset; without the cut nothing would come.
    kept.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    if let Err(error) = kept.read_to_end(&mut Vec::new()) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }
}

#[cfg(unix)]
#[test]
fn a_refusing_port_stays_taken() {
    let sandbox = sandbox();
    sandbox.control().refuse_connections(true).unwrap();
    let other = tokio::net::TcpSocket::new_v4().unwrap();
    let taken = other.bind(sandbox.address()).unwrap_err();
    assert_eq!(taken.kind(), std::io::ErrorKind::AddrInUse);
}

#[test]
fn half_of_all_answers_can_be_lost_reproducibly() {
    let run = |seed| {
        let sandbox = sandbox();
        let fault = Fault::chance(50, seed, Effect::LoseAnswer).of("SUBMIT_TRANSACTION");
        sandbox.control().add_fault(fault);
        let answered: Vec<bool> = (0..40)
            .map(|i| {
                let submit = Submit::new(&format!("R{i}"), "OXXO", "100");
                matches!(submit.send(&sandbox), Outcome::Answer { .. })
            })
            .collect();
        let counters = sandbox.control().counters().unwrap();
        assert_eq!(counters.orders.len(), 40, "all were processed");
        assert_eq!(counters.most_orders_per_reference(), 1);
        sandbox.control().clear_faults();
        assert!(sandbox.control().faults().is_empty());
        answered
    };
    let first = run(7);
    assert_eq!(first, run(7));
    assert!(first.iter().any(|answered| *answered) && !first.iter().all(|answered| *answered));
}

#[test]
fn a_fault_of_one_service_spares_the_other() {
    let sandbox = sandbox();
    let control = sandbox.control();
    control.add_fault(Fault::next(1, Effect::LoseAnswer).on(Service::Reports));
    submit().accepted(&sandbox);
    let details = json!({"referenceCode": "R1"}).to_string();
    let request = fixture("q03-order-detail-by-reference.request.json")
        .replace("{\n    \"referenceCode\": \"COBRO000123A1\"\n  }", &details);
    let outcome = post(&sandbox, crate::client::REPORTS, &request);
    assert!(matches!(outcome, Outcome::Broken { .. }), "{outcome:?}");
    assert_eq!(order(&sandbox, "R1")["referenceCode"], "R1");
}
