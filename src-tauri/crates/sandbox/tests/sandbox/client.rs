//! A blocking client that shows what really came over the wire, and a submit that is right.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use cobro_sandbox::{Sandbox, SandboxConfig, TimeSource};
use md5::{Digest, Md5};
use serde_json::{Value, json};

pub(crate) const PAYMENTS: &str = "/payments-api/4.0/service.cgi";
pub(crate) const REPORTS: &str = "/reports-api/4.0/service.cgi";
pub(crate) const HOUR: u64 = 60 * 60 * 1000;
pub(crate) const DAY: u64 = 24 * HOUR;
/// 2026-03-02T18:00:00Z
pub(crate) const START: i64 = 1_772_474_400_000;

pub(crate) const VISA: &str = "4268070000000002";
pub(crate) const MINUTE: u64 = 60 * 1000;
pub(crate) const KEY: &str = "4Vj8eK4rloUd272L48hsrarnUA";
/// Only so that a broken test ends; no test waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the wire brought.
#[derive(Debug)]
pub(crate) enum Outcome {
    Answer {
        status: u16,
        content_type: String,
        date: String,
        location: Option<String>,
        body: Vec<u8>,
    },
    /// Nobody listens.
    Refused,
    /// The connection closed before the answer was complete; this much had come.
    Broken { received: Vec<u8> },
}

impl Outcome {
    pub(crate) fn json(self) -> Value {
        let text = self.text();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Answer { status, .. } => *status,
            Self::Refused | Self::Broken { .. } => panic!("{self:?}"),
        }
    }

    /// Where a browser is sent.
    pub(crate) fn location(self) -> String {
        match self {
            Self::Answer { status: 303, location: Some(location), .. } => location,
            Self::Answer { .. } | Self::Refused | Self::Broken { .. } => panic!("{self:?}"),
        }
    }

    pub(crate) fn text(self) -> String {
        match self {
            Self::Answer { ref body, .. } => String::from_utf8(body.clone()).unwrap(),
            Self::Refused | Self::Broken { .. } => panic!("{self:?}"),
        }
    }
}

/// Sends one request on a connection of its own.
pub(crate) fn send(
    address: SocketAddr,
    verb: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Outcome {
    let mut stream = match TcpStream::connect(address) {
        Ok(stream) => stream,
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => return Outcome::Refused,
        Err(error) => panic!("{error}"),
    };
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut head = format!("{verb} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let mut received = Vec::new();
    // A reset instead of an orderly end is "broken" too.
    let _ended = stream.read_to_end(&mut received);
    read(received)
}

fn read(received: Vec<u8>) -> Outcome {
    let Some(split) = received.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Outcome::Broken { received };
    };
    let head = String::from_utf8(received[..split].to_vec()).unwrap();
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    let body = received[split + 4..].to_vec();
    let announced: usize = header("content-length").unwrap().parse().unwrap();
    if body.len() < announced {
        return Outcome::Broken { received };
    }
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let [content_type, date] = ["content-type", "date"].map(|name| header(name).unwrap());
    let location = header("location");
    Outcome::Answer { status, content_type, date, location, body }
}

/// Posts as a good client of PayU does.
pub(crate) fn post(sandbox: &Sandbox, path: &str, body: &str) -> Outcome {
    let headers =
        [("Content-Type", "application/json; charset=utf-8"), ("Accept", "application/json")];
    send(sandbox.address(), "POST", path, &headers, body)
}

/// A sandbox in memory whose clock stands still.
pub(crate) fn sandbox() -> Sandbox {
    Sandbox::start(config()).unwrap()
}

pub(crate) fn config() -> SandboxConfig {
    SandboxConfig { time: TimeSource::Fixed(START), ..SandboxConfig::default() }
}

/// A submit that the simulator accepts, for tests to spoil.
#[derive(Clone, Debug)]
pub(crate) struct Submit {
    pub(crate) body: Value,
    /// The amount as it stands in the JSON, quotes included if any.
    pub(crate) amount: String,
}

impl Submit {
    pub(crate) fn new(reference: &str, method: &str, amount: &str) -> Self {
        let address = json!({
            "street1": "Av. Reforma 10", "city": "Ciudad de México", "state": "CDMX",
            "country": "MX", "postalCode": "06600", "phone": "5555550100"
        });
        let body = json!({
            "language": "en", "command": "SUBMIT_TRANSACTION", "test": false,
            "merchant": {"apiLogin": "pRRXKOl8ikMmt9u", "apiKey": KEY},
            "transaction": {
                "order": {
                    "accountId": "512324", "referenceCode": reference, "description": "Nota 123",
                    "language": "es", "signature": md5_of(reference, amount),
                    "additionalValues": {"TX_VALUE": {"value": "@AMOUNT@", "currency": "MXN"}},
                    "buyer": {
                        "merchantBuyerId": "C-77", "fullName": "Cliente de prueba",
                        "emailAddress": "cliente@example.com", "contactPhone": "5555550100",
                        "dniNumber": "XAXX010101000", "shippingAddress": address
                    }
                },
                "payer": {
                    "merchantPayerId": "C-77", "fullName": "Cliente de prueba",
                    "billingAddress": address, "emailAddress": "cliente@example.com",
                    "contactPhone": "5555550100", "dniNumber": "XAXX010101000", "dniType": "RFC"
                },
                "type": "AUTHORIZATION_AND_CAPTURE", "paymentMethod": method,
                "paymentCountry": "MX", "ipAddress": "127.0.0.1"
            }
        });
        Self { body, amount: amount.to_owned() }
    }

    /// A charge by card that is approved: Visa, in one step.
    pub(crate) fn card(reference: &str, amount: &str) -> Self {
        Self::new(reference, "VISA", amount)
            .set("/transaction/creditCard", visa("APPROVED"))
            .set("/transaction/payer/birthdate", json!("1994-06-21"))
    }

    /// The same in two steps.
    pub(crate) fn hold(reference: &str, amount: &str) -> Self {
        Self::card(reference, amount).set("/transaction/type", json!("AUTHORIZATION"))
    }

    /// Replaces (or with null: empties) the value at a JSON pointer.
    pub(crate) fn set(mut self, pointer: &str, value: Value) -> Self {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        self.body.pointer_mut(parent).unwrap()[key] = value;
        self
    }

    pub(crate) fn expiring(self, naive_utc: &str) -> Self {
        self.set("/transaction/expirationDate", json!(naive_utc))
    }

    pub(crate) fn text(&self) -> String {
        self.body.to_string().replace("\"@AMOUNT@\"", &self.amount)
    }

    pub(crate) fn send(&self, sandbox: &Sandbox) -> Outcome {
        post(sandbox, PAYMENTS, &self.text())
    }

    /// Sends it and returns `transactionResponse` of a voucher.
    pub(crate) fn accepted(&self, sandbox: &Sandbox) -> Value {
        let answer = self.send(sandbox).json();
        assert_eq!(answer["code"], "SUCCESS", "{answer}");
        answer["transactionResponse"].clone()
    }

    /// Sends it and returns the error text.
    pub(crate) fn refused(&self, sandbox: &Sandbox) -> String {
        let answer = self.send(sandbox).json();
        assert_eq!(answer["code"], "ERROR", "{answer}");
        assert_eq!(answer["transactionResponse"], Value::Null);
        answer["error"].as_str().unwrap().to_owned()
    }
}

/// The published Visa card for tests, with a holder's name.
pub(crate) fn visa(holder: &str) -> Value {
    json!({
        "number": VISA, "securityCode": "777", "expirationDate": "2028/05", "name": holder
    })
}

/// A capture, void or refund of an order, from the answer that brought its parent.
pub(crate) fn follow(parent: &Value, kind: &str, amount: Option<&str>) -> Submit {
    let mut transaction = json!({
        "order": {"id": parent["orderId"].to_string()}, "type": kind,
        "reason": "Devolución", "parentTransactionId": parent["transactionId"]
    });
    if amount.is_some() {
        transaction["additionalValues"] =
            json!({"TX_VALUE": {"value": "@AMOUNT@", "currency": "MXN"}});
    }
    let body = json!({
        "language": "es", "command": "SUBMIT_TRANSACTION", "test": false,
        "merchant": {"apiLogin": "pRRXKOl8ikMmt9u", "apiKey": KEY}, "transaction": transaction
    });
    Submit { body, amount: amount.unwrap_or_default().to_owned() }
}

/// The types and states of an order's transactions, newest first, behind its status.
pub(crate) fn history(sandbox: &Sandbox, reference: &str) -> Vec<String> {
    let order = order(sandbox, reference);
    let mut words = vec![order["status"].as_str().unwrap().to_owned()];
    for transaction in order["transactions"].as_array().unwrap() {
        let state = transaction["transactionResponse"]["state"].as_str().unwrap();
        words.push(format!("{} {state}", transaction["type"].as_str().unwrap()));
    }
    words
}

/// The MD5 signature over the amount as sent.
pub(crate) fn md5_of(reference: &str, amount: &str) -> String {
    let amount = amount.trim_matches('"');
    let message = format!("{KEY}~508029~{reference}~{amount}~MXN");
    Md5::digest(message).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A query of the reports service; returns the whole answer.
pub(crate) fn report(sandbox: &Sandbox, command: &str, details: Value) -> Value {
    let body = json!({
        "test": false, "language": "en", "command": command,
        "merchant": {"apiLogin": "pRRXKOl8ikMmt9u", "apiKey": KEY}, "details": details
    });
    post(sandbox, REPORTS, &body.to_string()).json()
}

/// The only order with this reference, as the reports show it.
pub(crate) fn order(sandbox: &Sandbox, reference: &str) -> Value {
    let details = json!({"referenceCode": reference});
    let answer = report(sandbox, "ORDER_DETAIL_BY_REFERENCE_CODE", details);
    let orders = answer["result"]["payload"].as_array().unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(orders.len(), 1, "{answer}");
    orders[0].clone()
}

/// The status of the order and the states of its transactions, newest first.
pub(crate) fn states(sandbox: &Sandbox, reference: &str) -> Vec<String> {
    let order = order(sandbox, reference);
    let mut words = vec![order["status"].as_str().unwrap().to_owned()];
    for transaction in order["transactions"].as_array().unwrap() {
        words.push(transaction["transactionResponse"]["state"].as_str().unwrap().to_owned());
    }
    words
}

/// A documented message.
pub(crate) fn fixture(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/payu/");
    std::fs::read_to_string(format!("{folder}{name}")).unwrap()
}
