//! Requests and replies, as the carrier sees them.

use std::fmt;

use cobro_domain::time::Timestamp;
use zeroize::Zeroizing;

use crate::settings::Secret;

/// An HTTP request that a provider wants sent. `Debug` shows where it goes, never what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The verb.
    pub verb: Verb,
    /// The address.
    pub url: String,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body; it may hold credentials and a card. It is wiped when dropped.
    pub body: Zeroizing<Vec<u8>>,
    /// Texts that must not stand in any log, should the other side repeat them.
    pub secrets: Vec<Secret>,
}

/// The verbs that providers use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Read.
    Get,
    /// Everything else.
    Post,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("verb", &self.verb)
            .field("url", &self.url)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// What became of a request, as the carrier saw it.
#[derive(Clone, PartialEq, Eq)]
pub enum Reply {
    /// An answer came, whole.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The body, whatever the status.
        body: Vec<u8>,
        /// The other side's clock, from the `Date` header.
        date: Option<Timestamp>,
    },
    /// Failed before a byte of the request left: name, connection, TLS.
    NotSent,
    /// It may have arrived; nobody knows what the provider did.
    MaybeSent,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer { status, body, .. } => {
                write!(f, "Answer({status}, {} bytes)", body.len())
            }
            Self::NotSent => f.write_str("NotSent"),
            Self::MaybeSent => f.write_str("MaybeSent"),
        }
    }
}
