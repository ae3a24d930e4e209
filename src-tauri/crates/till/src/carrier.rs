//! The one place that sends. Time-outs, bounds, TLS and "did it leave?" exist here and
//! nowhere else.

use std::{
    io::{self, Read},
    time::{Duration, Instant},
};

use cobro_domain::time::Timestamp;
use cobro_providers::wire::{Reply, Request, Verb};

/// How long a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until the answer begins, and again until it is read.
    pub answer: Duration,
}

impl Patience {
    /// PayU documents one minute as its worst case ("API integration", considerations). It
    /// recommends no figure for the connection; its own SDK waits 10 s.
    pub const DOCUMENTED: Self =
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(65) };
}

/// The longest answer that is read; a provider's answers are a few kilobytes.
const ANSWER_MAX: usize = 1 << 20;

/// How much of an answer is read at a time.
const PIECE: usize = 8 << 10;

/// Why the carrier could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the network client could not be set up")]
pub struct CarrierError(#[from] reqwest::Error);

/// Sends requests: no redirects, no retries, a fresh connection each time, so that what
/// became of a request is always known as well as it can be.
#[derive(Clone, Debug)]
pub struct Carrier {
    client: reqwest::blocking::Client,
    patience: Patience,
}

impl Carrier {
    /// A carrier that waits so long: [`Patience::DOCUMENTED`], but for tests.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(patience: Patience) -> Result<Self, CarrierError> {
        // A second call finds the first one's choice, which is the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::blocking::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            // A proxy of the environment would see loopback too, and answer for the provider.
            .no_proxy()
            .connect_timeout(patience.connect)
            .timeout(patience.answer)
            .user_agent(concat!("Cobro/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, patience })
    }

    /// Sends a request and says what became of it.
    #[must_use]
    pub fn send(&self, request: &Request) -> Reply {
        let call = match request.verb {
            Verb::Get => self.client.get(&request.url),
            // The client wipes what it was given when it is done, like us: a card may be in it.
            Verb::Post => {
                let body = bytes::Bytes::from_owner(request.body.clone());
                self.client.post(&request.url).body(body)
            }
        };
        let headers = request.headers.iter();
        let call = headers.fold(call, |call, (name, value)| call.header(*name, value));
        match call.send() {
            Ok(response) => answer(response, self.patience.answer),
            // An address that cannot be called, or a connection that never came about.
            Err(error) if error.is_builder() || error.is_connect() => Reply::NotSent,
            Err(_) => Reply::MaybeSent,
        }
    }
}

/// Reads an answer; one that breaks off or has no end leaves its request in doubt.
fn answer(response: reqwest::blocking::Response, within: Duration) -> Reply {
    let status = response.status().as_u16();
    let date = response.headers().get("date").and_then(|value| {
        let at = httpdate::parse_http_date(value.to_str().ok()?).ok()?;
        let since = at.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok().map(Timestamp::from_millis)
    });
    match body(response, Instant::now(), within) {
        Ok(body) => Reply::Answer { status, body, date },
        Err(_) => Reply::MaybeSent,
    }
}

/// Reads a body to its end, unless that is too far or takes too long: the client's own time-out
/// begins anew with every byte.
fn body(mut from: impl Read, began: Instant, within: Duration) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let mut piece = [0; PIECE];
    loop {
        let length = from.read(&mut piece)?;
        let Some(read) = piece.get(..length).filter(|read| !read.is_empty()) else {
            return Ok(body);
        };
        body.extend_from_slice(read);
        if body.len() > ANSWER_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if began.elapsed() > within {
            return Err(io::ErrorKind::TimedOut.into());
        }
    }
}
