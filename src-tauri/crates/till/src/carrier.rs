//! The one place that sends. Time-outs, bounds, TLS and "did it leave?" exist here and
//! nowhere else.

use std::{io::Read, time::Duration};

use cobro_domain::time::Timestamp;
use cobro_providers::wire::{Reply, Request, Verb};

/// How long a connection may take to be made (PayU recommends no figure; its own SDK waits 10 s).
const CONNECT: Duration = Duration::from_secs(10);

/// How long a call may take in all: PayU documents one minute as its worst case
/// ("API integration", considerations).
const CALL: Duration = Duration::from_secs(65);

/// The longest answer that is read; a provider's answers are a few kilobytes.
const ANSWER_MAX: u64 = 1 << 20;

/// Why the carrier could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the network client could not be set up")]
pub struct CarrierError(#[from] reqwest::Error);

/// Sends requests: no redirects, no retries, a fresh connection each time, so that what
/// became of a request is always known as well as it can be.
#[derive(Clone, Debug)]
pub struct Carrier {
    client: reqwest::blocking::Client,
}

impl Carrier {
    /// A carrier with the documented time-outs.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new() -> Result<Self, CarrierError> {
        // A second call finds the first one's choice, which is the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::blocking::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT)
            .timeout(CALL)
            .user_agent(concat!("Cobro/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client })
    }

    /// Sends a request and says what became of it.
    #[must_use]
    pub fn send(&self, request: &Request) -> Reply {
        let call = match request.verb {
            Verb::Get => self.client.get(&request.url),
            Verb::Post => self.client.post(&request.url).body(request.body.clone()),
        };
        let headers = request.headers.iter();
        let call = headers.fold(call, |call, (name, value)| call.header(*name, value));
        match call.send() {
            Ok(response) => answer(response),
            // An address that cannot be called, or a connection that never came about.
            Err(error) if error.is_builder() || error.is_connect() => Reply::NotSent,
            Err(_) => Reply::MaybeSent,
        }
    }
}

/// Reads an answer; one that breaks off or has no end leaves its request in doubt.
fn answer(response: reqwest::blocking::Response) -> Reply {
    let status = response.status().as_u16();
    let date = response.headers().get("date").and_then(|value| {
        let at = httpdate::parse_http_date(value.to_str().ok()?).ok()?;
        let since = at.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok().map(Timestamp::from_millis)
    });
    let mut body = Vec::new();
    let read = response.take(ANSWER_MAX.saturating_add(1)).read_to_end(&mut body);
    let within = u64::try_from(body.len()).is_ok_and(|length| length <= ANSWER_MAX);
    match read {
        Ok(_) if within => Reply::Answer { status, body, date },
        _ => Reply::MaybeSent,
    }
}
