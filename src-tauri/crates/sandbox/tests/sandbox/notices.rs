//! Confirmations: what is posted to the merchant, how it is signed, and when it is tried again.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use cobro_sandbox::{
    Algorithm, NoticeOutcome, NoticeReport, Paid, Sandbox, SandboxConfig, Settings,
};
use serde_json::json;

use crate::checkout::{self, Form, sign};
use crate::client::{DAY, MINUTE, Submit, config, fixture, follow, sandbox, visa};

/// A merchant that answers with these statuses, one after the other, and then with 200.
struct Merchant {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Form>>>,
}

impl Merchant {
    fn answering(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (writes, mut left) = (Arc::clone(&heard), VecDeque::from(statuses.to_vec()));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let body = body_of(&mut stream);
                writes.lock().unwrap().push(checkout::parse(&body));
                let status = left.pop_front().unwrap_or(200);
                let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { address, heard }
    }

    fn url(&self) -> String {
        format!("http://{}/payu?shop=1", self.address)
    }

    fn heard(&self) -> Vec<Form> {
        self.heard.lock().unwrap().clone()
    }
}

fn body_of(stream: &mut TcpStream) -> String {
    let mut received = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream.read(&mut piece).unwrap();
        received.extend_from_slice(&piece[..count]);
        let text = String::from_utf8(received.clone()).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        assert!(head.starts_with("POST /payu?shop=1 HTTP/1.1"), "{head}");
        let header = head.to_ascii_lowercase();
        let length = header.split("content-length: ").nth(1).unwrap();
        let length: usize = length.lines().next().unwrap().parse().unwrap();
        if body.len() == length {
            return body.to_owned();
        }
    }
}

fn notified(submit: Submit, merchant: &Merchant) -> Submit {
    submit.set("/transaction/order/notifyUrl", json!(merchant.url()))
}

fn deliver(sandbox: &Sandbox) -> Vec<NoticeReport> {
    sandbox.control().payu().deliver_notices().unwrap()
}

fn with_settings(sandbox: &Sandbox, change: impl FnOnce(&mut Settings)) {
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    change(&mut settings);
    payu.set_settings(&settings).unwrap();
}

#[test]
fn a_paid_voucher_is_confirmed_as_in_the_sample() {
    let merchant = Merchant::answering(&[]);
    let sandbox = sandbox();
    notified(Submit::new("COBRO000123A1", "SEVEN_ELEVEN", "1250.50"), &merchant).accepted(&sandbox);
    assert_eq!(deliver(&sandbox), [], "nothing is decided");
    sandbox.control().payu().pay("COBRO000123A1", Paid::InFull).unwrap();
    let notices = deliver(&sandbox);
    assert_eq!((notices[0].outcome, notices[0].attempts), (NoticeOutcome::Delivered, 1));
    let heard = merchant.heard().remove(0);
    let sample = checkout::parse(&fixture("c01-confirmation.approved.form"));
    assert_eq!(heard.keys().collect::<Vec<_>>(), sample.keys().collect::<Vec<_>>());
    let moment = ["transaction_id", "date", "transaction_date", "description"];
    for (name, value) in heard.iter().filter(|(name, _)| !moment.contains(&name.as_str())) {
        assert_eq!(value, &sample[name], "{name}");
    }
    assert_eq!(heard["date"], "2026.03.02 01:00:00");
    assert_eq!(heard["transaction_date"], "2026-03-02 13:00:00");
    sandbox.control().payu().pay("COBRO000123A1", Paid::InFull).unwrap();
    sandbox.control().advance(30 * DAY).unwrap();
    assert_eq!(deliver(&sandbox).len(), 1);
    assert_eq!(merchant.heard().len(), 1, "nothing comes after an approved one");
}

#[test]
fn the_signatures_of_the_samples_are_right() {
    for name in ["c01-confirmation.approved.form", "c02-confirmation.expired.form"] {
        let sample = checkout::parse(&fixture(name));
        let rest = format!("COBRO000123A1~1250.5~MXN~{}", sample["state_pol"]);
        assert_eq!(sample["sign"], sign("MD5", &rest), "{name}");
    }
}

#[test]
fn a_voucher_that_expires_or_is_declined_is_told_too() {
    let merchant = Merchant::answering(&[]);
    let sandbox = sandbox();
    notified(Submit::new("R1", "SPEI", "100"), &merchant).accepted(&sandbox);
    notified(Submit::new("R2", "SPEI", "100"), &merchant).accepted(&sandbox);
    sandbox.control().payu().decline("R2").unwrap();
    sandbox.control().advance(9 * DAY).unwrap();
    deliver(&sandbox);
    let told: Vec<_> = merchant
        .heard()
        .iter()
        .map(|form| ["reference_sale", "state_pol", "response_code_pol"].map(|n| form[n].clone()))
        .collect();
    assert_eq!(told, [["R2", "6", "5"], ["R1", "5", "20"]]);
    let sample = checkout::parse(&fixture("c02-confirmation.expired.form"));
    let expired = merchant.heard().remove(1);
    assert_eq!(expired.keys().collect::<Vec<_>>(), sample.keys().collect::<Vec<_>>());
    for name in ["response_message_pol", "payment_request_state", "attempts", "test"] {
        assert_eq!(expired[name], sample[name], "{name}");
    }
}

#[test]
fn cards_are_told_when_they_are_decided() {
    let merchant = Merchant::answering(&[]);
    let sandbox = sandbox();
    notified(Submit::card("R1", "150.26"), &merchant).accepted(&sandbox);
    let rejected = Submit::card("R2", "100").set("/transaction/creditCard", visa("REJECTED"));
    notified(rejected, &merchant).accepted(&sandbox);
    let pending = Submit::card("R3", "100").set("/transaction/creditCard", visa("PENDING"));
    notified(pending, &merchant).accepted(&sandbox);
    let hold = notified(Submit::hold("R4", "100"), &merchant).accepted(&sandbox);
    deliver(&sandbox);
    let heard = merchant.heard();
    assert_eq!(heard.len(), 2, "what waits is not told, nor what is only held");
    assert_eq!(heard[0]["sign"], sign("MD5", "R1~150.26~MXN~4"));
    assert_eq!(heard[1]["sign"], sign("MD5", "R2~100.0~MXN~6"));
    assert_eq!(heard[0]["cc_number"], "426807******0002");
    assert_eq!(heard[0]["payment_method_type"], "2");
    sandbox.control().payu().settle("R3", "APPROVED").unwrap();
    follow(&hold, "CAPTURE", Some("60")).accepted(&sandbox);
    deliver(&sandbox);
    let heard = merchant.heard();
    assert_eq!((heard.len(), heard[3]["value"].as_str()), (4, "60.00"));
}

#[test]
fn each_attempt_of_a_page_is_told_until_one_is_approved() {
    let merchant = Merchant::answering(&[]);
    let sandbox = sandbox();
    let mut form = checkout::form();
    form.insert("confirmationUrl".to_owned(), merchant.url());
    form.insert("algorithmSignature".to_owned(), "SHA256".to_owned());
    let rest = "COBRO000123A1~1250.50~MXN";
    form.insert("signature".to_owned(), sign("SHA256", rest));
    form.insert("extra1".to_owned(), "caja 3".to_owned());
    let page = checkout::open(&sandbox, &form);
    for act in ["reject", "pay"] {
        checkout::press(&sandbox, &page, act);
    }
    deliver(&sandbox);
    let heard = merchant.heard();
    let signs: Vec<_> = heard.iter().map(|form| form["sign"].as_str()).collect();
    let expected =
        ["6", "4"].map(|state| sign("SHA256", &format!("COBRO000123A1~1250.5~MXN~{state}")));
    assert_eq!(signs, expected);
    assert_eq!(heard[0]["reference_pol"], heard[1]["reference_pol"]);
    assert_ne!(heard[0]["transaction_id"], heard[1]["transaction_id"]);
    assert_eq!(heard[1]["extra1"], "caja 3");
}

#[test]
fn it_is_tried_nine_times_by_the_virtual_clock() {
    let merchant = Merchant::answering(&[500; 20]);
    let sandbox = sandbox();
    notified(Submit::card("R1", "100"), &merchant).accepted(&sandbox);
    let waits = [0, 1, 5, 15, 30, 60, 180, 360, 720];
    for (i, wait) in waits.into_iter().enumerate() {
        if wait > 0 {
            sandbox.control().advance(wait * MINUTE - 1).unwrap();
            deliver(&sandbox);
            assert_eq!(merchant.heard().len(), i, "not before {wait} minutes");
            sandbox.control().advance(1).unwrap();
        }
        let notice = deliver(&sandbox).remove(0);
        let attempt = merchant.heard().pop().unwrap()["attempts"].clone();
        assert_eq!(attempt, (i + 1).to_string());
        let expected = if i == 8 { NoticeOutcome::GivenUp } else { NoticeOutcome::Waiting };
        assert_eq!(notice.outcome, expected, "{}", i + 1);
    }
    sandbox.control().advance(30 * DAY).unwrap();
    deliver(&sandbox);
    assert_eq!(merchant.heard().len(), 9);
}

#[test]
fn a_merchant_who_was_away_gets_it_later() {
    let merchant = Merchant::answering(&[503, 302]);
    let sandbox = sandbox();
    notified(Submit::card("R1", "100"), &merchant).accepted(&sandbox);
    sandbox.control().advance(DAY).unwrap();
    // All attempts that lay in that day are made at once.
    let notice = deliver(&sandbox).remove(0);
    assert_eq!((notice.outcome, notice.attempts), (NoticeOutcome::Delivered, 3));
    assert_eq!(merchant.heard().len(), 3);
}

#[test]
fn the_sandbox_calls_nobody_outside_this_machine() {
    let sandbox = sandbox();
    let away = Submit::card("R1", "100")
        .set("/transaction/order/notifyUrl", json!("http://www.payu.com/notify"));
    away.accepted(&sandbox);
    assert_eq!(deliver(&sandbox)[0].outcome, NoticeOutcome::NotHere);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let closed = Submit::card("R2", "100")
        .set("/transaction/order/notifyUrl", json!(format!("http://{nobody}/")));
    closed.accepted(&sandbox);
    assert_eq!(deliver(&sandbox)[1].outcome, NoticeOutcome::Waiting);
}

#[test]
fn the_account_can_have_an_address_an_algorithm_and_doubles() {
    let merchant = Merchant::answering(&[]);
    let sandbox = sandbox();
    with_settings(&sandbox, |settings| {
        settings.notices.url = Some(merchant.url());
        settings.notices.algorithm = Some(Algorithm::HmacSha256);
        settings.notices.duplicates = 1;
    });
    Submit::card("R1", "100").accepted(&sandbox);
    deliver(&sandbox);
    let heard = merchant.heard();
    assert_eq!(heard.len(), 2);
    assert_eq!(heard[0]["sign"], sign("HMAC-SHA256", "R1~100.0~MXN~4"));
    assert_eq!(heard[0], heard[1]);
}

#[test]
fn what_was_not_delivered_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = Some(folder.path().join("sandbox.db"));
    let started = || Sandbox::start(SandboxConfig { file: file.clone(), ..config() }).unwrap();
    let merchant = Merchant::answering(&[500]);
    let sandbox = started();
    notified(Submit::card("R1", "100"), &merchant).accepted(&sandbox);
    assert_eq!(deliver(&sandbox)[0].outcome, NoticeOutcome::Waiting);
    sandbox.stop();
    let sandbox = started();
    sandbox.control().advance(MINUTE).unwrap();
    assert_eq!(deliver(&sandbox)[0].outcome, NoticeOutcome::Delivered);
}
